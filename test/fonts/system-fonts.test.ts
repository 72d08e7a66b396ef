import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseFontsAlias, parseFontsDir } from '../../host/fonts/fonts-dir.ts';
import { loadSystemFonts } from '../../host/fonts/system-fonts.ts';
import type { SystemFonts } from '../../host/fonts/system-fonts.ts';
import { builtinCatalogue } from '../../xserver/fonts/builtin-catalogue.ts';
import { BUILTIN_PATH } from '../../xserver/fonts/catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { parseFontFile } from '../../xserver/fonts/font-file.ts';
import { MAX_FONT_FILE_BYTES } from '../../xserver/fonts/limits.ts';
import { openResolvedFont } from '../../xserver/fonts/open-font.ts';
import { writeBdf, writePcf } from './font-writers.ts';

let folder: string;
let cacheFile: string;

const NIL = openResolvedFont(new Map(), resolveFont(builtinCatalogue(), 'nil2')!)!;
const PCF = writePcf(NIL, {
  littleEndianBytes: true,
  mostSignificantBitFirst: true,
  pad: 0,
  unit: 0,
  compressedMetrics: true,
});

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'farpane-fonts-test-'));
  cacheFile = join(folder, 'cache', 'fonts.json');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Writes a font directory and returns its path. */
function fontDirectory(name: string, files: Record<string, Uint8Array | string>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, content] of Object.entries(files)) writeFileSync(join(path, file), content);
  return path;
}

function load(fontPath: string[]): Promise<SystemFonts> {
  return loadSystemFonts({ fontPath, cacheFile });
}

function systemNames(fonts: SystemFonts): string[][] {
  return fonts.catalogue.directories
    .filter(({ path }) => path !== BUILTIN_PATH)
    .map(({ names }) => names.map(({ name }) => name));
}

test('reads fonts.dir and fonts.alias in all their forms', () => {
  expect(parseFontsDir('3\na.pcf -a-b c-d\r\nb.pcf.gz   b \nnoname\n\n')).toEqual([
    { file: 'a.pcf', name: '-a-b c-d' },
    { file: 'b.pcf.gz', name: 'b' },
  ]);
  const text = [
    '! a comment with "quotes',
    'plain target',
    '"with blanks"\t"-a target-"',
    'es\\caped "a \\"quoted\\" name"',
    '  only ! a comment follows',
    'lonely',
    '',
  ].join('\n');
  expect(parseFontsAlias(text)).toEqual({
    aliases: [
      { name: 'plain', target: 'target' },
      { name: 'with blanks', target: '-a target-' },
      { name: 'escaped', target: 'a "quoted" name' },
    ],
    fileNames: false,
  });
  expect(parseFontsAlias('FILE_NAMES_ALIASES\n').fileNames).toBe(true);
});

test('takes plain and gzipped PCF and BDF files, and serves their bytes by hash', async () => {
  const bdf = writeBdf(NIL, 'text', []);
  const path = fontDirectory('fonts', {
    'a.pcf': PCF,
    'b.pcf.gz': gzipSync(
      writePcf(
        { ...NIL, fontAscent: 7 },
        { littleEndianBytes: false, mostSignificantBitFirst: false, pad: 2, unit: 2, compressedMetrics: false },
      ),
    ),
    'c.bdf': bdf,
    'd.bdf.gz': gzipSync(bdf),
    'fonts.dir': '4\na.pcf First\nb.pcf.gz second\nc.bdf third\nd.bdf.gz fourth\n',
    'fonts.alias': 'FILE_NAMES_ALIASES\nother second\n',
  });
  const fonts = await load([path]);
  expect(systemNames(fonts)).toEqual([['a', 'b', 'c', 'd', 'first', 'fourth', 'other', 'second', 'third']]);
  for (const name of ['first', 'b', 'third', 'd', 'other']) {
    const { file } = resolveFont(fonts.catalogue, name)!;
    const font = parseFontFile(await fonts.load(file.hash), file.hash);
    expect(font.fontAscent, name).toBe(name === 'b' || name === 'other' ? 7 : 2);
  }
  await expect(fonts.load('0'.repeat(32))).rejects.toThrow('no font file');
});

