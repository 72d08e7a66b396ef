import { ThincError } from './thinc-error.ts';

const FIRST_BYTES = 256;

/** Bytes that grow. Unsigned numbers take 7 bits a byte, least significant first; signed ones are zigzagged into unsigned ones. */
export class ByteWriter {
  #bytes = new Uint8Array(FIRST_BYTES);
  length = 0;

  #room(count: number): void {
    if (this.length + count <= this.#bytes.length) return;
    const larger = new Uint8Array(Math.max(this.length + count, this.#bytes.length * 2));
    larger.set(this.#bytes.subarray(0, this.length));
    this.#bytes = larger;
  }

  byte(value: number): void {
    this.#room(1);
    this.#bytes[this.length++] = value;
  }

  /** 0 to 2^32 - 1. */
  unsigned(value: number): void {
    this.#room(5);
    let rest = value >>> 0;
    while (rest > 0x7f) {
      this.#bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.length++] = rest;
  }

  /** -2^31 to 2^31 - 1. */
  signed(value: number): void {
    this.unsigned((value << 1) ^ (value >> 31));
  }

  bytes(bytes: Uint8Array): void {
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** The bytes so far (owned by the caller); the writer begins anew. */
  finish(): Uint8Array {
    const bytes = this.#bytes.slice(0, this.length);
    this.length = 0;
    return bytes;
  }
}

/** Reads what a ByteWriter wrote. All methods throw ThincError past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  byte(): number {
    const value = this.#bytes[this.#at];
    if (value === undefined) throw new ThincError('a command ends early');
    this.#at++;
    return value;
  }

  unsigned(): number {
    let value = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = this.byte();
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
    throw new ThincError('a number has more than 5 bytes');
  }

  signed(): number {
    const value = this.unsigned();
    return (value >>> 1) ^ -(value & 1);
  }

  /** An unsigned number of at most `maximum`; `what` names it in the error. */
  atMost(maximum: number, what: string): number {
    const value = this.unsigned();
    if (value > maximum) throw new ThincError(`${what} is ${value}, more than ${maximum}`);
    return value;
  }

  /** The next bytes, borrowed. */
  bytes(count: number): Uint8Array {
    if (count > this.left) throw new ThincError('a command ends early');
    const bytes = this.#bytes.subarray(this.#at, this.#at + count);
    this.#at += count;
    return bytes;
  }
}
