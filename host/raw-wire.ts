/**
 * The raw wire at the host: each terminal on it is an RFB viewer of ours, whose bytes travel on a channel of the carrier. What it sees is shared with
 * the VNC viewers (rfb/shared-screen.ts). RFB's own ways up are not used: input, sizes and the clipboard have theirs.
 */
import { ByteQueue } from '../rawpixel/byte-queue.ts';
import { RfbError } from '../rawpixel/errors.ts';
import { resizeStatus } from '../rawpixel/rfb/numbers.ts';
import type { DistantEncoders } from '../rawpixel/packing.ts';
import type { Viewer } from '../rawpixel/viewer.ts';
import { WHOLE_FENCE } from '../rawpixel/whole-fence.ts';
import type { ChannelSource } from '../session/carrier/carrier.ts';
import { CarrierError } from '../session/carrier/carrier-error.ts';
import type { LogFollower } from '../session/order/host-core.ts';
import type { HostWireOptions, WireEnd } from '../session/wire.ts';
import type { LogEntry } from '../xserver/log/entry.ts';
import type { SharedScreen } from './rfb/shared-screen.ts';
import { UpdateClock } from './rfb/update-clock.ts';

/** Makes ends for one session's terminals. */
export function rawWire(screen: SharedScreen): (options: HostWireOptions) => WireEnd {
  return (options) => new RawHostEnd(screen, options);
}

interface Attached {
  readonly viewer: Viewer;
  readonly clock: UpdateClock;
}

class RawHostEnd implements WireEnd, ChannelSource, LogFollower {
  readonly source = this;
  readonly #screen: SharedScreen;
  readonly #options: HostWireOptions;
  /** There once the encoders are loaded; nothing comes from the terminal before it has got something. */
  #attached: Attached | undefined;
  readonly #out = new ByteQueue();
  /** The viewer has begun to take pixels. */
  #begun = false;
  #toldWhole = false;
  #fault: Error | undefined;
  #closed = false;

  constructor(screen: SharedScreen, options: HostWireOptions) {
    this.#screen = screen;
    this.#options = options;
    screen.encoders().then(
      (encoders) => this.#attach(encoders),
      (error: unknown) => this.#failed(error),
    );
  }

  #failed(error: unknown): void {
    this.#fault ??= error instanceof Error ? error : new Error(String(error));
    this.#options.wake();
  }

  #attach(encoders: DistantEncoders): void {
    if (this.#closed) return;
    const { host, wake } = this.#options;
    const nothing = (): void => {};
    const viewer: Viewer = this.#screen.attach(
      { name: '', security: [], ahead: true, encoders },
      {
        send: (bytes) => this.#out.push(bytes),
        started: nothing,
        key: nothing,
        pointer: nothing,
        clipboard: nothing,
        resizeWanted: () => this.#screen.answerResize(viewer, resizeStatus.prohibited),
        fenceReturned: nothing,
        packed: wake,
        filmReady: wake,
        failed: (error) => this.#failed(error),
      },
    );
    this.#attached = { viewer, clock: new UpdateClock(this.#screen, viewer, wake) };
    host.follow(this);
    wake();
  }

  get waiting(): boolean {
    if (this.#fault !== undefined || this.#out.length > 0) return true;
    return this.#attached?.clock.isDue(this.#options.now()) === true;
  }

  /** What has been encoded; what has only been drawn can still be left out. */
  get backlog(): number {
    return this.#out.length;
  }

  next(maximum: number): Uint8Array | undefined {
    if (this.#fault !== undefined) throw this.#fault;
    const now = this.#options.now();
    const attached = this.#attached;
    if (attached !== undefined && this.#out.length === 0 && attached.clock.isDue(now)) {
      const { viewer, clock } = attached;
      // Packing takes its time in other threads: what the link can take meanwhile is packed in one go, or it would run dry.
      const { window, inFlight } = this.#options.pace;
      if (clock.update(now, Math.max(maximum, window - inFlight)) > 0) this.#begun = true;
      if (this.#begun && !this.#toldWhole && !viewer.isBehind) {
        this.#toldWhole = true;
        viewer.connection.sendFence(WHOLE_FENCE);
      }
    }
    return this.#out.take(maximum);
  }

  /** What follows the terminal's own input does not wait for a frame. */
  entry(entry: LogEntry): void {
    if (entry.kind === 'input' && entry.terminal === this.#options.terminal) this.#attached?.clock.hurry();
  }

  receive(bytes: Uint8Array): void {
    if (this.#attached === undefined) throw new CarrierError('malformed', 'RFB before anything was sent');
    const { viewer, clock } = this.#attached;
    try {
      viewer.connection.receive(Uint8Array.from(bytes));
    } catch (error) {
      if (!(error instanceof RfbError)) throw error;
      throw new CarrierError('malformed', `RFB: ${error.message}`);
    }
    clock.hurry();
    this.#options.wake();
  }

  close(): void {
    this.#closed = true;
    if (this.#attached === undefined) return;
    this.#options.host.unfollow(this);
    this.#attached.clock.stop();
    this.#screen.detach(this.#attached.viewer);
  }
}
