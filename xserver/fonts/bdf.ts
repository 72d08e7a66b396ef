/**
 * Glyph Bitmap Distribution Format, version 2.1 ("Bitmap Distribution Format", Adobe, as X11 uses it): fonts as text.
 * What the file leaves out is filled in as X.Org's reader does, so that properties and metrics are the same as through it.
 */
import type { GlyphParts } from './build-font.ts';
import { buildFont } from './build-font.ts';
import type { Font, FontProperty } from './font.ts';
import { FontFileError } from './font-file-error.ts';
import { MAX_BITMAP_BYTES, MAX_FONT_FILE_BYTES, MAX_FONT_PROPERTIES, MAX_GLYPH_SIZE, MAX_GLYPHS } from './limits.ts';

const START = 'STARTFONT';

export function isBdf(file: Uint8Array): boolean {
  for (let i = 0; i < START.length; i++) if (file[i] !== START.charCodeAt(i)) return false;
  return true;
}

/** The lines that say something: not empty, not COMMENT. */
class Lines {
  readonly #file: Uint8Array;
  #at = 0;

  constructor(file: Uint8Array) {
    this.#file = file;
  }

  next(): string {
    const file = this.#file;
    while (this.#at < file.length) {
      let text = '';
      while (this.#at < file.length && file[this.#at] !== 0x0a) {
        const code = file[this.#at++]!;
        if (code !== 0x0d && text.length < 4096) text += String.fromCharCode(code);
      }
      this.#at++;
      if (text !== '' && !text.startsWith('COMMENT')) return text;
    }
    throw new FontFileError('BDF file is cut short');
  }

  /** The words after the keyword of the next line. */
  expect(keyword: string): string[] {
    const line = this.next();
    if (!line.startsWith(keyword)) throw new FontFileError(`BDF file lacks ${keyword}`);
    return words(line.slice(keyword.length));
  }
}

function words(text: string): string[] {
  return text.split(/[ \t]+/).filter((word) => word !== '');
}

function integer(word: string | undefined): number {
  if (word === undefined || !/^[-+]?[0-9]{1,9}$/.test(word))
    throw new FontFileError(`BDF number expected, not ${word}`);
  return Number(word);
}

function integers(list: string[], count: number): number[] {
  const values: number[] = [];
  for (let i = 0; i < count; i++) values.push(integer(list[i]));
  return values;
}

/** A 16-bit metric, within what a glyph may measure. */
function measure(value: number): number {
  if (Math.abs(value) > MAX_GLYPH_SIZE) throw new FontFileError(`BDF metric ${value} is out of range`);
  return value;
}

interface Header {
  pointSize: number;
  resolutionX: number;
  resolutionY: number;
  fontName: string;
}

function readHeader(lines: Lines): Header {
  if (lines.expect('STARTFONT')[0] !== '2.1') throw new FontFileError('BDF version is not 2.1');
  const font = lines.next();
  if (!font.startsWith('FONT ')) throw new FontFileError('BDF file lacks FONT');
  const size = lines.expect('SIZE');
  const pointSize = Number.parseFloat(size[0] ?? '');
  const [resolutionX, resolutionY] = integers(size.slice(1), 2);
  lines.expect('FONTBOUNDINGBOX');
  if (!(pointSize >= 1 && pointSize < 100_000) || resolutionX! < 1 || resolutionY! < 1) {
    throw new FontFileError('BDF SIZE is wrong');
  }
  return { pointSize, resolutionX: resolutionX!, resolutionY: resolutionY!, fontName: font.slice(5).trim() };
}

/** `"text"`, quotes inside doubled; what follows the closing quote is ignored. */
function quoted(text: string): string {
  let value = '';
  for (let i = 1; i < text.length; i++) {
    if (text[i] === '"') {
      if (text[i + 1] !== '"') return value;
      i++;
    }
    value += text[i];
  }
  throw new FontFileError('BDF string has no end');
}

interface Properties {
  list: FontProperty[];
  fontAscent: number;
  fontDescent: number;
  defaultChar: number | undefined;
}

function readProperties(lines: Lines): Properties {
  const count = integer(lines.expect('STARTPROPERTIES')[0]);
  if (count < 0 || count > MAX_FONT_PROPERTIES) throw new FontFileError(`BDF file with ${count} properties`);
  const list: FontProperty[] = [];
  const special = new Map<string, number>();
  for (let i = 0; i < count; i++) {
    const line = lines.next();
    const match = /^[ \t]*([^ \t]+)[ \t]+(.*)$/.exec(line);
    if (match === null) throw new FontFileError(`BDF property without a value: ${line}`);
    const name = match[1]!;
    const text = match[2]!;
    const value = text.startsWith('"') ? quoted(text) : integer(words(text)[0]);
    // These three are fields of the font, not properties.
    if (name === 'FONT_ASCENT' || name === 'FONT_DESCENT' || name === 'DEFAULT_CHAR') {
      if (typeof value === 'number') special.set(name, value);
    } else {
      list.push({ name, value });
    }
  }
  lines.expect('ENDPROPERTIES');
  const fontAscent = special.get('FONT_ASCENT');
  const fontDescent = special.get('FONT_DESCENT');
  if (fontAscent === undefined || fontDescent === undefined) {
    throw new FontFileError('BDF file lacks FONT_ASCENT or FONT_DESCENT');
  }
  // Without one the reply says 0, and so 0 is drawn; X.Org says 0 too, but draws nothing.
  const defaultChar = special.get('DEFAULT_CHAR');
  return {
    list,
    fontAscent: measure(fontAscent),
    fontDescent: measure(fontDescent),
    defaultChar: defaultChar === undefined ? undefined : defaultChar & 0xffff,
  };
}

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x46) return code - 0x37;
  if (code >= 0x61 && code <= 0x66) return code - 0x57;
  throw new FontFileError('BDF bitmap is not hexadecimal');
}

