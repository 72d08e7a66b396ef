/** When to paint: at once after a pause, else with the next animation frame, so that a flood of drawing costs one painting a frame. */
import type { Box, SceneDamage } from '../../../xserver/scene-damage.ts';
import type { PreviewPart } from '../../../session/terminal/terminal-options.ts';
import type { Scene } from '../../../xserver/windows/scene.ts';
import type { Presenter } from './presenter.ts';

export class Painter {
  readonly #presenter: Presenter;
  readonly #resized: (width: number, height: number) => void;
  readonly #painted: () => void;
  #scene: Scene | undefined;
  #damage: SceneDamage | undefined;
  #blanked = false;
  #frameAsked = false;
  /** A frame has passed since the last painting. */
  #idle = true;
  /** The page knows that there is a picture, and its size. */
  #told = false;
  frames = 0;

  constructor(presenter: Presenter, resized: (width: number, height: number) => void, painted: () => void = () => {}) {
    this.#presenter = presenter;
    this.#resized = resized;
    this.#painted = painted;
  }

  /** Shows this scene from now on; undefined leaves the picture as it is. */
  show(scene: Scene | undefined, damage: SceneDamage | undefined): void {
    this.#scene = scene;
    this.#damage = damage;
    this.#blanked = false;
    if (scene === undefined || damage === undefined) return;
    damage.restacked(scene.screen.surfaces);
    this.#damageAll();
    this.worked();
  }

  /** Shows a part of a picture whose scene is still on its way. */
  preview(part: PreviewPart): void {
    const { screenWidth, screenHeight } = part;
    // What was shown before may be another one's; it is not painted any more.
    this.#scene = undefined;
    const changed = this.#presenter.fit(screenWidth, screenHeight, true);
    this.#presenter.put(part.pixels, part.x, part.y, part.width);
    this.frames++;
    this.#painted();
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
    if (this.#scene === undefined) return;
    const { width, height } = this.#scene.screen;
    this.#damage?.add({ x1: 0, y1: 0, x2: width, y2: height });
  }

  /** There may be something new to paint. */
  worked(): void {
    if (this.#scene === undefined || this.#damage === undefined) return;
    const { width, height } = this.#scene.screen;
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
    const scene = this.#scene!;
    const { width, height } = scene.screen;
    let boxes: readonly Box[] = this.#damage!.take();
    if (this.#presenter.fit(width, height)) {
      boxes = [{ x1: 0, y1: 0, x2: width, y2: height }];
      this.#tellSize(width, height);
    }
    if (this.#blanked) this.#presenter.blank();
    else this.#presenter.paint(scene, boxes);
    this.frames++;
    this.#painted();
  }
}
