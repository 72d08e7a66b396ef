/**
 * A display driver that gathers where the scene has changed on the screen: what a presenter has to paint anew, and what a pixel wire
 * has to look at.
 */
import type { CompositeSource, CursorImage, DisplayDriver } from './driver.ts';
import type { CoverageGlyph, Operator } from './raster/composite.ts';
import type { GlyphSet } from './raster/glyphs.ts';
import type { Paint } from './raster/paint.ts';
import type { Pixels } from './raster/pixels.ts';
import { intersectRegions, isEmptyRegion, regionFromRects, type Region } from './raster/region.ts';
import type { Pixmap, Surface, Target } from './state/drawables.ts';

/** More boxes than this are merged: painting a little too much costs less than many small calls. */
const MAX_BOXES = 24;

/** Screen coordinates; x2, y2 exclusive. */
export interface Box {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}

function area(box: Box): number {
  return (box.x2 - box.x1) * (box.y2 - box.y1);
}

function join(a: Box, b: Box): Box {
  return {
    x1: Math.min(a.x1, b.x1),
    y1: Math.min(a.y1, b.y1),
    x2: Math.max(a.x2, b.x2),
    y2: Math.max(a.y2, b.y2),
  };
}

function extentOf(surface: Surface): Box {
  return {
    x1: surface.x,
    y1: surface.y,
    x2: surface.x + surface.pixels.width,
    y2: surface.y + surface.pixels.height,
  };
}

export class SceneDamage implements DisplayDriver {
  readonly #boxes: Box[] = [];
  /** Where each surface was shown last, bottom first. */
  #shown = new Map<Surface, Box>();
  /** Calls that changed anything on a surface since `take`. */
  calls = 0;

  /** The changed boxes since the last call; they may overlap, and reach beyond the screen. */
  take(): Box[] {
    this.calls = 0;
    return this.#boxes.splice(0);
  }

  get isEmpty(): boolean {
    return this.#boxes.length === 0;
  }

  /** Marks a box as changed. */
  add(box: Box): void {
    this.calls++;
    const boxes = this.#boxes;
    for (let i = 0; i < boxes.length; i++) {
      const joined = join(boxes[i]!, box);
      // Joined for free, or nearly: one box is better than two.
      if (area(joined) <= area(boxes[i]!) + area(box) + 256) {
        boxes[i] = joined;
        return;
      }
    }
    boxes.push(box);
    if (boxes.length > MAX_BOXES) this.#mergeCheapest();
  }

