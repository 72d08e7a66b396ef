/**
 * A loaded font: plain data, as the core keeps it in its state, and the questions that requests ask of it.
 *
 * A font file (PCF or BDF) becomes a `Font` by `parseFontFile`; names become files through a `FontCatalogue`.
 * Character codes are 16 bits here: byte1 << 8 | byte2, byte1 being 0 for the 8-bit text requests.
 */

/** One font property: numbers are the INT32 or CARD32 sent as they are, strings (Latin-1) are sent as their atom. */
export interface FontProperty {
  name: string;
  value: number | string;
}

/** CHARINFO in X11's order: left and right side bearing, width, ascent, descent, attributes. */
export type CharInfo = [number, number, number, number, number, number];

/** What QueryFont and ListFontsWithInfo have in common (X11 §8.5): all but the characters. */
export interface FontInfo {
  /** 0 left to right, 1 right to left. */
  drawDirection: number;
  minByte1: number;
  maxByte1: number;
  minCharOrByte2: number;
  maxCharOrByte2: number;
  /** The code drawn for characters that do not exist; it may not exist itself. */
  defaultChar: number;
  allCharsExist: boolean;
  fontAscent: number;
  fontDescent: number;
  /** Over all characters, of their ink. */
  minBounds: CharInfo;
  maxBounds: CharInfo;
  /** The same of their bitmaps, which in a character-cell font are the cell; scaling starts from these. */
  minBitmap: CharInfo;
  maxBitmap: CharInfo;
  properties: FontProperty[];
}

export interface Font extends FontInfo {
  /** Identity: hash of the file's bytes, and how it was scaled. Two fonts of one hash are the same font. */
  hash: string;
  /** Its FONT property, an XLFD in most cases. */
  name: string;
  /** Six numbers per glyph, in the order of CharInfo: the extents of its bitmap. */
  metrics: Int16Array;
  /** The same for the glyph's ink, as replies give it; null where that is `metrics`. */
  inkMetrics: Int16Array | null;
  /** Start of each glyph's rows in `bits`; a row takes (right - left + 7) >> 3 bytes. */
  offsets: Uint32Array;
  /** The most significant bit is the leftmost pixel. */
  bits: Uint8Array;
  /** Glyph of each position, row by row of byte1 from minByte1; NO_GLYPH where the character does not exist. */
  index: Uint16Array;
}

export const NO_GLYPH = 0xffff;

/** Position of a code in `index`, or -1 outside the font. Fonts of one row count codes through (X11 §8.1). */
function position(font: Font, code: number): number {
  const columns = font.maxCharOrByte2 - font.minCharOrByte2 + 1;
  if (font.maxByte1 === 0) {
    const column = code - font.minCharOrByte2;
    return column >= 0 && column < columns ? column : -1;
  }
  const row = (code >> 8) - font.minByte1;
  const column = (code & 0xff) - font.minCharOrByte2;
  if (row < 0 || code >> 8 > font.maxByte1 || column < 0 || column >= columns) return -1;
  return row * columns + column;
}

/** The glyph of this very character, or -1: no default character here (QueryFont's character list). */
export function exactGlyph(font: Font, code: number): number {
  const at = position(font, code);
  if (at < 0) return -1;
  const glyph = font.index[at];
  return glyph === undefined || glyph === NO_GLYPH ? -1 : glyph;
}

/**
 * The glyph to draw for a 16-bit code, or a byte of 8-bit text: its own, else the default character's, else -1 (draw
 * nothing, no advance).
 */
export function glyphIndex(font: Font, code: number): number {
  const glyph = exactGlyph(font, code);
  return glyph >= 0 ? glyph : exactGlyph(font, font.defaultChar);
}

export interface TextExtents {
  drawDirection: number;
  fontAscent: number;
  fontDescent: number;
  overallAscent: number;
  overallDescent: number;
  overallWidth: number;
  overallLeft: number;
  overallRight: number;
}

function isEmpty(metrics: Int16Array, glyph: number): boolean {
  for (let k = 0; k < 5; k++) if (metrics[glyph * 6 + k] !== 0) return false;
  return true;
}

/**
 * QueryTextExtents (X11 §8.5) over 16-bit codes. A character with all metrics zero counts as one that does not exist
 * (X11 §8.5 says so of CHARINFO); such a one without a default character counts nothing.
 */
export function textExtents(font: Font, codes: ArrayLike<number>): TextExtents {
  const metrics = font.inkMetrics ?? font.metrics;
  const extents: TextExtents = {
    drawDirection: font.drawDirection,
    fontAscent: font.fontAscent,
    fontDescent: font.fontDescent,
    overallAscent: 0,
    overallDescent: 0,
    overallWidth: 0,
    overallLeft: 0,
    overallRight: 0,
  };
  let first = true;
  for (let i = 0; i < codes.length; i++) {
    let glyph = exactGlyph(font, codes[i]!);
    if (glyph < 0 || isEmpty(metrics, glyph)) glyph = exactGlyph(font, font.defaultChar);
    if (glyph < 0 || isEmpty(metrics, glyph)) continue;
    const at = glyph * 6;
    const left = extents.overallWidth + metrics[at]!;
    const right = extents.overallWidth + metrics[at + 1]!;
    const width = metrics[at + 2]!;
    const ascent = metrics[at + 3]!;
    const descent = metrics[at + 4]!;
    extents.overallLeft = first ? left : Math.min(extents.overallLeft, left);
    extents.overallRight = first ? right : Math.max(extents.overallRight, right);
    extents.overallAscent = first ? ascent : Math.max(extents.overallAscent, ascent);
    extents.overallDescent = first ? descent : Math.max(extents.overallDescent, descent);
    extents.overallWidth += width;
    first = false;
  }
  return extents;
}

/** Width of a run of glyphs (of glyphIndex; negative ones count nothing), as the text requests advance. */
export function runWidth(font: Font, glyphs: ArrayLike<number>): number {
  let width = 0;
  for (let i = 0; i < glyphs.length; i++) {
    const glyph = glyphs[i]!;
    if (glyph >= 0) width += font.metrics[glyph * 6 + 2]!;
  }
  return width;
}

/**
 * The CHARINFOs of QueryFont, six numbers each, zeros where a character does not exist: one per position of `index`, or
 * none where the bounds say all (X11 §8.5: the characters may be left out if all metrics are the same).
 */
export function queryFontCharacters(font: Font): Int32Array {
  const { minBounds, maxBounds } = font;
  if ([0, 1, 2, 3, 4].every((k) => minBounds[k] === maxBounds[k])) return new Int32Array(0);
  const metrics = font.inkMetrics ?? font.metrics;
  const characters = new Int32Array(font.index.length * 6);
  for (let at = 0; at < font.index.length; at++) {
    const glyph = font.index[at]!;
    if (glyph === NO_GLYPH) continue;
    for (let k = 0; k < 6; k++) characters[at * 6 + k] = metrics[glyph * 6 + k]!;
  }
  return characters;
}
