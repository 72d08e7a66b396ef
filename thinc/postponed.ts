/**
 * What is drawn on flooded surfaces (flood.ts), kept as it was called until a picture of it is due: most of it is drawn over by then, and costs no more
 * than its place here. What is left is found from the end: a region is looked for in the last call first, follows copies to where they read, and what
 * nobody has drawn is as it was before.
 *
 * Fills of one colour, glyphs of one colour and copies within the surface keep their meaning; all else is left to RAW.
 */
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Paint } from '../xserver/raster/paint.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromBox,
  regionFromRects,
  subtractRegions,
  translateRegion,
  unionRegions,
  emptyRegion,
  type Region,
} from '../xserver/raster/region.ts';
import type { Surface, Target } from '../xserver/state/drawables.ts';
import { boxAround, boxAroundGlyphs, byDisplacement, type Box } from './boxes.ts';
import { inside, moved, type Drawing } from './drawings.ts';
import type { Effort } from './effort.ts';
import { CallKind, PostponedCalls } from './postponed-calls.ts';
import { plainGlyphs } from './plain-glyphs.ts';
import type { PixelFunction } from './solid-function.ts';
import type { Stills } from './stills.ts';
import type { VideoWatch } from './video-watch.ts';
import type { Views } from './views.ts';

/** Boxes of a fill, or a copy. */
const MOST_BOXES = 64;
/** A surface on which something else is drawn does without for so long. */
const SHUNNED_MS = 500;
/** Of what is looked for: places that copies have torn it to, and boxes of each. */
const MOST_PIECES = 16;
const MOST_PIECE_BOXES = 128;
/** Drawings that a picture is made of. */
const MOST_DRAWINGS = 300;
/** In about nanoseconds (effort.ts): to keep a call, to pass over it again, to look for something in it and in each of its numbers. */
const COST_KEPT = 300;
const COST_PASSED = 30;
const COST_LOOKED = 5000;
const COST_NUMBER = 40;

const NOTHING = new Int32Array(0);

/** What the calls have made of a surface: first the copies, one after another, then the RAW, then the drawings. */
export interface Outcome {
  /** Each reads what was there before all of this. */
  readonly copies: readonly { readonly region: Region; readonly dx: number; readonly dy: number }[];
  readonly raw: Region;
  readonly drawings: readonly Drawing[];
}

/** Something that is looked for: in the end it is x, y further. */
interface Piece {
  region: Region;
  readonly x: number;
  readonly y: number;
}

export class Postponed {
  readonly #views: Views;
  readonly #stills: Stills;
  readonly #videos: VideoWatch;
  readonly #effort: Effort;
  /** Told of what has been drawn. */
  readonly #drawn: (surface: Surface, region: Region) => void;
  readonly #kept = new Map<Surface, PostponedCalls>();
  /** Until when nothing of them comes here. */
  readonly #shunned = new WeakMap<Surface, number>();

  constructor(
    views: Views,
    stills: Stills,
    videos: VideoWatch,
    effort: Effort,
    drawn: (surface: Surface, region: Region) => void,
  ) {
    this.#views = views;
    this.#stills = stills;
    this.#videos = videos;
    this.#effort = effort;
    this.#drawn = drawn;
  }

