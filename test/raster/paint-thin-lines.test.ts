import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fillRects } from '../../xserver/raster/fill.ts';
import type { Paint } from '../../xserver/raster/paint.ts';
import { PaintRuns } from '../../xserver/raster/paint-runs.ts';
import {
  boxOfThinLines,
  paintPoints,
  paintThinLines,
  segmentsHaveLast,
} from '../../xserver/raster/paint-thin-lines.ts';
import { createPixels, depthMask, type Pixels } from '../../xserver/raster/pixels.ts';
import type { StrokeStyle } from '../../xserver/raster/stroke.ts';
import {
  polylineHasLast,
  thinDashedPolyline,
  thinDashedSegments,
  thinPolyline,
  thinSegments,
} from '../../xserver/raster/thin-lines.ts';

const SIZE = 48;
const bounds = { x1: 3, y1: 2, x2: SIZE - 1, y2: SIZE - 4 };
const FOREGROUND = 0xa5c3f00f;
const BACKGROUND = 0x5a3cff81;

function picture(depth: number): Pixels {
  const pixels = createPixels(SIZE, SIZE, depth);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = (Math.imul(i, 0x9e3779b1) >>> 0) & depthMask(depth);
  return pixels;
}

/** Index of the first pixel that differs, or -1: `toEqual` takes long over many numbers. */
function firstDifference(a: Pixels, b: Pixels): number {
  return a.data.findIndex((pixel, at) => pixel !== b.data[at]);
}

const x = fc.integer({ min: bounds.x1, max: bounds.x2 - 1 });
const y = fc.integer({ min: bounds.y1, max: bounds.y2 - 1 });
const scene = fc.record({
  depth: fc.constantFrom(1, 8, 24, 32),
  rop: fc.integer({ min: 0, max: 15 }),
  planeMask: fc.constantFrom(0xffffffff, 0x00ff00ff, 1),
  // Few places, so that polylines close now and then.
  points: fc.array(fc.tuple(x, y), { minLength: 2, maxLength: 9 }),
  closed: fc.boolean(),
  lineStyle: fc.integer({ min: 0, max: 2 }),
  capStyle: fc.integer({ min: 0, max: 3 }),
  dashes: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 5 }),
  dashOffset: fc.integer({ min: 0, max: 40 }),
  stride: fc.constantFrom(2 as const, 4 as const),
  closesTwice: fc.boolean(),
});

it('paints the pixels that the rectangles of thin lines cover', () => {
  fc.assert(
    fc.property(scene, ({ depth, rop, planeMask, points, closed, stride, closesTwice, ...rest }) => {
      const flat = points.flat();
      if (closed) flat.push(flat[0]!, flat[1]!);
      const numbers = Int32Array.from(flat);
      const count = stride === 2 ? (numbers.length >> 1) - 1 : numbers.length >> 2;
      const style: StrokeStyle = { ...rest, lineWidth: 0, joinStyle: 0, rop, closesTwice };
      const dashed = style.lineStyle !== 0;

      const wanted = picture(depth);
      const runs = new PaintRuns((list) => {
        let from = 0;
        for (let i = 0; i < list.runs.length; i += 2) {
          const to = list.runs[i]!;
          const paint: Paint = { kind: 'solid', pixel: list.runs[i + 1] === 1 ? BACKGROUND : FOREGROUND };
          fillRects(wanted, list.rects.data.slice(from, to), (to - from) >> 2, paint, rop, planeMask);
          from = to;
        }
        list.clear();
      });
      if (stride === 2 && dashed) thinDashedPolyline(numbers, count + 1, style, bounds, runs);
      else if (stride === 2) thinPolyline(numbers, count + 1, style.capStyle, bounds, runs, closesTwice);
      else if (dashed) thinDashedSegments(numbers, count, style, bounds, runs);
      else thinSegments(numbers, count, style.capStyle, bounds, runs);
      runs.end();

      const got = picture(depth);
      const lines = { numbers, count, stride };
      const box = boxOfThinLines(lines, bounds)!;
      const withLast =
        stride === 2 && !dashed
          ? polylineHasLast(numbers, count + 1, style.capStyle, bounds, closesTwice)
          : segmentsHaveLast(style.capStyle);
      paintThinLines(got, lines, withLast, style, dashed, FOREGROUND, BACKGROUND, planeMask);
      expect(firstDifference(got, wanted)).toBe(-1);

      const before = picture(depth);
      const outside = got.data.findIndex((pixel, at) => {
        const [column, row] = [at % SIZE, Math.floor(at / SIZE)];
        const inBox = column >= box.x1 && column < box.x2 && row >= box.y1 && row < box.y2;
        return !inBox && pixel !== before.data[at];
      });
      expect(outside).toBe(-1);
    }),
    { numRuns: 1000 },
  );
});

it('leaves lines that go outside the bounds, or are very many, to the general way', () => {
  const line = (numbers: number[], count = 1) =>
    boxOfThinLines({ numbers: Int32Array.from(numbers), count, stride: 4 }, bounds);
  expect(line([3, 2, 46, 43])).toEqual({ x1: 3, y1: 2, x2: 47, y2: 44 });
  for (const outside of [
    [2, 2, 46, 43],
    [3, 1, 46, 43],
    [3, 2, 47, 43],
    [3, 44, 46, 2],
  ]) {
    expect(line(outside)).toBeUndefined();
  }
  const many = Array.from({ length: 30_000 }, () => [3, 2, 46, 43]).flat();
  expect(line(many, 30_000)).toBeUndefined();
});

it('paints points as rectangles of one pixel', () => {
  const anywhere = fc.tuple(fc.integer({ min: -5, max: SIZE + 5 }), fc.integer({ min: -5, max: SIZE + 5 }));
  fc.assert(
    fc.property(
      fc.array(anywhere, { maxLength: 20 }),
      fc.integer({ min: 0, max: 15 }),
      fc.constantFrom(1, 24, 32),
      (points, rop, depth) => {
        const wanted = picture(depth);
        const inside = points.filter(
          ([px, py]) => px >= bounds.x1 && px < bounds.x2 && py >= bounds.y1 && py < bounds.y2,
        );
        const rects = Int32Array.from(inside.flatMap(([px, py]) => [px, py, 1, 1]));
        fillRects(wanted, rects, inside.length, { kind: 'solid', pixel: FOREGROUND }, rop, 0xffffffff);
        const got = picture(depth);
        const moved = Int32Array.from(points.flatMap(([px, py]) => [px - 7, py + 9]));
        paintPoints(got, moved, 7, -9, bounds, FOREGROUND, rop, 0xffffffff);
        expect(firstDifference(got, wanted)).toBe(-1);
      },
    ),
  );
});
