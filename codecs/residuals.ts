/**
 * Noisy pixels, channel by channel: predicted from their neighbours by weights that learn as they go (normalised least mean squares), and what is
 * left coded in contexts of how wrong the prediction was around. Doubles, but only + - * /, which are the same on every engine.
 */
import type { PixelCoder } from './pixel-coder.ts';

const NEIGHBOURS = 6;
const MAX_INPUTS = NEIGHBOURS + 6;
/** How fast the weights learn. */
const STEP = 0.004;

/** Sizes of errors are coded as a token and bits: the first of each token, and how many bits follow. */
const tokenBase = [0, 1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129];
const tokenBits = [0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 7];
const tokenOf = tokens();
/** Levels of errors, finer where they are small. */
const levelOf = levels();

function tokens(): Uint8Array {
  const table = new Uint8Array(257);
  for (let token = 0; token < 16; token++) table.fill(token, tokenBase[token]);
  return table;
}

function levels(): Uint8Array {
  const table = new Uint8Array(2048);
  for (let value = 0, level = 0, next = 1; value < table.length; value++) {
    if (value >= next) {
      level++;
      next = value + Math.max(1, Math.floor(value / 3));
    }
    table[value] = Math.min(level, 23);
  }
  return table;
}

const LEVELS = 24;
const TREE = 16;
const FINE = LEVELS * TREE;
const COARSE = 36 * TREE;
const SIGNS = 64;
const EXTRA = 16 * 16;
const PER_CHANNEL = FINE + COARSE + SIGNS + EXTRA;
/** Probabilities that the coder needs from `base` on, for four channels. */
export const RESIDUAL_CONTEXTS = 4 * PER_CHANNEL;

function coarse(error: number): number {
  return error < 2 ? 0 : error < 4 ? 1 : error < 8 ? 2 : error < 16 ? 3 : error < 32 ? 4 : 5;
}

export class Residuals {
  readonly #base: number;
  readonly #weights: Float64Array[] = Array.from({ length: 4 }, () => firstWeights());
  readonly #inputs = new Float64Array(MAX_INPUTS);
  /** Sizes of the errors in this row and the one above, by channel. */
  #errors: Int32Array[] = [];
  #above: Int32Array[] = [];
  #width = 0;

  constructor(base: number) {
    this.#base = base;
  }

  /** An image begins. */
  begin(width: number): void {
    if (this.#width < width) {
      this.#errors = Array.from({ length: 4 }, () => new Int32Array(width + 3));
      this.#above = Array.from({ length: 4 }, () => new Int32Array(width + 3));
      this.#width = width;
    }
    for (const errors of [...this.#errors, ...this.#above]) errors.fill(0);
  }

  nextRow(): void {
    const above = this.#above;
    this.#above = this.#errors;
    this.#errors = above;
    for (const errors of above) errors.fill(0);
  }

  /** Codes a pixel; `channels` shifts of its bytes in order. Neighbours outside the image are those inside next to them. */
  code(coder: PixelCoder, x: number, channels: readonly number[], pixel: number, near: Int32Array): number {
    let result = 0;
    const inputs = this.#inputs;
    for (let c = 0; c < channels.length; c++) {
      const shift = channels[c]!;
      const west = (near[0]! >>> shift) & 0xff;
      const north = (near[1]! >>> shift) & 0xff;
      const northWest = (near[2]! >>> shift) & 0xff;
      const northEast = (near[3]! >>> shift) & 0xff;
      const base = (west + north) / 2;
      inputs[0] = west - base;
      inputs[1] = northWest - base;
      inputs[2] = northEast - base;
      inputs[3] = ((near[4]! >>> shift) & 0xff) - base;
      inputs[4] = ((near[5]! >>> shift) & 0xff) - base;
      inputs[5] = ((near[6]! >>> shift) & 0xff) - base;
      let count = NEIGHBOURS;
      for (let d = 0; d < c && d < 2; d++) {
        const other = channels[d]!;
        const value = (result >>> other) & 0xff;
        inputs[count++] = value - ((near[0]! >>> other) & 0xff);
        inputs[count++] = value - ((near[1]! >>> other) & 0xff);
        inputs[count++] = value - ((near[2]! >>> other) & 0xff);
      }
      const weights = this.#weights[c]!;
      let sum = base;
      let power = 12;
      for (let i = 0; i < count; i++) {
        sum += weights[i]! * inputs[i]!;
        power += inputs[i]! * inputs[i]!;
      }
      const predicted = sum < 0 ? 0 : sum > 255 ? 255 : sum;
      const whole = Math.floor(predicted + 0.5);
      const actual = (pixel >>> shift) & 0xff;
      const error = this.#error(coder, c, x, whole, predicted - whole, actual - whole);
      const value = (whole + error) & 0xff;
      const step = (STEP * 4 * (value - sum)) / power;
      for (let i = 0; i < count; i++) weights[i] = weights[i]! + step * inputs[i]!;
      result |= value << shift;
    }
    return result >>> 0;
  }

  #error(coder: PixelCoder, c: number, x: number, whole: number, part: number, error: number): number {
    const errors = this.#errors[c]!;
    const above = this.#above[c]!;
    const west = errors[x]!;
    const north = above[x + 1]!;
    let energy = 2 * west + 2 * north + above[x]! + above[x + 2]! + (x > 0 ? errors[x - 1]! : west);
    if (c > 0) energy = (energy >> 1) + 3 * this.#errors[c - 1]![x + 1]!;
    if (c > 1) energy = energy + this.#errors[c - 2]![x + 1]!;
    const level = levelOf[energy > 2047 ? 2047 : energy]!;
    const channel = this.#base + c * PER_CHANNEL;
    const fine = channel + level * TREE;
    const second = c === 0 ? coarse(north) : coarse(this.#errors[c - 1]![x + 1]!);
    const rough = channel + FINE + (coarse(west) * 6 + second) * TREE;
    const size = error < 0 ? -error : error;
    const wanted = tokenOf[size]!;
    let node = 1;
    for (let bit = 3; bit >= 0; bit--) node = node * 2 + coder.code(fine + node, rough + node, (wanted >> bit) & 1);
    const token = node - 16;
    let magnitude = tokenBase[token]!;
    let bits = tokenBits[token]!;
    if (bits > 0) {
      const extra = channel + FINE + COARSE + SIGNS + token * 16;
      let rest = 0;
      const wantedRest = size - magnitude;
      for (let i = 0; bits > 0; i++) {
        bits--;
        const context = extra + (i < 3 ? (1 << i) + rest : 8 + bits);
        rest = rest * 2 + coder.code(context, context, (wantedRest >> bits) & 1);
      }
      magnitude += rest;
    }
    errors[x + 1] = magnitude > 255 ? 255 : magnitude;
    if (magnitude === 0) return 0;
    // What cannot be otherwise needs no bit.
    if (whole - magnitude < 0) return magnitude;
    if (whole + magnitude > 255) return -magnitude;
    const sign = channel + FINE + COARSE + Math.floor((part + 0.5) * 7.99) * 8 + (token < 7 ? token : 7);
    return coder.code(sign, sign, error < 0 ? 1 : 0) === 1 ? -magnitude : magnitude;
  }
}

/** As if the west, the north and their gradient counted most. */
function firstWeights(): Float64Array {
  const weights = new Float64Array(MAX_INPUTS);
  weights[1] = -0.3;
  weights[2] = 0.2;
  for (let i = NEIGHBOURS; i < MAX_INPUTS; i++) weights[i] = 0.25;
  return weights;
}
