import { fewPlanes, packPlanes, unpackPlanes } from './bit-planes.ts';
import { createPixels, depthMask } from './pixels.ts';
import type { Pixels } from './pixels.ts';

/**
 * Image formats of the wire (X11 §8, §10 PutImage and GetImage) to and from pixels.
 *
 * `littleEndian` stands for byte order and bit order together (both LSBFirst or both MSBFirst); the scanline unit then has no
 * effect. Pads are in bits. Callers check lengths first: reading past the end of `bytes` yields 0.
 */

/** Below this width a loop beats the calls of subarray and set. */
const setWidth = 48;

const hostIsLittleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;

/** Bytes from one scanline to the next. `bits`: left pad included. */
export function scanlineBytes(bits: number, scanlinePad: number): number {
  return Math.ceil(bits / scanlinePad) * (scanlinePad >> 3);
}

/** Reads a ZPixmap. Bits above the depth are dropped. Throws RangeError where no such format exists. */
export function unpackZPixmap(
  bytes: Uint8Array,
  offset: number,
  width: number,
  height: number,
  depth: number,
  bitsPerPixel: number,
  scanlinePad: number,
  littleEndian: boolean,
): Pixels {
  const pixels = createPixels(width, height, depth);
  unpackZPixmapInto(bytes, offset, width, height, bitsPerPixel, scanlinePad, littleEndian, pixels, 0, 0);
  return pixels;
}

/**
 * Reads a ZPixmap straight into a rectangle of existing pixels, which must lie inside: PutImage with GXcopy and all planes
 * where nothing clips it.
 */
export function unpackZPixmapInto(
  bytes: Uint8Array,
  offset: number,
  width: number,
  height: number,
  bitsPerPixel: number,
  scanlinePad: number,
  littleEndian: boolean,
  target: Pixels,
  targetX: number,
  targetY: number,
): void {
  const stride = scanlineBytes(width * bitsPerPixel, scanlinePad);
  const mask = depthMask(target.depth);
  const { data } = target;
  let from = offset;
  let to = targetY * target.width + targetX;
  for (let row = 0; row < height; row++, from += stride, to += target.width) {
    if (bitsPerPixel === 32) read32(bytes, from, width, littleEndian, mask, data, to);
    else if (bitsPerPixel === 8) for (let x = 0; x < width; x++) data[to + x] = bytes[from + x] & mask;
    else if (bitsPerPixel === 1) readBits(bytes, from, 0, width, littleEndian, data, to, 1);
    else if (bitsPerPixel === 16) read16(bytes, from, width, littleEndian, mask, data, to);
    else throw new RangeError(`no format with ${bitsPerPixel} bits per pixel`);
  }
}

function read32(
  bytes: Uint8Array,
  from: number,
  width: number,
  littleEndian: boolean,
  mask: number,
  data: Uint32Array,
  to: number,
): void {
  const start = bytes.byteOffset + from;
  if (littleEndian === hostIsLittleEndian && start % 4 === 0 && from + width * 4 <= bytes.length) {
    const words = new Uint32Array(bytes.buffer, start, width);
    if (mask === 0xffffffff) data.set(words, to);
    else for (let x = 0; x < width; x++) data[to + x] = words[x] & mask;
    return;
  }
  for (let x = 0, at = from; x < width; x++, at += 4) {
    const a = bytes[at];
    const b = bytes[at + 1];
    const c = bytes[at + 2];
    const d = bytes[at + 3];
    const pixel = littleEndian ? a | (b << 8) | (c << 16) | (d << 24) : d | (c << 8) | (b << 16) | (a << 24);
    data[to + x] = pixel & mask;
  }
}

function read16(
  bytes: Uint8Array,
  from: number,
  width: number,
  littleEndian: boolean,
  mask: number,
  data: Uint32Array,
  to: number,
): void {
  for (let x = 0, at = from; x < width; x++, at += 2) {
    const pixel = littleEndian ? bytes[at] | (bytes[at + 1] << 8) : bytes[at + 1] | (bytes[at] << 8);
    data[to + x] = pixel & mask;
  }
}

