/** The platform's picture encoders and decoders, as a host and a viewer pass them in: here node-canvas, which works at once. */
import { createCanvas, Image, ImageData } from 'canvas';
import type { ImageEncoders } from '../../rawpixel/packing.ts';
import type { ImageDecoder } from '../../rawpixel/rfb/client-framebuffer.ts';

function canvasOf(rgb: Uint32Array, width: number, height: number) {
  const canvas = createCanvas(width, height);
  const rgba = new Uint8ClampedArray(rgb.length * 4);
  for (let i = 0; i < rgb.length; i++) {
    rgba[i * 4] = (rgb[i]! >> 16) & 0xff;
    rgba[i * 4 + 1] = (rgb[i]! >> 8) & 0xff;
    rgba[i * 4 + 2] = rgb[i]! & 0xff;
    rgba[i * 4 + 3] = 255;
  }
  canvas.getContext('2d').putImageData(new ImageData(rgba, width, height), 0, 0);
  return canvas;
}

export const images: ImageEncoders = {
  jpeg: (rgb, width, height, quality) =>
    new Uint8Array(canvasOf(rgb, width, height).toBuffer('image/jpeg', { quality: quality / 100 })),
  png: (rgb, width, height) => new Uint8Array(canvasOf(rgb, width, height).toBuffer('image/png')),
};

export const decodeImage: ImageDecoder = (_kind, bytes, done) => {
  const image = new Image();
  try {
    image.src = Buffer.from(bytes);
  } catch {
    done(undefined);
    return;
  }
  const { width, height } = image;
  if (width === 0 || height === 0) {
    done(undefined);
    return;
  }
  const context = createCanvas(width, height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  const rgb = new Uint32Array(width * height);
  for (let i = 0; i < rgb.length; i++) {
    rgb[i] = (data[i * 4]! << 16) | (data[i * 4 + 1]! << 8) | data[i * 4 + 2]!;
  }
  done({ width, height, rgb });
};
