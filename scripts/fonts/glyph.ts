/** A glyph while it is being made: rows of pixels around an origin. */
export interface Glyph {
  advance: number;
  /** Set pixels as x, y pairs from the origin; y grows downwards, the row above the baseline is -1. */
  pixels: Set<number>;
}

const RANGE = 512;

/** x and y of -256 to 255 as one number. */
export function at(x: number, y: number): number {
  return (y + RANGE / 2) * RANGE + x + RANGE / 2;
}

export function xOf(pixel: number): number {
  return (pixel % RANGE) - RANGE / 2;
}

export function yOf(pixel: number): number {
  return Math.floor(pixel / RANGE) - RANGE / 2;
}

export interface Box {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** The box around the set pixels; null for a blank. */
export function boxOf(glyph: Glyph): Box | null {
  if (glyph.pixels.size === 0) return null;
  const box = { left: Infinity, right: -Infinity, top: Infinity, bottom: -Infinity };
  for (const pixel of glyph.pixels) {
    box.left = Math.min(box.left, xOf(pixel));
    box.right = Math.max(box.right, xOf(pixel) + 1);
    box.top = Math.min(box.top, yOf(pixel));
    box.bottom = Math.max(box.bottom, yOf(pixel) + 1);
  }
  return box;
}
