/**
 * What tells how the connection stands: a card in the middle while there is no picture, a strip at the top over a picture that is being kept or
 * is still coming. Everything in it is text, never markup.
 */
import type { ConnectionState } from '../worker/messages.ts';
import { bytesInWords } from './amounts.ts';
import { element } from './elements.ts';

export class Notice {
  readonly #title = element('notice-title', HTMLElement);
  readonly #text = element('notice-text', HTMLElement);
  readonly #progress = element('notice-progress', HTMLProgressElement);
  readonly #retry = element('notice-retry', HTMLButtonElement);
  #countdown: ReturnType<typeof setInterval> | undefined;
  #picture = false;
  /** The session has been live here: what is shown is the last picture, not the first. */
  #again = false;
  #state: ConnectionState['name'] = 'connecting';

  constructor(retry: () => void) {
    this.#retry.addEventListener('click', retry);
  }

  /** There is something to see beneath the notice. */
  pictureShown(): void {
    this.#picture = true;
    this.#form();
  }

  show(state: ConnectionState): void {
    clearInterval(this.#countdown);
    this.#state = state.name;
    document.body.dataset['state'] = state.name;
    document.body.classList.toggle('ended', state.name === 'refused' && state.ended === true);
    this.#form();
    this.#retry.hidden = true;
    this.#progress.hidden = true;
    switch (state.name) {
      case 'connecting':
        this.#title.textContent = this.#again ? 'Connecting again' : 'Connecting';
        this.#text.textContent = '';
        return;
      case 'joining':
        this.#title.textContent = this.#again ? 'Catching up' : 'Joining';
        this.#joining(state.bytes, state.total);
        return;
      case 'connected':
        this.#again = true;
        return;
      case 'lost':
        this.#title.textContent = 'Connection lost';
        this.#retry.textContent = 'Try now';
        this.#retry.hidden = false;
        this.#count(state.reason, performance.now() + state.retryIn);
        return;
      case 'refused':
        this.#title.textContent = state.title;
        this.#text.textContent = state.reason;
        this.#retry.textContent = state.retry ?? '';
        this.#retry.hidden = state.retry === undefined;
        return;
      default:
        state satisfies never;
    }
  }

  #form(): void {
    const strip = this.#picture && this.#state !== 'refused';
    document.body.dataset['notice'] = strip ? 'strip' : 'card';
  }

  #joining(bytes: number, total: number): void {
    if (total === 0) {
      this.#text.textContent = bytes === 0 ? 'The host answers.' : bytesInWords(bytes);
      return;
    }
    this.#text.textContent = `${bytesInWords(bytes)} of ${bytesInWords(total)}`;
    this.#progress.hidden = false;
    this.#progress.value = bytes / total;
  }

  #count(reason: string, until: number): void {
    const update = () => {
      const seconds = Math.max(0, Math.ceil((until - performance.now()) / 1000));
      const next = seconds === 0 ? 'Trying again …' : `Trying again in ${seconds} s.`;
      this.#text.textContent = reason === '' ? next : `${reason} ${next}`;
    };
    update();
    this.#countdown = setInterval(update, 500);
  }
}
