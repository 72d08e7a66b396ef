import { strokeArcs } from '../../xserver/raster/arcs.ts';
import { fillArcs } from '../../xserver/raster/fill-arcs.ts';
import { fillPolygon } from '../../xserver/raster/polygon.ts';
import { strokeRectangles } from '../../xserver/raster/rectangles.ts';
import type { PaintRuns } from '../../xserver/raster/paint-runs.ts';
import type { Bounds } from '../../xserver/raster/stroke.ts';
import { thinDashedPolyline, thinDashedSegments, thinPolyline, thinSegments } from '../../xserver/raster/thin-lines.ts';
import { widePolyline, wideSegments } from '../../xserver/raster/wide-lines.ts';
import { paint, plainGc } from './oracle.ts';
import type { Case, Random, TestGc } from './oracle.ts';

/** Random requests, one kind of primitive each, on a small pixmap; many reach beyond its edges. */

const width = 70;
const height = 50;
const ground = 0x80;

const polyLine = 65;
const polySegment = 66;
const polyRectangle = 67;
const polyArc = 68;
const fillPoly = 69;
const polyFillArc = 71;

type Geometry = (gc: TestGc, bounds: Bounds, out: PaintRuns) => void;

function makeCase(
  gc: TestGc,
  opcode: number,
  numbers: readonly number[],
  geometry: Geometry,
  prefix: number[] = [],
): Case {
  return {
    width,
    height,
    ground,
    gc,
    opcode,
    detail: 0,
    numbers: [...prefix, ...numbers],
    draw: (target, clip, own) => paint(target, clip, own, (out) => geometry(own, clip, out)),
  };
}

function coordinate(random: Random): number {
  return random.chance(0.1) ? random.int(-400, 400) : random.int(-20, 80);
}

function coordinates(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => coordinate(random));
}

/** Functions that show when a pixel is painted twice, and such that do not. */
function anyRop(random: Random): number {
  return random.pick([3, 6, 1, 7, 10]);
}

function dashing(random: Random): Partial<TestGc> {
  return {
    lineStyle: random.int(1, 2),
    dashes: random.list(random.int(1, 4), 1, random.pick([3, 20])),
    dashOffset: random.int(0, 40),
  };
}

/** Points of a polyline, some closed, some with horizontal, vertical and empty segments. */
function polylinePoints(random: Random, most: number): number[] {
  const count = random.int(2, most);
  const points = coordinates(random, count * 2);
  if (random.chance(0.3))
    for (let i = 2; i < points.length; i++) if (random.chance(0.4)) points[i] = points[i - 2] as number;
  if (random.chance(0.3)) points.splice(-2, 2, points[0] as number, points[1] as number);
  return points;
}

export function thinLineCase(random: Random): Case {
  const points = polylinePoints(random, 6);
  const gc: TestGc = { ...plainGc, rop: anyRop(random), capStyle: random.int(0, 3) };
  return makeCase(gc, polyLine, points, (own, bounds, out) =>
    thinPolyline(points, points.length / 2, own.capStyle, bounds, out),
  );
}

export function thinSegmentCase(random: Random): Case {
  const count = random.int(1, 4);
  const segments = coordinates(random, count * 4);
  const gc: TestGc = { ...plainGc, rop: anyRop(random), capStyle: random.int(0, 3) };
  return makeCase(gc, polySegment, segments, (own, bounds, out) =>
    thinSegments(segments, count, own.capStyle, bounds, out),
  );
}

export function thinDashCase(random: Random): Case {
  const gc: TestGc = { ...plainGc, ...dashing(random), rop: anyRop(random), capStyle: random.int(0, 3) };
  if (random.chance(0.5)) {
    const points = polylinePoints(random, 5);
    return makeCase(gc, polyLine, points, (own, bounds, out) =>
      thinDashedPolyline(points, points.length / 2, own, bounds, out),
    );
  }
  const count = random.int(1, 4);
  const segments = coordinates(random, count * 4);
  return makeCase(gc, polySegment, segments, (own, bounds, out) =>
    thinDashedSegments(segments, count, own, bounds, out),
  );
}

function lineWidth(random: Random): number {
  return random.chance(0.3) ? random.int(1, 3) : random.int(1, 30);
}

