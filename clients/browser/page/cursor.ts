/** The session's cursor as the browser's own, so that it moves without delay. */
import type { CursorPicture } from '../worker/messages.ts';

/** Browsers show no larger ones. */
const MAX_SIZE = 128;
const MAX_CACHED = 64;

export class Cursors {
  readonly #element: HTMLElement;
  /** CSS by content, the one used longest ago first. */
  readonly #cache = new Map<string, string>();

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** undefined hides the cursor. */
  show(cursor: CursorPicture | undefined): void {
    this.#element.style.cursor = cursor === undefined ? 'none' : this.#css(cursor);
  }

  #css(cursor: CursorPicture): string {
    const { width, height, hotX, hotY, rgba } = cursor;
    const key = `${width} ${height} ${hotX} ${hotY} ${rgba.join()}`;
    const css = this.#cache.get(key) ?? draw(cursor);
    this.#cache.delete(key);
    this.#cache.set(key, css);
    if (this.#cache.size > MAX_CACHED) this.#cache.delete(this.#cache.keys().next().value!);
    return css;
  }
}

function draw({ width, height, hotX, hotY, rgba }: CursorPicture): string {
  if (width === 0 || height === 0) return 'none';
  const canvas = document.createElement('canvas');
  // What is too large is cut off around the hot spot.
  const left = Math.max(0, Math.min(hotX - MAX_SIZE / 2, width - MAX_SIZE));
  const top = Math.max(0, Math.min(hotY - MAX_SIZE / 2, height - MAX_SIZE));
  canvas.width = Math.min(width, MAX_SIZE);
  canvas.height = Math.min(height, MAX_SIZE);
  canvas.getContext('2d')!.putImageData(new ImageData(rgba, width, height), -left, -top);
  const x = Math.max(0, Math.min(canvas.width - 1, hotX - left));
  const y = Math.max(0, Math.min(canvas.height - 1, hotY - top));
  return `url(${canvas.toDataURL()}) ${x} ${y}, default`;
}
