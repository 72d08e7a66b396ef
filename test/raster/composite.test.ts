/** Compositing beside a slow reference: one pixel after another, each channel by the operator's definition, in rational numbers rounded to nearest. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Painter } from '../../xserver/painter.ts';
import { argbOf, operators, pixelOf, type CoverageGlyph, type Operator } from '../../xserver/raster/composite.ts';
import { createPixels, depthMask, type Pixels } from '../../xserver/raster/pixels.ts';
import { regionContainsPoint, regionFromRects } from '../../xserver/raster/region.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import type { Surface } from '../../xserver/state/drawables.ts';

interface Color {
  readonly alpha: number;
  readonly channels: readonly number[];
}

function colorOf(pixel: number, depth: number): Color {
  if (depth === 1) return { alpha: pixel * 255, channels: [0, 0, 0] };
  if (depth === 8) return { alpha: pixel, channels: [0, 0, 0] };
  const channels = [16, 8, 0].map((shift) => Math.floor(pixel / 2 ** shift) % 256);
  return { alpha: depth === 24 ? 255 : Math.floor(pixel / 2 ** 24), channels };
}

function storedAs({ alpha, channels }: Color, depth: number): number {
  if (depth === 1) return alpha >= 128 ? 1 : 0;
  if (depth === 8) return alpha;
  const color = channels.reduce((sum, channel) => sum * 256 + channel, 0);
  return depth === 24 ? color : alpha * 2 ** 24 + color;
}

/** The factors Fa and Fb of Porter and Duff's table, of 255. */
const table: Record<Operator, (a: number, b: number) => readonly [number, number]> = {
  clear: () => [0, 0],
  src: () => [255, 0],
  dst: () => [0, 255],
  over: (a) => [255, 255 - a],
  'over-reverse': (_a, b) => [255 - b, 255],
  in: (_a, b) => [b, 0],
  'in-reverse': (a) => [0, a],
  out: (_a, b) => [255 - b, 0],
  'out-reverse': (a) => [0, 255 - a],
  atop: (a, b) => [b, 255 - a],
  'atop-reverse': (a, b) => [255 - b, a],
  xor: (a, b) => [255 - b, 255 - a],
  add: () => [255, 255],
};

const times = (value: number, factor: number): number => Math.round((value * factor) / 255);

function reference(operator: Operator, source: Color, coverage: number, below: Color): Color {
  const alpha = times(source.alpha, coverage);
  const [fa, fb] = table[operator](alpha, below.alpha);
  const mix = (s: number, d: number): number => Math.min(255, times(times(s, coverage), fa) + times(d, fb));
  return {
    alpha: mix(source.alpha, below.alpha),
    channels: source.channels.map((channel, i) => mix(channel, below.channels[i]!)),
  };
}

const [WIDTH, HEIGHT] = [9, 7];
const argb = fc.oneof(fc.nat(0xffffffff), fc.constantFrom(0, 0xff000000, 0xffffffff, 0x80808080));
const pixelsOf = (depth: number): fc.Arbitrary<Pixels> =>
  fc.array(argb, { minLength: WIDTH * HEIGHT, maxLength: WIDTH * HEIGHT }).map((data) => ({
    width: WIDTH,
    height: HEIGHT,
    depth,
    data: Uint32Array.from(data, (pixel) => (pixel & depthMask(depth)) >>> 0),
  }));
const depth = fc.constantFrom(1, 8, 24, 32);
const box = fc.tuple(fc.nat(3), fc.nat(2), fc.nat(3), fc.nat(2), fc.nat(3), fc.nat(2), fc.nat(6), fc.nat(5));

function surfaceOf(pixels: Pixels): Surface {
  return { kind: 'surface', window: 0, x: 0, y: 0, pixels, shape: undefined };
}

/** The painter of a surface whose damage has to name all that changes. */
function watched(pixels: Pixels, act: (painter: Painter, surface: Surface) => void): Pixels {
  const surface = surfaceOf({ ...pixels, data: pixels.data.slice() });
  const painter = new Painter();
  const damage = new SceneDamage();
  painter.observer = damage;
  act(painter, surface);
  const boxes = damage.take();
  for (const [at, pixel] of surface.pixels.data.entries()) {
    const [x, y] = [at % WIDTH, Math.floor(at / WIDTH)];
    if (pixel !== pixels.data[at])
      expect(boxes.some(({ x1, y1, x2, y2 }) => x >= x1 && x < x2 && y >= y1 && y < y2)).toBe(true);
  }
  return surface.pixels;
}

