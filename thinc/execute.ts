/**
 * The terminal's side: surfaces of pixels on which commands are drawn. Whoever shows the scene gives a DisplayDriver, which sees every change
 * as it would see the core's own (xserver/scene-damage.ts gathers damage from it), and composes `scene`.
 */
import type { CursorImage, DisplayDriver } from '../xserver/driver.ts';
import type { Locks } from '../xserver/input/modifiers.ts';
import { Painter } from '../xserver/painter.ts';
import { copyRect } from '../xserver/raster/copy.ts';
import type { CoverageGlyph } from '../xserver/raster/composite.ts';
import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import type { Paint } from '../xserver/raster/paint.ts';
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import {
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  regionFromRects,
  type Region,
} from '../xserver/raster/region.ts';
import { regionCopies, regionRectangles } from '../xserver/region-paint.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { CommandReader } from './command-reader.ts';
import type { Command, Glyph } from './commands.ts';
import { MAX_GLYPHS, MAX_SCENE_PIXELS, MAX_SURFACES } from './limits.ts';
import { ThincError } from './thinc-error.ts';
import { PendingFrames, type CodedFrame, type FrameDecoders } from './video-frames.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;

/** What a presenter composes (xserver/windows/scene.ts). */
export interface TerminalScene {
  readonly screen: { width: number; height: number; surfaces: Surface[] };
}

export interface TerminalEvents {
  /** Sees every change of the scene. */
  readonly driver: DisplayDriver;
  /** Without them coded frames are passed over. */
  readonly decoders?: FrameDecoders;
  /** A decoded frame has been drawn, outside any `push`. */
  painted?(): void;
  /** A frame of this stream could not be decoded. */
  lost?(stream: number): void;
  /** All that was drawn at the host up to now has arrived; some of it with loss, unless `exact`. */
  whole?(exact: boolean): void;
}

export class Terminal {
  readonly scene: TerminalScene = { screen: { width: 1, height: 1, surfaces: [] } };
  blanked = false;
  /** Undefined before the host has told. */
  locks: Locks | undefined;
  /** The scene is a picture, made smaller, of a screen of this size. */
  of: { readonly width: number; readonly height: number } | undefined;
  readonly #surfaces = new Map<number, Surface>();
  readonly #pictures = new Map<number, Pixels>();
  readonly #glyphs = new GlyphStore();
  readonly #reader = new CommandReader();
  readonly #painter = new Painter();
  readonly #frames = new PendingFrames();
  readonly #events: TerminalEvents;
  #pixels = 0;

  constructor(events: TerminalEvents) {
    this.#events = events;
    this.#painter.observer = events.driver;
  }

  /**
   * Draws what the next bytes of the stream (borrowed) say.
   * @throws ThincError for what no host sends; the terminal is of no more use then.
   */
  push(bytes: Uint8Array): void {
    for (const command of this.#reader.push(bytes)) this.#execute(command);
  }

  /** Where on the host's screen a point of the scene is. */
  onScreen(x: number, y: number): { x: number; y: number } {
    const { of } = this;
    if (of === undefined) return { x, y };
    const { width, height } = this.scene.screen;
    return { x: Math.floor(((x + 0.5) * of.width) / width), y: Math.floor(((y + 0.5) * of.height) / height) };
  }

  /** A surface by its number; undefined for one that is not there (any more). */
  surface(number: number): Surface | undefined {
    return this.#surfaces.get(number);
  }

  #video(frame: CodedFrame): void {
    const surface = this.#find(frame.surface);
    checkInside(surface, regionFromRect(frame.x, frame.y, frame.width, frame.height));
    const { decoders, painted, lost } = this.#events;
    const pending = decoders === undefined ? undefined : this.#frames.add(frame);
    if (pending === undefined) {
      if (decoders !== undefined) lost?.(frame.stream);
      return;
    }
    decoders!.decode(frame, (picture) => {
      const region = this.#frames.take(pending, boundsOf(surface));
      if (picture === undefined) lost?.(frame.stream);
      else if (surface.pixels.depth === 24) this.#paintFrame(surface, frame, picture, region);
      painted?.();
    });
  }

