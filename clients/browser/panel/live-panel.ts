/**
 * The live panel beside the session: what the wire in use costs and how quick it is, as small plots over the last minute, what each wire has
 * cost so far, how changes of the wire went, and who else is there. Samples come from the worker (worker/meter.ts), backlog and round trips from the host
 * (host-figures.ts); nothing is measured or asked for while it is closed.
 */
import { WIRES, type WireName } from '../../../session/carrier/control.ts';
import { LINK_PROFILES, NO_LINK } from '../../../session/link.ts';
import { bytesInWords, timeInWords } from '../page/amounts.ts';
import { element } from '../page/elements.ts';
import type { Participant, Standing, Switch } from '../worker/messages.ts';
import type { Sample } from '../worker/meter.ts';
import { followHost, type HostAccess } from './host-figures.ts';
import { History, type Point, type WireSums } from './history.ts';
import { Plot, type Mark, type PlotOptions } from './plot.ts';
import { WIRE_WORDS, wireColour } from './wire-look.ts';

/** Changes of the wire that are listed. */
const LISTED_SWITCHES = 12;

export interface LivePanelOptions {
  readonly access: HostAccess | undefined;
  readonly chooseWire: (wire: WireName) => void;
  readonly chooseLink: (link: string) => void;
  /** Samples are wanted from now on, or no longer. */
  readonly watch: (watching: boolean) => void;
  /** Shown or hidden. */
  readonly changed: (shown: boolean) => void;
}

type Curve = PlotOptions & { readonly of: (point: Point) => number | undefined };

const rate = (value: number) => `${bytesInWords(Math.round(value))}/s`;
const count = (value: number) => (value > 0 && value < 9.95 ? value.toFixed(1) : String(Math.round(value)));

const CURVES: readonly Curve[] = [
  { title: 'From the host', words: rate, least: 1000, of: ({ down }) => down },
  { title: 'To the host', words: rate, least: 1000, of: ({ up }) => up },
  { title: 'Messages per second', words: count, least: 10, of: ({ messages }) => messages },
  { title: 'Round trips per second', words: count, least: 10, of: ({ roundTrips }) => roundTrips },
  { title: 'Frames per second', words: count, least: 10, of: ({ frames }) => frames },
  { title: 'From input to picture', words: timeInWords, least: 20, dots: true, of: ({ latency }) => latency },
  {
    title: 'Backlog',
    words: (value) => bytesInWords(Math.round(value)),
    least: 1000,
    of: ({ backlog }) => backlog,
  },
];

export class LivePanel {
  readonly #panel = element('live', HTMLElement);
  readonly #wires = element('live-wires', HTMLElement);
  readonly #link = element('live-link', HTMLSelectElement);
  readonly #sums = element('live-sums', HTMLTableSectionElement);
  readonly #switchList = element('live-switches', HTMLElement);
  readonly #terminals = element('live-terminals', HTMLElement);
  readonly #plots: readonly { readonly plot: Plot; readonly of: Curve['of'] }[];
  readonly #options: LivePanelOptions;
  readonly #history = new History();
  #switches: readonly Switch[] = [];
  #standing: Standing | undefined;
  #asking: AbortController | undefined;

