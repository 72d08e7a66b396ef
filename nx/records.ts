/**
 * The last requests, as numbers: what the fields of the next one are predicted from. Which of them the next one will be like is told by
 * what came before it: the sequences of kinds that each client has sent are remembered, the longest that fits counts.
 */
import { MAX_RECORDS } from './limits.ts';
import { mix } from './predictor.ts';
import { RECORD_VALUES } from './request-shape.ts';

const MASK = MAX_RECORDS - 1;
const SEQUENCE_BITS = 15;
const SEQUENCE_MASK = (1 << SEQUENCE_BITS) - 1;
/** How many kinds before the next one are looked at, the longest first. */
export const ORDERS = [8, 5, 3, 2, 1] as const;
const MAX_CONFIDENCE = 15;

export const NO_RECORD = -1;

export class Records {
  readonly values: Int32Array = new Int32Array(MAX_RECORDS * RECORD_VALUES);
  /** Where the rest of a request stands in the history, and its length. */
  readonly restStart: Float64Array = new Float64Array(MAX_RECORDS);
  readonly restLength: Int32Array = new Int32Array(MAX_RECORDS);
  readonly kind: Int32Array = new Int32Array(MAX_RECORDS);
  readonly client: Int32Array = new Int32Array(MAX_RECORDS);
  /** Where the pointer was. */
  readonly pointerX: Int32Array = new Int32Array(MAX_RECORDS);
  readonly pointerY: Int32Array = new Int32Array(MAX_RECORDS);
  readonly pointer: { x: number; y: number } = { x: 0, y: 0 };
  count = 0;
  readonly #sequences = new Int32Array(1 << SEQUENCE_BITS).fill(NO_RECORD);
  readonly #checks = new Int32Array(1 << SEQUENCE_BITS);
  readonly #confidence = new Uint8Array(1 << SEQUENCE_BITS);

  /** A record is remembered until MAX_RECORDS later ones have come. */
  has(record: number): boolean {
    return record >= 0 && this.count - record <= MAX_RECORDS;
  }

  place(record: number): number {
    return record & MASK;
  }

  value(record: number, i: number): number {
    return this.values[(record & MASK) * RECORD_VALUES + i]!;
  }

  add(kind: number, client: number, values: Int32Array, restStart: number, restLength: number): number {
    const record = this.count++;
    const at = record & MASK;
    this.values.set(values, at * RECORD_VALUES);
    this.kind[at] = kind;
    this.client[at] = client;
    this.pointerX[at] = this.pointer.x;
    this.pointerY[at] = this.pointer.y;
    this.restStart[at] = restStart;
    this.restLength[at] = restLength;
    return record;
  }

  /** The record that followed a sequence of kinds the last time, or NO_RECORD. */
  after(sequence: number): number {
    const at = sequence & SEQUENCE_MASK;
    const record = this.#sequences[at]!;
    return this.#checks[at] === sequence && this.has(record) ? record : NO_RECORD;
  }

  /** How often in a row a sequence has told the next kind rightly, up to 15. */
  confidence(sequence: number): number {
    return this.#confidence[sequence & SEQUENCE_MASK]!;
  }

  follow(sequence: number, record: number): void {
    const at = sequence & SEQUENCE_MASK;
    const before = this.after(sequence);
    if (before === NO_RECORD) this.#confidence[at] = 0;
    else if (this.kind[before & MASK] !== this.kind[record & MASK]) this.#confidence[at] = 0;
    else if (this.#confidence[at]! < MAX_CONFIDENCE) this.#confidence[at]!++;
    this.#sequences[at] = record;
    this.#checks[at] = sequence;
  }
}

/** The kinds that a client has sent last. */
export class KindSequence {
  readonly #salt: number;
  readonly #kinds: number[] = Array.from({ length: ORDERS[0] }, () => -1);
  /** By order: ORDERS. */
  readonly hashes: Int32Array = new Int32Array(ORDERS.length);

  constructor(salt: number) {
    this.#salt = salt;
    this.#hash();
  }

  get last(): number {
    return this.#kinds[0]!;
  }

  push(kind: number): void {
    this.#kinds.pop();
    this.#kinds.unshift(kind);
    this.#hash();
  }

  #hash(): void {
    let hash = mix(0x5eed, this.#salt);
    let order = ORDERS.length - 1;
    for (let i = 0; i < ORDERS[0]; i++) {
      hash = mix(hash, this.#kinds[i]! + 7);
      if (ORDERS[order] === i + 1) this.hashes[order--] = hash;
    }
  }
}
