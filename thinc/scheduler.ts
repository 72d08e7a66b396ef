/**
 * Chooses what of a terminal's drawings goes next, and writes it as commands.
 *
 * All COPYs go first: they read what the terminal has, and are small. Then what follows fresh input, then what is seen before what is hidden,
 * and within that by classes of size, the smallest first; what has been passed over often moves up. A drawing that shines through takes those
 * beneath it along. RAW goes in pieces that fit what may be sent.
 */
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionFromBox,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import type { WaitingSurface } from './buffer.ts';
import type { CommandWriter } from './command-writer.ts';
import type { Waiting } from './drawing-list.ts';
import { areaOf, isOpaque, touches, type CopyDrawing, type Drawing } from './drawings.ts';
import type { KeptGlyphs, KeptPictures } from './kept.ts';
import { MAX_PICTURE_PIXELS } from './limits.ts';
import type { LossySender } from './lossy.ts';
import type { ReadyStill } from './still-sender.ts';

/** RAW pieces have so many pixels: fewer do not pack, more hold others up. */
const LEAST_RAW_PIXELS = 256;
const LEAST_RAW_ROWS = 8;
const MOST_RAW_PIXELS = 1 << 15;
/** RAW of fewer pixels is not worth a kept picture's number. */
const LEAST_KEPT_PIXELS = 256;
/** A drawing moves up a class each time that it has been passed over so often. */
const PASSES_PER_CLASS = 6;
const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

const Rank = { urgent: 0, seen: 1, hidden: 2, refined: 3 } as const;

/** A drawing, or dirty boxes of a surface, to be sent. */
interface Unit {
  readonly surface: WaitingSurface;
  /** Undefined for dirty boxes, */
  readonly waiting: Waiting | undefined;
  /** and for a still that is ready. */
  readonly still: ReadyStill | undefined;
  readonly dirty: Region;
  readonly rank: number;
  readonly sizeClass: number;
}

/** What may be written. */
export type Goes = 'urgent' | 'urgent-and-frames' | 'all';

export class Scheduler {
  readonly #surfaces: ReadonlyMap<number, WaitingSurface>;
  readonly #writer: CommandWriter;
  readonly #pictures: KeptPictures;
  readonly #glyphs: KeptGlyphs;
  readonly #lossy: LossySender | undefined;
  /** How RAW has packed lately. */
  #pixelsPerByte = 0.5;

  constructor(
    surfaces: ReadonlyMap<number, WaitingSurface>,
    writer: CommandWriter,
    pictures: KeptPictures,
    glyphs: KeptGlyphs,
    lossy: LossySender | undefined,
  ) {
    this.#lossy = lossy;
    this.#surfaces = surfaces;
    this.#writer = writer;
    this.#pictures = pictures;
    this.#glyphs = glyphs;
  }

