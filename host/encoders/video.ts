/**
 * Video encoders of the host: VP8 and H.264 by @napi-rs/webcodecs where its prebuilt is there (in threads of its own), and JPEG, each frame by
 * itself, for terminals that decode no stream.
 *
 * VP8 comes first: at 320x240 it took two thirds of H.264's bits for the same quality; its processor time is twice that, 4.7 ms a frame. VP9 and AV1
 * hold frames back here for longer than a frame may wait.
 */
import type * as WebCodecs from '@napi-rs/webcodecs';
import { completeParameters } from '../../codecs/h264-parameters.ts';
import type { StillEncoder } from '../../codecs/still-encoder.ts';
import type { VideoCodec } from '../../thinc/commands.ts';
import type { VideoEncoder, VideoEncoderEvents, VideoEncoders, VideoFormat } from '../../codecs/video-encoder.ts';
import { codecName } from '../../thinc/web-codecs.ts';

type Api = typeof WebCodecs;

const FRAME_RATE = 30;
/** Bits that a pixel of JPEG takes at these qualities, about. */
const JPEG_STEPS: readonly { readonly bits: number; readonly quality: number }[] = [
  { bits: 0.25, quality: 20 },
  { bits: 0.5, quality: 35 },
  { bits: 0.8, quality: 50 },
  { bits: 1.2, quality: 70 },
];
const BEST_JPEG = 80;

/** The native code, 14 MB of memory, is loaded when the first stream begins; where there is none, streams fail and JPEG is left. */
export function videoEncoders(stills: StillEncoder): VideoEncoders {
  let api: Promise<Api> | undefined;
  const codecs: readonly VideoCodec[] = ['vp8', 'h264', 'jpeg'];
  return {
    codecs,
    open: (format, events) => {
      if (format.codec === 'jpeg') return new JpegVideo(stills, format, events);
      api ??= import('@napi-rs/webcodecs');
      return new ComingVideo(api, format, events);
    },
  };
}

/** An encoder whose native code is being loaded: keeps what it is told until then. */
class ComingVideo implements VideoEncoder {
  #encoder: VideoEncoder | undefined;
  #waiting: ((encoder: VideoEncoder) => void)[] = [];
  #closed = false;

  constructor(api: Promise<Api>, format: VideoFormat, events: VideoEncoderEvents) {
    void api
      .then((loaded) => {
        if (this.#closed) return;
        this.#encoder = new StreamVideo(loaded, format, events);
        for (const act of this.#waiting.splice(0)) act(this.#encoder);
      })
      .catch((error: unknown) => {
        if (!this.#closed) events.failed(String(error));
      });
  }

  #act(act: (encoder: VideoEncoder) => void): void {
    if (this.#encoder === undefined) this.#waiting.push(act);
    else act(this.#encoder);
  }

  encode(pixels: Uint32Array, time: number, keyFrame: boolean): void {
    this.#act((encoder) => encoder.encode(pixels, time, keyFrame));
  }

  setBitrate(bitrate: number): void {
    this.#act((encoder) => encoder.setBitrate(bitrate));
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    this.#encoder?.close();
  }
}

class StreamVideo implements VideoEncoder {
  readonly #api: Api;
  readonly #format: VideoFormat;
  readonly #encoder: WebCodecs.VideoEncoder;
  /** What it is told when it has coded: to call it while it does holds this thread up until it is done. */
  #waiting: (() => void)[] = [];
  #isCoding = false;
  #closed = false;

  constructor(api: Api, format: VideoFormat, { coded, failed }: VideoEncoderEvents) {
    this.#api = api;
    this.#format = format;
    this.#encoder = new api.VideoEncoder({
      output: (chunk) => {
        if (this.#closed) return;
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        const isKey = chunk.type === 'key';
        this.#isCoding = false;
        coded(isKey && format.codec === 'h264' ? completeParameters(data) : data, isKey);
        try {
          this.#goOn();
        } catch (error) {
          failed(String(error));
        }
      },
      error: (error) => {
        if (!this.#closed) failed(error.message);
      },
    });
    this.#configure(format.bitrate);
  }

  #configure(bitrate: number): void {
    const { codec, width, height } = this.#format;
    this.#encoder.configure({
      codec: codecName(codec),
      width,
      height,
      bitrate,
      framerate: FRAME_RATE,
      // Realtime means a key frame in 10 frames, and nothing else, to its VP8.
      latencyMode: codec === 'vp8' ? 'quality' : 'realtime',
      ...(codec === 'h264' ? { avc: { format: 'annexb' } } : {}),
    });
  }

  #act(act: () => void): void {
    this.#waiting.push(act);
    this.#goOn();
  }

  #goOn(): void {
    while (!this.#isCoding && !this.#closed) {
      const act = this.#waiting.shift();
      if (act === undefined) return;
      act();
    }
  }

  encode(pixels: Uint32Array, time: number, keyFrame: boolean): void {
    this.#act(() => this.#encode(pixels, time, keyFrame));
  }

  #encode(pixels: Uint32Array, time: number, keyFrame: boolean): void {
    this.#isCoding = true;
    const { width, height } = this.#format;
    const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, width * height * 4);
    const frame = new this.#api.VideoFrame(bytes, {
      format: 'BGRX',
      codedWidth: width,
      codedHeight: height,
      timestamp: Math.round(time * 1000),
    });
    this.#encoder.encode(frame, { keyFrame });
    frame.close();
  }

  setBitrate(bitrate: number): void {
    this.#act(() => this.#configure(bitrate));
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}

class JpegVideo implements VideoEncoder {
  readonly #stills: StillEncoder;
  readonly #format: VideoFormat;
  readonly #events: VideoEncoderEvents;
  #bitrate: number;
  #order = Promise.resolve();
  #closed = false;

  constructor(stills: StillEncoder, format: VideoFormat, events: VideoEncoderEvents) {
    this.#stills = stills;
    this.#format = format;
    this.#events = events;
    this.#bitrate = format.bitrate;
  }

  encode(pixels: Uint32Array): void {
    const { width, height } = this.#format;
    const bits = this.#bitrate / FRAME_RATE / (width * height);
    const quality = JPEG_STEPS.find((step) => bits < step.bits)?.quality ?? BEST_JPEG;
    const coded = this.#stills.encode([{ kind: 'jpeg', pixels, width, height, quality }]);
    this.#order = this.#order
      .then(async () => coded)
      .then(
        ([data]) => {
          if (!this.#closed) this.#events.coded(data!, true);
        },
        (error: unknown) => {
          if (!this.#closed) this.#events.failed(String(error));
        },
      );
  }

  setBitrate(bitrate: number): void {
    this.#bitrate = bitrate;
  }

  close(): void {
    this.#closed = true;
  }
}
