/**
 * The log's last entries, encoded, in a ring of bounded size: what a terminal whose connection was cut has not had is mostly among them.
 */
import { encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { MAX_RECENT_BYTES } from '../limits.ts';
import type { LogFollower } from './host-core.ts';

export interface RecentEntry {
  readonly index: number;
  readonly time: number;
  /** As encodeLogEntry gives it. */
  readonly bytes: Uint8Array;
  readonly quiet: boolean;
}

/** What one entry costs beside its bytes. */
const ENTRY_BYTES = 100;

export class RecentEntries implements LogFollower {
  #entries: RecentEntry[] = [];
  #first = 0;
  #bytes = 0;
  #index: number;

  /** @param index of the last entry before the first that it will be given */
  constructor(index: number) {
    this.#index = index;
  }

  /** Every entry behind this one is there. */
  get from(): number {
    return this.#entries.length === this.#first ? this.#index : this.#entries[this.#first]!.index - 1;
  }

  entry(entry: LogEntry, quiet: boolean): void {
    const bytes = encodeLogEntry(entry);
    this.#entries.push({ index: entry.index, time: entry.time, bytes, quiet });
    this.#index = entry.index;
    this.#bytes += bytes.length + ENTRY_BYTES;
    while (this.#bytes > MAX_RECENT_BYTES) {
      this.#bytes -= this.#entries[this.#first]!.bytes.length + ENTRY_BYTES;
      this.#first++;
    }
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
  }

  /** The entries behind an index; undefined where some of them are no longer there. */
  after(index: number): readonly RecentEntry[] | undefined {
    const { from } = this;
    if (index < from || index > this.#index) return undefined;
    return this.#entries.slice(this.#first + index - from);
  }
}
