/**
 * Fonts as Xvfb has them from the same directory: names, searches, descriptions, metrics, pictures. The directory is that
 * of Debian's xfonts-base, the list of its fonts includes cursor, nil2, and fonts of one byte and of two.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SystemFonts } from '../../host/fonts/system-fonts.ts';
import { loadSystemFonts } from '../../host/fonts/system-fonts.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { parseFontFile } from '../../xserver/fonts/font-file.ts';
import type { Font } from '../../xserver/fonts/font.ts';
import { glyphIndex, queryFontCharacters, textExtents } from '../../xserver/fonts/font.ts';
import { listFonts, listFontsWithInfo } from '../../xserver/fonts/list-fonts.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { startXvfb } from '../support/xvfb.ts';
import type { Xvfb } from '../support/xvfb.ts';
import { FontOracle, sixNumbers } from './font-oracle.ts';

const DIRECTORY = '/usr/share/fonts/X11/misc';
const MANY = 60_000;

const FAMOUS = [
  'fixed',
  'cursor',
  'nil2',
  '6x13',
  '8x13',
  '8x13bold',
  '6x10',
  '9x15',
  '10x20',
  'k14',
  '-Misc-Fixed-Medium-R-*-*-13-120-75-75-C-60-ISO8859-1',
  '-misc-fixed-bold-r-*-*-13-120-75-75-c-*-iso10646-1',
];

let xvfb: Xvfb;
let oracle: FontOracle;
let system: SystemFonts;
const loaded = new Map<string, Font>();

beforeAll(async () => {
  xvfb = await startXvfb({ args: ['-fp', DIRECTORY] });
  oracle = new FontOracle(await xvfb.connect());
  // Without its own built-in fonts: ours are others.
  await oracle.setFontPath([DIRECTORY]);
  system = await loadSystemFonts({ fontPath: [DIRECTORY], cacheFile: null });
  // And without ours, to be alike.
  system.catalogue.directories.splice(1);
});

afterAll(async () => {
  await xvfb?.close();
});

async function openOurs(name: string): Promise<Font | undefined> {
  const resolved = resolveFont(system.catalogue, name);
  if (resolved === undefined) return undefined;
  if (!loaded.has(resolved.file.hash)) {
    loaded.set(resolved.file.hash, parseFontFile(await system.load(resolved.file.hash), resolved.file.hash));
  }
  return openResolvedFont(loaded, resolved);
}

/** Everything that QueryFont says of a font, theirs and ours. */
async function compareFont(name: string): Promise<void> {
  const theirs = await oracle.open(name);
  const ours = await openOurs(name);
  expect(ours !== undefined, `${name} is found`).toBe(theirs !== undefined);
  if (ours === undefined || theirs === undefined) return;
  const reply = await oracle.query(theirs);
  const properties = await oracle.properties(reply.properties, ours.properties);
  const compared = {
    direction: reply.drawDirection,
    rows: [reply.minByte1, reply.maxByte1],
    columns: [reply.minCharOrByte2, reply.maxCharOrByte2],
    defaultChar: reply.defaultChar,
    allCharsExist: reply.allCharsExist !== 0,
    ascent: [reply.fontAscent, reply.fontDescent],
    minBounds: sixNumbers(reply.minBounds),
    maxBounds: sixNumbers(reply.maxBounds),
    properties,
  };
  expect({
    direction: ours.drawDirection,
    rows: [ours.minByte1, ours.maxByte1],
    columns: [ours.minCharOrByte2, ours.maxCharOrByte2],
    defaultChar: ours.defaultChar,
    allCharsExist: ours.allCharsExist,
    ascent: [ours.fontAscent, ours.fontDescent],
    minBounds: ours.minBounds,
    maxBounds: ours.maxBounds,
    properties: ours.properties,
  }).toEqual(compared);
  const characters = queryFontCharacters(ours);
  expect(characters.length, `${name} characters`).toBe(reply.charInfos.length);
  const differing = characters.findIndex((value, i) => value << 16 !== reply.charInfos[i]! << 16);
  expect(differing, `${name}: first number of the characters that differs`).toBe(-1);

  const codes = sampleCodes(ours, 12);
  expect(textExtents(ours, codes), `${name} extents of ${codes.join()}`).toEqual(
    withoutSequence(await oracle.textExtents(theirs, codes)),
  );
  await comparePictures(name, ours, theirs, codes);
  await oracle.close(theirs);
}

