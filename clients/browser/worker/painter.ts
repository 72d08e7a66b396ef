/** When to paint: at once after a pause, else with the next animation frame, so that a flood of drawing costs one painting a frame. */
import type { Core } from '../../../xserver/core.ts';
import type { Box, SceneDamage } from '../../../xserver/scene-damage.ts';
import type { PreviewPart } from '../../../session/terminal/terminal-options.ts';
import type { Presenter } from './presenter.ts';

export class Painter {
  readonly #presenter: Presenter;
  readonly #resized: (width: number, height: number) => void;
  #core: Core | undefined;
  #damage: SceneDamage | undefined;
  #blanked = false;
  #frameAsked = false;
  /** A frame has passed since the last painting. */
  #idle = true;
  /** The page knows that there is a picture, and its size. */
  #told = false;
  frames = 0;

  constructor(presenter: Presenter, resized: (width: number, height: number) => void) {
    this.#presenter = presenter;
    this.#resized = resized;
  }

  /** Shows this core from now on; undefined leaves the picture as it is. */
  show(core: Core | undefined, damage: SceneDamage | undefined): void {
    this.#core = core;
    this.#damage = damage;
    this.#blanked = false;
    if (core === undefined || damage === undefined) return;
    damage.restacked(core.state.screen.surfaces);
    this.#damageAll();
    this.worked();
  }

  /** Shows a part of a picture whose core is still on its way. */
  preview(part: PreviewPart): void {
    const { screenWidth, screenHeight } = part;
    // What was shown before may be another core's; it is not painted any more.
    this.#core = undefined;
    const changed = this.#presenter.fit(screenWidth, screenHeight, true);
    this.#presenter.put(part.pixels, part.x, part.y, part.width);
    this.frames++;
    if (changed || !this.#told) this.#tellSize(screenWidth, screenHeight);
  }

  #tellSize(width: number, height: number): void {
    this.#told = true;
    this.#resized(width, height);
  }

  blank(blanked: boolean): void {
    this.#blanked = blanked;
    this.#damageAll();
  }

  #damageAll(): void {
    if (this.#core === undefined) return;
    const { width, height } = this.#core.state.screen;
    this.#damage?.add({ x1: 0, y1: 0, x2: width, y2: height });
  }

  /** The core may have drawn. */
  worked(): void {
    if (this.#core === undefined || this.#damage === undefined) return;
    const { width, height } = this.#core.state.screen;
    if (this.#damage.isEmpty && this.#presenter.width === width && this.#presenter.height === height) return;
    if (this.#idle) this.#paint();
    if (this.#frameAsked) return;
    this.#frameAsked = true;
    requestAnimationFrame(() => {
      this.#frameAsked = false;
      const again = this.#damage?.isEmpty === false;
      if (again) this.#paint();
      this.#idle = !again;
      if (again) this.worked();
    });
  }

  #paint(): void {
    this.#idle = false;
    const { state } = this.#core!;
    const { width, height } = state.screen;
    let boxes: readonly Box[] = this.#damage!.take();
    if (this.#presenter.fit(width, height)) {
      boxes = [{ x1: 0, y1: 0, x2: width, y2: height }];
      this.#tellSize(width, height);
    }
    if (this.#blanked) this.#presenter.blank();
    else this.#presenter.paint(state, boxes);
    this.frames++;
  }
}
