/**
 * Lossless pictures of screens: flat areas as runs, text and drawings by what stands left, above and was next to the same neighbours before, photographs
 * by residuals.ts. One model serves many images, band by band: it learns from one for the next. Encoder and decoder run the same code.
 */
import { freshProbabilities, type PixelCoder } from './pixel-coder.ts';
import { RESIDUAL_CONTEXTS, Residuals } from './residuals.ts';

const ROW = 0;
const RUN = ROW + 16;
const RUN_LENGTH = RUN + 32;
const HIT = RUN_LENGTH + 32 * 32;
const LUCK = HIT + 64 * 64;
const CHOICE = LUCK + 64;
const LIKE = CHOICE + 4 * 64 * 4;
const RESIDUAL = LIKE + 16 + 128;
const CONTEXTS = RESIDUAL + RESIDUAL_CONTEXTS;

const FOLLOWER_BITS = 12;

/** Green first: it tells most of the others. Then red, blue, and what is above 24 bits. */
const channelsByCount: Readonly<Record<number, readonly number[]>> = { 1: [0], 3: [8, 16, 0], 4: [8, 16, 0, 24] };

/** Pixels that the picture may be like: those of its row y begin at `start + y * stride`, for the rows from `first` to `end`. */
export interface Likeness {
  readonly pixels: Uint32Array;
  readonly start: number;
  readonly stride: number;
  readonly first: number;
  readonly end: number;
}

/** Pixels with how many of their bytes count: 1, 3 or 4. */
export interface Picture {
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3 | 4;
  readonly like?: Likeness | undefined;
}

/** The row that row y may be like. */
function likeRow({ pixels, start, stride, first, end }: Likeness, y: number, width: number): Uint32Array | undefined {
  return y >= first && y < end ? pixels.subarray(start + y * stride, start + y * stride + width) : undefined;
}

function log2(value: number): number {
  return 31 - Math.clz32(value);
}

export class ImageModel {
  readonly probabilities: Int32Array = freshProbabilities(CONTEXTS);
  readonly #residuals = new Residuals(RESIDUAL);
  /** By the colours left and above, the one that came then. */
  readonly #followers = new Uint32Array(1 << FOLLOWER_BITS);
  readonly #near = new Int32Array(7);
  #firstRow = new Uint32Array(0);
  /** Whether the last pixels were as predicted, a bit each. */
  #luck = 0;
  #rows = 0;
  #likes = 0;
  #start = 0;
  #end = 0;
  #lastStart = 0;
  #lastEnd = 0;

