/**
 * The generic walker over plain data: records, Maps, Sets, arrays, typed arrays, strings, numbers, booleans, undefined and null, shared and in
 * cycles. Snapshots (write-state.ts), hashes (hash.ts) and changes (changes.ts) are visitors of this one walk, so what one of them sees all see.
 *
 * An object is announced where it is first met, with its kind and size, and takes the next number; later references are that number. Its
 * contents follow after those of the objects announced before it; a frozen record (frozen.ts) stands for all of its own. So nothing recurses, however deep the data: a client that nests fifty thousand
 * windows must not overflow the stack. The order depends only on the data and the order of keys, entries and elements.
 */

import { areFrozenKeys } from './frozen.ts';

/** Values with no content of their own. */
export const Constant = { Undefined: 0, Null: 1, False: 2, True: 3 } as const;

export type TypedArray =
  Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** The kinds of typed array; a kind is an index in this list. */
export const typedArrayKinds = [
  Uint8Array,
  Int8Array,
  Uint16Array,
  Int16Array,
  Uint32Array,
  Int32Array,
  Float32Array,
  Float64Array,
] as const;

const kindOfPrototype = new Map<object, number>(typedArrayKinds.map((kind, i) => [kind.prototype, i]));

/** The keys of a record, in order. Records with the same keys in the same order share one. */
export interface Shape {
  /** Counted from 0 in the order in which shapes are met. */
  readonly number: number;
  readonly keys: readonly string[];
  /** The record is a Pixels (raster/pixels.ts), whose data only the painter draws on. */
  readonly isPixels: boolean;
  /** See valueShapes. */
  readonly isValue: boolean;
  /** See frozen.ts. */
  readonly isFrozen: boolean;
}

export type Container = unknown[] | Map<unknown, unknown> | Set<unknown> | Record<string, unknown>;

export interface Visitor {
  constant(which: number): void;
  /** Never NaN. */
  number(value: number): void;
  string(value: string): void;
  /** An object announced before, by its number. */
  known(number: number): void;
  array(length: number, number: number): void;
  map(size: number, number: number): void;
  set(size: number, number: number): void;
  /** A value has the number VALUE, and its fields follow at once. */
  record(shape: Shape, number: number): void;
  /** `ofPixels`: it is the data of a Pixels. In a value it has the number VALUE. */
  typedArray(array: TypedArray, kind: number, ofPixels: boolean, number: number): void;
  /** A frozen record, whose contents are not visited. */
  frozen(record: object, number: number): void;
  /** The contents of this container follow; `shape` is that of a record. */
  contents?(number: number, container: Container, shape: Shape | undefined): void;
}

/** In place of the number of what is no object of its own. */
export const VALUE = -1;

const pixelsKeys = ['width', 'height', 'depth', 'data'];

/**
 * Keys of records that never change and are nobody in particular: regions (raster/region.ts). They count by what they hold, not as objects that
 * may be shared: the core has constants of them (the empty region), and a restored core has copies beside its constants. Their fields are
 * leaves and typed arrays.
 */
const valueShapes = [['x1', 'y1', 'x2', 'y2', 'rects']];

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key, i) => key === b[i]);
}

/** Whether records with these keys are values. */
export function areValueKeys(keys: readonly string[]): boolean {
  return valueShapes.some((shape) => sameKeys(shape, keys));
}

/** V8 keeps smaller typed arrays on its heap, and would move them out if their buffer were asked for. */
const CHECKED_BUFFER_BYTES = 64;

/** The shapes met in one walk, or in one snapshot. */
export class ShapeTable {
  readonly shapes: Shape[] = [];
  /** By first key. */
  readonly #byFirstKey = new Map<string, Shape[]>();

  /** The shape of these keys and whether it is a new one. */
  find(keys: readonly string[]): Shape | undefined {
    const candidates = this.#byFirstKey.get(keys[0] ?? '');
    if (candidates === undefined) return undefined;
    next: for (const shape of candidates) {
      if (shape.keys.length !== keys.length) continue;
      for (let i = 1; i < keys.length; i++) if (shape.keys[i] !== keys[i]) continue next;
      return shape;
    }
    return undefined;
  }

