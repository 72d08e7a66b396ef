/** Where the picture lies in the window, and what size the session's screen is to have. */
import type { ScreenSize } from '../../../session/carrier/control.ts';

/** A window that is being resized rests this long before the screen follows. */
const RESIZE_MS = 100;
/** How long the session may take to follow; until then the picture is not scaled. */
const SETTLE_MS = 1500;
/** CSS has 96 pixels to the inch of 25.4 mm. */
const MILLIMETRES_PER_PIXEL = 25.4 / 96;
const MIN_SIZE = 16;

/** What happens to a screen of another size than the window: all of it is shown, or a part in its own size. */
export type ScreenMode = 'fit' | 'scroll';

/**
 * CSS pixels per pixel of the screen. A screen larger than the window is made smaller; a smaller one grows only by what keeps its pixels
 * whole on the display.
 */
export function fittingScale(screen: Size, window: Size, pixelRatio: number): number {
  const room = Math.min(window.width / screen.width, window.height / screen.height);
  if (room <= 1) return room;
  return Math.max(1, Math.floor(room * pixelRatio) / pixelRatio);
}

interface Size {
  readonly width: number;
  readonly height: number;
}

export interface StageOptions {
  readonly stage: HTMLElement;
  /** Holds the canvas, is as large as it, and takes the pointer. */
  readonly screen: HTMLElement;
  readonly mode: ScreenMode;
  /** The window has room for another size. */
  readonly resized: (size: ScreenSize) => void;
  /** What the picture is made to fit into, in pixels of the display; undefined where it is shown as it is, or the screen follows the window. */
  readonly roomChanged: (room: Size | undefined) => void;
}

export class Stage {
  readonly #stage: HTMLElement;
  readonly #screen: HTMLElement;
  readonly #roomChanged: (room: Size | undefined) => void;
  #room: Size | undefined;
  #mode: ScreenMode;
  #width = 1;
  #height = 1;
  /** The session's screen follows our window. */
  #leads = true;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor({ stage, screen, mode, resized, roomChanged }: StageOptions) {
    this.#roomChanged = roomChanged;
    this.#stage = stage;
    this.#screen = screen;
    this.#mode = mode;
    stage.dataset['mode'] = mode;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let known = this.size;
    new ResizeObserver(() => {
      this.#fit();
      clearTimeout(timer);
      timer = setTimeout(() => {
        const size = this.size;
        if (size.width === known.width && size.height === known.height) return;
        known = size;
        this.#settle();
        resized(size);
      }, RESIZE_MS);
    }).observe(stage);
    this.#followPixelRatio();
  }

  /** What the window has room for. */
  get size(): ScreenSize {
    // Without scroll bars: they come and go with the size of the screen.
    const { width: roomX, height: roomY } = this.#stage.getBoundingClientRect();
    const width = Math.max(MIN_SIZE, Math.floor(roomX));
    const height = Math.max(MIN_SIZE, Math.floor(roomY));
    return {
      width,
      height,
      widthMillimetres: Math.round(width * MILLIMETRES_PER_PIXEL),
      heightMillimetres: Math.round(height * MILLIMETRES_PER_PIXEL),
    };
  }

  /** A canvas for a worker that is just beginning; the one before stays in sight until `painted`. */
  newCanvas(): HTMLCanvasElement {
    const canvas = document.createElement('canvas');
    canvas.width = 1;
    canvas.height = 1;
    canvas.className = 'unpainted';
    this.#screen.append(canvas);
    return canvas;
  }

  /** There is a picture on the newest canvas, of this size. */
  painted(width: number, height: number): void {
    const newest = this.#screen.lastElementChild;
    newest?.classList.remove('unpainted');
    for (const canvas of [...this.#screen.children]) if (canvas !== newest) canvas.remove();
    this.#width = width;
    this.#height = height;
    this.#settle();
    this.#fit();
  }

  setMode(mode: ScreenMode): void {
    this.#mode = mode;
    this.#stage.dataset['mode'] = mode;
    this.#fit();
  }

  /** Whether the session's screen takes the size of our window. */
  leads(leads: boolean): void {
    if (this.#leads === leads) return;
    this.#leads = leads;
    this.#fit();
  }

  /** Moves a screen that is larger than the window; false where there is nothing to move. */
  pan(deltaX: number, deltaY: number): boolean {
    const { scrollLeft, scrollTop } = this.#stage;
    this.#stage.scrollBy(deltaX, deltaY);
    return this.#stage.scrollLeft !== scrollLeft || this.#stage.scrollTop !== scrollTop;
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      this.#fit();
    }, SETTLE_MS);
  }

  #tellRoom(): void {
    const { width, height } = this.size;
    const fits = this.#mode === 'fit' && !this.#leads;
    const room = fits
      ? { width: Math.floor(width * devicePixelRatio), height: Math.floor(height * devicePixelRatio) }
      : undefined;
    if (room?.width === this.#room?.width && room?.height === this.#room?.height) return;
    this.#room = room;
    this.#roomChanged(room);
  }

  #fit(): void {
    const { width, height } = this.size;
    this.#tellRoom();
    const unscaled = this.#mode === 'scroll' || (this.#leads && this.#settling !== undefined);
    const scale = unscaled
      ? 1
      : fittingScale({ width: this.#width, height: this.#height }, { width, height }, devicePixelRatio);
    const { style } = this.#screen;
    const shownWidth = this.#width * scale;
    const shownHeight = this.#height * scale;
    style.width = `${shownWidth}px`;
    style.height = `${shownHeight}px`;
    // Whole pixels of the display: a picture between two of them is blurred.
    const centre = (room: number, shown: number) =>
      Math.max(0, Math.floor(((room - shown) / 2) * devicePixelRatio) / devicePixelRatio);
    const centred = !(this.#leads && this.#settling !== undefined);
    style.left = `${centred ? centre(width, shownWidth) : 0}px`;
    style.top = `${centred ? centre(height, shownHeight) : 0}px`;
    const whole = Number.isInteger(devicePixelRatio * scale);
    style.imageRendering = whole ? 'pixelated' : 'auto';
    const larger = this.#mode === 'scroll' && (shownWidth > width || shownHeight > height);
    this.#stage.classList.toggle('scrolls', larger);
  }

  #followPixelRatio(): void {
    matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener(
      'change',
      () => {
        this.#fit();
        this.#followPixelRatio();
      },
      { once: true },
    );
  }
}
