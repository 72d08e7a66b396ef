/**
 * What waits for one terminal: for each surface a drawing list, whose base is what the terminal has, and what it has been told of the scene.
 * Nothing is ever queued: a stalled terminal's scene, lists and dirty regions stay as large as one scene, and are always about the latest
 * picture. RAW has no pixels of its own before it is sent: they are read from the host's surface then.
 */
import type { CursorImage } from '../xserver/driver.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionArea,
  regionFromBox,
  regionFromRect,
  regionsEqual,
  subtractRegions,
  translateRegion,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import type { Locks } from '../xserver/input/modifiers.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { BulkLimit, type LinkState } from './bulk-limit.ts';
import { ByteQueue } from './byte-queue.ts';
import { CommandWriter } from './command-writer.ts';
import { DrawingList, isTooMuch, movedPieces } from './drawing-list.ts';
import { areaOf, rawBytesOf, type CopyDrawing, type Drawing } from './drawings.ts';
import { Effort } from './effort.ts';
import { Flood, type FloodClock } from './flood.ts';
import { KeptGlyphs, KeptPictures } from './kept.ts';
import { MAX_COORDINATE, WRITING_BURST_MS, WRITING_SHARE } from './limits.ts';
import type { Outcome } from './postponed.ts';
import { LossyRegions, LossySender, type LossyMeans } from './lossy.ts';
import type { Size } from './scale.ts';
import { Scheduler } from './scheduler.ts';
import type { Tally } from './tally.ts';
import { Urgency } from './urgency.ts';
import type { VideoPart } from './video-detector.ts';

interface Told {
  x: number;
  y: number;
  width: number;
  height: number;
  shape: Region | undefined;
}

/** A surface of the host's scene, and what of it waits. */
export class WaitingSurface {
  readonly number: number;
  readonly surface: Surface;
  readonly list: DrawingList;
  /** What the terminal knows; undefined before it knows that there is such a surface. */
  told: Told | undefined;
  /** Where the terminal's pixels land when it hears of the new size. */
  landing: { dx: number; dy: number } | undefined;
  /** What of the dirty region follows fresh input. */
  urgentDirty: Region = emptyRegion();
  /** What of the dirty region goes with loss first. */
  readonly lossy: LossyRegions = new LossyRegions();
  /** What of the dirty region waits because it will soon be drawn over (flood.ts). */
  heldBack: Region = emptyRegion();
  readonly flood: Flood;
  /** Some of what was drawn on it has not come here yet (postponed.ts). */
  isBehind = false;
  /** Times that other drawings went before the dirty region. */
  passed = 0;

  /** The terminal does not know its size, place and shape as they are. */
  get isUntold(): boolean {
    const { told, surface } = this;
    if (told === undefined || this.landing !== undefined) return true;
    return told.x !== surface.x || told.y !== surface.y || !sameShape(told.shape, surface.shape);
  }

  constructor(number: number, surface: Surface, effort: Effort | undefined, clock: FloodClock) {
    this.flood = new Flood(clock);
    this.number = number;
    this.surface = surface;
    this.list = new DrawingList(surface.pixels.width, surface.pixels.height, effort);
  }
}

/** Bytes that are written at once, about: after so many the schedule is made anew. */
const TURN_BYTES = 1 << 16;
/** Who takes so much at once has a link on which packing photographs tightly would take longer than sending them. */
const QUICK_BYTES = 48 << 10;
/** Where nothing has been drawn for so long, writing may take so many times its share. */
const IDLE_MS = 30;
const IDLE_TIMES = 4;

/** Nothing is known of time before it is set. */
class Clock implements FloodClock {
  now = -Infinity;
  worked = -Infinity;
  readonly #urgency: Urgency;

  readonly #writing: Effort;

  constructor(urgency: Urgency, writing: Effort) {
    this.#urgency = urgency;
    this.#writing = writing;
  }

  get isTired(): boolean {
    return this.#writing.isLow;
  }

  get isFresh(): boolean {
    return this.#urgency.isFresh;
  }
}

