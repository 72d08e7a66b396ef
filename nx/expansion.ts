/** How much a stream may say in few bytes: a short one must not fill the terminal's memory. */
import { EXPANSION_ALLOWANCE, MAX_EXPANSION } from './limits.ts';

export class Expansion {
  readonly #allowance: number;
  readonly #most: number;
  /** Bytes of entries, and of the stream. */
  entries = 0;
  stream = 0;

  constructor(allowance: number = EXPANSION_ALLOWANCE, most: number = MAX_EXPANSION) {
    this.#allowance = allowance;
    this.#most = most;
  }

  /** More was said than so many bytes may say. */
  get isExceeded(): boolean {
    return this.entries > this.#allowance + this.stream * this.#most;
  }

  /** Soon more will have been said than may be: the encoder stays this far below. */
  get isNear(): boolean {
    return this.entries > (this.#allowance + this.stream * this.#most) / 2;
  }
}
