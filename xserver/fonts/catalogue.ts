/**
 * The font catalogue: which fonts there are, by name, without the fonts themselves. Plain data, one of the first entries
 * of the log; after that it does not change.
 *
 * A name travels so: OpenFont gives a name or pattern; `resolveFont` (find-font.ts) leads it through aliases to a file,
 * perhaps to be scaled; whoever appends to the log puts that file's bytes, known by hash, before the request; the core
 * makes a `Font` of them (font-file.ts). ListFonts and ListFontsWithInfo (list-fonts.ts) need the catalogue alone.
 *
 * The rules of search, order and alias are X.Org's for a font path of directories with fonts.dir and fonts.alias.
 */
import { compareFontNames, lowerLatin1 } from './font-names.ts';
import type { FontInfo } from './font.ts';
import { packFontInfo } from './font-info-pack.ts';
import { MAX_CATALOGUE_ENTRIES, MAX_FONT_NAME_LENGTH } from './limits.ts';
import { familyName, hasSize, parseXlfdSizes } from './xlfd.ts';

export interface FontCatalogue {
  /** Dots per inch for names that leave the resolution open: 75 or 100, whichever is nearer to the screen's. */
  resolution: number;
  /** In the order of the font path. */
  directories: FontDirectory[];
  files: FontFile[];
  /** Texts of the packed font properties; each occurs once. */
  strings: string[];
}

export interface FontDirectory {
  /** As GetFontPath names it. */
  path: string;
  /** Fonts and aliases, sorted by compareFontNames. */
  names: FontName[];
  /** Families that can be had in any size, sorted likewise. */
  families: FontFamily[];
}

export interface FontName {
  /** Lower case. */
  name: string;
  /** Index in `files`, or -1 for an alias. */
  file: number;
  /** What an alias stands for: a name or pattern in lower case; empty for a font. */
  target: string;
}

export interface FontFamily {
  /** An XLFD with sizes 0. */
  name: string;
  /** The fonts to scale from: indices in the directory's `names`, in the order of fonts.dir. */
  members: number[];
}

export interface FontFile {
  /** Where the file's bytes are to be had: for the host a path, for built-in fonts `builtin/` and a face's name. */
  key: string;
  /** sha-256 of the (uncompressed) file, the first 32 hex digits. */
  hash: string;
  /** FontInfo, packed by packFontInfo. */
  info: Uint8Array;
}

/** What a directory holds, before it is sorted: fonts.dir and fonts.alias, read. */
export interface DirectorySource {
  /** With `:unscaled` behind it the fonts do not lend themselves to other sizes. */
  path: string;
  fonts: { name: string; file: FontSource }[];
  aliases: { name: string; target: string }[];
}

export interface FontSource {
  key: string;
  hash: string;
  info: FontInfo;
}

export const BUILTIN_PATH = 'built-ins';

function acceptable(name: string): boolean {
  return name.length > 0 && name.length < MAX_FONT_NAME_LENGTH;
}

/** The families of a directory: every XLFD font lends itself to the family of its name. */
function familiesOf(fonts: readonly string[], position: Map<string, number>): FontFamily[] {
  const families = new Map<string, FontFamily>();
  for (const name of fonts) {
    const sizes = parseXlfdSizes(name);
    if (sizes === undefined || !(hasSize(sizes.pixel) || hasSize(sizes.point))) continue;
    const family = familyName(name);
    const member = position.get(name)!;
    const known = families.get(family);
    if (known === undefined) families.set(family, { name: family, members: [member] });
    else if (!known.members.includes(member)) known.members.push(member);
  }
  return [...families.values()].sort((a, b) => compareFontNames(a.name, b.name));
}

/**
 * Makes a catalogue of directories in font path order. A name that two directories have is listed by both, as X.Org
 * does, except that built-in fonts and aliases step back behind any of the same name.
 * @throws RangeError where there are more names than MAX_CATALOGUE_ENTRIES.
 */
export function makeCatalogue(sources: readonly DirectorySource[], resolution = 100): FontCatalogue {
  const files: FontFile[] = [];
  const fileIndex = new Map<FontSource, number>();
  const strings: string[] = [];
  const stringIndex = new Map<string, number>();
  const intern = (text: string): number => {
    let index = stringIndex.get(text);
    if (index === undefined) {
      index = strings.length;
      stringIndex.set(text, index);
      strings.push(text);
    }
    return index;
  };
  const taken = new Set<string>();
  let total = 0;

  const directories = sources.map((source): FontDirectory => {
    const known = new Map<string, FontName>();
    const fonts: string[] = [];
    for (const font of source.fonts) {
      const name = lowerLatin1(font.name);
      if (!acceptable(name) || known.has(name) || (source.path === BUILTIN_PATH && taken.has(name))) continue;
      let index = fileIndex.get(font.file);
      if (index === undefined) {
        index = files.length;
        fileIndex.set(font.file, index);
        files.push({ key: font.file.key, hash: font.file.hash, info: packFontInfo(font.file.info, intern) });
      }
      known.set(name, { name, file: index, target: '' });
      fonts.push(name);
    }
    for (const alias of source.aliases) {
      const name = lowerLatin1(alias.name);
      const target = lowerLatin1(alias.target);
      if (!acceptable(name) || !acceptable(target) || name === target || known.has(name)) continue;
      if (source.path === BUILTIN_PATH && taken.has(name)) continue;
      known.set(name, { name, file: -1, target });
    }
    total += known.size;
    if (total > MAX_CATALOGUE_ENTRIES) throw new RangeError(`more than ${MAX_CATALOGUE_ENTRIES} font names`);
    const names = [...known.values()].sort((a, b) => compareFontNames(a.name, b.name));
    const position = new Map(names.map((entry, i) => [entry.name, i]));
    for (const { name } of names) taken.add(name);
    const unscaled = source.path.split(':').includes('unscaled', 1);
    return { path: source.path, names, families: unscaled ? [] : familiesOf(fonts, position) };
  });
  return { resolution, directories, files, strings };
}
