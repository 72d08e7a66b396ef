import type { CursorImage } from '../../../xserver/driver.ts';
import { SceneDamage } from '../../../xserver/scene-damage.ts';

/** Sees what the core draws: gathers the damage and passes the cursor and blanking on. */
export class SceneDriver extends SceneDamage {
  readonly #cursorChanged: (cursor: CursorImage | undefined) => void;
  readonly #blanked: (blanked: boolean) => void;

  constructor(cursorChanged: (cursor: CursorImage | undefined) => void, blanked: (blanked: boolean) => void) {
    super();
    this.#cursorChanged = cursorChanged;
    this.#blanked = blanked;
  }

  override cursorChanged(cursor: CursorImage | undefined): void {
    this.#cursorChanged(cursor);
  }

  screenBlanked(blanked: boolean): void {
    this.#blanked(blanked);
  }
}
