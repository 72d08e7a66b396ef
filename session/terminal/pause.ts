/** How long nothing goes on at a terminal while the order of the log changes hands; told together with what the host has measured. */
import type { Switched } from '../carrier/control.ts';
import type { WireChange } from './terminal-options.ts';

export class Pause {
  readonly #done: (change: WireChange) => void;
  /** When it began, in the owner's ms; undefined while none is under way. */
  #since: number | undefined;
  #length = 0;
  #told: Switched | undefined;

  constructor(done: (change: WireChange) => void) {
    this.#done = done;
  }

  /** From here on nothing happens, unless nothing is there to do. */
  begin(now: number): void {
    this.#since ??= now;
    this.#length = 0;
  }

  /** Something has happened, and it is not over yet: it begins here, at the latest. */
  goesOn(now: number): void {
    if (this.#since !== undefined) this.#since = now;
  }

  /** Something has happened; or there was nothing to do (`idle`), and it was no pause. */
  end(now: number, idle = false): void {
    if (this.#since === undefined) return;
    this.#length = idle ? 0 : now - this.#since;
    this.#since = undefined;
    this.#tell();
  }

  /** The host says that the change is through. */
  switched(message: Switched): void {
    this.#told = message;
    this.#tell();
  }

  #tell(): void {
    if (this.#since !== undefined || this.#told === undefined) return;
    const { wire, primary, stop } = this.#told;
    this.#told = undefined;
    this.#done({ wire, primary, stop: this.#length, hostStop: stop });
    this.#length = 0;
  }
}