export class TerminalBuffer {
  readonly #surfaces = new Map<number, WaitingSurface>();
  /** Numbers of the surfaces that the terminal has and the host has not. */
  #gone: number[] = [];
  #stack: readonly number[] = [];
  #toldStack: readonly number[] = [];
  #screen: { width: number; height: number; of: Size | undefined } | undefined;
  #shown: { width: number; height: number; of: Size | undefined } = { width: 1, height: 1, of: undefined };
  #cursor: { image: CursorImage | undefined } | undefined;
  #blanked = false;
  #toldBlanked = false;
  #warp: { x: number; y: number } | undefined;
  #locks: Locks | undefined;
  #toldLocks: Locks | undefined;
  /** Commands have been taken since the terminal was told that it has the whole picture. */
  #partial = true;
  #lastDrawn = -Infinity;
  /** What writing commands takes. */
  readonly #writing = new Effort(WRITING_SHARE, WRITING_BURST_MS);
  readonly #writer = new CommandWriter(this.#writing);
  readonly #pictures = new KeptPictures();
  readonly #glyphs = new KeptGlyphs();
  readonly #scheduler: Scheduler;
  /** Frames that have been begun: bytes of them can no longer be changed. */
  readonly #outbox = new ByteQueue();
  readonly urgency: Urgency = new Urgency();
  readonly #clock = new Clock(this.urgency, this.#writing);
  /** What the link carries, where that is known: while the user types or points, less is given to it. */
  link: LinkState | undefined;
  readonly #limit = new BulkLimit();
  /** Has `catchUp` told of what has been drawn on a surface. */
  behind: ((surface: Surface) => void) | undefined;
  #catchesUp = false;
  /** Makes ready what is to be taken. */
  beforeTake: (() => void) | undefined;
  readonly #effort: Effort | undefined;
  /** Undefined where everything goes as it is. */
  readonly lossy: LossySender | undefined;
  /** The terminal has been told that all is shown, if only with loss. */
  #presented = false;

  /** `means`: what video and stills are coded with. `effort`: what looking at drawing is spent of. */
  constructor(means?: LossyMeans, effort?: Effort) {
    this.#effort = effort;
    this.lossy = means === undefined ? undefined : new LossySender(means, () => this.urgency.isFresh);
    this.#scheduler = new Scheduler(this.#surfaces, this.#writer, this.#pictures, this.#glyphs, this.lossy);
  }

  /** The terminal is gone. */
  close(): void {
    this.lossy?.close();
  }

  // The scene.

  surfaceCreated(number: number, surface: Surface): WaitingSurface {
    const waiting = new WaitingSurface(number, surface, this.#effort, this.#clock);
    this.#surfaces.set(number, waiting);
    return waiting;
  }

  surfaceDestroyed(number: number): void {
    const gone = this.#surfaces.get(number);
    if (gone === undefined) return;
    this.#surfaces.delete(number);
    this.lossy?.surfaceChanged(gone);
    this.#stack = this.#stack.filter((other) => other !== number);
    if (gone.told !== undefined) this.#gone.push(number);
    this.#eachCopyFrom(number, (list, copy) => list.makeDirty(copy.region));
  }

  /** The surface's pixels are new; the old ones, of this size, have landed at dx, dy. */
  surfaceResized(number: number, oldWidth: number, oldHeight: number, dx: number, dy: number): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    const { list, surface } = waiting;
    this.lossy?.surfaceChanged(waiting);
    const { width, height } = surface.pixels;
    this.#moveCopiesFrom(waiting, width, height, dx, dy);
    list.resize(width, height, dx, dy);
    // The terminal will make it in its last size, all 0, as its base was before.
    if (waiting.told === undefined) return;
    const before = waiting.landing;
    waiting.landing = { dx: (before?.dx ?? 0) + dx, dy: (before?.dy ?? 0) + dy };
    // Two changes of size that the terminal hears of as one: what was lost in between must not come back.
    if (before !== undefined) this.#clearAround(list, oldWidth, oldHeight, dx, dy);
    if (Math.max(Math.abs(waiting.landing.dx), Math.abs(waiting.landing.dy)) > MAX_COORDINATE / 2) {
      waiting.landing = { dx: 0, dy: 0 };
      this.#eachCopyFrom(number, (other, copy) => other.makeDirty(copy.region));
      list.makeDirty(list.bounds);
    }
  }

