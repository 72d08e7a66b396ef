import { RectList } from './spans.ts';

/** Only what meets this box (lower right exclusive) needs to be produced: the extents of the clip. */
export interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

export const lineSolid = 0;
export const lineOnOffDash = 1;
export const lineDoubleDash = 2;

export const capNotLast = 0;
export const capButt = 1;
export const capRound = 2;
export const capProjecting = 3;

export const joinMiter = 0;
export const joinRound = 1;
export const joinBevel = 2;

/** The components of a graphics context that decide which pixels an outline covers, numbered as on the wire (X11 §5). */
export interface StrokeStyle {
  readonly lineWidth: number;
  readonly lineStyle: number;
  readonly capStyle: number;
  readonly joinStyle: number;
  /** Lengths in pixels, none 0, at least one; an odd list counts twice. */
  readonly dashes: ArrayLike<number>;
  readonly dashOffset: number;
  /** The raster function: where painting a pixel twice shows, each pixel of a wide line is given once. */
  readonly rop: number;
}

/**
 * Rectangles to paint in this order, in runs: those of even dashes (and all of solid lines) with the foreground, those of the
 * odd dashes of a double-dashed line with the background.
 */
export class PaintRuns {
  readonly rects: RectList = new RectList();
  /** For each run where it ends in `rects` (count of ints) and whether it is an odd dash: flat pairs, 1 for odd. */
  readonly runs: number[] = [];
  private parity = 0;

  clear(): void {
    this.rects.clear();
    this.runs.length = 0;
    this.parity = 0;
  }

  /** What is added from now on belongs to even (0) or odd (1) dashes. */
  use(parity: number): void {
    if (parity === this.parity) return;
    this.endRun();
    this.parity = parity;
  }

  /** Must be called after the last rectangle. */
  finish(): void {
    this.endRun();
  }

  private endRun(): void {
    const { runs, rects } = this;
    const end = rects.length;
    if (end > (runs.length === 0 ? 0 : runs[runs.length - 2])) runs.push(end, this.parity);
  }
}

/** Whether painting a pixel twice with function `rop` gives something else than painting it once. */
export function repeatShows(rop: number): boolean {
  // For a source bit the function is a map of the destination bit; only negation differs when applied twice.
  return (rop & 3) === 2 || (rop & 12) === 8;
}

/** Where in a dash list a line stands: `index` of the dash and how much of it is `left`. */
export interface DashPosition {
  index: number;
  left: number;
}

/** The dash list as it counts: an odd list is repeated so that even and odd dashes alternate. */
export function evenDashes(dashes: ArrayLike<number>): number[] {
  const list = Array.from(dashes);
  return list.length % 2 === 0 ? list : [...list, ...list];
}

/** The position after `offset` pixels of the list; `total` is the sum of the list. */
export function dashAt(dashes: readonly number[], total: number, offset: number): DashPosition {
  let rest = offset % total;
  if (rest < 0) rest += total;
  let index = 0;
  while (rest >= dashes[index]) {
    rest -= dashes[index];
    index++;
  }
  return { index, left: dashes[index] - rest };
}

export function dashTotal(dashes: readonly number[]): number {
  let total = 0;
  for (const dash of dashes) total += dash;
  return total;
}
