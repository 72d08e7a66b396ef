/** Hextile (RFC 6143 §7.7.4): tiles of 16x16, each raw or a background with rectangles on it. */
import { RfbError } from '../errors.ts';
import { cutPixels, fillPixels } from '../rect.ts';
import { readPixel, writePixel, writePixels, type PixelEncoding } from './encoding.ts';
import { backgroundOf, findSubrects } from './subrects.ts';

const TILE = 16;
const RAW = 1;
const BACKGROUND = 2;
const FOREGROUND = 4;
const ANY_SUBRECTS = 8;
const COLORED = 16;
const MAX_SUBRECTS = 255;

export const hextile: PixelEncoding = {
  name: 'Hextile',
  number: 5,
  lossy: false,
  exact: true,
  maxWidth: 0xffff,

  encode({ values, width: blockWidth, height: blockHeight }, { format }, out) {
    const { size } = format.pixel;
    let lastBackground = -1;
    let lastForeground = -1;
    for (let y = 0; y < blockHeight; y += TILE) {
      for (let x = 0; x < blockWidth; x += TILE) {
        const width = Math.min(TILE, blockWidth - x);
        const height = Math.min(TILE, blockHeight - y);
        const tile = cutPixels(values, blockWidth, { x, y, width, height });
        const background = backgroundOf(tile);
        const rects = findSubrects(tile, width, height, background, MAX_SUBRECTS);
        const count = rects === undefined ? 0 : rects.length / 5;
        let oneColor = true;
        if (rects !== undefined) for (let i = 5; i < rects.length; i += 5) oneColor &&= rects[i] === rects[0];
        const bytes = 1 + size + count * (2 + (oneColor ? 0 : size));
        if (rects === undefined || bytes > tile.length * size) {
          out.u8(RAW);
          writePixels(out, format.pixel, tile);
          // What a raw tile leaves of the carried colours is read differently by different viewers.
          lastBackground = -1;
          lastForeground = -1;
          continue;
        }
        const newBackground = background !== lastBackground;
        const newForeground = count > 0 && oneColor && rects[0] !== lastForeground;
        out.u8(
          (newBackground ? BACKGROUND : 0) |
            (newForeground ? FOREGROUND : 0) |
            (count > 0 ? ANY_SUBRECTS : 0) |
            (oneColor ? 0 : COLORED),
        );
        if (newBackground) writePixel(out, format.pixel, background);
        if (newForeground) writePixel(out, format.pixel, rects[0]!);
        lastBackground = background;
        if (count > 0) lastForeground = oneColor ? rects[0]! : -1;
        if (count > 0) out.u8(count);
        for (let i = 0; i < rects.length; i += 5) {
          if (!oneColor) writePixel(out, format.pixel, rects[i]!);
          out.u8((rects[i + 1]! << 4) | rects[i + 2]!);
          out.u8(((rects[i + 3]! - 1) << 4) | (rects[i + 4]! - 1));
        }
      }
    }
  },

  *decode(rect, { format, painter }) {
    const { size } = format.pixel;
    let background: number | undefined;
    let foreground: number | undefined;
    for (let y = 0; y < rect.height; y += TILE) {
      for (let x = 0; x < rect.width; x += TILE) {
        const width = Math.min(TILE, rect.width - x);
        const height = Math.min(TILE, rect.height - y);
        const place = { x: rect.x + x, y: rect.y + y, width, height };
        const mask = (yield 1)[0]!;
        const tile = new Uint32Array(width * height);
        if (mask & RAW) {
          format.pixel.read(yield tile.length * size, 0, tile.length, tile, 0);
          painter.put(place, format.toRgb(tile));
          continue;
        }
        if (mask & BACKGROUND) background = readPixel(yield size, 0, format.pixel);
        if (mask & FOREGROUND) foreground = readPixel(yield size, 0, format.pixel);
        if (background === undefined) throw new RfbError('Hextile begins without a background');
        tile.fill(background);
        if (mask & ANY_SUBRECTS) {
          const count = (yield 1)[0]!;
          const colored = (mask & COLORED) !== 0;
          const each = colored ? size + 2 : 2;
          const bytes = count === 0 ? new Uint8Array(0) : yield count * each;
          for (let at = 0; at < bytes.length; at += each) {
            const color = colored ? readPixel(bytes, at, format.pixel) : foreground;
            if (color === undefined) throw new RfbError('Hextile part without a foreground');
            const position = bytes[at + each - 2]!;
            const extent = bytes[at + each - 1]!;
            const part = { x: position >> 4, y: position & 15, width: (extent >> 4) + 1, height: (extent & 15) + 1 };
            if (part.x + part.width > width || part.y + part.height > height) {
              throw new RfbError('Hextile part outside its tile');
            }
            fillPixels(tile, width, part, color);
          }
        }
        painter.put(place, format.toRgb(tile));
      }
    }
  },
};
