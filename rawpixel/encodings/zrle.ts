/** ZRLE (RFC 6143 §7.7.6): tiles of 64x64 with palettes and runs, in one zlib stream through the connection. */
import { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { cutPixels } from '../rect.ts';
import { u32 } from '../parse.ts';
import type { PixelEncoding } from './encoding.ts';
import { decodeTile, encodeTile, TileReader } from './tile-rle.ts';

const TILE = 64;

/** The most bytes that the tiles of a rectangle can be: runs of one pixel each. */
function mostBytes(width: number, height: number): number {
  return width * height * 5 + Math.ceil(width / TILE) * Math.ceil(height / TILE) * (1 + 127 * 4);
}

export const zrle: PixelEncoding = {
  name: 'ZRLE',
  number: 16,
  lossy: false,
  exact: true,
  maxWidth: 0xffff,

  encode({ values, width: blockWidth, height: blockHeight }, state, out) {
    const tiles = new ByteWriter(4096);
    for (let y = 0; y < blockHeight; y += TILE) {
      for (let x = 0; x < blockWidth; x += TILE) {
        const width = Math.min(TILE, blockWidth - x);
        const height = Math.min(TILE, blockHeight - y);
        encodeTile(cutPixels(values, blockWidth, { x, y, width, height }), width, height, state.format.compact, tiles);
      }
    }
    const { level, begins } = state.useStream('zrle');
    out.defer({ kind: 'deflate', stream: 'zrle', level, begins, data: tiles.finish() }, (packed, to) => {
      to.u32(packed.length);
      to.bytes(packed);
    });
  },

  *decode(rect, state) {
    const length = u32(yield 4, 0);
    const most = mostBytes(rect.width, rect.height);
    // Deflate adds at most a little to what it cannot make smaller.
    if (length > most + (most >> 3) + 1024) throw new RfbError(`ZRLE of ${length} bytes for ${most}`);
    const packed = length === 0 ? new Uint8Array(0) : yield length;
    const reader = new TileReader(state.inflater('zrle').inflate(packed, most));
    for (let y = 0; y < rect.height; y += TILE) {
      for (let x = 0; x < rect.width; x += TILE) {
        const width = Math.min(TILE, rect.width - x);
        const height = Math.min(TILE, rect.height - y);
        const values = new Uint32Array(width * height);
        decodeTile(reader, values, width, height, state.format.compact, undefined);
        state.painter.put({ x: rect.x + x, y: rect.y + y, width, height }, state.format.toRgb(values));
      }
    }
    if (!reader.atEnd) throw new RfbError('ZRLE has bytes after its tiles');
  },
};