function withoutSequence<Reply extends object>(reply: Reply): Omit<Reply, 'sequence'> {
  const { sequence: _, ...rest } = reply as Reply & { sequence: number };
  return rest;
}

/** Codes spread over the font, with some that do not exist. */
function sampleCodes(font: Font, count: number): number[] {
  const codes = [0, 0x41, 0xffff, font.defaultChar];
  const columns = font.maxCharOrByte2 - font.minCharOrByte2 + 1;
  for (let i = 0; i < count; i++) {
    const at = Math.floor((i * font.index.length) / count);
    codes.push(((font.minByte1 + Math.floor(at / columns)) << 8) + font.minCharOrByte2 + (at % columns));
  }
  return codes;
}

async function comparePictures(name: string, ours: Font, theirs: number, codes: number[]): Promise<void> {
  const size = 64;
  const [originX, originY] = [20, 40];
  const pictures = await oracle.pictures(theirs, codes, size, size, originX, originY);
  codes.forEach((code, i) => {
    const expected = new Uint8Array(size * size);
    const glyph = glyphIndex(ours, code);
    if (glyph >= 0) {
      const [left, right, , ascent, descent] = [...ours.metrics.subarray(glyph * 6, glyph * 6 + 6)];
      const stride = (right! - left! + 7) >> 3;
      for (let y = 0; y < ascent! + descent!; y++) {
        for (let x = 0; x < right! - left!; x++) {
          const [atX, atY] = [originX + left! + x, originY - ascent! + y];
          if (atX < 0 || atY < 0 || atX >= size || atY >= size) continue;
          const byte = ours.bits[ours.offsets[glyph]! + y * stride + (x >> 3)]!;
          expected[atY * size + atX] = (byte >> (7 - (x & 7))) & 1;
        }
      }
    }
    expect(Buffer.compare(expected, pictures[i]!), `${name}: picture of character ${code}`).toBe(0);
  });
}

describe('names', () => {
  test('all are listed, in the same order', async () => {
    const theirs = await oracle.list('*', MANY);
    expect(theirs.length).toBeGreaterThan(400);
    expect(listFonts(system.catalogue, '*', MANY)).toEqual(theirs);
  });

  test('of patterns as programs write them', async () => {
    const patterns = [
      'fixed',
      'FIX?D',
      '?x*',
      '*x1*',
      '-*',
      '-*-*-*-*-*-*-*-*-*-*-*-*-*-*',
      '-*-fixed-*-*-*-*-*-*-*-*-*-*-iso8859-1',
      '-*-fixed-medium-r-*-*-24-*-*-*-*-*-*-*',
      '-*-fixed-medium-r-normal--0-0-75-75-c-0-iso8859-1',
      '-*-fixed-medium-r-normal--0-0-0-0-c-0-iso8859-1',
      '-*-*-medium-r-normal--*-120-*-*-*-*-iso8859-1',
      '-*-*-*-R-*-*-*-120-100-100-*-*-iso8859-*',
      '-misc-*-*-*-*-*-13-*-*-*-*-*-*',
      '-jis-fixed-medium-r-normal--16-*-*-*-c-*-jisx0208.1983-0',
      '-jis-fixed-medium-r-normal--16-*-*-*-*-*-jisx0208.1983-0',
      '*-jisx0208.1983-0',
      '-misc-fixed-medium-r-normal--13-120-75-75-c-80-iso8859-1',
      '-misc-fixed-medium-r-normal--40-*-75-75-c-*-iso8859-1',
      'no-such-font',
      '-no-such-*',
      '*fixed*bold*',
      '-*-*',
    ];
    for (const pattern of patterns) {
      for (const max of [0, 1, 3, 50, MANY]) {
        expect(listFonts(system.catalogue, pattern, max), `${pattern} (${max})`).toEqual(
          await oracle.list(pattern, max),
        );
      }
    }
  });

  test('of random patterns', { timeout: 120_000 }, async () => {
    const names = listFonts(system.catalogue, '*', MANY);
    // A run of `*`, or `*?`, matches nothing in X.Org and is left to font-names.test.ts.
    const pattern = fc
      .tuple(
        fc.constantFrom(...names),
        fc.array(fc.tuple(fc.nat(13), fc.constantFrom('*', '0', '12', '120', '100')), { maxLength: 9 }),
        fc.nat(2),
      )
      .map(([name, changes, form]) => {
        const fields = name.split('-');
        if (fields.length !== 15 || form === 0) {
          const at = (changes[0]?.[0] ?? 0) % name.length;
          return `${name.slice(0, at)}*${name.slice(at + (changes[1]?.[0] ?? 3))}`.replaceAll(/[*?]{2,}/g, '*');
        }
        for (const [field, value] of changes) fields[field + 1] = value;
        if (form === 2) fields[7] = '?';
        return fields.join('-');
      });
    await fc.assert(
      fc.asyncProperty(pattern, fc.constantFrom(1, 2, 7, MANY), async (wanted, max) => {
        expect(listFonts(system.catalogue, wanted, max), wanted).toEqual(await oracle.list(wanted, max));
      }),
      { numRuns: 1500 },
    );
  });
});

