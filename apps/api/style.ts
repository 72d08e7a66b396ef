/** The look that the window manager and the demos share: flat, light, with one accent. Colours are 0xRRGGBB. */
import { openCellFont, openFont, type Font } from './font.ts';
import type { Connection } from './connection.ts';

export const palette = {
  accent: 0x2f6fde,
  accentDark: 0x2459b8,
  accentSoft: 0xd9e6fb,
  border: 0xc3cad5,
  borderStrong: 0x8e99ab,
  danger: 0xd64545,
  face: 0xf4f6f9,
  faceDown: 0xdde3ec,
  faceHover: 0xe9eef5,
  good: 0x2f9e63,
  paper: 0xffffff,
  text: 0x1d2530,
  textDim: 0x5d6979,
  textOnAccent: 0xffffff,
  warm: 0xe08a1e,
} as const;

/** Pixels of the usual distances. */
export const spacing = { gap: 8, padding: 12, rowHeight: 28 } as const;

export interface StyleFonts {
  readonly normal: Font;
  readonly bold: Font;
  readonly large: Font;
  readonly mono: Font;
}

/** The proportional face that Farpane's server carries, then what other servers have. */
const names = (weight: string, pixels: number): string[] => [
  `-farpane-sans-${weight}-r-normal--${pixels}-*-*-*-*-*-iso10646-1`,
  `-*-helvetica-${weight}-r-normal--${pixels}-*-*-*-*-*-iso8859-1`,
  weight === 'bold' ? '7x13bold' : '7x13',
  'fixed',
];

const MONO = ['-misc-fixed-medium-r-normal--13-120-75-75-c-80-iso10646-1', '8x13', 'fixed'];

/** The same faces without their widths, for text that nobody measures: a table of widths may be as long as 780 kB. */
export async function openFacesAlone(connection: Connection): Promise<StyleFonts> {
  const [normal, bold, large, mono] = await Promise.all([
    openCellFont(connection, names('medium', 12)),
    openCellFont(connection, names('bold', 12)),
    openCellFont(connection, names('bold', 18)),
    openCellFont(connection, MONO),
  ]);
  return { normal, bold, large, mono };
}

export async function openStyleFonts(connection: Connection): Promise<StyleFonts> {
  const [normal, bold, large, mono] = await Promise.all([
    openFont(connection, names('medium', 12)),
    openFont(connection, names('bold', 12)),
    openFont(connection, names('bold', 18)),
    openCellFont(connection, MONO),
  ]);
  return { normal, bold, large, mono };
}
