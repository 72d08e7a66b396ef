/**
 * Pixels on the wire, losslessly: a palette where there are few colours, and runs of what stands above or to the left. For RAW, kept
 * pictures and cursors. README.md has the format.
 */
import { createPixels, depthMask, type Pixels } from '../xserver/raster/pixels.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { ThincError } from './thinc-error.ts';

const DEPTHS = [1, 4, 8, 24, 32];
const MOST_COLORS = 256;

const ABOVE = 0;
const LEFT = 1;
const LITERALS = 2;
const REPEATED = 3;
/** Counts of one byte; what is more follows as a number. */
const LONG_COUNT = 63;

/** Writes width, height and pixels. */
export function writePixels(writer: ByteWriter, pixels: Pixels): void {
  const { width, height, depth, data } = pixels;
  const palette = paletteOf(data);
  writer.unsigned(width);
  writer.unsigned(height);
  writer.byte((DEPTHS.indexOf(depth) << 1) | (palette === undefined ? 0 : 1));
  if (palette === undefined) {
    writeRuns(writer, data, width, (from, to) => {
      for (let i = from; i < to; i++) writeColor(writer, data[i]!, depth);
    });
    return;
  }
  writer.unsigned(palette.size - 1);
  for (const color of palette.keys()) writeColor(writer, color, depth);
  if (palette.size === 1) return;
  const bits = indexBits(palette.size);
  writeRuns(writer, data, width, (from, to) => {
    let byte = 0;
    let free = 8;
    for (let i = from; i < to; i++) {
      free -= bits;
      byte |= palette.get(data[i]!)! << free;
      if (free > 0 && i + 1 < to) continue;
      writer.byte(byte);
      byte = 0;
      free = 8;
    }
  });
}

/** Bits of a colour's number: 1, 2, 4 or 8. */
function indexBits(colors: number): number {
  return colors <= 2 ? 1 : colors <= 4 ? 2 : colors <= 16 ? 4 : 8;
}

/** Colours by their number; undefined when there are too many. */
function paletteOf(data: Uint32Array): Map<number, number> | undefined {
  const palette = new Map<number, number>();
  let last = -1;
  for (const color of data) {
    if (color === last) continue;
    last = color;
    if (palette.has(color)) continue;
    if (palette.size === MOST_COLORS) return undefined;
    palette.set(color, palette.size);
  }
  return palette;
}

function writeRuns(
  writer: ByteWriter,
  data: Uint32Array,
  width: number,
  literals: (from: number, to: number) => void,
): void {
  const end = data.length;
  let literalFrom = 0;
  const flush = (to: number): void => {
    if (to === literalFrom) return;
    writeCount(writer, LITERALS, to - literalFrom);
    literals(literalFrom, to);
  };
  let at = 0;
  while (at < end) {
    let above = at;
    if (at >= width) while (above < end && data[above] === data[above - width]) above++;
    let left = at;
    if (at > 0) while (left < end && data[left] === data[at - 1]) left++;
    const run = Math.max(above, left);
    if (run - at >= 2 || (run > at && literalFrom === at)) {
      flush(at);
      writeCount(writer, above >= left ? ABOVE : LEFT, run - at);
      at = run;
      literalFrom = at;
      continue;
    }
    let same = at + 1;
    while (same < end && data[same] === data[at]) same++;
    if (same - at >= 3) {
      flush(at);
      writeCount(writer, REPEATED, same - at);
      literals(at, at + 1);
      at = same;
      literalFrom = at;
    } else {
      at++;
    }
  }
  flush(end);
}

function writeCount(writer: ByteWriter, kind: number, count: number): void {
  if (count <= LONG_COUNT) {
    writer.byte((kind << 6) | (count - 1));
  } else {
    writer.byte((kind << 6) | LONG_COUNT);
    writer.unsigned(count - LONG_COUNT - 1);
  }
}

function writeColor(writer: ByteWriter, color: number, depth: number): void {
  writer.byte(color & 255);
  if (depth <= 8) return;
  writer.byte((color >>> 8) & 255);
  writer.byte((color >>> 16) & 255);
  if (depth === 32) writer.byte(color >>> 24);
}

/** @throws ThincError for what no writer makes, or more than `mostPixels`. */
export function readPixels(reader: ByteReader, mostPixels: number): Pixels {
  const width = reader.atMost(mostPixels, 'the width');
  const height = reader.atMost(mostPixels, 'the height');
  if (width * height > mostPixels || width === 0 || height === 0) throw new ThincError(`${width} x ${height} pixels`);
  const head = reader.byte();
  const depth = DEPTHS[head >> 1];
  if (depth === undefined) throw new ThincError(`pixels of depth code ${head >> 1}`);
  const palette = (head & 1) === 0 ? undefined : readPalette(reader, depth);
  const pixels = createPixels(width, height, depth);
  const { data } = pixels;
  if (palette?.length === 1) {
    data.fill(palette[0]!);
    return pixels;
  }
  readRuns(reader, data, width, (from, to) => {
    if (palette === undefined) for (let i = from; i < to; i++) data[i] = readColor(reader, depth);
    else readIndexes(reader, data, from, to, palette);
  });
  return pixels;
}

function readPalette(reader: ByteReader, depth: number): number[] {
  const size = reader.atMost(MOST_COLORS - 1, 'the palette') + 1;
  return Array.from({ length: size }, () => readColor(reader, depth));
}

function readIndexes(reader: ByteReader, data: Uint32Array, from: number, to: number, palette: number[]): void {
  const bits = indexBits(palette.length);
  let byte = 0;
  let left = 0;
  for (let i = from; i < to; i++) {
    if (left === 0) {
      byte = reader.byte();
      left = 8;
    }
    left -= bits;
    const index = (byte >> left) & ((1 << bits) - 1);
    const color = palette[index];
    if (color === undefined) throw new ThincError(`colour ${index} of ${palette.length}`);
    data[i] = color;
  }
}

function readRuns(
  reader: ByteReader,
  data: Uint32Array,
  width: number,
  literals: (from: number, to: number) => void,
): void {
  let at = 0;
  while (at < data.length) {
    const head = reader.byte();
    const short = head & LONG_COUNT;
    const count = short < LONG_COUNT ? short + 1 : LONG_COUNT + 1 + reader.unsigned();
    const end = at + count;
    if (end > data.length) throw new ThincError('a run reaches beyond its picture');
    const kind = head >> 6;
    if (kind === ABOVE) {
      if (at < width) throw new ThincError('nothing stands above the first row');
      for (; at < end; at++) data[at] = data[at - width]!;
    } else if (kind === LEFT) {
      if (at === 0) throw new ThincError('nothing stands left of the first pixel');
      data.fill(data[at - 1]!, at, end);
    } else if (kind === LITERALS) {
      literals(at, end);
    } else {
      literals(at, at + 1);
      data.fill(data[at]!, at, end);
    }
    at = end;
  }
}

function readColor(reader: ByteReader, depth: number): number {
  let color = reader.byte();
  if (depth > 8) color |= (reader.byte() << 8) | (reader.byte() << 16);
  if (depth === 32) color |= reader.byte() << 24;
  return (color & depthMask(depth)) >>> 0;
}
