/** The card over the picture that tells how the connection stands. Everything in it is text, never markup. */
import type { ConnectionState } from '../worker/messages.ts';
import { element } from './elements.ts';

export class Notice {
  readonly #title = element('notice-title', HTMLElement);
  readonly #text = element('notice-text', HTMLElement);
  readonly #retry = element('notice-retry', HTMLButtonElement);
  #countdown: ReturnType<typeof setInterval> | undefined;

  constructor(retry: () => void) {
    this.#retry.addEventListener('click', retry);
  }

  show(state: ConnectionState): void {
    clearInterval(this.#countdown);
    document.body.dataset['state'] = state.name;
    this.#retry.hidden = true;
    this.#text.textContent = '';
    switch (state.name) {
      case 'connecting':
        this.#title.textContent = 'Connecting';
        return;
      case 'connected':
        document.body.dataset['shown'] = '';
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
