import { addConvex, addPolygon, makeSide } from './convex.ts';
import type { Corner } from './convex.ts';
import { PaintRuns } from './paint-runs.ts';
import { addRoundCap, addRoundJoin } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import type { RectList } from './spans.ts';
import { capProjecting, capRound, joinMiter, joinRound, lineSolid, repeatShows } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';
import { addDashedPolyline } from './wide-dashes.ts';

/** 1 / sin(5.5°)²: a mitre longer than this (squared, in line widths) becomes a bevel (X11 §5, join-style: 11 degrees). */
const miterLimitSquared = 108.856472512142;

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
    addPolyline(points, count, style, false, bounds, out);
    out.checkpoint();
    return;
  }
  const pieces = PaintRuns.united();
  addPolyline(points, count, style, true, bounds, pieces);
  pieces.end();
  out.append(pieces);
  out.checkpoint();
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
  for (let i = 0; i < count * 4; i += 4) {
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
    const x1 = points[i];
    const y1 = points[i + 1];
    const x2 = points[i + 2];
    const y2 = points[i + 3];
    const isLast = i + 2 === last;
    if (x1 !== x2 || y1 !== y2) {
      const [start, end] = segmentFaces(x1, y1, x2, y2, style.lineWidth);
      const projectStart = projects && first === undefined;
      addSegment(x1, y1, x2, y2, style.lineWidth, projectStart, projects && isLast, bounds, rects);
      if (previousEnd !== undefined) addJoin(start, previousEnd, style, unique, bounds, rects);
      else if (!closed && style.capStyle === capRound) addRoundCap(start, style, bounds, rects);
      first ??= start;
      previousEnd = end;
      out.checkpoint();
    }
    if (isLast && first !== undefined && previousEnd !== undefined) {
      if (closed) addJoin(first, previousEnd, style, unique, bounds, rects);
      else if (style.capStyle === capRound) addRoundCap(previousEnd, style, bounds, rects);
    }
  }
  if (first === undefined) addDot(points[last], points[last + 1], style, bounds, rects);
}

/** What is left of a line whose points are all the same: its caps. */
function addDot(x: number, y: number, style: StrokeStyle, bounds: Bounds, out: RectList): void {
  const projects = style.capStyle === capProjecting;
  addSegment(x, y, x, y, style.lineWidth, projects, projects, bounds, out);
  if (style.capStyle !== capRound) return;
  const [start, end] = segmentFaces(x, y, x, y, style.lineWidth);
  addRoundCap(start, style, bounds, out);
  addRoundCap({ ...end, dx: -1 }, style, bounds, out);
}

/** Both ends of a line, each seen from its own point into the line. */
export function segmentFaces(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  lineWidth: number,
): [start: LineFace, end: LineFace] {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const half = lineWidth / 2;
  const length = Math.sqrt(dx * dx + dy * dy);
  let xa: number;
  let ya: number;
  if (dy === 0) {
    xa = 0;
    ya = dx < 0 ? half : -half;
  } else if (dx === 0) {
    xa = dy < 0 ? -half : half;
    ya = 0;
  } else {
    const scale = half / length;
    xa = scale * dy;
    ya = -(scale * dx);
  }
  const k = half * length;
  return [
    { x: x1, y: y1, dx, dy, xa, ya, k },
    { x: x2, y: y2, dx: -dx, dy: -dy, xa: -xa, ya: -ya, k },
  ];
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

export function addBox(x1: number, y1: number, x2: number, y2: number, bounds: Bounds, out: RectList): void {
  const left = Math.max(x1, bounds.x1);
  const top = Math.max(y1, bounds.y1);
  const right = Math.min(x2, bounds.x2);
  const bottom = Math.min(y2, bounds.y2);
  if (left < right && top < bottom) out.add(left, top, right - left, bottom - top);
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

/** Adds what fills the bend between the end of one line and the start of the next. */
export function addJoin(
  startFace: LineFace,
  endFace: LineFace,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: RectList,
): void {
  const { lineWidth, joinStyle } = style;
  const turn = endFace.dx * startFace.dy - startFace.dx * endFace.dy;
  if (lineWidth === 1 && !unique) {
    // Does one of the lines draw the pixel of the join anyway?
    if (startFace.dx > 0 || (startFace.dx === 0 && startFace.dy > 0)) return;
    if (endFace.dx > 0 || (endFace.dx === 0 && endFace.dy > 0)) return;
    if (joinStyle !== joinRound && turn === 0) return;
    if (joinStyle !== joinMiter) {
      addBox(startFace.x, startFace.y, startFace.x + 1, startFace.y + 1, bounds, out);
      return;
    }
  } else if (joinStyle === joinRound) {
    addRoundJoin(startFace, endFace, style, bounds, out);
    return;
  } else if (turn === 0) {
    return;
  }
  addPolygon(joinCorners(startFace, endFace, lineWidth, joinStyle, turn), startFace.x, startFace.y, bounds, out);
}

/** The corners of a bevel (three) or a mitre (four), relative to the point where the lines meet. */
function joinCorners(
  startFace: LineFace,
  endFace: LineFace,
  lineWidth: number,
  joinStyle: number,
  turn: number,
): Corner[] {
  // The outer corner of each line; one of the two lines is seen from the other side.
  const flipStart = turn > 0;
  const start = flipStart ? flipped(startFace) : startFace;
  const end = flipStart ? endFace : flipped(endFace);
  const corners: Corner[] = [
    { x: end.xa, y: end.ya, dx: -end.dy, dy: end.dx, k: 0 },
    { x: 0, y: 0, dx: start.dy, dy: -start.dx, k: 0 },
  ];
  if (joinStyle === joinMiter) {
    const tip = miterTip(start, end, turn);
    if ((tip.x * tip.x + tip.y * tip.y) * 4 <= miterLimitSquared * lineWidth * lineWidth) {
      const sign = flipStart ? 1 : -1;
      corners.push({ x: start.xa, y: start.ya, dx: sign * start.dx, dy: sign * start.dy, k: sign * start.k });
      corners.push({ x: tip.x, y: tip.y, dx: sign * end.dx, dy: sign * end.dy, k: sign * end.k });
      return corners;
    }
  }
  const dx = end.xa - start.xa;
  const dy = end.ya - start.ya;
  const scale = Math.max(Math.abs(dx), Math.abs(dy));
  const slopeX = Math.trunc((dx * 65536) / scale);
  const slopeY = Math.trunc((dy * 65536) / scale);
  const k = ((start.xa + end.xa) * slopeY - (start.ya + end.ya) * slopeX) / 2;
  corners.push({ x: start.xa, y: start.ya, dx: slopeX, dy: slopeY, k });
  return corners;
}

function flipped(face: LineFace): LineFace {
  return { ...face, dx: -face.dx, dy: -face.dy, xa: -face.xa, ya: -face.ya };
}

function miterTip(start: LineFace, end: LineFace, turn: number): { x: number; y: number } {
  const y =
    (start.dy * (end.xa * end.dy - end.ya * end.dx) - end.dy * (start.xa * start.dy - start.ya * start.dx)) / turn;
  const x =
    start.dy !== 0 ? start.xa + ((y - start.ya) * start.dx) / start.dy : end.xa + ((y - end.ya) * end.dx) / end.dy;
  return { x, y };
}
