/** Copies of what the core draws with, for drawings that wait: the core may change its own pixels meanwhile. */
import type { CoverageGlyph } from '../xserver/raster/composite.ts';
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Paint } from '../xserver/raster/paint.ts';
import type { Pixels } from '../xserver/raster/pixels.ts';
import type { Glyph } from './commands.ts';
import type { StillPaint } from './drawings.ts';
import { MAX_GLYPH_METRIC, MAX_GLYPH_SIDE, MAX_PICTURE_PIXELS } from './limits.ts';
import type { PixelFunction } from './solid-function.ts';

export class Stills {
  /** The last copy of pixels, by their data: the same pixels give the same copy, which the terminal then has already. */
  readonly #copies = new WeakMap<Uint32Array, Pixels>();
  readonly #glyphs = new WeakMap<GlyphSet, Map<number, Glyph | undefined>>();

  readonly #coverages = new WeakMap<CoverageGlyph, Glyph>();

  /** Pixels (borrowed) as they are now. */
  still(pixels: Pixels): Pixels {
    const last = this.#copies.get(pixels.data);
    if (last !== undefined && sameData(last, pixels)) return last;
    const { width, height, depth } = pixels;
    const copy = { width, height, depth, data: pixels.data.slice(0, width * height) };
    this.#copies.set(pixels.data, copy);
    return copy;
  }

  /** The paint with its pixels kept; undefined where the result has to go as RAW. */
  paint(paint: Paint, change: PixelFunction, depth: number): StillPaint | undefined {
    if (typeof change === 'string') return undefined;
    if (paint.kind === 'solid') return { kind: 'solid', pixel: change(paint.pixel) };
    const { x, y } = paint;
    if (paint.kind === 'tile') {
      // What a function makes of any pixel alike.
      if (change(0) === change(1)) return { kind: 'solid', pixel: change(0) };
      if (change(0) !== 0 || paint.tile.depth !== depth || !fits(paint.tile)) return undefined;
      return { kind: 'tile', picture: this.still(paint.tile), x, y };
    }
    if (!fits(paint.stipple)) return undefined;
    return {
      kind: 'bitmap',
      picture: this.still(paint.stipple),
      x,
      y,
      foreground: change(paint.foreground),
      background: paint.background === undefined ? undefined : change(paint.background),
    };
  }

  /** A glyph of a font; undefined for one that is too large to be kept. */
  glyph(set: GlyphSet, index: number): Glyph | undefined {
    let known = this.#glyphs.get(set);
    if (known === undefined) this.#glyphs.set(set, (known = new Map()));
    if (known.has(index)) return known.get(index);
    const glyph = glyphOf(set, index);
    known.set(index, glyph);
    return glyph;
  }

  /** A glyph of 8-bit coverage; undefined for one that is too large to be kept. */
  coverageGlyph(of: CoverageGlyph): Glyph | undefined {
    const known = this.#coverages.get(of);
    if (known !== undefined || !isKept(of)) return known;
    const { left, width, ascent, height, advance } = of;
    const glyph = { left, width, ascent, height, advance, bits: of.coverage, coverage: true } as const;
    this.#coverages.set(of, glyph);
    return glyph;
  }
}

/** Whether a terminal keeps pictures of this size. */
export function fits({ width, height }: Pixels): boolean {
  return width * height <= MAX_PICTURE_PIXELS;
}

/** Whether a terminal keeps the glyph. */
function isKept({ left, width, ascent, height, advance }: CoverageGlyph): boolean {
  const metric = Math.max(Math.abs(left), Math.abs(ascent), Math.abs(advance));
  return metric <= MAX_GLYPH_METRIC && width <= MAX_GLYPH_SIDE && height <= MAX_GLYPH_SIDE;
}

function sameData(a: Pixels, b: Pixels): boolean {
  if (a.width !== b.width || a.height !== b.height || a.depth !== b.depth) return false;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
}

function glyphOf({ bits, offsets, metrics }: GlyphSet, index: number): Glyph | undefined {
  const m = index * 6;
  const [left, right, advance] = [metrics[m]!, metrics[m + 1]!, metrics[m + 2]!];
  const [ascent, descent] = [metrics[m + 3]!, metrics[m + 4]!];
  const [width, height] = [right - left, ascent + descent];
  if (Math.max(Math.abs(left), Math.abs(ascent), Math.abs(advance)) > MAX_GLYPH_METRIC) return undefined;
  const length = width > 0 && height > 0 ? ((width + 7) >> 3) * height : 0;
  const own = bits.slice(offsets[index]!, offsets[index]! + length);
  if (own.every((byte) => byte === 0))
    return { left: 0, width: 0, ascent: 0, height: 0, advance, bits: own.slice(0, 0) };
  if (width > MAX_GLYPH_SIDE || height > MAX_GLYPH_SIDE) return undefined;
  return { left, width, ascent, height, advance, bits: own };
}
