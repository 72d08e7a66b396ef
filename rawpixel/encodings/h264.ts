/**
 * Open H.264 (registered as 50; described in the rfbproto text): a length, flags, and so many bytes of the H.264 stream that belongs to exactly this
 * rectangle, as an Annex B byte stream of whole pictures. A picture larger than its rectangle is cut off right and below.
 */
import type { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { MAX_IMAGE_BYTES } from '../limits.ts';
import { u32 } from '../parse.ts';
import type { Encoding } from './encoding.ts';

export const h264Flag = {
  /** This rectangle's stream begins here. */
  resetContext: 1,
  /** So do all others, with whatever comes of them next. */
  resetAllContexts: 2,
} as const;

export const h264: Encoding = {
  name: 'H264',
  number: 50,

  *decode(rect, { painter }) {
    const head = yield 8;
    const length = u32(head, 0);
    if (length > MAX_IMAGE_BYTES) throw new RfbError(`${length} bytes of H.264`);
    // Kept until the platform has decoded it: not a view of a received chunk.
    const data = length === 0 ? new Uint8Array(0) : (yield length).slice();
    painter.film(rect, u32(head, 4), data);
  },
};

/** @param data nothing where a stream is only to end. */
export function encodeH264(flags: number, data: Uint8Array, out: ByteWriter): void {
  out.u32(data.length);
  out.u32(flags);
  out.bytes(data);
}
