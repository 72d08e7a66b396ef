/** The bar at the top edge: hidden but for its handle until the pointer, a finger or Ctrl+Alt+Shift asks for it. */
import type { WireName } from '../../../session/carrier/control.ts';
import type { Layout } from '../keyboard/layout.ts';
import { fillLinks } from '../panel/live-panel.ts';
import { WIRE_WORDS } from '../panel/wire-look.ts';
import type { Standing, Switch } from '../worker/messages.ts';
import { timeInWords } from './amounts.ts';
import { ClipboardPanel, type ClipboardAccess } from './clipboard-panel.ts';
import { Drawer } from './drawer.ts';
import { element } from './elements.ts';
import { wireFullScreen } from './full-screen.ts';
import type { ScreenMode } from './stage.ts';

export interface BarOptions {
  readonly layouts: readonly Layout[];
  /** A layout's id, or 'auto'. */
  readonly layout: string;
  readonly wire: WireName;
  readonly screenMode: ScreenMode;
  readonly chooseLayout: (id: string) => void;
  readonly chooseLink: (link: string) => void;
  readonly chooseWire: (wire: WireName) => void;
  readonly chooseScreenMode: (mode: ScreenMode) => void;
  readonly takeKeyboard: () => void;
  readonly showKeys: (shown: boolean) => void;
  readonly showLive: () => void;
  readonly clipboard: () => ClipboardAccess | undefined;
  /** The bar is done with: the keyboard goes back to the session. */
  readonly closed: () => void;
}

function option(value: string, text: string, title = ''): HTMLOptionElement {
  const made = new Option(text, value);
  made.title = title;
  return made;
}

export class Bar {
  readonly #layout = element('layout', HTMLSelectElement);
  readonly #wire = element('wire', HTMLSelectElement);
  readonly #stop = element('stop', HTMLElement);
  readonly #take = element('take-keyboard', HTMLButtonElement);
  readonly #link = element('link', HTMLSelectElement);
  readonly #clipboardButton = element('show-clipboard', HTMLButtonElement);
  readonly #auto = option('auto', '');
  readonly #clipboard: ClipboardPanel;
  readonly #options: BarOptions;
  readonly #drawer: Drawer;

  constructor(options: BarOptions) {
    this.#options = options;
    this.#clipboard = new ClipboardPanel(options.clipboard);
    this.#fillLayouts();
    this.#fillLinks();
    this.#fillWires([options.wire], options.wire);
    this.#wire.addEventListener('change', () => {
      options.chooseWire(this.#wire.value as WireName);
      this.close();
    });
    const screenMode = element('screen-mode', HTMLSelectElement);
    screenMode.value = options.screenMode;
    screenMode.addEventListener('change', () => {
      options.chooseScreenMode(screenMode.value as ScreenMode);
      this.close();
    });
    this.#wireButtons();
    this.#drawer = new Drawer({ shut: () => this.#showClipboard(false), closed: options.closed });
  }

  /** Opens the bar for the keyboard. */
  open(): void {
    this.#drawer.open();
    this.#layout.focus();
  }

  close(): void {
    this.#drawer.close();
  }

  /** The name is anybody's text. */
  sessionIs(name: string): void {
    element('session-name', HTMLElement).textContent = name;
  }

  /** The layout in use, where the choice is left to us. */
  layoutIs(layout: Layout): void {
    this.#auto.textContent = `Automatic (${layout.name})`;
  }

  standingIs(standing: Standing): void {
    const { wire, offered, changing, viewOnly, holder, keyboard, link } = standing;
    this.#link.value = link;
    this.#fillWires(offered.includes(wire) ? offered : [wire, ...offered], wire);
    this.#wire.disabled = changing;
    if (changing) this.#stopIs('changing …');
    else if (this.#stop.dataset['changing'] === '') this.#stop.hidden = true;
    this.#stop.toggleAttribute('data-changing', changing);
    this.#take.hidden = viewOnly || holder;
    this.#clipboardButton.hidden = viewOnly;
    // Where all may type the holder's window still gives the screen its size.
    this.#take.textContent = keyboard === 'holder' ? 'Take the keyboard' : 'Take the screen size';
  }

  switched(change: Switch): void {
    this.#stopIs(`${change.from} → ${change.to}: ${timeInWords(change.stop)}`);
    this.#stop.removeAttribute('data-changing');
  }

  #stopIs(text: string): void {
    this.#stop.textContent = text;
    this.#stop.hidden = false;
  }

  #showClipboard(shown: boolean): void {
    this.#clipboard.show(shown);
    this.#clipboardButton.setAttribute('aria-expanded', String(shown));
  }

  #fillWires(wires: readonly WireName[], chosen: WireName): void {
    const same = [...this.#wire.options].map(({ value }) => value).join() === wires.join();
    if (!same) this.#wire.replaceChildren(...wires.map((wire) => option(wire, wire, WIRE_WORDS[wire])));
    this.#wire.value = chosen;
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
    fillLinks(this.#link);
    this.#link.addEventListener('change', () => {
      this.#options.chooseLink(this.#link.value);
      this.close();
    });
  }

  #wireButtons(): void {
    this.#take.addEventListener('click', () => {
      this.#options.takeKeyboard();
      this.close();
    });
    this.#clipboardButton.addEventListener('click', () => this.#showClipboard(!this.#clipboard.shown));
    element('show-live', HTMLButtonElement).addEventListener('click', () => {
      this.#options.showLive();
      this.close();
    });
    const keys = element('show-keys', HTMLButtonElement);
    keys.addEventListener('click', () => {
      const shown = keys.getAttribute('aria-pressed') !== 'true';
      keys.setAttribute('aria-pressed', String(shown));
      this.#options.showKeys(shown);
      this.close();
    });
    wireFullScreen(element('full-screen', HTMLButtonElement), () => this.close());
  }
}
