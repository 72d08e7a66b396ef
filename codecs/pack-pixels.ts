/**
 * Pixels as few bytes, without loss: pictures that are sent for themselves (snapshots, patches, what a newcomer sees first). A byte that says
 * what the highest bytes of the pixels are, then what lossless-image.ts makes of them.
 */
import { ImageModel, type Picture } from './lossless-image.ts';
import { PixelReader, PixelWriter } from './pixel-coder.ts';

/** Highest bytes that are all the same are told once. */
const SAME_TOP = 1;
const FOUR_CHANNELS = 0;

/** The bytes are no packed pixels. */
export class PackedPixelsError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PackedPixelsError';
  }
}

/** The highest byte of all pixels, or undefined where they differ. */
export function commonTop(pixels: Uint32Array): number | undefined {
  const top = (pixels[0] ?? 0) >>> 24;
  for (const pixel of pixels) if (pixel >>> 24 !== top) return undefined;
  return top;
}

/** `pixels` row by row, whole rows. */
export function packPixels(pixels: Uint32Array, width: number): Uint8Array {
  if (width < 1 || pixels.length % width !== 0) throw new RangeError(`${pixels.length} pixels in rows of ${width}`);
  const top = commonTop(pixels);
  const model = new ImageModel();
  const writer = new PixelWriter(model.probabilities);
  const height = pixels.length / width;
  const own = top === undefined ? pixels : pixels.map((pixel) => pixel & 0xffffff);
  const picture: Picture = { pixels: own, width, height, channels: top === undefined ? 4 : 3 };
  model.code(writer, picture, 0, height);
  const coded = writer.finish();
  const bytes = new Uint8Array(coded.length + 2);
  bytes[0] = top === undefined ? FOUR_CHANNELS : SAME_TOP;
  bytes[1] = top ?? 0;
  bytes.set(coded, 2);
  return bytes;
}

/**
 * The pixels again: `count` of them, in rows of `width`.
 * @throws PackedPixelsError for bytes that packPixels has not made.
 */
export function unpackPixels(bytes: Uint8Array, width: number, count: number): Uint32Array {
  if (width < 1 || count % width !== 0) throw new RangeError(`${count} pixels in rows of ${width}`);
  const kind = bytes[0];
  const top = bytes[1];
  if (kind === undefined || top === undefined || kind > SAME_TOP) throw new PackedPixelsError('no packed pixels');
  const model = new ImageModel();
  const reader = new PixelReader(model.probabilities);
  reader.start(bytes.subarray(2));
  const pixels = new Uint32Array(count);
  const picture: Picture = { pixels, width, height: count / width, channels: kind === SAME_TOP ? 3 : 4 };
  model.code(reader, picture, 0, picture.height);
  if (kind === SAME_TOP && top !== 0) for (let i = 0; i < count; i++) pixels[i] = (pixels[i]! | (top << 24)) >>> 0;
  return pixels;
}
