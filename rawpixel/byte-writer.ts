/** Gathers bytes; numbers are big-endian, as RFB has them. */
export class ByteWriter {
  #bytes: Uint8Array;
  length = 0;

  constructor(capacity = 1024) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Makes room for `count` bytes, to be written at the offset that is returned. */
  reserve(count: number): number {
    const at = this.length;
    this.length += count;
    if (this.length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.length, this.#bytes.length * 2));
      grown.set(this.#bytes.subarray(0, at));
      this.#bytes = grown;
    }
    return at;
  }

  /** The bytes so far and room behind them; valid until the next `reserve`. */
  get buffer(): Uint8Array {
    return this.#bytes;
  }

  u8(value: number): void {
    const at = this.reserve(1);
    this.#bytes[at] = value;
  }

  u16(value: number): void {
    const at = this.reserve(2);
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value;
  }

  u32(value: number): void {
    this.setU32(this.reserve(4), value);
  }

  setU16(at: number, value: number): void {
    this.#bytes[at] = value >> 8;
    this.#bytes[at + 1] = value;
  }

  setU32(at: number, value: number): void {
    this.setU16(at, value >>> 16);
    this.setU16(at + 2, value);
  }

  bytes(bytes: ArrayLike<number>): void {
    const at = this.reserve(bytes.length);
    this.#bytes.set(bytes, at);
  }

  /** ISO 8859-1; other characters become "?". */
  latin1(text: string): void {
    for (const character of text) {
      const code = character.codePointAt(0)!;
      this.u8(code < 256 ? code : 0x3f);
    }
  }

  /** A copy of what has been written. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.length);
  }
}
