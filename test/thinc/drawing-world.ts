/**
 * A small world below the core: surfaces and pixmaps, the painter that draws on them, the thinc translation that watches it, and terminals.
 * Steps are made of plain numbers, so that failing sequences shrink.
 */
import fc from 'fast-check';
import type { TerminalBuffer } from '../../thinc/buffer.ts';
import { Terminal } from '../../thinc/execute.ts';
import type { LossyMeans } from '../../thinc/lossy.ts';
import { Translation } from '../../thinc/translation.ts';
import type { FrameDecoders } from '../../thinc/video-frames.ts';
import { Painter } from '../../xserver/painter.ts';
import { copyRect } from '../../xserver/raster/copy.ts';
import { operators, type CoverageGlyph } from '../../xserver/raster/composite.ts';
import type { GlyphSet } from '../../xserver/raster/glyphs.ts';
import type { Paint } from '../../xserver/raster/paint.ts';
import { createPixels, depthMask, type Pixels } from '../../xserver/raster/pixels.ts';
import {
  intersectRegions,
  regionFromRect,
  regionFromRects,
  translateRegion,
  type Region,
} from '../../xserver/raster/region.ts';
import { regionCopies, regionRectangles } from '../../xserver/region-paint.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import type { Pixmap, Surface, Target } from '../../xserver/state/drawables.ts';
import { composeScene } from '../../xserver/windows/scene.ts';

const KINDS = [
  'fill',
  'fill',
  'tile',
  'stipple',
  'copy',
  'copy',
  'copy',
  'scroll',
  'scroll',
  'copy-plane',
  'image',
  'video',
  'picture',
  'picture',
  'glyphs',
  'glyphs',
  'text-line',
  'composite',
  'smooth-text',
  'smooth-text',
  'create-surface',
  'destroy-surface',
  'move',
  'resize',
  'shape',
  'raise',
  'create-pixmap',
  'resize-screen',
  'take',
  'take',
  'take-all',
  'input',
  'wait',
] as const;

export interface Step {
  /** 'copy-surface' only where a test asks for it. */
  readonly kind: (typeof KINDS)[number] | 'copy-surface';
  /** Whatever the kind makes of them. */
  readonly n: readonly number[];
}

export const steps = (maxLength: number, kinds: readonly Step['kind'][] = KINDS): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      n: fc.array(fc.nat(9999), { minLength: 14, maxLength: 14 }),
    }),
    { maxLength },
  );

export interface Viewer {
  readonly buffer: TerminalBuffer;
  readonly terminal: Terminal;
  readonly damage: SceneDamage;
  wholes: number;
  bytes: number;
}

const WIDTH = 60;
const HEIGHT = 45;
const colors = [0, 0xffffff, 0x203040, 0xff0000, 0xc0c0c0];

/** Three glyphs of a few odd shapes, one blank. */
const font: GlyphSet = {
  bits: Uint8Array.of(0xf0, 0x90, 0xf0, 0xff, 0x80, 0x81, 0x00, 0xff, 0x80, 0x00, 0x00),
  offsets: Uint32Array.of(0, 3, 9, 11),
  metrics: Int16Array.from([0, 4, 5, 3, 0, 0, -1, 8, 7, 2, 1, 0, 0, 4, 5, 1, 1, 0, 0, 0, 3, 0, 0, 0]),
};

/** Premultiplied. */
const smoothColors = [0xff000000, 0xffc08040, 0xffffffff, 0x80402010, 0, 0x01010100];

/** A disc, a stroke, one that is all ink, and a blank. */
export const smoothGlyphs: readonly CoverageGlyph[] = [
  { left: 0, width: 4, ascent: 4, height: 4, advance: 5, coverage: smooth(0, 90, 100, 0, 90, 255, 255, 100) },
  { left: -1, width: 3, ascent: 5, height: 6, advance: 3, coverage: smooth(10, 200, 0, 0, 180, 30, 5, 255, 0) },
  { left: 0, width: 2, ascent: 3, height: 2, advance: 3, coverage: smooth(255, 254) },
  { left: 0, width: 0, ascent: 0, height: 0, advance: 4, coverage: new Uint8Array(0) },
];

