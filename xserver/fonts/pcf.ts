/**
 * Portable Compiled Format: the font files of X.Org (`*.pcf`, here already unzipped).
 *
 * A file is a list of tables, each with its own byte order, bit order and padding, told by the format word at its start.
 * It is described in FontForge's "PCF Format" page. Any bytes may come here: every offset and count is checked before it is used, and FontFileError says what was wrong.
 */
import type { CharInfo, Font, FontInfo, FontProperty } from './font.ts';
import { NO_GLYPH } from './font.ts';
import { FontFileError } from './font-file-error.ts';
import {
  MAX_BITMAP_BYTES,
  MAX_FONT_FILE_BYTES,
  MAX_FONT_PROPERTIES,
  MAX_GLYPH_SIZE,
  MAX_GLYPHS,
  MAX_PCF_TABLES,
  MAX_PROPERTY_LENGTH,
} from './limits.ts';

const TABLE = {
  properties: 1 << 0,
  accelerators: 1 << 1,
  metrics: 1 << 2,
  bitmaps: 1 << 3,
  inkMetrics: 1 << 4,
  encodings: 1 << 5,
  bdfAccelerators: 1 << 8,
} as const;

const FORMAT_MASK = 0xffffff00;
const DEFAULT_FORMAT = 0x000;
const ACCELERATORS_WITH_INK = 0x100;
const COMPRESSED_METRICS = 0x100;

/** A table opened for reading: a cursor over its bytes, in its byte order. */
class TableReader {
  readonly format: number;
  readonly #view: DataView;
  readonly #little: boolean;
  #at = 4;

  constructor(view: DataView) {
    if (view.byteLength < 4) throw new FontFileError('PCF table without a format');
    this.#view = view;
    this.format = view.getUint32(0, true);
    this.#little = (this.format & 4) === 0;
  }

  get rest(): number {
    return this.#view.byteLength - this.#at;
  }

  need(bytes: number): void {
    if (bytes > this.rest) throw new FontFileError('PCF table is cut short');
  }

  skip(bytes: number): void {
    this.need(bytes);
    this.#at += bytes;
  }

  uint8(): number {
    this.need(1);
    return this.#view.getUint8(this.#at++);
  }

  int16(): number {
    this.need(2);
    const value = this.#view.getInt16(this.#at, this.#little);
    this.#at += 2;
    return value;
  }

  uint16(): number {
    return this.int16() & 0xffff;
  }

  int32(): number {
    this.need(4);
    const value = this.#view.getInt32(this.#at, this.#little);
    this.#at += 4;
    return value;
  }

  /** Borrowed bytes of the file. */
  bytes(count: number): Uint8Array {
    this.need(count);
    const bytes = new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at, count);
    this.#at += count;
    return bytes;
  }

  /** A count of things that take at least `size` bytes each in the rest of this table. */
  count(value: number, size: number, cap: number, what: string): number {
    if (value < 0 || value > cap || value * size > this.rest) {
      throw new FontFileError(`PCF ${what} count ${value} is too large`);
    }
    return value;
  }
}

type Tables = Map<number, DataView>;

export function isPcf(file: Uint8Array): boolean {
  return file.length >= 4 && file[0] === 1 && file[1] === 0x66 && file[2] === 0x63 && file[3] === 0x70;
}

function readTables(file: Uint8Array): Tables {
  if (!isPcf(file)) throw new FontFileError('not a PCF file');
  if (file.length > MAX_FONT_FILE_BYTES) throw new FontFileError(`PCF file of ${file.length} bytes is too large`);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const count = file.length >= 8 ? view.getUint32(4, true) : 0;
  if (count > MAX_PCF_TABLES || 8 + count * 16 > file.length) throw new FontFileError('PCF table list is cut short');
  const tables: Tables = new Map();
  for (let i = 0; i < count; i++) {
    const type = view.getUint32(8 + i * 16, true);
    const offset = view.getUint32(8 + i * 16 + 12, true);
    if (offset > file.length) throw new FontFileError('PCF table lies outside the file');
    // The stated size is not used: X.Org does not read it, and old bdftopcf wrote wrong ones.
    if (!tables.has(type)) tables.set(type, new DataView(file.buffer, file.byteOffset + offset, file.length - offset));
  }
  return tables;
}

function openTable(tables: Tables, type: number, formats: readonly number[]): TableReader {
  const view = tables.get(type);
  if (view === undefined) throw new FontFileError(`PCF file has no table ${type}`);
  const reader = new TableReader(view);
  if (!formats.includes((reader.format & FORMAT_MASK) >>> 0)) {
    throw new FontFileError(`PCF table ${type} has unknown format ${reader.format}`);
  }
  return reader;
}

