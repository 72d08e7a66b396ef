import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionContainsRect,
  regionFromRects,
  subtractRegions,
  regionFromRect,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';

/** Pictures are compared in strips of so many columns, row by row. */
const STRIP = 64;
/** Fewer rows in a run are not worth a region's box. */
const LEAST_ROWS = 6;
/** A displacement is believed if so many rows of strips tell of it. */
const LEAST_VOTES = 12;
/** If so many do, and most of those that were asked, the others need not be. */
const ENOUGH_VOTES = 60;
/** After so many pictures in a row in which no scroll was found the search rests for some, longer and longer. */
const FREE_FAILURES = 6;
const MOST_FAILURES = 16;
/** Strips that are asked one after another are so far from each other. */
const SPREAD = 4;
/** Rows beyond the picture in which it is looked for. */
const REACH = 320;
const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

/** Rows of strips may be both: blank ones. */
const FRESH = 0;
const SAME = 1;
const MOVED = 2;
const EITHER = SAME | MOVED;

/** What a new picture is beside the old one: the rest is as it was. */
export interface PictureChange {
  /** Pixels that were at (x, y + dy) of the target before. */
  readonly moved: Region;
  readonly dy: number;
  readonly fresh: Region;
}

/**
 * What a surface showed before the last image was put on it: images that programs put again and again are mostly what was there, and scrolls
 * of programs that only put images (browsers) can be found. Only vertical ones.
 */
export class ImageHistory {
  readonly #before: Pixels;
  /** Where `#before` is out of date: drawn by other means. */
  #stale = emptyRegion();
  #failures = 0;
  #rests = 0;
  #lastDy = 0;

  /** `pixels` as they are now (borrowed). */
  constructor(pixels: Pixels) {
    this.#before = { ...pixels, data: pixels.data.slice() };
  }

  get size(): number {
    return this.#before.data.length;
  }

  /** Something else was drawn here. */
  forget(region: Region): void {
    if (!isEmptyRegion(region)) this.#stale = unionRegions(this.#stale, extentOf(region));
  }

