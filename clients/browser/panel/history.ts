/** The last minute of a terminal's figures, and their sums for each wire. No clock and no page: samples come in, points and sums come out. */
import type { WireName } from '../../../session/carrier/control.ts';
import type { Sample } from '../worker/meter.ts';

/** How far back the plots go. */
export const SPAN_MS = 60_000;
/** A gap between samples that is no pause of ours: the page was hidden, or the machine slept. */
const GAP_MS = 3000;
/** What the host has told of the backlog says nothing after this: a host or link that is slow in earnest is not asked often. */
const TOLD_MS = 3000;
/** Latencies that are kept of each wire. */
const MAX_LATENCIES = 1000;

/** What the host knows of the terminal (GET …/terminals). */
export interface HostFigures {
  readonly backlog: number;
  /** So far. */
  readonly roundTrips: number;
}

/** A moment of the plots: rates are per second. */
export interface Point {
  readonly at: number;
  readonly wire: WireName;
  readonly down: number;
  readonly up: number;
  readonly messages: number;
  readonly frames: number;
  /** undefined while the host has not told; the backlog also when that is long ago. */
  readonly roundTrips: number | undefined;
  readonly backlog: number | undefined;
  /** Median of the inputs since the moment before; undefined without any. */
  readonly latency: number | undefined;
}

export interface WireSums {
  readonly wire: WireName;
  readonly seconds: number;
  readonly down: number;
  readonly up: number;
  readonly messages: number;
  readonly frames: number;
  readonly roundTrips: number;
  /** Milliseconds; undefined before any. */
  readonly latency: { readonly median: number; readonly p95: number; readonly count: number } | undefined;
}

type Sums = { -readonly [Key in Exclude<keyof WireSums, 'latency'>]: WireSums[Key] } & { latencies: number[] };

export class History {
  #points: Point[] = [];
  readonly #sums = new Map<WireName, Sums>();
  #last: Sample | undefined;
  #host: HostFigures | undefined;
  #newRoundTrips = 0;
  /** The first sample behind the host's last word; undefined before there is one. */
  #toldAt: number | undefined;

  get points(): readonly Point[] {
    return this.#points;
  }

  /** In the order in which the wires were first used. */
  get sums(): readonly WireSums[] {
    return [...this.#sums.values()].map(({ latencies, ...sums }) => ({ ...sums, latency: summary(latencies) }));
  }

  /** The host has told. */
  hostTold(figures: HostFigures): void {
    // A terminal that has come anew counts anew.
    const before = this.#host?.roundTrips ?? figures.roundTrips;
    this.#newRoundTrips += figures.roundTrips >= before ? figures.roundTrips - before : figures.roundTrips;
    this.#host = figures;
    this.#toldAt = undefined;
  }

  add(sample: Sample): void {
    const last = this.#last;
    this.#last = sample;
    this.#toldAt ??= sample.at;
    if (last === undefined) return;
    const elapsed = sample.at - last.at;
    if (elapsed <= 0 || elapsed > GAP_MS) return;
    const roundTrips = this.#newRoundTrips;
    this.#newRoundTrips = 0;
    const messages = sample.down.messages - last.down.messages + sample.up.messages - last.up.messages;
    const change = {
      seconds: elapsed / 1000,
      down: sample.down.bytes - last.down.bytes,
      up: sample.up.bytes - last.up.bytes,
      messages,
      frames: sample.frames - last.frames,
      roundTrips,
    };
    // Only x11 has any: what is told after it has gone belongs to it.
    if (roundTrips > 0 && sample.wire !== 'x11') this.#sumsOf('x11').roundTrips += roundTrips;
    this.#addSums(sample, sample.wire === 'x11' ? change : { ...change, roundTrips: 0 });
    const rate = (amount: number) => (Math.max(0, amount) * 1000) / elapsed;
    this.#points.push({
      at: sample.at,
      wire: sample.wire,
      down: rate(change.down),
      up: rate(change.up),
      messages: rate(messages),
      frames: rate(change.frames),
      roundTrips: this.#host === undefined ? undefined : rate(sample.wire === 'x11' ? roundTrips : 0),
      backlog: sample.at - this.#toldAt > TOLD_MS ? undefined : this.#host?.backlog,
      latency: summary(sample.latencies)?.median,
    });
    const first = this.#points.findIndex(({ at }) => at >= sample.at - SPAN_MS);
    if (first > 0) this.#points = this.#points.slice(first);
  }

  #addSums({ wire, latencies }: Sample, change: Omit<Sums, 'wire' | 'latencies'>): void {
    const sums = this.#sumsOf(wire);
    for (const key of ['seconds', 'down', 'up', 'messages', 'frames', 'roundTrips'] as const) {
      sums[key] += Math.max(0, change[key]);
    }
    sums.latencies = [...sums.latencies, ...latencies].slice(-MAX_LATENCIES);
  }

  #sumsOf(wire: WireName): Sums {
    let sums = this.#sums.get(wire);
    if (sums === undefined) {
      sums = { wire, seconds: 0, down: 0, up: 0, messages: 0, frames: 0, roundTrips: 0, latencies: [] };
      this.#sums.set(wire, sums);
    }
    return sums;
  }
}

function summary(latencies: readonly number[]): WireSums['latency'] {
  if (latencies.length === 0) return undefined;
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
  return { median: at(0.5), p95: at(0.95), count: sorted.length };
}
