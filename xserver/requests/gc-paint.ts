import { FillStyle } from '../protocol/generated/xproto.ts';
import type { Paint } from '../raster/paint.ts';
import type { Gc } from '../state/resources.ts';

/** What the gc's fill style puts on a drawable whose origin lies at x, y of the target. X11 §5, fill-style */
export function gcPaint(gc: Gc, x: number, y: number): Paint {
  switch (gc.fillStyle) {
    case FillStyle.Tiled:
      return tilePaint(gc, x, y);
    case FillStyle.Stippled:
      return stipplePaint(gc, x, y, gc.foreground, undefined);
    case FillStyle.OpaqueStippled:
      return stipplePaint(gc, x, y, gc.foreground, gc.background);
    default:
      return { kind: 'solid', pixel: gc.foreground };
  }
}

/** What the odd dashes of a double-dashed line get: only solid and stippled ones differ from the even dashes. */
export function oddDashPaint(gc: Gc, x: number, y: number): Paint {
  switch (gc.fillStyle) {
    case FillStyle.Solid:
      return { kind: 'solid', pixel: gc.background };
    case FillStyle.Stippled:
      return stipplePaint(gc, x, y, gc.background, undefined);
    default:
      return gcPaint(gc, x, y);
  }
}

function tilePaint(gc: Gc, x: number, y: number): Paint {
  if (gc.tile === undefined) return { kind: 'solid', pixel: gc.tilePixel };
  return { kind: 'tile', tile: gc.tile.pixels, x: x + gc.tileStippleXOrigin, y: y + gc.tileStippleYOrigin };
}

function stipplePaint(gc: Gc, x: number, y: number, foreground: number, background: number | undefined): Paint {
  if (gc.stipple === undefined) return { kind: 'solid', pixel: foreground };
  return {
    kind: 'stipple',
    stipple: gc.stipple.pixels,
    x: x + gc.tileStippleXOrigin,
    y: y + gc.tileStippleYOrigin,
    foreground,
    background,
  };
}
