/**
 * Who is ahead: what each pane has cost since the race began, and how long after the first it shows each picture. No clock and no page: samples and
 * pictures come in, standings come out.
 */
import type { Sample } from '../worker/meter.ts';

/** A picture that nobody else has shown after so long was passed over. */
const PICTURE_MS = 20_000;
/** Pictures that are remembered, and delays of each pane. */
const MAX_PICTURES = 400;
const MAX_DELAYS = 2000;
/** Points of the chart; when there are more every other one goes. */
const MAX_POINTS = 600;

export interface Standing {
  readonly down: number;
  readonly up: number;
  readonly messages: number;
  readonly frames: number;
  /** Bytes that wait for it at the host; undefined while nothing is known. */
  readonly backlog: number | undefined;
  readonly mostBacklog: number | undefined;
  /** Milliseconds behind the first pane with the same picture: median, and of how many pictures; undefined before any. */
  readonly behind: { readonly median: number; readonly last: number; readonly count: number } | undefined;
}

/** Bytes down of each pane at a moment of the race. */
export interface RacePoint {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly down: ReadonlyMap<number, number>;
}

interface Runner {
  first: Sample | undefined;
  last: Sample | undefined;
  backlog: number | undefined;
  mostBacklog: number | undefined;
  delays: number[];
  print: string | undefined;
  shownAt: number;
}

interface Picture {
  /** When the first pane showed it. */
  readonly at: number;
  readonly by: Set<number>;
}

export class Race {
  readonly #runners = new Map<number, Runner>();
  #pictures = new Map<string, Picture>();
  #points: RacePoint[] = [];
  #thinning = 1;
  #sinceLast = 0;

  add(pane: number): void {
    this.#runners.set(pane, newRunner());
  }

  remove(pane: number): void {
    this.#runners.delete(pane);
  }

  /** Everybody begins at nothing; the pictures that are shown stay known. */
  restart(): void {
    for (const [pane, { last, print, shownAt, backlog }] of this.#runners) {
      this.#runners.set(pane, { ...newRunner(), first: last, last, print, shownAt, backlog });
    }
    this.#pictures.clear();
    this.#points = [];
    this.#thinning = 1;
  }

  sample(pane: number, sample: Sample): void {
    const runner = this.#runners.get(pane);
    if (runner === undefined) return;
    // Counters that have gone back are another worker's.
    if (runner.last !== undefined && sample.down.bytes < runner.last.down.bytes) runner.first = undefined;
    runner.first ??= sample;
    runner.last = sample;
  }

  backlog(pane: number, bytes: number): void {
    const runner = this.#runners.get(pane);
    if (runner === undefined) return;
    runner.backlog = bytes;
    runner.mostBacklog = Math.max(runner.mostBacklog ?? 0, bytes);
  }

  /** A pane shows another picture since `at`; equal pictures have equal prints. */
  picture(pane: number, print: string, at: number): void {
    const runner = this.#runners.get(pane);
    if (runner === undefined) return;
    runner.print = print;
    runner.shownAt = at;
    const known = this.#pictures.get(print);
    // A picture that comes again (a caret blinks) is another race.
    if (known === undefined || known.by.has(pane) || at - known.at > PICTURE_MS) {
      this.#pictures.delete(print);
      this.#pictures.set(print, { at, by: new Set([pane]) });
      if (this.#pictures.size > MAX_PICTURES) this.#pictures.delete(this.#pictures.keys().next().value!);
      return;
    }
    // The first is the first once it has company.
    if (known.by.size === 1) this.#delay([...known.by][0]!, 0);
    known.by.add(pane);
    this.#delay(pane, Math.max(0, at - known.at));
  }

  #delay(pane: number, delay: number): void {
    const runner = this.#runners.get(pane);
    if (runner === undefined) return;
    runner.delays.push(delay);
    if (runner.delays.length > MAX_DELAYS) runner.delays.shift();
  }

  /** Every pane shows the same picture; since when, for each. undefined while they differ. */
  get agreed(): ReadonlyMap<number, number> | undefined {
    const runners = [...this.#runners];
    const print = runners[0]?.[1].print;
    if (print === undefined || runners.some(([, runner]) => runner.print !== print)) return undefined;
    return new Map(runners.map(([pane, { shownAt }]) => [pane, shownAt]));
  }

  standing(pane: number): Standing | undefined {
    const runner = this.#runners.get(pane);
    if (runner === undefined) return undefined;
    const { first, last, backlog, mostBacklog, delays } = runner;
    const since = (amount: (sample: Sample) => number) =>
      first === undefined || last === undefined ? 0 : amount(last) - amount(first);
    return {
      down: since(({ down }) => down.bytes),
      up: since(({ up }) => up.bytes),
      messages: since(({ down, up }) => down.messages + up.messages),
      frames: since(({ frames }) => frames),
      backlog,
      mostBacklog,
      behind: delays.length === 0 ? undefined : { median: median(delays), last: delays.at(-1)!, count: delays.length },
    };
  }

  /** Notes how things stand, for the chart. */
  note(at: number): void {
    if (++this.#sinceLast < this.#thinning && this.#points.length > 0) return;
    this.#sinceLast = 0;
    this.#points.push({
      at,
      down: new Map([...this.#runners.keys()].map((pane) => [pane, this.standing(pane)!.down])),
    });
    if (this.#points.length <= MAX_POINTS) return;
    this.#points = this.#points.filter((_, i) => i % 2 === 0);
    this.#thinning *= 2;
  }

  get points(): readonly RacePoint[] {
    return this.#points;
  }
}

function newRunner(): Runner {
  return {
    first: undefined,
    last: undefined,
    backlog: undefined,
    mostBacklog: undefined,
    delays: [],
    print: undefined,
    shownAt: 0,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
