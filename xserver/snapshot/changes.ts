/**
 * Changes: what has to be done to a state as it was at a mark to make it the state of now. A replica too far behind gets them in place of a run of
 * log entries; of pixels only the tiles that differ.
 *
 * Both sides number the marked state's objects by the same walk, so the numbers need not be sent. New objects get the numbers behind them. The
 * bytes: digest of the marked state; count of new objects, each as write-state.ts announces it, their contents in the same order; count of changed
 * containers, each with its number, announcement and contents; count of changed typed arrays, each with its number and its elements, or, for
 * pixels, width, tiles and their pixels.
 */
import { ByteReader, ByteWriter } from './bytes.ts';
import type { FrozenParts } from './frozen.ts';
import type { PixelHashes } from './hash.ts';
import { FingerprintVisitor, markState, type StateMark } from './mark.ts';
import { packWords, unpackWords } from './pack-words.ts';
import { changedTiles, countTilePixels, countTiles, hashTiles, putTiles, takeTiles } from './pixel-tiles.ts';
import { StateReader } from './read-state.ts';
import { failSnapshot } from './snapshot-error.ts';
import { Walk, type Container, type Shape, type TypedArray } from './walker.ts';
import { StateWriter } from './write-state.ts';

/** A changed typed array comes as a whole, or as tiles. */
const Form = { Whole: 0, Tiles: 1 } as const;

/** As a state writer, but what is changed is announced behind its number. */
class ChangesWriter extends StateWriter {
  readonly #writer: ByteWriter;
  /** Objects with smaller numbers are announced before their contents. */
  readonly #firstNew: number;

  constructor(out: ByteWriter, firstNew: number, frozen: FrozenParts | undefined) {
    super(out, frozen);
    this.#writer = out;
    this.#firstNew = firstNew;
  }

  announce(container: Container, shape: Shape | undefined): void {
    if (shape !== undefined) this.record(shape);
    else if (Array.isArray(container)) this.array(container.length);
    else if (container instanceof Map) this.map(container.size);
    else this.set((container as Set<unknown>).size);
  }

  contents(number: number, container: Container, shape: Shape | undefined): void {
    if (number >= this.#firstNew) return;
    this.#writer.varint(number);
    this.announce(container, shape);
  }
}

/** Takes what a walk announces, in order. */
class NewObjects extends FingerprintVisitor {
  readonly containers: { readonly number: number; readonly container: Container; readonly shape: Shape | undefined }[] =
    [];

