import fc from 'fast-check';
import { expect, test } from 'vitest';
import { builtinDirectory } from '../../xserver/fonts/builtin-catalogue.ts';
import type { DirectorySource, FontSource } from '../../xserver/fonts/catalogue.ts';
import { BUILTIN_PATH, makeCatalogue } from '../../xserver/fonts/catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { packFontInfo, unpackFontInfo } from '../../xserver/fonts/font-info-pack.ts';
import type { CharInfo, FontInfo } from '../../xserver/fonts/font.ts';
import { MAX_CATALOGUE_ENTRIES, MAX_FONT_NAME_LENGTH } from '../../xserver/fonts/limits.ts';
import { listFonts, listFontsWithInfo } from '../../xserver/fonts/list-fonts.ts';

const [someFont] = builtinDirectory().fonts;

function source(hash: string): FontSource {
  return { key: `/fonts/${hash}.pcf`, hash, info: someFont!.file.info };
}

function directory(path: string, fonts: string[], aliases: [string, string][] = []): DirectorySource {
  return {
    path,
    fonts: fonts.map((name) => ({ name, file: source(`${path}/${name}`) })),
    aliases: aliases.map(([name, target]) => ({ name, target })),
  };
}

test('searches directories in order, and aliases from the start again', () => {
  const catalogue = makeCatalogue([
    directory('/a', ['one', 'two'], [['to-three', 'three']]),
    directory('/b', ['two', 'three'], [['to-one', 'ONE']]),
  ]);
  expect(resolveFont(catalogue, 'TWO')?.file.hash).toBe('/a/two');
  expect(resolveFont(catalogue, 'to-three')?.file.hash).toBe('/b/three');
  expect(resolveFont(catalogue, 'to-one')?.file.hash).toBe('/a/one');
  expect(resolveFont(catalogue, 't*')?.name).toBe('three');
  expect(resolveFont(catalogue, '?wo')?.name).toBe('two');
  expect(resolveFont(catalogue, 'four')).toBeUndefined();
  expect(resolveFont(catalogue, '')).toBeUndefined();
  expect(resolveFont(catalogue, 'x'.repeat(MAX_FONT_NAME_LENGTH))).toBeUndefined();
  // In each directory's own order; both know "two".
  expect(listFonts(catalogue, '*', 100)).toEqual(['one', 'to-three', 'two', 'three', 'to-one', 'two']);
  expect(listFonts(catalogue, 'T*', 2)).toEqual(['to-three', 'two']);
});

test('lists no alias that leads nowhere, and ends in circles of aliases', () => {
  const circle: [string, string][] = [
    ['a', 'b'],
    ['b', 'c*'],
    ['c', 'a'],
    ['dead', 'no-such-font'],
    ['alive', 'font'],
  ];
  // The same circle in many directories: a search without memory would take 6 to the power of its depth.
  const directories = ['/1', '/2', '/3', '/4', '/5', '/6'].map((path) => directory(path, [], circle));
  const catalogue = makeCatalogue([...directories, directory('/7', ['font'])]);
  expect(listFonts(catalogue, '*', 100)).toEqual([...directories.map(() => 'alive'), 'font']);
  expect(resolveFont(catalogue, 'a')).toBeUndefined();
  expect(resolveFont(catalogue, 'alive')?.name).toBe('font');
});

test('lets built-in names step back behind those of other directories', () => {
  const fixed = '-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1';
  const catalogue = makeCatalogue([directory('/system', [fixed], [['fixed', fixed]]), builtinDirectory()]);
  expect(resolveFont(catalogue, 'fixed')?.file.hash).toBe(`/system/${fixed}`);
  const names = listFonts(catalogue, '*', 1000);
  expect(names.filter((name) => name === fixed || name === 'fixed')).toEqual([fixed, 'fixed']);
  // What the system lacks is there all the same.
  expect(resolveFont(catalogue, 'cursor')?.file.key).toBe('builtin/cursor');
  expect(catalogue.directories.at(-1)?.path).toBe(BUILTIN_PATH);
});