  /**
   * Writes about `budget` bytes of commands, or at least one. `seen`: what is seen of surfaces. `goes`: the rest waits. Tells whether nothing
   * waits any more, or nothing but what is shown with loss.
   */
  write(budget: number, seen: ReadonlyMap<number, Region>, goes: Goes = 'all'): 'nothing' | 'shown' | 'more' {
    const end = this.#writer.length + budget;
    if (!this.#writeCopies(end)) return 'more';
    const units = this.#units(seen);
    const done = new Map<WaitingSurface, Set<Waiting>>();
    let complete = true;
    let shown = this.#lossy?.isPresentable !== false && !this.#isHeldBack;
    let frames = this.#lossy === undefined || goes === 'urgent';
    for (const unit of units) {
      if (!frames && unit.rank > Rank.urgent) {
        frames = true;
        if (!this.#lossy!.writeFrames(this.#writer, end)) complete = shown = false;
      }
      if (this.#writer.length >= end || (goes !== 'all' && unit.rank !== Rank.urgent)) {
        complete = false;
        if (unit.rank < Rank.refined) shown = false;
        unit.surface.passed++;
        if (unit.waiting !== undefined) unit.waiting.passed++;
        continue;
      }
      const { surface } = unit;
      if (unit.still !== undefined) {
        this.#lossy!.writeStill(unit.still, this.#writer);
        complete = false;
        continue;
      }
      if (unit.waiting === undefined) {
        if (this.#writeDirty(surface, unit.dirty, end)) continue;
        complete = false;
        if (unit.rank < Rank.refined) shown = false;
        continue;
      }
      let sent = done.get(surface);
      if (sent === undefined) done.set(surface, (sent = new Set()));
      this.#writeWithBase(surface, surface.list.waiting.indexOf(unit.waiting), sent);
    }
    for (const [surface, sent] of done) surface.list.remove(sent);
    if (!frames && !this.#lossy!.writeFrames(this.#writer, end)) complete = shown = false;
    if (goes === 'urgent') return 'more';
    if (complete && this.#isAllTold) return 'nothing';
    return shown && this.#lossy?.isPresentable === true ? 'shown' : 'more';
  }

  /** Some of the picture will soon be drawn over. */
  get #isHeldBack(): boolean {
    for (const { heldBack, isBehind } of this.#surfaces.values()) if (isBehind || !isEmptyRegion(heldBack)) return true;
    return false;
  }

  /** Nothing waits. */
  get #isAllTold(): boolean {
    for (const { list, isBehind } of this.#surfaces.values()) if (isBehind || !list.isEmpty) return false;
    return true;
  }

  /** Writes the COPYs in an order in which none overwrites what another has to read. Tells whether none is left. */
  #writeCopies(end: number): boolean {
    for (;;) {
      const copies = this.#copies();
      if (copies.length === 0) return true;
      if (this.#writer.length >= end) return false;
      const free = copies.find(
        ({ surface, copy }) =>
          !copies.some((other) => other.copy !== copy && reads(other.copy, surface.number, copy.region)),
      );
      if (free === undefined) {
        // They read one another in a circle.
        const [first] = copies;
        first!.surface.list.makeDirty(first!.copy.region);
        continue;
      }
      this.#writeDrawing(free.surface.number, free.copy);
      free.surface.list.remove(new Set([free.waiting]));
    }
  }

  #copies(): { surface: WaitingSurface; waiting: Waiting; copy: CopyDrawing }[] {
    const copies: { surface: WaitingSurface; waiting: Waiting; copy: CopyDrawing }[] = [];
    for (const surface of this.#surfaces.values()) {
      for (const waiting of surface.list.waiting)
        if (waiting.drawing.kind === 'copy') copies.push({ surface, waiting, copy: waiting.drawing });
    }
    return copies;
  }

  #units(seen: ReadonlyMap<number, Region>): Unit[] {
    const units: Unit[] = [];
    for (const surface of this.#surfaces.values()) {
      const { list, number } = surface;
      if (list.isEmpty) continue;
      const shown = seen.get(number) ?? emptyRegion();
      for (const waiting of list.waiting) {
        const rank = waiting.urgent ? Rank.urgent : touches(waiting.drawing, shown) ? Rank.seen : Rank.hidden;
        const sizeClass = sizeClassOf(waiting.bytes) - Math.floor(waiting.passed / PASSES_PER_CLASS);
        units.push({ surface, waiting, still: undefined, dirty: emptyRegion(), rank, sizeClass });
      }
      const { lossy } = surface;
      const due = isEmptyRegion(surface.heldBack) ? list.dirty : subtractRegions(list.dirty, surface.heldBack);
      const open = isEmptyRegion(lossy.held) ? due : subtractRegions(due, lossy.held);
      const refined = isEmptyRegion(lossy.shown) ? lossy.shown : intersectRegions(open, lossy.shown);
      const fresh = isEmptyRegion(refined) ? open : subtractRegions(open, refined);
      const urgent = intersectRegions(fresh, surface.urgentDirty);
      surface.urgentDirty = urgent;
      const rest = subtractRegions(fresh, urgent);
      const visible = intersectRegions(rest, shown);
      this.#addDirty(units, surface, urgent, Rank.urgent);
      this.#addDirty(units, surface, visible, Rank.seen);
      this.#addDirty(units, surface, subtractRegions(rest, visible), Rank.hidden);
      this.#addDirty(units, surface, refined, Rank.refined);
      if (isEmptyRegion(list.dirty)) surface.passed = 0;
    }
    for (const still of this.#lossy?.stills ?? []) {
      const { waiting: surface, data } = still;
      const isSeen = !isEmptyRegion(intersectRegions(still.region, seen.get(surface.number) ?? emptyRegion()));
      const rank = isSeen ? Rank.seen : Rank.hidden;
      const sizeClass = sizeClassOf(data.length);
      units.push({ surface, waiting: undefined, still, dirty: emptyRegion(), rank, sizeClass });
    }
    // The sort is stable: what was drawn first goes first where all else is equal.
    return units.sort((a, b) => a.rank - b.rank || a.sizeClass - b.sizeClass);
  }

  #addDirty(units: Unit[], surface: WaitingSurface, dirty: Region, rank: number): void {
    if (isEmptyRegion(dirty)) return;
    const bytes = regionArea(dirty) / this.#pixelsPerByte;
    const sizeClass = sizeClassOf(bytes) - Math.floor(surface.passed / PASSES_PER_CLASS);
    units.push({ surface, waiting: undefined, still: undefined, dirty, rank, sizeClass });
  }

  /** Writes a drawing, after those beneath it if it shines through. */
  #writeWithBase(surface: WaitingSurface, index: number, sent: Set<Waiting>): void {
    const { waiting } = surface.list;
    const one = waiting[index]!;
    if (sent.has(one)) return;
    sent.add(one);
    if (!isOpaque(one.drawing)) {
      const area = areaOf(one.drawing);
      for (let i = 0; i < index; i++) {
        if (!sent.has(waiting[i]!) && touches(waiting[i]!.drawing, area)) this.#writeWithBase(surface, i, sent);
      }
    }
    this.#writeDrawing(surface.number, one.drawing);
  }

  #writeDrawing(surface: number, drawing: Drawing): void {
    const writer = this.#writer;
    if (drawing.kind === 'copy') {
      const { source, dx, dy, region } = drawing;
      writer.write({ kind: 'copy', surface, source, dx, dy, region });
    } else if (drawing.kind === 'glyphs') {
      const { pixel, ground, clip, positions } = drawing;
      const glyphs = this.#glyphs.use(drawing.glyphs, writer);
      writer.write({ kind: 'glyphs', surface, pixel, ground, clip, glyphs, positions });
    } else {
      const { paint, region } = drawing;
      if (paint.kind === 'solid') {
        writer.write({ kind: 'fill', surface, pixel: paint.pixel, region });
        return;
      }
      const picture = this.#pictures.use(paint.picture, writer);
      const { x, y } = paint;
      if (paint.kind === 'tile') writer.write({ kind: 'tile', surface, picture, x, y, region });
      else {
        const { foreground, background } = paint;
        writer.write({ kind: 'bitmap', surface, picture, x, y, foreground, background, region });
      }
    }
  }

