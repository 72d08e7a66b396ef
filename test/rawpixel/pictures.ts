/** Pictures of many kinds for the tests: noise, few colours, text-like, smooth. */
import fc from 'fast-check';

export interface TestBlock {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint32Array;
}

const KINDS = ['noise', 'one', 'two', 'few', 'many', 'runs', 'smooth', 'mixed'] as const;

/** A small generator with a seed, so that a picture is one number for fast-check. */
export function numbers(seed: number): (below: number) => number {
  let state = seed | 1;
  return (below) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
}

export function paint(kind: (typeof KINDS)[number], width: number, height: number, seed: number): TestBlock {
  const next = numbers(seed);
  const rgb = new Uint32Array(width * height);
  const palette = Array.from({ length: { two: 2, few: 13, many: 200 }[kind as string] ?? 5 }, () => next(0x1000000));
  const color = () => palette[next(palette.length)]!;
  for (let i = 0; i < rgb.length; i++) {
    const x = i % width;
    const y = (i - x) / width;
    if (kind === 'noise') rgb[i] = next(0x1000000);
    else if (kind === 'one') rgb[i] = palette[0]!;
    else if (kind === 'runs') rgb[i] = i > 0 && next(40) > 0 ? rgb[i - 1]! : color();
    else if (kind === 'smooth') rgb[i] = (((x * 3 + y) & 0xff) << 16) | (((x + y * 2) & 0xff) << 8) | ((x ^ y) & 0xff);
    else if (kind === 'mixed') rgb[i] = y % 32 < 16 ? palette[0]! : x % 48 < 20 ? next(0x1000000) : color();
    else rgb[i] = color();
  }
  return { width, height, rgb };
}

export const anyBlock: fc.Arbitrary<TestBlock> = fc
  .tuple(
    fc.constantFrom(...KINDS),
    fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 150 })),
    fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 100 })),
    fc.integer({ min: 1, max: 0x7fffffff }),
  )
  .map(([kind, width, height, seed]) => paint(kind, width, height, seed));

/** Cuts bytes into pieces of the given sizes, over and over. */
export function pieces(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0, i = 0; at < bytes.length; i++) {
    const size = Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    cut.push(bytes.slice(at, at + size));
    at += size;
  }
  return cut;
}

/** The first pixel that differs, in words; undefined where all are equal. */
export function pixelDifference(actual: Uint32Array, expected: Uint32Array, width: number): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} pixels instead of ${expected.length}`;
  let count = 0;
  let first = -1;
  for (let i = 0; i < actual.length; i++) {
    if (actual[i] === expected[i]) continue;
    if (first < 0) first = i;
    count++;
  }
  if (first < 0) return undefined;
  const [is, should] = [actual[first]!.toString(16), expected[first]!.toString(16)];
  return `${count} pixels differ, the first at ${first % width},${Math.floor(first / width)}: ${is} instead of ${should}`;
}
