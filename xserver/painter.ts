import type { CompositeSource, CursorImage, DisplayDriver, GlyphInk } from './driver.ts';
import { compositeGlyphs, compositeRects } from './raster/composite.ts';
import type { CoverageGlyph, Operator } from './raster/composite.ts';
import type { GlyphSet } from './raster/glyphs.ts';
import type { Paint } from './raster/paint.ts';
import type { Pixels } from './raster/pixels.ts';
import type { Region } from './raster/region.ts';
import { drawGlyphs } from './raster/glyphs.ts';
import { fillRects } from './raster/fill.ts';
import { orderCopies } from './copy-order.ts';
import { copyPlaneRect, copyRect } from './raster/copy.ts';
import { WorkMeter } from './raster/work.ts';
import type { Pixmap, Surface, Target } from './state/drawables.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

/** Tells a driver of a video's frame in the way that it knows. */
export function tellVideoFrame(
  driver: DisplayDriver | undefined,
  target: Target,
  image: Pixels,
  copies: Int32Array,
  count: number,
): void {
  if (driver?.videoFrame !== undefined) driver.videoFrame(target, image, copies, count);
  else driver?.putImage(target, image, copies, count, GX_COPY, ALL_PLANES);
}

/**
 * The core's own display driver: paints the state's pixels, forgets their cached hashes and passes each call on to the observer.
 */
export class Painter implements DisplayDriver {
  observer: DisplayDriver | undefined;
  /** Hashes of pixels not drawn on since (see snapshot/hash.ts). A cache, not state. */
  readonly pixelHashes = new WeakMap<Uint32Array, readonly [number, number]>();
  /** What the request that is being carried out may draw, and has drawn. */
  readonly work = new WorkMeter();

  #touched(target: Target): void {
    this.pixelHashes.delete(target.pixels.data);
  }

  fill(target: Target, rectangles: Int32Array, count: number, paint: Paint, rop: number, planeMask: number): void {
    if (count === 0) return;
    fillRects(target.pixels, rectangles, count, paint, rop, planeMask);
    this.#touched(target);
    this.observer?.fill(target, rectangles, count, paint, rop, planeMask);
  }

  /** Whether lines and points may be painted without rectangles: nobody wants to see those. */
  get paintsPixels(): boolean {
    return this.observer === undefined || this.observer.paintedWithin !== undefined;
  }

  /** Pixels of the target have been changed within a box: see `paintsPixels`. */
  paintedWithin(target: Target, x1: number, y1: number, x2: number, y2: number): void {
    this.#touched(target);
    this.observer?.paintedWithin?.(target, x1, y1, x2, y2);
  }

  copy(source: Target, target: Target, copies: Int32Array, count: number, rop: number, planeMask: number): void {
    if (count === 0) return;
    if (source === target) orderCopies(copies, count);
    this.#copyAll(source.pixels, target.pixels, copies, count, rop, planeMask);
    this.#touched(target);
    this.observer?.copy(source, target, copies, count, rop, planeMask);
  }

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
  ): void {
    if (count === 0) return;
    if (source === target) orderCopies(copies, count);
    for (let i = 0, o = 0; i < count; i++, o += 6) {
      copyPlaneRect(
        source.pixels,
        plane,
        copies[o]!,
        copies[o + 1]!,
        target.pixels,
        copies[o + 2]!,
        copies[o + 3]!,
        copies[o + 4]!,
        copies[o + 5]!,
        foreground,
        background,
        rop,
        planeMask,
      );
    }
    this.#touched(target);
    this.observer?.copyPlane(source, plane, target, copies, count, foreground, background, rop, planeMask);
  }

  putImage(target: Target, image: Pixels, copies: Int32Array, count: number, rop: number, planeMask: number): void {
    if (count === 0) return;
    this.#copyAll(image, target.pixels, copies, count, rop, planeMask);
    this.#touched(target);
    this.observer?.putImage(target, image, copies, count, rop, planeMask);
  }

  videoFrame(target: Target, image: Pixels, copies: Int32Array, count: number): void {
    if (count === 0) return;
    this.#copyAll(image, target.pixels, copies, count, GX_COPY, ALL_PLANES);
    this.#touched(target);
    tellVideoFrame(this.observer, target, image, copies, count);
  }

  #copyAll(source: Pixels, target: Pixels, copies: Int32Array, count: number, rop: number, planeMask: number): void {
    for (let i = 0, o = 0; i < count; i++, o += 6) {
      copyRect(
        source,
        copies[o]!,
        copies[o + 1]!,
        target,
        copies[o + 2]!,
        copies[o + 3]!,
        copies[o + 4]!,
        copies[o + 5]!,
        rop,
        planeMask,
      );
    }
  }

  glyphs(
    target: Target,
    set: GlyphSet,
    glyphs: Int32Array,
    count: number,
    clip: Region,
    paint: Paint,
    rop: number,
    planeMask: number,
  ): void {
    if (count === 0) return;
    const steps = drawGlyphs(target.pixels, set, glyphs, count, clip, paint, rop, planeMask);
    this.#touched(target);
    this.observer?.glyphs(target, set, glyphs, count, clip, paint, rop, planeMask);
    this.work.spend(steps);
  }

  composite(
    target: Target,
    operator: Operator,
    source: CompositeSource,
    mask: Pixels | undefined,
    copies: Int32Array,
    count: number,
  ): void {
    if (count === 0 || operator === 'dst') return;
    const from = source.kind === 'solid' ? source.argb : source.pixels;
    compositeRects(target.pixels, operator, from, mask, copies, count);
    this.#touched(target);
    this.observer?.composite(target, operator, source, mask, copies, count);
  }

  compositeGlyphs(
    target: Target,
    glyphs: readonly CoverageGlyph[],
    positions: Int32Array,
    clip: Region,
    ink: GlyphInk,
  ): void {
    if (glyphs.length === 0 || ink.operator === 'dst') return;
    compositeGlyphs(target.pixels, ink.operator, ink.argb, glyphs, positions, clip, ink.ground);
    this.#touched(target);
    this.observer?.compositeGlyphs(target, glyphs, positions, clip, ink);
  }

  pixmapCreated(pixmap: Pixmap): void {
    this.observer?.pixmapCreated(pixmap);
  }
  pixmapFreed(pixmap: Pixmap): void {
    this.observer?.pixmapFreed(pixmap);
  }
  surfaceCreated(surface: Surface): void {
    this.observer?.surfaceCreated(surface);
  }
  surfaceDestroyed(surface: Surface): void {
    this.observer?.surfaceDestroyed(surface);
  }
  surfaceMoved(surface: Surface): void {
    this.observer?.surfaceMoved(surface);
  }
  surfaceResized(surface: Surface, previous: Pixels, dx: number, dy: number): void {
    this.observer?.surfaceResized(surface, previous, dx, dy);
  }
  surfaceShaped(surface: Surface): void {
    this.observer?.surfaceShaped(surface);
  }
  restacked(order: readonly Surface[]): void {
    this.observer?.restacked(order);
  }
  cursorChanged(cursor: CursorImage | undefined): void {
    this.observer?.cursorChanged(cursor);
  }
  screenBlanked(blanked: boolean): void {
    this.observer?.screenBlanked?.(blanked);
  }
  pointerWarped(x: number, y: number): void {
    this.observer?.pointerWarped(x, y);
  }
}
