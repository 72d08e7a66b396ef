/**
 * Points, lines, rectangles, arcs and polygons. X11 §10 PolyPoint to PolyFillArc, and ClearArea
 *
 * Each request is decoded to flat numbers in coordinates of the drawable; for each context they are moved to the target,
 * turned into rectangles by xserver/raster, clipped and filled.
 */
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { CoordMode, FillStyle, LineStyle, PolyShape, SubwindowMode } from '../protocol/generated/xproto.ts';
import { strokeArcs } from '../raster/arcs.ts';
import { fillArcs } from '../raster/fill-arcs.ts';
import type { Paint } from '../raster/paint.ts';
import type { PaintRuns } from '../raster/paint-runs.ts';
import { fillPolygon } from '../raster/polygon.ts';
import { strokeRectangles } from '../raster/rectangles.ts';
import type { RectList } from '../raster/spans.ts';
import type { StrokeStyle } from '../raster/stroke.ts';
import {
  boxOfThinLines,
  paintPoints,
  paintThinLines,
  segmentsHaveLast,
  type LineList,
} from '../raster/paint-thin-lines.ts';
import {
  polylineHasLast,
  thinDashedPolyline,
  thinDashedSegments,
  thinPolyline,
  thinSegments,
} from '../raster/thin-lines.ts';
import { widePolyline, wideSegments } from '../raster/wide-lines.ts';
import { findWindow } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';
import { InputOnly } from '../state/windows.ts';
import { clearArea } from '../windows/background.ts';
import { sendExpose } from '../windows/exposures.ts';
import {
  findDrawing,
  gcPlanes,
  paintRectsWith,
  paintVisible,
  type DrawContext,
  type Drawing,
} from './drawing-target.ts';
import { gcPaint } from './gc-paint.ts';

/** Rectangles that are clipped and filled at a time: a list that stays in the processor's cache. */
const RECTANGLES_AT_A_TIME = 4096;

export const drawingRequests = {
  PolyPoint(server, _client, { coordinateMode, drawable, gc, points }) {
    checkCoordinateMode(coordinateMode);
    const drawing = findDrawing(server, drawable, gc);
    if (coordinateMode === CoordMode.Previous) makeAbsolute(points);
    for (const context of drawing.contexts) fillPoints(server, drawing.gc, context, points);
  },

  PolyLine(server, _client, { coordinateMode, drawable, gc, points }) {
    checkCoordinateMode(coordinateMode);
    const drawing = findDrawing(server, drawable, gc);
    if (coordinateMode === CoordMode.Previous) makeAbsolute(points);
    const count = points.length >> 1;
    if (count < 2) return;
    if (paintLinesDirectly(server, drawing, points, count - 1, 2)) return;
    drawShape(server, drawing, points, 2, (style, { clip }, runs) => {
      if (style.lineWidth > 0) widePolyline(points, count, style, clip, runs);
      else if (style.lineStyle === LineStyle.Solid)
        thinPolyline(points, count, style.capStyle, clip, runs, style.closesTwice);
      else thinDashedPolyline(points, count, style, clip, runs);
    });
  },

  PolySegment(server, _client, { drawable, gc, segments }) {
    const count = segments.length >> 2;
    const drawing = findDrawing(server, drawable, gc);
    if (paintLinesDirectly(server, drawing, segments, count, 4)) return;
    drawShape(server, drawing, segments, 2, (style, { clip }, runs) => {
      if (style.lineWidth > 0) wideSegments(segments, count, style, clip, runs);
      else if (style.lineStyle === LineStyle.Solid) thinSegments(segments, count, style.capStyle, clip, runs);
      else thinDashedSegments(segments, count, style, clip, runs);
    });
  },

  PolyRectangle(server, _client, { drawable, gc, rectangles }) {
    drawShape(server, findDrawing(server, drawable, gc), rectangles, 4, (style, { clip }, runs) => {
      strokeRectangles(rectangles, rectangles.length >> 2, style, clip, runs);
    });
  },

  PolyArc(server, _client, { drawable, gc, arcs }) {
    const drawing = findDrawing(server, drawable, gc);
    const thin = drawing.gc.lineWidth === 0 && drawing.gc.lineStyle === LineStyle.Solid;
    const few = thin && outlineSteps(arcs) < FEW_STEPS;
    drawArcs(server, drawing, arcs, few, (some, style, { clip }, runs) => {
      strokeArcs(some, some.length / 6, style, clip, runs);
    });
  },

  FillPoly(server, _client, { drawable, gc, shape, coordinateMode, points }) {
    if (shape > PolyShape.Convex) throw new XError(ErrorCode.Value, shape);
    checkCoordinateMode(coordinateMode);
    const drawing = findDrawing(server, drawable, gc);
    if (coordinateMode === CoordMode.Previous) makeAbsolute(points);
    const count = points.length >> 1;
    if (count < 3) return;
    const draw = polygonSteps(points) < FEW_STEPS ? drawColour : drawShape;
    draw(server, drawing, points, 2, (_style, { clip }, runs) => {
      fillPolygon(points, count, drawing.gc.fillRule, clip, runs);
    });
  },

  PolyFillRectangle(server, _client, { drawable, gc, rectangles }) {
    const drawing = findDrawing(server, drawable, gc);
    for (const context of drawing.contexts) fillRectangles(server, drawing.gc, context, rectangles);
  },

  PolyFillArc(server, _client, { drawable, gc, arcs }) {
    const drawing = findDrawing(server, drawable, gc);
    drawArcs(server, drawing, arcs, areaSteps(arcs) < FEW_STEPS, (some, _style, { clip }, runs) => {
      fillArcs(some, some.length / 6, drawing.gc.arcMode, clip, runs);
    });
  },

  ClearArea(server, _client, { exposures, window: id, x, y, width, height }) {
    const window = findWindow(server, id);
    if (window.windowClass === InputOnly) throw new XError(ErrorCode.Match);
    if (exposures > 1) throw new XError(ErrorCode.Value, exposures);
    const cleared = clearArea(server, window, x, y, width, height);
    if (exposures === 1) sendExpose(server, window, cleared);
  },
} satisfies SomeCoreHandlers;

