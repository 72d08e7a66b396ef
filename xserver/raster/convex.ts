import type { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';

/**
 * Convex polygons with fractional corners, as wide lines are made of (X11 §5, line-width).
 *
 * A pixel (x, y) relative to a whole origin lies right of a side of slope dx/dy (dy > 0) if x * dy - y * dx >= k. All but k
 * are whole numbers, so k may be rounded up and the rest is exact. A pixel on a boundary is inside if the inside is right of
 * it, or below it on a horizontal boundary.
 */
export interface Side {
  /** The first row it bounds; it does so until the next side of its chain. */
  readonly top: number;
  readonly originX: number;
  readonly originY: number;
  readonly dx: number;
  readonly dy: number;
  readonly k: number;
}

/** The side from the corner (`x`, `y`, relative to the origin) along a slope; `k` is x * dy - y * dx of that corner. */
export function makeSide(y: number, k: number, dx: number, dy: number, originX: number, originY: number): Side {
  const top = Math.ceil(y) + originY;
  return dy < 0
    ? { top, originX, originY, dx: -dx, dy: -dy, k: Math.ceil(-k) }
    : { top, originX, originY, dx, dy, k: Math.ceil(k) };
}

/** The first pixel at or right of the side in row `y`. */
export function sideAt(side: Side, y: number): number {
  return side.originX + Math.ceil((side.k + (y - side.originY) * side.dx) / side.dy);
}

/** Adds the rows `top` to below `bottom` between two chains of sides, each in order of `top`. */
export function addConvex(
  left: readonly Side[],
  right: readonly Side[],
  top: number,
  bottom: number,
  bounds: Bounds,
  out: RectList,
): void {
  if (left.length === 0 || right.length === 0) return;
  const end = Math.min(bottom, bounds.y2);
  let l = 0;
  let r = 0;
  let y = Math.max(top, bounds.y1);
  while (y < end) {
    while (l + 1 < left.length && left[l + 1].top <= y) l++;
    while (r + 1 < right.length && right[r + 1].top <= y) r++;
    let until = end;
    if (l + 1 < left.length) until = Math.min(until, left[l + 1].top);
    if (r + 1 < right.length) until = Math.min(until, right[r + 1].top);
    addRows(left[l], right[r], y, until, bounds, out);
    y = until;
  }
}

function addRows(left: Side, right: Side, top: number, bottom: number, bounds: Bounds, out: RectList): void {
  if (left.dx === 0 && right.dx === 0) {
    const x1 = Math.max(bounds.x1, sideAt(left, top));
    const x2 = Math.min(bounds.x2, sideAt(right, top));
    if (x1 < x2) out.add(x1, top, x2 - x1, bottom - top);
    return;
  }
  out.steps += bottom - top;
  for (let y = top; y < bottom; y++) {
    const x1 = Math.max(bounds.x1, sideAt(left, y));
    const x2 = Math.min(bounds.x2, sideAt(right, y));
    if (x1 < x2) out.add(x1, y, x2 - x1, 1);
  }
}

/** A corner and the side from it to the next corner: slope dx, dy (whole numbers, of either sign) and k along it. */
export interface Corner {
  x: number;
  y: number;
  dx: number;
  dy: number;
  k: number;
}

/** Adds the polygon of corners relative to a whole origin, in either sense of rotation. */
export function addPolygon(
  corners: readonly Corner[],
  originX: number,
  originY: number,
  bounds: Bounds,
  out: RectList,
): void {
  const count = corners.length;
  let top = 0;
  let bottom = 0;
  for (let i = 1; i < count; i++) {
    if (corners[i].y < corners[top].y) top = i;
    if (corners[i].y >= corners[bottom].y) bottom = i;
  }
  const after = corners[top];
  const before = corners[(top + count - 1) % count];
  const forwardIsRight = before.dy * after.dx <= after.dy * before.dx;
  const forward = chain(corners, top, bottom, 1, originX, originY);
  const backward = chain(corners, top, bottom, -1, originX, originY);
  const right = forwardIsRight ? forward : backward;
  const left = forwardIsRight ? backward : forward;
  const first = left.length > 0 ? left[0].top : 0;
  addConvex(left, right, first, Math.ceil(corners[bottom].y) + originY, bounds, out);
}

function chain(
  corners: readonly Corner[],
  top: number,
  bottom: number,
  step: number,
  originX: number,
  originY: number,
): Side[] {
  const count = corners.length;
  const sides: Side[] = [];
  for (let i = top; i !== bottom; i = (i + step + count) % count) {
    const side = step > 0 ? corners[i] : corners[(i + count - 1) % count];
    if (side.dy !== 0) sides.push(makeSide(corners[i].y, side.k, side.dx, side.dy, originX, originY));
  }
  return sides;
}
