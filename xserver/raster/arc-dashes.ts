import { fullCircle, quarterCircle, radiansPerUnit } from './arc-angles.ts';
import type { Bounds } from './stroke.ts';
import { cosine, sine } from './trigonometry.ts';

/** Degrees of a quarter plus one: the lengths of an ellipse's arcs are kept at whole degrees and interpolated between. */
const entries = 91;
const unitsPerDegree = 64;

/** The path of an ellipse at 0, 1, ..., 90 degrees: how long it is from three o'clock, and where (from the centre, y up). */
export interface PathTable {
  readonly lengths: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
}

export function pathTable(width: number, height: number): PathTable {
  const lengths = new Float64Array(entries);
  const x = new Float64Array(entries);
  const y = new Float64Array(entries);
  x[0] = width / 2;
  for (let degree = 1; degree < entries; degree++) {
    const angle = degree * unitsPerDegree * radiansPerUnit;
    x[degree] = degree === 90 ? 0 : (width / 2) * cosine(angle);
    y[degree] = (height / 2) * sine(angle);
    const dx = x[degree] - x[degree - 1];
    const dy = y[degree] - y[degree - 1];
    lengths[degree] = lengths[degree - 1] + Math.sqrt(dx * dx + dy * dy);
  }
  return { lengths, x, y };
}

/** The box of the path between two angles, relative to the centre, y downwards; up to two degrees larger. */
export function pathBox({ x, y }: PathTable, from: number, to: number): Bounds {
  let x1 = Infinity;
  let y1 = Infinity;
  let x2 = -Infinity;
  let y2 = -Infinity;
  const last = Math.ceil(Math.max(from, to) / unitsPerDegree);
  for (let degree = Math.floor(Math.min(from, to) / unitsPerDegree); degree <= last; degree++) {
    const turned = ((degree % 360) + 360) % 360;
    const folded = turned % 180 > 90 ? 180 - (turned % 180) : turned % 180;
    const px = turned > 90 && turned < 270 ? -x[folded] : x[folded];
    const py = turned > 180 ? y[folded] : -y[folded];
    x1 = Math.min(x1, px);
    x2 = Math.max(x2, px);
    y1 = Math.min(y1, py);
    y2 = Math.max(y2, py);
  }
  return { x1, y1, x2, y2 };
}

/** The length of the path from three o'clock counterclockwise to an angle, which may be beyond a full circle. */
export function lengthTo(lengths: Float64Array, angle: number): number {
  const quarters = Math.floor(angle / quarterCircle);
  const side = lengths[entries - 1];
  const odd = quarters % 2 !== 0;
  const rest = angle - quarters * quarterCircle;
  const local = odd ? quarterCircle - rest : rest;
  const degree = Math.floor(local / unitsPerDegree);
  const excess = local - degree * unitsPerDegree;
  let length = lengths[degree];
  if (excess > 0) length += ((lengths[degree + 1] - lengths[degree]) * excess) / unitsPerDegree;
  return quarters * side + (odd ? side - length : length);
}

/** The whole angle at which the path from three o'clock has a length; undefined where the path has none. */
export function angleAt(lengths: Float64Array, length: number): number | undefined {
  const side = lengths[entries - 1];
  if (side === 0) return undefined;
  const quarters = Math.floor(length / side);
  const odd = quarters % 2 !== 0;
  const rest = length - quarters * side;
  const local = odd ? side - rest : rest;
  let low = 0;
  let high = entries - 1;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (local > lengths[middle]) low = middle;
    else high = middle;
  }
  const part = (local - lengths[low]) / (lengths[low + 1] - lengths[low]);
  const inside = Math.trunc(low * unitsPerDegree + part * unitsPerDegree);
  return quarters * quarterCircle + (odd ? quarterCircle - inside : inside);
}

/** Where the dash that begins at `from` ends, and how much of it the arc, which ends at `to`, is too short for. */
export interface DashEnd {
  readonly angle: number;
  readonly left: number;
}

/** Goes `length` along the path, counterclockwise or `backwards`. */
export function dashEnd(lengths: Float64Array, from: number, to: number, length: number, backwards: boolean): DashEnd {
  const start = backwards ? fullCircle - from : from;
  let end = backwards ? fullCircle - to : to;
  if (end < start) end += fullCircle;
  const base = lengthTo(lengths, start);
  const angle = angleAt(lengths, base + length);
  if (angle === undefined || angle > end) {
    return { angle: to, left: Math.trunc(length - (lengthTo(lengths, end) - base)) };
  }
  return { angle: backwards ? fullCircle - angle : angle, left: 0 };
}
