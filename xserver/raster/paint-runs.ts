import { emptyRegion, regionFromRects, subtractRegions, unionRegions } from './region.ts';
import type { Region } from './region.ts';
import { RectList } from './spans.ts';

/** Ints gathered before they are painted or united: 2 MB. A request may cover far more than that. */
const highWater = 1 << 19;

/**
 * What geometry produces: rectangles to paint in this order, in runs. Runs of even dashes (and all of solid lines, polygons,
 * arcs) are painted with the foreground, runs of the odd dashes of double-dashed lines with the background.
 *
 * `paint` is called at the end, and before it whenever much has gathered; the list is cleared after each call.
 */
export class PaintRuns {
  readonly rects: RectList = new RectList();
  /** Flat pairs: where a run ends in `rects` (count of ints), and 1 if it is of odd dashes. */
  readonly runs: number[] = [];
  private parity = 0;
  private readonly paint: (runs: PaintRuns) => void;

  constructor(paint: (runs: PaintRuns) => void) {
    this.paint = paint;
  }

  /** Runs that end as the union of what they were given: every pixel once, in the colour that came last. */
  static united(): PaintRuns {
    return new PaintRuns((runs) => runs.unite());
  }

  /** What is added from now on belongs to even (0) or odd (1) dashes. */
  use(parity: number): void {
    if (parity === this.parity) return;
    this.endRun();
    this.parity = parity;
  }

  /** To be called between pieces: paints if much has gathered. */
  checkpoint(): void {
    if (this.rects.length >= highWater) this.end();
  }

  /** To be called after the last piece: paints what is left. */
  end(): void {
    this.endRun();
    if (this.runs.length > 0) this.paint(this);
  }

  clear(): void {
    this.rects.clear();
    this.runs.length = 0;
  }

  /** Adds runs that have ended. */
  append(other: PaintRuns): void {
    const { data } = other.rects;
    let at = 0;
    for (let i = 0; i < other.runs.length; i += 2) {
      this.use(other.runs[i + 1]);
      for (; at < other.runs[i]; at += 4) this.rects.add(data[at], data[at + 1], data[at + 2], data[at + 3]);
    }
  }

  private endRun(): void {
    const { runs, rects } = this;
    const start = runs.length === 0 ? 0 : runs[runs.length - 2];
    if (rects.length > start) runs.push(rects.length, this.parity);
  }

  private unite(): void {
    const [even, odd] = this.layers(0, this.runs.length);
    this.clear();
    for (const [parity, region] of [even, odd].entries()) {
      const { rects } = region;
      for (let i = 0; i < rects.length; i += 4) {
        this.rects.add(rects[i], rects[i + 1], rects[i + 2] - rects[i], rects[i + 3] - rects[i + 1]);
      }
      if (rects.length > 0) this.runs.push(this.rects.length, parity);
    }
  }

  /** The pixels that are of even and of odd dashes after the runs `from` to below `to` (indices into `runs`). */
  private layers(from: number, to: number): [even: Region, odd: Region] {
    if (from === to) return [emptyRegion(), emptyRegion()];
    if (to - from === 2) {
      const start = from === 0 ? 0 : this.runs[from - 2];
      const region = regionFromRects(this.rects.data.subarray(start, this.runs[from]));
      return this.runs[from + 1] === 0 ? [region, emptyRegion()] : [emptyRegion(), region];
    }
    const middle = from + ((to - from) >> 2) * 2;
    const [evenBelow, oddBelow] = this.layers(from, middle);
    const [evenAbove, oddAbove] = this.layers(middle, to);
    return [
      unionRegions(subtractRegions(evenBelow, oddAbove), evenAbove),
      unionRegions(subtractRegions(oddBelow, evenAbove), oddAbove),
    ];
  }
}
