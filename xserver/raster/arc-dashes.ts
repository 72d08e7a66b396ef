import { fullCircle, quarterCircle, radiansPerUnit } from './arc-angles.ts';
import { cosine, sine } from './trigonometry.ts';

/** Degrees of a quarter plus one: the lengths of an ellipse's arcs are kept at whole degrees and interpolated between. */
const entries = 91;
const unitsPerDegree = 64;

/** Lengths of the path from three o'clock to 0, 1, ..., 90 degrees. */
export type PathLengths = Float64Array;

export function pathLengths(width: number, height: number): PathLengths {
  const lengths = new Float64Array(entries);
  let x = width / 2;
  let y = 0;
  for (let degree = 1; degree < entries; degree++) {
    const angle = degree * unitsPerDegree * radiansPerUnit;
    const nextX = degree === 90 ? 0 : (width / 2) * cosine(angle);
    const nextY = (height / 2) * sine(angle);
    const dx = nextX - x;
    const dy = nextY - y;
    lengths[degree] = lengths[degree - 1] + Math.sqrt(dx * dx + dy * dy);
    x = nextX;
    y = nextY;
  }
  return lengths;
}

/** The length of the path from three o'clock counterclockwise to an angle, which may be beyond a full circle. */
export function lengthTo(lengths: PathLengths, angle: number): number {
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
export function angleAt(lengths: PathLengths, length: number): number | undefined {
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
export function dashEnd(lengths: PathLengths, from: number, to: number, length: number, backwards: boolean): DashEnd {
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
