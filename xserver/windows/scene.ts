/** The scene as it stands on the screen: surfaces, bottom first, later ones over earlier ones. */
import { createPixels, type Pixels } from '../raster/pixels.ts';
import { copyRect } from '../raster/copy.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  subtractRegions,
  translateRegion,
  type Region,
} from '../raster/region.ts';
import type { Surface } from '../state/drawables.ts';

const GX_COPY = 3;

/** What is on the screen: of a core's state, or wherever else surfaces are shown. */
export interface Scene {
  readonly screen: { readonly width: number; readonly height: number; readonly surfaces: readonly Surface[] };
}

export interface VisibleSurface {
  readonly surface: Surface;
  /** Where it is seen, in screen coordinates. */
  readonly region: Region;
}

function extentOf(surface: Surface): Region {
  return surface.shape === undefined
    ? regionFromRect(surface.x, surface.y, surface.pixels.width, surface.pixels.height)
    : translateRegion(surface.shape, surface.x, surface.y);
}

/** The surfaces that are seen within a part of the screen, topmost first. */
export function visibleSurfaces(
  state: Scene,
  x = 0,
  y = 0,
  width = state.screen.width,
  height = state.screen.height,
): VisibleSurface[] {
  const screen = regionFromRect(0, 0, state.screen.width, state.screen.height);
  let remaining = intersectRegions(screen, regionFromRect(x, y, width, height));
  const visible: VisibleSurface[] = [];
  const { surfaces } = state.screen;
  for (let i = surfaces.length - 1; i >= 0 && !isEmptyRegion(remaining); i--) {
    const surface = surfaces[i]!;
    const extent = extentOf(surface);
    const region = intersectRegions(remaining, extent);
    if (isEmptyRegion(region)) continue;
    visible.push({ surface, region });
    remaining = subtractRegions(remaining, extent);
  }
  return visible;
}

/** A picture of a part of the screen, depth 24; what lies outside the screen is 0. */
export function composeScene(state: Scene, x: number, y: number, width: number, height: number): Pixels {
  const picture = createPixels(width, height, 24);
  composeInto(picture, state, x, y);
  return picture;
}

/** Puts the part of the screen that begins at x, y into a picture of depth 24 or more; what lies outside the screen is left as it is. */
export function composeInto(picture: Pixels, state: Scene, x: number, y: number): void {
  const { width, height } = picture;
  for (const { surface, region } of visibleSurfaces(state, x, y, width, height)) {
    const { rects } = region;
    for (let i = 0; i < rects.length; i += 4) {
      const left = rects[i]!;
      const top = rects[i + 1]!;
      copyRect(
        surface.pixels,
        left - surface.x,
        top - surface.y,
        picture,
        left - x,
        top - y,
        rects[i + 2]! - left,
        rects[i + 3]! - top,
        GX_COPY,
        0xffffff,
      );
    }
  }
}