  /** A copy of a box of the picture before; undefined where it is not known. */
  picture({ x, y, width, height }: Box): Pixels | undefined {
    if (!isEmptyRegion(intersectRegions(this.#stale, regionFromRect(x, y, width, height)))) return undefined;
    const picture = createPixels(width, height, this.#before.depth);
    copyRect(this.#before, x, y, picture, 0, 0, width, height, GX_COPY, ALL_PLANES);
    return picture;
  }

  /** Takes in what has just been put into a box of the same pixels, and tells what it is. */
  take(pixels: Pixels, x: number, y: number, width: number, height: number): PictureChange {
    const kinds = new Uint8Array(Math.ceil(width / STRIP) * height);
    const box = { x, y, width, height };
    const fresh = this.#findSame(kinds, pixels, box);
    const dy = fresh < 2 * LEAST_VOTES ? 0 : this.#findScroll(kinds, pixels, box, fresh);
    resolve(kinds);
    dropShortRuns(kinds, height);
    const change = { moved: regionOf(kinds, MOVED, box), dy, fresh: regionOf(kinds, FRESH, box) };
    copyRect(pixels, x, y, this.#before, x, y, width, height, GX_COPY, ALL_PLANES);
    this.#stale = subtractRegions(this.#stale, regionFromRect(x, y, width, height));
    return change;
  }

  #isKnown(x: number, y: number, width: number): boolean {
    return isEmptyRegion(this.#stale) || regionContainsRect(this.#stale, x, y, width, 1) === 'out';
  }

  /** Marks rows of strips that have not changed; gives the number of the others. */
  #findSame(kinds: Uint8Array, pixels: Pixels, box: Box): number {
    let fresh = 0;
    forRows(box, (index, x, y, width) => {
      if (this.#isKnown(x, y, width) && sameRow(pixels, x, y, this.#before, y, width)) kinds[index] = SAME;
      else fresh++;
    });
    return fresh;
  }

  /** Marks rows of strips that have come from elsewhere; gives the displacement, 0 for none. */
  #findScroll(kinds: Uint8Array, pixels: Pixels, box: Box, fresh: number): number {
    // Who scrolls goes on scrolling: images come in bands, and again.
    if (this.#lastDy !== 0 && this.#findMoved(kinds, pixels, box, this.#lastDy) * 2 >= fresh) {
      this.#failures = 0;
      return this.#lastDy;
    }
    for (let i = 0; i < kinds.length; i++) kinds[i]! &= SAME;
    if (this.#rests-- > 0) return 0;
    const dy = this.#vote(kinds, pixels, box);
    if (dy === undefined) return 0;
    this.#failures = dy === 0 ? Math.min(MOST_FAILURES, this.#failures + 1) : 0;
    this.#rests = Math.max(0, this.#failures - FREE_FAILURES);
    this.#lastDy = dy;
    if (dy !== 0) this.#findMoved(kinds, pixels, box, dy);
    return dy;
  }

  /** The displacement that most changed rows have in common; 0 for none, undefined where there is nothing to tell it by. */
  #vote(kinds: Uint8Array, pixels: Pixels, { x, y, width, height }: Box): number | undefined {
    const votes = new Map<number, number>();
    const before = this.#before;
    const rows = new Map<number, number>();
    let voters = 0;
    let best = 0;
    let most = LEAST_VOTES - 1;
    const strips = Math.ceil(width / STRIP);
    for (const strip of spread(strips)) {
      if (most >= ENOUGH_VOTES && most * 2 >= voters) break;
      const left = strip * STRIP;
      const wide = Math.min(STRIP, width - left);
      if (!kinds.subarray(strip * height, (strip + 1) * height).includes(FRESH)) continue;
      rows.clear();
      const last = Math.min(before.height, y + height + REACH);
      for (let row = Math.max(0, y - REACH); row < last; row++) {
        const hash = rowHash(before, x + left, row, wide);
        // The same twice tells nothing.
        if (hash !== undefined) rows.set(hash, rows.has(hash) ? -1 : row);
      }
      for (let row = 0; row < height; row++) {
        if (kinds[strip * height + row] !== FRESH) continue;
        const hash = rowHash(pixels, x + left, y + row, wide);
        if (hash === undefined) continue;
        voters++;
        const from = rows.get(hash);
        if (from === undefined || from < 0) continue;
        const dy = from - y - row;
        const count = (votes.get(dy) ?? 0) + 1;
        votes.set(dy, count);
        if (count <= most || dy === 0) continue;
        best = dy;
        most = count;
      }
    }
    return voters < LEAST_VOTES ? undefined : best;
  }

  /** Marks the rows that are as those at dy were before; gives how many of them have changed. */
  #findMoved(kinds: Uint8Array, pixels: Pixels, box: Box, dy: number): number {
    let moved = 0;
    forRows(box, (index, x, y, width) => {
      if (y + dy < 0 || y + dy >= this.#before.height) return;
      if (!this.#isKnown(x, y + dy, width) || !sameRow(pixels, x, y, this.#before, y + dy, width)) return;
      if (kinds[index] === FRESH) moved++;
      kinds[index]! |= MOVED;
    });
    return moved;
  }
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The numbers below `count`, those far from each other first. */
function* spread(count: number): Iterable<number> {
  for (let first = 0; first < SPREAD; first++) for (let i = first; i < count; i += SPREAD) yield i;
}

/** Rows of strips, strip by strip. */
function forRows({ x, y, width, height }: Box, visit: (i: number, x: number, y: number, width: number) => void): void {
  let index = 0;
  for (let left = 0; left < width; left += STRIP) {
    const wide = Math.min(STRIP, width - left);
    for (let row = 0; row < height; row++) visit(index++, x + left, y + row, wide);
  }
}

function sameRow(a: Pixels, x: number, yA: number, b: Pixels, yB: number, width: number): boolean {
  const [left, right] = [a.data, b.data];
  let i = yA * a.width + x;
  let k = yB * b.width + x;
  for (const end = i + width; i < end; i++, k++) if (left[i] !== right[k]) return false;
  return true;
}

/** A number for what a row of a strip holds; undefined for one colour, which could be anywhere. */
function rowHash({ data, width: stride }: Pixels, x: number, y: number, width: number): number | undefined {
  const start = y * stride + x;
  const first = data[start];
  let hash = 0;
  let flat = true;
  for (let i = start; i < start + width; i++) {
    const pixel = data[i]!;
    if (pixel !== first) flat = false;
    hash = Math.imul(hash ^ pixel, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return flat ? undefined : hash;
}

/** Rows that are the same and moved count as what there is more of: so that a page scrolls in one piece, blank lines and all. */
function resolve(kinds: Uint8Array): void {
  let balance = 0;
  for (const kind of kinds) balance += kind === MOVED ? 1 : kind === SAME ? -1 : 0;
  const chosen = balance > 0 ? MOVED : SAME;
  for (let i = 0; i < kinds.length; i++) if (kinds[i] === EITHER) kinds[i] = chosen;
}

/** Short runs of rows that are the same or moved are not worth their boxes. */
function dropShortRuns(kinds: Uint8Array, height: number): void {
  for (let strip = 0; strip < kinds.length; strip += height) {
    for (let row = strip; row < strip + height;) {
      const kind = kinds[row];
      let end = row + 1;
      while (end < strip + height && kinds[end] === kind) end++;
      if (end - row < LEAST_ROWS && end - row < height) kinds.fill(FRESH, row, end);
      row = end;
    }
  }
}

function regionOf(kinds: Uint8Array, kind: number, { x, y, width, height }: Box): Region {
  const strips = kinds.length / height;
  const flat: number[] = [];
  // Row by row: so the boxes stand in bands already.
  for (let row = 0; row < height; row++) {
    for (let strip = 0; strip < strips; strip++) {
      if (kinds[strip * height + row] !== kind) continue;
      const from = strip;
      while (strip + 1 < strips && kinds[(strip + 1) * height + row] === kind) strip++;
      const right = Math.min(width, (strip + 1) * STRIP);
      flat.push(x + from * STRIP, y + row, right - from * STRIP, 1);
    }
  }
  return regionFromRects(flat);
}

function extentOf({ x1, y1, x2, y2 }: Region): Region {
  return regionFromRect(x1, y1, x2 - x1, y2 - y1);
}
