/**
 * The thinc wire at the host: one translation of the core's drawing for a session, there while a terminal is on the wire, and a buffer for each of
 * those terminals.
 */
import { performance } from 'node:perf_hooks';
import type { ChannelSource } from '../session/carrier/carrier.ts';
import { CarrierError } from '../session/carrier/carrier-error.ts';
import type { HostCore, LogFollower } from '../session/order/host-core.ts';
import type { HostWireOptions, WireEnd } from '../session/wire.ts';
import type { TerminalBuffer } from '../thinc/buffer.ts';
import type { LossyEncoders, LossyMeans } from '../thinc/lossy.ts';
import { ThincError } from '../thinc/thinc-error.ts';
import { Translation } from '../thinc/translation.ts';
import { UpReader, type UpMessage } from '../thinc/up-messages.ts';
import { locksOf } from '../xserver/input/modifiers.ts';
import type { LogEntry } from '../xserver/log/entry.ts';

/** Makes ends for one session's terminals. `encoders`: of what goes with loss first; without them all goes as it is. */
export function thincWire(encoders?: LossyEncoders): (options: HostWireOptions) => WireEnd {
  let shared: Shared | undefined;
  return (options) => {
    shared ??= new Shared(options.host, () => (shared = undefined));
    return new ThincHostEnd(shared, options, encoders);
  };
}

function meansOf({ pace, now, wake }: HostWireOptions): LossyMeans {
  return {
    rate: () => pace.rate,
    mayGrow: () => pace.mayGrow,
    now,
    after: (milliseconds, act) => {
      const timer = setTimeout(act, milliseconds);
      return () => clearTimeout(timer);
    },
    wake,
  };
}

/** ms for which this process has worked or had nothing to do: without the time in which it waited for a processor. */
export function workedTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000 + performance.eventLoopUtilization().idle;
}

/** The time worked is asked for no more often, ms: to tell it takes the system some µs. */
const WORKED_MS = 10;

/** What the terminals on the wire share. */
class Shared {
  readonly translation: Translation;
  readonly #host: HostCore;
  readonly #unused: () => void;
  #users = 0;
  #time = -Infinity;
  #lookedAt = -Infinity;
  #worked = -Infinity;

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

  /** In ms of the session; looked at once in each. */
  setTime(time: number): void {
    if (time < this.#time + 1) return;
    this.#time = time;
    if (time >= this.#lookedAt + WORKED_MS) {
      this.#lookedAt = time;
      this.#worked = workedTime();
    }
    this.translation.setTime(time, this.#worked);
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
  readonly #encoders: LossyEncoders | undefined;
  readonly #up = new UpReader();
  /** Writing has taken enough of the processor for now, or what waits will soon be drawn over. */
  #rest: NodeJS.Timeout | undefined;

  constructor(shared: Shared, options: HostWireOptions, encoders: LossyEncoders | undefined) {
    this.#shared = shared;
    this.#options = options;
    this.#encoders = encoders;
    this.#buffer = shared.attach(encoders === undefined ? undefined : meansOf(options));
    this.#buffer.link = options.pace;
    options.host.follow(this);
    this.#tellLocks();
  }

  #tellLocks(): void {
    this.#buffer.locksAre(locksOf(this.#options.host.core.state.input.keyboard));
  }

  get waiting(): boolean {
    const { isWaiting } = this.#buffer;
    if (!isWaiting) this.#comeBack();
    return isWaiting;
  }

  get backlog(): number {
    return this.#buffer.waiting;
  }

  next(maximum: number): Uint8Array | undefined {
    this.#shared.setTime(this.#options.now());
    const bytes = this.#buffer.take(maximum);
    this.#comeBack();
    return bytes;
  }

  /** What has to rest now is looked at again then. */
  #comeBack(): void {
    if (this.#rest !== undefined) return;
    const { rest } = this.#buffer;
    if (rest > 0) this.#rest = setTimeout(() => this.#goOn(), rest);
  }

  #goOn(): void {
    this.#rest = undefined;
    this.#shared.setTime(this.#options.now());
    this.#options.wake();
  }

  /** What follows the terminal's own input is urgent for it. */
  entry(entry: LogEntry): void {
    this.#shared.setTime(entry.time);
    this.#tellLocks();
    if (entry.kind !== 'input' || entry.terminal !== this.#options.terminal) return;
    const { urgency } = this.#buffer;
    if (entry.input.kind === 'key' || entry.input.kind === 'keysym') urgency.key(entry.time);
    const { x, y } = this.#options.host.core.state.input.pointer;
    if (entry.input.kind === 'motion' || entry.input.kind === 'button') this.#buffer.pointer(x, y, entry.time);
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
    else if (message.kind === 'room') {
      this.#shared.translation.setRoom(this.#buffer, message.room);
      this.#options.wake();
    } else if (this.#encoders !== undefined) lossy?.decodes(message.codecs, this.#encoders);
  }

  close(): void {
    clearTimeout(this.#rest);
    this.#options.host.unfollow(this);
    this.#shared.detach(this.#buffer);
  }
}
