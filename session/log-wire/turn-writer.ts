/** Turns of the host's order on their way to the terminal that is primary. */
import type { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import type { HostCore } from '../order/host-core.ts';
import type { Turn } from '../order/turns.ts';
import { partName } from '../terminal/kept-parts.ts';
import { BlobKind, encodeEvent, HEADER_BYTES, writeEvent, writePiece, writeRequests } from './down.ts';
import type { DownQueue, OutgoingBlob } from './down-queue.ts';
import { withoutFile } from './font-blob.ts';

export class TurnWriter {
  readonly #host: HostCore;
  readonly #queue: DownQueue;
  readonly #pack: (bytes: Uint8Array) => Uint8Array;
  /** Names of what the terminal has. */
  readonly #kept: () => ReadonlySet<string>;
  /** Events too large for a record, on their way between other turns; each has its place once it has gone whole. */
  #blobs: { readonly blob: OutgoingBlob; readonly turn: Turn }[] = [];
  #blobTurn = false;

  constructor(
    host: HostCore,
    queue: DownQueue,
    pack: (bytes: Uint8Array) => Uint8Array,
    kept: () => ReadonlySet<string>,
  ) {
    this.#kept = kept;
    this.#host = host;
    this.#queue = queue;
    this.#pack = pack;
  }

  get waiting(): boolean {
    return this.#blobs.length > 0 || this.#host.waiting;
  }

  /** Turns that were taken and have not become part of the log; they are forgotten here. */
  unplaced(): Turn[] {
    return this.#blobs.splice(0).map(({ turn }) => turn);
  }

  /** A part of a blob and turns of the order, one after the other; false when there is nothing. */
  write(writer: ByteWriter, room: number): boolean {
    const first = this.#blobs[0];
    this.#blobTurn = !this.#blobTurn;
    if (first !== undefined && (this.#blobTurn || !this.#host.waiting)) {
      if (first.blob.write(writer, room)) {
        this.#blobs.shift();
        this.#host.place(first.turn);
      }
      return true;
    }
    const turn = this.#host.take(Math.max(1, room - HEADER_BYTES));
    if (turn === undefined) return false;
    if (turn.kind === 'event') {
      const { event } = turn;
      const has = event.kind === 'font' && this.#kept().has(partName(event.hash));
      const encoded = encodeEvent(has ? withoutFile(event) : event);
      if (encoded.length > MAX_RECORD_BYTES - HEADER_BYTES) {
        this.#blobs.push({ blob: this.#queue.newBlob(BlobKind.event, this.#pack(encoded)), turn });
        return true;
      }
      writeEvent(writer, encoded);
    } else if (turn.kind === 'requests') {
      writeRequests(writer, turn.client, turn.littleEndian, turn.bytes);
    } else {
      writePiece(writer, turn.client, turn.total, turn.last, turn.bytes);
    }
    this.#host.place(turn);
    return true;
  }
}
