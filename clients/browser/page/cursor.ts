/** The session's cursor as the browser's own, so that it moves without delay. */
import type { CursorPicture } from '../worker/messages.ts';

/** Browsers show no larger ones. */
const MAX_SIZE = 128;
const MAX_CACHED = 64;

/** taking: the session's own; waiting: it does not take input yet; ignored: it takes none from here. */
export type PointerUse = 'taking' | 'waiting' | 'ignored';

export class Cursors {
  readonly #element: HTMLElement;
  /** CSS by content, the one used longest ago first. */
  readonly #cache = new Map<string, string>();
  #session = 'default';
  #use: PointerUse = 'waiting';

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  /** The session's cursor; undefined hides it. */
  show(cursor: CursorPicture | undefined): void {
    this.#session = cursor === undefined ? 'none' : this.#css(cursor);
    this.#update();
  }

  useIs(use: PointerUse): void {
    this.#use = use;
    this.#update();
  }

  #update(): void {
    const css = { taking: this.#session, waiting: 'progress', ignored: 'not-allowed' }[this.#use];
    if (this.#element.style.cursor !== css) this.#element.style.cursor = css;
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
