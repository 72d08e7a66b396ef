/** How long a session lives on without terminals. */
import type { LeaseStats } from './session-messages.ts';

/** setTimeout takes 31 bits. */
const LONGEST_TIMER_MS = 0x7fffffff;

export class Lease {
  readonly #duration: number;
  readonly #expired: () => void;
  #timer: NodeJS.Timeout | undefined;
  /** When it is over; undefined while there are terminals. */
  #end: number | undefined;

  /** Begins without terminals. `expired` is called once none has been there for `duration` ms. */
  constructor(duration: number, expired: () => void) {
    this.#duration = duration;
    this.#expired = expired;
    this.update(false);
  }

  /** Whether terminals are attached. */
  update(attached: boolean): void {
    if (attached === (this.#end === undefined)) return;
    clearTimeout(this.#timer);
    this.#end = attached ? undefined : performance.now() + this.#duration;
    this.#wait();
  }

  get stats(): LeaseStats {
    const left = this.#end === undefined ? undefined : Math.max(0, this.#end - performance.now()) / 1000;
    return { seconds: this.#duration / 1000, left };
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#end = undefined;
  }

  #wait(): void {
    if (this.#end === undefined) return;
    const left = this.#end - performance.now();
    if (left <= 0) {
      this.#end = undefined;
      this.#expired();
      return;
    }
    this.#timer = setTimeout(() => this.#wait(), Math.min(Math.ceil(left), LONGEST_TIMER_MS));
  }
}