  /** Writes dirty boxes as RAW; tells whether all are written. */
  #writeDirty(surface: WaitingSurface, dirty: Region, end: number): boolean {
    let rest = dirty;
    while (!isEmptyRegion(rest) && this.#writer.length < end) {
      const [x1, y1, x2, y2] = [rest.rects[0]!, rest.rects[1]!, rest.rects[2]!, rest.rects[3]!];
      const flat = this.#writeFlatRows(surface, x1, y1, x2, y2);
      if (flat > 0) {
        rest = subtractRegions(rest, regionFromBox(x1, y1, x2, y1 + flat));
        continue;
      }
      const room = (end - this.#writer.length) * this.#pixelsPerByte;
      const pixels = Math.max(LEAST_RAW_PIXELS, Math.min(MOST_RAW_PIXELS, room));
      // Wide boxes are cut in columns where few rows would fit.
      const height = Math.min(y2 - y1, Math.max(LEAST_RAW_ROWS, Math.floor(pixels / (x2 - x1))));
      const width = Math.min(x2 - x1, Math.ceil(pixels / height));
      this.#writeRaw(surface, x1, y1, width, height);
      rest = subtractRegions(rest, regionFromBox(x1, y1, x1 + width, y1 + height));
    }
    surface.list.dirty = unionRegions(subtractRegions(surface.list.dirty, dirty), rest);
    surface.urgentDirty = intersectRegions(surface.urgentDirty, surface.list.dirty);
    surface.flood.sent(subtractRegions(dirty, rest));
    return isEmptyRegion(rest);
  }

  /** Rows of one colour from the top of a box on go as a fill; tells how many there were. */
  #writeFlatRows({ surface, number }: WaitingSurface, x1: number, y1: number, x2: number, y2: number): number {
    const { data, width: stride } = surface.pixels;
    const pixel = data[y1 * stride + x1]!;
    let y = y1;
    for (; y < y2; y++) {
      const end = y * stride + x2;
      let at = y * stride + x1;
      while (at < end && data[at] === pixel) at++;
      if (at < end) break;
    }
    if (y > y1) this.#writer.write({ kind: 'fill', surface: number, pixel, region: regionFromBox(x1, y1, x2, y) });
    return y - y1;
  }

  #writeRaw({ surface, number }: WaitingSurface, x: number, y: number, width: number, height: number): void {
    const writer = this.#writer;
    const pixels = createPixels(width, height, surface.pixels.depth);
    copyRect(surface.pixels, x, y, pixels, 0, 0, width, height, GX_COPY, ALL_PLANES);
    const color = flatColor(pixels);
    if (color !== undefined) {
      writer.write({ kind: 'fill', surface: number, pixel: color, region: regionFromBox(x, y, x + width, y + height) });
      return;
    }
    const keeps = pixels.data.length >= LEAST_KEPT_PIXELS && pixels.data.length <= MAX_PICTURE_PIXELS;
    const picture = keeps ? this.#pictures.find(pixels) : undefined;
    if (picture !== undefined) {
      writer.write({ kind: 'kept-raw', surface: number, x, y, picture });
      return;
    }
    const before = writer.length;
    const keep = keeps ? this.#pictures.add(pixels) : undefined;
    writer.write({ kind: 'raw', surface: number, x, y, pixels, keep });
    const packed = Math.max(0.2, Math.min(64, pixels.data.length / (writer.length - before)));
    // What does not pack must not hold up what is to come: one such piece is enough to make the next ones small.
    this.#pixelsPerByte = Math.min(packed, this.#pixelsPerByte + packed / 8);
  }
}

/** Whether a COPY reads pixels of a region of a surface. */
function reads(copy: CopyDrawing, surface: number, region: Region): boolean {
  return copy.source === surface && touches(copy, translateRegion(region, -copy.dx, -copy.dy));
}

function sizeClassOf(bytes: number): number {
  return 32 - Math.clz32(Math.max(1, bytes));
}

function flatColor({ data }: Pixels): number | undefined {
  const first = data[0]!;
  for (let i = 1; i < data.length; i++) if (data[i] !== first) return undefined;
  return first;
}
