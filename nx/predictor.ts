/**
 * What the next bit is likely to be: several contexts each have a counter, and a small mixer, trained as it goes, weighs what they say
 * (logistic mixing). Integers only, so that both ends agree bit for bit on every engine.
 *
 * All that changes while a unit of the stream is coded stands in one array, `memory`, and the decoder notes every change: a unit
 * that turns out to be cut off is taken back.
 */
import type { BitPort } from './bit-port.ts';

const COUNTER_BITS = 17;
/** Sixteens of counters: a check and fifteen nodes of a tree. */
const TREE_BITS = 17;
const COUNTER_MASK = (1 << COUNTER_BITS) - 1;
const TREE_MASK = (1 << TREE_BITS) - 1;
const MATCH_BITS = 17;
const SCRATCH_BITS = 15;
const WEIGHT_SETS = 128;
export const MAX_CONTEXTS = 10;

const TREE_BASE = 1 << COUNTER_BITS;
const MATCH_BASE = TREE_BASE + (16 << TREE_BITS);
const SCRATCH_BASE = MATCH_BASE + (1 << MATCH_BITS);
const WEIGHT_BASE = SCRATCH_BASE + (1 << SCRATCH_BITS);
const EXPECTED_BASE = WEIGHT_BASE + WEIGHT_SETS * 8 * MAX_CONTEXTS;
const MEMORY_WORDS = EXPECTED_BASE + 64;

/** A weight of one; stored less the weight that all begin with. */
const ONE = 16384;
const FIRST_WEIGHT = 5800;
const MAX_WEIGHT = 4 * ONE;
/** Logits are in 256ths, from -11 to 11. */
const MAX_LOGIT = 2815;

/** Counts beyond this say nothing more: old observations fade. */
const COUNT_LIMIT = 40;

/** exp(i / 256) for i = 0..: by multiplication, which is exact enough and the same everywhere. */
function exponentials(count: number): Float64Array {
  const step = 1.003913889338348;
  const table = new Float64Array(count);
  let value = 1;
  for (let i = 0; i < count; i++) {
    table[i] = value;
    value *= step;
  }
  return table;
}

/** Probability (of 65536) by logit + MAX_LOGIT. */
const squash = new Uint16Array(2 * MAX_LOGIT + 1);
/** Logit by probability (of 4096). */
const stretch = new Int16Array(4096);
/** How far a counter moves at its n-th observation, of 32768. */
const rates = new Int32Array(64);

{
  const exponential = exponentials(MAX_LOGIT + 1);
  for (let i = 0; i <= MAX_LOGIT; i++) {
    const high = Math.floor((65536 * exponential[i]!) / (1 + exponential[i]!));
    squash[MAX_LOGIT + i] = Math.min(65535, high);
    squash[MAX_LOGIT - i] = 65536 - Math.min(65535, high);
  }
  let logit = -MAX_LOGIT;
  for (let i = 0; i < 4096; i++) {
    while (logit < MAX_LOGIT && squash[logit + MAX_LOGIT]! < i * 16 + 8) logit++;
    stretch[i] = logit;
  }
  for (let n = 0; n < 64; n++) rates[n] = Math.floor(32768 / (n + 1.5));
}

/** Mixes a number into a hash. */
export function mix(hash: number, value: number): number {
  const mixed = Math.imul(hash ^ value, 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 15)) | 0;
}

export class Predictor {
  readonly memory: Int32Array = new Int32Array(MEMORY_WORDS);
  readonly contexts: Int32Array = new Int32Array(MAX_CONTEXTS);
  /** How many of the contexts count. */
  count = 0;
  /** Bits of information, by what they were spent on; for measuring. */
  meter: ((bits: number, set: number) => void) | undefined;
  readonly #port: BitPort;
  readonly #slots = new Int32Array(MAX_CONTEXTS);
  readonly #values = new Int32Array(MAX_CONTEXTS);
  readonly #inputs = new Int32Array(MAX_CONTEXTS);
  readonly #bases = new Int32Array(MAX_CONTEXTS);
  #weights = 0;
  #journal: Int32Array;
  #noted = 0;

  constructor(port: BitPort) {
    this.#port = port;
    this.#journal = new Int32Array(port.encoding ? 0 : 8192);
  }

  get encoding(): boolean {
    return this.#port.encoding;
  }

