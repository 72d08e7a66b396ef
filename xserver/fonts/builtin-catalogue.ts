/** The fonts that are always there, made by scripts/generate-fonts.ts and shipped in the code. */
import { builtinAliases } from './builtin-aliases.ts';
import { buildBuiltinFont } from './builtin-font.ts';
import { FACES } from './builtin/faces.ts';
import { FONTS, STRINGS } from './builtin/fonts.ts';
import type { DirectorySource, FontCatalogue } from './catalogue.ts';
import { BUILTIN_PATH, makeCatalogue } from './catalogue.ts';
import type { Font } from './font.ts';
import { unpackFontInfo } from './font-info-pack.ts';
import { decodeBase64 } from './unpack-face.ts';

/** The last directory of every font path. */
export function builtinDirectory(): DirectorySource {
  return {
    path: BUILTIN_PATH,
    fonts: FONTS.map(({ name, face, hash, info }) => ({
      name,
      file: { key: `builtin/${face}`, hash, info: unpackFontInfo(decodeBase64(info), STRINGS) },
    })),
    aliases: builtinAliases(),
  };
}

/** A catalogue of the built-in fonts alone, made anew: it becomes part of a core's state. Takes some milliseconds. */
export function builtinCatalogue(): FontCatalogue {
  return makeCatalogue([builtinDirectory()]);
}

/** Whether a file's hash is that of a built-in font, whose bytes need not come from anywhere. */
export function isBuiltinFont(hash: string): boolean {
  return FONTS.some((font) => font.hash === hash);
}

/** A built-in font by its hash, made anew; or undefined. */
export function builtinFont(hash: string): Font | undefined {
  const entry = FONTS.find((font) => font.hash === hash);
  const face = FACES.find(({ key }) => key === entry?.face);
  const name = face?.fonts.find((font) => font.name === entry?.name);
  return face === undefined || name === undefined ? undefined : buildBuiltinFont(face, name, hash);
}
