import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyPlaneRect, copyPlaneRegion, copyRect, copyRegion } from '../../xserver/raster/copy.ts';
import { fillRects } from '../../xserver/raster/fill.ts';
import { regionFromRects } from '../../xserver/raster/region.ts';
import { paintsFor, pixelsOf, planeMasks, rops, anyPixel, depths } from './arbitraries.ts';
import { clonePixels, combine, paintPixel } from './pixel-oracle.ts';

const wide = fc.integer({ min: 1, max: 90 });
const low = fc.integer({ min: 1, max: 20 });
const fraction = fc.double({ min: 0, max: 1, noNaN: true });

function part(size: number, from: number, length: number): [number, number] {
  const start = Math.min(size - 1, Math.floor(from * size));
  return [start, Math.max(1, Math.floor(length * (size - start)))];
}

const rectIn = fc.tuple(fraction, fraction, fraction, fraction);

describe('fills', () => {
  it('equal the definition for all paints, functions and planes', () => {
    const input = depths.chain((depth) =>
      fc.tuple(pixelsOf(depth, wide, low), paintsFor(depth), rops, planeMasks, fc.array(rectIn, { maxLength: 4 })),
    );
    fc.assert(
      fc.property(input, ([target, paint, rop, planeMask, places]) => {
        const expected = clonePixels(target);
        const rects: number[] = [];
        for (const [fx, fy, fw, fh] of places) {
          const [x, w] = part(target.width, fx, fw);
          const [y, h] = part(target.height, fy, fh);
          rects.push(x, y, w, h);
          for (let row = y; row < y + h; row++) {
            for (let column = x; column < x + w; column++) paintPixel(expected, column, row, paint, rop, planeMask);
          }
        }
        fillRects(target, Int32Array.from(rects), places.length, paint, rop, planeMask);
        expect(target.data).toEqual(expected.data);
      }),
      { numRuns: 1500 },
    );
  });
});

describe('copies', () => {
  it('equal the definition between two pixmaps', () => {
    const input = depths.chain((depth) =>
      fc.tuple(pixelsOf(depth, wide, low), pixelsOf(depth, wide, low), rops, planeMasks, rectIn, fraction, fraction),
    );
    fc.assert(
      fc.property(input, ([source, target, rop, planeMask, [fx, fy, fw, fh], tx, ty]) => {
        const [sx, w0] = part(source.width, fx, fw);
        const [sy, h0] = part(source.height, fy, fh);
        const [dx, w1] = part(target.width, tx, 1);
        const [dy, h1] = part(target.height, ty, 1);
        const w = Math.min(w0, w1);
        const h = Math.min(h0, h1);
        const expected = clonePixels(target);
        for (let y = 0; y < h; y++) {
          for (let x = 0; x < w; x++) {
            const at = (dy + y) * target.width + dx + x;
            const pixel = source.data[(sy + y) * source.width + sx + x] as number;
            expected.data[at] = combine(rop, planeMask, target.depth, pixel, target.data[at] as number);
          }
        }
        copyRect(source, sx, sy, target, dx, dy, w, h, rop, planeMask);
        expect(target.data).toEqual(expected.data);
      }),
      { numRuns: 800 },
    );
  });

  const shifts = fc.tuple(fc.integer({ min: -15, max: 15 }), fc.integer({ min: -8, max: 8 }));
  const clips = fc.array(fc.tuple(fraction, fraction, fraction, fraction), { minLength: 1, maxLength: 5 });

  it('within one pixmap read every pixel before it is overwritten', () => {
    const input = depths.chain((depth) =>
      fc.tuple(pixelsOf(depth, wide, low), rops, planeMasks, shifts, clips, anyPixel),
    );
    fc.assert(
      fc.property(input, ([pixels, rop, planeMask, [dx, dy], places, colours]) => {
        const rects: number[] = [];
        for (const [fx, fy, fw, fh] of places) {
          const [x, w] = part(pixels.width, fx, fw);
          const [y, h] = part(pixels.height, fy, fh);
          // The part of the box whose source is inside as well.
          const x1 = Math.max(x, dx, 0);
          const y1 = Math.max(y, dy, 0);
          const x2 = Math.min(x + w, pixels.width + dx, pixels.width);
          const y2 = Math.min(y + h, pixels.height + dy, pixels.height);
          if (x1 < x2 && y1 < y2) rects.push(x1, y1, x2 - x1, y2 - y1);
        }
        const region = regionFromRects(rects);
        const before = clonePixels(pixels);
        const copied = clonePixels(pixels);
        const plane = (1 << (pixels.depth - 1)) >>> 0;
        const planed = clonePixels(pixels);
        for (let i = 0; i < region.rects.length; i += 4) {
          const [x1, y1, x2, y2] = region.rects.subarray(i, i + 4) as unknown as [number, number, number, number];
          for (let y = y1; y < y2; y++) {
            for (let x = x1; x < x2; x++) {
              const at = y * pixels.width + x;
              const pixel = before.data[(y - dy) * pixels.width + x - dx] as number;
              const old = before.data[at] as number;
              copied.data[at] = combine(rop, planeMask, pixels.depth, pixel, old);
              const source = (pixel & plane) === 0 ? ~colours : colours;
              planed.data[at] = combine(rop, planeMask, pixels.depth, source, old);
            }
          }
        }
        const target = clonePixels(before);
        copyRegion(target, target, region, dx, dy, rop, planeMask);
        expect(target.data).toEqual(copied.data);
        copyPlaneRegion(pixels, plane, pixels, region, dx, dy, colours, ~colours, rop, planeMask);
        expect(pixels.data).toEqual(planed.data);
      }),
      { numRuns: 800 },
    );
  });

  it('of a plane equal the definition across depths', () => {
    const input = fc
      .tuple(depths, depths)
      .chain(([from, to]) =>
        fc.tuple(
          pixelsOf(from, fc.constant(13), fc.constant(7)),
          pixelsOf(to, fc.constant(13), fc.constant(7)),
          fc.integer({ min: 0, max: from - 1 }),
          anyPixel,
          anyPixel,
          rops,
          planeMasks,
        ),
      );
    fc.assert(
      fc.property(input, ([source, target, plane, foreground, background, rop, planeMask]) => {
        const bit = (1 << plane) >>> 0;
        const expected = clonePixels(target);
        for (let i = 0; i < target.data.length; i++) {
          const pixel = ((source.data[i] as number) & bit) !== 0 ? foreground : background;
          expected.data[i] = combine(rop, planeMask, target.depth, pixel, target.data[i] as number);
        }
        copyPlaneRect(source, bit, 0, 0, target, 0, 0, 13, 7, foreground, background, rop, planeMask);
        expect(target.data).toEqual(expected.data);
      }),
    );
  });
});
