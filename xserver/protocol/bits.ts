/** Arithmetic of length expressions in the protocol descriptions. */

/** Number of bits set in the low 32 bits of `mask`. */
export function popCount(mask: number): number {
  let count = 0;
  for (let bits = mask | 0; bits !== 0; bits &= bits - 1) count++;
  return count;
}

/** Sum over `values` of what `count` says of each. */
export function sumOf<T>(values: Iterable<T>, count: (value: T) => number): number {
  let sum = 0;
  for (const value of values) sum += count(value);
  return sum;
}

/** The value of a field that its mask says is present. Throws RangeError when it is not. */
export function present<T>(name: string, value: T | undefined): T {
  if (value === undefined) throw new RangeError(`${name} is missing, though its mask says it is there`);
  return value;
}
