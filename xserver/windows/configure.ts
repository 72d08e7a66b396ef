/** Changes of a window's geometry and place in the stack (X11 §10 ConfigureWindow). */
import { anySelected, deliverStructure, EventMask, redirectingClient } from '../events.ts';
import { windowsChanged, windowUnviewable } from '../input/window-changes.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { unplaceSubtree } from './clips.ts';
import { changeChild } from './layout.ts';
import { Gravity, gravityShift } from './gravity.ts';
import { sendGravityNotify, sendUnmapNotify, substructureRedirector } from './map.ts';
import { isInPlace, reorder, siblingBelow, stackPosition } from './stacking.ts';
import { moveSurface, resizeSurface, restackSurfaces } from './surfaces.ts';
import { isInputOnly, isTopLevel, isViewable } from './tree.ts';

/** What to change; the rest stays. Coordinates relative to the parent. */
export interface Configuration {
  readonly x?: number | undefined;
  readonly y?: number | undefined;
  readonly width?: number | undefined;
  readonly height?: number | undefined;
  readonly borderWidth?: number | undefined;
  readonly sibling?: Window | undefined;
  readonly stackMode?: number | undefined;
}

interface Geometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly borderWidth: number;
}

/** Bits of ConfigureWindow's value-mask, as ConfigureRequest repeats them. */
const ValueMask = { X: 1, Y: 2, Width: 4, Height: 8, BorderWidth: 16, Sibling: 32, StackMode: 64 } as const;

function valueMask(change: Configuration): number {
  return (
    (change.x === undefined ? 0 : ValueMask.X) |
    (change.y === undefined ? 0 : ValueMask.Y) |
    (change.width === undefined ? 0 : ValueMask.Width) |
    (change.height === undefined ? 0 : ValueMask.Height) |
    (change.borderWidth === undefined ? 0 : ValueMask.BorderWidth) |
    (change.sibling === undefined ? 0 : ValueMask.Sibling) |
    (change.stackMode === undefined ? 0 : ValueMask.StackMode)
  );
}

/** @throws XError Value, Match before anything changes. */
function check(window: Window, change: Configuration): void {
  if (change.width === 0 || change.height === 0) throw new XError(ErrorCode.Value, 0);
  if (isInputOnly(window) && change.borderWidth !== undefined) throw new XError(ErrorCode.Match);
  if (change.sibling !== undefined) {
    if (change.stackMode === undefined || change.sibling.parent !== window.parent || change.sibling === window) {
      throw new XError(ErrorCode.Match);
    }
  }
  if (change.stackMode !== undefined && change.stackMode > 4) throw new XError(ErrorCode.Value, change.stackMode);
}

/** @param client who asks: the redirecting clients' own requests are carried out */
export function configureWindow(server: Server, window: Window, change: Configuration, client: number): void {
  if (window.parent === undefined) return;
  check(window, change);
  const manager = substructureRedirector(window, client);
  if (manager !== undefined) {
    sendConfigureRequest(server, manager, window, change);
    return;
  }
  let wanted: Geometry = {
    x: change.x ?? window.x,
    y: change.y ?? window.y,
    width: change.width ?? window.width,
    height: change.height ?? window.height,
    borderWidth: change.borderWidth ?? window.borderWidth,
  };
  if (wanted.width !== window.width || wanted.height !== window.height) {
    const resizer = redirectingClient(window, EventMask.ResizeRedirect, client);
    if (resizer !== undefined) {
      server.sendEvent(resizer, {
        name: 'ResizeRequest',
        window: window.id,
        width: wanted.width,
        height: wanted.height,
      });
      wanted = { ...wanted, width: window.width, height: window.height };
    }
  }
  const position =
    change.stackMode === undefined ? undefined : stackPositionAt(window, wanted, change.sibling, change.stackMode);
  if (isUnchanged(window, wanted) && isInPlace(window, position)) return;
  if (anySelected(window, EventMask.StructureNotify) || anySelected(window.parent, EventMask.SubstructureNotify)) {
    sendConfigureNotify(server, window, wanted, siblingBelow(window, position));
  }
  applyGeometry(server, window, wanted, position);
  if (isViewable(window)) windowsChanged(server);
}

/** Stack-mode looks at the geometry that is asked for. */
function stackPositionAt(
  window: Window,
  wanted: Geometry,
  sibling: Window | undefined,
  mode: number,
): number | undefined {
  const { x, y, width, height, borderWidth } = window;
  assignGeometry(window, wanted);
  try {
    return stackPosition(window, sibling, mode);
  } finally {
    assignGeometry(window, { x, y, width, height, borderWidth });
  }
}

