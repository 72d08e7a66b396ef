import type { Change } from './change.ts';
import type { PaintRuns } from './paint-runs.ts';
import type { Pixels } from './pixels.ts';
import type { RectList } from './spans.ts';
import type { Bounds } from './stroke.ts';

const nothing = new Int32Array(0);
/** From this length on a row is filled by a call. */
const longRow = 32;

/** Whether the first two of `arcs` (flat x, y, width, height, start angle, extent) differ in their place only: then mostly all do. */
export function arcsRepeat(arcs: Int32Array): boolean {
  return arcs.length >= 12 && isAsBefore(arcs, 6);
}

function isAsBefore(arcs: Int32Array, i: number): boolean {
  return (
    arcs[i + 2] === arcs[i - 4] &&
    arcs[i + 3] === arcs[i - 3] &&
    arcs[i + 4] === arcs[i - 2] &&
    arcs[i + 5] === arcs[i - 1]
  );
}

/** Where arcs may paint, lower right exclusive; undefined where one may reach beyond the bounds. */
export function boxOfArcs(arcs: Int32Array, bounds: Bounds): Bounds | undefined {
  let [x1, y1, x2, y2] = [bounds.x2, bounds.y2, bounds.x1, bounds.y1];
  for (let i = 0; i < arcs.length; i += 6) {
    const x = arcs[i];
    const y = arcs[i + 1];
    const right = x + arcs[i + 2] + 1;
    const bottom = y + arcs[i + 3] + 1;
    // Flat arcs reach a row or column beyond their box.
    if (right === x + 1 || bottom === y + 1) return undefined;
    if (x < x1) x1 = x;
    if (y < y1) y1 = y;
    if (right > x2) x2 = right;
    if (bottom > y2) y2 = bottom;
  }
  return x1 < bounds.x1 || y1 < bounds.y1 || x2 > bounds.x2 || y2 > bounds.y2 ? undefined : { x1, y1, x2, y2 };
}

/**
 * Paints arcs that lie inside the target (see `boxOfArcs`). The rectangles of an arc, which `draw` adds to `runs`, are found once and
 * painted again wherever an arc like it follows: marks of a plot mostly are alike.
 */
export function paintRepeatedArcs(
  target: Pixels,
  arcs: Int32Array,
  change: Change,
  runs: PaintRuns,
  draw: (arc: Int32Array) => void,
): void {
  const { data, width: stride } = target;
  let spans: Int32Array = nothing;
  for (let i = 0; i < arcs.length; i += 6) {
    const origin = arcs[i + 1] * stride + arcs[i];
    if (i === 0 || !isAsBefore(arcs, i)) {
      runs.begin();
      draw(arcs.subarray(i, i + 6));
      spans = spansOf(runs.rects, origin, stride);
    }
    paintSpans(data, spans, origin, change);
  }
  runs.begin();
}

/** Flat start, counted from `origin`, and length of each row of the rectangles. */
function spansOf({ data, length }: RectList, origin: number, stride: number): Int32Array {
  let rows = 0;
  for (let i = 0; i < length; i += 4) rows += data[i + 3];
  const spans = new Int32Array(rows * 2);
  let at = 0;
  for (let i = 0; i < length; i += 4) {
    const start = data[i + 1] * stride + data[i] - origin;
    for (let row = 0; row < data[i + 3]; row++, at += 2) {
      spans[at] = start + row * stride;
      spans[at + 1] = data[i + 2];
    }
  }
  return spans;
}

function paintSpans(data: Uint32Array, spans: Int32Array, origin: number, { and, xor }: Change): void {
  for (let n = 0; n < spans.length; n += 2) {
    let at = origin + spans[n];
    const length = spans[n + 1];
    if (and !== 0) {
      for (const end = at + length; at < end; at++) data[at] = (data[at] & and) ^ xor;
    } else if (length === 1) {
      data[at] = xor;
    } else if (length >= longRow) {
      data.fill(xor >>> 0, at, at + length);
    } else {
      for (const end = at + length; at < end; at++) data[at] = xor;
    }
  }
}