function checkCoordinateMode(mode: number): void {
  if (mode > CoordMode.Previous) throw new XError(ErrorCode.Value, mode);
}

/** Each point after the first is given relative to the one before; sums wrap at 16 bits as in the sample server. */
function makeAbsolute(points: Int32Array): void {
  for (let i = 2; i < points.length; i++) points[i] = ((points[i]! + points[i - 2]!) << 16) >> 16;
}

/** A shape of fewer steps than this is never cut short. */
const FEW_STEPS = 1 << 20;

/** Steps at most of outlines of arcs. */
function outlineSteps(arcs: Int32Array): number {
  let steps = 0;
  for (let i = 0; i < arcs.length; i += 6) steps += 16 + 8 * (arcs[i + 2]! + arcs[i + 3]!);
  return steps;
}

/** Steps at most of filled arcs: their rows, and their pixels. */
function areaSteps(arcs: Int32Array): number {
  let steps = 0;
  for (let i = 0; i < arcs.length; i += 6) steps += 16 + 8 * arcs[i + 3]! + (arcs[i + 2]! * arcs[i + 3]!) / 8;
  return steps;
}

/** Steps at most of a polygon: each row may cross all sides; and the pixels of its box. */
function polygonSteps(points: Int32Array): number {
  let [left, top] = [points[0]!, points[1]!];
  let [right, bottom] = [left, top];
  for (let i = 2; i < points.length; i += 2) {
    const x = points[i]!;
    const y = points[i + 1]!;
    if (x < left) left = x;
    else if (x > right) right = x;
    if (y < top) top = y;
    else if (y > bottom) bottom = y;
  }
  return 16 + (bottom - top + 8) * points.length * 2 + ((right - left) * (bottom - top)) / 8;
}

/** `few`: they are without dashes and sure to take few steps. `shape` draws the arcs that it is given. */
function drawArcs(
  server: Server,
  drawing: Drawing,
  arcs: Int32Array,
  few: boolean,
  shape: (arcs: Int32Array, style: StrokeStyle, context: DrawContext, runs: PaintRuns) => void,
): void {
  if (!few || !paintsColour(server, drawing)) {
    drawShape(server, drawing, arcs, 6, (style, context, runs) => shape(arcs, style, context, runs));
    return;
  }
  const { gc } = drawing;
  const context = drawing.contexts[0]!;
  const { shapePainter } = server.scratch;
  move(arcs, 6, context.x, context.y);
  const style = strokeStyle(drawing, context);
  if (shapePainter.drawRepeated(server, gc, context, arcs, (some, runs) => shape(some, style, context, runs))) return;
  shapePainter.drawPixels(server, gc, context, (runs) => shape(arcs, style, context, runs));
}