  /** Which weights the following bits are mixed with. */
  select(set: number): void {
    this.#weights = WEIGHT_BASE + (set & (WEIGHT_SETS - 1)) * 8 * MAX_CONTEXTS;
  }

  #write(at: number, value: number): void {
    if (!this.#port.encoding) {
      if (this.#noted + 2 > this.#journal.length) {
        const grown = new Int32Array(this.#journal.length * 2);
        grown.set(this.#journal);
        this.#journal = grown;
      }
      this.#journal[this.#noted++] = at;
      this.#journal[this.#noted++] = this.memory[at]!;
    }
    this.memory[at] = value;
  }

  /** What was changed so far stays. */
  commit(): void {
    this.#noted = 0;
  }

  /** Takes back what was changed since the last commit. */
  rollback(): void {
    const { memory } = this;
    while (this.#noted > 0) {
      this.#noted -= 2;
      memory[this.#journal[this.#noted]!] = this.#journal[this.#noted + 1]!;
    }
  }

  /** Small facts by hash: what shares a place with another is a worse prediction, no more. */
  note(hash: number): number {
    return this.memory[SCRATCH_BASE + (hash & ((1 << SCRATCH_BITS) - 1))]!;
  }

  setNote(hash: number, value: number): void {
    this.#write(SCRATCH_BASE + (hash & ((1 << SCRATCH_BITS) - 1)), value);
  }

  /** Where in the history the bytes of this hash were last. */
  lastPosition(hash: number): number {
    return this.memory[MATCH_BASE + (hash & ((1 << MATCH_BITS) - 1))]!;
  }

  setLastPosition(hash: number, position: number): void {
    this.#write(MATCH_BASE + (hash & ((1 << MATCH_BITS) - 1)), position);
  }

  /** Codes one bit in the contexts set; `node` tells apart the bits of one symbol. */
  bit(node: number, bit: number): number {
    const { memory, contexts, count } = this;
    const slots = this.#slots;
    const values = this.#values;
    const nodeHash = Math.imul(node + 1, 0x9e3779b1);
    for (let i = 0; i < count; i++) {
      const hash = scatter((contexts[i]! + i) ^ nodeHash);
      const slot = hash & COUNTER_MASK;
      const tag = hash >>> 24;
      const value = memory[slot]!;
      slots[i] = slot;
      values[i] = ((value >> 6) & 0xff) === tag ? value : tag << 6;
    }
    return this.#code(bit, count);
  }

  /** Finds the counters of up to four bits of a symbol: 15 beside one another for each context. */
  #open(node: number): void {
    const { memory, contexts, count } = this;
    const bases = this.#bases;
    const nodeHash = Math.imul(node + 1, 0x9e3779b1);
    for (let i = 0; i < count; i++) {
      const hash = scatter((contexts[i]! + i) ^ nodeHash);
      const base = TREE_BASE + ((hash & TREE_MASK) << 4);
      bases[i] = base;
      // Others' counters would mislead.
      if (memory[base] !== hash) {
        this.#write(base, hash);
        for (let j = 1; j < 16; j++) if (memory[base + j] !== 0) this.#write(base + j, 0);
      }
    }
  }

  /** One bit of an open symbol. */
  #openBit(node: number, bit: number): number {
    const { memory, count } = this;
    const slots = this.#slots;
    const values = this.#values;
    const bases = this.#bases;
    for (let i = 0; i < count; i++) {
      const slot = bases[i]! + node;
      slots[i] = slot;
      values[i] = memory[slot]!;
    }
    return this.#code(bit, count);
  }

