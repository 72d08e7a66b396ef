/**
 * Places that changed and had not scrolled: films, mostly. Looking for a scroll costs as much as all else that is done with a frame, so that where there
 * was none it is looked for less and less often.
 */
import { isSameRect, type Rect } from '../rect.ts';

/** A scroll is looked for in one of so many changes at least. */
const MOST_LEFT_OUT = 7;
const MOST_PLACES = 8;

interface Place {
  readonly rect: Rect;
  /** So many changes are left out after a look, */
  readonly wait: number;
  /** and so many of them are still to be. */
  left: number;
}

export class UnscrolledPlaces {
  #places: Place[] = [];

  /** Whether this change of a place need not be looked at. */
  leaveOut(rect: Rect): boolean {
    const place = this.#places.find((other) => isSameRect(other.rect, rect));
    if (place === undefined || place.left === 0) return false;
    place.left--;
    return true;
  }

  /** @param scrolled whether what was there has moved. */
  looked(rect: Rect, scrolled: boolean): void {
    const before = this.#places.find((other) => isSameRect(other.rect, rect));
    this.#places = this.#places.filter((other) => other !== before);
    if (scrolled) return;
    const wait = Math.min(MOST_LEFT_OUT, (before?.wait ?? 0) * 2 + 1);
    // The first time says little.
    this.#places.push({ rect, wait, left: before === undefined ? 0 : wait });
    if (this.#places.length > MOST_PLACES) this.#places.shift();
  }
}
