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

/** One program's connection, as somebody outside the session has seen it. */
export interface Witness {
  /** The session has let it in, with ids from here on. */
  readonly idBase: number;
  /** What it wrote; its requests begin behind so many bytes. */
  readonly written: readonly Uint8Array[];
  readonly setupBytes: number;
  readonly writtenBytes: number;
  readonly received: readonly Uint8Array[];
  readonly receivedBytes: number;
  /** One end has closed it: bytes towards it may be lost. */
  readonly closed: boolean;
}

/** What the tap has seen; undefined for one that was not let in, or that has gone before it got its id base. */
export function witnessOf(connection: TappedConnection): Witness | undefined {
  const asked = head(connection.written, 12);
  if (asked.byteLength < 12) return undefined;
  // X11 §8: byte order, then versions and the lengths of the authorization.
  const littleEndian = asked.getUint8(0) === 0x6c;
  const setupBytes = 12 + padded(asked.getUint16(6, littleEndian)) + padded(asked.getUint16(8, littleEndian));
  const answer = head(connection.received, 16);
  if (connection.writtenBytes < setupBytes || answer.byteLength < 16 || answer.getUint8(0) !== 1) return undefined;
  const { written, writtenBytes, received, receivedBytes } = connection;
  const closed = connection.closedByProgram || connection.closedBySession;
  const idBase = answer.getUint32(12, littleEndian);
  return { idBase, written, setupBytes, writtenBytes, received, receivedBytes, closed };
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
  verdict(witnesses: readonly Witness[]): string[] {
    const faults = this.defects.map((what) => `a defect of the fresh core: ${what}`);
    const unclaimed = new Set(this.#logged);
    for (const [i, witness] of witnesses.entries()) {
      // Numbers are given anew when a client has gone: connections that share one are in the log in their order.
      const logged = [...unclaimed].find(({ idBase }) => idBase === witness.idBase);
      if (logged === undefined) {
        faults.push(`connection ${i}: not in the log`);
        continue;
      }
      unclaimed.delete(logged);
      faults.push(...faultsOf(`connection ${i} (client ${logged.client})`, witness, logged));
    }
    // One that has gone before it read its set-up reply left no trace at the other end.
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

function faultsOf(where: string, witness: Witness, logged: Logged): string[] {
  const faults: string[] = [];
  const received = firstDifference(witness.received, 0, logged.sent.chunks);
  if (received !== undefined) faults.push(`${where}: byte ${received} of those it received is not the log's`);
  if (witness.receivedBytes > logged.sent.length) {
    faults.push(`${where}: received ${witness.receivedBytes} bytes, of which the log gives ${logged.sent.length}`);
  } else if (witness.receivedBytes < logged.sent.length && !witness.closed) {
    faults.push(`${where}: received only ${witness.receivedBytes} of ${logged.sent.length} bytes`);
  }
  const written = witness.writtenBytes - witness.setupBytes;
  const request = firstDifference(witness.written, witness.setupBytes, logged.requests.chunks);
  if (request !== undefined) faults.push(`${where}: byte ${request} of its requests is not in the log`);
  if (logged.requests.length > written) {
    faults.push(`${where}: the log has ${logged.requests.length} bytes of requests, of ${written} that it wrote`);
  } else if (!logged.closedByCore && restIsWhole(witness, logged.requests.length, logged.littleEndian)) {
    faults.push(`${where}: the log has only ${logged.requests.length} of ${written} bytes of requests`);
  }
  return faults;
}

/** Whether what the program wrote behind `from` bytes of requests begins with a whole one: one cut short by its end is not in the log. */
function restIsWhole({ written, writtenBytes, setupBytes }: Witness, from: number, littleEndian: boolean): boolean {
  const rest = writtenBytes - setupBytes - from;
  if (rest < 4) return false;
  let skip = setupBytes + from;
  let first = 0;
  while (skip >= written[first]!.length) skip -= written[first++]!.length;
  const view = head([written[first]!.subarray(skip), ...written.slice(first + 1)], 8);
  const units = view.getUint16(2, littleEndian);
  // BIG-REQUESTS: the length follows.
  if (units === 0) return rest >= 8 && rest >= view.getUint32(4, littleEndian) * 4;
  return rest >= units * 4;
}
