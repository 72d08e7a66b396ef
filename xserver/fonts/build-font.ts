/**
 * A `Font` from glyphs and properties, as X.Org's font compiler makes one: characters put into their matrix, bounds taken
 * over the characters that have codes, and the glyphs of a character-cell font padded to the cell, so that drawing may
 * copy whole cells; their ink is then described apart.
 */
import type { CharInfo, Font, FontProperty } from './font.ts';
import { NO_GLYPH } from './font.ts';
import { FontFileError } from './font-file-error.ts';
import { MAX_BITMAP_BYTES, MAX_GLYPHS } from './limits.ts';

export interface FontParts {
  hash: string;
  name: string;
  fontAscent: number;
  fontDescent: number;
  /** Undefined where the source names none; the protocol then sees 0. */
  defaultChar: number | undefined;
  properties: FontProperty[];
  glyphs: GlyphParts[];
}

export interface GlyphParts {
  /** 16-bit code; the last of two glyphs with the same code counts. */
  code: number;
  /** Extents of the bitmap. */
  metric: CharInfo;
  /** Rows padded to bytes, most significant bit leftmost; borrowed. */
  bits: Uint8Array;
}

function isEmpty(metric: CharInfo): boolean {
  for (let k = 0; k < 5; k++) if (metric[k] !== 0) return false;
  return true;
}

/** Smallest and largest of every metric; the attributes that all and that any have. */
function boundsOf(metrics: Iterable<CharInfo>): { min: CharInfo; max: CharInfo } {
  const min: CharInfo = [32767, 32767, 32767, 32767, 32767, 0xffff];
  const max: CharInfo = [-32768, -32768, -32768, -32768, -32768, 0];
  for (const metric of metrics) {
    if (!isEmpty(metric)) {
      for (let k = 0; k < 5; k++) {
        min[k] = Math.min(min[k]!, metric[k]!);
        max[k] = Math.max(max[k]!, metric[k]!);
      }
    }
    min[5] &= metric[5];
    max[5] |= metric[5];
  }
  min[5] = (min[5] << 16) >> 16;
  max[5] = (max[5] << 16) >> 16;
  return { min, max };
}

