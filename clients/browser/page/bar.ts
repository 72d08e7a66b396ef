/** The bar at the top edge: hidden but for its handle until the pointer, a finger or Ctrl+Alt+Shift asks for it. */
import type { WireName } from '../../../session/carrier/control.ts';
import { LINK_PROFILES } from '../../../session/link.ts';
import type { Layout } from '../keyboard/layout.ts';
import type { Report, Standing, Switch } from '../worker/messages.ts';
import { timeInWords } from './amounts.ts';
import { ClipboardPanel, type ClipboardAccess } from './clipboard-panel.ts';
import { element } from './elements.ts';
import { Panel } from './panel.ts';
import type { ScreenMode } from './stage.ts';

/** How long the pointer rests at the edge before the bar comes: it may be on its way to a window's title. */
const DWELL_MS = 250;
/** How long the pointer may be away before the bar goes. */
const LINGER_MS = 600;

/** What each wire is, in a few words. */
const WIRE_WORDS: Readonly<Record<WireName, string>> = {
  x11: 'X11 requests; this page is the display server',
  nx: 'the same log, compressed, without round trips',
  thinc: 'drawing commands',
  raw: 'pixels',
};

export interface BarOptions {
  readonly layouts: readonly Layout[];
  /** A layout's id, or 'auto'. */
  readonly layout: string;
  readonly link: string;
  readonly wire: WireName;
  readonly screenMode: ScreenMode;
  readonly chooseLayout: (id: string) => void;
  readonly chooseLink: (profile: string | undefined) => void;
  readonly chooseWire: (wire: WireName) => void;
  readonly chooseScreenMode: (mode: ScreenMode) => void;
  readonly takeKeyboard: () => void;
  readonly showKeys: (shown: boolean) => void;
  readonly report: () => Promise<Report>;
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
  readonly #bar = element('bar', HTMLElement);
  readonly #handle = element('handle', HTMLButtonElement);
  readonly #layout = element('layout', HTMLSelectElement);
  readonly #wire = element('wire', HTMLSelectElement);
  readonly #stop = element('stop', HTMLElement);
  readonly #take = element('take-keyboard', HTMLButtonElement);
  readonly #panelButton = element('show-panel', HTMLButtonElement);
  readonly #clipboardButton = element('show-clipboard', HTMLButtonElement);
  readonly #auto = option('auto', '');
  readonly #panel: Panel;
  readonly #clipboard: ClipboardPanel;
  readonly #options: BarOptions;
  #switches: readonly Switch[] = [];
  /** The pointer has come or gone a moment ago. */
  #hover: ReturnType<typeof setTimeout> | undefined;

  constructor(options: BarOptions) {
    this.#options = options;
    this.#panel = new Panel(options.report);
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
    this.#openAndClose();
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

  standingIs(standing: Standing): void {
    const { wire, offered, changing, viewOnly, holder, keyboard } = standing;
    this.#fillWires(offered.includes(wire) ? offered : [wire, ...offered], wire);
    this.#wire.disabled = changing;
    if (changing) this.#stopIs('changing …');
    else if (this.#stop.dataset['changing'] === '') this.#stop.hidden = true;
    this.#stop.toggleAttribute('data-changing', changing);
    this.#take.hidden = viewOnly || holder;
    this.#clipboardButton.hidden = viewOnly;
    // Where all may type the holder's window still gives the screen its size.
    this.#take.textContent = keyboard === 'holder' ? 'Take the keyboard' : 'Take the screen size';
    this.#panel.standingIs(standing);
  }

  switched(change: Switch): void {
    this.#switches = [...this.#switches, change];
    this.#stopIs(`${change.from} → ${change.to}: ${timeInWords(change.stop)}`);
    this.#stop.removeAttribute('data-changing');
    this.#panel.switched(this.#switches);
  }

  #stopIs(text: string): void {
    this.#stop.textContent = text;
    this.#stop.hidden = false;
  }

  #openAndClose(): void {
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

  #show(shown: boolean): void {
    this.#bar.classList.toggle('open', shown);
    this.#handle.setAttribute('aria-expanded', String(shown));
    if (shown) return;
    this.#showPanel(false);
    this.#showClipboard(false);
  }

  #showPanel(shown: boolean): void {
    this.#panel.show(shown);
    this.#panelButton.setAttribute('aria-expanded', String(shown));
  }

  #showClipboard(shown: boolean): void {
    this.#clipboard.show(shown);
    this.#clipboardButton.setAttribute('aria-expanded', String(shown));
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
    const select = element('link', HTMLSelectElement);
    select.append(
      option('', 'As it is'),
      ...LINK_PROFILES.map(({ name, description }) => option(name, name, description)),
    );
    select.value = this.#options.link;
    if (select.selectedIndex === -1) select.value = '';
    select.addEventListener('change', () => {
      this.#options.chooseLink(select.value === '' ? undefined : select.value);
      this.close();
    });
  }

  #wireButtons(): void {
    this.#take.addEventListener('click', () => {
      this.#options.takeKeyboard();
      this.close();
    });
    this.#clipboardButton.addEventListener('click', () => this.#showClipboard(!this.#clipboard.shown));
    this.#panelButton.addEventListener('click', () => this.#showPanel(!this.#panel.shown));
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
