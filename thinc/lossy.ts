/**
 * What one terminal gets with loss first: rectangles that keep changing as coded streams (video-stream.ts), photographs as stills
 * (still-sender.ts). All of it stays dirty in the drawing lists, so that nothing is drawn from it and RAW makes it exact in the end; what is here
 * only tells the scheduler what is not to be sent yet (`held`), and what is to be sent last, since something like it is shown (`shown`).
 */
import type { StillEncoder } from '../codecs/still-encoder.ts';
import {
  emptyRegion,
  intersectRegions,
  isEmptyRegion,
  regionFromRect,
  regionsEqual,
  subtractRegions,
  unionRegions,
  type Region,
} from '../xserver/raster/region.ts';
import type { WaitingSurface } from './buffer.ts';
import type { CommandWriter } from './command-writer.ts';
import { isStillCodec, type VideoCodec } from './commands.ts';
import { MAX_DECODERS, MAX_STREAMS } from './limits.ts';
import { StillSender, type ReadyStill } from './still-sender.ts';
import type { VideoBox, VideoPart } from './video-detector.ts';
import type { VideoEncoders } from '../codecs/video-encoder.ts';
import { VideoStream } from './video-stream.ts';

/** A picture that has not changed for so long rests, and is made exact, ms. */
const REST_MS = 300;
/** A terminal that loses more frames of a stream gets no more of its codec. */
const MOST_LOSSES = 20;
/** A stream that rests for so long ends, ms. */
const END_MS = 4000;

/** A link of one byte in a ms carries pictures by themselves of so many pixels, 30 in a second and something beside them. */
const PLAIN_PIXELS_EACH = 150;

export interface LossyEncoders {
  readonly video: VideoEncoders | undefined;
  readonly stills: StillEncoder | undefined;
}

/** What a terminal's buffer may ask about the world. */
export interface LossyMeans {
  /** Bytes in a ms that the link carries; 0 for not known. */
  readonly rate: () => number;
  /** It may carry more: it has not been filled yet. */
  readonly mayGrow?: (() => boolean) | undefined;
  readonly now: () => number;
  /** Calls back after so many ms; gives what calls it off. */
  readonly after: (milliseconds: number, act: () => void) => () => void;
  /** There is something to take. */
  readonly wake: () => void;
}

/** What of a surface's dirty region a terminal has, or is about to get, with loss. */
export class LossyRegions {
  /** Something is under way for it: not to be sent. */
  held: Region = emptyRegion();
  /** Something like it is shown: to be sent last. */
  shown: Region = emptyRegion();
  /** It was looked at and is not worth a still. */
  plain: Region = emptyRegion();

  /** Something was drawn there, or its pixels are others. */
  forget(region: Region): void {
    this.held = without(this.held, region);
    this.shown = without(this.shown, region);
    this.plain = without(this.plain, region);
  }

  clear(): void {
    this.held = this.shown = this.plain = emptyRegion();
  }
}

function without(region: Region, other: Region): Region {
  return isEmptyRegion(region) ? region : subtractRegions(region, other);
}

interface Playing {
  readonly stream: VideoStream;
  readonly waiting: WaitingSurface;
  /** The terminal has been given a frame. */
  begun: boolean;
  resting: boolean;
  /** Frames that the terminal could not decode. */
  losses: number;
  timer: (() => void) | undefined;
}

export class LossySender {
  readonly #means: LossyMeans;
  readonly #isTyping: () => boolean;
  readonly #playing = new Set<Playing>();
  readonly #stills: StillSender;
  #decodes: readonly VideoCodec[] = [];
  #video: VideoEncoders | undefined;
  /** Codecs that did not work, though host or terminal believed so. */
  readonly #bad = new Set<VideoCodec>();
  /** Pixels of the largest box that streams keep up with. */
  #largest = Infinity;
  #nextStream = 0;
  #closed = false;

  /** `isTyping`: the user types or points. */
  constructor(means: LossyMeans, isTyping: () => boolean) {
    this.#means = means;
    this.#isTyping = isTyping;
    this.#stills = new StillSender(means);
  }

