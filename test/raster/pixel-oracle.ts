import type { Paint } from '../../xserver/raster/paint.ts';
import { createPixels, depthMask } from '../../xserver/raster/pixels.ts';
import type { Pixels } from '../../xserver/raster/pixels.ts';

/** The plain reading of the protocol, one pixel at a time: the measure for the fast loops. */

const functions: ((source: number, destination: number) => number)[] = [
  () => 0,
  (s, d) => s & d,
  (s, d) => s & ~d,
  (s) => s,
  (s, d) => ~s & d,
  (_, d) => d,
  (s, d) => s ^ d,
  (s, d) => s | d,
  (s, d) => ~s & ~d,
  (s, d) => ~s ^ d,
  (_, d) => ~d,
  (s, d) => s | ~d,
  (s) => ~s,
  (s, d) => ~s | d,
  (s, d) => ~s | ~d,
  () => ~0,
];

export function combine(rop: number, planeMask: number, depth: number, source: number, destination: number): number {
  const value = (functions[rop] as (s: number, d: number) => number)(source, destination);
  return (((value & planeMask) | (destination & ~planeMask)) & depthMask(depth)) >>> 0;
}

function modulo(value: number, size: number): number {
  return ((value % size) + size) % size;
}

/** The source pixel of a paint at a place; undefined where a stipple is transparent. */
export function sourceAt(paint: Paint, x: number, y: number): number | undefined {
  if (paint.kind === 'solid') return paint.pixel;
  const pattern = paint.kind === 'tile' ? paint.tile : paint.stipple;
  const row = modulo(y - paint.y, pattern.height);
  const value = pattern.data[row * pattern.width + modulo(x - paint.x, pattern.width)] as number;
  if (paint.kind === 'tile') return value;
  return value === 1 ? paint.foreground : paint.background;
}

export function paintPixel(target: Pixels, x: number, y: number, paint: Paint, rop: number, planeMask: number): void {
  const source = sourceAt(paint, x, y);
  if (source === undefined) return;
  const at = y * target.width + x;
  target.data[at] = combine(rop, planeMask, target.depth, source, target.data[at] as number);
}

export function clonePixels(pixels: Pixels): Pixels {
  const copy = createPixels(pixels.width, pixels.height, pixels.depth);
  copy.data.set(pixels.data);
  return copy;
}
