/**
 * The input that a terminal has given, by number, until it is known to have its place in the log: whoever orders the log from then on gets what
 * has none. Numbers count on through the whole connection.
 */
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { MAX_KEPT_INPUTS } from '../limits.ts';

export class KeptInputs {
  #inputs: TerminalInput[] = [];
  /** Number of the last one forgotten; the first one kept has the next. */
  #seen = 0;

  /** Number of the last input. */
  get last(): number {
    return this.#seen + this.#inputs.length;
  }

  /** Takes in the next input; gives its number. */
  add(input: TerminalInput): number {
    this.#inputs.push(input);
    if (this.#inputs.length > MAX_KEPT_INPUTS) this.seen(this.#seen + 1);
    return this.last;
  }

  get(number: number): TerminalInput | undefined {
    return this.#inputs[number - this.#seen - 1];
  }

  /** Everything up to this number has its place. */
  seen(number: number): void {
    const count = Math.min(number - this.#seen, this.#inputs.length);
    if (count <= 0) return;
    this.#inputs.splice(0, count);
    this.#seen += count;
  }

  /** Those behind this number, in order. */
  after(number: number): TerminalInput[] {
    return this.#inputs.slice(Math.max(0, number - this.#seen));
  }
}
