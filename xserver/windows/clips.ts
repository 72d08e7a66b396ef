/**
 * Clip regions of windows, in the coordinates of their top-level's surface. A surface is a world of its own: other top-levels do not clip
 * it, siblings and children inside do.
 */
import { nothing } from '../region-paint.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  regionsEqual,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../raster/region.ts';
import type { Surface } from '../state/drawables.ts';
import type { Window } from '../state/windows.ts';
import { hasPixels, isTopLevel, outerHeight, outerWidth } from './tree.ts';

const VISIBILITY_UNOBSCURED = 0;
const VISIBILITY_PARTIAL = 1;
const VISIBILITY_FULL = 2;
export const VISIBILITY_NOT_VIEWABLE = 3;

/** The window with its border, its bounding shape respected, in surface coordinates. */
export function outerRegion(window: Window): Region {
  const outer = regionFromRect(
    window.surfaceX - window.borderWidth,
    window.surfaceY - window.borderWidth,
    outerWidth(window),
    outerHeight(window),
  );
  const { bounding } = window.shape;
  if (bounding === undefined) return outer;
  return intersectRegions(outer, translateRegion(bounding, window.surfaceX, window.surfaceY));
}

/** The inside of the window, bounding and clip shapes respected, in surface coordinates. */
function innerRegion(window: Window): Region {
  let inner = regionFromRect(window.surfaceX, window.surfaceY, window.width, window.height);
  const { bounding, clip } = window.shape;
  if (bounding !== undefined)
    inner = intersectRegions(inner, translateRegion(bounding, window.surfaceX, window.surfaceY));
  if (clip !== undefined) inner = intersectRegions(inner, translateRegion(clip, window.surfaceX, window.surfaceY));
  return inner;
}

/**
 * Gives the window and its inferiors their place on the surface and their clips.
 * @param available what of the surface the window with its border may cover
 */
export function placeSubtree(window: Window, available: Region): void {
  const outer = outerRegion(window);
  window.borderClip = intersectRegions(outer, available);
  window.inferiorClip = isEmptyRegion(window.borderClip)
    ? nothing
    : intersectRegions(innerRegion(window), window.borderClip);
  window.visibility = visibilityOf(window, outer);
  placeChildren(window);
}

/** Moves the clips of a window, and the places and clips of its inferiors, on the surface. */
export function slideSubtree(window: Window, dx: number, dy: number): void {
  const { clip, inferiorClip, borderClip } = window;
  window.borderClip = translateRegion(borderClip, dx, dy);
  window.inferiorClip = inferiorClip === borderClip ? window.borderClip : translateRegion(inferiorClip, dx, dy);
  window.clip = clip === inferiorClip ? window.inferiorClip : translateRegion(clip, dx, dy);
  for (const child of window.children) {
    if (child.surface === undefined) continue;
    child.surfaceX += dx;
    child.surfaceY += dy;
    slideSubtree(child, dx, dy);
  }
}

/** Gives a mapped child its place on its parent's surface; false for one without pixels. */
export function placeOn(child: Window, parent: Window, surface: Surface): boolean {
  if (!hasPixels(child)) return false;
  child.surface = surface;
  child.surfaceX = parent.surfaceX + child.x + child.borderWidth;
  child.surfaceY = parent.surfaceY + child.y + child.borderWidth;
  return true;
}

/** As `placeSubtree`, for the inferiors of a window whose own extent stays. */
export function placeChildren(window: Window): void {
  const { surface } = window;
  let remaining = window.inferiorClip;
  // What children have taken of it and is not subtracted yet: one by one, each would copy all boxes that the others leave.
  let taken: Region[] = [];
  const batch = window.children.length <= FEW_CHILDREN ? 1 : CHILDREN_AT_A_TIME;
  for (let i = window.children.length - 1; i >= 0; i--) {
    const child = window.children[i]!;
    if (!child.mapped || surface === undefined || !placeOn(child, window, surface)) continue;
    placeSubtree(child, taken.length === 0 ? remaining : without(remaining, child, taken));
    if (isEmptyRegion(child.borderClip)) continue;
    taken.push(child.borderClip);
    if (taken.length < batch) continue;
    remaining = subtractAll(remaining, taken);
    taken = [];
  }
  window.clip = subtractAll(remaining, taken);
}

const FEW_CHILDREN = 32;
const CHILDREN_AT_A_TIME = 128;

/** What a child may cover of `region` without what others have taken. */
function without(region: Region, child: Window, taken: readonly Region[]): Region {
  let available = intersectRegions(outerRegion(child), region);
  for (const other of taken) available = subtractRegions(available, other);
  return available;
}

function subtractAll(region: Region, taken: readonly Region[]): Region {
  if (taken.length === 0) return region;
  let all = taken;
  while (all.length > 1) {
    const pairs: Region[] = [];
    for (let i = 0; i < all.length; i += 2) {
      pairs.push(i + 1 < all.length ? unionRegions(all[i]!, all[i + 1]!) : all[i]!);
    }
    all = pairs;
  }
  return subtractRegions(region, all[0]!);
}

function visibilityOf(window: Window, outer: Region): number {
  if (window.parent === undefined || isTopLevel(window)) return VISIBILITY_UNOBSCURED;
  if (isEmptyRegion(window.borderClip)) return VISIBILITY_FULL;
  return regionsEqual(outer, window.borderClip) ? VISIBILITY_UNOBSCURED : VISIBILITY_PARTIAL;
}

/** Takes the surface away from the window and its inferiors: they are no longer viewable. */
export function unplaceSubtree(window: Window): void {
  if (window.surface === undefined) return;
  window.surface = undefined;
  window.clip = nothing;
  window.inferiorClip = nothing;
  window.borderClip = nothing;
  window.visibility = VISIBILITY_NOT_VIEWABLE;
  for (const child of window.children) unplaceSubtree(child);
}
