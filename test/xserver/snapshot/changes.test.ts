/** Changes since a mark, applied where the mark was, give the state of now. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import { applyChanges, writeChanges } from '../../../xserver/snapshot/changes.ts';
import { hashState } from '../../../xserver/snapshot/hash.ts';
import { markState } from '../../../xserver/snapshot/mark.ts';
import { changedTiles, hashTiles, putTiles, takeTiles } from '../../../xserver/snapshot/pixel-tiles.ts';
import { readState } from '../../../xserver/snapshot/read-state.ts';
import { SnapshotError } from '../../../xserver/snapshot/snapshot-error.ts';
import { writeState } from '../../../xserver/snapshot/write-state.ts';
import { RandomLog } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { graph, sameGraph } from './graphs.ts';

/** What a change does to one object of a graph. */
interface Edit {
  readonly object: number;
  readonly from: number;
  readonly what: number;
  readonly value: unknown;
}

const edits: fc.Arbitrary<Edit[]> = fc.array(
  fc.record({
    object: fc.nat(),
    from: fc.nat(),
    what: fc.nat(3),
    value: fc.oneof(fc.integer(), fc.string(), graph),
  }),
  { maxLength: 6 },
);

/** Changes the root's graph in place. */
function edit(root: object, list: readonly Edit[]): void {
  for (const { object: at, from, what, value } of list) {
    const objects = [...markState(root, new WeakMap()).numbers.keys()];
    const object = objects[at % objects.length]!;
    // A new value, or something that is in the graph already.
    const part = what === 0 ? value : objects[from % objects.length];
    if (Array.isArray(object)) {
      if (what === 3) object.shift();
      else object.push(part);
    } else if (object instanceof Map) {
      if (what === 3) object.delete(object.keys().next().value);
      else object.set(value, part);
    } else if (object instanceof Set) {
      if (what === 3) object.delete(object.values().next().value);
      else object.add(part);
    } else if (ArrayBuffer.isView(object)) {
      const array = object as Uint8Array;
      if (array.length > 0) array[from % array.length]! ^= 3;
    } else {
      const record = object as Record<string, unknown>;
      const keys = Object.keys(record);
      if (what === 3) delete record[keys[from % keys.length] ?? ''];
      else record[what === 2 ? (keys[0] ?? 'a') : `key${from % 5}`] = part;
    }
  }
}

