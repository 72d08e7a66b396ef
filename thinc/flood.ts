import { emptyRegion, isEmptyRegion, subtractRegions, unionRegions, type Region } from '../xserver/raster/region.ts';

/** A surface that is drawn over as a whole more often than so in a ms is flooded: nobody could see each of those pictures. */
const OFTEN = 0.1;
/** So many times more at once are no flood yet. */
const BEGINS_AT = 8;
/** What is remembered of it. */
const MOST = 16;
/** Of a flood one picture is shown in so many ms, more often where the user types or points, */
const PICTURE_MS = 250;
const FRESH_PICTURE_MS = 50;
/** and one when nothing has been drawn for so long. */
const QUIET_MS = 20;

/**
 * Holds back the pixels of a surface that is drawn over again and again: what will be overdrawn soon is not worth its bytes. Only what would go as RAW
 * waits; what has kept its meaning goes as always.
 */
export class Flood {
  /** How often the surface was drawn over lately, beyond what is usual. */
  #level = 0;
  #time = -Infinity;
  #isOn = false;
  #lastDrawn = 0;
  #lastPicture = 0;
  /** What of the picture that is being shown has not been sent. */
  #passing = emptyRegion();

  /** So much of the surface was drawn on, in parts of its area. Time goes on by `now`, in ms. */
  drawn(part: number, now: number): void {
    this.#pass(now);
    if (this.#time === -Infinity) return;
    this.#level = Math.min(MOST, this.#level + part);
    this.#lastDrawn = now;
    if (this.#isOn || this.#level < BEGINS_AT) return;
    this.#isOn = true;
    this.#lastPicture = now;
  }

  #pass(now: number): void {
    if (now <= this.#time) return;
    if (this.#time !== -Infinity) this.#level = Math.max(0, this.#level - (now - this.#time) * OFTEN);
    this.#time = now;
    if (this.#isOn && this.#level === 0) this.#isOn = false;
  }

  /** ms until all that waits may go; 0 for now. */
  rest(now: number, isFresh: boolean): number {
    this.#pass(now);
    if (!this.#isOn) return 0;
    const picture = this.#lastPicture + (isFresh ? FRESH_PICTURE_MS : PICTURE_MS);
    return Math.max(0, Math.min(picture, this.#lastDrawn + QUIET_MS) - now);
  }

  /** Something is to be sent: where a picture of the flood is due it is what is dirty now. */
  look(dirty: Region, now: number, isFresh: boolean): void {
    if (!this.#isOn || isEmptyRegion(dirty) || this.rest(now, isFresh) > 0) return;
    this.#lastPicture = now;
    this.#passing = dirty;
  }

  /** What of the dirty region has to wait. `urgent`: what has not. */
  held(dirty: Region, urgent: Region, now: number, isFresh: boolean): Region {
    if (isEmptyRegion(dirty) || this.rest(now, isFresh) === 0) return emptyRegion();
    return subtractRegions(dirty, unionRegions(this.#passing, urgent));
  }

  /** These pixels have been sent. */
  sent(region: Region): void {
    if (!isEmptyRegion(this.#passing)) this.#passing = subtractRegions(this.#passing, region);
  }
}
