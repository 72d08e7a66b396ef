/** A picture that changes as desktops do: text scrolls, windows move, photos come, films run. */
import { fillPixels, movePixels, putPixels, type Rect } from '../../rawpixel/rect.ts';
import type { Picture } from '../../rawpixel/screen/own-picture.ts';
import { numbers, paint } from './pictures.ts';

export class MovingPicture implements Picture {
  readonly width = 400;
  readonly height = 300;
  readonly data = new Uint32Array(400 * 300);
  readonly #next: (below: number) => number;
  #frame = 0;

  constructor(seed: number) {
    this.#next = numbers(seed);
    for (let y = 0; y < 300; y += 15) this.#textLine({ x: 10, y, width: 380, height: 15 });
    this.photo({ x: 50, y: 60, width: 200, height: 120 });
  }

  #textLine({ x, y, width, height }: Rect): void {
    fillPixels(this.data, this.width, { x, y, width, height }, 0xffffff);
    for (let at = x; at + 7 <= x + width; at += 7) {
      if (this.#next(5) === 0) continue;
      for (let dot = 0; dot < 18; dot++) {
        this.data[(y + 1 + this.#next(Math.max(1, height - 3))) * this.width + at + this.#next(6)] = 0x101010;
      }
    }
  }

  photo(rect: Rect): Rect {
    const next = this.#next;
    const pixels = paint('smooth', rect.width, rect.height, 1).rgb.map(
      (pixel) => (pixel ^ (next(8) << 16) ^ (next(8) << 8) ^ next(8)) & 0xffffff,
    );
    putPixels(this.data, this.width, rect, pixels);
    return rect;
  }

  /** A text window's content goes up by a line, redrawn. */
  scroll(lines = 1): Rect {
    const rect = { x: 10, y: 0, width: 380, height: 300 };
    const by = lines * 15;
    movePixels(this.data, this.width, 10, by, { ...rect, height: 300 - by });
    for (let y = 300 - by; y < 300; y += 15) this.#textLine({ x: 10, y, width: 380, height: 15 });
    return rect;
  }

  /** A rectangle's content goes elsewhere, anything beneath it comes to light. */
  move(): { rects: Rect[]; dx: number; dy: number } {
    const [dx, dy] = [this.#next(60) - 30, this.#next(60) - 30];
    const from = { x: 60, y: 60, width: 150, height: 100 };
    const target = { ...from, x: from.x + dx, y: from.y + dy };
    movePixels(this.data, this.width, from.x, from.y, target);
    return { rects: [from, target], dx, dy };
  }

  film(): Rect {
    this.#frame++;
    const rect = { x: 200, y: 150, width: 160, height: 120 };
    const pixels = new Uint32Array(160 * 120);
    for (let i = 0; i < pixels.length; i++) {
      const [x, y] = [i % 160, Math.floor(i / 160)];
      const grain = this.#next(6);
      pixels[i] = (((x + this.#frame * 3 + grain) & 0xff) << 16) | (((y * 2 + grain) & 0xff) << 8) | ((x + y) & 0xff);
    }
    putPixels(this.data, this.width, rect, pixels);
    return rect;
  }

  type(): Rect {
    const rect = { x: 10 + 7 * this.#next(50), y: 15 * this.#next(19), width: 7, height: 15 };
    this.#textLine(rect);
    return rect;
  }

  random(): { rects: Rect[]; dx?: number; dy?: number } {
    const place = { x: this.#next(200), y: this.#next(180), width: 60 + this.#next(120), height: 60 + this.#next(50) };
    switch (this.#next(8)) {
      case 0:
        return { rects: [this.scroll()] };
      case 1:
        return this.move();
      case 2:
        return { rects: [this.photo(place)] };
      case 3:
      case 4:
        return { rects: [this.film()] };
      default:
        return { rects: [this.type()] };
    }
  }
}
