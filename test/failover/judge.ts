/**
 * The judge: feeds the recorded log to a fresh core, and compares what that core gives each client, and what the log holds of it, with what went
 * over the program's socket. It takes no part in the session.
 */
import { Core } from '../../xserver/core.ts';
import type { LogEntry, Sink } from '../../xserver/log/entry.ts';
import { noDriver } from '../../session/no-driver.ts';
import type { TappedConnection } from './tap.ts';

/** A connection as the log has it. */
interface Logged {
  readonly client: number;
  readonly idBase: number;
  readonly littleEndian: boolean;
  readonly requests: ByteQueue;
  readonly sent: ByteQueue;
  gone: boolean;
  closedByCore: boolean;
}

/** Bytes in chunks, compared with others without joining them. */
class ByteQueue {
  readonly chunks: Uint8Array[] = [];
  length = 0;

  push(bytes: Uint8Array): void {
    this.chunks.push(bytes.slice());
    this.length += bytes.length;
  }
}

/** Where two runs of bytes differ first, of those that both have; undefined where they don't. */
function firstDifference(a: readonly Uint8Array[], skip: number, b: readonly Uint8Array[]): number | undefined {
  let [i, j] = [0, 0];
  let [atA, atB] = [skip, 0];
  let position = 0;
  for (;;) {
    while (i < a.length && atA >= a[i]!.length) atA -= a[i++]!.length;
    while (j < b.length && atB >= b[j]!.length) atB -= b[j++]!.length;
    if (i >= a.length || j >= b.length) return undefined;
    const [left, right] = [a[i]!, b[j]!];
    const length = Math.min(left.length - atA, right.length - atB);
    if (Buffer.compare(left.subarray(atA, atA + length), right.subarray(atB, atB + length)) !== 0) {
      for (let k = 0; k < length; k++) if (left[atA + k] !== right[atB + k]) return position + k;
    }
    atA += length;
    atB += length;
    position += length;
  }
}

const padded = (length: number): number => (length + 3) & ~3;

/** The first bytes of a run of chunks. */
function head(chunks: readonly Uint8Array[], length: number): DataView {
  const joined = new Uint8Array(length);
  let filled = 0;
  for (const chunk of chunks) {
    const part = chunk.subarray(0, length - filled);
    joined.set(part, filled);
    filled += part.length;
    if (filled === length) break;
  }
  return new DataView(joined.buffer, 0, filled);
}

/** Bytes of the connection's set-up request (X11 §8); undefined where it has not come whole. */
function setupBytes(connection: TappedConnection): { length: number; littleEndian: boolean } | undefined {
  const view = head(connection.written, 12);
  if (view.byteLength < 12) return undefined;
  const littleEndian = view.getUint8(0) === 0x6c;
  const length = 12 + padded(view.getUint16(6, littleEndian)) + padded(view.getUint16(8, littleEndian));
  return connection.writtenBytes < length ? undefined : { length, littleEndian };
}

/** The id base in the set-up reply; undefined where the program was not let in, or has nothing yet. */
function idBaseOf(connection: TappedConnection, littleEndian: boolean): number | undefined {
  const view = head(connection.received, 16);
  return view.byteLength === 16 && view.getUint8(0) === 1 ? view.getUint32(12, littleEndian) : undefined;
}

export class Judge {
  readonly core: Core;
  readonly defects: string[] = [];
  entries = 0;
  readonly #logged: Logged[] = [];
  readonly #latest = new Map<number, Logged>();
  readonly #sink: Sink;

