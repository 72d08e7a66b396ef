import { firstBoxBelow } from './spans.ts';
import type { Pixels } from './pixels.ts';

/**
 * A set of pixels as rectangles, immutable.
 *
 * `rects` holds boxes x1, y1, x2, y2 (lower right exclusive), y-x banded and canonical: boxes of one band share y1 and y2,
 * stand in order of x and do not touch; bands stand in order of y; touching bands differ in x. Two equal sets therefore
 * have equal arrays. `x1`..`y2` are the extents, all 0 when the region is empty. Coordinates stay within ±2^30.
 */
export interface Region {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly rects: Int32Array;
}

/** Boxes that a region may have. A hostile client could otherwise make combs whose intersection fills the memory. */
export const maximumRegionBoxes = 1 << 20;

const beyond = 0x7fffffff;

/** With fewer numbers than this, boxes are not worth being taken over in bulk. */
const fewNumbers = 32;

// Truth tables over (in a) + 2 (in b).
const tableUnion = 0b1110;
const tableIntersect = 0b1000;
const tableSubtract = 0b0010;
const tableXor = 0b0110;

/**
 * Where bands gather before they become a region. It carries nothing from one call to the next; it is kept only because a
 * fresh array per operation costs more than the operation.
 */
const bands = { data: new Int32Array(1024), length: 0, previous: -1, current: 0 };

function beginBands(): void {
  bands.length = 0;
  bands.previous = -1;
  bands.current = 0;
}

function pushBox(x1: number, y1: number, x2: number, y2: number): void {
  const at = bands.length;
  if (at + 4 > bands.data.length) {
    if (at >= maximumRegionBoxes * 4) throw new RangeError('region has too many boxes');
    const larger = new Int32Array(bands.data.length * 2);
    larger.set(bands.data);
    bands.data = larger;
  }
  const data = bands.data;
  data[at] = x1;
  data[at + 1] = y1;
  data[at + 2] = x2;
  data[at + 3] = y2;
  bands.length = at + 4;
}

/** Adds boxes that are banded and canonical among themselves; they begin a new band. */
function pushBoxes(rects: Int32Array, from: number, to: number): void {
  const at = bands.length;
  const needed = at + to - from;
  if (needed > bands.data.length) {
    if (needed > maximumRegionBoxes * 4) throw new RangeError('region has too many boxes');
    let room = bands.data.length;
    while (room < needed) room *= 2;
    const larger = new Int32Array(room);
    larger.set(bands.data);
    bands.data = larger;
  }
  bands.data.set(from === 0 && to === rects.length ? rects : rects.subarray(from, to), at);
  bands.length = needed;
}

/** Ends the current band: joins it with the band above if that touches and has the same boxes. */
function endBand(): void {
  const { data, length, previous, current } = bands;
  if (length === current) return;
  if (previous >= 0 && current - previous === length - current && data[previous + 3] === data[current + 1]) {
    let at = 0;
    const count = length - current;
    while (
      at < count &&
      data[previous + at] === data[current + at] &&
      data[previous + at + 2] === data[current + at + 2]
    ) {
      at += 4;
    }
    if (at === count) {
      const bottom = data[current + 3];
      for (let box = previous; box < current; box += 4) data[box + 3] = bottom;
      bands.length = current;
      return;
    }
  }
  bands.previous = current;
  bands.current = length;
}

function finishBands(): Region {
  const { data, length } = bands;
  if (length === 0) return emptyRegion();
  let x1 = data[0];
  let x2 = data[2];
  for (let i = 4; i < length; i += 4) {
    if (data[i] < x1) x1 = data[i];
    if (data[i + 2] > x2) x2 = data[i + 2];
  }
  return { x1, y1: data[1], x2, y2: data[length - 1], rects: firstNumbers(data, length) };
}

/** A copy; short ones are copied faster than `slice` is called. */
function firstNumbers(data: Int32Array, length: number): Int32Array {
  if (length > fewNumbers) return data.slice(0, length);
  const numbers = new Int32Array(length);
  for (let i = 0; i < length; i++) numbers[i] = data[i];
  return numbers;
}

