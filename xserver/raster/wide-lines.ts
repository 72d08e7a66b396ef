import { addConvex, makeSide } from './convex.ts';
import { addBox, addJoin, segmentFaces } from './line-joins.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addRoundCap } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import type { RectList } from './spans.ts';
import { capProjecting, capRound, lineDoubleDash, lineSolid, repeatShows } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';
import { addDashedPolyline } from './wide-dashes.ts';

/**
 * A polyline of width 1 or more through `points` (flat x, y; `count` of them), solid or dashed (X11 §5, line-width to
 * dashes). Where painting a pixel twice would show, each is given once.
 */
export function widePolyline(
  points: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  // One line without round caps has no overlapping parts.
  const unique = repeatShows(style.rop) && (count >= 3 || style.capStyle === capRound);
  if (!unique) {
    out.full = out.full && !repeatShows(style.rop);
    addPolyline(points, count, style, false, bounds, out);
    out.checkpoint();
    return;
  }
  out.unite(bounds, (pieces) => addPolyline(points, count, style, true, bounds, pieces));
}

/** Segments of width 1 or more, flat x1, y1, x2, y2: each is a line of its own. */
export function wideSegments(
  segments: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const points = [0, 0, 0, 0];
  const again = style.lineStyle === lineDoubleDash || repeatShows(style.rop);
  for (let i = 0; i < count * 4; i += 4) {
    if (out.full && !again) return;
    for (let n = 0; n < 4; n++) points[n] = segments[i + n];
    widePolyline(points, 2, style, bounds, out);
  }
}

function addPolyline(
  points: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  if (count < 2) return;
  if (style.lineStyle === lineSolid) addSolidPolyline(points, count, style, unique, bounds, out);
  else addDashedPolyline(points, count, style, unique, bounds, out);
}

function addSolidPolyline(
  points: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  out.use(0);
  const { rects } = out;
  const last = (count - 1) * 2;
  const closed = count > 1 && points[0] === points[last] && points[1] === points[last + 1];
  const projects = style.capStyle === capProjecting && !closed;
  let first: LineFace | undefined;
  let previousEnd: LineFace | undefined;
  for (let i = 0; i < last; i += 2) {
    if (out.full) return;
    const x1 = points[i];
    const y1 = points[i + 1];
    const x2 = points[i + 2];
    const y2 = points[i + 3];
    const isLast = i + 2 === last;
    rects.steps += stepsPerSegment;
    if (x1 !== x2 || y1 !== y2) {
      const [start, end] = segmentFaces(x1, y1, x2, y2, style.lineWidth);
      const projectStart = projects && first === undefined;
      addSegment(x1, y1, x2, y2, style.lineWidth, projectStart, projects && isLast, bounds, rects);
      if (previousEnd !== undefined) addJoin(start, previousEnd, style, unique, bounds, out);
      else if (!closed && style.capStyle === capRound) addRoundCap(start, style, bounds, out);
      first ??= start;
      previousEnd = end;
      out.checkpoint();
    }
    if (isLast && first !== undefined && previousEnd !== undefined) {
      if (closed) addJoin(first, previousEnd, style, unique, bounds, out);
      else if (style.capStyle === capRound) addRoundCap(previousEnd, style, bounds, out);
    }
  }
  if (first === undefined) addDot(points[last], points[last + 1], style, bounds, out);
}

/** Faces, sides and a join have to be found. */
const stepsPerSegment = 80;

/** What is left of a line whose points are all the same: its caps. */
function addDot(x: number, y: number, style: StrokeStyle, bounds: Bounds, out: PaintRuns): void {
  const projects = style.capStyle === capProjecting;
  addSegment(x, y, x, y, style.lineWidth, projects, projects, bounds, out.rects);
  if (style.capStyle !== capRound) return;
  const [start, end] = segmentFaces(x, y, x, y, style.lineWidth);
  addRoundCap(start, style, bounds, out);
  addRoundCap({ ...end, dx: -1 }, style, bounds, out);
}

/** Adds the rectangle of a line; a projecting end sticks out by half the width. */
function addSegment(
  fromX: number,
  fromY: number,
  toX: number,
  toY: number,
  lineWidth: number,
  projectFrom: boolean,
  projectTo: boolean,
  bounds: Bounds,
  out: RectList,
): void {
  // Always downwards, so that rounding does not depend on the direction.
  const swap = toY < fromY || (toY === fromY && toX < fromX);
  const x1 = swap ? toX : fromX;
  const y1 = swap ? toY : fromY;
  const x2 = swap ? fromX : toX;
  const y2 = swap ? fromY : toY;
  const projectStart = swap ? projectTo : projectFrom;
  const projectEnd = swap ? projectFrom : projectTo;
  const dx = x2 - x1;
  const dy = y2 - y1;
  const before = lineWidth >> 1;
  const after = (lineWidth + 1) >> 1;
  if (dy === 0) {
    const left = projectStart ? x1 - before : x1;
    const right = projectEnd ? x2 + after : x2;
    addBox(left, y1 - before, right, y1 - before + lineWidth, bounds, out);
  } else if (dx === 0) {
    const top = projectStart ? y1 - before : y1;
    const bottom = projectEnd ? y2 + after : y2;
    addBox(x1 - before, top, x1 - before + lineWidth, bottom, bounds, out);
  } else {
    addSlanted(x1, y1, x2, y2, lineWidth, projectStart, projectEnd, bounds, out);
  }
}

function addSlanted(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  lineWidth: number,
  projectStart: boolean,
  projectEnd: boolean,
  bounds: Bounds,
  out: RectList,
): void {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const half = lineWidth / 2;
  const length = Math.sqrt(dx * dx + dy * dy);
  const scale = half / length;
  // From the middle of an end to its right corner, and along the line by half the width.
  const xa = scale * dy;
  const ya = -(scale * dx);
  const k = half * length;
  const alongX = -ya;
  const alongY = xa;
  const startX = projectStart ? alongX : 0;
  const startY = projectStart ? alongY : 0;
  const right = makeSide(ya - startY, k, dx, dy, x1, y1);
  const left = makeSide(-ya - startY, -k, dx, dy, x1, y1);
  // Nothing of it reaches into the bounds sideways: its corners are at most a line width from its ends.
  if (Math.min(x1, x2) - lineWidth - 1 >= bounds.x2 || Math.max(x1, x2) + lineWidth + 1 < bounds.x1) return;
  // The ends: each begins at the corner that is higher.
  const xh = dx > 0 ? xa : -xa;
  const yh = dx > 0 ? ya : -ya;
  const startK = projectStart ? (xh - startX) * dx + (yh - startY) * dy : 0;
  const start = makeSide(yh - startY, startK, -dy, dx, x1, y1);
  const endK = projectEnd ? (xh + alongX) * dx + (yh + alongY) * dy : 0;
  const end = makeSide(projectEnd ? yh + alongY : yh, endK, -dy, dx, x2, y2);
  const bottom = Math.ceil(projectEnd ? -yh + alongY : -yh) + y2;
  if (dx < 0) addConvex([left, end], [start, right], start.top, bottom, bounds, out);
  else addConvex([start, left], [right, end], start.top, bottom, bounds, out);
}
