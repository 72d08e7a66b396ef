import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionContainsRect,
  regionFromBox,
  regionFromRect,
  regionFromRects,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import {
  areaOf,
  bytesOf,
  extentsMeet,
  extentsOf,
  inside,
  isOpaque,
  merged,
  moved,
  outside,
  rawBytesOf,
  touches,
  type Drawing,
} from './drawings.ts';
import type { Effort } from './effort.ts';
import { MAX_DIRTY_BOXES, MAX_DRAWING_BOXES, MAX_DRAWINGS, MAX_LIST_BYTES, MAX_WAITING_COPIES } from './limits.ts';

/** How far back a drawing looks for one that it can merge with. */
const MERGE_REACH = 12;

/** What looking at a drawing takes, and each of those that it is compared with, each box and each glyph, in about nanoseconds (effort.ts). */
const COST_EACH = 5000;
const COST_COMPARED = 60;
const COST_BOX = 150;
const COST_GLYPH = 100;

/** What is left to RAW unlooked at grows to tiles of so many pixels a side. */
const SWALLOWED = 64;

export interface Waiting {
  drawing: Drawing;
  bytes: number;
  /** It follows fresh input, and is small: it goes first. */
  urgent: boolean;
  /** Times that others went before it. */
  passed: number;
}

/** What a list has in a region, in the order of drawing. */
export interface Pieces {
  /** Base pixels that no drawing has covered: as they are in the list's target before all that waits. */
  readonly base: Region;
  readonly dirty: Region;
  readonly drawings: readonly Drawing[];
}

/**
 * The drawings that bring a target (a pixmap, or a terminal's surface) from a base to what it is now: drawn in order upon the base, with
 * the `dirty` region, whose pixels are looked up in the target itself when they are wanted, they make the picture.
 *
 * What is covered is gone: a complete drawing clips all earlier ones and the dirty region. COPYs read the base, so no drawing of the list
 * comes before them. A transparent drawing may reach over the dirty region, for drawing it twice does no harm. Giving a region up to
 * `makeDirty` is right at any time.
 */
export class DrawingList {
  waiting: Waiting[] = [];
  dirty: Region = emptyRegion();
  bounds: Region;
  /** About the bytes of the drawings on the wire. */
  bytes = 0;
  readonly #effort: Effort | undefined;

  /** Nothing waits: the target is its base. What is looked at is spent of `effort`. */
  constructor(width: number, height: number, effort?: Effort) {
    this.#effort = effort;
    this.bounds = regionFromRect(0, 0, width, height);
  }

  get isEmpty(): boolean {
    return this.waiting.length === 0 && isEmptyRegion(this.dirty);
  }

  /** Leaves what is drawn within a box to RAW, at little cost: what waits there goes with it, uncut. */
  swallow(x1: number, y1: number, x2: number, y2: number): void {
    if (regionContainsRect(this.dirty, x1, y1, x2 - x1, y2 - y1) === 'in') return;
    // Rather more at once than again and again.
    x1 = Math.floor(x1 / SWALLOWED) * SWALLOWED;
    y1 = Math.floor(y1 / SWALLOWED) * SWALLOWED;
    x2 = Math.ceil(x2 / SWALLOWED) * SWALLOWED;
    y2 = Math.ceil(y2 / SWALLOWED) * SWALLOWED;
    const touched = new Set<Waiting>();
    for (let before = -1; before < touched.size;) {
      before = touched.size;
      for (const waiting of this.waiting) {
        if (touched.has(waiting)) continue;
        const around = extentsOf(waiting.drawing);
        if (around.x1 >= x2 || around.x2 <= x1 || around.y1 >= y2 || around.y2 <= y1) continue;
        touched.add(waiting);
        x1 = Math.min(x1, around.x1);
        y1 = Math.min(y1, around.y1);
        x2 = Math.max(x2, around.x2);
        y2 = Math.max(y2, around.y2);
      }
    }
    this.remove(touched);
    this.makeDirty(intersectRegions(regionFromBox(x1, y1, x2, y2), this.bounds));
  }