function latin1(bytes: Uint8Array, start: number): string {
  if (start < 0 || start >= bytes.length) throw new FontFileError('PCF string lies outside its table');
  let end = start;
  while (end < bytes.length && bytes[end] !== 0) {
    if (end - start === MAX_PROPERTY_LENGTH) throw new FontFileError('PCF string is too long');
    end++;
  }
  return String.fromCharCode(...bytes.subarray(start, end));
}

function readProperties(tables: Tables): FontProperty[] {
  const reader = openTable(tables, TABLE.properties, [DEFAULT_FORMAT]);
  const count = reader.count(reader.int32(), 9, MAX_FONT_PROPERTIES, 'property');
  const raw: { name: number; isString: boolean; value: number }[] = [];
  for (let i = 0; i < count; i++) {
    const name = reader.int32();
    const isString = reader.uint8() !== 0;
    raw.push({ name, isString, value: reader.int32() });
  }
  reader.skip((4 - (count & 3)) & 3);
  const strings = reader.bytes(reader.count(reader.int32(), 1, MAX_FONT_FILE_BYTES, 'string byte'));
  return raw.map(({ name, isString, value }) => ({
    name: latin1(strings, name),
    value: isString ? latin1(strings, value) : value,
  }));
}

function readMetric(reader: TableReader): CharInfo {
  return [reader.int16(), reader.int16(), reader.int16(), reader.int16(), reader.int16(), reader.int16()];
}

interface Accelerators {
  drawDirection: number;
  fontAscent: number;
  fontDescent: number;
  minBounds: CharInfo;
  maxBounds: CharInfo;
  minBitmap: CharInfo;
  maxBitmap: CharInfo;
}

function readAccelerators(tables: Tables): Accelerators {
  // The BDF table's bounds are over encoded glyphs only, as the protocol wants them.
  const type = tables.has(TABLE.bdfAccelerators) ? TABLE.bdfAccelerators : TABLE.accelerators;
  const reader = openTable(tables, type, [DEFAULT_FORMAT, ACCELERATORS_WITH_INK]);
  reader.skip(6);
  const drawDirection = reader.uint8() === 0 ? 0 : 1;
  reader.skip(1);
  const fontAscent = reader.int32();
  const fontDescent = reader.int32();
  reader.skip(4);
  const minBitmap = readMetric(reader);
  const maxBitmap = readMetric(reader);
  const withInk = (reader.format & ACCELERATORS_WITH_INK) !== 0;
  const minBounds = withInk ? readMetric(reader) : minBitmap;
  const maxBounds = withInk ? readMetric(reader) : maxBitmap;
  if (Math.abs(fontAscent) > 0x7fff || Math.abs(fontDescent) > 0x7fff) {
    throw new FontFileError('PCF font ascent or descent is out of range');
  }
  return { drawDirection, fontAscent, fontDescent, minBounds, maxBounds, minBitmap, maxBitmap };
}

interface Encoding {
  minByte1: number;
  maxByte1: number;
  minCharOrByte2: number;
  maxCharOrByte2: number;
  defaultChar: number;
  allCharsExist: boolean;
  index: Uint16Array;
}

function readEncoding(tables: Tables): Encoding {
  const reader = openTable(tables, TABLE.encodings, [DEFAULT_FORMAT]);
  const minCharOrByte2 = reader.uint16();
  const maxCharOrByte2 = reader.uint16();
  const minByte1 = reader.uint16();
  const maxByte1 = reader.uint16();
  const defaultChar = reader.uint16();
  const columns = maxCharOrByte2 - minCharOrByte2 + 1;
  const rows = maxByte1 - minByte1 + 1;
  if (columns < 1 || columns > 256 || rows < 1 || maxByte1 > 255)
    throw new FontFileError('PCF encoding range is wrong');
  const index = new Uint16Array(reader.count(rows * columns, 2, 65_536, 'encoding'));
  let allCharsExist = true;
  for (let i = 0; i < index.length; i++) {
    index[i] = reader.uint16();
    if (index[i] === NO_GLYPH) allCharsExist = false;
  }
  return { minByte1, maxByte1, minCharOrByte2, maxCharOrByte2, defaultChar, allCharsExist, index };
}

function readMetrics(tables: Tables, type: number): Int16Array {
  const reader = openTable(tables, type, [DEFAULT_FORMAT, COMPRESSED_METRICS]);
  const compressed = (reader.format & COMPRESSED_METRICS) !== 0;
  const glyphs = reader.count(compressed ? reader.uint16() : reader.int32(), compressed ? 5 : 12, MAX_GLYPHS, 'glyph');
  const metrics = new Int16Array(glyphs * 6);
  for (let at = 0; at < metrics.length; at += 6) {
    if (compressed) for (let k = 0; k < 5; k++) metrics[at + k] = reader.uint8() - 0x80;
    else for (let k = 0; k < 6; k++) metrics[at + k] = reader.int16();
  }
  return metrics;
}