  /** Whether drawing on it is to come here. If not, what has come before has its place in the lists. */
  takes(target: Target): boolean {
    if (target.kind !== 'surface') return false;
    if (this.#isFor(target)) return true;
    if (this.#kept.size > 0) this.#end(target);
    return false;
  }

  #isFor(surface: Surface): boolean {
    if (!this.isFlooded(surface) || this.#effort.isSpent || this.#videos.has(surface)) return false;
    if (this.#videos.now < (this.#shunned.get(surface) ?? 0)) return false;
    for (const { urgency } of this.#views.buffers) if (urgency.isFresh) return false;
    return true;
  }

  /** It is no longer taken. */
  #end(surface: Surface): void {
    this.settle(surface);
    this.#kept.delete(surface);
  }

  /** So few of the target's pictures are sent to any terminal that its images are not looked at. */
  isFlooded(target: Target): boolean {
    const number = target.kind === 'pixmap' ? undefined : this.#views.numbers.get(target);
    if (number === undefined || this.#views.size === 0) return false;
    for (const buffer of this.#views.buffers) if (!buffer.isFlooded(number)) return false;
    return true;
  }

  /** False where it does not take it; so are the others. */
  fill(target: Target, rectangles: Int32Array, count: number, paint: Paint, change: PixelFunction): boolean {
    if (target.kind !== 'surface' || !this.takes(target)) return false;
    if (count > MOST_BOXES) {
      this.#shun(target);
      return false;
    }
    const box = boxAround(rectangles, count, 4, 0);
    if (paint.kind !== 'solid' || typeof change === 'string') this.#leave(target, box);
    else {
      this.#callsOf(target).push(CallKind.fill, box, rectangles, count * 4, change(paint.pixel));
      this.#added(target, areaOf(rectangles, count));
    }
    return true;
  }

  glyphs(
    target: Target,
    set: GlyphSet,
    glyphs: Int32Array,
    count: number,
    clip: Region,
    paint: Paint,
    change: PixelFunction,
  ): boolean {
    if (target.kind !== 'surface' || !this.takes(target)) return false;
    const box = boxAroundGlyphs(set, glyphs, count, clip);
    if (paint.kind !== 'solid' || typeof change === 'string') this.#leave(target, box);
    else if (box.x1 < box.x2 && box.y1 < box.y2) {
      this.#callsOf(target).push(CallKind.glyphs, box, glyphs, count * 3, change(paint.pixel), set, clip);
      this.#added(target, 0);
    }
    return true;
  }

  /** Copies of pixels within the surface, as they are. */
  copy(target: Target, copies: Int32Array, count: number): boolean {
    if (target.kind !== 'surface' || !this.takes(target)) return false;
    if (count > MOST_BOXES) {
      this.#shun(target);
      return false;
    }
    const box = boxAround(copies, count, 6, 2);
    this.#callsOf(target).push(CallKind.copy, box, copies, count * 6);
    this.#added(target, (box.x2 - box.x1) * (box.y2 - box.y1));
    return true;
  }

  /** Something within a box that is left to RAW. */
  raw(target: Target, box: Box): boolean {
    if (target.kind !== 'surface' || !this.takes(target)) return false;
    this.#leave(target, box);
    return true;
  }

  #leave(surface: Surface, box: Box): void {
    if (box.x1 >= box.x2 || box.y1 >= box.y2) return;
    this.#callsOf(surface).push(CallKind.raw, box, NOTHING, 0);
    this.#added(surface, (box.x2 - box.x1) * (box.y2 - box.y1));
  }

  #callsOf(surface: Surface): PostponedCalls {
    let calls = this.#kept.get(surface);
    if (calls === undefined) this.#kept.set(surface, (calls = new PostponedCalls()));
    return calls;
  }

  #added(surface: Surface, area: number): void {
    this.#effort.spend(COST_KEPT);
    const number = this.#views.numbers.get(surface)!;
    for (const buffer of this.#views.buffers) buffer.fallBehind(number, area);
    const calls = this.#callsOf(surface);
    if (!calls.isFull) return;
    const { used, isCut } = this.#look(calls);
    // What was cut off is RAW, of which the calls that are kept know nothing.
    if (!isCut) calls.keepOnly(used);
    if (calls.isHalfFull) this.#shun(surface);
  }

  /** Little of what is drawn there is drawn over soon, or too much is drawn to keep it: for a while it is looked at as it comes. */
  #shun(surface: Surface): void {
    this.#end(surface);
    this.#shunned.set(surface, this.#videos.now + SHUNNED_MS);
  }

  /** A surface is gone, and what was drawn on it. */
  drop(surface: Surface): void {
    this.#kept.delete(surface);
  }

  settleAll(): void {
    for (const surface of this.#kept.keys()) this.settle(surface);
  }

  /** Puts what was drawn on a surface into the lists of the terminals. */
  settle(surface: Surface): void {
    const calls = this.#kept.get(surface);
    if (calls === undefined) return;
    const { outcome } = this.#look(calls);
    const { x1, y1, x2, y2 } = calls.extent;
    this.#drawn(surface, regionFromBox(x1, y1, x2, y2));
    calls.keepOnly([]);
    const number = this.#views.numbers.get(surface);
    if (number === undefined) return;
    for (const buffer of this.#views.buffers) buffer.catchUp(number, outcome);
  }

  /** Finds what calls have made of the surface. `used`: those that have; `isCut`: and others, which were not looked at. */
  #look(calls: PostponedCalls): { outcome: Outcome; used: number[]; isCut: boolean } {
    this.#effort.spend(calls.length * COST_PASSED);
    const { x1, y1, x2, y2 } = calls.extent;
    let pieces: Piece[] = [{ region: regionFromBox(x1, y1, x2, y2), x: 0, y: 0 }];
    let raw = emptyRegion();
    const drawings: Drawing[] = [];
    const used: number[] = [];
    let isCut = false;
    const leave = (piece: Piece, part: Region): void => {
      raw = unionRegions(raw, translateRegion(part, piece.x, piece.y));
      piece.region = part === piece.region ? emptyRegion() : subtractRegions(piece.region, part);
    };
    for (let call = calls.length - 1; call >= 0 && pieces.length > 0; call--) {
      if (!pieces.some(({ region }) => calls.meets(call, region))) continue;
      used.push(call);
      const numbers = calls.numbers(call);
      this.#effort.spend(COST_LOOKED + numbers.length * COST_NUMBER);
      switch (calls.kind(call)) {
        case CallKind.copy:
          for (const run of byDisplacement(numbers, numbers.length / 6).toReversed())
            pieces = traced(pieces, run.region, run.dx, run.dy);
          break;
        case CallKind.glyphs: {
          const count = numbers.length / 3;
          const found = plainGlyphs(this.#stills, calls.set(call), numbers, count, calls.clip(call), calls.pixel(call));
          for (const piece of pieces) {
            const large = intersectRegions(found.large, piece.region);
            if (!isEmptyRegion(large)) leave(piece, large);
            for (const drawing of found.drawings.toReversed())
              for (const part of inside(drawing, piece.region)) drawings.push(moved(part, piece.x, piece.y));
          }
          break;
        }
        case CallKind.fill: {
          const covered = regionFromRects(numbers);
          const paint = { kind: 'solid', pixel: calls.pixel(call) } as const;
          for (const piece of pieces) {
            const hit = intersectRegions(piece.region, covered);
            if (isEmptyRegion(hit)) continue;
            drawings.push({ kind: 'paint', paint, region: translateRegion(hit, piece.x, piece.y) });
            piece.region = subtractRegions(piece.region, hit);
          }
          break;
        }
        default: {
          const box = calls.box(call);
          const covered = regionFromBox(box.x1, box.y1, box.x2, box.y2);
          for (const piece of pieces) leave(piece, intersectRegions(piece.region, covered));
        }
      }
      const isTooMuch = drawings.length > MOST_DRAWINGS || pieces.length > MOST_PIECES;
      for (const piece of pieces) {
        if (!isTooMuch && piece.region.rects.length <= MOST_PIECE_BOXES * 4) continue;
        leave(piece, piece.region);
        isCut = true;
      }
      pieces = pieces.filter(({ region }) => !isEmptyRegion(region));
    }
    const { copies, circle } = ordered(pieces.filter(({ x, y }) => x !== 0 || y !== 0));
    const outcome = { copies, raw: unionRegions(raw, circle), drawings: drawings.toReversed() };
    return { outcome, used: used.toReversed(), isCut };
  }
}

function areaOf(rectangles: Int32Array, count: number): number {
  let area = 0;
  for (let o = 0; o < count * 4; o += 4) area += rectangles[o + 2]! * rectangles[o + 3]!;
  return area;
}

/** Where the pieces were before `target` was copied there from dx, dy. */
function traced(pieces: readonly Piece[], target: Region, dx: number, dy: number): Piece[] {
  const before: Piece[] = [];
  const add = (region: Region, x: number, y: number): void => {
    if (isEmptyRegion(region)) return;
    const same = before.find((piece) => piece.x === x && piece.y === y);
    if (same === undefined) before.push({ region, x, y });
    else same.region = unionRegions(same.region, region);
  };
  for (const { region, x, y } of pieces) {
    const hit = intersectRegions(region, target);
    add(isEmptyRegion(hit) ? region : subtractRegions(region, hit), x, y);
    add(translateRegion(hit, dx, dy), x - dx, y - dy);
  }
  return before;
}

/** The pieces as copies in an order in which none writes what a later one reads. `circle`: of those that read one another in one, what they write. */
function ordered(pieces: readonly Piece[]): { copies: Outcome['copies']; circle: Region } {
  const copies: { region: Region; dx: number; dy: number }[] = [];
  let circle = emptyRegion();
  let left = pieces.map(({ region, x, y }) => ({ from: region, to: translateRegion(region, x, y), x, y }));
  while (left.length > 0) {
    const free = left.find(({ to }) =>
      left.every((other) => other.to === to || isEmptyRegion(intersectRegions(to, other.from))),
    );
    const next = free ?? left[0]!;
    if (free === undefined) circle = unionRegions(circle, next.to);
    else copies.push({ region: next.to, dx: -next.x, dy: -next.y });
    left = left.filter((other) => other !== next);
  }
  return { copies, circle };
}
