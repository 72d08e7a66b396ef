/** What a terminal has to send up: reports and the core's bytes for clients, in batches; within one, reports stand before bytes. */
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import type { ChannelSource } from '../carrier/carrier.ts';
import { finishRecords } from '../records.ts';
import { writeBytes } from './up.ts';

type Segment =
  | { readonly kind: 'records'; readonly bytes: Uint8Array }
  | { readonly kind: 'client'; readonly client: number; readonly bytes: Uint8Array; at: number };

/** Room that the header of a record takes at most. */
const HEADER_BYTES = 12;

export class UpQueue implements ChannelSource {
  #segments: Segment[] = [];
  #first = 0;
  /** Bytes that wait. */
  bytes = 0;
  readonly #writer = new ByteWriter();

  get waiting(): boolean {
    return this.#first < this.#segments.length;
  }

  /** Whole records; owned. */
  pushRecords(bytes: Uint8Array): void {
    this.#segments.push({ kind: 'records', bytes });
    this.bytes += bytes.length;
  }

  /** The core's bytes for a client; owned. */
  pushBytes(client: number, bytes: Uint8Array): void {
    this.#segments.push({ kind: 'client', client, bytes, at: 0 });
    this.bytes += bytes.length;
  }

  /** Reports stay; clients get their bytes from elsewhere. */
  dropBytes(): void {
    const records = this.#segments.slice(this.#first).filter(({ kind }) => kind === 'records');
    this.clear();
    for (const { bytes } of records) this.pushRecords(bytes);
  }

  /** Nothing of it counts any more. */
  clear(): void {
    this.#segments = [];
    this.#first = 0;
    this.bytes = 0;
  }

  next(maximum: number): Uint8Array | undefined {
    const writer = this.#writer;
    for (let segment = this.#segments[this.#first]; segment !== undefined; segment = this.#segments[this.#first]) {
      const room = maximum - writer.length;
      if (writer.length > 0 && room < 3 * HEADER_BYTES) break;
      if (segment.kind === 'records') {
        if (segment.bytes.length > room && writer.length > 0) break;
        writer.bytes(segment.bytes);
        this.#shift(segment.bytes.length);
      } else {
        const part = segment.bytes.subarray(segment.at, segment.at + Math.max(1, room - HEADER_BYTES));
        writeBytes(writer, segment.client, part);
        segment.at += part.length;
        if (segment.at < segment.bytes.length) break;
        this.#shift(segment.bytes.length);
      }
    }
    return writer.length === 0 ? undefined : finishRecords(writer);
  }

  #shift(bytes: number): void {
    this.bytes -= bytes;
    this.#first++;
    if (this.#first === this.#segments.length || (this.#first > 32 && this.#first * 2 > this.#segments.length)) {
      this.#segments = this.#segments.slice(this.#first);
      this.#first = 0;
    }
  }
}
