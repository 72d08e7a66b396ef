/**
 * The virtual display driver: turns the core's drawing calls into drawings, with their meaning kept, and gives them to the buffers of the
 * terminals. One for a session; the terminals' buffers come and go.
 *
 * Drawing on a pixmap is remembered in a drawing list of the pixmap's own, and replayed, clipped and moved, when the pixmap is copied to a
 * surface or another pixmap, or tiled with (offscreen awareness). What can not be a command (functions that mix with what is there, plane
 * masks, images) is left to RAW: nothing but its region is noted, and its pixels are looked up when there is room to send them.
 */
import type { CompositeSource, CursorImage, DisplayDriver, GlyphInk } from '../xserver/driver.ts';
import type { CoverageGlyph, Operator } from '../xserver/raster/composite.ts';
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Paint } from '../xserver/raster/paint.ts';
import type { Pixels } from '../xserver/raster/pixels.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionFromBox,
  regionFromRect,
  regionFromRects,
  subtractRegions,
  translateRegion,
  type Region,
} from '../xserver/raster/region.ts';
import type { Pixmap, Surface, Target } from '../xserver/state/drawables.ts';
import { visibleSurfaces, type Scene } from '../xserver/windows/scene.ts';
import { bitmapOf, inColor, twoColors } from './bitmaps.ts';
import { TerminalBuffer } from './buffer.ts';
import { boxAround, boxAroundGlyphs, boxesAround, byDisplacement, inBands, sixNumbers, type Box } from './boxes.ts';
import { coverageDrawings, inkPixels, inkRegion, plainly } from './composites.ts';
import { DrawingList, isTooMuch, movedPieces, type Pieces } from './drawing-list.ts';
import { areaOf, type Drawing, type GlyphsDrawing } from './drawings.ts';
import { Effort } from './effort.ts';
import { ImageHistories } from './image-histories.ts';
import { LOOKING_BURST_MS, LOOKING_SHARE, MAX_DRAWING_BOXES, MAX_PICTURE_PIXELS, MAX_TILE_REPEATS } from './limits.ts';
import type { LossyMeans } from './lossy.ts';
import type { Size } from './scale.ts';
import type { RawReason } from './raw-reason.ts';
import { plainGlyphs } from './plain-glyphs.ts';
import { Postponed } from './postponed.ts';
import { pixelFunction } from './solid-function.ts';
import { fits, Stills } from './stills.ts';
import { VideoWatch } from './video-watch.ts';
import { Views } from './views.ts';

/** What an image is looked at for before it is left to RAW: few pixels of two colours are a BITMAP. */
const MOST_TWO_COLOR_PIXELS = 1 << 15;
/** A tile is not drawn again piece by piece into more boxes. */
const MANY_BOXES = 64;
const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;
/** In about nanoseconds (effort.ts): each rectangle or glyph of a call, each pixel that is looked at for two colours, or compared with what was there. */
const COST_ITEM = 100;
const COST_RAGGED = 5;
const COST_COLOR = 8;
const COST_HISTORY = 10;
/** Each pixel of a glyph whose ground is looked for. */
const COST_GROUND = 20;

