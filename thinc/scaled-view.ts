/**
 * The scene for a terminal that is smaller: one picture of all of it, made smaller at the host (scale.ts). Surfaces are not told apart: where windows
 * lie between pixels of the small picture, a pixel mixes what is above with what is beneath.
 *
 * A fill stays a fill of the small pixels that it covers as a whole, and what moves by whole small pixels is copied. All else (edges, text, patterns)
 * is left to RAW, made from the scene as it is when there is room to send it. So at rest the terminal has exactly the scene's average.
 */
import type { CursorImage } from '../xserver/driver.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionFromRect,
  regionsEqual,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { composeScene, type Scene } from '../xserver/windows/scene.ts';
import type { TerminalBuffer } from './buffer.ts';
import { areaOf, type Drawing } from './drawings.ts';
import { averaged, coveredPixels, originalBox, touchedPixels, type Size } from './scale.ts';
import type { VideoPart } from './video-detector.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;
/** Boxes of what is out of date in the small picture. */
const MOST_STALE_BOXES = 64;
/** What a pixel of the original takes to be made smaller, in about nanoseconds (effort.ts). */
const COST_AVERAGED = 12;

/** What of a surface is seen, on the screen. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly seen: Region;
}

/** What the translation tells a terminal's side of drawing and scene: TerminalBuffer as it is, or one of these before it. */
export type SceneView = Pick<
  TerminalBuffer,
  | 'draw'
  | 'drawVideo'
  | 'drawPieces'
  | 'copy'
  | 'swallow'
  | 'makeDirty'
  | 'surfaceDestroyed'
  | 'surfaceResized'
  | 'placesChanged'
  | 'restacked'
  | 'screenSized'
  | 'cursorChanged'
  | 'screenBlanked'
  | 'pointerWarped'
> & {
  surfaceCreated(
    number: number,
    surface: Surface,
  ): { readonly list: { readonly bounds: Region; makeDirty(region: Region): void } };
};

export class ScaledView implements SceneView {
  readonly #buffer: TerminalBuffer;
  readonly #number: number;
  readonly #surfaces = new Map<number, Surface>();
  #order: readonly number[] = [];
  #places = new Map<number, Place>();
  #full: Size;
  #small: Size;
  /** The small picture, as a surface of its own. */
  readonly #surface: Surface;
  /** What of it does not show the scene as it is. */
  #stale = emptyRegion();

