import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinCatalogue } from '../../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { FontFileError } from '../../xserver/fonts/font-file-error.ts';
import type { Font } from '../../xserver/fonts/font.ts';
import { parsePcf, parsePcfInfo } from '../../xserver/fonts/pcf.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { MAX_BITMAP_BYTES, MAX_GLYPHS, MAX_PROPERTY_LENGTH } from '../../xserver/fonts/limits.ts';
import type { PcfForm } from './font-writers.ts';
import { writePcf } from './font-writers.ts';

function builtin(name: string): Font {
  const resolved = resolveFont(builtinCatalogue(), name)!;
  return { ...openResolvedFont(new Map(), resolved)!, hash: 'hash' };
}

const FORMS: PcfForm[] = [];
for (const littleEndianBytes of [true, false]) {
  for (const mostSignificantBitFirst of [true, false]) {
    for (const pad of [0, 1, 2, 3]) {
      for (const unit of [0, 1, 2]) {
        for (const compressedMetrics of [true, false]) {
          FORMS.push({ littleEndianBytes, mostSignificantBitFirst, pad, unit, compressedMetrics });
        }
      }
    }
  }
}
const PLAIN = FORMS[0]!;

test('reads fonts of every byte order, bit order, padding and unit', () => {
  // Cells with ink metrics, a proportional face wider than a byte, and pictures on all sides of their origins.
  for (const name of ['6x13', '-farpane-sans-bold-r-normal--14-*-iso8859-1', 'cursor']) {
    const font = builtin(name);
    for (const form of FORMS) {
      expect(parsePcf(writePcf(font, form), 'hash'), `${name} ${JSON.stringify(form)}`).toEqual(font);
    }
  }
});

test('reads a description without the glyphs', () => {
  const font = builtin('9x15');
  const { hash: _h, name: _n, metrics: _m, inkMetrics: _i, offsets: _o, bits: _b, index: _x, ...info } = font;
  expect(parsePcfInfo(writePcf(font, PLAIN))).toEqual(info);
});

test('refuses what is not PCF, or ends anywhere before its end', () => {
  const file = writePcf(builtin('nil2'), PLAIN);
  expect(() => parsePcf(Uint8Array.of(1, 2, 3, 4), '')).toThrow(FontFileError);
  // The last table is padded to four bytes; nothing before that can be missed.
  for (let length = 0; length < file.length - 4; length++) {
    expect(() => parsePcf(file.slice(0, length), ''), `${length} bytes`).toThrow(FontFileError);
  }
});

/** A PCF font with one glyph of the given bounding box, whose table entries can be overwritten. */
function tinyFont(changes: Partial<Font>): Font {
  return {
    ...builtin('nil2'),
    index: new Uint16Array(256).fill(0),
    metrics: Int16Array.of(0, 8, 8, 8, 0, 0),
    inkMetrics: null,
    offsets: Uint32Array.of(0),
    bits: new Uint8Array(8),
    ...changes,
  };
}

test('refuses glyphs that lie outside the bitmaps, are too large, or do not exist', () => {
  const form = { ...PLAIN, compressedMetrics: false };
  expect(() => parsePcf(writePcf(tinyFont({}), form), '')).not.toThrow();
  const file = writePcf(tinyFont({}), form);
  const taller = writePcf(tinyFont({ metrics: Int16Array.of(0, 8, 8, 2048, 0, 0), bits: new Uint8Array(2048) }), form);
  expect(() => parsePcf(taller, '')).not.toThrow();
  const tooTall = writePcf(tinyFont({ metrics: Int16Array.of(0, 8, 8, 2049, 0, 0), bits: new Uint8Array(2049) }), form);
  expect(() => parsePcf(tooTall, '')).toThrow(FontFileError);
  const backwards = writePcf(tinyFont({ metrics: Int16Array.of(8, 0, 8, 8, 0, 0) }), form);
  expect(() => parsePcf(backwards, '')).toThrow(FontFileError);
  const missing = writePcf(tinyFont({ index: new Uint16Array(256).fill(1) }), form);
  expect(() => parsePcf(missing, '')).toThrow(FontFileError);
  expect(parsePcf(file, '').bits.length).toBe(8);
});

