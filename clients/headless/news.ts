/** What a view waits for: that something happens, or that a time has passed. */

/** The longest that a timer of Node takes, in ms. */
const LONGEST_TIMER_MS = 0x7fffffff;

export class News {
  readonly #waiting = new Set<() => void>();

  /** Something has happened: whoever waits goes on. */
  tell(): void {
    for (const wake of this.#waiting) wake();
  }

  /** Resolves when something has happened, or so much time has passed; Infinity for no such time. */
  async next(milliseconds: number): Promise<void> {
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout | undefined;
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      this.#waiting.add(wake);
      if (milliseconds !== Infinity) timer = setTimeout(wake, Math.min(milliseconds, LONGEST_TIMER_MS));
    });
  }
}
