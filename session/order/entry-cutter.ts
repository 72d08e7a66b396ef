/**
 * Cuts turns into log entries, one at a time, on both ends alike: where the terminal is primary it gives each its place, and the host's
 * backup takes as many as the terminal reports.
 */
import type { LogEvent } from '../../xserver/log/entry.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { wholeRequestLength, type Turn } from './turns.ts';

/** A large request of which parts have come. */
interface Assembly {
  bytes: Uint8Array;
  filled: number;
  readonly total: number;
}

/** Room that is made at once for a request that only says that it is large. */
const FIRST_ASSEMBLY_BYTES = 256 * 1024;

export class EntryCutter {
  #turns: Turn[] = [];
  #first = 0;
  /** Where the next request begins in the first turn. */
  #at = 0;
  #bytes = 0;
  readonly #assemblies = new Map<number, Assembly>();

  /** Bytes that wait to be cut. */
  get waitingBytes(): number {
    return this.#bytes;
  }

  /** Nothing waits to be cut. */
  get empty(): boolean {
    return this.#first === this.#turns.length;
  }

  /** The turn's bytes are owned. */
  push(turn: Turn): void {
    this.#turns.push(turn);
    this.#bytes += sizeOf(turn);
  }

  /**
   * The next entry, or undefined when there is none. Bytes of a request are borrowed until the next call.
   * @throws CarrierError where a turn isn't whole requests, or pieces don't fit together.
   */
  next(): LogEvent | undefined {
    for (;;) {
      const turn = this.#turns[this.#first];
      if (turn === undefined) return undefined;
      if (turn.kind === 'requests') return this.#nextRequest(turn);
      this.#shift(turn);
      if (turn.kind === 'event') {
        this.forget(turn.event);
        return turn.event;
      }
      const bytes = this.#assemble(turn);
      if (bytes !== undefined) return { kind: 'request', client: turn.client, bytes };
    }
  }

  /** What has come of a request goes with its client: for an event that does not come through `next`, too. */
  forget(event: LogEvent): void {
    if (event.kind === 'client-gone') this.#assemblies.delete(event.client);
  }

  /** Takes out what has not been cut. The parts of a large request that have gone by stay. */
  drain(): Turn[] {
    const turns = this.#turns.slice(this.#first);
    const first = turns[0];
    if (first?.kind === 'requests') turns[0] = { ...first, bytes: first.bytes.subarray(this.#at) };
    this.#turns = [];
    this.#first = 0;
    this.#at = 0;
    this.#bytes = 0;
    return turns;
  }

  /** The parts so far of requests that are under way, as turns: what another end needs to go on from here. */
  unfinished(): Turn[] {
    return [...this.#assemblies].map(([client, { bytes, filled, total }]) => {
      return { kind: 'piece', client, total, last: false, bytes: bytes.slice(0, filled) };
    });
  }

  #nextRequest(turn: Extract<Turn, { kind: 'requests' }>): LogEvent {
    const length = wholeRequestLength(turn.bytes, this.#at, turn.littleEndian);
    if (length === 0) throw new CarrierError('malformed', 'requests that are not whole');
    const bytes = turn.bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    if (this.#at === turn.bytes.length) this.#shift(turn);
    return { kind: 'request', client: turn.client, bytes };
  }

  #shift(turn: Turn): void {
    this.#bytes -= sizeOf(turn);
    this.#at = 0;
    this.#first++;
    // What has been cut is not held on to.
    if (this.#first === this.#turns.length || (this.#first > 32 && this.#first * 2 > this.#turns.length)) {
      this.#turns = this.#turns.slice(this.#first);
      this.#first = 0;
    }
  }

  /** Adds a part; gives the request when it is whole. */
  #assemble({ client, total, last, bytes }: Extract<Turn, { kind: 'piece' }>): Uint8Array | undefined {
    let assembly = this.#assemblies.get(client);
    if (assembly === undefined) {
      assembly = { bytes: new Uint8Array(Math.min(total, FIRST_ASSEMBLY_BYTES)), filled: 0, total };
      this.#assemblies.set(client, assembly);
    }
    const filled = assembly.filled + bytes.length;
    if (assembly.total !== total || filled > total || last !== (filled === total)) {
      throw new CarrierError('malformed', 'pieces of a request do not fit together');
    }
    if (filled > assembly.bytes.length) {
      const grown = new Uint8Array(Math.min(total, Math.max(filled, assembly.bytes.length * 2)));
      grown.set(assembly.bytes.subarray(0, assembly.filled));
      assembly.bytes = grown;
    }
    assembly.bytes.set(bytes, assembly.filled);
    assembly.filled = filled;
    if (!last) return undefined;
    this.#assemblies.delete(client);
    return assembly.bytes;
  }
}

function sizeOf(turn: Turn): number {
  return turn.kind === 'event' ? 0 : turn.bytes.length;
}
