/** Streams decoded by the platform's WebCodecs: in the page the browser's own, in Node @napi-rs/webcodecs. Both have this shape. */
import { createPixels } from '../xserver/raster/pixels.ts';
import type { DecoderConfig, WebCodecs } from '../codecs/web-codecs.ts';
import type { VideoCodec } from './commands.ts';
import type { StreamDecoder, StreamEvents } from './stream-decoders.ts';

export type StreamCodec = Exclude<VideoCodec, 'jpeg' | 'webp'>;

/** As WebCodecs calls them: H.264 constrained baseline level 4, VP9 profile 0, AV1 main. */
const NAMES: Readonly<Record<StreamCodec, string>> = {
  h264: 'avc1.42e028',
  vp8: 'vp8',
  vp9: 'vp09.00.40.08',
  av1: 'av01.0.08M.08',
};

export function codecName(codec: VideoCodec): string {
  if (codec === 'jpeg' || codec === 'webp') throw new RangeError(`${codec} is no stream`);
  return NAMES[codec];
}

function configOf(codec: VideoCodec, width: number, height: number): DecoderConfig {
  return { codec: codecName(codec), codedWidth: width, codedHeight: height, optimizeForLatency: true };
}

/** Those of `wanted` that the platform decodes. */
export async function decodedBy(api: WebCodecs, wanted: readonly StreamCodec[]): Promise<StreamCodec[]> {
  const found: StreamCodec[] = [];
  for (const codec of wanted) {
    const answer = await api.VideoDecoder.isConfigSupported(configOf(codec, 640, 480)).catch(() => undefined);
    if (answer?.supported === true) found.push(codec);
  }
  return found;
}

/** @throws Error where the platform refuses. */
export function openWebCodecsStream(
  api: WebCodecs,
  codec: VideoCodec,
  width: number,
  height: number,
  events: StreamEvents,
): StreamDecoder {
  let order = Promise.resolve();
  let closed = false;
  const failed = (): void => {
    if (!closed) events.failed();
  };
  const decoder = new api.VideoDecoder({
    output: (frame) => {
      const pixels = createPixels(frame.displayWidth, frame.displayHeight, 24);
      const bytes = new Uint8Array(pixels.data.buffer, pixels.data.byteOffset, pixels.data.byteLength);
      const number = frame.timestamp;
      const copied = frame.copyTo(bytes, { format: 'BGRX' });
      order = order
        .then(async () => copied)
        .then(() => {
          if (closed) return;
          const { data } = pixels;
          for (let i = 0; i < data.length; i++) data[i]! &= 0xffffff;
          events.picture(pixels, number);
        }, failed)
        .finally(() => frame.close());
    },
    error: failed,
  });
  decoder.configure(configOf(codec, width, height));
  return {
    decode: (data, keyFrame, number) =>
      decoder.decode(new api.EncodedVideoChunk({ type: keyFrame ? 'key' : 'delta', timestamp: number, data })),
    close: () => {
      closed = true;
      if (decoder.state !== 'closed') decoder.close();
    },
  };
}
