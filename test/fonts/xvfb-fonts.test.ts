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
import { listFonts, listFontsWithInfo } from '../../xserver/fonts/list-fonts.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { startXvfb } from '../support/xvfb.ts';
import type { Xvfb } from '../support/xvfb.ts';
import { compareFont } from './compare-font.ts';
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

  test('of random patterns', async () => {
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
  test('of all names, by ListFontsWithInfo', async () => {
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

  test('of the famous fonts, with metrics and pictures', async () => {
    for (const name of FAMOUS) await compareFont(oracle, name, await openOurs(name));
  });

  test('of every font of the directory', async () => {
    const names = listFonts(system.catalogue, '*', MANY).filter((name) => !/--0-0-/.test(name));
    expect(names.length).toBeGreaterThan(400);
    for (const name of names) await compareFont(oracle, name, await openOurs(name));
  });

  test('of scaled fonts', async () => {
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
        await compareFont(oracle, fields.join('-'), await openOurs(fields.join('-')));
      }),
      { numRuns: 300 },
    );
  });
});
