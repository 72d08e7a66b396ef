import { fullCircle, normalAngle, outlineIsNear } from './arc-angles.ts';
import { dashEnd, pathBox, pathTable } from './arc-dashes.ts';
import { addArcCap, addArcJoin } from './arc-joins.ts';
import type { ArcFace } from './arc-joins.ts';
import { addArcPiece, arcPoint, boxIsNear, isNear } from './arc-pieces.ts';
import type { PaintRuns } from './paint-runs.ts';
import { dashAt, dashPatternOf, lineDoubleDash, lineSolid } from './stroke.ts';
import type { Bounds, DashPattern, DashPosition, StrokeStyle } from './stroke.ts';
import { thinArcs, thinDashedArcs } from './thin-arcs.ts';
import { addWideEllipse } from './wide-arcs.ts';

/** Outlines of arcs (X11 §12 PolyArc), flat x, y, width, height, start angle, extent in 1/64 degree, `count` of them. */
export function strokeArcs(
  arcs: ArrayLike<number>,
  count: number,
  style: StrokeStyle,
  bounds: Bounds,
  out: PaintRuns,
): void {
  if (style.lineWidth > 0) wideArcs(readArcs(arcs, count), style, bounds, out);
  else if (style.lineStyle === lineSolid) thinArcs(arcs, count, bounds, out);
  else thinDashedArcs(arcs, count, style, bounds, out);
}

/** Angles as on the wire, the extent at most a full circle either way. */
export interface Arc {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly start: number;
  readonly extent: number;
}

function readArcs(arcs: ArrayLike<number>, count: number): Arc[] {
  return Array.from({ length: count }, (_, i) => ({
    x: arcs[i * 6],
    y: arcs[i * 6 + 1],
    width: arcs[i * 6 + 2],
    height: arcs[i * 6 + 3],
    start: arcs[i * 6 + 4],
    extent: Math.max(-fullCircle, Math.min(fullCircle, arcs[i * 6 + 5])),
  }));
}

function isWhole(arc: Arc): boolean {
  return Math.abs(arc.extent) === fullCircle;
}

/** Arcs each of which begins where the one before ends; `closed` if the first begins where the last ends. */
interface Chain {
  readonly arcs: readonly Arc[];
  readonly closed: boolean;
}

/**
 * Whole ellipses at the beginning of the list are painted by themselves. The rest is painted chain by chain, all odd dashes
 * before all even ones; where painting twice would show, each chain paints a pixel once.
 */
function wideArcs(arcs: readonly Arc[], style: StrokeStyle, bounds: Bounds, out: PaintRuns): void {
  const { rects } = out;
  let first = 0;
  out.use(0);
  if (style.lineStyle === lineSolid) {
    for (; first < arcs.length; first++) {
      const arc = arcs[first];
      if (!isWhole(arc) || arc.width === 0 || arc.height === 0) break;
      rects.steps += 4;
      if (!isNear(arc, style.lineWidth, bounds)) continue;
      if (!outlineIsNear(arc.x, arc.y, arc.width, arc.height, style.lineWidth + 1, bounds)) continue;
      addWideEllipse(arc.x, arc.y, arc.width, arc.height, style.lineWidth, bounds, rects);
      out.checkpoint();
    }
  }
  const chains = findChains(arcs.slice(first));
  const unique = !sourceOnly(style.rop);
  for (const phase of style.lineStyle === lineDoubleDash ? [1, 0] : [0]) {
    for (const chain of chains) {
      rects.steps += stepsPerPiece * chain.arcs.length;
      if (!chain.arcs.some((arc) => isNear(arc, style.lineWidth, bounds))) {
        out.checkpoint();
        continue;
      }
      if (unique) {
        out.unite(bounds, (pieces) => addChain(chain, phase, style, bounds, pieces));
      } else {
        addChain(chain, phase, style, bounds, out);
      }
      out.checkpoint();
    }
  }
}

/** Whether the function does not look at the destination. */
function sourceOnly(rop: number): boolean {
  return rop === 0 || rop === 3 || rop === 12 || rop === 15;
}

function findChains(arcs: readonly Arc[]): Chain[] {
  const count = arcs.length;
  const joins = arcs.map((arc, i) => count > 1 && goesOn(arc, arcs[(i + 1) % count]));
  const lastBreak = joins.lastIndexOf(false);
  if (lastBreak < 0) return count === 0 ? [] : [{ arcs, closed: true }];
  const chains: Chain[] = [];
  let chain: Arc[] = [];
  for (let n = 1; n <= count; n++) {
    const i = (lastBreak + n) % count;
    chain.push(arcs[i]);
    if (joins[i]) continue;
    chains.push({ arcs: chain, closed: false });
    chain = [];
  }
  return chains;
}

