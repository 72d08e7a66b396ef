/**
 * Incremental parsing: a parser is a generator that yields how many bytes it needs next and gets exactly those.
 *
 * So a message reads from top to bottom as the protocol's text has it, and bytes may come in any pieces. What is needed at once is bounded
 * by whoever yields; nothing else is held back.
 */
import { RfbError } from './errors.ts';

/**
 * Yields a count (1 or more), is resumed with a plain Uint8Array of that many bytes, which stays valid. A count below 0 only looks: at all
 * the bytes at hand, -count of them at least, which are not used up.
 */
export type Parse<T> = Generator<number, T, Uint8Array>;

export function* take(count: number): Parse<Uint8Array> {
  return count === 0 ? new Uint8Array(0) : yield count;
}

export function* takeU8(): Parse<number> {
  return (yield 1)[0]!;
}

export function* takeU16(): Parse<number> {
  return u16(yield 2, 0);
}

export function* takeU32(): Parse<number> {
  return u32(yield 4, 0);
}

export function u16(bytes: Uint8Array, at: number): number {
  return (bytes[at]! << 8) | bytes[at + 1]!;
}

export function s16(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) << 16) >> 16;
}

export function s32(bytes: Uint8Array, at: number): number {
  return (u16(bytes, at) << 16) | u16(bytes, at + 2);
}

export function u32(bytes: Uint8Array, at: number): number {
  return s32(bytes, at) >>> 0;
}

/** ISO 8859-1, as RFB's older texts are. */
export function latin1(bytes: Uint8Array): string {
  const parts: string[] = [];
  for (let i = 0; i < bytes.length; i += 4096) parts.push(String.fromCharCode(...bytes.subarray(i, i + 4096)));
  return parts.join('');
}

/** Runs a parser over bytes that arrive in pieces. */
export class ByteParser {
  readonly #parser: Parse<void>;
  #chunks: Uint8Array[] = [];
  /** Bytes of the first chunk that are used up. */
  #used = 0;
  #have = 0;
  #need = 0;
  #done = false;

  constructor(parser: Parse<void>) {
    this.#parser = parser;
    this.#step(parser.next());
  }

  /** Bytes that have come and are not yet used. */
  get held(): number {
    return this.#have;
  }

  /**
   * @param bytes owned: they may be kept until the rest of their message has come.
   * @throws what the parser throws; it takes nothing more then.
   */
  receive(bytes: Uint8Array): void {
    if (this.#done || bytes.length === 0) return;
    // A subclass (Node's Buffer) is slow to cut.
    this.#chunks.push(
      bytes.constructor === Uint8Array ? bytes : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length),
    );
    this.#have += bytes.length;
    try {
      while (!this.#done && this.#have >= Math.abs(this.#need)) {
        this.#step(this.#parser.next(this.#need < 0 ? this.#look(-this.#need) : this.#cut(this.#need)));
      }
    } catch (error) {
      this.#done = true;
      this.#chunks = [];
      throw error;
    }
  }

  #step(result: IteratorResult<number, void>): void {
    this.#done = result.done === true;
    this.#need = result.done === true ? 0 : result.value;
  }

  #cut(count: number): Uint8Array {
    this.#have -= count;
    const first = this.#chunks[0]!;
    if (first.length - this.#used >= count) {
      const cut = first.subarray(this.#used, this.#used + count);
      this.#used += count;
      if (this.#used === first.length) this.#dropFirst();
      return cut;
    }
    const cut = new Uint8Array(count);
    let filled = 0;
    let index = 0;
    while (filled < count) {
      const chunk = this.#chunks[index]!;
      const piece = chunk.subarray(this.#used, this.#used + count - filled);
      cut.set(piece, filled);
      filled += piece.length;
      this.#used += piece.length;
      if (this.#used < chunk.length) break;
      this.#used = 0;
      index++;
    }
    this.#chunks.splice(0, index);
    return cut;
  }

  /** All that is in the first chunk, or in all of them where that is less than `count`. */
  #look(count: number): Uint8Array {
    const first = this.#chunks[0]!;
    if (first.length - this.#used >= count) return first.subarray(this.#used);
    const all = this.#cut(this.#have);
    this.#chunks = [all];
    this.#have = all.length;
    return all;
  }

  #dropFirst(): void {
    this.#chunks.shift();
    this.#used = 0;
  }
}

/**
 * Runs a parser over bytes that are all there.
 * @throws RfbError when they are too few or too many.
 */
export function parseWhole<T>(parser: Parse<T>, bytes: Uint8Array, what: string): T {
  let at = 0;
  let result = parser.next();
  while (result.done !== true) {
    const end = at + Math.abs(result.value);
    if (end > bytes.length) throw new RfbError(`${what} is cut short`);
    if (result.value < 0) result = parser.next(bytes.subarray(at));
    else {
      const piece = bytes.subarray(at, end);
      at = end;
      result = parser.next(piece);
    }
  }
  if (at !== bytes.length) throw new RfbError(`${what} has ${bytes.length - at} bytes too many`);
  return result.value;
}