  /** Codes rows [from, to) of a picture; rows above have been coded. A reader fills them in. */
  code(coder: PixelCoder, picture: Picture, from: number, to: number): void {
    const { pixels, width } = picture;
    if (from === 0) {
      this.#residuals.begin(width);
      if (this.#firstRow.length < width) this.#firstRow = new Uint32Array(width);
    }
    for (let y = from; y < to; y++) {
      const row = pixels.subarray(y * width, (y + 1) * width);
      const above = y === 0 ? this.#firstRow.subarray(0, width) : pixels.subarray((y - 1) * width, y * width);
      const second = y >= 2 ? pixels.subarray((y - 2) * width, (y - 1) * width) : above;
      const like = picture.like === undefined ? undefined : likeRow(picture.like, y, width);
      if (like !== undefined) {
        this.#span(coder, row, like);
        const [start, end] = [this.#start, this.#end];
        if (!coder.writing) row.set(like);
        if (start < end) this.#row(coder, picture.channels, row, above, second, like, start, end);
      } else {
        const wanted = coder.writing && equalRows(row, above) ? 1 : 0;
        const context = ROW + (this.#rows & 7);
        const same = coder.code(context, context, wanted);
        this.#rows = (this.#rows << 1) | same;
        if (same === 1) row.set(above);
        else this.#row(coder, picture.channels, row, above, second, undefined, 0, width);
      }
      this.#residuals.nextRow();
    }
  }

  /** Where a row differs from the one that it is like: from #start to #end. */
  #span(coder: PixelCoder, row: Uint32Array, like: Uint32Array): void {
    let start = 0;
    let end = row.length;
    if (coder.writing) {
      while (start < end && row[start] === like[start]) start++;
      while (end > start && row[end - 1] === like[end - 1]) end--;
    }
    const equal = LIKE + (this.#likes & 7);
    this.#likes = (this.#likes << 1) | coder.code(equal, equal, start === end ? 1 : 0);
    if ((this.#likes & 1) === 1) {
      this.#start = 0;
      this.#end = 0;
      return;
    }
    const isLast = start === this.#lastStart && end === this.#lastEnd;
    if (coder.code(LIKE + 8, LIKE + 8, isLast ? 1 : 0) === 1) {
      start = this.#lastStart;
      end = this.#lastEnd;
    } else {
      start = this.#number(coder, LIKE + 16, start);
      end = start + 1 + this.#number(coder, LIKE + 16 + 64, end - start - 1);
    }
    this.#start = Math.min(start, row.length);
    this.#end = Math.min(end, row.length);
    this.#lastStart = this.#start;
    this.#lastEnd = this.#end;
  }

  /** A whole number below 2^24. */
  #number(coder: PixelCoder, base: number, value: number): number {
    let length = 0;
    const wanted = log2(value + 1);
    while (length < 24 && coder.code(base + length, base + length, wanted > length ? 1 : 0) === 1) length++;
    let result = 1;
    for (let bit = length - 1; bit >= 0; bit--) {
      const context = base + 25 + Math.min(38, (length - 1 - bit) * 13 + Math.min(length, 12));
      result = result * 2 + coder.code(context, context, ((value + 1) >> bit) & 1);
    }
    return result - 1;
  }

  #row(
    coder: PixelCoder,
    count: Picture['channels'],
    row: Uint32Array,
    above: Uint32Array,
    second: Uint32Array,
    like: Uint32Array | undefined,
    start: number,
    end: number,
  ): void {
    const width = row.length;
    const channels = channelsByCount[count]!;
    const followers = this.#followers;
    const near = this.#near;
    let x = start;
    while (x < end) {
      const north = above[x]!;
      const west = x > 0 ? row[x - 1]! : north;
      const northWest = x > 0 ? above[x - 1]! : north;
      const northEast = x + 1 < width ? above[x + 1]! : north;
      if (west === north && north === northEast && north === northWest) {
        const limit = Math.min(runLimit(above, x, width, west), end - x);
        const run = this.#run(coder, row, x, limit, west);
        row.fill(west, x, x + run);
        x += run;
        // The run ended before it had to: this pixel is another one.
        if (run < limit) {
          row[x] = this.#other(coder, channels, row, above, second, x, width, west);
          x++;
        }
        continue;
      }
      const first = west === northWest ? north : west;
      const other = first === west ? north : west;
      const place = (Math.imul(west, 0x9e3779b1) ^ Math.imul(north, 0x85ebca6b)) >>> (32 - FOLLOWER_BITS);
      const follower = like !== undefined && x > 0 && row[x - 1] === like[x - 1] ? like[x]! : followers[place]!;
      const pattern =
        (west === north ? 1 : 0) |
        (west === northWest ? 2 : 0) |
        (north === northWest ? 4 : 0) |
        (north === northEast ? 8 : 0) |
        (follower === first ? 16 : 0) |
        (x > 1 && row[x - 2] === west ? 32 : 0);
      const actual = row[x]!;
      const isHit = actual === first || actual === other || actual === northEast || actual === follower;
      const context = HIT + pattern * 64;
      const hit = coder.code(context + (this.#luck & 63), LUCK + (this.#luck & 63), isHit ? 1 : 0);
      this.#luck = (this.#luck << 1) | hit;
      let value: number;
      if (hit === 1) value = this.#choose(coder, pattern, actual, first, other, northEast, follower);
      else {
        this.#neighbours(near, row, above, second, x, width);
        value = this.#residuals.code(coder, x, channels, actual, near);
      }
      row[x] = value;
      followers[place] = value;
      x++;
    }
  }

  /** How many pixels are like the one to the left, at most `limit`. */
  #run(coder: PixelCoder, row: Uint32Array, x: number, limit: number, color: number): number {
    let run = 0;
    if (coder.writing) while (run < limit && row[x + run] === color) run++;
    const size = log2(limit);
    const whole = coder.code(RUN + size, RUN + size, run === limit ? 1 : 0);
    if (whole === 1) return limit;
    const base = RUN_LENGTH + size * 32;
    let length = 0;
    while (length < size && coder.code(base + length, base + length, log2(run + 1) > length ? 1 : 0) === 1) length++;
    let value = 1;
    for (let bit = length - 1; bit >= 0; bit--) {
      const context = base + 16 + (bit === length - 1 ? Math.min(length, 15) : 0);
      value = value * 2 + coder.code(context, context, ((run + 1) >> bit) & 1);
    }
    return Math.min(value - 1, limit - 1);
  }

  /** A pixel that ends a run: any but the run's colour. */
  #other(
    coder: PixelCoder,
    channels: readonly number[],
    row: Uint32Array,
    above: Uint32Array,
    second: Uint32Array,
    x: number,
    width: number,
    west: number,
  ): number {
    const place = Math.imul(west, 0x9e3779b1) >>> (32 - FOLLOWER_BITS);
    const follower = this.#followers[place]!;
    const context = CHOICE + 3 * 64 * 4 + (follower === west ? 1 : 0);
    let value = follower;
    if (coder.code(context, context, row[x] === follower ? 1 : 0) === 0) {
      this.#neighbours(this.#near, row, above, second, x, width);
      value = this.#residuals.code(coder, x, channels, row[x]!, this.#near);
      this.#followers[place] = value;
    }
    return value;
  }

  #choose(
    coder: PixelCoder,
    pattern: number,
    actual: number,
    first: number,
    other: number,
    northEast: number,
    follower: number,
  ): number {
    const context = CHOICE + pattern * 4;
    if (coder.code(context, context, actual === first ? 1 : 0) === 1) return first;
    if (other !== first && coder.code(context + 1, context + 1, actual === other ? 1 : 0) === 1) return other;
    if (northEast === first || northEast === other) return follower;
    if (follower === first || follower === other || follower === northEast) return northEast;
    return coder.code(context + 2, context + 2, actual === follower ? 1 : 0) === 1 ? follower : northEast;
  }

  #neighbours(
    near: Int32Array,
    row: Uint32Array,
    above: Uint32Array,
    second: Uint32Array,
    x: number,
    width: number,
  ): void {
    const north = above[x]!;
    const west = x > 0 ? row[x - 1]! : north;
    near[0] = west;
    near[1] = north;
    near[2] = x > 0 ? above[x - 1]! : north;
    near[3] = x + 1 < width ? above[x + 1]! : north;
    near[4] = x > 1 ? row[x - 2]! : west;
    near[5] = second[x]!;
    near[6] = x + 1 < width ? second[x + 1]! : second[x]!;
  }
}

/** How far pixels may go on like the one to the left, where those above them do. */
function runLimit(above: Uint32Array, x: number, width: number, color: number): number {
  let limit = x + 1;
  while (limit < width && above[limit] === color) limit++;
  // The last of them has another colour to its upper right.
  return (limit < width ? limit - 1 : limit) - x;
}

function equalRows(a: Uint32Array, b: Uint32Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
