/**
 * Changes of what is where inside one surface: pixels that stay valid are moved, the rest is painted with backgrounds and exposed.
 *
 * A change is made in four steps: `recordLayout` notes the clips before; the caller changes the tree and places it anew (clips.ts);
 * `settleLayout` copies what survived and exposes what did not.
 */
import { nothing, regionCopies } from '../region-paint.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionsEqual,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../raster/region.ts';
import type { Pixels } from '../raster/pixels.ts';
import type { Server } from '../server.ts';
import type { Surface } from '../state/drawables.ts';
import type { Window } from '../state/windows.ts';
import { borderRegion, paintBorder } from './background.ts';
import { outerRegion, placeChildren, placeOn, placeSubtree, slideSubtree } from './clips.ts';
import { expose, sendVisibility } from './exposures.ts';
import { Gravity, gravityShift } from './gravity.ts';
import { outerHeight, outerWidth } from './tree.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

interface Placement {
  readonly clip: Region;
  readonly border: Region;
  readonly x: number;
  readonly y: number;
  /** Where the surface was on the screen. */
  readonly surfaceLeft: number;
  readonly surfaceTop: number;
  readonly width: number;
  readonly height: number;
  readonly borderWidth: number;
  readonly visibility: number;
}

export type Layout = Map<Window, Placement>;

/** Notes where the viewable windows of a subtree are. */
export function recordLayout(window: Window, layout: Layout = new Map()): Layout {
  if (window.surface === undefined) return layout;
  recordWindow(window, window.surface, layout);
  for (const child of window.children) recordLayout(child, layout);
  return layout;
}

function recordWindow(window: Window, surface: Surface, layout: Layout): void {
  layout.set(window, {
    clip: window.clip,
    border: borderRegion(window),
    x: window.surfaceX,
    y: window.surfaceY,
    surfaceLeft: surface.x,
    surfaceTop: surface.y,
    width: window.width,
    height: window.height,
    borderWidth: window.borderWidth,
    visibility: window.visibility,
  });
}

/** Pixels to bring from elsewhere: those of `region` (new coordinates) from (x - dx, y - dy). */
interface Move {
  readonly dx: number;
  readonly dy: number;
  region: Region;
}

/** What of a window needs painting and reporting. */
interface Exposed {
  readonly window: Window;
  readonly border: Region;
  readonly inside: Region;
}

/** The windows that a change may have touched, in the order of exposures: parents first, topmost children first. */
function* displayOrder(window: Window): Generator<Window> {
  yield window;
  for (let i = window.children.length - 1; i >= 0; i--) yield* displayOrder(window.children[i]!);
}

/**
 * After a change of a window or below it: brings valid pixels to their new places, then paints and exposes the rest.
 * @param previous the old picture, where the surface has new pixels
 * @param shiftX, shiftY where the old picture has already landed in them
 */
export function settleLayout(
  server: Server,
  window: Window,
  before: Layout,
  previous: Pixels | undefined = undefined,
  shiftX = 0,
  shiftY = 0,
): void {
  if (window.surface !== undefined) {
    settleWindows(server, window.surface, displayOrder(window), before, [], [], previous, shiftX, shiftY);
  }
}

function settleWindows(
  server: Server,
  surface: Surface,
  windows: Iterable<Window>,
  before: Layout,
  exposed: Exposed[],
  moves: Move[],
  previous: Pixels | undefined,
  shiftX: number,
  shiftY: number,
): void {
  for (const window of windows) {
    if (window.surface !== undefined) survey(window, before.get(window), moves, exposed, shiftX, shiftY);
  }
  movePixels(server, surface, moves, previous);
  for (const { window } of exposed) {
    if (before.get(window)?.visibility !== window.visibility) sendVisibility(server, window);
  }
  for (const { window, border, inside } of exposed) {
    paintBorder(server, window, border);
    expose(server, window, inside);
  }
}

/** Collects a window's moves and exposure. */
function survey(
  window: Window,
  old: Placement | undefined,
  moves: Move[],
  exposed: Exposed[],
  shiftX: number,
  shiftY: number,
): void {
  const border = borderRegion(window);
  if (old === undefined) {
    exposed.push({ window, border, inside: window.clip });
    return;
  }
  const oldBorder = borderIsSame(window, old) ? old.border : nothing;
  const dx = window.surfaceX - old.x;
  const dy = window.surfaceY - old.y;
  const keptBorder = addMove(moves, oldBorder, border, dx, dy, shiftX, shiftY);
  const content = contentMove(window, old);
  const kept =
    content === undefined ? nothing : addMove(moves, old.clip, window.clip, content.dx, content.dy, shiftX, shiftY);
  const exposedBorder = subtractRegions(border, keptBorder);
  const inside = subtractRegions(window.clip, kept);
  if (!isEmptyRegion(exposedBorder) || !isEmptyRegion(inside) || old.visibility !== window.visibility) {
    exposed.push({ window, border: exposedBorder, inside });
  }
}

/** A border survives when its window is of the same size; else it is drawn anew. */
function borderIsSame(window: Window, old: Placement): boolean {
  return window.width === old.width && window.height === old.height && window.borderWidth === old.borderWidth;
}

/** How far the window's own contents move on the surface; undefined when they are lost (ForgetGravity). */
function contentMove(window: Window, old: Placement): { dx: number; dy: number } | undefined {
  const dx = window.surfaceX - old.x;
  const dy = window.surfaceY - old.y;
  const grownX = window.width - old.width;
  const grownY = window.height - old.height;
  if (grownX === 0 && grownY === 0) return { dx, dy };
  if (window.bitGravity === Gravity.ForgetOrUnmap) return undefined;
  if (window.bitGravity === Gravity.Static) {
    return { dx: old.surfaceLeft - window.surface!.x, dy: old.surfaceTop - window.surface!.y };
  }
  const shift = gravityShift(window.bitGravity, grownX, grownY);
  return { dx: dx + shift.dx, dy: dy + shift.dy };
}

