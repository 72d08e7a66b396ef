import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Region } from '../xserver/raster/region.ts';
import type { Box } from './boxes.ts';

/** Calls that are kept for one surface, and numbers (of rectangles, copies and glyphs) that come with them. */
const MAX_CALLS = 1 << 12;
const MAX_NUMBERS = 1 << 16;
/** Of a call: kind, box, where its numbers begin and how many there are, colour. */
const HEAD = 8;

export const CallKind = { fill: 0, glyphs: 1, copy: 2, raw: 3 } as const;
export type CallKind = (typeof CallKind)[keyof typeof CallKind];

/** Drawing calls in a row, kept in few large arrays: most of them are forgotten before anybody looks at them. */
export class PostponedCalls {
  #heads: Int32Array<ArrayBuffer> = new Int32Array(64 * HEAD);
  #numbers: Int32Array<ArrayBuffer> = new Int32Array(1024);
  readonly #sets: (GlyphSet | undefined)[] = [];
  readonly #clips: (Region | undefined)[] = [];
  #used = 0;
  length = 0;

  /** Keeps a call, with `count` numbers (borrowed), which lie within the box. */
  push(
    kind: CallKind,
    { x1, y1, x2, y2 }: Box,
    numbers: Int32Array,
    count: number,
    pixel = 0,
    set?: GlyphSet,
    clip?: Region,
  ): void {
    const o = this.length * HEAD;
    if (o === this.#heads.length) this.#heads = longer(this.#heads, o + HEAD);
    const heads = this.#heads;
    heads[o] = kind;
    heads[o + 1] = x1;
    heads[o + 2] = y1;
    heads[o + 3] = x2;
    heads[o + 4] = y2;
    heads[o + 5] = this.#used;
    heads[o + 6] = count;
    heads[o + 7] = pixel;
    this.#sets[this.length] = set;
    this.#clips[this.length] = clip;
    this.length++;
    const end = this.#used + count;
    if (end > this.#numbers.length) this.#numbers = longer(this.#numbers, end);
    const kept = this.#numbers;
    for (let i = 0, at = this.#used; at < end; i++, at++) kept[at] = numbers[i]!;
    this.#used = end;
  }

  get isFull(): boolean {
    return this.length >= MAX_CALLS || this.#used >= MAX_NUMBERS;
  }

  get isHalfFull(): boolean {
    return this.length >= MAX_CALLS / 2 || this.#used >= MAX_NUMBERS / 2;
  }

  kind(call: number): CallKind {
    return this.#heads[call * HEAD]! as CallKind;
  }

  meets(call: number, { x1, y1, x2, y2 }: Box): boolean {
    const heads = this.#heads;
    const o = call * HEAD;
    return heads[o + 1]! < x2 && heads[o + 3]! > x1 && heads[o + 2]! < y2 && heads[o + 4]! > y1;
  }

  box(call: number): Box {
    const [x1, y1, x2, y2] = this.#heads.subarray(call * HEAD + 1, call * HEAD + 5);
    return { x1: x1!, y1: y1!, x2: x2!, y2: y2! };
  }

  /** Borrowed. */
  numbers(call: number): Int32Array {
    const at = this.#heads[call * HEAD + 5]!;
    return this.#numbers.subarray(at, at + this.#heads[call * HEAD + 6]!);
  }

  pixel(call: number): number {
    return this.#heads[call * HEAD + 7]! >>> 0;
  }

  /** Of glyphs. */
  set(call: number): GlyphSet {
    return this.#sets[call]!;
  }

  clip(call: number): Region {
    return this.#clips[call]!;
  }

  /** Around all of them. */
  get extent(): Box {
    let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
    for (let o = 0; o < this.length * HEAD; o += HEAD) {
      x1 = Math.min(x1, this.#heads[o + 1]!);
      y1 = Math.min(y1, this.#heads[o + 2]!);
      x2 = Math.max(x2, this.#heads[o + 3]!);
      y2 = Math.max(y2, this.#heads[o + 4]!);
    }
    return { x1, y1, x2, y2 };
  }

  /** Forgets all but these, which are in ascending order. */
  keepOnly(calls: readonly number[]): void {
    this.#used = 0;
    for (const [i, call] of calls.entries()) {
      const o = call * HEAD;
      const at = this.#heads[o + 5]!;
      const count = this.#heads[o + 6]!;
      this.#numbers.copyWithin(this.#used, at, at + count);
      this.#heads.copyWithin(i * HEAD, o, o + HEAD);
      this.#heads[i * HEAD + 5] = this.#used;
      this.#used += count;
      this.#sets[i] = this.#sets[call];
      this.#clips[i] = this.#clips[call];
    }
    this.length = this.#sets.length = this.#clips.length = calls.length;
  }
}

function longer(array: Int32Array<ArrayBuffer>, atLeast: number): Int32Array<ArrayBuffer> {
  const more = new Int32Array(Math.max(atLeast, array.length * 2));
  more.set(array);
  return more;
}
