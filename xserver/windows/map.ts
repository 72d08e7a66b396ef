/** Mapping and unmapping (X11 §10 MapWindow, UnmapWindow). */
import { anySelected, deliver, deliverStructure, EventMask, redirectingClient } from '../events.ts';
import { windowsChanged, windowUnviewable } from '../input/window-changes.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { unplaceSubtree } from './clips.ts';
import { changeChild, changeChildren, settleLayout } from './layout.ts';
import { createSurface, destroySurface } from './surfaces.ts';
import { hasPixels, isTopLevel, isViewable } from './tree.ts';

/** The client that has SubstructureRedirect on the parent, when it is to decide in place of `client`. */
export function substructureRedirector(window: Window, client: number): number | undefined {
  if (window.overrideRedirect || window.parent === undefined) return undefined;
  return redirectingClient(window.parent, EventMask.SubstructureRedirect, client);
}

/** Asks the window manager (MapRequest) when there is one; true when it was asked. */
function redirectMap(server: Server, window: Window, client: number): boolean {
  const manager = substructureRedirector(window, client);
  if (manager === undefined) return false;
  server.sendEvent(manager, { name: 'MapRequest', parent: window.parent!.id, window: window.id });
  return true;
}

function markMapped(server: Server, window: Window): void {
  window.mapped = true;
  deliverStructure(server, window, (event) => ({
    name: 'MapNotify',
    event,
    window: window.id,
    overrideRedirect: window.overrideRedirect ? 1 : 0,
  }));
}

/** @param client who asks: a window manager's own maps are not redirected */
export function mapWindow(server: Server, window: Window, client: number): void {
  if (window.mapped || redirectMap(server, window, client)) return;
  markMapped(server, window);
  showMapped(server, window);
  windowsChanged(server);
}

/** Gives pixels to a window whose `mapped` has just become true. */
function showMapped(server: Server, window: Window): void {
  if (!hasPixels(window) || !isViewable(window)) return;
  if (isTopLevel(window)) {
    createSurface(server, window);
    settleLayout(server, window, new Map());
    return;
  }
  window.mapped = false;
  changeChild(server, window, false, () => {
    window.mapped = true;
  });
}

/** Maps every unmapped child, topmost first, with one exposure pass (X11 §10 MapSubwindows). */
export function mapSubwindows(server: Server, parent: Window, client: number): void {
  const mapped: Window[] = [];
  for (let i = parent.children.length - 1; i >= 0; i--) {
    const child = parent.children[i]!;
    if (child.mapped || redirectMap(server, child, client)) continue;
    markMapped(server, child);
    mapped.push(child);
  }
  if (mapped.length === 0) return;
  if (parent.parent === undefined) {
    for (const child of mapped) showMapped(server, child);
  } else {
    for (const child of mapped) child.mapped = false;
    changeChildren(server, parent, () => {
      for (const child of mapped) child.mapped = true;
    });
  }
  windowsChanged(server);
}

export function unmapWindow(server: Server, window: Window): void {
  if (!window.mapped || window.parent === undefined) return;
  sendUnmapNotify(server, window, false);
  hideWindows(server, window.parent, [window]);
  windowsChanged(server);
}

/** @param fromConfigure the parent's resize unmaps it (win gravity Unmap) */
export function sendUnmapNotify(server: Server, window: Window, fromConfigure: boolean): void {
  deliverStructure(server, window, (event) => ({
    name: 'UnmapNotify',
    event,
    window: window.id,
    fromConfigure: fromConfigure ? 1 : 0,
  }));
}

/** Unmaps children of one parent with one exposure pass. */
function hideWindows(server: Server, parent: Window, windows: readonly Window[]): void {
  const wereViewable = isViewable(parent);
  const hide = () => {
    for (const window of windows) {
      window.mapped = false;
      if (isTopLevel(window)) destroySurface(server, window);
      else unplaceSubtree(window);
    }
  };
  if (windows.length === 1) changeChild(server, windows[0]!, false, hide);
  else changeChildren(server, parent, hide);
  if (wereViewable) for (const window of windows) windowUnviewable(server, window);
}

/** Unmaps every mapped child, bottommost first (X11 §10 UnmapSubwindows). */
export function unmapSubwindows(server: Server, parent: Window): void {
  const mapped = parent.children.filter((child) => child.mapped);
  if (mapped.length === 0) return;
  for (const child of mapped) sendUnmapNotify(server, child, false);
  hideWindows(server, parent, mapped);
  windowsChanged(server);
}

/** GravityNotify: the window was moved by its parent's resize. */
export function sendGravityNotify(server: Server, window: Window): void {
  if (!anySelected(window, EventMask.StructureNotify) && !anySelected(window.parent!, EventMask.SubstructureNotify))
    return;
  deliverStructure(server, window, (event) => ({
    name: 'GravityNotify',
    event,
    window: window.id,
    x: window.x,
    y: window.y,
  }));
}

/** CreateNotify on the parent. */
export function sendCreateNotify(server: Server, window: Window): void {
  const parent = window.parent!;
  deliver(server, parent, EventMask.SubstructureNotify, {
    name: 'CreateNotify',
    parent: parent.id,
    window: window.id,
    x: window.x,
    y: window.y,
    width: window.width,
    height: window.height,
    borderWidth: window.borderWidth,
    overrideRedirect: window.overrideRedirect ? 1 : 0,
  });
}
