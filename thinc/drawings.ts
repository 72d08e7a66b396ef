/**
 * Drawings: what waits in drawing lists until it becomes commands. They write fixed values on pixels that a region or glyphs name, so that
 * doing one twice does no harm, and can be clipped and moved without losing their meaning. They are immutable.
 */
import type { Pixels } from '../xserver/raster/pixels.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionContainsRect,
  subtractRegions,
  translateRegion,
  unionRegions,
  regionFromRects,
  type Region,
} from '../xserver/raster/region.ts';
import type { Glyph } from './commands.ts';

/** As xserver's Paint, with pixels that nobody changes any more. */
export type StillPaint =
  | { readonly kind: 'solid'; readonly pixel: number }
  | { readonly kind: 'tile'; readonly picture: Pixels; readonly x: number; readonly y: number }
  | {
      readonly kind: 'bitmap';
      readonly picture: Pixels;
      readonly x: number;
      readonly y: number;
      readonly foreground: number;
      readonly background: number | undefined;
    };

export interface PaintDrawing {
  readonly kind: 'paint';
  readonly paint: StillPaint;
  readonly region: Region;
}

/** Pixels of `region` from (x + dx, y + dy) of a surface, as the terminal has it before anything that waits is drawn. */
export interface CopyDrawing {
  readonly kind: 'copy';
  readonly source: number;
  readonly dx: number;
  readonly dy: number;
  readonly region: Region;
}

