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

/** A workload's links of the default plans, and its repeats. The whole plan takes hours, the quick one minutes: it has the rows of the aims. */
interface Share {
  readonly quick: readonly string[];
  readonly whole: readonly string[];
  readonly quickRepeats: number;
}

const EVERYWHERE = ['lan', 'wan', 'dsl', '3g', 'modem'];
const FAST = ['lan', 'wan', 'dsl', '3g'];
const WHOLE_REPEATS = 3;

const SHARES: Readonly<Record<string, Share>> = {
  'xterm-start': { quick: ['lan', 'wan', '3g'], whole: EVERYWHERE, quickRepeats: 1 },
  typing: { quick: ['lan', 'wan'], whole: EVERYWHERE, quickRepeats: 1 },
  text: { quick: ['wan'], whole: EVERYWHERE, quickRepeats: 1 },
  x11perf: { quick: ['wan'], whole: FAST, quickRepeats: 1 },
  drag: { quick: ['wan'], whole: FAST, quickRepeats: 1 },
  photo: { quick: ['3g'], whole: FAST, quickRepeats: 1 },
  pages: { quick: ['wan'], whole: FAST, quickRepeats: 1 },
  video: { quick: ['3g'], whole: FAST, quickRepeats: 1 },
  'video-full': { quick: ['lan'], whole: FAST, quickRepeats: 1 },
  'chromium-start': { quick: ['wan'], whole: FAST, quickRepeats: 1 },
  'chromium-scroll': { quick: ['wan'], whole: FAST, quickRepeats: 1 },
  idle: { quick: ['lan'], whole: ['lan'], quickRepeats: 1 },
};

/** Workloads of the default plan that may not take longer than this fail, in seconds. */
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
        // A link that was asked for is used for everything that was asked for.
        if (wish.links === undefined && !(wish.quick ? share.quick : share.whole).includes(link)) continue;
        const repeats = wish.repeats ?? (wish.quick ? share.quickRepeats : WHOLE_REPEATS);
        for (let repeat = 1; repeat <= repeats; repeat++) turns.push({ link, system, workload, repeat });
      }
    }
  }
  return turns;
}

export function keyOf({ link, system, workload, repeat }: Turn): string {
  return `${link}/${system}/${workload}/${repeat}`;
}