/** Whether a shape is of one colour, in one clip rectangle, and nobody wants to see its rectangles. */
function paintsColour(server: Server, { gc, contexts }: Drawing): boolean {
  return (
    contexts.length === 1 &&
    contexts[0]!.clip.rects.length === 4 &&
    gc.fillStyle === FillStyle.Solid &&
    server.painter.paintsPixels
  );
}

/**
 * As `drawShape`, for a shape without dashes that is sure to take few steps: where it is of one colour in one clip rectangle, and nobody wants
 * to see rectangles, its pixels are painted without them.
 */
function drawColour(
  server: Server,
  drawing: Drawing,
  numbers: Int32Array,
  stride: number,
  shape: (style: StrokeStyle, context: DrawContext, runs: PaintRuns) => void,
): void {
  if (!paintsColour(server, drawing)) {
    drawShape(server, drawing, numbers, stride, shape);
    return;
  }
  const { gc } = drawing;
  const context = drawing.contexts[0]!;
  move(numbers, stride, context.x, context.y);
  const style = strokeStyle(drawing, context);
  server.scratch.shapePainter.drawPixels(server, gc, context, (runs) => shape(style, context, runs));
}

/**
 * Makes and paints a shape in each context. `numbers` are groups of `stride` that begin with an x and a y (a stride of 2 for
 * nothing else); they are moved in place to the context's coordinates before `shape` is called.
 */
function drawShape(
  server: Server,
  drawing: Drawing,
  numbers: Int32Array,
  stride: number,
  shape: (style: StrokeStyle, context: DrawContext, runs: PaintRuns) => void,
): void {
  const { gc, contexts } = drawing;
  let movedX = 0;
  let movedY = 0;
  for (const context of contexts) {
    move(numbers, stride, context.x - movedX, context.y - movedY);
    movedX = context.x;
    movedY = context.y;
    const style = strokeStyle(drawing, context);
    server.scratch.shapePainter.draw(server, gc, context, (runs) => shape(style, context, runs));
  }
}

/**
 * Thin lines in plain colour that lie inside one clip rectangle, where nobody wants to see rectangles: the same pixels without them. False,
 * with nothing done, where that does not apply. They are too few to be cut short either way, so replicas may differ in the way they take.
 */
function paintLinesDirectly(
  server: Server,
  drawing: Drawing,
  numbers: Int32Array,
  count: number,
  stride: 2 | 4,
): boolean {
  const { gc, contexts } = drawing;
  const context = contexts[0];
  const { painter } = server;
  if (context === undefined || contexts.length > 1 || count === 0) return false;
  if (gc.lineWidth !== 0 || gc.fillStyle !== FillStyle.Solid || !painter.paintsPixels) return false;
  const { target, x, y, clip } = context;
  if (clip.rects.length !== 4) return false;
  const lines: LineList = { numbers, count, stride };
  move(numbers, 2, x, y);
  const box = boxOfThinLines(lines, clip);
  if (box === undefined) {
    move(numbers, 2, -x, -y);
    return false;
  }
  const style = strokeStyle(drawing, context);
  const dashed = style.lineStyle !== LineStyle.Solid;
  const withLast =
    stride === 2 && !dashed
      ? polylineHasLast(numbers, count + 1, style.capStyle, clip, style.closesTwice === true)
      : segmentsHaveLast(style.capStyle);
  paintThinLines(target.pixels, lines, withLast, style, dashed, gc.foreground, gc.background, gcPlanes(gc));
  painter.paintedWithin(target, box.x1, box.y1, box.x2, box.y2);
  return true;
}

function move(numbers: Int32Array, stride: number, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  for (let i = 0; i < numbers.length; i += stride) {
    numbers[i]! += dx;
    numbers[i + 1]! += dy;
  }
}

