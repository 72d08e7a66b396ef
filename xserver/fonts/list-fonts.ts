/**
 * ListFonts and ListFontsWithInfo (X11 §8.5) over a catalogue: the names in X.Org's order, with the families that bitmap
 * fonts lend themselves to, and aliases that lead somewhere.
 */
import type { FontCatalogue, FontDirectory, FontName } from './catalogue.ts';
import { aliasTarget, resolveFont } from './find-font.ts';
import { findName, isPattern, lowerLatin1, matchesPattern } from './font-names.ts';
import type { FontInfo } from './font.ts';
import { unpackFontInfo } from './font-info-pack.ts';
import { MAX_FONT_NAME_LENGTH } from './limits.ts';
import { scaleFontInfo } from './scale-font.ts';
import type { XlfdSizes } from './xlfd.ts';
import { completeSizes, familyPattern, hasSize, parseXlfdSizes, withSizes } from './xlfd.ts';

/** A name found; `target` is where it leads if it is an alias, else empty. */
interface Listed {
  name: string;
  target: string;
}

function matching<Entry extends { name: string }>(entries: readonly Entry[], pattern: string): Entry[] {
  if (isPattern(pattern)) return entries.filter((entry) => matchesPattern(pattern, entry.name));
  const entry = entries[findName(entries, pattern)];
  return entry === undefined ? [] : [entry];
}

/** Writes the sizes asked for into a family's name, completing what the pattern leaves open. */
function inAskedSizes(family: string, asked: XlfdSizes, resolution: number): string | undefined {
  const sizes = { ...asked };
  if (!completeSizes(sizes, resolution)) return undefined;
  if (asked.pixel !== 'wildcard' || asked.resolutionY === 0) {
    sizes.pixel = asked.pixel;
    sizes.pixelX = asked.pixelX;
    sizes.pixelY = asked.pixelY;
  }
  if (asked.point !== 'wildcard' || asked.resolutionY === 0) {
    sizes.point = asked.point;
    sizes.pointX = asked.pointX;
    sizes.pointY = asked.pointY;
  }
  if (asked.width <= 0) sizes.width = 0;
  if (asked.resolutionX === 0) sizes.resolutionX = 0;
  if (asked.resolutionY === 0) sizes.resolutionY = 0;
  return withSizes(family, sizes);
}

/** Whether an alias is one for a family in all sizes. */
function isFamilyAlias(entry: FontName): boolean {
  if (entry.file >= 0) return false;
  const sizes = parseXlfdSizes(entry.name);
  return sizes !== undefined && !hasSize(sizes.pixel) && !hasSize(sizes.point);
}

/** What one directory has for a lower-case pattern, at most `max` names. */
function listDirectory(directory: FontDirectory, pattern: string, resolution: number, max: number): Listed[] {
  const asked = parseXlfdSizes(pattern);
  if (asked === undefined) {
    const names = matching(directory.names, pattern).map(({ name, target }) => ({ name, target }));
    const families = matching(directory.families, pattern).map(({ name }) => ({ name, target: '' }));
    return [...names, ...families].slice(0, Math.max(max, 0));
  }
  const listed: Listed[] = [];
  const add = (name: string, target: string): void => {
    if (listed.length < max) listed.push({ name, target });
  };
  for (const entry of matching(directory.names, pattern)) {
    if (!isFamilyAlias(entry)) add(entry.name, entry.target);
  }
  if (listed.length >= max) return listed;
  const families = familyPattern(pattern);
  for (const { name } of matching(directory.families, families)) {
    const sized = inAskedSizes(name, asked, resolution);
    if (sized === undefined) continue;
    add(sized, '');
    if (sized !== name && matchesPattern(pattern, name)) add(name, '');
  }
  for (const entry of matching(directory.names, families)) {
    const sized = inAskedSizes(entry.name, asked, resolution);
    if (sized === undefined) continue;
    const target = entry.file < 0 ? aliasTarget(entry, asked) : '';
    add(sized, target);
    if (sized !== entry.name && matchesPattern(pattern, entry.name)) add(entry.name, target);
  }
  return listed;
}

/** Whether anything real is found under an alias's target; `tried` are those that are being looked at or led nowhere. */
function leadsSomewhere(catalogue: FontCatalogue, target: string, tried = new Set<string>()): boolean {
  if (tried.has(target)) return false;
  tried.add(target);
  for (const directory of catalogue.directories) {
    const [first] = listDirectory(directory, target, catalogue.resolution, 1);
    if (first === undefined) continue;
    if (first.target === '' || leadsSomewhere(catalogue, first.target, tried)) return true;
  }
  return false;
}

/** The names found, at most `max`, without aliases that lead nowhere; with each how many its directory has behind it. */
function* listAll(catalogue: FontCatalogue, pattern: string, max: number): Generator<Listed & { following: number }> {
  if (pattern.length === 0 || pattern.length >= MAX_FONT_NAME_LENGTH) return;
  const wanted = lowerLatin1(pattern);
  let left = max;
  for (const directory of catalogue.directories) {
    if (left <= 0) return;
    const found = listDirectory(directory, wanted, catalogue.resolution, left);
    for (const [i, { name, target }] of found.entries()) {
      // A reply has one byte for a name's length.
      if (name.length > 255 || (target !== '' && !leadsSomewhere(catalogue, target))) continue;
      left--;
      yield { name, target, following: found.length - i - 1 };
    }
  }
}

/** The names of ListFonts, in lower case, at most `max`. The pattern is Latin-1 text in any case. */
export function listFonts(catalogue: FontCatalogue, pattern: string, max: number): string[] {
  return [...listAll(catalogue, pattern, max)].map(({ name }) => name);
}

export interface FontDescription {
  /** Of an alias, what it stands for: so X.Org answers. */
  name: string;
  info: FontInfo;
  /** How many more are likely to follow (the reply's hint). */
  following: number;
}

/**
 * The names and replies of ListFontsWithInfo. A font that would have to be scaled is described by scaling its file's
 * description, which can differ by a pixel from what QueryFont says of it once it is open.
 */
export function listFontsWithInfo(catalogue: FontCatalogue, pattern: string, max: number): FontDescription[] {
  const described: FontDescription[] = [];
  for (const { name, target, following } of listAll(catalogue, pattern, max)) {
    const font = resolveFont(catalogue, target || name);
    if (font === undefined) continue;
    const info = unpackFontInfo(font.file.info, catalogue.strings);
    const scaled = font.scale === null ? info : scaleFontInfo(info, font.name, font.scale);
    described.push({ name: target || name, info: scaled, following });
  }
  return described;
}
