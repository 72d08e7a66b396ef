/** Stacking order: ConfigureWindow's stack-mode and CirculateWindow. */
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { changeChild } from './layout.ts';
import { restackSurfaces } from './surfaces.ts';
import { outerHeight, outerWidth } from './tree.ts';

export const StackMode = { Above: 0, Below: 1, TopIf: 2, BottomIf: 3, Opposite: 4 } as const;

function overlap(a: Window, b: Window): boolean {
  return (
    a.x < b.x + outerWidth(b) && b.x < a.x + outerWidth(a) && a.y < b.y + outerHeight(b) && b.y < a.y + outerHeight(a)
  );
}

/** Both mapped, overlapping, and `above` higher in the stack. */
function occludes(above: Window, below: Window, siblings: readonly Window[]): boolean {
  return above.mapped && below.mapped && siblings.indexOf(above) > siblings.indexOf(below) && overlap(above, below);
}

/**
 * Where stack-mode puts the window: an index into the siblings without it; undefined leaves it where it is (X11 §10 ConfigureWindow).
 */
export function stackPosition(window: Window, sibling: Window | undefined, mode: number): number | undefined {
  const siblings = window.parent!.children;
  const others = siblings.filter((child) => child !== window);
  const top = others.length;
  const occludedBy = (candidates: readonly Window[]) => candidates.some((other) => occludes(other, window, siblings));
  const occludesAny = (candidates: readonly Window[]) => candidates.some((other) => occludes(window, other, siblings));
  const candidates = sibling === undefined ? others : [sibling];
  switch (mode) {
    case StackMode.Above:
      return sibling === undefined ? top : others.indexOf(sibling) + 1;
    case StackMode.Below:
      return sibling === undefined ? 0 : others.indexOf(sibling);
    case StackMode.TopIf:
      return occludedBy(candidates) ? top : undefined;
    case StackMode.BottomIf:
      return occludesAny(candidates) ? 0 : undefined;
    case StackMode.Opposite:
      if (occludedBy(candidates)) return top;
      return occludesAny(candidates) ? 0 : undefined;
    default:
      return undefined;
  }
}

/** The sibling just below a position, for ConfigureNotify's above-sibling; 0 at the bottom. */
export function siblingBelow(window: Window, position: number | undefined): number {
  const siblings = window.parent!.children;
  if (position === undefined) return siblings[siblings.indexOf(window) - 1]?.id ?? 0;
  return siblings.filter((child) => child !== window)[position - 1]?.id ?? 0;
}

/** Moves the window in its siblings' order, without any exposure. */
export function reorder(window: Window, position: number): void {
  const siblings = window.parent!.children;
  siblings.splice(siblings.indexOf(window), 1);
  siblings.splice(position, 0, window);
}

/** True when `position` is where the window is already. */
export function isInPlace(window: Window, position: number | undefined): boolean {
  return position === undefined || window.parent!.children.indexOf(window) === position;
}

/** Restacks and shows the result. */
export function restack(server: Server, window: Window, position: number): void {
  const parent = window.parent!;
  if (parent.parent === undefined) {
    reorder(window, position);
    restackSurfaces(server);
  } else {
    changeChild(server, window, () => reorder(window, position));
  }
}

/** The child that CirculateWindow would move: the lowest that is occluded, or the highest that occludes. */
export function circulationCandidate(parent: Window, raiseLowest: boolean): Window | undefined {
  const { children } = parent;
  if (raiseLowest)
    return children.find((child) => child.mapped && children.some((other) => occludes(other, child, children)));
  for (let i = children.length - 1; i >= 0; i--) {
    const child = children[i]!;
    if (child.mapped && children.some((other) => occludes(child, other, children))) return child;
  }
  return undefined;
}
