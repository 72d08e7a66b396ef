/** The screen changes its size: the root gets a ConfigureNotify and nobody is disconnected. */
import { deliver, EventMask } from '../events.ts';
import { windowsChanged } from '../input/window-changes.ts';
import { MAX_SCREEN_SIZE } from '../limits.ts';
import { createPixels } from '../raster/pixels.ts';
import { copyRect } from '../raster/copy.ts';
import { regionFromRect, subtractRegions } from '../raster/region.ts';
import type { ScreenSize } from '../initial-state.ts';
import type { Server } from '../server.ts';
import { expose } from './exposures.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

const clamp = (pixels: number) => Math.max(1, Math.min(MAX_SCREEN_SIZE, Math.floor(pixels)));

/** Sizes outside 1..MAX_SCREEN_SIZE are brought inside. */
export function resizeScreen(server: Server, size: ScreenSize): void {
  const { screen } = server.state;
  const { root } = screen;
  const surface = root.surface!;
  const width = clamp(size.width);
  const height = clamp(size.height);
  screen.widthMillimetres = size.widthMillimetres;
  screen.heightMillimetres = size.heightMillimetres;
  if (width === screen.width && height === screen.height) return;
  const previous = surface.pixels;
  const pixels = createPixels(width, height, previous.depth);
  const keptWidth = Math.min(width, previous.width);
  const keptHeight = Math.min(height, previous.height);
  copyRect(previous, 0, 0, pixels, 0, 0, keptWidth, keptHeight, GX_COPY, ALL_PLANES);
  screen.width = width;
  screen.height = height;
  root.width = width;
  root.height = height;
  surface.pixels = pixels;
  const all = regionFromRect(0, 0, width, height);
  const grown = subtractRegions(all, root.clip);
  root.clip = all;
  root.inferiorClip = all;
  root.borderClip = all;
  server.painter.surfaceResized(surface, previous, 0, 0);
  deliver(server, root, EventMask.StructureNotify, {
    name: 'ConfigureNotify',
    event: root.id,
    window: root.id,
    aboveSibling: 0,
    x: 0,
    y: 0,
    width,
    height,
    borderWidth: 0,
    overrideRedirect: 0,
  });
  expose(server, root, grown);
  windowsChanged(server);
}
