/**
 * Video encoders of the host: VP8 and H.264 by @napi-rs/webcodecs where its prebuilt is there (in threads of its own), and JPEG, each frame by
 * itself, for terminals that decode no stream.
 *
 * VP8 comes first: at 320x240 it took two thirds of H.264's bits for the same quality; its processor time is twice that, 4.7 ms a frame. VP9 and AV1
 * hold frames back here for longer than a frame may wait.
 */
import type * as WebCodecs from '@napi-rs/webcodecs';
import type { StillEncoder } from '../../codecs/still-encoder.ts';
import type { VideoCodec } from '../../thinc/commands.ts';
import type { VideoEncoder, VideoEncoderEvents, VideoEncoders, VideoFormat } from '../../thinc/video-encoder.ts';
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

export async function loadVideoEncoders(stills: StillEncoder): Promise<VideoEncoders> {
  const api = await import('@napi-rs/webcodecs').catch(() => undefined);
  const streams: VideoCodec[] = api === undefined ? [] : ['vp8', 'h264'];
  return {
    codecs: [...streams, 'jpeg'],
    open: (format, events) => {
      if (format.codec === 'jpeg') return new JpegVideo(stills, format, events);
      if (api === undefined) throw new Error(`no encoder of ${format.codec}`);
      return new StreamVideo(api, format, events);
    },
  };
}

class StreamVideo implements VideoEncoder {
  readonly #api: Api;
  readonly #format: VideoFormat;
  readonly #encoder: WebCodecs.VideoEncoder;
  #closed = false;

  constructor(api: Api, format: VideoFormat, { coded, failed }: VideoEncoderEvents) {
    this.#api = api;
    this.#format = format;
    this.#encoder = new api.VideoEncoder({
      output: (chunk) => {
        if (this.#closed) return;
        const data = new Uint8Array(chunk.byteLength);
        chunk.copyTo(data);
        coded(data, chunk.type === 'key');
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
      latencyMode: 'realtime',
      ...(codec === 'h264' ? { avc: { format: 'annexb' } } : {}),
    });
  }

  encode(pixels: Uint32Array, time: number, keyFrame: boolean): void {
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
    this.#configure(bitrate);
  }

  close(): void {
    this.#closed = true;
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
