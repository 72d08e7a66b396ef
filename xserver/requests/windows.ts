import { deliverStructure, EventMask, redirectingClient } from '../events.ts';
import { windowsChanged } from '../input/window-changes.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeGetGeometryReply,
  encodeGetWindowAttributesReply,
  encodeQueryTreeReply,
  encodeTranslateCoordinatesReply,
  MapState,
} from '../protocol/generated/xproto.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { MAX_WINDOW_NESTING } from '../limits.ts';
import { findDrawable, findWindow } from '../resources.ts';
import type { Window } from '../state/windows.ts';
import { checkAttributes, setAttributes } from '../windows/attributes.ts';
import { configureWindow } from '../windows/configure.ts';
import { createWindow } from '../windows/create.ts';
import { destroyWindow } from '../windows/destroy.ts';
import { mapSubwindows, mapWindow, unmapSubwindows, unmapWindow } from '../windows/map.ts';
import { reparentWindow } from '../windows/reparent.ts';
import { circulationCandidate, restack } from '../windows/stacking.ts';
import {
  childAtPoint,
  isAncestorOf,
  isInputOnly,
  isTopLevel,
  isViewable,
  levelsBelow,
  nestingOf,
  rootX,
  rootY,
} from '../windows/tree.ts';

/** The server keeps the pixels of top-levels, obscured or not, while they are mapped. */
const WHEN_MAPPED = 1;

const int16 = (value: number | undefined) => (value === undefined ? undefined : (value << 16) >> 16);
const card16 = (value: number | undefined) => (value === undefined ? undefined : value & 0xffff);

function mapState(window: Window): number {
  if (!window.mapped) return MapState.Unmapped;
  return isViewable(window) ? MapState.Viewable : MapState.Unviewable;
}