  /** The terminal has told what it decodes; before that all goes as it is. */
  decodes(codecs: readonly VideoCodec[], { video, stills }: LossyEncoders): void {
    this.#decodes = codecs;
    this.#video = video;
    this.#stills.begin(codecs.filter(isStillCodec), stills);
  }

  /** Both ends know a codec of streams, or of pictures that make one. */
  get playsVideo(): boolean {
    return this.#codec !== undefined;
  }

  get #codec(): VideoCodec | undefined {
    return this.#video?.codecs.find((name) => this.#decodes.includes(name) && !this.#bad.has(name));
  }

  /** Where a stream's encoder can not keep up: pictures by themselves, which take less of the processor, if the link carries them. */
  #codecFor(box: VideoBox): VideoCodec | undefined {
    const best = this.#codec;
    if (areaOf(box) <= this.#largest || this.#means.rate() < areaOf(box) / PLAIN_PIXELS_EACH) return best;
    const knowsJpeg = this.#video?.codecs.includes('jpeg') === true && this.#decodes.includes('jpeg');
    return knowsJpeg && !this.#bad.has('jpeg') ? 'jpeg' : best;
  }

  /** The terminal could not decode a frame. */
  lost(stream: number): void {
    for (const playing of this.#playing) {
      if (playing.stream.number !== stream) continue;
      playing.losses++;
      if (playing.losses <= MOST_LOSSES) playing.stream.wantKeyFrame();
      else {
        this.#bad.add(playing.stream.codec);
        this.#end(playing);
        this.#means.wake();
      }
    }
  }

  /** A part of a video was drawn; its surface's list knows it as dirty already, as it did `dirty` before. */
  picture(waiting: WaitingSurface, region: Region, { box, complete, before }: VideoPart, dirty: Region): void {
    this.#stills.forget(waiting, region);
    let playing = this.#playingIn(waiting, box);
    if (playing === undefined) {
      playing = this.#begin(waiting, box);
      if (playing === undefined) return;
      // A part of the picture before has not been sent, and can no longer be: it opens the film.
      if (before !== undefined && !isEmptyRegion(intersectRegions(dirty, boxRegion(box))))
        playing.stream.precede(before);
    }
    waiting.lossy.forget(region);
    waiting.lossy.held = unionRegions(waiting.lossy.held, region);
    if (playing.resting) playing.resting = false;
    playing.stream.drawn(complete);
    if (complete && playing.stream.isLagging && playing.stream.codec !== 'jpeg') this.#largest = areaOf(box) - 1;
    if (this.#isToChange(playing.stream)) {
      const held = intersectRegions(waiting.lossy.held, boxRegion(box));
      this.#end(playing);
      const next = this.#begin(waiting, box);
      if (next === undefined) return;
      waiting.lossy.held = unionRegions(waiting.lossy.held, held);
      next.stream.drawn(complete);
      this.#watchRest(next);
      return;
    }
    this.#watchRest(playing);
  }

  /** From stream to pictures by themselves at once; back only where the link carries far less. */
  #isToChange({ codec, box }: VideoStream): boolean {
    if (codec === this.#codecFor(box)) return false;
    return codec !== 'jpeg' || this.#means.rate() < areaOf(box) / PLAIN_PIXELS_EACH / 2;
  }

  #playingIn(waiting: WaitingSurface, box: VideoBox): Playing | undefined {
    for (const playing of this.#playing)
      if (playing.waiting === waiting && sameBox(playing.stream.box, box) && !playing.stream.failed) return playing;
    return undefined;
  }

  #begin(waiting: WaitingSurface, box: VideoBox): Playing | undefined {
    const { rate, mayGrow, now, after } = this.#means;
    const video = this.#video;
    const codec = this.#codecFor(box);
    if (video === undefined || codec === undefined || waiting.surface.pixels.depth !== 24) return undefined;
    if (this.#playing.size >= MAX_DECODERS) {
      const resting = [...this.#playing].find((playing) => playing.resting);
      if (resting === undefined) return undefined;
      this.#end(resting);
    }
    const changed = (): void => {
      if (playing.stream.failed) {
        if (!playing.begun) this.#bad.add(codec);
        this.#end(playing);
      }
      this.#means.wake();
    };
    const number = this.#nextStream;
    let stream: VideoStream;
    try {
      const context = { encoders: video, rate, mayGrow, now, after, isTyping: this.#isTyping, changed };
      stream = new VideoStream(context, codec, number, waiting.number, waiting.surface, box);
    } catch {
      return undefined;
    }
    this.#nextStream = (number + 1) % MAX_STREAMS;
    const playing: Playing = { stream, waiting, begun: false, resting: false, losses: 0, timer: undefined };
    this.#playing.add(playing);
    return playing;
  }

  /** Looks, a while from now, whether the picture has changed meanwhile. */
  #watchRest(playing: Playing): void {
    if (playing.timer !== undefined) return;
    playing.timer = this.#means.after(REST_MS, () => {
      playing.timer = undefined;
      this.#lookAt(playing);
    });
  }

  #lookAt(playing: Playing): void {
    const { stream, waiting } = playing;
    const still = this.#means.now() - stream.lastChange;
    if (playing.resting && still >= END_MS) {
      this.#end(playing);
      return;
    }
    if (!playing.resting && still >= REST_MS && stream.isSent) {
      playing.resting = true;
      const region = intersectRegions(waiting.lossy.held, boxRegion(stream.box));
      waiting.lossy.held = subtractRegions(waiting.lossy.held, region);
      waiting.lossy.shown = unionRegions(waiting.lossy.shown, region);
      this.#means.wake();
    }
    this.#watchRest(playing);
  }

  /** What was held for it becomes RAW. */
  #end(playing: Playing): void {
    if (!this.#playing.delete(playing)) return;
    playing.timer?.();
    playing.stream.close();
    const { lossy } = playing.waiting;
    if (!playing.resting) lossy.held = subtractRegions(lossy.held, boxRegion(playing.stream.box));
  }

  /** Something else was drawn on a surface. */
  drawn(waiting: WaitingSurface, region: Region): void {
    this.#stills.forget(waiting, region);
    waiting.lossy.forget(region);
  }

  /** A surface is gone, or its pixels have moved. */
  surfaceChanged(waiting: WaitingSurface): void {
    for (const playing of this.#playing) if (playing.waiting === waiting) this.#end(playing);
    this.#stills.drop(waiting);
    waiting.lossy.clear();
  }

  /** Looks for photographs among what waits. */
  plan(surfaces: Iterable<WaitingSurface>): void {
    if (!this.#closed) this.#stills.plan(surfaces);
  }

  /** There is a coded frame or still to be taken. */
  get hasReady(): boolean {
    if (this.#stills.ready.size > 0) return true;
    for (const { stream } of this.#playing) if (stream.hasFrame) return true;
    return false;
  }

  /** What is held is shown as something like it: only video that goes on. */
  get isPresentable(): boolean {
    if (this.#stills.isBusy) return false;
    for (const playing of this.#playing) if (!playing.begun) return false;
    return true;
  }

  /** Writes coded frames until there are none, or `end` is reached; tells whether none is left. */
  writeFrames(writer: CommandWriter, end: number): boolean {
    for (const playing of this.#playing) {
      while (playing.stream.hasFrame) {
        if (writer.length >= end) return false;
        const box = boxRegion(playing.stream.box);
        // Nothing inexact may be drawn where the terminal has been sent something exact meanwhile.
        const { list, lossy } = playing.waiting;
        const valid = intersectRegions(intersectRegions(lossy.held, box), list.dirty);
        const command = playing.stream.take(regionsEqual(valid, box) ? undefined : valid);
        if (command !== undefined) writer.write(command);
        playing.begun = true;
      }
    }
    return true;
  }

  /** Stills that wait to be sent. */
  get stills(): ReadonlySet<ReadyStill> {
    return this.#stills.ready;
  }

  writeStill(still: ReadyStill, writer: CommandWriter): void {
    this.#stills.write(still, writer);
  }

  close(): void {
    this.#closed = true;
    for (const playing of this.#playing) this.#end(playing);
    this.#stills.close();
  }
}

function boxRegion({ x, y, width, height }: VideoBox): Region {
  return regionFromRect(x, y, width, height);
}

function areaOf({ width, height }: VideoBox): number {
  return width * height;
}

function sameBox(a: VideoBox, b: VideoBox): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}