/** The upper half, and the lower one, which is the upper one turned round. */
function smooth(...half: number[]): Uint8Array {
  return Uint8Array.of(...half, ...half.toReversed());
}

export class DrawingWorld {
  readonly painter = new Painter();
  readonly screen: { width: number; height: number; surfaces: Surface[] };
  readonly pixmaps: Pixmap[] = [];
  readonly viewers: Viewer[] = [];
  readonly translation: Translation;
  #lastPicture: Pixels | undefined;
  #time = 0;

  get time(): number {
    return this.#time;
  }

  /** `stepTime`: between two steps, in ms. */
  readonly #stepTime: number;

  constructor(width = WIDTH, height = HEIGHT, stepTime = 20) {
    this.#stepTime = stepTime;
    this.screen = { width, height, surfaces: [] };
    this.screen.surfaces.push(this.#surface(0, 0, width, height, 24));
    this.translation = new Translation(this, undefined, false);
    this.painter.observer = this.translation;
    for (const depth of [24, 24, 32, 1]) this.#addPixmap(40, 30, depth);
  }

  #surface(x: number, y: number, width: number, height: number, depth: number): Surface {
    const pixels = createPixels(width, height, depth);
    return { kind: 'surface', window: this.screen.surfaces.length, x, y, pixels, shape: undefined };
  }

