import { addPolygon } from './convex.ts';
import type { Corner } from './convex.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addRoundJoin } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import type { RectList } from './spans.ts';
import { isWithin, joinMiter, joinRound } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';

/** 1 / sin(5.5°)²: a mitre longer than this (squared, in line widths) becomes a bevel (X11 §5, join-style: 11 degrees). */
const miterLimitSquared = 108.856472512142;

/** How far a mitre's tip is at most from the point where the lines meet, in line widths: half of 1 / sin(5.5°), rounded up. */
export const miterReach = 6;

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

/** Adds what of a box lies inside the bounds. */
export function addBox(x1: number, y1: number, x2: number, y2: number, bounds: Bounds, out: RectList): void {
  const left = Math.max(x1, bounds.x1);
  const top = Math.max(y1, bounds.y1);
  const right = Math.min(x2, bounds.x2);
  const bottom = Math.min(y2, bounds.y2);
  if (left < right && top < bottom) out.add(left, top, right - left, bottom - top);
}

/** Adds what fills the bend between the end of one line and the start of the next. */
export function addJoin(
  startFace: LineFace,
  endFace: LineFace,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { lineWidth, joinStyle } = style;
  const turn = endFace.dx * startFace.dy - startFace.dx * endFace.dy;
  if (lineWidth === 1 && !unique) {
    // Does one of the lines draw the pixel of the join anyway?
    if (startFace.dx > 0 || (startFace.dx === 0 && startFace.dy > 0)) return;
    if (endFace.dx > 0 || (endFace.dx === 0 && endFace.dy > 0)) return;
    if (joinStyle !== joinRound && turn === 0) return;
    if (joinStyle !== joinMiter) {
      addBox(startFace.x, startFace.y, startFace.x + 1, startFace.y + 1, bounds, out.rects);
      return;
    }
  } else if (joinStyle === joinRound) {
    addRoundJoin(startFace, endFace, style, bounds, out);
    return;
  } else if (turn === 0) {
    return;
  }
  if (!isWithin(startFace.x, startFace.y, miterReach * lineWidth + 1, bounds)) return;
  addPolygon(joinCorners(startFace, endFace, lineWidth, joinStyle, turn), startFace.x, startFace.y, bounds, out.rects);
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
