/** The picture, scaled to the room there is, with the pointer of those days on it. */
import { element } from '../page/elements.ts';
import type { CursorPicture } from '../worker/messages.ts';

export class Picture {
  readonly #stage = element('stage', HTMLElement);
  readonly #picture = element('picture', HTMLElement);
  readonly #screen = element('screen', HTMLCanvasElement);
  readonly #pointer = element('pointer', HTMLCanvasElement);
  #width = 1;
  #height = 1;
  #scale = 1;
  #x = 0;
  #y = 0;
  #hotX = 0;
  #hotY = 0;

  constructor() {
    new ResizeObserver(() => this.#fit()).observe(this.#stage);
  }

  /** For the worker, which paints on it; once. */
  takeCanvas(): OffscreenCanvas {
    return this.#screen.transferControlToOffscreen();
  }

  screenIs(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#fit();
  }

  pointerAt(x: number, y: number): void {
    this.#x = x;
    this.#y = y;
    this.#place();
  }

  cursorIs(cursor: CursorPicture | undefined): void {
    const drawn = cursor !== undefined && cursor.width > 0 && cursor.height > 0;
    this.#pointer.hidden = !drawn;
    if (!drawn) return;
    const { width, height, hotX, hotY, rgba } = cursor;
    this.#pointer.width = width;
    this.#pointer.height = height;
    this.#pointer.getContext('2d')!.putImageData(new ImageData(rgba, width, height), 0, 0);
    this.#hotX = hotX;
    this.#hotY = hotY;
    this.#place();
  }

  /** As large as fits, but never larger than it was. */
  #fit(): void {
    const { clientWidth, clientHeight } = this.#stage;
    this.#scale = Math.min(1, clientWidth / this.#width, clientHeight / this.#height);
    this.#picture.style.width = `${this.#width * this.#scale}px`;
    this.#picture.style.height = `${this.#height * this.#scale}px`;
    this.#screen.style.imageRendering = Number.isInteger(devicePixelRatio * this.#scale) ? 'pixelated' : 'auto';
    this.#place();
  }

  #place(): void {
    const left = (this.#x - this.#hotX) * this.#scale;
    const top = (this.#y - this.#hotY) * this.#scale;
    this.#pointer.style.transform = `translate(${left}px, ${top}px) scale(${this.#scale})`;
  }
}
