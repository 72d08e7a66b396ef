/**
 * Binary range coder with adaptive probabilities, for pixels: intervals of 24 bits, no carries, integers only. Every bit has two contexts whose
 * probabilities are averaged. The image model (lossless-image.ts) is written once for both directions: a writer writes the bit that it is
 * given, a reader ignores it and gives the one that it has read.
 */
const TOP = 0xff0000;
const FULL = 0xffffff;
const COUNT_BITS = 6;
const COUNT_MASK = (1 << COUNT_BITS) - 1;
/** Counts beyond say nothing more: old observations fade. */
const COUNT_LIMIT = 60;

/** How far a probability moves at its n-th observation, of 32768. */
const rates = Int32Array.from({ length: 64 }, (_, n) => Math.floor(32768 / (n + 1.6)));

export interface PixelCoder {
  readonly writing: boolean;
  /** The probabilities of 0, by context: of 65536, and how often seen. */
  probabilities: Int32Array;
  code(a: number, b: number, bit: number): number;
}

/** Probabilities that say nothing yet. */
export function freshProbabilities(count: number): Int32Array {
  return new Int32Array(count).fill(32768 << COUNT_BITS);
}

function adapt(probabilities: Int32Array, at: number, bit: number): void {
  const value = probabilities[at]!;
  const seen = value & COUNT_MASK;
  const old = value >> COUNT_BITS;
  const moved = old + (((bit === 0 ? 65535 - old : -old) * rates[seen]!) >> 15);
  probabilities[at] = (moved << COUNT_BITS) | (seen < COUNT_LIMIT ? seen + 1 : seen);
}

/** Of 32768, from 1 to 32767. */
function zeroProbability(probabilities: Int32Array, a: number, b: number): number {
  const sum = (probabilities[a]! >> COUNT_BITS) + (probabilities[b]! >> COUNT_BITS);
  const zero = sum >> 2;
  return zero < 8 ? 8 : zero > 32760 ? 32760 : zero;
}

export class PixelWriter implements PixelCoder {
  readonly writing = true;
  probabilities: Int32Array;
  #bytes: Uint8Array = new Uint8Array(4096);
  #length = 0;
  #low = 0;
  #high = FULL;

  constructor(probabilities: Int32Array) {
    this.probabilities = probabilities;
  }

  code(a: number, b: number, bit: number): number {
    const { probabilities } = this;
    const zero = zeroProbability(probabilities, a, b);
    const range = this.#high - this.#low;
    const middle = this.#low + (((range >>> 12) * zero) >>> 3) + (((range & 0xfff) * zero) >>> 15);
    if (bit === 0) this.#high = middle;
    else this.#low = middle + 1;
    while (((this.#low ^ this.#high) & TOP) === 0) {
      this.#byte(this.#high >>> 16);
      this.#low = (this.#low << 8) & FULL;
      this.#high = ((this.#high << 8) & FULL) | 0xff;
    }
    adapt(probabilities, a, bit);
    if (a !== b) adapt(probabilities, b, bit);
    return bit;
  }

  #byte(value: number): void {
    if (this.#length === this.#bytes.length) {
      const grown = new Uint8Array(this.#bytes.length * 2);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes[this.#length++] = value;
  }

  /** What was written (owned); the next bits begin anew. */
  finish(): Uint8Array {
    // Zeros follow for the reader: the fewest bytes that stay within the interval with them.
    let value = this.#low === 0 ? 0 : ((this.#low + 0xffff) >>> 16) << 16;
    if (value > this.#high) value = ((this.#low + 0xff) >>> 8) << 8;
    if (value > this.#high) value = this.#low;
    for (; value !== 0; value = (value << 8) & FULL) this.#byte(value >>> 16);
    let { length } = { length: this.#length };
    while (length > 0 && this.#bytes[length - 1] === 0) length--;
    const bytes = this.#bytes.slice(0, length);
    this.#length = 0;
    this.#low = 0;
    this.#high = FULL;
    return bytes;
  }
}

export class PixelReader implements PixelCoder {
  readonly writing = false;
  probabilities: Int32Array;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #low = 0;
  #high = FULL;
  #window = 0;

  constructor(probabilities: Int32Array) {
    this.probabilities = probabilities;
  }

  /** Starts on what a writer has finished (borrowed); zeros follow its end. */
  start(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#low = 0;
    this.#high = FULL;
    this.#window = 0;
    for (let i = 0; i < 3; i++) this.#window = (this.#window << 8) | this.#next();
  }

  #next(): number {
    return this.#at < this.#bytes.length ? this.#bytes[this.#at++]! : 0;
  }

  code(a: number, b: number): number {
    const { probabilities } = this;
    const zero = zeroProbability(probabilities, a, b);
    const range = this.#high - this.#low;
    const middle = this.#low + (((range >>> 12) * zero) >>> 3) + (((range & 0xfff) * zero) >>> 15);
    let bit = 0;
    if (this.#window <= middle) this.#high = middle;
    else {
      bit = 1;
      this.#low = middle + 1;
    }
    while (((this.#low ^ this.#high) & TOP) === 0) {
      this.#low = (this.#low << 8) & FULL;
      this.#high = ((this.#high << 8) & FULL) | 0xff;
      this.#window = ((this.#window << 8) & FULL) | this.#next();
    }
    adapt(probabilities, a, bit);
    if (a !== b) adapt(probabilities, b, bit);
    return bit;
  }
}
