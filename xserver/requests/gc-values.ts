/** The values of CreateGC and ChangeGC: checked all together, then set. X11 §5 */
import { ErrorCode, XError } from '../protocol/errors.ts';
import { Pixmap as PixmapId, type ChangeGCValueList } from '../protocol/generated/xproto.ts';
import { regionFromBitmap } from '../raster/region.ts';
import { findFont, findPixmap } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Pixmap } from '../state/drawables.ts';
import type { Gc } from '../state/resources.ts';
import { releasePixmap, retainPixmap } from './pixmaps.ts';
import { withRegionCap } from './region-cap.ts';

/** A gc of the default values, with no id of its own yet. */
export function defaultGc(id: number, client: number, depth: number): Gc {
  return {
    kind: 'gc',
    id,
    client,
    depth,
    function: 3,
    planeMask: 0xffffffff,
    foreground: 0,
    background: 1,
    lineWidth: 0,
    lineStyle: 0,
    capStyle: 1,
    joinStyle: 0,
    fillStyle: 0,
    fillRule: 0,
    arcMode: 1,
    tile: undefined,
    tilePixel: 0,
    stipple: undefined,
    tileStippleXOrigin: 0,
    tileStippleYOrigin: 0,
    font: undefined,
    subwindowMode: 0,
    graphicsExposures: true,
    clipXOrigin: 0,
    clipYOrigin: 0,
    clip: undefined,
    dashOffset: 0,
    dashes: Uint8Array.of(4, 4),
  };
}

function checkRange(value: number | undefined, lowest: number, highest: number): void {
  if (value !== undefined && (value < lowest || value > highest)) throw new XError(ErrorCode.Value, value);
}

function findPattern(server: Server, id: number | undefined, depth: number): Pixmap | undefined {
  if (id === undefined) return undefined;
  const pixmap = findPixmap(server, id);
  if (pixmap.pixels.depth !== depth) throw new XError(ErrorCode.Match);
  return pixmap;
}

const signed16 = (value: number): number => (value << 16) >> 16;

/**
 * Sets the components that `values` has.
 * @throws XError Value, Pixmap, Font, Match or Alloc, the first in the order of the value mask; the gc is unchanged then.
 */
export function changeGc(server: Server, gc: Gc, values: ChangeGCValueList): void {
  checkRange(values.function, 0, 15);
  checkRange(values.lineStyle, 0, 2);
  checkRange(values.capStyle, 0, 3);
  checkRange(values.joinStyle, 0, 2);
  checkRange(values.fillStyle, 0, 3);
  checkRange(values.fillRule, 0, 1);
  const tile = findPattern(server, values.tile, gc.depth);
  const stipple = findPattern(server, values.stipple, 1);
  const font = values.font === undefined ? undefined : findFont(server, values.font).font;
  checkRange(values.subwindowMode, 0, 1);
  checkRange(values.graphicsExposures, 0, 1);
  const clipMask = values.clipMask === PixmapId.None ? undefined : findPattern(server, values.clipMask, 1);
  const clipRegion = clipMask === undefined ? undefined : withRegionCap(() => regionFromBitmap(clipMask.pixels, 0, 0));
  checkRange(values.dashes, 1, 255);
  checkRange(values.arcMode, 0, 1);

  if (values.function !== undefined) gc.function = values.function;
  if (values.planeMask !== undefined) gc.planeMask = values.planeMask;
  if (values.foreground !== undefined) gc.foreground = values.foreground;
  if (values.background !== undefined) gc.background = values.background;
  if (values.lineWidth !== undefined) gc.lineWidth = values.lineWidth & 0xffff;
  if (values.lineStyle !== undefined) gc.lineStyle = values.lineStyle;
  if (values.capStyle !== undefined) gc.capStyle = values.capStyle;
  if (values.joinStyle !== undefined) gc.joinStyle = values.joinStyle;
  if (values.fillStyle !== undefined) gc.fillStyle = values.fillStyle;
  if (values.fillRule !== undefined) gc.fillRule = values.fillRule;
  if (tile !== undefined) setTile(server, gc, tile);
  if (stipple !== undefined) setStipple(server, gc, stipple);
  if (values.tileStippleXOrigin !== undefined) gc.tileStippleXOrigin = signed16(values.tileStippleXOrigin);
  if (values.tileStippleYOrigin !== undefined) gc.tileStippleYOrigin = signed16(values.tileStippleYOrigin);
  if (font !== undefined) gc.font = font;
  if (values.subwindowMode !== undefined) gc.subwindowMode = values.subwindowMode;
  if (values.graphicsExposures !== undefined) gc.graphicsExposures = values.graphicsExposures === 1;
  if (values.clipXOrigin !== undefined) gc.clipXOrigin = signed16(values.clipXOrigin);
  if (values.clipYOrigin !== undefined) gc.clipYOrigin = signed16(values.clipYOrigin);
  if (values.clipMask !== undefined) gc.clip = clipRegion === undefined ? undefined : { region: clipRegion };
  if (values.dashOffset !== undefined) gc.dashOffset = values.dashOffset & 0xffff;
  if (values.dashes !== undefined) gc.dashes = Uint8Array.of(values.dashes, values.dashes);
  if (values.arcMode !== undefined) gc.arcMode = values.arcMode;
}

export function setTile(server: Server, gc: Gc, tile: Pixmap | undefined): void {
  retainPixmap(tile);
  releasePixmap(server, gc.tile);
  gc.tile = tile;
}

export function setStipple(server: Server, gc: Gc, stipple: Pixmap | undefined): void {
  retainPixmap(stipple);
  releasePixmap(server, gc.stipple);
  gc.stipple = stipple;
}