/** Notes what of `from` lands inside `to` when moved; returns it. */
function addMove(
  moves: Move[],
  from: Region,
  to: Region,
  dx: number,
  dy: number,
  shiftX: number,
  shiftY: number,
): Region {
  if (isEmptyRegion(from) || isEmptyRegion(to)) return nothing;
  const landed = intersectRegions(translateRegion(from, dx, dy), to);
  if (isEmptyRegion(landed) || (dx === shiftX && dy === shiftY)) return landed;
  for (const move of moves) {
    if (move.dx !== dx || move.dy !== dy) continue;
    move.region = unionRegions(move.region, landed);
    return landed;
  }
  moves.push({ dx, dy, region: landed });
  return landed;
}

function movePixels(server: Server, surface: Surface, moves: readonly Move[], previous: Pixels | undefined): void {
  if (moves.length === 0) return;
  const [only] = moves;
  if (previous === undefined && moves.length === 1 && only !== undefined) {
    const copies = regionCopies(only.region, only.dx, only.dy);
    server.painter.copy(surface, surface, copies, copies.length / 6, GX_COPY, ALL_PLANES);
    return;
  }
  // Several displacements could overwrite each other's sources: they read from a copy of the picture.
  const picture = previous ?? { ...surface.pixels, data: surface.pixels.data.slice() };
  for (const { region, dx, dy } of moves) {
    const copies = regionCopies(region, dx, dy);
    server.painter.putImage(surface, picture, copies, copies.length / 6, GX_COPY, ALL_PLANES);
  }
}

/** Makes a change among the children of a viewable window and settles it. For windows with no pixels on screen just makes it. */
export function changeChildren(server: Server, parent: Window, change: () => void): void {
  if (parent.surface === undefined || parent.parent === undefined) {
    change();
    return;
  }
  const before = recordLayout(parent);
  change();
  placeChildren(parent);
  settleLayout(server, parent, before);
}

/**
 * As `changeChildren`, for a change of one child: only what lies under its old or new place is looked at, so that the cost does not grow
 * with the number of siblings that are elsewhere. `slides`: nothing but the child's place in its parent changes; where it is seen as before,
 * its inferiors' clips move along.
 */
export function changeChild(server: Server, child: Window, slides: boolean, change: () => void): void {
  const parent = child.parent!;
  const surface = parent.surface;
  if (surface === undefined || parent.parent === undefined) {
    change();
    return;
  }
  const wasPlaced = child.surface !== undefined;
  const { surfaceX, surfaceY, borderClip } = child;
  const recorded = wasPlaced && !slides ? recordLayout(child) : undefined;
  const left = wasPlaced ? outerRegion(child) : nothing;
  change();
  if (child.mapped) placeOn(child, parent, surface);
  if (!wasPlaced && child.surface === undefined) return;
  const before: Layout = recorded ?? new Map();
  const moves: Move[] = [];
  const area = child.surface === undefined ? left : unionRegions(left, outerRegion(child));
  const touched: Window[] = [];
  let available = intersectRegions(parent.inferiorClip, area);
  for (let i = parent.children.length - 1; i >= 0; i--) {
    const window = parent.children[i]!;
    if (window.surface === undefined) continue;
    if (window === child) {
      const dx = child.surfaceX - surfaceX;
      const dy = child.surfaceY - surfaceY;
      const seen = intersectRegions(outerRegion(child), available);
      if (slides && wasPlaced && regionsEqual(seen, translateRegion(borderClip, dx, dy))) {
        slideSubtree(child, dx, dy);
        moves.push({ dx, dy, region: child.borderClip });
        available = subtractRegions(available, child.borderClip);
        continue;
      }
      if (slides && wasPlaced) {
        // Of what is recorded nothing but this has changed so far.
        const [newX, newY] = [child.surfaceX, child.surfaceY];
        child.surfaceX = surfaceX;
        child.surfaceY = surfaceY;
        recordLayout(child, before);
        child.surfaceX = newX;
        child.surfaceY = newY;
      }
      placeSubtree(child, available);
    } else {
      if (!extentTouches(window, area)) continue;
      const clip = unionRegions(
        subtractRegions(window.borderClip, area),
        intersectRegions(outerRegion(window), available),
      );
      if (regionsEqual(clip, window.borderClip)) {
        available = subtractRegions(available, clip);
        continue;
      }
      recordLayout(window, before);
      placeSubtree(window, clip);
    }
    available = subtractRegions(available, window.borderClip);
    if (window.children.length === 0) touched.push(window);
    else touched.push(...displayOrder(window));
  }
  // Of the parent only this has changed, and nothing of it moves.
  const uncovered = subtractRegions(available, parent.clip);
  const exposed: Exposed[] = [];
  if (!isEmptyRegion(uncovered)) {
    recordWindow(parent, surface, before);
    exposed.push({ window: parent, border: nothing, inside: uncovered });
  }
  parent.clip = unionRegions(subtractRegions(parent.clip, area), available);
  settleWindows(server, surface, touched, before, exposed, moves, undefined, 0, 0);
}

/** Whether the window with its border reaches into the extents of a region on its surface. */
function extentTouches(window: Window, region: Region): boolean {
  const left = window.surfaceX - window.borderWidth;
  const top = window.surfaceY - window.borderWidth;
  return (
    left < region.x2 &&
    top < region.y2 &&
    left + outerWidth(window) > region.x1 &&
    top + outerHeight(window) > region.y1
  );
}
