/** Writes fonts as files, to have them in every form that the readers must understand. */
import { NO_GLYPH, type Font } from '../../xserver/fonts/font.ts';

export interface PcfForm {
  littleEndianBytes: boolean;
  mostSignificantBitFirst: boolean;
  /** Exponents: rows are padded to 1 << pad bytes, bits are swapped in units of 1 << unit bytes. */
  pad: number;
  unit: number;
  compressedMetrics: boolean;
}

class Bytes {
  readonly list: number[] = [];
  readonly little: boolean;

  constructor(little: boolean) {
    this.little = little;
  }

  number(value: number, size: number, little = this.little): void {
    for (let i = 0; i < size; i++) {
      const shift = 8 * (little ? i : size - 1 - i);
      this.list.push((value >> shift) & 0xff);
    }
  }

  metric(metric: ArrayLike<number>): void {
    for (let k = 0; k < 6; k++) this.number(metric[k]!, 2);
  }

  align(): void {
    while (this.list.length % 4 !== 0) this.list.push(0);
  }
}

const INK = 0x100;
const COMPRESSED = 0x100;

function reverse(byte: number): number {
  let value = 0;
  for (let bit = 0; bit < 8; bit++) if ((byte & (1 << bit)) !== 0) value |= 0x80 >> bit;
  return value;
}

function propertiesTable(font: Font, format: number, little: boolean): Bytes {
  const table = new Bytes(little);
  table.number(format, 4, true);
  table.number(font.properties.length, 4);
  const strings: number[] = [];
  const place = (text: string): number => {
    const at = strings.length;
    for (let i = 0; i < text.length; i++) strings.push(text.charCodeAt(i));
    strings.push(0);
    return at;
  };
  for (const { name, value } of font.properties) {
    table.number(place(name), 4);
    table.number(typeof value === 'string' ? 1 : 0, 1);
    table.number(typeof value === 'string' ? place(value) : value, 4);
  }
  table.align();
  table.number(strings.length, 4);
  table.list.push(...strings);
  return table;
}

function metricsTable(metrics: Int16Array, format: number, form: PcfForm): Bytes {
  const table = new Bytes(form.littleEndianBytes);
  table.number(format | (form.compressedMetrics ? COMPRESSED : 0), 4, true);
  table.number(metrics.length / 6, form.compressedMetrics ? 2 : 4);
  for (let at = 0; at < metrics.length; at += 6) {
    if (form.compressedMetrics) for (let k = 0; k < 5; k++) table.number(metrics[at + k]! + 0x80, 1);
    else table.metric(metrics.subarray(at, at + 6));
  }
  return table;
}

function bitmapsTable(font: Font, format: number, form: PcfForm): Bytes {
  const table = new Bytes(form.littleEndianBytes);
  const bits: number[] = [];
  const offsets: number[] = [];
  const padding = 1 << form.pad;
  font.offsets.forEach((offset, glyph) => {
    const [left, right, , ascent, descent] = [...font.metrics.subarray(glyph * 6, glyph * 6 + 5)] as number[];
    const row = (right! - left! + 7) >> 3;
    offsets.push(bits.length);
    for (let y = 0; y < ascent! + descent!; y++) {
      for (let x = 0; x < Math.ceil(row / padding) * padding; x++) {
        bits.push(x < row ? font.bits[offset + y * row + x]! : 0);
      }
    }
  });
  // A file whose units are wider than its padding ends in the middle of one: fill up.
  const unit = 1 << form.unit;
  while (bits.length % unit !== 0) bits.push(0);
  if (form.mostSignificantBitFirst === form.littleEndianBytes) {
    for (let i = 0; i < bits.length; i += unit) bits.splice(i, unit, ...bits.slice(i, i + unit).reverse());
  }
  table.number(format, 4, true);
  table.number(offsets.length, 4);
  for (const offset of offsets) table.number(offset, 4);
  for (let pad = 0; pad < 4; pad++) table.number(bits.length, 4);
  table.list.push(...(form.mostSignificantBitFirst ? bits : bits.map(reverse)));
  return table;
}

