/**
 * The page that shows one session in several panes, each a terminal of its own on its own wire and link (pane.ts), and who is ahead (race.ts, race-view.ts).
 * What the user does in any pane goes to the session once, through that pane; where only the keyboard's holder may type, through the holder.
 */
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import type { ScreenSize } from '../../../session/carrier/control.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { Keyboard } from '../keyboard/keyboard.ts';
import { LayoutFollower } from '../keyboard/layout-follower.ts';
import { readLayout } from '../keyboard/layout.ts';
import { LAYOUTS } from '../keyboard/layouts/all-layouts.ts';
import { addressOfPage, sessionAddress, type SessionAddress } from '../page/address.ts';
import { element } from '../page/elements.ts';
import { KeyboardInput } from '../page/keyboard-input.ts';
import { followLife } from '../page/life.ts';
import { loadSettings } from '../page/settings.ts';
import { firstLayout, platformOf, systemLayout } from '../page/system.ts';
import { followHost } from '../panel/host-figures.ts';
import type { FromWorker } from '../worker/messages.ts';
import { wallClock } from '../worker/meter.ts';
import type { CompareHook } from './compare-hook.ts';
import { Pane } from './pane.ts';
import { anotherPane, MAX_PANES, MIN_PANES, panesOf, withPanes, type PaneChoice } from './panes-address.ts';
import { Race } from './race.ts';
import { RaceView, type RaceEntry } from './race-view.ts';
import { Shows } from './shows.ts';

/** The session's screen is as wide as a pane, but no narrower than programs like. */
const LEAST_WIDTH = 760;
const MOST_WIDTH = 1280;
const ASPECT = 1.6;
const SHOW_MS = 200;
const RESIZE_MS = 200;

class Compare {
  readonly race = new Race();
  readonly panes: Pane[] = [];
  readonly defects: string[] = [];
  readonly #address: SessionAddress;
  readonly #grid = element('panes', HTMLElement);
  readonly #add = element('add-pane', HTMLButtonElement);
  readonly #view = new RaceView(element('disciplines', HTMLElement), element('chart', HTMLElement));
  readonly #keyboard: Keyboard;
  readonly #field = element('keys', HTMLTextAreaElement);
  readonly #shows: Shows | undefined;
  /** The pane that the user has turned to. */
  #active: Pane | undefined;
  /** The pane that was asked to be the holder last. */
  #leader: Pane | undefined;
  #lastNumber = 0;
  #size: ScreenSize;
  #visible = !document.hidden;
  /** The race begins when all are there. */
  #begun = false;

