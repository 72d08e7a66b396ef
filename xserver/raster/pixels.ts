/**
 * A rectangle of pixels: the one pixel container of the core, for every depth.
 *
 * One 32-bit element holds one pixel, whatever the depth; rows follow one another without padding (stride = width).
 * Bits above the depth are always 0. Wire formats live in images.ts.
 */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly data: Uint32Array;
}

/** All ones in the low `depth` bits (1 to 32), as an unsigned number. */
export function depthMask(depth: number): number {
  return depth >= 32 ? 0xffffffff : (1 << depth) - 1;
}

/** Pixels of the given size, all 0. */
export function createPixels(width: number, height: number, depth: number): Pixels {
  return { width, height, depth, data: new Uint32Array(width * height) };
}
