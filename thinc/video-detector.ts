/**
 * Finds rectangles of one surface that programs fill with other pictures again and again: video, animations. Programs put a picture at once or in
 * bands from top to bottom (a request holds 256 KiB where BIG-REQUESTS is not used).
 */

import type { Pixels } from '../xserver/raster/pixels.ts';

/** Smaller pictures are no video. */
export const LEAST_VIDEO_PIXELS = 4096;
const LEAST_SIDE = 32;
/** Pictures further apart than this are single ones, ms. */
export const MOST_GAP_MS = 300;
/** Of a picture this much is new, or it isn't video: the rest was there before, or scrolled. */
const LEAST_FRESH = 0.25;
/** So many pictures in a row, beside the first, of many colours, */
const PICTURES = 1;
/** or of any. */
const FLAT_PICTURES = 5;
/** A rectangle that had no picture for so long is forgotten, ms. */
const FORGET_MS = 4000;
/** Rectangles that are watched on one surface. */
const MOST_WATCHED = 8;

export interface VideoBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Pictures in a row that came soon after the one before and were mostly new. */
interface Row {
  /** Without the first. */
  count: number;
  /** The last of them was whole, and mostly new. */
  isNew: boolean;
  /** When it began. */
  changed: number;
}

interface Watched extends Row {
  box: VideoBox;
  /** Where the next band of the picture begins. */
  next: number;
  /** Fresh pixels of the picture that is being put. */
  fresh: number;
  manyColors: boolean;
  /** When the last picture began. */
  begun: number;
  isVideo: boolean;
}

/** What was put is (a band of) a picture of a video. */
export interface VideoPart {
  readonly box: VideoBox;
  /** The picture is whole with it. */
  readonly complete: boolean;
  /** Where it is the first of a video that has just been found: the picture before, if that is known. */
  readonly before?: Pixels | undefined;
}

export class VideoDetector {
  readonly #watched: Watched[] = [];

  /** A picture was put where a video is; undefined elsewhere. */
  find(x: number, y: number, width: number, height: number, now: number): VideoPart | undefined {
    const index = this.#watched.findIndex(({ isVideo, box }) => isVideo && isInside(box, x, y, width, height));
    if (index < 0) return undefined;
    const watched = this.#watched[index]!;
    if (now - watched.begun > FORGET_MS) {
      this.#watched.splice(index, 1);
      return undefined;
    }
    const { box } = watched;
    watched.begun = now;
    return { box, complete: y + height === box.y + box.height };
  }

  /**
   * Takes notice of pixels that were put, of which so many were not there before; gives the part of a video that they are from now on.
   * `manyColors` tells of a photograph in a box, and is asked only where it matters.
   */
  put(
    x: number,
    y: number,
    width: number,
    height: number,
    fresh: number,
    manyColors: (box: VideoBox) => boolean,
    now: number,
  ): VideoPart | undefined {
    if (width < LEAST_SIDE) return undefined;
    const at = this.#watched.findIndex(({ box }) => box.x === x && box.width === width && y >= box.y);
    const known = this.#watched[at];
    if (known !== undefined && y === known.next && now - known.begun <= MOST_GAP_MS) {
      // The next band.
      known.next = y + height;
      known.fresh += fresh;
      if (known.next > known.box.y + known.box.height) {
        known.box = { ...known.box, height: known.next - known.box.y };
        known.count = 0;
      }
      return judge(known, manyColors);
    }
    if (known === undefined || y !== known.box.y || height > known.box.height) {
      this.#watch({ x, y, width, height }, fresh, now);
      return undefined;
    }
    const row = rowOf(known);
    known.count = countIn(row, now);
    known.isNew = row.isNew;
    known.changed = row.changed;
    if (known.count === 0) known.box = { x, y, width, height };
    known.next = y + height;
    known.fresh = fresh;
    known.begun = now;
    return judge(known, manyColors);
  }

  /** The box that becomes a video with the picture that is about to be put, if that is another one of many colours. */
  next(x: number, y: number, width: number, now: number): VideoBox | undefined {
    const known = this.#watched.find(({ box }) => box.x === x && box.width === width && box.y === y);
    if (known === undefined || known.isVideo || countIn(rowOf(known), now) !== PICTURES) return undefined;
    return known.box;
  }

  /** There is a video. */
  isPlaying(now: number): boolean {
    return this.#watched.some(({ isVideo, begun }) => isVideo && now - begun <= FORGET_MS);
  }

  /** A rectangle is known to be a video, from its first picture on. */
  declare(x: number, y: number, width: number, height: number, now: number): void {
    if (width < LEAST_SIDE || height < LEAST_SIDE || width * height < LEAST_VIDEO_PIXELS) return;
    const known = this.#watched.find(({ isVideo, box }) => isVideo && isInside(box, x, y, width, height));
    if (known?.box.y === y && known.box.height === height) return;
    this.#watch({ x, y, width, height }, width * height, now).isVideo = true;
  }

  #watch(box: VideoBox, fresh: number, now: number): Watched {
    const overlapped = this.#watched.findIndex((other) => other.box.x === box.x && other.box.width === box.width);
    if (overlapped >= 0) this.#watched.splice(overlapped, 1);
    if (this.#watched.length >= MOST_WATCHED) this.#watched.shift();
    const next = box.y + box.height;
    const row: Row = { count: 0, isNew: false, changed: now };
    const watched = { ...row, box, next, fresh, manyColors: false, begun: now, isVideo: false };
    this.#watched.push(watched);
    return watched;
  }
}

/** Whether what has been put is part of a video by now. Black bars at the top of a film are nothing new: then it is so further down. */
function judge(known: Watched, manyColors: (box: VideoBox) => boolean): VideoPart | undefined {
  const { box, next, fresh, count } = known;
  if (count < PICTURES || box.height < LEAST_SIDE || box.width * box.height < LEAST_VIDEO_PIXELS) return undefined;
  if (fresh < LEAST_FRESH * box.width * (next - box.y)) return undefined;
  if (count === PICTURES) known.manyColors = manyColors(box);
  if (!known.manyColors && count < FLAT_PICTURES) return undefined;
  known.isVideo = true;
  return { box, complete: next === box.y + box.height };
}

/** The row with the last picture in it. The same picture once more, as it is put when a window is shown or a film is slow, is no other one. */
function rowOf({ box, next, fresh, begun, count, isNew, changed }: Watched): Row & { isRepeated: boolean } {
  const isWhole = next === box.y + box.height;
  if (isWhole && fresh === 0) return { count, isNew, changed, isRepeated: true };
  return { count, isNew: isWhole && fresh >= LEAST_FRESH * box.width * box.height, changed: begun, isRepeated: false };
}

/** Its count with a picture that begins now. */
function countIn({ count, isNew, changed, isRepeated }: ReturnType<typeof rowOf>, now: number): number {
  if (!isNew || now - changed > MOST_GAP_MS) return 0;
  return isRepeated ? count : count + 1;
}

function isInside(box: VideoBox, x: number, y: number, width: number, height: number): boolean {
  return x === box.x && width === box.width && y >= box.y && y + height <= box.y + box.height;
}
