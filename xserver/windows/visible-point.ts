/** Whether a window is seen at a point of the screen. */
import { regionContainsPoint } from '../raster/region.ts';
import type { Server } from '../server.ts';
import type { Surface } from '../state/drawables.ts';
import type { Window } from '../state/windows.ts';

function surfaceAt(server: Server, x: number, y: number): Surface | undefined {
  return server.state.screen.surfaces.findLast((surface) => {
    const { pixels, shape } = surface;
    const left = x - surface.x;
    const top = y - surface.y;
    if (left < 0 || top < 0 || left >= pixels.width || top >= pixels.height) return false;
    return shape === undefined || regionContainsPoint(shape, left, top);
  });
}

/** The window, its border or an inferior of it is seen at the root coordinates. InputOnly windows cannot be seen. */
export function isVisibleAt(server: Server, window: Window, x: number, y: number): boolean {
  const { surface } = window;
  if (surface === undefined) return false;
  return surfaceAt(server, x, y) === surface && regionContainsPoint(window.borderClip, x - surface.x, y - surface.y);
}