  constructor(options: LivePanelOptions) {
    this.#options = options;
    this.#plots = CURVES.map(({ of, ...plot }) => ({ plot: new Plot(plot), of }));
    element('live-plots', HTMLElement).append(...this.#plots.map(({ plot }) => plot.element));
    fillLinks(this.#link);
    this.#link.addEventListener('change', () => options.chooseLink(this.#link.value));
    element('live-close', HTMLButtonElement).addEventListener('click', () => this.show(false));
    element('live-side', HTMLButtonElement).addEventListener('click', () => this.#panel.classList.toggle('left'));
    // The keyboard stays with the session, but for what takes keys itself.
    this.#panel.addEventListener('mousedown', (event) => {
      if (!(event.target instanceof HTMLSelectElement)) event.preventDefault();
    });
    this.#switchList.append(line('None yet', '', 'quiet'));
  }

  get shown(): boolean {
    return !this.#panel.hidden;
  }

  /** What it has measured so far. */
  get history(): History {
    return this.#history;
  }

  show(shown: boolean): void {
    if (shown === this.shown) return;
    this.#panel.hidden = !shown;
    this.#asking?.abort();
    this.#asking = undefined;
    this.#options.watch(shown);
    this.#options.changed(shown);
    const { access } = this.#options;
    if (!shown || access === undefined) return;
    this.#asking = new AbortController();
    const told = (terminals: readonly { terminal: number; backlog: number; roundTrips: number }[]) => {
      const own = terminals.find(({ terminal }) => terminal === this.#standing?.terminal);
      if (own !== undefined) this.#history.hostTold(own);
    };
    void followHost(access, told, this.#asking.signal);
  }

  standingIs(standing: Standing): void {
    this.#standing = standing;
    const { wire, offered, changing, link, participants, keyboard } = standing;
    this.#wires.replaceChildren(...offered.map((name) => this.#wireButton(name, name === wire, changing)));
    this.#link.value = link;
    const holding = keyboard === 'holder' ? 'has the keyboard' : 'sets the screen size';
    this.#terminals.replaceChildren(...participants.map((participant) => participantLine(participant, holding)));
  }

  switched(change: Switch): void {
    this.#switches = [...this.#switches, change].slice(-LISTED_SWITCHES);
    const lines = this.#switches.toReversed().map(({ from, to, stop, at }) => {
      const made = line(`${from} → ${to}`, `stood still ${timeInWords(stop)}`);
      made.style.setProperty('--colour', `var(${wireColour(wireOf(to))})`);
      made.title = new Date(at).toLocaleTimeString();
      return made;
    });
    this.#switchList.replaceChildren(...lines);
  }

  sampled(sample: Sample): void {
    this.#history.add(sample);
    if (!this.shown) return;
    const { points } = this.#history;
    const at = points.map((point) => point.at);
    const wires = points.map(({ wire }) => wire);
    const marks: Mark[] = this.#switches.map((change) => ({ at: change.at, to: wireOf(change.to) }));
    for (const { plot, of } of this.#plots) plot.show({ at, wires, values: points.map(of) }, marks, sample.at);
    this.#sums.replaceChildren(...this.#history.sums.map(sumsRow));
  }

  #wireButton(wire: WireName, used: boolean, changing: boolean): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = wire;
    button.title = WIRE_WORDS[wire];
    button.style.setProperty('--colour', `var(${wireColour(wire)})`);
    button.setAttribute('aria-pressed', String(used));
    button.disabled = changing;
    button.addEventListener('click', () => this.#options.chooseWire(wire));
    return button;
  }
}

/** Every link that there is to choose from. */
export function fillLinks(select: HTMLSelectElement): void {
  const links = [
    { name: NO_LINK, label: 'none', description: 'the link as it is' },
    ...LINK_PROFILES.map(({ name, description }) => ({ name, label: name, description })),
  ];
  select.replaceChildren(
    ...links.map(({ name, label, description }) => {
      const made = new Option(label, name);
      made.title = description;
      return made;
    }),
  );
}

/** The wire of a part in the session: `x11 (replica)` is on x11. */
function wireOf(part: string): WireName {
  return WIRES.find((wire) => part === wire || part.startsWith(`${wire} `)) ?? 'x11';
}

function sumsRow({ wire, seconds, down, up, messages, roundTrips, frames, latency }: WireSums): HTMLElement {
  const row = document.createElement('tr');
  row.style.setProperty('--colour', `var(${wireColour(wire)})`);
  const head = document.createElement('th');
  head.scope = 'row';
  head.textContent = wire;
  const cells = [
    bytesInWords(down),
    bytesInWords(up),
    String(messages),
    String(roundTrips),
    seconds > 0 ? count(frames / seconds) : '–',
    latency === undefined ? '–' : timeInWords(latency.median),
  ].map((text) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    return cell;
  });
  row.append(head, ...cells);
  if (latency !== undefined) {
    row.title = `From input to picture: median ${timeInWords(latency.median)}, 95 % within ${timeInWords(latency.p95)}, ${latency.count} inputs`;
  }
  return row;
}

function participantLine(participant: Participant, holding: string): HTMLElement {
  const { terminal, wire, link, you, holder, viewOnly, visible, primary } = participant;
  const notes = [
    link === NO_LINK ? wire : `${wire} over ${link}`,
    ...(holder ? [holding] : []),
    ...(viewOnly ? ['views only'] : []),
    ...(visible ? [] : ['hidden']),
    ...(primary ? ['orders the log'] : []),
  ];
  return line(you ? `${terminal} (this page)` : String(terminal), notes.join(', '), you ? 'you' : '');
}

/** Text, never markup. */
function line(text: string, note: string, className = ''): HTMLElement {
  const made = document.createElement('li');
  made.className = className;
  for (const [name, words] of [
    ['span', text],
    ['small', note],
  ] as const) {
    const part = document.createElement(name);
    part.textContent = words;
    made.append(part);
  }
  return made;
}
