/** Questions about the window tree. */
import { regionContainsPoint } from '../raster/region.ts';
import type { Server } from '../server.ts';
import { InputOnly, InputOutput, type Window } from '../state/windows.ts';

/** Mapped, and all its ancestors too (X11 glossary). */
export function isViewable(window: Window): boolean {
  for (let w: Window | undefined = window; w !== undefined; w = w.parent) if (!w.mapped) return false;
  return true;
}

/** Root coordinates of the window's origin, which is inside its border. */
export function rootX(window: Window): number {
  let x = 0;
  for (let w = window; w.parent !== undefined; w = w.parent) x += w.x + w.borderWidth;
  return x;
}

export function rootY(window: Window): number {
  let y = 0;
  for (let w = window; w.parent !== undefined; w = w.parent) y += w.y + w.borderWidth;
  return y;
}

/** The child of the root that is the window or contains it; the root for itself. */
export function topLevelOf(window: Window): Window {
  let top = window;
  while (top.parent !== undefined && top.parent.parent !== undefined) top = top.parent;
  return top;
}

export function isTopLevel(window: Window): boolean {
  return window.parent !== undefined && window.parent.parent === undefined;
}

/** True when `ancestor` properly contains `window` in the tree. */
export function isAncestorOf(ancestor: Window, window: Window): boolean {
  for (let w = window.parent; w !== undefined; w = w.parent) if (w === ancestor) return true;
  return false;
}

/** The window and all its inferiors, parents before children, bottom children first. */
export function* subtree(window: Window): Generator<Window> {
  yield window;
  for (const child of window.children) yield* subtree(child);
}

/** The window's extent with its border. */
export function outerWidth(window: Window): number {
  return window.width + 2 * window.borderWidth;
}

export function outerHeight(window: Window): number {
  return window.height + 2 * window.borderWidth;
}

/** The deepest viewable window at a point of the root, borders and shapes respected; the root where there is no other. */
export function windowAt(server: Server, x: number, y: number): Window {
  let window = server.state.screen.root;
  let originX = 0;
  let originY = 0;
  for (;;) {
    const child = childAtPoint(window, x - originX, y - originY);
    if (child === undefined) return window;
    originX += child.x + child.borderWidth;
    originY += child.y + child.borderWidth;
    window = child;
  }
}

/** The topmost mapped child at a point relative to the parent's origin. */
export function childAtPoint(parent: Window, x: number, y: number): Window | undefined {
  for (let i = parent.children.length - 1; i >= 0; i--) {
    const child = parent.children[i]!;
    if (child.mapped && covers(child, x - child.x, y - child.y)) return child;
  }
  return undefined;
}

/** Whether a point relative to the outer corner is on the window for the pointer (SHAPE: bounding and input regions count). */
function covers(window: Window, x: number, y: number): boolean {
  if (x < 0 || y < 0 || x >= outerWidth(window) || y >= outerHeight(window)) return false;
  const insideX = x - window.borderWidth;
  const insideY = y - window.borderWidth;
  const { bounding, input } = window.shape;
  if (bounding !== undefined && !regionContainsPoint(bounding, insideX, insideY)) return false;
  return input === undefined || regionContainsPoint(input, insideX, insideY);
}

/** True for windows that have pixels while viewable. */
export function hasPixels(window: Window): boolean {
  return window.windowClass === InputOutput;
}

export function isInputOnly(window: Window): boolean {
  return window.windowClass === InputOnly;
}

/** How many ancestors the window has. */
export function nestingOf(window: Window): number {
  let nesting = 0;
  for (let w = window.parent; w !== undefined; w = w.parent) nesting++;
  return nesting;
}

/** How many levels of inferiors the window has. */
export function levelsBelow(window: Window): number {
  let deepest = 0;
  for (const child of window.children) deepest = Math.max(deepest, 1 + levelsBelow(child));
  return deepest;
}
