/** The display driver of the raw wire: where the scene has changed, and which surfaces have moved, since it was asked last. */
import { SceneDamage } from '../../xserver/scene-damage.ts';
import type { Surface } from '../../xserver/state/drawables.ts';
import type { Hint } from './find-moves.ts';

/** A surface's move; moves of one surface add up for a viewer that was not told in between. */
export interface SurfaceMove extends Hint {
  readonly surface: Surface;
}

export class SceneChanges extends SceneDamage {
  /** Where the surfaces were when `takeMoves` was called last. */
  #places = new Map<Surface, { readonly x: number; readonly y: number }>();

  /** @param surfaces all that there are now. */
  takeMoves(surfaces: readonly Surface[]): SurfaceMove[] {
    const moves: SurfaceMove[] = [];
    const places = new Map<Surface, { x: number; y: number }>();
    for (const surface of surfaces) {
      const { x, y } = surface;
      const before = this.#places.get(surface);
      places.set(surface, { x, y });
      if (before === undefined || (before.x === x && before.y === y)) continue;
      const { width, height } = surface.pixels;
      moves.push({ surface, dx: x - before.x, dy: y - before.y, target: { x, y, width, height } });
    }
    this.#places = places;
    return moves;
  }
}