/** Glyphs at origins on baselines (flat x, y). With a `ground` they are of 8-bit coverage, and `pixel` is premultiplied ARGB. */
export interface GlyphsDrawing {
  readonly kind: 'glyphs';
  readonly pixel: number;
  readonly ground: number | undefined;
  readonly glyphs: readonly Glyph[];
  readonly positions: readonly number[];
  readonly clip: Region | undefined;
  /** Around all ink. */
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export type Drawing = PaintDrawing | CopyDrawing | GlyphsDrawing;

/** A drawing of glyphs; undefined where no ink is left. */
export function glyphsDrawing(
  pixel: number,
  glyphs: readonly Glyph[],
  positions: readonly number[],
  clip: Region | undefined,
  ground?: number,
): GlyphsDrawing | undefined {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  let first = -1;
  let last = -1;
  for (const [i, glyph] of glyphs.entries()) {
    if (isBlank(glyph)) continue;
    if (first < 0) first = i;
    last = i;
    const left = positions[i * 2]! + glyph.left;
    const top = positions[i * 2 + 1]! - glyph.ascent;
    if (left < x1) x1 = left;
    if (top < y1) y1 = top;
    if (left + glyph.width > x2) x2 = left + glyph.width;
    if (top + glyph.height > y2) y2 = top + glyph.height;
  }
  if (first < 0) return undefined;
  // Blanks between others keep a run of text together; around it they are of no use.
  const inked = last - first + 1 === glyphs.length ? glyphs : glyphs.slice(first, last + 1);
  const placed = inked === glyphs ? positions : positions.slice(first * 2, last * 2 + 2);
  return { kind: 'glyphs', pixel, ground, glyphs: inked, positions: placed, clip, x1, y1, x2, y2 };
}

function isBlank(glyph: Glyph): boolean {
  return glyph.width === 0 || glyph.height === 0;
}

/** Whether it writes every pixel of its region. */
export function isOpaque(drawing: Drawing): drawing is PaintDrawing | CopyDrawing {
  if (drawing.kind === 'paint') return drawing.paint.kind !== 'bitmap' || drawing.paint.background !== undefined;
  return drawing.kind === 'copy';
}

/** Glyphs of one baseline that stand no further apart count as one box. */
const TEXT_GAP = 32;

/** The pixels that it may write: all of them, and for glyphs boxes around those that stand side by side. */
export function areaOf(drawing: Drawing): Region {
  if (drawing.kind !== 'glyphs') return drawing.region;
  const { glyphs, positions } = drawing;
  const boxes: number[] = [];
  let [x1, y1, x2, y2, baseline] = [0, 0, 0, 0, NaN];
  for (let i = 0; i < glyphs.length; i++) {
    const { left, ascent, width, height } = glyphs[i]!;
    if (width === 0 || height === 0) continue;
    const x = positions[i * 2]! + left;
    const y = positions[i * 2 + 1]!;
    const top = y - ascent;
    if (y === baseline && x >= x1 - TEXT_GAP && x <= x2 + TEXT_GAP) {
      if (x < x1) x1 = x;
      if (x + width > x2) x2 = x + width;
      if (top < y1) y1 = top;
      if (top + height > y2) y2 = top + height;
      continue;
    }
    if (x1 < x2) boxes.push(x1, y1, x2 - x1, y2 - y1);
    [x1, y1, x2, y2, baseline] = [x, top, x + width, top + height, y];
  }
  if (x1 < x2) boxes.push(x1, y1, x2 - x1, y2 - y1);
  const area = regionFromRects(boxes);
  return drawing.clip === undefined ? area : intersectRegions(area, drawing.clip);
}

/** What encloses all that it may write. */
export function extentsOf(drawing: Drawing): {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
} {
  return drawing.kind === 'glyphs' ? drawing : drawing.region;
}

export function extentsMeet(one: Drawing, other: Drawing): boolean {
  const [a, b] = [extentsOf(one), extentsOf(other)];
  return a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2;
}

/** Whether two regions have a pixel in common. */
function regionsMeet(a: Region, b: Region): boolean {
  const [few, many] = a.rects.length < b.rects.length ? [a, b] : [b, a];
  const { rects } = few;
  for (let i = 0; i < rects.length; i += 4) {
    const [x, y] = [rects[i]!, rects[i + 1]!];
    if (regionContainsRect(many, x, y, rects[i + 2]! - x, rects[i + 3]! - y) !== 'out') return true;
  }
  return false;
}

/** Whether it may write pixels of the region; true in doubt. */
export function touches(drawing: Drawing, region: Region): boolean {
  const extents = drawing.kind === 'glyphs' ? drawing : drawing.region;
  if (extents.x1 >= region.x2 || extents.x2 <= region.x1 || extents.y1 >= region.y2 || extents.y2 <= region.y1)
    return false;
  if (drawing.kind !== 'glyphs') return regionsMeet(drawing.region, region);
  const { glyphs, positions } = drawing;
  return glyphs.some((glyph, i) => boxIn(region, glyph, positions[i * 2]!, positions[i * 2 + 1]!) !== 'out');
}

function boxIn(region: Region, glyph: Glyph, x: number, y: number): 'in' | 'out' | 'part' {
  return regionContainsRect(region, x + glyph.left, y - glyph.ascent, glyph.width, glyph.height);
}

/** What is left of it outside a region. */
export function outside(drawing: Drawing, region: Region): readonly Drawing[] {
  if (!touches(drawing, region)) return [drawing];
  if (drawing.kind !== 'glyphs') {
    const rest = subtractRegions(drawing.region, region);
    return isEmptyRegion(rest) ? [] : [{ ...drawing, region: rest }];
  }
  const { x1, y1, x2, y2 } = drawing;
  if (regionContainsRect(region, x1, y1, x2 - x1, y2 - y1) === 'in') return [];
  return partGlyphs(drawing, region, 'out', (clip) => subtractRegions(clip, region));
}

/** What of it is inside a region. */
export function inside(drawing: Drawing, region: Region): readonly Drawing[] {
  if (!touches(drawing, region)) return [];
  if (drawing.kind !== 'glyphs') {
    const rest = intersectRegions(drawing.region, region);
    return rest === drawing.region ? [drawing] : [{ ...drawing, region: rest }];
  }
  return partGlyphs(drawing, region, 'in', (clip) => intersectRegions(clip, region));
}

/** Glyphs that lie wholly where they are wanted stay as they are; those that lie there in part get a clip. */
function partGlyphs(
  drawing: GlyphsDrawing,
  region: Region,
  wanted: 'in' | 'out',
  cut: (clip: Region) => Region,
): readonly Drawing[] {
  const whole = { glyphs: [] as Glyph[], positions: [] as number[] };
  const part = { glyphs: [] as Glyph[], positions: [] as number[] };
  let blanksOnly = true;
  for (const [i, glyph] of drawing.glyphs.entries()) {
    const [x, y] = [drawing.positions[i * 2]!, drawing.positions[i * 2 + 1]!];
    const where = isBlank(glyph) ? wanted : boxIn(region, glyph, x, y);
    if (where !== wanted && where !== 'part') continue;
    const to = where === 'part' ? part : whole;
    if (to === whole && !isBlank(glyph)) blanksOnly = false;
    to.glyphs.push(glyph);
    to.positions.push(x, y);
  }
  if (part.glyphs.length === 0 && whole.glyphs.length === drawing.glyphs.length) return [drawing];
  const pieces: Drawing[] = [];
  const add = (piece: GlyphsDrawing | undefined): void => {
    if (piece !== undefined) pieces.push(piece);
  };
  if (!blanksOnly) add(glyphsDrawing(drawing.pixel, whole.glyphs, whole.positions, drawing.clip, drawing.ground));
  if (part.glyphs.length > 0) {
    const boxes = areaOf({ ...drawing, ...part, clip: drawing.clip });
    const clip = cut(boxes);
    if (!isEmptyRegion(clip)) add(glyphsDrawing(drawing.pixel, part.glyphs, part.positions, clip, drawing.ground));
  }
  return pieces;
}

/** The same, moved; what a COPY reads stays where it is. */
export function moved(drawing: Drawing, x: number, y: number): Drawing {
  if (x === 0 && y === 0) return drawing;
  switch (drawing.kind) {
    case 'copy':
      return {
        ...drawing,
        region: translateRegion(drawing.region, x, y),
        dx: drawing.dx - x,
        dy: drawing.dy - y,
      };
    case 'paint': {
      const { paint } = drawing;
      const region = translateRegion(drawing.region, x, y);
      if (paint.kind === 'solid') return { ...drawing, region };
      return { ...drawing, region, paint: { ...paint, x: paint.x + x, y: paint.y + y } };
    }
    case 'glyphs':
      return {
        ...drawing,
        positions: drawing.positions.map((at, i) => at + (i % 2 === 0 ? x : y)),
        clip: drawing.clip === undefined ? undefined : translateRegion(drawing.clip, x, y),
        x1: drawing.x1 + x,
        y1: drawing.y1 + y,
        x2: drawing.x2 + x,
        y2: drawing.y2 + y,
      };
    default:
      return drawing satisfies never;
  }
}

const MERGED_BOXES = 64;
const MERGED_GLYPHS = 256;

/** Both in one, as if `later` had been drawn right after `earlier`; undefined where they do not fit together. */
export function merged(earlier: Drawing, later: Drawing): Drawing | undefined {
  if (earlier.kind === 'glyphs') {
    if (later.kind !== 'glyphs' || later.clip || earlier.clip) return undefined;
    if (later.pixel !== earlier.pixel || later.ground !== earlier.ground) return undefined;
    if (earlier.glyphs.length + later.glyphs.length > MERGED_GLYPHS) return undefined;
    return {
      ...earlier,
      glyphs: earlier.glyphs.concat(later.glyphs),
      positions: earlier.positions.concat(later.positions),
      x1: Math.min(earlier.x1, later.x1),
      y1: Math.min(earlier.y1, later.y1),
      x2: Math.max(earlier.x2, later.x2),
      y2: Math.max(earlier.y2, later.y2),
    };
  }
  if (earlier.kind !== later.kind || !drawAlike(earlier, later)) return undefined;
  if (earlier.region.rects.length + later.region.rects.length > 8 * MERGED_BOXES) return undefined;
  const region = unionRegions(earlier.region, later.region);
  return region.rects.length > MERGED_BOXES * 4 && region.rects.length >= earlier.region.rects.length
    ? undefined
    : { ...earlier, region };
}

function drawAlike(a: PaintDrawing | CopyDrawing, b: PaintDrawing | CopyDrawing): boolean {
  if (a.kind === 'copy') return b.kind === 'copy' && a.source === b.source && a.dx === b.dx && a.dy === b.dy;
  if (b.kind === 'copy') return false;
  const [p, q] = [a.paint, b.paint];
  if (p.kind === 'solid') return q.kind === 'solid' && p.pixel === q.pixel;
  if (q.kind === 'solid' || p.kind !== q.kind || p.picture !== q.picture || p.x !== q.x || p.y !== q.y) return false;
  if (p.kind === 'tile' || q.kind === 'tile') return true;
  return p.foreground === q.foreground && p.background === q.background;
}

/** About its bytes on the wire, pictures and glyphs that the terminal has not got yet left out. */
export function bytesOf(drawing: Drawing): number {
  if (drawing.kind === 'glyphs')
    return 8 + drawing.glyphs.length + (drawing.clip === undefined ? 0 : boxBytes(drawing.clip));
  return 6 + boxBytes(drawing.region);
}

function boxBytes(region: Region): number {
  return region.rects.length <= 4 ? 5 : (region.rects.length >> 2) * 3;
}

/** About the bytes of a region's pixels as RAW. */
export function rawBytesOf(region: Region): number {
  return 8 * (region.rects.length >> 2) + regionArea(region);
}
