/** Recordings of workloads for bench/nx.ts: entries with what a host knows of them, and where bursts end. */
import { readFile, writeFile } from 'node:fs/promises';
import { decodeLogEntry, encodeLogEntry } from '../xserver/log/encoding.ts';
import type { LogEntry } from '../xserver/log/entry.ts';
import { ByteReader, ByteWriter } from '../xserver/snapshot/bytes.ts';

export interface RecordedEntry {
  readonly entry: LogEntry;
  readonly quiet: boolean;
  /** Entries of one burst came together: what a host sends at once. */
  readonly burst: number;
}

export interface Recording {
  readonly entries: readonly RecordedEntry[];
  /** The entries from here on are the workload; those before brought the session where it starts. */
  readonly start: number;
}

export async function writeRecording(file: string, { entries, start }: Recording): Promise<void> {
  const out = new ByteWriter(1 << 20);
  out.varint(start);
  for (const { entry, quiet, burst } of entries) {
    const bytes = encodeLogEntry(entry);
    out.varint(bytes.length);
    out.varint(burst * 2 + (quiet ? 1 : 0));
    out.bytes(bytes);
  }
  await writeFile(file, out.finish());
}

export async function readRecording(file: string): Promise<Recording> {
  const bytes = await readFile(file);
  const reader = new ByteReader(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length), (message) => {
    throw new Error(`${file}: ${message}`);
  });
  const start = reader.varint();
  const entries: RecordedEntry[] = [];
  while (reader.remaining > 0) {
    const length = reader.varint();
    const marks = reader.varint();
    entries.push({ entry: decodeLogEntry(reader.bytes(length)), quiet: marks % 2 === 1, burst: Math.floor(marks / 2) });
  }
  return { entries, start };
}
