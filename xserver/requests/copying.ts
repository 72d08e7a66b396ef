/**
 * CopyArea and CopyPlane. X11 §10
 *
 * A copy takes what the source has (a pixmap: all of it; a window: what is visible on its surface, the parts under other
 * top-levels included) and puts it where the gc lets it. What the source does not have becomes background of a target
 * window and is reported by GraphicsExpose.
 */
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import type { CopyAreaRequest } from '../protocol/generated/xproto.ts';
import { depthMask, type Pixels } from '../raster/pixels.ts';
import {
  intersectRegions,
  regionContainsRect,
  regionFromRect,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../raster/region.ts';
import { findDrawable } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Pixmap } from '../state/drawables.ts';
import type { Gc } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { paintBackground } from '../windows/background.ts';
import { isTarget, openSource, type CopySource } from './copy-source.ts';
import { clipCopies } from './copies.ts';
import { depthOf, findDrawing, gcPlanes, isInputOnly, type DrawContext, type Drawing } from './drawing-target.ts';
import { withRegionCap } from './region-cap.ts';

const COPY_AREA_OPCODE = 62;
const COPY_PLANE_OPCODE = 63;

export const copyingRequests = {
  CopyArea(server, client, request) {
    const drawing = findDrawing(server, request.dstDrawable, request.gc);
    const source = findSource(server, request.srcDrawable);
    if (depthOf(source) !== drawing.gc.depth) throw new XError(ErrorCode.Match);
    const missing = copy(server, source, drawing, request, 0);
    if (drawing.gc.graphicsExposures) sendExposures(server, client, drawing, missing, COPY_AREA_OPCODE);
  },

  CopyPlane(server, client, request) {
    const drawing = findDrawing(server, request.dstDrawable, request.gc);
    const source = findSource(server, request.srcDrawable);
    const { bitPlane } = request;
    const isOnePlane = bitPlane !== 0 && (bitPlane & (bitPlane - 1)) === 0;
    if (!isOnePlane || (bitPlane & ~depthMask(depthOf(source))) !== 0) throw new XError(ErrorCode.Value, bitPlane);
    const missing = copy(server, source, drawing, request, bitPlane);
    if (drawing.gc.graphicsExposures) sendExposures(server, client, drawing, missing, COPY_PLANE_OPCODE);
  },
} satisfies SomeCoreHandlers;

function findSource(server: Server, id: number): Window | Pixmap {
  const source = findDrawable(server, id);
  if (isInputOnly(source)) throw new XError(ErrorCode.Match);
  return source;
}

/**
 * Copies all planes, or the one `bitPlane` if that is not 0. Gives the parts of the destination that could not be copied
 * although they are visible, in coordinates of the drawable; undefined for none.
 */
function copy(
  server: Server,
  drawable: Window | Pixmap,
  drawing: Drawing,
  request: CopyAreaRequest,
  bitPlane: number,
): Region | undefined {
  const { gc, contexts } = drawing;
  const { srcX, srcY, width, height } = request;
  const source = openSource(server, drawable, gc, srcX, srcY, width, height, contexts.length > 1);
  if (source !== undefined) {
    const whole = regionContainsRect(source.available, source.x + srcX, source.y + srcY, width, height) === 'in';
    for (const context of contexts) copyTo(server, source, whole, context, gc, request, bitPlane);
    if (whole) return undefined;
  }
  let missing: Region | undefined;
  for (const context of contexts) {
    const part = withRegionCap(() => missingIn(source, context, request));
    if (part.rects.length === 0) continue;
    // On the surfaces of other top-levels the root has no background to paint.
    const window = drawing.drawable;
    if (window.kind === 'window' && window.surface === context.target) {
      // Children keep their pixels, even if the gc draws through them.
      paintBackground(server, window, intersectRegions(part, window.clip));
    }
    const inDrawable = translateRegion(part, -context.x, -context.y);
    missing = missing === undefined ? inDrawable : unionRegions(missing, inDrawable);
  }
  return missing;
}

/** `whole`: the source has the whole rectangle. */
function copyTo(
  server: Server,
  source: CopySource,
  whole: boolean,
  context: DrawContext,
  gc: Gc,
  { srcX, srcY, dstX, dstY, width, height }: CopyAreaRequest,
  bitPlane: number,
): void {
  const fromX = source.x + srcX;
  const fromY = source.y + srcY;
  const toX = context.x + dstX;
  const toY = context.y + dstY;
  const clip = whole
    ? context.clip
    : withRegionCap(() =>
        intersectRegions(
          context.clip,
          translateRegion(
            intersectRegions(source.available, regionFromRect(fromX, fromY, width, height)),
            toX - fromX,
            toY - fromY,
          ),
        ),
      );
  const { scratch, painter } = server;
  const count = clipCopies(scratch, clip, fromX, fromY, toX, toY, width, height);
  const copies = scratch.numbers;
  const planes = gcPlanes(gc);
  if (bitPlane === 0) {
    if (isTarget(source.from)) painter.copy(source.from, context.target, copies, count, gc.function, planes);
    else painter.putImage(context.target, source.from, copies, count, gc.function, planes);
  } else if (isTarget(source.from)) {
    const { foreground, background } = gc;
    painter.copyPlane(
      source.from,
      bitPlane,
      context.target,
      copies,
      count,
      foreground,
      background,
      gc.function,
      planes,
    );
  } else {
    const picture = twoColours(source.from, bitPlane, gc);
    painter.putImage(context.target, picture, copies, count, gc.function, planes);
  }
}

function twoColours(picture: Pixels, bitPlane: number, { foreground, background, depth }: Gc): Pixels {
  const mask = depthMask(depth);
  const data = picture.data.map((pixel) => ((pixel & bitPlane) !== 0 ? foreground & mask : background & mask));
  return { width: picture.width, height: picture.height, depth, data };
}

/** The part of the destination, in target coordinates, for which the source has no pixels. */
function missingIn(
  source: CopySource | undefined,
  { x, y, clip }: DrawContext,
  { srcX, srcY, dstX, dstY, width, height }: CopyAreaRequest,
): Region {
  const wanted = intersectRegions(clip, regionFromRect(x + dstX, y + dstY, width, height));
  if (source === undefined) return wanted;
  const fromX = source.x + srcX;
  const fromY = source.y + srcY;
  const had = intersectRegions(source.available, regionFromRect(fromX, fromY, width, height));
  if (had.rects.length === 0) return wanted;
  return subtractRegions(wanted, translateRegion(had, x + dstX - fromX, y + dstY - fromY));
}

/** GraphicsExpose for each missing rectangle, or NoExpose. X11 §11 */
function sendExposures(
  server: Server,
  client: Client,
  { drawable }: Drawing,
  missing: Region | undefined,
  majorOpcode: number,
): void {
  if (missing === undefined) {
    server.sendEvent(client.number, { name: 'NoExposure', drawable: drawable.id, minorOpcode: 0, majorOpcode });
    return;
  }
  const { rects } = missing;
  for (let i = 0; i < rects.length; i += 4) {
    const x = rects[i]!;
    const y = rects[i + 1]!;
    server.sendEvent(client.number, {
      name: 'GraphicsExposure',
      drawable: drawable.id,
      x,
      y,
      width: rects[i + 2]! - x,
      height: rects[i + 3]! - y,
      minorOpcode: 0,
      count: (rects.length - i) / 4 - 1,
      majorOpcode,
    });
  }
}
