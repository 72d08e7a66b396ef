import type { PaintRuns } from './paint-runs.ts';
import { lineSolid } from './stroke.ts';
import type { Bounds, StrokeStyle } from './stroke.ts';
import { thinArcs, thinDashedArcs } from './thin-arcs.ts';

/** Outlines of arcs (X11 §12 PolyArc), flat x, y, width, height, start angle, extent in 1/64 degree, `count` of them. */
export function strokeArcs(
  arcs: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  if (style.lineStyle === lineSolid) thinArcs(arcs, count, bounds, out);
  else thinDashedArcs(arcs, count, style, bounds, out);
}
