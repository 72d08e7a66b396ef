import { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';
import { addUnion, CoverMask } from './unite-runs.ts';
import { WorkMeter } from './work.ts';

/** Ints gathered before they are painted: 2 MB. A request may cover far more than that. */
const highWater = 1 << 19;
/** A run is painted by itself. */
const stepsPerRun = 20;
/** Above this many ints a mask of the bounds unites faster than regions do. */
const fewInts = 1 << 14;

/**
 * What geometry produces: rectangles to paint in this order, in runs. Runs of even dashes (and all of solid lines, polygons,
 * arcs) are painted with the foreground, runs of the odd dashes of double-dashed lines with the background.
 *
 * `paint` is called at the end, and before it whenever much has gathered; the list is cleared after each call.
 */
export class PaintRuns {
  readonly rects: RectList;
  /** Flat pairs: where a run ends in `rects` (count of ints), and 1 if it is of odd dashes. */
  readonly runs: number[] = [];
  /** Whether everything inside the bounds is painted, so that even dashes that follow change nothing. */
  full = false;
  readonly work: WorkMeter;
  private parity = 0;
  private readonly paint: (runs: PaintRuns) => void;

  constructor(paint: (runs: PaintRuns) => void, work: WorkMeter = new WorkMeter(), rects: RectList = new RectList()) {
    this.paint = paint;
    this.work = work;
    this.rects = rects;
  }

  /** Forgets what a drawing has left that was cut short. */
  begin(): void {
    this.clear();
    this.full = false;
    this.parity = 0;
  }

  /** What is added from now on belongs to even (0) or odd (1) dashes. */
  use(parity: number): void {
    if (parity === this.parity) return;
    this.endRun();
    this.parity = parity;
  }

  /**
   * To be called between pieces: paints if much has gathered.
   * @throws TooMuchWork
   */
  checkpoint(): void {
    if (this.rects.length + this.rects.steps >= highWater) this.end();
  }

  /**
   * To be called after the last piece: paints what is left.
   * @throws TooMuchWork
   */
  end(): void {
    this.endRun();
    this.work.spend(this.rects.length / 4 + this.rects.steps);
    this.rects.steps = 0;
    if (this.runs.length > 0) this.paint(this);
  }

  clear(): void {
    this.rects.clear();
    this.runs.length = 0;
  }

  /**
   * Adds the union of what `draw` makes inside the bounds: every pixel once, in the colour that came last.
   * @throws TooMuchWork
   */
  unite(bounds: Bounds, draw: (pieces: PaintRuns) => void): void {
    let mask: CoverMask | undefined;
    let ended = false;
    const pieces = new PaintRuns((runs) => {
      if (mask === undefined && ended && runs.rects.length <= fewInts) {
        addUnion(runs, this);
      } else {
        mask ??= new CoverMask(bounds);
        this.work.spend(mask.add(runs));
      }
      runs.clear();
    }, this.work);
    draw(pieces);
    ended = true;
    pieces.end();
    mask?.addTo(this);
    this.checkpoint();
  }

  private endRun(): void {
    const { runs, rects } = this;
    const start = runs.length === 0 ? 0 : runs[runs.length - 2];
    if (rects.length === start) return;
    runs.push(rects.length, this.parity);
    rects.steps += stepsPerRun;
  }
}
