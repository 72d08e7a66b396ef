/**
 * The two ends of the stream of bits: a binary range coder over intervals of 24 bits, without carries.
 *
 * The model (predictor.ts) is written once for both ends: it asks a port to code a bit with its probability; the encoder's port writes the
 * bit that it is given, the decoder's port ignores it and gives the one that it has read.
 *
 * `flush` ends a burst: the encoder writes the fewest bytes that fix everything so far, both ends start with a fresh interval behind
 * them, and whatever stands there can be other bytes. The decoder decides a bit as soon as the bytes that it has leave no choice, so a
 * stream may be cut anywhere; where they leave one it throws `NEED_BYTES`.
 */
import { NxError } from './nx-error.ts';

const TOP = 0xff0000;
const FULL = 0xffffff;

export interface BitPort {
  readonly encoding: boolean;
  /** Codes one bit; `zero` is the probability of 0, from 1 to 32767 of 32768. Gives the bit. */
  code(zero: number, bit: number): number;
  /** Ends a burst. */
  flush(): void;
}

/** Thrown by the decoder's port where the bytes end too early; what was decoded since the last checkpoint must be undone. */
export const NEED_BYTES = new NxError('the stream ends');

/** How many bytes fix an interval: the fewest that begin a value in it, whatever follows them. */
function flushLength(low: number, high: number): 1 | 2 | 3 {
  if ((((low + 0xffff) >>> 16) << 16) + 0xffff <= high) return 1;
  if ((((low + 0xff) >>> 8) << 8) + 0xff <= high) return 2;
  return 3;
}

export class BitWriter implements BitPort {
  readonly encoding = true;
  bytes: Uint8Array = new Uint8Array(4096);
  length = 0;
  #low = 0;
  #high = FULL;

  code(zero: number, bit: number): number {
    const range = this.#high - this.#low;
    const middle = this.#low + (((range >>> 12) * zero) >>> 3) + (((range & 0xfff) * zero) >>> 15);
    if (bit === 0) this.#high = middle;
    else this.#low = middle + 1;
    while (((this.#low ^ this.#high) & TOP) === 0) {
      this.byte(this.#high >>> 16);
      this.#low = (this.#low << 8) & FULL;
      this.#high = ((this.#high << 8) & FULL) | 0xff;
    }
    return bit;
  }

  flush(): void {
    const length = flushLength(this.#low, this.#high);
    const unit = length === 1 ? 0xffff : length === 2 ? 0xff : 0;
    const value = this.#low + unit;
    for (let i = 0, shift = 16; i < length; i++, shift -= 8) this.byte((value >>> shift) & 0xff);
    this.#low = 0;
    this.#high = FULL;
  }

  /** A byte of its own, right behind a flush. */
  byte(value: number): void {
    if (this.length === this.bytes.length) this.#grow(1);
    this.bytes[this.length++] = value;
  }

  /** Bytes of their own, right behind a flush. */
  raw(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.bytes.length) this.#grow(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  #grow(by: number): void {
    const grown = new Uint8Array(Math.max(this.bytes.length * 2, this.length + by));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  /** The first bytes written, as an owned array. */
  take(count: number): Uint8Array {
    const taken = this.bytes.slice(0, Math.min(count, this.length));
    this.bytes.copyWithin(0, taken.length, this.length);
    this.length -= taken.length;
    return taken;
  }
}

export class BitReader implements BitPort {
  readonly encoding = false;
  #bytes: Uint8Array = new Uint8Array(4096);
  #end = 0;
  /** Where the interval's first byte stands. */
  #at = 0;
  #low = 0;
  #high = FULL;
  /** The three bytes at #at, zeros where there are none yet. */
  #window = 0;
  #checkpoint = { at: 0, low: 0, high: FULL };

  /** Bytes that have come. */
  push(bytes: Uint8Array): void {
    const kept = this.#end - this.#at;
    if (kept + bytes.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, kept + bytes.length));
      grown.set(this.#bytes.subarray(this.#at, this.#end));
      this.#bytes = grown;
    } else {
      this.#bytes.copyWithin(0, this.#at, this.#end);
    }
    this.#bytes.set(bytes, kept);
    this.#at = 0;
    this.#end = kept + bytes.length;
    this.#load();
  }

  #load(): void {
    const bytes = this.#bytes;
    this.#window = 0;
    for (let i = 0; i < 3; i++) {
      const at = this.#at + i;
      this.#window = (this.#window << 8) | (at < this.#end ? bytes[at]! : 0);
    }
  }

  /** Nothing is half read, and no bytes are left. */
  get atRest(): boolean {
    return this.#at === this.#end && this.#low === 0 && this.#high === FULL;
  }

  checkpoint(): void {
    const { at, low, high } = { at: this.#at, low: this.#low, high: this.#high };
    this.#checkpoint.at = at;
    this.#checkpoint.low = low;
    this.#checkpoint.high = high;
  }

  /** Back to the checkpoint; bytes that were pushed since are not there. */
  rollback(): void {
    this.#at = this.#checkpoint.at;
    this.#low = this.#checkpoint.low;
    this.#high = this.#checkpoint.high;
    this.#load();
  }

  code(zero: number): number {
    const range = this.#high - this.#low;
    const middle = this.#low + (((range >>> 12) * zero) >>> 3) + (((range & 0xfff) * zero) >>> 15);
    const bit = this.#window <= middle ? 0 : 1;
    const missing = this.#at + 3 - this.#end;
    if (missing > 0 && bit === 0 && (missing > 2 ? FULL : this.#window | ((1 << (8 * missing)) - 1)) > middle) {
      throw NEED_BYTES;
    }
    if (bit === 0) this.#high = middle;
    else this.#low = middle + 1;
    while (((this.#low ^ this.#high) & TOP) === 0) {
      this.#low = (this.#low << 8) & FULL;
      this.#high = ((this.#high << 8) & FULL) | 0xff;
      const next = this.#at + 3;
      this.#window = ((this.#window << 8) & FULL) | (next < this.#end ? this.#bytes[next]! : 0);
      this.#at++;
    }
    return bit;
  }

  flush(): void {
    const length = flushLength(this.#low, this.#high);
    if (this.#at + length > this.#end) throw NEED_BYTES;
    this.#at += length;
    this.#low = 0;
    this.#high = FULL;
    this.#load();
  }

  /** Bytes of their own, right behind a flush; borrowed until the next push. */
  raw(count: number): Uint8Array {
    if (this.#at + count > this.#end) throw NEED_BYTES;
    const bytes = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    this.#load();
    return bytes;
  }
}