describe('changes since a mark', () => {
  it('make a copy of any marked graph the same as the changed one', () => {
    fc.assert(
      fc.property(graph, edits, (root, list) => {
        const original = { root };
        const copy = readState(writeState(original)) as object;
        const kept = new WeakMap();
        const mark = markState(original, kept);
        edit(original, list);
        applyChanges(copy, writeChanges(original, mark, kept), new WeakMap());
        expect(sameGraph(original, copy)).toBe(true);
        expect(writeState(copy)).toEqual(writeState(original));
      }),
      { numRuns: 400 },
    );
  });

  it('are few bytes where little has changed, and of pixels only the tiles', () => {
    const width = 640;
    const data = Uint32Array.from({ length: width * 480 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 8);
    const state = {
      list: Array.from({ length: 1000 }, (_, i) => ({ id: i })),
      pixels: { width, height: 480, depth: 24, data },
    };
    const copy = readState(writeState(state)) as typeof state;
    const kept = new WeakMap();
    const mark = markState(state, kept);
    expect(writeChanges(state, mark, kept).length).toBeLessThan(60);
    state.list[5]!.id = 7777;
    for (let x = 100; x < 120; x++) data[50 * width + x] = x;
    kept.delete(data);
    const changes = writeChanges(state, mark, kept);
    expect(changes.length).toBeLessThan(32 * 32 * 3 * 2 + 100);
    const copyKept = new WeakMap();
    hashState(copy, copyKept);
    applyChanges(copy, changes, copyKept);
    expect(hashState(copy, copyKept)).toBe(hashState(state));
    expect(sameGraph(state.pixels, copy.pixels)).toBe(true);
  });

  it('keep the objects that they change', () => {
    const window = { id: 1, children: [{ id: 2 }] };
    const state = { windows: new Map([[1, window]]) };
    const copy = readState(writeState(state)) as typeof state;
    const copied = copy.windows.get(1)!;
    const mark = markState(state, new WeakMap());
    window.children.push({ id: 3 });
    applyChanges(copy, writeChanges(state, mark, new WeakMap()), new WeakMap());
    expect(copy.windows.get(1)).toBe(copied);
    expect(copied.children).toEqual([{ id: 2 }, { id: 3 }]);
  });

  it('are refused by another state, damaged, cut or made up, and then nothing has changed', () => {
    const make = () => ({ a: [1, { b: 2 }, new Map([[1, 'x']])], c: Uint8Array.of(1, 2, 3), d: new Set([1]) });
    const state = make();
    const mark = markState(state, new WeakMap());
    state.a.push({ b: 9 });
    state.c[1] = 7;
    state.d.add(2);
    const changes = writeChanges(state, mark, new WeakMap());
    const refused = (bytes: Uint8Array) => {
      const copy = make();
      try {
        applyChanges(copy, bytes, new WeakMap());
        return false;
      } catch (error) {
        if (!(error instanceof SnapshotError)) throw error;
        expect(copy).toEqual(make());
        return true;
      }
    };
    expect(refused(changes)).toBe(false);
    for (let length = 0; length < changes.length; length++) expect(refused(changes.slice(0, length))).toBe(true);
    fc.assert(
      fc.property(fc.nat(), fc.nat(255), fc.nat(), fc.nat(255), (at, byte, at2, byte2) => {
        const damaged = changes.slice();
        damaged[at % damaged.length] = byte;
        damaged[at2 % damaged.length] = byte2;
        refused(damaged);
      }),
      { numRuns: 3000 },
    );
    const other = { ...make(), e: 1 };
    expect(() => applyChanges(other, changes, new WeakMap())).toThrow('changes of another state');
  });
});

describe('a core patched with the changes since a mark', () => {
  it('goes on as the one that they were taken of', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 600 }), lengths, (seed, start, gaps) => {
        const log = new RandomLog(seed);
        const sink = new RecordingSink();
        const first = new Core(screenSizeAt96Dpi(160, 120));
        const run = (count: number, ...others: [Core, RecordingSink][]) => {
          for (let i = 0; i < count; i++) {
            const { entry } = log.next(first.state);
            first.apply(entry, sink);
            const lines = withoutDeadline(sink);
            for (const [core, otherSink] of others) {
              core.apply(entry, otherSink);
              expect(withoutDeadline(otherSink)).toEqual(lines);
            }
          }
        };
        run(start);
        let replica = Core.restore(first.snapshot());
        let mark = first.mark();
        for (const gap of gaps) {
          run(gap);
          replica = replica.patched(first.snapshot(mark));
          expect(replica.stateHash()).toBe(first.stateHash());
          expect(replica.snapshot()).toEqual(first.snapshot());
          run(60, [replica, new RecordingSink()]);
          mark = first.mark(mark);
        }
        expect(replica.stateHash()).toBe(first.stateHash());
        expect(sink.defects).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });

  it('refuses changes since another index, and whole snapshots', () => {
    const log = new RandomLog(3);
    const sink = new RecordingSink();
    const core = new Core(screenSizeAt96Dpi(160, 120));
    const step = () => core.apply(log.next(core.state).entry, sink);
    for (let i = 0; i < 50; i++) step();
    const late = Core.restore(core.snapshot());
    step();
    const mark = core.mark();
    step();
    expect(() => late.patched(core.snapshot(mark))).toThrow(SnapshotError);
    expect(() => late.patched(core.snapshot())).toThrow('of another kind');
    expect(() => Core.restore(core.snapshot(mark))).toThrow('of another kind');
  });
});

function withoutDeadline(sink: RecordingSink): string[] {
  return sink.takeLines().filter((line) => !line.startsWith('deadline'));
}

describe('tiles of a picture', () => {
  it('find every changed pixel, and carry it over', () => {
    const size = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(size, size, fc.array(fc.nat(), { minLength: 1, maxLength: 10 }), (width, height, pixels) => {
        const before = Uint32Array.from({ length: width * height }, (_, i) => i * 3);
        const after = before.slice();
        for (const pixel of pixels) after[pixel % after.length] = 0xffffffff;
        const tiles = changedTiles(hashTiles(before, width), hashTiles(after, width));
        const places = pixels.map((pixel) => pixel % after.length);
        const across = Math.ceil(width / 32);
        const expected = new Set(
          places.map((at) => Math.floor(at / width / 32) * across + Math.floor((at % width) / 32)),
        );
        expect(tiles).toEqual([...expected].sort((a, b) => a - b));
        const copy = before.slice();
        putTiles(copy, width, tiles, takeTiles(after, width, tiles));
        expect(copy).toEqual(after);
      }),
    );
  });
});