/** No pixels. A new object each time: states that were restored from a snapshot must share as the original does. */
export function emptyRegion(): Region {
  return { x1: 0, y1: 0, x2: 0, y2: 0, rects: new Int32Array(0) };
}

/** One rectangle; empty if the width or the height is not positive. */
export function regionFromRect(x: number, y: number, width: number, height: number): Region {
  return regionFromBox(x, y, x + width, y + height);
}

/** One box by its corners, lower right exclusive; empty if nothing is between them. */
export function regionFromBox(x1: number, y1: number, x2: number, y2: number): Region {
  if (x1 >= x2 || y1 >= y2) return emptyRegion();
  const rects = new Int32Array(4);
  rects[0] = x1;
  rects[1] = y1;
  rects[2] = x2;
  rects[3] = y2;
  return { x1, y1, x2, y2, rects };
}

/**
 * The union of rectangles, flat x, y, width, height, in any order, overlapping or not. `length`: how many numbers of `flat`
 * count.
 */
export function regionFromRects(flat: Int32Array | readonly number[], length: number = flat.length): Region {
  const runs: Region[] = [];
  let at = 0;
  while (at < length) at = readBandedRun(flat, at, length, runs);
  return unionBalanced(runs, 0, runs.length);
}

/** Turns the longest stretch of rectangles from `at` that is banded already into a region; returns where it ended. */
function readBandedRun(flat: Int32Array | readonly number[], at: number, length: number, runs: Region[]): number {
  beginBands();
  let right = 0;
  let top = -beyond;
  let bottom = -beyond;
  for (; at < length; at += 4) {
    const x1 = flat[at];
    const y1 = flat[at + 1];
    const x2 = x1 + flat[at + 2];
    const y2 = y1 + flat[at + 3];
    if (x1 >= x2 || y1 >= y2) continue;
    if (y1 === top && y2 === bottom && x1 >= right) {
      if (x1 === right) bands.data[bands.length - 2] = x2;
      else pushBox(x1, y1, x2, y2);
    } else if (y1 >= bottom) {
      endBand();
      pushBox(x1, y1, x2, y2);
      top = y1;
      bottom = y2;
    } else {
      break;
    }
    right = x2;
  }
  endBand();
  if (bands.length > 0) runs.push(finishBands());
  return at;
}

function unionBalanced(regions: readonly Region[], from: number, to: number): Region {
  if (from === to) return emptyRegion();
  if (from + 1 === to) return regions[from];
  const middle = (from + to) >> 1;
  return unionRegions(unionBalanced(regions, from, middle), unionBalanced(regions, middle, to));
}

/** The pixels that are 1 in a bitmap whose upper left corner lies at `dx`, `dy`. */
export function regionFromBitmap(bitmap: Pixels, dx: number, dy: number): Region {
  const { width, height, data } = bitmap;
  beginBands();
  for (let y = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < width; x++) {
      if (data[row + x] === 0) continue;
      const start = x;
      do x++;
      while (x < width && data[row + x] !== 0);
      pushBox(dx + start, dy + y, dx + x, dy + y + 1);
    }
    endBand();
  }
  return finishBands();
}

export function isEmptyRegion(region: Region): boolean {
  return region.rects.length === 0;
}

export function regionRectCount(region: Region): number {
  return region.rects.length >> 2;
}

/** How many pixels the region has. */
export function regionArea(region: Region): number {
  const { rects } = region;
  let area = 0;
  for (let i = 0; i < rects.length; i += 4) area += (rects[i + 2] - rects[i]) * (rects[i + 3] - rects[i + 1]);
  return area;
}

export function regionsEqual(a: Region, b: Region): boolean {
  const p = a.rects;
  const q = b.rects;
  if (p === q) return true;
  if (p.length !== q.length) return false;
  for (let i = 0; i < p.length; i++) if (p[i] !== q[i]) return false;
  return true;
}

export function translateRegion(region: Region, dx: number, dy: number): Region {
  const { rects } = region;
  if (rects.length === 0 || (dx === 0 && dy === 0)) return region;
  const moved = new Int32Array(rects.length);
  for (let i = 0; i < rects.length; i += 2) {
    moved[i] = rects[i] + dx;
    moved[i + 1] = rects[i + 1] + dy;
  }
  return { x1: region.x1 + dx, y1: region.y1 + dy, x2: region.x2 + dx, y2: region.y2 + dy, rects: moved };
}

