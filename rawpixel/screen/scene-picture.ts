/** The scene as one framebuffer, brought up to date by damage; all viewers of a session share it. */
import { copyRect } from '../../xserver/raster/copy.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';
import type { Box } from '../../xserver/scene-damage.ts';
import type { ServerState } from '../../xserver/state/server-state.ts';
import { visibleSurfaces } from '../../xserver/windows/scene.ts';
import { clipRect, fillPixels, type Rect } from '../rect.ts';

const GX_COPY = 3;
const RGB = 0xffffff;

export class ScenePicture {
  #pixels: Pixels;

  constructor(width: number, height: number) {
    this.#pixels = createPixels(width, height, 24);
  }

  get width(): number {
    return this.#pixels.width;
  }

  get height(): number {
    return this.#pixels.height;
  }

  /** 0xrrggbb, row by row. */
  get data(): Uint32Array {
    return this.#pixels.data;
  }

  /**
   * Takes over what has changed on the screen.
   * @param boxes as SceneDamage tells them.
   * @param blanked the screen saver is on: all is black.
   * @returns where the picture may have changed; the whole of it when the screen has another size.
   */
  update(state: ServerState, boxes: readonly Box[], blanked: boolean): Rect[] {
    const { width, height } = state.screen;
    const resized = width !== this.width || height !== this.height;
    if (resized) this.#pixels = createPixels(width, height, 24);
    const all = resized ? [{ x1: 0, y1: 0, x2: width, y2: height }] : boxes;
    const changed: Rect[] = [];
    for (const { x1, y1, x2, y2 } of all) {
      const rect = clipRect({ x: x1, y: y1, width: x2 - x1, height: y2 - y1 }, width, height);
      if (rect === undefined) continue;
      changed.push(rect);
      if (blanked) fillPixels(this.data, width, rect, 0);
      else this.#compose(state, rect);
    }
    return changed;
  }

  #compose(state: ServerState, rect: Rect): void {
    for (const { surface, region } of visibleSurfaces(state, rect.x, rect.y, rect.width, rect.height)) {
      const { rects } = region;
      for (let i = 0; i < rects.length; i += 4) {
        const x = rects[i]!;
        const y = rects[i + 1]!;
        const width = rects[i + 2]! - x;
        const height = rects[i + 3]! - y;
        copyRect(surface.pixels, x - surface.x, y - surface.y, this.#pixels, x, y, width, height, GX_COPY, RGB);
      }
    }
  }
}
