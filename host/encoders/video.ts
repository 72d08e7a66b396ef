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
  readonly #events: VideoEncoderEvents;
  #encoder: WebCodecs.VideoEncoder;
  /** What it is told when it has coded: to call it while it does holds this thread up until it is done. */
  #waiting: (() => void)[] = [];
  #isCoding = false;
  #closed = false;

  constructor(api: Api, format: VideoFormat, events: VideoEncoderEvents) {
    this.#api = api;
    this.#format = format;
    this.#events = events;
    this.#encoder = this.#open();
    this.#configure(format.bitrate);
  }

  #open(): WebCodecs.VideoEncoder {
    const { coded, failed } = this.#events;
    const { codec } = this.#format;
    return new this.#api.VideoEncoder({
      output: (chunk) => {
        if (this.#closed) return;
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        const isKey = chunk.type === 'key';
        this.#isCoding = false;
        coded(isKey && codec === 'h264' ? completeParameters(data) : data, isKey);
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
  }

  /** What is coded: 4:2:0 halves the sides, and H.264's encoder takes even ones only. The terminal passes over what is beyond the frame. */
  get #size(): { width: number; height: number } {
    const { codec, width, height } = this.#format;
    return codec === 'h264' ? { width: width + (width & 1), height: height + (height & 1) } : { width, height };
  }

  #configure(bitrate: number): void {
    const { codec } = this.#format;
    this.#encoder.configure({
      codec: codecName(codec),
      ...this.#size,
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
    const { width, height } = this.#size;
    const padded = padTo(pixels, this.#format, width, height);
    const bytes = new Uint8Array(padded.buffer, padded.byteOffset, width * height * 4);
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
    this.#act(() => {
      if (this.#format.codec === 'h264') {
        // Set anew it would look ahead, and hold tens of frames back.
        this.#encoder.close();
        this.#encoder = this.#open();
      }
      this.#configure(bitrate);
    });
  }

  close(): void {
    this.#closed = true;
    this.#waiting = [];
    if (this.#encoder.state !== 'closed') this.#encoder.close();
  }
}

/** A picture with its last column and row repeated. */
function padTo(pixels: Uint32Array, from: VideoFormat, width: number, height: number): Uint32Array {
  if (from.width === width && from.height === height) return pixels;
  const padded = new Uint32Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.min(y, from.height - 1) * from.width;
    padded.set(pixels.subarray(row, row + from.width), y * width);
    if (width > from.width) padded[(y + 1) * width - 1] = pixels[row + from.width - 1]!;
  }
  return padded;
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
