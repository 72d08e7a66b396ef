/**
 * The x11 channel from the host down to a terminal: records, several of them in one carrier frame, each whole.
 *
 * While the terminal joins it is a replica: it gets a snapshot (a blob), then log entries. With `flip` it becomes the primary, and from there
 * on gets the clients' requests in the order in which the host takes them: it gives them their place in the log.
 */
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry, LogEvent } from '../../xserver/log/entry.ts';
import { MAX_REQUEST_BYTES } from '../../xserver/protocol/limits.ts';
import type { ByteReader, ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { recordReader, readBlock, writeBlock } from '../records.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { MAX_BLOB_BYTES, MAX_CLIENT_NUMBER, MAX_FRAME_BYTES } from '../limits.ts';

export const BlobKind = {
  /** A core's snapshot, packed. */
  snapshot: 0,
  /** A log entry too large for a record, packed: the terminal is a replica. */
  entry: 1,
  /** A log event (a font) too large for a record, packed: the terminal is primary and gives it its place. */
  event: 2,
} as const;

export type DownRecord =
  /** Whole requests of a client, one behind the other; each becomes an entry. */
  | {
      readonly kind: 'requests';
      readonly client: number;
      readonly littleEndian: boolean;
      readonly bytes: Uint8Array;
    }
  /** Part of a request of `total` bytes; it becomes an entry with its last part. */
  | {
      readonly kind: 'piece';
      readonly client: number;
      readonly total: number;
      readonly last: boolean;
      readonly bytes: Uint8Array;
    }
  /** Anything else that happened at the host; becomes an entry. */
  | { readonly kind: 'event'; readonly event: LogEvent }
  | { readonly kind: 'blob'; readonly id: number; readonly blob: number; readonly total: number }
  | { readonly kind: 'blob-bytes'; readonly id: number; readonly bytes: Uint8Array }
  /** An entry that has its place already. */
  | { readonly kind: 'entry'; readonly entry: LogEntry }
  /** From the entry behind `index` on the terminal is the primary of this epoch; `time` is the session's. */
  | { readonly kind: 'flip'; readonly epoch: number; readonly index: number; readonly time: number };

const Kind = { requests: 1, piece: 2, event: 3, blob: 4, blobBytes: 5, entry: 6, flip: 7 } as const;

export function writeRequests(writer: ByteWriter, client: number, littleEndian: boolean, bytes: Uint8Array): void {
  writer.u8(Kind.requests);
  writer.varint(client * 2 + (littleEndian ? 1 : 0));
  writeBlock(writer, bytes);
}

export function writePiece(writer: ByteWriter, client: number, total: number, last: boolean, bytes: Uint8Array): void {
  writer.u8(Kind.piece);
  writer.varint(client * 2 + (last ? 1 : 0));
  writer.varint(total);
  writeBlock(writer, bytes);
}

/** `encoded` is the event as encodeLogEntry gives it, with index and time 0. */
export function writeEvent(writer: ByteWriter, encoded: Uint8Array): void {
  writer.u8(Kind.event);
  writeBlock(writer, encoded);
}

export function encodeEvent(event: LogEvent): Uint8Array {
  return encodeLogEntry({ ...event, index: 0, time: 0 });
}

export function writeBlob(writer: ByteWriter, id: number, blob: number, total: number): void {
  writer.u8(Kind.blob);
  writer.varint(id);
  writer.u8(blob);
  writer.varint(total);
}

export function writeBlobBytes(writer: ByteWriter, id: number, bytes: Uint8Array): void {
  writer.u8(Kind.blobBytes);
  writer.varint(id);
  writeBlock(writer, bytes);
}

export function writeEntry(writer: ByteWriter, encoded: Uint8Array): void {
  writer.u8(Kind.entry);
  writeBlock(writer, encoded);
}

export function writeFlip(writer: ByteWriter, epoch: number, index: number, time: number): void {
  writer.u8(Kind.flip);
  writer.varint(epoch);
  writer.varint(index);
  writer.varint(time);
}

/**
 * The records of one frame; bytes are borrowed from it.
 * @throws CarrierError for anything but whole records within the limits.
 */
export function decodeDown(bytes: Uint8Array): DownRecord[] {
  const reader = recordReader(bytes);
  const records: DownRecord[] = [];
  while (reader.remaining > 0) records.push(readRecord(reader));
  return records;
}

function readRecord(reader: ByteReader): DownRecord {
  const kind = reader.u8();
  switch (kind) {
    case Kind.requests: {
      const [client, littleEndian] = readClient(reader);
      return { kind: 'requests', client, littleEndian, bytes: readBlock(reader, MAX_FRAME_BYTES) };
    }
    case Kind.piece: {
      const [client, last] = readClient(reader);
      const total = reader.varint();
      if (total > MAX_REQUEST_BYTES) throw new CarrierError('too-large', `request of ${total} bytes`);
      return { kind: 'piece', client, total, last, bytes: readBlock(reader, MAX_FRAME_BYTES) };
    }
    case Kind.event: {
      const { index: _index, time: _time, ...event } = decodeEntry(readBlock(reader, MAX_FRAME_BYTES));
      return { kind: 'event', event };
    }
    case Kind.blob: {
      const id = reader.varint();
      const blob = reader.u8();
      const total = reader.varint();
      if (total > MAX_BLOB_BYTES) throw new CarrierError('too-large', `blob of ${total} bytes`);
      return { kind: 'blob', id, blob, total };
    }
    case Kind.blobBytes:
      return { kind: 'blob-bytes', id: reader.varint(), bytes: readBlock(reader, MAX_FRAME_BYTES) };
    case Kind.entry:
      return { kind: 'entry', entry: decodeEntry(readBlock(reader, MAX_FRAME_BYTES)) };
    case Kind.flip:
      return { kind: 'flip', epoch: reader.varint(), index: reader.varint(), time: reader.varint() };
    default:
      throw new CarrierError('malformed', `record of unknown kind ${kind}`);
  }
}

function readClient(reader: ByteReader): [client: number, flag: boolean] {
  const value = reader.varint();
  const client = Math.floor(value / 2);
  if (client < 1 || client > MAX_CLIENT_NUMBER) throw new CarrierError('malformed', `client ${client}`);
  return [client, value % 2 === 1];
}

/** @throws CarrierError for bytes that are no entry. */
export function decodeEntry(bytes: Uint8Array): LogEntry {
  try {
    return decodeLogEntry(bytes);
  } catch (error) {
    throw new CarrierError('malformed', `log entry: ${error instanceof Error ? error.message : String(error)}`);
  }
}
