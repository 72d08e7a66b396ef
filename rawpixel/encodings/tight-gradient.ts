/** Tight's gradient filter: each colour as its difference from left + above - above left, clamped to the channel. */
import type { PixelFormat } from '../rfb/pixel-format.ts';

function predict(left: number, above: number, corner: number, max: number): number {
  const guess = left + above - corner;
  return guess < 0 ? 0 : guess > max ? max : guess;
}

/** One channel of all pixels: to differences, or (`restore`) back. */
function filter(
  values: Uint32Array,
  width: number,
  height: number,
  max: number,
  shift: number,
  restore: boolean,
  out: Uint32Array,
): void {
  let above = new Int32Array(width + 1);
  let current = new Int32Array(width + 1);
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 1; x <= width; x++, at++) {
      const guess = predict(current[x - 1]!, above[x]!, above[x - 1]!, max);
      const value = (values[at]! >>> shift) & max;
      const other = (restore ? value + guess : value - guess) & max;
      current[x] = restore ? other : value;
      out[at] = (out[at]! | (other << shift)) >>> 0;
    }
    [above, current] = [current, above];
  }
}

function filterAll(values: Uint32Array, width: number, height: number, format: PixelFormat, restore: boolean) {
  const out = new Uint32Array(values.length);
  filter(values, width, height, format.redMax, format.redShift, restore, out);
  filter(values, width, height, format.greenMax, format.greenShift, restore, out);
  filter(values, width, height, format.blueMax, format.blueShift, restore, out);
  return out;
}

export function subtractGradient(values: Uint32Array, width: number, height: number, format: PixelFormat): Uint32Array {
  return filterAll(values, width, height, format, false);
}

/** Undoes `subtractGradient`, in place. */
export function addGradient(values: Uint32Array, width: number, height: number, format: PixelFormat): void {
  values.set(filterAll(values, width, height, format, true));
}