  /** @param snapshot of the core before the log's first entry */
  constructor(snapshot: Uint8Array) {
    this.core = Core.restore(snapshot);
    this.#sink = {
      toClient: (client, bytes) => this.#latest.get(client)!.sent.push(bytes),
      consumed: () => {},
      closed: (client) => {
        this.#latest.get(client)!.closedByCore = true;
      },
      deadline: () => {},
      bell: () => {},
      defect: (what) => this.defects.push(what),
      driver: noDriver,
    };
  }

  /** Takes the log's next entry. @throws Error where the log has a gap or its time goes back */
  take(entry: LogEntry): void {
    const { state } = this.core;
    if (entry.index !== state.index + 1) throw new Error(`entry ${entry.index} behind entry ${state.index}`);
    if (entry.kind === 'client-connected') {
      const { client, idBase, littleEndian } = entry;
      const logged = {
        client,
        idBase,
        littleEndian,
        requests: new ByteQueue(),
        sent: new ByteQueue(),
        gone: false,
        closedByCore: false,
      };
      this.#logged.push(logged);
      this.#latest.set(client, logged);
    } else if (entry.kind === 'request') {
      const logged = this.#latest.get(entry.client);
      if (logged === undefined || logged.gone) throw new Error(`a request of client ${entry.client}, not connected`);
      logged.requests.push(entry.bytes);
    } else if (entry.kind === 'client-gone') {
      const logged = this.#latest.get(entry.client);
      if (logged !== undefined) logged.gone = true;
    }
    this.entries++;
    this.core.apply(entry, this.#sink);
  }

  /** What is wrong with the connections, in words; empty when every byte is as it must be. */
  verdict(connections: readonly TappedConnection[]): string[] {
    const faults = this.defects.map((what) => `a defect of the fresh core: ${what}`);
    const unclaimed = new Set(this.#logged);
    for (const [i, connection] of connections.entries()) {
      const setup = setupBytes(connection);
      if (setup === undefined) continue;
      const idBase = idBaseOf(connection, setup.littleEndian);
      let logged: Logged | undefined;
      for (const candidate of unclaimed) {
        // Numbers are given anew when a client has gone: connections that share one are in the log in their order.
        if (candidate.idBase === idBase) {
          logged = candidate;
          break;
        }
      }
      if (logged === undefined) {
        if (connection.closedByProgram && connection.receivedBytes === 0) continue;
        faults.push(`connection ${i}: not in the log`);
        continue;
      }
      unclaimed.delete(logged);
      faults.push(...faultsOf(`connection ${i} (client ${logged.client})`, connection, setup.length, logged));
    }
    // A program that has gone before it read its set-up reply cannot be told from others like it.
    for (const logged of unclaimed) {
      if (!logged.gone) faults.push(`client ${logged.client} of the log has no connection`);
    }
    return faults;
  }

  /** Bytes compared. */
  get bytes(): { requests: number; sent: number } {
    let [requests, sent] = [0, 0];
    for (const logged of this.#logged) {
      requests += logged.requests.length;
      sent += logged.sent.length;
    }
    return { requests, sent };
  }
}

function faultsOf(where: string, connection: TappedConnection, setup: number, logged: Logged): string[] {
  const faults: string[] = [];
  const received = firstDifference(connection.received, 0, logged.sent.chunks);
  if (received !== undefined) faults.push(`${where}: byte ${received} of those it received is not the log's`);
  const closed = connection.closedByProgram || connection.closedBySession;
  if (connection.receivedBytes > logged.sent.length) {
    faults.push(`${where}: received ${connection.receivedBytes} bytes, of which the log gives ${logged.sent.length}`);
  } else if (connection.receivedBytes < logged.sent.length && !closed) {
    faults.push(`${where}: received only ${connection.receivedBytes} of ${logged.sent.length} bytes`);
  }
  const written = connection.writtenBytes - setup;
  const request = firstDifference(connection.written, setup, logged.requests.chunks);
  if (request !== undefined) faults.push(`${where}: byte ${request} of its requests is not in the log`);
  if (logged.requests.length > written) {
    faults.push(`${where}: the log has ${logged.requests.length} bytes of requests, of ${written} that it wrote`);
  } else if (!logged.closedByCore && restIsWhole(connection, setup + logged.requests.length, logged.littleEndian)) {
    faults.push(`${where}: the log has only ${logged.requests.length} of ${written} bytes of requests`);
  }
  return faults;
}

/** Whether what the program wrote from `from` on begins with a whole request: one cut short by its end is not in the log. */
function restIsWhole(connection: TappedConnection, from: number, littleEndian: boolean): boolean {
  const rest = connection.writtenBytes - from;
  if (rest < 4) return false;
  let skip = from;
  let first = 0;
  while (skip >= connection.written[first]!.length) skip -= connection.written[first++]!.length;
  const view = head([connection.written[first]!.subarray(skip), ...connection.written.slice(first + 1)], 8);
  const units = view.getUint16(2, littleEndian);
  // BIG-REQUESTS: the length follows.
  if (units === 0) return rest >= 8 && rest >= view.getUint32(4, littleEndian) * 4;
  return rest >= units * 4;
}
