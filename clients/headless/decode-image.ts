/** Pictures within RFB rectangles, decoded by sharp in its own threads. */
import sharp from 'sharp';
import type { ImageKind } from '../../rawpixel/encodings/encoding.ts';
import type { ImageDecoder } from '../../rawpixel/rfb/client-framebuffer.ts';

/** @param failed what `done` throws: pictures that are none, or of another size than due. */
export function imageDecoder(failed: (error: unknown) => void): ImageDecoder {
  return (_kind, bytes, done) => {
    void decodeFor(bytes, done, failed);
  };
}

async function decodeFor(
  bytes: Uint8Array,
  done: Parameters<ImageDecoder>[2],
  failed: (error: unknown) => void,
): Promise<void> {
  const image = await decodeImage(undefined, bytes);
  try {
    done(image);
  } catch (error) {
    failed(error);
  }
}

/** undefined for what is no picture. */
export async function decodeImage(
  _kind: ImageKind | undefined,
  bytes: Uint8Array,
): Promise<{ width: number; height: number; rgb: Uint32Array } | undefined> {
  try {
    const decoded = sharp(bytes).toColourspace('srgb').removeAlpha().raw();
    const { data, info } = await decoded.toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    if (channels !== 3) return undefined;
    const rgb = new Uint32Array(width * height);
    for (let i = 0, at = 0; i < rgb.length; i++, at += 3) {
      rgb[i] = (data[at]! << 16) | (data[at + 1]! << 8) | data[at + 2]!;
    }
    return { width, height, rgb };
  } catch {
    return undefined;
  }
}