function acceleratorsTable(font: Font, format: number, little: boolean): Bytes {
  const table = new Bytes(little);
  table.number(format | INK, 4, true);
  table.list.push(0, 0, 0, 0, 0, 0, font.drawDirection, 0);
  for (const value of [font.fontAscent, font.fontDescent, 0]) table.number(value, 4);
  for (const bounds of [font.minBitmap, font.maxBitmap, font.minBounds, font.maxBounds]) table.metric(bounds);
  return table;
}

function encodingsTable(font: Font, format: number, little: boolean): Bytes {
  const table = new Bytes(little);
  table.number(format, 4, true);
  const { minCharOrByte2, maxCharOrByte2, minByte1, maxByte1, defaultChar } = font;
  for (const value of [minCharOrByte2, maxCharOrByte2, minByte1, maxByte1, defaultChar]) table.number(value, 2);
  for (const glyph of font.index) table.number(glyph, 2);
  return table;
}

export function writePcf(font: Font, form: PcfForm): Uint8Array {
  const little = form.littleEndianBytes;
  const format = form.pad | (little ? 0 : 4) | (form.mostSignificantBitFirst ? 8 : 0) | (form.unit << 4);
  const tables: [number, Bytes][] = [
    [1, propertiesTable(font, format, little)],
    [4, metricsTable(font.metrics, format, form)],
    [8, bitmapsTable(font, format, form)],
    [32, encodingsTable(font, format, little)],
    [256, acceleratorsTable(font, format, little)],
  ];
  if (font.inkMetrics !== null) tables.push([16, metricsTable(font.inkMetrics, format, form)]);
  const file = new Bytes(true);
  file.list.push(1, 0x66, 0x63, 0x70);
  file.number(tables.length, 4);
  let offset = 8 + tables.length * 16;
  for (const [type, table] of tables) {
    table.align();
    for (const value of [type, format, table.list.length, offset]) file.number(value, 4);
    offset += table.list.length;
  }
  for (const [, table] of tables) file.list.push(...table.list);
  return Uint8Array.from(file.list);
}

/** A font as BDF: its characters by code, with the names `x` and `0` to `9` that the reader draws conclusions from. */
export function writeBdf(font: Font, name: string, properties: readonly string[]): string {
  const lines = [
    'STARTFONT 2.1',
    'COMMENT written by a test',
    `FONT ${name}`,
    'SIZE 12 75 75',
    'FONTBOUNDINGBOX 10 10 0 0',
    `STARTPROPERTIES ${properties.length + 2}`,
    ...properties,
    `FONT_ASCENT ${font.fontAscent}`,
    `FONT_DESCENT ${font.fontDescent}`,
    'ENDPROPERTIES',
  ];
  const characters: string[] = [];
  let count = 0;
  const columns = font.maxCharOrByte2 - font.minCharOrByte2 + 1;
  font.index.forEach((glyph, at) => {
    if (glyph === NO_GLYPH) return;
    const code = ((font.minByte1 + Math.floor(at / columns)) << 8) + font.minCharOrByte2 + (at % columns);
    const [left, right, width, ascent, descent] = [...font.metrics.subarray(glyph * 6, glyph * 6 + 5)] as number[];
    const row = (right! - left! + 7) >> 3;
    const simple = code === 0x78 || (code >= 0x30 && code <= 0x39);
    characters.push(
      `STARTCHAR ${simple ? String.fromCharCode(code) : `char${code}`}`,
      `ENCODING ${code}`,
      'SWIDTH 500 0',
      `DWIDTH ${width} 0`,
      `BBX ${right! - left!} ${ascent! + descent!} ${left} ${-descent!}`,
      'BITMAP',
    );
    for (let y = 0; y < ascent! + descent!; y++) {
      const from = font.offsets[glyph]! + y * row;
      characters.push(Buffer.from(font.bits.subarray(from, from + row)).toString('hex') || '00');
    }
    characters.push('ENDCHAR');
    count++;
  });
  return [...lines, `CHARS ${count}`, ...characters, 'ENDFONT', ''].join('\n');
}
