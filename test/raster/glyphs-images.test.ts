import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawGlyphs } from '../../xserver/raster/glyphs.ts';
import type { GlyphSet } from '../../xserver/raster/glyphs.ts';
import {
  packXYPixmap,
  packZPixmap,
  scanlineBytes,
  unpackXYBitmap,
  unpackXYPixmap,
  unpackZPixmap,
  unpackZPixmapInto,
} from '../../xserver/raster/images.ts';
import { createPixels, depthMask } from '../../xserver/raster/pixels.ts';
import type { Pixels } from '../../xserver/raster/pixels.ts';
import { regionContainsPoint, regionFromRects } from '../../xserver/raster/region.ts';
import { depths, paintsFor, pixelsOf, planeMasks, rops } from './arbitraries.ts';
import { clonePixels, paintPixel } from './pixel-oracle.ts';

interface Glyph {
  readonly left: number;
  readonly width: number;
  readonly ascent: number;
  readonly height: number;
  readonly noise: Uint8Array;
}

const glyphs: fc.Arbitrary<Glyph> = fc.record({
  left: fc.integer({ min: -3, max: 3 }),
  width: fc.integer({ min: 0, max: 19 }),
  ascent: fc.integer({ min: -3, max: 9 }),
  height: fc.integer({ min: 0, max: 12 }),
  noise: fc.uint8Array({ minLength: 40, maxLength: 40 }),
});

/** A font of the glyphs, with noise in the padding bits' place kept out. */
function fontOf(list: readonly Glyph[]): GlyphSet {
  const bits: number[] = [];
  const offsets: number[] = [];
  const metrics: number[] = [];
  for (const { left, width, ascent, height, noise } of list) {
    offsets.push(bits.length);
    metrics.push(left, left + width, width, ascent, height - ascent, 0);
    const rowBytes = (width + 7) >> 3;
    for (let y = 0; y < height; y++) {
      for (let byte = 0; byte < rowBytes; byte++) {
        const unused = Math.max(0, (byte + 1) * 8 - width);
        bits.push((noise[(y * rowBytes + byte) % 40] as number) & (0xff << unused) & 0xff);
      }
    }
  }
  return { bits: Uint8Array.from(bits), offsets: Uint32Array.from(offsets), metrics: Int16Array.from(metrics) };
}

describe('glyphs', () => {
  it('set the pixels of their bits inside the clip', () => {
    const input = depths.chain((depth) =>
      fc.tuple(
        pixelsOf(depth, fc.constant(40), fc.constant(30)),
        paintsFor(depth),
        rops,
        planeMasks,
        fc.array(glyphs, { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), fc.integer({ min: -10, max: 45 }), fc.integer({ min: -10, max: 35 })), {
          maxLength: 5,
        }),
        fc.array(fc.tuple(fc.nat(39), fc.nat(29), fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 30 })), {
          minLength: 1,
          maxLength: 3,
        }),
      ),
    );
    fc.assert(
      fc.property(input, ([target, paint, rop, planeMask, list, places, clipRects]) => {
        const font = fontOf(list);
        const clip = regionFromRects(
          clipRects.flatMap(([x, y, w, h]) => [x, y, Math.min(w, 40 - x), Math.min(h, 30 - y)]),
        );
        const placed = places.map(([glyph, x, y]) => [glyph % list.length, x, y] as const);
        const expected = clonePixels(target);
        for (const [glyph, x, y] of placed) {
          const { left, width, ascent, height } = list[glyph] as Glyph;
          const rowBytes = (width + 7) >> 3;
          for (let row = 0; row < height; row++) {
            for (let column = 0; column < width; column++) {
              const byte = font.bits[(font.offsets[glyph] as number) + row * rowBytes + (column >> 3)] as number;
              const [px, py] = [x + left + column, y - ascent + row];
              if ((byte & (0x80 >> (column & 7))) === 0 || !regionContainsPoint(clip, px, py)) continue;
              paintPixel(expected, px, py, paint, rop, planeMask);
            }
          }
        }
        drawGlyphs(target, font, Int32Array.from(placed.flat()), placed.length, clip, paint, rop, planeMask);
        expect(target.data).toEqual(expected.data);
      }),
      { numRuns: 600 },
    );
  });
});

const formats: Record<number, number> = { 1: 1, 4: 8, 8: 8, 24: 32, 32: 32 };

