/** RRE (RFC 6143 §7.7.3): a background and rectangles of one colour each on it. */
import { RfbError } from '../errors.ts';
import { u16, u32 } from '../parse.ts';
import { readPixel, writePixel, type PixelEncoding } from './encoding.ts';
import { backgroundOf, findSubrects } from './subrects.ts';

/** Subrectangles parsed at once. */
const BATCH = 4096;
/** Parts may lie over one another, but few bytes must not cost many fills of everything. */
const MAX_OVERDRAW = 8;

export const rre: PixelEncoding = {
  name: 'RRE',
  number: 2,
  lossy: false,
  exact: true,
  maxWidth: 0xffff,

  encode({ values, width, height }, { format }, out) {
    const background = backgroundOf(values);
    const rects = findSubrects(values, width, height, background, values.length)!;
    out.u32(rects.length / 5);
    writePixel(out, format.pixel, background);
    for (let i = 0; i < rects.length; i += 5) {
      writePixel(out, format.pixel, rects[i]!);
      for (let j = 1; j < 5; j++) out.u16(rects[i + j]!);
    }
  },

  *decode(rect, { format, painter }) {
    const { size } = format.pixel;
    const head = yield 4 + size;
    const count = u32(head, 0);
    if (count > rect.width * rect.height) throw new RfbError(`RRE with ${count} parts in fewer pixels`);
    painter.solid(rect, format.rgbOf(readPixel(head, 4, format.pixel)));
    let paint = MAX_OVERDRAW * rect.width * rect.height;
    for (let done = 0; done < count;) {
      const batch = Math.min(BATCH, count - done);
      const bytes = yield batch * (size + 8);
      for (let i = 0, at = 0; i < batch; i++, at += size + 8) {
        const x = u16(bytes, at + size);
        const y = u16(bytes, at + size + 2);
        const width = u16(bytes, at + size + 4);
        const height = u16(bytes, at + size + 6);
        if (x + width > rect.width || y + height > rect.height) throw new RfbError('RRE part outside its rectangle');
        paint -= width * height;
        if (paint < 0) throw new RfbError('RRE paints over itself too often');
        painter.solid(
          { x: rect.x + x, y: rect.y + y, width, height },
          format.rgbOf(readPixel(bytes, at, format.pixel)),
        );
      }
      done += batch;
    }
  },
};
