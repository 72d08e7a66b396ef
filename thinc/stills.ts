/** Copies of what the core draws with, for drawings that wait: the core may change its own pixels meanwhile. */
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Pixels } from '../xserver/raster/pixels.ts';
import type { Glyph } from './commands.ts';
import { MAX_GLYPH_METRIC, MAX_GLYPH_SIDE } from './limits.ts';

export class Stills {
  /** The last copy of pixels, by their data: the same pixels give the same copy, which the terminal then has already. */
  readonly #copies = new WeakMap<Uint32Array, Pixels>();
  readonly #glyphs = new WeakMap<GlyphSet, Map<number, Glyph | undefined>>();

  /** Pixels (borrowed) as they are now. */
  still(pixels: Pixels): Pixels {
    const last = this.#copies.get(pixels.data);
    if (last !== undefined && sameData(last, pixels)) return last;
    const { width, height, depth } = pixels;
    const copy = { width, height, depth, data: pixels.data.slice(0, width * height) };
    this.#copies.set(pixels.data, copy);
    return copy;
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
