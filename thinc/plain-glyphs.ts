import type { GlyphSet } from '../xserver/raster/glyphs.ts';
import { intersectRegions, regionContainsRect, regionFromRects, type Region } from '../xserver/raster/region.ts';
import type { GlyphsDrawing } from './drawings.ts';
import { GlyphRun } from './glyph-run.ts';
import type { Stills } from './stills.ts';

/** What glyphs of a core font in one colour come to: those that lie wholly inside the clip are a drawing without one. `large`: what of them has to go as RAW. */
export function plainGlyphs(
  stills: Stills,
  set: GlyphSet,
  glyphs: Int32Array,
  count: number,
  clip: Region,
  pixel: number,
): { readonly drawings: readonly GlyphsDrawing[]; readonly large: Region } {
  const whole = new GlyphRun(pixel, undefined);
  const cut = new GlyphRun(pixel, clip);
  const large: number[] = [];
  for (let i = 0; i < count * 3; i += 3) {
    const [index, x, y] = [glyphs[i]!, glyphs[i + 1]!, glyphs[i + 2]!];
    const glyph = stills.glyph(set, index);
    if (glyph === undefined) {
      const m = index * 6;
      const [left, right, ascent] = [set.metrics[m]!, set.metrics[m + 1]!, set.metrics[m + 3]!];
      large.push(x + left, y - ascent, right - left, ascent + set.metrics[m + 4]!);
      continue;
    }
    const { left, ascent, width, height } = glyph;
    const where = width === 0 ? 'in' : regionContainsRect(clip, x + left, y - ascent, width, height);
    if (where === 'in') whole.add(glyph, x, y);
    else if (where === 'part') cut.add(glyph, x, y);
  }
  const drawings = [whole.drawing(), cut.drawing()].filter((drawing) => drawing !== undefined);
  return { drawings, large: intersectRegions(regionFromRects(large), clip) };
}
