/**
 * Compositing with alpha as drawings. What is composited depends on what was there, and drawings write fixed values: so it is a drawing only where
 * its result is known to be one, a colour or a copy, or the ink of glyphs on a ground of one colour. All else is RAW.
 */
import type { CompositeSource, GlyphInk } from '../xserver/driver.ts';
import { coverageRamp, forCovered, pixelOf, type CoverageGlyph, type Operator } from '../xserver/raster/composite.ts';
import type { Pixels } from '../xserver/raster/pixels.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  regionFromRects,
  type Region,
} from '../xserver/raster/region.ts';
import type { Target } from '../xserver/state/drawables.ts';
import type { GlyphsDrawing } from './drawings.ts';
import { GlyphRun } from './glyph-run.ts';
import { MAX_COVERAGE_RUN } from './limits.ts';
import type { Stills } from './stills.ts';

/** Grounds that a glyph is tried on before it is left to RAW. */
const MOST_GROUNDS = 4;

/** What compositing without a mask comes to, whatever was there: one pixel, a copy, or nothing; undefined where it depends. */
export function plainly(
  operator: Operator,
  source: CompositeSource,
  target: Target,
): { readonly pixel: number } | Target | 'nothing' | undefined {
  const { depth } = target.pixels;
  if (operator === 'dst') return 'nothing';
  if (operator === 'clear') return { pixel: pixelOf(0, depth) };
  if (source.kind === 'solid') {
    const { argb } = source;
    if (operator === 'src' || (operator === 'over' && argb >>> 24 === 255)) return { pixel: pixelOf(argb, depth) };
    return argb === 0 && (operator === 'over' || operator === 'add') ? 'nothing' : undefined;
  }
  if (source.pixels.depth !== depth || source.pixels.data === target.pixels.data) return undefined;
  return operator === 'src' || (operator === 'over' && depth === 24) ? source : undefined;
}

/** Glyphs of 8-bit coverage, just drawn on `target`, as drawings; and the region that has to go as RAW. */
export function coverageDrawings(
  stills: Stills,
  target: Pixels,
  glyphs: readonly CoverageGlyph[],
  positions: Int32Array,
  clip: Region,
  ink: GlyphInk,
): { readonly drawings: GlyphsDrawing[]; readonly raw: Region } {
  const drawings: GlyphsDrawing[] = [];
  const raw: number[] = [];
  const ramps = new Map<number, Uint32Array>();
  let ground: number | undefined;
  /** Those of one ground: within the clip, and cut by it. What they write is there already, so their order does not count. */
  let whole = new GlyphRun(ink.argb, undefined);
  let cut = whole;
  const close = (): void => {
    for (const run of new Set([whole, cut])) {
      const drawing = run.drawing();
      if (drawing !== undefined) drawings.push(drawing);
    }
  };
  for (const [i, glyph] of glyphs.entries()) {
    const [x, y] = [positions[i * 2]!, positions[i * 2 + 1]!];
    const { width, height } = glyph;
    const box = regionFromRect(x + glyph.left, y - glyph.ascent, width, height);
    const part = intersectRegions(box, clip);
    if (isEmptyRegion(part)) continue;
    const kept = ink.operator === 'over' ? stills.coverageGlyph(glyph) : undefined;
    const under = kept && groundOf(target, glyph, x, y, part, ink, ground, ramps);
    if (kept === undefined || under === undefined) {
      raw.push(x + glyph.left, y - glyph.ascent, width, height);
      continue;
    }
    if (under !== ground || whole.length + cut.length >= MAX_COVERAGE_RUN) {
      close();
      ground = under;
      whole = new GlyphRun(ink.argb, undefined, ground);
      cut = new GlyphRun(ink.argb, clip, ground);
    }
    const isWhole = part.rects.length === 4 && part.x2 - part.x1 === width && part.y2 - part.y1 === height;
    (isWhole ? whole : cut).add(kept, x, y);
  }
  close();
  return { drawings, raw: intersectRegions(regionFromRects(raw), clip) };
}

/** The ground on which the glyph's ink gives exactly what is there now. */
function groundOf(
  target: Pixels,
  glyph: CoverageGlyph,
  x: number,
  y: number,
  part: Region,
  ink: GlyphInk,
  last: number | undefined,
  ramps: Map<number, Uint32Array>,
): number | undefined {
  const { data, width: stride, depth } = target;
  const fits = (ground: number): boolean => {
    let ramp = ramps.get(ground);
    if (ramp === undefined) ramps.set(ground, (ramp = coverageRamp('over', ink.argb, ground, depth)));
    return forCovered(glyph, x, y, part, (px, py, coverage) => data[py * stride + px] === ramp[coverage]);
  };
  if (last !== undefined && fits(last)) return last;
  const tried = new Set<number>(last === undefined ? [] : [last]);
  // What stands between and around the ink.
  const [left, top] = [x + glyph.left, y - glyph.ascent];
  const [x1, x2] = [Math.max(0, left - 1), Math.min(stride, left + glyph.width + 1)];
  const y2 = Math.min(target.height, top + glyph.height + 1);
  for (let py = Math.max(0, top - 1); py < y2; py++) {
    for (let px = x1; px < x2; px++) {
      const inside = px >= left && px < left + glyph.width && py >= top && py < top + glyph.height;
      if (inside && glyph.coverage[(py - top) * glyph.width + px - left] !== 0) continue;
      const ground = data[py * stride + px]!;
      if (tried.has(ground)) continue;
      if (tried.size === MOST_GROUNDS) return undefined;
      tried.add(ground);
      if (fits(ground)) return ground;
    }
  }
  return undefined;
}

/** Pixels of glyphs, the empty ones too. */
export function inkPixels(glyphs: readonly CoverageGlyph[]): number {
  return glyphs.reduce((sum, { width, height }) => sum + width * height, 0);
}

/** Boxes of glyphs within a clip. */
export function inkRegion(glyphs: readonly CoverageGlyph[], positions: Int32Array, clip: Region): Region {
  const boxes = glyphs.flatMap(({ left, ascent, width, height }, i) => [
    positions[i * 2]! + left,
    positions[i * 2 + 1]! - ascent,
    width,
    height,
  ]);
  return intersectRegions(regionFromRects(boxes), clip);
}
