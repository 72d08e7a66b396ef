/** Plays a plan: systems come up over links, workloads are played on them, cells are written down. */
import { linkProfile } from '../session/link.ts';
import { makeBundles, type Bundles } from './bundles.ts';
import { clock, pause } from './clock.ts';
import { RunGround } from './ground.ts';
import type { Journal } from './journal.ts';
import { quantile, type Measures } from './measures.ts';
import { keyOf, PATIENCE, type Turn } from './plan.ts';
import { Stage, TooLong } from './stage.ts';
import { SYSTEMS } from './systems/systems.ts';
import { WORKLOADS } from './workloads/workloads.ts';

/** A system that is not up after this has failed, in ms. */
const START_MS = 90_000;

export interface RunOptions {
  readonly turns: readonly Turn[];
  readonly journal: Journal;
  readonly quick: boolean;
  /** Ends the run after the workload that is played. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** All turns of a system over a link. */
interface Block {
  readonly link: string;
  readonly system: string;
  readonly turns: Turn[];
}

export async function runTurns(options: RunOptions): Promise<void> {
  const { journal, signal, progress } = options;
  const left = options.turns.filter((turn) => !journal.has(keyOf(turn)));
  if (left.length < options.turns.length)
    progress(`${options.turns.length - left.length} of ${options.turns.length} are there already`);
  const blocks: Block[] = [];
  for (const turn of left) {
    const last = blocks.at(-1);
    if (last !== undefined && last.link === turn.link && last.system === turn.system) last.turns.push(turn);
    else blocks.push({ link: turn.link, system: turn.system, turns: [turn] });
  }
  if (left.length === 0) return;
  const bundles = await makeBundles();
  const begun = clock();
  let done = 0;
  const note = async (turn: Turn, found: { measures: Measures } | { failure: string }): Promise<void> => {
    done++;
    await journal.add({ ...turn, ...found });
    const minutes = (((clock() - begun) / done) * (left.length - done)) / 60_000;
    const what = 'measures' in found ? inShort(found.measures) : found.failure;
    progress(
      `[${done}/${left.length}, ${minutes.toFixed(0)} min left] ${turn.link} ${turn.system} ${turn.workload}: ${what}`,
    );
  };
  for (const block of blocks) {
    if (signal.aborted) return;
    await playBlock(block, bundles, options, note);
  }
}

async function playBlock(
  block: Block,
  bundles: Bundles,
  { quick, signal }: RunOptions,
  note: (turn: Turn, found: { measures: Measures } | { failure: string }) => Promise<void>,
): Promise<void> {
  const system = SYSTEMS.find(({ name }) => name === block.system)!;
  const link = linkProfile(block.link)!;
  const turns = [...block.turns];
  // A workload that fails may leave anything behind: the system comes up anew for the others.
  while (turns.length > 0 && !signal.aborted) {
    const ground = await RunGround.open(bundles);
    try {
      const running = await inTime(system.start(ground, link), START_MS, `${system.title} did not come up`);
      const patience = quick ? PATIENCE.quick : PATIENCE.whole;
      const stage = new Stage(ground, running, { link, quick, patience });
      stage.begin();
      await stage.rest();
      while (turns.length > 0 && !signal.aborted) {
        const turn = turns.shift()!;
        const workload = WORKLOADS.find(({ name }) => name === turn.workload)!;
        try {
          stage.begin();
          const measures = await inTime(
            workload.play(stage),
            (3 * patience + 30) * 1000,
            `not done after ${patience} s`,
          );
          await note(turn, { measures });
        } catch (error) {
          await note(turn, { failure: messageOf(error) });
          break;
        } finally {
          await stage.end();
        }
        await stage.rested();
      }
    } catch (error) {
      // It never came up, or did not come to rest: what is left of it would fail as well.
      for (const turn of turns.splice(0)) await note(turn, { failure: messageOf(error) });
    } finally {
      await ground.end();
    }
  }
}

async function inTime<T>(promise: Promise<T>, milliseconds: number, message: string): Promise<T> {
  const over = pause(milliseconds).then(() => {
    throw new Error(message);
  });
  // Whichever loses the race is of no interest any more.
  over.catch(() => {});
  promise.catch(() => {});
  return Promise.race([promise, over]);
}

function messageOf(error: unknown): string {
  if (error instanceof TooLong) return error.message;
  return (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]!;
}

function inShort(measures: Measures): string {
  const { down, lastPixel, latencies, pages, framesShown, framesDrawn } = measures;
  const parts = [`${(down / 1000).toFixed(1)} kB down`];
  if (latencies !== undefined) {
    parts.push(`${quantile(latencies, 0.5).toFixed(1)} ms a key`);
  } else if (framesShown !== undefined) parts.push(`${framesShown} of ${framesDrawn} frames`);
  else if (pages !== undefined) parts.push(`${Math.round(quantile(pages, 0.5))} ms a page`);
  else if (lastPixel !== undefined) parts.push(`${Math.round(lastPixel)} ms`);
  return parts.join(', ');
}
