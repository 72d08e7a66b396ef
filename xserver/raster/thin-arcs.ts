import { fullCircle, outlineIsNear, quarterCircle, sweepOf } from './arc-angles.ts';
import type { Sweep } from './arc-angles.ts';
import { arcEnds, beginWalk, step, turn } from './arc-walk.ts';
import type { ArcEnds, Meeting } from './arc-walk.ts';
import type { PaintRuns } from './paint-runs.ts';
import type { RectList } from './spans.ts';
import { dashAt, dashPatternOf, lineDoubleDash } from './stroke.ts';
import type { Bounds, DashPattern, DashPosition, StrokeStyle } from './stroke.ts';

/** Adds solid arcs of width 0, flat x, y, width, height, start angle, extent, `count` of them. */
export function thinArcs(arcs: ArrayLike<number>, count: number, bounds: Bounds, out: PaintRuns): void {
  out.use(0);
  const { rects } = out;
  for (let i = 0; i < count * 6; i += 6) {
    if (!isNear(arcs, i, bounds)) continue;
    rects.steps += walkLength(arcs, i);
    const width = arcs[i + 2];
    const height = arcs[i + 3];
    const sweep = sweepFrom(arcs[i + 4], arcs[i + 5]);
    const whole = sweep.wraps && sweep.from === sweep.to && width > 0 && height > 0;
    if (whole && width === height && width % 2 === 0) addEvenCircle(arcs[i], arcs[i + 1], width, bounds, rects);
    else if (whole) addEllipse(arcs[i], arcs[i + 1], width, height, rects);
    else walkArc(arcs[i], arcs[i + 1], width, height, sweep, (_, x, y) => rects.add(x, y, 1, 1), undefined);
    out.checkpoint();
  }
}

/** The angles that are drawn; an extent of a full circle or more is one full circle. */
function sweepFrom(start: number, extent: number): Sweep {
  return sweepOf(start, Math.max(-fullCircle, Math.min(fullCircle, extent)));
}

function isNear(arcs: ArrayLike<number>, i: number, bounds: Bounds): boolean {
  // Flat arcs reach a row beyond their box.
  return (
    arcs[i] - 1 < bounds.x2 &&
    arcs[i + 1] - 1 < bounds.y2 &&
    arcs[i] + arcs[i + 2] + 1 >= bounds.x1 &&
    arcs[i + 1] + arcs[i + 3] + 1 >= bounds.y1 &&
    outlineIsNear(arcs[i], arcs[i + 1], arcs[i + 2], arcs[i + 3], 2, bounds)
  );
}

/** Steps around a quarter at most. */
function walkLength(arcs: ArrayLike<number>, i: number): number {
  return (arcs[i + 2] >> 1) + (arcs[i + 3] >> 1) + 3;
}

/**
 * Adds the pixels (x1, y1) to (x2, y2) of the walk, which are in one row or column, in all four quarters. `left` and `right`
 * are the columns, `top` and `bottom` the rows from which the quarters count.
 */
function addFour(
  left: number,
  right: number,
  top: number,
  bottom: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  out: RectList,
): void {
  const width = x2 - x1 + 1;
  const height = y2 - y1 + 1;
  out.add(right + x1, top + y1, width, height);
  out.add(left - x2, top + y1, width, height);
  out.add(left - x2, bottom - y2, width, height);
  out.add(right + x1, bottom - y2, width, height);
}

/**
 * A circle of even width: an eighth is walked. The pixels on the diagonals may come twice; as in the sample server they are
 * painted twice where the circle is inside the bounds.
 */
