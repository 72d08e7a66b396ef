/** How long it takes from an input to the next change of the picture. */

export interface LatencySummary {
  /** Inputs that were followed by a change. */
  readonly count: number;
  /** Milliseconds; null without samples. */
  readonly p50: number | null;
  readonly p95: number | null;
  readonly longest: number | null;
}

export class Latencies {
  #waiting: number[] = [];
  readonly #samples: number[] = [];

  /** An input has been placed. */
  input(now: number): void {
    this.#waiting.push(now);
  }

  /** The picture has changed. */
  updated(now: number): void {
    for (const at of this.#waiting) this.#samples.push(now - at);
    this.#waiting = [];
  }

  get summary(): LatencySummary {
    const sorted = this.#samples.toSorted((a, b) => a - b);
    const at = (share: number): number | null => {
      const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
      return value === undefined ? null : Math.round(value * 1000) / 1000;
    };
    return { count: sorted.length, p50: at(0.5), p95: at(0.95), longest: at(1) };
  }
}
