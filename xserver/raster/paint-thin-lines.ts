/**
 * Thin lines painted pixel by pixel, without rectangles between: for solid paint, where all lines lie inside one clip rectangle. The pixels are
 * those that thin-lines.ts gives; a test compares them.
 */
import { changeTo } from './change.ts';
import type { Change } from './change.ts';
import type { Pixels } from './pixels.ts';
import { depthMask } from './pixels.ts';
import { ropNoop } from './rop.ts';
import { capNotLast, dashAt, dashPatternOf, lineDoubleDash } from './stroke.ts';
import type { Bounds, DashPattern, StrokeStyle } from './stroke.ts';

/** Lines as flat numbers: each begins `stride` after the one before (4: segments; 2: a polyline) and has x1, y1, x2, y2. */
export interface LineList {
  readonly numbers: Int32Array;
  readonly count: number;
  readonly stride: 2 | 4;
}

/** The pixels that may be touched, lower right exclusive. */
export interface PaintedBox {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

/** More pixels than this are left to the general way, which counts its work. */
const mostPixels = 1 << 20;
/** From this length on a row is filled by a call. */
const longRow = 32;

/** Where the lines are; undefined where one leaves the bounds, or they have too many pixels. */
export function boxOfThinLines({ numbers, count, stride }: LineList, bounds: Bounds): PaintedBox | undefined {
  let x1 = 0x7fffffff;
  let y1 = 0x7fffffff;
  let x2 = -0x7fffffff;
  let y2 = -0x7fffffff;
  let pixels = 0;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const xa = numbers[at];
    const ya = numbers[at + 1];
    const xb = numbers[at + 2];
    const yb = numbers[at + 3];
    const left = xa < xb ? xa : xb;
    const right = xa < xb ? xb : xa;
    const top = ya < yb ? ya : yb;
    const bottom = ya < yb ? yb : ya;
    if (left < x1) x1 = left;
    if (top < y1) y1 = top;
    if (right > x2) x2 = right;
    if (bottom > y2) y2 = bottom;
    pixels += right - left > bottom - top ? right - left + 1 : bottom - top + 1;
  }
  if (x1 < bounds.x1 || y1 < bounds.y1 || x2 >= bounds.x2 || y2 >= bounds.y2 || pixels > mostPixels) return undefined;
  return { x1, y1, x2: x2 + 1, y2: y2 + 1 };
}

/**
 * Paints solid or dashed lines of width 0, which must lie inside the target. `withLast`: whether the last pixel of each segment, or of the
 * polyline, belongs to it. Odd dashes of double-dashed lines get `background`.
 */
export function paintThinLines(
  target: Pixels,
  lines: LineList,
  withLast: boolean,
  style: StrokeStyle,
  dashed: boolean,
  foreground: number,
  background: number,
  planeMask: number,
): void {
  const planes = (planeMask & depthMask(target.depth)) >>> 0;
  if (planes === 0 || style.rop === ropNoop) return;
  const even = changeTo(foreground, style.rop, planes, target.depth);
  if (dashed) {
    const double = style.lineStyle === lineDoubleDash;
    const odd = changeTo(background, style.rop, planes, target.depth);
    paintDashed(target, lines, withLast, style, even, double ? odd : undefined);
    return;
  }
  const { numbers, count, stride } = lines;
  const { data, width } = target;
  const { and, xor } = even;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const extra = withLast && (stride === 4 || i + 1 === count) ? 1 : 0;
    paintLine(data, width, numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3], extra, and, xor);
  }
}

function paintLine(
  data: Uint32Array,
  width: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  extra: number,
  and: number,
  xor: number,
): void {
  let at = y1 * width + x1;
  const dx = x2 < x1 ? x1 - x2 : x2 - x1;
  const dy = y2 < y1 ? y1 - y2 : y2 - y1;
  const stepX = x2 < x1 ? -1 : 1;
  const stepY = y2 < y1 ? -width : width;
  const xMajor = dx > dy;
  const major = xMajor ? dx : dy;
  const twiceMinor = 2 * (xMajor ? dy : dx);
  const along = xMajor ? stepX : stepY;
  const across = xMajor ? stepY : stepX;
  let left = major + extra;
  if (and === 0 && twiceMinor === 0 && xMajor && left >= longRow) {
    const start = stepX > 0 ? at : at - left + 1;
    data.fill(xor >>> 0, start, start + left);
    return;
  }
  const twiceMajor = 2 * major;
  // The other coordinate at step i is floor((2 * i * minor + major) / (2 * major)).
  let error = major - twiceMajor;
  if (and === 0) {
    for (; left > 0; left--) {
      data[at] = xor;
      at += along;
      error += twiceMinor;
      if (error >= 0) {
        error -= twiceMajor;
        at += across;
      }
    }
  } else {
    for (; left > 0; left--) {
      data[at] = (data[at] & and) ^ xor;
      at += along;
      error += twiceMinor;
      if (error >= 0) {
        error -= twiceMajor;
        at += across;
      }
    }
  }
}

