/** Picture files, decoded by the browser. */
import { createPixels, type Pixels } from '../../../xserver/raster/pixels.ts';

/** Rejects for what is no such picture. */
export async function decodeStill(kind: string, data: Uint8Array): Promise<Pixels> {
  const blob = new Blob([data.slice()], { type: `image/${kind}` });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas to decode on');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const pixels = createPixels(width, height, 24);
  for (let i = 0, at = 0; i < pixels.data.length; i++, at += 4)
    pixels.data[i] = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
  return pixels;
}
