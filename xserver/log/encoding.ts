/**
 * Log entries as bytes, for the wires that carry the log and for recordings.
 *
 * An entry is a kind byte (the top bit: the time is a float), its index and time, and its fields: varints, and as the last field bytes that run to
 * the end. Who carries entries knows their lengths. Index and time may be told as differences from those of an entry before. On a wire, both
 * ends compare LOG_FORMAT_VERSION when they meet; a recording (session/recording/) says it in its facts.
 */
import type { FontCatalogue } from '../fonts/catalogue.ts';
import { isFontCatalogue } from '../fonts/check-catalogue.ts';
import { ByteReader, ByteWriter } from '../snapshot/bytes.ts';
import { readState } from '../snapshot/read-state.ts';
import { SnapshotError } from '../snapshot/snapshot-error.ts';
import { writeState } from '../snapshot/write-state.ts';
import type { LogEntry, LogEvent, TerminalInput } from './entry.ts';

export const LOG_FORMAT_VERSION = 2;

const FLOAT_TIME = 0x80;
const MAX_U32 = 0xffffffff;
/** Far above any catalogue: 20,000 names with 40 packed properties each. */
const MAX_CATALOGUE_BYTES = 64 * 1024 * 1024;

/** Position in this list is the kind byte: new kinds go to the end. */
const kinds = [
  'client-connected',
  'request',
  'client-gone',
  'terminal-attached',
  'terminal-gone',
  'input',
  'screen-resized',
  'time-reached',
  'font-catalogue',
  'font',
] as const satisfies readonly LogEvent['kind'][];
const kindNumbers = new Map<LogEvent['kind'], number>(kinds.map((kind, i) => [kind, i]));

const inputKinds = ['motion', 'button', 'key', 'keymap', 'keysym'] as const satisfies readonly TerminalInput['kind'][];
const inputKindNumbers = new Map<TerminalInput['kind'], number>(inputKinds.map((kind, i) => [kind, i]));

/** The bytes are no log entries of this version. */
export class LogFormatError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'LogFormatError';
  }
}

function fail(message: string): never {
  throw new LogFormatError(message);
}

/** An entry that another is told against. */
export interface EntryPlace {
  readonly index: number;
  readonly time: number;
}

const START: EntryPlace = { index: 0, time: 0 };

/** One entry, without its length; owned by the caller. */
export function encodeLogEntry(entry: LogEntry): Uint8Array {
  const payload = 'bytes' in entry ? entry.bytes.length : 0;
  const out = new ByteWriter(payload + 64);
  writeLogEntry(out, entry);
  return out.finish();
}

/** Writes one entry, without its length; whoever reads it must know the one `before`, which has no larger index. */
export function writeLogEntry(out: ByteWriter, entry: LogEntry, before = START): void {
  const elapsed = entry.time - before.time;
  const whole =
    Number.isSafeInteger(elapsed) && elapsed >= 0 && !Object.is(elapsed, -0) && before.time + elapsed === entry.time;
  out.u8(kindNumbers.get(entry.kind)! | (whole ? 0 : FLOAT_TIME));
  out.varint(entry.index - before.index);
  if (whole) out.varint(elapsed);
  else out.float(entry.time);
  encodeEvent(out, entry);
}

/** Writes an entry behind its length; gives the bytes that both take. */
export function frameLogEntry(out: ByteWriter, entry: LogEntry, before = START): number {
  const start = out.length;
  // Most are short: room is left for a length of one byte.
  out.u8(0);
  writeLogEntry(out, entry, before);
  const length = out.length - start - 1;
  if (length < 0x80) {
    out.reserve(0)[start] = length;
  } else {
    const encoded = out.reserve(0).slice(start + 1, out.length);
    out.length = start;
    out.varint(length);
    out.bytes(encoded);
  }
  return out.length - start;
}

function encodeEvent(out: ByteWriter, event: LogEvent): void {
  switch (event.kind) {
    case 'client-connected':
      out.varint(event.client);
      out.u8(event.littleEndian ? 1 : 0);
      out.varint(event.idBase);
      return;
    case 'request':
      out.varint(event.client);
      out.bytes(event.bytes);
      return;
    case 'client-gone':
      out.varint(event.client);
      return;
    case 'terminal-attached':
    case 'terminal-gone':
      out.varint(event.terminal);
      return;
    case 'input':
      out.varint(event.terminal);
      out.varint(event.number);
      encodeInput(out, event.input);
      return;
    case 'screen-resized':
      out.varint(event.width);
      out.varint(event.height);
      out.varint(event.widthMillimetres);
      out.varint(event.heightMillimetres);
      return;
    case 'time-reached':
      return;
    case 'font-catalogue':
      out.bytes(writeState(event.catalogue));
      return;
    case 'font':
      out.varint(event.hash.length);
      out.latin1(event.hash);
      out.bytes(event.bytes);
      return;
    default:
      event satisfies never;
  }
}

/** Sign in the lowest bit, so that small negative numbers stay short. */
function zigzag(value: number): number {
  return value < 0 ? -2 * value - 1 : 2 * value;
}