  add(keys: readonly string[]): Shape {
    const isPixels = sameKeys(keys, pixelsKeys);
    const isFrozen = areFrozenKeys(keys);
    const shape = { number: this.shapes.length, keys, isPixels, isValue: areValueKeys(keys), isFrozen };
    this.shapes.push(shape);
    const first = keys[0] ?? '';
    const candidates = this.#byFirstKey.get(first);
    if (candidates === undefined) this.#byFirstKey.set(first, [shape]);
    else candidates.push(shape);
    return shape;
  }
}

/** One walk. */
export class Walk {
  /** Every object that was met, after `run`. */
  readonly numbers = new Map<object, number>();
  #visitor: Visitor;
  /** Numbers that objects have from an earlier walk. */
  readonly #given: ReadonlyMap<object, number>;
  #nextNumber: number;
  readonly #shapes = new ShapeTable();
  readonly #containers: Container[] = [];
  readonly #containerShapes: (Shape | undefined)[] = [];
  /** Where the walk stands, for errors. */
  #at: Container | undefined;
  #root: unknown;

  /** With `given`, objects keep the numbers that they have there, and new ones get those from its size on. */
  constructor(visitor: Visitor, given: ReadonlyMap<object, number> = new Map()) {
    this.#visitor = visitor;
    this.#given = given;
    this.#nextNumber = given.size;
  }

  /**
   * Visits the value and all that it leads to.
   * @throws TypeError, with the path from the root, for what is no plain data: a class instance, a function, a symbol, NaN, a typed array
   * that shares its buffer.
   */
  run(root: unknown): void {
    this.#root = root;
    this.#value(root, false);
    for (let i = 0; i < this.#containers.length; i++) this.#visitContents(i);
  }

  /** After `run`: visits the contents of the containers that `wanted` says, by their number, once more. All objects are known by then. */
  revisit(visitor: Visitor, wanted: (number: number) => boolean): void {
    this.#visitor = visitor;
    for (let i = 0; i < this.#containers.length; i++) {
      if (wanted(this.numbers.get(this.#containers[i]!)!)) this.#visitContents(i);
    }
  }

  #visitContents(i: number): void {
    const container = this.#containers[i]!;
    const shape = this.#containerShapes[i];
    this.#visitor.contents?.(this.numbers.get(container)!, container, shape);
    this.#contents(container, shape);
  }

  /** The number of an object that is met for the first time. */
  #number(object: object): number {
    const number = this.#given.get(object) ?? this.#nextNumber++;
    this.numbers.set(object, number);
    return number;
  }

  #contents(container: Container, shape: Shape | undefined): void {
    this.#at = container;
    if (shape !== undefined) {
      const record = container as Record<string, unknown>;
      for (const key in record) this.#value(record[key], shape.isPixels);
    } else if (Array.isArray(container)) {
      for (let i = 0; i < container.length; i++) {
        const value = container[i];
        if (value === undefined && !(i in container)) this.#reject(value, 'a hole in an array');
        this.#value(value, false);
      }
    } else if (container instanceof Map) {
      for (const [key, value] of container) {
        this.#value(key, false);
        this.#value(value, false);
      }
    } else {
      for (const value of container as Set<unknown>) this.#value(value, false);
    }
  }

  #value(value: unknown, inPixels: boolean): void {
    switch (typeof value) {
      case 'number':
        if (Number.isNaN(value)) this.#reject(value, 'NaN');
        this.#visitor.number(value);
        return;
      case 'string':
        this.#visitor.string(value);
        return;
      case 'boolean':
        this.#visitor.constant(value ? Constant.True : Constant.False);
        return;
      case 'undefined':
        this.#visitor.constant(Constant.Undefined);
        return;
      case 'object':
        if (value === null) this.#visitor.constant(Constant.Null);
        else this.#object(value, inPixels);
        return;
      default:
        this.#reject(value, `a ${typeof value}`);
    }
  }

