/** Numbers that depend on nothing but a seed: the same in Node and in every browser. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0;
    for (let i = 0; i < 4; i++) this.u32();
  }

  /** 0 to 2^32 - 1. */
  u32(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** 0 to `count` - 1. */
  below(count: number): number {
    return this.u32() % count;
  }

  /** `least` to `most`. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  /** True in `percent` of a hundred cases. */
  chance(percent: number): boolean {
    return this.u32() % 10_000 < percent * 100;
  }

  pick<T>(list: readonly T[]): T {
    const value = list[this.below(list.length)];
    if (list.length === 0) throw new RangeError('nothing to pick from');
    return value as T;
  }

  /** One of the list, or undefined where it is empty. */
  pickAny<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : this.pick(list);
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.below(256));
  }

  /** Bits of `mask`, each with the chance of a half. */
  bits(mask: number): number {
    return (this.u32() & mask) >>> 0;
  }
}
