/**
 * What all viewers of pixels in one session share, terminals on the raw wire and VNC viewers alike: the scene as one picture. It hangs on the
 * host's core while there is a viewer.
 */
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import type { ServerEvents, ServerOptions } from '../../rawpixel/rfb/server-connection.ts';
import { RawScreen } from '../../rawpixel/raw-screen.ts';
import type { Viewer } from '../../rawpixel/viewer.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import { noDriver } from '../../session/no-driver.ts';
import type { HostCore } from '../../session/order/host-core.ts';
import { loadRawEncoders } from '../encoders/raw-encoders.ts';

export class SharedScreen {
  readonly host: HostCore;
  #screen: RawScreen | undefined;
  #users = 0;
  #encoders: Promise<DistantEncoders> | undefined;
  /** The cursor, or whether the screen is black, may be another. */
  #changed = false;
  #revision = 0;
  readonly #watch: DisplayDriver = {
    ...noDriver,
    cursorChanged: () => {
      this.#changed = true;
    },
    screenBlanked: () => {
      this.#changed = true;
    },
  };

  constructor(host: HostCore) {
    this.host = host;
  }

  /** Counts up with each `refresh` that found something. */
  get revision(): number {
    return this.#revision;
  }

  /** There may be something that viewers have not been told. */
  get isDirty(): boolean {
    return this.#changed || this.#screen?.changes.isEmpty === false;
  }

  bell(): void {
    for (const { connection } of this.#screen?.viewers ?? []) connection.bell();
  }

  /** The pointer has moved: some viewers have it in their pixels. */
  pointerMoved(): void {
    this.#changed = true;
  }

  /** Takes over what the core has drawn, and tells the viewers. */
  refresh(): void {
    if (!this.isDirty) return;
    this.#changed = false;
    this.#revision++;
    this.#screen?.refresh(this.host.core.state);
  }

  /** What `attach` wants; loaded for the first viewer, as most sessions have none. */
  async encoders(): Promise<DistantEncoders> {
    return (this.#encoders ??= loadRawEncoders());
  }

  attach(
    options: Omit<ServerOptions, 'width' | 'height' | 'encoders' | 'images' | 'zlib'> & {
      readonly encoders: DistantEncoders;
    },
    events: Omit<ServerEvents, 'refresh' | 'changed'>,
  ): Viewer {
    const { core, drivers } = this.host;
    if (this.#screen === undefined) {
      this.#screen = new RawScreen(core.state);
      drivers.add(this.#screen.changes);
      drivers.add(this.#watch);
    }
    this.refresh();
    this.#users++;
    return this.#screen.attach(options, events, core.state);
  }

  /** See RawScreen.answerResize. */
  answerResize(viewer: Viewer, status?: number): void {
    this.#screen?.answerResize(viewer, this.host.core.state, status);
    this.#revision++;
  }

  detach(viewer: Viewer): void {
    const screen = this.#screen;
    viewer.connection.end();
    if (screen?.viewers.delete(viewer) !== true || --this.#users > 0) return;
    this.host.drivers.remove(screen.changes);
    this.host.drivers.remove(this.#watch);
    this.#screen = undefined;
  }
}
