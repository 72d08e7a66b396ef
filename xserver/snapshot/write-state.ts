/** Plain data as bytes: the walk of walker.ts, written down. read-state.ts reads it. */
import { ByteWriter, isLatin1 } from './bytes.ts';
import { packWords } from './pack-words.ts';
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
  /** And the 63 after it: a record of shape 0 to 63. */
  FirstShape: 32,
  /** And the 31 after it: string 0 to 31. */
  FirstString: 96,
  /** And the 127 after it: 0 to 127. */
  FirstNumber: 128,
} as const;

/** Elements of narrow arrays are widened in pieces of this many. */
export const NARROW_BLOCK = 1 << 16;

/** Writes each value at the end of `out`. */
export class StateWriter implements Visitor {
  readonly #out: ByteWriter;
  readonly #strings = new Map<string, number>();
  /** Numbers of the shapes written so far. */
  readonly #shapes = new Map<Shape, number>();

  constructor(out: ByteWriter) {
    this.#out = out;
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

  typedArray(array: TypedArray, kind: number): void {
    const out = this.#out;
    out.u8(Tag.TypedArray + kind);
    out.varint(array.length);
    const { BYTES_PER_ELEMENT } = typedArrayKinds[kind]!;
    if (BYTES_PER_ELEMENT >= 4) {
      packWords(out, new Uint32Array(array.buffer));
      return;
    }
    const bytes = array instanceof Int8Array ? new Uint8Array(array.buffer) : array;
    const narrow = bytes instanceof Int16Array ? new Uint16Array(bytes.buffer) : bytes;
    for (let from = 0; from < narrow.length; from += NARROW_BLOCK) {
      packWords(out, Uint32Array.from(narrow.subarray(from, from + NARROW_BLOCK)));
    }
  }
}

/**
 * The value and all that it leads to, as bytes: the same data always gives the same bytes.
 * @throws TypeError for what is no plain data, see Walk.
 */
export function writeState(value: unknown): Uint8Array {
  const out = new ByteWriter(1 << 16);
  new Walk(new StateWriter(out)).run(value);
  return out.finish();
}