function addEvenCircle(x: number, y: number, size: number, bounds: Bounds, out: RectList): void {
  const half = size / 2;
  const centerX = x + half;
  const centerY = y + half;
  const bottom = y + size;
  const inside = x >= bounds.x1 && y >= bounds.y1 && x + size < bounds.x2 && bottom < bounds.y2;
  out.add(centerX, y, 1, 1);
  out.add(centerX, bottom, 1, 1);
  const walk = beginWalk(size, size);
  for (;;) {
    const start = walk.x;
    const row = walk.y;
    // All of the run but the pixel after which the eighth ends is mirrored on the diagonal too.
    while (walk.a >= 0 && walk.y === row) step(walk);
    const ends = walk.y === row;
    const last = ends ? walk.x : walk.x - 1;
    addFour(centerX, centerX, y, bottom, start, row, last, row, out);
    const mirrored = ends ? last - 1 : last;
    if (mirrored >= start) {
      const height = mirrored - start + 1;
      out.add(x + size - row, centerY - mirrored, 1, height);
      out.add(x + row, centerY - mirrored, 1, height);
      out.add(x + row, centerY + start, 1, height);
      out.add(x + size - row, centerY + start, 1, height);
    }
    if (ends) break;
    if (walk.a >= 0) continue;
    // A last pixel in a row of its own; the one before it may be its image.
    const again = walk.x === half - row && walk.y === half - last;
    if (!again || inside) addFour(centerX, centerX, y, bottom, walk.x, walk.y, walk.x, walk.y, out);
    break;
  }
  out.add(x + size, centerY, 1, 1);
  out.add(x, centerY, 1, 1);
}

function addEllipse(x: number, y: number, width: number, height: number, out: RectList): void {
  const walk = beginWalk(width, height);
  const centerX = x + (width >> 1);
  const mirrorX = centerX + (width & 1);
  const bottom = y + height;
  if (width % 2 === 0) {
    out.add(centerX, y, 1, 1);
    out.add(centerX, bottom, 1, 1);
  }
  let startX = walk.x;
  let startY = walk.y;
  let lastX = startX;
  let lastY = startY;
  const empty = walk.y >= walk.endY && walk.x >= walk.endX;
  while (walk.y < walk.endY || walk.x < walk.endX) {
    turn(walk);
    const inRow = walk.y === startY && lastY === startY;
    const inColumn = walk.x === startX && lastX === startX;
    if (!inRow && !inColumn) {
      addFour(mirrorX, centerX, y, bottom, startX, startY, lastX, lastY, out);
      startX = walk.x;
      startY = walk.y;
    }
    lastX = walk.x;
    lastY = walk.y;
    step(walk);
  }
  if (!empty) addFour(mirrorX, centerX, y, bottom, startX, startY, lastX, lastY, out);
  out.add(centerX + walk.x, y + walk.y, 1, 1);
  out.add(mirrorX - walk.x, bottom - walk.y, 1, 1);
  if (height % 2 === 0) return;
  out.add(mirrorX - walk.x, y + walk.y, 1, 1);
  out.add(centerX + walk.x, bottom - walk.y, 1, 1);
}

/** Receives a pixel of a quarter: 0 upper right, 1 upper left, 2 lower left, 3 lower right. */
type Plot = (quarter: number, x: number, y: number) => void;

/**
 * Walks the arc and plots what is in the sweep. Odd quarters are walked counterclockwise, even ones clockwise. `beforeStart`
 * is called before each pixel at which the walk is where the sweep begins.
 */
