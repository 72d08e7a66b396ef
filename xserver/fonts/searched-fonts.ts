import type { FontCatalogue, FontDirectory } from './catalogue.ts';

/**
 * The catalogue as font requests search it: with the directories of SetFontPath, in its order (X11 §8.5 SetFontPath). Whoever resolves names
 * ahead of the core, to have the font's file there in time, asks this too.
 */
export function searchedFonts(state: {
  readonly fontCatalogue: FontCatalogue;
  readonly fontPath: readonly string[];
}): FontCatalogue {
  const { fontCatalogue, fontPath } = state;
  if (fontPath.length === 0) return fontCatalogue;
  const directories = fontPath.flatMap((path): FontDirectory[] => {
    const directory = fontCatalogue.directories.find((known) => known.path === path);
    return directory === undefined ? [] : [directory];
  });
  return { ...fontCatalogue, directories };
}
