/**
 * The thinc wire at the host: one translation of the core's drawing for a session, there while a terminal is on the wire, and a buffer for each of
 * those terminals.
 */
import type { ChannelSource } from '../session/carrier/carrier.ts';
import { CarrierError } from '../session/carrier/carrier-error.ts';
import type { HostCore, LogFollower } from '../session/order/host-core.ts';
import type { HostWireOptions, WireEnd } from '../session/wire.ts';
import type { TerminalBuffer } from '../thinc/buffer.ts';
import type { LossyEncoders, LossyMeans } from '../thinc/lossy.ts';
import { ThincError } from '../thinc/thinc-error.ts';
import { Translation } from '../thinc/translation.ts';
import { UpReader, type UpMessage } from '../thinc/up-messages.ts';
import type { LogEntry } from '../xserver/log/entry.ts';

/**
 * Makes ends for one session's terminals. `load` gives what codes what goes with loss first, for the first terminal that decodes it; without it all
 * goes as it is.
 */
export function thincWire(load?: () => Promise<LossyEncoders>): (options: HostWireOptions) => WireEnd {
  let shared: Shared | undefined;
  let loading: Promise<LossyEncoders> | undefined;
  const once = load === undefined ? undefined : async () => (loading ??= load());
  return (options) => {
    shared ??= new Shared(options.host, () => (shared = undefined));
    return new ThincHostEnd(shared, options, once);
  };
}

function meansOf({ pace, now, wake }: HostWireOptions): LossyMeans {
  return {
    rate: () => pace.rate,
    now,
    after: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    wake,
  };
}

/** What the terminals on the wire share. */
class Shared {
  readonly translation: Translation;
  readonly #host: HostCore;
  readonly #unused: () => void;
  #users = 0;

  constructor(host: HostCore, unused: () => void) {
    const { input, screenSaver } = host.core.state;
    this.#host = host;
    this.#unused = unused;
    this.translation = new Translation(host.core.state, input.pointer.shownCursor, screenSaver.active);
    host.drivers.add(this.translation);
  }

  attach(means: LossyMeans | undefined): TerminalBuffer {
    this.#users++;
    return this.translation.attach(means);
  }

  detach(buffer: TerminalBuffer): void {
    this.translation.detach(buffer);
    if (--this.#users > 0) return;
    this.#host.drivers.remove(this.translation);
    this.#unused();
  }
}

class ThincHostEnd implements WireEnd, ChannelSource, LogFollower {
  readonly source = this;
  readonly #shared: Shared;
  readonly #options: HostWireOptions;
  readonly #buffer: TerminalBuffer;
  readonly #load: (() => Promise<LossyEncoders>) | undefined;
  readonly #up = new UpReader();

  constructor(shared: Shared, options: HostWireOptions, load: (() => Promise<LossyEncoders>) | undefined) {
    this.#shared = shared;
    this.#options = options;
    this.#load = load;
    this.#buffer = shared.attach(load === undefined ? undefined : meansOf(options));
    options.host.follow(this);
  }

  get waiting(): boolean {
    return this.#buffer.isWaiting;
  }

  get backlog(): number {
    return this.#buffer.waiting;
  }

  next(maximum: number): Uint8Array | undefined {
    return this.#buffer.take(maximum);
  }

  /** What follows the terminal's own input is urgent for it. */
  entry(entry: LogEntry): void {
    this.#shared.translation.setTime(entry.time);
    if (entry.kind !== 'input' || entry.terminal !== this.#options.terminal) return;
    const { urgency } = this.#buffer;
    if (entry.input.kind === 'key') urgency.key(entry.time);
    const { x, y } = this.#options.host.core.state.input.pointer;
    if (entry.input.kind === 'motion' || entry.input.kind === 'button') urgency.pointer(x, y, entry.time);
  }

  receive(bytes: Uint8Array): void {
    try {
      for (const message of this.#up.push(bytes)) this.#hear(message);
    } catch (error) {
      throw error instanceof ThincError ? new CarrierError('malformed', error.message) : error;
    }
  }

  #hear(message: UpMessage): void {
    const { lossy } = this.#buffer;
    if (message.kind === 'lost') lossy?.lost(message.stream);
    else void this.#load?.().then((encoders) => lossy?.decodes(message.codecs, encoders));
  }

  close(): void {
    this.#options.host.unfollow(this);
    this.#shared.detach(this.#buffer);
  }
}
