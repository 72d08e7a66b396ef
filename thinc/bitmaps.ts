/** Pictures of two colours, as bitmaps. */
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';

/** A part of pixels as a bitmap: where any of the bits of `plane` is set. */
export function bitmapOf(
  { data, width: stride }: Pixels,
  plane: number,
  x: number,
  y: number,
  width: number,
  height: number,
): Pixels {
  const bitmap = createPixels(width, height, 1);
  for (let row = 0, to = 0; row < height; row++) {
    let from = (y + row) * stride + x;
    for (const end = from + width; from < end; from++, to++) bitmap.data[to] = (data[from]! & plane) === 0 ? 0 : 1;
  }
  return bitmap;
}

/** The two colours of a rectangle (the same twice where it has one); undefined where it has more. */
export function twoColors({ data, width: stride }: Pixels, x: number, y: number, width: number, height: number) {
  const background = data[y * stride + x]!;
  let foreground = background;
  for (let row = y; row < y + height; row++) {
    const end = row * stride + x + width;
    for (let at = row * stride + x; at < end; at++) {
      const pixel = data[at]!;
      if (pixel === background || pixel === foreground) continue;
      if (foreground !== background) return undefined;
      foreground = pixel;
    }
  }
  return { background, foreground };
}

/** Where a rectangle has one colour, as a bitmap. */
export function inColor(
  { data, width: stride }: Pixels,
  color: number,
  x: number,
  y: number,
  width: number,
  height: number,
) {
  const bitmap = createPixels(width, height, 1);
  for (let row = 0, to = 0; row < height; row++) {
    let from = (y + row) * stride + x;
    for (const end = from + width; from < end; from++, to++) bitmap.data[to] = data[from] === color ? 1 : 0;
  }
  return bitmap;
}
