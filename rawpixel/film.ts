/**
 * One rectangle of one viewer's picture that goes as H.264. It is cut into bands, each a stream by itself: the encoder makes one slice of a band and
 * several of a larger picture, and viewers there are (noVNC 1.7) that take each slice for a picture. Pictures are taken when the encoder has room, so
 * that none waits to become stale; one is ready when all its bands are.
 */
import { accessUnits } from '../codecs/annex-b.ts';
import type { VideoEncoder, VideoEncoders } from '../codecs/video-encoder.ts';
import { h264Flag } from './encodings/h264.ts';
import { MAX_IMAGE_BYTES } from './limits.ts';
import { cutPixels, type Rect } from './rect.ts';
import type { Picture } from './screen/own-picture.ts';

/** x264 makes one slice of up to seven rows of macroblocks. */
const BLOCK = 16;
const MAX_BAND = 7 * BLOCK;
/** Pictures that are being coded, or wait for the link: one of each. */
const MOST_UNDER_WAY = 2;
/** Of what the link can take a film gets this share at most. */
const SHARE = 0.7;
/** Bits of a pixel, at 30 pictures in a second: what a fast link gets, and the least that still looks like something. */
const MOST_BITS = 0.4;
const LEAST_BITS = 0.02;
const RATE = 30;
/** Encoders share the bits out by time; longer pauses than this do not count, ms. */
const MOST_PICTURE_MS = 70;
/** A new bitrate makes a key frame: it is set when the wanted one is so many times off, and not sooner than after so many ms. */
const FAR_OFF = 2;
const BITRATE_MS = 1000;
/** An encoder lags behind that leaves out more than this share of so many pictures. */
const MOST_LEFT_OUT = 0.5;
const COUNTED = 24;
/** What is not coded after so long will not be, ms; the first picture has to wait until the encoder is loaded. */
const STUCK_MS = 3000;
const FIRST_STUCK_MS = 15_000;

interface Band {
  readonly rect: Rect;
  readonly encoder: VideoEncoder;
  /** The pictures that it is coding, oldest first. */
  readonly coding: FilmPicture[];
  /** The viewer has to begin its stream. */
  begins: boolean;
  keyWanted: boolean;
}

interface FilmPicture {
  /** Of the whole film. */
  readonly pixels: Uint32Array;
  readonly parts: { readonly band: Band; data: Uint8Array | undefined }[];
}

export interface FilmPart {
  readonly rect: Rect;
  readonly flags: number;
  readonly data: Uint8Array;
}

/** The heights of the bands of a film, from the top. */
export function bandHeights(height: number): number[] {
  const count = Math.ceil(height / MAX_BAND);
  const each = Math.ceil(height / count / BLOCK) * BLOCK;
  return Array.from({ length: count }, (_, i) => Math.min(each, height - i * each)).filter((rows) => rows > 0);
}

export class Film {
  /** Of even width and height, as 4:2:0 wants it. */
  readonly box: Rect;
  /** When the last picture was taken that differs from the one before. */
  lastTaken: number;
  /** The viewer lacks something within the box. */
  due = false;
  failed = false;
  /** Pictures that have gone. */
  sent = 0;
  /** The encoder works: its first picture, which may have taken long, has come and gone. Until then pictures go in other ways. */
  isReady = false;
  readonly bands: readonly Band[];
  readonly #changed: () => void;
  #pictures: FilmPicture[] = [];
  #last: Uint32Array | undefined;
  #bitrate: number;
  #bitrateSet: number;
  #time = 0;
  #seen = 0;
  #leftOut = 0;
  #isOwed = false;
  #isLagging = false;

  /**
   * @param rate bytes in a ms that the link takes.
   * @param changed a picture is ready, or the film has failed.
   * @throws Error where the platform refuses.
   */
  constructor(box: Rect, encoders: VideoEncoders, rate: number, now: number, changed: () => void) {
    this.box = box;
    this.lastTaken = now;
    this.#changed = changed;
    this.#bitrate = this.#wanted(rate);
    this.#bitrateSet = now;
    const bands: Band[] = [];
    this.bands = bands;
    let { y } = box;
    for (const height of bandHeights(box.height)) {
      const { width } = box;
      const bitrate = this.#share(height);
      const encoder = encoders.open(
        { codec: 'h264', width, height, bitrate },
        { coded: (data) => this.#coded(band, data), failed: () => this.#fail() },
      );
      const rect = { x: box.x, y, width, height };
      const band: Band = { rect, encoder, coding: [], begins: true, keyWanted: true };
      bands.push(band);
      y += height;
    }
  }

  #wanted(rate: number): number {
    const pixels = this.box.width * this.box.height * RATE;
    return Math.round(Math.max(pixels * LEAST_BITS, Math.min(pixels * MOST_BITS, rate * 8000 * SHARE)));
  }

