/**
 * From the drawable and gc of a request to where its pixels land: targets, offsets and clips.
 *
 * Every drawing request starts with `findDrawing`; for each of the drawing's contexts it then makes its shapes in target
 * coordinates and paints them.
 */
import { ErrorCode, XError } from '../protocol/errors.ts';
import { GX, SubwindowMode } from '../protocol/generated/xproto.ts';
import { depthMask } from '../raster/pixels.ts';
import type { Paint } from '../raster/paint.ts';
import { emptyRegion, intersectRegions, isEmptyRegion, translateRegion, type Region } from '../raster/region.ts';
import { clipRects, type RectList } from '../raster/spans.ts';
import { findDrawable, findGc } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Pixmap, Target } from '../state/drawables.ts';
import type { Gc } from '../state/resources.ts';
import { InputOnly, type Window } from '../state/windows.ts';
import { visibleSurfaces } from '../windows/scene.ts';
import { gcPaint } from './gc-paint.ts';
import { withRegionCap } from './region-cap.ts';

/** One place where a request draws. */
export interface DrawContext {
  readonly target: Target;
  /** The drawable's origin in target coordinates. */
  readonly x: number;
  readonly y: number;
  /** What may be painted, in target coordinates; not empty, and inside the target. */
  readonly clip: Region;
}

export interface Drawing {
  readonly drawable: Window | Pixmap;
  readonly gc: Gc;
  /** Usually one; none where nothing can be painted; one for each visible surface when the root is drawn on with its inferiors. */
  readonly contexts: readonly DrawContext[];
}

/** A drawing with what it was made from, so that the next request can see whether it still holds. */
interface CachedDrawing extends Drawing {
  readonly reach: Region;
  readonly x: number;
  readonly y: number;
  readonly target: Target | undefined;
  readonly clip: Gc['clip'];
  readonly clipX: number;
  readonly clipY: number;
}

/**
 * The drawable, which a gc of this depth may draw on.
 * @throws XError Drawable, GContext, or Match where the depths differ or the drawable is an InputOnly window.
 */
export function findDrawing(server: Server, drawableId: number, gcId: number): Drawing {
  const drawable = findDrawable(server, drawableId);
  const gc = findGc(server, gcId);
  if (depthOf(drawable) !== gc.depth || isInputOnly(drawable)) throw new XError(ErrorCode.Match);
  if (
    drawable.kind === 'window' &&
    drawable.parent === undefined &&
    gc.subwindowMode !== SubwindowMode.ClipByChildren
  ) {
    return { drawable, gc, contexts: rootContexts(server, gc) };
  }
  const cached = server.scratch.drawings.get(gc) as CachedDrawing | undefined;
  if (cached !== undefined && stillHolds(cached, drawable)) return cached;
  const drawing = makeDrawing(drawable, gc);
  server.scratch.drawings.set(gc, drawing);
  return drawing;
}

export function depthOf(drawable: Window | Pixmap): number {
  return drawable.kind === 'window' ? drawable.depth : drawable.pixels.depth;
}

export function isInputOnly(drawable: Window | Pixmap): boolean {
  return drawable.kind === 'window' && drawable.windowClass === InputOnly;
}

/** What a gc reaches of a drawable before its clip mask, in target coordinates. */
function reachOf(drawable: Window | Pixmap, gc: Gc): Region {
  if (drawable.kind === 'pixmap') return drawable.bounds;
  return gc.subwindowMode === SubwindowMode.ClipByChildren ? drawable.clip : drawable.inferiorClip;
}

function stillHolds(cached: CachedDrawing, drawable: Window | Pixmap): boolean {
  const { gc } = cached;
  if (
    cached.drawable !== drawable ||
    cached.reach !== reachOf(drawable, gc) ||
    cached.clip !== gc.clip ||
    cached.clipX !== gc.clipXOrigin ||
    cached.clipY !== gc.clipYOrigin
  ) {
    return false;
  }
  if (drawable.kind === 'pixmap') return true;
  return cached.target === drawable.surface && cached.x === drawable.surfaceX && cached.y === drawable.surfaceY;
}

function makeDrawing(drawable: Window | Pixmap, gc: Gc): CachedDrawing {
  const target = drawable.kind === 'pixmap' ? drawable : drawable.surface;
  const x = drawable.kind === 'pixmap' ? 0 : drawable.surfaceX;
  const y = drawable.kind === 'pixmap' ? 0 : drawable.surfaceY;
  const reach = reachOf(drawable, gc);
  const contexts: DrawContext[] = [];
  if (target !== undefined) {
    const clip = throughClipMask(gc, reach, x, y);
    if (!isEmptyRegion(clip)) contexts.push({ target, x, y, clip });
  }
  return { drawable, gc, contexts, reach, x, y, target, clip: gc.clip, clipX: gc.clipXOrigin, clipY: gc.clipYOrigin };
}

