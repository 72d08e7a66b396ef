/** Plain data as bytes: the walk of walker.ts, written down. read-state.ts reads it. */
import { ByteWriter, isLatin1 } from './bytes.ts';
import type { FrozenParts } from './frozen.ts';
import { frozenDigest } from './hash.ts';
import { packSmoothWords, packWords } from './pack-words.ts';
import { Constant, typedArrayKinds, Walk, type Shape, type TypedArray, type Visitor } from './walker.ts';

/**
 * First byte of a value. Up to FirstShape each is followed by what the comment says (counts and numbers are varints); from there on the
 * byte says it all.
 */
export const Tag = {
  Undefined: Constant.Undefined,
  Null: Constant.Null,
  False: Constant.False,
  True: Constant.True,
  /** The number. */
  Positive: 4,
  /** -1 minus the number. */
  Negative: 5,
  /** Eight bytes. */
  Float: 6,
  /** Length and characters; takes the next string number. */
  Latin1: 7,
  /** The same with two bytes a character. */
  Utf16: 8,
  /** String number. */
  KnownString: 9,
  /** Length. */
  Array: 10,
  Map: 11,
  Set: 12,
  /** Count of keys, each as a string value; takes the next shape number. */
  NewShape: 13,
  /** Shape number. */
  KnownShape: 14,
  /** Object number. */
  Known: 15,
  /** And the seven after it: count and packed elements. */
  TypedArray: 16,
  /** A frozen record: length and bytes of a state of its own. */
  Frozen: 24,
  /** One that the reader has: 32 characters of its digest. */
  KnownFrozen: 25,
  /** And the 63 after it: a record of shape 0 to 63. */
  FirstShape: 32,
  /** And the 31 after it: string 0 to 31. */
  FirstString: 96,
  /** And the 127 after it: 0 to 127. */
  FirstNumber: 128,
} as const;

/** Kinds of arrays that hold offsets and indices, which often go up evenly. */
const OFFSETS_KIND = 4;
const INDEX_KIND = 2;

/** Elements of narrow arrays are widened in pieces of this many. */
export const NARROW_BLOCK = 1 << 16;

/** Writes each value at the end of `out`. */
export class StateWriter implements Visitor {
  readonly #out: ByteWriter;
  readonly #strings = new Map<string, number>();
  /** Numbers of the shapes written so far. */
  readonly #shapes = new Map<Shape, number>();

  readonly #frozen: FrozenParts | undefined;
  readonly #known: ReadonlySet<string> | undefined;

  /** `known`: digests of frozen records that the reader has. */
  constructor(out: ByteWriter, frozen?: FrozenParts, known?: ReadonlySet<string>) {
    this.#out = out;
    this.#frozen = frozen;
    this.#known = known;
  }

  constant(which: number): void {
    this.#out.u8(which);
  }

  number(value: number): void {
    const out = this.#out;
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
      out.u8(Tag.Float);
      out.float(value);
    } else if (value < 0) {
      out.u8(Tag.Negative);
      out.varint(-1 - value);
    } else if (value < 128) {
      out.u8(Tag.FirstNumber + value);
    } else {
      out.u8(Tag.Positive);
      out.varint(value);
    }
  }

  string(value: string): void {
    const out = this.#out;
    const known = this.#strings.get(value);
    if (known !== undefined) {
      if (known < 32) {
        out.u8(Tag.FirstString + known);
      } else {
        out.u8(Tag.KnownString);
        out.varint(known);
      }
      return;
    }
    this.#strings.set(value, this.#strings.size);
    const narrow = isLatin1(value);
    out.u8(narrow ? Tag.Latin1 : Tag.Utf16);
    out.varint(value.length);
    if (narrow) out.latin1(value);
    else out.utf16(value);
  }

  known(number: number): void {
    this.#out.u8(Tag.Known);
    this.#out.varint(number);
  }

  array(length: number): void {
    this.#out.u8(Tag.Array);
    this.#out.varint(length);
  }

  map(size: number): void {
    this.#out.u8(Tag.Map);
    this.#out.varint(size);
  }

  set(size: number): void {
    this.#out.u8(Tag.Set);
    this.#out.varint(size);
  }

  record(shape: Shape): void {
    const out = this.#out;
    const known = this.#shapes.get(shape);
    if (known === undefined) {
      this.#shapes.set(shape, this.#shapes.size);
      out.u8(Tag.NewShape);
      out.varint(shape.keys.length);
      for (const key of shape.keys) this.string(key);
    } else if (known < 64) {
      out.u8(Tag.FirstShape + known);
    } else {
      out.u8(Tag.KnownShape);
      out.varint(known);
    }
  }

  frozen(record: object): void {
    const out = this.#out;
    if (this.#known !== undefined) {
      const digest = frozenDigest(record, this.#frozen);
      if (this.#known.has(digest)) {
        out.u8(Tag.KnownFrozen);
        out.latin1(digest);
        return;
      }
    }
    const bytes = frozenBytes(record, this.#frozen);
    out.u8(Tag.Frozen);
    out.varint(bytes.length);
    out.bytes(bytes);
  }

  typedArray(array: TypedArray, kind: number, ofPixels: boolean): void {
    const out = this.#out;
    out.u8(Tag.TypedArray + kind);
    out.varint(array.length);
    const { BYTES_PER_ELEMENT } = typedArrayKinds[kind]!;
    if (BYTES_PER_ELEMENT >= 4) {
      const words = new Uint32Array(array.buffer);
      if (ofPixels || kind !== OFFSETS_KIND) packWords(out, words);
      else packSmoothWords(out, words);
      return;
    }
    const bytes = array instanceof Int8Array ? new Uint8Array(array.buffer) : array;
    const narrow = bytes instanceof Int16Array ? new Uint16Array(bytes.buffer) : bytes;
    for (let from = 0; from < narrow.length; from += NARROW_BLOCK) {
      const words = Uint32Array.from(narrow.subarray(from, from + NARROW_BLOCK));
      if (kind === INDEX_KIND) packSmoothWords(out, words);
      else packWords(out, words);
    }
  }
}

/**
 * The value and all that it leads to, as bytes: the same data always gives the same bytes. `known`: digests of frozen records that the reader
 * has.
 * @throws TypeError for what is no plain data, see Walk.
 */
export function writeState(value: unknown, frozen?: FrozenParts, known?: ReadonlySet<string>): Uint8Array {
  const out = new ByteWriter(1 << 16);
  new Walk(new StateWriter(out, frozen, known)).run(value);
  return out.finish();
}

/** The bytes of a frozen record by itself, remembered in `kept`; borrowed. */
export function frozenBytes(record: object, kept: FrozenParts | undefined): Uint8Array {
  const digest = kept === undefined ? '' : frozenDigest(record, kept);
  const part = kept?.get(record);
  const bytes = part?.bytes ?? writeState(record);
  if (part !== undefined && part.digest === digest) part.bytes = bytes;
  return bytes;
}
