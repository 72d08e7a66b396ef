/**
 * Tight (registered as 7; described in the rfbproto text): one colour, a palette of up to 256, pixels with or without a
 * predictor, each in one of four zlib streams; or JPEG. Its sister TightPNG (-260) has PNG in place of zlib.
 */
import type { StillKind } from '../../codecs/still-encoder.ts';
import type { ByteWriter } from '../byte-writer.ts';
import { RfbError } from '../errors.ts';
import { MAX_IMAGE_BYTES } from '../limits.ts';
import type { PartWriter } from '../packing.ts';
import type { Parse } from '../parse.ts';
import type { Rect } from '../rect.ts';
import {
  readPixel,
  writePixel,
  writePixels,
  type DecodeState,
  type EncodeState,
  type PixelBlock,
  type PixelEncoding,
} from './encoding.ts';
import { countColors, packIndices, unpackIndices, type Palette } from './palette.ts';
import { addGradient, subtractGradient } from './tight-gradient.ts';

const MAX_WIDTH = 2048;
const MAX_PALETTE = 256;
/** Shorter data goes unpacked. */
const MIN_PACKED = 12;

const FILL = 8;
const JPEG = 9;
const PNG = 10;
const EXPLICIT_FILTER = 4;
const FILTER_COPY = 0;
const FILTER_PALETTE = 1;
const FILTER_GRADIENT = 2;

/** Which of the streams takes what: like content helps like. The small ones are packed at once (../packing.ts). */
const STREAM_FULL = 0;
const STREAM_SMALL_MONO = 1;
const STREAM_SMALL_INDEXED = 2;
const STREAM_LARGE = 3;
type TightStream = 0 | 1 | 2 | 3;
/** Indices of up to so many bytes are small: an echo of a key, a line of text. */
const SMALL_BYTES = 8192;

function writeCompactLength(out: ByteWriter, length: number): void {
  out.u8((length & 0x7f) | (length > 0x7f ? 0x80 : 0));
  if (length <= 0x7f) return;
  out.u8(((length >> 7) & 0x7f) | (length > 0x3fff ? 0x80 : 0));
  if (length > 0x3fff) out.u8(length >> 14);
}

function* takeCompactLength(): Parse<number> {
  const first = (yield 1)[0]!;
  let length = first & 0x7f;
  if (first & 0x80) {
    const second = (yield 1)[0]!;
    length |= (second & 0x7f) << 7;
    if (second & 0x80) length |= (yield 1)[0]! << 14;
  }
  return length;
}

function encodeBasic(
  state: EncodeState,
  out: PartWriter,
  stream: TightStream,
  filter: number,
  palette: Palette | undefined,
  data: Uint8Array,
): void {
  // A stream that is not needed must not be restarted unseen.
  const use = data.length < MIN_PACKED ? undefined : state.useStream(stream);
  const reset = use?.restarted === true ? 1 << stream : 0;
  out.u8(((stream | (filter === FILTER_COPY ? 0 : EXPLICIT_FILTER)) << 4) | reset);
  if (filter !== FILTER_COPY) out.u8(filter);
  if (palette !== undefined) {
    const { colors } = palette;
    const { tight } = state.format;
    out.u8(colors.length - 1);
    writePixels(out, tight, colors);
  }
  if (use === undefined) out.bytes(data);
  else out.defer({ kind: 'deflate', stream, level: use.level, begins: use.begins, data }, writeWithLength);
}

function writeWithLength(made: Uint8Array, out: ByteWriter): void {
  writeCompactLength(out, made.length);
  out.bytes(made);
}

function encodeImage(out: PartWriter, kind: StillKind, block: PixelBlock, quality: number): void {
  out.u8((kind === 'jpeg' ? JPEG : PNG) << 4);
  const { rgb: pixels, width, height } = block;
  out.defer({ kind: 'still', request: { kind, pixels, width, height, quality } }, writeWithLength);
}

/** Palettes pay while an index is clearly shorter than a pixel, its own list included. */
function paletteLimit(pixels: number): number {
  return Math.max(2, Math.min(MAX_PALETTE, pixels >> 2));
}

