/**
 * Bytes and speed of the nx wire on recorded workloads (bench/nx-record.ts), beside deflate of the plain requests:
 *
 *     npx tsx bench/nx.ts [--bits] FOLDER [WORKLOAD ...]
 *
 * Each burst is flushed, as a terminal would get it; `kept` is the nx stream for a terminal that has the fonts from an earlier visit. `--bits` tells
 * what the bits went into.
 */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { constants, createDeflate } from 'node:zlib';
import { NxDecoder } from '../nx/decoder.ts';
import { NxEncoder } from '../nx/encoder.ts';
import { clearPadding } from '../nx/paddings.ts';
import { shapeOf } from '../nx/request-shape.ts';
import { withoutFile } from '../session/log-wire/font-blob.ts';
import { encodeLogEntry } from '../xserver/log/encoding.ts';
import type { LogEntry, TerminalInput } from '../xserver/log/entry.ts';
import { readRecording, type RecordedEntry, type Recording } from './nx-recording.ts';

const TERMINAL = 1;
const SETS: Readonly<Record<number, string>> = {
  1: 'block',
  2: 'byte',
  3: 'byte',
  4: 'byte',
  5: 'byte',
  8: 'form',
  9: 'length',
  10: 'pad',
  11: 'pad',
  12: 'same rest',
  13: 'cached',
  14: 'cached',
  16: 'field same',
  17: 'field last',
  18: 'field pair',
  20: 'time field',
  21: 'byte field',
  22: 'number field',
  24: 'used',
  26: 'new value',
  27: 'number word',
  28: 'as pointer',
  30: 'struct same',
  32: 'struct number',
  40: 'actor',
  41: 'client',
  42: 'kind',
  43: 'kind',
  44: 'kind',
  46: 'kind',
  50: 'time',
  51: 'time',
  52: 'input',
  53: 'input',
  54: 'input',
  55: 'other',
};

