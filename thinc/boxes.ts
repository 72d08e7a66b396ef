/** The flat rectangles, copies and glyphs of the driver's calls, looked at as boxes and regions. */
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import { regionFromRects, type Region } from '../xserver/raster/region.ts';

export interface Box {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Around flat rectangles that stand at `offset` of every `stride` numbers. */
export function boxAround(flat: Int32Array, count: number, stride: number, offset: number): Box {
  let [x1, y1, x2, y2] = [0x7fffffff, 0x7fffffff, -0x7fffffff, -0x7fffffff];
  for (let i = 0, o = offset; i < count; i++, o += stride) {
    const x = flat[o]!;
    const y = flat[o + 1]!;
    if (x < x1) x1 = x;
    if (y < y1) y1 = y;
    if (x + flat[o + 2]! > x2) x2 = x + flat[o + 2]!;
    if (y + flat[o + 3]! > y2) y2 = y + flat[o + 3]!;
  }
  return { x1, y1, x2, y2 };
}

/** Whether flat rectangles come from top to bottom, side by side at most: as a region has them. */
export function inBands(flat: Int32Array, count: number): boolean {
  for (let o = 4; o < count * 4; o += 4) {
    const above = flat[o - 3]!;
    const y = flat[o + 1]!;
    if (y < above + flat[o - 1]! && (y !== above || flat[o]! < flat[o - 4]! + flat[o - 2]!)) return false;
  }
  return true;
}

/** A region around flat rectangles, in a few boxes that each go around so many of them. */
export function boxesAround(flat: Int32Array, count: number): Region {
  const boxes: number[] = [];
  const each = Math.ceil(count / 16);
  for (let from = 0; from < count; from += each) {
    const { x1, y1, x2, y2 } = boxAround(flat.subarray(from * 4), Math.min(each, count - from), 4, 0);
    boxes.push(x1, y1, x2 - x1, y2 - y1);
  }
  return regionFromRects(boxes);
}

export function boxAroundGlyphs({ metrics }: GlyphSet, glyphs: Int32Array, count: number, clip: Region): Box {
  let [x1, y1, x2, y2] = [0x7fffffff, 0x7fffffff, -0x7fffffff, -0x7fffffff];
  for (let i = 0; i < count * 3; i += 3) {
    const m = glyphs[i]! * 6;
    const [x, y] = [glyphs[i + 1]!, glyphs[i + 2]!];
    x1 = Math.min(x1, x + metrics[m]!);
    x2 = Math.max(x2, x + metrics[m + 1]!);
    y1 = Math.min(y1, y - metrics[m + 3]!);
    y2 = Math.max(y2, y + metrics[m + 4]!);
  }
  return {
    x1: Math.max(x1, clip.x1),
    y1: Math.max(y1, clip.y1),
    x2: Math.min(x2, clip.x2),
    y2: Math.min(y2, clip.y2),
  };
}

export function sixNumbers(copies: Int32Array, at: number): [number, number, number, number, number, number] {
  return [copies[at]!, copies[at + 1]!, copies[at + 2]!, copies[at + 3]!, copies[at + 4]!, copies[at + 5]!];
}

export interface RegionCopy {
  readonly region: Region;
  /** From the target to the source. */
  readonly dx: number;
  readonly dy: number;
}

/** Runs of copies with one displacement; each is the same as copying all of its region at once. */
export function byDisplacement(copies: Int32Array, count: number): RegionCopy[] {
  const runs: { boxes: number[]; dx: number; dy: number }[] = [];
  for (let o = 0; o < count * 6; o += 6) {
    const [fromX, fromY, x, y, width, height] = sixNumbers(copies, o);
    const [dx, dy] = [fromX - x, fromY - y];
    const last = runs.at(-1);
    if (last?.dx === dx && last.dy === dy) last.boxes.push(x, y, width, height);
    else runs.push({ boxes: [x, y, width, height], dx, dy });
  }
  return runs.map(({ boxes, dx, dy }) => ({ region: regionFromRects(boxes), dx, dy }));
}
