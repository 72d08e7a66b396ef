/** The race, to look at: a bar for each pane in each discipline, and bytes over time. */
import uPlot from 'uplot';
import { styleColour, wireColour } from '../panel/wire-look.ts';
import { bytesInWords, timeInWords } from '../page/amounts.ts';
import type { PaneChoice } from './panes-address.ts';
import type { RacePoint, Standing } from './race.ts';

/** Dashes tell panes on the same wire apart. */
const DASHES: readonly number[][] = [[], [6, 4], [2, 3], [8, 3, 2, 3]];
/** The chart reaches at least so far, in seconds and bytes; its axis of bytes is logarithmic and begins here. */
const LEAST_SECONDS = 10;
const LEAST_BYTES = 10_000;
const FIRST_BYTES = 100;

export interface RaceEntry {
  readonly pane: number;
  readonly choice: PaneChoice;
  readonly standing: Standing;
}

interface Discipline {
  readonly title: string;
  readonly note: string;
  readonly of: (standing: Standing) => number | undefined;
  readonly words: (value: number) => string;
}

const DISCIPLINES: readonly Discipline[] = [
  { title: 'Bytes down', note: 'from the host to the pane', of: ({ down }) => down, words: bytesInWords },
  { title: 'Bytes up', note: 'from the pane to the host', of: ({ up }) => up, words: bytesInWords },
  { title: 'Messages', note: 'both ways', of: ({ messages }) => messages, words: String },
  {
    title: 'Behind the first',
    note: 'until the same picture is shown, median',
    of: ({ behind }) => behind?.median,
    words: (value) => (value < 0.5 ? 'first' : timeInWords(value)),
  },
  {
    title: 'Backlog',
    note: 'the most that waited for the pane',
    of: ({ mostBacklog }) => mostBacklog,
    words: (value) => bytesInWords(Math.round(value)),
  },
];

interface Row {
  readonly element: HTMLElement;
  readonly label: HTMLElement;
  readonly bar: HTMLElement;
  readonly value: HTMLElement;
}

export class RaceView {
  readonly #groups: readonly { readonly discipline: Discipline; readonly list: HTMLElement; rows: Map<number, Row> }[];
  readonly #chart: HTMLElement;
  #plot: uPlot | undefined;
  #drawn = '';

  constructor(disciplines: HTMLElement, chart: HTMLElement) {
    this.#chart = chart;
    this.#groups = DISCIPLINES.map((discipline) => {
      const group = document.createElement('section');
      const title = document.createElement('h3');
      title.textContent = discipline.title;
      title.title = discipline.note;
      const list = document.createElement('ol');
      group.append(title, list);
      disciplines.append(group);
      return { discipline, list, rows: new Map<number, Row>() };
    });
    new ResizeObserver(() => this.#plot?.setSize(this.#size)).observe(chart);
    // The canvas does not follow the style sheet by itself.
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.#plot?.redraw(false));
  }

  show(entries: readonly RaceEntry[], points: readonly RacePoint[]): void {
    for (const { discipline, list, rows } of this.#groups) {
      const values = entries.map(({ standing }) => discipline.of(standing));
      const most = Math.max(1, ...values.map((value) => value ?? 0));
      const known = values.filter((value) => value !== undefined);
      const least = known.length > 1 && Math.max(...known) > Math.min(...known) ? Math.min(...known) : undefined;
      entries.forEach(({ pane, choice }, i) => {
        const value = values[i];
        const row = rows.get(pane) ?? newRow();
        rows.set(pane, row);
        row.label.textContent = choice.wire;
        row.element.title = `${choice.wire} over ${choice.link}`;
        row.element.style.setProperty('--colour', `var(${wireColour(choice.wire)})`);
        row.element.classList.toggle('least', value !== undefined && value === least);
        row.bar.style.width = `${(100 * (value ?? 0)) / most}%`;
        row.value.textContent = value === undefined ? '–' : discipline.words(value);
      });
      for (const pane of [...rows.keys()]) if (!entries.some((entry) => entry.pane === pane)) rows.delete(pane);
      const wanted = entries.map(({ pane }) => rows.get(pane)!.element);
      if (wanted.length !== list.childElementCount || wanted.some((element, i) => list.children[i] !== element)) {
        list.replaceChildren(...wanted);
      }
    }
    this.#showChart(entries, points);
  }

  get #size(): { width: number; height: number } {
    return { width: Math.max(100, this.#chart.clientWidth), height: Math.max(80, this.#chart.clientHeight) };
  }

  #showChart(entries: readonly RaceEntry[], points: readonly RacePoint[]): void {
    const drawn = entries.map(({ pane, choice }) => `${pane} ${choice.wire}`).join();
    if (this.#plot === undefined || this.#drawn !== drawn) {
      this.#drawn = drawn;
      this.#plot?.destroy();
      this.#plot = new uPlot(this.#settings(entries), [[], ...entries.map(() => [])], this.#chart);
    }
    const plot = this.#plot;
    const begun = points[0]?.at ?? 0;
    const seconds = points.map(({ at }) => (at - begun) / 1000);
    const lines = entries.map(({ pane }) => points.map(({ down }) => atLeast(down.get(pane), FIRST_BYTES)));
    plot.setData([seconds, ...lines], false);
    const most = lines.flat().reduce<number>((highest, value) => Math.max(highest, value ?? 0), LEAST_BYTES);
    plot.batch(() => {
      plot.setScale('x', { min: 0, max: Math.max(LEAST_SECONDS, seconds.at(-1) ?? 0) });
      plot.setScale('y', { min: FIRST_BYTES, max: most * 1.3 });
    });
  }

  #settings(entries: readonly RaceEntry[]): uPlot.Options {
    const axis = (name: string): uPlot.Axis => ({
      font: '11px system-ui, sans-serif',
      stroke: () => styleColour('--quiet'),
      grid: { stroke: () => styleColour(name), width: 1 },
      ticks: { show: false },
    });
    const seen = new Map<string, number>();
    return {
      ...this.#size,
      padding: [8, 18, 0, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false, distr: 3, log: 10 } },
      axes: [
        { ...axis('--line'), size: 24, gap: 4, values: (_plot, splits) => splits.map((value) => `${value} s`) },
        { ...axis('--line'), size: 60, gap: 6, values: (_plot, splits) => splits.map(wholePower) },
      ],
      series: [
        {},
        ...entries.map(({ choice }): uPlot.Series => {
          const same = seen.get(choice.wire) ?? 0;
          seen.set(choice.wire, same + 1);
          return {
            stroke: () => styleColour(wireColour(choice.wire)),
            width: 2,
            points: { show: false },
            ...(same === 0 ? {} : { dash: DASHES[same]! }),
          };
        }),
      ],
    };
  }
}

function atLeast(value: number | undefined, least: number): number | null {
  return value === undefined ? null : Math.max(value, least);
}

/** The axis names powers of ten only. */
function wholePower(value: number): string {
  return Number.isInteger(Math.log10(value)) ? bytesInWords(value) : '';
}

function newRow(): Row {
  const [element, label, track, bar, value] = ['li', 'span', 'div', 'i', 'output'].map((name) =>
    document.createElement(name),
  ) as [HTMLElement, HTMLElement, HTMLElement, HTMLElement, HTMLElement];
  track.append(bar);
  element.append(label, track, value);
  return { element, label, bar, value };
}
