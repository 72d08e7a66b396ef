/** Painting of window backgrounds and borders. */
import { fillRegion, nothing } from '../region-paint.ts';
import { intersectRegions, isEmptyRegion, regionFromRect, subtractRegions, type Region } from '../raster/region.ts';
import type { Paint } from '../raster/paint.ts';
import type { Pixels } from '../raster/pixels.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { rootX, rootY } from './tree.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

/** The window whose background and tile origin count: ParentRelative looks upwards (X11 §10 CreateWindow). */
function backgroundOwner(window: Window): Window {
  let owner = window;
  while (owner.background.kind === 'parent-relative' && owner.parent !== undefined) owner = owner.parent;
  return owner;
}

/** A tile that starts at the origin of `owner`, on the surface of `window`. */
function tileAt(window: Window, owner: Window, tile: Pixels): Paint {
  if (owner === window) return { kind: 'tile', tile, x: window.surfaceX, y: window.surfaceY };
  return {
    kind: 'tile',
    tile,
    x: window.surfaceX + rootX(owner) - rootX(window),
    y: window.surfaceY + rootY(owner) - rootY(window),
  };
}

/** The paint of the window's background in surface coordinates; undefined for background None. */
export function backgroundPaint(window: Window): Paint | undefined {
  const owner = backgroundOwner(window);
  const { background } = owner;
  if (background.kind === 'pixel') return { kind: 'solid', pixel: background.pixel };
  return background.kind === 'pixmap' ? tileAt(window, owner, background.pixmap.pixels) : undefined;
}

/** Paints a region (surface coordinates, inside the window's clip) with the window's background. */
export function paintBackground(server: Server, window: Window, region: Region): void {
  if (window.surface === undefined || isEmptyRegion(region)) return;
  const paint = backgroundPaint(window);
  if (paint !== undefined) fillRegion(server.painter, window.surface, region, paint, GX_COPY, ALL_PLANES);
}

/** The visible border, in surface coordinates. */
export function borderRegion(window: Window): Region {
  if (window.borderWidth === 0 && window.shape.clip === undefined) return nothing;
  return subtractRegions(window.borderClip, window.inferiorClip);
}

/** Paints a region (surface coordinates) of the window's border; its tiles start where the background's do. */
export function paintBorder(server: Server, window: Window, region: Region): void {
  if (window.surface === undefined || isEmptyRegion(region)) return;
  const { border } = window;
  const paint: Paint =
    border.kind === 'pixel'
      ? { kind: 'solid', pixel: border.pixel }
      : tileAt(window, backgroundOwner(window), border.pixmap.pixels);
  fillRegion(server.painter, window.surface, region, paint, GX_COPY, ALL_PLANES);
}

/**
 * X11 §10 ClearArea, also XClearWindow: paints the visible part of a rectangle (window coordinates) with the background.
 * Width and height 0 reach to the window's edge. Returns what was cleared, in surface coordinates.
 */
export function clearArea(server: Server, window: Window, x: number, y: number, width: number, height: number): Region {
  const w = width === 0 ? window.width - x : width;
  const h = height === 0 ? window.height - y : height;
  if (w <= 0 || h <= 0 || window.surface === undefined) return nothing;
  const area = intersectRegions(window.clip, regionFromRect(window.surfaceX + x, window.surfaceY + y, w, h));
  paintBackground(server, window, area);
  return area;
}