/** The part of `reach` that the gc's clip mask lets through, for a drawable with its origin at x, y. */
function throughClipMask(gc: Gc, reach: Region, x: number, y: number): Region {
  if (gc.clip === undefined) return reach;
  const { region } = gc.clip;
  const dx = x + gc.clipXOrigin;
  const dy = y + gc.clipYOrigin;
  if (isEmptyRegion(region) || isEmptyRegion(reach)) return emptyRegion();
  return withRegionCap(() => intersectRegions(reach, translateRegion(region, dx, dy)));
}

/** The root with its inferiors: every surface, where it is seen on the screen. */
function rootContexts(server: Server, gc: Gc): DrawContext[] {
  const contexts: DrawContext[] = [];
  for (const { surface, region } of visibleSurfaces(server.state)) {
    const x = -surface.x;
    const y = -surface.y;
    const clip = throughClipMask(gc, translateRegion(region, x, y), x, y);
    if (!isEmptyRegion(clip)) contexts.push({ target: surface, x, y, clip });
  }
  return contexts;
}

/** The planes that the gc changes. A surface may be deeper than the window whose gc this is. */
export function gcPlanes(gc: Gc): number {
  return (gc.planeMask & depthMask(gc.depth)) >>> 0;
}

/** Paints rectangles given in target coordinates, through the gc's fill style, function and planes. */
export function paintRects(server: Server, gc: Gc, context: DrawContext, rects: RectList): void {
  paintRectsWith(server, gc, context, rects, gcPaint(gc, context.x, context.y));
}

export function paintRectsWith(server: Server, gc: Gc, context: DrawContext, rects: RectList, paint: Paint): void {
  if (rects.length === 0) return;
  clipRects(rects, context.clip, server.scratch.clipped, (visible) => {
    paintVisible(server, context, visible, paint, gc.function, gcPlanes(gc));
  });
}

/** Pixels that one step of a WorkMeter paints. */
const SOLID_PIXELS_PER_STEP = 64;
const PIXELS_PER_STEP = 8;
/** Fewer pixels than this are not worth being counted. */
const MANY_PIXELS = 1 << 20;
/** Of more rectangles than this only every sixteenth is measured, to see whether all should be. */
const MANY_RECTANGLES = 64;
/** Steps painted at a time. */
const PORTION_STEPS = 1 << 19;

/**
 * Paints rectangles that are clipped already.
 * @throws TooMuchWork when the request has painted too much; what was painted stays.
 */
export function paintVisible(
  server: Server,
  { target, clip }: DrawContext,
  { data, length, steps }: RectList,
  paint: Paint,
  rop: number,
  planes: number,
): void {
  const { painter } = server;
  if (steps > 0) painter.work.spend(steps);
  const count = length >> 2;
  const perStep = paint.kind === 'solid' && rop === GX.copy ? SOLID_PIXELS_PER_STEP : PIXELS_PER_STEP;
  const most = count * (clip.x2 - clip.x1) * (clip.y2 - clip.y1);
  const pixels = most < MANY_PIXELS ? 0 : aboutPixels(data, count, perStep >> 1);
  if (pixels < PORTION_STEPS * perStep) {
    painter.fill(target, data, count, paint, rop, planes);
    if (pixels > 0) painter.work.spend(Math.floor(pixels / perStep));
    return;
  }
  for (let from = 0; from < length;) {
    let area = 0;
    let to = from;
    for (; to < length && area < PORTION_STEPS * perStep; to += 4) {
      area += Math.max(perStep >> 1, data[to + 2]!) * data[to + 3]!;
    }
    painter.fill(target, data.subarray(from, to), (to - from) >> 2, paint, rop, planes);
    painter.work.spend(Math.floor(area / perStep));
    from = to;
  }
}

/** `row`: a row costs at least as much as so many pixels. */
function aboutPixels(data: Int32Array, count: number, row: number): number {
  const stride = count > MANY_RECTANGLES ? 16 : 1;
  let pixels = 0;
  for (let i = 0; i < count * 4; i += 4 * stride) pixels += Math.max(row, data[i + 2]!) * data[i + 3]!;
  return pixels * stride;
}