  #object(object: object, inPixels: boolean): void {
    const known = this.numbers.get(object);
    if (known !== undefined) {
      this.#visitor.known(known);
      return;
    }
    const prototype: unknown = Object.getPrototypeOf(object);
    if (prototype === Object.prototype) {
      this.#record(object as Record<string, unknown>);
      return;
    }
    const number = this.#number(object);
    if (prototype === Array.prototype) {
      const array = object as unknown[];
      this.#visitor.array(array.length, number);
      this.#announce(array, undefined);
    } else if (prototype === Map.prototype) {
      const map = object as Map<unknown, unknown>;
      this.#visitor.map(map.size, number);
      this.#announce(map, undefined);
    } else if (prototype === Set.prototype) {
      const set = object as Set<unknown>;
      this.#visitor.set(set.size, number);
      this.#announce(set, undefined);
    } else {
      const kind = kindOfPrototype.get(prototype as object);
      if (kind === undefined) this.#reject(object, `an instance of ${object.constructor?.name || 'an unknown class'}`);
      this.#typedArray(object as TypedArray, kind, inPixels, number);
    }
  }

  #typedArray(array: TypedArray, kind: number, ofPixels: boolean, number: number): void {
    this.#checkTypedArray(array, kind);
    this.#visitor.typedArray(array, kind, ofPixels, number);
  }

  #announce(container: Container, shape: Shape | undefined): void {
    this.#containers.push(container);
    this.#containerShapes.push(shape);
  }

  #record(record: Record<string, unknown>): void {
    const keys = Object.keys(record);
    let shape = this.#shapes.find(keys);
    if (shape === undefined) {
      this.#checkShape(record, keys);
      shape = this.#shapes.add(keys);
    }
    if (shape.isValue) {
      this.#valueRecord(record, shape);
      return;
    }
    const number = this.#number(record);
    // A walk over a frozen record itself visits what it holds.
    if (shape.isFrozen && record !== this.#root) {
      this.#visitor.frozen(record, number);
      return;
    }
    this.#visitor.record(shape, number);
    this.#announce(record, shape);
  }

  #valueRecord(record: Record<string, unknown>, shape: Shape): void {
    this.#visitor.record(shape, VALUE);
    for (const key of shape.keys) {
      const field = record[key];
      if (typeof field !== 'object' || field === null) {
        this.#value(field, false);
        continue;
      }
      const kind = kindOfPrototype.get(Object.getPrototypeOf(field) as object);
      if (kind === undefined) this.#reject(record, `a value with more than leaves and typed arrays in it`);
      this.#typedArray(field as TypedArray, kind, false, VALUE);
    }
  }

  /** Looked at once for each shape, on the first record that has it. */
  #checkShape(record: Record<string, unknown>, keys: readonly string[]): void {
    if (keys.includes('__proto__')) this.#reject(record, 'a key __proto__');
    const descriptors = Object.getOwnPropertyDescriptors(record);
    for (const key of Reflect.ownKeys(descriptors)) {
      if (typeof key === 'symbol') this.#reject(record, 'a symbol as key');
      const descriptor = descriptors[key]!;
      if (!('value' in descriptor) || !descriptor.enumerable) this.#reject(record, `accessor or hidden key ${key}`);
    }
  }

  #checkTypedArray(array: TypedArray, kind: number): void {
    if (
      array.byteOffset !== 0 ||
      (array.byteLength > CHECKED_BUFFER_BYTES && array.byteLength !== array.buffer.byteLength)
    ) {
      this.#reject(array, 'a typed array that is part of a larger buffer');
    }
    if (kind >= 6 && array.some(Number.isNaN)) this.#reject(array, 'NaN in a typed array');
  }

  #reject(value: unknown, what: string): never {
    throw new TypeError(`${pathTo(this.#root, this.#at, value)}: ${what} cannot be part of the state`);
  }
}

/** The way from the root to `value` inside `container`, as in `state.clients[3].saveSet`. */
function pathTo(root: unknown, container: Container | undefined, value: unknown): string {
  if (container === undefined) return 'state';
  const paths = new Map<unknown, string>([[root, 'state']]);
  for (const [object, path] of paths) {
    for (const [step, part] of partsOf(object)) {
      if (object === container && Object.is(part, value)) return path + step;
      if (typeof part === 'object' && part !== null && !paths.has(part)) paths.set(part, path + step);
    }
  }
  return `${paths.get(container) ?? 'state'} …`;
}

function* partsOf(object: unknown): Generator<[string, unknown]> {
  if (Array.isArray(object)) {
    for (let i = 0; i < object.length; i++) yield [`[${i}]`, object[i]];
  } else if (object instanceof Map) {
    for (const [key, value] of object) {
      const name = typeof key === 'object' ? '(an object)' : String(key);
      yield [`.key(${name})`, key];
      yield [`[${name}]`, value];
    }
  } else if (object instanceof Set) {
    for (const element of object) yield ['.element', element];
  } else if (typeof object === 'object' && object !== null && Object.getPrototypeOf(object) === Object.prototype) {
    for (const [key, value] of Object.entries(object)) yield [`.${key}`, value];
  }
}
