/** Cells brought together: for each workload, link and system the medians of its runs, with their spread. */
import type { AloneFigure } from '../alone/alone.ts';
import { quantile, spread, type Cell, type Measures, type Spread } from '../measures.ts';

/** What a table or plot may show: its words, and how its numbers read. */
export interface Figure {
  readonly title: string;
  readonly unit: 'bytes' | 'ms' | 's' | 'count' | 'dB' | 'MiB' | 'ratio';
  /** Undefined where a run has none. */
  readonly of: (measures: Measures) => number | undefined;
}

export const FIGURES = {
  down: { title: 'bytes down', unit: 'bytes', of: ({ down }) => down },
  up: { title: 'bytes up', unit: 'bytes', of: ({ up }) => up },
  lastPixel: { title: 'time to last pixel', unit: 'ms', of: ({ lastPixel }) => lastPixel },
  keyMedian: {
    title: 'key to glyph, median',
    unit: 'ms',
    of: ({ latencies }) => latencies && quantile(latencies, 0.5),
  },
  keyP95: { title: 'key to glyph, p95', unit: 'ms', of: ({ latencies }) => latencies && quantile(latencies, 0.95) },
  lostKeys: { title: 'keys without glyph', unit: 'count', of: ({ lostKeys }) => lostKeys },
  page: { title: 'time per page', unit: 'ms', of: ({ pages }) => pages && spread(pages)?.median },
  framesShown: { title: 'frames shown', unit: 'count', of: ({ framesShown }) => framesShown },
  framesDrawn: { title: 'frames drawn', unit: 'count', of: ({ framesDrawn }) => framesDrawn },
  updates: { title: 'updates seen', unit: 'count', of: ({ updates }) => updates },
  psnr: { title: 'picture quality', unit: 'dB', of: ({ psnr }) => psnr },
  firstGood: { title: 'first good picture', unit: 'ms', of: ({ firstGood }) => firstGood },
  exact: { title: 'exact picture', unit: 'ms', of: ({ exact }) => exact },
  messagesDown: { title: 'messages down', unit: 'count', of: ({ messagesDown }) => messagesDown },
  messagesUp: { title: 'messages up', unit: 'count', of: ({ messagesUp }) => messagesUp },
  turns: { title: 'round trips', unit: 'count', of: ({ turns }) => turns },
  backlog: { title: 'peak backlog', unit: 'bytes', of: ({ backlog }) => backlog },
  hostCpu: { title: 'host CPU', unit: 's', of: ({ hostCpu }) => hostCpu },
  terminalCpu: { title: 'terminal CPU', unit: 's', of: ({ terminalCpu }) => terminalCpu },
  memory: { title: 'host memory', unit: 'MiB', of: ({ memory }) => memory },
} satisfies Readonly<Record<string, Figure>>;

export type FigureName = keyof typeof FIGURES;

/** A workload on a system over a link: all of its runs. */
export interface Result {
  readonly system: string;
  readonly link: string;
  readonly workload: string;
  readonly figures: Readonly<Partial<Record<FigureName, Spread>>>;
  /** Why runs have failed, each reason once. */
  readonly failures: readonly string[];
  /** How often it was played to its end. */
  readonly runs: number;
}

export function summarize(cells: readonly Cell[]): Result[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.workload}/${cell.link}/${cell.system}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [cell]);
    else group.push(cell);
  }
  return [...groups.values()].map((group) => {
    const { system, link, workload } = group[0]!;
    const measures = group.flatMap(({ measures: of }) => (of === undefined ? [] : [of]));
    const figures: Partial<Record<FigureName, Spread>> = {};
    for (const [name, figure] of Object.entries(FIGURES) as [FigureName, Figure][]) {
      const values = measures.flatMap((of) => {
        const value = figure.of(of);
        return value === undefined || !Number.isFinite(value) ? [] : [value];
      });
      const found = spread(values);
      if (found !== undefined) figures[name] = found;
    }
    const failures = [...new Set(group.flatMap(({ failure }) => (failure === undefined ? [] : [failure])))];
    return { system, link, workload, figures, failures, runs: measures.length };
  });
}

/** As people read it: 20k, 1.23M, 61.7 s, 153 ms. */
export function show(value: number, unit: Figure['unit']): string {
  switch (unit) {
    case 'bytes':
      return value >= 999_500
        ? `${digits(value / 1e6)}M`
        : value >= 1000
          ? `${digits(value / 1e3)}k`
          : String(Math.round(value));
    case 'ms':
      return value >= 1000 ? `${digits(value / 1000)} s` : `${digits(value)} ms`;
    case 's':
      return `${digits(value)} s`;
    case 'dB':
      return value >= 99 ? 'exact' : `${value.toFixed(1)} dB`;
    case 'MiB':
      return `${Math.round(value)} MiB`;
    case 'ratio':
      return value.toFixed(2);
    case 'count':
      return String(Math.round(value));
  }
}

function digits(value: number): string {
  return value >= 99.95 ? value.toFixed(0) : value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}

/** The median, and from where to where the runs went if there were several. */
export function showSpread({ median, least, most, count }: Spread, unit: Figure['unit']): string {
  const [low, high] = [show(least, unit), show(most, unit)];
  if (count === 1 || low === high) return show(median, unit);
  return `${show(median, unit)} (${low} to ${high})`;
}

/** A figure of a row that is measured alone. */
export function showAlone({ title, unit, value }: AloneFigure): string {
  return `${title}: ${showSpread(value, unit)}`;
}
