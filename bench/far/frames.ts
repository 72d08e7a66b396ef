/** Which frames of a numbered film are seen, and how well. */
import { blockSize, drawFrame, readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import { clock } from '../clock.ts';
import { psnr, type Box, type Screen, type Watcher } from './screen.ts';

export interface FilmOptions extends Box {
  /** The picture is drawFrame's at this size; without it only numbers are read. */
  readonly picture: boolean;
}

export interface Seen {
  /** Different numbers seen, in their order, with the time of each. */
  readonly frames: readonly { readonly frame: number; readonly time: number }[];
  /** Of every few frames, in dB; 99 for an exact one. */
  readonly psnr: readonly number[];
}

/** Pictures kept, to be compared when the film is over. */
const MAX_SAMPLES = 24;
const SAMPLE_EVERY = 12;
const EXACT_DB = 99;

export class FilmWatch implements Watcher {
  readonly rows: readonly [number, number];
  readonly #screen: Screen;
  readonly #options: FilmOptions;
  readonly #strip: Box;
  readonly #frames: { frame: number; time: number }[] = [];
  readonly #known = new Set<number>();
  readonly #samples: { frame: number; pixels: Uint32Array }[] = [];
  #sampled = 0;

  constructor(screen: Screen, options: FilmOptions) {
    this.#screen = screen;
    this.#options = options;
    this.#strip = { ...options, height: blockSize(options.width) };
    this.rows = [options.y, options.y + this.#strip.height];
    screen.watchers.add(this);
  }

  changed(now: number): void {
    const frame = this.#read();
    if (frame === undefined || this.#known.has(frame)) return;
    this.#known.add(frame);
    this.#frames.push({ frame, time: now });
    if (
      this.#options.picture &&
      this.#frames.length >= this.#sampled * SAMPLE_EVERY &&
      this.#samples.length < MAX_SAMPLES
    )
      this.#sample(frame);
  }

  #read(): number | undefined {
    const pixels = this.#screen.crop(this.#strip);
    return readFrameNumber(new Uint8Array(pixels.buffer), this.#strip.width, this.#strip.height);
  }

  /** The rest of a frame may be seen later than its number: it is kept a little after. */
  #sample(frame: number): void {
    this.#sampled++;
    setTimeout(() => {
      if (this.#read() === frame) this.#samples.push({ frame, pixels: this.#screen.crop(this.#options) });
    }, 12);
  }

  end(): Seen {
    this.#screen.watchers.delete(this);
    const { width, height } = this.#options;
    return {
      frames: this.#frames,
      psnr: this.#samples.map(({ frame, pixels }) => {
        const wanted = new Uint8Array(width * height * 4);
        drawFrame(wanted, width, height, frame);
        return Math.min(EXACT_DB, psnr(pixels, new Uint32Array(wanted.buffer)));
      }),
    };
  }
}

export interface PictureOptions extends Box {
  /** 0x00rrggbb. */
  readonly wanted: Uint32Array;
  /** What is good, in dB. */
  readonly good: number;
}

export interface PictureSeen {
  /** Of the clock; undefined where it never was. */
  readonly good: number | undefined;
  readonly exact: number | undefined;
  /** In the end, in dB; 99 for exact. */
  readonly psnr: number;
}

/** Looked at no more often, in ms. */
const LOOK_MS = 15;

/** When a known picture is first seen well, and when exactly. */
export class PictureWatch implements Watcher {
  readonly #screen: Screen;
  readonly #options: PictureOptions;
  #looked = 0;
  #good: number | undefined;
  #exact: number | undefined;

  constructor(screen: Screen, options: PictureOptions) {
    this.#screen = screen;
    this.#options = options;
    screen.watchers.add(this);
  }

  changed(now: number): void {
    if (this.#exact !== undefined || clock() - this.#looked < LOOK_MS) return;
    this.#look(now);
  }

  #look(now: number): number {
    const quality = psnr(this.#screen.crop(this.#options), this.#options.wanted);
    this.#looked = clock();
    if (quality >= this.#options.good) this.#good ??= now;
    if (quality === Infinity) this.#exact ??= now;
    return Math.min(EXACT_DB, quality);
  }

  end(): PictureSeen {
    this.#screen.watchers.delete(this);
    const quality = this.#look(this.#screen.lastChange);
    return { good: this.#good, exact: this.#exact, psnr: quality };
  }
}
