import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPixels } from '../../xserver/raster/pixels.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  maximumRegionBoxes,
  regionArea,
  regionContainsPoint,
  regionContainsRect,
  regionFromBitmap,
  regionFromRect,
  regionFromRects,
  regionRectCount,
  regionsEqual,
  subtractRegions,
  translateRegion,
  unionRegions,
  xorRegions,
} from '../../xserver/raster/region.ts';
import type { Region } from '../../xserver/raster/region.ts';
import { clipRects, RectList } from '../../xserver/raster/spans.ts';

/** The model: one flag for each of size x size pixels. */
const size = 24;

function modelOf(region: Region): Uint8Array {
  const model = new Uint8Array(size * size);
  for (let i = 0; i < region.rects.length; i += 4) {
    const [x1, y1, x2, y2] = region.rects.subarray(i, i + 4) as unknown as [number, number, number, number];
    for (let y = y1; y < y2; y++)
      for (let x = x1; x < x2; x++) model[y * size + x] = (model[y * size + x] as number) + 1;
  }
  return model;
}

function expectCanonical(region: Region): void {
  const { rects } = region;
  if (rects.length === 0) {
    expect([region.x1, region.y1, region.x2, region.y2]).toEqual([0, 0, 0, 0]);
    return;
  }
  expect(rects.byteLength).toBe(rects.buffer.byteLength);
  const boxes = Array.from({ length: rects.length / 4 }, (_, i) => Array.from(rects.subarray(i * 4, i * 4 + 4)));
  expect(region.x1).toBe(Math.min(...boxes.map((b) => b[0] as number)));
  expect(region.y1).toBe(Math.min(...boxes.map((b) => b[1] as number)));
  expect(region.x2).toBe(Math.max(...boxes.map((b) => b[2] as number)));
  expect(region.y2).toBe(Math.max(...boxes.map((b) => b[3] as number)));
  const bands = new Map<number, number[][]>();
  for (const box of boxes) bands.set(box[1] as number, [...(bands.get(box[1] as number) ?? []), box]);
  let above: number[][] = [];
  for (const band of bands.values()) {
    for (const [i, box] of band.entries()) {
      expect(box[2]).toBeGreaterThan(box[0] as number);
      expect(box[3]).toBeGreaterThan(box[1] as number);
      expect(box[3]).toBe((band[0] as number[])[3]);
      if (i > 0) expect(box[0]).toBeGreaterThan((band[i - 1] as number[])[2] as number);
    }
    if (above.length > 0) {
      const top = (band[0] as number[])[1] as number;
      const bottom = (above[0] as number[])[3] as number;
      expect(top).toBeGreaterThanOrEqual(bottom);
      const columns = (boxes: number[][]): string => boxes.map((b) => `${b[0]}-${b[2]}`).join();
      if (top === bottom) expect(columns(band)).not.toBe(columns(above));
    }
    above = band;
  }
}

const flatRects = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: size - 1 }),
      fc.integer({ min: 0, max: size - 1 }),
      fc.integer({ min: 0, max: size }),
      fc.integer({ min: 0, max: size }),
    ),
    { maxLength: 9 },
  )
  .map((rects) => rects.flatMap(([x, y, w, h]) => [x, y, Math.min(w, size - x), Math.min(h, size - y)]));

const regions = flatRects.map((flat) => regionFromRects(flat));

