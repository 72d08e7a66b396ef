/** A built-in font, made of a face's glyphs: one face serves as a font of Unicode and as one of Latin-1. */
import { buildFont } from './build-font.ts';
import type { Font, FontProperty } from './font.ts';
import { unpackFace } from './unpack-face.ts';

/** A face as scripts/generate-fonts.ts writes it. */
export interface BuiltinFace {
  key: string;
  /** Names of its fonts and the codes they have. */
  fonts: readonly BuiltinFontName[];
  ascent: number;
  descent: number;
  /** Height of X and x in pixels. */
  capHeight: number;
  xHeight: number;
  copyright: string;
  /** For unpackFace. */
  glyphs: string;
}

export interface BuiltinFontName {
  name: string;
  /** Codes beyond this are left out. */
  lastCode: number;
}

const COPYRIGHT_OF_PLAIN = 'Drawn for Farpane.';

const FIELD_PROPERTIES = [
  'FOUNDRY',
  'FAMILY_NAME',
  'WEIGHT_NAME',
  'SLANT',
  'SETWIDTH_NAME',
  'ADD_STYLE_NAME',
  'PIXEL_SIZE',
  'POINT_SIZE',
  'RESOLUTION_X',
  'RESOLUTION_Y',
  'SPACING',
  'AVERAGE_WIDTH',
  'CHARSET_REGISTRY',
  'CHARSET_ENCODING',
];
const NUMBER_FIELDS = new Set(['PIXEL_SIZE', 'POINT_SIZE', 'RESOLUTION_X', 'RESOLUTION_Y', 'AVERAGE_WIDTH']);

/** The properties that follow from an XLFD (its §3.2), and those of the face. */
function propertiesOf(face: BuiltinFace, name: string): FontProperty[] {
  const fields = name.split('-').slice(1);
  if (fields.length !== FIELD_PROPERTIES.length) {
    return [
      { name: 'COPYRIGHT', value: COPYRIGHT_OF_PLAIN },
      { name: 'FONT', value: name },
    ];
  }
  const properties: FontProperty[] = FIELD_PROPERTIES.map((property, i) => ({
    name: property,
    value: NUMBER_FIELDS.has(property) ? Number(fields[i]) : fields[i]!,
  }));
  properties.push(
    { name: 'COPYRIGHT', value: face.copyright },
    { name: 'CAP_HEIGHT', value: face.capHeight },
    { name: 'X_HEIGHT', value: face.xHeight },
    { name: 'FONT', value: name },
    { name: 'WEIGHT', value: 10 },
    { name: 'RESOLUTION', value: 103 },
    { name: 'QUAD_WIDTH', value: Math.trunc(Number(fields[11]) / 10) },
  );
  return properties;
}

export function buildBuiltinFont(face: BuiltinFace, { name, lastCode }: BuiltinFontName, hash: string): Font {
  return buildFont({
    hash,
    name,
    fontAscent: face.ascent,
    fontDescent: face.descent,
    defaultChar: 0,
    properties: propertiesOf(face, name),
    glyphs: unpackFace(face.glyphs).filter(({ code }) => code <= lastCode),
  });
}
