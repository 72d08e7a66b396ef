/**
 * The films of one viewer that go as H.264: found (screen/find-films.ts), begun, coded (film.ts), and ended, when they rest or the encoder can't keep
 * up. Everything outside them, and what they leave behind, is the viewer's own business.
 */
import type { VideoEncoders } from '../codecs/video-encoder.ts';
import { h264Flag } from './encodings/h264.ts';
import { bandHeights, Film, type FilmPart } from './film.ts';
import { MAX_FILM_CONTEXTS } from './limits.ts';
import { intersectRects, rectArea, type Rect } from './rect.ts';
import { REST_MS, type Cells } from './screen/cells.ts';
import { FilmFinder } from './screen/find-films.ts';
import type { Picture } from './screen/own-picture.ts';

/** Each has encoders, with threads and memory of their own. */
const MOST_FILMS = 4;
/** A film that rests for so long ends. */
const END_MS = 1500;
/** After an encoder has lagged behind or failed there is no film for so long, */
const PAUSE_MS = 10_000;
/** and after each that fails next for twice as long, up to this: what a busy host can't do now it may do later. */
const MOST_PAUSE_MS = 600_000;
/** An encoder that has made so many pictures works: failures before it are forgotten. */
const PROVED = 24;
/** A rectangle so much larger takes a film's place: somebody has made its window larger. */
const MUCH_LARGER = 1.2;

export class Films {
  #films: Film[] = [];
  readonly #encoders: VideoEncoders;
  readonly #changed: () => void;
  #finder = new FilmFinder();
  /** Streams that the viewer may forget. */
  #ended: Rect[] = [];
  /** In a row. */
  #failures = 0;
  #notBefore = -Infinity;
  /** Coded pictures that have been sent. */
  pictures = 0;

  /** @param changed a picture can be sent. */
  constructor(encoders: VideoEncoders, changed: () => void) {
    this.#encoders = encoders;
    this.#changed = changed;
  }

  get count(): number {
    return this.#films.length;
  }

  get hasPicture(): boolean {
    return this.#films.some((film) => film.hasPicture);
  }

  /** A film that is running and has some of a rectangle. */
  at(rect: Rect): Film | undefined {
    return this.#films.find(({ box, isReady }) => isReady && intersectRects(box, rect) !== undefined);
  }

  #noteFailure(now: number): void {
    this.#notBefore = now + Math.min(MOST_PAUSE_MS, PAUSE_MS * 2 ** Math.min(this.#failures, 16));
    this.#failures++;
  }

  /** Ends what is to end. @param wanted what the viewer wants to see. */
  check(cells: Cells, wanted: Rect, now: number): void {
    let failed = false;
    for (const film of [...this.#films]) {
      const inside = intersectRects(film.box, wanted);
      const fails = film.failed || film.isStuck(now);
      if (film.sent >= PROVED) this.#failures = 0;
      failed ||= fails;
      if (film.isLagging) this.#notBefore = now + PAUSE_MS;
      const ends = fails || film.isLagging || inside === undefined || rectArea(inside) < rectArea(film.box);
      if (ends || (!film.isBusy && now - film.lastTaken >= END_MS)) this.#end(film, cells);
      else if (film.isReady) cells.hold(film.box, film.isBusy || now - film.lastTaken < REST_MS);
    }
    // Those that fail at once fail for one reason.
    if (failed) this.#noteFailure(now);
  }

  /** When `check` has something to do although nothing happens. */
  nextCheck(now: number): number | undefined {
    let next: number | undefined;
    for (const film of this.#films) {
      const rest = film.lastTaken + REST_MS;
      let at = rest > now ? rest : film.lastTaken + END_MS;
      if (film.isBusy) at = film.stuckAt;
      next = Math.min(next ?? Infinity, at);
    }
    return next;
  }

  /** Ends those that have something of a rectangle: their places are no longer what they were. */
  leave(rect: Rect, cells: Cells): void {
    for (const film of [...this.#films]) if (intersectRects(film.box, rect) !== undefined) this.#end(film, cells);
  }

  #end(film: Film, cells: Cells): void {
    film.close();
    this.#films = this.#films.filter((other) => other !== film);
    cells.hold(film.box, false);
    this.#ended.push(...film.bands.filter(({ begins }) => !begins).map(({ rect }) => rect));
  }

  /** Without a word to the viewer, which has none of them any more. */
  endAll(cells: Cells): void {
    for (const film of this.#films) {
      film.close();
      cells.hold(film.box, false);
    }
    this.#films = [];
    this.#ended = [];
    this.#finder = new FilmFinder();
  }

  /** What the viewer is to be told of streams that have ended. */
  takeEnded(): FilmPart[] {
    const ended = this.#ended.splice(0);
    const data = new Uint8Array(0);
    if (ended.length === 0) return [];
    if (this.#films.every(({ bands }) => bands.every(({ begins }) => begins))) {
      return [{ rect: ended[0]!, flags: h264Flag.resetAllContexts, data }];
    }
    return ended.map((rect) => ({ rect, flags: h264Flag.resetContext, data }));
  }

  /** A picture that is to be sent now. */
  next(): { readonly box: Rect; readonly pixels: Uint32Array; readonly parts: readonly FilmPart[] } | undefined {
    for (const film of this.#films) {
      const picture = film.next();
      if (picture === undefined) continue;
      this.pictures++;
      return { box: film.box, ...picture };
    }
    return undefined;
  }

  /**
   * Looks for films, and takes pictures of those that are due.
   * @param changed what has changed since the last call, outside films and within.
   * @param rate bytes in a ms that the link takes.
   * @param isFilm whether a rectangle has the content of a film.
   */
  take(
    cells: Cells,
    picture: Picture,
    changed: readonly Rect[],
    rate: number,
    now: number,
    isFilm: (rect: Rect) => boolean,
  ): void {
    if (now >= this.#notBefore) {
      for (const found of this.#finder.look(cells, changed, now)) this.#begin(found, cells, rate, now, isFilm);
    }
    for (const film of this.#films) film.take(picture, rate, now);
  }

  #begin(found: Rect, cells: Cells, rate: number, now: number, isFilm: (rect: Rect) => boolean): void {
    const box = { ...found, width: found.width & ~1, height: found.height & ~1 };
    const there = this.#films.filter((film) => intersectRects(film.box, box) !== undefined);
    if (there.some((film) => rectArea(box) < rectArea(film.box) * MUCH_LARGER)) return;
    if (!isFilm(box)) return;
    for (const film of there) this.#end(film, cells);
    const streams = this.#films.reduce((sum, { bands }) => sum + bands.length, bandHeights(box.height).length);
    if (now < this.#notBefore || this.#films.length === MOST_FILMS || streams > MAX_FILM_CONTEXTS) return;
    try {
      const film = new Film(box, this.#encoders, rate, now, this.#changed);
      film.due = true;
      this.#films.push(film);
    } catch {
      this.#noteFailure(now);
    }
  }
}