export function wideLineCase(random: Random): Case {
  const points = polylinePoints(random, 6);
  const gc: TestGc = {
    ...plainGc,
    rop: anyRop(random),
    lineWidth: lineWidth(random),
    capStyle: random.int(0, 3),
    joinStyle: random.int(0, 2),
  };
  return makeCase(gc, polyLine, points, (own, bounds, out) =>
    widePolyline(points, points.length / 2, own, bounds, out),
  );
}

export function wideSegmentCase(random: Random): Case {
  const count = random.int(1, 4);
  const segments = coordinates(random, count * 4);
  const gc: TestGc = { ...plainGc, rop: anyRop(random), lineWidth: lineWidth(random), capStyle: random.int(0, 3) };
  return makeCase(gc, polySegment, segments, (own, bounds, out) => wideSegments(segments, count, own, bounds, out));
}

/** One dashed line of width 1 or more. */
export function wideDashCase(random: Random): Case {
  const points = coordinates(random, 4);
  const gc: TestGc = {
    ...plainGc,
    ...dashing(random),
    lineWidth: lineWidth(random),
    capStyle: random.int(0, 3),
    joinStyle: random.int(0, 2),
  };
  return makeCase(gc, polyLine, points, (own, bounds, out) => widePolyline(points, 2, own, bounds, out));
}

/** Dashed polylines of width 1 or more. */
export function wideDashedPolylineCase(random: Random): Case {
  const points = polylinePoints(random, 5);
  const gc: TestGc = {
    ...plainGc,
    ...dashing(random),
    rop: random.pick([3, 1, 7]),
    lineWidth: lineWidth(random),
    capStyle: random.int(0, 2),
    joinStyle: random.int(0, 2),
  };
  return makeCase(gc, polyLine, points, (own, bounds, out) =>
    widePolyline(points, points.length / 2, own, bounds, out),
  );
}

export function polygonCase(random: Random): Case {
  const count = random.int(1, 9);
  const points = coordinates(random, count * 2);
  const gc: TestGc = { ...plainGc, rop: anyRop(random), fillRule: random.int(0, 1) };
  return makeCase(
    gc,
    fillPoly,
    points,
    (own, bounds, out) => fillPolygon(points, count, own.fillRule, bounds, out),
    [0, 0],
  );
}

export function rectangleCase(random: Random): Case {
  const count = random.int(1, 4);
  const rects: number[] = [];
  for (let i = 0; i < count; i++) {
    rects.push(
      coordinate(random),
      coordinate(random),
      random.int(0, random.pick([3, 60])),
      random.int(0, random.pick([3, 40])),
    );
  }
  const dashed = random.chance(0.4);
  const gc: TestGc = {
    ...plainGc,
    ...(dashed ? dashing(random) : {}),
    rop: dashed ? 3 : anyRop(random),
    lineWidth: random.int(0, 9),
    capStyle: random.int(0, 2),
    joinStyle: random.int(0, 2),
  };
  return makeCase(gc, polyRectangle, rects, (own, bounds, out) => strokeRectangles(rects, count, own, bounds, out));
}

function arcAngle(random: Random): number {
  if (random.chance(0.3)) return random.int(-8, 8) * 45 * 64;
  if (random.chance(0.3)) return random.int(-25, 25) * 15 * 64;
  return random.int(-24000, 24000);
}

/** Sizes from nothing to far beyond the pixmap. */
function arcBox(random: Random, least: number): number[] {
  const size = (most: number): number => {
    if (random.chance(0.1)) return random.int(least, 800);
    return random.chance(0.2) ? random.int(least, 3) : random.int(least, most);
  };
  const w = size(60);
  const h = random.chance(0.2) ? w : size(45);
  return [random.int(-w, 60), random.int(-h, 40), w, h];
}

export function filledArcCase(random: Random): Case {
  const whole = random.chance(0.3);
  const arc = [...arcBox(random, 0), whole ? 0 : arcAngle(random), whole ? 23040 : arcAngle(random)];
  const gc: TestGc = { ...plainGc, rop: anyRop(random), arcMode: random.int(0, 1) };
  return makeCase(gc, polyFillArc, arc, (own, bounds, out) => fillArcs(arc, 1, own.arcMode, bounds, out));
}

