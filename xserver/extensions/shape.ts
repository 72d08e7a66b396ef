/** SHAPE 1.1 (X Nonrectangular Window Shape Extension), complete. */
import { windowsChanged } from '../input/window-changes.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  decodeShapeNotifyEvent,
  encodeShapeGetRectanglesReply,
  encodeShapeInputSelectedReply,
  encodeShapeNotifyEvent,
  encodeShapeQueryExtentsReply,
  encodeShapeQueryVersionReply,
  shapeRequests,
  ShapeSK as SK,
  ShapeSO as SO,
  type ShapeRequests,
} from '../protocol/generated/shape.ts';
import { MAX_REGION_RECTANGLES } from '../limits.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromBitmap,
  regionFromRect,
  regionFromRects,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../raster/region.ts';
import { nothing, regionRectangles } from '../region-paint.ts';
import { findPixmap, findWindow } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { changeChild } from '../windows/layout.ts';
import { reshapeSurface } from '../windows/surfaces.ts';
import { isTopLevel, outerHeight, outerWidth } from '../windows/tree.ts';
import { extensionRequests, type Extension } from './extension.ts';
import { FirstEvent, MajorOpcode } from './numbers.ts';

const YX_BANDED = 3;
const NONE = 0;

type Kind = 'bounding' | 'clip' | 'input';

function kindOf(number: number): Kind {
  if (number === SK.Bounding) return 'bounding';
  if (number === SK.Clip) return 'clip';
  if (number === SK.Input) return 'input';
  throw new XError(ErrorCode.Value, number);
}

/** What an unshaped window has: bounding and input with the border, clip without it; relative to the origin. */
function defaultShape(window: Window, kind: Kind): Region {
  if (kind === 'clip') return regionFromRect(0, 0, window.width, window.height);
  return regionFromRect(-window.borderWidth, -window.borderWidth, outerWidth(window), outerHeight(window));
}

function effectiveShape(window: Window, kind: Kind): Region {
  return window.shape[kind] ?? defaultShape(window, kind);
}

/** Combines a source region, already at its offset, with the window's shape. */
function combine(window: Window, kind: Kind, operation: number, source: Region): Region | undefined {
  const destination = window.shape[kind];
  switch (operation) {
    case SO.Set:
      return source;
    case SO.Union:
      return destination === undefined ? undefined : unionRegions(destination, source);
    case SO.Intersect:
      return destination === undefined ? source : intersectRegions(destination, source);
    case SO.Subtract:
      return subtractRegions(destination ?? defaultShape(window, kind), source);
    case SO.Invert:
      return destination === undefined ? nothing : subtractRegions(source, destination);
    default:
      throw new XError(ErrorCode.Value, operation);
  }
}

function setShape(server: Server, window: Window, kind: Kind, kindNumber: number, shape: Region | undefined): void {
  if (window.parent !== undefined && window.shape[kind] !== shape) {
    if (kind === 'input' || window.surface === undefined) window.shape[kind] = shape;
    else showShape(server, window, () => (window.shape[kind] = shape));
    windowsChanged(server);
  }
  notify(server, window, kind, kindNumber);
}

function showShape(server: Server, window: Window, change: () => void): void {
  if (isTopLevel(window)) {
    reshapeSurface(server, window, change);
  } else {
    changeChild(server, window, false, change);
  }
}

function notify(server: Server, window: Window, kind: Kind, kindNumber: number): void {
  if (window.shapeSelections.size === 0) return;
  const extents = effectiveShape(window, kind);
  for (const client of window.shapeSelections) {
    server.sendEncoded(client, (writer, sequence) =>
      encodeShapeNotifyEvent(
        writer,
        sequence,
        {
          shapeKind: kindNumber,
          affectedWindow: window.id,
          extentsX: extents.x1,
          extentsY: extents.y1,
          extentsWidth: extents.x2 - extents.x1,
          extentsHeight: extents.y2 - extents.y1,
          serverTime: server.state.time >>> 0,
          shaped: window.shape[kind] === undefined ? 0 : 1,
        },
        FirstEvent.Shape,
      ),
    );
  }
}

/** Checks the ordering that the client promises; the region is built from any order. */
function checkOrdering(ordering: number): void {
  if (ordering > YX_BANDED) throw new XError(ErrorCode.Value, ordering);
}

