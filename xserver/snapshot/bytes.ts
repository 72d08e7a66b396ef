/**
 * Bytes of the formats that we define ourselves: snapshots and log entries. Integers are varints (seven bits a byte, least significant
 * first, the high bit says that more follow), other numbers are 64-bit floats, little-endian.
 */

/** Writes into a buffer that grows. */
export class ByteWriter {
  length = 0;
  #bytes: Uint8Array;
  readonly #float = new Float64Array(1);
  readonly #floatBytes = new Uint8Array(this.#float.buffer);

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` more bytes and returns the buffer; the caller fills it from `length` on and adds to `length`. */
  reserve(count: number): Uint8Array {
    const needed = this.length + count;
    if (needed > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, this.length));
      this.#bytes = grown;
    }
    return this.#bytes;
  }

  u8(value: number): void {
    this.reserve(1)[this.length++] = value;
  }

  /** A whole number from 0 to 2^53 - 1. */
  varint(value: number): void {
    const bytes = this.reserve(8);
    let rest = value;
    while (rest > 0x7fffffff) {
      bytes[this.length++] = (rest % 128) | 0x80;
      rest = Math.floor(rest / 128);
    }
    while (rest > 0x7f) {
      bytes[this.length++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[this.length++] = rest;
  }

  float(value: number): void {
    this.#float[0] = value;
    this.bytes(this.#floatBytes);
  }

  bytes(values: Uint8Array): void {
    this.reserve(values.length).set(values, this.length);
    this.length += values.length;
  }

  /** One byte for each of the string's units, which must all be below 256. */
  latin1(text: string): void {
    const bytes = this.reserve(text.length);
    for (let i = 0; i < text.length; i++) bytes[this.length++] = text.charCodeAt(i);
  }

  /** Two bytes for each UTF-16 unit. */
  utf16(text: string): void {
    const bytes = this.reserve(text.length * 2);
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      bytes[this.length++] = unit & 0xff;
      bytes[this.length++] = unit >> 8;
    }
  }

  /** What was written, as an owned array of exactly that size. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}

/** True when each of the string's units fits in a byte. */
export function isLatin1(text: string): boolean {
  for (let i = 0; i < text.length; i++) if (text.charCodeAt(i) > 0xff) return false;
  return true;
}

/** Reads what ByteWriter wrote. Every method throws what `fail` throws where the bytes end early or make no sense. */
export class ByteReader {
  /** Borrowed. */
  readonly data: Uint8Array;
  offset: number;
  readonly #fail: (message: string) => never;
  readonly #float = new Float64Array(1);
  readonly #floatBytes = new Uint8Array(this.#float.buffer);

  constructor(data: Uint8Array, fail: (message: string) => never, offset = 0) {
    this.data = data;
    this.offset = offset;
    this.#fail = fail;
  }

  get remaining(): number {
    return this.data.length - this.offset;
  }

  fail(message: string): never {
    this.#fail(`${message} at byte ${this.offset}`);
  }

  u8(): number {
    const value = this.data[this.offset];
    if (value === undefined) this.fail('unexpected end');
    this.offset++;
    return value;
  }

  varint(): number {
    let value = 0;
    let scale = 1;
    for (let i = 0; i < 8; i++) {
      const byte = this.u8();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (value > Number.MAX_SAFE_INTEGER) break;
        return value;
      }
      scale *= 128;
    }
    this.fail('number too large');
  }

  /** A varint that counts things of at least `bytesEach` bytes that are still to come. */
  count(bytesEach = 1): number {
    const count = this.varint();
    if (count * bytesEach > this.remaining) this.fail(`${count} elements announced, but the bytes end`);
    return count;
  }

  float(): number {
    this.#floatBytes.set(this.bytes(8));
    return this.#float[0]!;
  }

  /** The next `count` bytes, borrowed. */
  bytes(count: number): Uint8Array {
    if (count > this.remaining) this.fail('unexpected end');
    const from = this.offset;
    this.offset += count;
    return this.data.subarray(from, this.offset);
  }

  latin1(length: number): string {
    return textOf(this.bytes(length));
  }

  utf16(length: number): string {
    const bytes = this.bytes(length * 2);
    const units = new Uint16Array(length);
    for (let i = 0; i < length; i++) units[i] = bytes[i * 2]! | (bytes[i * 2 + 1]! << 8);
    return textOf(units);
  }
}

function textOf(units: Uint8Array | Uint16Array): string {
  let text = '';
  // In pieces: the arguments of one call are limited by the stack.
  for (let from = 0; from < units.length; from += 4096)
    text += String.fromCharCode(...units.subarray(from, from + 4096));
  return text;
}
