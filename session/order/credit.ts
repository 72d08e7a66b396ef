/**
 * How far a client may go ahead: what it has written and the core has not carried out is bounded, and so is what it has been sent and not
 * read. A client out of credit isn't read from: it blocks on its socket, as with any X server.
 */
import { CLIENT_BACKLOG_BYTES, CLIENT_WINDOW_BYTES, MAX_CLIENT_BACKLOG_BYTES } from '../limits.ts';

export class ClientCredit {
  #unconsumed = 0;
  #partial = 0;
  #backlog = 0;

  /** Bytes of whole requests that wait to be carried out. */
  get unconsumed(): number {
    return this.#unconsumed;
  }

  /** Bytes of requests have come in; `partial` are those of a large request whose end is still to come. */
  received(bytes: number, partial: number): void {
    this.#unconsumed += bytes;
    this.#partial = partial;
  }

  /** Requests of so many bytes have been carried out. */
  consumed(bytes: number): void {
    this.#unconsumed = Math.max(0, this.#unconsumed - bytes);
  }

  /** Bytes have been given for the client; `backlog` will tell when its socket has taken them. */
  sent(bytes: number): void {
    this.#backlog += bytes;
  }

  /** Bytes for the client that its socket has not taken yet. */
  backlog(bytes: number): void {
    this.#backlog = bytes;
  }

  /** Its socket may be read. A request larger than the window is read to its end. */
  get mayRead(): boolean {
    return this.mayServe && this.#unconsumed - this.#partial < CLIENT_WINDOW_BYTES;
  }

  /** Its requests may be carried out: it reads what it is sent. */
  get mayServe(): boolean {
    return this.#backlog <= CLIENT_BACKLOG_BYTES;
  }

  /** It has not read for so long that it must go. */
  get exhausted(): boolean {
    return this.#backlog > MAX_CLIENT_BACKLOG_BYTES;
  }
}