function strokeStyle(drawing: Drawing, context: DrawContext): StrokeStyle {
  const { lineWidth, lineStyle, capStyle, joinStyle, dashes, dashOffset, function: rop } = drawing.gc;
  const closesTwice = !hasFastThinLines(drawing, context);
  return { lineWidth, lineStyle, capStyle, joinStyle, dashes, dashOffset, rop, closesTwice };
}

/** Where the sample server has its fast thin lines: pixels of a byte or more, in one colour, through one clip rectangle. */
function hasFastThinLines({ drawable, gc }: Drawing, { clip }: DrawContext): boolean {
  if (gc.depth === 1 || gc.fillStyle !== FillStyle.Solid) return false;
  if (drawable.kind === 'pixmap' || drawable.parent !== undefined) return clip.rects.length === 4;
  // The root's clip has holes there where top-levels are; ours has none, or many contexts.
  if (gc.subwindowMode === SubwindowMode.ClipByChildren && drawable.children.some(({ mapped }) => mapped)) return false;
  return gc.clip === undefined || gc.clip.region.rects.length === 4;
}

function fillPoints(server: Server, gc: Gc, context: DrawContext, points: Int32Array): void {
  const { x, y, clip, target } = context;
  if (clip.rects.length === 4 && server.painter.paintsPixels) {
    const box = paintPoints(target.pixels, points, x, y, clip, gc.foreground, gc.function, gcPlanes(gc));
    if (box !== undefined) server.painter.paintedWithin(target, box.x1, box.y1, box.x2, box.y2);
    return;
  }
  const { shapes } = server.scratch;
  // Points have no fill style. X11 §10 PolyPoint
  const paint: Paint = { kind: 'solid', pixel: gc.foreground };
  const { x1, y1, x2, y2 } = clip;
  const step = RECTANGLES_AT_A_TIME * 2;
  for (let from = 0; from < points.length; from += step) {
    const to = Math.min(points.length, from + step);
    shapes.clear();
    shapes.reserve((to - from) * 2);
    const { data } = shapes;
    let at = 0;
    for (let i = from; i < to; i += 2) {
      const left = x + points[i]!;
      const top = y + points[i + 1]!;
      if (left < x1 || top < y1 || left >= x2 || top >= y2) continue;
      data[at] = left;
      data[at + 1] = top;
      data[at + 2] = 1;
      data[at + 3] = 1;
      at += 4;
    }
    shapes.length = at;
    if (context.clip.rects.length > 4) paintRectsWith(server, gc, context, shapes, paint);
    else server.painter.fill(context.target, data, at >> 2, paint, gc.function, gcPlanes(gc));
  }
}

function fillRectangles(server: Server, gc: Gc, context: DrawContext, rectangles: Int32Array): void {
  const { x, y, clip } = context;
  const { shapes } = server.scratch;
  const paint = gcPaint(gc, x, y);
  const { x1, y1, x2, y2 } = clip;
  const step = RECTANGLES_AT_A_TIME * 4;
  for (let from = 0; from < rectangles.length; from += step) {
    const to = Math.min(rectangles.length, from + step);
    shapes.clear();
    shapes.reserve(to - from);
    const { data } = shapes;
    let at = 0;
    for (let i = from; i < to; i += 4) {
      const left = x + rectangles[i]!;
      const top = y + rectangles[i + 1]!;
      const right = left + rectangles[i + 2]!;
      const bottom = top + rectangles[i + 3]!;
      const insideLeft = left < x1 ? x1 : left;
      const insideTop = top < y1 ? y1 : top;
      const width = (right > x2 ? x2 : right) - insideLeft;
      const height = (bottom > y2 ? y2 : bottom) - insideTop;
      if (width <= 0 || height <= 0) continue;
      data[at] = insideLeft;
      data[at + 1] = insideTop;
      data[at + 2] = width;
      data[at + 3] = height;
      at += 4;
    }
    shapes.length = at;
    paintWithinExtents(server, gc, context, shapes, paint);
  }
}

/** Paints rectangles that are clipped to the extents of the clip already. */
function paintWithinExtents(server: Server, gc: Gc, context: DrawContext, rects: RectList, paint: Paint): void {
  if (context.clip.rects.length > 4) {
    paintRectsWith(server, gc, context, rects, paint);
    return;
  }
  paintVisible(server, context, rects, paint, gc.function, gcPlanes(gc));
}
