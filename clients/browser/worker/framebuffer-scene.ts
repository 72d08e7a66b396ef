import { RawTerminalEnd } from '../../../rawpixel/terminal-end.ts';
import { CarrierError } from '../../../session/carrier/carrier-error.ts';
import type { TerminalWireOptions } from '../../../session/wire.ts';
import type { CursorImage } from '../../../xserver/driver.ts';
import type { Locks } from '../../../xserver/input/modifiers.ts';
import type { Scene } from '../../../xserver/windows/scene.ts';
import type { DrawnPicture } from './drawn-scene.ts';
import { decodeStill } from './decode-still.ts';
import { filmDecoder } from './film-decoder.ts';
import { SceneDriver } from './scene-driver.ts';

export interface FramebufferEvents {
  cursor(picture: DrawnPicture): void;
  /** Something new is to be painted, and no message has brought it just now. */
  worked(): void;
  bell(): void;
}

/** A scene whose pixels come as they are (the raw wire): one surface as large as the screen. */
export class FramebufferScene implements DrawnPicture {
  readonly driver: SceneDriver;
  readonly end: RawTerminalEnd;
  /** The host blackens the pixels themselves. */
  readonly blanked = false;
  locks: Locks | undefined;

  constructor({ whole, wake }: TerminalWireOptions, events: FramebufferEvents) {
    this.driver = new SceneDriver(
      () => events.cursor(this),
      () => {},
    );
    this.end = new RawTerminalEnd({
      driver: this.driver,
      whole,
      wake,
      worked: () => events.worked(),
      bell: () => events.bell(),
      locks: (capsLock, numLock) => {
        this.locks = { capsLock, numLock };
      },
      decode: async (kind, bytes) => {
        const { width, height, data } = await decodeStill(kind, bytes);
        return { width, height, rgb: data };
      },
      films: filmDecoder(),
      fault: (message) => new CarrierError('malformed', message),
    });
  }

  get cursor(): CursorImage | undefined {
    return this.end.cursor;
  }

  get scene(): Scene {
    return this.end.scene;
  }
}