  /** `number`: of the surface that is the small picture. The buffer has no other, and its own size of the screen is told here. */
  constructor(buffer: TerminalBuffer, number: number, full: Size, small: Size) {
    this.#buffer = buffer;
    this.#number = number;
    this.#full = full;
    this.#small = small;
    const pixels = createPixels(small.width, small.height, 24);
    this.#surface = { kind: 'surface', window: 0, x: 0, y: 0, pixels, shape: undefined };
    buffer.surfaceCreated(number, this.#surface);
    buffer.restacked([number]);
    buffer.screenSized(small.width, small.height, full);
    buffer.beforeTake = () => this.#refresh();
    this.#dirty(regionFromRect(0, 0, full.width, full.height));
  }

  /** Another small picture, or another screen. */
  resize(full: Size, small: Size): void {
    const surface = this.#surface;
    const previous = surface.pixels;
    this.#full = full;
    this.#small = small;
    surface.pixels = createPixels(small.width, small.height, 24);
    this.#stale = emptyRegion();
    this.#buffer.surfaceResized(this.#number, previous.width, previous.height, 0, 0);
    this.#buffer.screenSized(small.width, small.height, full);
    this.#places = this.#layOut();
    this.#dirty(regionFromRect(0, 0, full.width, full.height));
  }

  get full(): Size {
    return this.#full;
  }

  /** The buffer goes on without it. */
  end(): void {
    this.#buffer.beforeTake = undefined;
    this.#buffer.surfaceDestroyed(this.#number);
  }

  get #scene(): Scene {
    const surfaces = this.#order.flatMap((number) => this.#surfaces.get(number) ?? []);
    return { screen: { ...this.#full, surfaces } };
  }

  /** Leaves a region of the screen to RAW. */
  #dirty(region: Region): void {
    this.#touch(touchedPixels(region, this.#full, this.#small), true);
  }

  #touch(small: Region, dirty: boolean): void {
    if (isEmptyRegion(small)) return;
    const stale = unionRegions(this.#stale, small);
    const { x1, y1, x2, y2 } = stale;
    this.#stale = stale.rects.length > MOST_STALE_BOXES * 4 ? regionFromRect(x1, y1, x2 - x1, y2 - y1) : stale;
    if (dirty) this.#buffer.makeDirty(this.#number, small);
  }

  /** Makes the small picture what the scene is. */
  #refresh(): void {
    const { rects } = this.#stale;
    const [full, small, scene] = [this.#full, this.#small, this.#scene];
    for (let i = 0; i < rects.length; i += 4) {
      const [x1, y1, x2, y2] = [rects[i]!, rects[i + 1]!, rects[i + 2]!, rects[i + 3]!];
      const from = originalBox(x1, y1, x2, y2, full, small);
      const [width, height] = [from.x2 - from.x1, from.y2 - from.y1];
      this.#buffer.spend(width * height * COST_AVERAGED);
      const original = composeScene(scene, from.x1, from.y1, width, height);
      const result = averaged(original, from.x1, from.y1, full, small, x1, y1, x2, y2);
      copyRect(result, 0, 0, this.#surface.pixels, x1, y1, x2 - x1, y2 - y1, GX_COPY, ALL_PLANES);
    }
    this.#stale = emptyRegion();
  }

  // The scene.

  surfaceCreated(number: number, surface: Surface) {
    this.#surfaces.set(number, surface);
    const { width, height } = surface.pixels;
    // It is not seen before it has its place in the stack.
    return { list: { bounds: regionFromRect(0, 0, width, height), makeDirty: () => {} } };
  }

  surfaceDestroyed(number: number): void {
    this.#surfaces.delete(number);
    this.placesChanged();
  }

  surfaceResized(number: number): void {
    const place = this.#places.get(number);
    if (place !== undefined) this.#dirty(place.seen);
    this.placesChanged();
    const now = this.#places.get(number);
    if (now !== undefined) this.#dirty(now.seen);
  }

  restacked(order: readonly number[]): void {
    this.#order = order.slice();
    this.placesChanged();
  }

  /** Surfaces have moved, or have another shape, order or size. */
  placesChanged(): void {
    const before = this.#places;
    const now = this.#layOut();
    let changed = regionFromRect(0, 0, this.#full.width, this.#full.height);
    for (const [number, { x, y, seen }] of now) {
      const was = before.get(number);
      if (was?.x === x && was.y === y) changed = subtractRegions(changed, intersectRegions(was.seen, seen));
    }
    this.#places = now;
    for (const [number, { x, y, seen }] of now) {
      const was = before.get(number);
      const fresh = intersectRegions(changed, seen);
      if (isEmptyRegion(fresh)) continue;
      if (was === undefined || (was.x === x && was.y === y)) this.#dirty(fresh);
      else this.#move(fresh, was.seen, was.x - x, was.y - y);
    }
  }

  #layOut(): Map<number, Place> {
    const places = new Map<number, Place>();
    let free = regionFromRect(0, 0, this.#full.width, this.#full.height);
    for (let i = this.#order.length - 1; i >= 0; i--) {
      const surface = this.#surfaces.get(this.#order[i]!);
      if (surface === undefined) continue;
      const { x, y, pixels, shape } = surface;
      const extent = translateRegion(shape ?? regionFromRect(0, 0, pixels.width, pixels.height), x, y);
      places.set(this.#order[i]!, { x, y, seen: intersectRegions(extent, free) });
      free = subtractRegions(free, extent);
    }
    return places;
  }

  /** The screen's own surface has another size: whoever scales looks after that. */
  screenSized(): void {}

  cursorChanged(cursor: CursorImage | undefined): void {
    this.#buffer.cursorChanged(cursor);
  }

  screenBlanked(blanked: boolean): void {
    this.#buffer.screenBlanked(blanked);
  }

  pointerWarped(x: number, y: number): void {
    const { width, height } = this.#small;
    this.#buffer.pointerWarped(
      Math.floor((x * width) / this.#full.width),
      Math.floor((y * height) / this.#full.height),
    );
  }

  // Drawing.

  /** What of a region of a surface is seen, on the screen. */
  #onScreen(number: number, region: Region): Region {
    const place = this.#places.get(number);
    return place === undefined
      ? emptyRegion()
      : intersectRegions(translateRegion(region, place.x, place.y), place.seen);
  }

  draw(number: number, drawing: Drawing): void {
    const region = this.#onScreen(number, areaOf(drawing));
    if (isEmptyRegion(region)) return;
    const [full, small] = [this.#full, this.#small];
    if (drawing.kind !== 'paint' || drawing.paint.kind !== 'solid') {
      this.#dirty(region);
      return;
    }
    const covered = coveredPixels(region, full, small);
    this.#touch(covered, false);
    const pixel = drawing.paint.pixel & 0xffffff;
    if (!isEmptyRegion(covered))
      this.#buffer.draw(this.#number, { kind: 'paint', paint: { kind: 'solid', pixel }, region: covered });
    this.#touch(subtractRegions(touchedPixels(region, full, small), covered), true);
  }

  /** A video that is wholly seen is one in the small picture too. */
  drawVideo(number: number, region: Region, { box, complete }: VideoPart): void {
    const whole = regionFromRect(box.x, box.y, box.width, box.height);
    if (!regionsEqual(this.#onScreen(number, whole), this.#translated(number, whole))) {
      this.makeDirty(number, region);
      return;
    }
    const [full, small] = [this.#full, this.#small];
    const part = touchedPixels(this.#onScreen(number, region), full, small);
    const { x1, y1, x2, y2 } = touchedPixels(this.#onScreen(number, whole), full, small);
    this.#touch(part, false);
    // Its pixels are taken at once.
    if (complete) this.#refresh();
    this.#buffer.drawVideo(this.#number, part, { box: { x: x1, y: y1, width: x2 - x1, height: y2 - y1 }, complete });
  }

  #translated(number: number, region: Region): Region {
    const place = this.#places.get(number);
    return place === undefined ? emptyRegion() : translateRegion(region, place.x, place.y);
  }

  makeDirty(number: number, region: Region): void {
    this.#dirty(this.#onScreen(number, region));
  }

  swallow(number: number, x1: number, y1: number, x2: number, y2: number): void {
    this.makeDirty(number, regionFromRect(x1, y1, x2 - x1, y2 - y1));
  }

  drawPieces(number: number, _covered: Region, drawings: readonly Drawing[]): void {
    for (const drawing of drawings) this.draw(number, drawing);
  }

  copy(source: number, number: number, region: Region, dx: number, dy: number): void {
    const [from, to] = [this.#places.get(source), this.#places.get(number)];
    if (to === undefined) return;
    const seen = this.#onScreen(number, region);
    if (from === undefined) this.#dirty(seen);
    else this.#move(seen, from.seen, from.x + dx - to.x, from.y + dy - to.y);
  }

  /** A region of the screen has become what was at dx, dy from it, as far as that was in `known`. */
  #move(region: Region, known: Region, dx: number, dy: number): void {
    const [full, small] = [this.#full, this.#small];
    const [x, y] = [(dx * small.width) / full.width, (dy * small.height) / full.height];
    const exact = Number.isInteger(x) && Number.isInteger(y);
    const whole = exact ? intersectRegions(region, translateRegion(known, -dx, -dy)) : emptyRegion();
    const covered = isEmptyRegion(whole) ? whole : coveredPixels(whole, full, small);
    // Fewer are not worth a COPY's place among the others.
    const copied = regionArea(covered) >= 64 ? covered : emptyRegion();
    this.#touch(copied, false);
    if (!isEmptyRegion(copied)) this.#buffer.copy(this.#number, this.#number, copied, x, y);
    this.#touch(subtractRegions(touchedPixels(region, full, small), copied), true);
  }
}
