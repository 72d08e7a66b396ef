/** BDF files, compared with what Xvfb makes of the same files, and hostile ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseBdf } from '../../xserver/fonts/bdf.ts';
import { builtinCatalogue } from '../../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { FontFileError } from '../../xserver/fonts/font-file-error.ts';
import { parseFontFile } from '../../xserver/fonts/font-file.ts';
import type { Font } from '../../xserver/fonts/font.ts';
import { MAX_BITMAP_BYTES } from '../../xserver/fonts/limits.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { startXvfb } from '../support/xvfb.ts';
import type { Xvfb } from '../support/xvfb.ts';
import { compareFont } from './compare-font.ts';
import { FontOracle } from './font-oracle.ts';
import { writeBdf } from './font-writers.ts';

let folder: string;
let xvfb: Xvfb;
let oracle: FontOracle;

function builtin(name: string): Font {
  return openResolvedFont(new Map(), resolveFont(builtinCatalogue(), name)!)!;
}

const PROPORTIONAL = '-farpane-sans-medium-r-normal--12-*-iso10646-1';

/** The same fonts with properties given and left out. */
const FILES = new Map([
  ['plain', writeBdf(builtin('6x13'), 'plain', ['DEFAULT_CHAR 0'])],
  [
    'full',
    writeBdf(builtin('8x13'), '-test-full-medium-r-normal--13-120-75-75-c-80-iso8859-1', [
      'FOUNDRY "te""st"',
      'NOTICE "two words" and more',
      'DEFAULT_CHAR 65',
      'POINT_SIZE 110',
      'WEIGHT -3',
      'X_HEIGHT 7',
      'QUAD_WIDTH 9',
      'RESOLUTION_X 90',
    ]),
  ],
  ['proportional', writeBdf(builtin(PROPORTIONAL), 'proportional', ['SPACING "P"'])],
  ['cursor-like', writeBdf(builtin('cursor'), 'cursor-like', ['DEFAULT_CHAR 300'])],
  ['unlike-sizes', writeBdf(builtin('6x10'), 'x', ['DEFAULT_CHAR 32']).replace('SIZE 12 75 75', 'SIZE 9.5 75 100')],
  ['one', oneCharacter('ENCODING 65', 'BBX 3 2 -1 -1', ['E0', 'a0'])],
  ['attributes', oneCharacter('ENCODING 300', 'BBX 12 2 0 0\nATTRIBUTES 12aF', ['fff', '8'])],
  ['second-encoding', oneCharacter('ENCODING -1 70', 'BBX 0 0 0 0', [])],
]);

function oneCharacter(encoding: string, box: string, rows: string[]): string {
  return [
    'STARTFONT 2.1',
    'FONT small',
    'SIZE 8 100 100',
    'FONTBOUNDINGBOX 3 2 0 0',
    'STARTPROPERTIES 2',
    'FONT_ASCENT 5',
    'FONT_DESCENT 1',
    'ENDPROPERTIES',
    'CHARS 1',
    'STARTCHAR 7',
    encoding,
    'SWIDTH 500 0',
    'DWIDTH 5 0',
    box,
    'BITMAP',
    ...rows,
    'ENDCHAR',
    'ENDFONT',
    '',
  ].join('\n');
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'farpane-bdf-'));
  for (const [name, text] of FILES) writeFileSync(join(folder, `${name}.bdf`), text, 'latin1');
  const list = [...FILES.keys()].map((name) => `${name}.bdf ${name}\n`);
  writeFileSync(join(folder, 'fonts.dir'), `${list.length}\n${list.join('')}`);
  xvfb = await startXvfb();
  oracle = new FontOracle(await xvfb.connect());
  await oracle.setFontPath([folder]);
});

afterAll(async () => {
  await xvfb?.close();
  rmSync(folder, { recursive: true, force: true });
});

test.each([...FILES.keys()])('%s is the font that Xvfb reads', async (name) => {
  await compareFont(oracle, name, parseFontFile(Buffer.from(FILES.get(name)!, 'latin1'), 'hash'));
});

test('refuses what ends before its end or has too much', () => {
  const text = FILES.get('one')!;
  const parse = (changed: string): Font => parseBdf(Buffer.from(changed, 'latin1'), '');
  expect(() => parse(text)).not.toThrow();
  for (let length = 0; length < text.length - 'ENDFONT\n'.length; length++) {
    expect(() => parse(text.slice(0, length)), `${length} bytes`).toThrow(FontFileError);
  }
  for (const [from, to] of [
    ['CHARS 1', 'CHARS 65536'],
    ['CHARS 1', 'CHARS 2'],
    ['CHARS 1', 'CHARS -1'],
    ['STARTPROPERTIES 2', 'STARTPROPERTIES 100000000'],
    ['BBX 3 2 -1 -1', 'BBX 4000 2 -1 -1'],
    ['BBX 3 2 -1 -1', 'BBX -3 2 -1 -1'],
    ['DWIDTH 5', 'DWIDTH 99999'],
    ['FONT_ASCENT 5', 'FONT_ASCENT five'],
    ['FONT_ASCENT 5', 'FONT_ASCENT "5'],
    ['E0', 'XY'],
    ['STARTFONT 2.1', 'STARTFONT 3'],
    ['ENCODING 65', 'ENCODING -1'],
  ] as const) {
    expect(() => parse(text.replace(from, to)), to).toThrow(FontFileError);
  }
});

test('of any text makes a font within the limits or throws FontFileError', () => {
  const lines = [...FILES.values()].map((text) => text.split('\n').slice(0, 400));
  const words = fc.constantFrom('-1', '0', '65535', '99999999', '2048', '"', 'ENDCHAR', 'ENDFONT', 'BITMAP', '');
  const changes = fc.array(fc.tuple(fc.nat(), fc.nat(), words, fc.boolean()), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...lines), changes, (original, mutations) => {
      const changed = [...original];
      for (const [line, word, text, deletes] of mutations) {
        const at = line % changed.length;
        const parts = changed[at]!.split(' ');
        parts[word % parts.length] = text;
        if (deletes) changed.splice(at, 1);
        else changed[at] = parts.join(' ');
      }
      try {
        const font = parseBdf(Buffer.from([...changed, 'ENDFONT', ''].join('\n'), 'latin1'), '');
        expect(font.bits.length).toBeLessThanOrEqual(MAX_BITMAP_BYTES);
      } catch (error) {
        if (!(error instanceof FontFileError)) throw error;
      }
    }),
    { numRuns: 2000 },
  );
});
