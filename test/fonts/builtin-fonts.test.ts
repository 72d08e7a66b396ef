import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCursors } from '../../scripts/fonts/cursors.ts';
import { FACES as FACE_PLANS } from '../../scripts/fonts/faces.ts';
import { at } from '../../scripts/fonts/glyph.ts';
import type { Glyph } from '../../scripts/fonts/glyph.ts';
import { compress, packFace } from '../../scripts/fonts/pack-face.ts';
import { builtinCatalogue, builtinFont, isBuiltinFont } from '../../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { unpackFontInfo } from '../../xserver/fonts/font-info-pack.ts';
import type { Font } from '../../xserver/fonts/font.ts';
import { exactGlyph, glyphIndex, textExtents } from '../../xserver/fonts/font.ts';
import { listFonts } from '../../xserver/fonts/list-fonts.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { expand, unpackFace } from '../../xserver/fonts/unpack-face.ts';

const catalogue = builtinCatalogue();

function open(name: string): Font {
  const resolved = resolveFont(catalogue, name);
  if (resolved === undefined) throw new Error(`no font ${name}`);
  return openResolvedFont(new Map(), resolved)!;
}

/** A character's picture as text, row by row. */
function picture(font: Font, code: number): string {
  const glyph = exactGlyph(font, code);
  if (glyph < 0) return 'missing';
  const [left, right, , ascent, descent] = [...font.metrics.subarray(glyph * 6, glyph * 6 + 5)] as number[];
  const stride = (right! - left! + 7) >> 3;
  const rows: string[] = [];
  for (let y = 0; y < ascent! + descent!; y++) {
    let row = '';
    for (let x = 0; x < right! - left!; x++) {
      const byte = font.bits[font.offsets[glyph]! + y * stride + (x >> 3)]!;
      row += (byte & (0x80 >> (x & 7))) !== 0 ? '#' : '.';
    }
    rows.push(row);
  }
  return rows.join('\n');
}

const ASCII = Array.from({ length: 95 }, (_, i) => 0x20 + i);

describe('names', () => {
  test.each([
    ['fixed', 6, 13],
    ['6x10', 6, 10],
    ['6x13', 6, 13],
    ['6x13bold', 6, 13],
    ['7x13', 7, 13],
    ['7x13bold', 7, 13],
    ['8x13', 8, 13],
    ['8x13bold', 8, 13],
    ['9x15', 9, 15],
    ['9x15bold', 9, 15],
    ['10x20', 10, 20],
    ['nil2', 1, 2],
    ['-Misc-Fixed-Medium-R-*-*-13-120-75-75-C-60-ISO8859-1', 6, 13],
    ['-Misc-Fixed-Bold-R-*-*-13-120-75-75-C-60-ISO8859-1', 6, 13],
    ['-Misc-Fixed-Medium-R-*-*-13-120-75-75-C-60-ISO10646-1', 6, 13],
    ['-Misc-Fixed-Bold-R-*-*-13-120-75-75-C-60-ISO10646-1', 6, 13],
    // xterm's font for double width: scaled, since there is none.
    ['-Misc-Fixed-Medium-R-*-*-13-120-75-75-C-120-ISO10646-1', 12, 13],
  ])('%s is a cell of %i by %i', (name, width, height) => {
    const font = open(name);
    expect([font.minBounds[2], font.maxBounds[2]]).toEqual([width, width]);
    expect(font.fontAscent + font.fontDescent).toBe(height);
  });

  test.each([
    '-adobe-helvetica-bold-r-normal--*-120-*-*-*-*-*-*',
    '-adobe-helvetica-medium-r-normal--*-100-*-*-*-*-iso8859-1',
    '-adobe-helvetica-medium-o-normal--14-140-75-75-p-77-iso10646-1',
    '-*-helvetica-bold-r-*-*-18-*-*-*-*-*-iso8859-1',
    'variable',
  ])('%s is a proportional face', (name) => {
    const font = open(name);
    expect(font.maxBounds[2]).toBeGreaterThan(font.minBounds[2]);
    expect(
      textExtents(
        font,
        Array.from('Hello', (c) => c.charCodeAt(0)),
      ).overallWidth,
    ).toBeGreaterThan(20);
  });

  test('listed are all found', () => {
    const names = listFonts(catalogue, '*', 10_000);
    expect(names.length).toBeGreaterThan(100);
    expect(names.filter((name) => resolveFont(catalogue, name) === undefined)).toEqual([]);
  });
});

