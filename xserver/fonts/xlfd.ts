/**
 * The X Logical Font Description: names of 14 fields such as
 * `-misc-fixed-medium-r-semicondensed--13-120-75-75-c-60-iso8859-1` ("X Logical Font Description Conventions", §3).
 *
 * A name whose sizes are 0 stands for a family that can be had in any size; a bitmap font in one size lends itself to
 * that family. Here are the reading and writing of the size fields and the arithmetic that completes partly given ones,
 * so that the names listed are those that X.Org lists. Its matrix and character-subset enhancements are not understood.
 */

/** The size fields of a name. Pixel and point sizes are horizontal and vertical, since pixels need not be square. */
export interface XlfdSizes {
  pixel: SizeState;
  pixelX: number;
  pixelY: number;
  point: SizeState;
  /** In points, not in the name's tenths. */
  pointX: number;
  pointY: number;
  /** Dots per inch; 0 where the name has 0, -1 for `*`. */
  resolutionX: number;
  resolutionY: number;
  /** Average width in tenths of pixels; 0 where the name has 0, -1 for `*`. */
  width: number;
}

/** `normalised`: the horizontal size takes the pixel's shape into account. */
export type SizeState = 'zero' | 'wildcard' | 'given' | 'normalised';

const FIELDS = 15;
const PIXEL = 7;
const POINT = 8;
const RESOLUTION_X = 9;
const RESOLUTION_Y = 10;
const SPACING = 11;
const WIDTH = 12;

/** The point size of a name that states none. */
const DEFAULT_POINT_SIZE = 12;

/** Digits or a lone `*` (-1); anything else is no number. An empty field is 0, as X.Org reads it. */
function numberField(field: string): number | undefined {
  if (field === '*') return -1;
  if (field.length > 9) return undefined;
  let value = 0;
  for (let i = 0; i < field.length; i++) {
    const digit = field.charCodeAt(i) - 0x30;
    if (digit < 0 || digit > 9) return undefined;
    value = value * 10 + digit;
  }
  return value;
}

function sizeState(value: number): SizeState {
  if (value > 0) return 'given';
  return value < 0 ? 'wildcard' : 'zero';
}

/** The sizes that a name or pattern states, or undefined if it is no XLFD with numbers or `*` in the size fields. */
export function parseXlfdSizes(name: string): XlfdSizes | undefined {
  const fields = name.split('-');
  if (fields.length !== FIELDS || (fields[0] !== '' && fields[0] !== '*')) return undefined;
  const pixel = numberField(fields[PIXEL]!);
  const point = numberField(fields[POINT]!);
  const resolutionX = numberField(fields[RESOLUTION_X]!);
  const resolutionY = numberField(fields[RESOLUTION_Y]!);
  const width = numberField(fields[WIDTH]!);
  if (
    pixel === undefined ||
    point === undefined ||
    resolutionX === undefined ||
    resolutionY === undefined ||
    width === undefined
  ) {
    return undefined;
  }
  const pixelSize = pixel > 0 ? pixel : 0;
  const pointSize = point > 0 ? point / 10 : 0;
  return {
    pixel: sizeState(pixel),
    pixelX: pixelSize,
    pixelY: pixelSize,
    point: sizeState(point),
    pointX: pointSize,
    pointY: pointSize,
    resolutionX,
    resolutionY,
    width,
  };
}

export function hasSize(state: SizeState): boolean {
  return state === 'given' || state === 'normalised';
}

/** The family that a name belongs to, for the search among families: sizes 0, resolutions open. */
export function familyPattern(name: string): string {
  const fields = name.split('-');
  fields[PIXEL] = '0';
  fields[POINT] = '0';
  fields[RESOLUTION_X] = '*';
  fields[RESOLUTION_Y] = '*';
  if (fields[SPACING] === '') fields[SPACING] = '*';
  fields[WIDTH] = '0';
  return fields.join('-');
}

/** The name under which a bitmap font's family is listed: sizes 0, resolutions kept. */
export function familyName(name: string): string {
  const fields = name.split('-');
  fields[PIXEL] = '0';
  fields[POINT] = '0';
  fields[WIDTH] = '0';
  return fields.join('-');
}

function rounded(value: number): string {
  return String(Math.trunc(value + 0.5));
}