  #addPixmap(width: number, height: number, depth: number): void {
    const pixels = createPixels(width, height, depth);
    const bounds = regionFromRect(0, 0, width, height);
    const pixmap: Pixmap = { kind: 'pixmap', id: 1, client: 0, references: 1, pixels, bounds };
    this.pixmaps.push(pixmap);
    this.painter.pixmapCreated(pixmap);
  }

  /** `means` and `decoders`: of a terminal that gets video and stills. */
  attach(means?: LossyMeans, decoders?: FrameDecoders): Viewer {
    const damage = new SceneDamage();
    const coded = decoders === undefined ? {} : { decoders };
    const viewer: Viewer = {
      buffer: this.translation.attach(means),
      damage,
      wholes: 0,
      bytes: 0,
      terminal: new Terminal({
        driver: damage,
        whole: (exact) => {
          if (exact) viewer.wholes++;
        },
        lost: (stream) => viewer.buffer.lossy?.lost(stream),
        ...coded,
      }),
    };
    this.viewers.push(viewer);
    return viewer;
  }

  take(viewer: Viewer, maximum: number): boolean {
    const bytes = viewer.buffer.take(maximum);
    if (bytes === undefined) return false;
    if (bytes.length > maximum) throw new Error(`${bytes.length} bytes taken, not ${maximum}`);
    viewer.bytes += bytes.length;
    viewer.terminal.push(bytes);
    return true;
  }

  drain(viewer: Viewer, maximum = 1 << 16): void {
    for (let tries = 0; this.take(viewer, maximum) || viewer.buffer.rest > 0; tries++) {
      this.translation.setTime((this.#time += viewer.buffer.rest));
      if (tries > 200_000) throw new Error('it never ends');
    }
  }

  #targets(): Target[] {
    return [...this.screen.surfaces, ...this.pixmaps];
  }

  #target(n: number): Target {
    const targets = this.#targets();
    return targets[n % targets.length]!;
  }

  #box({ pixels }: { pixels: Pixels }, n: readonly number[]): [number, number, number, number] {
    const x = n[0]! % pixels.width;
    const y = n[1]! % pixels.height;
    return [x, y, 1 + (n[2]! % (pixels.width - x)), 1 + (n[3]! % (pixels.height - y))];
  }

  /** One to three boxes inside the target. */
  #region(target: Target, n: readonly number[]): Region {
    const boxes: number[] = [];
    for (let i = 0; i <= n[0]! % 3; i++) boxes.push(...this.#box(target, n.slice(1 + i * 3)));
    return regionFromRects(boxes);
  }

  #color(n: number, depth: number): number {
    return (colors[n % colors.length]! & depthMask(depth)) >>> 0;
  }

  /** Functions and plane masks: mostly plain. */
  #rop(n: number): [rop: number, planeMask: number] {
    return [n % 4 === 0 ? (n >> 2) % 16 : 3, n % 23 === 0 ? 0xff00ff : 0xffffffff];
  }

  #noise(width: number, height: number, depth: number, seed: number): Pixels {
    const pixels = createPixels(width, height, depth);
    const few = seed % 3 === 0;
    for (let i = 0; i < pixels.data.length; i++) {
      const value = Math.imul(seed + i, 0x9e3779b1) >>> 7;
      pixels.data[i] = few ? this.#color(value % 2, depth) : (value & depthMask(depth)) >>> 0;
    }
    return pixels;
  }

  step({ kind, n }: Step): void {
    const [a, b, c] = [n[0]!, n[1]!, n[2]!];
    const rest = n.slice(3);
    const { painter } = this;
    this.#time += this.#stepTime;
    this.translation.setTime(this.#time);
    switch (kind) {
      case 'fill':
      case 'tile':
      case 'stipple': {
        const target = this.#target(a);
        const paint = this.#paint(kind, target, n.slice(9));
        const rectangles = regionRectangles(this.#region(target, rest));
        painter.fill(target, rectangles, rectangles.length / 4, paint, ...this.#rop(b));
        return;
      }
      case 'copy': {
        const target = this.#target(a);
        const sources = this.#targets().filter(
          ({ pixels }) => pixels.depth === target.pixels.depth || (c % 5 === 0 && pixels.depth >= 24),
        );
        const source = sources[b % sources.length]!;
        this.#copy(source, target, rest, c);
        return;
      }
      case 'copy-surface': {
        const { surfaces } = this.screen;
        const source = surfaces[a % surfaces.length]!;
        const target = surfaces[b % surfaces.length]!;
        const copies = regionCopies(this.#shared(source, target, rest), 0, 0);
        painter.copy(source, target, copies, copies.length / 6, 3, 0xffffffff);
        return;
      }
      case 'scroll': {
        const target = this.screen.surfaces[a % this.screen.surfaces.length]!;
        const { width, height } = target.pixels;
        const lines = 1 + (b % Math.max(1, height - 1));
        if (lines >= height) return;
        const copies = Int32Array.of(0, lines, 0, 0, width, height - lines);
        painter.copy(target, target, copies, 1, 3, 0xffffffff);
        const bottom = Int32Array.of(0, height - lines, width, lines);
        painter.fill(target, bottom, 1, { kind: 'solid', pixel: this.#color(c, 24) }, 3, 0xffffffff);
        return;
      }
      case 'copy-plane': {
        const target = this.#target(a);
        const source = this.#target(b);
        const region = this.#shared(source, target, rest);
        const copies = regionCopies(region, 0, 0);
        const [foreground, background] = [this.#color(c, 24), this.#color(c + 1, 24)];
        painter.copyPlane(source, 1, target, copies, copies.length / 6, foreground, background, ...this.#rop(n[13]!));
        return;
      }
      case 'image': {
        const target = this.#target(a);
        const [x, y, width, height] = this.#box(target, rest);
        const image = this.#noise(width + 2, height + 1, target.pixels.depth, b % 50);
        painter.putImage(target, image, Int32Array.of(2, 1, x, y, width, height), 1, ...this.#rop(c));
        return;
      }
      case 'video': {
        // Other pictures in the same place, soon after each other; now and then in bands, or with the last one torn.
        const surface = this.screen.surfaces[a % 2 === 0 ? 0 : a % this.screen.surfaces.length]!;
        const { width, height } = surface.pixels;
        const [left, top] = [b % 7, c % 5];
        if (width <= left + 1 || height <= top + 1) return;
        const picture = this.#noise(width - left, height - top, surface.pixels.depth, 1 + 3 * (rest[0]! % 60));
        const bands = 1 + (rest[1]! % 3);
        for (let band = 0; band < bands; band++) {
          const y = Math.floor((picture.height * band) / bands);
          const rows = Math.floor((picture.height * (band + 1)) / bands) - y;
          if (rows === 0 || (band === 2 && rest[2]! % 4 === 0)) continue;
          const place = Int32Array.of(0, y, left, top + y, picture.width, rows);
          painter.putImage(surface, picture, place, 1, 3, 0xffffffff);
        }
        return;
      }
      case 'picture':
        this.#putScrolled(this.screen.surfaces[a % this.screen.surfaces.length]!, b, c, rest);
        return;
      case 'glyphs':
      case 'text-line':
        this.#text(kind, n);
        return;
      case 'composite':
        this.#composite(n);
        return;
      case 'smooth-text':
        this.#smoothText(n);
        return;
      case 'create-surface': {
        if (this.screen.surfaces.length < 5) this.#createSurface((a % 70) - 10, (b % 60) - 10, 1 + (c % 40), n);
        return;
      }
      case 'destroy-surface': {
        const surface = this.#window(a);
        if (surface === undefined) return;
        this.#restack(this.screen.surfaces.filter((other) => other !== surface));
        painter.surfaceDestroyed(surface);
        return;
      }
      case 'move': {
        const surface = this.#window(a);
        if (surface === undefined) return;
        surface.x = (b % 70) - 10;
        surface.y = (c % 60) - 10;
        painter.surfaceMoved(surface);
        return;
      }
      case 'resize': {
        const surface = this.#window(a);
        if (surface !== undefined)
          this.#resize(surface, 1 + (b % 50), 1 + (c % 40), (rest[0]! % 20) - 10, (rest[1]! % 20) - 10);
        return;
      }
      case 'shape': {
        const surface = this.#window(a);
        if (surface === undefined) return;
        surface.shape = b % 3 === 0 ? undefined : this.#region(surface, rest);
        painter.surfaceShaped(surface);
        return;
      }
      case 'raise': {
        const surface = this.#window(a);
        if (surface === undefined) return;
        this.#restack([...this.screen.surfaces.filter((other) => other !== surface), surface]);
        return;
      }
      case 'create-pixmap':
        this.pixmaps.splice(a % this.pixmaps.length, 1);
        this.#addPixmap(1 + (b % 90), 1 + (c % 60), [24, 24, 32, 1][rest[0]! % 4]!);
        return;
      case 'resize-screen': {
        if (a % 4 !== 0) return;
        const [width, height] = [30 + (b % 60), 20 + (c % 50)];
        this.screen.width = width;
        this.screen.height = height;
        this.#resize(this.screen.surfaces[0]!, width, height, 0, 0);
        return;
      }
      case 'take':
        for (const viewer of this.viewers) this.take(viewer, 1 + (a % [9, 60, 400, 3000][b % 4]!));
        return;
      case 'take-all':
        for (const viewer of this.viewers) if (a % 3 === 0) this.drain(viewer);
        return;
      case 'input':
        for (const { buffer } of this.viewers) {
          if (a % 2 === 0) buffer.urgency.key(this.#time);
          else buffer.urgency.pointer(b % WIDTH, c % HEIGHT, this.#time);
        }
        return;
      case 'wait':
        this.#time += a % 700;
        return;
      default:
        kind satisfies never;
    }
  }

  #paint(kind: 'fill' | 'tile' | 'stipple', target: Target, n: readonly number[]): Paint {
    const { depth } = target.pixels;
    if (kind === 'fill') return { kind: 'solid', pixel: this.#color(n[0]!, 32) };
    const [x, y] = [(n[0]! % 40) - 20, (n[1]! % 40) - 20];
    if (kind === 'tile') {
      const own = this.pixmaps.filter(({ pixels }) => pixels.depth === depth && pixels.data !== target.pixels.data);
      const tile =
        n[2]! % 2 === 0 && own.length > 0
          ? own[n[3]! % own.length]!.pixels
          : this.#noise(1 + (n[2]! % 9), 1 + (n[3]! % 9), depth, n[4]!);
      return { kind, tile, x, y };
    }
    return {
      kind,
      stipple: this.#noise(1 + (n[2]! % 12), 1 + (n[3]! % 12), 1, 1 + 3 * (n[4]! % 50)),
      x,
      y,
      foreground: this.#color(n[2]!, 24),
      background: n[3]! % 2 === 0 ? undefined : this.#color(n[4]!, 24),
    };
  }

  /** A region inside two targets. */
  #shared(a: Target, b: Target, n: readonly number[]): Region {
    const both = regionFromRect(
      0,
      0,
      Math.min(a.pixels.width, b.pixels.width),
      Math.min(a.pixels.height, b.pixels.height),
    );
    return intersectRegions(this.#region(a, n), both);
  }

  #copy(source: Target, target: Target, n: readonly number[], rop: number): void {
    const from = this.#region(source, n);
    const [dx, dy] = [(n[9]! % 60) - 25, (n[10]! % 50) - 20];
    const { width, height } = target.pixels;
    const landed = intersectRegions(translateRegion(from, dx, dy), regionFromRect(0, 0, width, height));
    const copies = regionCopies(landed, dx, dy);
    this.painter.copy(source, target, copies, copies.length / 6, ...this.#rop(rop));
  }

  /** As a browser does it: the whole picture again, scrolled a little, with some of it new; through a pixmap now and then. */
  #putScrolled(surface: Surface, by: number, how: number, n: readonly number[]): void {
    const { width, height, depth, data } = surface.pixels;
    const dy = (by % 30) - 15;
    const last = this.#lastPicture;
    const again = how % 6 === 1 && last?.width === width && last.height === height && last.depth === depth;
    const picture = again ? last : this.#noise(width, height, depth, 1 + 3 * (by % 20));
    this.#lastPicture = picture;
    for (let y = 0; y < height; y++) {
      if (again || how % 4 === 0 || y + dy < 0 || y + dy >= height) continue;
      picture.data.set(data.subarray((y + dy) * width, (y + dy + 1) * width), y * width);
    }
    const [x, y, w, h] = this.#box(surface, n);
    if (how % 3 === 0 && !again) copyRect(this.#noise(w, h, depth, by), 0, 0, picture, x, y, w, h, 3, 0xffffffff);
    const all = Int32Array.of(0, 0, 0, 0, width, height);
    if (how % 5 !== 0) {
      this.painter.putImage(surface, picture, all, 1, 3, 0xffffffff);
      return;
    }
    this.#addPixmap(width, height, depth);
    const pixmap = this.pixmaps.pop()!;
    this.painter.putImage(pixmap, picture, all, 1, 3, 0xffffffff);
    if (how % 2 === 0) {
      const box = Int32Array.of(...this.#box(pixmap, n));
      this.painter.fill(pixmap, box, 1, { kind: 'solid', pixel: 0xffff }, 3, 0xffffffff);
    }
    this.painter.copy(pixmap, surface, all, 1, 3, 0xffffffff);
  }

  #text(kind: 'glyphs' | 'text-line', n: readonly number[]): void {
    const target = this.#target(n[0]!);
    const { width, height } = target.pixels;
    const bounds = regionFromRect(0, 0, width, height);
    const clip = n[1]! % 3 === 0 ? this.#region(target, n.slice(3)) : bounds;
    const paint: Paint =
      n[2]! % 9 === 0
        ? { kind: 'tile', tile: this.#noise(3, 3, target.pixels.depth, n[2]!), x: 0, y: 0 }
        : { kind: 'solid', pixel: this.#color(n[2]!, 32) };
    // Some stand in lines, so that they meet.
    const aligned = n[13]! % 2 === 0;
    let x = aligned ? 6 * (n[3]! % 4) : (n[3]! % (width + 10)) - 5;
    const y = aligned ? 8 * (n[4]! % 4) : (n[4]! % (height + 6)) - 3;
    if (kind === 'text-line') {
      const cell = intersectRegions(clip, regionFromRect(x, y - 4, 36, 6));
      const rectangles = regionRectangles(cell);
      const ground: Paint = { kind: 'solid', pixel: this.#color(n[5]!, 24) };
      this.painter.fill(target, rectangles, rectangles.length / 4, ground, 3, 0xffffffff);
    }
    const glyphs: number[] = [];
    for (let i = 0; i < 6; i++) {
      const glyph = n[5 + i]! % 4;
      glyphs.push(glyph, x, y);
      x += font.metrics[glyph * 6 + 2]! + (n[11]! % 5 === 0 ? 2 : 0);
    }
    this.painter.glyphs(target, font, Int32Array.from(glyphs), 6, clip, paint, ...this.#rop(n[12]!));
  }

  /** By any operator, with a colour or a drawable, and a mask now and then. */
  #composite(n: readonly number[]): void {
    const target = this.#target(n[0]!);
    const mask = n[1]! % 3 === 0 ? this.#target(n[2]!) : undefined;
    const drawable = n[3]! % 2 === 0 ? this.#target(n[4]!) : undefined;
    const [x, y, width, height] = this.#box(target, n.slice(5));
    const places = [drawable, mask].map((from) => {
      if (from === undefined) return { x: 0, y: 0, width, height };
      const [left, top, across, down] = this.#box(from, n.slice(9));
      return { x: left, y: top, width: Math.min(width, across), height: Math.min(height, down) };
    });
    const [a, b] = [places[0]!, places[1]!];
    const [w, h] = [Math.min(a.width, b.width), Math.min(a.height, b.height)];
    // A row of its own as a second rectangle.
    const boxes = [a.x, a.y, b.x, b.y, x, y, w, h, a.x, a.y, b.x, b.y, x, y, w, 1];
    const source = drawable ?? { kind: 'solid' as const, argb: smoothColors[n[13]! % smoothColors.length]! };
    const operator = n[12]! % 3 === 0 ? operators[n[11]! % operators.length]! : n[12]! % 3 === 1 ? 'over' : 'src';
    this.painter.composite(target, operator, source, mask?.pixels, Int32Array.from(boxes), 1 + (n[10]! % 2));
  }

  /** Mostly on a ground of one colour, which may end amid the text; some glyphs touch. */
  #smoothText(n: readonly number[]): void {
    const target = this.#target(n[0]!);
    const { width, height } = target.pixels;
    const bounds = regionFromRect(0, 0, width, height);
    const clip = n[1]! % 4 === 0 ? this.#region(target, n.slice(3)) : bounds;
    let x = n[2]! % width;
    const y = n[3]! % (height + 4);
    if (n[4]! % 4 !== 0) {
      const rectangles = regionRectangles(intersectRegions(bounds, regionFromRect(x - 2, y - 6, 30, 10)));
      const ground: Paint = { kind: 'solid', pixel: this.#color(n[5]!, target.pixels.depth) };
      this.painter.fill(target, rectangles, rectangles.length / 4, ground, 3, 0xffffffff);
    }
    const positions: number[] = [];
    const glyphs = n.slice(6, 11).map((which) => smoothGlyphs[which % smoothGlyphs.length]!);
    for (const { advance } of glyphs) {
      positions.push(x, y);
      x += advance - (n[11]! % 6 === 0 ? 2 : 0);
    }
    const operator = n[12]! % 7 === 0 ? operators[n[11]! % operators.length]! : 'over';
    const argb = smoothColors[n[13]! % smoothColors.length]!;
    this.painter.compositeGlyphs(target, glyphs, Int32Array.from(positions), clip, { operator, argb });
  }

  #window(n: number): Surface | undefined {
    const windows = this.screen.surfaces.slice(1);
    return windows[n % Math.max(1, windows.length)];
  }

  #restack(order: Surface[]): void {
    this.screen.surfaces.splice(0, Infinity, ...order);
    this.painter.restacked(this.screen.surfaces);
  }

  /** As windows/surfaces.ts does it. */
  #createSurface(x: number, y: number, width: number, n: readonly number[]): void {
    const surface = this.#surface(x, y, width, 1 + (n[3]! % 30), n[4]! % 5 === 0 ? 32 : 24);
    const { pixels } = surface;
    const beneath = composeScene(this, x, y, pixels.width, pixels.height);
    copyRect(beneath, 0, 0, pixels, 0, 0, pixels.width, pixels.height, 3, 0xffffffff);
    if (n[5]! % 4 === 0) surface.shape = this.#region(surface, n.slice(3));
    this.painter.surfaceCreated(surface);
    this.#restack([...this.screen.surfaces, surface]);
  }

  #resize(surface: Surface, width: number, height: number, dx: number, dy: number): void {
    const previous = surface.pixels;
    const pixels = createPixels(width, height, previous.depth);
    const [x1, y1] = [Math.max(0, dx), Math.max(0, dy)];
    const [w, h] = [Math.min(width, previous.width + dx) - x1, Math.min(height, previous.height + dy) - y1];
    if (w > 0 && h > 0) copyRect(previous, x1 - dx, y1 - dy, pixels, x1, y1, w, h, 3, 0xffffffff);
    surface.pixels = pixels;
    surface.shape = undefined;
    this.painter.surfaceResized(surface, previous, dx, dy);
  }
}

/** Where a terminal shows something else than the host, in words; undefined where it is the same. */
export function sceneDifference(
  host: { readonly screen: { width: number; height: number; surfaces: readonly Surface[] } },
  translation: Translation,
  terminal: Terminal,
): string | undefined {
  const { screen } = terminal.scene;
  const { surfaces } = host.screen;
  if (screen.width !== host.screen.width || screen.height !== host.screen.height)
    return `screen of ${screen.width} x ${screen.height}`;
  if (screen.surfaces.length !== surfaces.length) return `${screen.surfaces.length} surfaces, not ${surfaces.length}`;
  for (const [i, surface] of surfaces.entries()) {
    const shown = screen.surfaces[i]!;
    const name = `surface ${translation.numberOf(surface)}`;
    if (terminal.surface(translation.numberOf(surface)!) !== shown) return `${name} is not in its place in the stack`;
    if (shown.x !== surface.x || shown.y !== surface.y) return `${name} at ${shown.x}, ${shown.y}`;
    const { width, height } = surface.pixels;
    if (shown.pixels.width !== width || shown.pixels.height !== height) return `${name} of another size`;
    for (let at = 0; at < width * height; at++) {
      if (shown.pixels.data[at] === surface.pixels.data[at]) continue;
      const place = `${at % width}, ${Math.floor(at / width)}`;
      return `${name} at ${place}: ${shown.pixels.data[at]!.toString(16)}, not ${surface.pixels.data[at]!.toString(16)}`;
    }
  }
  const [shown, wanted] = [terminal.scene, host].map((scene) =>
    composeScene(scene, 0, 0, host.screen.width, host.screen.height),
  );
  if (shown!.data.some((pixel, at) => pixel !== wanted!.data[at])) return 'the composed scene differs';
  return undefined;
}
