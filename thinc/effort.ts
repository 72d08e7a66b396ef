/**
 * A share of the processor: what looks at drawing spends of it, and where nothing is left drawing is left to RAW, unlooked at, so that the programs
 * are never held up for long. It comes back with time. Costs are estimates in about nanoseconds, not measured: so the same drawing at the
 * same times gives the same commands, on a busy machine too.
 */
export class Effort {
  readonly #perMillisecond: number;
  readonly #most: number;
  #left: number;
  #time = -Infinity;

  /** Spent once, it stays so until this is left again: to and fro would cost more than either. */
  readonly #enough: number;
  #resting = false;

  /** `share`: of one processor. `burst`: so many ms of it may be spent at once. `enough`: what part of them ends a rest. */
  constructor(share: number, burst: number, enough = 0) {
    this.#perMillisecond = share * 1e6;
    this.#most = burst * 1e6;
    this.#left = this.#most;
    this.#enough = this.#most * enough;
  }

  /** It is so late, in ms. Time does not go back. `times`: since last time the share was so many times as large. */
  setTime(now: number, times = 1): void {
    if (now <= this.#time) return;
    if (this.#time !== -Infinity)
      this.#left = Math.min(this.#most, this.#left + (now - this.#time) * this.#perMillisecond * times);
    this.#time = now;
    if (this.#left >= this.#enough) this.#resting = false;
  }

  spend(nanoseconds: number): void {
    this.#left -= nanoseconds;
    if (this.#left < 0) this.#resting = true;
  }

  get isSpent(): boolean {
    return this.#resting;
  }

  /** More than half of what may be spent at once is gone. */
  get isLow(): boolean {
    return this.#left < this.#most / 2;
  }

  /** ms until something is left. */
  get wait(): number {
    return this.#resting ? Math.max(0, this.#enough - this.#left) / this.#perMillisecond : 0;
  }
}