test('refuses bitmaps that many glyphs share into more than the cap', () => {
  // Glyphs of 2048x2048 (512 KiB) which all begin at the same place: the file stays small, the font would not.
  const glyphs = MAX_BITMAP_BYTES / (256 * 2048);
  const big = (count: number): Uint8Array => {
    const metrics = new Int16Array(count * 6);
    for (let i = 0; i < count; i++) metrics.set([0, 2048, 0, 2048, 0, 0], i * 6);
    const font = tinyFont({ metrics, offsets: new Uint32Array(count), bits: new Uint8Array(0) });
    const file = writePcf({ ...font, metrics: new Int16Array(count * 6) }, { ...PLAIN, compressedMetrics: false });
    return withBitmaps(file, metrics, 256 * 2048);
  };
  expect(parsePcf(big(glyphs), '').bits.length).toBe(MAX_BITMAP_BYTES);
  expect(() => parsePcf(big(glyphs + 1), '')).toThrow(FontFileError);
});

/** Overwrites the metrics of a written file and appends a bitmap table of the given size, shared by all glyphs. */
function withBitmaps(file: Uint8Array, metrics: Int16Array, size: number): Uint8Array {
  const count = metrics.length / 6;
  const table = new Uint8Array(8 + count * 4 + 16 + size);
  const tableView = new DataView(table.buffer);
  const view = new DataView(file.buffer);
  const format = view.getUint32(view.getUint32(8 + 2 * 16 + 12, true), true);
  tableView.setUint32(0, format, true);
  tableView.setUint32(4, count, true);
  for (let pad = 0; pad < 4; pad++) tableView.setUint32(8 + count * 4 + pad * 4, size, true);
  const metricsAt = view.getUint32(8 + 16 + 12, true) + 8;
  metrics.forEach((value, i) => view.setInt16(metricsAt + i * 2, value, true));
  view.setUint32(8 + 2 * 16 + 12, file.length, true);
  const whole = new Uint8Array(file.length + table.length);
  whole.set(file);
  whole.set(table, file.length);
  return whole;
}

test('takes properties up to the cap of their length', () => {
  const withText = (length: number): Uint8Array =>
    writePcf(tinyFont({ properties: [{ name: 'NOTICE', value: 'x'.repeat(length) }] }), PLAIN);
  expect(parsePcf(withText(MAX_PROPERTY_LENGTH), '').properties[0]!.value).toHaveLength(MAX_PROPERTY_LENGTH);
  expect(() => parsePcf(withText(MAX_PROPERTY_LENGTH + 1), '')).toThrow(FontFileError);
});

test('of any bytes makes a font within the limits or throws FontFileError', () => {
  const files = ['6x10', 'cursor', '-farpane-sans-medium-r-normal--10-*-iso8859-1'].flatMap((name) =>
    [FORMS[5]!, FORMS[40]!, FORMS[90]!].map((form) => writePcf(builtin(name), form)),
  );
  const changes = fc.array(
    fc.tuple(fc.nat(), fc.oneof(fc.constantFrom(0, 1, 0x7f, 0x80, 0xff), fc.nat(255)), fc.constantFrom(true, false)),
    { minLength: 1, maxLength: 12 },
  );
  let parsed = 0;
  fc.assert(
    fc.property(fc.constantFrom(...files), changes, fc.nat(), (original, mutations, cut) => {
      const file = original.slice(0, cut % 4 === 0 ? cut % original.length : original.length);
      for (const [at, value, early] of mutations) file[at % (early ? 200 : file.length)] = value;
      try {
        const font = parsePcf(file, '');
        parsed++;
        expect(font.offsets.length).toBeLessThanOrEqual(MAX_GLYPHS);
        expect(font.bits.length).toBeLessThanOrEqual(MAX_BITMAP_BYTES);
        expect(font.index.length).toBeLessThanOrEqual(65_536);
      } catch (error) {
        if (!(error instanceof FontFileError)) throw error;
      }
    }),
    { numRuns: 3000 },
  );
  // Most changes fall into pictures and do no harm.
  expect(parsed).toBeGreaterThan(100);
});
