import { addPolygon } from './convex.ts';
import type { Corner } from './convex.ts';
import { addBox, addJoin, segmentFaces } from './line-joins.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addDisc, addRoundCap, addRoundDashCap } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import { capProjecting, capRound, dashAt, dashTotal, evenDashes, lineDoubleDash, lineOnOffDash } from './stroke.ts';
import type { Bounds, DashPosition, StrokeStyle } from './stroke.ts';

/** A polyline's dash list and where it stands in it. */
interface Dashing {
  readonly dashes: readonly number[];
  readonly total: number;
  position: DashPosition;
}

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
  const dashes = evenDashes(style.dashes);
  const total = dashTotal(dashes);
  const dashing: Dashing = { dashes, total, position: dashAt(dashes, total, style.dashOffset) };
  const last = (count - 1) * 2;
  const closed = count > 1 && points[0] === points[last] && points[1] === points[last + 1];
  let first: LineFace | undefined;
  let firstIsOn = false;
  let previousEnd: LineFace | undefined;
  let previousIsOn = false;
  for (let i = 0; i < last; i += 2) {
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
          if (capStyle === capRound) addRoundCap(start, style, bounds, out.rects);
        } else {
          addJoin(start, previousEnd, style, unique, bounds, out.rects);
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
    if (first !== undefined && (double || firstIsOn)) addJoin(first, end, style, unique, bounds, out.rects);
    else if (style.capStyle === capRound) addRoundCap(end, style, bounds, out.rects);
  } else if (first !== undefined && firstIsOn) {
    out.use(0);
    if (style.capStyle === capProjecting) addProjectingCap(first, style.lineWidth, bounds, out);
    else if (style.capStyle === capRound) addRoundCap(first, style, bounds, out.rects);
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
    addDisc(x, y, lineWidth, [], bounds, out.rects);
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

/** A line that dashes lie on: its direction, and half its width as a vector along it and as k of its two long sides. */
interface DashedLine {
  readonly dx: number;
  readonly dy: number;
  readonly length: number;
  readonly alongX: number;
  readonly alongY: number;
  readonly k: number;
}

/** One end of a dash: its corners, seen in the line's direction, and dx * x + dy * y of both. */
interface DashEnd {
  readonly rightX: number;
  readonly rightY: number;
  readonly leftX: number;
  readonly leftY: number;
  readonly k: number;
}

function dashedLine(x1: number, y1: number, x2: number, y2: number, lineWidth: number): DashedLine {
  const dx = x2 - x1;
  const dy = y2 - y1;
  const half = lineWidth / 2;
  const length = Math.sqrt(dx * dx + dy * dy);
  const scale = half / length;
  const axial = dx === 0 || dy === 0;
  return {
    dx,
    dy,
    length,
    alongX: axial ? half * Math.sign(dx) : scale * dx,
    alongY: axial ? half * Math.sign(dy) : scale * dy,
    k: half * length,
  };
}

/** The end moved on by a vector; `k` of the result is given, or computed from the corner named. */
function moveEnd(line: DashedLine, end: DashEnd, x: number, y: number, k: number | 'left' | 'right'): DashEnd {
  const rightX = end.rightX + x;
  const rightY = end.rightY + y;
  const leftX = end.leftX + x;
  const leftY = end.leftY + y;
  if (k === 'left') k = leftX * line.dx + leftY * line.dy;
  else if (k === 'right') k = rightX * line.dx + rightY * line.dy;
  return { rightX, rightY, leftX, leftY, k };
}

/** The end that goes through the point where the line begins or ends. */
function plainEnd(line: DashedLine): DashEnd {
  return { rightX: line.alongY, rightY: -line.alongX, leftX: -line.alongY, leftY: line.alongX, k: 0 };
}

function addDash(
  line: DashedLine,
  start: DashEnd,
  end: DashEnd,
  originX: number,
  originY: number,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { dx, dy, k } = line;
  const top = originY + Math.min(start.rightY, start.leftY, end.rightY, end.leftY);
  const bottom = originY + Math.max(start.rightY, start.leftY, end.rightY, end.leftY);
  const left = originX + Math.min(start.rightX, start.leftX, end.rightX, end.leftX);
  const right = originX + Math.max(start.rightX, start.leftX, end.rightX, end.leftX);
  if (top >= bounds.y2 || bottom < bounds.y1 || left >= bounds.x2 || right < bounds.x1) return;
  const corners: Corner[] = [
    { x: start.rightX, y: start.rightY, dx, dy, k },
    { x: end.rightX, y: end.rightY, dx: -dy, dy: dx, k: end.k },
    { x: end.leftX, y: end.leftY, dx: -dx, dy: -dy, k },
    { x: start.leftX, y: start.leftY, dx: dy, dy: -dx, k: -start.k },
  ];
  addPolygon(corners, originX, originY, bounds, out.rects);
}

/** Adds the dashes of one segment and moves on in the dash list. */
function addDashedSegment(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  dashing: Dashing,
  style: StrokeStyle,
  projectStart: boolean,
  projectEnd: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { dashes } = dashing;
  const { rects } = out;
  const line = dashedLine(x1, y1, x2, y2, style.lineWidth);
  const { dx, dy, length, alongX, alongY } = line;
  const double = style.lineStyle === lineDoubleDash;
  const round = !double && style.capStyle === capRound;
  const projecting = !double && style.capStyle === capProjecting;
  let remaining = length;
  let { index, left } = dashing.position;
  let end = plainEnd(line);
  let start = projectStart ? moveEnd(line, end, -alongX, -alongY, 'left') : end;
  let centerX = x1;
  let centerY = y1;
  let isFirst = true;
  while (remaining > left) {
    const stepX = (left * dx) / length;
    const stepY = (left * dy) / length;
    end = moveEnd(line, end, stepX, stepY, 'right');
    const endX = centerX + stepX;
    const endY = centerY + stepY;
    if (double || (index & 1) === 0) {
      out.use(index & 1);
      const from = projecting && !isFirst ? moveEnd(line, start, -alongX, -alongY, 'left') : start;
      const to = projecting ? moveEnd(line, end, alongX, alongY, 'right') : end;
      addDash(line, from, to, x1, y1, bounds, out);
      if (round && !isFirst) {
        const upper = dx < 0 ? start.leftY : start.rightY;
        addRoundDashCap(x1, y1, dx, dy, upper, start.k, centerX, centerY, style, bounds, rects);
      }
      if (round) {
        // The sample server has the sign of k wrong here, so that this cap is a whole disc but for its top rows.
        const upper = dx < 0 ? end.leftY : dx > 0 ? end.rightY : -end.rightY;
        addRoundDashCap(x1, y1, -dx, -dy, upper, end.k, endX, endY, style, bounds, rects);
      }
      out.checkpoint();
    }
    remaining -= left;
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
    start = end;
    centerX = endX;
    centerY = endY;
    isFirst = false;
  }
  if (double || (index & 1) === 0) {
    // The last dash is seen from (x2, y2), where it ends exactly.
    out.use(index & 1);
    start = moveEnd(line, start, -dx, -dy, start.k - (dx * dx + dy * dy));
    const last = plainEnd(line);
    const from = projecting && !isFirst ? moveEnd(line, start, -alongX, -alongY, 'left') : start;
    const to = projectEnd ? moveEnd(line, last, alongX, alongY, 'right') : last;
    addDash(line, from, to, x2, y2, bounds, out);
    if (round && !isFirst) {
      const upper = dx < 0 ? start.leftY : start.rightY;
      addRoundDashCap(x2, y2, dx, dy, upper, start.k, centerX, centerY, style, bounds, rects);
    }
  }
  left = Math.trunc(left - remaining);
  if (left === 0) {
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
  }
  dashing.position = { index, left };
}
