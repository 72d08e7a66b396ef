/** Decodes the thinc wire's coded frames in the page's worker: streams by WebCodecs, stills by the browser's picture decoder. */
import type { VideoCodec } from '../../../thinc/commands.ts';
import { StreamDecoders, type DecodingPlatform } from '../../../thinc/stream-decoders.ts';
import type { WebCodecs } from '../../../codecs/web-codecs.ts';
import { decodedBy, openWebCodecsStream } from '../../../thinc/web-codecs.ts';
import { decodeStill } from './decode-still.ts';

/** WebCodecs are there only where the page's address is trusted: https, or this machine itself. */
export function webCodecs(): WebCodecs | undefined {
  const { VideoDecoder, EncodedVideoChunk } = globalThis;
  // The browser's types know one buffer of bytes more than ours.
  return typeof VideoDecoder === 'function' ? ({ VideoDecoder, EncodedVideoChunk } as unknown as WebCodecs) : undefined;
}

async function codecs(): Promise<readonly VideoCodec[]> {
  const api = webCodecs();
  const streams = api === undefined ? [] : await decodedBy(api, ['vp8', 'h264', 'vp9', 'av1']);
  return [...streams, 'webp', 'jpeg'];
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
