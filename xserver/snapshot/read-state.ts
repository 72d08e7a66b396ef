/** Reads what write-state.ts has written. */
import { ByteReader } from './bytes.ts';
import { areFrozenKeys } from './frozen.ts';
import { unpackWords } from './pack-words.ts';
import { failSnapshot } from './snapshot-error.ts';
import { NARROW_BLOCK, Tag } from './write-state.ts';
import { areValueKeys, Constant, typedArrayKinds, type TypedArray } from './walker.ts';

/**
 * Bytes of all typed arrays that a snapshot may unpack to. A few packed bytes may stand for very many pixels; this is above what the
 * core's own caps let clients use in practice, and below what would end the process.
 */
export const MAX_UNPACKED_BYTES = 3 * 1024 * 1024 * 1024;

/** A record with all its keys: copies of it share one hidden class with fields inside the object, which assignments would not give. */
type Template = Record<string, unknown>;

/** A container whose contents are still to come. */
interface Pending {
  readonly container: unknown[] | Map<unknown, unknown> | Set<unknown> | Record<string, unknown>;
  readonly count: number;
  readonly keys: readonly string[];
}

/** Bytes of a frozen record by its digest, as frozenBytes gave them; undefined if there are none. */
export type KnownFrozen = (digest: string) => Uint8Array | undefined;

const knowsNone: KnownFrozen = () => undefined;

const noKeys: readonly string[] = [];

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** Reads values one by one; used for whole states here and for changes in changes.ts. */
export class StateReader {
  readonly #reader: ByteReader;
  readonly #strings: string[] = [];
  readonly #shapes: { readonly keys: readonly string[]; readonly template: Template; readonly isValue: boolean }[] = [];
  /** By number. */
  readonly #objects: object[];
  readonly #pending: Pending[] = [];
  #unpackedLeft: number;
  readonly #known: KnownFrozen;
  /** Frozen records hold no others. */
  readonly #mayFreeze: boolean;

  /** `objects`: those that have the first numbers; owned. */
  constructor(
    reader: ByteReader,
    objects: object[] = [],
    maxUnpackedBytes = MAX_UNPACKED_BYTES,
    known: KnownFrozen = knowsNone,
    mayFreeze = true,
  ) {
    this.#reader = reader;
    this.#objects = objects;
    this.#unpackedLeft = maxUnpackedBytes;
    this.#known = known;
    this.#mayFreeze = mayFreeze;
  }

  /** One value and all that it leads to. */
  read(): unknown {
    const root = this.#value();
    this.fillAll();
    return root;
  }

  /** One object; the contents of containers come later. */
  announced(): void {
    const before = this.#objects.length;
    this.#value();
    if (this.#objects.length !== before + 1) this.#reader.fail('no new object');
  }

  /** The contents of the containers announced so far, and of those announced inside. */
  fillAll(): void {
    for (let i = 0; i < this.#pending.length; i++) this.#fill(this.#pending[i]!);
    this.#pending.length = 0;
  }

  /** A container with its contents, in which no new object is announced; it gets no number itself. */
  detached(): Pending['container'] {
    this.announced();
    this.#objects.pop();
    const pending = this.#pending.pop() ?? this.#reader.fail('no container');
    const objects = this.#objects.length;
    this.#fill(pending);
    if (this.#objects.length !== objects) this.#reader.fail('a new object among changes');
    return pending.container;
  }

  /** A typed array without a number. */
  typedArray(): TypedArray {
    const kind = this.#reader.u8() - Tag.TypedArray;
    if (typedArrayKinds[kind] === undefined) this.#reader.fail('no typed array');
    return this.#typedArray(kind);
  }

  #fill({ container, count, keys }: Pending): void {
    if (Array.isArray(container)) {
      for (let i = 0; i < count; i++) container.push(this.#value());
    } else if (container instanceof Map) {
      for (let i = 0; i < count; i++) {
        const key = this.#value();
        container.set(key, this.#value());
      }
      if (container.size !== count) this.#reader.fail('a Map with the same key twice');
    } else if (container instanceof Set) {
      for (let i = 0; i < count; i++) container.add(this.#value());
      if (container.size !== count) this.#reader.fail('a Set with the same element twice');
    } else {
      for (const key of keys) container[key] = this.#value();
    }
  }

  #value(): unknown {
    const reader = this.#reader;
    const tag = reader.u8();
    if (tag >= Tag.FirstNumber) return tag - Tag.FirstNumber;
    if (tag >= Tag.FirstString) return this.#knownString(tag - Tag.FirstString);
    if (tag >= Tag.FirstShape) return this.#record(tag - Tag.FirstShape);
    if (tag > Tag.KnownFrozen) reader.fail('unknown tag');
    if (tag >= Tag.TypedArray && tag < Tag.Frozen) {
      const array = this.#typedArray(tag - Tag.TypedArray);
      this.#objects.push(array);
      return array;
    }
    switch (tag) {
      case Constant.Undefined:
        return undefined;
      case Constant.Null:
        return null;
      case Constant.False:
        return false;
      case Constant.True:
        return true;
      case Tag.Positive:
        return reader.varint();
      case Tag.Negative:
        return -1 - reader.varint();
      case Tag.Float:
        return this.#float();
      case Tag.Latin1:
      case Tag.Utf16:
      case Tag.KnownString:
        return this.#string(tag);
      case Tag.Array:
        return this.#container([], reader.count());
      case Tag.Map:
        return this.#container(new Map(), reader.count(2));
      case Tag.Set:
        return this.#container(new Set(), reader.count());
      case Tag.NewShape:
        return this.#newShape();
      case Tag.KnownShape:
        return this.#record(reader.varint());
      case Tag.Frozen:
      case Tag.KnownFrozen:
        return this.#frozen(tag);
      default:
        return this.#objects[reader.varint()] ?? reader.fail('an unknown object');
    }
  }

  #frozen(tag: number): object {
    const reader = this.#reader;
    if (!this.#mayFreeze) reader.fail('a frozen record inside another');
    let bytes: Uint8Array | undefined;
    if (tag === Tag.Frozen) {
      bytes = reader.bytes(reader.count());
    } else {
      const digest = reader.latin1(32);
      bytes = this.#known(digest) ?? reader.fail(`no font or catalogue ${digest}`);
    }
    const inner = new ByteReader(bytes, failSnapshot);
    const values = new StateReader(inner, [], this.#unpackedLeft, knowsNone, false);
    const record = values.read();
    this.#unpackedLeft = values.#unpackedLeft;
    if (inner.remaining > 0) inner.fail('bytes left over');
    const isRecord = typeof record === 'object' && record !== null && areFrozenKeys(Object.keys(record));
    const frozen = isRecord ? record : reader.fail('no frozen record');
    this.#objects.push(frozen);
    return frozen;
  }

  #float(): number {
    const value = this.#reader.float();
    if (Number.isNaN(value)) this.#reader.fail('NaN');
    return value;
  }

  #knownString(number: number): string {
    return this.#strings[number] ?? this.#reader.fail('an unknown string');
  }

  #string(tag: number): string {
    const reader = this.#reader;
    if (tag === Tag.KnownString) return this.#knownString(reader.varint());
    const text = tag === Tag.Latin1 ? reader.latin1(reader.count()) : reader.utf16(reader.count(2));
    this.#strings.push(text);
    return text;
  }

  #container(container: Pending['container'], count: number, keys = noKeys): Pending['container'] {
    this.#objects.push(container);
    this.#pending.push({ container, count, keys });
    return container;
  }

  #newShape(): unknown {
    const reader = this.#reader;
    const keys: string[] = [];
    for (let left = reader.count(); left > 0; left--) keys.push(this.#key());
    const template: Template = Object.fromEntries(keys.map((key) => [key, undefined]));
    // Whole numbers as keys would not keep this order; __proto__ would not stay a key.
    if (keys.includes('__proto__') || !sameKeys(Object.keys(template), keys)) reader.fail('keys that cannot be');
    this.#shapes.push({ keys, template, isValue: areValueKeys(keys) });
    return this.#record(this.#shapes.length - 1);
  }

  #key(): string {
    const tag = this.#reader.u8();
    if (tag >= Tag.FirstString && tag < Tag.FirstNumber) return this.#knownString(tag - Tag.FirstString);
    if (tag !== Tag.Latin1 && tag !== Tag.Utf16 && tag !== Tag.KnownString)
      this.#reader.fail('a key that is no string');
    return this.#string(tag);
  }

