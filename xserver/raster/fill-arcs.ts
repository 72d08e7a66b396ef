import { containsAfter, fullCircle, halfCircle, quarterCircle, radiansPerUnit, sweepOf } from './arc-angles.ts';
import type { Sweep } from './arc-angles.ts';
import type { PaintRuns } from './paint-runs.ts';
import type { Bounds } from './stroke.ts';
import { cosine, sine } from './trigonometry.ts';

export const arcChord = 0;
export const arcPieSlice = 1;

/**
 * Adds filled arcs (X11 §12 PolyFillArc), flat x, y, width, height, start angle, extent, `count` of them, closed by a chord
 * (0) or as pie slices (1). A pixel on the boundary is inside as with polygons. Arcs are not united: where they overlap,
 * pixels are painted more than once.
 */
export function fillArcs(
  arcs: ArrayLike<number>,
  count: number,
  arcMode: number,
  bounds: Bounds,
  out: PaintRuns,
): void {
  out.use(0);
  for (let i = 0; i < count * 6; i += 6) {
    const x = arcs[i];
    const y = arcs[i + 1];
    const width = arcs[i + 2];
    const height = arcs[i + 3];
    if (x >= bounds.x2 || y >= bounds.y2 || x + width < bounds.x1 || y + height < bounds.y1) continue;
    if (width === 0 || height === 0 || arcs[i + 5] === 0) continue;
    fillArc(x, y, width, height, arcs[i + 4], arcs[i + 5], arcMode, bounds, out);
    out.rects.steps += 1;
    out.checkpoint();
  }
}

function fillArc(
  x: number,
  y: number,
  width: number,
  height: number,
  start: number,
  extent: number,
  arcMode: number,
  bounds: Bounds,
  out: PaintRuns,
): void {
  const whole = extent >= fullCircle || extent <= -fullCircle;
  const sweep = sweepOf(start, extent);
  const cut = whole
    ? undefined
    : arcMode === arcPieSlice
      ? pieCut(width, height, sweep)
      : chordCut(width, height, sweep);
  const last = Math.min(y + height, bounds.y2 - 1);
  out.rects.steps += Math.max(0, last - Math.max(y, bounds.y1));
  for (let row = Math.max(y, bounds.y1); row <= last; row++) {
    const left = ellipseLeft(width, height, row - y);
    if (left < 0) continue;
    const right = ellipseRight(width, height, row - y, left);
    if (cut === undefined) addSpan(x + left, x + right, row, bounds, out);
    else cut(row - y, left, right, (a, b) => addSpan(x + a, x + b, row, bounds, out));
  }
}

function addSpan(left: number, right: number, row: number, bounds: Bounds, out: PaintRuns): void {
  const x1 = Math.max(left, bounds.x1);
  const x2 = Math.min(right, bounds.x2);
  if (x1 < x2) out.rects.add(x1, row, x2 - x1, 1);
}

/**
 * The first pixel of a row of the ellipse that fills a box of the size, counted from the left of the box; -1 if the row has
 * none. Twice the distances from the centre are whole numbers X, Y; inside is height² X² + width² Y² < width² height², and
 * on the boundary what lies left of the centre or is the topmost point.
 */
function ellipseLeft(width: number, height: number, row: number): number {
  const up = height - 2 * row;
  const room = (height - up) * (height + up) * width * width;
  const scale = height * height;
  const parity = width & 1;
  let reach = Math.floor(Math.sqrt(room) / height);
  if ((reach & 1) !== parity) reach++;
  while (reach >= 0 && scale * reach * reach > room) reach -= 2;
  if (reach < 0) return -1;
  if (reach === 0 && room === 0 && up < 0) return -1;
  return (width - reach) / 2;
}

/** Where the row ends (exclusive) that begins at `left`. */
function ellipseRight(width: number, height: number, row: number, left: number): number {
  const up = height - 2 * row;
  const reach = width - 2 * left;
  const onBoundary = height * height * reach * reach === (height - up) * (height + up) * width * width;
  return left + reach + (onBoundary && reach > 0 ? 0 : 1);
}

/** Leaves of the pixels `left` to below `right` of a row those inside the cut. All count from the box's upper left. */
type Cut = (row: number, left: number, right: number, add: (left: number, right: number) => void) => void;

/** A ray or chord in whole numbers, y upwards, dy > 0: pixels with X * dy - Y * dx >= k are right of it. */
interface Slope {
  readonly dx: number;
  readonly dy: number;
}