  /** New pixels that no old ones have landed on are 0, and the terminal may have others there. */
  #clearAround(list: DrawingList, oldWidth: number, oldHeight: number, dx: number, dy: number): void {
    const fresh = subtractRegions(list.bounds, regionFromRect(dx, dy, oldWidth, oldHeight));
    if (!isEmptyRegion(fresh)) list.draw({ kind: 'paint', paint: { kind: 'solid', pixel: 0 }, region: fresh });
  }

  /** COPYs that wait to read a surface whose pixels move read them where they will be; what gets lost becomes RAW. */
  #moveCopiesFrom(source: WaitingSurface, width: number, height: number, dx: number, dy: number): void {
    const bounds = regionFromRect(0, 0, width, height);
    for (const { list } of this.#surfaces.values()) {
      let lost = emptyRegion();
      for (const waiting of list.waiting) {
        const { drawing } = waiting;
        if (drawing.kind !== 'copy' || drawing.source !== source.number) continue;
        const copy: CopyDrawing = { ...drawing, dx: drawing.dx + dx, dy: drawing.dy + dy };
        waiting.drawing = copy;
        const there = translateRegion(bounds, -copy.dx, -copy.dy);
        const missing = subtractRegions(copy.region, there);
        if (!isEmptyRegion(missing)) lost = unionRegions(lost, missing);
      }
      list.makeDirty(lost);
    }
  }

  #eachCopyFrom(number: number, visit: (list: DrawingList, copy: CopyDrawing) => void): void {
    for (const { list } of this.#surfaces.values()) {
      const copies = list.waiting.map(({ drawing }) => drawing);
      for (const drawing of copies) if (drawing.kind === 'copy' && drawing.source === number) visit(list, drawing);
    }
  }

  restacked(order: readonly number[]): void {
    this.#stack = order.slice();
  }

  /** `of`: the screen's own size, where the terminal is shown a smaller picture of it. */
  screenSized(width: number, height: number, of?: Size): void {
    this.#screen = this.#shown = { width, height, of };
  }

  /** The pointer moved, or a button went down or up, here on the host's screen. */
  pointer(x: number, y: number, time: number): void {
    const { width, height, of } = this.#shown;
    if (of === undefined) this.urgency.pointer(x, y, time);
    else this.urgency.pointer((x * width) / of.width, (y * height) / of.height, time);
  }

  /** Places, shapes and order are looked at when they are told. */
  placesChanged(): void {}

  cursorChanged(image: CursorImage | undefined): void {
    this.#cursor = { image };
  }

  screenBlanked(blanked: boolean): void {
    this.#blanked = blanked;
  }

  pointerWarped(x: number, y: number): void {
    this.#warp = { x, y };
  }

  /** The lock keys stand so; told when they change. */
  locksAre({ capsLock, numLock }: Locks): void {
    const told = this.#toldLocks;
    this.#locks = told?.capsLock === capsLock && told.numLock === numLock ? undefined : { capsLock, numLock };
  }

  // Drawing.

  draw(number: number, drawing: Drawing): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    this.#noteDrawn(waiting, drawing.kind === 'glyphs' ? 0 : regionArea(drawing.region));
    waiting.list.draw(drawing, this.urgency.isUrgent(waiting.surface, drawing));
    this.lossy?.drawn(waiting, areaOf(drawing));
  }

  /** Leaves a box to RAW. */
  swallow(number: number, x1: number, y1: number, x2: number, y2: number): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    this.#noteDrawn(waiting, (x2 - x1) * (y2 - y1));
    waiting.list.swallow(x1, y1, x2, y2);
    this.lossy?.drawn(waiting, regionFromBox(x1, y1, x2, y2));
  }

  /** So much of a surface is drawn on, which will come by `catchUp`. */
  fallBehind(number: number, area: number): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    waiting.isBehind = true;
    this.#noteDrawn(waiting, area);
  }

  /** What drawing on a surface, of which `fallBehind` has told, comes to. */
  catchUp(number: number, { copies, raw, drawings }: Outcome): void {
    const waiting = this.#surfaces.get(number);
    if (waiting?.isBehind !== true) return;
    this.#catchesUp = true;
    for (const { region, dx, dy } of copies) this.copy(number, number, region, dx, dy);
    this.makeDirty(number, intersectRegions(raw, waiting.list.bounds));
    for (const drawing of drawings) this.draw(number, drawing);
    this.#catchesUp = waiting.isBehind = false;
  }

  /** A surface is drawn over so often that few of its pictures are sent. */
  isFlooded(number: number): boolean {
    return this.#surfaces.get(number)?.flood.isOn === true;
  }

  #noteDrawn({ flood, surface }: WaitingSurface, area: number): void {
    if (this.#catchesUp) return;
    const { width, height } = surface.pixels;
    this.#lastDrawn = this.#clock.now;
    flood.drawn(area / (width * height));
  }

  makeDirty(number: number, region: Region): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    this.#noteDrawn(waiting, regionArea(region));
    waiting.list.makeDirty(region);
    this.lossy?.drawn(waiting, region);
    if (this.urgency.isUrgentRaw(waiting.surface, region))
      waiting.urgentDirty = unionRegions(waiting.urgentDirty, region);
  }

  /** Pixels of a video, or of a band of it, are others. */
  drawVideo(number: number, region: Region, part: VideoPart): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    const had = waiting.list.dirty;
    waiting.list.makeDirty(region);
    if (this.lossy === undefined) return;
    this.lossy.drawn(waiting, region);
    this.lossy.picture(waiting, region, part, had);
  }

  /** Draws what makes a picture elsewhere, moved: a pixmap's. They write all of `covered`. */
  drawPieces(number: number, covered: Region, drawings: readonly Drawing[]): void {
    const waiting = this.#surfaces.get(number);
    if (waiting === undefined) return;
    waiting.list.cover(covered);
    for (const drawing of drawings) this.draw(number, drawing);
  }

  /** Every pixel of `region` of a surface comes from (x + dx, y + dy) of another, or the same. */
  copy(sourceNumber: number, number: number, region: Region, dx: number, dy: number): void {
    const source = this.#surfaces.get(sourceNumber);
    const target = this.#surfaces.get(number);
    if (source === undefined || target === undefined) {
      if (target !== undefined) this.makeDirty(number, region);
      return;
    }
    const found = source.list.piecesIn(translateRegion(region, dx, dy));
    const pieces = movedPieces(found, -dx, -dy);
    if (isTooMuch(pieces, region)) {
      this.makeDirty(number, region);
      return;
    }
    target.list.cover(region);
    // COPYs read only what the terminal has already: what waits for the source is drawn once more instead.
    if (!isEmptyRegion(pieces.base))
      this.draw(number, { kind: 'copy', source: sourceNumber, dx, dy, region: pieces.base });
    this.makeDirty(number, pieces.dirty);
    for (const drawing of pieces.drawings) this.draw(number, drawing);
  }

  // Taking.

  /** The time in ms: what may be spent on writing comes back with it. `worked`: without that in which other processes had the processor. */
  setTime(now: number, worked = now): void {
    this.#clock.now = now;
    this.#clock.worked = worked;
    // Nobody is held up where nothing is drawn.
    this.#writing.setTime(worked, now - this.#lastDrawn > IDLE_MS ? IDLE_TIMES : 1);
  }

  /** Making ready what is to be taken has cost about so many nanoseconds. */
  spend(nanoseconds: number): void {
    this.#writing.spend(nanoseconds);
  }

  /** ms until `take` gives more, although something waits: writing has taken enough of the processor, or it will soon be drawn over. 0 while it gives what there is. */
  get rest(): number {
    if (this.#rests) return Math.max(1, Math.ceil(this.#writing.wait));
    let least = Infinity;
    for (const waiting of this.#surfaces.values()) {
      if (!waiting.isBehind && isEmptyRegion(this.#heldBack(waiting))) continue;
      least = Math.min(least, waiting.flood.rest);
    }
    return least === Infinity ? 0 : Math.max(1, Math.ceil(least));
  }

  /** Of a flood so few pictures go that they can be written tightly. */
  get #isFlooded(): boolean {
    for (const { flood } of this.#surfaces.values()) if (flood.isOn) return true;
    return false;
  }

  /** Some of it goes now: its picture is due, or has gone in part. */
  #mustCatchUp({ flood, list, urgentDirty }: WaitingSurface): boolean {
    if (flood.rest === 0 || list.waiting.length > 0) return true;
    return (
      !isEmptyRegion(list.dirty) && !isEmptyRegion(subtractRegions(list.dirty, flood.held(list.dirty, urgentDirty)))
    );
  }

  /** What of a surface's dirty region will soon be drawn over. */
  #heldBack({ flood, list, urgentDirty }: WaitingSurface): Region {
    return flood.held(list.dirty, urgentDirty);
  }

  /** Only what follows fresh input goes now. */
  get #rests(): boolean {
    if (!this.#writing.isSpent || this.lossy?.hasReady === true) return false;
    return !this.#hasUrgent;
  }

  get #hasUrgent(): boolean {
    for (const { list, urgentDirty } of this.#surfaces.values())
      if (!isEmptyRegion(urgentDirty) || list.waiting.some(({ urgent }) => urgent)) return true;
    return false;
  }

  /** False when `take` would give nothing. */
  get isWaiting(): boolean {
    if (this.#outbox.length > 0 || this.lossy?.hasReady === true) return true;
    if (this.#rests) return false;
    if (this.#gone.length > 0) return true;
    if (this.#screen !== undefined || this.#cursor !== undefined || this.#warp !== undefined) return true;
    if (this.#locks !== undefined || this.#blanked !== this.#toldBlanked || this.#stackHasChanged) return true;
    let held = false;
    let flooded = false;
    for (const waiting of this.#surfaces.values()) {
      if (waiting.isUntold || waiting.list.waiting.length > 0) return true;
      const { dirty } = waiting.list;
      if (waiting.isBehind) {
        if (this.#mustCatchUp(waiting)) return true;
        flooded = true;
        continue;
      }
      if (isEmptyRegion(dirty)) continue;
      const heldBack = this.#heldBack(waiting);
      if (!isEmptyRegion(subtractRegions(subtractRegions(dirty, waiting.lossy.held), heldBack))) return true;
      if (isEmptyRegion(heldBack)) held = true;
      else flooded = true;
    }
    if (flooded) return false;
    return held ? !this.#presented && this.lossy!.isPresentable : this.#partial;
  }

  get #stackHasChanged(): boolean {
    const [stack, told] = [this.#stack, this.#toldStack];
    return stack.length !== told.length || stack.some((number, i) => number !== told[i]);
  }

  /** What has been written so far. */
  get tally(): Tally {
    return this.#writer.tally;
  }

  /** About the bytes that wait. */
  get waiting(): number {
    let bytes = this.#outbox.length;
    for (const { list } of this.#surfaces.values()) bytes += list.bytes + rawBytesOf(list.dirty);
    return bytes;
  }

  /**
   * The next bytes of the stream (owned by the caller), at most `maximum`; undefined when the terminal has all. What has been taken is as good
   * as sent: whoever can not send it ends the terminal.
   */
  take(maximum: number): Uint8Array | undefined {
    const room = this.link === undefined ? maximum : this.#limit.room(maximum, this.urgency.isFresh, this.link);
    // What has been begun has to go before what is urgent.
    const held = room === 0;
    if (held && !this.#hasUrgent) return undefined;
    const most = held ? maximum : room;
    if (!this.#rests) this.beforeTake?.();
    for (const waiting of this.#surfaces.values()) {
      const catchesUp = waiting.isBehind && this.#mustCatchUp(waiting);
      if (catchesUp) this.behind?.(waiting.surface);
      waiting.flood.look(waiting.list.dirty, catchesUp);
      waiting.heldBack = this.#heldBack(waiting);
    }
    this.lossy?.plan(this.#surfaces.values());
    while (this.#outbox.length < most && !this.#rests) {
      this.#writer.haste = this.#writing.isLow && !this.#isFlooded ? 'great' : maximum >= QUICK_BYTES ? 'some' : 'none';
      this.#writeScene();
      const budget = Math.min(TURN_BYTES, most - this.#outbox.length);
      const goes = held ? 'urgent' : this.#writing.isSpent ? 'urgent-and-frames' : 'all';
      const rest = this.#scheduler.write(budget, this.#seen(), goes);
      if (rest === 'nothing' && (this.#partial || this.#writer.length > 0)) {
        this.#writer.write({ kind: 'whole', exact: true });
        this.#partial = false;
        this.#presented = true;
      } else {
        if (this.#writer.length > 0) this.#partial = true;
        if (rest === 'shown' && !this.#presented) {
          this.#writer.write({ kind: 'whole', exact: false });
          this.#presented = true;
        }
      }
      const frames = this.#writer.frames();
      if (frames === undefined) break;
      this.#outbox.push(frames);
    }
    const bytes = this.#outbox.take(most);
    this.#limit.given(bytes?.length ?? 0);
    return bytes;
  }

  /** What is seen of each surface, in its own coordinates. */
  #seen(): Map<number, Region> {
    const seen = new Map<number, Region>();
    let covered = emptyRegion();
    for (let i = this.#stack.length - 1; i >= 0; i--) {
      const waiting = this.#surfaces.get(this.#stack[i]!);
      if (waiting === undefined) continue;
      const { x, y, shape } = waiting.surface;
      const extent = translateRegion(shape ?? waiting.list.bounds, x, y);
      seen.set(waiting.number, translateRegion(subtractRegions(extent, covered), -x, -y));
      covered = unionRegions(covered, extent);
    }
    return seen;
  }

  /** Tells what has changed of the scene. */
  #writeScene(): void {
    const writer = this.#writer;
    if (this.#screen !== undefined) writer.write({ kind: 'screen', ...this.#screen });
    this.#screen = undefined;
    this.#writeReplaced();
    for (const waiting of this.#surfaces.values()) this.#writeSurface(waiting);
    if (this.#stackHasChanged) {
      writer.write({ kind: 'stack', surfaces: this.#stack.slice() });
      this.#toldStack = this.#stack;
    }
    for (const surface of this.#gone.splice(0)) writer.write({ kind: 'destroy', surface });
    if (this.#cursor !== undefined) writer.write({ kind: 'cursor', cursor: wireCursor(this.#cursor.image) });
    this.#cursor = undefined;
    if (this.#blanked !== this.#toldBlanked) writer.write({ kind: 'blank', blanked: this.#blanked });
    this.#toldBlanked = this.#blanked;
    if (this.#warp !== undefined) writer.write({ kind: 'warp', ...this.#warp });
    this.#warp = undefined;
    if (this.#locks === undefined) return;
    writer.write({ kind: 'locks', ...this.#locks });
    this.#toldLocks = this.#locks;
    this.#locks = undefined;
  }

  /** Surfaces that went and came again under their numbers. */
  #writeReplaced(): void {
    const replaced = this.#gone.filter((number) => this.#surfaces.has(number));
    if (replaced.length === 0) return;
    for (const surface of replaced) this.#writer.write({ kind: 'destroy', surface });
    this.#gone = this.#gone.filter((number) => !replaced.includes(number));
    this.#toldStack = this.#toldStack.filter((number) => !replaced.includes(number));
  }

  #writeSurface(waiting: WaitingSurface): void {
    const writer = this.#writer;
    const { number, surface, told } = waiting;
    const { x, y, pixels, shape } = surface;
    const { width, height } = pixels;
    if (told === undefined) {
      writer.write({ kind: 'create', surface: number, depth: pixels.depth, x, y, width, height });
      if (shape !== undefined) writer.write({ kind: 'shape', surface: number, shape });
    } else {
      if (waiting.landing !== undefined)
        writer.write({ kind: 'resize', surface: number, width, height, ...waiting.landing });
      if (x !== told.x || y !== told.y) writer.write({ kind: 'move', surface: number, x, y });
      if (!sameShape(shape, told.shape)) writer.write({ kind: 'shape', surface: number, shape });
    }
    waiting.landing = undefined;
    waiting.told = { x, y, width, height, shape };
  }
}

function wireCursor(image: CursorImage | undefined) {
  if (image === undefined || image.width === 0 || image.height === 0) return undefined;
  const { width, height, hotX, hotY, argb } = image;
  return { hotX, hotY, pixels: { width, height, depth: 32, data: argb } };
}

function sameShape(a: Region | undefined, b: Region | undefined): boolean {
  return a === b || (a !== undefined && b !== undefined && regionsEqual(a, b));
}