export const windowRequests = {
  CreateWindow: createWindow,

  ChangeWindowAttributes(server, client, { window: id, valueList }) {
    const window = findWindow(server, id);
    setAttributes(server, client, window, checkAttributes(server, client, window, valueList));
  },

  GetWindowAttributes(server, client, { window: id }) {
    const window = findWindow(server, id);
    let allEventMasks = 0;
    for (const mask of window.eventMasks.values()) allEventMasks |= mask;
    server.reply(client, encodeGetWindowAttributesReply, {
      backingStore: isTopLevel(window) && !isInputOnly(window) ? WHEN_MAPPED : window.backingStore,
      visual: window.visual,
      class: window.windowClass,
      bitGravity: window.bitGravity,
      winGravity: window.winGravity,
      backingPlanes: window.backingPlanes,
      backingPixel: window.backingPixel,
      saveUnder: window.saveUnder ? 1 : 0,
      mapIsInstalled: window.colormap !== undefined && server.state.screen.installed.includes(window.colormap) ? 1 : 0,
      mapState: mapState(window),
      overrideRedirect: window.overrideRedirect ? 1 : 0,
      colormap: window.colormap?.id ?? 0,
      allEventMasks: allEventMasks >>> 0,
      yourEventMask: window.eventMasks.get(client.number) ?? 0,
      doNotPropagateMask: window.doNotPropagateMask,
    });
  },

  DestroyWindow(server, _client, { window }) {
    destroyWindow(server, findWindow(server, window));
  },

  DestroySubwindows(server, _client, { window: id }) {
    const window = findWindow(server, id);
    // All at once, as X.Org does: one by one, each would look at all others.
    unmapSubwindows(server, window);
    for (let child = window.children[0]; child !== undefined; child = window.children[0]) destroyWindow(server, child);
  },

  ChangeSaveSet(server, client, { window: id, mode }) {
    const window = findWindow(server, id);
    if (window.client === client.number) throw new XError(ErrorCode.Match);
    if (mode > 1) throw new XError(ErrorCode.Value, mode);
    if (mode === 0) client.saveSet.add(window);
    else client.saveSet.delete(window);
  },

  ReparentWindow(server, client, { window: id, parent: parentId, x, y }) {
    const window = findWindow(server, id);
    const parent = findWindow(server, parentId);
    if (window.parent === undefined || window === parent || isAncestorOf(window, parent))
      throw new XError(ErrorCode.Match);
    if (isInputOnly(parent) && !isInputOnly(window)) throw new XError(ErrorCode.Match);
    if (window.background.kind === 'parent-relative' && parent.depth !== window.depth)
      throw new XError(ErrorCode.Match);
    if (nestingOf(parent) + 1 + levelsBelow(window) > MAX_WINDOW_NESTING) throw new XError(ErrorCode.Alloc);
    reparentWindow(server, window, parent, x, y, client.number);
  },

  MapWindow(server, client, { window }) {
    mapWindow(server, findWindow(server, window), client.number);
  },

  MapSubwindows(server, client, { window }) {
    mapSubwindows(server, findWindow(server, window), client.number);
  },

  UnmapWindow(server, _client, { window }) {
    unmapWindow(server, findWindow(server, window));
  },

  UnmapSubwindows(server, _client, { window }) {
    unmapSubwindows(server, findWindow(server, window));
  },

  ConfigureWindow(server, client, { window: id, valueList }) {
    const window = findWindow(server, id);
    const change = {
      x: int16(valueList.x),
      y: int16(valueList.y),
      width: card16(valueList.width),
      height: card16(valueList.height),
      borderWidth: card16(valueList.borderWidth),
      sibling: valueList.sibling === undefined ? undefined : findWindow(server, valueList.sibling),
      stackMode: valueList.stackMode === undefined ? undefined : valueList.stackMode & 0xff,
    };
    configureWindow(server, window, change, client.number);
  },

  CirculateWindow(server, client, { window: id, direction }) {
    if (direction > 1) throw new XError(ErrorCode.Value, direction);
    const parent = findWindow(server, id);
    const raise = direction === 0;
    const child = circulationCandidate(parent, raise);
    if (child === undefined) return;
    const place = raise ? 0 : 1;
    const manager = redirectingClient(parent, EventMask.SubstructureRedirect, client.number);
    if (manager !== undefined) {
      server.sendEvent(manager, { name: 'CirculateRequest', event: parent.id, window: child.id, place });
      return;
    }
    deliverStructure(server, child, (event) => ({ name: 'CirculateNotify', event, window: child.id, place }));
    restack(server, child, raise ? parent.children.length - 1 : 0);
    windowsChanged(server);
  },

  GetGeometry(server, client, { drawable }) {
    const target = findDrawable(server, drawable);
    const root = server.state.screen.root.id;
    if (target.kind === 'pixmap') {
      const { width, height, depth } = target.pixels;
      server.reply(client, encodeGetGeometryReply, { depth, root, x: 0, y: 0, width, height, borderWidth: 0 });
      return;
    }
    const { depth, x, y, width, height, borderWidth } = target;
    server.reply(client, encodeGetGeometryReply, { depth, root, x, y, width, height, borderWidth });
  },

  QueryTree(server, client, { window: id }) {
    const window = findWindow(server, id);
    server.reply(client, encodeQueryTreeReply, {
      root: server.state.screen.root.id,
      parent: window.parent?.id ?? 0,
      children: Uint32Array.from(window.children, (child) => child.id),
    });
  },

  TranslateCoordinates(server, client, { srcWindow, dstWindow, srcX, srcY }) {
    const source = findWindow(server, srcWindow);
    const target = findWindow(server, dstWindow);
    const dstX = rootX(source) + srcX - rootX(target);
    const dstY = rootY(source) + srcY - rootY(target);
    const child = childAtPoint(target, dstX, dstY);
    server.reply(client, encodeTranslateCoordinatesReply, { sameScreen: 1, child: child?.id ?? 0, dstX, dstY });
  },
} satisfies SomeCoreHandlers;
