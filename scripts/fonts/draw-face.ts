/** All characters of a face: drawn by hand, drawn for the cell, or from the TTF's outline, in this order of preference. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BuiltinFace } from '../../xserver/fonts/builtin-font.ts';
import { CELL_CODES, TEXT_CODES, VT100_GRAPHICS } from './charset.ts';
import { coveredCodes } from './cmap.ts';
import { Drawings } from './drawings.ts';
import type { Face } from './faces.ts';
import type { Glyph } from './glyph.ts';
import { at, boxOf, xOf, yOf } from './glyph.ts';
import { drawCellCharacter } from './line-drawing.ts';
import { packFace } from './pack-face.ts';
import type { Rasteriser } from './rasterise.ts';

const COPYRIGHT =
  'Drawn from DejaVu fonts: (c) 2003 Bitstream, Inc., (c) 2006 Tavmjong Bah; DejaVu changes in public domain.';

/** The characters, in the order of their codes. Where there is a cell, what is beyond it is cut off. */
export function drawFace(rasteriser: Rasteriser, face: Face, fontFolder: string): Map<number, Glyph> {
  const covered = coveredCodes(readFileSync(join(fontFolder, `${face.file}.ttf`)));
  const drawings = new Drawings(face);
  const draw = (code: number): Glyph | undefined =>
    drawings.draw(code) ??
    (face.cell > 0 ? drawCellCharacter(face, code) : undefined) ??
    (covered.has(code) ? rasteriser.draw(face, code) : undefined);
  const glyphs = new Map<number, Glyph>();
  const add = (code: number, from: number): void => {
    const glyph = draw(from);
    if (glyph !== undefined) glyphs.set(code, face.cell > 0 ? cut(glyph, face) : glyph);
  };
  if (face.cell > 0) {
    add(0, 0);
    VT100_GRAPHICS.forEach((from, i) => add(i + 1, from));
  }
  for (const code of face.cell > 0 ? [...TEXT_CODES, ...CELL_CODES] : TEXT_CODES) add(code, code);
  return new Map([...glyphs].sort(([a], [b]) => a - b));
}

/** Keeps to the cell: what hangs below the baseline altogether (an underscore) is lifted, the rest is cut off. */
function cut(drawn: Glyph, face: Face): Glyph {
  const box = boxOf(drawn);
  const lift = box !== null && box.top >= 0 ? Math.max(0, box.bottom - face.descent) : 0;
  const glyph = { advance: drawn.advance, pixels: new Set([...drawn.pixels].map((p) => at(xOf(p), yOf(p) - lift))) };
  const inside = [...glyph.pixels].filter((pixel) => {
    const [x, y] = [xOf(pixel), yOf(pixel)];
    return x >= 0 && x < face.cell && y >= -face.ascent && y < face.descent;
  });
  return { advance: glyph.advance, pixels: new Set(inside) };
}

function heightOf(glyphs: ReadonlyMap<number, Glyph>, letter: string): number {
  return -(boxOf(glyphs.get(letter.codePointAt(0)!)!)?.top ?? 0);
}

/** The face for the core: its glyphs packed, and a font of Unicode and one of Latin-1. */
export function faceOf(face: Face, glyphs: ReadonlyMap<number, Glyph>): BuiltinFace {
  const latin1 = [...glyphs].filter(([code]) => code >= 0x20 && code <= 0xff);
  const total = latin1.reduce((sum, [, glyph]) => sum + glyph.advance, 0);
  const xlfd = face.xlfd.replace('%', String(Math.round((total * 10) / latin1.length)));
  return {
    key: face.key,
    fonts: [
      { name: `${xlfd}-iso8859-1`, lastCode: 0xff },
      { name: `${xlfd}-iso10646-1`, lastCode: 0xffff },
    ],
    ascent: face.ascent,
    descent: face.descent,
    capHeight: heightOf(glyphs, 'X'),
    xHeight: heightOf(glyphs, 'x'),
    copyright: COPYRIGHT,
    glyphs: packFace(glyphs),
  };
}
