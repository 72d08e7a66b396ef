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
import { placeChildren } from './clips.ts';
import { expose, sendVisibility } from './exposures.ts';
import { Gravity, gravityShift } from './gravity.ts';

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
  layout.set(window, {
    clip: window.clip,
    border: borderRegion(window),
    x: window.surfaceX,
    y: window.surfaceY,
    surfaceLeft: window.surface.x,
    surfaceTop: window.surface.y,
    width: window.width,
    height: window.height,
    borderWidth: window.borderWidth,
    visibility: window.visibility,
  });
  for (const child of window.children) recordLayout(child, layout);
  return layout;
}

/** Pixels to bring from elsewhere: those of `region` (new coordinates) from (x - dx, y - dy). */
interface Move {
  readonly dx: number;
  readonly dy: number;
  region: Region;
}

/**
 * After a change below `window` (whose own surface is unchanged, or new with `previous` as the old picture): brings valid pixels to
 * their new places, then paints and exposes the rest.
 * @param shiftX, shiftY where the old picture has already landed in a new surface
 */
export function settleLayout(
  server: Server,
  window: Window,
  before: Layout,
  previous: Pixels | undefined = undefined,
  shiftX = 0,
  shiftY = 0,
): void {
  const surface = window.surface;
  if (surface === undefined) return;
  const moves: Move[] = [];
  const exposed: { window: Window; border: Region; inside: Region }[] = [];
  survey(window, before, moves, exposed, shiftX, shiftY);
  movePixels(server, surface, moves, previous, shiftX, shiftY);
  for (const { window: changed } of exposed) {
    if (before.get(changed)?.visibility !== changed.visibility) sendVisibility(server, changed);
  }
  for (const { window: changed, border, inside } of exposed) {
    paintBorder(server, changed, border);
    expose(server, changed, inside);
  }
}

/** Collects moves and exposures of a subtree, parents first, topmost children first. */
function survey(
  window: Window,
  before: Layout,
  moves: Move[],
  exposed: { window: Window; border: Region; inside: Region }[],
  shiftX: number,
  shiftY: number,
): void {
  if (window.surface === undefined) return;
  const old = before.get(window);
  const border = borderRegion(window);
  if (old === undefined) {
    exposed.push({ window, border, inside: window.clip });
  } else {
    const keptBorder = addMove(
      moves,
      borderIsSame(window, old) ? old.border : nothing,
      border,
      window.surfaceX - old.x,
      window.surfaceY - old.y,
      shiftX,
      shiftY,
    );
    const content = contentMove(window, old);
    const kept =
      content === undefined ? nothing : addMove(moves, old.clip, window.clip, content.dx, content.dy, shiftX, shiftY);
    const entry = { window, border: subtractRegions(border, keptBorder), inside: subtractRegions(window.clip, kept) };
    const changed =
      !isEmptyRegion(entry.border) || !isEmptyRegion(entry.inside) || old.visibility !== window.visibility;
    if (changed) exposed.push(entry);
  }
  for (let i = window.children.length - 1; i >= 0; i--)
    survey(window.children[i]!, before, moves, exposed, shiftX, shiftY);
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
  const same = moves.find((move) => move.dx === dx && move.dy === dy);
  if (same === undefined) moves.push({ dx, dy, region: landed });
  else same.region = unionRegions(same.region, landed);
  return landed;
}

function movePixels(
  server: Server,
  surface: Surface,
  moves: readonly Move[],
  previous: Pixels | undefined,
  shiftX: number,
  shiftY: number,
): void {
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
