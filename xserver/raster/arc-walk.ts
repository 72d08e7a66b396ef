import { fullCircle, quarterCircle, radiansPerUnit } from './arc-angles.ts';
import type { Sweep } from './arc-angles.ts';
import { cosine, sine } from './trigonometry.ts';

/**
 * Arcs of width 0: a path of single pixels that follows the ellipse.
 *
 * One quarter is walked, from the top to the right, and mirrored. The walk is M. L. V. Pitteway's ("Algorithm for drawing
 * ellipses or hyperbolae with a digital plotter", Computer Journal 10, 1967): a step along the longer axis or a diagonal one,
 * by the sign of `d`, which is the ellipse's equation at the point between the two candidates; `a` is what a diagonal step
 * changes in it and `b` a straight one, `k1` and `k3` are their constant differences. Where `a` turns negative the slope
 * passes 45 degrees and the axes change roles.
 */
export interface Walk {
  /** Columns right of `centerX` (left of `mirrorX` for the left half) and rows below the top. */
  x: number;
  y: number;
  stepX: number;
  stepY: number;
  a: number;
  b: number;
  d: number;
  k1: number;
  k3: number;
  /** Where the walk ends. */
  readonly endX: number;
  readonly endY: number;
}

export function beginWalk(width: number, height: number): Walk {
  const endX = (width + 1) >> 1;
  const endY = height >> 1;
  if (width === 0 || height === 0) {
    const x = width === 0 ? 0 : 1;
    return { x, y: 1 - x, stepX: 1, stepY: 0, a: -height, b: 0, d: -1, k1: 0, k3: 0, endX, endY };
  }
  // Circles keep the numbers small by leaving out the common factor.
  const alpha = width === height ? 4 : 4 * width * width;
  const beta = width === height ? 4 : 4 * height * height;
  const even = width % 2 === 0;
  // Before the first step, which is always a straight one.
  const k1 = 2 * beta;
  const firstB = even ? -beta : 0;
  const firstA = alpha * height;
  const firstD = firstB - Math.floor(firstA / 2) - alpha / 4 - (even ? 0 : beta / 4);
  const b = k1 - firstB;
  const straight = firstA - firstB + k1;
  const a = straight - 2 * b;
  const d = b - straight - (firstD - b);
  return { x: 1, y: 0, stepX: 1, stepY: 0, a, b, d, k1: -k1, k3: -k1 - 2 * alpha, endX, endY };
}

/** To be called before each step: changes octants where the slope demands it. */
export function turn(walk: Walk): void {
  if (walk.a >= 0) return;
  if (walk.y === walk.endY) {
    walk.d = -1;
    walk.a = 0;
    walk.b = 0;
    walk.k1 = 0;
    return;
  }
  const difference = 2 * walk.k1 - walk.k3;
  walk.k1 = difference - walk.k1;
  walk.k3 = -walk.k3;
  walk.b = walk.b + walk.a - Math.floor(walk.k1 / 2);
  walk.d = walk.b + Math.floor(-walk.a / 2) - walk.d + Math.floor(walk.k3 / 8);
  walk.a = Math.trunc(difference / 2) - walk.a;
  walk.stepX = 0;
  walk.stepY = 1;
}

export function step(walk: Walk): void {
  walk.b -= walk.k1;
  if (walk.d < 0) {
    walk.x += walk.stepX;
    walk.y += walk.stepY;
    walk.a += walk.k1;
    walk.d += walk.b;
  } else {
    walk.x++;
    walk.y++;
    walk.a += walk.k3;
    walk.d -= walk.a;
  }
}

/**
 * Where the walk meets an end of the sweep: at the first pixel with this column or row (`never` if it does not go by that).
 * Then the quarters in `mask` are visible: bit 0 upper right, 1 upper left, 2 lower left, 3 lower right.
 */
export interface Meeting {
  readonly x: number;
  readonly y: number;
  mask: number;
}

const never = 65536;
const nowhere: Meeting = { x: never, y: never, mask: 0 };
const octantCircle = fullCircle / 8;
/** A degree: ends so near to a diagonal may be mirror images of one another though one goes by column, one by row. */
const nearDiagonal = 64;

/** What of an arc is visible along the walk. */
export interface ArcEnds {
  /** The quarters that are visible where the walk begins. */
  mask: number;
  /** Quarters appear at these, one after the other, with the pixel that is met. */
  readonly appears: Meeting[];
  /** Quarters vanish at these, after the pixel that is met. */
  readonly vanishes: Meeting[];
  /** Where the sweep begins, whatever happens there. */
  readonly start: Meeting;
}

