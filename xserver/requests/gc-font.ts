import { BUILTIN_PATH, type FontCatalogue } from '../fonts/catalogue.ts';
import { builtinCatalogue } from '../fonts/builtin-catalogue.ts';
import { resolveFont } from '../fonts/find-font.ts';
import type { Font } from '../fonts/font.ts';
import { openResolvedFont } from '../fonts/open-font.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';

/** The font of gcs that were never given one, as in X.Org. */
const DEFAULT_FONT_NAME = 'fixed';

/** The gc's font: the default one for a gc that was never given any. X11 §10 CreateGC */
export function gcFont(server: Server, gc: Gc): Font {
  gc.font ??= defaultFont(server);
  return gc.font;
}

/** `fixed` as the catalogue has it, if its file has come for some reason; else the built-in one. */
function defaultFont(server: Server): Font {
  const { fontCatalogue } = server.state;
  const font =
    openDefault(server, fontCatalogue) ??
    openDefault(server, builtInPart(fontCatalogue)) ??
    openDefault(server, builtinCatalogue());
  if (font === undefined) throw new Error(`there is no built-in font ${DEFAULT_FONT_NAME}`);
  return font;
}

function builtInPart(catalogue: FontCatalogue): FontCatalogue {
  return { ...catalogue, directories: catalogue.directories.filter(({ path }) => path === BUILTIN_PATH) };
}

function openDefault(server: Server, catalogue: FontCatalogue): Font | undefined {
  const resolved = resolveFont(catalogue, DEFAULT_FONT_NAME);
  return resolved === undefined ? undefined : openResolvedFont(server.state.fonts, resolved);
}
