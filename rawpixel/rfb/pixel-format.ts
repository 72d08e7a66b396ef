/** Pixel formats (RFC 6143 §7.4) and the conversion between them and our 0xrrggbb. */
import type { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { u16 } from '../parse.ts';

export interface PixelFormat {
  readonly bitsPerPixel: 8 | 16 | 32;
  /** Bits of the pixel that mean something. */
  readonly depth: number;
  readonly bigEndian: boolean;
  /** Without it pixels are indices of a colour map that the server sets. */
  readonly trueColor: boolean;
  readonly redMax: number;
  readonly greenMax: number;
  readonly blueMax: number;
  readonly redShift: number;
  readonly greenShift: number;
  readonly blueShift: number;
}

/** 0x..rrggbb, little-endian: what our own ends speak, and what most viewers ask for. */
export const RGB888: PixelFormat = {
  bitsPerPixel: 32,
  depth: 24,
  bigEndian: false,
  trueColor: true,
  redMax: 255,
  greenMax: 255,
  blueMax: 255,
  redShift: 16,
  greenShift: 8,
  blueShift: 0,
};

/** One byte, bbgggrrr: what viewers of few colours ask for, and our map for those that want a colour map. */
export const BGR233: PixelFormat = {
  ...RGB888,
  bitsPerPixel: 8,
  depth: 8,
  redMax: 7,
  greenMax: 7,
  blueMax: 3,
  redShift: 0,
  greenShift: 3,
  blueShift: 6,
};

export const RGB565: PixelFormat = {
  ...RGB888,
  bitsPerPixel: 16,
  depth: 16,
  redMax: 31,
  greenMax: 63,
  blueMax: 31,
  redShift: 11,
  greenShift: 5,
  blueShift: 0,
};

export const PIXEL_FORMAT_BYTES = 16;

/** @throws RfbError for a format that cannot be: 24 bits, overlapping or overlong channels. */
export function readPixelFormat(bytes: Uint8Array): PixelFormat {
  const bitsPerPixel = bytes[0]!;
  if (bitsPerPixel !== 8 && bitsPerPixel !== 16 && bitsPerPixel !== 32) {
    throw new RfbError(`pixel format with ${bitsPerPixel} bits per pixel`);
  }
  const format: PixelFormat = {
    bitsPerPixel,
    depth: bytes[1]!,
    bigEndian: bytes[2] !== 0,
    trueColor: bytes[3] !== 0,
    redMax: u16(bytes, 4),
    greenMax: u16(bytes, 6),
    blueMax: u16(bytes, 8),
    redShift: bytes[10]!,
    greenShift: bytes[11]!,
    blueShift: bytes[12]!,
  };
  if (format.trueColor) checkChannels(format);
  else if (bitsPerPixel !== 8) throw new RfbError(`colour map with ${bitsPerPixel} bits per pixel`);
  return format;
}

function checkChannels(format: PixelFormat): void {
  let used = 0;
  for (const [max, shift] of [
    [format.redMax, format.redShift],
    [format.greenMax, format.greenShift],
    [format.blueMax, format.blueShift],
  ] as const) {
    const bits = 32 - Math.clz32(max);
    if (max !== (1 << bits) - 1 || max === 0) throw new RfbError(`pixel format with a channel up to ${max}`);
    if (shift + bits > format.bitsPerPixel) throw new RfbError('pixel format with a channel beyond its pixel');
    const mask = max << shift;
    if (used & mask) throw new RfbError('pixel format with overlapping channels');
    used |= mask;
  }
}

export function writePixelFormat(out: ByteWriter, format: PixelFormat): void {
  out.bytes([format.bitsPerPixel, format.depth, format.bigEndian ? 1 : 0, format.trueColor ? 1 : 0]);
  out.u16(format.redMax);
  out.u16(format.greenMax);
  out.u16(format.blueMax);
  out.bytes([format.redShift, format.greenShift, format.blueShift, 0, 0, 0]);
}

/** How one pixel value lies in bytes: a PIXEL, or the CPIXEL of ZRLE, or the TPIXEL of Tight. */
export interface PixelBytes {
  readonly size: number;
  /** Writes `count` values from `values[from]` on. */
  write(values: ArrayLike<number>, from: number, count: number, bytes: Uint8Array, at: number): void;
  /** Reads `count` values to `values[to]` on. */
  read(bytes: Uint8Array, at: number, count: number, values: Uint32Array | number[], to: number): void;
}

/** Bytes of a value by their shifts, in the order of the wire. */
function pixelBytes(shifts: readonly number[]): PixelBytes {
  const size = shifts.length;
  const [a = 0, b = 0, c = 0, d = 0] = shifts;
  return {
    size,
    write(values, from, count, bytes, at) {
      for (let i = from, end = from + count; i < end; i++, at += size) {
        const value = values[i]!;
        bytes[at] = value >>> a;
        if (size > 1) bytes[at + 1] = value >>> b;
        if (size > 2) bytes[at + 2] = value >>> c;
        if (size > 3) bytes[at + 3] = value >>> d;
      }
    },
    read(bytes, at, count, values, to) {
      for (let i = to, end = to + count; i < end; i++, at += size) {
        let value = bytes[at]! << a;
        if (size > 1) value |= bytes[at + 1]! << b;
        if (size > 2) value |= bytes[at + 2]! << c;
        if (size > 3) value |= bytes[at + 3]! << d;
        values[i] = value >>> 0;
      }
    },
  };
}

/** Values of one channel, 0 to `max`, for each of our 256. */
function channelTable(max: number, shift: number): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, value) => (Math.round((value * max) / 255) << shift) >>> 0);
}

