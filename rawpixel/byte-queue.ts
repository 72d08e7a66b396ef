/** Bytes on their way out: put in in pieces, taken out in pieces of other sizes. */
export class ByteQueue {
  #pieces: Uint8Array[] = [];
  /** Bytes of the first piece that have been taken. */
  #used = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** @param bytes owned. */
  push(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.push(bytes);
    this.#length += bytes.length;
  }

  /** The next bytes, at most `maximum`; undefined when there are none. */
  take(maximum: number): Uint8Array | undefined {
    const length = Math.min(maximum, this.#length);
    if (length === 0) return undefined;
    const first = this.#pieces[0]!;
    if (this.#used === 0 && first.length === length) {
      this.#pieces.shift();
      this.#length -= length;
      return first;
    }
    const bytes = new Uint8Array(length);
    let filled = 0;
    let whole = 0;
    while (filled < length) {
      const piece = this.#pieces[whole]!;
      const part = piece.subarray(this.#used, this.#used + length - filled);
      bytes.set(part, filled);
      filled += part.length;
      this.#used += part.length;
      if (this.#used < piece.length) break;
      this.#used = 0;
      whole++;
    }
    this.#pieces.splice(0, whole);
    this.#length -= length;
    return bytes;
  }

  clear(): void {
    this.#pieces = [];
    this.#used = 0;
    this.#length = 0;
  }
}
