/**
 * Compositing with alpha (Porter and Duff, "Compositing Digital Images", SIGGRAPH 1984; the operators of the RENDER extension, §7), in whole numbers.
 *
 * Colours are premultiplied ARGB. A pixel of depth 24 is opaque, one of depth 8 or 1 has alpha only. Each product of two channels is rounded to
 * the nearest whole number, the sum of two products is cut off at 255: so every machine gets the same.
 */
import { firstBoxBelow } from './spans.ts';
import type { Pixels } from './pixels.ts';
import type { Region } from './region.ts';

/** By their numbers in the RENDER extension. */
export const operators = [
  'clear',
  'src',
  'dst',
  'over',
  'over-reverse',
  'in',
  'in-reverse',
  'out',
  'out-reverse',
  'atop',
  'atop-reverse',
  'xor',
  'add',
] as const;
export type Operator = (typeof operators)[number];

/** A factor of source or destination: nothing, all of it, the other's alpha, or what that leaves. */
const [NONE, ALL, ALPHA, REST] = [0, 1, 2, 3];

const factors: Record<Operator, readonly [source: number, destination: number]> = {
  clear: [NONE, NONE],
  src: [ALL, NONE],
  dst: [NONE, ALL],
  over: [ALL, REST],
  'over-reverse': [REST, ALL],
  in: [ALPHA, NONE],
  'in-reverse': [NONE, ALPHA],
  out: [REST, NONE],
  'out-reverse': [NONE, REST],
  atop: [ALPHA, REST],
  'atop-reverse': [REST, ALPHA],
  xor: [REST, REST],
  add: [ALL, ALL],
};

/** A glyph of 8-bit coverage, one byte a pixel, row by row; it never changes. Bearings as in X11 §8 CHARINFO. */
export interface CoverageGlyph {
  readonly left: number;
  readonly width: number;
  readonly ascent: number;
  readonly height: number;
  /** To the next glyph's origin. */
  readonly advance: number;
  readonly coverage: Uint8Array;
}

/** A pixel as premultiplied ARGB. */
export function argbOf(pixel: number, depth: number): number {
  if (depth === 32) return pixel;
  if (depth === 24) return (pixel | 0xff000000) >>> 0;
  return depth === 8 ? (pixel << 24) >>> 0 : pixel === 0 ? 0 : 0xff000000;
}

/** The pixel that a colour becomes. */
export function pixelOf(argb: number, depth: number): number {
  if (depth === 32) return argb;
  if (depth === 24) return argb & 0xffffff;
  return depth === 8 ? argb >>> 24 : argb >>> 31;
}

/** a × b / 255, rounded to nearest, for 0 to 255 each. */
function product(a: number, b: number): number {
  const scaled = a * b + 128;
  return (scaled + (scaled >> 8)) >> 8;
}

/** A colour times a coverage of 0 to 255. */
function covered(argb: number, coverage: number): number {
  if (coverage === 255) return argb;
  const alpha = product(argb >>> 24, coverage);
  const red = product((argb >>> 16) & 255, coverage);
  const green = product((argb >>> 8) & 255, coverage);
  return ((alpha << 24) | (red << 16) | (green << 8) | product(argb & 255, coverage)) >>> 0;
}

function factor(kind: number, alpha: number): number {
  return kind === NONE ? 0 : kind === ALL ? 255 : kind === ALPHA ? alpha : 255 - alpha;
}

/** Both colours, by an operator's two factors. */
function composed(bySource: number, byDestination: number, source: number, destination: number): number {
  const ofSource = factor(bySource, destination >>> 24);
  const ofDestination = factor(byDestination, source >>> 24);
  let result = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const sum = product((source >>> shift) & 255, ofSource) + product((destination >>> shift) & 255, ofDestination);
    result |= (sum > 255 ? 255 : sum) << shift;
  }
  return result >>> 0;
}

/**
 * Composites `count` rectangles (flat sourceX, sourceY, maskX, maskY, targetX, targetY, width, height), which lie inside all that they name, one
 * after another. `source`: pixels, or one colour. Each rectangle's source and mask are read before any of its pixels is written. The alpha of the mask's pixels is the coverage.
 */
