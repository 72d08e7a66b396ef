import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../xserver/snapshot/bytes.ts';
import { packWords, unpackWords } from '../../../xserver/snapshot/pack-words.ts';

function pack(words: Uint32Array): Uint8Array {
  const out = new ByteWriter();
  packWords(out, words);
  return out.finish();
}

function unpack(bytes: Uint8Array, length: number): Uint32Array {
  const words = new Uint32Array(length);
  const reader = new ByteReader(bytes, (message) => {
    throw new RangeError(message);
  });
  unpackWords(reader, words);
  expect(reader.remaining).toBe(0);
  return words;
}

/** A picture of the kind that screens show: flat areas with a few small patterns stamped on them. */
const picture = fc
  .record({
    width: fc.integer({ min: 1, max: 120 }),
    height: fc.integer({ min: 1, max: 60 }),
    ground: fc.nat(0xffffffff),
    stamps: fc.array(
      fc.record({
        x: fc.nat(120),
        y: fc.nat(60),
        size: fc.integer({ min: 1, max: 12 }),
        color: fc.nat(0xffffffff),
        seed: fc.nat(),
      }),
      { maxLength: 30 },
    ),
  })
  .map(({ width, height, ground, stamps }) => {
    const words = new Uint32Array(width * height).fill(ground);
    for (const { x, y, size, color, seed } of stamps) {
      for (let i = 0; i < size * size; i++) {
        const at = (y + Math.floor(i / size)) * width + x + (i % size);
        if ((seed >> (i % 31)) & 1 && at < words.length) words[at] = color;
      }
    }
    return words;
  });

describe('packing of words', () => {
  it('gives back any array', () => {
    fc.assert(
      fc.property(fc.oneof(fc.uint32Array({ maxLength: 400 }), picture), (words) => {
        expect(unpack(pack(words), words.length)).toEqual(words);
      }),
      { numRuns: 500 },
    );
  });

  it('takes literals of one to four bytes', () => {
    for (const top of [0, 1, 0xff, 0x100, 0xffff, 0x10000, 0xffffff, 0x1000000, 0xffffffff]) {
      const words = Uint32Array.from({ length: 200 }, (_, i) =>
        i % 7 === 0 ? top : (Math.imul(i, 0x9e3779b1) >>> 0) & top,
      );
      expect(unpack(pack(words), 200)).toEqual(words);
    }
  });

  it('makes a screen of one colour a few bytes and a repeated row little more than the row', () => {
    expect(pack(new Uint32Array(1920 * 1080)).length).toBe(1);
    expect(pack(new Uint32Array(1920 * 1080).fill(0x336699)).length).toBeLessThan(16);
    const rows = Uint32Array.from({ length: 500 * 100 }, (_, i) => Math.imul(i % 500, 0x9e3779b1) >>> 8);
    expect(pack(rows).length).toBeLessThan(500 * 3 + 64);
  });

  it('costs next to nothing where there is nothing to find', () => {
    const noise = Uint32Array.from({ length: 10_000 }, (_, i) => Math.imul(i * i + 1, 0x9e3779b1) >>> 8);
    expect(pack(noise).length).toBeLessThan(30_000 + 64);
  });

  it.each([
    ['a method that there is not', [0x0f]],
    ['matches without a width', [8]],
    ['more literals than elements', [0x09, 5, 1, 1, 1, 1, 1]],
    ['a match from before the start', [0x09, 1, 7, 0, 5]],
    ['a match past the end', [0x09, 1, 7, 9, 0]],
    ['too few literals', [0x02, 1, 2, 3]],
  ])('refuses %s', (_name, bytes) => {
    expect(() => unpack(Uint8Array.from(bytes), 4)).toThrow(RangeError);
  });
});
