import type { Region } from '../xserver/raster/region.ts';
import type { Glyph } from './commands.ts';
import { glyphsDrawing } from './drawings.ts';

/** Glyphs that gather to a drawing. */
export class GlyphRun {
  readonly #pixel: number;
  readonly #clip: Region | undefined;
  readonly #glyphs: Glyph[] = [];
  readonly #positions: number[] = [];

  constructor(pixel: number, clip: Region | undefined) {
    this.#pixel = pixel;
    this.#clip = clip;
  }

  add(glyph: Glyph, x: number, y: number): void {
    this.#glyphs.push(glyph);
    this.#positions.push(x, y);
  }

  drawing() {
    return glyphsDrawing(this.#pixel, this.#glyphs, this.#positions, this.#clip);
  }
}