function paintDashed(
  target: Pixels,
  { numbers, count, stride }: LineList,
  withLast: boolean,
  style: StrokeStyle,
  even: Change,
  odd: Change | undefined,
): void {
  const pattern = dashPatternOf(style);
  let offset = style.dashOffset;
  for (let i = 0, at = 0; i < count; i++, at += stride) {
    const extra = withLast && (stride === 4 || i + 1 === count) ? 1 : 0;
    const [x1, y1, x2, y2] = [numbers[at], numbers[at + 1], numbers[at + 2], numbers[at + 3]];
    const length = paintDashedLine(target, x1, y1, x2, y2, extra, pattern, offset, even, odd);
    // The dashes run on around a polyline's corners.
    if (stride === 2) offset = (offset + length) % pattern.total;
  }
}

/** Paints one line; returns its length in pixels. */
function paintDashedLine(
  { data, width }: Pixels,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  extra: number,
  pattern: DashPattern,
  offset: number,
  even: Change,
  odd: Change | undefined,
): number {
  let at = y1 * width + x1;
  const dx = x2 < x1 ? x1 - x2 : x2 - x1;
  const dy = y2 < y1 ? y1 - y2 : y2 - y1;
  const stepX = x2 < x1 ? -1 : 1;
  const stepY = y2 < y1 ? -width : width;
  const xMajor = dx > dy;
  const major = xMajor ? dx : dy;
  const twiceMinor = 2 * (xMajor ? dy : dx);
  const along = xMajor ? stepX : stepY;
  const across = xMajor ? stepY : stepX;
  const length = major + extra;
  const twiceMajor = 2 * major;
  let error = major - twiceMajor;
  const { dashes } = pattern;
  let { index, left } = dashAt(pattern, offset);
  for (let done = 0; done < length;) {
    const end = done + left < length ? done + left : length;
    const change = (index & 1) === 0 ? even : odd;
    const and = change === undefined ? -1 : change.and;
    const xor = change === undefined ? 0 : change.xor;
    for (; done < end; done++) {
      data[at] = (data[at] & and) ^ xor;
      at += along;
      error += twiceMinor;
      if (error >= 0) {
        error -= twiceMajor;
        at += across;
      }
    }
    index = index + 1 === dashes.length ? 0 : index + 1;
    left = dashes[index];
  }
  return length;
}

/** Whether the last pixel of segments belongs to them. */
export function segmentsHaveLast(capStyle: number): boolean {
  return capStyle !== capNotLast;
}

/** Paints the points (flat x, y, moved by dx, dy) that lie inside the bounds; where they are, or undefined where none is. */
export function paintPoints(
  target: Pixels,
  points: Int32Array,
  dx: number,
  dy: number,
  bounds: Bounds,
  pixel: number,
  rop: number,
  planeMask: number,
): PaintedBox | undefined {
  const planes = (planeMask & depthMask(target.depth)) >>> 0;
  if (planes === 0 || rop === ropNoop) return undefined;
  const { and, xor } = changeTo(pixel, rop, planes, target.depth);
  const { data, width } = target;
  const { x1, y1, x2, y2 } = bounds;
  let left = x2;
  let top = y2;
  let right = x1 - 1;
  let bottom = y1 - 1;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = dx + points[i];
    const y = dy + points[i + 1];
    if (x < x1 || y < y1 || x >= x2 || y >= y2) continue;
    if (x < left) left = x;
    if (x > right) right = x;
    if (y < top) top = y;
    if (y > bottom) bottom = y;
    const at = y * width + x;
    data[at] = and === 0 ? xor : (data[at] & and) ^ xor;
  }
  return right < left ? undefined : { x1: left, y1: top, x2: right + 1, y2: bottom + 1 };
}