function readBitmap(lines: Lines, width: number, height: number): Uint8Array {
  const stride = (width + 7) >> 3;
  const bits = new Uint8Array(stride * height);
  for (let y = 0; y < height; y++) {
    const line = lines.next().trim();
    if (line.startsWith('ENDCHAR')) {
      if (width === 0) return bits;
      throw new FontFileError('BDF bitmap is cut short');
    }
    for (let i = 0; i < stride; i++) {
      const high = line.charCodeAt(i * 2);
      const low = line.charCodeAt(i * 2 + 1);
      bits[y * stride + i] = (Number.isNaN(high) ? 0 : hexDigit(high) << 4) | (Number.isNaN(low) ? 0 : hexDigit(low));
    }
    if ((width & 7) !== 0) bits[y * stride + stride - 1]! &= 0xff << (8 - (width & 7));
  }
  lines.expect('ENDCHAR');
  return bits;
}

/** What the missing properties are worked out from. */
interface Measures {
  digits: number;
  digitWidths: number;
  xHeight: number;
}

function readGlyphs(lines: Lines): { glyphs: GlyphParts[]; measures: Measures } {
  const count = integer(lines.expect('CHARS')[0]);
  if (count < 1 || count > MAX_GLYPHS) throw new FontFileError(`BDF file with ${count} characters`);
  const glyphs: GlyphParts[] = [];
  const measures: Measures = { digits: 0, digitWidths: 0, xHeight: 0 };
  let total = 0;
  for (let i = 0; i < count; i++) {
    const name = lines.expect('STARTCHAR')[0] ?? '';
    const encoding = lines.expect('ENCODING');
    let code = integer(encoding[0]);
    if (code === -1 && encoding[1] !== undefined) code = integer(encoding[1]);
    lines.expect('SWIDTH');
    const width = measure(integer(lines.expect('DWIDTH')[0]));
    const box = integers(lines.expect('BBX'), 4).map(measure);
    const [boxWidth, boxHeight, left, bottom] = box as [number, number, number, number];
    if (boxWidth < 0 || boxHeight < 0) throw new FontFileError('BDF character of negative size');
    let line = lines.next();
    let attributes = 0;
    if (line.startsWith('ATTRIBUTES')) {
      attributes = (Number.parseInt(line.slice(10).trim().slice(0, 4), 16) << 16) >> 16;
      line = lines.next();
    }
    if (!line.startsWith('BITMAP')) throw new FontFileError('BDF character lacks BITMAP');
    total += ((boxWidth + 7) >> 3) * boxHeight;
    if (total > MAX_BITMAP_BYTES) throw new FontFileError('BDF bitmaps are too large');
    const bits = readBitmap(lines, boxWidth, boxHeight);
    if (name.length === 1 && name >= '0' && name <= '9') {
      measures.digits++;
      measures.digitWidths += width;
    } else if (name === 'x') {
      measures.xHeight = boxHeight + bottom <= 0 ? boxHeight : boxHeight + bottom;
    }
    // A glyph without a code cannot be asked for.
    if (code < 0 || code > 0xffff) continue;
    glyphs.push({ code, metric: [left, left + boxWidth, width, boxHeight + bottom, 0 - bottom, attributes], bits });
  }
  lines.expect('ENDFONT');
  return { glyphs, measures };
}

/** Adds the properties that X.Org adds; those that need the glyphs are added as 0 and returned to be filled in. */
function completeProperties(
  list: FontProperty[],
  header: Header,
): { xHeight?: FontProperty; quadWidth?: FontProperty } {
  const has = (name: string): boolean => list.some((property) => property.name === name);
  const add = (name: string, value: number | string): FontProperty | undefined => {
    if (has(name)) return undefined;
    const property = { name, value };
    list.push(property);
    return property;
  };
  add('POINT_SIZE', Math.trunc(header.pointSize * 10));
  add('FONT', header.fontName);
  add('WEIGHT', 10);
  if (header.resolutionX === header.resolutionY) add('RESOLUTION', Math.trunc((header.resolutionX * 100) / 72.27));
  add('RESOLUTION_X', header.resolutionX);
  add('RESOLUTION_Y', header.resolutionY);
  const xHeight = add('X_HEIGHT', 0);
  const quadWidth = add('QUAD_WIDTH', 0);
  return { ...(xHeight && { xHeight }), ...(quadWidth && { quadWidth }) };
}

/** The whole font; `file` is borrowed. Throws FontFileError. */
export function parseBdf(file: Uint8Array, hash: string): Font {
  if (file.length > MAX_FONT_FILE_BYTES) throw new FontFileError(`BDF file of ${file.length} bytes is too large`);
  const lines = new Lines(file);
  const header = readHeader(lines);
  const { list, fontAscent, fontDescent, defaultChar } = readProperties(lines);
  const computed = completeProperties(list, header);
  const { glyphs, measures } = readGlyphs(lines);
  const name = list.find((property) => property.name === 'FONT')?.value;
  const font = buildFont({
    hash,
    name: typeof name === 'string' ? name : '',
    fontAscent,
    fontDescent,
    defaultChar,
    properties: list,
    glyphs,
  });
  const { minBounds, maxBounds } = font;
  if (computed.xHeight !== undefined) computed.xHeight.value = measures.xHeight || minBounds[3];
  if (computed.quadWidth !== undefined) {
    computed.quadWidth.value = Math.trunc(
      measures.digits > 0 ? measures.digitWidths / measures.digits : (minBounds[2] + maxBounds[2]) / 2,
    );
  }
  return font;
}
