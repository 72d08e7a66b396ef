import type { Pixels } from './pixels.ts';

/**
 * Pixels to and from bitmaps of their planes, 32 pixels at a time: their words are the rows of a matrix of 32x32 bits, the planes its
 * columns, so that turning it costs a few steps for a pixel however many planes there are. Images are as in images.ts.
 */

/** With fewer planes than this it is cheaper to go bit by bit. */
export const fewPlanes = 4;

/** Bit p of word i becomes bit i of word p. */
function turn(words: Uint32Array): void {
  let mask = 0x0000ffff;
  for (let shift = 16; shift !== 0;) {
    for (let i = 0; i < 32; i = ((i | shift) + 1) & ~shift) {
      const upper = words[i];
      const lower = words[i | shift];
      const changed = ((upper >>> shift) ^ lower) & mask;
      words[i] = upper ^ (changed << shift);
      words[i | shift] = lower ^ changed;
    }
    shift >>= 1;
    mask ^= mask << shift;
  }
}

/**
 * Writes `planes` (bit numbers, in the order of their bitmaps) of a rectangle into zeroed bytes from `offset` on, each row `stride` bytes
 * long.
 */
export function packPlanes(
  bytes: Uint8Array,
  offset: number,
  stride: number,
  { data, width: step }: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  planes: readonly number[],
  littleEndian: boolean,
): void {
  const words = new Uint32Array(32);
  const flip = littleEndian ? 0 : 31;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column += 32) {
      const count = width - column < 32 ? width - column : 32;
      const from = (y + row) * step + x + column;
      for (let i = 0; i < count; i++) words[i ^ flip] = data[from + i];
      for (let i = count; i < 32; i++) words[i ^ flip] = 0;
      turn(words);
      const length = (count + 7) >> 3;
      let to = offset + row * stride + (column >> 3);
      for (let n = 0; n < planes.length; n++, to += stride * height) {
        const bits = words[planes[n]];
        for (let i = 0; i < length; i++) bytes[to + i] = bits >>> (littleEndian ? i << 3 : 24 - (i << 3));
      }
    }
  }
}

/** Reads bitmaps of the planes `depth` - 1 to 0, rows of `stride` bytes that begin with `skip` bits of no meaning, as the pixels' rows. */
export function unpackPlanes(
  bytes: Uint8Array,
  offset: number,
  stride: number,
  skip: number,
  { data, width, height, depth }: Pixels,
  littleEndian: boolean,
): void {
  const words = new Uint32Array(32);
  const flip = littleEndian ? 0 : 31;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column += 32) {
      const bit = skip + column;
      let from = offset + row * stride + (bit >> 3);
      words.fill(0);
      for (let plane = depth - 1; plane >= 0; plane--, from += stride * height)
        words[plane] = bitsAt(bytes, from, bit & 7, littleEndian);
      turn(words);
      const count = width - column < 32 ? width - column : 32;
      const to = row * width + column;
      for (let i = 0; i < count; i++) data[to + i] = words[i ^ flip];
    }
  }
}

/** 32 bits that begin `skip` bits (0 to 7) after a byte: the first is the lowest, or with the other order the highest. */
function bitsAt(bytes: Uint8Array, at: number, skip: number, littleEndian: boolean): number {
  if (littleEndian) {
    const low = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24);
    return skip === 0 ? low : (low >>> skip) | (bytes[at + 4] << (32 - skip));
  }
  const high = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
  return skip === 0 ? high : (high << skip) | (bytes[at + 4] >>> (8 - skip));
}
