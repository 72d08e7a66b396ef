/**
 * A platform that codes in no time and with a visible loss, when it is told to: for worlds in which time is a number. A coded frame is the picture's
 * pixels with their lower bits gone, and so is a still.
 */
import type { StillEncoder, StillRequest } from '../../codecs/still-encoder.ts';
import type { VideoCodec } from '../../thinc/commands.ts';
import type { LossyEncoders, LossyMeans } from '../../thinc/lossy.ts';
import type { VideoEncoderEvents, VideoFormat } from '../../codecs/video-encoder.ts';
import type { CodedFrame, FrameDecoders } from '../../thinc/video-frames.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';

const LOSS = 0xf0f0f0;

function coded(pixels: Uint32Array): Uint8Array {
  return new Uint8Array(pixels.map((pixel) => pixel & LOSS).buffer);
}

export class PretendedCodecs {
  now = 0;
  frames = 0;
  stills = 0;
  /** Bytes in a ms. */
  rate = 1;
  readonly #timers = new Set<{ at: number; act: () => void }>();
  #jobs: (() => void)[] = [];
  #lossOfFrames = 0;

  readonly means: LossyMeans = {
    rate: () => this.rate,
    now: () => this.now,
    after: (milliseconds, act) => {
      const timer = { at: this.now + milliseconds, act };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
    wake: () => {},
  };

  readonly encoders: LossyEncoders = {
    video: {
      codecs: ['vp8'],
      open: (format, events) => this.#encoder(format, events),
    },
    stills: this.#stillEncoder(),
  };

  #encoder(_format: VideoFormat, events: VideoEncoderEvents) {
    let closed = false;
    let begun = false;
    return {
      encode: (pixels: Uint32Array, _time: number, keyFrame: boolean): void => {
        const data = coded(pixels);
        const isKey = keyFrame || !begun;
        begun = true;
        this.#jobs.push(() => {
          if (!closed) events.coded(data, isKey);
        });
      },
      setBitrate: () => {},
      close: () => (closed = true),
    };
  }

  #stillEncoder(): StillEncoder {
    return {
      kinds: new Set(['webp'] as const),
      waitingPixels: 0,
      room: async () => {},
      encode: async (batch: readonly StillRequest[]) =>
        new Promise((resolve) => {
          this.#jobs.push(() => resolve(batch.map(({ pixels }) => coded(pixels))));
        }),
    };
  }

  /** Decoders of one terminal; every so many-th frame of a stream is lost. */
  decoders(losing: number): FrameDecoders {
    const codecs: readonly VideoCodec[] = ['vp8', 'webp'];
    return {
      codecs: Promise.resolve(codecs),
      decode: (frame: CodedFrame, done: (picture: Pixels | undefined) => void) => {
        if (frame.codec === 'webp') this.stills++;
        else this.frames++;
        const lost = losing > 0 && ++this.#lossOfFrames % losing === 0;
        this.#jobs.push(() => done(lost ? undefined : decoded(frame)));
      },
      close: () => {},
    };
  }

  /** Finishes this many things that are being coded or decoded, in their order, and lets what waits for them go on. */
  async work(count: number): Promise<void> {
    for (const job of this.#jobs.splice(0, count)) job();
    for (let i = 0; i < 3; i++) await Promise.resolve();
  }

  get isIdle(): boolean {
    return this.#jobs.length === 0;
  }

  /** It is so late. */
  advance(now: number): void {
    this.now = Math.max(this.now, now);
    for (const timer of this.#timers) {
      if (timer.at > this.now || !this.#timers.delete(timer)) continue;
      timer.act();
    }
  }
}

function decoded({ data, width, height }: CodedFrame): Pixels {
  const pixels = createPixels(width, height, 24);
  pixels.data.set(new Uint32Array(data.buffer, data.byteOffset, width * height));
  return pixels;
}
