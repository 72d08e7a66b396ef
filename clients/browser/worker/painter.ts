/** When to paint: at once after a pause, else with the next animation frame, so that a flood of drawing costs one painting a frame. */
import type { Core } from '../../../xserver/core.ts';
import type { Box, SceneDamage } from '../../../xserver/scene-damage.ts';
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
      this.#resized(width, height);
    }
    if (this.#blanked) this.#presenter.blank();
    else this.#presenter.paint(state, boxes);
    this.frames++;
  }
}