describe('faces', () => {
  const fonts = catalogue.files.map((file) => ({ file, font: builtinFont(file.hash)! }));

  test('are described in the catalogue as they are', () => {
    for (const { file, font } of fonts) {
      const info = unpackFontInfo(file.info, catalogue.strings);
      for (const key of Object.keys(info) as (keyof typeof info)[]) expect(info[key], key).toEqual(font[key]);
    }
    expect(new Set(catalogue.files.map((file) => file.hash)).size).toBe(catalogue.files.length);
    expect(catalogue.files.every((file) => isBuiltinFont(file.hash))).toBe(true);
    expect([builtinFont('no such hash'), isBuiltinFont('no such hash')]).toEqual([undefined, false]);
  });

  test.each(FACE_PLANS.map((face) => face.key))('%s has the characters of its languages, told apart', (key) => {
    const [latin1, unicode] = fonts.filter(({ file }) => file.key === `builtin/${key}`).map(({ font }) => font);
    for (const code of ASCII) {
      expect(picture(latin1!, code), `character ${code}`).toBe(picture(unicode!, code));
    }
    const pictures = ASCII.map((code) => picture(unicode!, code));
    // I, l and | may look the same in the proportional faces.
    expect(new Set(pictures).size).toBeGreaterThanOrEqual(key.startsWith('fixed') ? 95 : 93);
    const inked = Array.from('ÀÿßĄžΑωЖя€…“”', (character) => character.charCodeAt(0));
    for (const code of [...ASCII.slice(1), ...inked]) {
      expect(picture(unicode!, code), `character ${code}`).toContain('#');
    }
    expect(picture(unicode!, 0x20)).not.toContain('#');
    expect(latin1!.maxCharOrByte2).toBe(255);
    expect(latin1!.maxByte1).toBe(0);
  });

  test.each(FACE_PLANS.filter((face) => face.cell > 0))('$key keeps to its cell, and its lines meet', (face) => {
    const font = fonts.find(
      ({ file, font: { name } }) => file.key === `builtin/${face.key}` && name.endsWith('10646-1'),
    )!.font;
    expect(font.minBitmap).toEqual([0, face.cell, face.cell, face.ascent, face.descent, 0]);
    expect(font.maxBitmap).toEqual(font.minBitmap);
    expect(font.minBounds[0]).toBeGreaterThanOrEqual(0);
    expect(font.maxBounds[1]).toBeLessThanOrEqual(face.cell);
    const rows = (code: number): string[] => picture(font, code).split('\n');
    const column = rows(0x2502)[0]!.indexOf('#');
    const row = rows(0x2500).findIndex((line) => line.includes('#'));
    // Light lines: each arm of each junction reaches the edge where the straight line does.
    for (const [code, arms] of [
      [0x250c, 'rd'],
      [0x2510, 'ld'],
      [0x2514, 'ru'],
      [0x2518, 'lu'],
      [0x251c, 'rud'],
      [0x2524, 'lud'],
      [0x252c, 'lrd'],
      [0x2534, 'lru'],
      [0x253c, 'lrud'],
    ] as const) {
      const lines = rows(code);
      const ends = {
        l: lines[row]![0],
        r: lines[row]!.at(-1),
        u: lines[0]![column],
        d: lines.at(-1)![column],
      };
      for (const [arm, pixel] of Object.entries(ends)) {
        expect(pixel, `U+${code.toString(16)} ${arm}`).toBe(arms.includes(arm) ? '#' : '.');
      }
    }
    expect(picture(font, 0x2588)).not.toContain('.');
    expect(rows(0x2500)[row]).toBe('#'.repeat(face.cell));
    // A character that does not exist is drawn as the frame of character 0.
    expect(glyphIndex(font, 0x4e00)).toBe(exactGlyph(font, 0));
    expect(picture(font, 0)).toContain('#');
  });
});