function walkArc(
  x: number,
  y: number,
  width: number,
  height: number,
  sweep: Sweep,
  plot: Plot,
  beforeStart: (() => void) | undefined,
): void {
  if (width === 0 && height === 0) return;
  const walk = beginWalk(width, height);
  const centerX = x + (width >> 1);
  const mirrorX = centerX + (width & 1);
  const bottom = y + height;
  const ends: ArcEnds = arcEnds(width, height, sweep);
  const meets = (meeting: Meeting | undefined): boolean =>
    meeting !== undefined && (meeting.x === walk.x || meeting.y === walk.y);
  let { mask } = ends;
  if (width % 2 === 0) {
    if (mask & 2) plot(1, centerX, y);
    if (mask & 8) plot(3, mirrorX, bottom);
  }
  const first = ends.vanishes[0];
  if (first !== undefined && (first.x === 0 || first.y === 0)) {
    mask = first.mask;
    ends.vanishes.shift();
  }
  while (walk.y < walk.endY || walk.x < walk.endX) {
    turn(walk);
    if (beforeStart !== undefined && meets(ends.start)) beforeStart();
    if (meets(ends.appears[0])) mask = (ends.appears.shift() as Meeting).mask;
    if (mask & 1) plot(0, centerX + walk.x, y + walk.y);
    if (mask & 2) plot(1, mirrorX - walk.x, y + walk.y);
    if (mask & 4) plot(2, mirrorX - walk.x, bottom - walk.y);
    if (mask & 8) plot(3, centerX + walk.x, bottom - walk.y);
    if (meets(ends.vanishes[0])) mask = (ends.vanishes.shift() as Meeting).mask;
    step(walk);
  }
  if (beforeStart !== undefined && meets(ends.start)) beforeStart();
  if (meets(ends.appears[0])) mask = ends.appears[0].mask;
  if (mask & 1) plot(0, centerX + walk.x, y + walk.y);
  if (mask & 4) plot(2, mirrorX - walk.x, bottom - walk.y);
  if (height % 2 === 0) return;
  if (mask & 2) plot(1, mirrorX - walk.x, y + walk.y);
  if (mask & 8) plot(3, centerX + walk.x, bottom - walk.y);
}

/**
 * Adds dashed arcs of width 0: one pixel of a dash for each pixel of an arc, in the direction of its extent. Dashes run on
 * from one arc to the next where that begins at the pixel at which the other ended.
 */
export function thinDashedArcs(
  arcs: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const pattern = dashPatternOf(style);
  const double = style.lineStyle === lineDoubleDash;
  const none: Pixel = { x: Infinity, y: Infinity };
  let position: DashPosition = dashAt(pattern, style.dashOffset);
  let firstPixel = none;
  let lastPixel = none;
  let skipStart = false;
  for (let i = 0; i < count * 6; i += 6) {
    // An arc may be followed by one that goes on along the same ellipse.
    const skipLast = i + 6 < count * 6 && goesOn(arcs, i);
    out.rects.steps += 4;
    if (!skipStart && !skipLast && !isNear(arcs, i, bounds) && !(i + 6 < count * 6 && mayFollow(arcs, i))) {
      firstPixel = none;
      lastPixel = none;
      out.checkpoint();
      continue;
    }
    out.rects.steps += 4 * walkLength(arcs, i);
    const pixels = arcInOrder(arcs, i);
    let start = 0;
    let end = pixels.length;
    if (end > 0) {
      const first: Pixel = { x: pixels[0], y: pixels[1] };
      const last: Pixel = { x: pixels[end - 2], y: pixels[end - 1] };
      const sweep = sweepFrom(arcs[i + 4], arcs[i + 5]);
      const open = sweep.from !== sweep.to;
      if (isSame(first, lastPixel)) start = 2;
      else position = dashAt(pattern, style.dashOffset);
      if (!skipStart && open) firstPixel = first;
      else if (!skipLast && isSame(last, firstPixel) && end - start > 2) end -= 2;
      if (open) lastPixel = last;
    }
    skipStart = skipLast;
    out.use(0);
    const after = addDashes(pixels, start, end, pattern, position, 0, bounds, out.rects);
    if (double) {
      out.use(1);
      addDashes(pixels, start, end, pattern, position, 1, bounds, out.rects);
    }
    position = after;
    out.checkpoint();
  }
}

interface Pixel {
  readonly x: number;
  readonly y: number;
}

function isSame(a: Pixel, b: Pixel): boolean {
  return a.x === b.x && a.y === b.y;
}