describe('images', () => {
  const input = depths.chain((depth) =>
    fc.tuple(
      pixelsOf(depth, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 6 })),
      fc.boolean(),
      fc.constantFrom(8, 16, 32),
      fc.nat(3),
      planeMasks,
    ),
  );

  it('go through every format and come back', () => {
    fc.assert(
      fc.property(input, ([pixels, little, pad, skip, planeMask]) => {
        const { width, height, depth } = pixels;
        const bits = formats[depth] as number;
        const z = packZPixmap(pixels, 0, 0, width, height, 0xffffffff, bits, pad, little);
        expect(z.length).toBe(scanlineBytes(width * bits, pad) * height);
        // The bytes may lie anywhere in their buffer.
        const shifted = new Uint8Array(z.length + skip);
        shifted.set(z, skip);
        expect(unpackZPixmap(shifted, skip, width, height, depth, bits, pad, little)).toEqual(pixels);
        const xy = packXYPixmap(pixels, 0, 0, width, height, 0xffffffff, pad, little);
        expect(unpackXYPixmap(xy, 0, width, height, depth, 0, pad, little)).toEqual(pixels);
        const masked = packZPixmap(pixels, 0, 0, width, height, planeMask, bits, pad, little);
        expect(Array.from(unpackZPixmap(masked, 0, width, height, depth, bits, pad, little).data)).toEqual(
          Array.from(pixels.data, (pixel) => (pixel & planeMask) >>> 0),
        );
      }),
    );
  });

  it('have the same planes whether few or many are taken', () => {
    fc.assert(
      fc.property(input, ([pixels, little, pad, skip, planeMask]) => {
        const { width, height, depth } = pixels;
        const x = Math.min(skip, width - 1);
        const many = packXYPixmap(pixels, x, 0, width - x, height, planeMask, pad, little);
        const one: number[] = [];
        for (let plane = depth - 1; plane >= 0; plane--) {
          const bit = (1 << plane) >>> 0;
          if ((planeMask & bit) !== 0) one.push(...packXYPixmap(pixels, x, 0, width - x, height, bit, pad, little));
        }
        expect(Array.from(many)).toEqual(one);
      }),
    );
  });

  it('are read alike whatever bits come before their rows', () => {
    fc.assert(
      fc.property(input, fc.nat(31), ([pixels, little, pad, skip], leftPad) => {
        const { width, height, depth } = pixels;
        const left = leftPad % pad;
        const bytes = new Uint8Array(skip + scanlineBytes(width + left, pad) * height * depth);
        bytes.forEach((_, i) => (bytes[i] = (i * 151) ^ pixels.data[i % pixels.data.length]!));
        const image = unpackXYPixmap(bytes, skip, width, height, depth, left, pad, little);
        const planeBytes = scanlineBytes(width + left, pad) * height;
        const expected = createPixels(width, height, depth);
        for (let n = 0; n < depth; n++) {
          const plane = unpackXYBitmap(bytes, skip + n * planeBytes, width, height, left, pad, little);
          plane.data.forEach((bit, i) => (expected.data[i]! |= bit << (depth - 1 - n)));
        }
        expect(image).toEqual(expected);
      }),
    );
  });

  it('take a part of the pixels and put it into a part of others', () => {
    const pixels = createPixels(5, 4, 24);
    pixels.data.forEach((_, i) => (pixels.data[i] = 0x10101 * i));
    const bytes = packZPixmap(pixels, 1, 1, 3, 2, 0xffffff, 32, 32, true);
    const target = createPixels(6, 5, 24);
    unpackZPixmapInto(bytes, 0, 3, 2, 32, 32, true, target, 2, 3);
    const expected = createPixels(6, 5, 24);
    for (let y = 0; y < 2; y++) {
      for (let x = 0; x < 3; x++) expected.data[(3 + y) * 6 + 2 + x] = 0x10101 * ((1 + y) * 5 + 1 + x);
    }
    expect(target).toEqual(expected);
  });

  it('have the bytes of the protocol', () => {
    const one = (depth: number, ...data: number[]): Pixels => ({
      width: data.length,
      height: 1,
      depth,
      data: Uint32Array.from(data),
    });
    expect(Array.from(packZPixmap(one(24, 0x123456), 0, 0, 1, 1, 0xffffffff, 32, 32, true))).toEqual([
      0x56, 0x34, 0x12, 0,
    ]);
    expect(Array.from(packZPixmap(one(24, 0x123456), 0, 0, 1, 1, 0xffffffff, 32, 32, false))).toEqual([
      0, 0x12, 0x34, 0x56,
    ]);
    expect(Array.from(packZPixmap(one(1, 1, 1, 0, 1), 0, 0, 4, 1, 1, 1, 32, true))).toEqual([0b1011, 0, 0, 0]);
    expect(Array.from(packZPixmap(one(1, 1, 1, 0, 1), 0, 0, 4, 1, 1, 1, 32, false))).toEqual([0b11010000, 0, 0, 0]);
    // Planes from the most significant, those of the mask only.
    expect(Array.from(packXYPixmap(one(4, 0b1010, 0b0011), 0, 0, 2, 1, 0b1011, 8, true))).toEqual([0b01, 0b11, 0b10]);
    // Three bits of left pad.
    expect(unpackXYBitmap(Uint8Array.of(0b10111), 0, 2, 1, 3, 8, true)).toEqual(one(1, 0, 1));
    expect(depthMask(32)).toBe(0xffffffff);
  });
});