describe('descriptions', () => {
  test('of all names, by ListFontsWithInfo', { timeout: 120_000 }, async () => {
    const theirs = await oracle.listWithInfo('*', MANY);
    const ours = listFontsWithInfo(system.catalogue, '*', MANY);
    expect(ours.map(({ name }) => name)).toEqual(theirs.map(({ name }) => name));
    expect(ours.length).toBeGreaterThan(400);
    for (const [i, { name, info, following }] of ours.entries()) {
      const reply = theirs[i]!;
      expect(info.fontAscent, name).toBe(reply.fontAscent);
      expect(info.allCharsExist, name).toBe(reply.allCharsExist !== 0);
      expect(following, name).toBe(reply.repliesHint);
      // A proportional font in another size would have to be scaled, character by character, to say the rest exactly.
      if (/--0-0-[^-]*-[^-]*-p-/.test(name)) continue;
      expect(info.properties, name).toEqual(await oracle.properties(reply.properties, info.properties));
      expect([info.minBounds, info.maxBounds], name).toEqual([
        sixNumbers(reply.minBounds),
        sixNumbers(reply.maxBounds),
      ]);
    }
  });

  test('of the famous fonts, with metrics and pictures', { timeout: 60_000 }, async () => {
    for (const name of FAMOUS) await compareFont(name);
  });

  test('of every font of the directory', { timeout: 240_000 }, async () => {
    const names = listFonts(system.catalogue, '*', MANY).filter((name) => !/--0-0-/.test(name));
    expect(names.length).toBeGreaterThan(400);
    for (const name of names) await compareFont(name);
  });

  test('of scaled fonts', { timeout: 240_000 }, async () => {
    const families = listFonts(system.catalogue, '-*--0-0-*-iso8859-1', MANY);
    expect(families.length).toBeGreaterThan(5);
    const sizes = fc.tuple(
      fc.constantFrom(...families),
      fc.constantFrom('*', '0', '5', '9', '11', '17', '26', '31'),
      fc.constantFrom('*', '0', '70', '100', '120', '300'),
      fc.constantFrom('*', '0', '75', '100'),
      fc.constantFrom('*', '0', '50', '110'),
    );
    await fc.assert(
      fc.asyncProperty(sizes, async ([family, pixel, point, resolution, width]) => {
        const fields = family.split('-');
        fields[7] = pixel;
        fields[8] = point;
        fields[9] = fields[10] = resolution;
        fields[12] = width;
        await compareFont(fields.join('-'));
      }),
      { numRuns: 300 },
    );
  });
});
