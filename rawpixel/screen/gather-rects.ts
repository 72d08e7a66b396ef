/** Makes few rectangles of many small ones on a grid: runs along a row, runs of equal extent down the rows. */
import { joinRects, rectArea, type Rect } from '../rect.ts';

/** So many pixels of text cost about as much as one more rectangle, with its header and its own beginning of compressed data. */
const SPARE_PIXELS = 600;
/** Within a run of cells fewer will do: runs that lie near are joined later. */
const SPARE_IN_RUN = 64;
/** Rectangles that fill this share of what is around them go together: what lies near is alike, and packs well together. */
const FILLED = 0.8;
/** Beyond this many rectangles nobody looks for neighbours any more. */
const MAX_JOINED = 100;

interface Run {
  rect: Rect;
  readonly from: number;
  readonly to: number;
  lastRow: number;
  /** Pixels of its parts. */
  filled: number;
}

/**
 * @param columns cells in a row; cells are numbered row by row.
 * @param rectOf what there is in a cell, if anything.
 * @param alike whether two neighbouring cells may be in one rectangle.
 */
export function gatherRects(
  columns: number,
  rows: number,
  rectOf: (cell: number) => Rect | undefined,
  alike: (a: number, b: number) => boolean = () => true,
): Rect[] {
  const done: Rect[] = [];
  let open: { run: Run; cell: number }[] = [];
  for (let row = 0; row < rows; row++) {
    const current: { run: Run; cell: number }[] = [];
    for (let column = 0; column < columns; column++) {
      const cell = row * columns + column;
      let rect = rectOf(cell);
      if (rect === undefined) continue;
      const from = column;
      let filled = rectArea(rect);
      while (column + 1 < columns) {
        const next = cell + column + 1 - from;
        const nextRect = alike(cell, next) ? rectOf(next) : undefined;
        // The corner of an L would have the room between its legs filled.
        if (nextRect === undefined || !goTogether(joinRects(rect, nextRect), filled + rectArea(nextRect), SPARE_IN_RUN))
          break;
        rect = joinRects(rect, nextRect);
        filled += rectArea(nextRect);
        column++;
      }
      const above = open.findIndex(
        ({ run, cell: other }) =>
          run.from === from &&
          run.to === column &&
          alike(cell, other) &&
          goTogether(joinRects(run.rect, rect!), run.filled + filled, SPARE_IN_RUN),
      );
      if (above >= 0) {
        const [found] = open.splice(above, 1);
        const { run } = found!;
        run.rect = joinRects(run.rect, rect);
        run.lastRow = row;
        run.filled += filled;
        current.push(found!);
      } else current.push({ run: { rect, from, to: column, lastRow: row, filled }, cell });
    }
    for (const { run } of open) done.push(run.rect);
    open = current;
  }
  for (const { run } of open) done.push(run.rect);
  return done;
}

/** Whether parts of so many pixels cost less as the rectangle around them than by themselves. */
function goTogether(around: Rect, parts: number, spare: number): boolean {
  return rectArea(around) <= parts + spare || parts >= rectArea(around) * FILLED;
}

/** Joins rectangles where the pixels between them cost less than a rectangle of their own. */
export function joinNeighbours(rects: Rect[]): Rect[] {
  if (rects.length > MAX_JOINED) return rects;
  const joined = [...rects];
  for (let i = 0; i < joined.length; i++) {
    for (let j = joined.length - 1; j > i; j--) {
      const both = joinRects(joined[i]!, joined[j]!);
      if (!goTogether(both, rectArea(joined[i]!) + rectArea(joined[j]!), SPARE_PIXELS)) continue;
      joined[i] = both;
      joined.splice(j, 1);
      j = joined.length;
    }
  }
  return joined;
}
