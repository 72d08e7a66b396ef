/**
 * One rectangle of one terminal's surface as a coded stream. Frames are taken from the host's surface when the encoder has room, and the encoder
 * has room when the link has: a picture that comes too early is never queued, the next one takes its place.
 */
import { copyRect } from '../xserver/raster/copy.ts';
import { createPixels, type Pixels } from '../xserver/raster/pixels.ts';
import type { Region } from '../xserver/raster/region.ts';
import type { Surface } from '../xserver/state/drawables.ts';
import type { Command, VideoCodec } from './commands.ts';
import { MAX_VIDEO_BYTES } from './limits.ts';
import type { VideoBox } from './video-detector.ts';
import type { VideoEncoder, VideoEncoders } from '../codecs/video-encoder.ts';

const GX_COPY = 3;
const ALL_PLANES = 0xffffffff;
/** Frames that are being coded, or wait for the link: one of each. */
const USUALLY_UNDER_WAY = 2;
/** So many more wait rather than be left out where encoder or link only stumble: at the beginning, while the encoder is made ready. */
const MOST_EXTRA = 12;
/** Each picture before which nothing waits gives so much of one back: who never keeps up gets no backlog. */
const EXTRA_EACH = 1 / 8;
/** They wait as they are. What has waited so long by the time that its turn comes, ms, is left out after all: a slow link gets no old pictures. */
const MOST_WAIT_MS = 300;
const MOST_WAITING_PIXELS = 1 << 21;
/** A picture in bands whose last one does not come is taken as it is after so long, ms. */
const TORN_MS = 50;
/** Of the link's rate a stream takes this share at most: the rest is for what is drawn beside it, and for the carrier's own. */
const SHARE = 0.7;
/** Bits of a pixel, at 30 frames in a second: what a fast link gets, and the least that still looks like something. */
const MOST_BITS = 0.4;
const LEAST_BITS = 0.02;
const ASSUMED_RATE = 30;
/** A frame gets the bits of so many ms at most: where the link is slow, more frames are worth more than better ones. */
const MOST_FRAME_MS = 70;
/** The same while the user types or points: what follows an input waits behind a frame that has been begun. */
const MOST_URGENT_FRAME_MS = 10;
/** An encoder lags behind that leaves out more than this share of so many pictures, though the link would carry them. */
const MOST_LEFT_OUT = 0.25;
const COUNTED = 24;
/** While the link is not known. */
const FIRST_BITRATE = 400_000;
/** A rate that is so much off is set anew. */
const OFF = 1.35;
/** The encoder's next frame is then a key frame, and a large one: where that takes the link longer than this, ms, */
const SUDDEN_MS = 20;
/** a rate is set anew only if it is so much off, */
const FAR_OFF = 2;
/** and a higher one when a key frame is due anyway: some encoders make one of so many, and more of them take too much. */
const KEY_FRAMES_EACH = 10;

export interface StreamContext {
  readonly encoders: VideoEncoders;
  /** Bytes in a ms that the link carries; 0 for not known. */
  readonly rate: () => number;
  /** It may carry more: it has not been filled yet. */
  readonly mayGrow?: (() => boolean) | undefined;
  readonly now: () => number;
  /** Calls back after so many ms; gives what calls it off. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
  /** The user types or points. */
  readonly isTyping: () => boolean;
  /** A frame is ready, or the stream has failed. */
  readonly changed: () => void;
}

export class VideoStream {
  readonly surface: Surface;
  readonly box: VideoBox;
  readonly number: number;
  readonly codec: VideoCodec;
  /** When the last picture came that was another one. */
  lastChange: number;
  failed = false;
  readonly #context: StreamContext;
  readonly #encoder: VideoEncoder;
  readonly #surfaceNumber: number;
  #last: Pixels | undefined;
  /** Pictures that are being coded, the first of them first. */
  readonly #inEncoder: Pixels[] = [];
  /** Is of no use any more: the next picture is taken into it, so that large ones need not be allocated and cleared again and again. */
  #spare: Pixels | undefined;
  #bitrate: number;
  #ready: { data: Uint8Array; keyFrame: boolean }[] = [];
  /** The surface has a picture that was not taken. */
  #due = false;
  /** Pictures that wait for their turn to be coded, and when they were taken. */
  readonly #queue: { readonly picture: Pixels; readonly at: number }[] = [];
  #extra = MOST_EXTRA;
  #keyWanted = true;
  /** Frames from the last key frame on, with those that are being coded, and its bytes. */
  #sinceKey = 0;
  #keyBytes = 0;
  #pictures = 0;
  #leftOut = 0;
  /** A whole picture was not taken. */
  #isOwed = false;
  #isLagging = false;
  /** What the encoder takes for the time. */
  #time = 0;
  #lastTaken = 0;
  #torn: (() => void) | undefined;

