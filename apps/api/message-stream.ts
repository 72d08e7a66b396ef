import { serverMessageLength } from '../../xserver/protocol/framing.ts';

/** Cuts a server's byte stream into whole messages (after the set-up reply). */
export class MessageStream {
  readonly #littleEndian: boolean;
  #pending: Uint8Array = new Uint8Array(0);

  constructor(littleEndian: boolean) {
    this.#littleEndian = littleEndian;
  }

  /** The messages that these bytes complete; each owns its bytes. @throws XError Length for one beyond the protocol's caps. */
  push(bytes: Uint8Array): Uint8Array[] {
    const all = new Uint8Array(this.#pending.length + bytes.length);
    all.set(this.#pending);
    all.set(bytes, this.#pending.length);
    const messages: Uint8Array[] = [];
    let at = 0;
    for (;;) {
      const length = serverMessageLength(all, at, this.#littleEndian);
      if (length === undefined || at + length > all.length) break;
      messages.push(all.slice(at, at + length));
      at += length;
    }
    this.#pending = all.subarray(at);
    return messages;
  }
}
