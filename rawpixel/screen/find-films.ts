/** Finds rectangles that keep changing all over: films. What changes at one place after the other (typing, scrolling) does not fill one. */
import { intersectRects, isSameRect, joinRects, rectArea, type Rect } from '../rect.ts';
import { CELL, type Cells } from './cells.ts';

/** Smaller ones are not worth a stream. */
const LEAST_CELLS = 3;
const LEAST_PIXELS = 4096;
/** Of the cells around a film so many move. */
const FILLED = 0.85;
/** The same cells were seen to move at so many looks, */
const LOOKS = 4;
/** which are so far apart at least, ms: how far a film reaches in its outer cells shows only after some pictures. */
const LOOK_MS = 80;
/** Places that are watched. */
const MOST_WATCHED = 8;

interface Watched {
  /** Whole cells. */
  readonly cells: Rect;
  /** What has changed of them. */
  bounds: Rect | undefined;
  looks: number;
}

export class FilmFinder {
  #watched: Watched[] = [];
  #lookedAt = -Infinity;

  /**
   * @param changed what has changed since the last call.
   * @returns films, in pixels; the same one comes again for as long as it goes on.
   */
  look(cells: Cells, changed: readonly Rect[], now: number): Rect[] {
    for (const each of this.#watched) each.bounds = boundsOf(each, changed);
    if (now - this.#lookedAt < LOOK_MS) return [];
    this.#lookedAt = now;
    const before = this.#watched;
    this.#watched = movingPlaces(cells, now)
      .slice(0, MOST_WATCHED)
      .map((place) => {
        const known = before.find((each) => isSameRect(each.cells, place));
        if (known !== undefined) return { ...known, looks: known.looks + 1 };
        return { cells: place, bounds: boundsOf({ cells: place, bounds: undefined }, changed), looks: 1 };
      });
    return this.#watched.flatMap(({ bounds, looks }) =>
      looks >= LOOKS && bounds !== undefined && rectArea(bounds) >= LEAST_PIXELS ? [bounds] : [],
    );
  }
}

function boundsOf({ cells, bounds }: Pick<Watched, 'cells' | 'bounds'>, changed: readonly Rect[]): Rect | undefined {
  let all = bounds;
  for (const rect of changed) {
    const inside = intersectRects(rect, cells);
    if (inside !== undefined) all = all === undefined ? inside : joinRects(all, inside);
  }
  return all;
}

/** The rectangles around groups of moving cells that touch one another, where they fill it; the largest first. */
function movingPlaces(cells: Cells, now: number): Rect[] {
  const { columns, rows } = cells;
  // Taken out as they are seen.
  const moving = cells.movingNow(now);
  const places: Rect[] = [];
  for (let first = moving.indexOf(1); first >= 0; first = moving.indexOf(1, first)) {
    let count = 0;
    let [left, right, top, bottom] = [columns, -1, rows, -1];
    const open = [first];
    moving[first] = 0;
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      count++;
      const [column, row] = [cell % columns, Math.floor(cell / columns)];
      left = Math.min(left, column);
      right = Math.max(right, column);
      top = Math.min(top, row);
      bottom = Math.max(bottom, row);
      const near = [
        column > 0 ? cell - 1 : -1,
        column + 1 < columns ? cell + 1 : -1,
        cell - columns,
        row + 1 < rows ? cell + columns : -1,
      ];
      for (const other of near) {
        if (other < 0 || moving[other] !== 1) continue;
        moving[other] = 0;
        open.push(other);
      }
    }
    const [across, down] = [right - left + 1, bottom - top + 1];
    if (across < LEAST_CELLS || down < LEAST_CELLS || count < across * down * FILLED) continue;
    places.push({ x: left * CELL, y: top * CELL, width: across * CELL, height: down * CELL });
  }
  return places.sort((a, b) => rectArea(b) - rectArea(a));
}
