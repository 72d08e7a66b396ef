import type { PaintRuns } from './paint-runs.ts';
import type { RectList } from './spans.ts';
import { capNotLast, dashAt, dashPatternOf, lineDoubleDash } from './stroke.ts';
import type { Bounds, DashPattern, StrokeStyle } from './stroke.ts';

/**
 * Lines of width 0 (X11 §5, line-width: device-dependent, but here the same pixels as the sample server's).
 *
 * A line steps along its longer axis (y if they are equal); at step i its other coordinate is i * minor / major rounded to
 * the nearest, halves away from the start.
 */
interface ThinLine {
  readonly x: number;
  readonly y: number;
  readonly stepX: number;
  readonly stepY: number;
  readonly xMajor: boolean;
  /** Pixels from end to end along the longer and the shorter axis. */
  readonly major: number;
  readonly minor: number;
}

function thinLine(x1: number, y1: number, x2: number, y2: number): ThinLine {
  const width = Math.abs(x2 - x1);
  const height = Math.abs(y2 - y1);
  const xMajor = width > height;
  return {
    x: x1,
    y: y1,
    stepX: x2 < x1 ? -1 : 1,
    stepY: y2 < y1 ? -1 : 1,
    xMajor,
    major: xMajor ? width : height,
    minor: xMajor ? height : width,
  };
}

/** Steps along the shorter axis that have been made at step `i`. */
function minorAt(line: ThinLine, i: number): number {
  if (line.minor === 0) return 0;
  return Math.floor((2 * i * line.minor + line.major) / (2 * line.major));
}

/** The first step at which `m` steps (at least 1) along the shorter axis have been made. */
function firstStepOf(line: ThinLine, m: number): number {
  return Math.ceil(((2 * m - 1) * line.major) / (2 * line.minor));
}

/** Steps of a line from `first` to below `last`; none if first >= last. */
interface Steps {
  readonly first: number;
  readonly last: number;
}

/** The steps, out of `count` from the start, that can be inside the bounds. */
function clipSteps(line: ThinLine, count: number, bounds: Bounds): Steps {
  const { x, y, stepX, stepY, xMajor, major, minor } = line;
  const endX = x + stepX * (xMajor ? major : minor);
  const endY = y + stepY * (xMajor ? minor : major);
  if (isInside(x, y, bounds) && isInside(endX, endY, bounds)) return { first: 0, last: count };
  const along = axisRange(line, xMajor, bounds);
  const across = axisRange(line, !xMajor, bounds);
  let first = Math.max(0, along.first);
  let last = Math.min(count, along.last);
  if (minor === 0) return across.first > 0 || across.last <= 0 ? { first: 0, last: 0 } : { first, last };
  if (across.first > 0) first = Math.max(first, across.first > minor ? last : firstStepOf(line, across.first));
  if (across.last <= minor) last = Math.min(last, across.last <= 0 ? first : firstStepOf(line, across.last));
  return { first, last };
}

/** How many steps along an axis lead into the bounds, and how many out of them again. */
function axisRange(line: ThinLine, alongX: boolean, bounds: Bounds): Steps {
  const start = alongX ? line.x : line.y;
  const low = alongX ? bounds.x1 : bounds.y1;
  const high = alongX ? bounds.x2 : bounds.y2;
  const step = alongX ? line.stepX : line.stepY;
  return step > 0 ? { first: low - start, last: high - start } : { first: start - high + 1, last: start - low + 1 };
}

