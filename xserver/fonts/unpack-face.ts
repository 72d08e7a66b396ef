/**
 * The built-in faces as they are shipped: text in base64, in it bytes packed by references to earlier bytes, in those the
 * glyphs one after another. scripts/fonts/pack-face.ts writes what this reads; the data is ours, so it is not distrusted.
 */
import type { GlyphParts } from './build-font.ts';

const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Base64 without padding. */
export function decodeBase64(text: string): Uint8Array {
  const value = new Uint8Array(128);
  for (let i = 0; i < 64; i++) value[BASE64.charCodeAt(i)] = i;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let at = 0;
  let bits = 0;
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    rest = ((rest << 6) | value[text.charCodeAt(i)]!) & 0xfff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = rest >> bits;
    }
  }
  return bytes;
}

/** Reads numbers of seven bits a byte, low ones first. */
class ByteReader {
  readonly bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  number(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++]!;
      value |= (byte & 127) << shift;
      if (byte < 128) return value;
    }
  }
}

/**
 * Expands: the size, then in turn a run of bytes (its length first) and a repetition of earlier bytes (length, distance),
 * until the size is reached.
 */
export function expand(packed: Uint8Array): Uint8Array {
  const reader = new ByteReader(packed);
  const bytes = new Uint8Array(reader.number());
  let at = 0;
  while (at < bytes.length) {
    for (let count = reader.number(); count > 0; count--) bytes[at++] = packed[reader.at++]!;
    if (at === bytes.length) break;
    let count = reader.number();
    const distance = reader.number();
    for (; count > 0; count--, at++) bytes[at] = bytes[at - distance]!;
  }
  return bytes;
}

/** The glyphs of a packed face, in the order of their codes. */
export function unpackFace(text: string): GlyphParts[] {
  const bytes = expand(decodeBase64(text));
  const reader = new ByteReader(bytes);
  const glyphs: GlyphParts[] = [];
  let code = -1;
  while (reader.at < bytes.length) {
    code += reader.number();
    const advance = reader.number();
    // Left and top may be negative: zigzag.
    const [left, top] = [reader.number(), reader.number()].map((value) => (value >> 1) ^ -(value & 1)) as [
      number,
      number,
    ];
    const width = reader.number();
    const height = reader.number();
    const size = ((width + 7) >> 3) * height;
    const bits = bytes.slice(reader.at, reader.at + size);
    reader.at += size;
    glyphs.push({ code, metric: [left, left + width, advance, 0 - top, top + height, 0], bits });
  }
  return glyphs;
}