/** Ors `value` into the pixels whose bit is 1; `skip` bits at the start of the scanline are passed over. */
function readBits(
  bytes: Uint8Array,
  from: number,
  skip: number,
  width: number,
  littleEndian: boolean,
  data: Uint32Array,
  to: number,
  value: number,
): void {
  for (let x = 0, bit = skip; x < width; x++, bit++) {
    const byte = bytes[from + (bit >> 3)];
    const set = littleEndian ? (byte >> (bit & 7)) & 1 : (byte >> (7 - (bit & 7))) & 1;
    if (set === 1) data[to + x] |= value;
  }
}

/** Reads an XYBitmap as pixels of depth 1. */
export function unpackXYBitmap(
  bytes: Uint8Array,
  offset: number,
  width: number,
  height: number,
  leftPad: number,
  scanlinePad: number,
  littleEndian: boolean,
): Pixels {
  return unpackXYPixmap(bytes, offset, width, height, 1, leftPad, scanlinePad, littleEndian);
}

/** Reads an XYPixmap: `depth` bitmaps, the one of the most significant plane first. */
export function unpackXYPixmap(
  bytes: Uint8Array,
  offset: number,
  width: number,
  height: number,
  depth: number,
  leftPad: number,
  scanlinePad: number,
  littleEndian: boolean,
): Pixels {
  const pixels = createPixels(width, height, depth);
  const stride = scanlineBytes(width + leftPad, scanlinePad);
  if (depth >= fewPlanes) {
    unpackPlanes(bytes, offset, stride, leftPad, pixels, littleEndian);
    return pixels;
  }
  let from = offset;
  for (let plane = depth - 1; plane >= 0; plane--) {
    for (let row = 0; row < height; row++, from += stride) {
      readBits(bytes, from, leftPad, width, littleEndian, pixels.data, row * width, (1 << plane) >>> 0);
    }
  }
  return pixels;
}

/** Writes a rectangle, which must lie inside, as ZPixmap. Planes not in `planeMask` are 0 (X11 §10 GetImage). */
export function packZPixmap(
  pixels: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  planeMask: number,
  bitsPerPixel: number,
  scanlinePad: number,
  littleEndian: boolean,
): Uint8Array {
  const bytes = new Uint8Array(scanlineBytes(width * bitsPerPixel, scanlinePad) * height);
  packZPixmapInto(bytes, 0, pixels, x, y, width, height, planeMask, bitsPerPixel, scanlinePad, littleEndian);
  return bytes;
}

/** As {@link packZPixmap}, into zeroed bytes of its own buffer, from `offset` on. */
export function packZPixmapInto(
  bytes: Uint8Array,
  offset: number,
  pixels: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  planeMask: number,
  bitsPerPixel: number,
  scanlinePad: number,
  littleEndian: boolean,
): void {
  const stride = scanlineBytes(width * bitsPerPixel, scanlinePad);
  const mask = planeMask & depthMask(pixels.depth);
  const { data } = pixels;
  let from = y * pixels.width + x;
  let to = offset;
  const wordsAsTheyAre = littleEndian === hostIsLittleEndian && offset % 4 === 0 && bytes.byteOffset === 0;
  if (bitsPerPixel === 32 && mask === (depthMask(pixels.depth) | 0) && wordsAsTheyAre) {
    copyRows32(pixels, x, y, width, height, new Uint32Array(bytes.buffer, offset, width * height));
    return;
  }
  for (let row = 0; row < height; row++, from += pixels.width, to += stride) {
    if (bitsPerPixel === 32) write32(data, from, width, mask, bytes, to, littleEndian);
    else if (bitsPerPixel === 8) for (let i = 0; i < width; i++) bytes[to + i] = data[from + i] & mask;
    else if (bitsPerPixel === 1) writeBits(data, from, width, mask & 1, bytes, to, littleEndian);
    else if (bitsPerPixel === 16) write16(data, from, width, mask, bytes, to, littleEndian);
    else throw new RangeError(`no format with ${bitsPerPixel} bits per pixel`);
  }
}

