/** The fonts that are always there, made by scripts/generate-fonts.ts and shipped in the code. */
import type { DirectorySource, FontCatalogue } from './catalogue.ts';
import { BUILTIN_PATH, makeCatalogue } from './catalogue.ts';
import type { Font } from './font.ts';

/** The last directory of every font path. */
export function builtinDirectory(): DirectorySource {
  return { path: BUILTIN_PATH, fonts: [], aliases: [] };
}

/** A catalogue of the built-in fonts alone. */
export function builtinCatalogue(): FontCatalogue {
  return makeCatalogue([builtinDirectory()]);
}

/** A built-in font by its hash, or undefined. */
export function builtinFont(hash: string): Font | undefined {
  return builtinFonts.get(hash);
}

const builtinFonts: ReadonlyMap<string, Font> = new Map();
