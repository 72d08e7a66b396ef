/** Text between the user's system and a VNC server: a field, and a button for each way. */
import { element } from '../page/elements.ts';

export class VncClipboard {
  readonly #panel = element('clipboard', HTMLElement);
  readonly #field = element('clipboard-text', HTMLTextAreaElement);
  readonly #told = element('clipboard-told', HTMLElement);
  /** What was copied there last. */
  #copied: string | undefined;

  constructor(give: (text: string) => void) {
    element('clipboard-give', HTMLButtonElement).addEventListener('click', () => {
      give(this.#field.value);
      this.#told.textContent = 'The programs can paste it now.';
    });
    element('clipboard-copied', HTMLButtonElement).addEventListener('click', () => void this.#take());
  }

  get shown(): boolean {
    return !this.#panel.hidden;
  }

  show(shown: boolean): void {
    this.#panel.hidden = !shown;
    this.#told.textContent = '';
    if (shown) this.#field.focus();
  }

  copied(text: string): void {
    this.#copied = text;
  }

  async #take(): Promise<void> {
    if (this.#copied === undefined) {
      this.#told.textContent = 'No program has copied anything since this page is here.';
      return;
    }
    this.#field.value = this.#copied;
    this.#field.select();
    try {
      await navigator.clipboard.writeText(this.#copied);
      this.#told.textContent = 'Copied to your system.';
    } catch {
      this.#told.textContent = 'Copy it from here: this browser does not let us.';
    }
  }
}