test('leaves out what is missing, broken, too large or elsewhere', async () => {
  writeFileSync(join(folder, 'outside.pcf'), PCF);
  const bomb = gzipSync(Buffer.alloc(MAX_FONT_FILE_BYTES + 1));
  expect(bomb.length).toBeLessThan(100_000);
  const path = fontDirectory('fonts', {
    'good.pcf': PCF,
    'cut.pcf': PCF.slice(0, 500),
    'bomb.pcf.gz': bomb,
    'not.pcf.gz': PCF,
    'outline.pfb': PCF,
    'fonts.dir': [
      '7',
      'good.pcf good',
      'cut.pcf cut',
      'bomb.pcf.gz bomb',
      'not.pcf.gz not',
      'outline.pfb outline',
      'missing.pcf missing',
      '../outside.pcf outside',
      '',
    ].join('\n'),
  });
  const fonts = await load(['relative/path', join(folder, 'nowhere'), path]);
  expect(systemNames(fonts)).toEqual([['good']]);
});

test('passes over a directory without bitmap fonts, whose aliases would hide the built-in ones', async () => {
  const path = fontDirectory('Type1', {
    'fonts.dir': '1\nx.pfb -urw-nimbus-medium-r-normal--0-0-0-0-p-0-iso8859-1\n',
    'fonts.alias': 'fixed -urw-nimbus-medium-r-normal--0-0-0-0-p-0-iso8859-1\n',
  });
  const fonts = await load([path]);
  expect(systemNames(fonts)).toEqual([]);
  expect(resolveFont(fonts.catalogue, 'fixed')?.file.key).toBe('builtin/fixed-6x13');
});

test('remembers files between runs until they change', async () => {
  const path = fontDirectory('fonts', { 'a.pcf': PCF, 'fonts.dir': '1\na.pcf a\n' });
  const ascent = async (): Promise<number> => {
    const fonts = await load([path]);
    const { file } = resolveFont(fonts.catalogue, 'a')!;
    return parseFontFile(await fonts.load(file.hash), '').fontAscent;
  };
  expect(await ascent()).toBe(2);
  const written = readFileSync(cacheFile, 'utf8');
  const before = statSync(join(path, 'a.pcf'));

  // The cache is believed where time and size are the same: what it says shows in the catalogue.
  const stored = JSON.parse(written) as { strings: string[] };
  stored.strings = stored.strings.map((text) => (text === 'Medium' || text === 'medium' ? 'REMEMBERED' : text));
  writeFileSync(cacheFile, JSON.stringify(stored));
  expect((await load([path])).catalogue.strings).toContain('REMEMBERED');

  // A changed file is read again, and the cache made anew.
  writeFileSync(
    join(path, 'a.pcf'),
    writePcf(
      { ...NIL, fontAscent: 9 },
      { littleEndianBytes: true, mostSignificantBitFirst: true, pad: 0, unit: 0, compressedMetrics: true },
    ),
  );
  utimesSync(join(path, 'a.pcf'), before.atime, new Date(before.mtimeMs + 5000));
  expect(await ascent()).toBe(9);
  expect(readFileSync(cacheFile, 'utf8')).not.toContain('REMEMBERED');

  // A broken cache is none.
  for (const broken of ['', '{', '[]', 'null', '{"version":1,"strings":[],"files":[["a"]]}']) {
    writeFileSync(cacheFile, broken);
    expect(await ascent()).toBe(9);
  }
});

test('refuses a file that changed since the catalogue was made', async () => {
  const path = fontDirectory('fonts', { 'a.pcf': PCF, 'fonts.dir': '1\na.pcf a\n' });
  const fonts = await load([path]);
  const { hash } = resolveFont(fonts.catalogue, 'a')!.file;
  writeFileSync(join(path, 'a.pcf'), gzipSync(PCF));
  await expect(fonts.load(hash)).rejects.toThrow('has changed');
});
