/** Questions whether the host's core has the same state: some asked for, some asked all the time. Answers come in the order of the questions. */

/** Between two questions that nobody asked for, in milliseconds. A hash takes the time of a look at all pixels drawn on since the last. */
const EVERY_MS = 1000;

export class Verifier {
  readonly #send: () => boolean;
  readonly #answered: (id: number, equal: boolean) => void;
  /** Numbers of questions under way; undefined for our own. */
  #asked: (number | undefined)[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  equal = 0;
  differed = 0;

  /** `send` asks the host; false when there is none to ask. */
  constructor(send: () => boolean, answered: (id: number, equal: boolean) => void) {
    this.#send = send;
    this.#answered = answered;
  }

  /** Asks again and again from now on. */
  always(): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      // One at a time: a slow link has better things to carry.
      if (this.#asked.length === 0) this.#ask(undefined);
    }, EVERY_MS);
  }

  ask(id: number): void {
    if (!this.#ask(id)) this.#answered(id, false);
  }

  answer(equal: boolean): void {
    if (equal) this.equal++;
    else this.differed++;
    const id = this.#asked.shift();
    if (id !== undefined) this.#answered(id, equal);
  }

  /** No answer comes any more. */
  lost(): void {
    for (const id of this.#asked.splice(0)) if (id !== undefined) this.#answered(id, false);
  }

  #ask(id: number | undefined): boolean {
    if (!this.#send()) return false;
    this.#asked.push(id);
    return true;
  }
}