  /** The picture may be larger than its frame (codecs work in blocks), or be damaged and smaller. */
  #paintFrame(surface: Surface, frame: CodedFrame, picture: Pixels, region: Region): void {
    const width = Math.min(frame.width, picture.width);
    const height = Math.min(frame.height, picture.height);
    const visible = intersectRegions(region, regionFromRect(frame.x, frame.y, width, height));
    const copies = regionCopies(visible, frame.x, frame.y);
    if (copies.length > 0) this.#painter.putImage(surface, picture, copies, copies.length / 6, GX_COPY, ALL_PLANES);
  }

  #find(number: number): Surface {
    const surface = this.#surfaces.get(number);
    if (surface === undefined) throw new ThincError(`no surface ${number}`);
    return surface;
  }

  #picture(number: number, depth: number): Pixels {
    const picture = this.#pictures.get(number);
    if (picture === undefined) throw new ThincError(`no picture ${number}`);
    if (picture.depth !== depth) throw new ThincError(`picture ${number} of depth ${picture.depth}, not ${depth}`);
    return picture;
  }

  /** A surface of 32 planes takes tiles of 24 too. */
  #tile(number: number, depth: number): Pixels {
    return this.#picture(number, this.#pictures.get(number)?.depth === 24 ? 24 : depth);
  }

  #execute(command: Command): void {
    switch (command.kind) {
      case 'raw': {
        const { pixels, keep, x, y } = command;
        this.#put(command.surface, pixels, x, y);
        if (keep !== undefined) this.#pictures.set(keep, pixels);
        return;
      }
      case 'kept-raw': {
        const { depth } = this.#find(command.surface).pixels;
        this.#put(command.surface, this.#picture(command.picture, depth), command.x, command.y);
        return;
      }
      case 'copy':
        this.#copy(command);
        return;
      case 'fill':
        this.#fill(command.surface, command.region, { kind: 'solid', pixel: command.pixel });
        return;
      case 'tile': {
        const tile = this.#tile(command.picture, this.#find(command.surface).pixels.depth);
        this.#fill(command.surface, command.region, { kind: 'tile', tile, x: command.x, y: command.y });
        return;
      }
      case 'bitmap': {
        const { x, y, foreground, background } = command;
        const stipple = this.#picture(command.picture, 1);
        this.#fill(command.surface, command.region, { kind: 'stipple', stipple, x, y, foreground, background });
        return;
      }
      case 'glyphs':
        if (command.ground === undefined) this.#drawGlyphs(command);
        else this.#drawCoverage(command, command.ground);
        return;
      case 'video':
        this.#video(command);
        return;
      case 'picture':
        this.#pictures.set(command.picture, command.pixels);
        return;
      case 'glyph':
        this.#glyphs.add(command.glyph);
        return;
      case 'forget-glyphs':
        this.#glyphs.clear();
        return;
      case 'screen':
        this.scene.screen.width = command.width;
        this.scene.screen.height = command.height;
        this.of = command.of;
        return;
      case 'create':
        this.#create(command);
        return;
      case 'resize':
        this.#resize(command);
        return;
      case 'move': {
        const surface = this.#find(command.surface);
        surface.x = command.x;
        surface.y = command.y;
        this.#painter.surfaceMoved(surface);
        return;
      }
      case 'shape': {
        const surface = this.#find(command.surface);
        if (command.shape !== undefined) checkInside(surface, command.shape);
        surface.shape = command.shape;
        this.#painter.surfaceShaped(surface);
        return;
      }
      case 'stack':
        this.#stack(command.surfaces);
        return;
      case 'destroy':
        this.#destroy(command.surface);
        return;
      case 'cursor':
        this.#painter.cursorChanged(cursorImage(command.cursor));
        return;
      case 'blank':
        this.blanked = command.blanked;
        this.#painter.screenBlanked(command.blanked);
        return;
      case 'warp':
        this.#painter.pointerWarped(command.x, command.y);
        return;
      case 'locks': {
        const { capsLock, numLock } = command;
        this.locks = { capsLock, numLock };
        return;
      }
      case 'whole':
        this.#events.whole?.(command.exact);
        return;
      default:
        command satisfies never;
    }
  }

  #put(number: number, pixels: Pixels, x: number, y: number): void {
    const surface = this.#find(number);
    if (pixels.depth !== surface.pixels.depth)
      throw new ThincError(`pixels of depth ${pixels.depth} for a surface of depth ${surface.pixels.depth}`);
    checkInside(surface, regionFromRect(x, y, pixels.width, pixels.height));
    const copies = Int32Array.of(0, 0, x, y, pixels.width, pixels.height);
    this.#frames.cover(number, regionFromRect(x, y, pixels.width, pixels.height));
    this.#painter.putImage(surface, pixels, copies, 1, GX_COPY, ALL_PLANES);
  }

  #copy({ surface, source, dx, dy, region }: Command & { kind: 'copy' }): void {
    const target = this.#find(surface);
    const from = this.#find(source);
    if (isEmptyRegion(region)) return;
    checkInside(target, region);
    const { x1, y1, x2, y2 } = region;
    checkInside(from, regionFromRect(x1 + dx, y1 + dy, x2 - x1, y2 - y1));
    // In band order, as the painter's own ordering of copies within one surface wants them.
    const copies = regionCopies(region, -dx, -dy);
    this.#frames.cover(surface, region);
    this.#painter.copy(from, target, copies, copies.length / 6, GX_COPY, ALL_PLANES);
  }

  #fill(number: number, region: Region, paint: Paint): void {
    const surface = this.#find(number);
    checkInside(surface, region);
    this.#frames.cover(number, region);
    const rectangles = regionRectangles(region);
    this.#painter.fill(surface, rectangles, rectangles.length / 4, paint, GX_COPY, ALL_PLANES);
  }

  #drawGlyphs({ surface: number, pixel, clip, glyphs, positions }: Command & { kind: 'glyphs' }): void {
    const surface = this.#find(number);
    const placed = new Int32Array(glyphs.length * 3);
    for (const [i, glyph] of glyphs.entries()) placed.set([glyph, positions[i * 2]!, positions[i * 2 + 1]!], i * 3);
    const bounds = boundsOf(surface);
    const within = clip === undefined ? bounds : intersectRegions(bounds, clip);
    const set = this.#glyphs.set;
    if (!this.#frames.isEmpty) this.#frames.cover(number, intersectRegions(within, inkOf(set, placed)));
    this.#painter.glyphs(surface, set, placed, glyphs.length, within, { kind: 'solid', pixel }, GX_COPY, ALL_PLANES);
  }

  #drawCoverage(command: Command & { kind: 'glyphs' }, ground: number): void {
    const surface = this.#find(command.surface);
    const glyphs = command.glyphs.map((number) => this.#glyphs.coverage(number));
    const positions = Int32Array.from(command.positions);
    const bounds = boundsOf(surface);
    const clip = command.clip === undefined ? bounds : intersectRegions(bounds, command.clip);
    if (!this.#frames.isEmpty) {
      const boxes = glyphs.flatMap(({ left, ascent, width, height }, i) => [
        positions[i * 2]! + left,
        positions[i * 2 + 1]! - ascent,
        width,
        height,
      ]);
      this.#frames.cover(command.surface, intersectRegions(clip, regionFromRects(boxes)));
    }
    this.#painter.compositeGlyphs(surface, glyphs, positions, clip, { operator: 'over', argb: command.pixel, ground });
  }

  #newPixels(width: number, height: number, depth: number): Pixels {
    if (this.#pixels + width * height > MAX_SCENE_PIXELS) throw new ThincError(`more than ${MAX_SCENE_PIXELS} pixels`);
    this.#pixels += width * height;
    return createPixels(width, height, depth);
  }

  #create({ surface: number, depth, x, y, width, height }: Command & { kind: 'create' }): void {
    if (this.#surfaces.has(number)) throw new ThincError(`surface ${number} is there already`);
    if (this.#surfaces.size >= MAX_SURFACES) throw new ThincError(`more than ${MAX_SURFACES} surfaces`);
    const pixels = this.#newPixels(width, height, depth);
    const surface: Surface = { kind: 'surface', window: number, x, y, pixels, shape: undefined };
    this.#surfaces.set(number, surface);
    this.#painter.surfaceCreated(surface);
  }

  #resize({ surface: number, width, height, dx, dy }: Command & { kind: 'resize' }): void {
    const surface = this.#find(number);
    this.#frames.drop(number);
    const previous = surface.pixels;
    this.#pixels -= previous.data.length;
    const pixels = this.#newPixels(width, height, previous.depth);
    const x1 = Math.max(0, dx);
    const y1 = Math.max(0, dy);
    const keptWidth = Math.min(width, previous.width + dx) - x1;
    const keptHeight = Math.min(height, previous.height + dy) - y1;
    if (keptWidth > 0 && keptHeight > 0)
      copyRect(previous, x1 - dx, y1 - dy, pixels, x1, y1, keptWidth, keptHeight, GX_COPY, ALL_PLANES);
    surface.pixels = pixels;
    // A shape of the size before may reach outside; the new one follows.
    if (surface.shape !== undefined) surface.shape = intersectRegions(surface.shape, boundsOf(surface));
    this.#painter.surfaceResized(surface, previous, dx, dy);
  }

  #stack(numbers: readonly number[]): void {
    const order = [...new Set(numbers)].map((number) => this.#find(number));
    const { surfaces } = this.scene.screen;
    surfaces.splice(0, surfaces.length, ...order);
    this.#painter.restacked(surfaces);
  }

  #destroy(number: number): void {
    const surface = this.#find(number);
    this.#frames.drop(number);
    this.#surfaces.delete(number);
    this.#pixels -= surface.pixels.data.length;
    const { surfaces } = this.scene.screen;
    const at = surfaces.indexOf(surface);
    if (at >= 0) surfaces.splice(at, 1);
    this.#painter.surfaceDestroyed(surface);
  }
}

