/** Plays a plan: systems come up over links, workloads are played on them, cells are written down. */
import { linkProfile } from '../session/link.ts';
import { makeBundles, type Bundles } from './bundles.ts';
import { clock, pause } from './clock.ts';
import { RunGround } from './ground.ts';
import type { Journal } from './journal.ts';
import { quantile, type Cell, type Measures } from './measures.ts';
import { keyOf, PATIENCE, REPEATED_BELOW, type Turn } from './plan.ts';
import { Stage, TooLong } from './stage.ts';
import { SYSTEMS } from './systems/systems.ts';
import type { Workload } from './workloads/workload.ts';
import { WORKLOADS } from './workloads/workloads.ts';

/** A system that is not up after this has failed, in ms. */
const START_MS = 90_000;

export interface RunOptions {
  readonly turns: readonly Turn[];
  readonly journal: Journal;
  readonly quick: boolean;
  /** So many repeats were asked for: they are played however long they take. */
  readonly allRepeats: boolean;
  /** Ends the run after the workload that is played. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
}

/** What a turn has come to. */
type Found = Pick<Cell, 'measures' | 'failure' | 'seconds' | 'setUp'>;

/** All turns of a system over a link. */
interface Block {
  readonly link: string;
  readonly system: string;
  readonly turns: Turn[];
}

export async function runTurns(options: RunOptions): Promise<void> {
  const { journal, signal, progress } = options;
  const left = options.turns.filter((turn) => !journal.has(keyOf(turn)) && !tooLongAgain(turn, options));
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
  let [done, skipped] = [0, 0];
  const note = async (turn: Turn, found: Found): Promise<void> => {
    done++;
    await journal.add({ ...turn, ...found });
    const all = left.length - skipped;
    const minutes = (((clock() - begun) / done) * (all - done)) / 60_000;
    const what = found.measures === undefined ? found.failure : inShort(found.measures);
    progress(`[${done}/${all}, ${minutes.toFixed(0)} min left] ${turn.link} ${turn.system} ${turn.workload}: ${what}`);
  };
  let last = begun;
  /** Seconds since it was last asked: what ends a system counts with what brings the next one up. */
  const seconds = (): number => {
    const now = clock();
    const passed = Math.round((now - last) / 100) / 10;
    last = now;
    return passed;
  };
  for (const block of blocks) {
    if (signal.aborted) return;
    await playBlock(block, bundles, options, seconds, () => skipped++, note);
  }
}

async function playBlock(
  block: Block,
  bundles: Bundles,
  options: RunOptions,
  seconds: () => number,
  skip: () => void,
  note: (turn: Turn, found: Found) => Promise<void>,
): Promise<void> {
  const { quick, signal } = options;
  const system = SYSTEMS.find(({ name }) => name === block.system)!;
  const link = linkProfile(block.link)!;
  const turns = [...block.turns];
  // A workload that fails may leave anything behind: the system comes up anew for the others.
  while (turns.length > 0 && !signal.aborted) {
    let setUp: number | undefined;
    const found = (what: Pick<Cell, 'measures' | 'failure'>): Found => {
      const first = setUp;
      setUp = undefined;
      return { ...what, seconds: seconds(), ...(first === undefined ? {} : { setUp: first }) };
    };
    const ground = await RunGround.open(bundles);
    try {
      const running = await inTime(system.start(ground, link), START_MS, `${system.title} did not come up`);
      const patience = quick ? PATIENCE.quick : PATIENCE.whole;
      const stage = new Stage(ground, running, { link, quick, patience });
      stage.begin();
      await stage.rest();
      setUp = seconds();
      while (turns.length > 0 && !signal.aborted) {
        const turn = turns.shift()!;
        if (tooLongAgain(turn, options)) {
          skip();
          continue;
        }
        const { play, scene } = workloadOf(turn);
        let outcome: Pick<Cell, 'measures' | 'failure'>;
        try {
          stage.begin();
          const measures = await inTime(
            play(stage, turn.repeat),
            (3 * patience + 30) * 1000,
            `not done after ${patience} s`,
          );
          outcome = { measures };
        } catch (error) {
          outcome = { failure: messageOf(error) };
        }
        const next = turns[0];
        const goesOn = scene !== undefined && next !== undefined && workloadOf(next).scene === scene;
        if (outcome.failure !== undefined || !goesOn) await stage.end();
        // What was broken off has not failed: it is played when the run goes on.
        if (outcome.failure !== undefined && signal.aborted) break;
        await note(turn, found(outcome));
        if (outcome.failure !== undefined) break;
        await stage.rested();
      }
    } catch (error) {
      if (signal.aborted) return;
      // It never came up, or did not come to rest: what is left of it would fail as well.
      for (const turn of turns.splice(0)) await note(turn, found({ failure: messageOf(error) }));
    } finally {
      await ground.end();
    }
  }
}

/** In a quick run nothing is repeated that took long, or failed. */
export function tooLongAgain(
  turn: Turn,
  { quick, allRepeats, journal }: Pick<RunOptions, 'quick' | 'allRepeats' | 'journal'>,
): boolean {
  if (!quick || allRepeats) return false;
  for (let repeat = 1; repeat < turn.repeat; repeat++) {
    const before = journal.cell(keyOf({ ...turn, repeat }));
    if (before !== undefined && (before.failure !== undefined || (before.seconds ?? 0) > REPEATED_BELOW)) return true;
  }
  return false;
}

function workloadOf({ workload }: Turn): Workload {
  return WORKLOADS.find(({ name }) => name === workload)!;
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