/** Adds those of the pixels (flat x, y) that are in even or odd dashes; returns the position after the last. */
function addDashes(
  pixels: Int32Array,
  start: number,
  end: number,
  { dashes }: DashPattern,
  position: DashPosition,
  parity: number,
  bounds: Bounds,
  out: RectList,
): DashPosition {
  const { x1, y1, x2, y2 } = bounds;
  let { index, left } = position;
  for (let at = start; at < end;) {
    const until = Math.min(end, at + left * 2);
    left -= (until - at) >> 1;
    if ((index & 1) === parity) {
      for (; at < until; at += 2) {
        const x = pixels[at];
        const y = pixels[at + 1];
        if (x >= x1 && x < x2 && y >= y1 && y < y2) out.add(x, y, 1, 1);
      }
    }
    at = until;
    if (left === 0) {
      index = index + 1 === dashes.length ? 0 : index + 1;
      left = dashes[index];
    }
  }
  return { index, left };
}

function goesOn(arcs: ArrayLike<number>, i: number): boolean {
  for (let n = 0; n < 4; n++) if (arcs[i + n] !== arcs[i + 6 + n]) return false;
  return arcs[i + 4] + arcs[i + 5] === arcs[i + 10];
}

/** Whether the next arc may begin at the pixel at which this one ends, so that its dashes depend on this one's. */
function mayFollow(arcs: ArrayLike<number>, i: number): boolean {
  // Near enough is where their boxes touch; the pixels themselves are known only when walked.
  return (
    arcs[i] <= arcs[i + 6] + arcs[i + 8] + 1 &&
    arcs[i + 6] <= arcs[i] + arcs[i + 2] + 1 &&
    arcs[i + 1] <= arcs[i + 7] + arcs[i + 9] + 1 &&
    arcs[i + 7] <= arcs[i + 1] + arcs[i + 3] + 1
  );
}

/** The pixels of an arc (flat x, y) in the direction of its extent. */
function arcInOrder(arcs: ArrayLike<number>, i: number): Int32Array {
  const extent = arcs[i + 5];
  const sweep = sweepFrom(arcs[i + 4], extent);
  const startQuarter = Math.floor(sweep.from / quarterCircle);
  const room = 2 * walkLength(arcs, i);
  const lists = Array.from({ length: 4 }, () => new Int32Array(room));
  const lengths = [0, 0, 0, 0];
  let split = 0;
  const plot = (quarter: number, x: number, y: number): void => {
    const at = lengths[quarter];
    lists[quarter][at] = x;
    lists[quarter][at + 1] = y;
    lengths[quarter] = at + 2;
  };
  walkArc(arcs[i], arcs[i + 1], arcs[i + 2], arcs[i + 3], sweep, plot, () => {
    split = lengths[startQuarter];
  });
  // The quarter in which the sweep begins may hold its beginning and its end.
  const divided = lists[startQuarter].subarray(0, lengths[startQuarter]);
  const odd = startQuarter % 2 === 1;
  const parts = [odd ? divided.subarray(split) : reversed(divided.subarray(0, split + 2))];
  for (let n = 1; n < 4; n++) {
    const quarter = (startQuarter + n) % 4;
    const list = lists[quarter].subarray(0, lengths[quarter]);
    parts.push(quarter % 2 === 1 ? list : reversed(list));
  }
  parts.push(odd ? divided.subarray(0, Math.max(0, split - 2)) : reversed(divided.subarray(split + 2)));
  const ordered = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    ordered.set(part, at);
    at += part.length;
  }
  return extent < 0 ? reversed(ordered) : ordered;
}

/** The pixels (flat x, y) from last to first. */
function reversed(pixels: Int32Array): Int32Array {
  const turned = new Int32Array(pixels.length);
  for (let from = 0, to = pixels.length - 2; to >= 0; from += 2, to -= 2) {
    turned[to] = pixels[from];
    turned[to + 1] = pixels[from + 1];
  }
  return turned;
}
