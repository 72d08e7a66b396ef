import { SubwindowMode } from '../protocol/generated/xproto.ts';
import type { Pixels } from '../raster/pixels.ts';
import { regionFromRect, type Region } from '../raster/region.ts';
import type { Server } from '../server.ts';
import type { Pixmap, Target } from '../state/drawables.ts';
import type { Gc } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { composeScene } from '../windows/scene.ts';

/** What a copy reads: the pixels of a target, or a picture taken before anything is drawn. */
export interface CopySource {
  readonly from: Target | Pixels;
  /** The drawable's origin in those pixels. */
  readonly x: number;
  readonly y: number;
  /** What the drawable has to give, in coordinates of the pixels. */
  readonly available: Region;
}

export function isTarget(from: Target | Pixels): from is Target {
  return 'kind' in from;
}

/**
 * Opens a drawable for reading a rectangle of it through the gc's subwindow mode; undefined where there is nothing to read.
 * `apart`: the pixels must not change while the copy draws on several targets.
 */
export function openSource(
  server: Server,
  drawable: Window | Pixmap,
  gc: Gc,
  x: number,
  y: number,
  width: number,
  height: number,
  apart: boolean,
): CopySource | undefined {
  if (drawable.kind === 'pixmap') return { from: drawable, x: 0, y: 0, available: drawable.bounds };
  if (drawable.surface === undefined) return undefined;
  const withInferiors = gc.subwindowMode !== SubwindowMode.ClipByChildren;
  if (withInferiors && drawable.parent === undefined) return openScene(server, x, y, width, height);
  const { surface, surfaceX, surfaceY } = drawable;
  const available = withInferiors ? drawable.inferiorClip : drawable.clip;
  const from = apart ? copyOf(surface.pixels) : surface;
  return { from, x: surfaceX, y: surfaceY, available };
}

/** The part of the screen inside a rectangle of the root. */
function openScene(server: Server, x: number, y: number, width: number, height: number): CopySource | undefined {
  const { screen } = server.state;
  const x1 = Math.max(0, x);
  const y1 = Math.max(0, y);
  const w = Math.min(screen.width, x + width) - x1;
  const h = Math.min(screen.height, y + height) - y1;
  if (w <= 0 || h <= 0) return undefined;
  const from = composeScene(server.state, x1, y1, w, h);
  return { from, x: -x1, y: -y1, available: regionFromRect(0, 0, w, h) };
}

function copyOf(pixels: Pixels): Pixels {
  return { ...pixels, data: pixels.data.slice() };
}
