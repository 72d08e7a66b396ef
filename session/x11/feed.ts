/**
 * The host's side of the x11 channel of one terminal.
 *
 * It joins as a replica: a snapshot of the host's core, then the entries that the host applies meanwhile. Once the snapshot is restored there, the
 * host hands the order of the log over: what was still to be sent goes first, then `flip`, then the clients' requests, taken from the host's
 * order only when the link can take them.
 */
import type { LogEntry } from '../../xserver/log/entry.ts';
import { encodeLogEntry } from '../../xserver/log/encoding.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import type { ChannelSource } from '../carrier/carrier.ts';
import type { ScreenSize } from '../carrier/control.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import type { HostCore, LogFollower, TerminalPrimary } from '../order/host-core.ts';
import type { Turn } from '../order/turns.ts';
import { finishRecords } from '../records.ts';
import {
  BlobKind,
  encodeEvent,
  writeBlob,
  writeBlobBytes,
  writeEntry,
  writeEvent,
  writeFlip,
  writePiece,
  writeRequests,
} from './down.ts';
import { decodeUp, type UpRecord } from './up.ts';

export interface FeedOptions {
  readonly terminal: number;
  /** The size that the terminal wants the screen to have. */
  readonly screen: ScreenSize | undefined;
  /** Deflates a blob while the caller waits: for small ones. */
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  /** Deflates a snapshot (owned) and calls back; the session goes on meanwhile. */
  readonly packSnapshot: (bytes: Uint8Array, done: (packed: Uint8Array) => void) => void;
  /** The terminal has become primary. */
  readonly joined: () => void;
  readonly verified: (index: number, equal: boolean) => void;
  /** There is more to send. */
  readonly wake: () => void;
}

/** A blob on its way. */
interface Blob {
  readonly id: number;
  readonly bytes: Uint8Array;
  readonly kind: number;
  /** undefined before its first record. */
  at: number | undefined;
  /** What is placed in the log once it has been sent whole. */
  readonly turn: Turn | undefined;
}

/** Room that the headers of a record take at most. */
const HEADER_BYTES = 20;

export class X11Feed implements ChannelSource, LogFollower, TerminalPrimary {
  readonly #host: HostCore;
  readonly #options: FeedOptions;
  readonly #writer = new ByteWriter(4096);
  #state: 'new' | 'packing' | 'joining' | 'primary' | 'closed' = 'new';
  /** What is sent strictly in order, before anything from the host's order: records, and blobs between them. */
  #ordered: (Uint8Array | Blob)[] = [];
  #orderedBytes = 0;
  /** Events too large for a record, on their way between other turns. */
  #blobs: Blob[] = [];
  #blobTurn = false;
  #nextBlob = 1;
  #epoch = 0;
  /** Time of the last reported entry. */
  #time = 0;
  /** Number of the last reported input. */
  #inputs = 0;

  constructor(host: HostCore, options: FeedOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Begins: from here on the feed follows the log. The host must be primary. */
  join(): void {
    this.#state = 'packing';
    const snapshot = this.#host.core.snapshot();
    this.#host.follow(this);
    this.#options.packSnapshot(snapshot, (packed) => {
      if (this.#state !== 'packing') return;
      this.#state = 'joining';
      // What has been applied while the snapshot was packed comes behind it.
      this.#ordered.unshift(this.#newBlob(BlobKind.snapshot, packed, undefined));
      this.#options.wake();
    });
  }

  /** The connection has ended: the host goes on as primary, if this terminal was it. */
  close(now: number): void {
    const wasPrimary = this.#state === 'primary';
    const wasFollowing = this.#state === 'packing' || this.#state === 'joining';
    this.#state = 'closed';
    this.#ordered = [];
    if (wasFollowing) this.#host.unfollow(this);
    if (wasPrimary) {
      this.#host.takeOver(this);
      this.#host.append({ kind: 'terminal-gone', terminal: this.#options.terminal });
      this.#host.run(now, MAX_RECORD_BYTES);
    }
  }