  /** Adds a drawing, which lies within the target. */
  draw(drawing: Drawing, urgent = false): void {
    this.#effort?.spend(costOf(drawing) + this.waiting.length * COST_COMPARED);
    if (drawing.kind !== 'glyphs' && drawing.region.rects.length > MAX_DRAWING_BOXES * 4) {
      this.makeDirty(drawing.region);
      return;
    }
    if (isOpaque(drawing)) this.cover(drawing.region);
    else if (this.#isDirtyUnder(drawing)) return;
    if (this.#mergeIn(drawing, urgent)) return;
    const bytes = bytesOf(drawing);
    this.waiting.push({ drawing, bytes, urgent, passed: 0 });
    this.bytes += bytes;
    if (this.waiting.length > MAX_DRAWINGS || this.bytes > MAX_LIST_BYTES) this.giveUp();
    else if (drawing.kind === 'copy' && this.#copies() > MAX_WAITING_COPIES) this.makeDirty(drawing.region);
  }

  #copies(): number {
    return this.waiting.reduce((count, { drawing }) => count + (drawing.kind === 'copy' ? 1 : 0), 0);
  }

  /** RAW will show it anyway. */
  #isDirtyUnder(drawing: Drawing): boolean {
    if (isEmptyRegion(this.dirty)) return false;
    const { x1, y1, x2, y2 } = drawing.kind === 'glyphs' ? drawing : drawing.region;
    return regionContainsRect(this.dirty, x1, y1, x2 - x1, y2 - y1) === 'in';
  }

  #mergeIn(drawing: Drawing, urgent: boolean): boolean {
    const { waiting } = this;
    const first = Math.max(0, waiting.length - MERGE_REACH);
    const opaque = isOpaque(drawing);
    let area: Region | undefined;
    for (let i = waiting.length - 1; i >= first; i--) {
      const earlier = waiting[i]!;
      const both = earlier.urgent === urgent ? merged(earlier.drawing, drawing) : undefined;
      if (both !== undefined) {
        const bytes = bytesOf(both);
        this.bytes += bytes - earlier.bytes;
        earlier.drawing = both;
        earlier.bytes = bytes;
        return true;
      }
      // What is complete has been cut out of all before it: it may be drawn as early as you like. The others go over what they touch.
      if (opaque || !extentsMeet(earlier.drawing, drawing)) continue;
      area ??= areaOf(drawing);
      if (touches(earlier.drawing, area)) return false;
    }
    return false;
  }

