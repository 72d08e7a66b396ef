/** The last step of OpenFont: from a resolved name to the font, where its bytes have come. */
import { builtinFont } from './builtin-catalogue.ts';
import type { ResolvedFont } from './find-font.ts';
import type { Font } from './font.ts';
import { scaleFont } from './scale-font.ts';

/**
 * The resolved font, or undefined where its file has not arrived. `fonts` are those that have, by hash; scaled and built-in
 * ones are put there too, so that each is made once.
 * @throws FontFileError where scaling it would exceed the limits of a font.
 */
export function openResolvedFont(fonts: Map<string, Font>, resolved: ResolvedFont): Font | undefined {
  const known = fonts.get(resolved.id);
  if (known !== undefined) return known;
  const source = fonts.get(resolved.file.hash) ?? builtinFont(resolved.file.hash);
  if (source === undefined) return undefined;
  fonts.set(source.hash, source);
  if (resolved.scale === null) return source;
  const scaled = scaleFont(source, resolved.name, resolved.scale, resolved.id);
  fonts.set(resolved.id, scaled);
  return scaled;
}
