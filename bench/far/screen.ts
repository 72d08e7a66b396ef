/**
 * The far end's screen as the bench sees it, whatever the system: its pixels, when they last changed, and who wants to know. The terminal of
 * Farpane (terminal-main.ts) and the display of another system (display-main.ts) keep one each, so that all are measured by the same code.
 */
import { clock } from '../clock.ts';

/** Of a pixel, the part that is seen. */
const COLOUR = 0xffffff;

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Watcher {
  /** Pixels have changed. */
  changed(now: number): void;
  /** Rows that it wants looked at as often as can be, from and up to; the rest of the screen is looked at less often. */
  readonly rows?: readonly [number, number];
}

export class Screen {
  readonly width: number;
  readonly height: number;
  /** 0xXXrrggbb, row by row; the highest byte means nothing. */
  pixels: Uint32Array;
  changes = 0;
  /** Of the clock; 0 before any. */
  lastChange = 0;
  readonly watchers = new Set<Watcher>();

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint32Array(width * height);
  }

  noteChange(now = clock()): void {
    this.changes++;
    this.lastChange = now;
    for (const watcher of this.watchers) watcher.changed(now);
  }

  /** A part of it, 0x00rrggbb. Beyond the edges it is black. */
  crop({ x, y, width, height }: Box): Uint32Array {
    const part = new Uint32Array(width * height);
    for (let row = Math.max(0, -y); row < Math.min(height, this.height - y); row++) {
      for (let column = Math.max(0, -x); column < Math.min(width, this.width - x); column++) {
        part[row * width + column] = this.pixels[(y + row) * this.width + x + column]! & COLOUR;
      }
    }
    return part;
  }
}

/** Where two pictures of the same width differ by more than `tolerance` in a channel; undefined for nowhere. */
export function differenceBox(a: Uint32Array, b: Uint32Array, width: number, tolerance: number): Box | undefined {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let at = 0; at < a.length; at++) {
    if (channelDistance(a[at]!, b[at]!) <= tolerance) continue;
    const x = at % width;
    if (x < left) left = x;
    if (x > right) right = x;
    bottom = (at - x) / width;
    if (top < 0) top = bottom;
  }
  return right < 0 ? undefined : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The largest difference of a channel of two pixels. */
export function channelDistance(a: number, b: number): number {
  if (((a ^ b) & COLOUR) === 0) return 0;
  const red = Math.abs(((a >> 16) & 255) - ((b >> 16) & 255));
  const green = Math.abs(((a >> 8) & 255) - ((b >> 8) & 255));
  return Math.max(red, green, Math.abs((a & 255) - (b & 255)));
}

/** Peak signal-to-noise ratio of pictures in dB over the three channels; Infinity for equal ones. */
export function psnr(a: Uint32Array, b: Uint32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) {
    const [p, q] = [a[at]!, b[at]!];
    if (((p ^ q) & COLOUR) === 0) continue;
    const red = ((p >> 16) & 255) - ((q >> 16) & 255);
    const green = ((p >> 8) & 255) - ((q >> 8) & 255);
    const blue = (p & 255) - (q & 255);
    sum += red * red + green * green + blue * blue;
  }
  return sum === 0 ? Infinity : 10 * Math.log10((255 * 255 * 3 * a.length) / sum);
}
