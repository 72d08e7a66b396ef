import type { PaintRuns } from './paint-runs.ts';
import type { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';

export const evenOddRule = 0;
export const windingRule = 1;

/**
 * Adds the inside of a polygon through `points` (flat x, y; `count` of them; closed by itself), by the even-odd (0) or the
 * winding (1) rule. A pixel on the boundary is inside if the inside is right of it, or below it on a horizontal boundary
 * (X11 §12 FillPoly), so a row holds the pixels from ceil(left) to below ceil(right). The shape hint is not needed.
 */
export function fillPolygon(
  points: ArrayLike<number>,
  count: number,
  fillRule: number,
  bounds: Bounds,
  out: PaintRuns,
): void {
  out.use(0);
  const edges = collectEdges(points, count, bounds);
  if (edges.length === 0) return;
  sortByTop(edges);
  const active: Edge[] = [];
  let next = 0;
  let y = Math.max((edges[0] as Edge).top, bounds.y1);
  while (y < bounds.y2) {
    while (next < edges.length && edges[next].top <= y) active.push(edges[next++]);
    let kept = 0;
    for (const edge of active) if (edge.bottom > y) active[kept++] = edge;
    active.length = kept;
    if (kept === 0) {
      if (next === edges.length) return;
      y = edges[next].top;
      continue;
    }
    const bottom = Math.min(bounds.y2, constantUntil(active, next < edges.length ? edges[next].top : bounds.y2));
    if (kept === 2) y = addTwoSided(active[0], active[1], y, bottom, out.rects);
    else {
      for (; y < bottom; y++) {
        addRow(active, y, fillRule, bounds, out.rects);
        out.checkpoint();
      }
    }
    out.rects.steps += kept;
    out.checkpoint();
  }
}

/** With fewer edges than this, sorting in place costs less than the calls of `sort`. */
const fewEdges = 16;

function sortByTop(edges: Edge[]): void {
  if (edges.length >= fewEdges) {
    edges.sort((a, b) => a.top - b.top);
    return;
  }
  for (let i = 1; i < edges.length; i++) {
    const edge = edges[i];
    let place = i;
    for (; place > 0 && edges[place - 1].top > edge.top; place--) edges[place] = edges[place - 1];
    edges[place] = edge;
  }
}

/** A side that is not horizontal, downwards. */
interface Edge {
  readonly top: number;
  readonly bottom: number;
  readonly x: number;
  readonly dx: number;
  readonly dy: number;
  /** +1 if the outline runs down here, -1 if up. */
  readonly direction: number;
  /** The first pixel at or right of the edge in the row that is being drawn. */
  at: number;
}

function collectEdges(points: ArrayLike<number>, count: number, bounds: Bounds): Edge[] {
  const edges: Edge[] = [];
  if (count === 0) return edges;
  let x1 = points[count * 2 - 2];
  let y1 = points[count * 2 - 1];
  for (let i = 0; i < count * 2; i += 2) {
    const x2 = points[i];
    const y2 = points[i + 1];
    if (y1 < y2 && y1 < bounds.y2 && y2 > bounds.y1) {
      edges.push({ top: y1, bottom: y2, x: x1, dx: x2 - x1, dy: y2 - y1, direction: 1, at: 0 });
    } else if (y2 < y1 && y2 < bounds.y2 && y1 > bounds.y1) {
      edges.push({ top: y2, bottom: y1, x: x2, dx: x1 - x2, dy: y1 - y2, direction: -1, at: 0 });
    }
    x1 = x2;
    y1 = y2;
  }
  return edges;
}

/** The row at which the set of active edges changes. */
function constantUntil(active: readonly Edge[], nextTop: number): number {
  let until = nextTop;
  for (const edge of active) if (edge.bottom < until) until = edge.bottom;
  return until;
}

/** Exact: the quotient is far enough from the next whole number that a double cannot hide it. */
function ceilingAt(edge: Edge, y: number): number {
  return edge.x + Math.ceil(((y - edge.top) * edge.dx) / edge.dy);
}

/** Rows between two edges; where both are vertical, one rectangle. Returns `bottom`. */
function addTwoSided(a: Edge, b: Edge, top: number, bottom: number, out: RectList): number {
  if (a.dx === 0 && b.dx === 0) {
    const left = Math.min(a.x, b.x);
    if (a.x !== b.x) out.add(left, top, Math.max(a.x, b.x) - left, bottom - top);
    return bottom;
  }
  for (let y = top; y < bottom; y++) {
    const left = ceilingAt(a, y);
    const right = ceilingAt(b, y);
    if (left < right) out.add(left, y, right - left, 1);
    else if (right < left) out.add(right, y, left - right, 1);
  }
  return bottom;
}

function addRow(active: Edge[], y: number, fillRule: number, bounds: Bounds, out: RectList): void {
  if (active.length >= bounds.x2 - bounds.x1) {
    addCrowdedRow(active, y, fillRule, bounds, out);
    return;
  }
  // The order changes little from row to row: insertion sort.
  let moves = 0;
  for (let i = 0; i < active.length; i++) {
    const edge = active[i];
    edge.at = ceilingAt(edge, y);
    let place = i;
    while (place > 0 && active[place - 1].at > edge.at) {
      active[place] = active[place - 1];
      place--;
    }
    moves += i - place;
    active[place] = edge;
  }
  out.steps += active.length + (moves >> 2);
  let inside = 0;
  let left = 0;
  for (const edge of active) {
    const now = fillRule === windingRule ? inside + edge.direction : inside ^ 1;
    if (inside === 0) left = edge.at;
    else if (now === 0 && left < edge.at) out.add(left, y, edge.at - left, 1);
    inside = now;
  }
}

/** As `addRow` where edges are more than pixels: how the winding changes is noted at each pixel, so nothing needs an order. */
function addCrowdedRow(active: readonly Edge[], y: number, fillRule: number, bounds: Bounds, out: RectList): void {
  const { x1, x2 } = bounds;
  const width = x2 - x1;
  const change = new Int32Array(width + 1);
  for (const edge of active) {
    const at = ceilingAt(edge, y) - x1;
    if (at < width) change[at > 0 ? at : 0] += fillRule === windingRule ? edge.direction : 1;
  }
  out.steps += active.length + width;
  let winding = 0;
  let left = -1;
  for (let x = 0; x <= width; x++) {
    winding += change[x];
    const inside = x < width && (fillRule === windingRule ? winding !== 0 : (winding & 1) !== 0);
    if (inside === left >= 0) continue;
    if (!inside) out.add(x1 + left, y, x - left, 1);
    left = inside ? x : -1;
  }
}
