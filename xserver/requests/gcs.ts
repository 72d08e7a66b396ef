import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { ClipOrdering, GC } from '../protocol/generated/xproto.ts';
import { regionFromRects } from '../raster/region.ts';
import { addResource, checkNewId, findDrawable, findGc, removeResource } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';
import { depthOf, isInputOnly } from './drawing-target.ts';
import { changeGc, defaultGc, setStipple, setTile } from './gc-values.ts';
import { withRegionCap } from './region-cap.ts';

const ALL_COMPONENTS = 2 * GC.ArcMode - 1;

export const gcRequests = {
  CreateGC(server, client, { cid, drawable: drawableId, valueList }) {
    checkNewId(server, client, cid);
    const drawable = findDrawable(server, drawableId);
    if (isInputOnly(drawable)) throw new XError(ErrorCode.Match);
    const gc = defaultGc(cid, client.number, depthOf(drawable));
    changeGc(server, gc, valueList);
    gc.tilePixel = gc.foreground;
    addResource(server, client, gc);
  },

  ChangeGC(server, _client, { gc, valueList }) {
    changeGc(server, findGc(server, gc), valueList);
  },

  CopyGC(server, _client, { srcGc, dstGc, valueMask }) {
    const source = findGc(server, srcGc);
    const target = findGc(server, dstGc);
    if (source.depth !== target.depth) throw new XError(ErrorCode.Match);
    if ((valueMask & ~ALL_COMPONENTS) !== 0) throw new XError(ErrorCode.Value, valueMask);
    copyComponents(server, source, target, valueMask);
  },

  SetDashes(server, _client, request) {
    const gc = findGc(server, request.gc);
    const { dashes, dashOffset } = request;
    if (dashes.length === 0 || dashes.includes(0)) throw new XError(ErrorCode.Value, 0);
    gc.dashOffset = dashOffset;
    gc.dashes = dashes.slice();
  },

  SetClipRectangles(server, _client, { ordering, gc: id, clipXOrigin, clipYOrigin, rectangles }) {
    if (ordering > ClipOrdering.YXBanded) throw new XError(ErrorCode.Value, ordering);
    const gc = findGc(server, id);
    if (!isOrdered(rectangles, ordering)) throw new XError(ErrorCode.Match);
    const region = withRegionCap(() => regionFromRects(rectangles));
    gc.clipXOrigin = clipXOrigin;
    gc.clipYOrigin = clipYOrigin;
    gc.clip = { region };
  },

  FreeGC(server, _client, { gc }) {
    freeGc(server, findGc(server, gc));
  },
} satisfies SomeCoreHandlers;

/** Takes the gc away with all it holds. */
export function freeGc(server: Server, gc: Gc): void {
  removeResource(server, gc);
  setTile(server, gc, undefined);
  setStipple(server, gc, undefined);
}

function copyComponents(server: Server, from: Gc, to: Gc, mask: number): void {
  if (mask & GC.Function) to.function = from.function;
  if (mask & GC.PlaneMask) to.planeMask = from.planeMask;
  if (mask & GC.Foreground) to.foreground = from.foreground;
  if (mask & GC.Background) to.background = from.background;
  if (mask & GC.LineWidth) to.lineWidth = from.lineWidth;
  if (mask & GC.LineStyle) to.lineStyle = from.lineStyle;
  if (mask & GC.CapStyle) to.capStyle = from.capStyle;
  if (mask & GC.JoinStyle) to.joinStyle = from.joinStyle;
  if (mask & GC.FillStyle) to.fillStyle = from.fillStyle;
  if (mask & GC.FillRule) to.fillRule = from.fillRule;
  if (mask & GC.Tile) {
    setTile(server, to, from.tile);
    to.tilePixel = from.tilePixel;
  }
  if (mask & GC.Stipple) setStipple(server, to, from.stipple);
  if (mask & GC.TileStippleOriginX) to.tileStippleXOrigin = from.tileStippleXOrigin;
  if (mask & GC.TileStippleOriginY) to.tileStippleYOrigin = from.tileStippleYOrigin;
  if (mask & GC.Font) to.font = from.font;
  if (mask & GC.SubwindowMode) to.subwindowMode = from.subwindowMode;
  if (mask & GC.GraphicsExposures) to.graphicsExposures = from.graphicsExposures;
  if (mask & GC.ClipOriginX) to.clipXOrigin = from.clipXOrigin;
  if (mask & GC.ClipOriginY) to.clipYOrigin = from.clipYOrigin;
  if (mask & GC.ClipMask) to.clip = from.clip;
  if (mask & GC.DashOffset) to.dashOffset = from.dashOffset;
  if (mask & GC.DashList) to.dashes = from.dashes;
  if (mask & GC.ArcMode) to.arcMode = from.arcMode;
}

/** Whether flat x, y, width, height rectangles keep the order that the client claims. X11 §10 SetClipRectangles */
export function isOrdered(rectangles: Int32Array, ordering: number): boolean {
  if (ordering === ClipOrdering.Unsorted) return true;
  for (let i = 4; i < rectangles.length; i += 4) {
    const y = rectangles[i + 1]!;
    const previousY = rectangles[i - 3]!;
    if (y < previousY) return false;
    if (ordering === ClipOrdering.YSorted) continue;
    const sameRow = y === previousY;
    if (sameRow && rectangles[i]! < rectangles[i - 4]!) return false;
    if (ordering === ClipOrdering.YXSorted) continue;
    const previousHeight = rectangles[i - 1]!;
    if (sameRow) {
      if (rectangles[i + 3] !== previousHeight || rectangles[i]! < rectangles[i - 4]! + rectangles[i - 2]!)
        return false;
    } else if (y < previousY + previousHeight) {
      return false;
    }
  }
  return true;
}
