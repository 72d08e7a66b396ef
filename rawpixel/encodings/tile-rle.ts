/** The tiles that TRLE and ZRLE share (RFC 6143 §7.7.5, §7.7.6): solid, palette, runs, or raw pixels. */
import type { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import type { Parse } from '../parse.ts';
import type { PixelBytes } from '../rfb/pixel-format.ts';
import { countColors, packIndices, unpackIndices } from './palette.ts';
import { readPixel, writePixel, writePixels } from './encoding.ts';

const RAW = 0;
const SOLID = 1;
const MAX_PACKED = 16;
/** TRLE alone: the palette of the tile before. */
const PACKED_AGAIN = 127;
const RUNS = 128;
const RUNS_AGAIN = 129;
const MAX_RUN_PALETTE = 127;

function bitsFor(colors: number): number {
  return colors === 2 ? 1 : colors <= 4 ? 2 : 4;
}

function runLengthBytes(length: number): number {
  return Math.floor((length - 1) / 255) + 1;
}

function writeRunLength(out: ByteWriter, length: number): void {
  let rest = length - 1;
  for (; rest >= 255; rest -= 255) out.u8(255);
  out.u8(rest);
}

/** Writes a tile in whichever way takes the fewest bytes. */
export function encodeTile(
  values: Uint32Array,
  width: number,
  height: number,
  pixel: PixelBytes,
  out: ByteWriter,
): void {
  const { size } = pixel;
  const count = values.length;
  const palette = countColors(values, MAX_RUN_PALETTE);
  if (palette?.colors.length === 1) {
    out.u8(SOLID);
    writePixel(out, pixel, values[0]!);
    return;
  }
  let plainRunBytes = 0;
  let paletteRunBytes = 0;
  for (let i = 0; i < count;) {
    let end = i + 1;
    while (end < count && values[end] === values[i]) end++;
    const length = runLengthBytes(end - i);
    plainRunBytes += size + length;
    paletteRunBytes += end - i === 1 ? 1 : 1 + length;
    i = end;
  }
  let best = count * size;
  let kind = RAW;
  if (plainRunBytes < best) {
    best = plainRunBytes;
    kind = RUNS;
  }
  if (palette !== undefined) {
    const colors = palette.colors.length;
    if (colors * size + paletteRunBytes < best) {
      best = colors * size + paletteRunBytes;
      kind = RUNS + colors;
    }
    if (colors <= MAX_PACKED) {
      const packed = Math.ceil((width * bitsFor(colors)) / 8) * height;
      if (colors * size + packed < best) kind = colors;
    }
  }
  out.u8(kind);
  if (kind === RAW) {
    writePixels(out, pixel, values);
    return;
  }
  if (kind === RUNS) {
    for (let i = 0; i < count;) {
      let end = i + 1;
      while (end < count && values[end] === values[i]) end++;
      writePixel(out, pixel, values[i]!);
      writeRunLength(out, end - i);
      i = end;
    }
    return;
  }
  const { colors } = palette!;
  writePixels(out, pixel, colors);
  if (kind <= MAX_PACKED) {
    out.bytes(packIndices(palette!.indices(values), width, height, bitsFor(colors.length)));
    return;
  }
  for (let i = 0; i < count;) {
    let end = i + 1;
    while (end < count && values[end] === values[i]) end++;
    const index = palette!.indexOf(values[i]!);
    if (end - i === 1) out.u8(index);
    else {
      out.u8(index | 0x80);
      writeRunLength(out, end - i);
    }
    i = end;
  }
}

/** Bytes read one after another; running out of them is the peer's fault. */
export class TileReader {
  readonly #bytes: Uint8Array;
  at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  u8(): number {
    if (this.at >= this.#bytes.length) throw new RfbError('tiles are cut short');
    return this.#bytes[this.at++]!;
  }

  take(count: number): Uint8Array {
    if (this.at + count > this.#bytes.length) throw new RfbError('tiles are cut short');
    this.at += count;
    return this.#bytes.subarray(this.at - count, this.at);
  }

  runLength(): number {
    let length = 1;
    for (;;) {
      const byte = this.u8();
      length += byte;
      if (byte !== 255) return length;
    }
  }
}

/** Values of the palette that a tile leaves for the next one. */
export interface TilePalette {
  colors: Uint32Array;
}

/** Reads one tile into `values` (exactly its size). `carried` is undefined where a palette cannot be used again (ZRLE). */
export function decodeTile(
  reader: TileReader,
  values: Uint32Array,
  width: number,
  height: number,
  pixel: PixelBytes,
  carried: TilePalette | undefined,
): void {
  const kind = reader.u8();
  const count = values.length;
  if (kind === RAW) {
    pixel.read(reader.take(count * pixel.size), 0, count, values, 0);
    return;
  }
  if (kind === SOLID) {
    const value = readPixel(reader.take(pixel.size), 0, pixel);
    values.fill(value);
    return;
  }
  if (kind === RUNS) {
    for (let at = 0; at < count;) {
      const value = readPixel(reader.take(pixel.size), 0, pixel);
      const end = at + reader.runLength();
      if (end > count) throw new RfbError('a run beyond its tile');
      values.fill(value, at, end);
      at = end;
    }
    return;
  }
  const again = kind === PACKED_AGAIN || kind === RUNS_AGAIN;
  if ((again && carried === undefined) || (!again && kind > MAX_PACKED && kind < RUNS)) {
    throw new RfbError(`tile of unknown kind ${kind}`);
  }
  let colors: Uint32Array;
  if (again) {
    colors = carried!.colors;
    if (colors.length === 0 || (kind === PACKED_AGAIN && colors.length > MAX_PACKED)) {
      throw new RfbError('a tile uses a palette that there was not');
    }
  } else {
    const size = kind & 0x7f;
    colors = new Uint32Array(size);
    pixel.read(reader.take(size * pixel.size), 0, size, colors, 0);
    if (carried !== undefined) carried.colors = colors;
  }
  if (kind < RUNS) {
    const bits = bitsFor(colors.length);
    const indices = new Uint8Array(count);
    unpackIndices(reader.take(Math.ceil((width * bits) / 8) * height), 0, width, height, bits, indices);
    for (let i = 0; i < count; i++) {
      const value = colors[indices[i]!];
      if (value === undefined) throw new RfbError('a pixel outside its palette');
      values[i] = value;
    }
    return;
  }
  for (let at = 0; at < count;) {
    const byte = reader.u8();
    const value = colors[byte & 0x7f];
    if (value === undefined) throw new RfbError('a pixel outside its palette');
    const end = at + (byte & 0x80 ? reader.runLength() : 1);
    if (end > count) throw new RfbError('a run beyond its tile');
    values.fill(value, at, end);
    at = end;
  }
}

/** Takes the bytes of one tile off a stream, decoding nothing. `paletteSize` is that of the tile before; the new one is returned. */
export function* takeTile(
  width: number,
  height: number,
  pixelSize: number,
  paletteSize: number,
  out: ByteWriter,
): Parse<number> {
  const count = width * height;
  const kind = (yield 1)[0]!;
  out.u8(kind);
  if (kind === RAW) {
    out.bytes(yield count * pixelSize);
    return paletteSize;
  }
  if (kind === SOLID) {
    out.bytes(yield pixelSize);
    return paletteSize;
  }
  const again = kind === PACKED_AGAIN || kind === RUNS_AGAIN;
  if (!again && kind > MAX_PACKED && kind < RUNS) throw new RfbError(`tile of unknown kind ${kind}`);
  let colors = paletteSize;
  if (!again && kind !== RUNS) {
    colors = kind & 0x7f;
    out.bytes(yield colors * pixelSize);
  }
  if (kind < RUNS) {
    out.bytes(yield Math.ceil((width * bitsFor(colors)) / 8) * height);
    return colors;
  }
  for (let done = 0; done < count;) {
    let long = kind === RUNS;
    if (long) out.bytes(yield pixelSize);
    else {
      const index = (yield 1)[0]!;
      out.u8(index);
      long = (index & 0x80) !== 0;
    }
    done++;
    // A run that goes on past its tile is refused by `decodeTile`; it must not grow without bound here.
    for (let byte = long ? 255 : 0; byte === 255 && done <= count;) {
      byte = (yield 1)[0]!;
      out.u8(byte);
      done += byte;
    }
  }
  return colors;
}