function goesOn(arc: Arc, next: Arc): boolean {
  if (isWhole(arc)) return false;
  const end = arcPoint(arc, arc.start + arc.extent);
  const start = arcPoint(next, next.start);
  return Math.abs(end.x - start.x) < 1e-6 && Math.abs(end.y - start.y) < 1e-6;
}

/** A dash, or all of a solid arc. */
interface Piece {
  readonly arc: Arc;
  readonly phase: number;
  /** Whether it begins and ends where its arc does. */
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** Whether any of it can be inside the bounds. */
  readonly isNear: boolean;
}

function addChain(chain: Chain, phase: number, style: StrokeStyle, bounds: Bounds, out: PaintRuns): void {
  const double = style.lineStyle === lineDoubleDash;
  const pieces = chainPieces(chain, style, bounds, out);
  const faces: ([ArcFace, ArcFace] | undefined)[] = [];
  out.use(phase);
  const { rects } = out;
  const none: Bounds = { x1: 0, y1: 0, x2: 0, y2: 0 };
  for (const { arc, phase: own, isNear: near } of pieces) {
    if (near) rects.steps += stepsPerPiece;
    const { x, y, width, height, start, extent } = arc;
    const inside = own === phase ? bounds : none;
    faces.push(near ? addArcPiece(x, y, width, height, start, extent, style.lineWidth, inside, rects) : undefined);
    out.checkpoint();
  }
  const shows = (own: number): boolean => double || own === 0;
  for (const [i, piece] of pieces.entries()) {
    out.checkpoint();
    const own = faces[i];
    if (own === undefined || piece.phase !== phase) continue;
    const atChainStart = i === 0 && !chain.closed;
    const atChainEnd = i === pieces.length - 1 && !chain.closed;
    const before = i > 0 ? i - 1 : pieces.length - 1;
    const [start, end] = own;
    const joined = piece.isFirst && !atChainStart && shows(pieces[before].phase) ? faces[before] : undefined;
    const whole = isWhole(piece.arc);
    if (joined !== undefined) addArcJoin(joined[1], start, style, bounds, rects);
    else if (!whole && (piece.isFirst || !double)) addArcCap(start, style, bounds, rects);
    if (whole) continue;
    const next = pieces[i + 1 === pieces.length ? 0 : i + 1];
    if (atChainEnd || (!double && !(piece.isLast && shows(next.phase)))) addArcCap(end, style, bounds, rects);
  }
}

function chainPieces(chain: Chain, style: StrokeStyle, bounds: Bounds, out: PaintRuns): Piece[] {
  const { lineWidth } = style;
  if (style.lineStyle === lineSolid) {
    return chain.arcs.map((arc) => ({
      arc,
      phase: 0,
      isFirst: true,
      isLast: true,
      isNear: isNear(arc, lineWidth, bounds),
    }));
  }
  const pattern = dashPatternOf(style);
  const position = dashAt(pattern, style.dashOffset);
  const pieces: Piece[] = [];
  for (const arc of chain.arcs) addDashes(arc, pattern, position, lineWidth, bounds, pieces, out);
  return pieces;
}

/** A dash of an arc takes angles, a box and an object. */
const stepsPerPiece = 200;

/** Cuts an arc into dashes; `position` moves on. */
function addDashes(
  arc: Arc,
  { dashes }: DashPattern,
  position: DashPosition,
  lineWidth: number,
  bounds: Bounds,
  pieces: Piece[],
  out: PaintRuns,
): void {
  const table = pathTable(arc.width, arc.height);
  const start = normalAngle(arc.start);
  const end = start + arc.extent;
  const backwards = arc.extent < 0;
  if (arc.extent === 0) {
    pieces.push({ arc, phase: position.index & 1, isFirst: true, isLast: true, isNear: true });
    return;
  }
  for (let angle = start; angle !== end;) {
    out.rects.steps += stepsPerPiece;
    out.checkpoint();
    const from = angle;
    const dash = dashEnd(table.lengths, from, end, position.left, backwards);
    // Dashes shorter than the unit of angles would never end.
    angle = dash.angle === from ? from + (backwards ? -1 : 1) : dash.angle;
    const { x1, y1, x2, y2 } = pathBox(table, from, angle);
    const x = arc.x + arc.width / 2 + x1;
    const y = arc.y + arc.height / 2 + y1;
    pieces.push({
      arc: { ...arc, start: normalAngle(from), extent: angle - from },
      phase: position.index & 1,
      isFirst: from === start,
      isLast: angle === end,
      isNear: boxIsNear({ x, y, width: x2 - x1, height: y2 - y1 }, lineWidth, bounds),
    });
    position.left = dash.left;
    if (position.left > 0) continue;
    position.index = position.index + 1 === dashes.length ? 0 : position.index + 1;
    position.left = dashes[position.index];
  }
}