function boundsOf({ pixels }: Surface): Region {
  return regionFromRect(0, 0, pixels.width, pixels.height);
}

/** Around what glyphs (flat index, x, y) may write. */
function inkOf({ metrics }: GlyphSet, placed: Int32Array): Region {
  const boxes: number[] = [];
  for (let i = 0; i < placed.length; i += 3) {
    const m = placed[i]! * 6;
    const [left, right, ascent] = [metrics[m]!, metrics[m + 1]!, metrics[m + 3]!];
    boxes.push(placed[i + 1]! + left, placed[i + 2]! - ascent, right - left, ascent + metrics[m + 4]!);
  }
  return regionFromRects(boxes);
}

/** Each side by itself: products hide what sums show. */
function checkInside({ pixels }: Surface, { x1, y1, x2, y2 }: Region): void {
  if (x1 < 0 || y1 < 0 || x2 > pixels.width || y2 > pixels.height)
    throw new ThincError(`${x1}, ${y1} to ${x2}, ${y2} on a surface of ${pixels.width} x ${pixels.height}`);
}

function cursorImage(cursor: (Command & { kind: 'cursor' })['cursor']): CursorImage | undefined {
  if (cursor === undefined) return undefined;
  const { hotX, hotY, pixels } = cursor;
  return { width: pixels.width, height: pixels.height, hotX, hotY, argb: pixels.data };
}

