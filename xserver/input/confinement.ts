/** Where a grab's confine-to window lets the pointer be (X11 §12 GrabPointer). */
import {
  intersectRegions,
  isEmptyRegion,
  regionContainsPoint,
  regionFromRect,
  translateRegion,
} from '../raster/region.ts';
import type { Region } from '../raster/region.ts';
import type { Window } from '../state/windows.ts';
import { isViewable, outerHeight, outerWidth, rootX, rootY } from '../windows/tree.ts';

/** The window and its border in root coordinates, cut off by its ancestors and by shapes, not by what covers it. */
export function confinementRegion(window: Window): Region {
  const x = rootX(window);
  const y = rootY(window);
  let region = regionFromRect(x - window.borderWidth, y - window.borderWidth, outerWidth(window), outerHeight(window));
  const { bounding } = window.shape;
  if (bounding !== undefined) region = intersectRegions(region, translateRegion(bounding, x, y));
  for (let w = window.parent; w !== undefined; w = w.parent) {
    const left = rootX(w);
    const top = rootY(w);
    region = intersectRegions(region, regionFromRect(left, top, w.width, w.height));
    for (const shape of [w.shape.bounding, w.shape.clip]) {
      if (shape !== undefined) region = intersectRegions(region, translateRegion(shape, left, top));
    }
  }
  return region;
}

/** A pointer can be confined to the window. */
export function canConfine(window: Window): boolean {
  return isViewable(window) && !isEmptyRegion(confinementRegion(window));
}

export interface Position {
  readonly x: number;
  readonly y: number;
}

function clamp(value: number, first: number, end: number): number {
  return Math.max(first, Math.min(value, end - 1));
}

/** The position, or the nearest one in the region, which is not empty. */
export function nearestIn(region: Region, x: number, y: number): Position {
  if (regionContainsPoint(region, x, y)) return { x, y };
  let nearest: Position = { x, y };
  let least = Infinity;
  const { rects } = region;
  for (let i = 0; i < rects.length; i += 4) {
    const px = clamp(x, rects[i]!, rects[i + 2]!);
    const py = clamp(y, rects[i + 1]!, rects[i + 3]!);
    const distance = (px - x) * (px - x) + (py - y) * (py - y);
    if (distance >= least) continue;
    least = distance;
    nearest = { x: px, y: py };
  }
  return nearest;
}
