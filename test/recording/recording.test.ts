/** Recordings in memory: what was recorded comes back; cut or damaged ones play as far as they are whole, or say what is wrong. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { noDriver } from '../../session/no-driver.ts';
import {
  decodeHead,
  decodeIndex,
  encodeHead,
  encodeIndex,
  HEAD_BYTES,
  MAGIC,
  MAX_UNPACKED_BYTES,
  RecordingError,
  TRAILER_BYTES,
  type Block,
  type BlockHead,
} from '../../session/recording/format.ts';
import { decodeFacts, encodeFacts } from '../../session/recording/facts.ts';
import { Player } from '../../session/recording/player.ts';
import { RecordingWriter } from '../../session/recording/recording-writer.ts';
import { Recording } from '../../session/recording/recording.ts';
import { Core } from '../../xserver/core.ts';
import { inflate, MemorySource, openMemory, recordRandom, silentSink, type MadeRecording } from './memory-recording.ts';

let made: MadeRecording;

beforeAll(async () => {
  made = await recordRandom(7, 600, 150);
});

async function allOf<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

function playerOf(recording: Recording): Player {
  return new Player(recording, noDriver, {
    restored() {},
    bell() {},
    defect(what) {
      throw new Error(what);
    },
  });
}

/** The largest index whose entry, and all before it, are at this time or earlier. */
function indexAt(time: number): number {
  const later = made.entries.findIndex((entry) => entry.time > time);
  return later < 0 ? made.entries.length : later;
}

describe('a recording', () => {
  test('gives its facts, its span and all entries as they were', async () => {
    const recording = await openMemory(made.bytes);
    expect(recording.table.facts).toMatchObject({ session: 'abc', version: '1', epoch: 1000 });
    expect(recording.table.closed).toBe(true);
    expect(recording.startTime).toBe(0);
    expect(recording.endTime).toBe(made.times.at(-1)! + 500);
    expect(recording.keyframes.map(({ index }) => index)).toEqual([0, 150, 300, 450, 600]);
    expect(await allOf(recording.entries())).toEqual(made.entries);
  });

  test('replayed from its beginning, has the state of each keyframe where that was taken', async () => {
    const recording = await openMemory(made.bytes);
    const core = Core.restore(await recording.snapshot(recording.keyframes[0]!));
    const hashes = new Map([[0, core.stateHash()]]);
    for await (const entry of recording.entries()) {
      core.apply(entry, silentSink);
      if (core.state.index % 150 === 0) hashes.set(core.state.index, core.stateHash());
    }
    for (const keyframe of recording.keyframes) {
      const state = Core.restore(await recording.snapshot(keyframe)).stateHash();
      expect(state).toBe(made.hashes[keyframe.index]);
      expect(state).toBe(hashes.get(keyframe.index));
    }
  });

  test('is found block by block when it was not closed, and is the same', async () => {
    const whole = await openMemory(made.bytes);
    const last = whole.table.blocks.at(-1)!;
    const cut = await openMemory(made.bytes.slice(0, last.offset + HEAD_BYTES + last.packedBytes));
    expect(cut.table.closed).toBe(false);
    expect(cut.table.blocks).toEqual(whole.table.blocks);
    expect(await allOf(cut.entries())).toEqual(made.entries);
  });

  test('is opened with a few reads when it was closed', async () => {
    const source = new MemorySource(made.bytes);
    await Recording.open(source, inflate);
    expect(source.reads).toBeLessThan(6);
  });
});

