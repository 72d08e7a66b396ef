import { makeSide, sideAt } from './convex.ts';
import type { Side } from './convex.ts';
import type { PaintRuns } from './paint-runs.ts';
import { capButt, capRound, isWithin, joinRound } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';

/**
 * One end of a wide line: from the whole point (x, y), in direction dx, dy into the line, one corner of the end at xa, ya from
 * that point (the other at -xa, -ya), where xa * dy - ya * dx = k.
 */
export interface LineFace {
  x: number;
  y: number;
  dx: number;
  dy: number;
  xa: number;
  ya: number;
  k: number;
}

/** A straight edge that cuts a disc, from its upper end downwards. */
export interface Cut {
  /** The first row in which it cuts. */
  readonly top: number;
  /** Undefined if the edge is horizontal. */
  readonly side: Side | undefined;
  /** Whether the rest of the disc lies right of it (below it, if it is horizontal). */
  readonly isLeft: boolean;
}

const stepsPerDisc = 40;

/**
 * Adds the disc of the line's width around a point: the pixels nearer than half the width, those at just that distance if the
 * disc is right of or below them. `cuts` leave a part of it. Marks the runs as full where that covers the bounds.
 */
export function addDisc(
  centerX: number,
  centerY: number,
  diameter: number,
  cuts: readonly Cut[],
  bounds: Bounds,
  out: PaintRuns,
): void {
  const radius = diameter / 2;
  if (!isWithin(centerX, centerY, radius + 2, bounds)) return;
  const [low, high] = cutRows(cuts);
  const top = Math.ceil(centerY - radius);
  const first = Math.max(top, low);
  const bottom = Math.min(Math.ceil(centerY + radius) - 1, high, bounds.y2 - 1);
  const start = Math.max(first, bounds.y1);
  let covers = start === bounds.y1 && bottom === bounds.y2 - 1;
  for (let y = start; y <= bottom; y++) {
    let [left, right] = discRow(centerX, centerY, radius, y);
    for (const cut of cuts) {
      // An edge that begins above the first row is not followed, as in the sample server.
      if (cut.side === undefined || y < cut.top || cut.top < first) continue;
      const at = sideAt(cut.side, y);
      if (cut.isLeft) left = Math.max(left, at);
      else right = Math.min(right, at);
    }
    left = Math.max(left, bounds.x1);
    right = Math.min(right, bounds.x2);
    if (left < right) out.rects.add(left, y, right - left, 1);
    if (right - left < bounds.x2 - bounds.x1) covers = false;
  }
  out.rects.steps += stepsPerDisc + 4 * Math.max(0, bottom - start + 1);
  if (covers) out.full = true;
}

/** The rows that cuts leave, both included: an edge from which the disc falls away to one side leaves nothing above it. */
function cutRows(cuts: readonly Cut[]): [number, number] {
  let low = Infinity;
  let high = Infinity;
  for (const { top, side, isLeft } of cuts) {
    if (side === undefined && !isLeft) high = top;
    else if (side === undefined || side.dx < 0 === isLeft) low = Math.min(low, top);
  }
  return [low === Infinity ? -Infinity : low, high];
}

/** Pixels from left to below right of one row of a disc. */
function discRow(centerX: number, centerY: number, radius: number, y: number): [number, number] {
  const up = centerY - y;
  const room = radius * radius - up * up;
  const reach = room > 0 ? Math.sqrt(room) : 0;
  let left = Math.ceil(centerX - reach);
  while ((left - 1 - centerX) * (left - 1 - centerX) <= room) left--;
  while ((left - centerX) * (left - centerX) > room && left <= centerX) left++;
  let right = Math.floor(centerX + reach);
  while ((right + 1 - centerX) * (right + 1 - centerX) < room) right++;
  while ((right - centerX) * (right - centerX) >= room && right >= centerX) right--;
  // Down to the middle no row is left empty where the disc passes between two pixels and the left one is nearer.
  if (up >= -0.5) {
    const base = Math.floor(centerX);
    if (centerX - base < 0.5) left = Math.min(left, base);
    right = Math.max(right, base);
  }
  return [left, right + 1];
}

/** Whether round caps and joins are cut off along the line's end (which shows in rounding only), or whole discs. */
function isCut(style: StrokeStyle): boolean {
  const { capStyle, joinStyle } = style;
  return capStyle === capRound ? joinStyle !== joinRound : joinStyle === joinRound && capStyle === capButt;
}

/** Adds the round cap of a line's end. */
export function addRoundCap(face: LineFace, style: StrokeStyle, bounds: Bounds, out: PaintRuns): void {
  const { x, y, dx, dy } = face;
  const upper = dx < 0 ? -face.ya : face.ya;
  const cuts = isCut(style) ? [capCut(x, y, dx, dy, upper, 0)] : [];
  addDisc(x, y, style.lineWidth, cuts, bounds, out);
}

/**
 * Adds the round cap of a dash, whose end has its middle at the fractional `centerX`, `centerY`. The rest is relative to the
 * whole point `x`, `y`: the y of the end's upper corner, and k = dx * x + dy * y of the end, for dx, dy leading into the dash.
 */
export function addRoundDashCap(
  x: number,
  y: number,
  dx: number,
  dy: number,
  upper: number,
  k: number,
  centerX: number,
  centerY: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const cuts = isCut(style) ? [capCut(x, y, dx, dy, upper, k)] : [];
  addDisc(centerX, centerY, style.lineWidth, cuts, bounds, out);
}

/** The edge across a line's end; the cap lies outside of the line. */
function capCut(x: number, y: number, dx: number, dy: number, upper: number, k: number): Cut {
  const isLeft = dx < 0 || (dx === 0 && dy < 0);
  if (dx === 0 && dy !== 0) return { top: Math.ceil(upper) + y, side: undefined, isLeft };
  const side = isLeft ? makeSide(upper, -k, dy, -dx, x, y) : makeSide(upper, k, -dy, dx === 0 ? 1 : dx, x, y);
  return { top: side.top, side, isLeft };
}

/** Adds the round join between the start of one line and the end of the one before. */
export function addRoundJoin(start: LineFace, end: LineFace, style: StrokeStyle, bounds: Bounds, out: PaintRuns): void {
  const cuts: Cut[] = [];
  if (isCut(style)) {
    // Each line is cut where it meets the outer side of the bend.
    const turn = end.dx * start.dy - start.dx * end.dy;
    cuts.push(joinCut(start, turn >= 0 ? -1 : 1), joinCut(end, turn >= 0 ? 1 : -1));
  }
  addDisc(start.x, start.y, style.lineWidth, cuts, bounds, out);
}

function joinCut(face: LineFace, sign: number): Cut {
  const { dx, dy } = face;
  const ya = face.ya * sign;
  const isLeft = dx < 0 || (dx === 0 && dy < 0);
  if (dx === 0) return { top: Math.ceil(ya) + face.y, side: undefined, isLeft };
  const upper = Math.min(ya, 0);
  const side = isLeft ? makeSide(upper, 0, dy, -dx, face.x, face.y) : makeSide(upper, 0, -dy, dx, face.x, face.y);
  return { top: side.top, side, isLeft };
}