/** Adds the pixels of steps `first` to below `last`: one rectangle for each run along the longer axis. */
function addSteps(line: ThinLine, first: number, last: number, out: RectList): void {
  if (first >= last) return;
  const { minor, major, xMajor } = line;
  const lowest = minor === 0 ? 0 : minorAt(line, first);
  const highest = minor === 0 ? 0 : minorAt(line, last - 1);
  // The run of m ends at ceil(numerator / denominator); the numerator grows by 2 * major from run to run.
  const denominator = 2 * minor;
  const numerator = (2 * lowest + 1) * major + denominator - 1;
  let end = minor === 0 ? last : Math.floor(numerator / denominator);
  let rest = numerator - end * denominator;
  const whole = minor === 0 ? 0 : Math.floor((2 * major) / denominator);
  const part = 2 * major - whole * denominator;
  let start = first;
  out.reserve((highest - lowest + 1) * 4);
  const { data } = out;
  let at = out.length;
  // Where a run begins in the direction of the longer axis: its start, or its end if that decreases.
  const step = xMajor ? line.stepX : line.stepY;
  const along = xMajor ? line.x : line.y;
  const across = xMajor ? line.stepY : line.stepX;
  let other = (xMajor ? line.y : line.x) + across * lowest;
  for (let m = lowest; m <= highest; m++) {
    const until = m === highest ? last : end;
    const place = step > 0 ? along + start : along - until + 1;
    if (xMajor) {
      data[at] = place;
      data[at + 1] = other;
      data[at + 2] = until - start;
      data[at + 3] = 1;
    } else {
      data[at] = other;
      data[at + 1] = place;
      data[at + 2] = 1;
      data[at + 3] = until - start;
    }
    at += 4;
    other += across;
    start = end;
    end += whole;
    rest += part;
    if (rest >= denominator) {
      rest -= denominator;
      end++;
    }
  }
  out.length = at;
}

/** A thin line; `withLast`: whether its last pixel belongs to it. */
function addThinLine(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  withLast: boolean,
  bounds: Bounds,
  out: RectList,
): void {
  if (addShortLine(x1, y1, x2, y2, withLast, bounds, out)) return;
  const line = thinLine(x1, y1, x2, y2);
  const { first, last } = clipSteps(line, line.major + (withLast ? 1 : 0), bounds);
  addSteps(line, first, last, out);
}

/** The products below stay within 31 bits for lines up to this long. */
const shortLine = 8191;

/** A line that lies inside the bounds and is not too long: the same pixels, by whole numbers alone. False where it does not apply. */
function addShortLine(
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  withLast: boolean,
  bounds: Bounds,
  out: RectList,
): boolean {
  if (!isInside(x1, y1, bounds) || !isInside(x2, y2, bounds)) return false;
  const width = x2 < x1 ? x1 - x2 : x2 - x1;
  const height = y2 < y1 ? y1 - y2 : y2 - y1;
  if (width > shortLine || height > shortLine) return false;
  const extra = withLast ? 1 : 0;
  out.reserve(((width < height ? width : height) + 1) * 4);
  const { data } = out;
  let at = out.length;
  if (width > height) {
    const last = width + extra;
    const across = y2 < y1 ? -1 : 1;
    // As in addSteps: the run of m ends at ceil((2 * m + 1) * major / (2 * minor)).
    const denominator = height * 2;
    let end = height === 0 ? last : ((width + denominator - 1) / denominator) | 0;
    let rest = width + denominator - 1 - end * denominator;
    const whole = height === 0 ? 0 : ((2 * width) / denominator) | 0;
    const part = 2 * width - whole * denominator;
    let y = y1;
    for (let start = 0; start < last; y += across, at += 4) {
      const until = end < last ? end : last;
      data[at] = x2 < x1 ? x1 - until + 1 : x1 + start;
      data[at + 1] = y;
      data[at + 2] = until - start;
      data[at + 3] = 1;
      start = until;
      end += whole;
      rest += part;
      if (rest >= denominator) {
        rest -= denominator;
        end++;
      }
    }
  } else {
    const last = height + extra;
    const across = x2 < x1 ? -1 : 1;
    const denominator = width * 2;
    let end = width === 0 ? last : ((height + denominator - 1) / denominator) | 0;
    let rest = height + denominator - 1 - end * denominator;
    const whole = width === 0 ? 0 : ((2 * height) / denominator) | 0;
    const part = 2 * height - whole * denominator;
    let x = x1;
    for (let start = 0; start < last; x += across, at += 4) {
      const until = end < last ? end : last;
      data[at] = x;
      data[at + 1] = y2 < y1 ? y1 - until + 1 : y1 + start;
      data[at + 2] = 1;
      data[at + 3] = until - start;
      start = until;
      end += whole;
      rest += part;
      if (rest >= denominator) {
        rest -= denominator;
        end++;
      }
    }
  }
  out.length = at;
  return true;
}

function isInside(x: number, y: number, bounds: Bounds): boolean {
  return x >= bounds.x1 && x < bounds.x2 && y >= bounds.y1 && y < bounds.y2;
}

