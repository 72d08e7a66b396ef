import { emptyRegion, isEmptyRegion, subtractRegions, unionRegions, type Region } from '../xserver/raster/region.ts';

/** A surface that is drawn over as a whole more often than so in a ms is flooded: nobody could see each of those pictures. */
const OFTEN = 0.06;
/** So many times more at once are no flood yet. */
const BEGINS_AT = 8;
/** What is remembered of it. */
const MOST = 16;
/** Of a flood one picture is shown in so many ms, and in more the more often it is drawn over in a ms, */
const LEAST_PICTURE_MS = 25;
const PICTURE_MS_EACH = 300;
const MOST_PICTURE_MS = 250;
const FRESH_PICTURE_MS = 50;
/** (rather later than written in haste, which takes far more bytes) */
const TIRED_PICTURE_MS = 500;
/** and one when nothing has been drawn for so long: twice as long as it has lately been interrupted for. */
const QUIET_MS = { least: 5, most: 20 } as const;
/** An interruption counts for half as much after so many ms. */
const INTERRUPTION_MS = 60;
/** How often it is drawn over is a mean over so many ms. */
const MEAN_MS = 60;

/** What the floods of one terminal ask. */
export interface FloodClock {
  /** In ms; -Infinity while nothing is known of time. */
  readonly now: number;
  /** The same without the time in which other processes had the processor. */
  readonly worked: number;
  /** The user types or points. */
  readonly isFresh: boolean;
  /** Writing has lately taken much of the processor. */
  readonly isTired: boolean;
}

/**
 * Holds back the pixels of a surface that is drawn over again and again: what will be overdrawn soon is not worth its bytes. Only what would go as RAW
 * waits; what has kept its meaning goes as always.
 */
export class Flood {
  readonly #clock: FloodClock;
  /** How often the surface was drawn over lately, beyond what is usual. */
  #level = 0;
  #worked = -Infinity;
  #isOn = false;
  /** Drawn over so often since then, and in a ms before. */
  #times = 0;
  #timesSince = 0;
  #rate = 0;
  #lastDrawn = 0;
  #interruption: number = QUIET_MS.most;
  #lastPicture = 0;
  /** What of the picture that is being shown has not been sent. */
  #passing = emptyRegion();

  constructor(clock: FloodClock) {
    this.#clock = clock;
  }

  /** So much of the surface was drawn on, in parts of its area. */
  drawn(part: number): void {
    const { now } = this.#clock;
    if (now === -Infinity) return;
    this.#pass();
    this.#times += part;
    this.#level = Math.min(MOST, this.#level + part);
    if (now > this.#lastDrawn) {
      const passed = now - this.#lastDrawn;
      this.#interruption = Math.max(passed, (this.#interruption * INTERRUPTION_MS) / (INTERRUPTION_MS + passed));
      this.#lastDrawn = now;
    }
    if (this.#isOn || this.#level < BEGINS_AT) return;
    this.#isOn = true;
    this.#lastPicture = now;
  }

  #pass(): void {
    const { now, worked } = this.#clock;
    if (worked > this.#worked) {
      this.#level = Math.max(0, this.#level - (worked - this.#worked) * OFTEN);
      this.#worked = worked;
      if (this.#level === 0) this.#isOn = false;
    }
    const passed = now - this.#timesSince;
    if (passed < 1) return;
    this.#rate += (this.#times / passed - this.#rate) * Math.min(1, passed / MEAN_MS);
    this.#times = 0;
    this.#timesSince = now;
  }

  /** It goes on. */
  get isOn(): boolean {
    this.#pass();
    return this.#isOn;
  }

  get #pictureTime(): number {
    const calm = Math.min(MOST_PICTURE_MS, LEAST_PICTURE_MS + this.#rate * PICTURE_MS_EACH);
    if (this.#clock.isFresh) return Math.min(FRESH_PICTURE_MS, calm);
    return this.#clock.isTired ? TIRED_PICTURE_MS : calm;
  }

  /** ms until all that waits may go; 0 for now. */
  get rest(): number {
    if (!this.isOn) return 0;
    const quiet = Math.max(QUIET_MS.least, Math.min(QUIET_MS.most, 2 * this.#interruption));
    return Math.max(0, Math.min(this.#lastPicture + this.#pictureTime, this.#lastDrawn + quiet) - this.#clock.now);
  }

  /** Something is to be sent: where a picture of the flood is due it is what is dirty now. `drawn`: it is not only that. */
  look(dirty: Region, drawn: boolean): void {
    if (!this.#isOn || (isEmptyRegion(dirty) && !drawn) || this.rest > 0) return;
    this.#lastPicture = this.#clock.now;
    this.#passing = dirty;
  }

  /** What of the dirty region has to wait. `urgent`: what has not. */
  held(dirty: Region, urgent: Region): Region {
    if (!this.#isOn || isEmptyRegion(dirty) || this.rest === 0) return emptyRegion();
    return subtractRegions(dirty, unionRegions(this.#passing, urgent));
  }

  /** These pixels have been sent. */
  sent(region: Region): void {
    if (!isEmptyRegion(this.#passing)) this.#passing = subtractRegions(this.#passing, region);
  }
}