export function compositeRects(
  target: Pixels,
  operator: Operator,
  source: Pixels | number,
  mask: Pixels | undefined,
  copies: Int32Array,
  count: number,
): void {
  const { data, depth, width: stride } = target;
  const [bySource, byDestination] = factors[operator];
  const isOver = operator === 'over';
  for (let o = 0; o < count * 8; o += 8) {
    // A rectangle of the target itself might be overwritten before it is read.
    const from = typeof source !== 'number' && source.data === data ? { ...source, data: data.slice() } : source;
    const through = mask?.data === data ? { ...mask, data: data.slice() } : mask;
    const width = copies[o + 6];
    for (let row = 0; row < copies[o + 7]; row++) {
      let at = (copies[o + 5] + row) * stride + copies[o + 4];
      let read = typeof from === 'number' ? 0 : (copies[o + 1] + row) * from.width + copies[o];
      let maskAt = through === undefined ? 0 : (copies[o + 3] + row) * through.width + copies[o + 2];
      for (const end = at + width; at < end; at++, read++, maskAt++) {
        let color = typeof from === 'number' ? from : argbOf(from.data[read], from.depth);
        if (through !== undefined) color = covered(color, argbOf(through.data[maskAt], through.depth) >>> 24);
        // Most of what is put over something is either opaque or not there.
        if (isOver && color === 0) continue;
        if (isOver && color >>> 24 === 255) data[at] = pixelOf(color, depth);
        else data[at] = pixelOf(composed(bySource, byDestination, color, argbOf(data[at], depth)), depth);
      }
    }
  }
}

/** What a colour at each coverage makes of a ground of one colour: 256 pixels. */
export function coverageRamp(operator: Operator, argb: number, ground: number, depth: number): Uint32Array {
  const below = argbOf(ground, depth);
  const [bySource, byDestination] = factors[operator];
  return Uint32Array.from({ length: 256 }, (_, coverage) =>
    pixelOf(composed(bySource, byDestination, covered(argb, coverage), below), depth),
  );
}

/**
 * Composites a colour through glyphs, one after another, at origins on baselines (flat x, y), within `clip`, which lies inside the target. Pixels
 * without coverage stay as they are, whatever the operator. `ground`: the pixel that is taken for what is there, instead of what is there: then
 * drawing twice gives the same as drawing once.
 */
export function compositeGlyphs(
  target: Pixels,
  operator: Operator,
  argb: number,
  glyphs: readonly CoverageGlyph[],
  positions: Int32Array,
  clip: Region,
  ground: number | undefined,
): void {
  const { data, depth, width: stride } = target;
  const [bySource, byDestination] = factors[operator];
  const ramp = ground === undefined ? undefined : coverageRamp(operator, argb, ground, depth);
  for (let i = 0; i < glyphs.length; i++) {
    forCovered(glyphs[i], positions[i * 2], positions[i * 2 + 1], clip, (x, y, coverage) => {
      const at = y * stride + x;
      data[at] =
        ramp === undefined
          ? pixelOf(composed(bySource, byDestination, covered(argb, coverage), argbOf(data[at], depth)), depth)
          : ramp[coverage];
      return true;
    });
  }
}

/** Visits the pixels of a glyph that have coverage and lie within `clip`, until `visit` says false; false then. */
export function forCovered(
  glyph: CoverageGlyph,
  originX: number,
  baseline: number,
  clip: Region,
  visit: (x: number, y: number, coverage: number) => boolean,
): boolean {
  const { width, height, coverage } = glyph;
  const left = originX + glyph.left;
  const top = baseline - glyph.ascent;
  const { rects } = clip;
  for (let box = firstBoxBelow(rects, top); box < rects.length && rects[box + 1] < top + height; box += 4) {
    const x1 = Math.max(left, rects[box]);
    const x2 = Math.min(left + width, rects[box + 2]);
    const y2 = Math.min(top + height, rects[box + 3]);
    for (let y = Math.max(top, rects[box + 1]); y < y2; y++) {
      const row = (y - top) * width - left;
      for (let x = x1; x < x2; x++) if (coverage[row + x] !== 0 && !visit(x, y, coverage[row + x])) return false;
    }
  }
  return true;
}
