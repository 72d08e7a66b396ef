/**
 * The log channel from the host down to a terminal: records, several of them in one carrier frame, each whole.
 *
 * A terminal that is a replica gets a snapshot, or a patch on what it has (blobs), and then entries: `stream` begins a stream of a codec, `coded`
 * carries its bytes. With `flip` it becomes the primary, and from there on gets the clients' requests in the order in which the host takes
 * them: it gives them their place in the log. `stop` asks for the order back: nothing stands still for that, requests go on coming until the
 * host knows that the terminal has heard it, and the stream that makes it a replica follows on them. `demoted` says that the host could not wait for that.
 */
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry, LogEvent } from '../../xserver/log/entry.ts';
import { MAX_REQUEST_BYTES } from '../../xserver/protocol/limits.ts';
import type { ByteReader, ByteWriter } from '../../xserver/snapshot/bytes.ts';
import type { Turn } from '../order/turns.ts';
import { recordReader, readBlock, readText, writeBlock, writeText } from '../records.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { WIRES, type WireName } from '../carrier/control.ts';
import { MAX_BLOB_BYTES, MAX_CLIENT_NUMBER, MAX_FRAME_BYTES, MAX_PREVIEW_BYTES } from '../limits.ts';

export const BlobKind = {
  /** A core's snapshot, packed. */
  snapshot: 0,
  /** What has changed since the last entry that was sent, packed. */
  patch: 1,
  /** A log event (a font) too large for a record, packed: the terminal is primary and gives it its place. */
  event: 2,
  /** A font file, packed, ahead of its entry, which comes without it: the length of its hash, the hash, the file. */
  font: 3,
} as const;

export type DownRecord =
  /** What the terminal, as primary, gives its place in the log. */
  | Turn
  | { readonly kind: 'blob'; readonly id: number; readonly blob: number; readonly total: number }
  | { readonly kind: 'blob-bytes'; readonly id: number; readonly bytes: Uint8Array }
  /** From behind `index` on entries come as a codec has written them; `waiting`: some do already. */
  | {
      readonly kind: 'stream';
      readonly wire: WireName;
      readonly epoch: number;
      readonly index: number;
      readonly time: number;
      readonly waiting: boolean;
      /** The encoder that goes on, or begins, and the bytes that it has given before: see coders.ts. */
      readonly coder: number;
      readonly sent: number;
    }
  /** The next bytes of that stream. */
  | { readonly kind: 'coded'; readonly bytes: Uint8Array }
  /**
   * From the entry behind `index` on the terminal is the primary of this epoch; `time` is the session's. Of its input everything up to
   * number `input` is dealt with: it places the rest itself. `waiting`: clients have something to be done.
   */
  | {
      readonly kind: 'flip';
      readonly epoch: number;
      readonly index: number;
      readonly time: number;
      readonly input: number;
      readonly waiting: boolean;
    }
  /** The terminal says `stopped` and places nothing of its own any more; what comes before the next stream it places, all at the same time. */
  | { readonly kind: 'stop' }
  /** The host has gone on without this terminal, in a term of this epoch. Its input up to number `input` is in the log. */
  | { readonly kind: 'demoted'; readonly epoch: number; readonly input: number }
  /** A stream of this wire will begin before long: the terminal makes its decoder ready for that, and says `prepared`. */
  | { readonly kind: 'prepare'; readonly wire: WireName }
  /** As primary: its input up to this number has arrived. */
  | { readonly kind: 'inputs'; readonly input: number }
  /** The host's stateHash behind the entries so far. */
  | { readonly kind: 'hash'; readonly index: number; readonly hash: string }
  /** While joining: a rectangle of the screen's picture; its pixels are packed. */
  | {
      readonly kind: 'preview';
      readonly screenWidth: number;
      readonly screenHeight: number;
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly packed: Uint8Array;
    };

const Kind = {
  requests: 1,
  piece: 2,
  event: 3,
  blob: 4,
  blobBytes: 5,
  stream: 6,
  coded: 7,
  flip: 8,
  stop: 9,
  demoted: 10,
  inputs: 11,
  hash: 12,
  preview: 13,
  prepare: 14,
} as const;

/** Room that the headers of a record take at most. */
export const HEADER_BYTES = 20;
const MAX_HASH_BYTES = 256;
/** Largest size of a screen. */
const MAX_SIZE = 65_535;

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

