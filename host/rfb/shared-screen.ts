/**
 * What all viewers of pixels in one session share, terminals on the raw wire and VNC viewers alike: the scene as one picture. It hangs on the
 * host's core while there is a viewer.
 */
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import type { ServerEvents, ServerOptions } from '../../rawpixel/rfb/server-connection.ts';
import { resizeStatus } from '../../rawpixel/rfb/numbers.ts';
import { ledsOf, RawScreen } from '../../rawpixel/raw-screen.ts';
import type { Viewer } from '../../rawpixel/viewer.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import { noDriver } from '../../session/no-driver.ts';
import type { HostCore } from '../../session/order/host-core.ts';
import { loadRawEncoders } from '../encoders/raw-encoders.ts';

/** The terminal that orders the log may be far away. */
const RESIZE_PATIENCE_MS = 5000;

interface AwaitedSize {
  readonly viewer: Viewer;
  readonly width: number;
  readonly height: number;
  readonly timer: NodeJS.Timeout;
}

export class SharedScreen {
  readonly host: HostCore;
  #screen: RawScreen | undefined;
  #users = 0;
  /** Viewers that wait for the core to take the size that they have asked for. */
  #resizes: AwaitedSize[] = [];
  #encoders: Promise<DistantEncoders> | undefined;
  /** The cursor, or whether the screen is black, may be another. */
  #changed = false;
  #revision = 0;
  /** Lights of the lock keys at the last refresh. */
  #leds = 0;
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
    const screen = this.#screen;
    return (
      screen !== undefined && (this.#changed || !screen.changes.isEmpty || ledsOf(this.host.core.state) !== this.#leds)
    );
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
    if (this.#resizes.length > 0) this.#answerSizes();
    if (!this.isDirty) return;
    this.#changed = false;
    this.#revision++;
    this.#leds = ledsOf(this.host.core.state);
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

  /** Answers a viewer's wish for a size once the core has taken it, or when that has lasted too long. */
  awaitSize(viewer: Viewer, width: number, height: number): void {
    // Only the last wish counts.
    for (const resize of this.#resizes.splice(0)) {
      if (resize.viewer === viewer) this.#giveUp(resize);
      else this.#resizes.push(resize);
    }
    const timer = setTimeout(() => {
      this.#resizes = this.#resizes.filter((other) => other !== resize);
      this.#giveUp(resize);
    }, RESIZE_PATIENCE_MS);
    const resize: AwaitedSize = { viewer, width, height, timer };
    this.#resizes.push(resize);
    this.#answerSizes();
  }

  #giveUp({ viewer, timer }: AwaitedSize): void {
    clearTimeout(timer);
    this.answerResize(viewer, resizeStatus.prohibited);
  }

  #answerSizes(): void {
    const { width, height } = this.host.core.state.screen;
    for (const resize of this.#resizes.splice(0)) {
      if (resize.width === width && resize.height === height) {
        clearTimeout(resize.timer);
        this.answerResize(resize.viewer);
      } else this.#resizes.push(resize);
    }
  }

  /** See RawScreen.answerResize. */
  answerResize(viewer: Viewer, status?: number): void {
    this.#screen?.answerResize(viewer, this.host.core.state, status);
    this.#revision++;
  }

  detach(viewer: Viewer): void {
    const screen = this.#screen;
    viewer.end();
    for (const { viewer: waiting, timer } of this.#resizes) if (waiting === viewer) clearTimeout(timer);
    this.#resizes = this.#resizes.filter((resize) => resize.viewer !== viewer);
    if (screen?.viewers.delete(viewer) !== true || --this.#users > 0) return;
    this.host.drivers.remove(screen.changes);
    this.host.drivers.remove(this.#watch);
    this.#screen = undefined;
  }
}