export const tight: PixelEncoding = {
  name: 'Tight',
  number: 7,
  lossy: true,
  exact: true,
  maxWidth: MAX_WIDTH,

  encode(block, state, out, { quality, smooth }) {
    const { values, width, height } = block;
    const { tight: layout, format } = state.format;
    const palette = layout.size === 1 ? countColors(values, 2) : countColors(values, paletteLimit(values.length));
    if (palette?.colors.length === 1) {
      out.u8(FILL << 4);
      writePixel(out, layout, values[0]!);
      return;
    }
    if (quality !== undefined && state.stills.has('jpeg') && format.bitsPerPixel > 8) {
      encodeImage(out, 'jpeg', block, quality);
      return;
    }
    if (palette !== undefined) {
      const indices = palette.indices(values);
      const mono = palette.colors.length === 2;
      const packed = mono ? packIndices(indices, width, height, 1) : indices;
      const small = mono ? STREAM_SMALL_MONO : STREAM_SMALL_INDEXED;
      encodeBasic(state, out, packed.length > SMALL_BYTES ? STREAM_LARGE : small, FILTER_PALETTE, palette, packed);
      return;
    }
    const gradient = smooth === true && layout.size > 1;
    const source = gradient ? subtractGradient(values, width, height, format) : values;
    const data = new Uint8Array(values.length * layout.size);
    layout.write(source, 0, source.length, data, 0);
    if (gradient) encodeBasic(state, out, STREAM_LARGE, FILTER_GRADIENT, undefined, data);
    else encodeBasic(state, out, STREAM_FULL, FILTER_COPY, undefined, data);
  },

  decode: (rect, state) => decodeTight(rect, state, false),
};

export const tightPng: PixelEncoding = {
  name: 'TightPNG',
  number: -260,
  lossy: true,
  exact: true,
  maxWidth: MAX_WIDTH,

  encode(block, state, out, { quality }) {
    const { values } = block;
    if (countColors(values, 1) !== undefined) {
      out.u8(FILL << 4);
      writePixel(out, state.format.tight, values[0]!);
    } else if (quality !== undefined && state.stills.has('jpeg')) encodeImage(out, 'jpeg', block, quality);
    else encodeImage(out, 'png', block, 100);
  },

  decode: (rect, state) => decodeTight(rect, state, true),
};

function* decodeTight(rect: Rect, state: DecodeState, png: boolean): Parse<void> {
  const { format, painter } = state;
  const { tight: layout } = format;
  const control = (yield 1)[0]!;
  for (const stream of [0, 1, 2, 3] as const) if (control & (1 << stream)) state.restartInflater(stream);
  const kind = control >> 4;
  if (kind === FILL) {
    painter.solid(rect, format.rgbOf(readPixel(yield layout.size, 0, layout)));
    return;
  }
  if (kind === JPEG || (kind === PNG && png)) {
    const length = yield* takeCompactLength();
    if (length === 0 || length > MAX_IMAGE_BYTES) throw new RfbError(`picture of ${length} bytes`);
    // Kept until the platform has decoded it: not a view of a received chunk.
    painter.image(rect, kind === JPEG ? 'jpeg' : 'png', (yield length).slice());
    return;
  }
  if (kind >= FILL || png) throw new RfbError(`Tight of unknown kind ${kind}`);
  if (rect.width > MAX_WIDTH) throw new RfbError(`Tight rectangle ${rect.width} pixels wide`);
  yield* decodeBasic(rect, state, (kind & 3) as TightStream, (kind & EXPLICIT_FILTER) !== 0);
}

function* decodeBasic(rect: Rect, state: DecodeState, stream: TightStream, filtered: boolean): Parse<void> {
  const { width, height } = rect;
  const { format, painter } = state;
  const { tight: layout } = format;
  const filter = filtered ? (yield 1)[0]! : FILTER_COPY;
  if (filter > FILTER_GRADIENT) throw new RfbError(`Tight with unknown filter ${filter}`);
  const values = new Uint32Array(width * height);
  if (filter === FILTER_PALETTE) {
    const size = (yield 1)[0]! + 1;
    const colors = new Uint32Array(size);
    layout.read(yield size * layout.size, 0, size, colors, 0);
    const bits = size <= 2 ? 1 : 8;
    const rowBytes = bits === 1 ? (width + 7) >> 3 : width;
    const data = yield* takeData(rowBytes * height, stream, state);
    let indices = data;
    if (bits === 1) {
      indices = new Uint8Array(values.length);
      unpackIndices(data, 0, width, height, 1, indices);
    }
    for (let i = 0; i < values.length; i++) {
      const value = colors[indices[i]!];
      if (value === undefined) throw new RfbError('Tight pixel outside its palette');
      values[i] = value;
    }
  } else {
    const data = yield* takeData(values.length * layout.size, stream, state);
    layout.read(data, 0, values.length, values, 0);
    if (filter === FILTER_GRADIENT) {
      if (layout.size === 1) throw new RfbError('Tight gradient of 8-bit pixels');
      addGradient(values, width, height, format.format);
    }
  }
  painter.put(rect, format.toRgb(values));
}

function* takeData(size: number, stream: TightStream, state: DecodeState): Parse<Uint8Array> {
  if (size < MIN_PACKED) return size === 0 ? new Uint8Array(0) : yield size;
  const length = yield* takeCompactLength();
  const packed = length === 0 ? new Uint8Array(0) : yield length;
  const data = state.inflater(stream).inflate(packed, size);
  if (data.length !== size) throw new RfbError(`Tight data of ${data.length} bytes where ${size} are due`);
  return data;
}
