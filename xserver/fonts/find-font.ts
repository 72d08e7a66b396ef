/**
 * From the name in OpenFont to a font file: the search of X.Org's font path. In each directory, in order: a font or alias
 * of that name or pattern; then, for an XLFD, a family that can be scaled to it. An alias starts the search anew.
 */
import type { FontCatalogue, FontDirectory, FontFamily, FontFile, FontName } from './catalogue.ts';
import { findName, lowerLatin1 } from './font-names.ts';
import { MAX_ALIAS_DEPTH, MAX_FONT_NAME_LENGTH } from './limits.ts';
import type { FontScale } from './scale-choice.ts';
import { chooseScale, memberOfSize } from './scale-choice.ts';
import type { XlfdSizes } from './xlfd.ts';
import { completeSizes, familyPattern, parseXlfdSizes, withSizes } from './xlfd.ts';

/** What a name stands for. */
export interface ResolvedFont {
  /** The file to load: its hash names the bytes that must have arrived. */
  file: FontFile;
  /** The name of the font in its catalogue, after aliases and patterns. */
  name: string;
  /** How to scale the file's font, or null to take it as it is. */
  scale: FontScale | null;
  /** Identity of the outcome: fonts with the same id are the same font. */
  id: string;
}

/** An alias for a whole family hands the sizes asked for on to its target. */
export function aliasTarget(alias: FontName, asked: XlfdSizes | undefined): string {
  const own = parseXlfdSizes(alias.name);
  if (asked === undefined || own === undefined || own.pixel !== 'zero' || own.point !== 'zero') return alias.target;
  return withSizes(alias.target, asked);
}

function fromFile(catalogue: FontCatalogue, entry: FontName): ResolvedFont {
  const file = catalogue.files[entry.file]!;
  return { file, name: entry.name, scale: null, id: file.hash };
}

function findFamily(directory: FontDirectory, name: string): FontFamily | undefined {
  const sizes = parseXlfdSizes(name);
  const at = sizes === undefined ? -1 : findName(directory.families, familyPattern(name));
  // A name that itself has sizes 0 and fixed resolutions is found as it stands.
  return directory.families[at >= 0 ? at : findName(directory.families, name)];
}

function scaledFrom(catalogue: FontCatalogue, at: number, family: FontFamily, name: string): ResolvedFont | undefined {
  const sizes = parseXlfdSizes(name);
  if (sizes === undefined) return undefined;
  // X.Org does not look for a font of the very size in the family's own directory where a size is `*`.
  const open = sizes.pixel === 'wildcard' || sizes.point === 'wildcard';
  if (!completeSizes(sizes, catalogue.resolution)) return undefined;
  const member = memberOfSize(catalogue, at, family, sizes, !open);
  if (member !== undefined) return fromFile(catalogue, member);
  const choice = chooseScale(catalogue, at, family, sizes, name);
  if (choice === undefined) return undefined;
  const file = catalogue.files[choice.source.file]!;
  return { file, name: choice.source.name, scale: choice.scale, id: `${file.hash}@${choice.scale.id}` };
}

/** Looks in one directory; gives a font, or the name that an alias leads to. */
function lookIn(catalogue: FontCatalogue, at: number, name: string): ResolvedFont | string | undefined {
  const directory = catalogue.directories[at]!;
  const asked = parseXlfdSizes(name);
  let found = findName(directory.names, name);
  if (found < 0 && asked !== undefined) found = findName(directory.names, familyPattern(name));
  const entry = directory.names[found];
  if (entry !== undefined) return entry.file >= 0 ? fromFile(catalogue, entry) : aliasTarget(entry, asked);
  const family = findFamily(directory, name);
  return family === undefined ? undefined : scaledFrom(catalogue, at, family, name);
}

/** The font that OpenFont opens for a name or pattern (X11 §8.5), or undefined for BadName. Latin-1 text, any case. */
export function resolveFont(catalogue: FontCatalogue, name: string): ResolvedFont | undefined {
  if (name.length === 0 || name.length >= MAX_FONT_NAME_LENGTH) return undefined;
  let wanted = lowerLatin1(name);
  for (let depth = 0; depth < MAX_ALIAS_DEPTH; depth++) {
    let next: string | undefined;
    for (let at = 0; at < catalogue.directories.length && next === undefined; at++) {
      const found = lookIn(catalogue, at, wanted);
      if (typeof found === 'object') return found;
      next = found;
    }
    if (next === undefined) return undefined;
    wanted = next;
  }
  return undefined;
}
