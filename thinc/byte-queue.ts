/** Bytes that go in by the piece and out by the count. */
export class ByteQueue {
  #pieces: Uint8Array[] = [];
  /** Bytes of the first piece that are out already. */
  #taken = 0;
  length = 0;

  /** Takes bytes in (owned). */
  push(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.length += bytes.length;
  }

  /** The next bytes, at most `maximum` (owned by the caller); undefined when there are none. */
  take(maximum: number): Uint8Array | undefined {
    const length = Math.min(maximum, this.length);
    if (length === 0) return undefined;
    const first = this.#pieces[0]!;
    if (this.#taken === 0 && first.length === length) {
      this.#pieces.shift();
      this.length = this.length - length;
      return first;
    }
    const out = new Uint8Array(length);
    let at = 0;
    while (at < length) {
      const piece = this.#pieces[0]!;
      const part = piece.subarray(this.#taken, this.#taken + length - at);
      out.set(part, at);
      at += part.length;
      this.#taken += part.length;
      if (this.#taken < piece.length) continue;
      this.#pieces.shift();
      this.#taken = 0;
    }
    this.length -= length;
    return out;
  }
}
