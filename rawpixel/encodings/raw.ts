/** Raw (RFC 6143 §7.7.1): pixel values row by row. */
import { writePixels, type PixelEncoding } from './encoding.ts';

/** Pixels decoded at once: a big rectangle is painted as it comes. */
const BAND_PIXELS = 1 << 16;

export const raw: PixelEncoding = {
  name: 'Raw',
  number: 0,
  lossy: false,
  exact: true,
  maxWidth: 0xffff,

  encode(block, { format }, out) {
    writePixels(out, format.pixel, block.values);
  },

  *decode({ x, y, width, height }, { format, painter }) {
    if (width === 0) return;
    const rowsAtOnce = Math.max(1, Math.floor(BAND_PIXELS / width));
    for (let row = 0; row < height; row += rowsAtOnce) {
      const rows = Math.min(rowsAtOnce, height - row);
      const count = rows * width;
      const bytes = count === 0 ? new Uint8Array(0) : yield count * format.pixel.size;
      const values = new Uint32Array(count);
      format.pixel.read(bytes, 0, count, values, 0);
      painter.put({ x, y: y + row, width, height: rows }, format.toRgb(values));
    }
  },
};
