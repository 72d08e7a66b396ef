/** A sink that writes down all that a core does, as text: two cores that did the same have the same lines. Runs in browsers too. */
import type { CursorImage, DisplayDriver } from '../../xserver/driver.ts';
import type { Sink } from '../../xserver/log/entry.ts';
import { depthMask, type Pixels } from '../../xserver/raster/pixels.ts';
import { hashState } from '../../xserver/snapshot/hash.ts';
import type { Surface, Target } from '../../xserver/state/drawables.ts';

const LONGEST_HEX = 64;

function hex(bytes: Uint8Array): string {
  if (bytes.length > LONGEST_HEX) return `${bytes.length} bytes ${hashState(bytes.slice())}`;
  let text = '';
  for (const byte of bytes) text += byte.toString(16).padStart(2, '0');
  return text;
}

function named(target: Target): string {
  return target.kind === 'pixmap' ? `pixmap ${target.id}` : `surface of ${target.window}`;
}

/** Anything, by its hash; borrowed arrays may be part of larger ones, which the hash does not take. */
function digest(...values: readonly unknown[]): string {
  return hashState(values).slice(0, 8);
}

/** Copies and what they take of an image; the rest of it, and bits above the target's depth, may be anything. */
function usedPixels(image: Pixels, copies: Int32Array, count: number, depth: number): Int32Array[] {
  const mask = depthMask(depth);
  const used = [copies.slice(0, count * 6)];
  for (let o = 0; o < count * 6; o += 6) {
    const [x, y, , , width, height] = copies.subarray(o, o + 6) as unknown as [number, number, 0, 0, number, number];
    for (let row = y; row < y + height; row++) {
      const from = row * image.width + x;
      used.push(Int32Array.from(image.data.subarray(from, from + width), (pixel) => pixel & mask));
    }
  }
  return used;
}

class RecordingDriver implements DisplayDriver {
  readonly #lines: string[];

  constructor(lines: string[]) {
    this.#lines = lines;
  }

  #note(...words: readonly unknown[]): void {
    this.#lines.push(words.join(' '));
  }

  fill: DisplayDriver['fill'] = (target, rectangles, count, paint, rop, planeMask) => {
    this.#note('fill', named(target), digest(rectangles.slice(0, count * 4)), paint.kind, rop, planeMask);
  };
  copy: DisplayDriver['copy'] = (source, target, copies, count, rop, planeMask) => {
    this.#note('copy', named(source), named(target), digest(copies.slice(0, count * 6)), rop, planeMask);
  };
  copyPlane: DisplayDriver['copyPlane'] = (source, plane, target, copies, count, ...rest) => {
    this.#note('copy-plane', named(source), plane, named(target), digest(copies.slice(0, count * 6)), ...rest);
  };
  putImage: DisplayDriver['putImage'] = (target, image, copies, count, rop, planeMask) => {
    this.#note(
      'put-image',
      named(target),
      digest(usedPixels(image, copies, count, target.pixels.depth)),
      rop,
      planeMask,
    );
  };
  glyphs: DisplayDriver['glyphs'] = (target, _set, glyphs, count, clip, paint, rop, planeMask) => {
    this.#note('glyphs', named(target), digest(glyphs.slice(0, count * 3), clip), paint.kind, rop, planeMask);
  };
  composite: DisplayDriver['composite'] = (target, operator, _source, _mask, copies, count) => {
    this.#note('composite', named(target), operator, digest(copies.slice(0, count * 8)));
  };
  compositeGlyphs: DisplayDriver['compositeGlyphs'] = (target, glyphs, positions, clip, { operator, argb }) => {
    this.#note('composite-glyphs', named(target), operator, argb, glyphs.length, digest(positions, clip));
  };
  pixmapCreated: DisplayDriver['pixmapCreated'] = (pixmap) => this.#note('created', named(pixmap));
  pixmapFreed: DisplayDriver['pixmapFreed'] = (pixmap) => this.#note('freed', named(pixmap));
  surfaceCreated = (surface: Surface) => this.#note('created', named(surface), surface.x, surface.y);
  surfaceDestroyed = (surface: Surface) => this.#note('destroyed', named(surface));
  surfaceMoved = (surface: Surface) => this.#note('moved', named(surface), surface.x, surface.y);
  surfaceResized = (surface: Surface, previous: Pixels, dx: number, dy: number) => {
    const { width, height } = surface.pixels;
    this.#note('resized', named(surface), previous.width, previous.height, width, height, dx, dy);
  };
  surfaceShaped = (surface: Surface) => this.#note('shaped', named(surface), digest(surface.shape));
  restacked = (order: readonly Surface[]) => this.#note('restacked', ...order.map(({ window }) => window));
  cursorChanged = (cursor: CursorImage | undefined) => this.#note('cursor', digest(cursor));
  screenBlanked = (blanked: boolean) => this.#note('blanked', blanked);
  pointerWarped = (x: number, y: number) => this.#note('warped', x, y);
}

export interface RequestOutcome {
  readonly client: number;
  /** Error code, or undefined where it succeeded. */
  readonly error: number | undefined;
}

export class RecordingSink implements Sink {
  readonly lines: string[] = [];
  readonly defects: string[] = [];
  readonly driver: DisplayDriver = new RecordingDriver(this.lines);
  /** Requests carried out since `takeOutcomes`, in order. */
  #outcomes: RequestOutcome[] = [];
  #error: number | undefined;

  toClient(client: number, bytes: Uint8Array): void {
    if (bytes[0] === 0 && bytes.length === 32) this.#error = bytes[1];
    this.lines.push(`to ${client} ${hex(bytes)}`);
  }
  consumed(client: number, bytes: number): void {
    this.#outcomes.push({ client, error: this.#error });
    this.#error = undefined;
    this.lines.push(`consumed ${client} ${bytes}`);
  }
  closed(client: number, reason: string): void {
    this.lines.push(`closed ${client} ${reason}`);
  }
  deadline(time: number | undefined): void {
    this.lines.push(`deadline ${time}`);
  }
  bell(volume: number, pitch: number, duration: number): void {
    this.lines.push(`bell ${volume} ${pitch} ${duration}`);
  }
  defect(what: string): void {
    this.defects.push(what);
    this.lines.push(`defect ${what}`);
  }

  takeLines(): string[] {
    return this.lines.splice(0);
  }

  takeOutcomes(): RequestOutcome[] {
    const outcomes = this.#outcomes;
    this.#outcomes = [];
    return outcomes;
  }
}
