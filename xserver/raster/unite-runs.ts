/** The union of painted rectangles, for functions that show where a pixel is painted twice. */
import type { PaintRuns } from './paint-runs.ts';
import { emptyRegion, regionFromRects, subtractRegions, unionRegions } from './region.ts';
import type { Region } from './region.ts';
import type { Bounds } from './stroke.ts';
import type { WorkMeter } from './work.ts';

/** What the arithmetic costs in steps: a rectangle in each of the unions that it goes through, a box of a region in four operations. */
const stepsPerUnion = 4;
const stepsPerBox = 6;

/**
 * Adds the union of the runs, by region arithmetic: good for few rectangles.
 * @throws TooMuchWork
 */
export function addUnion(runs: PaintRuns, out: PaintRuns): void {
  for (const [parity, { rects }] of layers(runs, 0, runs.runs.length, out.work).entries()) {
    out.use(parity);
    for (let i = 0; i < rects.length; i += 4) {
      out.rects.add(rects[i], rects[i + 1], rects[i + 2] - rects[i], rects[i + 3] - rects[i + 1]);
    }
  }
}

/** The pixels that are of even and of odd dashes after the runs `from` to below `to` (indices into `runs.runs`). */
function layers(all: PaintRuns, from: number, to: number, work: WorkMeter): [even: Region, odd: Region] {
  const { runs, rects } = all;
  if (from === to) return [emptyRegion(), emptyRegion()];
  if (to - from === 2) {
    const start = from === 0 ? 0 : runs[from - 2];
    const count = (runs[from] - start) >> 2;
    work.spend(count * (32 - Math.clz32(count)) * stepsPerUnion);
    const region = regionFromRects(rects.data.subarray(start, runs[from]));
    // Rectangles that cross each other make many more boxes than they are.
    work.spend((region.rects.length >> 2) * stepsPerBox);
    return runs[from + 1] === 0 ? [region, emptyRegion()] : [emptyRegion(), region];
  }
  const middle = from + ((to - from) >> 2) * 2;
  const [evenBelow, oddBelow] = layers(all, from, middle, work);
  const [evenAbove, oddAbove] = layers(all, middle, to, work);
  let boxes = 0;
  for (const { rects: sides } of [evenBelow, oddBelow, evenAbove, oddAbove]) boxes += sides.length >> 2;
  work.spend(boxes * stepsPerBox);
  return [
    unionRegions(subtractRegions(evenBelow, oddAbove), evenAbove),
    unionRegions(subtractRegions(oddBelow, evenAbove), oddAbove),
  ];
}

/** One byte for each pixel of a box: not covered, or which dashes cover it. Good for any number of rectangles. */
export class CoverMask {
  readonly #bounds: Bounds;
  readonly #width: number;
  readonly #cover: Uint8Array;

  constructor(bounds: Bounds) {
    this.#bounds = bounds;
    this.#width = bounds.x2 - bounds.x1;
    this.#cover = new Uint8Array(this.#width * (bounds.y2 - bounds.y1));
  }

  /** Covers what the runs cover. Returns the steps that took beyond one for each rectangle. */
  add({ runs, rects: { data } }: PaintRuns): number {
    const { x1, y1, x2, y2 } = this.#bounds;
    let at = 0;
    let steps = 0;
    for (let i = 0; i < runs.length; i += 2) {
      const value = runs[i + 1] + 1;
      for (; at < runs[i]; at += 4) {
        const left = Math.max(data[at], x1) - x1;
        const right = Math.min(data[at] + data[at + 2], x2) - x1;
        const top = Math.max(data[at + 1], y1) - y1;
        const bottom = Math.min(data[at + 1] + data[at + 3], y2) - y1;
        if (left >= right) continue;
        for (let y = top; y < bottom; y++) {
          const row = y * this.#width;
          this.#cover.fill(value, row + left, row + right);
        }
        if (bottom > top) steps += bottom - top + (((right - left) * (bottom - top)) >> 8);
      }
    }
    return steps;
  }

  /** Adds what is covered, even dashes first, as spans one row high. */
  addTo(out: PaintRuns): void {
    for (const parity of [0, 1]) {
      out.use(parity);
      this.#addSpans(parity + 1, out);
    }
  }

  #addSpans(value: number, out: PaintRuns): void {
    const { x1, y1, y2 } = this.#bounds;
    const cover = this.#cover;
    const width = this.#width;
    for (let y = y1, row = 0; y < y2; y++, row += width) {
      const end = row + width;
      let at = row;
      while (at < end) {
        while (at < end && cover[at] !== value) at++;
        const start = at;
        while (at < end && cover[at] === value) at++;
        if (at > start) out.rects.add(x1 + start - row, y, at - start, 1);
      }
      out.rects.steps += width >> 3;
      out.checkpoint();
    }
  }
}
