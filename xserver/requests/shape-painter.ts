import { changeTo } from '../raster/change.ts';
import { PaintRuns } from '../raster/paint-runs.ts';
import { PixelRects } from '../raster/pixel-rects.ts';
import { arcsRepeat, boxOfArcs, paintRepeatedArcs } from '../raster/repeated-arcs.ts';
import { depthMask } from '../raster/pixels.ts';
import { ropNoop } from '../raster/rop.ts';
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
  /** Where geometry adds what is painted at once. */
  readonly #pixels: PixelRects = new PixelRects();
  readonly #pixelRuns: PaintRuns;
  readonly #part: RectList = new RectList();
  readonly #clipped: RectList = new RectList();
  #place: { readonly server: Server; readonly gc: Gc; readonly context: DrawContext } | undefined;

  constructor(work: WorkMeter) {
    this.runs = new PaintRuns(() => this.#paint(), work);
    this.#pixelRuns = new PaintRuns(() => {}, work, this.#pixels);
  }

  /** Runs `shape`, which adds to `runs`, and paints what it adds through the gc. */
  draw(server: Server, gc: Gc, context: DrawContext, shape: (runs: PaintRuns) => void): void {
    this.runs.begin();
    this.#place = { server, gc, context };
    shape(this.runs);
    this.runs.end();
    this.#place = undefined;
  }

  /**
   * As `draw`, for a shape in the gc's foreground, without odd dashes, within one clip rectangle, where the painter paints pixels: they are
   * painted as they come. The shape must be sure to need few steps, since where it is cut short depends on the way.
   */
  drawPixels(server: Server, gc: Gc, { target, clip }: DrawContext, shape: (runs: PaintRuns) => void): void {
    const planes = (gcPlanes(gc) & depthMask(target.pixels.depth)) >>> 0;
    if (planes === 0 || gc.function === ropNoop) return;
    const pixels = this.#pixels;
    pixels.begin(target.pixels, clip, changeTo(gc.foreground, gc.function, planes, target.pixels.depth));
    this.#pixelRuns.begin();
    shape(this.#pixelRuns);
    this.#pixelRuns.end();
    pixels.end();
    const { paintedX1, paintedY1, paintedX2, paintedY2 } = pixels;
    if (paintedX1 < paintedX2) server.painter.paintedWithin(target, paintedX1, paintedY1, paintedX2, paintedY2);
  }

  /**
   * As `drawPixels`, for arcs that are alike but for their places and lie inside the clip; `shape` draws those that it is given. False, with
   * nothing done, where they are not such.
   */
  drawRepeated(
    server: Server,
    gc: Gc,
    { target, clip }: DrawContext,
    arcs: Int32Array,
    shape: (arcs: Int32Array, runs: PaintRuns) => void,
  ): boolean {
    const box = arcsRepeat(arcs) ? boxOfArcs(arcs, clip) : undefined;
    if (box === undefined) return false;
    const planes = (gcPlanes(gc) & depthMask(target.pixels.depth)) >>> 0;
    if (planes === 0 || gc.function === ropNoop) return true;
    const change = changeTo(gc.foreground, gc.function, planes, target.pixels.depth);
    const { runs } = this;
    paintRepeatedArcs(target.pixels, arcs, change, runs, (arc) => shape(arc, runs));
    server.painter.paintedWithin(target, box.x1, box.y1, box.x2, box.y2);
    return true;
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
