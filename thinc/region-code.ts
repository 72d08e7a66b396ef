/**
 * Regions on the wire: bands from the top, each box as its difference from the one above. A rectangle of a known size takes five bytes,
 * a scan-converted line or circle two bytes a row. README.md has the format.
 */
import { regionFromBox, regionFromRects, type Region } from '../xserver/raster/region.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { MAX_BOXES, MAX_COORDINATE } from './limits.ts';
import { ThincError } from './thinc-error.ts';

/** The first box of the last region: what the next one's first box is told from. One at each end. */
export interface RegionAnchor {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const firstAnchor = (): RegionAnchor => ({ x: 0, y: 0, width: 0, height: 0 });

const BAND_NIBBLES = 0;
const BAND_ROW = 1;
const BAND_BOX = 2;
const BAND_BOXES = 3;

export function writeRegion(writer: ByteWriter, region: Region, anchor: RegionAnchor): void {
  const { rects } = region;
  if (rects.length === 0) {
    writer.unsigned(0);
    return;
  }
  const [x, y, width, height] = [rects[0]!, rects[1]!, rects[2]! - rects[0]!, rects[3]! - rects[1]!];
  if (rects.length === 4) {
    writer.unsigned(1);
    writer.signed(x - anchor.x);
    writer.signed(y - anchor.y);
    writer.signed(width - anchor.width);
    writer.signed(height - anchor.height);
  } else {
    const starts = bandStarts(rects);
    writer.unsigned(starts.length);
    writer.signed(y - anchor.y);
    let above = [anchor.x, anchor.width];
    let bottom = y;
    for (const [i, start] of starts.entries()) {
      const end = starts[i + 1] ?? rects.length;
      above = writeBand(writer, rects, start, end, rects[start + 1]! - bottom, above);
      bottom = rects[start + 3]!;
    }
  }
  Object.assign(anchor, { x, y, width, height });
}

/** Where bands begin, and a last entry so that the count is never that of a single box. */
function bandStarts(rects: Int32Array): number[] {
  const starts: number[] = [];
  for (let i = 0; i < rects.length; i += 4) if (i === 0 || rects[i + 1] !== rects[i - 3]) starts.push(i);
  // A count of 1 means one box: a single band of several boxes is cut in two, or gets an empty one below.
  if (starts.length === 1) starts.push(rects.length);
  return starts;
}

function writeBand(
  writer: ByteWriter,
  rects: Int32Array,
  start: number,
  end: number,
  gap: number,
  above: number[],
): number[] {
  if (start === end) {
    writer.unsigned(BAND_BOXES);
    writer.unsigned(0);
    writer.unsigned(0);
    return above;
  }
  const height = rects[start + 3]! - rects[start + 1]!;
  const edges: number[] = [];
  const differences: number[] = [];
  let right = 0;
  for (let i = start, o = 0; i < end; i += 4, o += 2) {
    const x = rects[i]!;
    const width = rects[i + 2]! - x;
    differences.push(x - (above[o] ?? right), width - (above[o + 1] ?? 0));
    edges.push(x, width);
    right = x + width;
  }
  if (end - start > 4) {
    writer.unsigned((gap << 2) | BAND_BOXES);
    writer.unsigned(height);
    writer.unsigned(edges.length / 2);
  } else if (height > 1) {
    writer.unsigned((gap << 2) | BAND_BOX);
    writer.unsigned(height - 1);
  } else if (differences.every((difference) => difference >= -8 && difference < 8)) {
    writer.unsigned((gap << 2) | BAND_NIBBLES);
    writer.byte(((differences[0]! + 8) << 4) | (differences[1]! + 8));
    return edges;
  } else {
    writer.unsigned((gap << 2) | BAND_ROW);
  }
  for (const difference of differences) writer.signed(difference);
  return edges;
}

/** @throws ThincError for what is no region, or lies too far out. */
export function readRegion(reader: ByteReader, anchor: RegionAnchor): Region {
  const count = reader.atMost(MAX_BOXES, 'the number of bands');
  if (count === 0) return regionFromBox(0, 0, 0, 0);
  let region: Region;
  if (count === 1) {
    const x = anchor.x + reader.signed();
    const y = anchor.y + reader.signed();
    const width = anchor.width + reader.signed();
    const height = anchor.height + reader.signed();
    checkBox(x, y, width, height);
    region = regionFromBox(x, y, x + width, y + height);
  } else {
    region = readBands(reader, count, anchor);
  }
  const { rects } = region;
  if (rects.length > 0) {
    const [x, y] = [rects[0]!, rects[1]!];
    Object.assign(anchor, { x, y, width: rects[2]! - x, height: rects[3]! - y });
  }
  return region;
}

function readBands(reader: ByteReader, count: number, anchor: RegionAnchor): Region {
  const flat: number[] = [];
  let y = anchor.y + reader.signed();
  let above = [anchor.x, anchor.width];
  for (let band = 0; band < count; band++) {
    const head = reader.unsigned();
    y += head >>> 2;
    const form = head & 3;
    if (form === BAND_NIBBLES) {
      const pair = reader.byte();
      above = [above[0]! + (pair >> 4) - 8, above[1]! + (pair & 15) - 8];
      addBox(flat, above[0]!, y, above[1]!, 1);
      y++;
      continue;
    }
    const height = form === BAND_ROW ? 1 : form === BAND_BOX ? reader.unsigned() + 1 : reader.unsigned();
    const boxes = form === BAND_BOXES ? reader.atMost(MAX_BOXES, 'the number of boxes') : 1;
    if (boxes === 0) continue;
    const edges: number[] = [];
    let right = 0;
    for (let o = 0; o < boxes * 2; o += 2) {
      const x = (above[o] ?? right) + reader.signed();
      const width = (above[o + 1] ?? 0) + reader.signed();
      // Bands in order make a region without any search: no input can make it cost more than its length.
      if (o > 0 && x < right) throw new ThincError('boxes out of order');
      addBox(flat, x, y, width, height);
      edges.push(x, width);
      right = x + width;
    }
    above = edges;
    y += height;
  }
  return regionFromRects(flat);
}

function addBox(flat: number[], x: number, y: number, width: number, height: number): void {
  checkBox(x, y, width, height);
  if (flat.length >= MAX_BOXES * 4) throw new ThincError(`a region has more than ${MAX_BOXES} boxes`);
  flat.push(x, y, width, height);
}

function checkBox(x: number, y: number, width: number, height: number): void {
  if (width <= 0 || height <= 0) throw new ThincError(`a box of ${width} x ${height}`);
  if (Math.abs(x) > MAX_COORDINATE || Math.abs(y) > MAX_COORDINATE || width > MAX_COORDINATE || height > MAX_COORDINATE)
    throw new ThincError(`a box at ${x}, ${y} of ${width} x ${height}`);
}
