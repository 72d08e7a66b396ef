/** How the bar at the top edge comes and goes: by the pointer, a finger on its handle, or the keyboard. */
import { element } from './elements.ts';

/** How long the pointer rests at the edge before the bar comes: it may be on its way to a window's title. */
const DWELL_MS = 250;
/** How long the pointer may be away before the bar goes. */
const LINGER_MS = 600;

export interface DrawerOptions {
  /** The bar is out of sight. */
  readonly shut: () => void;
  /** The bar is done with: the keyboard goes back to what is shown. */
  readonly closed: () => void;
}

export class Drawer {
  readonly #bar = element('bar', HTMLElement);
  readonly #handle = element('handle', HTMLButtonElement);
  readonly #options: DrawerOptions;
  /** The pointer has come or gone a moment ago. */
  #hover: ReturnType<typeof setTimeout> | undefined;

  constructor(options: DrawerOptions) {
    this.#options = options;
    this.#handle.addEventListener('click', () => this.#toggle());
    this.#bar.addEventListener('pointerenter', ({ pointerType }) => {
      clearTimeout(this.#hover);
      // A finger opens it by a tap.
      if (pointerType === 'mouse') this.#hover = setTimeout(() => this.#show(true), DWELL_MS);
    });
    this.#bar.addEventListener('pointerleave', ({ pointerType }) => {
      clearTimeout(this.#hover);
      if (pointerType === 'mouse') this.#hover = setTimeout(() => this.#leave(), LINGER_MS);
    });
    this.#bar.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
    this.#bar.addEventListener('focusout', ({ relatedTarget }) => {
      if (!(relatedTarget instanceof Node) || !this.#bar.contains(relatedTarget)) this.#leave();
    });
  }

  open(): void {
    this.#show(true);
  }

  close(): void {
    clearTimeout(this.#hover);
    this.#show(false);
    this.#options.closed();
  }

  #show(shown: boolean): void {
    this.#bar.classList.toggle('open', shown);
    this.#handle.setAttribute('aria-expanded', String(shown));
    if (!shown) this.#options.shut();
  }

  #toggle(): void {
    if (this.#bar.classList.contains('open') && !this.#bar.matches(':hover')) this.close();
    else this.#show(true);
  }

  /** Neither pointer nor keyboard is in it any more. */
  #leave(): void {
    const active = document.activeElement;
    const inUse = active instanceof HTMLElement && active !== this.#handle && this.#bar.contains(active);
    if (!inUse && !this.#bar.matches(':hover')) this.#show(false);
  }
}
