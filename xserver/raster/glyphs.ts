import { fillRects } from './fill.ts';
import type { Paint } from './paint.ts';
import { depthMask } from './pixels.ts';
import type { Pixels } from './pixels.ts';
import type { Region } from './region.ts';
import { mergeConstants, ropNoop, solidAnd, solidXor } from './rop.ts';
import { clipRects, firstBoxBelow, RectList } from './spans.ts';

/**
 * The glyphs of a core font, one bit per pixel.
 *
 * `offsets[g]` is the first byte of glyph g in `bits`. Its rows are padded to whole bytes, most significant bit leftmost;
 * its width is right minus left side bearing, its height ascent plus descent. `metrics` has six numbers per glyph, those of
 * CHARINFO (X11 §8 QueryFont): left side bearing, right side bearing, character width, ascent, descent, attributes.
 */
export interface GlyphSet {
  readonly bits: Uint8Array;
  readonly offsets: Uint32Array;
  readonly metrics: Int16Array;
}

/**
 * Draws glyphs one after another, as PolyText does: each sets the pixels of its 1 bits (X11 §12).
 *
 * `glyphs`: flat glyph index, x of the origin, y of the baseline; `count` glyphs. `clip` must lie inside the target.
 * Returns how many steps of a WorkMeter that took.
 */
export function drawGlyphs(
  target: Pixels,
  set: GlyphSet,
  glyphs: Int32Array,
  count: number,
  clip: Region,
  paint: Paint,
  rop: number,
  planeMask: number,
): number {
  const relevant = depthMask(target.depth);
  const planes = (planeMask & relevant) >>> 0;
  if (planes === 0 || rop === ropNoop || clip.rects.length === 0) return count;
  if (paint.kind !== 'solid') return drawPatternedGlyphs(target, set, glyphs, count, clip, paint, rop, planeMask);
  const constants = mergeConstants(rop, planes);
  const and = solidAnd(constants, paint.pixel);
  const xor = solidXor(constants, paint.pixel);
  const stores = (and & relevant) === 0;
  const value = (xor & relevant) >>> 0;
  const { metrics, offsets, bits } = set;
  const { data, width: stride } = target;
  let steps = count;
  for (let i = 0; i < count * 3; i += 3) {
    const glyph = glyphs[i];
    const m = glyph * 6;
    const x1 = glyphs[i + 1] + metrics[m];
    const x2 = glyphs[i + 1] + metrics[m + 1];
    const y1 = glyphs[i + 2] - metrics[m + 3];
    const y2 = glyphs[i + 2] + metrics[m + 4];
    if (x1 >= clip.x2 || x2 <= clip.x1 || y1 >= clip.y2 || y2 <= clip.y1 || x1 >= x2) continue;
    const from = offsets[glyph];
    const whole = clip.rects.length === 4 && x1 >= clip.x1 && x2 <= clip.x2 && y1 >= clip.y1 && y2 <= clip.y2;
    if (whole && stores) stampGlyph(data, y1 * stride + x1, stride, bits, from, x2 - x1, y2 - y1, value | 0);
    else if (stores) steps += stampClipped(data, stride, bits, from, x1, y1, x2, y2, clip, 0, value);
    else steps += stampClipped(data, stride, bits, from, x1, y1, x2, y2, clip, and, xor);
    steps += ((x2 - x1 + 7) >> 3) * (y2 - y1);
  }
  return steps;
}

function stampGlyph(
  data: Uint32Array,
  start: number,
  stride: number,
  bits: Uint8Array,
  from: number,
  width: number,
  height: number,
  value: number,
): void {
  const rowBytes = (width + 7) >> 3;
  for (let row = height; row > 0; row--, start += stride) {
    for (let byte = 0, at = start; byte < rowBytes; byte++, from++, at += 8) {
      const pattern = bits[from];
      if (pattern === 0) continue;
      if (pattern & 0x80) data[at] = value;
      if (pattern & 0x40) data[at + 1] = value;
      if (pattern & 0x20) data[at + 2] = value;
      if (pattern & 0x10) data[at + 3] = value;
      if (pattern & 0x08) data[at + 4] = value;
      if (pattern & 0x04) data[at + 5] = value;
      if (pattern & 0x02) data[at + 6] = value;
      if (pattern & 0x01) data[at + 7] = value;
    }
  }
}

function stampClipped(
  data: Uint32Array,
  stride: number,
  bits: Uint8Array,
  from: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  clip: Region,
  and: number,
  xor: number,
): number {
  const rowBytes = (x2 - x1 + 7) >> 3;
  const boxes = clip.rects;
  const first = firstBoxBelow(boxes, y1);
  let box = first;
  for (; box < boxes.length && boxes[box + 1] < y2; box += 4) {
    const left = Math.max(x1, boxes[box]);
    const right = Math.min(x2, boxes[box + 2]);
    const bottom = Math.min(y2, boxes[box + 3]);
    for (let y = Math.max(y1, boxes[box + 1]); y < bottom; y++) {
      const bitRow = from + (y - y1) * rowBytes;
      const row = y * stride;
      for (let x = left; x < right; x++) {
        const bit = x - x1;
        if (bits[bitRow + (bit >> 3)] & (0x80 >> (bit & 7))) data[row + x] = (data[row + x] & and) ^ xor;
      }
    }
  }
  return (box - first) >> 2;
}

function drawPatternedGlyphs(
  target: Pixels,
  set: GlyphSet,
  glyphs: Int32Array,
  count: number,
  clip: Region,
  paint: Paint,
  rop: number,
  planeMask: number,
): number {
  const runs = new RectList();
  const clipped = new RectList();
  let steps = 0;
  for (let i = 0; i < count * 3; i += 3) {
    runs.clear();
    addGlyphRuns(set, glyphs[i], glyphs[i + 1], glyphs[i + 2], runs);
    steps += (set.metrics[glyphs[i] * 6 + 1] - set.metrics[glyphs[i] * 6]) * (runs.length >> 2) + 1;
    clipRects(runs, clip, clipped, ({ data, length }) => {
      fillRects(target, data, length >> 2, paint, rop, planeMask);
    });
    steps += clipped.steps;
  }
  return steps;
}

/** Adds the 1 bits of a glyph as rectangles one pixel high. */
export function addGlyphRuns(set: GlyphSet, glyph: number, originX: number, baseline: number, out: RectList): void {
  const { metrics, bits } = set;
  const m = glyph * 6;
  const left = originX + metrics[m];
  const width = metrics[m + 1] - metrics[m];
  const top = baseline - metrics[m + 3];
  const height = metrics[m + 3] + metrics[m + 4];
  const rowBytes = (width + 7) >> 3;
  let rowStart = set.offsets[glyph];
  for (let row = 0; row < height; row++, rowStart += rowBytes) {
    for (let x = 0; x < width; x++) {
      if ((bits[rowStart + (x >> 3)] & (0x80 >> (x & 7))) === 0) continue;
      const start = x;
      do x++;
      while (x < width && (bits[rowStart + (x >> 3)] & (0x80 >> (x & 7))) !== 0);
      out.add(left + start, top + row, x - start, 1);
    }
  }
}
