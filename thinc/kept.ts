/** What a terminal keeps by number, as the sender remembers it. */
import type { Pixels } from '../xserver/raster/pixels.ts';
import type { CommandWriter } from './command-writer.ts';
import type { Glyph } from './commands.ts';
import { MAX_GLYPH_BYTES, MAX_GLYPHS, MAX_PICTURES } from './limits.ts';

interface Kept {
  readonly number: number;
  readonly pixels: Pixels;
}

/** Pictures that one terminal has, least recently used first. */
export class KeptPictures {
  /** By a hash of what they hold. */
  readonly #kept = new Map<string, Kept>();
  /** Of pictures that nobody changes. */
  readonly #keys = new WeakMap<Pixels, string>();

  /** The number of a picture with the same pixels, if the terminal has one. */
  find(pixels: Pixels): number | undefined {
    const key = this.#keyOf(pixels);
    const kept = this.#kept.get(key);
    // Two pictures of one hash: the terminal has the other one.
    if (kept === undefined || !samePixels(kept.pixels, pixels)) return undefined;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept.number;
  }

  /** The number under which the terminal is to keep a picture (owned) from now on. */
  add(pixels: Pixels): number {
    const key = this.#keyOf(pixels);
    let number = this.#kept.get(key)?.number ?? this.#kept.size;
    if (number === MAX_PICTURES) {
      const [oldest, kept] = this.#kept.entries().next().value!;
      this.#kept.delete(oldest);
      number = kept.number;
    }
    this.#kept.delete(key);
    this.#kept.set(key, { number, pixels });
    return number;
  }

  /** The number of a still picture; where the terminal has not got it, it is sent. */
  use(pixels: Pixels, writer: CommandWriter): number {
    const found = this.find(pixels);
    if (found !== undefined) return found;
    const picture = this.add(pixels);
    writer.write({ kind: 'picture', picture, pixels });
    return picture;
  }

  #keyOf(pixels: Pixels): string {
    const known = this.#keys.get(pixels);
    if (known !== undefined) return known;
    const key = hashOf(pixels);
    this.#keys.set(pixels, key);
    return key;
  }
}

/** Sizes and two 32-bit hashes of what a picture holds. */
export function hashOf({ width, height, depth, data }: Pixels): string {
  let a = 0x811c9dc5;
  let b = 0x2545f491;
  for (let i = 0; i < data.length; i++) {
    const pixel = data[i]!;
    a = Math.imul(a ^ pixel, 0x01000193);
    a ^= a >>> 15;
    b = Math.imul(b + pixel, 0x85ebca6b) ^ (b >>> 13);
  }
  return `${width},${height},${depth},${a},${b}`;
}

export function samePixels(a: Pixels, b: Pixels): boolean {
  if (a === b) return true;
  if (a.width !== b.width || a.height !== b.height || a.depth !== b.depth) return false;
  for (let i = 0; i < a.data.length; i++) if (a.data[i] !== b.data[i]) return false;
  return true;
}

/** Glyphs that one terminal has. */
export class KeptGlyphs {
  #numbers = new Map<Glyph, number>();
  #bytes = 0;

  /** The numbers of glyphs; those that the terminal has not got are sent. */
  use(glyphs: readonly Glyph[], writer: CommandWriter): number[] {
    const bytes = glyphs.reduce((sum, { bits }) => sum + bits.length, 0);
    if (this.#numbers.size + glyphs.length > MAX_GLYPHS || this.#bytes + bytes > MAX_GLYPH_BYTES) {
      this.#numbers = new Map();
      this.#bytes = 0;
      writer.write({ kind: 'forget-glyphs' });
    }
    return glyphs.map((glyph) => {
      let number = this.#numbers.get(glyph);
      if (number === undefined) {
        number = this.#numbers.size;
        this.#numbers.set(glyph, number);
        this.#bytes += glyph.bits.length;
        writer.write({ kind: 'glyph', glyph });
      }
      return number;
    });
  }
}
