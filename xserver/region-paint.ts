/** Driver calls on regions instead of rectangle lists. */
import type { DisplayDriver } from './driver.ts';
import type { Paint } from './raster/paint.ts';
import { emptyRegion, type Region } from './raster/region.ts';
import type { Target } from './state/drawables.ts';

/** The clip of a window that is not viewable. */
export const nothing = emptyRegion();

/** The region's boxes as flat x, y, width, height. */
export function regionRectangles(region: Region): Int32Array {
  const { rects } = region;
  const rectangles = new Int32Array(rects.length);
  for (let i = 0; i < rects.length; i += 4) {
    rectangles[i] = rects[i]!;
    rectangles[i + 1] = rects[i + 1]!;
    rectangles[i + 2] = rects[i + 2]! - rects[i]!;
    rectangles[i + 3] = rects[i + 3]! - rects[i + 1]!;
  }
  return rectangles;
}

export function fillRegion(
  driver: DisplayDriver,
  target: Target,
  region: Region,
  paint: Paint,
  rop: number,
  planeMask: number,
): void {
  driver.fill(target, regionRectangles(region), region.rects.length / 4, paint, rop, planeMask);
}

/** Copies that bring every pixel of `region` (target coordinates) from (x - dx, y - dy) of the source. */
export function regionCopies(region: Region, dx: number, dy: number): Int32Array {
  const { rects } = region;
  const count = rects.length / 4;
  const copies = new Int32Array(count * 6);
  for (let i = 0, r = 0, c = 0; i < count; i++, r += 4, c += 6) {
    const x = rects[r]!;
    const y = rects[r + 1]!;
    copies[c] = x - dx;
    copies[c + 1] = y - dy;
    copies[c + 2] = x;
    copies[c + 3] = y;
    copies[c + 4] = rects[r + 2]! - x;
    copies[c + 5] = rects[r + 3]! - y;
  }
  return copies;
}
