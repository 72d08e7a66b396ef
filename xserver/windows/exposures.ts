/** Expose and VisibilityNotify, and the background that goes with an exposure. */
import { deliver, EventMask } from '../events.ts';
import { isEmptyRegion, regionFromBox, type Region } from '../raster/region.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { paintBackground } from './background.ts';

/** Above this many rectangles one Expose for their bounding box is sent, as X.Org does. */
const MAX_EXPOSED_RECTANGLES = 25;

/** Paints the background of newly visible pixels and reports them. Region in surface coordinates. */
export function expose(server: Server, window: Window, region: Region): void {
  if (isEmptyRegion(region)) return;
  paintBackground(server, window, region);
  const tooMany = region.rects.length / 4 > MAX_EXPOSED_RECTANGLES;
  sendExpose(server, window, tooMany ? regionFromBox(region.x1, region.y1, region.x2, region.y2) : region);
}

/** Expose events for each rectangle of a region in surface coordinates. */
export function sendExpose(server: Server, window: Window, region: Region): void {
  const { rects } = region;
  for (let i = 0; i < rects.length; i += 4) {
    deliver(server, window, EventMask.Exposure, {
      name: 'Expose',
      window: window.id,
      x: rects[i]! - window.surfaceX,
      y: rects[i + 1]! - window.surfaceY,
      width: rects[i + 2]! - rects[i]!,
      height: rects[i + 3]! - rects[i + 1]!,
      count: rects.length / 4 - 1 - i / 4,
    });
  }
}

export function sendVisibility(server: Server, window: Window): void {
  deliver(server, window, EventMask.VisibilityChange, {
    name: 'VisibilityNotify',
    window: window.id,
    state: window.visibility,
  });
}