/** A name with the sizes written into it; sizes that are a wildcard leave the name's own. */
export function withSizes(name: string, sizes: XlfdSizes): string {
  const fields = name.split('-');
  const own = parseXlfdSizes(name);
  if (own === undefined) return name;
  fields[PIXEL] = rounded(hasSize(sizes.pixel) ? sizes.pixelY : own.pixelY);
  fields[POINT] = rounded((hasSize(sizes.point) ? sizes.pointY : own.pointY) * 10);
  fields[RESOLUTION_X] = String(sizes.resolutionX >= 0 ? sizes.resolutionX : own.resolutionX);
  fields[RESOLUTION_Y] = String(sizes.resolutionY >= 0 ? sizes.resolutionY : own.resolutionY);
  fields[WIDTH] = String(sizes.width >= 0 ? sizes.width : own.width);
  return fields.join('-');
}

/**
 * X.Org's rounding of sizes: it cuts the mantissa to ten bits and adds one unit of the last of them. Sizes so treated
 * stay distinct and are compared for equality, so ours must be the same numbers.
 */
export function roundSize(value: number): number {
  if (value === 0) return 0;
  const float = new DataView(new ArrayBuffer(8));
  float.setFloat64(0, value);
  const high = float.getUint32(0) + (1 << 11);
  float.setUint32(0, (high & ~((1 << 11) - 1)) >>> 0);
  float.setUint32(4, 0);
  return float.getFloat64(0);
}

/**
 * Fills in the sizes that are not given, in place: resolutions from the screen's, pixel from point size or the other way
 * round. Returns false where pixel and point size contradict each other; the sizes are then half done, as X.Org has it.
 */
export function completeSizes(sizes: XlfdSizes, screenResolution: number): boolean {
  if (!hasSize(sizes.pixel) || !hasSize(sizes.point)) {
    if (sizes.resolutionX <= 0) sizes.resolutionX = screenResolution;
    if (sizes.resolutionY <= 0) sizes.resolutionY = screenResolution;
  } else {
    if (sizes.resolutionY <= 0) sizes.resolutionY = Math.trunc((sizes.pixelY * 72.27) / sizes.pointY + 0.5);
    if (sizes.resolutionX <= 0) {
      sizes.resolutionX =
        sizes.pixel === 'normalised' ? Math.trunc((sizes.pixelX * 72.27) / sizes.pointX + 0.5) : sizes.resolutionY;
    }
  }
  if (sizes.resolutionX <= 0 || sizes.resolutionY <= 0) return false;

  if (!hasSize(sizes.pixel) && !hasSize(sizes.point)) {
    sizes.pointX = sizes.pointY = DEFAULT_POINT_SIZE;
    sizes.point = 'given';
  }

  // How far pixel and point size may differ: one pixel, horizontally as wide as its shape.
  let toleranceX = 1;
  if (sizes.pixel === 'given') {
    toleranceX = sizes.resolutionX / sizes.resolutionY;
    sizes.pixelX *= toleranceX;
    sizes.pixel = 'normalised';
  }

  const scaleX = sizes.resolutionX / 72.27;
  const scaleY = sizes.resolutionY / 72.27;
  if (!hasSize(sizes.point)) {
    sizes.pointX = Math.trunc((sizes.pixelX / scaleX) * 10 + 0.5) / 10;
    sizes.pointY = Math.trunc((sizes.pixelY / scaleY) * 10 + 0.5) / 10;
    sizes.point = 'given';
  }
  const pixelX = sizes.pointX * scaleX;
  const pixelY = sizes.pointY * scaleY;
  if (hasSize(sizes.pixel)) {
    if (Math.abs(sizes.pixelX - pixelX) > toleranceX || Math.abs(sizes.pixelY - pixelY) > 1) return false;
  }
  sizes.pixel = 'normalised';
  sizes.pixelX = roundSize(pixelX);
  sizes.pixelY = roundSize(pixelY);
  sizes.pointX = roundSize(sizes.pointX);
  sizes.pointY = roundSize(sizes.pointY);
  return true;
}

/** Whether a bitmap font of completed sizes `have` is the one wanted by completed sizes `want`. */
export function sameSizes(have: XlfdSizes, want: XlfdSizes): boolean {
  return (
    have.resolutionX === want.resolutionX &&
    have.resolutionY === want.resolutionY &&
    (have.width === want.width || have.width === 0 || want.width === 0 || want.width === -1) &&
    have.pixel === want.pixel &&
    have.point === want.point &&
    have.pixelX === want.pixelX &&
    have.pixelY === want.pixelY &&
    have.pointX === want.pointX &&
    have.pointY === want.pointY
  );
}
