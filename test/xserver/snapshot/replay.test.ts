/**
 * The promise of the design: a core restored from a snapshot goes on as the one that it was taken of. Random logs are cut at random places, the
 * tail is applied to both, and all that leaves them is compared line by line.
 */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import { decodeLogEntry, encodeLogEntry } from '../../../xserver/log/encoding.ts';
import type { LogEntry } from '../../../xserver/log/entry.ts';
import { hashState } from '../../../xserver/snapshot/hash.ts';
import { impossibleKinds, RandomLog, requestKinds } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);

/** A core and what it has done. */
class Replica {
  readonly core: Core;
  readonly sink = new RecordingSink();

  constructor(core: Core) {
    this.core = core;
  }

  apply(entry: LogEntry): string[] {
    this.core.apply(entry, this.sink);
    return this.sink.takeLines();
  }
}

/** Counts of requests by kind. */
class Coverage {
  sent = 0;
  succeeded = 0;
  readonly successes = new Map<string, number>(requestKinds.map((kind) => [kind, 0]));
  blocked = 0;
  frozen = 0;
  readonly #waiting = new Map<number, (string | undefined)[]>();

  note(entry: LogEntry, kind: string | undefined, { core, sink }: Replica): void {
    if (entry.kind === 'request') {
      const waiting = this.#waiting.get(entry.client) ?? [];
      waiting.push(kind);
      this.#waiting.set(entry.client, waiting);
    }
    for (const { client, error } of sink.takeOutcomes()) {
      const kind = this.#waiting.get(client)!.shift();
      this.sent++;
      if (error !== undefined) continue;
      this.succeeded++;
      // A damaged request may be one of another kind.
      if (kind !== undefined) this.successes.set(kind, this.successes.get(kind)! + 1);
    }
    const { clients, input } = core.state;
    if ([...clients.values()].some(({ held }) => held.length > 0)) this.blocked++;
    if (input.queue.length > 0) this.frozen++;
  }

  /** Clients have the numbers of another log from now on. */
  nextLog(): void {
    this.#waiting.clear();
  }
}

const coverage = new Coverage();

/** Applies `count` random entries and gives them. */
function runRandom(replica: Replica, log: RandomLog, count: number): LogEntry[] {
  const entries: LogEntry[] = [];
  for (let i = 0; i < count; i++) {
    const { entry, kind } = log.next(replica.core.state);
    entries.push(entry);
    replica.apply(entry);
    coverage.note(entry, kind, replica);
  }
  expect(replica.sink.defects).toEqual([]);
  return entries;
}

describe('a core restored from a snapshot', () => {
  afterAll(() => {
    const { sent, succeeded, successes, blocked, frozen } = coverage;
    const never = requestKinds.filter((kind) => successes.get(kind) === 0);
    const least = requestKinds
      .filter((kind) => successes.get(kind)! > 0)
      .sort((a, b) => successes.get(a)! - successes.get(b)!)
      .slice(0, 5)
      .map((kind) => `${kind} ${successes.get(kind)}`);
    console.log(
      `random requests: ${sent} carried out, ${((succeeded / sent) * 100).toFixed(1)} % succeeded; ` +
        `${requestKinds.length - never.length} of ${requestKinds.length} kinds succeeded (never: ${never.join(', ')}; ` +
        `least: ${least.join(', ')}); entries with held requests ${blocked}, with queued input ${frozen}`,
    );
  });

  it('answers the rest of the log with the same bytes, drawing and hash', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(fc.integer({ min: 1, max: 1499 }), { minLength: 1, maxLength: 3 }),
        (seed, cuts) => {
          coverage.nextLog();
          const log = new RandomLog(seed);
          const first = new Replica(new Core(SCREEN));
          const restored: Replica[] = [];
          const tails = [...new Set(cuts)].sort((a, b) => a - b);
          for (let i = 0; i < 1500; i++) {
            if (tails[0] === i) {
              tails.shift();
              restored.push(restoreOf(first.core));
            }
            const { entry, kind } = log.next(first.core.state);
            const lines = first.apply(entry);
            coverage.note(entry, kind, first);
            const bytes = encodeLogEntry(entry);
            for (const replica of restored) expectSameLines(replica.apply(decodeLogEntry(bytes)), lines, entry);
          }
          expect(first.sink.defects).toEqual([]);
          for (const replica of restored) expect(replica.core.stateHash()).toBe(first.core.stateHash());
          // What the painter has forgotten is what was drawn on.
          expect(first.core.stateHash()).toBe(hashState(first.core.state));
        },
      ),
      { numRuns: 12 },
    );
  });

  it('has met requests of every kind, most of which succeeded, blocked clients and frozen devices', () => {
    // So that the outcome does not hang on the seeds above.
    for (let seed = 1; seed <= 6; seed++) {
      coverage.nextLog();
      runRandom(new Replica(new Core(SCREEN)), new RandomLog(seed), 2500);
    }
    const { sent, succeeded, successes, blocked, frozen } = coverage;
    expect(succeeded / sent).toBeGreaterThan(0.8);
    expect(requestKinds.filter((kind) => successes.get(kind) === 0)).toEqual(impossibleKinds);
    expect(blocked).toBeGreaterThan(100);
    expect(frozen).toBeGreaterThan(100);
  });
});

/** A core of another process, as far as it knows. */
function restoreOf(core: Core): Replica {
  const snapshot = core.snapshot();
  const replica = new Replica(Core.restore(snapshot));
  expect(replica.core.stateHash()).toBe(core.stateHash());
  expect(replica.core.snapshot()).toEqual(snapshot);
  return replica;
}

/** The first deadline that a core tells may be the one told before the snapshot. */
function expectSameLines(actual: readonly string[], expected: readonly string[], entry: LogEntry): void {
  const isDeadline = (line: string) => line.startsWith('deadline');
  const without = (lines: readonly string[]) => lines.filter((line) => !isDeadline(line));
  if (expected.every((line, i) => actual[i] === line) && expected.length === actual.length) return;
  const { kind, index } = entry;
  const request = entry.kind === 'request' ? Buffer.from(entry.bytes.subarray(0, 40)).toString('hex') : '';
  expect(without(actual), `after ${kind} ${index} ${request}`).toEqual(without(expected));
  const told = expected.find(isDeadline);
  if (told !== undefined) expect(actual.find(isDeadline)).toBe(told);
}
