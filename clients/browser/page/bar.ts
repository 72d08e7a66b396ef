/** The bar at the top edge: hidden but for its handle until the pointer, a finger or Ctrl+Alt+Shift asks for it. */
import { LINK_PROFILES } from '../../../session/link.ts';
import type { Layout } from '../keyboard/layout.ts';
import { element } from './elements.ts';

/** How long the pointer rests on the handle before the bar comes: it may be on its way to a window's title. */
const DWELL_MS = 200;
/** How long the pointer may be away before the bar goes. */
const LINGER_MS = 600;

export interface BarOptions {
  readonly layouts: readonly Layout[];
  /** A layout's id, or 'auto'. */
  readonly layout: string;
  readonly link: string;
  readonly chooseLayout: (id: string) => void;
  readonly chooseLink: (profile: string | undefined) => void;
  readonly showKeys: (shown: boolean) => void;
  /** The bar is done with: the keyboard goes back to the session. */
  readonly closed: () => void;
}

function option(value: string, text: string): HTMLOptionElement {
  return new Option(text, value);
}

export class Bar {
  readonly #bar = element('bar', HTMLElement);
  readonly #handle = element('handle', HTMLButtonElement);
  readonly #layout = element('layout', HTMLSelectElement);
  readonly #auto = option('auto', '');
  readonly #options: BarOptions;
  /** The pointer has come or gone a moment ago. */
  #hover: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BarOptions) {
    this.#options = options;
    this.#fillLayouts();
    this.#fillLinks();
    this.#wireButtons();
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

  /** Opens the bar for the keyboard. */
  open(): void {
    this.#show(true);
    this.#layout.focus();
  }

  close(): void {
    clearTimeout(this.#hover);
    this.#show(false);
    this.#options.closed();
  }

  /** The name is anybody's text. */
  sessionIs(name: string): void {
    element('session-name', HTMLElement).textContent = name;
  }

  /** The layout in use, where the choice is left to us. */
  layoutIs(layout: Layout): void {
    this.#auto.textContent = `Automatic (${layout.name})`;
  }

  #show(shown: boolean): void {
    this.#bar.classList.toggle('open', shown);
    this.#handle.setAttribute('aria-expanded', String(shown));
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

  #fillLayouts(): void {
    const { layouts, layout, chooseLayout } = this.#options;
    this.#layout.append(this.#auto, ...layouts.map(({ id, name }) => option(id, name)));
    this.#layout.value = layout;
    if (this.#layout.selectedIndex === -1) this.#layout.value = 'auto';
    this.#layout.addEventListener('change', () => {
      chooseLayout(this.#layout.value);
      this.close();
    });
  }

  #fillLinks(): void {
    const select = element('link', HTMLSelectElement);
    select.append(
      option('', 'As it is'),
      ...LINK_PROFILES.map(({ name, description }) => {
        const entry = option(name, name);
        entry.title = description;
        return entry;
      }),
    );
    select.value = this.#options.link;
    if (select.selectedIndex === -1) select.value = '';
    select.addEventListener('change', () => {
      this.#options.chooseLink(select.value === '' ? undefined : select.value);
      this.close();
    });
  }

  #wireButtons(): void {
    const keys = element('show-keys', HTMLButtonElement);
    keys.addEventListener('click', () => {
      const shown = keys.getAttribute('aria-pressed') !== 'true';
      keys.setAttribute('aria-pressed', String(shown));
      this.#options.showKeys(shown);
      this.close();
    });
    const fullScreen = element('full-screen', HTMLButtonElement);
    fullScreen.hidden = !document.fullscreenEnabled;
    fullScreen.addEventListener('click', () => {
      const change =
        document.fullscreenElement === null
          ? document.documentElement.requestFullscreen({ navigationUI: 'hide' })
          : document.exitFullscreen();
      // The browser may refuse; then everything stays as it is.
      change.catch(() => {});
      this.close();
    });
    document.addEventListener('fullscreenchange', () => {
      fullScreen.textContent = document.fullscreenElement === null ? 'Full screen' : 'Leave full screen';
    });
  }
}