function bit(bits: Uint8Array, stride: number, x: number, y: number): boolean {
  return (bits[y * stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0;
}

/** The same picture in another bounding box. */
function reshape(glyph: GlyphParts, to: CharInfo): GlyphParts {
  const [left, right, , ascent, descent] = glyph.metric;
  const stride = (right - left + 7) >> 3;
  const newStride = (to[1] - to[0] + 7) >> 3;
  const bits = new Uint8Array(newStride * (to[3] + to[4]));
  for (let y = Math.max(-ascent, -to[3]); y < Math.min(descent, to[4]); y++) {
    for (let x = Math.max(left, to[0]); x < Math.min(right, to[1]); x++) {
      if (!bit(glyph.bits, stride, x - left, y + ascent)) continue;
      bits[(y + to[3]) * newStride + ((x - to[0]) >> 3)]! |= 0x80 >> ((x - to[0]) & 7);
    }
  }
  return { code: glyph.code, metric: [to[0], to[1], to[2], to[3], to[4], glyph.metric[5]], bits };
}

/** The box around the set pixels; without any, an empty one at the left edge. */
export function inkOf(glyph: GlyphParts): CharInfo {
  const [left, right, width, ascent, descent, attributes] = glyph.metric;
  const stride = (right - left + 7) >> 3;
  let [x1, x2, y1, y2] = [right - left, 0, ascent + descent, 0];
  for (let y = 0; y < ascent + descent; y++) {
    for (let x = 0; x < right - left; x++) {
      if (!bit(glyph.bits, stride, x, y)) continue;
      x1 = Math.min(x1, x);
      x2 = Math.max(x2, x + 1);
      y1 = Math.min(y1, y);
      y2 = Math.max(y2, y + 1);
    }
  }
  if (x2 === 0) return [left, left, width, 0, 0, attributes];
  return [left + x1, left + x2, width, ascent - y1, y2 - ascent, attributes];
}

/** Whether all glyphs fit into one cell, and are not all that cell already. */
function fitsCell(min: CharInfo, max: CharInfo, ascent: number, descent: number): boolean {
  if (max[3] === 0 && max[4] === 0) return false;
  const fits =
    min[0] >= 0 && max[1] <= max[2] && min[2] === max[2] && max[3] <= ascent && max[4] <= descent && min[2] > 0;
  return fits && (max[0] !== 0 || min[1] !== min[2] || min[3] !== ascent || min[4] !== descent);
}

/** @throws FontFileError where there are no characters, or too many. */
export function buildFont(parts: FontParts): Font {
  const byCode = new Map<number, GlyphParts>();
  for (const glyph of parts.glyphs) byCode.set(glyph.code, glyph);
  if (byCode.size === 0 || byCode.size > MAX_GLYPHS) throw new FontFileError(`a font of ${byCode.size} characters`);

  let [minByte1, maxByte1, minByte2, maxByte2] = [255, 0, 255, 0];
  for (const code of byCode.keys()) {
    minByte1 = Math.min(minByte1, code >> 8);
    maxByte1 = Math.max(maxByte1, code >> 8);
    minByte2 = Math.min(minByte2, code & 0xff);
    maxByte2 = Math.max(maxByte2, code & 0xff);
  }
  let glyphs = [...byCode.values()];
  let { min, max } = boundsOf(glyphs.map((glyph) => glyph.metric));
  if (fitsCell(min, max, parts.fontAscent, parts.fontDescent)) {
    const cell: CharInfo = [0, min[2], min[2], parts.fontAscent, parts.fontDescent, 0];
    glyphs = glyphs.map((glyph) => reshape(glyph, cell));
    ({ min, max } = boundsOf(glyphs.map((glyph) => glyph.metric)));
  }
  const [minBitmap, maxBitmap] = [min, max];
  let ink: CharInfo[] | undefined;
  if (min.every((value, k) => value === max[k])) {
    ink = glyphs.map(inkOf);
    ({ min, max } = boundsOf(ink));
  }

  const columns = maxByte2 - minByte2 + 1;
  const index = new Uint16Array((maxByte1 - minByte1 + 1) * columns).fill(NO_GLYPH);
  const offsets = new Uint32Array(glyphs.length);
  const metrics = new Int16Array(glyphs.length * 6);
  const inkMetrics = ink === undefined ? null : new Int16Array(glyphs.length * 6);
  let size = 0;
  let leftward = 0;
  glyphs.forEach((glyph, i) => {
    index[((glyph.code >> 8) - minByte1) * columns + (glyph.code & 0xff) - minByte2] = i;
    metrics.set(glyph.metric, i * 6);
    if (ink !== undefined) inkMetrics?.set(ink[i]!, i * 6);
    offsets[i] = size;
    size += glyph.bits.length;
    if (glyph.metric[2] < 0) leftward++;
  });
  if (size > MAX_BITMAP_BYTES) throw new FontFileError('font bitmaps are too large');
  const bits = new Uint8Array(size);
  glyphs.forEach((glyph, i) => bits.set(glyph.bits, offsets[i]!));

  return {
    hash: parts.hash,
    name: parts.name,
    drawDirection: leftward > glyphs.length - leftward ? 1 : 0,
    minByte1,
    maxByte1,
    minCharOrByte2: minByte2,
    maxCharOrByte2: maxByte2,
    defaultChar: parts.defaultChar ?? 0,
    allCharsExist: !index.includes(NO_GLYPH),
    fontAscent: parts.fontAscent,
    fontDescent: parts.fontDescent,
    minBounds: min,
    maxBounds: max,
    minBitmap,
    maxBitmap,
    properties: parts.properties,
    metrics,
    inkMetrics,
    offsets,
    bits,
    index,
  };
}
