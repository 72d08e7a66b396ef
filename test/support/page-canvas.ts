/** Reads what a page's canvas shows, in tests with viewers that are not ours. */
import type { Page } from 'playwright-core';

/** The pixels of a page's first canvas, 0xrrggbb. */
export async function canvasPixels(page: Page): Promise<Uint32Array> {
  const numbers = await page.evaluate(() => {
    const canvas = document.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const bytes = new Uint8Array(data.buffer);
    let text = '';
    for (let i = 0; i < bytes.length; i += 8192) text += String.fromCharCode(...bytes.subarray(i, i + 8192));
    return btoa(text);
  });
  const rgba = Buffer.from(numbers, 'base64');
  return Uint32Array.from({ length: rgba.length / 4 }, (_, i) => rgba.readUIntBE(i * 4, 3));
}