  override contents(number: number, container: Container, shape: Shape | undefined): void {
    super.contents(number, container, shape);
    this.containers.push({ number, container, shape });
  }
}

/** What makes the marked state the one of now; owned by the caller. */
export function writeChanges(
  state: object,
  mark: StateMark,
  pixelHashes: PixelHashes,
  frozen?: FrozenParts,
): Uint8Array {
  const firstNew = mark.numbers.size;
  const now = new NewObjects(pixelHashes, frozen);
  const walk = new Walk(now, mark.numbers);
  walk.run(state);
  now.finish();
  const isNew = (number: number) => number >= firstNew;
  const differs = (number: number) =>
    now.fingerprints[number * 2] !== mark.fingerprints[number * 2] ||
    now.fingerprints[number * 2 + 1] !== mark.fingerprints[number * 2 + 1];
  const isChanged = (number: number) => !isNew(number) && differs(number);

  const out = new ByteWriter(1 << 12);
  const writer = new ChangesWriter(out, firstNew, frozen);
  out.varint(mark.digest.length);
  out.latin1(mark.digest);
  const announced = [...now.containers, ...now.arrays, ...now.frozenRecords].filter(({ number }) => isNew(number));
  announced.sort((a, b) => a.number - b.number);
  out.varint(announced.length);
  for (const object of announced) {
    if ('frozen' in object) writer.frozen(object.frozen);
    else if ('array' in object)
      writer.typedArray(object.array, object.kind, now.pictureWidths.has(object.array as Uint32Array));
    else writer.announce(object.container, object.shape);
  }
  walk.revisit(writer, isNew);
  out.varint(now.containers.filter(({ number }) => isChanged(number)).length);
  walk.revisit(writer, isChanged);
  const arrays = now.arrays.filter(({ number }) => isChanged(number));
  out.varint(arrays.length);
  for (const { array, kind, number } of arrays) {
    out.varint(number);
    const picture = array instanceof Uint32Array ? mark.pictures.get(array) : undefined;
    if (picture === undefined) {
      out.u8(Form.Whole);
      writer.typedArray(array, kind, now.pictureWidths.has(array as Uint32Array));
    } else {
      out.u8(Form.Tiles);
      writeTiles(out, array as Uint32Array, picture.width, picture.tiles);
    }
  }
  return out.finish();
}

function writeTiles(out: ByteWriter, data: Uint32Array, width: number, before: Int32Array): void {
  const tiles = changedTiles(before, hashTiles(data, width));
  out.varint(width);
  out.varint(tiles.length);
  tiles.forEach((tile, i) => out.varint(tile - (tiles[i - 1] ?? 0)));
  packWords(out, takeTiles(data, width, tiles));
}

/**
 * Makes `state` what it was where the changes were written; it must be what it was at their mark. Nothing is changed unless all bytes
 * make sense. Derived data about the state (a Server's caches) is no longer right afterwards.
 * @throws SnapshotError for bytes that writeChanges cannot have written for this state.
 */
export function applyChanges(state: object, bytes: Uint8Array, pixelHashes: PixelHashes, frozen?: FrozenParts): void {
  const mark = markState(state, pixelHashes, undefined, frozen);
  const reader = new ByteReader(bytes, failSnapshot);
  if (reader.latin1(reader.count()) !== mark.digest) reader.fail('changes of another state');
  const old = [...mark.numbers.keys()];
  const values = new StateReader(reader, old.slice());
  for (let left = reader.count(); left > 0; left--) values.announced();
  values.fillAll();
  const steps: (() => void)[] = [];
  for (let left = reader.count(); left > 0; left--) {
    const target = old[reader.varint()] ?? reader.fail('an unknown object');
    const contents = values.detached();
    if (Object.getPrototypeOf(target) !== Object.getPrototypeOf(contents)) reader.fail('an object of another kind');
    steps.push(() => replaceContents(target as Container, contents));
  }
  for (let left = reader.count(); left > 0; left--) {
    const target = old[reader.varint()] ?? reader.fail('an unknown object');
    if (!ArrayBuffer.isView(target)) reader.fail('pixels of what has none');
    steps.push(readArray(reader, values, target as TypedArray, pixelHashes));
  }
  if (reader.remaining > 0) reader.fail('bytes left over');
  for (const step of steps) step();
}

function readArray(reader: ByteReader, values: StateReader, target: TypedArray, pixelHashes: PixelHashes): () => void {
  const form = reader.u8();
  if (form === Form.Whole) {
    const array = values.typedArray();
    if (Object.getPrototypeOf(array) !== Object.getPrototypeOf(target) || array.length !== target.length) {
      reader.fail('an array of another kind');
    }
    return () => {
      target.set(array);
      if (target instanceof Uint32Array) pixelHashes.delete(target);
    };
  }
  if (form !== Form.Tiles || !(target instanceof Uint32Array)) reader.fail('unknown form of an array');
  const width = reader.varint();
  if (width === 0 || target.length % width !== 0) reader.fail('a picture of another width');
  const tiles: number[] = [];
  const count = countTiles(target.length, width);
  for (let left = reader.count(), tile = 0; left > 0; left--) {
    tile += reader.varint();
    if (tile >= count || tile <= (tiles.at(-1) ?? -1)) reader.fail('a tile outside of the picture');
    tiles.push(tile);
  }
  const pixels = new Uint32Array(countTilePixels(target.length, width, tiles));
  unpackWords(reader, pixels);
  return () => {
    putTiles(target, width, tiles, pixels);
    pixelHashes.delete(target);
  };
}

/** Empties the target and fills it with what the other, of the same kind, has. */
function replaceContents(target: Container, from: Container): void {
  if (Array.isArray(target)) {
    target.length = 0;
    for (const value of from as unknown[]) target.push(value);
  } else if (target instanceof Map) {
    target.clear();
    for (const [key, value] of from as Map<unknown, unknown>) target.set(key, value);
  } else if (target instanceof Set) {
    target.clear();
    for (const value of from as Set<unknown>) target.add(value);
  } else {
    replaceFields(target, from as Record<string, unknown>);
  }
}

function replaceFields(target: Record<string, unknown>, from: Record<string, unknown>): void {
  const keys = Object.keys(from);
  const old = Object.keys(target);
  // Only where keys have come or gone: deleting costs a record its hidden class.
  if (old.length !== keys.length || old.some((key, i) => key !== keys[i])) {
    for (const key of old) delete target[key];
  }
  for (const key of keys) target[key] = from[key];
}
