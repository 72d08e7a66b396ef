/** A small plot over the last minute: one line, in the colour of the wire that was in use, and a mark where the wire changed. */
import uPlot from 'uplot';
import { WIRES, type WireName } from '../../../session/carrier/control.ts';
import { SPAN_MS } from './history.ts';
import { styleColour, wireColour } from './wire-look.ts';

const HEIGHT = 58;
/** The axis goes on above its topmost label by this. */
const HEADROOM = 1.08;

export interface PlotLine {
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  readonly wires: readonly WireName[];
  readonly values: readonly (number | undefined)[];
}

/** A change of the wire. */
export interface Mark {
  readonly at: number;
  readonly to: WireName;
}

export interface PlotOptions {
  /** Shown above it. */
  readonly title: string;
  /** What the axis and the latest value say. */
  readonly words: (value: number) => string;
  /** The topmost label of the axis says at least so much. */
  readonly least: number;
  /** Values come one by one: they are drawn as dots. */
  readonly dots?: boolean;
}

export class Plot {
  readonly element = document.createElement('figure');
  readonly #value = document.createElement('output');
  readonly #options: PlotOptions;
  readonly #plot: uPlot;
  #marks: readonly Mark[] = [];

  constructor(options: PlotOptions) {
    this.#options = options;
    const caption = document.createElement('figcaption');
    const title = document.createElement('span');
    title.textContent = options.title;
    caption.append(title, this.#value);
    const area = document.createElement('div');
    this.element.className = 'plot';
    this.element.append(caption, area);
    this.#plot = new uPlot(this.#settings(), [[], ...WIRES.map(() => [])], area);
    new ResizeObserver(() => {
      const width = area.clientWidth;
      if (width > 0) this.#plot.setSize({ width, height: HEIGHT });
    }).observe(area);
  }

  show(line: PlotLine, marks: readonly Mark[], now: number): void {
    this.#marks = marks;
    const { at, wires, values } = line;
    const series = WIRES.map((wire) =>
      // The line goes on to where the next wire's begins.
      values.map((value, i) =>
        wires[i] === wire || (!this.#options.dots && wires[i - 1] === wire) ? (value ?? null) : null,
      ),
    );
    this.#plot.setData([at.map((time) => time / 1000), ...series], false);
    const highest = values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0);
    this.#plot.batch(() => {
      this.#plot.setScale('x', { min: (now - SPAN_MS) / 1000, max: now / 1000 });
      this.#plot.setScale('y', { min: 0, max: Math.max(this.#options.least, highest) * HEADROOM });
    });
    const last = this.#options.dots ? values.findLast((value) => value !== undefined) : values.at(-1);
    this.#value.textContent = last === undefined ? '–' : this.#options.words(last);
  }

  #settings(): uPlot.Options {
    const { words, dots = false } = this.#options;
    return {
      width: 240,
      height: HEIGHT,
      padding: [7, 2, 7, 0],
      legend: { show: false },
      cursor: { show: false },
      scales: { x: { time: false, auto: false }, y: { auto: false } },
      axes: [
        { show: false },
        {
          size: 52,
          gap: 4,
          font: '10px system-ui, sans-serif',
          stroke: () => styleColour('--quiet'),
          ticks: { show: false },
          grid: { stroke: () => styleColour('--line'), width: 1 },
          splits: (plot) => [0, (plot.scales['y']?.max ?? 1) / HEADROOM],
          values: (_plot, splits) => splits.map((value) => (value === 0 ? '0' : words(value).replace(' bytes', ' B'))),
        },
      ],
      series: [
        {},
        ...WIRES.map((wire): uPlot.Series => ({
          stroke: () => styleColour(wireColour(wire)),
          width: dots ? 0 : 1.5,
          spanGaps: false,
          points: { show: dots, size: 5, width: 0, fill: () => styleColour(wireColour(wire)) },
          ...(dots ? {} : { fill: () => `${styleColour(wireColour(wire))}22` }),
        })),
      ],
      hooks: { draw: [(plot) => this.#drawMarks(plot)] },
    };
  }

  #drawMarks(plot: uPlot): void {
    const { ctx, bbox } = plot;
    ctx.save();
    ctx.setLineDash([3, 3]);
    for (const { at, to } of this.#marks) {
      const x = Math.round(plot.valToPos(at / 1000, 'x', true)) + 0.5;
      if (x < bbox.left || x > bbox.left + bbox.width) continue;
      ctx.strokeStyle = styleColour(wireColour(to));
      ctx.beginPath();
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
      ctx.stroke();
    }
    ctx.restore();
  }
}
