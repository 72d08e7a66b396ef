import { CarrierError } from '../../../session/carrier/carrier-error.ts';
import type { TerminalWireOptions } from '../../../session/wire.ts';
import type { Size } from '../../../thinc/scale.ts';
import { ThincTerminalEnd } from '../../../thinc/terminal-end.ts';
import type { CursorImage } from '../../../xserver/driver.ts';
import type { Locks } from '../../../xserver/input/modifiers.ts';
import type { Scene } from '../../../xserver/windows/scene.ts';
import { SceneDriver } from './scene-driver.ts';
import { browserDecoders } from './video-decoders.ts';

/** What a wire that ships no log shows: it comes to be beside what is shown, and then takes its place. */
export interface DrawnPicture {
  readonly driver: SceneDriver;
  readonly scene: Scene;
  /** Of the host, where the scene is a smaller picture of it. */
  readonly screen?: Size;
  readonly cursor: CursorImage | undefined;
  readonly blanked: boolean;
  /** undefined while they are not told. */
  readonly locks: Locks | undefined;
}

/** A scene that is drawn by commands (the thinc wire). */
export class DrawnScene implements DrawnPicture {
  readonly driver: SceneDriver;
  readonly end: ThincTerminalEnd;
  cursor: CursorImage | undefined;
  blanked = false;

  constructor(
    { whole, wake }: TerminalWireOptions,
    changed: {
      readonly cursor: (drawn: DrawnScene) => void;
      readonly blanked: (drawn: DrawnScene) => void;
      /** A frame was decoded: there is something to show. */
      readonly painted: () => void;
    },
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
    this.end = new ThincTerminalEnd({
      driver: this.driver,
      whole,
      wake,
      fault: (message) => new CarrierError('malformed', message),
      decoders: browserDecoders(),
      painted: changed.painted,
    });
  }

  get scene(): Scene {
    return this.end.terminal.scene;
  }

  get locks(): Locks | undefined {
    return this.end.terminal.locks;
  }

  /** The screen of which this is a picture: as large, or larger. */
  get screen(): Size {
    return this.end.terminal.of ?? this.scene.screen;
  }
}
