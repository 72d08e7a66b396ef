/** One pane: a terminal of its own on its own wire and link, with its worker and canvas, its head with the choices and its totals below. */
import { OFFERED_WIRES, type ScreenSize, type WireName } from '../../../session/carrier/control.ts';
import { fillLinks } from '../panel/live-panel.ts';
import { WIRE_WORDS, wireColour } from '../panel/wire-look.ts';
import type { ModifierSource } from '../keyboard/keyboard.ts';
import type { SessionAddress } from '../page/address.ts';
import { bytesInWords, timeInWords } from '../page/amounts.ts';
import { Cursors } from '../page/cursor.ts';
import { Stage } from '../page/stage.ts';
import { inputUse } from '../page/standing.ts';
import { TerminalWorker } from '../page/terminal.ts';
import { Pointer } from '../pointer/pointer.ts';
import type { ConnectionState, FromWorker, Standing } from '../worker/messages.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import type { PaneChoice } from './panes-address.ts';
import type { Standing as RaceStanding } from './race.ts';

export interface PaneOptions extends PaneChoice {
  readonly number: number;
  readonly address: SessionAddress;
  readonly size: ScreenSize;
  readonly visible: boolean;
  readonly verify: boolean;
  /** From the pointer on this pane. */
  readonly send: (input: TerminalInput) => void;
  readonly modifiers: (event: ModifierSource) => void;
  readonly engaged: (event: PointerEvent) => void;
  readonly told: (message: FromWorker) => void;
  /** The user has chosen another wire or link. */
  readonly chosen: () => void;
  readonly close: () => void;
}

export class Pane {
  readonly number: number;
  readonly element: HTMLElement;
  readonly terminal: TerminalWorker;
  readonly #options: PaneOptions;
  readonly #stage: Stage;
  readonly #pointer: Pointer;
  readonly #cursors: Cursors;
  readonly #wire: HTMLSelectElement;
  readonly #link: HTMLSelectElement;
  readonly #close: HTMLButtonElement;
  state: ConnectionState = { name: 'connecting' };
  standing: Standing | undefined;
  #choice: PaneChoice;

