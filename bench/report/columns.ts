/** Which figures a workload's table has, and which its plots show. */
import type { FigureName } from './figures.ts';

export interface Columns {
  readonly table: readonly FigureName[];
  /** What a user waits for or sees: plotted against the round trip. */
  readonly main: FigureName;
}

const COST = ['down', 'up', 'messagesDown', 'messagesUp', 'turns', 'backlog', 'hostCpu', 'terminalCpu'] as const;
const TIMED: Columns = { table: ['lastPixel', ...COST], main: 'lastPixel' };

const COLUMNS: Readonly<Record<string, Columns>> = {
  typing: { table: ['keyMedian', 'keyP95', 'lostKeys', ...COST], main: 'keyMedian' },
  drag: { table: ['updates', 'lastPixel', ...COST], main: 'updates' },
  photo: { table: ['firstGood', 'exact', 'lastPixel', 'psnr', ...COST], main: 'firstGood' },
  pages: { table: ['page', ...COST], main: 'page' },
  video: { table: ['framesShown', 'framesDrawn', 'psnr', ...COST], main: 'framesShown' },
  'video-full': { table: ['framesShown', 'framesDrawn', ...COST], main: 'framesShown' },
  'chromium-scroll': { table: ['framesShown', 'framesDrawn', ...COST], main: 'framesShown' },
  idle: { table: ['memory', ...COST], main: 'memory' },
};

export function columnsOf(workload: string): Columns {
  return COLUMNS[workload] ?? TIMED;
}
