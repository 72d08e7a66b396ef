import { addPolygon } from './convex.ts';
import type { Corner } from './convex.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addDisc, addRoundCap, addRoundDashCap } from './round-ends.ts';
import type { LineFace } from './round-ends.ts';
import { capProjecting, capRound, dashAt, dashTotal, evenDashes, lineDoubleDash, lineOnOffDash } from './stroke.ts';
import type { Bounds, DashPosition, StrokeStyle } from './stroke.ts';
import { addBox, addJoin, segmentFaces } from './wide-lines.ts';

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
  const double = style.lineStyle === lineDoubleDash;
  const onOffCaps = style.lineStyle === lineOnOffDash;
  const dx = x2 - x1;
  const dy = y2 - y1;
  const half = style.lineWidth / 2;
  const length = Math.sqrt(dx * dx + dy * dy);
  const axial = dx === 0 || dy === 0;
  const scale = half / length;
  // Along the line by half its width; the right corner of its start is (alongY, -alongX).
  const alongX = axial ? half * Math.sign(dx) : scale * dx;
  const alongY = axial ? half * Math.sign(dy) : scale * dy;
  const k = half * length;
  let remaining = length;
  let { index, left } = dashing.position;
  // The corners, relative to (x1, y1): right and left of the line's direction at the start and the end of a dash.
  let startRightX = alongY;
  let startRightY = -alongX;
  let startLeftX = -alongY;
  let startLeftY = alongX;
  let startK = 0;
  let centerX = x1;
  let centerY = y1;
  if (projectStart) {
    startRightX -= alongX;
    startRightY -= alongY;
    startLeftX -= alongX;
    startLeftY -= alongY;
    startK = startLeftX * dx + startLeftY * dy;
  }
  let endRightX = alongY;
  let endRightY = -alongX;
  let endLeftX = -alongY;
  let endLeftY = alongX;
  let isFirst = true;
  while (remaining > left) {
    const stepX = (left * dx) / length;
    const stepY = (left * dy) / length;
    const endX = centerX + stepX;
    const endY = centerY + stepY;
    endRightX += stepX;
    endRightY += stepY;
    endLeftX += stepX;
    endLeftY += stepY;
    const endK = endRightX * dx + endRightY * dy;
    if (double || (index & 1) === 0) {
      out.use(index & 1);
      const widen = onOffCaps && style.capStyle === capProjecting ? 1 : 0;
      const back = isFirst ? 0 : widen;
      const corners = dashCorners(
        [
          startRightX - back * alongX,
          startRightY - back * alongY,
          startLeftX - back * alongX,
          startLeftY - back * alongY,
        ],
        [endRightX + widen * alongX, endRightY + widen * alongY, endLeftX + widen * alongX, endLeftY + widen * alongY],
        dx,
        dy,
        k,
        back === 0 ? startK : undefined,
        widen === 0 ? endK : undefined,
      );
      addPolygon(corners, x1, y1, bounds, out.rects);
      if (onOffCaps && style.capStyle === capRound) {
        if (!isFirst) {
          const upper = dx < 0 ? startLeftY : startRightY;
          addRoundDashCap(x1, y1, dx, dy, upper, startK, centerX, centerY, style, bounds, out.rects);
        }
        const upper = dx < 0 ? endLeftY : dx > 0 ? endRightY : -endRightY;
        addRoundDashCap(x1, y1, -dx, -dy, upper, endK, endX, endY, style, bounds, out.rects);
      }
      out.checkpoint();
    }
    remaining -= left;
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
    centerX = endX;
    centerY = endY;
    startRightX = endRightX;
    startRightY = endRightY;
    startLeftX = endLeftX;
    startLeftY = endLeftY;
    startK = endK;
    isFirst = false;
  }
  if (double || (index & 1) === 0) {
    // The last dash is seen from (x2, y2), where it ends exactly.
    out.use(index & 1);
    const back = !isFirst && onOffCaps && style.capStyle === capProjecting ? 1 : 0;
    const forth = projectEnd ? 1 : 0;
    const shiftedRightX = startRightX - dx;
    const shiftedRightY = startRightY - dy;
    const shiftedLeftX = startLeftX - dx;
    const shiftedLeftY = startLeftY - dy;
    const corners = dashCorners(
      [
        shiftedRightX - back * alongX,
        shiftedRightY - back * alongY,
        shiftedLeftX - back * alongX,
        shiftedLeftY - back * alongY,
      ],
      [alongY + forth * alongX, -alongX + forth * alongY, -alongY + forth * alongX, alongX + forth * alongY],
      dx,
      dy,
      k,
      back === 0 ? startK - (dx * dx + dy * dy) : undefined,
      projectEnd ? undefined : 0,
    );
    addPolygon(corners, x2, y2, bounds, out.rects);
    if (!isFirst && onOffCaps && style.capStyle === capRound) {
      const upper = dx < 0 ? shiftedLeftY : shiftedRightY;
      const end = startK - (dx * dx + dy * dy);
      addRoundDashCap(x2, y2, dx, dy, upper, end, centerX, centerY, style, bounds, out.rects);
    }
  }
  left = Math.trunc(left - remaining);
  if (left === 0) {
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
  }
  dashing.position = { index, left };
}

type Ends = readonly [rightX: number, rightY: number, leftX: number, leftY: number];

/** The four corners of a dash; `startK`, `endK`: dx * x + dy * y of its ends where that is known better than from a corner. */
function dashCorners(
  start: Ends,
  end: Ends,
  dx: number,
  dy: number,
  k: number,
  startK: number | undefined,
  endK: number | undefined,
): Corner[] {
  return [
    { x: start[0], y: start[1], dx, dy, k },
    { x: end[0], y: end[1], dx: -dy, dy: dx, k: endK ?? end[0] * dx + end[1] * dy },
    { x: end[2], y: end[3], dx: -dx, dy: -dy, k },
    { x: start[2], y: start[3], dx: dy, dy: -dx, k: -(startK ?? start[2] * dx + start[3] * dy) },
  ];
}
