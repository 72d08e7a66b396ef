import { addPolygon } from './convex.ts';
import type { Corner } from './convex.ts';
import type { PaintRuns } from './paint-runs.ts';
import { addRoundDashCap } from './round-ends.ts';
import type { RectList } from './spans.ts';
import { capProjecting, capRound, dashAt, dashOffsetOf, lineDoubleDash } from './stroke.ts';
import type { Bounds, DashPattern, DashPosition, StrokeStyle } from './stroke.ts';

/** A polyline's dash list and where it stands in it. */
export interface Dashing {
  readonly pattern: DashPattern;
  position: DashPosition;
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
  const { rects } = out;
  const before = rects.length;
  rects.steps += stepsPerVisibleDash;
  addPolygon(corners, originX, originY, bounds, rects);
  if (covers(rects, before, bounds)) out.full = true;
}

/** Above this many dashes those beside the visible stretch are skipped; what adding them up one by one rounds off is lost then. */
const manyDashes = 256;
const stepsPerDash = 4;
/** Its corners and sides have to be found. */
const stepsPerVisibleDash = 60;

/** From where to where along the line, in pixels from its start, what is at most `reach` from it can be inside the bounds. */
function visibleStretch(
  { dx, dy, length }: DashedLine,
  x1: number,
  y1: number,
  reach: number,
  bounds: Bounds,
): { from: number; to: number } {
  let from = 0;
  let to = length;
  for (const [delta, start, low, high] of [
    [dx, x1, bounds.x1 - reach, bounds.x2 + reach],
    [dy, y1, bounds.y1 - reach, bounds.y2 + reach],
  ] as const) {
    if (delta === 0) {
      if (start < low || start > high) to = -1;
      continue;
    }
    const a = ((low - start) * length) / delta;
    const b = ((high - start) * length) / delta;
    from = Math.max(from, Math.min(a, b));
    to = Math.min(to, Math.max(a, b));
  }
  return from <= to ? { from, to } : { from: length, to: -1 };
}

/** The last dash that starts at or before `distance` from a position, and how far away it starts (below 0: before the position). */
function startBehind(
  pattern: DashPattern,
  position: DashPosition,
  distance: number,
): { index: number; length: number } {
  const whole = Math.floor(distance);
  const { index, left } = dashAt(pattern, dashOffsetOf(pattern, position) + whole);
  return { index, length: whole - (pattern.dashes[index] - left) };
}

/** The position after `distance` pixels, where a segment ends: whole pixels of the dash count, and a used up dash is over. */
function positionAfter(pattern: DashPattern, position: DashPosition, distance: number): DashPosition {
  const end = dashOffsetOf(pattern, position) + distance;
  const before = Math.ceil(end) - 1;
  const { index, left } = dashAt(pattern, before);
  const rest = Math.trunc(left - (end - before));
  if (rest > 0) return { index, left: rest };
  const next = index + 1 === pattern.dashes.length ? 0 : index + 1;
  return { index: next, left: pattern.dashes[next] };
}

/** Whether the rows of a convex figure, which begin at `from`, leave nothing of the bounds. */
function covers({ data, length }: RectList, from: number, { x1, y1, x2, y2 }: Bounds): boolean {
  const last = length - 4;
  if (last < from || data[from] !== x1 || data[from + 1] !== y1 || data[from + 2] !== x2 - x1) return false;
  return data[last] === x1 && data[last + 2] === x2 - x1 && data[last + 1] + data[last + 3] === y2;
}

/** Adds the dashes of one segment and moves on in the dash list. */
export function addDashedSegment(
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
  const { pattern } = dashing;
  const { dashes } = pattern;
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
  const visible = visibleStretch(line, x1, y1, style.lineWidth + 2, bounds);
  const perPixel = dashes.length / pattern.total;
  const hidden = startBehind(pattern, dashing.position, visible.from);
  if (hidden.length * perPixel > manyDashes) {
    index = hidden.index;
    left = dashes[index];
    remaining -= hidden.length;
    centerX += (hidden.length * dx) / length;
    centerY += (hidden.length * dy) / length;
    end = moveEnd(line, end, centerX - x1, centerY - y1, 'right');
    start = end;
    isFirst = false;
  }
  const behind = (length - visible.to) * perPixel > manyDashes ? length - visible.to : 0;
  while (remaining > left) {
    if (out.full && !double) return;
    if (remaining < behind) {
      dashing.position = positionAfter(pattern, { index, left }, remaining);
      return;
    }
    out.rects.steps += stepsPerDash;
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
        addRoundDashCap(x1, y1, dx, dy, upper, start.k, centerX, centerY, style, bounds, out);
      }
      if (round) {
        // The sample server has the sign of k wrong here, so that this cap is a whole disc but for its top rows.
        const upper = dx < 0 ? end.leftY : dx > 0 ? end.rightY : -end.rightY;
        addRoundDashCap(x1, y1, -dx, -dy, upper, end.k, endX, endY, style, bounds, out);
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
      addRoundDashCap(x2, y2, dx, dy, upper, start.k, centerX, centerY, style, bounds, out);
    }
  }
  left = Math.trunc(left - remaining);
  if (left === 0) {
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
  }
  dashing.position = { index, left };
}
