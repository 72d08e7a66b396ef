/** Pictures come back as they were, band by band, like others or not; arbitrary bytes give pixels or an error. */
import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { photo } from '../../bench/programs/photo-picture.ts';
import { ImageModel, type Likeness, type Picture } from '../../codecs/lossless-image.ts';
import { PackedPixelsError, packPixels, unpackPixels } from '../../codecs/pack-pixels.ts';
import { PixelReader, PixelWriter } from '../../codecs/pixel-coder.ts';
import { encodePng } from '../../codecs/png.ts';

type Kind = 'flat' | 'few' | 'rectangles' | 'noise' | 'gradient' | 'any';

const pictures = fc
  .record({
    width: fc.integer({ min: 1, max: 70 }),
    height: fc.integer({ min: 1, max: 40 }),
    kind: fc.constantFrom<Kind>('flat', 'few', 'rectangles', 'noise', 'gradient', 'any'),
    seed: fc.integer(),
    top: fc.constantFrom(0, 0xff, 0x80),
  })
  .map(({ width, height, kind, seed, top }) => ({ width, pixels: paint(width, height, kind, seed, top) }));

function paint(width: number, height: number, kind: Kind, seed: number, top: number): Uint32Array {
  let state = seed >>> 0;
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 8;
  const pixels = new Uint32Array(width * height);
  const colors = [0, 0xffffff, 0x336699, 0xcc0000];
  for (let i = 0; i < pixels.length; i++) {
    const [x, y] = [i % width, Math.floor(i / width)];
    let pixel = colors[1]!;
    if (kind === 'few') pixel = colors[random() % 4]!;
    if (kind === 'rectangles') pixel = colors[((x >> 3) + (y >> 2) * 3 + (seed & 3)) & 3]!;
    if (kind === 'noise') pixel = 0x505050 + (random() & 0x0f0f0f);
    if (kind === 'gradient') pixel = ((x * 3) & 0xff) * 0x10000 + ((y * 5) & 0xff) * 256 + ((x + y) & 0xff);
    if (kind === 'any') pixel = random() * 257;
    pixels[i] = kind === 'any' ? pixel >>> 0 : ((pixel & 0xffffff) | (top << 24)) >>> 0;
  }
  return pixels;
}

describe('packed pixels', () => {
  it('come back', () => {
    fc.assert(
      fc.property(pictures, ({ width, pixels }) => {
        expect(unpackPixels(packPixels(pixels, width), width, pixels.length)).toEqual(pixels);
      }),
      { numRuns: 150 },
    );
  });

  it('can be none', () => {
    expect(unpackPixels(packPixels(new Uint32Array(0), 5), 5, 0)).toEqual(new Uint32Array(0));
  });

  it('are pixels or an error for arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (bytes, width) => {
        let pixels: Uint32Array | undefined;
        try {
          pixels = unpackPixels(bytes, width, width * 20);
        } catch (error) {
          expect(error).toBeInstanceOf(PackedPixelsError);
        }
        expect(pixels?.length ?? width * 20).toBe(width * 20);
      }),
    );
  });

  it('take whole rows only', () => {
    expect(() => packPixels(new Uint32Array(7), 2)).toThrow('7 pixels in rows of 2');
    expect(() => unpackPixels(new Uint8Array(9), 2, 7)).toThrow('7 pixels in rows of 2');
  });

  it('of a photograph are fewer than deflate and PNG make of it', () => {
    const pixels = photo(320, 240);
    const packed = packPixels(pixels, 320);
    expect(unpackPixels(packed, 320, pixels.length)).toEqual(pixels);
    const png = encodePng(320, 240, pixels, (bytes) => deflateSync(bytes, { level: 9 }));
    expect(packed.length).toBeLessThan(0.85 * png.length);
    expect(packed.length).toBeLessThan(0.6 * deflateSync(new Uint8Array(pixels.buffer), { level: 9 }).length);
  });
});

describe('the image model', () => {
  it('learns alike at both ends, over several pictures in bands, with and without others that they are like', () => {
    fc.assert(
      fc.property(
        fc.array(pictures, { minLength: 1, maxLength: 4 }),
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: -3, max: 3 }),
        (list, rows, scrolled) => {
          const [one, other] = [new ImageModel(), new ImageModel()];
          const writer = new PixelWriter(one.probabilities);
          const reader = new PixelReader(other.probabilities);
          let before: { width: number; pixels: Uint32Array } | undefined;
          for (const { width, pixels } of list) {
            const height = pixels.length / width;
            const like = before === undefined ? undefined : likeness(before, width, height, scrolled);
            const copy = new Uint32Array(pixels.length);
            const from: Picture = { pixels, width, height, channels: 4, like };
            const to: Picture = { ...from, pixels: copy };
            for (let y = 0; y < height; y += rows) {
              one.code(writer, from, y, Math.min(height, y + rows));
              reader.start(writer.finish());
              other.code(reader, to, y, Math.min(height, y + rows));
            }
            expect(copy).toEqual(pixels);
            before = { width, pixels };
          }
        },
      ),
      { numRuns: 80 },
    );
  });

  it('sends next to nothing for what is there already', () => {
    const pixels = photo(200, 100);
    const model = new ImageModel();
    const writer = new PixelWriter(model.probabilities);
    const like = likeness({ width: 200, pixels }, 200, 100, 0)!;
    const changed = pixels.slice();
    changed[150 * 20 + 7] = 0;
    model.code(writer, { pixels: changed, width: 200, height: 100, channels: 3, like }, 0, 100);
    expect(writer.finish().length).toBeLessThan(30);
  });
});

function likeness(
  { width, pixels }: { width: number; pixels: Uint32Array },
  ownWidth: number,
  ownHeight: number,
  scrolled: number,
): Likeness | undefined {
  if (width < ownWidth) return undefined;
  const height = pixels.length / width;
  return {
    pixels,
    start: scrolled * width,
    stride: width,
    first: Math.min(ownHeight, Math.max(0, -scrolled)),
    end: Math.max(0, Math.min(ownHeight, height - scrolled)),
  };
}
