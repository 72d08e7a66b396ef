/** The bar's details: who shows the session, how changes of the wire went, what goes over the connection. */
import type { Participant, Report, Standing, Switch } from '../worker/messages.ts';
import { bytesInWords, timeInWords } from './amounts.ts';
import { element } from './elements.ts';

/** Changes of the wire that are kept. */
const KEPT_SWITCHES = 8;
/** How often the traffic is looked at while the panel is open, in milliseconds. */
const LOOK_MS = 1000;

export class Panel {
  readonly #panel = element('panel', HTMLElement);
  readonly #terminals = element('terminals', HTMLElement);
  readonly #switches = element('switches', HTMLElement);
  readonly #traffic = element('traffic', HTMLElement);
  readonly #report: () => Promise<Report>;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last: { readonly report: Report; readonly at: number } | undefined;

  constructor(report: () => Promise<Report>) {
    this.#report = report;
    this.#switches.append(line('None yet', 'quiet'));
  }

  get shown(): boolean {
    return !this.#panel.hidden;
  }

  show(shown: boolean): void {
    this.#panel.hidden = !shown;
    clearInterval(this.#timer);
    this.#last = undefined;
    if (!shown) return;
    void this.#look();
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  standingIs({ participants, keyboard }: Standing): void {
    const holding = keyboard === 'holder' ? 'has the keyboard' : 'sets the screen size';
    this.#terminals.replaceChildren(...participants.map((participant) => participantLine(participant, holding)));
  }

  switched(changes: readonly Switch[]): void {
    const lines = changes
      .slice(-KEPT_SWITCHES)
      .toReversed()
      .map(({ from, to, stop, at }) => {
        const time = new Date(at).toLocaleTimeString();
        return line(`${from} → ${to}: stood still ${timeInWords(stop)}`, '', time);
      });
    this.#switches.replaceChildren(...lines);
  }

  async #look(): Promise<void> {
    const report = await this.#report();
    if (this.#panel.hidden) return;
    const at = performance.now();
    const last = this.#last;
    const rate = (now: number, before: number | undefined) =>
      last === undefined || before === undefined
        ? ''
        : `, ${bytesInWords(Math.max(0, Math.round(((now - before) * 1000) / (at - last.at))))}/s`;
    const rows = [
      ['From the host', bytesInWords(report.bytesReceived) + rate(report.bytesReceived, last?.report.bytesReceived)],
      ['To the host', bytesInWords(report.bytesSent) + rate(report.bytesSent, last?.report.bytesSent)],
      ['Round trip', report.roundTrip === undefined ? 'not measured yet' : timeInWords(report.roundTrip)],
      ['Screen', `${report.width} × ${report.height}`],
    ] as const;
    this.#last = { report, at };
    this.#traffic.replaceChildren(
      ...rows.flatMap(([name, value]) => [textElement('dt', name), textElement('dd', value)]),
    );
  }
}

function participantLine(participant: Participant, holding: string): HTMLElement {
  const { terminal, wire, you, holder, viewOnly, visible, primary } = participant;
  const notes = [
    wire,
    ...(holder ? [holding] : []),
    ...(viewOnly ? ['views only'] : []),
    ...(visible ? [] : ['hidden']),
    ...(primary ? ['orders the log'] : []),
  ];
  return line(you ? `Terminal ${terminal} (this page)` : `Terminal ${terminal}`, you ? 'you' : '', notes.join(', '));
}

function textElement(name: string, text: string): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  return made;
}

function line(text: string, className: string, note = ''): HTMLElement {
  const made = textElement('li', '');
  if (className !== '') made.className = className;
  made.append(textElement('span', text));
  if (note !== '') made.append(textElement('small', note));
  return made;
}
