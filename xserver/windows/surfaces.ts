/** Surfaces of top-level windows: made when one is mapped, gone when it is unmapped. */
import { MAX_SURFACE_BYTES } from '../limits.ts';
import { createPixels, type Pixels } from '../raster/pixels.ts';
import { copyRect } from '../raster/copy.ts';
import { regionFromRect, type Region } from '../raster/region.ts';
import type { Server } from '../server.ts';
import type { Surface } from '../state/drawables.ts';
import type { Window } from '../state/windows.ts';
import { outerRegion, placeSubtree, unplaceSubtree } from './clips.ts';
import { recordLayout, settleLayout } from './layout.ts';
import { composeInto } from './scene.ts';
import { gravityShift, Gravity } from './gravity.ts';
import { outerHeight, outerWidth } from './tree.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

/** Pixels for a top-level of this size; a monstrous one gets as many rows as the cap allows. */
function surfacePixels(window: Window): Pixels {
  const width = outerWidth(window);
  const rows = Math.max(1, Math.min(outerHeight(window), Math.floor(MAX_SURFACE_BYTES / 4 / width)));
  return createPixels(width, rows, window.depth);
}

function wholeSurface(surface: Surface): Region {
  return regionFromRect(0, 0, surface.pixels.width, surface.pixels.height);
}

/** The surface's shape from the window's bounding shape. */
function surfaceShape(window: Window): Region | undefined {
  return window.shape.bounding === undefined ? undefined : outerRegion(window);
}

/** Gives a top-level that has just been mapped its surface, beginning with the picture beneath it (background None relies on that). */
export function createSurface(server: Server, window: Window): void {
  const pixels = surfacePixels(window);
  const surface: Surface = { kind: 'surface', window: window.id, x: window.x, y: window.y, pixels, shape: undefined };
  composeInto(pixels, server.state, surface.x, surface.y);
  window.surface = surface;
  window.surfaceX = window.borderWidth;
  window.surfaceY = window.borderWidth;
  surface.shape = surfaceShape(window);
  placeSubtree(window, wholeSurface(surface));
  server.painter.surfaceCreated(surface);
  restackSurfaces(server);
}

export function destroySurface(server: Server, window: Window): void {
  const surface = window.surface;
  if (surface === undefined) return;
  unplaceSubtree(window);
  restackSurfaces(server);
  server.painter.surfaceDestroyed(surface);
}

/** Brings the scene's stack in line with the root's children. */
export function restackSurfaces(server: Server): void {
  const { root, surfaces } = server.state.screen;
  const order: Surface[] = [root.surface!];
  for (const child of root.children) if (child.surface !== undefined) order.push(child.surface);
  if (order.length === surfaces.length && order.every((surface, i) => surface === surfaces[i])) return;
  surfaces.splice(0, surfaces.length, ...order);
  server.painter.restacked(surfaces);
}

export function moveSurface(server: Server, window: Window): void {
  const surface = window.surface;
  if (surface === undefined || (surface.x === window.x && surface.y === window.y)) return;
  surface.x = window.x;
  surface.y = window.y;
  server.painter.surfaceMoved(surface);
}

/**
 * Changes a viewable top-level's size or border (`change` sets the new geometry and moves its children by their gravity): new pixels,
 * with the old picture where bit gravity says.
 */
export function resizeSurface(server: Server, window: Window, change: () => void): void {
  const surface = window.surface!;
  const before = recordLayout(window);
  const old = { width: window.width, height: window.height, borderWidth: window.borderWidth, x: window.x, y: window.y };
  change();
  const previous = surface.pixels;
  const { dx, dy } = pictureShift(window, old);
  const pixels = surfacePixels(window);
  surface.pixels = pixels;
  copyShifted(previous, pixels, dx, dy);
  surface.x = window.x;
  surface.y = window.y;
  window.surfaceX = window.borderWidth;
  window.surfaceY = window.borderWidth;
  surface.shape = surfaceShape(window);
  server.painter.surfaceResized(surface, previous, dx, dy);
  placeSubtree(window, wholeSurface(surface));
  settleLayout(server, window, before, previous, dx, dy);
}

interface Geometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly borderWidth: number;
}

/** Where the old picture lands in the new surface. */
function pictureShift(window: Window, old: Geometry): { dx: number; dy: number } {
  const border = window.borderWidth - old.borderWidth;
  if (window.bitGravity === Gravity.Static) {
    return { dx: old.x - window.x, dy: old.y - window.y };
  }
  const gravity = window.bitGravity === Gravity.ForgetOrUnmap ? Gravity.NorthWest : window.bitGravity;
  // Lost contents (ForgetGravity) get exposed anyway: the old picture stands in for them until the program has drawn.
  const { dx, dy } = gravityShift(gravity, window.width - old.width, window.height - old.height);
  return { dx: dx + border, dy: dy + border };
}

function copyShifted(from: Pixels, to: Pixels, dx: number, dy: number): void {
  const x1 = Math.max(0, dx);
  const y1 = Math.max(0, dy);
  const x2 = Math.min(to.width, from.width + dx);
  const y2 = Math.min(to.height, from.height + dy);
  if (x2 > x1 && y2 > y1) copyRect(from, x1 - dx, y1 - dy, to, x1, y1, x2 - x1, y2 - y1, GX_COPY, ALL_PLANES);
}

/** Changes the bounding or clip shape of a viewable top-level. */
export function reshapeSurface(server: Server, window: Window, change: () => void): void {
  const surface = window.surface!;
  const before = recordLayout(window);
  change();
  surface.shape = surfaceShape(window);
  placeSubtree(window, wholeSurface(surface));
  server.painter.surfaceShaped(surface);
  settleLayout(server, window, before);
}
