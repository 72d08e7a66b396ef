/** TRLE (RFC 6143 §7.7.5): tiles of 16x16 with palettes and runs, not compressed further. */
import { ByteWriter } from '../byte-writer.ts';
import { cutPixels } from '../rect.ts';
import type { PixelEncoding } from './encoding.ts';
import { decodeTile, encodeTile, takeTile, TileReader, type TilePalette } from './tile-rle.ts';

const TILE = 16;

export const trle: PixelEncoding = {
  name: 'TRLE',
  number: 15,
  lossy: false,
  exact: true,
  maxWidth: 0xffff,

  encode({ values, width: blockWidth, height: blockHeight }, { format }, out) {
    for (let y = 0; y < blockHeight; y += TILE) {
      for (let x = 0; x < blockWidth; x += TILE) {
        const width = Math.min(TILE, blockWidth - x);
        const height = Math.min(TILE, blockHeight - y);
        encodeTile(cutPixels(values, blockWidth, { x, y, width, height }), width, height, format.compact, out);
      }
    }
  },

  *decode(rect, { format, painter }) {
    const palette: TilePalette = { colors: new Uint32Array(0) };
    for (let y = 0; y < rect.height; y += TILE) {
      for (let x = 0; x < rect.width; x += TILE) {
        const width = Math.min(TILE, rect.width - x);
        const height = Math.min(TILE, rect.height - y);
        const bytes = new ByteWriter(64);
        yield* takeTile(width, height, format.compact.size, palette.colors.length, bytes);
        const values = new Uint32Array(width * height);
        decodeTile(new TileReader(bytes.finish()), values, width, height, format.compact, palette);
        painter.put({ x: rect.x + x, y: rect.y + y, width, height }, format.toRgb(values));
      }
    }
  },
};
