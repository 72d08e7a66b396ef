import type { Region } from '../xserver/raster/region.ts';
import type { Glyph } from './commands.ts';
import { glyphsDrawing } from './drawings.ts';

/** Glyphs that gather to a drawing. */
export class GlyphRun {
  readonly #pixel: number;
  readonly #clip: Region | undefined;
  readonly #ground: number | undefined;
  readonly #glyphs: Glyph[] = [];
  readonly #positions: number[] = [];

  /** `ground`: of glyphs of 8-bit coverage. */
  constructor(pixel: number, clip: Region | undefined, ground?: number) {
    this.#ground = ground;
    this.#pixel = pixel;
    this.#clip = clip;
  }

  add(glyph: Glyph, x: number, y: number): void {
    this.#glyphs.push(glyph);
    this.#positions.push(x, y);
  }

  get length(): number {
    return this.#glyphs.length;
  }

  drawing() {
    return glyphsDrawing(this.#pixel, this.#glyphs, this.#positions, this.#clip, this.#ground);
  }
}
