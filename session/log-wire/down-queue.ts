/** What is sent down to one terminal strictly in order: records, blobs, and streams of entries that are still being written to. */
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import type { EntryEncoder } from '../log-codec.ts';
import { MAX_RECORD_BYTES } from '../limits.ts';
import { HEADER_BYTES, writeBlob, writeBlobBytes, writeCoded } from './down.ts';

/** A blob on its way; its bytes may come later. */
export class OutgoingBlob {
  readonly id: number;
  readonly kind: number;
  bytes: Uint8Array | undefined;
  /** undefined before its first record. */
  #at: number | undefined;

  constructor(id: number, kind: number, bytes?: Uint8Array) {
    this.id = id;
    this.kind = kind;
    this.bytes = bytes;
  }

  /** Bytes that are still to go, as far as known. */
  get left(): number {
    return (this.bytes?.length ?? 0) - (this.#at ?? 0);
  }

  /** Writes a part of it; true when it has gone whole. */
  write(writer: ByteWriter, room: number): boolean {
    const bytes = this.bytes!;
    if (this.#at === undefined) {
      writeBlob(writer, this.id, this.kind, bytes.length);
      this.#at = 0;
    }
    const part = bytes.subarray(this.#at, this.#at + Math.max(1, room - HEADER_BYTES));
    writeBlobBytes(writer, this.id, part);
    this.#at += part.length;
    return this.#at === bytes.length;
  }
}

type Segment =
  | { readonly kind: 'record'; readonly bytes: Uint8Array }
  | { readonly kind: 'blob'; readonly blob: OutgoingBlob }
  | { readonly kind: 'entries'; readonly encoder: EntryEncoder };

export class DownQueue {
  #segments: Segment[] = [];
  #nextBlob = 1;

  /** There is something that can go now. */
  get waiting(): boolean {
    for (const segment of this.#segments) {
      if (segment.kind === 'record') return true;
      if (segment.kind === 'blob') return segment.blob.bytes !== undefined;
      if (segment.encoder.waiting > 0) return true;
    }
    return false;
  }

  /** Nothing is in it, not even what can't go yet. */
  get empty(): boolean {
    return this.#segments.length === 0;
  }

  /** Bytes that wait, at about their size on the wire. */
  get bytes(): number {
    let sum = 0;
    for (const segment of this.#segments) {
      if (segment.kind === 'record') sum += segment.bytes.length;
      else sum += segment.kind === 'blob' ? segment.blob.left : segment.encoder.waiting;
    }
    return sum;
  }

  record(write: (writer: ByteWriter) => void): void {
    this.#segments.push({ kind: 'record', bytes: written(write) });
  }

  /** Ahead of all that waits; it must not be one that the order of the others depends on. */
  urgent(write: (writer: ByteWriter) => void): void {
    this.#segments.unshift({ kind: 'record', bytes: written(write) });
  }

  newBlob(kind: number, bytes?: Uint8Array): OutgoingBlob {
    return new OutgoingBlob(this.#nextBlob++, kind, bytes);
  }

  /** What comes behind it waits until its bytes are there. */
  blob(blob: OutgoingBlob): void {
    this.#segments.push({ kind: 'blob', blob });
  }

  /** The same, ahead of all that waits. */
  urgentBlob(blob: OutgoingBlob): void {
    this.#segments.unshift({ kind: 'blob', blob });
  }

  /** The encoder's bytes go from here on, until something else is put behind them. */
  entries(encoder: EntryEncoder): void {
    this.#segments.push({ kind: 'entries', encoder });
  }

  clear(): void {
    this.#segments = [];
  }

  /** Writes the next record, or as much as fits; false when there is nothing, or it must wait for the next frame. */
  write(writer: ByteWriter, room: number): boolean {
    for (let first = this.#segments[0]; first !== undefined; first = this.#segments[0]) {
      switch (first.kind) {
        case 'record':
          if (first.bytes.length > room && writer.length > 0) return false;
          writer.bytes(first.bytes);
          this.#segments.shift();
          return true;
        case 'blob':
          if (first.blob.bytes === undefined) return false;
          if (first.blob.write(writer, room)) this.#segments.shift();
          return true;
        case 'entries': {
          const bytes = first.encoder.take(Math.max(1, room - HEADER_BYTES));
          if (bytes !== undefined) {
            writeCoded(writer, bytes);
            return true;
          }
          if (this.#segments.length === 1) return false;
          this.#segments.shift();
          break;
        }
        default:
          first satisfies never;
      }
    }
    return false;
  }
}

function written(write: (writer: ByteWriter) => void): Uint8Array {
  const writer = new ByteWriter(Math.min(256, MAX_RECORD_BYTES));
  write(writer);
  return writer.finish();
}
