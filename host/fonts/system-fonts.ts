/**
 * The fonts of the machine: X font directories read into a catalogue, and font files by hash for the log.
 *
 * Only bitmap fonts (PCF, BDF, plain or gzipped) are taken. A directory without any, such as that of the Type 1 fonts, is
 * left out with its aliases, which would hide the built-in ones and lead nowhere.
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import { builtinDirectory } from '../../xserver/fonts/builtin-catalogue.ts';
import type { DirectorySource, FontCatalogue, FontSource } from '../../xserver/fonts/catalogue.ts';
import { makeCatalogue } from '../../xserver/fonts/catalogue.ts';
import { parseFontFileInfo } from '../../xserver/fonts/font-file.ts';
import { MAX_FONT_FILE_BYTES } from '../../xserver/fonts/limits.ts';
import type { KnownFile } from './font-cache.ts';
import { readFontCache, writeFontCache } from './font-cache.ts';
import type { FontAliases } from './fonts-dir.ts';
import { parseFontsAlias, parseFontsDir } from './fonts-dir.ts';

const gunzip = promisify(gunzipCallback);

/** X.Org's font path on Debian, as far as it is of directories. `:unscaled` keeps a directory's fonts from being scaled. */
export const DEFAULT_FONT_PATH: readonly string[] = [
  '/usr/share/fonts/X11/misc',
  '/usr/share/fonts/X11/cyrillic',
  '/usr/share/fonts/X11/100dpi/:unscaled',
  '/usr/share/fonts/X11/75dpi/:unscaled',
  '/usr/share/fonts/X11/100dpi',
  '/usr/share/fonts/X11/75dpi',
];

const BITMAP_FONT = /\.(pcf|bdf)(\.gz)?$/;
const AT_ONCE = 8;

export interface SystemFonts {
  /** The system's directories, and behind them the built-in fonts. */
  readonly catalogue: FontCatalogue;
  /**
   * The unpacked file that the catalogue knows by this hash, checked; for the log's `font` entry.
   * @throws Error where there is no such file, it cannot be read or it has changed since the catalogue was made.
   */
  load(hash: string): Promise<Uint8Array>;
}

export interface SystemFontOptions {
  /** Directories, in order; those that are not there are passed over. Default: DEFAULT_FONT_PATH. */
  readonly fontPath?: readonly string[];
  /** Where to remember files between runs; null for nowhere. Default: in the user's cache directory. */
  readonly cacheFile?: string | null;
  /** The screen's resolution in dots per inch; names that leave theirs open mean 75 or 100. Default: 96. */
  readonly dotsPerInch?: number;
}

/** Where the XDG Base Directory Specification puts caches. */
export function defaultFontCacheFile(): string {
  const base = process.env['XDG_CACHE_HOME'];
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'farpane', 'fonts.json');
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'latin1');
  } catch {
    return undefined;
  }
}

/** A font file's bytes, unpacked; a packed file that unpacks to more than a font may have is refused. */
async function readFontFile(path: string): Promise<Uint8Array> {
  const bytes = await readFile(path);
  return path.endsWith('.gz') ? gunzip(bytes, { maxOutputLength: MAX_FONT_FILE_BYTES }) : bytes;
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex').slice(0, 32);
}

/** Reads what has changed, remembers it in `next`; undefined for what is no font. */
async function learn(
  path: string,
  known: ReadonlyMap<string, KnownFile>,
  next: Map<string, KnownFile>,
): Promise<FontSource | undefined> {
  try {
    const { mtimeMs, size } = await stat(path);
    let file = known.get(path);
    if (file === undefined || file.mtimeMs !== mtimeMs || file.size !== size) {
      const bytes = await readFontFile(path);
      file = { mtimeMs, size, hash: hashOf(bytes), info: parseFontFileInfo(bytes) };
    }
    next.set(path, file);
    return { key: path, hash: file.hash, info: file.info };
  } catch {
    return undefined;
  }
}

/** Runs a few at once: more only wait for the same disk and cores. */
async function eachAtOnce<Item>(items: Iterable<Item>, work: (item: Item) => Promise<void>): Promise<void> {
  const iterator = items[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = iterator.next(); next.done !== true; next = iterator.next()) await work(next.value);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}

interface ReadDirectory {
  path: string;
  fonts: { file: string; path: string; name: string }[];
  aliases: FontAliases;
}

async function readDirectory(path: string): Promise<ReadDirectory | undefined> {
  const [folder] = path.split(':');
  if (folder === undefined || !folder.startsWith('/')) return undefined;
  const list = await readText(join(folder, 'fonts.dir'));
  if (list === undefined) return undefined;
  const fonts = parseFontsDir(list)
    // A name with a slash would lead out of the directory.
    .filter(({ file }) => BITMAP_FONT.test(file) && !file.includes('/'))
    .map(({ file, name }) => ({ file, name, path: join(folder, file) }));
  if (fonts.length === 0) return undefined;
  return { path, fonts, aliases: parseFontsAlias((await readText(join(folder, 'fonts.alias'))) ?? '') };
}

/** Reads the font directories. Files that cannot be read, or are no fonts, are left out. */
export async function loadSystemFonts(options: SystemFontOptions = {}): Promise<SystemFonts> {
  const { fontPath = DEFAULT_FONT_PATH, cacheFile = defaultFontCacheFile(), dotsPerInch = 96 } = options;
  const directories: ReadDirectory[] = [];
  for (const path of fontPath) {
    const directory = await readDirectory(path);
    if (directory !== undefined) directories.push(directory);
  }

  const known = cacheFile === null ? new Map<string, KnownFile>() : await readFontCache(cacheFile);
  const next = new Map<string, KnownFile>();
  const files = new Map<string, FontSource>();
  const paths = new Set(directories.flatMap(({ fonts }) => fonts.map((font) => font.path)));
  await eachAtOnce(paths, async (path) => {
    const file = await learn(path, known, next);
    if (file !== undefined) files.set(path, file);
  });
  const unchanged = next.size === known.size && [...next].every(([path, file]) => known.get(path) === file);
  if (cacheFile !== null && !unchanged) await writeFontCache(cacheFile, next);

  const sources = directories.map(({ path, fonts, aliases }): DirectorySource => {
    const source: DirectorySource = { path, fonts: [], aliases: aliases.aliases };
    for (const font of fonts) {
      const file = files.get(font.path);
      if (file === undefined) continue;
      source.fonts.push({ name: font.name, file });
      if (aliases.fileNames) source.aliases.push({ name: font.file.replace(BITMAP_FONT, ''), target: font.name });
    }
    return source;
  });
  const byHash = new Map([...files.values()].map((file) => [file.hash, file.key]));
  return {
    // X.Org knows two resolutions, since bitmap fonts come in two.
    catalogue: makeCatalogue([...sources, builtinDirectory()], dotsPerInch < 88 ? 75 : 100),
    load: loaderOf(byHash),
  };
}

/** Holds on to no more than it is given; within `loadSystemFonts` it would hold all that was learnt there. */
function loaderOf(paths: ReadonlyMap<string, string>): SystemFonts['load'] {
  return async (hash) => {
    const path = paths.get(hash);
    if (path === undefined) throw new Error(`no font file has the hash ${hash}`);
    const bytes = await readFontFile(path);
    if (hashOf(bytes) !== hash) throw new Error(`${path} has changed since the session began`);
    return bytes;
  };
}
