/**
 * Rows of the aims that no workload over a link has: the core alone beside Xvfb, the stop of a live switch, a key in the page until its pixels. Programs
 * of their own measure them (bench/x11perf.ts, switch-stop.ts, latency.ts); here a run of the bench plays them, small or whole, and keeps what they found.
 */
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../../host/kept-bundles.mjs';
import { pause } from '../clock.ts';
import { quantile, spread, type Spread } from '../measures.ts';
import { Processes } from '../processes.ts';

export interface AloneFigure {
  /** Whose it is, and which. */
  readonly title: string;
  readonly unit: 'ms' | 'ratio';
  readonly value: Spread;
}

/** What was found of a row. */
export interface AloneFound {
  readonly row: string;
  readonly figures: readonly AloneFigure[];
  readonly reached: boolean;
  /** Why there are none. */
  readonly failure?: string;
  /** Of the clock. */
  readonly seconds: number;
}

export interface AloneRow {
  readonly name: string;
  readonly title: string;
  readonly aim: string;
  /** What there is beside it. */
  readonly others: string;
  /** By hand, and whole. */
  readonly command: string;
  readonly needs: readonly string[];
  readonly program: string;
  readonly quick: readonly string[];
  readonly whole: readonly string[];
  /** Reads what the program has written. */
  read(found: unknown): Pick<AloneFound, 'figures' | 'reached'>;
}

/** As x11perf.ts writes it. */
interface Ratios {
  readonly ratios: Readonly<Record<string, readonly number[]>>;
}

/** As switch-stop.ts writes it: the stops on a link, in ms, and what is asked for. */
type Stops = readonly { readonly link: string; readonly roundTrip: number; readonly stops: readonly number[] }[];

/** As latency.ts writes it: of each wire, in ms. */
interface Latencies {
  readonly latencies: Readonly<Record<string, readonly number[]>>;
}

const CORE_AIM = 0.5;
const STOP_AIM = 100;
/** Median of a key's way to the host and back to a canvas without any display protocol, in ms, as it was once measured on a machine of two cores. */
const FLOOR = [1.5, 2.6] as const;

export const ALONE: readonly AloneRow[] = [
  {
    name: 'core',
    title: 'x11perf, core alone: geometric mean (least to most) over tests',
    aim: `${CORE_AIM} of Xvfb, then 1.0 (geometric mean)`,
    others: 'Xvfb 1.0, in turns with ours',
    command: 'npx tsx bench/x11perf.ts',
    needs: ['Xvfb', 'x11perf'],
    program: 'bench/x11perf.ts',
    quick: ['--seconds', '1', 'rect10', 'seg100', 'ftext', 'copywinwin100', 'noop'],
    whole: ['--seconds', '1'],
    read: (found) => {
      const [name, ratios] = Object.entries((found as Ratios).ratios)[0] ?? ['', []];
      const mean = geometricMean(ratios);
      const value = { median: mean, least: Math.min(...ratios), most: Math.max(...ratios), count: ratios.length };
      return {
        figures: [{ title: `${name}, ${ratios.length} tests`, unit: 'ratio', value }],
        reached: mean >= CORE_AIM,
      };
    },
  },
  {
    name: 'switch',
    title: 'live switch between nx and x11, stop seen by the user',
    aim: `${STOP_AIM} ms on lan, round trip + ${STOP_AIM} ms elsewhere`,
    others: 'none switches; live migration of virtual machines stops them for about 200 ms',
    command: 'npx tsx bench/switch-stop.ts',
    needs: ['xterm'],
    program: 'bench/switch-stop.ts',
    quick: ['--links', 'lan,wan', '--loads', 'prints', '--switches', '2'],
    whole: ['--loads', 'prints', '--switches', '5'],
    read: (found) => {
      const links = (found as Stops).filter(({ stops }) => stops.length > 0);
      const allowed = (link: string, roundTrip: number): number => STOP_AIM + (link === 'lan' ? 0 : roundTrip);
      return {
        figures: links.map(({ link, stops }) => ({ title: link, unit: 'ms', value: spread(stops)! })),
        reached:
          links.length > 0 &&
          links.every(({ link, roundTrip, stops }) => spread(stops)!.median <= allowed(link, roundTrip)),
      };
    },
  },
  {
    name: 'key',
    title: 'key to pixel on loopback, in Chromium: median (least to p95)',
    aim: `twice the floor of ${FLOOR[0]} to ${FLOOR[1]} ms`,
    others: `the floor: ${FLOOR[0]} to ${FLOOR[1]} ms, without any display protocol, measured once`,
    command: 'npx tsx bench/latency.ts x11 nx thinc raw',
    needs: ['xterm', 'chromium'],
    program: 'bench/latency.ts',
    quick: ['--keys', '25', 'x11', 'nx', 'thinc', 'raw'],
    whole: ['--keys', '200', 'x11', 'nx', 'thinc', 'raw'],
    read: (found) => {
      const wires = Object.entries((found as Latencies).latencies).filter(([, times]) => times.length > 0);
      return {
        figures: wires.map(([wire, times]) => {
          // From the median to what 95 of 100 keys do not exceed.
          const value = {
            median: quantile(times, 0.5),
            least: Math.min(...times),
            most: quantile(times, 0.95),
            count: times.length,
          };
          return { title: `Farpane ${wire}`, unit: 'ms', value };
        }),
        reached: wires.some(([, times]) => quantile(times, 0.5) <= 2 * FLOOR[1]),
      };
    },
  },
];

function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** The whole of x11perf's tests take minutes. */
const LOOK_MS = 200;
const PATIENCE_MS = { quick: 180_000, whole: 1_800_000 } as const;

/** Plays a row. What fails is told in `failure`; only a wrong answer of the program is thrown. */
export async function playAlone(row: AloneRow, quick: boolean, signal: AbortSignal): Promise<AloneFound> {
  const folder = await mkdtemp(join(tmpdir(), 'farpane-bench-alone-'));
  const processes = new Processes();
  const begun = performance.now();
  const seconds = (): number => Math.round((performance.now() - begun) / 100) / 10;
  const failed = (failure: string): AloneFound => ({
    row: row.name,
    figures: [],
    reached: false,
    failure,
    seconds: seconds(),
  });
  try {
    const out = join(folder, 'found.json');
    const args = ['--import', 'tsx', join(ROOT, row.program), '--json', out, ...(quick ? row.quick : row.whole)];
    const child = processes.start(process.execPath, args, { cwd: ROOT });
    const exit = once(child, 'exit');
    // A program that cannot be started has no 'exit'.
    exit.catch(() => {});
    const until = performance.now() + (quick ? PATIENCE_MS.quick : PATIENCE_MS.whole);
    while (child.exitCode === null && child.signalCode === null) {
      if (signal.aborted || performance.now() > until)
        return failed(signal.aborted ? 'broken off' : 'not done in time');
      await Promise.race([exit, pause(LOOK_MS)]);
    }
    const text = await readFile(out, 'utf8').catch(() => undefined);
    if (text === undefined) return failed(`${row.program} has ended with ${child.exitCode ?? child.signalCode}`);
    const found = row.read(JSON.parse(text));
    if (found.figures.length === 0) return failed('nothing was measured');
    return { row: row.name, ...found, seconds: seconds() };
  } finally {
    await processes.end();
    await rm(folder, { recursive: true, force: true });
  }
}