/**
 * A pixel format made ready for use. Pixel values of the wire are plain numbers; how they become bytes is said by `pixel`, `compact` (CPIXEL) and
 * `tight` (TPIXEL).
 */
export class WireFormat {
  readonly format: PixelFormat;
  readonly pixel: PixelBytes;
  readonly compact: PixelBytes;
  readonly tight: PixelBytes;
  /** Whether a value is our 0xrrggbb. */
  readonly isIdentity: boolean;
  /** Whether all of our colours have values of their own: only then is a lossless encoding exact. */
  readonly isExact: boolean;
  readonly #red: Uint32Array;
  readonly #green: Uint32Array;
  readonly #blue: Uint32Array;

  /** A format with a colour map is taken as BGR233: the server sends that map (RFC 6143 §7.6.2). */
  constructor(format: PixelFormat) {
    const colors = format.trueColor ? format : { ...BGR233, bigEndian: format.bigEndian };
    this.format = colors;
    const { bitsPerPixel, depth, bigEndian, redMax, greenMax, blueMax, redShift, greenShift, blueShift } = colors;
    const size = bitsPerPixel / 8;
    const order = (shifts: number[]) => (bigEndian ? shifts.reverse() : shifts);
    this.pixel = pixelBytes(order([0, 8, 16, 24].slice(0, size)));
    const mask = ((redMax << redShift) | (greenMax << greenShift) | (blueMax << blueShift)) >>> 0;
    // RFC 6143 §7.7.5: three bytes where the colours lie in three bytes, the lower ones if either would do.
    const inThree = bitsPerPixel === 32 && depth <= 24 && format.trueColor;
    if (inThree && mask >>> 24 === 0) this.compact = pixelBytes(order([0, 8, 16]));
    else if (inThree && (mask & 0xff) === 0) this.compact = pixelBytes(order([8, 16, 24]));
    else this.compact = this.pixel;
    // RFC 6143 §7.7.6 (Tight, registered): red, green, blue whatever the byte order.
    const full = redMax === 255 && greenMax === 255 && blueMax === 255;
    this.tight =
      bitsPerPixel === 32 && depth === 24 && full ? pixelBytes([redShift, greenShift, blueShift]) : this.pixel;
    this.isIdentity = full && redShift === 16 && greenShift === 8 && blueShift === 0;
    this.isExact = redMax >= 255 && greenMax >= 255 && blueMax >= 255;
    this.#red = channelTable(redMax, redShift);
    this.#green = channelTable(greenMax, greenShift);
    this.#blue = channelTable(blueMax, blueShift);
  }

  /** The wire's value of each 0xrrggbb. */
  toValues(rgb: Uint32Array): Uint32Array {
    if (this.isIdentity) return rgb;
    const values = new Uint32Array(rgb.length);
    for (let i = 0; i < rgb.length; i++) values[i] = this.toValue(rgb[i]!);
    return values;
  }

  toValue(rgb: number): number {
    return (this.#red[(rgb >>> 16) & 0xff]! | this.#green[(rgb >>> 8) & 0xff]! | this.#blue[rgb & 0xff]!) >>> 0;
  }

  /** 0xrrggbb of each value, in place. */
  toRgb(values: Uint32Array): Uint32Array {
    if (this.isIdentity) for (let i = 0; i < values.length; i++) values[i] = values[i]! & 0xffffff;
    else for (let i = 0; i < values.length; i++) values[i] = this.rgbOf(values[i]!);
    return values;
  }

  rgbOf(value: number): number {
    const { redMax, greenMax, blueMax, redShift, greenShift, blueShift } = this.format;
    const red = ((value >>> redShift) & redMax) * 255;
    const green = ((value >>> greenShift) & greenMax) * 255;
    const blue = ((value >>> blueShift) & blueMax) * 255;
    return (Math.round(red / redMax) << 16) | (Math.round(green / greenMax) << 8) | Math.round(blue / blueMax);
  }
}