/** All planes of the pixels' depth: no pixel has bits above it. */
function copyRows32(
  { data, width: stride }: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  words: Uint32Array,
): void {
  if (width === stride) {
    words.set(data.subarray(y * stride, (y + height) * stride));
    return;
  }
  let from = y * stride + x;
  if (width < setWidth) {
    for (let row = 0, to = 0; row < height; row++, from += stride)
      for (let i = 0; i < width; i++, to++) words[to] = data[from + i] | 0;
    return;
  }
  for (let row = 0, to = 0; row < height; row++, from += stride, to += width) {
    words.set(data.subarray(from, from + width), to);
  }
}

function write32(
  data: Uint32Array,
  from: number,
  width: number,
  mask: number,
  bytes: Uint8Array,
  to: number,
  littleEndian: boolean,
): void {
  if (littleEndian === hostIsLittleEndian && to % 4 === 0) {
    const words = new Uint32Array(bytes.buffer, to, width);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      words[i] = data[from + i] & mask;
      words[i + 1] = data[from + i + 1] & mask;
      words[i + 2] = data[from + i + 2] & mask;
      words[i + 3] = data[from + i + 3] & mask;
    }
    for (; i < width; i++) words[i] = data[from + i] & mask;
    return;
  }
  for (let i = 0; i < width; i++, to += 4) {
    const pixel = data[from + i] & mask;
    bytes[to] = littleEndian ? pixel : pixel >>> 24;
    bytes[to + 1] = littleEndian ? pixel >>> 8 : pixel >>> 16;
    bytes[to + 2] = littleEndian ? pixel >>> 16 : pixel >>> 8;
    bytes[to + 3] = littleEndian ? pixel >>> 24 : pixel;
  }
}

function write16(
  data: Uint32Array,
  from: number,
  width: number,
  mask: number,
  bytes: Uint8Array,
  to: number,
  littleEndian: boolean,
): void {
  for (let i = 0; i < width; i++, to += 2) {
    const pixel = data[from + i] & mask;
    bytes[to] = littleEndian ? pixel : pixel >>> 8;
    bytes[to + 1] = littleEndian ? pixel >>> 8 : pixel;
  }
}

/** Writes one plane of a row: the pixels that have a bit of `mask` become 1. */
function writeBits(
  data: Uint32Array,
  from: number,
  width: number,
  mask: number,
  bytes: Uint8Array,
  to: number,
  littleEndian: boolean,
): void {
  for (let i = 0; i < width; i++) {
    if ((data[from + i] & mask) !== 0) bytes[to + (i >> 3)] |= littleEndian ? 1 << (i & 7) : 0x80 >> (i & 7);
  }
}

/** Writes a rectangle, which must lie inside, as XYPixmap: the planes of `planeMask`, the most significant first. */
export function packXYPixmap(
  pixels: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  planeMask: number,
  scanlinePad: number,
  littleEndian: boolean,
): Uint8Array {
  let planes = 0;
  for (let rest = planeMask & depthMask(pixels.depth); rest !== 0; rest &= rest - 1) planes++;
  const bytes = new Uint8Array(scanlineBytes(width, scanlinePad) * height * planes);
  packXYPixmapInto(bytes, 0, pixels, x, y, width, height, planeMask, scanlinePad, littleEndian);
  return bytes;
}

/** As {@link packXYPixmap}, into zeroed bytes from `offset` on. */
export function packXYPixmapInto(
  bytes: Uint8Array,
  offset: number,
  pixels: Pixels,
  x: number,
  y: number,
  width: number,
  height: number,
  planeMask: number,
  scanlinePad: number,
  littleEndian: boolean,
): void {
  const stride = scanlineBytes(width, scanlinePad);
  const planes: number[] = [];
  for (let plane = pixels.depth - 1; plane >= 0; plane--) if ((planeMask >>> plane) & 1) planes.push(plane);
  if (planes.length >= fewPlanes) {
    packPlanes(bytes, offset, stride, pixels, x, y, width, height, planes, littleEndian);
    return;
  }
  let to = offset;
  for (const plane of planes) {
    for (let row = 0; row < height; row++, to += stride) {
      writeBits(pixels.data, (y + row) * pixels.width + x, width, (1 << plane) >>> 0, bytes, to, littleEndian);
    }
  }
}