  #share(height: number): number {
    return Math.round((this.#bitrate * height) / this.box.height);
  }

  /** A picture is coded and may be sent. */
  get hasPicture(): boolean {
    return this.#pictures[0]?.parts.every(({ data }) => data !== undefined) === true;
  }

  /** There is something that has been taken and not been sent. */
  get isBusy(): boolean {
    return this.#pictures.length > 0;
  }

  /** Nothing comes of what was taken. */
  isStuck(now: number): boolean {
    return this.isBusy && !this.hasPicture && now >= this.stuckAt;
  }

  /** When what was taken ought to have been coded. */
  get stuckAt(): number {
    return this.lastTaken + (this.isReady ? STUCK_MS : FIRST_STUCK_MS);
  }

  /** The encoder can not keep up, though the link can. */
  get isLagging(): boolean {
    return this.#isLagging;
  }

  /** Takes what the picture shows now, if it is due and there is room. */
  take(picture: Picture, rate: number, now: number): void {
    if (!this.due || this.failed) return;
    this.due = false;
    const { box } = this;
    if (this.#last !== undefined && isShown(this.#last, picture, box)) return;
    if (this.#pictures.length >= MOST_UNDER_WAY) {
      this.#count(true);
      return;
    }
    this.#count(false);
    this.#adapt(rate, now);
    const pixels = cutPixels(picture.data, picture.width, box);
    const before = this.#last;
    this.#last = pixels;
    this.#time += Math.min(now - this.lastTaken, MOST_PICTURE_MS);
    this.lastTaken = now;
    const taken: FilmPicture = { pixels, parts: [] };
    this.#pictures.push(taken);
    try {
      for (const band of this.bands) {
        const from = (band.rect.y - box.y) * box.width;
        const to = from + band.rect.height * box.width;
        if (before !== undefined && !band.keyWanted && isSame(before, pixels, from, to)) continue;
        taken.parts.push({ band, data: undefined });
        band.coding.push(taken);
        band.encoder.encode(pixels.subarray(from, to), this.#time, band.keyWanted);
        band.keyWanted = false;
      }
    } catch {
      this.#fail();
    }
  }

  /** Every new picture counts once, and as left out when there was no room for it although the link had taken all before it. */
  #count(leftOut: boolean): void {
    if (leftOut) {
      if (!this.hasPicture) this.#isOwed = true;
      return;
    }
    this.#seen++;
    if (this.#isOwed) this.#leftOut++;
    this.#isOwed = false;
    if (this.#seen < COUNTED) return;
    this.#isLagging = this.#leftOut > MOST_LEFT_OUT * this.#seen;
    this.#seen = this.#leftOut = 0;
  }

  #adapt(rate: number, now: number): void {
    const wanted = this.#wanted(rate);
    const isNear = wanted < this.#bitrate * FAR_OFF && wanted > this.#bitrate / FAR_OFF;
    if (isNear || now - this.#bitrateSet < BITRATE_MS) return;
    this.#bitrate = wanted;
    this.#bitrateSet = now;
    for (const { encoder, rect } of this.bands) encoder.setBitrate(this.#share(rect.height));
  }

  #coded(band: Band, data: Uint8Array): void {
    if (this.failed) return;
    const part = band.coding.shift()?.parts.find((each) => each.band === band);
    const units = accessUnits(data);
    if (part === undefined || data.length > MAX_IMAGE_BYTES || units.length !== 1 || units[0]!.slices !== 1) {
      this.#fail();
      return;
    }
    part.data = data;
    if (!this.hasPicture) return;
    if (!this.isReady) {
      this.isReady = true;
      // The viewer has later ones.
      this.#pictures = [];
      this.#last = undefined;
      for (const each of this.bands) each.keyWanted = true;
    }
    this.#changed();
  }

  #fail(): void {
    if (this.failed) return;
    this.close();
    this.#changed();
  }

  /** The next picture that is ready; the caller sends it. */
  next(): { readonly pixels: Uint32Array; readonly parts: FilmPart[] } | undefined {
    if (!this.hasPicture) return undefined;
    const { pixels, parts } = this.#pictures.shift()!;
    this.sent++;
    return {
      pixels,
      parts: parts.map(({ band, data }) => {
        const flags = band.begins ? h264Flag.resetContext : 0;
        band.begins = false;
        return { rect: band.rect, flags, data: data! };
      }),
    };
  }

  close(): void {
    this.failed = true;
    this.#pictures = [];
    for (const { encoder } of this.bands) encoder.close();
  }
}

/** Whether a picture shows these pixels in a rectangle. */
function isShown(pixels: Uint32Array, { data, width: stride }: Picture, { x, y, width, height }: Rect): boolean {
  for (let row = 0, i = 0; row < height; row++) {
    const from = (y + row) * stride + x;
    for (let at = from; at < from + width; at++, i++) if (data[at] !== pixels[i]) return false;
  }
  return true;
}

function isSame(a: Uint32Array, b: Uint32Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (a[i] !== b[i]) return false;
  return true;
}
