/**
 * The log's last entries, encoded, up to a bounded size: what a terminal whose connection was cut has not had is mostly among them. Every entry of
 * a session comes by here: they lie one behind the other in segments, and become objects only when they are asked for.
 */
import { writeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { MAX_RECENT_BYTES } from '../limits.ts';
import type { LogFollower } from './host-core.ts';

export interface RecentEntry {
  readonly index: number;
  readonly time: number;
  /** As encodeLogEntry gives it; borrowed, and never changed. */
  readonly bytes: Uint8Array;
  readonly quiet: boolean;
}

/** What one entry costs beside its bytes. */
const ENTRY_BYTES = 32;
/** What is let go of at once. */
const SEGMENT_BYTES = 64 * 1024;

/** Entries one behind the other. */
class Segment {
  readonly out = new ByteWriter(1024);
  /** By entry: where it ends, its time, whether it is quiet. */
  readonly ends: number[] = [];
  readonly times: number[] = [];
  readonly quiet: boolean[] = [];
  /** Index of the first. */
  readonly first: number;

  constructor(first: number) {
    this.first = first;
  }

  get size(): number {
    return this.out.length + this.ends.length * ENTRY_BYTES;
  }

  entry(at: number): RecentEntry {
    const bytes = this.out.reserve(0).subarray(at === 0 ? 0 : this.ends[at - 1], this.ends[at]);
    return { index: this.first + at, time: this.times[at]!, bytes, quiet: this.quiet[at]! };
  }
}

export class RecentEntries implements LogFollower {
  readonly #segments: Segment[] = [];
  /** Of all segments but the last. */
  #bytes = 0;
  #index: number;

  /** @param index of the last entry before the first that it will be given */
  constructor(index: number) {
    this.#index = index;
  }

  /** Every entry behind this one is there. */
  get from(): number {
    const [first] = this.#segments;
    return first === undefined ? this.#index : first.first - 1;
  }

  entry(entry: LogEntry, quiet: boolean): void {
    let last = this.#segments.at(-1);
    if (last === undefined || last.size >= SEGMENT_BYTES) {
      if (last !== undefined) this.#bytes += last.size;
      last = new Segment(entry.index);
      this.#segments.push(last);
    }
    writeLogEntry(last.out, entry);
    last.ends.push(last.out.length);
    last.times.push(entry.time);
    last.quiet.push(quiet);
    this.#index = entry.index;
    while (this.#bytes + last.size > MAX_RECENT_BYTES && this.#segments.length > 1) {
      this.#bytes -= this.#segments.shift()!.size;
    }
  }

  /** The entries behind an index; undefined where some of them are no longer there. */
  after(index: number): readonly RecentEntry[] | undefined {
    if (index < this.from || index > this.#index) return undefined;
    const entries: RecentEntry[] = [];
    for (const segment of this.#segments) {
      for (let at = Math.max(0, index + 1 - segment.first); at < segment.ends.length; at++)
        entries.push(segment.entry(at));
    }
    return entries;
  }
}
