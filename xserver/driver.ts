/**
 * The display driver: the one drawing interface of the core (THINC's seam).
 *
 * The core turns every X request into these calls. All geometry is in the target's own pixel coordinates and already clipped: no call
 * draws outside its target. The software rasteriser (software-driver.ts) is the driver that owns the truth; one more driver, given
 * with the sink, sees every call right after the pixels have changed and may present, translate or count them.
 */
import type { CoverageGlyph, Operator } from './raster/composite.ts';
import type { GlyphSet } from './raster/glyphs.ts';
import type { Paint } from './raster/paint.ts';
import type { Pixels } from './raster/pixels.ts';
import type { Region } from './raster/region.ts';
import type { Pixmap, Surface, Target } from './state/drawables.ts';

/** A cursor as terminals show it: premultiplied ARGB, row by row. */
export interface CursorImage {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  readonly argb: Uint32Array;
}

/** What is composited: one colour, premultiplied ARGB, or the pixels of a drawable. */
export type CompositeSource = { readonly kind: 'solid'; readonly argb: number } | Target;

/** What coverage glyphs are drawn with. */
export interface GlyphInk {
  readonly operator: Operator;
  /** Premultiplied. */
  readonly argb: number;
  /** The pixel that is taken for what is there, instead of what is there (the thinc wire's terminals). */
  readonly ground?: number;
}

export interface DisplayDriver {
  /** Fills `count` rectangles (flat x, y, width, height). `rop` is the X function 0..15. */
  fill(target: Target, rectangles: Int32Array, count: number, paint: Paint, rop: number, planeMask: number): void;
  /**
   * Lines or points have been painted within a box (lower right exclusive). A driver with this call sees it instead of `fill`, and spares the
   * core making rectangles of one pixel.
   */
  paintedWithin?(target: Target, x1: number, y1: number, x2: number, y2: number): void;
  /** Copies `count` rectangles (flat sourceX, sourceY, targetX, targetY, width, height), in an order that is safe when source is target. */
  copy(source: Target, target: Target, copies: Int32Array, count: number, rop: number, planeMask: number): void;
  /** As `copy`, one bit plane of the source painted in two colours. */
  copyPlane(
    source: Target,
    plane: number,
    target: Target,
    copies: Int32Array,
    count: number,
    foreground: number,
    background: number,
    rop: number,
    planeMask: number,
  ): void;
  /** Puts `count` rectangles of an image (flat imageX, imageY, targetX, targetY, width, height). The image is borrowed. */
  putImage(target: Target, image: Pixels, copies: Int32Array, count: number, rop: number, planeMask: number): void;
  /**
   * As `putImage`, plainly (GXcopy, all planes): a frame of a video, of which more follow in the same place. A driver without this call sees
   * `putImage` instead.
   */
  videoFrame?(target: Target, image: Pixels, copies: Int32Array, count: number): void;
  /** Stamps 1-bit glyphs: flat [glyph index, origin x, baseline y], clipped to `clip`. */
  glyphs(
    target: Target,
    set: GlyphSet,
    glyphs: Int32Array,
    count: number,
    clip: Region,
    paint: Paint,
    rop: number,
    planeMask: number,
  ): void;
  /**
   * Composites `count` rectangles (flat sourceX, sourceY, maskX, maskY, targetX, targetY, width, height) with alpha (raster/composite.ts), one after
   * another; they lie inside all that they name. The alpha of the mask's pixels is the coverage; of a colour sourceX and sourceY mean nothing.
   */
  composite(
    target: Target,
    operator: Operator,
    source: CompositeSource,
    mask: Pixels | undefined,
    copies: Int32Array,
    count: number,
  ): void;
  /** Composites a colour through glyphs of 8-bit coverage, one after another, at origins on baselines (flat x, y), clipped to `clip`. */
  compositeGlyphs(
    target: Target,
    glyphs: readonly CoverageGlyph[],
    positions: Int32Array,
    clip: Region,
    ink: GlyphInk,
  ): void;

  pixmapCreated(pixmap: Pixmap): void;
  /** No request can name the pixmap any more; a gc may still tile with it. */
  pixmapFreed(pixmap: Pixmap): void;

  surfaceCreated(surface: Surface): void;
  surfaceDestroyed(surface: Surface): void;
  /** The surface's x, y have changed. */
  surfaceMoved(surface: Surface): void;
  /** `surface.pixels` is new; the old picture landed at (dx, dy) in it (bit gravity); the rest gets painted by following calls. */
  surfaceResized(surface: Surface, previous: Pixels, dx: number, dy: number): void;
  surfaceShaped(surface: Surface): void;
  /** The stacking order, bottom first; the root's surface is always the first. */
  restacked(order: readonly Surface[]): void;

  /** The cursor under the pointer; undefined shows none. */
  cursorChanged(cursor: CursorImage | undefined): void;
  /** The screen saver: all is black until it ends; drawing goes on unseen. */
  screenBlanked?(blanked: boolean): void;
  /** The core moved the pointer itself (WarpPointer, confinement). Root coordinates. */
  pointerWarped(x: number, y: number): void;
}