  #newBlob(kind: number, bytes: Uint8Array, turn: Turn | undefined): Blob {
    return { id: this.#nextBlob++, kind, bytes, at: undefined, turn };
  }

  // LogFollower

  entry(entry: LogEntry): void {
    const encoded = encodeLogEntry(entry);
    this.#orderedBytes += encoded.length;
    if (encoded.length > MAX_RECORD_BYTES - HEADER_BYTES) {
      this.#ordered.push(this.#newBlob(BlobKind.entry, this.#options.pack(encoded), undefined));
    } else {
      const writer = new ByteWriter(encoded.length + HEADER_BYTES);
      writeEntry(writer, encoded);
      this.#ordered.push(writer.finish());
    }
    if (this.#state === 'joining') this.#options.wake();
  }

  // TerminalPrimary

  unplaced(): Turn[] {
    const turns = this.#blobs.flatMap(({ turn }) => (turn === undefined ? [] : [turn]));
    this.#blobs = [];
    return turns;
  }

  // ChannelSource

  get waiting(): boolean {
    if (this.#state === 'joining') return this.#ordered.length > 0;
    if (this.#state !== 'primary') return false;
    return this.#ordered.length > 0 || this.#blobs.length > 0 || this.#host.waiting;
  }

  next(maximum: number): Uint8Array | undefined {
    if (this.#state !== 'joining' && this.#state !== 'primary') return undefined;
    const writer = this.#writer;
    const room = (): number => maximum - writer.length;
    // A rest of a frame that would be all headers stays empty.
    while (room() > (writer.length > 0 ? 3 * HEADER_BYTES : 0)) {
      const first = this.#ordered[0];
      if (first !== undefined) {
        if (!this.#writeOrdered(first, room())) break;
      } else if (this.#state !== 'primary' || !this.#writeTurn(room())) {
        break;
      }
    }
    return writer.length === 0 ? undefined : finishRecords(writer);
  }

  /** Writes the first of what is strictly ordered, or a part of it; false when it must wait for the next frame. */
  #writeOrdered(first: Uint8Array | Blob, room: number): boolean {
    if (!(first instanceof Uint8Array)) {
      if (this.#writeBlobPart(first, room)) {
        this.#ordered.shift();
        this.#orderedBytes = Math.max(0, this.#orderedBytes - first.bytes.length);
      }
      return true;
    }
    if (first.length > room && this.#writer.length > 0) return false;
    this.#writer.bytes(first);
    this.#ordered.shift();
    this.#orderedBytes = Math.max(0, this.#orderedBytes - first.length);
    // The tail may have been what held the session up.
    if (this.#ordered.length === 0) this.#options.wake();
    return true;
  }

  /** True when the blob has gone whole. */
  #writeBlobPart(blob: Blob, room: number): boolean {
    if (blob.at === undefined) {
      writeBlob(this.#writer, blob.id, blob.kind, blob.bytes.length);
      blob.at = 0;
    }
    const part = blob.bytes.subarray(blob.at, blob.at + Math.max(1, room - HEADER_BYTES));
    writeBlobBytes(this.#writer, blob.id, part);
    blob.at += part.length;
    return blob.at === blob.bytes.length;
  }

  /** As primary's feed: a part of a blob and turns of the order, one after the other; false when there is nothing. */
  #writeTurn(room: number): boolean {
    const blob = this.#blobs[0];
    this.#blobTurn = !this.#blobTurn;
    if (blob !== undefined && (this.#blobTurn || !this.#host.waiting)) {
      if (this.#writeBlobPart(blob, room)) {
        this.#blobs.shift();
        this.#host.place(blob.turn!);
      }
      return true;
    }
    const turn = this.#host.take(Math.max(1, room - HEADER_BYTES));
    if (turn === undefined) return false;
    if (turn.kind === 'event') {
      const encoded = encodeEvent(turn.event);
      if (encoded.length > MAX_RECORD_BYTES - HEADER_BYTES) {
        this.#blobs.push(this.#newBlob(BlobKind.event, this.#options.pack(encoded), turn));
        return true;
      }
      writeEvent(this.#writer, encoded);
    } else {
      this.#writeRequestTurn(turn);
    }
    this.#host.place(turn);
    return true;
  }

  #writeRequestTurn(turn: Exclude<Turn, { kind: 'event' }>): void {
    if (turn.kind === 'requests') writeRequests(this.#writer, turn.client, turn.littleEndian, turn.bytes);
    else writePiece(this.#writer, turn.client, turn.total, turn.last, turn.bytes);
  }

  /**
   * Takes in the records of one frame (owned).
   * @throws CarrierError for what makes no sense.
   */
  receive(bytes: Uint8Array, epoch: number, now: number): void {
    // Of an older term: it never happened.
    if (this.#state === 'primary' && epoch !== this.#epoch) return;
    for (const record of decodeUp(bytes)) this.#take(record, now);
  }

  #take(record: UpRecord, now: number): void {
    if (record.kind === 'restored') {
      this.#flip(record.index, now);
      return;
    }
    if (this.#state !== 'primary')
      throw new CarrierError('malformed', `${record.kind} from a terminal that is not primary`);
    switch (record.kind) {
      case 'applied':
        this.#host.reportedApplied(record.count, this.#advance(record.elapsed));
        return;
      case 'input':
        this.#host.reportedEvent(
          { kind: 'input', terminal: this.#options.terminal, number: ++this.#inputs, input: record.input },
          this.#advance(record.elapsed),
        );
        return;
      case 'time-reached':
        this.#host.reportedEvent({ kind: 'time-reached' }, this.#advance(record.elapsed));
        return;
      case 'screen-resized': {
        const { elapsed, ...event } = record;
        this.#host.reportedEvent(event, this.#advance(elapsed));
        return;
      }
      case 'bytes':
        this.#host.primaryBytes(record.client, record.bytes);
        return;
      case 'hash':
        this.#host.reportedHash(record.hash, (equal) => this.#options.verified(this.#host.core.state.index, equal));
        return;
      default:
        record satisfies never;
    }
  }

  #advance(elapsed: number): number {
    this.#time += elapsed;
    return this.#time;
  }

  /** The terminal has the snapshot: it becomes the primary. */
  #flip(index: number, now: number): void {
    if (this.#state !== 'joining' || index > this.#host.core.state.index) {
      throw new CarrierError('malformed', 'restored what was not sent');
    }
    const { terminal, screen } = this.#options;
    const size = this.#host.core.state.screen;
    this.#host.applyNow({ kind: 'terminal-attached', terminal }, now);
    if (screen !== undefined && (screen.width !== size.width || screen.height !== size.height)) {
      this.#host.applyNow({ kind: 'screen-resized', ...screen }, now);
    }
    this.#epoch = this.#host.handOver(this, now);
    this.#host.unfollow(this);
    this.#state = 'primary';
    const { state } = this.#host.core;
    this.#time = state.time;
    const writer = new ByteWriter();
    writeFlip(writer, this.#epoch, state.index, state.time);
    this.#ordered.push(writer.finish());
    for (const turn of this.#host.unfinished()) {
      if (turn.kind !== 'piece') continue;
      const { bytes } = turn;
      for (let at = 0; at < bytes.length; at += MAX_RECORD_BYTES - HEADER_BYTES) {
        const part = bytes.subarray(at, at + MAX_RECORD_BYTES - HEADER_BYTES);
        const piece = new ByteWriter(part.length + HEADER_BYTES);
        writePiece(piece, turn.client, turn.total, false, part);
        this.#ordered.push(piece.finish());
      }
    }
    this.#options.joined();
    this.#options.wake();
  }
}
