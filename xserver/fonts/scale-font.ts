/**
 * A bitmap font in a size that no file has, made by scaling one: X.Org's outcome, metrics and properties alike
 * (XLFD §3 has the RAW_ properties). scale-glyph.ts scales the pictures.
 */
import type { CharInfo, Font, FontInfo, FontProperty } from './font.ts';
import { NO_GLYPH } from './font.ts';
import { FontFileError } from './font-file-error.ts';
import { MAX_BITMAP_BYTES, MAX_GLYPH_SIZE } from './limits.ts';
import type { FontScale } from './scale-choice.ts';
import { scaleGlyph } from './scale-glyph.ts';
import { withSizes } from './xlfd.ts';

const NAME_PROPERTIES = [
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
const SCALED_ACROSS = new Set([
  'MIN_SPACE',
  'NORM_SPACE',
  'MAX_SPACE',
  'END_SPACE',
  'AVG_CAPITAL_WIDTH',
  'AVG_LOWERCASE_WIDTH',
  'QUAD_WIDTH',
  'FIGURE_WIDTH',
  'SUPERSCRIPT_X',
  'SUBSCRIPT_X',
]);
const SCALED_DOWN = new Set([
  'SUPERSCRIPT_Y',
  'SUBSCRIPT_Y',
  'SUPERSCRIPT_SIZE',
  'SUBSCRIPT_SIZE',
  'SMALL_CAP_SIZE',
  'UNDERLINE_POSITION',
  'UNDERLINE_THICKNESS',
  'STRIKEOUT_ASCENT',
  'STRIKEOUT_DESCENT',
  'CAP_HEIGHT',
  'X_HEIGHT',
]);
const UNSCALED = new Set([
  'ITALIC_ANGLE',
  'RELATIVE_SETWIDTH',
  'RELATIVE_WEIGHT',
  'WEIGHT',
  'DESTINATION',
  'PCL_FONT_NAME',
  '_ADOBE_POSTSCRIPT_FONTNAME',
]);

/** Towards zero, and never to -0: it would come back from a snapshot as 0. */
function truncate(value: number): number {
  return Math.trunc(value) + 0;
}

/** Rounds halves away from zero. */
function nearest(value: number): number {
  return truncate(value >= 0 ? value + 0.5 : value - 0.5);
}

function toInt16(value: number): number {
  return (value << 16) >> 16;
}

/** The factors as X.Org arrives at them, through the pixel sizes: not always the same double. */
function factors(scale: FontScale): { x: number; y: number } {
  const { pixelX, pixelY } = scale.sizes;
  return { x: pixelX * (scale.x / pixelX), y: pixelY * (scale.y / pixelY) };
}

function scaleMetric(from: readonly number[], scale: FontScale): CharInfo {
  const { x, y } = factors(scale);
  const [left, right, width, ascent, descent] = from as CharInfo;
  const bottom = y * -descent;
  const top = y * ascent;
  const scaled: CharInfo = [
    Math.floor(Math.min(x * left, x * right)),
    Math.floor(Math.max(x * left, x * right) + 0.5),
    nearest(width * x),
    Math.floor(Math.max(bottom, top) + 0.5),
    Math.ceil(-Math.min(bottom, top)),
    toInt16(nearest(width * scale.rawX)),
  ];
  if (scaled[2] === 0) {
    // All zero would mean a character that does not exist.
    if (scaled[1] === scaled[0]) scaled[1]++;
    if (scaled[3] === -scaled[4]) scaled[3]++;
  }
  for (let k = 0; k < 5; k++) scaled[k] = toInt16(scaled[k]!);
  return scaled;
}

function scaledProperties(source: FontInfo, name: string, scale: FontScale, rawWidth: number): FontProperty[] {
  const { sizes } = scale;
  const { x, y } = factors(scale);
  const numbers = new Map<string, number>([
    ['PIXEL_SIZE', nearest(sizes.pixelY)],
    ['POINT_SIZE', nearest(sizes.pointY * 10)],
    ['RESOLUTION_X', sizes.resolutionX],
    ['RESOLUTION_Y', sizes.resolutionY],
    ['AVERAGE_WIDTH', sizes.width],
  ]);
  const fields = name.split('-').slice(1);
  const properties: FontProperty[] = NAME_PROPERTIES.map((property, i) => ({
    name: property,
    value: numbers.get(property) ?? fields[i] ?? '',
  }));
  properties.push(
    { name: 'FONT', value: name },
    { name: 'RAW_ASCENT', value: truncate(source.fontAscent * scale.rawY) },
    { name: 'RAW_DESCENT', value: truncate(source.fontDescent * scale.rawY) },
    { name: 'RAW_PIXEL_SIZE', value: 1000 },
    { name: 'RAW_POINT_SIZE', value: Math.trunc(72270 / sizes.resolutionY + 0.5) },
    { name: 'RAW_AVERAGE_WIDTH', value: rawWidth },
  );
  for (const property of source.properties) {
    if (UNSCALED.has(property.name)) {
      properties.push(property);
      continue;
    }
    const across = SCALED_ACROSS.has(property.name);
    if ((!across && !SCALED_DOWN.has(property.name)) || typeof property.value === 'string') continue;
    properties.push(
      { name: property.name, value: nearest((across ? x : y) * property.value) },
      { name: `RAW_${property.name}`, value: nearest((across ? scale.rawX : scale.rawY) * property.value) },
    );
  }
  return properties;
}

interface Widths {
  /** Sum of the magnitudes of the attributes, and number of characters. */
  attributes: number;
  characters: number;
  /** Sum of the unscaled widths; negative for a font written leftwards. */
  total: number;
}

/** The parts of a scaled font's description that follow from its characters' bounds and widths. */
function describe(
  source: FontInfo,
  sourceName: string,
  scale: FontScale,
  minBounds: CharInfo,
  maxBounds: CharInfo,
  widths: Widths,
): FontInfo & { name: string } {
  const { y } = factors(scale);
  let rawWidth = 0;
  let width = 0;
  if (widths.characters > 0) {
    const half = Math.trunc(widths.characters / 2);
    rawWidth = Math.trunc((widths.attributes * 10 + half) / widths.characters);
    if (widths.total < 0) rawWidth = -rawWidth;
    width = minBounds[2] === maxBounds[2] ? minBounds[2] * 10 : nearest((rawWidth * scale.sizes.pixelX) / 1000);
  }
  const sized: FontScale = { ...scale, sizes: { ...scale.sizes, width } };
  const name = withSizes(sourceName, sized.sizes);
  return {
    drawDirection: source.drawDirection,
    minByte1: source.minByte1,
    maxByte1: source.maxByte1,
    minCharOrByte2: source.minCharOrByte2,
    maxCharOrByte2: source.maxCharOrByte2,
    defaultChar: source.defaultChar,
    allCharsExist: source.allCharsExist,
    fontAscent: truncate(source.fontAscent * y),
    fontDescent: truncate(source.fontDescent * y),
    minBounds,
    maxBounds,
    minBitmap: minBounds,
    maxBitmap: maxBounds,
    properties: scaledProperties(source, name, sized, rawWidth),
    name,
  };
}

/** A description of the scaled font from that of its source alone. */
export function scaleFontInfo(info: FontInfo, name: string, scale: FontScale): FontInfo {
  const minBounds = scaleMetric(info.minBitmap, scale);
  const maxBounds = scaleMetric(info.maxBitmap, scale);
  const average = info.properties.find((property) => property.name === 'AVERAGE_WIDTH')?.value;
  const width = typeof average === 'number' ? average / 10 : info.maxBounds[2];
  const widths = { attributes: nearest(width * scale.rawX), characters: 1, total: width };
  const { name: _, ...described } = describe(info, name, scale, minBounds, maxBounds, widths);
  return described;
}

function isEmpty(metric: ArrayLike<number>): boolean {
  for (let k = 0; k < 5; k++) if (metric[k] !== 0) return false;
  return true;
}

/**
 * The font in another size. `name` is its name in the catalogue, `id` the hash of the outcome.
 * @throws FontFileError where the outcome exceeds the limits.
 */
export function scaleFont(font: Font, name: string, scale: FontScale, id: string): Font {
  const { x, y } = factors(scale);
  // Every position has a glyph of its own; only encoded ones matter.
  const index = new Uint16Array(font.index.length).fill(NO_GLYPH);
  const fromGlyph: number[] = [];
  const scaledMetrics: CharInfo[] = [];
  const minBounds: CharInfo = [32767, 32767, 32767, 32767, 32767, 32767];
  const maxBounds: CharInfo = [-32768, -32768, -32768, -32768, -32768, -32768];
  const widths: Widths = { attributes: 0, characters: 0, total: 0 };
  let size = 0;
  const offsets: number[] = [];
  for (let at = 0; at < index.length; at++) {
    const glyph = font.index[at]!;
    if (glyph === NO_GLYPH || fromGlyph.length >= NO_GLYPH) continue;
    const from = font.metrics.subarray(glyph * 6, glyph * 6 + 6);
    if (isEmpty(from)) continue;
    const metric = scaleMetric([...from], scale);
    const width = metric[1] - metric[0];
    const height = metric[3] + metric[4];
    if (width < 0 || height < 0 || width > MAX_GLYPH_SIZE || height > MAX_GLYPH_SIZE) {
      throw new FontFileError(`scaled glyph has size ${width}x${height}`);
    }
    index[at] = fromGlyph.length;
    fromGlyph.push(glyph);
    scaledMetrics.push(metric);
    offsets.push(size);
    size += ((width + 7) >> 3) * height;
    if (size > MAX_BITMAP_BYTES) throw new FontFileError('scaled font is too large');
    for (let k = 0; k < 6; k++) {
      minBounds[k] = Math.min(minBounds[k]!, metric[k]!);
      maxBounds[k] = Math.max(maxBounds[k]!, metric[k]!);
    }
    widths.attributes += Math.abs(metric[5]);
    widths.characters++;
    widths.total += from[2]!;
  }

  const bits = new Uint8Array(size);
  const metrics = new Int16Array(fromGlyph.length * 6);
  fromGlyph.forEach((glyph, i) => {
    const metric = scaledMetrics[i]!;
    metrics.set(metric, i * 6);
    const from = font.metrics.subarray(glyph * 6, glyph * 6 + 6);
    const source = { bits: font.bits.subarray(font.offsets[glyph]!), metric: from };
    scaleGlyph(source, { bits: bits.subarray(offsets[i]!), metric }, x, y, scale);
  });
  return {
    ...describe(font, name, scale, minBounds, maxBounds, widths),
    hash: id,
    metrics,
    inkMetrics: null,
    offsets: Uint32Array.from(offsets),
    bits,
    index,
  };
}
