/**
 * WebP, ours alone (no number is registered): the length, 4 bytes, then the file, lossy or lossless. Beside JPEG it is about a third smaller at the
 * same distance from the original, and a lossless one is smaller than what deflate makes of a photo by a quarter.
 */
import { RfbError } from '../errors.ts';
import { MAX_IMAGE_BYTES } from '../limits.ts';
import { u32 } from '../parse.ts';
import type { PixelEncoding } from './encoding.ts';

export const webp: PixelEncoding = {
  name: 'WebP',
  // "FPW1"
  number: 0x46505731,
  lossy: true,
  exact: true,
  maxWidth: 16_383,

  encode({ rgb: pixels, width, height }, _state, out, { quality }) {
    const kind = quality === undefined ? 'webp-lossless' : 'webp';
    const request = { kind, pixels, width, height, quality: quality ?? 100 } as const;
    out.defer({ kind: 'still', request }, (file, to) => {
      to.u32(file.length);
      to.bytes(file);
    });
  },

  *decode(rect, { painter }) {
    const length = u32(yield 4, 0);
    if (length === 0 || length > MAX_IMAGE_BYTES) throw new RfbError(`picture of ${length} bytes`);
    // Kept until the platform has decoded it: not a view of a received chunk.
    painter.image(rect, 'webp', (yield length).slice());
  },
};