describe('regions', () => {
  it('hold the union of rectangles in any order', () => {
    fc.assert(
      fc.property(flatRects, (flat) => {
        const expected = new Uint8Array(size * size);
        for (let i = 0; i < flat.length; i += 4) {
          const [x, y, w, h] = flat.slice(i, i + 4) as [number, number, number, number];
          for (let row = y; row < y + h; row++) expected.fill(1, row * size + x, row * size + x + w);
        }
        const region = regionFromRects(flat);
        expectCanonical(region);
        expect(modelOf(region)).toEqual(expected);
        expect(regionArea(region)).toBe(expected.reduce((sum, flag) => sum + flag, 0));
        expect(isEmptyRegion(region)).toBe(regionArea(region) === 0);
        expect(regionRectCount(region)).toBe(region.rects.length / 4);
        expect(regionsEqual(region, regionFromRects(Int32Array.from(flat)))).toBe(true);
      }),
    );
  });

  it('combine as sets of pixels do', () => {
    const operations: [(a: Region, b: Region) => Region, (a: number, b: number) => number][] = [
      [unionRegions, (a, b) => a | b],
      [intersectRegions, (a, b) => a & b],
      [subtractRegions, (a, b) => a & ~b],
      [xorRegions, (a, b) => a ^ b],
    ];
    fc.assert(
      fc.property(regions, regions, (a, b) => {
        const modelA = modelOf(a);
        const modelB = modelOf(b);
        for (const [operation, bits] of operations) {
          const result = operation(a, b);
          expectCanonical(result);
          expect(modelOf(result)).toEqual(modelA.map((flag, i) => bits(flag, modelB[i] as number) & 1));
        }
        expect(regionsEqual(a, b)).toBe(modelA.every((flag, i) => flag === modelB[i]));
      }),
    );
  });

  it('find points and rectangles', () => {
    fc.assert(
      fc.property(regions, flatRects, (region, flat) => {
        const model = modelOf(region);
        for (let y = -1; y <= size; y++) {
          for (let x = -1; x <= size; x++) {
            const inside = x >= 0 && y >= 0 && x < size && y < size && model[y * size + x] === 1;
            expect(regionContainsPoint(region, x, y)).toBe(inside);
          }
        }
        for (let i = 0; i < flat.length; i += 4) {
          const [x, y, w, h] = flat.slice(i, i + 4) as [number, number, number, number];
          let covered = 0;
          for (let row = y; row < y + h; row++) {
            for (let column = x; column < x + w; column++) covered += model[row * size + column] as number;
          }
          const expected = covered === 0 ? 'out' : covered === w * h ? 'in' : 'part';
          expect(regionContainsRect(region, x, y, w, h)).toBe(expected);
        }
      }),
    );
  });

  it('move', () => {
    fc.assert(
      fc.property(regions, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (region, dx, dy) => {
        const moved = translateRegion(region, dx, dy);
        expect(regionsEqual(translateRegion(moved, -dx, -dy), region)).toBe(true);
        if (isEmptyRegion(region)) return;
        expect([moved.x1, moved.y1, moved.x2, moved.y2]).toEqual([
          region.x1 + dx,
          region.y1 + dy,
          region.x2 + dx,
          region.y2 + dy,
        ]);
        expect(moved.rects).toEqual(region.rects.map((value, i) => value + (i % 2 === 0 ? dx : dy)));
      }),
    );
  });

  it('come from bitmaps', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: size * size, maxLength: size * size }), (noise) => {
        const bitmap = createPixels(size, size, 1);
        noise.forEach((value, i) => (bitmap.data[i] = value & 1));
        const region = regionFromBitmap(bitmap, 0, 0);
        expectCanonical(region);
        expect(Array.from(modelOf(region))).toEqual(Array.from(bitmap.data));
        expect(regionsEqual(regionFromBitmap(bitmap, 5, -3), translateRegion(region, 5, -3))).toBe(true);
      }),
    );
  });

  it('clip lists of rectangles', () => {
    fc.assert(
      fc.property(regions, flatRects, (region, flat) => {
        const list = new RectList();
        for (let i = 0; i < flat.length; i += 4) {
          const [x, y, w, h] = flat.slice(i, i + 4) as [number, number, number, number];
          if (w > 0 && h > 0) list.add(x, y, w, h);
        }
        // Drawn one after the other, so pixels may be counted more than once, but each as often as in the list.
        const counts = new Uint8Array(size * size);
        const expected = new Uint8Array(size * size);
        const model = modelOf(region);
        const count = (rects: RectList, into: Uint8Array): void => {
          for (let i = 0; i < rects.length; i += 4) {
            const [x, y, w, h] = rects.data.subarray(i, i + 4) as unknown as [number, number, number, number];
            for (let row = y; row < y + h; row++) {
              for (let column = x; column < x + w; column++) into[row * size + column]!++;
            }
          }
        };
        clipRects(list, region, new RectList(), (visible) => count(visible, counts));
        count(list, expected);
        expect(counts).toEqual(expected.map((value, i) => value * (model[i] as number)));
      }),
    );
  });

  it('are new objects when empty', () => {
    expect(emptyRegion()).not.toBe(emptyRegion());
    expect(isEmptyRegion(regionFromRect(3, 3, 0, 5))).toBe(true);
    expect(isEmptyRegion(regionFromRect(3, 3, -2, 5))).toBe(true);
  });

  it('refuse to grow without bound', () => {
    const comb = (count: number, rect: (i: number) => number[]): Region =>
      regionFromRects(Array.from({ length: count }, (_, i) => rect(i)).flat());
    const teeth = 1100;
    const upright = comb(teeth, (i) => [i * 2, 0, 1, teeth * 2]);
    const flat = comb(teeth, (i) => [0, i * 2, teeth * 2, 1]);
    expect(teeth * teeth).toBeGreaterThan(maximumRegionBoxes);
    expect(() => intersectRegions(upright, flat)).toThrow(RangeError);
    // The scratch space is in order after that.
    expect(regionArea(unionRegions(regionFromRect(0, 0, 2, 2), regionFromRect(1, 1, 2, 2)))).toBe(7);
  });
});
