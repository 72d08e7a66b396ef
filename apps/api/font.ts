import type { QueryFontReply } from '../../xserver/protocol/generated/xproto.ts';
import type { Connection } from './connection.ts';

/** A core font that is open at the server, with its widths. */
export interface Font {
  readonly id: number;
  readonly ascent: number;
  readonly descent: number;
  /** Ascent and descent. */
  readonly height: number;
  /** The width of every character, or the table of widths. */
  readonly cellWidth?: number;
  readonly info?: QueryFontReply;
}

/**
 * Opens the first of these fonts that the server has.
 * @throws Error when it has none of them
 */
export async function openFont(connection: Connection, names: readonly string[]): Promise<Font> {
  for (const name of names) {
    const { names: found } = await connection.query('ListFonts', { maxNames: 1, pattern: name });
    if (found.length === 0) continue;
    const id = connection.newId();
    connection.send('OpenFont', { fid: id, name });
    try {
      const info = await connection.query('QueryFont', { font: id });
      return {
        id,
        ascent: info.fontAscent,
        descent: info.fontDescent,
        height: info.fontAscent + info.fontDescent,
        info,
      };
    } catch {
      // Listed but not loadable: the next one may be.
    }
  }
  throw new Error(`the X server has none of the fonts ${names.join(', ')}`);
}

/**
 * As `openFont`, for fonts whose characters are all as wide as 'M'. It asks for one character's extents: the whole table of a font of
 * 64k characters would be 780 kB.
 */
export async function openCellFont(connection: Connection, names: readonly string[]): Promise<Font> {
  for (const name of names) {
    const { names: found } = await connection.query('ListFonts', { maxNames: 1, pattern: name });
    if (found.length === 0) continue;
    const id = connection.newId();
    connection.send('OpenFont', { fid: id, name });
    try {
      const extents = await connection.query('QueryTextExtents', { font: id, string: Int32Array.of(0, 77) });
      const { fontAscent: ascent, fontDescent: descent, overallWidth: cellWidth } = extents;
      return { id, ascent, descent, height: ascent + descent, cellWidth };
    } catch {
      // Listed but not loadable: the next one may be.
    }
  }
  throw new Error(`the X server has none of the fonts ${names.join(', ')}`);
}

/** Width of one UTF-16 code unit in pixels. */
export function characterWidth({ info, cellWidth }: Font, code: number): number {
  if (info === undefined) return cellWidth ?? 0;
  const { minByte1, maxByte1, minCharOrByte2, maxCharOrByte2, charInfos } = info;
  if (charInfos.length === 0) return info.maxBounds.characterWidth;
  const width = maxCharOrByte2 - minCharOrByte2 + 1;
  const at = (character: number): number | undefined => {
    const high = maxByte1 === 0 ? 0 : character >> 8;
    const low = maxByte1 === 0 ? character : character & 0xff;
    if (high < minByte1 || high > maxByte1 || low < minCharOrByte2 || low > maxCharOrByte2) return undefined;
    const base = ((high - minByte1) * width + low - minCharOrByte2) * 6;
    // A character that the font lacks has all zeros.
    for (let i = 0; i < 6; i++) if (charInfos[base + i] !== 0) return charInfos[base + 2];
    return undefined;
  };
  return at(code) ?? at(info.defaultChar) ?? 0;
}

export function textWidth(font: Font, text: string): number {
  let width = 0;
  for (let i = 0; i < text.length; i++) width += characterWidth(font, text.charCodeAt(i));
  return width;
}

/** The text, cut and ended with an ellipsis where it is wider than `width`. */
export function fitText(font: Font, text: string, width: number): string {
  if (textWidth(font, text) <= width) return text;
  let left = width - textWidth(font, '...');
  let end = 0;
  while (end < text.length && left >= characterWidth(font, text.charCodeAt(end))) {
    left -= characterWidth(font, text.charCodeAt(end++));
  }
  return end === 0 ? '' : `${text.slice(0, end)}...`;
}
