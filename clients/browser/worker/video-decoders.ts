/** Decodes the thinc wire's coded frames in the page's worker: streams by WebCodecs, stills by the browser's picture decoder. */
import type { VideoCodec } from '../../../thinc/commands.ts';
import { StreamDecoders, type DecodingPlatform } from '../../../thinc/stream-decoders.ts';
import { decodedBy, openWebCodecsStream, type WebCodecs } from '../../../thinc/web-codecs.ts';
import { createPixels, type Pixels } from '../../../xserver/raster/pixels.ts';

/** WebCodecs are there only where the page's address is trusted: https, or this machine itself. */
function webCodecs(): WebCodecs | undefined {
  const { VideoDecoder, EncodedVideoChunk } = globalThis;
  // The browser's types know one buffer of bytes more than ours.
  return typeof VideoDecoder === 'function' ? ({ VideoDecoder, EncodedVideoChunk } as unknown as WebCodecs) : undefined;
}

async function codecs(): Promise<readonly VideoCodec[]> {
  const api = webCodecs();
  const streams = api === undefined ? [] : await decodedBy(api, ['vp8', 'h264', 'vp9', 'av1']);
  return [...streams, 'webp', 'jpeg'];
}

async function decodeStill(codec: 'jpeg' | 'webp', data: Uint8Array): Promise<Pixels> {
  const blob = new Blob([data.slice()], { type: `image/${codec}` });
  const bitmap = await createImageBitmap(blob, { colorSpaceConversion: 'none' });
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('no canvas to decode on');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const rgba = context.getImageData(0, 0, width, height).data;
  const pixels = createPixels(width, height, 24);
  for (let i = 0, at = 0; i < pixels.data.length; i++, at += 4)
    pixels.data[i] = (rgba[at]! << 16) | (rgba[at + 1]! << 8) | rgba[at + 2]!;
  return pixels;
}

export function browserDecoders(): StreamDecoders {
  const platform: DecodingPlatform = {
    codecs: codecs(),
    openStream: (codec, width, height, events) => {
      const api = webCodecs();
      if (api === undefined) throw new Error('no WebCodecs here');
      return openWebCodecsStream(api, codec, width, height, events);
    },
    decodeStill,
  };
  return new StreamDecoders(platform);
}