  /** @throws Error where the encoder refuses. */
  constructor(
    context: StreamContext,
    codec: VideoCodec,
    number: number,
    surfaceNumber: number,
    surface: Surface,
    box: VideoBox,
  ) {
    this.#context = context;
    this.codec = codec;
    this.number = number;
    this.#surfaceNumber = surfaceNumber;
    this.surface = surface;
    this.box = box;
    this.lastChange = context.now();
    this.#bitrate = this.#wantedBitrate;
    const { width, height } = box;
    this.#encoder = context.encoders.open(
      { codec, width, height, bitrate: this.#bitrate },
      {
        coded: (data, keyFrame) => this.#coded(data, keyFrame),
        failed: () => this.#fail(),
      },
    );
  }

  get #wantedBitrate(): number {
    const pixels = this.box.width * this.box.height * ASSUMED_RATE;
    const rate = this.#context.rate();
    const known = rate * 8000 * SHARE;
    const link = rate === 0 || this.#context.mayGrow?.() === true ? Math.max(FIRST_BITRATE, known) : known;
    return Math.round(Math.max(pixels * LEAST_BITS, Math.min(pixels * MOST_BITS, link)));
  }

  get hasFrame(): boolean {
    return this.#ready.length > 0;
  }

  /** All that the surface shows has been taken and sent. */
  get isSent(): boolean {
    return !this.#due && this.#waiting === 0;
  }

  /** What was in the box before the picture that begins the stream (borrowed): the terminal has only a part of it. */
  precede(picture: Pixels): void {
    this.#add({ ...picture, data: picture.data.slice() });
  }

  /** There is another picture in the box, or a band of one. */
  drawn(complete: boolean): void {
    if (complete) this.#count();
    this.#due = true;
    this.#torn?.();
    this.#torn = undefined;
    if (complete) {
      this.#capture();
      this.#isOwed = this.#due;
    } else {
      this.#torn = this.#context.after(TORN_MS, () => {
        this.#torn = undefined;
        this.#capture();
      });
    }
  }

  /** The encoder can not keep up with the pictures. */
  get isLagging(): boolean {
    return this.#isLagging;
  }

  #count(): void {
    this.#pictures++;
    // Where a coded frame waits it is the link that can not keep up.
    if (this.#isOwed && this.#ready.length === 0) this.#leftOut++;
    if (this.#pictures < COUNTED) return;
    this.#isLagging = this.#leftOut > MOST_LEFT_OUT * this.#pictures;
    this.#pictures = this.#leftOut = 0;
  }

  /** The terminal has lost the thread. */
  wantKeyFrame(): void {
    this.#keyWanted = true;
    if (this.#last === undefined) return;
    // Also where the picture rests.
    this.#last = undefined;
    this.#due = true;
    this.#capture();
  }

  #capture(): void {
    if (!this.#due || this.failed || this.#torn !== undefined) return;
    if (!this.#hasRoom) return;
    this.#due = this.#isOwed = false;
    const { x, y, width, height } = this.box;
    const { pixels } = this.surface;
    if (x + width > pixels.width || y + height > pixels.height) return;
    const picture = this.#spare ?? createPixels(width, height, pixels.depth);
    this.#spare = undefined;
    copyRect(pixels, x, y, picture, 0, 0, width, height, GX_COPY, ALL_PLANES);
    if (this.#last !== undefined && isSame(this.#last, picture)) this.#spare = picture;
    else this.#add(picture);
  }

  get #waiting(): number {
    return this.#queue.length + this.#inEncoder.length + this.#ready.length;
  }

  /** There is room for one more picture. */
  get #hasRoom(): boolean {
    if (this.#waiting < USUALLY_UNDER_WAY) return true;
    if (this.#extra < 1 || this.#context.isTyping()) return false;
    const { width, height } = this.box;
    return (this.#queue.length + 1) * width * height <= MOST_WAITING_PIXELS;
  }

  /** Takes a picture (owned), to be coded when its turn comes. */
  #add(picture: Pixels): void {
    if (this.#waiting >= USUALLY_UNDER_WAY) this.#extra--;
    else if (this.#waiting === 0) this.#extra = Math.min(MOST_EXTRA, this.#extra + EXTRA_EACH);
    const at = this.#context.now();
    this.lastChange = at;
    const previous = this.#last;
    this.#last = picture;
    if (previous !== undefined) this.#giveBack(previous);
    this.#queue.push({ picture, at });
    this.#encodeNext();
  }

  /** A picture has been left out, coded, or is not the last any more: it may be of no use now. */
  #giveBack(picture: Pixels): void {
    const isUsed = picture === this.#last || this.#inEncoder.includes(picture);
    if (!isUsed && !this.#queue.some((waiting) => waiting.picture === picture)) this.#spare = picture;
  }

  #encodeNext(): void {
    while (this.#inEncoder.length + this.#ready.length < USUALLY_UNDER_WAY) {
      const next = this.#queue.shift();
      if (next === undefined) return;
      const isLate = this.#context.now() - next.at > MOST_WAIT_MS;
      if (!isLate || this.#queue.length === 0) this.#encode(next.picture, next.at);
      else this.#giveBack(next.picture);
      if (this.failed) return;
    }
  }

  /** Codes a picture (owned) that was taken at that time. */
  #encode(picture: Pixels, at: number): void {
    this.#adaptBitrate();
    this.#inEncoder.push(picture);
    this.#sinceKey++;
    try {
      const most = this.#context.isTyping() ? MOST_URGENT_FRAME_MS : MOST_FRAME_MS;
      this.#time += Math.min(at - this.#lastTaken, most);
      this.#lastTaken = at;
      this.#encoder.encode(picture.data, this.#time, this.#keyWanted);
      this.#keyWanted = false;
    } catch {
      this.#fail();
    }
  }

  #adaptBitrate(): void {
    const wanted = this.#wantedBitrate;
    if (wanted < this.#bitrate * OFF && wanted > this.#bitrate / OFF) return;
    const isNear = wanted < this.#bitrate * FAR_OFF && wanted > this.#bitrate / FAR_OFF;
    const isKeyNext = this.#keyWanted || this.#sinceKey >= KEY_FRAMES_EACH;
    const isSmall = this.#keyBytes <= this.#context.rate() * SUDDEN_MS;
    if (!isSmall && (isNear || (!isKeyNext && wanted > this.#bitrate))) return;
    this.#bitrate = wanted;
    this.#encoder.setBitrate(wanted);
  }

  #coded(data: Uint8Array, keyFrame: boolean): void {
    if (this.failed) return;
    this.#giveBack(this.#inEncoder.shift()!);
    if (data.length > MAX_VIDEO_BYTES) {
      this.#fail();
      return;
    }
    if (keyFrame) {
      this.#keyBytes = data.length;
      this.#sinceKey = 1 + this.#inEncoder.length;
    }
    this.#ready.push({ data, keyFrame });
    this.#capture();
    this.#context.changed();
  }

  #fail(): void {
    if (this.failed) return;
    this.failed = true;
    this.#ready = [];
    this.#queue.length = 0;
    this.#spare = undefined;
    this.close();
    this.#context.changed();
  }

  /** The next coded frame, as a command; undefined where none is ready. `clip`: what of it is still so. */
  take(clip: Region | undefined): Command | undefined {
    const frame = this.#ready.shift();
    if (frame === undefined) return undefined;
    this.#encodeNext();
    this.#capture();
    const { codec, number: stream, box } = this;
    return { kind: 'video', surface: this.#surfaceNumber, ...box, stream, codec, clip, ...frame };
  }

  close(): void {
    this.failed = true;
    this.#torn?.();
    this.#torn = undefined;
    this.#encoder.close();
  }
}

function isSame(a: Pixels, b: Pixels): boolean {
  const [left, right] = [a.data, b.data];
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}