  /** The region's pixels are written by something else: what waits for them need not be drawn. */
  cover(region: Region): void {
    if (isEmptyRegion(region)) return;
    this.#effort?.spend(
      COST_COMPARED * this.waiting.length + (COST_BOX / 4) * (this.dirty.rects.length + region.rects.length),
    );
    this.dirty = subtractRegions(this.dirty, region);
    if (!this.waiting.some(({ drawing }) => touches(drawing, region))) return;
    const kept: Waiting[] = [];
    this.bytes = 0;
    for (const waiting of this.waiting) {
      const pieces = outside(waiting.drawing, region);
      if (pieces[0] !== waiting.drawing) this.#effort?.spend(costOf(waiting.drawing));
      for (const drawing of pieces) {
        const same = drawing === waiting.drawing;
        const bytes = same ? waiting.bytes : bytesOf(drawing);
        kept.push(same ? waiting : { ...waiting, drawing, bytes });
        this.bytes += bytes;
      }
    }
    this.waiting = kept;
    if (this.waiting.length > 2 * MAX_DRAWINGS) this.giveUp();
  }

  /** Leaves the region's pixels to RAW. It may take in more around it. */
  makeDirty(region: Region): void {
    if (isEmptyRegion(region)) return;
    let dirty = unionRegions(this.dirty, region);
    if (dirty.rects.length > MAX_DIRTY_BOXES * 4) dirty = coarser(dirty);
    this.cover(dirty);
    this.dirty = dirty;
  }

  /** Leaves all that waits to RAW. */
  giveUp(): void {
    let all = emptyRegion();
    for (const { drawing } of this.waiting) {
      const area = areaOf(drawing);
      all = unionRegions(all, area.rects.length > MAX_DIRTY_BOXES ? coarser(area) : area);
      if (all.rects.length > MAX_DIRTY_BOXES * 16) all = coarser(all);
    }
    this.makeDirty(all);
  }

  /** The target has another size; its pixels have moved by dx, dy. */
  resize(width: number, height: number, dx: number, dy: number): void {
    this.bounds = regionFromRect(0, 0, width, height);
    this.dirty = intersectRegions(translateRegion(this.dirty, dx, dy), this.bounds);
    const before = this.waiting;
    this.waiting = [];
    this.bytes = 0;
    for (const waiting of before) {
      for (const drawing of inside(moved(waiting.drawing, dx, dy), this.bounds)) {
        const bytes = bytesOf(drawing);
        this.waiting.push({ ...waiting, drawing, bytes });
        this.bytes += bytes;
      }
    }
  }

  /** What makes the picture of a region. */
  piecesIn(region: Region): Pieces {
    this.#effort?.spend(COST_EACH + 4 * COST_COMPARED * this.waiting.length);
    const dirty = intersectRegions(this.dirty, region);
    let base = subtractRegions(region, dirty);
    const drawings: Drawing[] = [];
    for (const { drawing } of this.waiting) {
      for (const piece of inside(drawing, region)) {
        drawings.push(piece);
        if (isOpaque(piece)) base = subtractRegions(base, piece.region);
      }
    }
    return { base, dirty, drawings };
  }

  /** Takes drawings that have been sent, or are no more needed, out of the list. */
  remove(done: ReadonlySet<Waiting>): void {
    if (done.size === 0) return;
    this.waiting = this.waiting.filter((waiting) => !done.has(waiting));
    this.bytes = this.waiting.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

/** Whether drawing the pieces would take more than their picture as RAW. */
export function isTooMuch({ drawings }: Pieces, region: Region): boolean {
  if (drawings.length < 4) return false;
  let bytes = 0;
  for (const drawing of drawings) bytes += bytesOf(drawing);
  return bytes > 64 + rawBytesOf(region) / 2;
}

/** Pieces elsewhere. What they copy stays where it is. */
export function movedPieces({ base, dirty, drawings }: Pieces, x: number, y: number): Pieces {
  return {
    base: translateRegion(base, x, y),
    dirty: translateRegion(dirty, x, y),
    drawings: drawings.map((drawing) => moved(drawing, x, y)),
  };
}

/** What cutting or merging it takes, in about nanoseconds. */
function costOf(drawing: Drawing): number {
  const parts =
    drawing.kind === 'glyphs' ? drawing.glyphs.length * COST_GLYPH : drawing.region.rects.length * (COST_BOX / 4);
  return COST_EACH + parts;
}

/** The region and more, in fewer boxes: neighbours in its order are replaced by what encloses them. */
function coarser(region: Region): Region {
  const { rects } = region;
  const boxes = rects.length >> 2;
  const groups = MAX_DIRTY_BOXES >> 2;
  const flat: number[] = [];
  for (let group = 0; group < groups; group++) {
    let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
    const to = Math.floor(((group + 1) * boxes) / groups);
    for (let box = Math.floor((group * boxes) / groups); box < to; box++) {
      x1 = Math.min(x1, rects[box * 4]!);
      y1 = Math.min(y1, rects[box * 4 + 1]!);
      x2 = Math.max(x2, rects[box * 4 + 2]!);
      y2 = Math.max(y2, rects[box * 4 + 3]!);
    }
    if (x1 < x2) flat.push(x1, y1, x2 - x1, y2 - y1);
  }
  return regionFromRects(flat);
}
