/**
 * What a terminal has cost and how quick it was, counted over all its connections. Counting goes on all the time and costs next to nothing; samples
 * are taken only while somebody watches.
 */
import type { WireName } from '../../../session/carrier/control.ts';
import type { TerminalEnd } from '../../../session/terminal-end.ts';

/** How often the page hears of it while it watches, in milliseconds. */
const SAMPLE_MS = 250;
/** Inputs that wait for a painting; more are not measured. */
const MAX_WAITING_INPUTS = 64;
/** A painting that comes sooner after an input than this share of the link's shortest round trip is not its effect. */
const SOONEST = 0.9;

export interface Amount {
  readonly bytes: number;
  readonly messages: number;
}

export interface Sample {
  /** Milliseconds since 1970, with fractions. */
  readonly at: number;
  readonly wire: WireName;
  /** Since the page began. */
  readonly down: Amount;
  readonly up: Amount;
  readonly frames: number;
  /** Shortest round trip of the link of late, in milliseconds. */
  readonly roundTrip: number | undefined;
  /** Milliseconds from keys and buttons to the painting that could show them, for those since the sample before. */
  readonly latencies: readonly number[];
}

/** Now, in milliseconds since 1970: the same in page and worker. */
export function wallClock(): number {
  return performance.timeOrigin + performance.now();
}

export class Meter {
  readonly #end: () => TerminalEnd | undefined;
  readonly #tell: (sample: Sample) => void;
  #frames = 0;
  /** Of connections that have ended. */
  #before = { down: { bytes: 0, messages: 0 }, up: { bytes: 0, messages: 0 } };
  #waiting: number[] = [];
  #latencies: number[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(end: () => TerminalEnd | undefined, tell: (sample: Sample) => void) {
    this.#end = end;
    this.#tell = tell;
  }

  watch(watching: boolean): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#waiting = [];
    this.#latencies = [];
    if (!watching) return;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
    this.#sample();
  }

  /** A key or button was pressed at this time (`wallClock`). */
  pressed(at: number): void {
    if (this.#timer !== undefined && this.#waiting.length < MAX_WAITING_INPUTS) this.#waiting.push(at);
  }

  painted(): void {
    this.#frames++;
    if (this.#waiting.length === 0) return;
    const now = wallClock();
    const soonest = (this.#end()?.carrier.pace.roundTrip ?? 0) * SOONEST;
    const shown = (at: number) => now - at >= soonest;
    for (const at of this.#waiting) if (shown(at)) this.#latencies.push(now - at);
    this.#waiting = this.#waiting.filter((at) => !shown(at));
  }

  /** A connection is over: what follows is counted by the next. */
  connectionEnded(end: TerminalEnd): void {
    const { received, sent } = end.carrier;
    this.#before = { down: sum(this.#before.down, received), up: sum(this.#before.up, sent) };
    this.#waiting = [];
  }

  #sample(): void {
    const end = this.#end();
    if (end === undefined) return;
    const { received, sent, pace } = end.carrier;
    // What has ended is in `before` already.
    const over = end.state === 'closed';
    this.#tell({
      at: wallClock(),
      wire: end.wire,
      down: over ? this.#before.down : sum(this.#before.down, received),
      up: over ? this.#before.up : sum(this.#before.up, sent),
      frames: this.#frames,
      roundTrip: pace.roundTrip,
      latencies: this.#latencies,
    });
    this.#latencies = [];
  }
}

function sum(a: Amount, b: Amount): { bytes: number; messages: number } {
  return { bytes: a.bytes + b.bytes, messages: a.messages + b.messages };
}