export function regionContainsPoint(region: Region, x: number, y: number): boolean {
  if (x < region.x1 || x >= region.x2 || y < region.y1 || y >= region.y2) return false;
  const { rects } = region;
  if (rects.length === 4) return true;
  for (let i = firstBoxBelow(rects, y); i < rects.length && rects[i + 1] <= y && rects[i] <= x; i += 4) {
    if (x < rects[i + 2]) return true;
  }
  return false;
}

/** Whether all ('in'), none ('out') or some ('part') of the rectangle's pixels are in the region. No pixels: 'out'. */
export function regionContainsRect(
  region: Region,
  x: number,
  y: number,
  width: number,
  height: number,
): 'in' | 'out' | 'part' {
  const right = x + width;
  const bottom = y + height;
  const { rects } = region;
  if (width <= 0 || height <= 0 || disjoint(region, x, y, right, bottom)) return 'out';
  if (rects.length === 4) return encloses(region, x, y, right, bottom) ? 'in' : 'part';
  let covered = 0;
  for (let i = firstBoxBelow(rects, y); i < rects.length && rects[i + 1] < bottom; i += 4) {
    const w = Math.min(right, rects[i + 2]) - Math.max(x, rects[i]);
    if (w > 0) covered += w * (Math.min(bottom, rects[i + 3]) - Math.max(y, rects[i + 1]));
  }
  if (covered === 0) return 'out';
  return covered === width * height ? 'in' : 'part';
}

export function unionRegions(a: Region, b: Region): Region {
  if (a.rects.length === 0) return b;
  if (b.rects.length === 0 || a === b) return a;
  if (a.rects.length === 4 && encloses(a, b.x1, b.y1, b.x2, b.y2)) return a;
  if (b.rects.length === 4 && encloses(b, a.x1, a.y1, a.x2, a.y2)) return b;
  return a.rects.length < b.rects.length ? combine(b, 0, a, 0, tableUnion) : combine(a, 0, b, 0, tableUnion);
}

export function intersectRegions(a: Region, b: Region): Region {
  if (disjoint(a, b.x1, b.y1, b.x2, b.y2)) return emptyRegion();
  if (a === b) return a;
  const aIsBox = a.rects.length === 4;
  const bIsBox = b.rects.length === 4;
  if (aIsBox && bIsBox) {
    return regionFromBox(Math.max(a.x1, b.x1), Math.max(a.y1, b.y1), Math.min(a.x2, b.x2), Math.min(a.y2, b.y2));
  }
  if (aIsBox && encloses(a, b.x1, b.y1, b.x2, b.y2)) return b;
  if (bIsBox && encloses(b, a.x1, a.y1, a.x2, a.y2)) return a;
  const top = Math.max(a.y1, b.y1);
  return combine(a, firstBoxBelow(a.rects, top), b, firstBoxBelow(b.rects, top), tableIntersect);
}

/** The pixels of `a` that are not in `b`. */
export function subtractRegions(a: Region, b: Region): Region {
  if (disjoint(a, b.x1, b.y1, b.x2, b.y2)) return a;
  if (a === b || (b.rects.length === 4 && encloses(b, a.x1, a.y1, a.x2, a.y2))) return emptyRegion();
  return combine(a, 0, b, firstBoxBelow(b.rects, a.y1), tableSubtract);
}

/** The pixels that are in one of the two but not in both. */
export function xorRegions(a: Region, b: Region): Region {
  if (a.rects.length === 0) return b;
  if (b.rects.length === 0) return a;
  return combine(a, 0, b, 0, tableXor);
}

function disjoint(region: Region, x1: number, y1: number, x2: number, y2: number): boolean {
  // An empty region or box has x1 = x2 and so is never inside anything.
  return (
    x1 >= region.x2 || x2 <= region.x1 || y1 >= region.y2 || y2 <= region.y1 || x1 === x2 || region.x1 === region.x2
  );
}

