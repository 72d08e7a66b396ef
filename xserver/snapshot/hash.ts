/**
 * Hash of the whole state, to compare replicas with: 128 bits over the walk of walker.ts, so over all that a snapshot holds, the order of Maps and
 * keys included.
 *
 * Four lanes of 32 bits take every word of the walk; each step is a bijection of the lane for a given word (xor or add, odd multiplier, rotation or
 * shift), the third and fourth are fed by the first and second as well, and the end mixes all four. A typed array comes in as its kind, its length
 * and a hash of 64 bits of its own. The hash finds accidents: any one changed value, and any two unless by a chance of about 2^-64. It is no
 * defence against someone who makes collisions on purpose.
 *
 * The pixels of a Pixels change only by the painter, which forgets their hash when it draws; so a hash costs a walk over the objects and over
 * the pixels drawn on since the last one.
 */
import type { FrozenParts } from './frozen.ts';
import { Walk, type Shape, type TypedArray, type Visitor } from './walker.ts';

/** Hashes of pixels not drawn on since. */
export type PixelHashes = WeakMap<Uint32Array, readonly [number, number]>;

/** What a word in the hash stands for; numbers 0 to 3 are walker.ts's constants. */
const Mark = {
  Integer: 4,
  Float: 5,
  String: 6,
  Known: 7,
  Array: 8,
  Map: 9,
  Set: 10,
  NewShape: 11,
  KnownShape: 12,
  TypedArray: 13,
  Frozen: 14,
} as const;

const startLanes = [0x243f6a88, 0x85a308d3 | 0, 0x13198a2e, 0x03707344];

/** Takes words and mixes them into four lanes. */
export class Hasher {
  readonly #lanes = Int32Array.from(startLanes);
  readonly #float = new Float64Array(1);
  readonly #floatWords = new Int32Array(this.#float.buffer);

  /** As if it were new. */
  reset(): void {
    this.#lanes.set(startLanes);
  }

  word(word: number): void {
    const lanes = this.#lanes;
    const a = Math.imul(lanes[0]! ^ word, 0x9e3779b1 | 0);
    lanes[0] = (a << 13) | (a >>> 19);
    const b = Math.imul(lanes[1]! + word, 0x85ebca6b | 0);
    lanes[1] = b ^ (b >>> 15);
    const c = Math.imul((lanes[2]! ^ word) + a, 0xc2b2ae35 | 0);
    lanes[2] = (c << 17) | (c >>> 15);
    const d = Math.imul((lanes[3]! + word) ^ b, 0x27d4eb2f);
    lanes[3] = (d << 7) | (d >>> 25);
  }