/** Kept glyphs as a growing font. */
class GlyphStore {
  #count = 0;
  #length = 0;
  #bits = new Uint8Array(4096);
  #offsets = new Uint32Array(256);
  #metrics = new Int16Array(256 * 6);
  /** Those of 8-bit coverage, by their numbers. */
  readonly #coverages = new Map<number, CoverageGlyph>();

  get set(): GlyphSet {
    return { bits: this.#bits, offsets: this.#offsets, metrics: this.#metrics };
  }

  coverage(number: number): CoverageGlyph {
    return this.#coverages.get(number)!;
  }

  add({ left, width, ascent, height, advance, bits, coverage }: Glyph): void {
    if (coverage !== undefined) {
      this.#coverages.set(this.#count++, { left, width, ascent, height, advance, coverage: bits });
      return;
    }
    if (this.#count >= this.#offsets.length) {
      const most = Math.min(MAX_GLYPHS, (this.#count + 1) * 2);
      this.#offsets = grown(this.#offsets, new Uint32Array(most));
      this.#metrics = grown(this.#metrics, new Int16Array(most * 6));
    }
    if (this.#length + bits.length > this.#bits.length)
      this.#bits = grown(this.#bits, new Uint8Array(2 * (this.#length + bits.length)));
    this.#offsets[this.#count] = this.#length;
    this.#metrics.set([left, left + width, advance, ascent, height - ascent, 0], this.#count * 6);
    this.#bits.set(bits, this.#length);
    this.#length += bits.length;
    this.#count++;
  }

  clear(): void {
    this.#count = 0;
    this.#length = 0;
    this.#coverages.clear();
  }
}

function grown<Numbers extends Uint8Array | Uint32Array | Int16Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}
