/** Whether the worker still answers. Counted in questions, not in time: a page that was frozen, or a machine that slept, asks nothing meanwhile. */

const BEAT_MS = 2000;
/** Questions without any answer after which the worker is given up: longer than restoring a large session takes. */
const MISSED_BEATS = 10;

export class Pulse {
  readonly #ask: () => void;
  readonly #stopped: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  #missed = 0;

  constructor(ask: () => void, stopped: () => void) {
    this.#ask = ask;
    this.#stopped = stopped;
  }

  /** Begins or ends to look. Nobody waits for the worker of a hidden page, and browsers hold it up. */
  watch(watching: boolean): void {
    clearInterval(this.#timer);
    this.#missed = 0;
    if (watching) this.#timer = setInterval(() => this.#beat(), BEAT_MS);
  }

  /** The worker has said something. */
  felt(): void {
    this.#missed = 0;
  }

  #beat(): void {
    if (this.#missed >= MISSED_BEATS) {
      this.#stopped();
      return;
    }
    this.#missed++;
    this.#ask();
  }
}
