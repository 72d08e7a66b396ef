import type { Bounds } from './stroke.ts';

/** Angles on the wire are in 1/64 degree, counterclockwise from three o'clock (X11 §12 PolyArc). */
export const fullCircle = 360 * 64;
export const halfCircle = 180 * 64;
export const quarterCircle = 90 * 64;
export const radiansPerUnit = Math.PI / 11520;

/** The same direction in 0 to below a full circle. */
export function normalAngle(angle: number): number {
  const rest = angle % fullCircle;
  return rest < 0 ? rest + fullCircle : rest;
}

/** A stretch of angles, counterclockwise; `wraps` where it runs through 0. From a direction to itself it is empty or all. */
export interface Sweep {
  readonly from: number;
  readonly to: number;
  readonly wraps: boolean;
}

/** The angles of an arc that is no full circle. */
export function sweepOf(start: number, extent: number): Sweep {
  const from = normalAngle(extent < 0 ? start + extent : start);
  const to = normalAngle(extent < 0 ? start : start + extent);
  return { from, to, wraps: extent !== 0 && to <= from };
}

/** Whether the angles just after `angle` (0 to below a full circle) are in the sweep. */
export function containsAfter({ from, to, wraps }: Sweep, angle: number): boolean {
  return wraps ? angle >= from || angle < to : angle >= from && angle < to;
}

/** Whether the angles just before `angle` (above 0, up to a full circle) are in the sweep. */
export function containsBefore({ from, to, wraps }: Sweep, angle: number): boolean {
  return wraps ? angle > from || angle <= to : angle > from && angle <= to;
}

/**
 * Whether the ellipse that fills a box may come as near as `reach`, sideways or up and down, to the bounds: not if they lie inside it or
 * beside it with more room than that.
 */
export function outlineIsNear(
  x: number,
  y: number,
  width: number,
  height: number,
  reach: number,
  bounds: Bounds,
): boolean {
  if (width === 0 || height === 0) return true;
  const centerX = x + width / 2;
  const centerY = y + height / 2;
  const left = bounds.x1 - reach - centerX;
  const right = bounds.x2 + reach - centerX;
  const top = bounds.y1 - reach - centerY;
  const bottom = bounds.y2 + reach - centerY;
  const nearestX = left > 0 ? left : right < 0 ? right : 0;
  const nearestY = top > 0 ? top : bottom < 0 ? bottom : 0;
  if (isInside(nearestX, nearestY, width, height)) {
    return !isInside(Math.max(-left, right), Math.max(-top, bottom), width, height);
  }
  return false;
}

function isInside(x: number, y: number, width: number, height: number): boolean {
  const along = (2 * x) / width;
  const across = (2 * y) / height;
  return along * along + across * across < 1;
}
