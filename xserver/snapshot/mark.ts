/**
 * Marks: what a state was like at one log index, as fingerprints of its objects. Later only the objects that differ need to be sent to a
 * replica that stopped there (changes.ts). A mark costs about as much as a hash of the state and a few bytes an object; it is no part of the
 * state, and keeps objects alive until it is let go.
 */
import type { FrozenParts } from './frozen.ts';
import { Hasher, hashPixels, HashVisitor, type PixelHashes } from './hash.ts';
import { hashTiles } from './pixel-tiles.ts';
import { VALUE, Walk, type Container, type Shape, type TypedArray, type Visitor } from './walker.ts';

export interface StateMark {
  /** Numbers of all objects, in the order of the walk. */
  readonly numbers: ReadonlyMap<object, number>;
  /** Two words for each object, by number: of its own contents, with references as numbers. */
  readonly fingerprints: readonly number[];
  readonly pictures: ReadonlyMap<Uint32Array, Picture>;
  /** Of all fingerprints. */
  readonly digest: string;
}

/** The data of a Pixels when it was marked. */
export interface Picture {
  readonly width: number;
  /** As `pixelHashes` had it: another one there means that the picture was drawn on. */
  readonly hash: readonly [number, number];
  /** See hashTiles. */
  readonly tiles: Int32Array;
}

/** What a container is, besides its contents. */
const Header = { Array: 1, Map: 2, Set: 3, Record: 4, TypedArray: 5 } as const;

/** Fingerprints of all objects of a walk. */
export class FingerprintVisitor implements Visitor {
  readonly fingerprints: number[];
  /** Widths of the data of Pixels. */
  readonly pictureWidths = new Map<Uint32Array, number>();
  readonly arrays: { readonly array: TypedArray; readonly kind: number; readonly number: number }[] = [];
  readonly frozenRecords: { readonly frozen: object; readonly number: number }[] = [];
  readonly #hasher = new Hasher();
  readonly #own = new Hasher();
  readonly #leaves: HashVisitor;
  /** For objects without references: typed arrays and frozen records. */
  readonly #ownLeaves: HashVisitor;
  /** Of the keys, by shape number. */
  readonly #shapeHashes: (readonly [number, number])[] = [];
  #current = VALUE;
  /** First number of the record that is being visited: of a Pixels the width. */
  #firstNumber: number | undefined;

  constructor(pixelHashes?: PixelHashes, frozen?: FrozenParts) {
    this.fingerprints = [];
    this.#leaves = new HashVisitor(this.#hasher, pixelHashes);
    this.#ownLeaves = new HashVisitor(this.#own, pixelHashes, frozen);
  }

  constant(which: number): void {
    this.#leaves.constant(which);
  }
  number(value: number): void {
    this.#firstNumber ??= value;
    this.#leaves.number(value);
  }
  string(value: string): void {
    this.#leaves.string(value);
  }
  known(number: number): void {
    this.#leaves.known(number);
  }
  // An object counts in its own fingerprint; where it is met it is a number like any other.
  array(_length: number, number: number): void {
    this.known(number);
  }
  map(_size: number, number: number): void {
    this.known(number);
  }
  set(_size: number, number: number): void {
    this.known(number);
  }
  record(shape: Shape, number: number): void {
    if (number === VALUE) this.#shape(shape);
    else this.known(number);
  }

  typedArray(array: TypedArray, kind: number, ofPixels: boolean, number: number): void {
    if (number === VALUE) {
      this.#leaves.typedArray(array, kind, false);
      return;
    }
    this.known(number);
    this.arrays.push({ array, kind, number });
    if (ofPixels && array instanceof Uint32Array) this.pictureWidths.set(array, this.#firstNumber ?? 0);
    this.#own.reset();
    this.#own.word(Header.TypedArray);
    this.#ownLeaves.typedArray(array, kind, ofPixels);
    this.#set(number, this.#own.pair());
  }

  frozen(record: object, number: number): void {
    this.known(number);
    this.frozenRecords.push({ frozen: record, number });
    this.#own.reset();
    this.#ownLeaves.frozen(record);
    this.#set(number, this.#own.pair());
  }

  contents(number: number, container: Container, shape: Shape | undefined): void {
    this.finish();
    this.#current = number;
    this.#firstNumber = undefined;
    const hasher = this.#hasher;
    if (shape !== undefined) {
      hasher.word(Header.Record);
      this.#shape(shape);
    } else if (Array.isArray(container)) {
      hasher.word(Header.Array);
      hasher.word(container.length);
    } else {
      hasher.word(container instanceof Map ? Header.Map : Header.Set);
      hasher.word((container as Map<unknown, unknown> | Set<unknown>).size);
    }
  }

  /** To be called after the walk. */
  finish(): void {
    if (this.#current !== VALUE) this.#set(this.#current, this.#hasher.pair());
    this.#hasher.reset();
    this.#current = VALUE;
  }

  #set(number: number, [first, second]: readonly [number, number]): void {
    this.fingerprints[number * 2] = first;
    this.fingerprints[number * 2 + 1] = second;
  }

  #shape(shape: Shape): void {
    let hash = this.#shapeHashes[shape.number];
    if (hash === undefined) {
      const hasher = new Hasher();
      for (const key of shape.keys) hasher.text(key);
      hash = hasher.pair();
      this.#shapeHashes[shape.number] = hash;
    }
    this.#hasher.word(hash[0]);
    this.#hasher.word(hash[1]);
  }
}

/**
 * Marks the state as it is. With the mark before, pictures not drawn on since cost nothing.
 * @throws TypeError for what is no plain data, see Walk.
 */
export function markState(
  state: object,
  pixelHashes: PixelHashes,
  before?: StateMark,
  frozen?: FrozenParts,
): StateMark {
  const visitor = new FingerprintVisitor(pixelHashes, frozen);
  const walk = new Walk(visitor);
  walk.run(state);
  visitor.finish();
  const { fingerprints } = visitor;
  const pictures = new Map<Uint32Array, Picture>();
  for (const [data, width] of visitor.pictureWidths) {
    const hash = hashPixels(data, pixelHashes);
    const kept = before?.pictures.get(data);
    pictures.set(data, kept?.hash === hash ? kept : { width, hash, tiles: hashTiles(data, width) });
  }
  const hasher = new Hasher();
  for (const word of fingerprints) hasher.word(word);
  return { numbers: walk.numbers, fingerprints, pictures, digest: hasher.digest() };
}
