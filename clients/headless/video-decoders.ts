/** Decodes the thinc wire's coded frames in Node: streams by @napi-rs/webcodecs where its prebuilt is there, stills by sharp. */
import type { VideoCodec } from '../../thinc/commands.ts';
import { StreamDecoders, type DecodingPlatform } from '../../thinc/stream-decoders.ts';
import type { WebCodecs } from '../../codecs/web-codecs.ts';
import { decodedBy, openWebCodecsStream } from '../../thinc/web-codecs.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';

export async function loadWebCodecs(): Promise<WebCodecs | undefined> {
  try {
    const { VideoDecoder, EncodedVideoChunk } = await import('@napi-rs/webcodecs');
    return { VideoDecoder, EncodedVideoChunk } as unknown as WebCodecs;
  } catch {
    return undefined;
  }
}

async function decodeStill(data: Uint8Array): Promise<Pixels> {
  const { default: sharp } = await import('sharp');
  const raw = sharp(data).removeAlpha().toColourspace('srgb').raw();
  const { data: rgb, info } = await raw.toBuffer({ resolveWithObject: true });
  const pixels = createPixels(info.width, info.height, 24);
  for (let i = 0, at = 0; i < pixels.data.length; i++, at += 3)
    pixels.data[i] = (rgb[at]! << 16) | (rgb[at + 1]! << 8) | rgb[at + 2]!;
  return pixels;
}

export function nodeDecoders(): StreamDecoders {
  let api: WebCodecs | undefined;
  const codecs = async (): Promise<readonly VideoCodec[]> => {
    api = await loadWebCodecs();
    // The others are there too, but hold frames back.
    const streams = api === undefined ? [] : await decodedBy(api, ['vp8']);
    return [...streams, 'webp', 'jpeg'];
  };
  const platform: DecodingPlatform = {
    codecs: codecs(),
    openStream: (codec, width, height, events) => {
      if (api === undefined) throw new Error('no WebCodecs here');
      return openWebCodecsStream(api, codec, width, height, events);
    },
    decodeStill: async (_codec, data) => decodeStill(data),
  };
  return new StreamDecoders(platform);
}
