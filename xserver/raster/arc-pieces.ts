import { fullCircle, halfCircle, normalAngle, outlineIsNear, quarterCircle, radiansPerUnit } from './arc-angles.ts';
import type { ArcFace, Point } from './arc-joins.ts';
import { addBox, miterReach } from './line-joins.ts';
import type { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';
import { cosine, sine } from './trigonometry.ts';
import { addSpan, addWideEllipse } from './wide-arcs.ts';
import { crossSweep, parallelPoint, turningSine } from './wide-ellipse.ts';
import type { Ellipse } from './wide-ellipse.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Whether any of a wide arc, its caps and joins can be inside the bounds. */
export function isNear(arc: Box, lineWidth: number, bounds: Bounds): boolean {
  const { x, y, width, height } = arc;
  return boxIsNear(arc, lineWidth, bounds) && outlineIsNear(x, y, width, height, miterReach * lineWidth + 1, bounds);
}

/** The same for a piece of an arc whose path lies in a box. */
export function boxIsNear({ x, y, width, height }: Box, lineWidth: number, bounds: Bounds): boolean {
  const reach = miterReach * lineWidth + 1;
  return (
    x - reach < bounds.x2 && y - reach < bounds.y2 && x + width + reach > bounds.x1 && y + height + reach > bounds.y1
  );
}

/** The point of an arc's path at an angle. */
export function arcPoint(
  arc: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  angle: number,
): Point {
  const w = arc.width / 2;
  const h = arc.height / 2;
  return { x: arc.x + w + w * turnedCosine(angle), y: arc.y + h - h * turnedCosine(quarterCircle - angle) };
}

/** A piece of a wide arc: a quarter of it or less, its angles mirrored into the first quarter. */
interface Piece {
  readonly ellipse: Ellipse;
  /** Angles in the first quarter, from < to. */
  readonly from: number;
  readonly to: number;
  readonly quarter: number;
}

function cosineOf(angle: number): number {
  // At 45 degrees as large as the sine, so that the end of an arc of a circle is exactly diagonal.
  if (angle === quarterCircle / 2) return sineOf(angle);
  return angle === 0 ? 1 : angle === quarterCircle ? 0 : cosine(angle * radiansPerUnit);
}

function sineOf(angle: number): number {
  return angle === 0 ? 0 : angle === quarterCircle ? 1 : sine(angle * radiansPerUnit);
}

/**
 * Adds a wide arc without caps: what the line's normal sweeps over from one angle to the other (X11 §12 PolyArc). Returns its
 * ends: the face where it starts and the one where it stops.
 */
export function addArcPiece(
  x: number,
  y: number,
  width: number,
  height: number,
  start: number,
  extent: number,
  lineWidth: number,
  bounds: Bounds,
  out: RectList,
): [ArcFace, ArcFace] {
  const ellipse: Ellipse = { w: width / 2, h: height / 2, l: lineWidth / 2 };
  const limited = Math.max(-fullCircle, Math.min(fullCircle, extent));
  const low = limited < 0 ? start + limited : start;
  const base = normalAngle(low);
  // An arc of no extent at a multiple of a full circle is whole, as in the sample server.
  const span = limited === 0 && base === 0 && start !== 0 ? fullCircle : Math.abs(limited);
  const near = isNear({ x, y, width, height }, lineWidth, bounds);
  if (width === 0 || height === 0) return addFlatArc(x, y, width, height, start, limited, lineWidth, bounds, out);
  if (near && span === fullCircle) {
    addWideEllipse(x, y, width, height, lineWidth, bounds, out);
  } else if (near) {
    for (let quarter = 0; quarter < 8; quarter++) {
      const from = Math.max(base, quarter * quarterCircle);
      const to = Math.min(base + span, (quarter + 1) * quarterCircle);
      if (from > to || (from === to && span !== 0)) continue;
      addQuarter(x, y, width, height, mirrored(ellipse, quarter % 4, from, to), lineWidth, bounds, out);
    }
  }
  const middle = { x: x + ellipse.w, y: y + ellipse.h };
  const first = faceAt(ellipse, middle, base, 1);
  const second = faceAt(ellipse, middle, base + span, -1);
  return limited < 0 ? [second, first] : [first, second];
}

function mirrored(ellipse: Ellipse, quarter: number, from: number, to: number): Piece {
  const a = from % halfCircle;
  const b = to % halfCircle === 0 && to > from ? halfCircle : to % halfCircle;
  return quarter % 2 === 0
    ? { ellipse, quarter, from: a, to: b }
    : { ellipse, quarter, from: halfCircle - b, to: halfCircle - a };
}

/** The end of a counterclockwise arc at an angle: `turn` 1 where it starts, -1 where it stops. */
function faceAt(ellipse: Ellipse, middle: Point, angle: number, turn: number): ArcFace {
  const direction = angle % fullCircle;
  const quarter = Math.floor(direction / quarterCircle);
  const rest = direction % halfCircle;
  const local = quarter % 2 === 0 ? rest : halfCircle - rest;
  const cos = cosineOf(local);
  const sin = sineOf(local);
  const signX = quarter === 1 || quarter === 2 ? -1 : 1;
  const signY = quarter >= 2 ? 1 : -1;
  const place = (point: Point): Point => ({
    x: middle.x + signX * point.x,
    y: middle.y + signY * point.y,
  });
  const outer = place(parallelPoint(ellipse, cos, sin, 1));
  const inner = place(parallelPoint(ellipse, cos, sin, -1));
  const center = place({ x: ellipse.w * cos, y: ellipse.h * sin });
  return turn > 0 ? { clock: inner, center, counterClock: outer } : { clock: outer, center, counterClock: inner };
}

/** An arc in a box without width or height is a straight line that may run over itself. */
function addFlatArc(
  x: number,
  y: number,
  width: number,
  height: number,
  start: number,
  extent: number,
  lineWidth: number,
  bounds: Bounds,
  out: RectList,
): [ArcFace, ArcFace] {
  const w = width / 2;
  const h = height / 2;
  const half = lineWidth / 2;
  const at = (angle: number): Point => arcPoint({ x, y, width, height }, angle);
  const first = at(start);
  const last = at(start + extent);
  let left = Math.min(first.x, last.x);
  let right = Math.max(first.x, last.x);
  let top = Math.min(first.y, last.y);
  let bottom = Math.max(first.y, last.y);
  const low = Math.min(start, start + extent);
  const high = Math.max(start, start + extent);
  for (let angle = Math.ceil(low / quarterCircle) * quarterCircle; angle <= high; angle += quarterCircle) {
    const point = at(angle);
    left = Math.min(left, point.x);
    right = Math.max(right, point.x);
    top = Math.min(top, point.y);
    bottom = Math.max(bottom, point.y);
  }
  if (top !== bottom) {
    left = x + w - half;
    right = x + w + half;
  } else {
    top = y + h - half;
    bottom = y + h + half;
  }
  addBox(Math.ceil(left), Math.ceil(top), Math.ceil(right), Math.ceil(bottom), bounds, out);
  const sign = last.x - first.x + (last.y - first.y) < 0 ? -half : half;
  const dx = height > 0 ? -sign : 0;
  const dy = height > 0 ? 0 : sign;
  const face = (center: Point, turn: number): ArcFace => ({
    clock: { x: center.x + turn * dx, y: center.y + turn * dy },
    center,
    counterClock: { x: center.x - turn * dx, y: center.y - turn * dy },
  });
  return [face(first, -1), face(last, 1)];
}

function turnedCosine(angle: number): number {
  const rest = normalAngle(angle);
  const local = rest > halfCircle ? fullCircle - rest : rest;
  return local > quarterCircle ? -cosineOf(halfCircle - local) : cosineOf(local);
}

/** A quarter has ends and turning points to be found; a row of it is where curves are solved for. */
const stepsPerQuarter = 400;
const stepsPerRow = 200;

function addQuarter(
  x: number,
  y: number,
  width: number,
  height: number,
  piece: Piece,
  lineWidth: number,
  bounds: Bounds,
  out: RectList,
): void {
  const { ellipse, from, to, quarter } = piece;
  const shiftX = (width & 1) / 2;
  const shiftY = (height & 1) / 2;
  const column = x + (width >> 1);
  const upper = y + (height >> 1);
  const lower = upper + (height & 1);
  const lowFace = [cosineOf(from), sineOf(from)] as const;
  const highFace = [cosineOf(to), sineOf(to)] as const;
  const lowInner = parallelPoint(ellipse, lowFace[0], lowFace[1], -1);
  const lowOuter = parallelPoint(ellipse, lowFace[0], lowFace[1], 1);
  const highInner = parallelPoint(ellipse, highFace[0], highFace[1], -1);
  const highOuter = parallelPoint(ellipse, highFace[0], highFace[1], 1);
  const turn = turningSine(ellipse);
  const turnInside = turn !== undefined && turn > lowFace[1] && turn < highFace[1];
  const turnY = turnInside ? parallelPoint(ellipse, Math.sqrt((1 - turn) * (1 + turn)), turn, -1).y : lowInner.y;
  const lowest = Math.min(lowInner.y, lowOuter.y, highInner.y, highOuter.y, turnY);
  const highest = Math.max(lowInner.y, lowOuter.y, highInner.y, highOuter.y, turnY);
  const isUpper = quarter < 2;
  const isRight = quarter === 0 || quarter === 3;
  const reachesTop = to === quarterCircle && lineWidth % 2 === 0 && width % 2 === 0;
  if (reachesTop && quarter === 0) addSpan(column, column + 1, y - lineWidth / 2, bounds, out);
  // Where the inner curve touches a row at its top, the pixel there is a hole above and none below.
  const touches = reachesTop && height * lineWidth <= width * width && lineWidth < height;
  const touchRow = touches ? (height - lineWidth) / 2 - shiftY : -1;
  // Rows count from the row of the centre, upwards.
  const firstRow = isUpper ? upper - bounds.y2 + 1 : bounds.y1 - lower;
  const lastRow = isUpper ? upper - bounds.y1 : bounds.y2 - 1 - lower;
  const end = Math.min(lastRow, Math.floor(highest - shiftY));
  const begin = Math.max(firstRow, Math.ceil(lowest - shiftY));
  out.steps += stepsPerQuarter + stepsPerRow * Math.max(0, end - begin);
  for (let row = begin; row <= end; row++) {
    const line = isUpper ? upper - row : lower + row;
    const level = row + shiftY;
    // The row through the centre belongs to the lower half, unless the piece goes on below it.
    if (level === 0 && isUpper && lowest > -1) continue;
    let low = Infinity;
    let high = -Infinity;
    const meet = (at: number): void => {
      low = Math.min(low, at);
      high = Math.max(high, at);
    };
    crossSweep(ellipse, lowFace[1], highFace[1], level, meet);
    // Where the inner curve touches the row, its two halves part at a pixel's edge.
    const atAxis = low === 0 && level === highInner.y;
    crossFace(lowInner, lowOuter, level, meet);
    crossFace(highInner, highOuter, level, meet);
    if (low > high) continue;
    if (isRight) {
      const left = atAxis ? (row === touchRow && isUpper ? 1 : 0) : Math.ceil(shiftX + low);
      addSpan(column + left, column + Math.ceil(shiftX + high), line, bounds, out);
    } else {
      const right = atAxis ? 0 : Math.ceil(shiftX - low);
      addSpan(column + Math.ceil(shiftX - high), column + right, line, bounds, out);
    }
  }
}

function crossFace(inner: Point, outer: Point, level: number, meet: (x: number) => void): void {
  const bottom = Math.min(inner.y, outer.y);
  const top = Math.max(inner.y, outer.y);
  if (level < bottom || level > top) return;
  if (inner.y === outer.y) {
    meet(inner.x);
    meet(outer.x);
    return;
  }
  meet(inner.x + ((level - inner.y) * (outer.x - inner.x)) / (outer.y - inner.y));
}
