/** Only what meets this box (lower right exclusive) needs to be produced: the extents of the clip. */
export interface Bounds {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
}

/** Whether what is at most `reach` from a point can be inside the bounds. */
export function isWithin(x: number, y: number, reach: number, bounds: Bounds): boolean {
  return x - reach < bounds.x2 && y - reach < bounds.y2 && x + reach >= bounds.x1 && y + reach >= bounds.y1;
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
  /** What `dashPatternOf` made of the dashes: a cache. */
  pattern?: DashPattern;
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

/** A dash list as it counts: an odd list is repeated so that even and odd dashes alternate. */
export interface DashPattern {
  readonly dashes: Int32Array;
  /** Where each dash ends, from the start of the list. */
  readonly ends: Int32Array;
  /** The sum of the list. */
  readonly total: number;
}

/** The style's dash list, made ready once: lists may be long and requests may have many lines. */
export function dashPatternOf(style: StrokeStyle): DashPattern {
  style.pattern ??= makeDashPattern(style.dashes);
  return style.pattern;
}

function makeDashPattern(list: ArrayLike<number>): DashPattern {
  const count = list.length % 2 === 0 ? list.length : list.length * 2;
  const dashes = new Int32Array(count);
  const ends = new Int32Array(count);
  let total = 0;
  for (let i = 0; i < count; i++) {
    dashes[i] = list[i % list.length];
    total += dashes[i];
    ends[i] = total;
  }
  return { dashes, ends, total };
}

/** The position after `offset` pixels of the list. */
export function dashAt({ dashes, ends, total }: DashPattern, offset: number): DashPosition {
  let rest = offset % total;
  if (rest < 0) rest += total;
  // The first dash that ends beyond `rest`.
  let low = 0;
  let high = dashes.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ends[middle] <= rest) low = middle + 1;
    else high = middle;
  }
  return { index: low, left: ends[low] - rest };
}

/** How far into the list a position is. */
export function dashOffsetOf({ ends }: DashPattern, { index, left }: DashPosition): number {
  return ends[index] - left;
}
