import type { Pixels } from '../raster/pixels.ts';
import type { Region } from '../raster/region.ts';

/** A pixmap: off-screen pixels of one depth, made by a client. */
export interface Pixmap {
  readonly kind: 'pixmap';
  readonly id: number;
  /** The client that made it; 0 for the server's own. */
  client: number;
  /** How many things hold the pixels: its id, gcs (tile, stipple), window backgrounds and borders. See requests/pixmaps.ts */
  references: number;
  readonly pixels: Pixels;
  /** The whole pixmap as a clip region. */
  readonly bounds: Region;
}

/**
 * The pixels of one mapped top-level window (or of the root), border and children included: what the scene is made of.
 * Surface coordinates start at the outer corner of the border.
 */
export interface Surface {
  readonly kind: 'surface';
  /** XID of the top-level window that it shows. */
  readonly window: number;
  /** Position on the screen of the outer corner. */
  x: number;
  y: number;
  pixels: Pixels;
  /** What of the surface is shown, in surface coordinates; undefined shows all of it. */
  shape: Region | undefined;
}

/** Where drawing lands. */
export type Target = Surface | Pixmap;