export function writeStream(writer: ByteWriter, stream: Omit<Extract<DownRecord, { kind: 'stream' }>, 'kind'>): void {
  writer.u8(Kind.stream);
  writer.varint(WIRES.indexOf(stream.wire) * 2 + (stream.waiting ? 1 : 0));
  writer.varint(stream.epoch);
  writer.varint(stream.index);
  writer.varint(stream.time);
  writer.varint(stream.coder);
  writer.varint(stream.sent);
}

export function writePrepare(writer: ByteWriter, wire: WireName): void {
  writer.u8(Kind.prepare);
  writer.u8(WIRES.indexOf(wire));
}

export function writeCoded(writer: ByteWriter, bytes: Uint8Array): void {
  writer.u8(Kind.coded);
  writeBlock(writer, bytes);
}

export function writeFlip(writer: ByteWriter, flip: Omit<Extract<DownRecord, { kind: 'flip' }>, 'kind'>): void {
  writer.u8(Kind.flip);
  writer.varint(flip.epoch * 2 + (flip.waiting ? 1 : 0));
  writer.varint(flip.index);
  writer.varint(flip.time);
  writer.varint(flip.input);
}

export function writeStop(writer: ByteWriter): void {
  writer.u8(Kind.stop);
}

export function writeDemoted(writer: ByteWriter, epoch: number, input: number): void {
  writer.u8(Kind.demoted);
  writer.varint(epoch);
  writer.varint(input);
}

export function writeInputs(writer: ByteWriter, input: number): void {
  writer.u8(Kind.inputs);
  writer.varint(input);
}

export function writeHostHash(writer: ByteWriter, index: number, hash: string): void {
  writer.u8(Kind.hash);
  writer.varint(index);
  writeText(writer, hash);
}

export function writePreview(
  writer: ByteWriter,
  preview: Omit<Extract<DownRecord, { kind: 'preview' }>, 'kind'>,
): void {
  writer.u8(Kind.preview);
  for (const size of [preview.screenWidth, preview.screenHeight, preview.x, preview.y, preview.width, preview.height]) {
    writer.varint(size);
  }
  writeBlock(writer, preview.packed);
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
    case Kind.stream: {
      const first = reader.varint();
      const wire = WIRES[Math.floor(first / 2)] ?? reader.fail('stream of an unknown wire');
      const waiting = first % 2 === 1;
      const [epoch, index, time] = [reader.varint(), reader.varint(), reader.varint()];
      const [coder, sent] = [reader.varint(), reader.varint()];
      return { kind: 'stream', wire, waiting, epoch, index, time, coder, sent };
    }
    case Kind.coded:
      return { kind: 'coded', bytes: readBlock(reader, MAX_FRAME_BYTES) };
    case Kind.flip: {
      const first = reader.varint();
      const [index, time, input] = [reader.varint(), reader.varint(), reader.varint()];
      return { kind: 'flip', epoch: Math.floor(first / 2), waiting: first % 2 === 1, index, time, input };
    }
    case Kind.stop:
      return { kind: 'stop' };
    case Kind.demoted:
      return { kind: 'demoted', epoch: reader.varint(), input: reader.varint() };
    case Kind.inputs:
      return { kind: 'inputs', input: reader.varint() };
    case Kind.hash:
      return { kind: 'hash', index: reader.varint(), hash: readText(reader, MAX_HASH_BYTES) };
    case Kind.prepare:
      return { kind: 'prepare', wire: WIRES[reader.u8()] ?? reader.fail('an unknown wire') };
    case Kind.preview:
      return readPreview(reader);
    default:
      throw new CarrierError('malformed', `record of unknown kind ${kind}`);
  }
}

function readPreview(reader: ByteReader): DownRecord {
  const [screenWidth, screenHeight, x, y, width, height] = Array.from({ length: 6 }, () => {
    const size = reader.varint();
    return size <= MAX_SIZE ? size : reader.fail(`size ${size}`);
  }) as [number, number, number, number, number, number];
  if (x + width > screenWidth || y + height > screenHeight) reader.fail('preview beyond the screen');
  if (width * height * 4 > MAX_PREVIEW_BYTES) reader.fail('preview too large');
  const packed = readBlock(reader, MAX_FRAME_BYTES);
  return { kind: 'preview', screenWidth, screenHeight, x, y, width, height, packed };
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
