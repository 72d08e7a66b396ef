/** Which workloads are played on which systems over which links, and how often. */
import { LINK_PROFILES } from '../session/link.ts';
import { WORKLOADS } from './workloads/workloads.ts';

export interface Wish {
  /** Names; undefined for those of the default plan. */
  readonly workloads: readonly string[] | undefined;
  readonly links: readonly string[] | undefined;
  readonly systems: readonly string[];
  readonly quick: boolean;
  /** undefined for the plan's own. */
  readonly repeats: number | undefined;
}

export interface Turn {
  readonly link: string;
  readonly system: string;
  readonly workload: string;
  readonly repeat: number;
}

/** A workload's links of the default plans. The whole plan takes hours; the quick one minutes: it has the rows of the aims, and little more. */
interface Share {
  readonly quick: readonly string[];
  readonly whole: readonly string[];
}

const EVERYWHERE = ['lan', 'wan', 'dsl', '3g', 'modem'];
const FAST = ['lan', 'wan', 'dsl', '3g'];
const WHOLE_REPEATS = 3;

const SHARES: Readonly<Record<string, Share>> = {
  'xterm-start': { quick: ['lan', 'wan', '3g'], whole: EVERYWHERE },
  typing: { quick: ['wan'], whole: EVERYWHERE },
  text: { quick: ['wan'], whole: EVERYWHERE },
  x11perf: { quick: ['wan'], whole: FAST },
  drag: { quick: ['wan'], whole: FAST },
  photo: { quick: ['3g'], whole: FAST },
  video: { quick: ['3g'], whole: FAST },
  'video-full': { quick: ['lan'], whole: FAST },
  'chromium-start': { quick: ['wan'], whole: FAST },
  pages: { quick: ['wan'], whole: FAST },
  'chromium-scroll': { quick: ['wan'], whole: FAST },
  idle: { quick: ['lan'], whole: ['lan'] },
};

/** Where a system says what another one says too, the quick plan leaves it out; and over plain X a window manager takes half a minute to come up. */
function leftOutOfQuick(system: string, workload: string, link: string): boolean {
  if (system === 'nx-lossless' || system === 'vnc-lossless') return workload !== 'photo';
  if (system === 'x-compressed' && link === '3g') return true;
  return (system === 'x' || system === 'x-compressed') && (workload === 'drag' || workload === 'pages');
}

/** A workload that takes longer than this has failed, in seconds. */
export const PATIENCE = { quick: 45, whole: 120 } as const;

/** In the order in which they are played: a system stays up for all its workloads over a link. */
export function planTurns(wish: Wish): Turn[] {
  const turns: Turn[] = [];
  for (const { name: link } of LINK_PROFILES) {
    if (wish.links !== undefined && !wish.links.includes(link)) continue;
    for (const system of wish.systems) {
      for (const { name: workload } of WORKLOADS) {
        if (wish.workloads !== undefined && !wish.workloads.includes(workload)) continue;
        const share = SHARES[workload]!;
        if (wish.quick && wish.workloads === undefined && leftOutOfQuick(system, workload, link)) continue;
        // A link that was asked for is used for everything that was asked for.
        if (wish.links === undefined && !(wish.quick ? share.quick : share.whole).includes(link)) continue;
        const repeats = wish.repeats ?? (wish.quick ? 1 : WHOLE_REPEATS);
        for (let repeat = 1; repeat <= repeats; repeat++) turns.push({ link, system, workload, repeat });
      }
    }
  }
  return turns;
}

export function keyOf({ link, system, workload, repeat }: Turn): string {
  return `${link}/${system}/${workload}/${repeat}`;
}
