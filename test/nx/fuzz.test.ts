/** Arbitrary bytes end in an error or in entries, never in anything else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NxDecoder } from '../../nx/decoder.ts';
import { NxError } from '../../nx/nx-error.ts';
import { cut, encodeAll, joined, OPTIONS, ownInputs, randomEntries } from './support.ts';

/** Entries decoded, or the error. */
function outcome(decoder: NxDecoder, parts: readonly Uint8Array[]): number | NxError {
  let entries = 0;
  try {
    for (const part of parts) entries += decoder.push(part).length;
  } catch (error) {
    if (!(error instanceof NxError)) throw error;
    return error;
  }
  return entries;
}

describe('the nx decoder', () => {
  it('survives arbitrary bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), fc.integer({ min: 1, max: 50 }), (bytes, size) => {
        outcome(new NxDecoder(OPTIONS), cut(bytes, [size]));
      }),
      { numRuns: 100 },
    );
  });

  it('survives streams with wrong bytes', () => {
    const entries = randomEntries(21, 250);
    const stream = joined(encodeAll(entries, [3], 1 << 20));
    fc.assert(
      fc.property(fc.nat(stream.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const damaged = stream.slice();
        damaged[at] = damaged[at]! ^ change;
        outcome(new NxDecoder({ ...OPTIONS, ownInput: ownInputs(entries) }), cut(damaged, [97]));
      }),
      { numRuns: 30 },
    );
  });

  it('is of no use after an error', () => {
    const decoder = new NxDecoder(OPTIONS);
    let error: unknown;
    for (let i = 0; i < 200 && error === undefined; i++) {
      const result = outcome(decoder, [Uint8Array.from({ length: 64 }, (_, j) => (i * 64 + j) * 37 + 11)]);
      if (result instanceof NxError) error = result;
    }
    expect(error).toBeInstanceOf(NxError);
    expect(() => decoder.push(new Uint8Array(1))).toThrow(error as NxError);
  });
});
