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

/**
 * Where stack-mode puts the window: an index into the siblings without it; undefined leaves it where it is (X11 §10 ConfigureWindow).
 */
export function stackPosition(window: Window, sibling: Window | undefined, mode: number): number | undefined {
  const siblings = window.parent!.children;
  if (sibling === undefined && mode === StackMode.Above) return siblings.length - 1;
  if (sibling === undefined && mode === StackMode.Below) return 0;
  const others = siblings.filter((child) => child !== window);
  const top = others.length;
  const place = siblings.indexOf(window);
  const siblingPlace = sibling === undefined ? -1 : siblings.indexOf(sibling);
  const meets = (other: Window) => other !== window && other.mapped && window.mapped && overlap(other, window);
  const occluded = (): boolean =>
    sibling === undefined
      ? siblings.some((other, i) => i > place && meets(other))
      : siblingPlace > place && meets(sibling);
  const occludes = (): boolean =>
    sibling === undefined
      ? siblings.some((other, i) => i < place && meets(other))
      : siblingPlace < place && meets(sibling);
  switch (mode) {
    case StackMode.Above:
      return others.indexOf(sibling!) + 1;
    case StackMode.Below:
      return others.indexOf(sibling!);
    case StackMode.TopIf:
      return occluded() ? top : undefined;
    case StackMode.BottomIf:
      return occludes() ? 0 : undefined;
    case StackMode.Opposite:
      if (occluded()) return top;
      return occludes() ? 0 : undefined;
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
    changeChild(server, window, false, () => reorder(window, position));
  }
}

/** Children that are compared with all others before a sweep is made. */
const FEW = 8;

/**
 * The child that CirculateWindow would move: the lowest that is occluded, or the highest that occludes.
 *
 * A sweep along the axis on which the children are apart the most compares each with those that reach its place there, so children that do
 * not overlap cost little however many they are.
 */
export function circulationCandidate(parent: Window, raiseLowest: boolean): Window | undefined {
  const { children } = parent;
  // Mostly one of the first is it.
  for (let i = 0; i < Math.min(children.length, FEW); i++) {
    const place = raiseLowest ? i : children.length - 1 - i;
    const child = children[place]!;
    if (!child.mapped) continue;
    const from = raiseLowest ? place + 1 : 0;
    const to = raiseLowest ? children.length : place;
    for (let at = from; at < to; at++) {
      const other = children[at]!;
      if (other.mapped && overlap(child, other)) return child;
    }
  }
  if (children.length <= FEW) return undefined;
  const places: number[] = [];
  for (let place = 0; place < children.length; place++) if (children[place]!.mapped) places.push(place);
  if (places.length < 2) return undefined;
  let widths = 0;
  let heights = 0;
  for (const place of places) {
    widths += outerWidth(children[place]!);
    heights += outerHeight(children[place]!);
  }
  const alongX = widths * spread(children, ({ y }) => y) <= heights * spread(children, ({ x }) => x);
  const start = ({ x, y }: Window): number => (alongX ? x : y);
  const end = (child: Window): number => start(child) + (alongX ? outerWidth(child) : outerHeight(child));
  places.sort((a, b) => start(children[a]!) - start(children[b]!));
  let best = raiseLowest ? children.length : -1;
  let reaching: number[] = [];
  for (const place of places) {
    const child = children[place]!;
    reaching = reaching.filter((other) => end(children[other]!) > start(child));
    for (const other of reaching) {
      const candidate = raiseLowest ? Math.min(place, other) : Math.max(place, other);
      if (raiseLowest ? candidate < best : candidate > best) {
        if (overlap(child, children[other]!)) best = candidate;
      }
    }
    reaching.push(place);
  }
  return children[best];
}

function spread(windows: readonly Window[], place: (window: Window) => number): number {
  let low = Infinity;
  let high = -Infinity;
  for (const window of windows) {
    low = Math.min(low, place(window));
    high = Math.max(high, place(window));
  }
  return Math.max(1, high - low);
}
