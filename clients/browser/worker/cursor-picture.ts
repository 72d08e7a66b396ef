import type { CursorImage } from '../../../xserver/driver.ts';
import type { CursorPicture } from './messages.ts';

/** A cursor as the page draws it: RGBA, colours no longer multiplied by alpha. */
export function cursorPicture({ width, height, hotX, hotY, argb }: CursorImage): CursorPicture {
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) {
    const pixel = argb[i]!;
    const alpha = pixel >>> 24;
    if (alpha === 0) continue;
    rgba[i * 4] = (((pixel >>> 16) & 0xff) * 255) / alpha;
    rgba[i * 4 + 1] = (((pixel >>> 8) & 0xff) * 255) / alpha;
    rgba[i * 4 + 2] = ((pixel & 0xff) * 255) / alpha;
    rgba[i * 4 + 3] = alpha;
  }
  return { width, height, hotX, hotY, rgba };
}
