/** Streams for the tests of the nx wire: real-shaped and random entries, with what a host knows of them. */
import { Core } from '../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry, TerminalInput } from '../../xserver/log/entry.ts';
import { isQuiet } from '../../xserver/log/quiet.ts';
import type { NxDecoder } from '../../nx/decoder.ts';
import { clearPadding } from '../../nx/paddings.ts';
import { NxEncoder } from '../../nx/encoder.ts';
import { RandomLog } from '../support/random-requests.ts';
import { RecordingSink } from '../support/recording-sink.ts';

export const SCREEN = screenSizeAt96Dpi(160, 120);

export interface Judged {
  readonly entry: LogEntry;
  readonly quiet: boolean;
}

/** Entries that a core takes, as a host would judge them. */
export function randomEntries(seed: number, count: number): Judged[] {
  const core = new Core(SCREEN);
  const sink = new RecordingSink();
  const log = new RandomLog(seed);
  const entries: Judged[] = [];
  for (let i = 0; i < count; i++) {
    const { entry } = log.next(core.state);
    entries.push({ entry, quiet: isQuiet(core.server, entry) });
    core.apply(entry, sink);
    sink.takeLines();
  }
  return entries;
}

/** What the other end is to get: quiet requests as NoOperation. */
export function expected({ entry, quiet }: Judged): LogEntry {
  if (!quiet || entry.kind !== 'request') return entry;
  // The byte order is that of the length.
  const little = entry.bytes[2]! * 4 + entry.bytes[3]! * 1024 === entry.bytes.length;
  return { ...entry, bytes: little ? Uint8Array.of(127, 0, 1, 0) : Uint8Array.of(127, 0, 0, 1) };
}

/** Entries as text, to compare them. Padding is not sent where it is sure that it matters to nobody. */
export function entryBytes(entries: readonly LogEntry[]): string[] {
  return entries.map((entry) => {
    const copy = entry.kind === 'request' ? { ...entry, bytes: entry.bytes.slice() } : entry;
    if (copy.kind === 'request') clearPadding(copy.bytes);
    return Buffer.from(encodeLogEntry(copy)).toString('hex');
  });
}

export const OPTIONS = { terminal: 1, index: 0, time: 0 };

export function ownInputs(entries: readonly Judged[]): (number: number) => TerminalInput | undefined {
  const own = new Map<number, TerminalInput>();
  for (const { entry } of entries)
    if (entry.kind === 'input' && entry.terminal === OPTIONS.terminal) own.set(entry.number, entry.input);
  return (number) => own.get(number);
}

/** All bytes of a stream, with bursts of the sizes given (again and again), taken in parts of at most `maximum`. */
export function encodeAll(
  entries: readonly Judged[],
  bursts: readonly number[],
  maximum: number,
  options = OPTIONS,
): Uint8Array[] {
  const encoder = new NxEncoder(options);
  const parts: Uint8Array[] = [];
  let burst = 0;
  let left = bursts[0]!;
  const takeAll = () => {
    for (let part = encoder.take(maximum); part !== undefined; part = encoder.take(maximum)) parts.push(part);
  };
  for (const { entry, quiet } of entries) {
    encoder.push(entry, quiet);
    if (--left > 0) continue;
    burst = (burst + 1) % bursts.length;
    left = bursts[burst]!;
    takeAll();
  }
  takeAll();
  return parts;
}

export function decodeAll(parts: readonly Uint8Array[], decoder: NxDecoder): LogEntry[] {
  return parts.flatMap((part) => decoder.push(part));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** The same bytes in other parts. */
export function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length]!);
    parts.push(bytes.slice(at, at + size));
    at += size;
  }
  return parts;
}
