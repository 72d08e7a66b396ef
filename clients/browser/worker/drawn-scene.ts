import { CarrierError } from '../../../session/carrier/carrier-error.ts';
import { ThincTerminalEnd } from '../../../thinc/terminal-end.ts';
import type { CursorImage } from '../../../xserver/driver.ts';
import type { Scene } from '../../../xserver/windows/scene.ts';
import { SceneDriver } from './scene-driver.ts';

/** A scene that is drawn by commands (the thinc wire): it comes to be beside what is shown, and then takes its place. */
export class DrawnScene {
  readonly driver: SceneDriver;
  readonly end: ThincTerminalEnd;
  cursor: CursorImage | undefined;
  blanked = false;

  constructor(
    whole: () => void,
    changed: { readonly cursor: (drawn: DrawnScene) => void; readonly blanked: (drawn: DrawnScene) => void },
  ) {
    this.driver = new SceneDriver(
      (cursor) => {
        this.cursor = cursor;
        changed.cursor(this);
      },
      (blanked) => {
        this.blanked = blanked;
        changed.blanked(this);
      },
    );
    this.end = new ThincTerminalEnd(this.driver, whole, (message) => new CarrierError('malformed', message));
  }

  get scene(): Scene {
    return this.end.terminal.scene;
  }
}