/**
 * A solid polyline of width 0 through `points` (flat x, y; `count` of them). Corners are drawn once. The last pixel is left
 * out for capNotLast, and where the line ends on the first point, whose pixel the start has drawn (as the sample server does
 * it, only if the last segment is inside the bounds; there a line whose points are all the same has no pixels).
 * `closesTwice`: that pixel is given again, as the sample server does it where its fast lines do not apply.
 */
export function thinPolyline(
  points: ArrayLike<number>,
  count: number,
  capStyle: number,
  bounds: Bounds,
  out: PaintRuns,
  closesTwice = false,
): void {
  out.use(0);
  const end = (count - 1) * 2;
  const withLast = polylineHasLast(points, count, capStyle, bounds, closesTwice);
  for (let i = 0; i < end; i += 2) {
    addThinLine(points[i], points[i + 1], points[i + 2], points[i + 3], withLast && i + 2 === end, bounds, out.rects);
    out.checkpoint();
  }
}

/** Whether the last pixel of a solid polyline belongs to it: see `thinPolyline`. */
export function polylineHasLast(
  points: ArrayLike<number>,
  count: number,
  capStyle: number,
  bounds: Bounds,
  closesTwice: boolean,
): boolean {
  const end = (count - 1) * 2;
  const closed =
    !closesTwice &&
    points[0] === points[end] &&
    points[1] === points[end + 1] &&
    isInside(points[end], points[end + 1], bounds) &&
    isInside(points[end - 2], points[end - 1], bounds);
  return capStyle !== capNotLast && !closed;
}

/** Solid segments of width 0, flat x1, y1, x2, y2, `count` of them. */
export function thinSegments(
  segments: ArrayLike<number>,
  count: number,
  capStyle: number,
  bounds: Bounds,
  out: PaintRuns,
): void {
  out.use(0);
  const withLast = capStyle !== capNotLast;
  for (let i = 0; i < count * 4; i += 4) {
    addThinLine(segments[i], segments[i + 1], segments[i + 2], segments[i + 3], withLast, bounds, out.rects);
    out.checkpoint();
  }
}

/** A dashed polyline of width 0. The dashes run on around the corners. */
export function thinDashedPolyline(
  points: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const pattern = dashPatternOf(style);
  const withLast = style.capStyle !== capNotLast;
  const last = (count - 1) * 2;
  let offset = style.dashOffset;
  for (let i = 0; i < last; i += 2) {
    const line = thinLine(points[i], points[i + 1], points[i + 2], points[i + 3]);
    const length = line.major + (withLast && i + 2 === last ? 1 : 0);
    addDashedLine(line, length, pattern, offset, style.lineStyle === lineDoubleDash, bounds, out);
    offset = (offset + length) % pattern.total;
    out.checkpoint();
  }
}

/** Dashed segments of width 0; the dashes of each begin anew. */
export function thinDashedSegments(
  segments: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const pattern = dashPatternOf(style);
  const extra = style.capStyle === capNotLast ? 0 : 1;
  const double = style.lineStyle === lineDoubleDash;
  for (let i = 0; i < count * 4; i += 4) {
    const line = thinLine(segments[i], segments[i + 1], segments[i + 2], segments[i + 3]);
    addDashedLine(line, line.major + extra, pattern, style.dashOffset, double, bounds, out);
    out.checkpoint();
  }
}

function addDashedLine(
  line: ThinLine,
  length: number,
  pattern: DashPattern,
  offset: number,
  double: boolean,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const { first, last } = clipSteps(line, length, bounds);
  if (first >= last) return;
  out.use(0);
  addDashes(line, first, last, pattern, offset, 0, out.rects);
  if (!double) return;
  // A line's dashes do not overlap, so the odd ones may come together: two runs instead of many.
  out.use(1);
  addDashes(line, first, last, pattern, offset, 1, out.rects);
}

/** Adds the even or the odd dashes of steps `first` to below `last`. */
function addDashes(
  line: ThinLine,
  first: number,
  last: number,
  pattern: DashPattern,
  offset: number,
  parity: number,
  out: RectList,
): void {
  const { dashes } = pattern;
  let { index, left } = dashAt(pattern, offset + first);
  for (let i = first; i < last;) {
    const end = Math.min(last, i + left);
    if ((index & 1) === parity) addSteps(line, i, end, out);
    i = end;
    out.steps++;
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
  }
}
