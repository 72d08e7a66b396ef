import { builtinCatalogue } from '../fonts/builtin-catalogue.ts';
import type { FontCatalogue } from '../fonts/catalogue.ts';
import { resolveFont } from '../fonts/find-font.ts';
import type { Font } from '../fonts/font.ts';
import { openResolvedFont } from '../fonts/open-font.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';

/** The font of gcs that were never given one: X.Org's too. */
const DEFAULT_FONT_NAME = 'fixed';

/** The gc's font: the default one for a gc that was never given any. X11 §10 CreateGC */
export function gcFont(server: Server, gc: Gc): Font {
  gc.font ??= defaultFont(server);
  return gc.font;
}

function defaultFont(server: Server): Font {
  const { fonts, fontCatalogue } = server.state;
  // The catalogue's font serves if its file has come for some other reason; the built-in one is always there.
  const font = openDefault(fonts, fontCatalogue) ?? openDefault(fonts, builtinCatalogue());
  if (font === undefined) throw new Error(`there is no built-in font ${DEFAULT_FONT_NAME}`);
  return font;
}

function openDefault(fonts: Map<string, Font>, catalogue: FontCatalogue): Font | undefined {
  const resolved = resolveFont(catalogue, DEFAULT_FONT_NAME);
  return resolved === undefined || resolved.scale !== null ? undefined : openResolvedFont(fonts, resolved);
}