export class Translation implements DisplayDriver {
  readonly #views = new Views();
  /** By the data of their pixels, so that tiles find theirs. */
  readonly #lists = new WeakMap<Uint32Array, DrawingList>();
  /** Shared by all that is drawn on. */
  readonly #effort = new Effort(LOOKING_SHARE, LOOKING_BURST_MS, 0.25);
  readonly #stills = new Stills();
  readonly #histories = new ImageHistories();
  readonly #videos = new VideoWatch();
  readonly #postponed = new Postponed(this.#views, this.#stills, this.#videos, this.#effort, (surface, region) =>
    this.#histories.forget(surface, region),
  );
  #cursor: CursorImage | undefined;
  #blanked = false;
  /** Pixels of surfaces and pixmaps that drawing left to RAW, drawn over later or not: for measurements. */
  readonly rawPixels = new Map<RawReason, number>();

  /** With what a core shows that may have been running before. */
  constructor(scene: Scene, cursor: CursorImage | undefined, blanked: boolean) {
    this.#cursor = cursor;
    this.#blanked = blanked;
    for (const surface of scene.screen.surfaces) this.#views.number(surface);
    this.#views.order = scene.screen.surfaces.slice();
  }

  /** A terminal: its buffer begins with the whole scene. `means`: what video and stills are coded with. */
  attach(means?: LossyMeans): TerminalBuffer {
    const buffer = new TerminalBuffer(means, this.#effort);
    buffer.behind = (surface) => this.#postponed.settle(surface);
    this.#postponed.settleAll();
    this.#views.add(buffer);
    buffer.cursorChanged(this.#cursor);
    buffer.screenBlanked(this.#blanked);
    return buffer;
  }

  /** The terminal has so much room: a larger scene is made smaller for it. Undefined: it gets the scene as it is. */
  setRoom(buffer: TerminalBuffer, room: Size | undefined): void {
    this.#postponed.settleAll();
    this.#views.setRoom(buffer, room);
  }

  detach(buffer: TerminalBuffer): void {
    this.#views.remove(buffer);
    buffer.close();
  }

  /**
   * The time of the log entry that is applied next, in milliseconds. `worked`: the time without that in which other processes had the processor,
   * where it is known: what the programs lose by this is measured by that.
   */
  setTime(time: number, worked = time): void {
    this.#videos.now = time;
    this.#effort.setTime(worked);
    for (const buffer of this.#views.buffers) {
      buffer.urgency.now = time;
      buffer.setTime(time, worked);
    }
  }

  /** A surface's number on the wire. */
  numberOf(surface: Surface): number | undefined {
    return this.#views.numbers.get(surface);
  }

  // Drawing.

  /** The list of a pixmap. One that was there before this driver begins as RAW. */
  #listOf(pixels: Pixels): DrawingList {
    let list = this.#lists.get(pixels.data);
    if (list === undefined) {
      list = new DrawingList(pixels.width, pixels.height, this.#effort);
      list.makeDirty(list.bounds);
      this.#lists.set(pixels.data, list);
    }
    return list;
  }

  /** Bitmaps are drawn from as they are: a list of drawings would not help. */
  #isFollowed({ pixels }: Target): boolean {
    return pixels.depth >= 24;
  }

  /** So much is drawn that looking at it would hold the core up. Where no terminal is attached nothing is looked at. */
  #isBusy(target: Target): boolean {
    return (
      this.#postponed.takes(target) ||
      this.#effort.isSpent ||
      (target.kind === 'surface' && (this.#views.size === 0 || !this.#views.numbers.has(target)))
    );
  }

  /** Leaves what is drawn on a busy target to RAW. */
  #swallow(target: Target, { x1, y1, x2, y2 }: Box): void {
    if (x1 >= x2 || y1 >= y2) return;
    if (target.kind === 'pixmap') {
      this.#listOf(target.pixels).swallow(x1, y1, x2, y2);
      return;
    }
    if (this.#postponed.raw(target, { x1, y1, x2, y2 })) return;
    const number = this.#views.numbers.get(target);
    if (number === undefined) return;
    if (this.#drawVideo(target, number, regionFromBox(x1, y1, x2, y2))) return;
    for (const view of this.#views) view.swallow(number, x1, y1, x2, y2);
    this.#histories.forget(target, regionFromBox(x1, y1, x2, y2));
  }

  #draw(target: Target, drawing: Drawing): void {
    if (target.kind === 'pixmap') {
      this.#listOf(target.pixels).draw(drawing);
      return;
    }
    const number = this.#views.numbers.get(target);
    if (number === undefined) return;
    for (const view of this.#views) view.draw(number, drawing);
    this.#histories.forget(target, drawing.kind === 'glyphs' ? boxRegion(drawing) : drawing.region);
  }

  #makeDirty(target: Target, region: Region, reason: RawReason): void {
    if (isEmptyRegion(region)) return;
    this.rawPixels.set(reason, (this.rawPixels.get(reason) ?? 0) + regionArea(region));
    if (target.kind === 'pixmap') {
      this.#listOf(target.pixels).makeDirty(region);
      return;
    }
    const number = this.#views.numbers.get(target);
    if (number !== undefined) this.#dirtySurface(target, number, region);
  }

  /** Pixels of a surface are another picture: what of it was there before, here or elsewhere, need not be sent. */
  #dirtySurface(surface: Surface, number: number, region: Region): void {
    if (isEmptyRegion(region)) return;
    if (this.#drawVideo(surface, number, region)) return;
    this.#effort.spend(regionArea(region) * COST_HISTORY);
    const before = this.#playsVideo ? this.#videos.before(surface, region, this.#histories) : undefined;
    const changes = this.#histories.take(surface, region);
    const video = this.#playsVideo ? this.#videos.detect(surface, region, changes, before) : undefined;
    if (video !== undefined) {
      for (const view of this.#views) view.drawVideo(number, region, video);
      return;
    }
    for (const { moved, dy, fresh } of changes) {
      for (const view of this.#views) {
        if (!isEmptyRegion(moved)) view.copy(number, number, moved, 0, dy);
        view.makeDirty(number, fresh);
      }
    }
  }

  get #playsVideo(): boolean {
    for (const { lossy } of this.#views.buffers) if (lossy?.playsVideo === true) return true;
    return false;
  }

  /** Pixels where a video is: nothing else is looked for. */
  #drawVideo(surface: Surface, number: number, region: Region): boolean {
    const video = this.#videos.find(surface, region);
    if (video === undefined) return false;
    for (const view of this.#views) view.drawVideo(number, region, video);
    this.#histories.forget(surface, region);
    return true;
  }

  #drawPieces(target: Target, region: Region, pieces: Pieces): void {
    if (isTooMuch(pieces, region)) {
      this.#makeDirty(target, region, 'too-much');
      return;
    }
    if (target.kind === 'pixmap') {
      const list = this.#listOf(target.pixels);
      list.cover(region);
      list.makeDirty(pieces.dirty);
      for (const drawing of pieces.drawings) list.draw(drawing);
      return;
    }
    const number = this.#views.numbers.get(target);
    if (number === undefined) return;
    // First what may be found in the picture before, which the rest changes.
    this.#dirtySurface(target, number, pieces.dirty);
    const drawn = subtractRegions(region, pieces.dirty);
    for (const view of this.#views) view.drawPieces(number, drawn, pieces.drawings);
    this.#histories.forget(target, drawn);
  }

  fill(target: Target, rectangles: Int32Array, count: number, paint: Paint, rop: number, planeMask: number): void {
    if (!this.#isFollowed(target)) return;
    const change = pixelFunction(rop, planeMask, target.pixels.depth);
    if (change === 'nothing') return;
    if (this.#postponed.fill(target, rectangles, count, paint, change)) return;
    if (this.#isBusy(target)) {
      this.#swallow(target, boxAround(rectangles, count, 4, 0));
      return;
    }
    if (count > MAX_DRAWING_BOXES) {
      this.#effort.spend(count * COST_RAGGED);
      this.#makeDirty(target, boxesAround(rectangles, count), 'ragged');
      return;
    }
    this.#effort.spend(count * COST_ITEM * (inBands(rectangles, count) ? 1 : (32 - Math.clz32(count)) / 2));
    const region = regionFromRects(rectangles, count * 4);
    if (paint.kind === 'tile' && change !== 'mixes' && this.#tileWithPieces(target, region, paint, rop)) return;
    const still = this.#stills.paint(paint, change, target.pixels.depth);
    if (still === undefined) this.#makeDirty(target, region, change === 'mixes' ? 'function' : 'size');
    else if (!isEmptyRegion(region)) this.#draw(target, { kind: 'paint', paint: still, region });
  }

  /** A tile of which we know how it was drawn, and which is seen a few times only (a background picture): as it was drawn. */
  #tileWithPieces(target: Target, region: Region, paint: Paint & { kind: 'tile' }, rop: number): boolean {
    const { tile, x, y } = paint;
    const list = rop === GX_COPY && tile.depth === target.pixels.depth ? this.#lists.get(tile.data) : undefined;
    if (list === undefined || tile.data === target.pixels.data || region.rects.length > MANY_BOXES * 4) return false;
    const { width, height } = tile;
    const [firstX, lastX] = [Math.floor((region.x1 - x) / width), Math.floor((region.x2 - 1 - x) / width)];
    const [firstY, lastY] = [Math.floor((region.y1 - y) / height), Math.floor((region.y2 - 1 - y) / height)];
    const repeats = (lastX - firstX + 1) * (lastY - firstY + 1);
    if (repeats > MAX_TILE_REPEATS || (repeats > 2 && fits(tile))) return false;
    for (let row = firstY; row <= lastY; row++) {
      for (let column = firstX; column <= lastX; column++) {
        const [left, top] = [x + column * width, y + row * height];
        const place = intersectRegions(region, regionFromRect(left, top, width, height));
        this.#copyPieces(list, target, place, -left, -top);
      }
    }
    return true;
  }

  copy(source: Target, target: Target, copies: Int32Array, count: number, rop: number, planeMask: number): void {
    if (!this.#isFollowed(target)) return;
    const change = pixelFunction(rop, planeMask, target.pixels.depth);
    if (change === 'nothing') return;
    const within = source === target && rop === GX_COPY && change !== 'mixes';
    if (within && this.#postponed.copy(target, copies, count)) return;
    if (this.#isBusy(target)) {
      this.#swallow(target, boxAround(copies, count, 6, 2));
      return;
    }
    this.#effort.spend(count * COST_ITEM);
    for (const { region, dx, dy } of byDisplacement(copies, count)) {
      if (rop !== GX_COPY || change === 'mixes' || source.pixels.depth !== target.pixels.depth) {
        const pixel = change === 'mixes' || change(0) !== change(1) ? undefined : change(0);
        if (pixel === undefined) this.#makeDirty(target, region, change === 'mixes' ? 'function' : 'copy');
        else this.#draw(target, { kind: 'paint', paint: { kind: 'solid', pixel }, region });
      } else if (source.kind === 'pixmap') {
        this.#copyPieces(this.#listOf(source.pixels), target, region, dx, dy);
      } else {
        this.#copySurface(source, target, region, dx, dy);
      }
    }
  }

  /** What makes the picture of the source: `region` of the target from (x + dx, y + dy). */
  #copyPieces(list: DrawingList, target: Target, region: Region, dx: number, dy: number): void {
    if (isEmptyRegion(region)) return;
    const there = translateRegion(region, dx, dy);
    const pieces = movedPieces(list.piecesIn(there), -dx, -dy);
    this.#drawPieces(target, region, pieces);
  }

  #copySurface(source: Surface, target: Target, region: Region, dx: number, dy: number): void {
    // A pixmap could only say what a surface has as pixels: it has changed by the time that the pixmap is copied back.
    if (target.kind === 'pixmap') {
      this.#makeDirty(target, region, 'from-screen');
      return;
    }
    const [from, to] = [this.#views.numbers.get(source), this.#views.numbers.get(target)];
    if (from === undefined || to === undefined) return;
    this.#postponed.settle(source);
    for (const view of this.#views) view.copy(from, to, region, dx, dy);
    this.#histories.forget(target, region);
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
    if (!this.#isFollowed(target)) return;
    const change = pixelFunction(rop, planeMask, target.pixels.depth);
    if (change === 'nothing') return;
    if (this.#isBusy(target)) {
      this.#swallow(target, boxAround(copies, count, 6, 2));
      return;
    }
    for (let o = 0; o < count * 6; o += 6) {
      const [fromX, fromY, x, y, width, height] = sixNumbers(copies, o);
      const region = regionFromRect(x, y, width, height);
      // A copy within a target has overwritten what it read.
      if (change === 'mixes' || source.pixels.data === target.pixels.data || width > MAX_PICTURE_PIXELS) {
        this.#makeDirty(target, region, change === 'mixes' ? 'function' : 'copy');
        continue;
      }
      const colors = { foreground: change(foreground), background: change(background) };
      const { pixels } = source;
      this.#drawBitmap(target, x, y, width, height, colors, (row, rows) =>
        bitmapOf(pixels, plane, fromX, fromY + row, width, rows),
      );
    }
  }

  /** A bitmap once, in pieces that a terminal can keep. */
  #drawBitmap(
    target: Target,
    x: number,
    y: number,
    width: number,
    height: number,
    colors: { foreground: number; background: number },
    rowsOf: (row: number, rows: number) => Pixels,
  ): void {
    const most = Math.max(1, Math.floor(MAX_PICTURE_PIXELS / width));
    for (let row = 0; row < height; row += most) {
      const rows = Math.min(most, height - row);
      const picture = rowsOf(row, rows);
      const region = regionFromRect(x, y + row, width, rows);
      this.#draw(target, { kind: 'paint', paint: { kind: 'bitmap', picture, x, y: y + row, ...colors }, region });
    }
  }

  putImage(target: Target, _image: Pixels, copies: Int32Array, count: number, rop: number, planeMask: number): void {
    if (!this.#isFollowed(target)) return;
    if (pixelFunction(rop, planeMask, target.pixels.depth) === 'nothing') return;
    if (this.#isBusy(target) || this.#postponed.isFlooded(target)) {
      this.#swallow(target, boxAround(copies, count, 6, 2));
      return;
    }
    for (let o = 0; o < count * 6; o += 6) {
      const [, , x, y, width, height] = sixNumbers(copies, o);
      this.#putResult(target, x, y, width, height, 'image');
    }
  }

  videoFrame(target: Target, image: Pixels, copies: Int32Array, count: number): void {
    const number = target.kind === 'surface' && count === 1 && this.#playsVideo ? this.numberOf(target) : undefined;
    if (target.kind === 'pixmap' || number === undefined) {
      this.putImage(target, image, copies, count, GX_COPY, ALL_PLANES);
      return;
    }
    this.#postponed.settle(target);
    const [, , x, y, width, height] = sixNumbers(copies, 0);
    const region = regionFromRect(x, y, width, height);
    this.#videos.declare(target, region);
    if (!this.#drawVideo(target, number, region)) this.#makeDirty(target, region, 'image');
  }

  /** Looks at what an image has become: one or two colours are a fill or a BITMAP. */
  #putResult(target: Target, x: number, y: number, width: number, height: number, reason: RawReason): void {
    this.#effort.spend(Math.min(width * height, MOST_TWO_COLOR_PIXELS) * COST_COLOR);
    const region = regionFromRect(x, y, width, height);
    const few = width * height <= MOST_TWO_COLOR_PIXELS ? twoColors(target.pixels, x, y, width, height) : undefined;
    if (few === undefined) {
      this.#makeDirty(target, region, reason);
    } else if (few.background === few.foreground) {
      this.#draw(target, { kind: 'paint', paint: { kind: 'solid', pixel: few.background }, region });
    } else {
      const { pixels } = target;
      this.#drawBitmap(target, x, y, width, height, few, (row, rows) =>
        inColor(pixels, few.foreground, x, y + row, width, rows),
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
    if (!this.#isFollowed(target)) return;
    const change = pixelFunction(rop, planeMask, target.pixels.depth);
    if (change === 'nothing') return;
    if (this.#postponed.glyphs(target, set, glyphs, count, clip, paint, change)) return;
    if (this.#isBusy(target)) {
      this.#swallow(target, boxAroundGlyphs(set, glyphs, count, clip));
      return;
    }
    this.#effort.spend(count * COST_ITEM);
    const mixes = change === 'mixes' || paint.kind !== 'solid';
    const pixel = mixes ? 0 : change(paint.pixel);
    const { drawings, large } = plainGlyphs(this.#stills, set, glyphs, count, clip, pixel);
    for (const drawing of drawings) {
      if (mixes) this.#makeDirty(target, areaOf(drawing), 'function');
      else this.#draw(target, drawing);
    }
    this.#makeDirty(target, large, 'size');
  }

  composite(
    target: Target,
    operator: Operator,
    source: CompositeSource,
    mask: Pixels | undefined,
    copies: Int32Array,
    count: number,
  ): void {
    if (!this.#isFollowed(target)) return;
    if (this.#isBusy(target)) {
      this.#swallow(target, boxAround(copies, count, 8, 4));
      return;
    }
    this.#effort.spend(count * COST_ITEM);
    const plain = mask === undefined ? plainly(operator, source, target) : undefined;
    if (plain === 'nothing') return;
    for (let o = 0; o < count * 8; o += 8) {
      const [x, y, width, height] = [copies[o + 4]!, copies[o + 5]!, copies[o + 6]!, copies[o + 7]!];
      const region = regionFromRect(x, y, width, height);
      const [dx, dy] = [copies[o]! - x, copies[o + 1]! - y];
      if (plain === undefined) this.#putResult(target, x, y, width, height, 'function');
      else if ('pixel' in plain)
        this.#draw(target, { kind: 'paint', paint: { kind: 'solid', pixel: plain.pixel }, region });
      else if (plain.kind === 'surface') this.#copySurface(plain, target, region, dx, dy);
      else this.#copyPieces(this.#listOf(plain.pixels), target, region, dx, dy);
    }
  }

  compositeGlyphs(
    target: Target,
    glyphs: readonly CoverageGlyph[],
    positions: Int32Array,
    clip: Region,
    ink: GlyphInk,
  ): void {
    if (!this.#isFollowed(target)) return;
    if (this.#isBusy(target)) {
      this.#swallow(target, inkRegion(glyphs, positions, clip));
      return;
    }
    this.#effort.spend(glyphs.length * COST_ITEM + inkPixels(glyphs) * COST_GROUND);
    const { drawings, raw } = coverageDrawings(this.#stills, target.pixels, glyphs, positions, clip, ink);
    this.#makeDirty(target, raw, 'function');
    for (const drawing of drawings) this.#draw(target, drawing);
  }

  pixmapCreated({ pixels }: Pixmap): void {
    if (pixels.depth < 24) return;
    const list = new DrawingList(pixels.width, pixels.height, this.#effort);
    list.draw({ kind: 'paint', paint: { kind: 'solid', pixel: 0 }, region: list.bounds });
    this.#lists.set(pixels.data, list);
  }
  /** Something may still tile with it: its list goes with its pixels. */
  pixmapFreed(): void {}

  // The scene.

  /** A surface begins with the picture beneath it, as far as that is on the screen. */
  surfaceCreated(surface: Surface): void {
    this.#postponed.settleAll();
    const number = this.#views.number(surface);
    const { pixels, x, y } = surface;
    const [root] = this.#views.order;
    const { width, height } = root === undefined ? { width: 0, height: 0 } : root.pixels;
    const scene: Scene = { screen: { width, height, surfaces: this.#views.order } };
    const beneath = visibleSurfaces(scene, x, y, pixels.width, pixels.height);
    for (const view of this.#views) {
      const { list } = view.surfaceCreated(number, surface);
      for (const { surface: below, region } of beneath) {
        const place = translateRegion(region, -x, -y);
        // From depth 32 a new surface takes 24 planes only.
        if (below.pixels.depth === 24)
          view.copy(this.#views.numbers.get(below)!, number, place, x - below.x, y - below.y);
        else list.makeDirty(place);
      }
    }
  }

  surfaceDestroyed(surface: Surface): void {
    const number = this.#views.numbers.get(surface);
    this.#views.numbers.delete(surface);
    this.#postponed.drop(surface);
    this.#videos.drop(surface);
    this.#histories.drop(surface);
    this.#views.order = this.#views.order.filter((other) => other !== surface);
    if (number !== undefined) for (const view of this.#views) view.surfaceDestroyed(number);
  }

  /** Views look at the surface itself. */
  surfaceMoved(): void {
    for (const view of this.#views) view.placesChanged();
  }

  surfaceShaped(): void {
    this.surfaceMoved();
  }

  surfaceResized(surface: Surface, previous: Pixels, dx: number, dy: number): void {
    const number = this.#views.numbers.get(surface);
    if (number === undefined) return;
    this.#postponed.settle(surface);
    const { width, height } = surface.pixels;
    this.#videos.drop(surface);
    this.#histories.drop(surface);
    for (const view of this.#views) {
      view.surfaceResized(number, previous.width, previous.height, dx, dy);
      if (surface === this.#views.order[0]) view.screenSized(width, height);
    }
    if (surface === this.#views.order[0]) this.#views.screenResized();
  }

  restacked(order: readonly Surface[]): void {
    this.#views.order = order.slice();
    const numbers = order.flatMap((surface) => this.#views.numbers.get(surface) ?? []);
    for (const view of this.#views) view.restacked(numbers);
  }

  cursorChanged(cursor: CursorImage | undefined): void {
    this.#cursor = cursor;
    for (const view of this.#views) view.cursorChanged(cursor);
  }

  screenBlanked(blanked: boolean): void {
    this.#blanked = blanked;
    for (const view of this.#views) view.screenBlanked(blanked);
  }

  pointerWarped(x: number, y: number): void {
    for (const view of this.#views) view.pointerWarped(x, y);
  }
}

function boxRegion({ x1, y1, x2, y2 }: GlyphsDrawing): Region {
  return regionFromBox(x1, y1, x2, y2);
}
