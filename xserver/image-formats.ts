/** The image formats that the connection set-up announces (X11 §8). */

/** Images of every client have this byte order and bit order, as X.Org on a little-endian machine has it. */
export const IMAGES_ARE_LITTLE_ENDIAN = true;
/** Bits to which scanlines of bitmaps are padded, and the unit of bit order. */
export const SCANLINE_PAD = 32;

export interface PixmapFormat {
  readonly depth: number;
  readonly bitsPerPixel: number;
  readonly scanlinePad: number;
}

export const pixmapFormats: readonly PixmapFormat[] = [
  { depth: 1, bitsPerPixel: 1, scanlinePad: SCANLINE_PAD },
  { depth: 4, bitsPerPixel: 8, scanlinePad: SCANLINE_PAD },
  { depth: 8, bitsPerPixel: 8, scanlinePad: SCANLINE_PAD },
  { depth: 24, bitsPerPixel: 32, scanlinePad: SCANLINE_PAD },
  { depth: 32, bitsPerPixel: 32, scanlinePad: SCANLINE_PAD },
];

export function isPixmapDepth(depth: number): boolean {
  return pixmapFormats.some((format) => format.depth === depth);
}

/** Bits of a pixel in a ZPixmap of a depth that `pixmapFormats` has. */
export function bitsPerPixel(depth: number): number {
  return depth === 1 ? 1 : depth <= 8 ? 8 : 32;
}
