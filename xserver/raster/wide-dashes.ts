import { addPolygon } from './convex.ts';
import type { Corner } from './convex.ts';
import { addBox, addJoin, segmentFaces } from './line-joins.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addDisc, addRoundCap } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import { addDashedSegment } from './dashed-segment.ts';
import type { Dashing } from './dashed-segment.ts';
import { capProjecting, capRound, dashAt, dashPatternOf, lineDoubleDash, lineOnOffDash } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';

/** Adds a dashed polyline of width 1 or more; the dashes run on around the corners. */
export function addDashedPolyline(
  points: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { capStyle } = style;
  const double = style.lineStyle === lineDoubleDash;
  const pattern = dashPatternOf(style);
  const { dashes } = pattern;
  const dashing: Dashing = { pattern, position: dashAt(pattern, style.dashOffset) };
  const last = (count - 1) * 2;
  const closed = count > 1 && points[0] === points[last] && points[1] === points[last + 1];
  let first: LineFace | undefined;
  let firstIsOn = false;
  let previousEnd: LineFace | undefined;
  let previousIsOn = false;
  for (let i = 0; i < last; i += 2) {
    if (out.full && !double) return;
    const x1 = points[i];
    const y1 = points[i + 1];
    const x2 = points[i + 2];
    const y2 = points[i + 3];
    const isLast = i + 2 === last;
    if (x1 !== x2 || y1 !== y2) {
      const projectStart = capStyle === capProjecting && !closed && previousEnd === undefined;
      const projectEnd = capStyle === capProjecting && isLast && (!closed || !firstIsOn);
      const startIsOn = (dashing.position.index & 1) === 0;
      const [start, end] = segmentFaces(x1, y1, x2, y2, style.lineWidth);
      addDashedSegment(x1, y1, x2, y2, dashing, style, projectStart, projectEnd, bounds, out);
      // A segment that ended just where a dash did ends in that dash, not in the next.
      const { index, left } = dashing.position;
      const endIsOn = (index & 1) === (left === dashes[index] ? 1 : 0);
      if (double || startIsOn) {
        out.use(startIsOn ? 0 : 1);
        if (previousEnd === undefined && closed) {
          first = start;
          firstIsOn = startIsOn;
        } else if (previousEnd === undefined || (!double && !previousIsOn)) {
          if (capStyle === capRound) addRoundCap(start, style, bounds, out);
        } else {
          addJoin(start, previousEnd, style, unique, bounds, out);
        }
      }
      previousEnd = end;
      previousIsOn = endIsOn;
      out.checkpoint();
    }
  }
  if (previousEnd === undefined) {
    addDashedDot(points[last], points[last + 1], dashing, style, bounds, out);
  } else {
    finishPolyline(previousEnd, previousIsOn, closed ? first : undefined, firstIsOn, style, unique, bounds, out);
  }
}

/** The end of the last segment: a join with the first one, a cap, or the cap that the first one lacks. */
function finishPolyline(
  end: LineFace,
  endIsOn: boolean,
  first: LineFace | undefined,
  firstIsOn: boolean,
  style: StrokeStyle,
  unique: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const double = style.lineStyle === lineDoubleDash;
  if (double || endIsOn) {
    out.use(endIsOn ? 0 : 1);
    if (first !== undefined && (double || firstIsOn)) addJoin(first, end, style, unique, bounds, out);
    else if (style.capStyle === capRound) addRoundCap(end, style, bounds, out);
  } else if (first !== undefined && firstIsOn) {
    out.use(0);
    if (style.capStyle === capProjecting) addProjectingCap(first, style.lineWidth, bounds, out);
    else if (style.capStyle === capRound) addRoundCap(first, style, bounds, out);
  }
}

/** A line whose points are all the same, drawn if the dash that it begins with is. */
function addDashedDot(
  x: number,
  y: number,
  dashing: Dashing,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const parity = dashing.position.index & 1;
  if (parity === 1 && style.lineStyle === lineOnOffDash) return;
  out.use(parity);
  const { lineWidth } = style;
  if (style.capStyle === capRound) {
    addDisc(x, y, lineWidth, [], bounds, out);
  } else if (style.capStyle === capProjecting) {
    const left = x - (lineWidth >> 1);
    const top = y - (lineWidth >> 1);
    addBox(left, top, left + lineWidth, top + lineWidth, bounds, out.rects);
  }
}

/** Half a line width beyond the start of a line. */
function addProjectingCap(face: LineFace, lineWidth: number, bounds: Bounds, out: PaintRuns): void {
  const { x, y, dx, dy, xa, ya, k } = face;
  const before = lineWidth >> 1;
  const after = (lineWidth + 1) >> 1;
  if (dy === 0) {
    const left = dx > 0 ? x - before : x;
    const right = dx > 0 ? x : x + after;
    addBox(left, y - before, right, y - before + lineWidth, bounds, out.rects);
  } else if (dx === 0) {
    const top = dy > 0 ? y - before : y;
    const bottom = dy > 0 ? y : y + after;
    addBox(x - before, top, x - before + lineWidth, bottom, bounds, out.rects);
  } else {
    // The cap reaches back by the vector (ya, -xa), which is half a line width long.
    const backX = ya;
    const backY = -xa;
    const far = (xa + backX) * dx + (ya + backY) * dy;
    const corners: Corner[] = [
      { x: xa + backX, y: ya + backY, dx, dy, k },
      { x: xa, y: ya, dx: -dy, dy: dx, k: 0 },
      { x: -xa, y: -ya, dx: -dx, dy: -dy, k },
      { x: backX - xa, y: backY - ya, dx: dy, dy: -dx, k: -far },
    ];
    addPolygon(corners, x, y, bounds, out.rects);
  }
}
