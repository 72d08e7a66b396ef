/**
 * Command bytes, packed: an arithmetic coder over a mixture of adaptive models (the last one, two and three bytes). It learns over the
 * whole stream, and a frame costs no more than a byte at its end, so that even a single key's echo packs. Integers only: both ends compute
 * the same in every engine.
 */
const MODELS = 4;
const TABLE_BITS = 16;
/** Probabilities of a one have 16 bits, their logarithms of odds 8 bits before the point's place and 8 after. */
const P_BITS = 16;
const STRETCH_ONE = 256;
const STRETCH_LIMIT = 2047;
/** A model learns quickly at first and then at this rate. */
const SLOWEST = 60;
const WEIGHT_ONE = 1 << 16;
const FIRST_WEIGHT = Math.floor(WEIGHT_ONE * 0.4);
const LEARNING_SHIFT = 14;

/** 1 / (1 + e^-x) for x in 256ths, as 12 bits; built with the four operations alone, which are exact everywhere. */
const squashTable = buildSquash();
const stretchTable = buildStretch();

function buildSquash(): Int32Array {
  const table = new Int32Array(2 * STRETCH_LIMIT + 1);
  for (let i = 0; i < table.length; i++) {
    const x = (i - STRETCH_LIMIT) / STRETCH_ONE;
    // e^x as (1 + x / 2^20)^(2^20).
    let power = 1 + x / 1_048_576;
    for (let k = 0; k < 20; k++) power *= power;
    table[i] = Math.max(1, Math.min(4095, Math.floor((4096 * power) / (1 + power))));
  }
  return table;
}

/** The inverse, for 12-bit probabilities. */
function buildStretch(): Int32Array {
  const table = new Int32Array(4096);
  let at = 0;
  for (let p = 0; p < 4096; p++) {
    while (at < squashTable.length - 1 && squashTable[at]! < p) at++;
    table[p] = at - STRETCH_LIMIT;
  }
  return table;
}

/** What is known of the stream so far; the same at both ends. */
class ByteModel {
  /** Upper 16 bits the probability of a one, lower 16 the times it was seen. */
  readonly #tables = Array.from({ length: MODELS }, () => new Uint32Array(1 << TABLE_BITS).fill(0x8000_0000));
  readonly #weights = new Int32Array(256 * MODELS).fill(FIRST_WEIGHT);
  readonly #at = new Int32Array(MODELS);
  readonly #stretched = new Int32Array(MODELS);
  #last = 0;
  /** The bits of the byte so far, after a leading one. */
  #partial = 1;
  #mixed = 2048;

  /** The probability of a one next, 1 to 4095. */
  predict(): number {
    const [partial, last] = [this.#partial, this.#last];
    const [tables, at, stretched, weights] = [this.#tables, this.#at, this.#stretched, this.#weights];
    at[0] = partial;
    at[1] = ((last & 255) << 8) | partial;
    at[2] = (Math.imul((last & 0xffff) + 1, 0x2c1b3c6d) + Math.imul(partial, 0x9e3779b1)) >>> (32 - TABLE_BITS);
    at[3] = (Math.imul((last & 0xffffff) + 1, 0x297a2d39) + Math.imul(partial, 0x85ebca6b)) >>> (32 - TABLE_BITS);
    let sum = 0;
    for (let i = 0; i < MODELS; i++) {
      const odds = stretchTable[tables[i]![at[i]!]! >>> 20]!;
      stretched[i] = odds;
      sum += (odds * weights[partial * MODELS + i]!) / WEIGHT_ONE;
    }
    const limited = Math.max(-STRETCH_LIMIT, Math.min(STRETCH_LIMIT, Math.floor(sum)));
    this.#mixed = squashTable[limited + STRETCH_LIMIT]!;
    return this.#mixed;
  }

  update(bit: number): void {
    const error = (bit << 12) - this.#mixed;
    const base = this.#partial * MODELS;
    for (let i = 0; i < MODELS; i++) {
      this.#weights[base + i]! += (this.#stretched[i]! * error * 10 + (1 << (LEARNING_SHIFT - 1))) >> LEARNING_SHIFT;
      const table = this.#tables[i]!;
      const entry = table[this.#at[i]!]!;
      const seen = entry & 0xffff;
      const p = entry >>> P_BITS;
      const target = bit === 1 ? 0xffff : 0;
      const next = p + Math.trunc((target - p) / (seen + 1.5));
      table[this.#at[i]!] = ((next << P_BITS) | Math.min(seen + 1, SLOWEST)) >>> 0;
    }
    this.#partial = (this.#partial << 1) | bit;
    if (this.#partial < 256) return;
    this.#last = ((this.#last << 8) | (this.#partial & 255)) & 0xffffff;
    this.#partial = 1;
  }
}

/** Packs one stream, piece by piece. */
export class BytePacker {
  readonly #model = new ByteModel();

  pack(bytes: Uint8Array): Uint8Array {
    const out: number[] = [];
    let low = 0;
    let high = 0xffffffff;
    for (const byte of bytes) {
      for (let shift = 7; shift >= 0; shift--) {
        const bit = (byte >> shift) & 1;
        const middle = middleOf(low, high, this.#model.predict());
        if (bit === 1) high = middle;
        else low = middle + 1;
        this.#model.update(bit);
        while ((low ^ high) >>> 24 === 0) {
          out.push(high >>> 24);
          low = (low << 8) >>> 0;
          high = ((high << 8) | 255) >>> 0;
        }
      }
    }
    // Zeros follow at the other end: the shortest number in reach will do.
    if (low > 0) {
      for (let shift = 24; shift >= 0; shift -= 8) {
        const short = ((high >>> shift) << shift) >>> 0;
        out.push((high >>> shift) & 255);
        if (short >= low) break;
      }
    }
    return Uint8Array.from(out);
  }
}

/** Unpacks what a BytePacker has packed, piece by piece. Any bytes unpack to something. */
export class ByteUnpacker {
  readonly #model = new ByteModel();

  /** `count` bytes. */
  unpack(packed: Uint8Array, count: number): Uint8Array {
    const bytes = new Uint8Array(count);
    let at = 0;
    let low = 0;
    let high = 0xffffffff;
    let value = 0;
    for (let i = 0; i < 4; i++) value = ((value << 8) | (packed[at++] ?? 0)) >>> 0;
    for (let i = 0; i < count; i++) {
      let byte = 0;
      for (let shift = 7; shift >= 0; shift--) {
        const middle = middleOf(low, high, this.#model.predict());
        const bit = value <= middle ? 1 : 0;
        if (bit === 1) high = middle;
        else low = middle + 1;
        this.#model.update(bit);
        byte = (byte << 1) | bit;
        while ((low ^ high) >>> 24 === 0) {
          low = (low << 8) >>> 0;
          high = ((high << 8) | 255) >>> 0;
          value = ((value << 8) | (packed[at++] ?? 0)) >>> 0;
        }
      }
      bytes[i] = byte;
    }
    return bytes;
  }
}

/** Where the ones of a range end. */
function middleOf(low: number, high: number, p: number): number {
  return low + Math.floor(((high - low) * p) / 4096);
}
