/** CopyRect (RFC 6143 §7.7.2): the pixels are elsewhere in the viewer's framebuffer already. */
import type { ByteWriter } from '../byte-writer.ts';
import { u16 } from '../parse.ts';
import type { Encoding } from './encoding.ts';

export const copyRect: Encoding = {
  name: 'CopyRect',
  number: 1,

  *decode(rect, { painter }) {
    const bytes = yield 4;
    // The painter refuses sources outside the framebuffer.
    painter.copy(u16(bytes, 0), u16(bytes, 2), rect);
  },
};

export function encodeCopyRect(sourceX: number, sourceY: number, out: ByteWriter): void {
  out.u16(sourceX);
  out.u16(sourceY);
}