test('scales no font of a directory marked unscaled', () => {
  const name = '-f-g-medium-r-normal--12-120-75-75-p-60-iso8859-1';
  const wanted = '-f-g-medium-r-normal--30-*-75-75-p-*-iso8859-1';
  expect(resolveFont(makeCatalogue([directory('/a', [name])]), wanted)?.scale).not.toBeNull();
  expect(resolveFont(makeCatalogue([directory('/a/:unscaled', [name])]), wanted)).toBeUndefined();
  // X.Org takes the XLFD's sizes as given even then, if they are those of the font.
  expect(resolveFont(makeCatalogue([directory('/a/:unscaled', [name])]), name)?.scale).toBeNull();
});

test('hands the sizes asked of a family alias on to its target', () => {
  const catalogue = makeCatalogue([
    directory(
      '/a',
      ['-f-g-medium-r-normal--12-120-75-75-p-60-iso8859-1'],
      [['-x-y-medium-r-normal--0-0-0-0-p-0-iso8859-1', '-f-g-medium-r-normal--0-0-0-0-p-0-iso8859-1']],
    ),
  ]);
  const found = resolveFont(catalogue, '-x-y-medium-r-normal--24-240-75-75-p-0-iso8859-1');
  expect(found?.name).toBe('-f-g-medium-r-normal--12-120-75-75-p-60-iso8859-1');
  expect(found?.scale?.sizes.pixelY).toBeCloseTo(24.9, 1);
});

test('holds names up to the cap', () => {
  const names = (count: number): DirectorySource[] => {
    const all = Array.from({ length: count }, (_, i) => `font${i}`);
    const file = source('shared');
    return [{ path: '/a', fonts: all.map((name) => ({ name, file })), aliases: [] }];
  };
  expect(makeCatalogue(names(MAX_CATALOGUE_ENTRIES)).directories[0]!.names).toHaveLength(MAX_CATALOGUE_ENTRIES);
  expect(() => makeCatalogue(names(MAX_CATALOGUE_ENTRIES + 1))).toThrow(RangeError);
});

test('gives no name longer than the byte of its length in the reply', () => {
  const catalogue = makeCatalogue([directory('/a', ['x'.repeat(255), 'y'.repeat(256)])]);
  expect(listFonts(catalogue, '*', 10)).toEqual(['x'.repeat(255)]);
  expect(listFontsWithInfo(catalogue, '*', 10)).toHaveLength(1);
});

test('packs descriptions without loss', () => {
  const short = fc.integer({ min: -32768, max: 32767 });
  const bounds = fc.tuple(short, short, short, short, short, short) as fc.Arbitrary<CharInfo>;
  const info: fc.Arbitrary<FontInfo> = fc.record({
    drawDirection: fc.nat(1),
    minByte1: fc.nat(255),
    maxByte1: fc.nat(255),
    minCharOrByte2: fc.nat(65_535),
    maxCharOrByte2: fc.nat(65_535),
    defaultChar: fc.nat(65_535),
    allCharsExist: fc.boolean(),
    fontAscent: short,
    fontDescent: short,
    minBounds: bounds,
    maxBounds: bounds,
    minBitmap: bounds,
    maxBitmap: bounds,
    properties: fc.array(fc.record({ name: fc.string(), value: fc.oneof(fc.integer(), fc.string()) })),
  });
  fc.assert(
    fc.property(fc.array(info, { maxLength: 3 }), (infos) => {
      const strings: string[] = [];
      const intern = (text: string): number => {
        const at = strings.indexOf(text);
        return at >= 0 ? at : strings.push(text) - 1;
      };
      const packed = infos.map((one) => packFontInfo(one, intern));
      expect(packed.map((bytes) => unpackFontInfo(bytes, strings))).toEqual(infos);
    }),
  );
});