/** Milliseconds of this process's own time: others may share the machine. */
function cpu(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** One burst after the other; the bytes of each. */
function encode(recording: Recording, encoder: NxEncoder): Uint8Array[] {
  const { entries } = recording;
  const frames: Uint8Array[] = [];
  for (let i = 0; i < entries.length;) {
    const { burst } = entries[i]!;
    for (; entries[i]?.burst === burst; i++) encoder.push(entries[i]!.entry, entries[i]!.quiet);
    const parts: Uint8Array[] = [];
    for (let part = encoder.take(1 << 20); part !== undefined; part = encoder.take(1 << 20)) parts.push(part);
    frames.push(parts.length === 1 ? parts[0]! : Uint8Array.from(parts.flatMap((part) => [...part])));
  }
  return frames;
}

/** The plain requests and events through one deflate stream. */
async function deflated(recording: Recording, level: number, firstFrame: number): Promise<number> {
  const stream = createDeflate({ level, memLevel: 9 });
  let bytes = 0;
  stream.on('data', (chunk: Buffer) => void (bytes += chunk.length));
  let before = 0;
  let frame = 0;
  for (const entries of bursts(recording)) {
    if (frame++ === firstFrame) before = bytes;
    for (const { entry } of entries) stream.write(plain(entry));
    await new Promise<void>((resolve) => stream.flush(constants.Z_SYNC_FLUSH, resolve));
  }
  return bytes - before;
}

/** What the x11 wire sends: requests as they are behind a header of a few bytes. */
function plain(entry: LogEntry): Uint8Array {
  return entry.kind === 'request' ? entry.bytes : encodeLogEntry({ ...entry, index: 0, time: 0 });
}

function bursts({ entries }: Recording): RecordedEntry[][] {
  const found: RecordedEntry[][] = [];
  for (const entry of entries) {
    const last = found.at(-1);
    if (last !== undefined && last[0]!.burst === entry.burst) last.push(entry);
    else found.push([entry]);
  }
  return found;
}

function sameEntry(decoded: LogEntry, { entry, quiet }: RecordedEntry): boolean {
  if (quiet && entry.kind === 'request') {
    return (
      decoded.kind === 'request' &&
      decoded.client === entry.client &&
      decoded.bytes[0] === 127 &&
      decoded.time === entry.time &&
      decoded.index === entry.index
    );
  }
  return Buffer.compare(cleared(decoded), cleared(entry)) === 0;
}

/** The encoder does not send padding. */
function cleared(entry: LogEntry): Uint8Array {
  if (entry.kind !== 'request') return encodeLogEntry(entry);
  const bytes = Uint8Array.from(entry.bytes);
  clearPadding(bytes);
  return encodeLogEntry({ ...entry, bytes });
}

function bitsByUse(recording: Recording, start: number): void {
  const encoder = new NxEncoder({ terminal: TERMINAL, ...origin(recording) });
  const totals = new Map<string, number>();
  let name = '';
  let counts = false;
  encoder.model.predictor.meter = (bits, set) => {
    if (!counts) return;
    for (const key of [`  ${SETS[set] ?? set}`, `${name}: ${SETS[set] ?? set}`, `${name} TOTAL`])
      totals.set(key, (totals.get(key) ?? 0) + bits / 8);
  };
  const { entries } = recording;
  for (let i = 0; i < entries.length; i++) {
    const { entry, quiet, burst } = entries[i]!;
    counts = i >= start;
    name =
      entry.kind === 'request'
        ? quiet
          ? 'quiet'
          : shapeOf(entry.bytes[0]! < 128 ? entry.bytes[0]! : entry.bytes[0]! * 256 + entry.bytes[1]!).name
        : entry.kind;
    encoder.push(entry, quiet);
    const isLast = entries[i + 1]?.burst !== burst;
    if (isLast) while (encoder.take(1 << 20) !== undefined);
    else encoder.encodeAll();
  }
  for (const [key, bytes] of [...totals].toSorted((a, b) => b[1] - a[1]).slice(0, 40))
    process.stdout.write(`    ${bytes.toFixed(1).padStart(9)} ${key}\n`);
}

/** As the terminal gets it that has kept the file. */
function withoutFont(entry: LogEntry): LogEntry {
  return entry.kind === 'font' ? withoutFile(entry) : entry;
}

function origin({ entries }: Recording): { index: number; time: number } {
  // The catalogue and the terminal are in the snapshot that comes before a stream.
  return { index: entries[0]!.entry.index - 1, time: Math.max(0, entries[0]!.entry.time - 1) };
}

function withoutSetup(recording: Recording): Recording {
  const skipped = recording.entries.findIndex(
    ({ entry }) => entry.kind !== 'font-catalogue' && entry.kind !== 'terminal-attached',
  );
  return { entries: recording.entries.slice(skipped), start: Math.max(0, recording.start - skipped) };
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { bits: { type: 'boolean' } } });
  const [folder = '/tmp/nx-recordings', ...names] = positionals;
  const found = (await readdir(folder)).filter((name) => name.endsWith('.nxrec')).map((name) => name.slice(0, -6));
  process.stdout.write(
    'workload        entries     plain  deflate-6  deflate-9         nx       kept  bursts   enc entries/s  dec entries/s\n',
  );
  for (const name of names.length > 0 ? names : found.toSorted()) {
    const recording = withoutSetup(await readRecording(join(folder, `${name}.nxrec`)));
    const { entries, start } = recording;
    const startBurst = entries[start]?.burst ?? 0;
    const all = bursts(recording);
    const firstFrame = all.findIndex(([first]) => first!.burst >= startBurst);
    const own = new Map<number, TerminalInput>();
    for (const { entry } of entries) if (entry.kind === 'input') own.set(entry.number, entry.input);
    const options = { terminal: TERMINAL, ...origin(recording), ownInput: (number: number) => own.get(number) };
    const encoder = new NxEncoder(options);
    while (!encoder.prepare());
    let began = cpu();
    const frames = encode(recording, encoder);
    const encoding = cpu() - began;
    const decoder = new NxDecoder(options);
    while (!decoder.prepare());
    began = cpu();
    const decoded = frames.map((frame) => decoder.push(frame));
    const decoding = cpu() - began;
    for (const [i, burst] of all.entries()) {
      const wrong = burst.findIndex((entry, j) => decoded[i]![j] === undefined || !sameEntry(decoded[i]![j]!, entry));
      if (wrong >= 0 || decoded[i]!.length !== burst.length)
        throw new Error(`${name}: burst ${i} entry ${wrong} differs`);
    }
    const sizeOf = (all: readonly Uint8Array[]): number =>
      all.slice(firstFrame).reduce((sum, frame) => sum + frame.length, 0);
    const kept = { start, entries: entries.map((recorded) => ({ ...recorded, entry: withoutFont(recorded.entry) })) };
    const plainBytes = entries.slice(start).reduce((sum, { entry }) => sum + plain(entry).length, 0);
    const cells = [
      name.padEnd(14),
      String(entries.length - start).padStart(8),
      String(plainBytes).padStart(9),
      String(await deflated(recording, 6, firstFrame)).padStart(10),
      String(await deflated(recording, 9, firstFrame)).padStart(10),
      String(sizeOf(frames)).padStart(10),
      String(sizeOf(encode(kept, new NxEncoder(options)))).padStart(10),
      String(frames.length - firstFrame).padStart(7),
      Math.round((entries.length / encoding) * 1000)
        .toLocaleString('en')
        .padStart(15),
      Math.round((entries.length / decoding) * 1000)
        .toLocaleString('en')
        .padStart(14),
    ];
    process.stdout.write(`${cells.join(' ')}\n`);
    if (values.bits === true) bitsByUse(recording, start);
  }
}

await main();
