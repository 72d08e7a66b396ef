/**
 * The log channel from a terminal up to the host: one ordered stream of records for all wires, several of them in one carrier frame, each whole.
 *
 * A terminal that is primary reports: a report stands before every byte that follows from it. Indices don't travel: every reported entry is the
 * one after the last. Times are differences to the last reported one. What else the host must know (credit of clients, clients that the core
 * has closed) follows from its backup, which applies what is reported. Of any other terminal only `input` counts, which the host places; both
 * ends count a terminal's input through its whole connection.
 */
import type { TerminalInput } from '../../xserver/log/entry.ts';
import type { ByteReader, ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { recordReader, readBlock, readSigned, readText, writeBlock, writeSigned, writeText } from '../records.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { MAX_CLIENT_NUMBER, MAX_FRAME_BYTES, MAX_RECORD_BYTES } from '../limits.ts';

export type UpRecord =
  /** The next `count` entries in the host's order have been applied. */
  | { readonly kind: 'applied'; readonly count: number; readonly elapsed: number }
  /** The terminal's next input: of a primary placed and applied, of any other to be placed. */
  | { readonly kind: 'input'; readonly input: TerminalInput; readonly elapsed: number }
  | { readonly kind: 'time-reached'; readonly elapsed: number }
  /** The core's bytes for a client. */
  | { readonly kind: 'bytes'; readonly client: number; readonly bytes: Uint8Array }
  /** A snapshot or patch has been taken in: the terminal is a replica at this index. */
  | { readonly kind: 'restored'; readonly index: number }
  /** In answer to `prepare`. */
  | { readonly kind: 'prepared' }
  /**
   * In answer to `stop`: the terminal places nothing of its own any more. What the host has sent, or sends before it knows this, gets its place at
   * the time that stands here, which is not reported: the host does the same.
   */
  | { readonly kind: 'stopped'; readonly elapsed: number }
  /** In answer to `demoted`: the last entry that the terminal has, the term in which it got it, and whether it was that term's primary. */
  | { readonly kind: 'stands'; readonly epoch: number; readonly primary: boolean; readonly index: number }
  /** The terminal's stateHash after the entries reported so far. */
  | { readonly kind: 'hash'; readonly hash: string };

const Kind = {
  applied: 1,
  motion: 2,
  buttonPress: 3,
  buttonRelease: 4,
  keyPress: 5,
  keyRelease: 6,
  keymap: 7,
  timeReached: 8,
  bytes: 9,
  restored: 10,
  hash: 11,
  stopped: 12,
  stands: 13,
  prepared: 14,
  keysymPress: 15,
  keysymRelease: 16,
} as const;

/** Keysyms per keycode that a terminal may send; no layout has more levels, and the record stays small. */
export const MAX_KEYSYMS_PER_KEYCODE = 16;
/** Keysyms have 29 bits (X11 §5). */
const MAX_KEYSYM = 0x1fffffff;
const MAX_MODIFIER_MAP_BYTES = 8 * 32;
const MAX_HASH_BYTES = 256;
/** Largest coordinate that makes sense in a record; the core clamps further. */
const MAX_COORDINATE = 65_535;

export function writeApplied(writer: ByteWriter, count: number, elapsed: number): void {
  writer.u8(Kind.applied);
  writer.varint(elapsed);
  writer.varint(count);
}

export function writeTimeReached(writer: ByteWriter, elapsed: number): void {
  writer.u8(Kind.timeReached);
  writer.varint(elapsed);
}

export function writeInput(writer: ByteWriter, input: TerminalInput, elapsed: number): void {
  switch (input.kind) {
    case 'motion':
      writer.u8(Kind.motion);
      writer.varint(elapsed);
      writeSigned(writer, input.x);
      writeSigned(writer, input.y);
      return;
    case 'button':
      writer.u8(input.pressed ? Kind.buttonPress : Kind.buttonRelease);
      writer.varint(elapsed);
      writer.u8(input.button);
      return;
    case 'key':
      writer.u8(input.pressed ? Kind.keyPress : Kind.keyRelease);
      writer.varint(elapsed);
      writer.u8(input.keycode);
      return;
    case 'keysym':
      writer.u8(input.pressed ? Kind.keysymPress : Kind.keysymRelease);
      writer.varint(elapsed);
      writer.u8(input.place);
      writer.varint(input.keysym);
      return;
    case 'keymap':
      writer.u8(Kind.keymap);
      writer.varint(elapsed);
      writer.u8(input.firstKeycode);
      writer.u8(input.keysymsPerKeycode);
      writer.varint(input.keysyms.length);
      for (const keysym of input.keysyms) writer.varint(keysym);
      writeBlock(writer, input.modifierMap ?? new Uint8Array(0));
      return;
    default:
      input satisfies never;
  }
}

export function writeBytes(writer: ByteWriter, client: number, bytes: Uint8Array): void {
  writer.u8(Kind.bytes);
  writer.varint(client);
  writeBlock(writer, bytes);
}

export function writeRestored(writer: ByteWriter, index: number): void {
  writer.u8(Kind.restored);
  writer.varint(index);
}

export function writeStopped(writer: ByteWriter, elapsed: number): void {
  writer.u8(Kind.stopped);
  writer.varint(elapsed);
}

export function writePrepared(writer: ByteWriter): void {
  writer.u8(Kind.prepared);
}

export function writeStands(writer: ByteWriter, epoch: number, primary: boolean, index: number): void {
  writer.u8(Kind.stands);
  writer.varint(epoch * 2 + (primary ? 1 : 0));
  writer.varint(index);
}

export function writeHash(writer: ByteWriter, hash: string): void {
  writer.u8(Kind.hash);
  writeText(writer, hash);
}

/**
 * The records of one frame; bytes are borrowed from it.
 * @throws CarrierError for anything but whole records within the limits.
 */
export function decodeUp(bytes: Uint8Array): UpRecord[] {
  const reader = recordReader(bytes);
  const records: UpRecord[] = [];
  while (reader.remaining > 0) records.push(readRecord(reader));
  return records;
}

function readRecord(reader: ByteReader): UpRecord {
  const kind = reader.u8();
  switch (kind) {
    case Kind.applied: {
      const elapsed = reader.varint();
      return { kind: 'applied', elapsed, count: reader.varint() };
    }
    case Kind.timeReached:
      return { kind: 'time-reached', elapsed: reader.varint() };
    case Kind.bytes: {
      const client = reader.varint();
      if (client < 1 || client > MAX_CLIENT_NUMBER) throw new CarrierError('malformed', `client ${client}`);
      return { kind: 'bytes', client, bytes: readBlock(reader, MAX_FRAME_BYTES) };
    }
    case Kind.restored:
      return { kind: 'restored', index: reader.varint() };
    case Kind.stopped:
      return { kind: 'stopped', elapsed: reader.varint() };
    case Kind.prepared:
      return { kind: 'prepared' };
    case Kind.stands:
      return readStands(reader);
    case Kind.hash:
      return { kind: 'hash', hash: readText(reader, MAX_HASH_BYTES) };
    default: {
      const elapsed = reader.varint();
      return { kind: 'input', elapsed, input: readInput(reader, kind) };
    }
  }
}

function readStands(reader: ByteReader): UpRecord {
  const first = reader.varint();
  return { kind: 'stands', epoch: Math.floor(first / 2), primary: first % 2 === 1, index: reader.varint() };
}

function readCoordinate(reader: ByteReader): number {
  const value = readSigned(reader);
  if (Math.abs(value) > MAX_COORDINATE) throw new CarrierError('malformed', `coordinate ${value}`);
  return value;
}

function readInput(reader: ByteReader, kind: number): TerminalInput {
  switch (kind) {
    case Kind.motion:
      return { kind: 'motion', x: readCoordinate(reader), y: readCoordinate(reader) };
    case Kind.buttonPress:
    case Kind.buttonRelease:
      return { kind: 'button', button: reader.u8(), pressed: kind === Kind.buttonPress };
    case Kind.keyPress:
    case Kind.keyRelease:
      return { kind: 'key', keycode: reader.u8(), pressed: kind === Kind.keyPress };
    case Kind.keysymPress:
    case Kind.keysymRelease: {
      const place = reader.u8();
      const keysym = reader.varint();
      if (keysym > MAX_KEYSYM) throw new CarrierError('malformed', `keysym ${keysym}`);
      return { kind: 'keysym', keysym, place, pressed: kind === Kind.keysymPress };
    }
    case Kind.keymap:
      return readKeymap(reader);
    default:
      throw new CarrierError('malformed', `record of unknown kind ${kind}`);
  }
}

function readKeymap(reader: ByteReader): TerminalInput {
  const firstKeycode = reader.u8();
  const keysymsPerKeycode = reader.u8();
  const count = reader.varint();
  const fits = keysymsPerKeycode > 0 && count % keysymsPerKeycode === 0;
  if (!fits || keysymsPerKeycode > MAX_KEYSYMS_PER_KEYCODE || firstKeycode + count / keysymsPerKeycode > 256) {
    throw new CarrierError('malformed', 'keymap of a wrong size');
  }
  const keysyms = new Uint32Array(count);
  for (let i = 0; i < count; i++) keysyms[i] = reader.varint();
  const modifiers = readBlock(reader, Math.min(MAX_MODIFIER_MAP_BYTES, MAX_RECORD_BYTES));
  if (modifiers.length % 8 !== 0) throw new CarrierError('malformed', 'modifier map of a wrong size');
  const modifierMap = modifiers.length === 0 ? undefined : modifiers.slice();
  return { kind: 'keymap', firstKeycode, keysymsPerKeycode, keysyms, modifierMap };
}
