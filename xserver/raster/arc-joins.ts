import type { RectList } from './spans.ts';
import { miterReach } from './line-joins.ts';
import { capProjecting, capRound, isWithin, joinMiter, joinRound } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';
import { angleOf, arcSine, cosine, sine } from './trigonometry.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * The straight end of a piece of a wide arc, y downwards. `clock` and `counterClock` are its corners as seen when turning
 * around the end's middle: the arc lies on the side from which the corners are seen that way.
 */
export interface ArcFace {
  readonly clock: Point;
  readonly center: Point;
  readonly counterClock: Point;
}

/** Directions this near to opposite (169 degrees) get no mitre (X11 §5, join-style). */
const miterCosine = -0.981627183447664;

/** Finding a corner of a round cap takes a sine and a cosine. */
const stepsPerPoint = 16;

/** Adds the cap of an end. */
export function addArcCap(face: ArcFace, style: StrokeStyle, bounds: Bounds, out: RectList): void {
  const { clock, center, counterClock } = face;
  if (!isWithin(center.x, center.y, style.lineWidth + 2, bounds)) return;
  const outX = clock.y - center.y;
  const outY = center.x - clock.x;
  if (style.capStyle === capProjecting) {
    const points = [
      clock,
      { x: clock.x + outX, y: clock.y + outY },
      { x: counterClock.x + outX, y: counterClock.y + outY },
      counterClock,
    ];
    addConvexPoints(points, bounds, out);
  } else if (style.capStyle === capRound) {
    addConvexPoints(turnAround(center, clock, counterClock, Math.PI, style.lineWidth), bounds, out);
  }
}

/** Corners of a round cap at most: of the largest there is they are less than a hundredth of a pixel off the circle. */
const maximumCorners = 4096;

/** Points from `from` to `to` around a centre, counterclockwise on the screen by `angle`, as far apart as a pixel. */
function turnAround(center: Point, from: Point, to: Point, angle: number, lineWidth: number): Point[] {
  const radius = Math.max(1, lineWidth / 2);
  const count = Math.min(maximumCorners, Math.floor(angle / arcSine(1 / radius)) + 1);
  const step = angle / count;
  const x = from.x - center.x;
  const y = from.y - center.y;
  const points: Point[] = [from];
  for (let i = 1; i < count; i++) {
    const cos = cosine(i * step);
    const sin = sine(i * step);
    points.push({ x: center.x + x * cos + y * sin, y: center.y + y * cos - x * sin });
  }
  points.push(to);
  return points;
}

/** Adds what fills the bend between the end of one arc and the start of the next. */
export function addArcJoin(end: ArcFace, start: ArcFace, style: StrokeStyle, bounds: Bounds, out: RectList): void {
  const { center } = end;
  if (!isWithin(center.x, center.y, miterReach * style.lineWidth + 2, bounds)) return;
  const bend = cross(center, end.clock, start.counterClock);
  // The side that gapes: the outer one if the path bends inwards. `first` to `second` is counterclockwise on the screen.
  const first = bend > 0 ? end.clock : start.clock;
  const second = bend > 0 ? start.counterClock : end.counterClock;
  if (style.joinStyle === joinRound) {
    const angle = angleBetween(center, first, second);
    addConvexPoints([center, ...turnAround(center, first, second, angle, style.lineWidth)], bounds, out);
    return;
  }
  const points = [first, center, second];
  if (style.joinStyle === joinMiter && cosineBetween(center, first, second) > miterCosine) {
    const middleX = (first.x + second.x) / 2;
    const middleY = (first.y + second.y) / 2;
    const half = squareDistance(first, second) / 4;
    const rest = squareDistance(first, center) - half;
    if (rest > 0) {
      const reach = half / rest;
      points.push({ x: middleX + reach * (middleX - center.x), y: middleY + reach * (middleY - center.y) });
    }
  }
  addConvexPoints(points, bounds, out);
}

function squareDistance(a: Point, b: Point): number {
  return (a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y);
}

/** Positive if `b` is counterclockwise of `a` on the screen. */
function cross(center: Point, a: Point, b: Point): number {
  return (a.y - center.y) * (b.x - center.x) - (a.x - center.x) * (b.y - center.y);
}

function angleBetween(center: Point, a: Point, b: Point): number {
  const dot = (a.x - center.x) * (b.x - center.x) + (a.y - center.y) * (b.y - center.y);
  return angleOf(dot, Math.abs(cross(center, a, b)));
}

function cosineBetween(center: Point, a: Point, b: Point): number {
  const dot = (a.x - center.x) * (b.x - center.x) + (a.y - center.y) * (b.y - center.y);
  const turn = cross(center, a, b);
  const length = Math.sqrt(dot * dot + turn * turn);
  return length === 0 ? 1 : dot / length;
}

/** Adds a convex polygon of fractional points by the rule of polygons. */
function addConvexPoints(points: readonly Point[], bounds: Bounds, out: RectList): void {
  let top = Infinity;
  let bottom = -Infinity;
  for (const point of points) {
    top = Math.min(top, point.y);
    bottom = Math.max(bottom, point.y);
  }
  const first = Math.max(Math.ceil(top), bounds.y1);
  const rows = Math.min(Math.ceil(bottom), bounds.y2) - first;
  out.steps += points.length * stepsPerPoint + Math.max(0, rows);
  if (rows <= 0) return;
  // Each side gives its x to the rows it crosses.
  const low = new Float64Array(rows).fill(Infinity);
  const high = new Float64Array(rows).fill(-Infinity);
  for (let i = 0; i < points.length; i++) {
    const here = points[i];
    const next = points[i + 1 === points.length ? 0 : i + 1];
    const a = here.y < next.y ? here : next;
    const b = here.y < next.y ? next : here;
    const end = Math.min(rows, Math.ceil(b.y) - first);
    for (let row = Math.max(0, Math.ceil(a.y) - first); row < end; row++) {
      const x = a.x + ((row + first - a.y) * (b.x - a.x)) / (b.y - a.y);
      if (x < low[row]) low[row] = x;
      if (x > high[row]) high[row] = x;
    }
  }
  for (let row = 0; row < rows; row++) {
    const x1 = Math.max(bounds.x1, Math.ceil(low[row]));
    const x2 = Math.min(bounds.x2, Math.ceil(high[row]));
    if (x1 < x2) out.add(x1, row + first, x2 - x1, 1);
  }
}