/**
 * Finds where the ends of the sweep lie along the walk. Odd quarters are walked counterclockwise, so they appear at the
 * start and vanish at the end of the sweep; with even quarters it is the other way round.
 */
export function arcEnds(width: number, height: number, sweep: Sweep): ArcEnds {
  const start = meetingAt(sweep.from, width, height);
  const end = meetingAt(sweep.to, width, height);
  let mask = 0;
  for (let quarter = 0; quarter < 4; quarter++) {
    const reached = quarter * quarterCircle <= sweep.to;
    const left = (quarter + 1) * quarterCircle > sweep.from;
    if (sweep.wraps ? reached || left : reached && left) mask |= 1 << quarter;
  }
  start.mask = mask;
  end.mask = mask;
  const startQuarter = Math.floor(sweep.from / quarterCircle);
  const endQuarter = Math.floor(sweep.to / quarterCircle);
  const startBit = 1 << startQuarter;
  const endBit = 1 << endQuarter;
  const startIsOdd = startQuarter % 2 === 1;
  const endIsOdd = endQuarter % 2 === 1;
  // Whether what is left out is a piece inside one quarter.
  const gap = sweep.wraps && startQuarter === endQuarter;
  const same = start.x === end.x && start.y === end.y;
  const startFirst = start.x < end.x || start.y < end.y;
  const endFirst = start.x > end.x || start.y > end.y;
  if (!same || !gap) {
    if (startIsOdd) {
      if (!gap) mask &= ~startBit;
      if (endFirst) end.mask &= ~startBit;
    } else {
      start.mask &= ~startBit;
      if ((startFirst || (same && endIsOdd)) && !gap) end.mask &= ~startBit;
    }
    if (endIsOdd) {
      end.mask &= ~endBit;
      if ((endFirst || (same && !startIsOdd)) && !gap) start.mask &= ~endBit;
    } else {
      if (!gap) mask &= ~endBit;
      if (startFirst) start.mask &= ~endBit;
    }
  }
  joinNearDiagonals(start, end, sweep, height);
  const appears: Meeting[] = [];
  const vanishes: Meeting[] = [];
  (startIsOdd ? appears : vanishes).push(start);
  const others = endIsOdd ? vanishes : appears;
  const other = others[0] ?? nowhere;
  if (end.x < other.x || end.y < other.y) others.unshift(end);
  else others.push(end);
  const ends = { mask, appears, vanishes, start };
  if (appears.length > 0 && (appears[0].x === 0 || appears[0].y === 0)) ends.mask = (appears.shift() as Meeting).mask;
  if (width === 0 && height === 1) {
    // Two pixels, one above the other, each of which stands for two quarters.
    ends.mask |= vanishes.length > 0 ? vanishes[0].mask : 0;
    ends.mask |= ends.mask << 1;
    vanishes[0] = { x: 0, y: never, mask: 0 };
  }
  return ends;
}

function meetingAt(angle: number, width: number, height: number): Meeting {
  const octant = Math.floor(angle / octantCircle);
  const nearTop = ((octant + 1) & 2) !== 0;
  if (height === 0 || (nearTop && width !== 0)) {
    return { x: Math.trunc(Math.abs(cosine(angle * radiansPerUnit) * ((width + 1) / 2))), y: -1, mask: 0 };
  }
  return { x: never, y: rowAt(angle, height), mask: 0 };
}

function rowAt(angle: number, height: number): number {
  return (height >> 1) - Math.trunc(Math.abs(sine(angle * radiansPerUnit) * (height / 2)));
}

/** Ends near the diagonals of which one goes by column, the other by row, but which are met at the same pixel. */
function joinNearDiagonals(start: Meeting, end: Meeting, sweep: Sweep, height: number): void {
  if (sweep.from === 0 || start.y < 0 === end.y < 0) return;
  if (!isNearOctant(sweep.from) || !isNearOctant(sweep.to)) return;
  if (start.y < 0) {
    if (rowAt(sweep.from, height) === end.y) start.mask = end.mask;
  } else if (rowAt(sweep.to, height) === start.y) {
    end.mask = start.mask;
  }
}

function isNearOctant(angle: number): boolean {
  const rest = angle % octantCircle;
  return rest < nearDiagonal || rest > octantCircle - nearDiagonal;
}
