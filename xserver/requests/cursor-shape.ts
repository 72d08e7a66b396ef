/** Two-coloured cursors: which pixel has which colour, and the picture that comes of it. X11 §10 CreateCursor */
import type { CursorImage } from '../driver.ts';
import type { Font } from '../fonts/font.ts';
import type { Pixels } from '../raster/pixels.ts';

const TRANSPARENT = 0;
const BACKGROUND = 1;
const FOREGROUND = 2;

export interface CursorShape {
  readonly width: number;
  readonly height: number;
  readonly hotX: number;
  readonly hotY: number;
  /** 0 transparent, 1 background, 2 foreground, row by row. */
  readonly cells: Uint8Array;
}

/** Colours as requests carry them, 16 bits each. */
export interface CursorColours {
  readonly foreRed: number;
  readonly foreGreen: number;
  readonly foreBlue: number;
  readonly backRed: number;
  readonly backGreen: number;
  readonly backBlue: number;
}

/** The picture of a shape in two colours. */
export function paintCursor(shape: CursorShape, colours: CursorColours): CursorImage {
  const { width, height, hotX, hotY, cells } = shape;
  const foreground = opaque(colours.foreRed, colours.foreGreen, colours.foreBlue);
  const background = opaque(colours.backRed, colours.backGreen, colours.backBlue);
  const argb = new Uint32Array(cells.length);
  for (let i = 0; i < cells.length; i++) {
    argb[i] = cells[i] === FOREGROUND ? foreground : cells[i] === BACKGROUND ? background : 0;
  }
  return { width, height, hotX, hotY, argb };
}

function opaque(red: number, green: number, blue: number): number {
  return (0xff000000 | ((red >> 8) << 16) | ((green >> 8) << 8) | (blue >> 8)) >>> 0;
}

/** From bitmaps of one size; without a mask all of the source shows. */
export function bitmapCursor(source: Pixels, mask: Pixels | undefined, hotX: number, hotY: number): CursorShape {
  const { width, height, data } = source;
  const cells = new Uint8Array(data.length);
  for (let i = 0; i < cells.length; i++) {
    if (mask !== undefined && mask.data[i] === 0) cells[i] = TRANSPARENT;
    else cells[i] = data[i] === 0 ? BACKGROUND : FOREGROUND;
  }
  return { width, height, hotX, hotY, cells };
}

export interface FontGlyph {
  readonly font: Font;
  readonly glyph: number;
}

/**
 * From glyphs whose origins coincide; without a mask glyph the whole box shows. The cursor has the size of the mask's glyph
 * with its origin, as in the sample server; the hot spot is the origin.
 */
export function glyphCursor(source: FontGlyph, mask: FontGlyph | undefined): CursorShape {
  const { metrics } = (mask ?? source).font;
  const at = (mask ?? source).glyph * 6;
  const hotX = Math.max(0, -metrics[at]!);
  const hotY = Math.max(0, metrics[at + 3]!);
  const width = hotX + Math.max(0, metrics[at + 1]!);
  const height = hotY + Math.max(0, metrics[at + 4]!);
  const cells = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (mask !== undefined && !hasInk(mask, x - hotX, y - hotY)) continue;
      cells[y * width + x] = hasInk(source, x - hotX, y - hotY) ? FOREGROUND : BACKGROUND;
    }
  }
  return { width, height, hotX, hotY, cells };
}

/** Whether a glyph has ink at a place relative to its origin. */
function hasInk({ font, glyph }: FontGlyph, x: number, y: number): boolean {
  const at = glyph * 6;
  const left = font.metrics[at]!;
  const right = font.metrics[at + 1]!;
  const column = x - left;
  const row = y + font.metrics[at + 3]!;
  if (column < 0 || x >= right || row < 0 || y >= font.metrics[at + 4]!) return false;
  const rowBytes = (right - left + 7) >> 3;
  return (font.bits[font.offsets[glyph]! + row * rowBytes + (column >> 3)]! & (0x80 >> (column & 7))) !== 0;
}