function isUnchanged(window: Window, wanted: Geometry): boolean {
  return (
    wanted.x === window.x &&
    wanted.y === window.y &&
    wanted.width === window.width &&
    wanted.height === window.height &&
    wanted.borderWidth === window.borderWidth
  );
}

function sendConfigureRequest(server: Server, manager: number, window: Window, change: Configuration): void {
  server.sendEvent(manager, {
    name: 'ConfigureRequest',
    stackMode: change.stackMode ?? 0,
    parent: window.parent!.id,
    window: window.id,
    sibling: change.sibling?.id ?? 0,
    x: change.x ?? window.x,
    y: change.y ?? window.y,
    width: change.width ?? window.width,
    height: change.height ?? window.height,
    borderWidth: change.borderWidth ?? window.borderWidth,
    valueMask: valueMask(change),
  });
}

export function sendConfigureNotify(server: Server, window: Window, wanted: Geometry, aboveSibling: number): void {
  deliverStructure(server, window, (event) => ({
    name: 'ConfigureNotify',
    event,
    window: window.id,
    aboveSibling,
    x: wanted.x,
    y: wanted.y,
    width: wanted.width,
    height: wanted.height,
    borderWidth: wanted.borderWidth,
    overrideRedirect: window.overrideRedirect ? 1 : 0,
  }));
}

function applyGeometry(server: Server, window: Window, wanted: Geometry, position: number | undefined): void {
  const resized = wanted.width !== window.width || wanted.height !== window.height;
  const unmapped: Window[] = [];
  if (isTopLevel(window)) {
    if (position !== undefined) reorder(window, position);
    if (window.surface !== undefined && (resized || wanted.borderWidth !== window.borderWidth)) {
      resizeSurface(server, window, () => setGeometry(server, window, wanted, unmapped));
    } else {
      setGeometry(server, window, wanted, unmapped);
      moveSurface(server, window);
    }
    restackSurfaces(server);
  } else {
    const slides = !resized && wanted.borderWidth === window.borderWidth && position === undefined;
    changeChild(server, window, slides, () => {
      setGeometry(server, window, wanted, unmapped);
      if (position !== undefined) reorder(window, position);
    });
  }
  for (const child of unmapped) windowUnviewable(server, child);
}

/** Gives the window its geometry and moves its children by their gravity; adds those that are unmapped by it to `unmapped`. */
function setGeometry(server: Server, window: Window, wanted: Geometry, unmapped: Window[]): void {
  const grownX = wanted.width - window.width;
  const grownY = wanted.height - window.height;
  const shiftX = wanted.x + wanted.borderWidth - window.x - window.borderWidth;
  const shiftY = wanted.y + wanted.borderWidth - window.y - window.borderWidth;
  assignGeometry(window, wanted);
  if (grownX === 0 && grownY === 0) return;
  unmapByGravity(server, window, unmapped);
  moveChildren(server, window, grownX, grownY, shiftX, shiftY);
}

function assignGeometry(window: Window, wanted: Geometry): void {
  window.x = wanted.x;
  window.y = wanted.y;
  window.width = wanted.width;
  window.height = wanted.height;
  window.borderWidth = wanted.borderWidth;
}

/** Win gravity Unmap: such children of a viewable window are unmapped, with no exposure of their own. */
function unmapByGravity(server: Server, window: Window, unmapped: Window[]): void {
  if (window.surface === undefined) return;
  for (let i = window.children.length - 1; i >= 0; i--) {
    const child = window.children[i]!;
    if (child.winGravity !== Gravity.ForgetOrUnmap || !child.mapped) continue;
    sendUnmapNotify(server, child, true);
    child.mapped = false;
    unplaceSubtree(child);
    unmapped.push(child);
  }
}

/** Win gravity: moves the children of a window that is resized, topmost first. */
function moveChildren(
  server: Server,
  window: Window,
  grownX: number,
  grownY: number,
  shiftX: number,
  shiftY: number,
): void {
  for (let i = window.children.length - 1; i >= 0; i--) {
    const child = window.children[i]!;
    const { dx, dy } = winGravityShift(child.winGravity, grownX, grownY, shiftX, shiftY);
    if (dx === 0 && dy === 0) continue;
    child.x += dx;
    child.y += dy;
    sendGravityNotify(server, child);
  }
}

function winGravityShift(
  gravity: number,
  grownX: number,
  grownY: number,
  shiftX: number,
  shiftY: number,
): { dx: number; dy: number } {
  if (gravity === Gravity.ForgetOrUnmap) return { dx: 0, dy: 0 };
  if (gravity === Gravity.Static) return { dx: -shiftX, dy: -shiftY };
  return gravityShift(gravity, grownX, grownY);
}
