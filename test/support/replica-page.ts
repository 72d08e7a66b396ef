/** A core in a page: restored from a snapshot, fed with log entries, asked for what it did. */
import { Core } from '../../xserver/core.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import { RandomLog } from './random-requests.ts';
import { RecordingSink } from './recording-sink.ts';

export interface ReplicaRun {
  /** What has left the core: the lines of RecordingSink. */
  readonly lines: readonly string[];
  readonly hash: string;
}

export interface ReplicaPage {
  /** Goes on from a snapshot with encoded log entries. */
  replay(snapshot: readonly number[], entries: readonly (readonly number[])[]): ReplicaRun;
  /** Goes on from a snapshot with random entries that this engine makes itself. */
  random(snapshot: readonly number[], seed: number, count: number): ReplicaRun;
}

export const replicaPage: ReplicaPage = {
  replay(snapshot, entries) {
    const core = Core.restore(Uint8Array.from(snapshot));
    const sink = new RecordingSink();
    for (const entry of entries) core.apply(decodeLogEntry(Uint8Array.from(entry)), sink);
    return { lines: sink.takeLines(), hash: core.stateHash() };
  },

  random(snapshot, seed, count) {
    const core = Core.restore(Uint8Array.from(snapshot));
    const sink = new RecordingSink();
    const log = new RandomLog(seed);
    for (let i = 0; i < count; i++) core.apply(log.next(core.state).entry, sink);
    return { lines: sink.takeLines(), hash: core.stateHash() };
  },
};

Object.assign(globalThis, { replicaPage });