  /** Codes a bit with what the counters in #values say, and lets them and the mixer learn from it. */
  #code(bit: number, count: number): number {
    const { memory } = this;
    const slots = this.#slots;
    const values = this.#values;
    const inputs = this.#inputs;
    // Which weights are right hangs on which contexts are old acquaintances.
    let known = (values[0]! & 63) > 3 ? 4 : 0;
    if (count > 1 && (values[1]! & 63) > 1) known |= 1;
    if (count > 2 && (values[2]! & 63) > 1) known |= 2;
    const weights = this.#weights + known * MAX_CONTEXTS;
    let dot = 0;
    for (let i = 0; i < count; i++) {
      const logit = stretch[(values[i]! >> 18) + 2048]!;
      inputs[i] = logit;
      dot += (memory[weights + i]! + FIRST_WEIGHT) * logit;
    }
    const logit = Math.max(-MAX_LOGIT, Math.min(MAX_LOGIT, dot >> 14));
    const one = squash[logit + MAX_LOGIT]!;
    const zero = Math.max(1, Math.min(32767, (65536 - one) >> 1));
    const coded = this.#port.code(zero, bit);
    if (this.meter !== undefined) {
      this.meter(
        -Math.log2((coded === 0 ? zero : 32768 - zero) / 32768),
        Math.floor((weights - WEIGHT_BASE) / (8 * MAX_CONTEXTS)),
      );
    }
    const error = (coded << 16) - one;
    for (let i = 0; i < count; i++) {
      const change = (inputs[i]! * error + 0x8000) >> 15;
      if (change !== 0) {
        const weight = memory[weights + i]! + change;
        this.#write(weights + i, Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, weight)));
      }
      const value = values[i]!;
      const seen = value & 63;
      const old = (value >> 14) + 32768;
      const moved = old + ((((coded << 16) - coded - old) * rates[seen]!) >> 15);
      this.#write(slots[i]!, ((moved - 32768) << 14) | (value & 0x3fc0) | (seen < COUNT_LIMIT ? seen + 1 : seen));
    }
    return coded;
  }

  /** A number of `bits` bits, most significant first. */
  tree(bits: number, value: number, node = 1): number {
    let result = 0;
    for (let left = bits; left > 0;) {
      const part = Math.min(left, 4);
      this.#open(node * 1024 + left * 64 + result);
      let prefix = 1;
      for (let shift = left - 1; shift >= left - part; shift--) {
        prefix = (prefix << 1) | this.#openBit(prefix, (value >>> shift) & 1);
      }
      result = (result << part) | (prefix - (1 << part));
      left -= part;
    }
    return result;
  }

  /**
   * A byte that is expected to be `expected` (-1: nothing is), after `sure` (0 to 31) others that were as expected. How often such
   * expectations are right counts for all bytes alike.
   */
  byte(value: number, expected: number, sure: number): number {
    const { memory, count } = this;
    const slots = this.#slots;
    const values = this.#values;
    const bases = this.#bases;
    let result = 1;
    for (let shift = 7; shift >= 0; shift--) {
      if (shift === 7 || shift === 3) this.#open(1024 + (shift === 3 ? 64 + result : 0));
      const node = shift > 3 ? result : (1 << (3 - shift)) | (result & ((1 << (3 - shift)) - 1));
      for (let i = 0; i < count; i++) {
        const slot = bases[i]! + node;
        slots[i] = slot;
        values[i] = memory[slot]!;
      }
      let inputs = count;
      if (expected >= 0 && (expected | 256) >> (shift + 1) === result) {
        const slot = EXPECTED_BASE + (sure & 31) * 2 + ((expected >> shift) & 1);
        slots[count] = slot;
        values[count] = memory[slot]!;
        inputs++;
      }
      result = (result << 1) | this.#code((value >>> shift) & 1, inputs);
    }
    return result & 0xff;
  }

  /** A whole number from 0 to 2^32 - 1: how long it is, then its bits. */
  number(value: number): number {
    const length = this.tree(6, 32 - Math.clz32(value), 2);
    if (length < 2) return length;
    let left = length - 1;
    const part = Math.min(left, 4);
    this.#open(4096 * 1024 + length);
    let result = 1;
    for (let i = 0; i < part; i++) {
      left--;
      result = (result << 1) | this.#openBit(result, (value >>> left) & 1);
    }
    while (left > 0) {
      left--;
      result = result * 2 + this.bit(1024 + length * 64 + left, (value >>> left) & 1);
    }
    return result > 0xffffffff ? 0xffffffff : result;
  }

  /** A whole number of either sign, within 32 bits. */
  signed(value: number): number {
    const folded = this.number(value < 0 ? (-(value + 1) * 2 + 1) >>> 0 : (value * 2) >>> 0);
    return (folded & 1) === 0 ? folded >>> 1 : -(folded >>> 1) - 1;
  }
}

function scatter(value: number): number {
  let hash = Math.imul(value, 0x2c1b3c6d);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x297a2d39);
  return hash ^ (hash >>> 15);
}
