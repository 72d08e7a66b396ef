/** The buttons that let something happen in the session by itself: shows of the host (apps/demos/showcase.ts). */
import { element } from '../page/elements.ts';
import type { HostAccess } from '../panel/host-figures.ts';

/** How often the host is asked whether the show goes on, in milliseconds. */
const ASK_MS = 700;

/** As the API names them, and as the user reads it. */
const LABELS = {
  type: 'Type a text',
  scroll: 'Scroll',
  animation: 'Play an animation',
  drag: 'Drag a window',
};
type Show = keyof typeof LABELS;

export class Shows {
  readonly #access: HostAccess;
  readonly #begin: () => void;
  readonly #buttons = new Map<Show, HTMLButtonElement>();
  readonly #told = element('show-told', HTMLElement);
  #running: Show | undefined;
  /** It has ended at the host; panes may still be behind. */
  #over = false;

  /** `begin`: a show starts now. */
  constructor(access: HostAccess, begin: () => void) {
    this.#access = access;
    this.#begin = begin;
    for (const [show, label] of Object.entries(LABELS) as [Show, string][]) {
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = label;
      button.addEventListener('click', () => void this.#start(show));
      this.#buttons.set(show, button);
      element('shows', HTMLElement).append(button);
    }
  }

  /** Every pane shows the same picture: a show that has ended is over here too. */
  agreed(): void {
    if (!this.#over) return;
    this.#over = false;
    this.#show('');
  }

  async #start(show: Show): Promise<void> {
    if (this.#running !== undefined) return;
    this.#running = show;
    this.#over = false;
    this.#show('');
    this.#begin();
    try {
      const response = await this.#ask('shows', { show });
      if (!response.ok) throw new Error(((await response.json()) as { error?: string }).error ?? response.statusText);
      const { pid } = (await response.json()) as { pid: number };
      while (await this.#runs(pid)) await new Promise((resolve) => setTimeout(resolve, ASK_MS));
      this.#running = undefined;
      this.#over = true;
      this.#show('waiting for the last pane …');
    } catch (error) {
      this.#running = undefined;
      this.#show(`That did not work: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  async #runs(pid: number): Promise<boolean> {
    const { programs } = (await (await this.#ask('stats')).json()) as { programs: readonly { pid: number }[] };
    return programs.some((program) => program.pid === pid);
  }

  async #ask(what: string, body?: object): Promise<Response> {
    const { url, token } = this.#access;
    return fetch(`${url}/${what}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      cache: 'no-store',
    });
  }

  #show(told: string): void {
    this.#told.textContent = told;
    for (const [show, button] of this.#buttons) {
      button.disabled = this.#running !== undefined;
      button.setAttribute('aria-pressed', String(this.#running === show));
    }
  }
}
