/**
 * Strings, properties and everything without a description, byte by byte: what follows the last bytes, what stood at this place in the request
 * that this one is like, and what followed the longest run of bytes that was there before.
 */
import type { History } from './history.ts';
import { mix, type Predictor } from './predictor.ts';

/** A run of this length that went on as before will do so for long: whole blocks are then coded at once. */
const SURE_MATCH = 24;
const BLOCK = 32;
const MIN_MATCH = 4;
const POSITION_MASK = 0x3fffffff;

export interface ByteContext {
  /** What kind of bytes these are. */
  readonly kind: number;
  /** Where a payload stands in the history that this one may be like, or -1, and its length. */
  readonly like: number;
  readonly likeLength: number;
  /** Bytes of a row of pixels, or 0 where these are none. */
  readonly stride: number;
  /** Something else that short payloads may follow from, or 0. */
  readonly hint: number;
  /** Tables of numbers: what stands some bytes before counts more than where it is. */
  readonly isTable: boolean;
}

/** Payloads up to this length may follow from the hint. */
const HINTED_BYTES = 8;

export class ByteModel {
  readonly #predictor: Predictor;
  readonly #history: History;
  /** Where in the history the next byte may stand; behind `matched` bytes that were right. */
  #match = 0;
  readonly #salt: number;
  #matched = 0;
  readonly #blockBytes = new Uint8Array(BLOCK);
  #saved = { match: 0, matched: 0 };

  /** `salt` keeps apart what several models note in the same memory. */
  constructor(predictor: Predictor, history: History, salt: number) {
    this.#salt = salt;
    this.#predictor = predictor;
    this.#history = history;
  }

  checkpoint(): void {
    this.#saved.match = this.#match;
    this.#saved.matched = this.#matched;
  }

  rollback(): void {
    this.#match = this.#saved.match;
    this.#matched = this.#saved.matched;
  }

  begin(context: ByteContext): void {
    this.#matched = context.like >= 0 ? 1 : 0;
    this.#match = context.like;
  }

  /** Codes bytes[from..to), which stand `place` bytes into their payload, and puts them into the history. */
  code(context: ByteContext, bytes: Uint8Array, from: number, to: number, place: number): void {
    const predictor = this.#predictor;
    const history = this.#history;
    let at = from;
    while (at < to) {
      if (this.#matched >= SURE_MATCH && to - at >= BLOCK && this.#block(bytes, at)) {
        at += BLOCK;
        continue;
      }
      bytes[at] = this.#byte(context, bytes[at]!, place + at - from, to - at);
      history.push(bytes[at]!);
      this.#advance(bytes[at]!);
      at++;
    }
    predictor.count = 0;
  }

  #block(bytes: Uint8Array, at: number): boolean {
    const predictor = this.#predictor;
    const history = this.#history;
    if (!history.has(this.#match)) return false;
    // Nearer than a block: what repeats is shorter.
    const period = history.end - this.#match;
    for (let i = 0; i < BLOCK; i++) this.#blockBytes[i] = history.at(this.#match + (i % period));
    const { contexts } = predictor;
    contexts[0] = mix(0xb10c, Math.min(this.#matched >> 5, 15));
    contexts[1] = mix(0xb10d, 0);
    predictor.count = 2;
    predictor.select(1);
    const same = predictor.encoding && this.#blockBytes.every((byte, i) => byte === bytes[at + i]) ? 1 : 0;
    if (predictor.bit(0, same) === 0) {
      this.#matched = SURE_MATCH - 8;
      return false;
    }
    bytes.set(this.#blockBytes, at);
    for (let i = 0; i < BLOCK; i++) history.push(bytes[at + i]!);
    this.#match += BLOCK;
    this.#matched += BLOCK;
    return true;
  }

  #byte(context: ByteContext, value: number, place: number, left: number): number {
    const predictor = this.#predictor;
    const history = this.#history;
    const { contexts } = predictor;
    const { end } = history;
    const before = place > 0 ? history.at(end - 1) : 256;
    const second = place > 1 ? history.at(end - 2) : 256;
    const third = place > 2 ? history.at(end - 3) : 256;
    const order1 = mix(0x1001, before);
    const order2 = mix(order1, second);
    const order3 = mix(order2, third);
    const like = context.like >= 0 && place < context.likeLength ? history.at(context.like + place) : -1;
    let expected = -1;
    if (this.#matched > 0 && history.has(this.#match) && this.#match < end) expected = history.at(this.#match);
    contexts[0] = mix(order1, context.kind);
    contexts[1] = mix(order2, context.kind);
    contexts[2] = order3;
    contexts[3] = mix(mix(order3, place > 3 ? history.at(end - 4) : 256), place > 4 ? history.at(end - 5) : 256);
    contexts[4] = mix(mix(0x3a7c4, expected), Math.min(this.#matched, 24));
    if (context.stride > 0) {
      const west = place > 3 ? history.at(end - 4) : 256;
      const north = place >= context.stride ? history.at(end - context.stride) : 256;
      const northEast = context.stride > 4 && place >= context.stride ? history.at(end - context.stride + 4) : 256;
      contexts[5] = mix(mix(mix(0x9e5, place & 3), west), north);
      contexts[6] = mix(mix(mix(mix(0x9e6, place & 3), north), northEast), before);
    } else if (context.isTable) {
      const fourth = place > 3 ? history.at(end - 4) : 256;
      contexts[5] = mix(mix(mix(0x9e2, place & 3), fourth), place > 7 ? history.at(end - 8) : 256);
      contexts[6] = mix(mix(mix(0x9e3, place & 3), fourth), before);
    } else {
      contexts[5] = mix(mix(mix(0x9e0, context.kind), Math.min(place, 255)), like);
      contexts[6] = mix(mix(mix(0x9e1, context.kind), Math.min(left, 20)), place & 3);
    }
    predictor.count = 7;
    if (context.hint !== 0 && place + left <= HINTED_BYTES) {
      contexts[7] = mix(mix(mix(0x9e4, context.kind), context.hint), place);
      predictor.count = 8;
    }
    predictor.select(2 + (expected < 0 ? 0 : Math.min(3, 1 + (this.#matched >> 3))));
    return predictor.byte(value, expected, Math.min(this.#matched, 31));
  }

  #advance(byte: number): void {
    const history = this.#history;
    const predictor = this.#predictor;
    const { end } = history;
    if (this.#matched > 0 && history.at(this.#match) === byte) {
      this.#matched++;
      this.#match++;
    } else {
      this.#matched = 0;
    }
    if (end < MIN_MATCH) return;
    let hash = this.#salt;
    for (let i = 1; i <= MIN_MATCH; i++) hash = mix(hash, history.at(end - i));
    if (this.#matched === 0) {
      const found = end - ((end - predictor.lastPosition(hash)) & POSITION_MASK);
      if (found > 0 && found < end && history.has(found)) {
        let length = 0;
        while (length < 20 && found - length > 0 && history.at(found - 1 - length) === history.at(end - 1 - length))
          length++;
        if (length >= MIN_MATCH) {
          this.#match = found;
          this.#matched = length;
        }
      }
    }
    predictor.setLastPosition(hash, end & POSITION_MASK);
  }
}
