/** Recordings in memory, of random logs. */
import { deflateSync, inflateSync } from 'node:zlib';
import { noDriver } from '../../session/no-driver.ts';
import { RecordingWriter } from '../../session/recording/recording-writer.ts';
import { Recording, type RecordingSource } from '../../session/recording/recording.ts';
import { Core } from '../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import type { LogEntry, Sink } from '../../xserver/log/entry.ts';
import { RandomLog } from '../support/random-requests.ts';

export const silentSink: Sink = {
  toClient() {},
  consumed() {},
  closed() {},
  deadline() {},
  bell() {},
  defect(what) {
    throw new Error(what);
  },
  driver: noDriver,
};

export class MemorySource implements RecordingSource {
  readonly bytes: Uint8Array;
  reads = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  get size(): number {
    return this.bytes.length;
  }

  async read(offset: number, length: number): Promise<Uint8Array> {
    this.reads++;
    if (offset + length > this.bytes.length) throw new Error('read beyond the end');
    return this.bytes.slice(offset, offset + length);
  }
}

export function inflate(packed: Uint8Array, maximum: number): Uint8Array {
  return Uint8Array.from(inflateSync(packed, { maxOutputLength: Math.max(1, maximum) }));
}

export async function openMemory(bytes: Uint8Array): Promise<Recording> {
  return Recording.open(new MemorySource(bytes), inflate);
}

export interface MadeRecording {
  readonly bytes: Uint8Array;
  readonly entries: readonly LogEntry[];
  /** State hash behind each entry, by index; 0 for the beginning. */
  readonly hashes: readonly string[];
  /** The core's time behind each entry. */
  readonly times: readonly number[];
}

/** Records a random log, with a keyframe every so many entries and a block every few, and nothing happening for so many ms at its half. */
export async function recordRandom(
  seed: number,
  count: number,
  keyframeEvery: number,
  pause = 0,
  /** Of a keyframe: what is recorded in place of the core's own. */
  forge: (snapshot: Uint8Array, index: number) => Uint8Array = (snapshot) => snapshot,
): Promise<MadeRecording> {
  const parts: Uint8Array[] = [];
  const core = new Core(screenSizeAt96Dpi(200, 150));
  const writer = new RecordingWriter(
    {
      pack: async (bytes) => Uint8Array.from(deflateSync(bytes)),
      write: async (bytes) => void parts.push(bytes),
    },
    { session: 'abc', version: '1', epoch: 1000 },
    (error) => {
      throw error;
    },
  );
  const entries: LogEntry[] = [];
  const hashes = [core.stateHash()];
  const times = [core.state.time];
  void writer.keyframe(core.snapshot(), 0, core.state.time);
  const log = new RandomLog(seed);
  for (let i = 1; i <= count; i++) {
    const { entry: next } = log.next(core.state);
    const entry = i === count >> 1 ? { ...next, time: next.time + pause } : next;
    core.apply(entry, silentSink);
    writer.entry(entry);
    entries.push('bytes' in entry ? { ...entry, bytes: entry.bytes.slice() } : entry);
    hashes.push(core.stateHash());
    times.push(core.state.time);
    if (i % 7 === 0) writer.flush();
    if (i % keyframeEvery === 0) {
      void writer.keyframe(forge(core.snapshot(), core.state.index), core.state.index, core.state.time);
    }
  }
  await writer.finish(core.state.time + 500);
  return { bytes: joined(parts), entries, hashes, times };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
