/** Fonts and catalogue in snapshots: as blobs, or named by digest where the reader has them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import * as x from '../../../xserver/protocol/generated/xproto.ts';
import { ByteReader, ByteWriter } from '../../../xserver/snapshot/bytes.ts';
import { writeChanges } from '../../../xserver/snapshot/changes.ts';
import { areFrozenKeys } from '../../../xserver/snapshot/frozen.ts';
import { hashState } from '../../../xserver/snapshot/hash.ts';
import { failSnapshot, SnapshotError } from '../../../xserver/snapshot/snapshot-error.ts';
import { packSmoothWords, packWords, unpackWords } from '../../../xserver/snapshot/pack-words.ts';
import { TestCore } from '../../support/core-client.ts';
import { request } from '../../support/x-client.ts';

function openFonts(...names: string[]): TestCore {
  const core = new TestCore({ width: 60, height: 40 });
  const client = core.connect();
  for (const name of names) request(client, x.encodeOpenFont, { fid: client.newId(), name });
  return core;
}

describe('fonts and catalogue', () => {
  let core: Core;
  let parts: Map<string, Uint8Array>;

  beforeAll(() => {
    core = openFonts('fixed', '9x15', 'cursor').core;
    parts = core.frozenParts();
  });

  it('are the frozen records of a state, and all of them', () => {
    expect(core.state.fonts.size).toBe(3);
    for (const font of core.state.fonts.values()) expect(areFrozenKeys(Object.keys(font))).toBe(true);
    expect(areFrozenKeys(Object.keys(core.state.fontCatalogue))).toBe(true);
    expect(areFrozenKeys(Object.keys(core.state.screen))).toBe(false);
    expect(parts.size).toBe(4);
    expect(parts.has(hashState(core.state.fontCatalogue))).toBe(true);
  });

  it('come with a snapshot', () => {
    const restored = Core.restore(core.snapshot());
    expect(restored.stateHash()).toBe(core.stateHash());
    expect(restored.frozenParts()).toEqual(parts);
  });

  it('need not be sent to who has them', () => {
    const small = core.snapshot(undefined, new Set(parts.keys()));
    expect(small.length).toBeLessThan(core.snapshot().length / 2);
    const restored = Core.restore(small, (digest) => parts.get(digest));
    expect(restored.stateHash()).toBe(core.stateHash());
    expect(restored.snapshot()).toEqual(core.snapshot());
  });

  it('are missed where the reader does not have them after all', () => {
    const small = core.snapshot(undefined, new Set(parts.keys()));
    expect(() => Core.restore(small)).toThrow(SnapshotError);
    expect(() => Core.restore(small, () => new Uint8Array(3))).toThrow(SnapshotError);
    // A frozen part that holds another.
    const nested = core.snapshot().slice();
    expect(() => Core.restore(small, () => nested)).toThrow(SnapshotError);
  });

  it('come with changes when they are new', () => {
    const test = openFonts('fixed');
    const replica = Core.restore(test.core.snapshot());
    const mark = test.core.mark();
    const client = test.connect();
    request(client, x.encodeOpenFont, { fid: client.newId(), name: '10x20' });
    const changes = test.core.snapshot(mark);
    expect(replica.patched(changes).stateHash()).toBe(test.core.stateHash());
    const again = test.core.mark();
    expect(writeChanges(test.core.state, again.state, new WeakMap()).length).toBeLessThan(100);
  });
});

describe('words that go up evenly', () => {
  const packed = (pack: typeof packWords, words: Uint32Array): Uint8Array => {
    const out = new ByteWriter();
    pack(out, words);
    return out.finish();
  };
  const unpacked = (bytes: Uint8Array, length: number): Uint32Array => {
    const words = new Uint32Array(length);
    unpackWords(new ByteReader(bytes, failSnapshot), words);
    return words;
  };

  it.each<[string, (i: number) => number, number?]>([
    ['offsets', (i: number) => i * 13],
    ['downwards', (i: number) => 100_000 - i * 7],
    ['over the end', (i: number) => (0xffffff00 + i * 3) >>> 0],
    ['with gaps', (i: number) => (i % 100 < 30 ? 0xffff : i)],
    ['noise', (i: number) => Math.imul(i, 0x9e3779b1) >>> 0],
    ['few', (i: number) => i, 5],
    ['none', (i: number) => i, 0],
  ])('are packed and unpacked: %s', (_name, at, length = 5000) => {
    const words = Uint32Array.from({ length }, (_, i) => at(i));
    const bytes = packed(packSmoothWords, words);
    expect(unpacked(bytes, length)).toEqual(words);
    expect(bytes.length).toBeLessThanOrEqual(packed(packWords, words).length);
  });

  it('take a few bytes', () => {
    expect(
      packed(
        packSmoothWords,
        Uint32Array.from({ length: 5000 }, (_, i) => i * 40),
      ).length,
    ).toBeLessThan(20);
  });
});
