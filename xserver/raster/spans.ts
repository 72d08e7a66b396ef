import type { Region } from './region.ts';

/**
 * A growable list of rectangles, flat x, y, width, height. All geometry ends here: lines, polygons and arcs become
 * rectangles (mostly one pixel high), which are clipped and filled.
 */
export class RectList {
  data: Int32Array = new Int32Array(256);
  /** Count of numbers in `data` that are in use (four for each rectangle). */
  length = 0;
  /** Work done besides adding rectangles, in steps of a WorkMeter; whoever owns the list spends them. */
  steps = 0;

  add(x: number, y: number, width: number, height: number): void {
    const at = this.length;
    if (at + 4 > this.data.length) this.grow(at + 4);
    const data = this.data;
    data[at] = x;
    data[at + 1] = y;
    data[at + 2] = width;
    data[at + 3] = height;
    this.length = at + 4;
  }

  /** Makes room for `count` more numbers. */
  reserve(count: number): void {
    if (this.length + count > this.data.length) this.grow(this.length + count);
  }

  clear(): void {
    this.length = 0;
    this.steps = 0;
  }

  private grow(needed: number): void {
    const larger = new Int32Array(Math.max(needed, this.data.length * 2));
    larger.set(this.data.subarray(0, this.length));
    this.data = larger;
  }
}

/** Rectangles that clipping gives at a time: a thousand tall ones in a clip of many boxes become a million. */
const portion = 1 << 16;

/**
 * Calls `paint` with the parts of `rects` inside `region`, in the order of `rects`: once or, where there are very many, in portions.
 * The list is `rects` itself where nothing is cut off, otherwise `out`, whose `steps` then tell how many boxes were looked at.
 * Rectangles of no width or height are dropped (or kept, where `rects` is given).
 */
export function clipRects(rects: RectList, region: Region, out: RectList, paint: (visible: RectList) => void): void {
  if (region.rects.length > 4) clipToMany(rects, region, out, paint);
  else paint(insideExtents(rects, region) ? rects : clipToOne(rects, region, out));
}

function insideExtents(rects: RectList, region: Region): boolean {
  const { data, length } = rects;
  const { x1, y1, x2, y2 } = region;
  for (let i = 0; i < length; i += 4) {
    const x = data[i];
    const y = data[i + 1];
    if (x < x1 || y < y1 || x + data[i + 2] > x2 || y + data[i + 3] > y2) return false;
  }
  return true;
}

function clipToOne(rects: RectList, region: Region, out: RectList): RectList {
  const { data, length } = rects;
  const { x1, y1, x2, y2 } = region;
  out.clear();
  out.reserve(length);
  const clipped = out.data;
  let at = 0;
  for (let i = 0; i < length; i += 4) {
    const left = Math.max(data[i], x1);
    const top = Math.max(data[i + 1], y1);
    const right = Math.min(data[i] + data[i + 2], x2);
    const bottom = Math.min(data[i + 1] + data[i + 3], y2);
    if (left >= right || top >= bottom) continue;
    clipped[at] = left;
    clipped[at + 1] = top;
    clipped[at + 2] = right - left;
    clipped[at + 3] = bottom - top;
    at += 4;
  }
  out.length = at;
  return out;
}

function clipToMany(rects: RectList, region: Region, out: RectList, paint: (visible: RectList) => void): void {
  const { data, length } = rects;
  const boxes = region.rects;
  out.clear();
  let first = 0;
  for (let i = 0; i < length; i += 4) {
    const x1 = data[i];
    const y1 = data[i + 1];
    const x2 = x1 + data[i + 2];
    const y2 = y1 + data[i + 3];
    if (x1 >= region.x2 || x2 <= region.x1 || y1 >= region.y2 || y2 <= region.y1) continue;
    // Spans mostly come sorted by y: begin where the one before began, unless that is too far down.
    if (first > 0 && boxes[first - 1] > y1) first = firstBoxBelow(boxes, y1);
    else if (boxes[first + 3] <= y1) first = firstBoxBelow(boxes, y1);
    let box = first;
    for (; box < boxes.length && boxes[box + 1] < y2; box += 4) {
      const left = Math.max(x1, boxes[box]);
      const right = Math.min(x2, boxes[box + 2]);
      if (left >= right) continue;
      const top = Math.max(y1, boxes[box + 1]);
      const bottom = Math.min(y2, boxes[box + 3]);
      if (top < bottom) out.add(left, top, right - left, bottom - top);
    }
    out.steps += (box - first) >> 2;
    if (out.length + out.steps < portion * 4) continue;
    paint(out);
    out.clear();
  }
  if (out.length > 0) paint(out);
}

/** Index of the first box of a banded list whose lower edge is below `y` (the list's length if none is). */
export function firstBoxBelow(boxes: Int32Array, y: number): number {
  let low = 0;
  let high = boxes.length >> 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (boxes[middle * 4 + 3] <= y) low = middle + 1;
    else high = middle;
  }
  return low * 4;
}
