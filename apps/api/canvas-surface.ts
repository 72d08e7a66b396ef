/** A picture source shown in a window: only what has changed since the last time is sent. */
import type { Painter, Rectangle } from './painter.ts';
import type { AppWindow } from './window.ts';

/** Anything that gives pixels as a canvas does: bytes red, green, blue, alpha, row by row; alpha is taken as opaque. */
export interface PictureSource {
  readonly width: number;
  readonly height: number;
  getImageData(x: number, y: number, width: number, height: number): { readonly data: ArrayLike<number> };
}

/** The side of the squares that are compared. */
const TILE = 32;

export class CanvasSurface {
  readonly #window: AppWindow;
  readonly #source: PictureSource;
  /** Where the picture's corner is in the window. */
  x: number;
  y: number;
  /** The pixels last shown, 0x00RRGGBB. */
  #shown: Uint32Array;
  #known = false;

  constructor(window: AppWindow, source: PictureSource, x = 0, y = 0) {
    this.#window = window;
    this.#source = source;
    this.x = x;
    this.y = y;
    this.#shown = new Uint32Array(source.width * source.height);
  }

  /** Shows the source as it is now. @returns the rectangles sent, in the picture's coordinates */
  update(): Rectangle[] {
    const { width, height } = this.#source;
    const next = toPixels(this.#source.getImageData(0, 0, width, height).data, width * height);
    const changed = this.#known ? changedRectangles(this.#shown, next, width, height) : [{ x: 0, y: 0, width, height }];
    this.#shown = next;
    this.#known = true;
    for (const rectangle of changed) this.#send(this.#window.painter, rectangle);
    return changed;
  }

  /** Shows an exposed area (of the window) again. */
  repaint(painter: Painter, area: Rectangle): void {
    if (!this.#known) return;
    const x = Math.max(0, area.x - this.x);
    const y = Math.max(0, area.y - this.y);
    const width = Math.min(this.#source.width, area.x + area.width - this.x) - x;
    const height = Math.min(this.#source.height, area.y + area.height - this.y) - y;
    if (width > 0 && height > 0) this.#send(painter, { x, y, width, height });
  }

  #send(painter: Painter, { x, y, width, height }: Rectangle): void {
    const data = new Uint8Array(width * height * 4);
    const view = new DataView(data.buffer);
    const littleEndian = this.#window.display.connection.setup.imageByteOrder === 0;
    for (let row = 0; row < height; row++) {
      const from = (y + row) * this.#source.width + x;
      for (let i = 0; i < width; i++) view.setUint32((row * width + i) * 4, this.#shown[from + i]!, littleEndian);
    }
    painter.image(data, this.x + x, this.y + y, width, height);
  }
}

function toPixels(rgba: ArrayLike<number>, count: number): Uint32Array {
  const pixels = new Uint32Array(count);
  for (let i = 0, at = 0; i < count; i++, at += 4) pixels[i] = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
  return pixels;
}

/** Rectangles that cover every difference of two pictures of one size, and no pixel twice. */
export function changedRectangles(before: Uint32Array, after: Uint32Array, width: number, height: number): Rectangle[] {
  const open = new Map<string, { x: number; y: number; width: number; height: number }>();
  const found: Rectangle[] = [];
  for (let top = 0; top < height; top += TILE) {
    const rows = Math.min(TILE, height - top);
    const runs: Rectangle[] = [];
    for (let left = 0; left < width; left += TILE) {
      const columns = Math.min(TILE, width - left);
      if (!tileDiffers(before, after, width, left, top, columns, rows)) continue;
      const last = runs.at(-1);
      if (last !== undefined && last.x + last.width === left)
        runs[runs.length - 1] = { ...last, width: last.width + columns };
      else runs.push({ x: left, y: top, width: columns, height: rows });
    }
    // A run that continues the one just above makes that higher.
    const still = new Set<string>();
    for (const run of runs) {
      const key = `${run.x}/${run.width}`;
      still.add(key);
      const above = open.get(key);
      if (above === undefined) open.set(key, { ...run });
      else above.height += run.height;
    }
    for (const [key, rectangle] of open) {
      if (still.has(key)) continue;
      found.push(rectangle);
      open.delete(key);
    }
  }
  return [...found, ...open.values()];
}

function tileDiffers(
  before: Uint32Array,
  after: Uint32Array,
  stride: number,
  left: number,
  top: number,
  columns: number,
  rows: number,
): boolean {
  for (let y = top; y < top + rows; y++) {
    const start = y * stride + left;
    for (let i = start; i < start + columns; i++) if (before[i] !== after[i]) return true;
  }
  return false;
}
