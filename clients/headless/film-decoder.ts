/** Decodes films of the raw wire in Node, by @napi-rs/webcodecs where its prebuilt is there. */
import { availableParallelism } from 'node:os';
import { decodesH264, openH264, type OpenH264 } from '../../codecs/h264-decoder.ts';
import { loadWebCodecs } from './video-decoders.ts';

/** FFmpeg decodes a picture in each of so many threads at most, and gives none before all of them have one. */
const MOST_THREADS = 16;

let known: Promise<OpenH264 | undefined> | undefined;

/** Undefined where H.264 can't be decoded. */
export async function filmDecoder(): Promise<OpenH264 | undefined> {
  return (known ??= load());
}

async function load(): Promise<OpenH264 | undefined> {
  const api = await loadWebCodecs();
  if (api === undefined || !(await decodesH264(api))) return undefined;
  const after = (milliseconds: number, act: () => void): (() => void) => {
    const timer = setTimeout(act, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  };
  return openH264({ api, after, holdsBack: Math.min(MOST_THREADS, availableParallelism() + 1) });
}