  #mergeCheapest(): void {
    const boxes = this.#boxes;
    const last = boxes.pop()!;
    let best = 0;
    let bestCost = Infinity;
    for (const [i, box] of boxes.entries()) {
      const cost = area(join(box, last)) - area(box);
      if (cost < bestCost) {
        bestCost = cost;
        best = i;
      }
    }
    boxes[best] = join(boxes[best]!, last);
  }

  #addOn(target: Target, x1: number, y1: number, x2: number, y2: number): void {
    if (target.kind !== 'surface') return;
    this.add({ x1: target.x + x1, y1: target.y + y1, x2: target.x + x2, y2: target.y + y2 });
  }

  /** The bounding box of flat rectangles that start at `offset` of every `stride` numbers. */
  #addRectangles(target: Target, flat: Int32Array, count: number, stride: number, offset: number): void {
    if (target.kind !== 'surface' || count === 0) return;
    let x1 = 0x7fffffff;
    let y1 = 0x7fffffff;
    let x2 = -0x7fffffff;
    let y2 = -0x7fffffff;
    for (let i = 0, o = offset; i < count; i++, o += stride) {
      const x = flat[o]!;
      const y = flat[o + 1]!;
      if (x < x1) x1 = x;
      if (y < y1) y1 = y;
      if (x + flat[o + 2]! > x2) x2 = x + flat[o + 2]!;
      if (y + flat[o + 3]! > y2) y2 = y + flat[o + 3]!;
    }
    this.#addOn(target, x1, y1, x2, y2);
  }

  fill(target: Target, rectangles: Int32Array, count: number, _paint: Paint): void {
    this.#addRectangles(target, rectangles, count, 4, 0);
  }

  paintedWithin(target: Target, x1: number, y1: number, x2: number, y2: number): void {
    this.#addOn(target, x1, y1, x2, y2);
  }

  copy(_source: Target, target: Target, copies: Int32Array, count: number): void {
    this.#addRectangles(target, copies, count, 6, 2);
  }

  copyPlane(_source: Target, _plane: number, target: Target, copies: Int32Array, count: number): void {
    this.#addRectangles(target, copies, count, 6, 2);
  }

  putImage(target: Target, _image: Pixels, copies: Int32Array, count: number): void {
    this.#addRectangles(target, copies, count, 6, 2);
  }

  glyphs(target: Target, set: GlyphSet, glyphs: Int32Array, count: number, clip: Region): void {
    if (target.kind !== 'surface') return;
    let x1 = Infinity;
    let y1 = Infinity;
    let x2 = -Infinity;
    let y2 = -Infinity;
    for (let i = 0; i < count * 3; i += 3) {
      const metrics = glyphs[i]! * 6;
      const x = glyphs[i + 1]!;
      const y = glyphs[i + 2]!;
      x1 = Math.min(x1, x + set.metrics[metrics]!);
      x2 = Math.max(x2, x + set.metrics[metrics + 1]!);
      y1 = Math.min(y1, y - set.metrics[metrics + 3]!);
      y2 = Math.max(y2, y + set.metrics[metrics + 4]!);
    }
    x1 = Math.max(x1, clip.x1);
    y1 = Math.max(y1, clip.y1);
    x2 = Math.min(x2, clip.x2);
    y2 = Math.min(y2, clip.y2);
    if (x1 < x2 && y1 < y2) this.#addOn(target, x1, y1, x2, y2);
  }

  composite(
    target: Target,
    _operator: Operator,
    _source: CompositeSource,
    _mask: Pixels | undefined,
    copies: Int32Array,
    count: number,
  ): void {
    this.#addRectangles(target, copies, count, 8, 4);
  }

  compositeGlyphs(target: Target, glyphs: readonly CoverageGlyph[], positions: Int32Array, clip: Region): void {
    const boxes = new Int32Array(glyphs.length * 4);
    for (const [i, { left, ascent, width, height }] of glyphs.entries())
      boxes.set([positions[i * 2]! + left, positions[i * 2 + 1]! - ascent, width, height], i * 4);
    if (target.kind !== 'surface') return;
    const ink = intersectRegions(regionFromRects(boxes), clip);
    if (!isEmptyRegion(ink)) this.#addOn(target, ink.x1, ink.y1, ink.x2, ink.y2);
  }

  pixmapCreated(_pixmap: Pixmap): void {}
  pixmapFreed(_pixmap: Pixmap): void {}

  surfaceCreated(surface: Surface): void {
    const extent = extentOf(surface);
    this.#shown.set(surface, extent);
    this.add(extent);
  }

  surfaceDestroyed(surface: Surface): void {
    this.add(this.#shown.get(surface) ?? extentOf(surface));
    this.#shown.delete(surface);
  }

  surfaceMoved(surface: Surface): void {
    this.#reshow(surface);
  }

  surfaceResized(surface: Surface): void {
    this.#reshow(surface);
  }

  surfaceShaped(surface: Surface): void {
    this.#reshow(surface);
  }

  #reshow(surface: Surface): void {
    const before = this.#shown.get(surface);
    if (before !== undefined) this.add(before);
    const extent = extentOf(surface);
    this.#shown.set(surface, extent);
    this.add(extent);
  }

  restacked(order: readonly Surface[]): void {
    const before = [...this.#shown.keys()];
    this.#shown = new Map(order.map((surface) => [surface, extentOf(surface)]));
    // What has the same surfaces beneath it as before has not changed its place.
    let same = 0;
    while (same < order.length && order[same] === before[same]) same++;
    for (const surface of order.slice(same)) this.add(extentOf(surface));
  }

  cursorChanged(_cursor: CursorImage | undefined): void {}
  pointerWarped(_x: number, _y: number): void {}
}