function pieCut(width: number, height: number, sweep: Sweep): Cut {
  const { from, to, wraps } = sweep;
  const fromSlope = raySlope(from, width, height);
  const toSlope = raySlope(to, width, height);
  // Twice the column of the ray in a row that is up/2 above the centre; pixels from its ceiling on are right of it.
  const column = (slope: Slope, up: number): number => Math.ceil((width * slope.dy + up * slope.dx) / (2 * slope.dy));
  return (row, left, right, add) => {
    const up = height - 2 * row;
    if (up === 0) {
      // The row through the centre belongs to what is below it.
      const middle = (width + 1) >> 1;
      add(containsAfter(sweep, halfCircle) ? left : Math.max(left, middle), wraps ? right : Math.min(right, middle));
      return;
    }
    // The sample server leaves out the row that touches the centre where all of the slice is above it.
    if (up === 1 && from > 0 && from < to && to < halfCircle) return;
    const upper = up > 0;
    const begins = upper ? from > 0 && from < halfCircle : from > halfCircle;
    const ends = upper ? to > 0 && to < halfCircle : to > halfCircle;
    // Counterclockwise is leftwards in the upper half and rightwards in the lower one.
    const startIn = containsAfter(sweep, upper ? 0 : halfCircle);
    const fromX = begins ? column(fromSlope, up) : 0;
    const toX = ends ? column(toSlope, up) : 0;
    if (!begins && !ends) {
      if (startIn) add(left, right);
      return;
    }
    if (startIn && begins && ends) {
      // All but the wedge that is left out: two pieces.
      const [a, b] = upper ? [fromX, toX] : [toX, fromX];
      add(left, Math.min(right, a));
      add(Math.max(left, b, Math.min(right, a)), right);
      return;
    }
    let low = left;
    let high = right;
    if (begins) {
      if (upper) high = Math.min(high, fromX);
      else low = Math.max(low, fromX);
    }
    if (ends) {
      if (upper) low = Math.max(low, toX);
      else high = Math.min(high, toX);
    }
    add(low, high);
  };
}

/** The direction of an angle on the ellipse, with y upwards made positive, scaled to at most 32768. */
function raySlope(angle: number, width: number, height: number): Slope {
  if (angle % quarterCircle === 0) return { dx: 0, dy: 1 };
  const dx = cosine(angle * radiansPerUnit) * width;
  const dy = sine(angle * radiansPerUnit) * height;
  const scale = Math.max(Math.abs(dx), Math.abs(dy));
  const wholeX = Math.floor((Math.abs(dx) * 32768) / scale + 0.5);
  const wholeY = Math.floor((Math.abs(dy) * 32768) / scale + 0.5);
  return { dx: dx < 0 === dy < 0 ? wholeX : -wholeX, dy: wholeY };
}

function chordCut(width: number, height: number, { from, to }: Sweep): Cut {
  const a = pointAt(from, width, height);
  const b = pointAt(to, width, height);
  const deltaX = b.x - a.x;
  const deltaY = b.y - a.y;
  // Columns and rows count from the pixel left of and above the centre, or on it.
  const shiftX = (width & 1) / 2;
  const shiftY = (height & 1) / 2;
  let dx = Math.abs(deltaX);
  let dy = Math.abs(deltaY);
  if (from % quarterCircle === 0 && to % quarterCircle === 0) {
    dx *= 2;
    dy *= 2;
  } else {
    const scale = Math.max(dx, dy);
    dx = Math.floor((dx * 32768) / scale + 0.5);
    dy = Math.floor((dy * 32768) / scale + 0.5);
  }
  const middleX = width >> 1;
  const middleY = height >> 1;
  if (dy === 0) {
    const y = a.y - shiftY;
    return (row, left, right, add) => {
      const up = middleY - row;
      if (deltaX < 0 ? up > y : up <= y) add(left, right);
    };
  }
  if (deltaX < 0 !== deltaY < 0) dx = -dx;
  const k = Math.ceil(((a.x + b.x + 2 * shiftX) * dy - (a.y + b.y - 2 * shiftY) * dx) / 2);
  return (row, left, right, add) => {
    const at = middleX + Math.ceil((k + (middleY - row) * dx) / dy);
    if (deltaY > 0) add(Math.max(left, at), right);
    else add(left, Math.min(right, at));
  };
}

/** The point of an angle on the ellipse, from its centre, y upwards. */
function pointAt(angle: number, width: number, height: number): { x: number; y: number } {
  const w = width / 2;
  const h = height / 2;
  if (angle === 0) return { x: w, y: 0 };
  if (angle === halfCircle) return { x: -w, y: 0 };
  if (angle === quarterCircle) return { x: 0, y: h };
  if (angle === halfCircle + quarterCircle) return { x: 0, y: -h };
  return { x: cosine(angle * radiansPerUnit) * w, y: sine(angle * radiansPerUnit) * h };
}
