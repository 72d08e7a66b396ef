/**
 * What images have put into drawables, as far as it is remembered: programs that draw by themselves put the same place again and again, with little
 * changed or scrolled. Other drawing is not followed: it only makes a worse prediction.
 */
import type { Likeness } from '../codecs/lossless-image.ts';

/** Pixels of all canvases together, and of one. */
const MAX_PIXELS = 6 * 1024 * 1024;
const SAMPLES = 24;

export interface Canvas {
  width: number;
  height: number;
  pixels: Uint32Array;
}

export interface Place {
  readonly drawable: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export class Canvases {
  /** The last used is the last of the map. */
  readonly #canvases = new Map<number, Canvas>();
  #pixels = 0;

  /** The canvas that an image may be like where it is put. */
  find({ drawable, x, y, width }: Place): Canvas | undefined {
    const canvas = this.#canvases.get(drawable);
    return canvas !== undefined && x >= 0 && y >= 0 && x + width <= canvas.width ? canvas : undefined;
  }

  /** The canvas's rows, when it has scrolled by so many rows. */
  reference(canvas: Canvas, { x, y, height }: Place, scrolled: number): Likeness {
    const top = y + scrolled;
    return {
      pixels: canvas.pixels,
      start: top * canvas.width + x,
      stride: canvas.width,
      first: Math.min(height, Math.max(0, -top)),
      end: Math.max(0, Math.min(height, canvas.height - top)),
    };
  }

  /** By how many rows the canvas seems to have scrolled; undefined where the image is not like it. */
  scrolled(canvas: Canvas, place: Place, pixels: Uint32Array): number | undefined {
    const { x, y, width, height } = place;
    const step = Math.max(1, Math.floor(height / SAMPLES));
    let equal = 0;
    let sampled = 0;
    const wanted = new Map<number, number>();
    for (let row = 0; row < height; row += step) {
      const hash = hashRow(pixels, row * width, width);
      if (hash === 0) continue;
      sampled++;
      wanted.set(hash, row);
      if (y + row < canvas.height && hashRow(canvas.pixels, (y + row) * canvas.width + x, width) === hash) equal++;
    }
    if (sampled === 0) return undefined;
    if (equal * 3 > sampled) return 0;
    const votes = new Map<number, number>();
    for (let row = 0; row < canvas.height; row++) {
      const found = wanted.get(hashRow(canvas.pixels, row * canvas.width + x, width));
      if (found !== undefined) votes.set(row - y - found, (votes.get(row - y - found) ?? 0) + 1);
    }
    let best = 0;
    let most = equal;
    for (const [scrolled, count] of votes) {
      if (count <= most) continue;
      best = scrolled;
      most = count;
    }
    return most === 0 ? undefined : best;
  }

  /** An image has been put. */
  put({ drawable, x, y, width, height }: Place, pixels: Uint32Array): void {
    if (x < 0 || y < 0 || (x + width) * (y + height) > MAX_PIXELS) return;
    let canvas = this.#canvases.get(drawable);
    this.#canvases.delete(drawable);
    if (canvas === undefined) canvas = { width: 0, height: 0, pixels: new Uint32Array(0) };
    if (x + width > canvas.width || y + height > canvas.height) {
      const grown = enlarged(canvas, Math.max(canvas.width, x + width), Math.max(canvas.height, y + height));
      this.#pixels += (grown?.pixels.length ?? 0) - canvas.pixels.length;
      if (grown === undefined) return;
      canvas = grown;
    }
    for (let row = 0; row < height; row++) {
      canvas.pixels.set(pixels.subarray(row * width, (row + 1) * width), (y + row) * canvas.width + x);
    }
    this.#canvases.set(drawable, canvas);
    for (const [old, { pixels }] of this.#canvases) {
      if (this.#pixels <= MAX_PIXELS) break;
      this.#canvases.delete(old);
      this.#pixels -= pixels.length;
    }
  }
}

function enlarged(canvas: Canvas, width: number, height: number): Canvas | undefined {
  if (width * height > MAX_PIXELS) return undefined;
  const pixels = new Uint32Array(width * height);
  for (let y = 0; y < canvas.height; y++) {
    pixels.set(canvas.pixels.subarray(y * canvas.width, (y + 1) * canvas.width), y * width);
  }
  return { width, height, pixels };
}

/** A hash of a row, or 0 for one of a single colour. */
function hashRow(pixels: Uint32Array, from: number, width: number): number {
  const first = pixels[from]!;
  let hash = width;
  let single = true;
  for (let i = from; i < from + width; i++) {
    const pixel = pixels[i]!;
    if (pixel !== first) single = false;
    hash = Math.imul(hash ^ pixel, 0x2c1b3c6d);
    hash ^= hash >>> 15;
  }
  return single ? 0 : hash || 1;
}