function arcCase(gc: TestGc, arcs: readonly number[]): Case {
  return makeCase(gc, polyArc, arcs, (own, bounds, out) => strokeArcs(arcs, arcs.length / 6, own, bounds, out));
}

export function thinArcCase(random: Random): Case {
  const whole = random.chance(0.3);
  const arc = [...arcBox(random, 0), whole ? 0 : arcAngle(random), whole ? 23040 : arcAngle(random)];
  return arcCase({ ...plainGc, rop: anyRop(random) }, arc);
}

export function thinDashedArcCase(random: Random): Case {
  const arc = [...arcBox(random, 0), arcAngle(random), random.chance(0.3) ? 23040 : arcAngle(random)];
  return arcCase({ ...plainGc, ...dashing(random), rop: 3 }, arc);
}

export function wideCircleCase(random: Random): Case {
  const [x, y, w] = arcBox(random, 1) as [number, number, number];
  return arcCase({ ...plainGc, rop: anyRop(random), lineWidth: lineWidth(random) }, [x, y, w, w, 0, 23040]);
}

export function wideEllipseCase(random: Random): Case {
  return arcCase({ ...plainGc, rop: anyRop(random), lineWidth: lineWidth(random) }, [...arcBox(random, 1), 0, 23040]);
}

/** A part of an ellipse of a size such that the line does not fill it, without caps. */
export function wideArcCase(random: Random): Case {
  const box = [random.int(-20, 30), random.int(-20, 20), random.int(20, 60), random.int(20, 60)];
  const gc: TestGc = { ...plainGc, rop: anyRop(random), lineWidth: random.int(1, 4) };
  return arcCase(gc, [...box, arcAngle(random), arcAngle(random) || 64]);
}

/** Parts of ellipses of any size and line width, with caps. */
export function thickArcCase(random: Random): Case {
  const gc: TestGc = { ...plainGc, lineWidth: lineWidth(random), capStyle: random.int(1, 3) };
  return arcCase(gc, [...arcBox(random, 4), arcAngle(random), arcAngle(random) || 64]);
}

export function wideDashedArcCase(random: Random): Case {
  const box = [random.int(-20, 30), random.int(-20, 20), random.int(20, 60), random.int(20, 60)];
  const gc: TestGc = { ...plainGc, ...dashing(random), lineWidth: random.int(1, 6), capStyle: random.int(1, 3) };
  return arcCase(gc, [...box, arcAngle(random), arcAngle(random) || 64]);
}

/** Arcs each of which begins where the one before ends. */
export function joinedArcCase(random: Random): Case {
  const cosines = [1, 0, -1, 0];
  const sines = [0, -1, 0, 1];
  const arcs: number[] = [];
  let x = random.int(10, 50);
  let y = random.int(10, 40);
  for (let left = random.int(2, 4); left > 0; left--) {
    const w = random.int(4, 14);
    const h = random.int(4, 14);
    const start = random.int(0, 3);
    const extent = random.pick([1, 2, 3, -1, -2, -3]);
    const centerX = x - w * (cosines[start] as number);
    const centerY = y - h * (sines[start] as number);
    arcs.push(centerX - w, centerY - h, 2 * w, 2 * h, start * 5760, extent * 5760);
    const end = (start + extent + 4) % 4;
    x = centerX + w * (cosines[end] as number);
    y = centerY + h * (sines[end] as number);
  }
  const gc: TestGc = {
    ...plainGc,
    rop: 3,
    lineWidth: random.int(1, 8),
    capStyle: random.int(1, 3),
    joinStyle: random.int(0, 2),
  };
  return arcCase(gc, arcs);
}

/** Wide lines and polygons under a clip of several rectangles, which may overlap. */
export function clippedCase(random: Random): Case {
  const inner = random.pick([wideLineCase, polygonCase, wideSegmentCase, filledArcCase, wideEllipseCase])(random);
  const clip: number[] = [];
  for (let left = random.int(0, 5); left > 0; left--) {
    const x = random.int(0, 69);
    const y = random.int(0, 49);
    clip.push(x, y, random.int(1, 70 - x), random.int(1, 50 - y));
  }
  return { ...inner, gc: { ...inner.gc, clip } };
}