function reverseBits(byte: number): number {
  let value = ((byte & 0x55) << 1) | ((byte >> 1) & 0x55);
  value = ((value & 0x33) << 2) | ((value >> 2) & 0x33);
  return ((value & 0x0f) << 4) | (value >> 4);
}

/** Brings bitmap bytes of any bit order, byte order and scan unit into ours: most significant bit leftmost. */
function normaliseBits(data: Uint8Array, format: number): Uint8Array {
  const mostSignificantBitFirst = (format & 8) !== 0;
  const mostSignificantByteFirst = (format & 4) !== 0;
  const bits = data.slice();
  if (!mostSignificantBitFirst) for (let i = 0; i < bits.length; i++) bits[i] = reverseBits(bits[i]!);
  const unit = 1 << ((format >> 4) & 3);
  if (mostSignificantBitFirst !== mostSignificantByteFirst && unit > 1) {
    for (let i = 0; i + unit <= bits.length; i += unit) bits.subarray(i, i + unit).reverse();
  }
  return bits;
}

/** Rows of all glyphs, repadded to bytes. */
function readBitmaps(tables: Tables, metrics: Int16Array): { bits: Uint8Array; offsets: Uint32Array } {
  const reader = openTable(tables, TABLE.bitmaps, [DEFAULT_FORMAT]);
  const glyphs = reader.count(reader.int32(), 4, MAX_GLYPHS, 'bitmap');
  if (glyphs * 6 !== metrics.length) throw new FontFileError('PCF bitmaps and metrics differ in number');
  const sources = new Uint32Array(glyphs);
  for (let i = 0; i < glyphs; i++) sources[i] = reader.int32();
  const sizes = [reader.int32(), reader.int32(), reader.int32(), reader.int32()];
  const size = reader.count(sizes[reader.format & 3]!, 1, MAX_BITMAP_BYTES, 'bitmap byte');
  const source = normaliseBits(reader.bytes(size), reader.format);
  const pad = 1 << (reader.format & 3);

  const offsets = new Uint32Array(glyphs);
  let total = 0;
  for (let i = 0; i < glyphs; i++) {
    const width = metrics[i * 6 + 1]! - metrics[i * 6]!;
    const height = metrics[i * 6 + 3]! + metrics[i * 6 + 4]!;
    if (width < 0 || height < 0 || width > MAX_GLYPH_SIZE || height > MAX_GLYPH_SIZE) {
      throw new FontFileError(`PCF glyph ${i} has size ${width}x${height}`);
    }
    const stride = (((width + 7) >> 3) + pad - 1) & -pad;
    if (sources[i]! + stride * height > size) throw new FontFileError(`PCF glyph ${i} lies outside the bitmaps`);
    offsets[i] = total;
    total += ((width + 7) >> 3) * height;
    if (total > MAX_BITMAP_BYTES) throw new FontFileError('PCF bitmaps are too large');
  }

  const bits = new Uint8Array(total);
  for (let i = 0; i < glyphs; i++) {
    const row = (metrics[i * 6 + 1]! - metrics[i * 6]! + 7) >> 3;
    const stride = (row + pad - 1) & -pad;
    const height = metrics[i * 6 + 3]! + metrics[i * 6 + 4]!;
    for (let y = 0; y < height; y++) {
      const from = sources[i]! + y * stride;
      bits.set(source.subarray(from, from + row), offsets[i]! + y * row);
    }
  }
  return { bits, offsets };
}

function fontInfo(tables: Tables, encoding: Encoding): FontInfo {
  const { index: _, ...range } = encoding;
  return { ...range, ...readAccelerators(tables), properties: readProperties(tables) };
}

/** What ListFontsWithInfo needs, without reading glyphs. Throws FontFileError. */
export function parsePcfInfo(file: Uint8Array): FontInfo {
  const tables = readTables(file);
  return fontInfo(tables, readEncoding(tables));
}

/** The whole font; `file` is borrowed. Throws FontFileError. */
export function parsePcf(file: Uint8Array, hash: string): Font {
  const tables = readTables(file);
  const encoding = readEncoding(tables);
  const metrics = readMetrics(tables, TABLE.metrics);
  const { bits, offsets } = readBitmaps(tables, metrics);
  const inkMetrics = tables.has(TABLE.inkMetrics) ? readMetrics(tables, TABLE.inkMetrics) : null;
  if (inkMetrics !== null && inkMetrics.length !== metrics.length) {
    throw new FontFileError('PCF ink metrics and metrics differ in number');
  }
  for (const glyph of encoding.index) {
    if (glyph !== NO_GLYPH && glyph >= offsets.length) throw new FontFileError('PCF encoding names a missing glyph');
  }
  const info = fontInfo(tables, encoding);
  const name = info.properties.find((property) => property.name === 'FONT')?.value;
  return {
    ...info,
    hash,
    name: typeof name === 'string' ? name : '',
    metrics,
    inkMetrics,
    offsets,
    bits,
    index: encoding.index,
  };
}
