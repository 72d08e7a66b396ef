/** Text between the user's system and the session's programs: a field, and a button for each way. */
import { element } from './elements.ts';

export interface ClipboardAccess {
  /** Where the session's clipboard is read (GET) and written (PUT). */
  readonly url: string;
  readonly token: string;
}

/** Which of the session's two selections is read: what was copied, or what is marked. */
type Selection = 'clipboard' | 'primary';

export class ClipboardPanel {
  readonly #panel = element('clipboard', HTMLElement);
  readonly #field = element('clipboard-text', HTMLTextAreaElement);
  readonly #told = element('clipboard-told', HTMLElement);
  readonly #access: () => ClipboardAccess | undefined;

  constructor(access: () => ClipboardAccess | undefined) {
    this.#access = access;
    element('clipboard-give', HTMLButtonElement).addEventListener('click', () => void this.#give());
    for (const [id, selection] of [
      ['clipboard-copied', 'clipboard'],
      ['clipboard-marked', 'primary'],
    ] as const) {
      element(id, HTMLButtonElement).addEventListener('click', () => void this.#take(selection));
    }
  }

  get shown(): boolean {
    return !this.#panel.hidden;
  }

  show(shown: boolean): void {
    this.#panel.hidden = !shown;
    this.#told.textContent = '';
    if (shown) void this.#fill();
  }

  /** Begins with what the user has copied, where the browser lets us see it without asking. */
  async #fill(): Promise<void> {
    this.#field.focus();
    try {
      const { state } = await navigator.permissions.query({ name: 'clipboard-read' as PermissionName });
      if (state !== 'granted') return;
      const text = await navigator.clipboard.readText();
      if (text !== '' && this.#field.value === '') this.#field.value = text;
    } catch {
      // Not told by this browser: the user pastes into the field.
    }
  }

  async #give(): Promise<void> {
    const answer = await this.#ask('PUT', '', { text: this.#field.value });
    if (answer !== undefined) this.#told.textContent = 'The programs can paste it now.';
  }

  async #take(selection: Selection): Promise<void> {
    const answer = await this.#ask('GET', `?selection=${selection}`, undefined);
    if (answer === undefined) return;
    const { text } = (await answer.json()) as { readonly text: string | null };
    if (text === null) {
      this.#told.textContent = selection === 'clipboard' ? 'No program has copied anything.' : 'Nothing is marked.';
      return;
    }
    this.#field.value = text;
    this.#field.select();
    this.#told.textContent = await this.#toSystem(text);
  }

  async #toSystem(text: string): Promise<string> {
    try {
      await navigator.clipboard.writeText(text);
      return 'Copied to your system.';
    } catch {
      return 'Copy it from here: this browser does not let us.';
    }
  }

  async #ask(method: 'GET' | 'PUT', query: string, body: object | undefined): Promise<Response | undefined> {
    const access = this.#access();
    if (access === undefined) return undefined;
    this.#told.textContent = '…';
    try {
      const answer = await fetch(access.url + query, {
        method,
        cache: 'no-store',
        headers: {
          authorization: `Bearer ${access.token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (answer.ok) return answer;
      const { error } = (await answer.json()) as { readonly error?: string };
      this.#told.textContent = `It was refused: ${error ?? answer.statusText}.`;
    } catch {
      this.#told.textContent = 'The host cannot be reached.';
    }
    return undefined;
  }
}