test('pixels and colours are composited as the operators say, with and without a mask', () => {
  const input = fc.tuple(depth.chain(pixelsOf), depth.chain(pixelsOf), fc.option(depth.chain(pixelsOf)), argb);
  fc.assert(
    fc.property(input, fc.constantFrom(...operators), fc.boolean(), box, (drawables, operator, solid, place) => {
      const [target, source, mask, color] = drawables;
      const [sourceX, sourceY, maskX, maskY, x, y, width, height] = place;
      const wanted = target.data.slice();
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const from = (sourceY + row) * WIDTH + sourceX + column;
          const through = (maskY + row) * WIDTH + maskX + column;
          const at = (y + row) * WIDTH + x + column;
          const shown = solid ? colorOf(color, 32) : colorOf(source.data[from]!, source.depth);
          const coverage = mask === null ? 255 : colorOf(mask.data[through]!, mask.depth).alpha;
          const below = colorOf(target.data[at]!, target.depth);
          wanted[at] = storedAs(reference(operator, shown, coverage, below), target.depth);
        }
      }
      const drawn = watched(target, (painter, surface) => {
        const from = solid ? ({ kind: 'solid', argb: color } as const) : surfaceOf(source);
        painter.composite(surface, operator, from, mask ?? undefined, Int32Array.from(place), 1);
      });
      expect(drawn.data).toEqual(wanted);
    }),
    { numRuns: 400 },
  );
});

test('a target is read before it is written, as source and as mask', () => {
  fc.assert(
    fc.property(pixelsOf(32), fc.constantFrom(...operators), box, (pixels, operator, place) => {
      const apart = watched(pixels, (painter, surface) =>
        painter.composite(surface, operator, surfaceOf(pixels), pixels, Int32Array.from(place), 1),
      );
      const within = watched(pixels, (painter, surface) =>
        painter.composite(surface, operator, surface, surface.pixels, Int32Array.from(place), 1),
      );
      expect(within.data).toEqual(apart.data);
    }),
  );
});

const glyph: fc.Arbitrary<CoverageGlyph> = fc
  .tuple(fc.nat(5), fc.nat(4), fc.integer({ min: -2, max: 2 }), fc.integer({ min: -1, max: 4 }))
  .chain(([width, height, left, ascent]) =>
    fc
      .array(fc.oneof(fc.nat(255), fc.constantFrom(0, 255)), { minLength: width * height, maxLength: width * height })
      .map((coverage) => ({ left, width, ascent, height, advance: width, coverage: Uint8Array.from(coverage) })),
  );

test('glyphs are composited one after another within the clip, and nothing changes without coverage', () => {
  const placed = fc.array(fc.tuple(glyph, fc.integer({ min: -3, max: 10 }), fc.integer({ min: -3, max: 9 })), {
    maxLength: 4,
  });
  const clips = fc
    .array(fc.tuple(fc.nat(4), fc.nat(3), fc.nat(5), fc.nat(4)), { minLength: 1, maxLength: 3 })
    .map((boxes) => regionFromRects(boxes.flat()));
  const ground = fc.option(argb);
  fc.assert(
    fc.property(depth.chain(pixelsOf), placed, clips, fc.constantFrom(...operators), argb, ground, (...input) => {
      const [target, list, clip, operator, color, under] = input;
      const wanted = target.data.slice();
      const fixed = under === null ? undefined : (under & depthMask(target.depth)) >>> 0;
      for (const [{ left, ascent, width, coverage }, x, y] of operator === 'dst' ? [] : list) {
        for (const [i, covered] of coverage.entries()) {
          const [px, py] = [x + left + (i % width), y - ascent + Math.floor(i / width)];
          if (covered === 0 || !regionContainsPoint(clip, px, py)) continue;
          const at = py * WIDTH + px;
          const below = colorOf(fixed ?? wanted[at]!, target.depth);
          wanted[at] = storedAs(reference(operator, colorOf(color, 32), covered, below), target.depth);
        }
      }
      const drawn = watched(target, (painter, surface) => {
        const positions = Int32Array.from(list.flatMap(([, x, y]) => [x, y]));
        const ink = { operator, argb: color, ...(fixed === undefined ? {} : { ground: fixed }) };
        painter.compositeGlyphs(
          surface,
          list.map(([one]) => one),
          positions,
          clip,
          ink,
        );
      });
      expect(drawn.data).toEqual(wanted);
    }),
    { numRuns: 300 },
  );
});

test('a colour that is stored and read again is the same as far as the depth goes', () => {
  expect(pixelOf(0x80402010, 24)).toBe(0x402010);
  expect(argbOf(0x402010, 24)).toBe(0xff402010);
  expect([pixelOf(0x80402010, 8), pixelOf(0x80402010, 1), pixelOf(0x7f402010, 1)]).toEqual([0x80, 1, 0]);
  const over = createPixels(WIDTH, HEIGHT, 24);
  const drawn = watched(over, (painter, surface) =>
    painter.composite(
      surface,
      'over',
      { kind: 'solid', argb: 0x80800000 },
      undefined,
      Int32Array.of(0, 0, 0, 0, 1, 1, 2, 2),
      1,
    ),
  );
  expect(drawn.data[WIDTH + 1]).toBe(0x800000);
});