function unzigzag(value: number): number {
  return value % 2 === 1 ? -(value + 1) / 2 : value / 2;
}

function encodeInput(out: ByteWriter, input: TerminalInput): void {
  out.u8(inputKindNumbers.get(input.kind)!);
  switch (input.kind) {
    case 'motion':
      out.varint(zigzag(input.x));
      out.varint(zigzag(input.y));
      return;
    case 'button':
      out.varint(input.button);
      out.u8(input.pressed ? 1 : 0);
      return;
    case 'key':
      out.varint(input.keycode);
      out.u8(input.pressed ? 1 : 0);
      return;
    case 'keysym':
      out.varint(input.keysym);
      out.varint(input.place);
      out.u8(input.pressed ? 1 : 0);
      return;
    case 'keymap':
      out.varint(input.firstKeycode);
      out.varint(input.keysymsPerKeycode);
      out.varint(input.keysyms.length);
      for (const keysym of input.keysyms) out.varint(keysym);
      out.u8(input.modifierMap === undefined ? 0 : 1);
      if (input.modifierMap !== undefined) out.bytes(input.modifierMap);
      return;
    default:
      input satisfies never;
  }
}

/**
 * Reads one entry; the bytes of requests and fonts stay borrowed.
 * @throws LogFormatError for bytes that writeLogEntry cannot have written.
 */
export function decodeLogEntry(bytes: Uint8Array, before = START): LogEntry {
  const reader = new ByteReader(bytes, fail);
  const first = reader.u8();
  const kind = kinds[first & ~FLOAT_TIME] ?? reader.fail('unknown kind of entry');
  const index = before.index + reader.varint();
  if (index > Number.MAX_SAFE_INTEGER) reader.fail('an index too large');
  const time = (first & FLOAT_TIME) === 0 ? before.time + reader.varint() : reader.float();
  if (!Number.isFinite(time)) reader.fail('a time that is no number');
  const event = decodeEvent(reader, kind);
  if (reader.remaining > 0) reader.fail('bytes left over');
  return { ...event, index, time };
}

function rest(reader: ByteReader): Uint8Array {
  return reader.bytes(reader.remaining);
}

function u32(reader: ByteReader): number {
  const value = reader.varint();
  if (value > MAX_U32) reader.fail('number too large');
  return value;
}

function flag(reader: ByteReader): boolean {
  const value = reader.u8();
  if (value > 1) reader.fail('neither yes nor no');
  return value === 1;
}

function decodeEvent(reader: ByteReader, kind: LogEvent['kind']): LogEvent {
  switch (kind) {
    case 'client-connected':
      return { kind, client: u32(reader), littleEndian: flag(reader), idBase: u32(reader) };
    case 'request':
      return { kind, client: u32(reader), bytes: rest(reader) };
    case 'client-gone':
      return { kind, client: u32(reader) };
    case 'terminal-attached':
    case 'terminal-gone':
      return { kind, terminal: u32(reader) };
    case 'input':
      return { kind, terminal: u32(reader), number: reader.varint(), input: decodeInput(reader) };
    case 'screen-resized':
      return {
        kind,
        width: u32(reader),
        height: u32(reader),
        widthMillimetres: u32(reader),
        heightMillimetres: u32(reader),
      };
    case 'time-reached':
      return { kind };
    case 'font-catalogue':
      return { kind, catalogue: decodeCatalogue(rest(reader)) };
    case 'font':
      return { kind, hash: reader.latin1(reader.count()), bytes: rest(reader) };
  }
}

function decodeInput(reader: ByteReader): TerminalInput {
  const kind = inputKinds[reader.u8()] ?? reader.fail('unknown kind of input');
  switch (kind) {
    case 'motion':
      return { kind, x: unzigzag(reader.varint()), y: unzigzag(reader.varint()) };
    case 'button':
      return { kind, button: u32(reader), pressed: flag(reader) };
    case 'key':
      return { kind, keycode: u32(reader), pressed: flag(reader) };
    case 'keysym':
      return { kind, keysym: u32(reader), place: u32(reader), pressed: flag(reader) };
    case 'keymap': {
      const firstKeycode = u32(reader);
      const keysymsPerKeycode = u32(reader);
      const keysyms = new Uint32Array(reader.count());
      for (let i = 0; i < keysyms.length; i++) keysyms[i] = u32(reader);
      const modifierMap = flag(reader) ? rest(reader).slice() : undefined;
      return { kind, firstKeycode, keysymsPerKeycode, keysyms, modifierMap };
    }
  }
}

function decodeCatalogue(bytes: Uint8Array): FontCatalogue {
  let catalogue: unknown;
  try {
    catalogue = readState(bytes, MAX_CATALOGUE_BYTES);
  } catch (error) {
    if (error instanceof SnapshotError) fail(`font catalogue: ${error.message}`);
    throw error;
  }
  if (!isFontCatalogue(catalogue)) fail('not a font catalogue');
  return catalogue;
}
