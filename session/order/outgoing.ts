/**
 * The bytes for one client, as two replicas give them: the terminal's go out as they come, the backup's are compared with them. Whichever is
 * ahead, the difference is kept; so when the terminal is lost it is known what the client has had, and what it has yet to get.
 */
export class OutgoingBytes {
  /** Bytes that only the one that is ahead has given, oldest first. */
  #ahead: Uint8Array[] = [];
  #first = 0;
  /** Where the comparison stands in the first of them. */
  #at = 0;
  #bytes = 0;
  #terminalAhead = false;
  /** Bytes given to the client so far. */
  total = 0;

  /** By how many bytes the two are apart. */
  get gap(): number {
    return this.#bytes;
  }

  /** Bytes that the backup has given and the client has not had. */
  get undelivered(): number {
    return this.#terminalAhead ? 0 : this.#bytes;
  }

  /** The terminal's next bytes (owned), which go to the client now. False where they differ from the backup's. */
  fromTerminal(bytes: Uint8Array): boolean {
    this.total += bytes.length;
    return this.#take(bytes, true, false);
  }

  /** The backup's next bytes (borrowed) while a terminal is primary. False where they differ from the terminal's. */
  fromBackup(bytes: Uint8Array): boolean {
    return this.#take(bytes, false, true);
  }

  /**
   * The backup's next bytes (borrowed) while it is primary: what of them the client must get. The rest is what it has had already from a
   * terminal that is gone.
   */
  fromPrimary(bytes: Uint8Array): Uint8Array {
    let rest = bytes;
    if (this.#terminalAhead) {
      const drop = Math.min(rest.length, this.#bytes);
      this.#match(rest.subarray(0, drop));
      rest = rest.subarray(drop);
    }
    this.total += rest.length;
    return rest;
  }

  /** The terminal is lost: what the backup has given beyond what the client has had. It counts as delivered. */
  takeUndelivered(): Uint8Array[] {
    if (this.#terminalAhead || this.#bytes === 0) return [];
    const chunks = this.#ahead.slice(this.#first);
    chunks[0] = chunks[0]!.subarray(this.#at);
    this.total += this.#bytes;
    this.#clear();
    return chunks;
  }

  #clear(): void {
    this.#ahead = [];
    this.#first = 0;
    this.#at = 0;
    this.#bytes = 0;
  }

  #take(bytes: Uint8Array, fromTerminal: boolean, copy: boolean): boolean {
    let rest = bytes;
    let same = true;
    if (this.#bytes > 0 && this.#terminalAhead !== fromTerminal) {
      const matched = Math.min(rest.length, this.#bytes);
      same = this.#match(rest.subarray(0, matched));
      rest = rest.subarray(matched);
    }
    if (rest.length > 0) {
      this.#terminalAhead = fromTerminal;
      this.#ahead.push(copy ? rest.slice() : rest);
      this.#bytes += rest.length;
    }
    return same;
  }

  /** Compares with what is ahead, and drops that; `bytes` are not longer than it. */
  #match(bytes: Uint8Array): boolean {
    let same = true;
    let at = 0;
    while (at < bytes.length) {
      const chunk = this.#ahead[this.#first]!;
      const length = Math.min(chunk.length - this.#at, bytes.length - at);
      for (let i = 0; i < length; i++) if (chunk[this.#at + i] !== bytes[at + i]) same = false;
      at += length;
      this.#at += length;
      if (this.#at === chunk.length) {
        this.#at = 0;
        this.#first++;
      }
    }
    this.#bytes -= bytes.length;
    if (this.#bytes === 0) this.#clear();
    else if (this.#first > 32 && this.#first * 2 > this.#ahead.length) {
      this.#ahead = this.#ahead.slice(this.#first);
      this.#first = 0;
    }
    return same;
  }
}