describe('cursors', () => {
  const font = open('cursor');

  test('are 77 pairs of shape and mask around their hot spot', () => {
    expect(font.index.length).toBe(154);
    expect(font.allCharsExist).toBe(true);
    for (let shape = 0; shape < 154; shape += 2) {
      const [inner, outer] = [shape, shape + 1].map((code) => {
        const glyph = exactGlyph(font, code);
        const [left, right, , ascent, descent] = [...font.metrics.subarray(glyph * 6, glyph * 6 + 5)] as number[];
        return { left: left!, right: right!, top: -ascent!, bottom: descent!, rows: picture(font, code).split('\n') };
      }) as [Extent, Extent];
      // The hot spot is inside the mask, which takes no more than 18 pixels and has each shape pixel's surroundings.
      expect(outer.left <= 0 && outer.right > 0 && outer.top <= 0 && outer.bottom > 0, `hot spot of ${shape}`).toBe(
        true,
      );
      expect(outer.right - outer.left).toBeLessThanOrEqual(19);
      expect(outer.bottom - outer.top).toBeLessThanOrEqual(19);
      inner.rows.forEach((row, y) => {
        [...row].forEach((pixel, x) => {
          if (pixel !== '#') return;
          for (const [dx, dy] of [
            [-1, -1],
            [0, 0],
            [1, 1],
          ] as const) {
            const maskX = x + inner.left - outer.left + dx;
            const maskY = y + inner.top - outer.top + dy;
            expect(outer.rows[maskY]?.[maskX], `mask of ${shape}`).toBe('#');
          }
        });
      });
    }
  });

  interface Extent {
    left: number;
    right: number;
    top: number;
    bottom: number;
    rows: string[];
  }

  test('are all different, and those of the drawings', () => {
    const drawn = readCursors();
    expect(drawn.map(({ position }) => position)).toEqual(Array.from({ length: 77 }, (_, i) => i * 2));
    expect(new Set(drawn.map(({ name }) => name)).size).toBe(77);
    const pictures = drawn.map(({ position }) => `${picture(font, position)} ${glyphBox(font, position)}`);
    expect(new Set(pictures).size).toBe(77);
    for (const { position, name, shape } of drawn) {
      expect(picture(font, position).replaceAll(/[^#]/g, '').length, name).toBe(shape.pixels.size);
    }
  });

  function glyphBox(from: Font, code: number): string {
    const glyph = exactGlyph(from, code);
    return from.metrics.subarray(glyph * 6, glyph * 6 + 5).join();
  }
});

describe('packing', () => {
  test('repeats are expanded to the same bytes', () => {
    const bytes = fc.array(fc.oneof(fc.nat(255), fc.constantFrom(0, 0, 0, 7)), { maxLength: 400 });
    fc.assert(
      fc.property(bytes, fc.nat(3), (list, times) => {
        const original = Uint8Array.from(Array.from({ length: times + 1 }, () => list).flat());
        expect(expand(compress(original))).toEqual(original);
      }),
    );
  });

  test('faces come back as they were', () => {
    const pixel = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }));
    const glyph: fc.Arbitrary<Glyph> = fc.record({
      advance: fc.nat(40),
      pixels: fc.array(pixel, { maxLength: 12 }).map((list) => new Set(list.map(([x, y]) => at(x, y)))),
    });
    const face = fc.array(fc.tuple(fc.nat(0xffff), glyph), { maxLength: 20 }).map((list) => new Map(list));
    fc.assert(
      fc.property(face, (glyphs) => {
        const unpacked = unpackFace(packFace(glyphs));
        expect(unpacked.map(({ code }) => code)).toEqual([...glyphs.keys()].sort((a, b) => a - b));
        for (const { code, metric, bits } of unpacked) {
          const pixels = new Set<number>();
          const stride = (metric[1] - metric[0] + 7) >> 3;
          for (let y = 0; y < metric[3] + metric[4]; y++) {
            for (let x = 0; x < metric[1] - metric[0]; x++) {
              if ((bits[y * stride + (x >> 3)]! & (0x80 >> (x & 7))) !== 0)
                pixels.add(at(metric[0] + x, y - metric[3]));
            }
          }
          expect(pixels).toEqual(glyphs.get(code)!.pixels);
          expect(metric[2]).toBe(glyphs.get(code)!.advance);
        }
      }),
    );
  });
});