  constructor(address: SessionAddress, choices: readonly PaneChoice[]) {
    this.#address = address;
    const layouts = LAYOUTS.map(readLayout);
    const settings = loadSettings();
    this.#keyboard = new Keyboard({
      layout:
        layouts.find(({ id }) => id === settings.layout) ??
        firstLayout(layouts, settings.foundLayout, navigator.languages),
      platform: platformOf(navigator.platform),
      send: (input) => this.#send(input, this.#active),
    });
    new KeyboardInput({
      field: this.#field,
      keyboard: this.#keyboard,
      follower: new LayoutFollower(layouts, [...navigator.languages]),
      follows: () => settings.layout === 'auto',
      layoutFound: () => {},
      menu: () => {},
      typed: () => {},
    }).listen();
    if (settings.layout === 'auto') {
      void systemLayout(layouts, navigator.languages).then((layout) => {
        if (layout !== undefined) this.#keyboard.setLayout(layout);
      });
    }
    const { access } = address;
    this.#shows = access === undefined ? undefined : new Shows(access, () => this.#restart());
    this.#add.addEventListener('click', () => this.addPane(anotherPane(this.#choices)));
    element('restart', HTMLButtonElement).addEventListener('click', () => this.#restart());
    this.#arrange(choices.length);
    this.#size = this.#fittingSize();
    for (const choice of choices) this.addPane(choice);
    this.#followSize();
    followLife({
      visible: (visible) => {
        this.#visible = visible;
        if (!visible) this.#releaseAll();
        for (const { terminal } of this.panes) terminal.setVisible(visible);
      },
      back: () => {
        for (const { state, terminal } of this.panes) if (state.name === 'lost') terminal.retry();
      },
    });
    if (access !== undefined) {
      const told = (terminals: readonly { terminal: number; backlog: number }[]) => {
        for (const { number, standing } of this.panes) {
          const own = terminals.find(({ terminal }) => terminal === standing?.terminal);
          if (own !== undefined) this.race.backlog(number, own.backlog);
        }
      };
      void followHost(access, told, new AbortController().signal);
    }
    setInterval(() => this.#show(), SHOW_MS);
  }

  get #choices(): PaneChoice[] {
    return this.panes.map(({ choice }) => choice);
  }

  addPane(choice: PaneChoice): void {
    if (this.panes.length >= MAX_PANES) return;
    const number = ++this.#lastNumber;
    const pane: Pane = new Pane({
      ...choice,
      number,
      address: this.#address,
      size: this.#size,
      visible: this.#visible,
      verify: new URLSearchParams(location.search).has('verify'),
      send: (input) => this.#send(input, pane),
      modifiers: (event) => this.#keyboard.pointerEvent(event),
      engaged: () => this.#engage(pane),
      told: (message) => this.#told(pane, message),
      chosen: () => this.#choicesChanged(),
      close: () => this.#removePane(pane),
    });
    this.panes.push(pane);
    this.race.add(number);
    this.#grid.insertBefore(pane.element, this.#add);
    this.#choicesChanged();
  }

  #removePane(pane: Pane): void {
    if (this.panes.length <= MIN_PANES) return;
    this.#releaseAll();
    this.panes.splice(this.panes.indexOf(pane), 1);
    this.race.remove(pane.number);
    if (this.#active === pane) this.#active = undefined;
    if (this.#leader === pane) this.#leader = undefined;
    pane.end();
    this.#choicesChanged();
  }

  #choicesChanged(): void {
    this.#arrange(this.panes.length);
    for (const pane of this.panes) pane.closable(this.panes.length > MIN_PANES);
    history.replaceState(null, '', withPanes(new URL(location.href), this.#choices));
    element('x11-note', HTMLElement).hidden = !this.panes.some(({ choice }) => choice.wire === 'x11');
    this.#lead();
  }

  #arrange(count: number): void {
    this.#grid.dataset['count'] = String(count);
    this.#add.hidden = count >= MAX_PANES;
  }

  /** One pane is the session's holder, so that the screen has our size; one on x11 if there is any, so that it is the primary. */
  #lead(): void {
    const able = this.panes.filter(({ standing, state }) => state.name === 'connected' && standing?.viewOnly === false);
    const leader = able.find(({ choice }) => choice.wire === 'x11') ?? able[0];
    if (leader === undefined) return;
    const holder = leader.standing?.participants.find((participant) => participant.holder)?.terminal;
    // Another pane that was asked before it may have got it after it. Somebody else may keep it.
    const ours = this.panes.some((pane) => pane !== leader && pane.standing?.terminal === holder);
    if (leader === this.#leader && !ours) return;
    this.#leader = leader;
    leader.terminal.takeKeyboard();
  }

  #told(pane: Pane, message: FromWorker): void {
    switch (message.kind) {
      case 'state':
        this.#lead();
        this.#keymapUseChanged();
        return;
      case 'standing':
        element('shows', HTMLElement).hidden = message.standing.viewOnly;
        this.#lead();
        this.#keymapUseChanged();
        return;
      case 'session':
        element('session-name', HTMLElement).textContent = message.name;
        document.title = `${message.name} side by side – Farpane`;
        return;
      case 'sample':
        this.race.sample(pane.number, message.sample);
        return;
      case 'picture':
        this.race.picture(pane.number, message.print, message.at);
        if (this.race.agreed !== undefined) this.#shows?.agreed();
        return;
      case 'locks':
        if (pane === this.#active && message.after === pane.terminal.lastInput) {
          this.#keyboard.locksAre(message.capsLock, message.numLock);
        }
        return;
      case 'defect':
        this.defects.push(message.what);
        console.error(`farpane: pane ${pane.number}: ${message.what}`);
        return;
      default:
    }
  }

  #engage(pane: Pane): void {
    this.#field.focus({ preventScroll: true });
    if (pane !== this.#active) {
      this.#keyboard.releaseAll();
      this.#active = pane;
      for (const one of this.panes) one.element.classList.toggle('active', one === pane);
    }
    // Where one alone may type, and it is none of ours, the click asks for it.
    const { standing } = pane;
    if (standing?.keyboard === 'holder' && !this.panes.some((one) => one.standing?.holder === true)) {
      pane.terminal.takeKeyboard();
    }
  }

  /** The session has our keymap where one of the panes is its holder. */
  #keymapUseChanged(): void {
    const leads = this.panes.some(({ takesInput, standing }) => takesInput && standing?.holder === true);
    this.#keyboard.useIs({ leads, alone: false });
  }

  /** The pane through which input made in this one goes to the session. */
  #entrance(pane: Pane | undefined): Pane | undefined {
    const made = pane ?? this.panes[0];
    if (made?.takesInput === true) return made;
    return this.panes.find(({ takesInput }) => takesInput);
  }

  #send(input: TerminalInput, pane: Pane | undefined): void {
    this.#entrance(pane)?.terminal.input(input);
  }

  #releaseAll(): void {
    this.#keyboard.releaseAll();
    for (const pane of this.panes) pane.releaseAll();
  }

  #restart(): void {
    this.#begun = true;
    this.race.restart();
    this.#show();
  }

  #show(): void {
    if (!this.#begun) {
      // Joining costs what it costs: the race is about what comes then.
      if (this.panes.some(({ state }) => state.name !== 'connected')) return;
      this.#begun = true;
      this.race.restart();
    }
    this.race.note(wallClock());
    const entries: RaceEntry[] = this.panes.map(({ number, choice }) => {
      return { pane: number, choice, standing: this.race.standing(number)! };
    });
    for (const pane of this.panes) pane.totalsAre(this.race.standing(pane.number)!);
    this.#view.show(entries, this.race.points);
    element('agreed', HTMLElement).dataset['agreed'] = String(this.race.agreed !== undefined);
    element('agreed', HTMLElement).textContent =
      this.race.agreed === undefined ? 'pictures differ: somebody is behind' : 'every pane shows the same picture';
  }

  /** The size that the session's screen is to have: as the panes are, or larger in their shape. */
  #fittingSize(): ScreenSize {
    const stage = this.#grid.querySelector('.stage')?.getBoundingClientRect().width ?? this.#grid.clientWidth / 2;
    const width = Math.max(LEAST_WIDTH, Math.min(MOST_WIDTH, Math.floor(stage)));
    return screenSizeAt96Dpi(width, Math.round(width / ASPECT));
  }

  #followSize(): void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        const size = this.#fittingSize();
        if (size.width === this.#size.width && size.height === this.#size.height) return;
        this.#size = size;
        for (const { terminal } of this.panes) terminal.resize(size);
      }, RESIZE_MS);
    }).observe(this.#grid);
  }
}

const page = new URL(location.href);
const address = sessionAddress(page);
if (address === undefined) {
  element('nowhere', HTMLElement).hidden = false;
} else {
  const compare = new Compare(address, panesOf(page.searchParams));
  const single = element('single', HTMLAnchorElement);
  single.href = addressOfPage(page, 'session', address);
  window.compare = {
    get panes() {
      return compare.panes.map(({ number, choice, state, standing }) => ({
        number,
        choice,
        state: state.name,
        standing,
        totals: compare.race.standing(number)!,
      }));
    },
    get agreed() {
      return compare.race.agreed !== undefined;
    },
    get defects() {
      return compare.defects;
    },
    report: async (number) => compare.panes.find((pane) => pane.number === number)!.terminal.report(false),
  } satisfies CompareHook;
}