  #record(number: number): unknown {
    const shape = this.#shapes[number] ?? this.#reader.fail('an unknown shape');
    const record = { ...shape.template };
    if (!shape.isValue) return this.#container(record, shape.keys.length, shape.keys);
    for (const key of shape.keys) record[key] = this.#field();
    return record;
  }

  /** A field of a value: a leaf, or a typed array that nothing else refers to. */
  #field(): unknown {
    const reader = this.#reader;
    const tag = reader.data[reader.offset] ?? reader.fail('unexpected end');
    const isTypedArray = tag >= Tag.TypedArray && tag < Tag.TypedArray + typedArrayKinds.length;
    if (isTypedArray) {
      reader.offset++;
      return this.#typedArray(tag - Tag.TypedArray);
    }
    // Checked before reading: nothing may nest as deep as the bytes are long.
    if (tag > Tag.KnownString && tag < Tag.FirstString) reader.fail('an object inside a value');
    return this.#value();
  }

  #typedArray(kind: number): TypedArray {
    const reader = this.#reader;
    const constructor = typedArrayKinds[kind]!;
    const count = reader.varint();
    this.#unpackedLeft -= count * constructor.BYTES_PER_ELEMENT;
    if (this.#unpackedLeft < 0) reader.fail('more pixels than a snapshot may have');
    const array = this.#allocate(kind, count);
    if (constructor.BYTES_PER_ELEMENT >= 4) {
      unpackWords(reader, new Uint32Array(array.buffer));
    } else {
      for (let from = 0; from < count; from += NARROW_BLOCK) {
        const words = new Uint32Array(Math.min(NARROW_BLOCK, count - from));
        unpackWords(reader, words);
        array.set(words, from);
      }
    }
    if (kind >= 6 && array.some(Number.isNaN)) reader.fail('NaN');
    return array;
  }

  #allocate(kind: number, count: number): TypedArray {
    try {
      return new typedArrayKinds[kind]!(count);
    } catch {
      return this.#reader.fail(`no memory for ${count} elements`);
    }
  }
}

/**
 * The value that writeState wrote: its own objects, connected in the same way.
 * @throws SnapshotError for bytes that writeState cannot have written.
 */
export function readState(
  bytes: Uint8Array,
  maxUnpackedBytes = MAX_UNPACKED_BYTES,
  known: KnownFrozen = knowsNone,
): unknown {
  const reader = new ByteReader(bytes, failSnapshot);
  const value = new StateReader(reader, [], maxUnpackedBytes, known).read();
  if (reader.remaining > 0) reader.fail('bytes left over');
  return value;
}
