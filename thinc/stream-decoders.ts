/** A terminal's decoders: one for each stream that it has seen a key frame of, and one for stills, on what the platform gives. */
import type { Pixels } from '../xserver/raster/pixels.ts';
import { isStillCodec, type VideoCodec } from './commands.ts';
import { MAX_DECODERS } from './limits.ts';
import type { CodedFrame, FrameDecoders } from './video-frames.ts';

export interface StreamDecoder {
  /** `number` comes back with the picture. */
  decode(data: Uint8Array, keyFrame: boolean, number: number): void;
  close(): void;
}

export interface StreamEvents {
  /** Pictures (owned by the receiver) in the order of their frames. */
  readonly picture: (picture: Pixels, number: number) => void;
  readonly failed: () => void;
}

/** What a platform decodes with. */
export interface DecodingPlatform {
  /** The best first. */
  readonly codecs: Promise<readonly VideoCodec[]>;
  /** @throws Error where the platform does not decode such streams. */
  openStream(codec: VideoCodec, width: number, height: number, events: StreamEvents): StreamDecoder;
  /** Rejects for what is no such picture. */
  decodeStill(codec: 'jpeg' | 'webp', data: Uint8Array): Promise<Pixels>;
}

type Done = (picture: Pixels | undefined) => void;

interface Stream {
  readonly codec: VideoCodec;
  readonly width: number;
  readonly height: number;
  readonly decoder: StreamDecoder;
  readonly waiting: Map<number, Done>;
  next: number;
}

export class StreamDecoders implements FrameDecoders {
  readonly codecs: Promise<readonly VideoCodec[]>;
  readonly #platform: DecodingPlatform;
  /** The one that was used last is the last. */
  readonly #streams = new Map<number, Stream>();
  #closed = false;

  constructor(platform: DecodingPlatform) {
    this.#platform = platform;
    this.codecs = platform.codecs;
  }

  decode(frame: CodedFrame, done: Done): void {
    if (this.#closed) return;
    const { codec, data } = frame;
    if (isStillCodec(codec)) {
      const finish = (picture: Pixels | undefined): void => {
        if (!this.#closed) done(picture);
      };
      this.#platform.decodeStill(codec, data).then(finish, () => finish(undefined));
      return;
    }
    const stream = this.#streamOf(frame);
    if (stream === undefined) {
      done(undefined);
      return;
    }
    const number = stream.next++;
    stream.waiting.set(number, done);
    try {
      stream.decoder.decode(data, frame.keyFrame, number);
    } catch {
      this.#fail(frame.stream, stream);
    }
  }

  /** The stream of a frame; undefined where it has to begin with a key frame and this is none. */
  #streamOf({ stream: number, codec, width, height, keyFrame }: CodedFrame): Stream | undefined {
    const known = this.#streams.get(number);
    if (known !== undefined && known.codec === codec && known.width === width && known.height === height) {
      this.#streams.delete(number);
      this.#streams.set(number, known);
      return known;
    }
    if (known !== undefined) this.#fail(number, known);
    if (!keyFrame) return undefined;
    const waiting = new Map<number, Done>();
    const events: StreamEvents = {
      picture: (picture, at) => {
        for (const [earlier, done] of waiting) {
          if (earlier > at) break;
          waiting.delete(earlier);
          if (!this.#closed) done(earlier === at ? picture : undefined);
        }
      },
      failed: () => {
        const stream = this.#streams.get(number);
        if (stream?.waiting === waiting) this.#fail(number, stream);
      },
    };
    let decoder: StreamDecoder;
    try {
      decoder = this.#platform.openStream(codec, width, height, events);
    } catch {
      return undefined;
    }
    const stream: Stream = { codec, width, height, decoder, waiting, next: 0 };
    this.#streams.set(number, stream);
    if (this.#streams.size > MAX_DECODERS) {
      const [oldest] = this.#streams;
      this.#fail(oldest![0], oldest![1]);
    }
    return stream;
  }

  /** It is of no more use: what it has not decoded has no picture. */
  #fail(number: number, stream: Stream): void {
    this.#streams.delete(number);
    stream.decoder.close();
    for (const done of stream.waiting.values()) if (!this.#closed) done(undefined);
    stream.waiting.clear();
  }

  close(): void {
    this.#closed = true;
    for (const [number, stream] of this.#streams) this.#fail(number, stream);
  }
}
