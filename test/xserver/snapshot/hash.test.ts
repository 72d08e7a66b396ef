import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashState, hashWords, type PixelHashes } from '../../../xserver/snapshot/hash.ts';
import { readState } from '../../../xserver/snapshot/read-state.ts';
import { writeState } from '../../../xserver/snapshot/write-state.ts';
import { graph, sameGraph } from './graphs.ts';

describe('hashState', () => {
  it('is 32 hexadecimal digits, the same for the same graph', () => {
    fc.assert(
      fc.property(graph, (value) => {
        const hash = hashState(value);
        expect(hash).toMatch(/^[0-9a-f]{32}$/);
        expect(hashState(readState(writeState(value)))).toBe(hash);
      }),
      { numRuns: 300 },
    );
  });

  it('is another for another graph', () => {
    fc.assert(
      fc.property(graph, graph, (a, b) => {
        expect(hashState(a) === hashState(b)).toBe(sameGraph(a, b));
      }),
      { numRuns: 1000 },
    );
  });

  it('does not change from one version to the next without notice', () => {
    const value = {
      a: [1, -2, 1.5, 'text', true, null],
      m: new Map([[1, new Set(['x'])]]),
      b: Uint8Array.of(1, 2, 3, 4, 5),
    };
    expect(hashState(value)).toMatchInlineSnapshot(`"155f0ddc16e73262aec5b4be2ed4ae4a"`);
  });

  it.each([
    ['a number', { n: 1 }, { n: 2 }],
    ['a number and a string', { n: 1 }, { n: '1' }],
    ['zero and minus zero', { n: 0 }, { n: -0 }],
    ['undefined and no key', { n: undefined }, {}],
    ['null and undefined', [null], [undefined]],
    ['the order of keys', { a: 1, b: 2 }, { b: 2, a: 1 }],
    ['the order of a Map', new Map([[1, 1], [2, 2]]), new Map([[2, 2], [1, 1]])],
    ['the order of a Set', new Set([1, 2]), new Set([2, 1])],
    ['where one list ends', [[1], [2]], [[1, 2], []]],
    ['the kind of a typed array', Uint8Array.of(1, 0), Uint16Array.of(1)],
    ['the length of a typed array', new Uint8Array(4), new Uint8Array(5)],
    ['signed and unsigned', Int32Array.of(-1), Uint32Array.of(0xffffffff)],
    ['large numbers', { n: 2 ** 40 }, { n: 2 ** 40 + 1 }],
    ['strings of another length', 'ab\0', 'ab'],
  ])('tells apart %s', (_name, a, b) => {
    expect(hashState(a)).not.toBe(hashState(b));
  }); // prettier-ignore

  it('tells apart one shared object and two equal ones', () => {
    const shared = { n: 1 };
    expect(hashState([shared, shared])).not.toBe(hashState([shared, { n: 1 }]));
  });

  it('takes regions as values', () => {
    const region = () => ({ x1: 0, y1: 0, x2: 5, y2: 1, rects: Int32Array.of(0, 0, 5, 1) });
    const shared = region();
    expect(hashState([shared, shared])).toBe(hashState([shared, region()]));
    expect(hashState([shared])).not.toBe(hashState([{ ...shared, rects: Int32Array.of(0, 0, 5, 2) }]));
  });

  it('changes with any one element of a typed array of any length', () => {
    for (const length of [1, 2, 3, 4, 5, 7, 63, 64, 65]) {
      for (const make of [Uint8Array, Uint16Array, Uint32Array, Float64Array]) {
        const hashes = new Set([hashState(new make(length))]);
        for (let i = 0; i < length; i++) {
          const changed = new make(length);
          changed[i] = 1;
          hashes.add(hashState(changed));
        }
        expect(hashes.size).toBe(length + 1);
      }
    }
  });

  it('remembers hashes of pixels, and of nothing else', () => {
    const pixels = { width: 2, height: 2, depth: 24, data: Uint32Array.of(1, 2, 3, 4) };
    const other = Uint32Array.of(1, 2, 3, 4);
    const kept: PixelHashes = new WeakMap();
    const state = { pixels, other };
    const before = hashState(state, kept);
    expect(before).toBe(hashState(state));
    expect(kept.has(pixels.data)).toBe(true);
    expect(kept.has(other)).toBe(false);
    pixels.data[3] = 5;
    // Nobody has told that the pixels were drawn on.
    expect(hashState(state, kept)).toBe(before);
    kept.delete(pixels.data);
    expect(hashState(state, kept)).toBe(hashState(state));
    expect(hashState(state, kept)).not.toBe(before);
  });
});

describe('hashWords', () => {
  it('has no collisions among few random changes', () => {
    const words = new Uint32Array(1000);
    const seen = new Set<string>();
    let count = 0;
    for (let i = 0; i < 1000; i += 7) {
      for (let bit = 0; bit < 32; bit += 3) {
        words[i]! ^= 1 << bit;
        words[(i + 2) % 1000]! ^= 1 << ((bit + 5) % 32);
        seen.add(hashWords(words).join());
        count++;
        words[i]! ^= 1 << bit;
        words[(i + 2) % 1000]! ^= 1 << ((bit + 5) % 32);
      }
    }
    expect(seen.size).toBe(count);
  });

  it('takes a part of the words', () => {
    const words = Uint32Array.from({ length: 20 }, (_, i) => i * 77);
    expect(hashWords(words, 3, 12)).toEqual(hashWords(words.slice(3, 12)));
  });
});
