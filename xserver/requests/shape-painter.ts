import { PaintRuns } from '../raster/paint-runs.ts';
import { clipRects, RectList } from '../raster/spans.ts';
import type { WorkMeter } from '../raster/work.ts';
import { gcPlanes, paintVisible, type DrawContext } from './drawing-target.ts';
import { gcPaint, oddDashPaint } from './gc-paint.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';

/** Paints what the geometry of lines, polygons and arcs gives, as it comes: see PaintRuns. */
export class ShapePainter {
  /** Where geometry adds its rectangles, in target coordinates. */
  readonly runs: PaintRuns;
  readonly #part: RectList = new RectList();
  readonly #clipped: RectList = new RectList();
  #place: { readonly server: Server; readonly gc: Gc; readonly context: DrawContext } | undefined;

  constructor(work: WorkMeter) {
    this.runs = new PaintRuns(() => this.#paint(), work);
  }

  /** Runs `shape`, which adds to `runs`, and paints what it adds through the gc. */
  draw(server: Server, gc: Gc, context: DrawContext, shape: (runs: PaintRuns) => void): void {
    this.runs.begin();
    this.#place = { server, gc, context };
    shape(this.runs);
    this.runs.end();
    this.#place = undefined;
  }

  #paint(): void {
    const { runs, rects } = this.runs;
    if (runs.length === 2) {
      this.#paintRun(rects, runs[1] === 1);
    } else {
      let start = 0;
      for (let i = 0; i < runs.length; i += 2) {
        const end = runs[i]!;
        this.#part.clear();
        this.#part.reserve(end - start);
        this.#part.data.set(rects.data.subarray(start, end));
        this.#part.length = end - start;
        this.#paintRun(this.#part, runs[i + 1] === 1);
        start = end;
      }
    }
    this.runs.clear();
  }

  #paintRun(rects: RectList, odd: boolean): void {
    const { server, gc, context } = this.#place!;
    const { x, y, clip } = context;
    const paint = odd ? oddDashPaint(gc, x, y) : gcPaint(gc, x, y);
    clipRects(rects, clip, this.#clipped, (visible) => {
      paintVisible(server, context, visible, paint, gc.function, gcPlanes(gc));
    });
  }
}