const handlers: Parameters<typeof extensionRequests<ShapeRequests>>[1] = {
  QueryVersion(server, client) {
    server.reply(client, encodeShapeQueryVersionReply, { majorVersion: 1, minorVersion: 1 });
  },

  Rectangles(server, _client, request) {
    const window = findWindow(server, request.destinationWindow);
    const kind = kindOf(request.destinationKind);
    checkOrdering(request.ordering);
    if (request.rectangles.length / 4 > MAX_REGION_RECTANGLES) throw new XError(ErrorCode.Alloc);
    const source = translateRegion(regionFromRects(request.rectangles), request.xOffset, request.yOffset);
    setShape(server, window, kind, request.destinationKind, combine(window, kind, request.operation, source));
  },

  Mask(server, _client, request) {
    const window = findWindow(server, request.destinationWindow);
    const kind = kindOf(request.destinationKind);
    if (request.operation > SO.Invert) throw new XError(ErrorCode.Value, request.operation);
    if (request.sourceBitmap === NONE) {
      setShape(server, window, kind, request.destinationKind, undefined);
      return;
    }
    const bitmap = findPixmap(server, request.sourceBitmap);
    if (bitmap.pixels.depth !== 1) throw new XError(ErrorCode.Match);
    const source = regionFromBitmap(bitmap.pixels, request.xOffset, request.yOffset);
    setShape(server, window, kind, request.destinationKind, combine(window, kind, request.operation, source));
  },

  Combine(server, _client, request) {
    const window = findWindow(server, request.destinationWindow);
    const kind = kindOf(request.destinationKind);
    const from = findWindow(server, request.sourceWindow);
    const sourceKind = kindOf(request.sourceKind);
    const source = translateRegion(effectiveShape(from, sourceKind), request.xOffset, request.yOffset);
    setShape(server, window, kind, request.destinationKind, combine(window, kind, request.operation, source));
  },

  Offset(server, _client, request) {
    const window = findWindow(server, request.destinationWindow);
    const kind = kindOf(request.destinationKind);
    const shape = window.shape[kind];
    const moved = shape === undefined ? undefined : translateRegion(shape, request.xOffset, request.yOffset);
    setShape(server, window, kind, request.destinationKind, moved);
  },

  QueryExtents(server, client, { destinationWindow }) {
    const window = findWindow(server, destinationWindow);
    const bounding = effectiveShape(window, 'bounding');
    const clip = effectiveShape(window, 'clip');
    server.reply(client, encodeShapeQueryExtentsReply, {
      boundingShaped: window.shape.bounding === undefined ? 0 : 1,
      clipShaped: window.shape.clip === undefined ? 0 : 1,
      boundingShapeExtentsX: bounding.x1,
      boundingShapeExtentsY: bounding.y1,
      boundingShapeExtentsWidth: bounding.x2 - bounding.x1,
      boundingShapeExtentsHeight: bounding.y2 - bounding.y1,
      clipShapeExtentsX: clip.x1,
      clipShapeExtentsY: clip.y1,
      clipShapeExtentsWidth: clip.x2 - clip.x1,
      clipShapeExtentsHeight: clip.y2 - clip.y1,
    });
  },

  SelectInput(server, client, { destinationWindow, enable }) {
    const window = findWindow(server, destinationWindow);
    if (enable > 1) throw new XError(ErrorCode.Value, enable);
    if (enable === 1) window.shapeSelections.add(client.number);
    else window.shapeSelections.delete(client.number);
  },

  InputSelected(server, client, { destinationWindow }) {
    const window = findWindow(server, destinationWindow);
    const enabled = window.shapeSelections.has(client.number) ? 1 : 0;
    server.reply(client, encodeShapeInputSelectedReply, { enabled });
  },

  GetRectangles(server, client, { window: id, sourceKind }) {
    const window = findWindow(server, id);
    const shape = effectiveShape(window, kindOf(sourceKind));
    const rectangles = isEmptyRegion(shape) ? new Int32Array(0) : regionRectangles(shape);
    server.reply(client, encodeShapeGetRectanglesReply, { ordering: YX_BANDED, rectangles });
  },
};

export const shapeExtension: Extension = {
  name: 'SHAPE',
  majorOpcode: MajorOpcode.Shape,
  firstEvent: FirstEvent.Shape,
  firstError: 0,
  events: {
    count: 1,
    recode(reader, writer, sequence) {
      encodeShapeNotifyEvent(writer, sequence, decodeShapeNotifyEvent(reader), FirstEvent.Shape);
    },
  },
  requests: extensionRequests<ShapeRequests>(shapeRequests, handlers),
};
