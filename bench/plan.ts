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

const EVERYWHERE = ['lan', 'wan', 'dsl', '3g', 'modem'];
const FAST = ['lan', 'wan', 'dsl', '3g'];
const WHOLE_REPEATS = 3;

/** The links of each workload in the whole plan, which takes hours. */
const WHOLE: Readonly<Record<string, readonly string[]>> = {
  'xterm-start': EVERYWHERE,
  idle: ['lan'],
  typing: EVERYWHERE,
  text: EVERYWHERE,
  x11perf: FAST,
  drag: FAST,
  photo: FAST,
  video: FAST,
  'video-full': FAST,
  'chromium-start': FAST,
  pages: FAST,
  'chromium-scroll': FAST,
};

interface Share {
  readonly link: string;
  readonly repeats: number;
  readonly systems: readonly string[];
}

const X11_WIRE = 'farpane-x11';
const WIRES = ['farpane-nx', 'farpane-thinc', 'farpane-raw'];
/** Those whose host keeps the session, as our other wires do. */
const HOSTED = ['nx', 'vnc', 'xpra'];

/**
 * The quick plan, which takes minutes: each row of the aims with our wires and the peers that were best in one of its figures, or near it, in earlier
 * runs of all; several times where that is quick; three links for what is plotted over the round trip; and one link for what no row has. Plain X, whose
 * programs wait for a round trip hundreds of times, stays away from where our x11 wire says the same, and both from where they take half a minute.
 */
const QUICK: Readonly<Record<string, readonly Share[]>> = {
  'xterm-start': [
    { link: 'lan', repeats: 1, systems: [X11_WIRE, ...WIRES, 'x', 'nx', 'vnc'] },
    { link: 'wan', repeats: 1, systems: [X11_WIRE, ...WIRES, ...HOSTED] },
    { link: '3g', repeats: 3, systems: [...WIRES, ...HOSTED] },
  ],
  idle: [{ link: 'lan', repeats: 1, systems: [...WIRES, 'nx', 'vnc'] }],
  typing: [
    { link: 'lan', repeats: 1, systems: [X11_WIRE, ...WIRES, 'x', 'nx'] },
    { link: 'wan', repeats: 1, systems: [X11_WIRE, ...WIRES, 'x', ...HOSTED] },
    { link: '3g', repeats: 1, systems: [...WIRES, 'nx'] },
  ],
  text: [{ link: 'wan', repeats: 3, systems: [X11_WIRE, ...WIRES, 'x', 'x-compressed', ...HOSTED] }],
  x11perf: [{ link: 'wan', repeats: 3, systems: [...WIRES, ...HOSTED] }],
  drag: [{ link: 'wan', repeats: 1, systems: [...WIRES, 'nx', 'xpra'] }],
  photo: [{ link: '3g', repeats: 1, systems: [...WIRES, 'nx-lossless', ...HOSTED] }],
  video: [{ link: '3g', repeats: 1, systems: [...WIRES, ...HOSTED] }],
  'video-full': [{ link: 'lan', repeats: 1, systems: ['farpane-thinc', 'farpane-raw', 'vnc'] }],
  'chromium-start': [{ link: 'wan', repeats: 1, systems: [...WIRES, ...HOSTED] }],
  pages: [{ link: 'wan', repeats: 1, systems: [...WIRES, 'xpra'] }],
  'chromium-scroll': [{ link: 'wan', repeats: 1, systems: [...WIRES, 'xpra'] }],
};

/** What takes longer than this in a quick run is not repeated, in s. */
export const REPEATED_BELOW = 10;

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
        const repeats = repeatsOf(wish, link, system, workload);
        for (let repeat = 1; repeat <= repeats; repeat++) turns.push({ link, system, workload, repeat });
      }
    }
  }
  return turns;
}

/** A link or a workload that was asked for is played by everything that was asked for. */
function repeatsOf(wish: Wish, link: string, system: string, workload: string): number {
  const times = wish.repeats ?? (wish.quick ? 1 : WHOLE_REPEATS);
  if (!wish.quick) return wish.links !== undefined || WHOLE[workload]!.includes(link) ? times : 0;
  const share = QUICK[workload]!.find((of) => of.link === link);
  if (share === undefined) return wish.links === undefined ? 0 : times;
  const asked = wish.links !== undefined || wish.workloads !== undefined;
  return asked || share.systems.includes(system) ? (wish.repeats ?? share.repeats) : 0;
}

export function keyOf({ link, system, workload, repeat }: Turn): string {
  return `${link}/${system}/${workload}/${repeat}`;
}
