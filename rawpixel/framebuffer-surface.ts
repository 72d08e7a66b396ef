/** A viewer's framebuffer as a scene of one surface, so that what shows scenes can show it. */
import type { DisplayDriver } from '../xserver/driver.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import type { Rect } from './rect.ts';
import type { ClientFramebuffer } from './rfb/client-framebuffer.ts';

const GX_COPY = 3;
const RGB = 0xffffff;

export class FramebufferSurface {
  readonly scene: { readonly screen: { width: number; height: number; surfaces: readonly Surface[] } };
  readonly #driver: DisplayDriver;
  readonly #surface: Surface;

  /** @param driver sees every change. */
  constructor(driver: DisplayDriver) {
    this.#driver = driver;
    this.#surface = { kind: 'surface', window: 0, x: 0, y: 0, pixels: createPixels(0, 0, 24), shape: undefined };
    this.scene = { screen: { width: 0, height: 0, surfaces: [this.#surface] } };
  }

  connected(): void {
    this.#driver.surfaceCreated(this.#surface);
  }

  /** The framebuffer has another size, and other memory. */
  resized({ width, height, data }: ClientFramebuffer): void {
    const previous = this.#surface.pixels;
    this.#surface.pixels = { width, height, depth: 24, data };
    this.scene.screen.width = width;
    this.scene.screen.height = height;
    this.#driver.surfaceResized(this.#surface, previous, 0, 0);
  }

  updated(damage: readonly Rect[]): void {
    const { pixels } = this.#surface;
    for (const { x, y, width, height } of damage) {
      this.#driver.putImage(this.#surface, pixels, Int32Array.of(x, y, x, y, width, height), 1, GX_COPY, RGB);
    }
  }
}