describe('the player', () => {
  test('brought to any time, from anywhere, has applied what came up to it', async () => {
    const recording = await openMemory(made.bytes);
    const times = fc.array(fc.integer({ min: -100, max: recording.endTime + 100 }), { minLength: 1, maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(times, async (times) => {
        const player = playerOf(recording);
        for (const time of times) {
          await player.seek(time);
          const index = indexAt(Math.max(recording.startTime, time));
          expect(player.core!.state.index).toBe(index);
          expect(player.core!.stateHash()).toBe(made.hashes[index]);
          expect(player.time).toBe(Math.max(recording.startTime, Math.min(time, recording.endTime)));
        }
      }),
      { numRuns: 40 },
    );
  });

  test('playing little by little is the same as seeking', async () => {
    const recording = await openMemory(made.bytes);
    const player = playerOf(recording);
    await player.seek(recording.startTime);
    for (let time = recording.startTime; !player.atEnd; time += 137) {
      while (!player.advance(time, 200)) await player.load();
      expect(player.core!.stateHash()).toBe(made.hashes[indexAt(time)]);
    }
    expect(player.core!.state.index).toBe(600);
    expect(player.mustLoad).toBe(false);
    expect(player.nextTime).toBeUndefined();
  });

  test('a seek gives way to the next', async () => {
    const player = playerOf(await openMemory(made.bytes));
    const first = player.seek(player.recording.endTime);
    const second = player.seek(made.times[100]!);
    expect([await first, await second]).toEqual([false, true]);
    expect(player.core!.stateHash()).toBe(made.hashes[indexAt(made.times[100]!)]);
  });

  test('restores no keyframe when it goes on a little', async () => {
    const recording = await openMemory(made.bytes);
    let restored = 0;
    const player = new Player(recording, noDriver, { restored: () => restored++, bell() {}, defect() {} });
    await player.seek(made.times[160]!);
    await player.seek(made.times[200]!);
    expect(restored).toBe(1);
    await player.seek(made.times[190]!);
    expect(restored).toBe(2);
  });
});

/** Opens, and reads everything; gives the entries, or the error when it is one of ours. */
async function readAll(bytes: Uint8Array): Promise<number | RecordingError> {
  try {
    const recording = await openMemory(bytes);
    for (const keyframe of recording.keyframes) await recording.snapshot(keyframe);
    return (await allOf(recording.entries())).length;
  } catch (error) {
    if (error instanceof RecordingError) return error;
    throw error;
  }
}

describe('a recording cut off', () => {
  test('plays up to its last whole block, wherever it ends', async () => {
    const { table } = await openMemory(made.bytes);
    const ends = table.blocks.map((block) => ({ end: block.offset + HEAD_BYTES + block.packedBytes, block }));
    await fc.assert(
      fc.asyncProperty(fc.nat(made.bytes.length - 1), async (length) => {
        const result = await readAll(made.bytes.slice(0, length));
        const whole = ends.filter(({ end }) => end <= length);
        if (whole.length < 2) {
          expect(result).toBeInstanceOf(RecordingError);
          return;
        }
        const last = whole.findLast(({ block }) => block.kind === 'entries')?.block;
        expect(result).toBe(last === undefined ? 0 : last.index + last.count - 1);
      }),
      { numRuns: 200 },
    );
  });

  test.each([
    [0, 'not a recording of Farpane'],
    [4, 'not a recording of Farpane'],
    [MAGIC.length, 'the recording ends before it says what it is'],
  ])('after %i bytes says so', async (length, message) => {
    await expect(openMemory(made.bytes.slice(0, length))).rejects.toThrow(message);
  });

  test('before its first keyframe says so', async () => {
    const [, keyframe] = (await openMemory(made.bytes)).table.blocks;
    const bytes = made.bytes.slice(0, keyframe!.offset + HEAD_BYTES);
    await expect(openMemory(bytes)).rejects.toThrow('the recording ends before its first picture');
  });
});

describe('damaged bytes', () => {
  test('are a clear error, or cost no more than what follows them', async () => {
    const damage = fc.array(fc.tuple(fc.nat(made.bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(damage, async (damage) => {
        const bytes = made.bytes.slice();
        for (const [at, byte] of damage) bytes[at] = byte;
        const result = await readAll(bytes);
        if (typeof result === 'number') expect(result).toBeLessThanOrEqual(600);
      }),
      { numRuns: 300 },
    );
  });

  test('of any kind are no recording', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, withMagic) => {
        const all = withMagic ? Uint8Array.of(...MAGIC, ...bytes) : bytes;
        expect(await readAll(all)).toBeInstanceOf(RecordingError);
      }),
      { numRuns: 500 },
    );
  });

  test('in an index are found by the blocks themselves', async () => {
    const { table } = await openMemory(made.bytes);
    const end = made.bytes.length;
    const bytes = made.bytes.slice();
    bytes[end - TRAILER_BYTES - 20]! ^= 0x55;
    const { table: found } = await openMemory(bytes);
    expect(found.closed).toBe(false);
    expect(found.blocks).toEqual(table.blocks);
  });
});