  float(value: number): void {
    this.#float[0] = value;
    this.word(this.#floatWords[0]!);
    this.word(this.#floatWords[1]!);
  }

  text(text: string): void {
    this.word(text.length);
    const even = text.length & ~1;
    for (let i = 0; i < even; i += 2) this.word(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    if (even < text.length) this.word(text.charCodeAt(even));
  }

  /** 32 hexadecimal digits. */
  digest(): string {
    const lanes = this.#lanes;
    for (let round = 0; round < 4; round++) for (let i = 0; i < 4; i++) this.word(lanes[i]!);
    return Array.from(lanes, (lane) => (lane >>> 0).toString(16).padStart(8, '0')).join('');
  }

  /** As digest, shorter. */
  pair(): readonly [number, number] {
    const lanes = this.#lanes;
    for (let i = 0; i < 4; i++) this.word(lanes[i]!);
    return [lanes[0]! ^ lanes[2]!, lanes[1]! ^ lanes[3]!];
  }
}

/**
 * 64 bits over words `from` to `to`. Two halves take the even and the odd words, each with two accumulators, so that the processor can
 * work on four at a time; every word goes into 64 bits of state.
 */
export function hashWords(words: Uint32Array, from = 0, to = words.length): readonly [number, number] {
  let a = 0x6a09e667;
  let b = 0xbb67ae85 | 0;
  let c = 0x3c6ef372;
  let d = 0xa54ff53a | 0;
  let i = from;
  for (; i + 1 < to; i += 2) {
    const even = words[i]!;
    const odd = words[i + 1]!;
    a = Math.imul(a ^ even, 0x9e3779b1 | 0);
    b = Math.imul(b + even, 0x85ebca6b | 0);
    c = Math.imul(c ^ odd, 0xc2b2ae35 | 0);
    d = Math.imul(d + odd, 0x27d4eb2f);
    a = (a << 13) | (a >>> 19);
    b ^= b >>> 15;
    c = (c << 15) | (c >>> 17);
    d ^= d >>> 16;
  }
  const hasher = new Hasher();
  if (i < to) hasher.word(words[i]!);
  hasher.word(a);
  hasher.word(b);
  hasher.word(c);
  hasher.word(d);
  return hasher.pair();
}

/** Words of an array of any kind: arrays of bytes and half words are taken four or two at a time, the rest at the end one by one. */
function hashTypedArray(array: TypedArray): readonly [number, number] {
  if (array instanceof Uint32Array) return hashWords(array);
  const { buffer } = array;
  const whole = buffer.byteLength >> 2;
  const pair = hashWords(new Uint32Array(buffer, 0, whole));
  if (whole * 4 === buffer.byteLength) return pair;
  const hasher = new Hasher();
  hasher.word(pair[0]);
  hasher.word(pair[1]);
  for (const byte of new Uint8Array(buffer, whole * 4)) hasher.word(byte);
  return hasher.pair();
}

/** Hash of the data of a Pixels, remembered in `kept` until it is taken out there. */
export function hashPixels(data: Uint32Array, kept: PixelHashes | undefined): readonly [number, number] {
  let hash = kept?.get(data);
  if (hash === undefined) {
    hash = hashWords(data);
    kept?.set(data, hash);
  }
  return hash;
}

/** Feeds a hasher with every value of a walk. */
export class HashVisitor implements Visitor {
  readonly #hasher: Hasher;
  readonly #pixelHashes: PixelHashes | undefined;
  readonly #frozen: FrozenParts | undefined;
  #shapes = 0;

  constructor(hasher: Hasher, pixelHashes?: PixelHashes, frozen?: FrozenParts) {
    this.#hasher = hasher;
    this.#pixelHashes = pixelHashes;
    this.#frozen = frozen;
  }

  constant(which: number): void {
    this.#hasher.word(which);
  }

  number(value: number): void {
    const integer = value | 0;
    if (Object.is(integer, value)) {
      this.#hasher.word(Mark.Integer);
      this.#hasher.word(integer);
    } else {
      this.#hasher.word(Mark.Float);
      this.#hasher.float(value);
    }
  }

  string(value: string): void {
    this.#hasher.word(Mark.String);
    this.#hasher.text(value);
  }

  known(number: number): void {
    this.#pair(Mark.Known, number);
  }

  array(length: number): void {
    this.#pair(Mark.Array, length);
  }

  map(size: number): void {
    this.#pair(Mark.Map, size);
  }

  set(size: number): void {
    this.#pair(Mark.Set, size);
  }

  #pair(mark: number, value: number): void {
    this.#hasher.word(mark);
    this.#hasher.word(value);
  }

  record(shape: Shape): void {
    if (shape.number < this.#shapes) {
      this.#pair(Mark.KnownShape, shape.number);
      return;
    }
    this.#shapes++;
    this.#pair(Mark.NewShape, shape.keys.length);
    for (const key of shape.keys) this.#hasher.text(key);
  }

  typedArray(array: TypedArray, kind: number, ofPixels: boolean): void {
    this.#pair(Mark.TypedArray, kind);
    this.#hasher.word(array.length);
    const [first, second] = this.#contents(array, ofPixels);
    this.#hasher.word(first);
    this.#hasher.word(second);
  }

  frozen(record: object): void {
    this.#hasher.word(Mark.Frozen);
    this.#hasher.text(frozenDigest(record, this.#frozen));
  }

  #contents(array: TypedArray, ofPixels: boolean): readonly [number, number] {
    if (!ofPixels || !(array instanceof Uint32Array)) return hashTypedArray(array);
    return hashPixels(array, this.#pixelHashes);
  }
}

/**
 * Hash of the value and all that it leads to, as 32 hexadecimal digits. `pixelHashes` keeps the hashes of pixels; whoever draws on
 * them takes them out. `frozen` keeps those of frozen records.
 * @throws TypeError for what is no plain data, see Walk.
 */
export function hashState(value: unknown, pixelHashes?: PixelHashes, frozen?: FrozenParts): string {
  const hasher = new Hasher();
  new Walk(new HashVisitor(hasher, pixelHashes, frozen)).run(value);
  return hasher.digest();
}

/** Digest of a frozen record, remembered in `kept`. */
export function frozenDigest(record: object, kept: FrozenParts | undefined): string {
  const known = kept?.get(record);
  if (known !== undefined) return known.digest;
  const digest = hashState(record);
  kept?.set(record, { digest, bytes: undefined });
  return digest;
}
