import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readState } from '../../../xserver/snapshot/read-state.ts';
import { SnapshotError } from '../../../xserver/snapshot/snapshot-error.ts';
import { writeState } from '../../../xserver/snapshot/write-state.ts';
import { graph, sameGraph } from './graphs.ts';

describe('plain data as bytes', () => {
  it('comes back as the same graph, which gives the same bytes again', () => {
    fc.assert(
      fc.property(graph, (value) => {
        const bytes = writeState(value);
        const copy = readState(bytes);
        expect(sameGraph(value, copy)).toBe(true);
        expect(writeState(copy)).toEqual(bytes);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps identity: what was one object is one object, what was two is two', () => {
    const shared = { n: 1 };
    const cycle: unknown[] = [shared, shared, { n: 1 }];
    cycle.push(cycle);
    const copy = readState(writeState(cycle)) as unknown[];
    expect(copy[0]).toBe(copy[1]);
    expect(copy[2]).not.toBe(copy[0]);
    expect(copy[3]).toBe(copy);
  });

  it('takes regions as values: a shared one and two equal ones are the same', () => {
    const region = (x2: number) => ({ x1: 0, y1: 0, x2, y2: 1, rects: Int32Array.of(0, 0, x2, 1) });
    const shared = region(5);
    const bytes = writeState([shared, shared, { clip: region(6) }]);
    expect(bytes).toEqual(writeState([shared, region(5), { clip: region(6) }]));
    expect(readState(bytes)).toEqual([shared, shared, { clip: region(6) }]);
    const known = { inside: 1 };
    expect(() => writeState([{ ...region(5), rects: known }])).toThrow('a value with more than leaves');
  });

  it('keeps the order of Map entries and of keys', () => {
    const forwards = writeState({ map: new Map([[1, 2], [3, 4]]), a: 1, b: 2 }); // prettier-ignore
    expect(writeState({ map: new Map([[3, 4], [1, 2]]), a: 1, b: 2 })).not.toEqual(forwards); // prettier-ignore
    expect(Object.keys(readState(forwards) as object)).toEqual(['map', 'a', 'b']);
  });

  it('takes nesting deeper than any stack', () => {
    let deep: unknown[] = [];
    for (let i = 0; i < 200_000; i++) deep = [deep];
    let copy = readState(writeState(deep)) as unknown[];
    let depth = 0;
    for (; copy.length > 0; depth++) copy = copy[0] as unknown[];
    expect(depth).toBe(200_000);
  });

  it('gives restored typed arrays buffers of their own', () => {
    const copy = readState(writeState({ bytes: Uint8Array.of(1, 2, 3), words: new Uint32Array(100) })) as {
      bytes: Uint8Array;
      words: Uint32Array;
    };
    expect(copy.bytes.byteOffset).toBe(0);
    expect(copy.bytes.buffer.byteLength).toBe(3);
    expect(copy.words.buffer.byteLength).toBe(400);
  });

  it('makes records of one hidden class however many keys they have', () => {
    const wide = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`key${i}`, i]));
    const [first, second] = readState(writeState([{ ...wide }, { ...wide }])) as [object, object];
    expect(Object.keys(first)).toEqual(Object.keys(wide));
    expect(second).toEqual(wide);
  });

  class Thing {
    value = 1;
  }
  const window = { kind: 'window', saveSet: new Set<unknown>() };
  it.each([
    [
      'a class instance',
      { clients: new Map([[3, { saveSet: new Thing() }]]) },
      'state.clients[3].saveSet: an instance of Thing',
    ],
    ['a closure', { a: [1, { run: () => 1 }] }, 'state.a[1].run: a function'],
    ['a symbol', { a: Symbol('x') }, 'state.a: a symbol'],
    ['a bigint', [1n], 'state[0]: a bigint'],
    ['NaN', { cursor: { x: Number.NaN } }, 'state.cursor.x: NaN'],
    ['NaN in a typed array', { f: Float64Array.of(1, Number.NaN) }, 'state.f: NaN'],
    ['part of a buffer', { held: [new Uint8Array(10).subarray(2)] }, 'state.held[0]: a typed array that is part of'],
    [
      'the first part of a large buffer',
      { d: new Uint8Array(1000).subarray(0, 100) },
      'state.d: a typed array that is',
    ],
    ['a hole', { list: [1, , 3] }, 'state.list[1]: a hole'], // eslint-disable-line no-sparse-arrays
    ['an accessor', { a: { get x() { return 1; } } }, 'state.a: accessor or hidden key x'], // prettier-ignore
    ['a symbol key', { a: { [Symbol('s')]: 1 } }, 'state.a: a symbol as key'],
    ['a key __proto__', JSON.parse('{"a":{"__proto__":1}}'), 'state.a: a key __proto__'],
    ['a Date in a Set', { windows: new Map([[window, new Set([new Date(0)])]]) }, 'an instance of Date'],
    ['a null prototype', { a: Object.create(null) as object }, 'state.a: an instance of an unknown class'],
  ])('refuses %s and says where it is', (_name, value, message) => {
    expect(() => writeState(value)).toThrow(TypeError);
    expect(() => writeState(value)).toThrow(message);
  });
});

describe('reading bytes that nobody wrote', () => {
  const readable = (bytes: Uint8Array) => {
    try {
      readState(bytes, 1 << 24);
      return true;
    } catch (error) {
      if (error instanceof SnapshotError) return false;
      throw error;
    }
  };

  it('throws SnapshotError or gives plain data', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void readable(bytes)),
      { numRuns: 3000 },
    );
  });

  it('does so for damaged ones too', () => {
    const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(graph, damage, fc.nat(), (value, changes, cut) => {
        const bytes = writeState(value);
        for (const [at, byte] of changes) bytes[at % bytes.length] = byte;
        readable(bytes);
        readable(bytes.slice(0, cut % bytes.length));
      }),
      { numRuns: 1000 },
    );
  });

  it('refuses what unpacks to more than the cap, and takes what is just at it', () => {
    const bytes = writeState(new Uint32Array(1000));
    expect(readState(bytes, 4000)).toEqual(new Uint32Array(1000));
    expect(() => readState(bytes, 3999)).toThrow(SnapshotError);
  });

  it('refuses bytes after the end and a cut at any place', () => {
    const bytes = writeState({ a: [1, 'text', new Map([[1, new Uint16Array(300).fill(7)]])] });
    expect(readable(Uint8Array.from([...bytes, 0]))).toBe(false);
    for (let length = 0; length < bytes.length; length++) expect(readable(bytes.slice(0, length))).toBe(false);
  });
});