  constructor(options: PaneOptions) {
    const { number, wire, link } = options;
    this.#options = options;
    this.number = number;
    this.#choice = { wire, link };
    const template = document.getElementById('pane-template') as HTMLTemplateElement;
    // Imported, not cloned: a canvas in a template's own document shows nothing.
    this.element = document.importNode(template.content, true).firstElementChild as HTMLElement;
    const screen = this.#part('.screen', HTMLElement);
    this.#wire = this.#part('.wire', HTMLSelectElement);
    this.#link = this.#part('.link', HTMLSelectElement);
    this.#close = this.#part('.close', HTMLButtonElement);
    this.#wire.replaceChildren(...OFFERED_WIRES.map((name) => new Option(name, name)));
    fillLinks(this.#link);
    this.#wire.addEventListener('change', () => this.choose({ ...this.#choice, wire: this.#wire.value as WireName }));
    this.#link.addEventListener('change', () => this.choose({ ...this.#choice, link: this.#link.value }));
    this.#close.addEventListener('click', options.close);
    this.#part('.retry', HTMLButtonElement).addEventListener('click', () => this.terminal.retry());
    // Whole pictures are compared: the host makes none smaller.
    this.#stage = new Stage({
      stage: this.#part('.stage', HTMLElement),
      screen,
      mode: 'fit',
      resized: () => {},
      roomChanged: () => {},
    });
    // The panes agree on the session's screen: none of them leads.
    this.#stage.leads(false);
    this.#cursors = new Cursors(screen);
    this.#pointer = new Pointer({
      screen,
      send: options.send,
      modifiers: options.modifiers,
      engaged: options.engaged,
      pan: () => false,
    });
    this.#showChoice();
    this.#showState();
    this.terminal = new TerminalWorker({
      script: new URL('worker.js', import.meta.url),
      address: options.address,
      newCanvas: () => this.#stage.newCanvas(),
      size: options.size,
      link,
      wire,
      visible: options.visible,
      verify: options.verify,
      died: (what, pause) => {
        console.error(`farpane: the worker of pane ${number} has stopped: ${what}`);
        this.#stateIs({ name: 'lost', reason: 'This pane has lost its core.', retryIn: pause });
      },
      told: (message) => this.#told(message),
    });
    this.terminal.watch({ samples: true, pictures: true });
  }

  get choice(): PaneChoice {
    return this.#choice;
  }

  /** Its input counts. */
  get takesInput(): boolean {
    return inputUse(this.state.name, this.standing) === 'taking';
  }

  choose(choice: PaneChoice): void {
    const { wire, link } = this.#choice;
    this.#choice = choice;
    if (choice.wire !== wire) this.terminal.setWire(choice.wire);
    if (choice.link !== link) this.terminal.setLink(choice.link);
    this.#showChoice();
    this.#options.chosen();
  }

  releaseAll(): void {
    this.#pointer.releaseAll();
  }

  closable(closable: boolean): void {
    this.#close.hidden = !closable;
  }

  /** `ahead`: which of its totals are the smallest of all. */
  totalsAre({ down, up, messages, behind }: RaceStanding): void {
    const words = {
      down: bytesInWords(down),
      up: bytesInWords(up),
      messages: String(messages),
      behind: behind === undefined ? '–' : behind.median < 0.5 ? 'first' : `+${timeInWords(behind.median)}`,
    };
    for (const [name, text] of Object.entries(words)) this.#part(`.total-${name}`, HTMLElement).textContent = text;
  }

  end(): void {
    this.terminal.end();
    this.element.remove();
  }

  #part<Kind extends HTMLElement>(selector: string, kind: new () => Kind): Kind {
    const found = this.element.querySelector(selector);
    if (!(found instanceof kind)) throw new Error(`a pane has no ${selector}`);
    return found;
  }

  #told(message: FromWorker): void {
    switch (message.kind) {
      case 'state':
        this.#stateIs(message.state);
        break;
      case 'screen':
        this.#stage.painted(message.width, message.height);
        this.#pointer.screenIs(message.width, message.height);
        this.element.classList.add('painted');
        break;
      case 'cursor':
        this.#cursors.show(message.cursor);
        break;
      case 'standing':
        this.#standingIs(message.standing);
        break;
      default:
    }
    this.#options.told(message);
  }

  #stateIs(state: ConnectionState): void {
    this.state = state;
    this.#showState();
  }

  #standingIs(standing: Standing): void {
    this.standing = standing;
    const { wire, link, changing } = standing;
    // Somebody may have chosen for it, by the API.
    const choice = { wire: changing ? this.#choice.wire : wire, link };
    const other = choice.wire !== this.#choice.wire || choice.link !== this.#choice.link;
    this.#choice = choice;
    this.element.classList.toggle('changing', changing);
    this.#part('.primary', HTMLElement).hidden = !standing.primary;
    this.#showChoice();
    this.#showState();
    if (other) this.#options.chosen();
  }

  #showChoice(): void {
    const { wire, link } = this.#choice;
    this.#wire.value = wire;
    this.#link.value = link;
    this.element.dataset['wire'] = wire;
    this.element.style.setProperty('--colour', `var(${wireColour(wire)})`);
    this.#part('.words', HTMLElement).textContent = WIRE_WORDS[wire];
  }

  #showState(): void {
    const { state } = this;
    this.#cursors.useIs(inputUse(state.name, this.standing));
    this.element.dataset['state'] = state.name;
    this.#part('.told', HTMLElement).textContent = stateInWords(state);
    this.#part('.retry', HTMLElement).hidden = state.name !== 'lost' && state.name !== 'refused';
  }
}

function stateInWords(state: ConnectionState): string {
  switch (state.name) {
    case 'connecting':
      return 'Connecting';
    case 'joining':
      return state.bytes === 0 ? 'Joining' : `Joining: ${bytesInWords(state.bytes)}`;
    case 'connected':
      return '';
    case 'lost':
      return `Connection lost. ${state.reason}`;
    case 'refused':
      return `${state.title}. ${state.reason}`;
  }
}
