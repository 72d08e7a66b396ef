/** Where the picture lies in the window, and what size the session's screen is to have. */
import type { ScreenSize } from '../../../session/carrier/control.ts';

/** A window that is being resized rests this long before the screen follows. */
const RESIZE_MS = 100;
/** How long the session may take to follow; until then the picture is not scaled. */
const SETTLE_MS = 1500;
/** CSS has 96 pixels to the inch of 25.4 mm. */
const MILLIMETRES_PER_PIXEL = 25.4 / 96;
const MIN_SIZE = 16;

export class Stage {
  readonly #stage: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  #width = 1;
  #height = 1;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(stage: HTMLElement, canvas: HTMLCanvasElement, resized: (size: ScreenSize) => void) {
    this.#stage = stage;
    this.#canvas = canvas;
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
    const width = Math.max(MIN_SIZE, Math.floor(this.#stage.clientWidth));
    const height = Math.max(MIN_SIZE, Math.floor(this.#stage.clientHeight));
    return {
      width,
      height,
      widthMillimetres: Math.round(width * MILLIMETRES_PER_PIXEL),
      heightMillimetres: Math.round(height * MILLIMETRES_PER_PIXEL),
    };
  }

  screenIs(width: number, height: number): void {
    this.#width = width;
    this.#height = height;
    this.#settle();
    this.#fit();
  }

  #settle(): void {
    clearTimeout(this.#settling);
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      this.#fit();
    }, SETTLE_MS);
  }

  /** One screen pixel is one CSS pixel, unless the screen stays larger than the window: then all of it is shown, smaller. */
  #fit(): void {
    const { clientWidth, clientHeight } = this.#stage;
    const room = Math.min(1, clientWidth / this.#width, clientHeight / this.#height);
    const scale = this.#settling === undefined ? room : 1;
    this.#canvas.style.width = `${this.#width * scale}px`;
    this.#canvas.style.height = `${this.#height * scale}px`;
    const whole = Number.isInteger(devicePixelRatio * scale);
    this.#canvas.style.imageRendering = whole ? 'pixelated' : 'auto';
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
