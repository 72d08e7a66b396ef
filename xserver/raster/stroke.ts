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
  /** See `thinPolyline`. */
  readonly closesTwice?: boolean;
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
