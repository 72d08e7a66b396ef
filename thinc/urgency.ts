import { isEmptyRegion, type Region } from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import { bytesOf, type Drawing } from './drawings.ts';

/** How long after an input what follows it is urgent. An echo that takes longer does not wait for long in the other queues either. */
const WINDOW_MS = 250;
/** What is urgent has no more bytes on the wire, as RAW no more pixels. */
const MOST_BYTES = 400;
const MOST_PIXELS = 64 * 64;
/** Around the pointer, in pixels. */
const REACH = 96;

/**
 * Tells what follows fresh input: small drawings near the pointer after it was moved or pressed, small drawings anywhere after a key (nobody
 * tells us where the caret is).
 */
export class Urgency {
  /** Of the log entry that is being applied, in milliseconds. */
  now = 0;
  #keyUntil = -1;
  #pointerUntil = -1;
  #x = 0;
  #y = 0;

  /** A key went down or up at this terminal. */
  key(time: number): void {
    this.now = Math.max(this.now, time);
    this.#keyUntil = time + WINDOW_MS;
  }

  /** The pointer moved, or a button went down or up, here on the screen. */
  pointer(x: number, y: number, time: number): void {
    this.now = Math.max(this.now, time);
    this.#pointerUntil = time + WINDOW_MS;
    this.#x = x;
    this.#y = y;
  }

  /** Something may follow an input that was given just now. */
  get isFresh(): boolean {
    return this.now <= this.#keyUntil || this.now <= this.#pointerUntil;
  }

  isUrgent(surface: Surface, drawing: Drawing): boolean {
    if (!this.isFresh || bytesOf(drawing) > MOST_BYTES) return false;
    const { x1, y1, x2, y2 } = drawing.kind === 'glyphs' ? drawing : drawing.region;
    return this.#isNear(surface, x1, y1, x2, y2);
  }

  /** Whether the RAW of a region is urgent. */
  isUrgentRaw(surface: Surface, region: Region): boolean {
    if (!this.isFresh || isEmptyRegion(region)) return false;
    const { x1, y1, x2, y2 } = region;
    return (x2 - x1) * (y2 - y1) <= MOST_PIXELS && this.#isNear(surface, x1, y1, x2, y2);
  }

  #isNear(surface: Surface, x1: number, y1: number, x2: number, y2: number): boolean {
    if (this.now <= this.#keyUntil) return true;
    const [x, y] = [this.#x - surface.x, this.#y - surface.y];
    return x >= x1 - REACH && x < x2 + REACH && y >= y1 - REACH && y < y2 + REACH;
  }
}
