/** What a workload's run gives. Everything is counted by the bench itself: on the emulated link, on the far end's screen, in /proc. */

/** Of one run. Bytes are of payload, times in ms. */
export interface Measures {
  readonly down: number;
  readonly up: number;
  readonly messagesDown: number;
  readonly messagesUp: number;
  /** Times that something went up after something had come down. */
  readonly turns: number;
  /** Most bytes on their way down at once. */
  readonly backlog: number;
  /** Seconds of processor time of the system alone. */
  readonly hostCpu: number;
  readonly terminalCpu: number;
  /** From the workload's beginning to the last change of the far end's picture: from then on it equals the final one. */
  readonly lastPixel?: number;
  /** Changes of the far end's picture that were seen. */
  readonly updates?: number;
  /** From a key to its glyph: of each key whose glyph came. */
  readonly latencies?: readonly number[];
  readonly lostKeys?: number;
  /** Of each page, from the click to the last pixel. */
  readonly pages?: readonly number[];
  readonly framesDrawn?: number;
  readonly framesShown?: number;
  /** In dB, of sampled frames (their median), or of the picture in the end; 99 for exact. */
  readonly psnr?: number;
  /** Until a picture of at least 32 dB was seen. */
  readonly firstGood?: number;
  /** Until the picture was exact. */
  readonly exact?: number;
  /** Resident memory of the system's processes at the host, in MiB. */
  readonly memory?: number;
}

/** One cell of the matrix: a workload on a system over a link, once. */
export interface Cell {
  readonly system: string;
  readonly link: string;
  readonly workload: string;
  readonly repeat: number;
  readonly measures?: Measures;
  /** Why there are none. */
  readonly failure?: string;
  /** What it took in all, with its preparation and the rests around it, in s of the clock. */
  readonly seconds?: number;
  /** What it took before to bring the system up for it and those after it. */
  readonly setUp?: number;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** The value that `share` of the values do not exceed, by nearest rank; NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN;
}

export function spread(values: readonly number[]): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)!, count: sorted.length };
}
