/** What goes into an nx stream comes out at the other end, wherever bursts end and frames are cut. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NxDecoder } from '../../nx/decoder.ts';
import { NxEncoder } from '../../nx/encoder.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { Core } from '../../xserver/core.ts';
import { RecordingSink } from '../support/recording-sink.ts';
import {
  cut,
  decodeAll,
  encodeAll,
  entryBytes,
  expected,
  joined,
  OPTIONS,
  ownInputs,
  randomEntries,
  SCREEN,
} from './support.ts';

const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 5, max: 3000 })), {
  minLength: 1,
  maxLength: 6,
});

describe('an nx stream', () => {
  it('gives the entries that went in, cut anywhere', () => {
    fc.assert(
      fc.property(fc.integer(), sizes, sizes, fc.integer({ min: 1, max: 5000 }), (seed, bursts, cuts, maximum) => {
        const entries = randomEntries(seed, 200);
        const parts = encodeAll(entries, bursts, maximum);
        for (const part of parts) expect(part.length).toBeLessThanOrEqual(maximum);
        const decoder = new NxDecoder({ ...OPTIONS, ownInput: ownInputs(entries) });
        const decoded = decodeAll(cut(joined(parts), cuts), decoder);
        expect(entryBytes(decoded)).toEqual(entryBytes(entries.map(expected)));
      }),
      { numRuns: 12 },
    );
  });

  it('can be decoded up to the last entry after every burst', () => {
    const entries = randomEntries(11, 400);
    const encoder = new NxEncoder(OPTIONS);
    const decoder = new NxDecoder({ ...OPTIONS, ownInput: ownInputs(entries) });
    for (const judged of entries) {
      encoder.push(judged.entry, judged.quiet);
      const part = encoder.take(1 << 24)!;
      expect(encoder.take(1 << 24)).toBeUndefined();
      expect(encoder.waiting).toBe(0);
      expect(entryBytes(decoder.push(part))).toEqual(entryBytes([expected(judged)]));
    }
  });

  it('makes a replica that is the same as the core that applied the real requests', () => {
    for (const seed of [3, 4]) {
      const entries = randomEntries(seed, 1000);
      const [core, replica] = [new Core(SCREEN), new Core(SCREEN)];
      const sink = new RecordingSink();
      for (const { entry } of entries) core.apply(entry, sink);
      const parts = encodeAll(entries, [1, 7, 30], 4096);
      const decoder = new NxDecoder({ ...OPTIONS, ownInput: ownInputs(entries) });
      for (const entry of decodeAll(parts, decoder)) replica.apply(entry, sink);
      expect(replica.stateHash()).toBe(core.stateHash());
    }
  });

  it('takes times of any kind, clients from before, and requests that are no whole requests', () => {
    const request = (client: number, bytes: readonly number[], time: number, index: number): LogEntry => ({
      kind: 'request',
      client,
      bytes: Uint8Array.from(bytes),
      time,
      index,
    });
    const entries = [
      request(900, [8, 0, 2, 0, 1, 2, 3, 4], 5, 1),
      request(900, [8, 0, 2, 0, 1, 2, 3, 5], 5.5, 2),
      request(901, [8, 0, 0, 2, 1, 2, 3, 5], 5.25, 3),
      request(901, [8, 0, 0], 1e12, 4),
      request(901, [], 1e12, 5),
      request(901, [8, 0, 9, 9, 1, 2, 3, 5], -4, 6),
      request(0xffffffff, [72, 2, 1, 0], 1e300, 7),
      request(1, [200, 7, 2, 0, 9, 9, 9, 9], 1e300, 8),
      request(1, [200, 7, 0, 0, 3, 0, 0, 0, 1, 2, 3, 4], 0, 9),
      request(1, [1, 24, 8, 0, ...new Array<number>(24).fill(0), 255, 255, 255, 255], 0, 10),
      request(1, [12, 0, 3, 0, 1, 0, 0, 0, 0x7f, 0, 0, 0], 0, 11),
    ].map((entry) => ({ entry, quiet: false }));
    const decoded = decodeAll(encodeAll(entries, [2], 7), new NxDecoder(OPTIONS));
    expect(entryBytes(decoded)).toEqual(entryBytes(entries.map(({ entry }) => entry)));
  });

  it('refuses an entry that is not the next', () => {
    const encoder = new NxEncoder({ terminal: 0, index: 5, time: 0 });
    expect(() => encoder.push({ kind: 'time-reached', index: 7, time: 1 }, false)).toThrow('log entry 7 after 5');
  });
});
