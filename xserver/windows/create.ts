/** CreateWindow (X11 §10). */
import { MAX_WINDOW_NESTING, MAX_WINDOWS } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import type { CreateWindowRequest } from '../protocol/generated/xproto.ts';
import { nothing } from '../region-paint.ts';
import { ARGB_VISUAL, TRUE_COLOR_VISUAL } from '../visuals.ts';
import { setBorder } from '../requests/pixmaps.ts';
import { addResource, checkNewId, findWindow } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import { InputOnly, InputOutput, type Window } from '../state/windows.ts';
import { checkAttributes, setAttributes } from './attributes.ts';
import { VISIBILITY_NOT_VIEWABLE } from './clips.ts';
import { sendCreateNotify } from './map.ts';
import { nestingOf } from './tree.ts';

const COPY_FROM_PARENT = 0;

/** Depth and visual, those of the parent filled in. @throws XError Match when they don't go together. */
function checkVisual(
  request: CreateWindowRequest,
  parent: Window,
  windowClass: number,
): { depth: number; visual: number } {
  const depth = request.depth === 0 && windowClass === InputOutput ? parent.depth : request.depth;
  const visual = request.visual === COPY_FROM_PARENT ? parent.visual : request.visual;
  if (windowClass === InputOnly) {
    if (request.borderWidth !== 0 || request.depth !== 0) throw new XError(ErrorCode.Match);
    if (visual !== TRUE_COLOR_VISUAL && visual !== ARGB_VISUAL) throw new XError(ErrorCode.Match);
    return { depth: 0, visual };
  }
  const fits = (visual === TRUE_COLOR_VISUAL && depth === 24) || (visual === ARGB_VISUAL && depth === 32);
  if (!fits) throw new XError(ErrorCode.Match);
  return { depth, visual };
}

function checkClass(request: CreateWindowRequest, parent: Window): typeof InputOutput | typeof InputOnly {
  if (request.class > InputOnly) throw new XError(ErrorCode.Value, request.class);
  const windowClass = request.class === COPY_FROM_PARENT ? parent.windowClass : request.class;
  if (windowClass === InputOutput && parent.windowClass === InputOnly) throw new XError(ErrorCode.Match);
  return windowClass === InputOnly ? InputOnly : InputOutput;
}

function countWindows(server: Server): number {
  let count = 0;
  for (const resource of server.state.resources.values()) if (resource.kind === 'window') count++;
  return count;
}

export function createWindow(server: Server, client: Client, request: CreateWindowRequest): void {
  checkNewId(server, client, request.wid);
  const parent = findWindow(server, request.parent);
  const windowClass = checkClass(request, parent);
  const { depth, visual } = checkVisual(request, parent, windowClass);
  if (request.width === 0 || request.height === 0) throw new XError(ErrorCode.Value, 0);
  const values = request.valueList;
  const sameDepth = depth === parent.depth;
  if (
    windowClass === InputOutput &&
    !sameDepth &&
    values.borderPixmap === undefined &&
    values.borderPixel === undefined
  ) {
    // The default border is the parent's pixmap, which must be of the same depth.
    throw new XError(ErrorCode.Match);
  }
  const inheritsColormap = parent.visual === visual ? parent.colormap : undefined;
  if (windowClass === InputOutput && inheritsColormap === undefined && !values.colormap)
    throw new XError(ErrorCode.Match);
  if (nestingOf(parent) >= MAX_WINDOW_NESTING) throw new XError(ErrorCode.Alloc);
  // Counting costs: only when the table is large enough for the cap to matter.
  if (server.state.resources.size >= MAX_WINDOWS && countWindows(server) >= MAX_WINDOWS)
    throw new XError(ErrorCode.Alloc);
  const window: Window = {
    kind: 'window',
    id: request.wid,
    client: client.number,
    parent,
    children: [],
    windowClass,
    x: request.x,
    y: request.y,
    width: request.width,
    height: request.height,
    borderWidth: request.borderWidth,
    depth,
    visual,
    colormap: windowClass === InputOutput ? inheritsColormap : undefined,
    background: { kind: 'none' },
    border: { kind: 'pixel', pixel: 0 },
    bitGravity: 0,
    winGravity: 1,
    backingStore: 0,
    backingPlanes: 0xffffffff,
    backingPixel: 0,
    saveUnder: false,
    overrideRedirect: false,
    eventMasks: new Map(),
    doNotPropagateMask: 0,
    cursor: undefined,
    mapped: false,
    properties: new Map(),
    shape: { bounding: undefined, clip: undefined, input: undefined },
    shapeSelections: new Set(),
    passiveGrabs: [],
    surface: undefined,
    surfaceX: 0,
    surfaceY: 0,
    clip: nothing,
    inferiorClip: nothing,
    borderClip: nothing,
    visibility: VISIBILITY_NOT_VIEWABLE,
  };
  const checked = checkAttributes(server, client, window, values);
  addResource(server, client, window);
  parent.children.push(window);
  if (sameDepth) setBorder(server, window, parent.border);
  setAttributes(server, client, window, checked);
  sendCreateNotify(server, window);
}
