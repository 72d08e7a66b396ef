/** Boxes around what the display driver is called with. */
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Region } from '../xserver/raster/region.ts';

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