describe('heads', () => {
  const head = fc.record<BlockHead>({
    kind: fc.constantFrom('facts', 'keyframe', 'index'),
    packedBytes: fc.nat(0xffffffff),
    unpackedBytes: fc.nat(MAX_UNPACKED_BYTES.facts),
    index: fc.maxSafeNat(),
    time: fc.constant(12.5),
    endTime: fc.nat().map((time) => time + 13),
    count: fc.nat(0xffffffff),
  });

  test('come back as they were, and nothing else does', () => {
    fc.assert(
      fc.property(head, fc.nat(HEAD_BYTES - 1), fc.integer({ min: 1, max: 255 }), (head, at, change) => {
        const bytes = encodeHead(head);
        expect(decodeHead(bytes)).toEqual(head);
        bytes[at]! ^= change;
        expect(decodeHead(bytes)).toBeUndefined();
      }),
    );
  });

  test('that announce more than the caps are refused', () => {
    const base: BlockHead = {
      kind: 'entries',
      packedBytes: 9,
      unpackedBytes: 100,
      index: 1,
      time: 0,
      endTime: 0,
      count: 5,
    };
    const most = { ...base, unpackedBytes: MAX_UNPACKED_BYTES.entries };
    expect(decodeHead(encodeHead(most))).toEqual(most);
    expect(decodeHead(encodeHead({ ...most, unpackedBytes: most.unpackedBytes + 1 }))).toBeUndefined();
    expect(decodeHead(encodeHead({ ...base, count: 50 }))).toBeDefined();
    expect(decodeHead(encodeHead({ ...base, count: 51 }))).toBeUndefined();
    expect(decodeHead(encodeHead({ ...base, endTime: -1 }))).toBeUndefined();
    expect(decodeHead(encodeHead({ ...base, index: 0 }))).toBeUndefined();
  });

  test('make an index', () => {
    const block: Block = { ...fc.sample(head, 1)[0]!, offset: 1e12 };
    expect(decodeIndex(encodeIndex([block, block]))).toEqual([block, block]);
    expect(decodeIndex(encodeIndex([block]).slice(1))).toBeUndefined();
  });
});

describe('facts', () => {
  test.each([
    ['recordingVersion', 'recording'],
    ['logVersion', 'log'],
    ['snapshotVersion', 'snapshot'],
  ])('of another %s are refused by name', (name, what) => {
    const facts = JSON.parse(Buffer.from(encodeFacts({ session: 's', version: '0.9', epoch: 0 })).toString()) as object;
    const other = Buffer.from(JSON.stringify({ ...facts, [name]: 99 }));
    expect(() => decodeFacts(other)).toThrow(`recorded by Farpane 0.9, in ${what} format 99`);
  });

  test.each(['', 'null', '[]', '{"session":1}', '{"session":"a","version":"b","epoch":"c"}'])('%j are none', (text) => {
    expect(() => decodeFacts(Buffer.from(text))).toThrow(RecordingError);
  });
});

describe('the writer', () => {
  test('tells once that it failed, drops what waits and goes on without harm', async () => {
    const failures: unknown[] = [];
    let writes = 0;
    const writer = new RecordingWriter(
      {
        pack: async (bytes) => bytes,
        write: async () => {
          if (++writes > 2) throw new Error('no space left');
        },
      },
      { session: 's', version: '1', epoch: 0 },
      (error) => failures.push(error),
    );
    void writer.keyframe(
      new Core({ width: 64, height: 64, widthMillimetres: 10, heightMillimetres: 10 }).snapshot(),
      0,
      0,
    );
    for (const entry of made.entries) writer.entry(entry);
    await writer.written();
    expect(failures).toHaveLength(1);
    expect(writer.over).toBe(true);
    expect(writer.pendingBytes).toBe(0);
    await writer.finish(5);
    expect(writes).toBe(3);
  });

  test('refuses an entry that does not follow', () => {
    const writer = new RecordingWriter(
      { pack: async (bytes) => bytes, write: async () => {} },
      { session: 's', version: '1', epoch: 0 },
      () => {},
    );
    expect(() => writer.entry(made.entries[1]!)).toThrow(RangeError);
  });
});
