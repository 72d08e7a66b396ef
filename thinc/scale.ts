/**
 * Pictures made smaller: every pixel is the average of what it covers of the original, weighed by area, in whole numbers. So a picture that moves by
 * what are whole pixels of the small one moves in it too, exactly; and what has one colour keeps it.
 */
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import { regionFromRects, subtractRegions, type Region } from '../xserver/raster/region.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** The size of a picture of `full` that fits into `room`, with its shape kept; undefined where it fits as it is. */
export function fittingSize(full: Size, room: Size): Size | undefined {
  if (full.width <= room.width && full.height <= room.height) return undefined;
  const scale = Math.min(room.width / full.width, room.height / full.height);
  return {
    width: Math.max(1, Math.round(full.width * scale)),
    height: Math.max(1, Math.round(full.height * scale)),
  };
}

/** Small pixels that a region of the original touches. */
export function touchedPixels({ rects }: Region, full: Size, small: Size): Region {
  const boxes: number[] = [];
  for (let i = 0; i < rects.length; i += 4) {
    const x = Math.floor((rects[i]! * small.width) / full.width);
    const y = Math.floor((rects[i + 1]! * small.height) / full.height);
    boxes.push(
      x,
      y,
      Math.ceil((rects[i + 2]! * small.width) / full.width) - x,
      Math.ceil((rects[i + 3]! * small.height) / full.height) - y,
    );
  }
  return regionFromRects(boxes);
}

/** Small pixels that lie wholly in a region of the original. */
export function coveredPixels(region: Region, full: Size, small: Size): Region {
  const all = regionFromRects([0, 0, full.width, full.height]);
  const outside = touchedPixels(subtractRegions(all, region), full, small);
  return subtractRegions(regionFromRects([0, 0, small.width, small.height]), outside);
}

/** What of the original a box of small pixels covers. */
export function originalBox(x1: number, y1: number, x2: number, y2: number, full: Size, small: Size) {
  return {
    x1: Math.floor((x1 * full.width) / small.width),
    y1: Math.floor((y1 * full.height) / small.height),
    x2: Math.ceil((x2 * full.width) / small.width),
    y2: Math.ceil((y2 * full.height) / small.height),
  };
}

/** Where one dimension's small pixels lie on the original: first pixel and weight of each that they cover, in parts of `small`. */
function spansOf(from: number, to: number, full: number, small: number) {
  const starts: number[] = [];
  const weights: number[][] = [];
  for (let at = from; at < to; at++) {
    const [begin, end] = [at * full, (at + 1) * full];
    const first = Math.floor(begin / small);
    const row: number[] = [];
    for (let i = first; i * small < end; i++) row.push(Math.min(end, (i + 1) * small) - Math.max(begin, i * small));
    starts.push(first);
    weights.push(row);
  }
  return { starts, weights };
}

/**
 * A box of small pixels, depth 24. `original` holds of the original picture, whose size is `full`, what `originalBox` says, with its corner at
 * `left`, `top`.
 */
export function averaged(
  original: Pixels,
  left: number,
  top: number,
  full: Size,
  small: Size,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): Pixels {
  const columns = spansOf(x1, x2, full.width, small.width);
  const rows = spansOf(y1, y2, full.height, small.height);
  const result = createPixels(x2 - x1, y2 - y1, 24);
  const { data, width: stride } = original;
  const sums = new Float64Array(stride * 3);
  const total = full.width * full.height;
  let to = 0;
  for (let y = 0; y < y2 - y1; y++) {
    sums.fill(0);
    for (const [i, weight] of rows.weights[y]!.entries()) {
      const start = (rows.starts[y]! + i - top) * stride;
      for (let x = 0, at = 0; x < stride; x++, at += 3) {
        const pixel = data[start + x]!;
        sums[at]! += weight * ((pixel >>> 16) & 255);
        sums[at + 1]! += weight * ((pixel >>> 8) & 255);
        sums[at + 2]! += weight * (pixel & 255);
      }
    }
    for (let x = 0; x < x2 - x1; x++) {
      let [red, green, blue] = [0, 0, 0];
      const weights = columns.weights[x]!;
      let at = (columns.starts[x]! - left) * 3;
      for (let i = 0; i < weights.length; i++, at += 3) {
        const weight = weights[i]!;
        red += weight * sums[at]!;
        green += weight * sums[at + 1]!;
        blue += weight * sums[at + 2]!;
      }
      result.data[to++] = (rounded(red, total) << 16) | (rounded(green, total) << 8) | rounded(blue, total);
    }
  }
  return result;
}

function rounded(sum: number, total: number): number {
  return Math.floor((2 * sum + total) / (2 * total));
}