function encloses(region: Region, x1: number, y1: number, x2: number, y2: number): boolean {
  return x1 >= region.x1 && x2 <= region.x2 && y1 >= region.y1 && y2 <= region.y2;
}

function bandEnd(rects: Int32Array, from: number): number {
  if (from >= rects.length) return from;
  const top = rects[from + 1];
  let end = from + 4;
  while (end < rects.length && rects[end + 1] === top) end += 4;
  return end;
}

/** Where the band begins that ends at `end`. */
function bandStart(rects: Int32Array, end: number): number {
  const top = rects[end - 3];
  let start = end - 4;
  while (start > 0 && rects[start - 3] === top) start -= 4;
  return start;
}

/**
 * Sweeps both regions from the given boxes down and combines each stretch of constant boxes by the truth table. Where only `a` has boxes,
 * above and below all of `b`, and they stay, they are taken over as they are: a small change of a large region costs little.
 */
function combine(a: Region, fromA: number, b: Region, fromB: number, table: number): Region {
  const rectsA = a.rects;
  const rectsB = b.rects;
  const lengthA = rectsA.length;
  const lengthB = rectsB.length;
  const needsA = table === tableIntersect || table === tableSubtract;
  const needsB = table === tableIntersect;
  let startA = fromA;
  let startB = fromB;
  beginBands();
  const takesOver = (table & 0b0010) !== 0 && lengthA > fewNumbers;
  if (takesOver && startB < lengthB) {
    startA = firstBoxBelow(rectsA, rectsB[startB + 1]);
    if (startA > 0) {
      pushBoxes(rectsA, 0, startA);
      bands.current = startA;
      bands.previous = bandStart(rectsA, startA);
    }
  }
  let endA = bandEnd(rectsA, startA);
  let endB = bandEnd(rectsB, startB);
  let y = -beyond;
  while (startA < lengthA || startB < lengthB) {
    if ((needsA && startA >= lengthA) || (needsB && startB >= lengthB)) break;
    if (takesOver && startB >= lengthB && rectsA[startA + 1] >= y) {
      pushBoxes(rectsA, startA, endA);
      endBand();
      pushBoxes(rectsA, endA, lengthA);
      break;
    }
    const topA = startA < lengthA ? rectsA[startA + 1] : beyond;
    const topB = startB < lengthB ? rectsB[startB + 1] : beyond;
    const inA = topA <= y;
    const inB = topB <= y;
    const nextA = inA ? rectsA[startA + 3] : topA;
    const nextB = inB ? rectsB[startB + 3] : topB;
    const next = nextA < nextB ? nextA : nextB;
    if (inA || inB) {
      if (inA || !needsA)
        combineBand(rectsA, startA, inA ? endA : startA, rectsB, startB, inB ? endB : startB, y, next, table);
      endBand();
    }
    y = next;
    if (inA && nextA === y) {
      startA = endA;
      endA = bandEnd(rectsA, startA);
    }
    if (inB && nextB === y) {
      startB = endB;
      endB = bandEnd(rectsB, startB);
    }
  }
  return finishBands();
}

/** Merges the x edges of two bands; an edge index steps by 2 since x1 and x2 stand 2 apart, as do x2 and the next x1. */
function combineBand(
  rectsA: Int32Array,
  startA: number,
  endA: number,
  rectsB: Int32Array,
  startB: number,
  endB: number,
  top: number,
  bottom: number,
  table: number,
): void {
  let edgeA = startA;
  let edgeB = startB;
  let state = 0;
  let inside = 0;
  let left = 0;
  while (edgeA < endA || edgeB < endB) {
    const xa = edgeA < endA ? rectsA[edgeA] : beyond;
    const xb = edgeB < endB ? rectsB[edgeB] : beyond;
    const x = xa < xb ? xa : xb;
    if (xa === x) {
      state ^= 1;
      edgeA += 2;
    }
    if (xb === x) {
      state ^= 2;
      edgeB += 2;
    }
    const now = (table >> state) & 1;
    if (now === inside) continue;
    if (now === 1) left = x;
    else pushBox(left, top, x, bottom);
    inside = now;
  }
}
