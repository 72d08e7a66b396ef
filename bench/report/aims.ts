/** What Farpane's best wire is to reach on each row, beside the best of the others in the same run. */
import { linkProfile } from '../../session/link.ts';
import type { Spread } from '../measures.ts';
import { FIGURES, show, showSpread, type FigureName, type Result } from './figures.ts';

interface Wanted {
  readonly figure: FigureName;
  /** At most this, or at least where more is better. */
  readonly aim: number;
  readonly more?: boolean;
}

export interface Aim {
  readonly title: string;
  readonly workload: string;
  readonly link: string;
  readonly wanted: readonly Wanted[];
}

function roundTrip(link: string): number {
  const { up, down } = linkProfile(link)!;
  return up.delay + down.delay;
}

export const AIMS: readonly Aim[] = [
  {
    title: 'xterm start, 3g',
    workload: 'xterm-start',
    link: '3g',
    // One round trip is what the wire may take; the program's own start comes on top of it.
    wanted: [
      { figure: 'down', aim: 800 },
      { figure: 'lastPixel', aim: roundTrip('3g') },
    ],
  },
  {
    title: '100 keys, wan',
    workload: 'typing',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 900 },
      { figure: 'up', aim: 1200 },
      { figure: 'keyMedian', aim: roundTrip('wan') + 2 },
      { figure: 'keyP95', aim: roundTrip('wan') + 4 },
    ],
  },
  {
    title: '200 KB of text, wan',
    workload: 'text',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 8000 },
      { figure: 'lastPixel', aim: 88 },
    ],
  },
  {
    title: 'x11perf mix, wan',
    workload: 'x11perf',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 25_000 },
      { figure: 'lastPixel', aim: 130 },
    ],
  },
  {
    title: 'window dragged 200 steps, wan',
    workload: 'drag',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 2000 },
      { figure: 'updates', aim: 200, more: true },
    ],
  },
  {
    title: 'photo, exact, 3g',
    workload: 'photo',
    link: '3g',
    wanted: [
      { figure: 'down', aim: 560_000 },
      { figure: 'exact', aim: 3300 },
      { figure: 'firstGood', aim: 460 },
    ],
  },
  {
    title: 'video 320x240, 300 frames, 3g',
    workload: 'video',
    link: '3g',
    wanted: [
      { figure: 'framesShown', aim: 300, more: true },
      { figure: 'down', aim: 1_000_000 },
      { figure: 'psnr', aim: 32, more: true },
    ],
  },
  {
    title: 'Chromium start, wan',
    workload: 'chromium-start',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 200_000 },
      { figure: 'lastPixel', aim: 800 },
    ],
  },
  {
    title: 'Chromium scrolling, wan',
    workload: 'chromium-scroll',
    link: 'wan',
    wanted: [
      { figure: 'down', aim: 5_000_000 },
      { figure: 'framesShown', aim: 450, more: true },
    ],
  },
  {
    title: 'idle xterm, memory of the host',
    workload: 'idle',
    link: 'lan',
    wanted: [{ figure: 'memory', aim: 73 }],
  },
];

export interface Checked {
  readonly aim: Aim;
  /** The wire of ours that reaches most, undefined where none was measured. */
  readonly ours: Side | undefined;
  /** For each figure the best of the others, which need not be the same for all. */
  readonly peers: readonly (Side | undefined)[];
  readonly reached: boolean;
}

export interface Side {
  readonly system: string;
  /** How often it was played. */
  readonly runs: number;
  /** In the order of the aim's figures; undefined where it has none. */
  readonly values: readonly (Spread | undefined)[];
}

function reaches({ aim, more }: Wanted, value: number | undefined): boolean {
  return value !== undefined && (more === true ? value >= aim : value <= aim);
}

/** How far a figure is from its aim: 1 reaches it, larger is worse. */
function distance(wanted: Wanted, value: number | undefined): number {
  if (value === undefined) return 1e3;
  const ratio = wanted.more === true ? wanted.aim / Math.max(value, 1e-3) : Math.max(value, 1e-3) / wanted.aim;
  return Math.max(1, ratio);
}

export function checkAims(results: readonly Result[], isOurs: (system: string) => boolean): Checked[] {
  return AIMS.map((aim) => {
    const { wanted } = aim;
    const there = results.filter(({ workload, link }) => workload === aim.workload && link === aim.link);
    const sideOf = ({ system, figures, runs }: Result): Side => ({
      system,
      runs,
      values: wanted.map(({ figure }) => figures[figure]),
    });
    const cost = ({ values }: Side): number =>
      wanted.reduce((sum, of, i) => sum + Math.log(distance(of, values[i]?.median)), 0);
    const oursByCost = there
      .filter(({ system }) => isOurs(system))
      .map(sideOf)
      .filter(({ values }) => values.some((value) => value !== undefined))
      .toSorted((a, b) => cost(a) - cost(b));
    const others = there.filter(({ system }) => !isOurs(system)).map(sideOf);
    const peers = wanted.map(({ more }, i) =>
      others
        .filter(({ values }) => values[i] !== undefined)
        .toSorted((a, b) => (more === true ? -1 : 1) * (a.values[i]!.median - b.values[i]!.median))
        .at(0),
    );
    const ours = oursByCost[0];
    const reached = ours !== undefined && wanted.every((of, i) => reaches(of, ours.values[i]?.median));
    return { aim, ours, peers, reached };
  });
}

/** A figure of an aim in words, such as "bytes down 912 (900 to 950)". */
export function wordsOf({ figure }: Wanted, value: Spread | undefined): string {
  const { title, unit } = FIGURES[figure];
  return `${title} ${value === undefined ? '–' : showSpread(value, unit)}`;
}

/** What a figure is to be, in words. */
export function wantedWords({ figure, aim }: Wanted): string {
  const { title, unit } = FIGURES[figure];
  return `${title} ${show(aim, unit)}`;
}
