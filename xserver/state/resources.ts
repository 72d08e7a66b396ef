import type { CursorImage } from '../driver.ts';
import type { Font } from '../fonts/font.ts';
import type { Region } from '../raster/region.ts';
import type { Pixmap } from './drawables.ts';
import type { Window } from './windows.ts';

/** A font as one client opened it; the glyphs are shared. */
export interface FontResource {
  readonly kind: 'font';
  readonly id: number;
  client: number;
  readonly font: Font;
}

export interface Cursor {
  readonly kind: 'cursor';
  readonly id: number;
  client: number;
  /** Depth-1 source and mask kept for RecolorCursor: 0 transparent, 1 background, 2 foreground, row by row. Undefined for a picture cursor. */
  readonly shape: Uint8Array | undefined;
  image: CursorImage;
}

/** TrueColor only: cells cannot be allocated, the colormap's identity is all it has. */
export interface Colormap {
  readonly kind: 'colormap';
  readonly id: number;
  client: number;
  readonly visual: number;
  readonly installedByDefault: boolean;
}

/** Where a gc lets through, relative to its clip origin. */
export interface GcClip {
  readonly region: Region;
}

/** A graphics context (X11 §7 CreateGC): the components under their protocol names. */
export interface Gc {
  readonly kind: 'gc';
  readonly id: number;
  client: number;
  readonly depth: number;
  function: number;
  planeMask: number;
  foreground: number;
  background: number;
  lineWidth: number;
  lineStyle: number;
  capStyle: number;
  joinStyle: number;
  fillStyle: number;
  fillRule: number;
  arcMode: number;
  /** Undefined until set: then every pixel of it is `tilePixel`. */
  tile: Pixmap | undefined;
  /** The foreground that the gc was made with. */
  tilePixel: number;
  /** Undefined until set: then all ones. */
  stipple: Pixmap | undefined;
  tileStippleXOrigin: number;
  tileStippleYOrigin: number;
  font: Font | undefined;
  subwindowMode: number;
  graphicsExposures: boolean;
  clipXOrigin: number;
  clipYOrigin: number;
  /** Undefined is None: nothing is clipped. */
  clip: GcClip | undefined;
  dashOffset: number;
  /** Lengths of dashes and gaps, as SetDashes gave them; an odd list is used twice over. */
  dashes: Uint8Array;
}

/** Everything that an XID can name. Extensions add their kinds here. */
export type Resource = Window | Pixmap | FontResource | Cursor | Colormap | Gc;
