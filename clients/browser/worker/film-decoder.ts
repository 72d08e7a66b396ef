/** Decodes films of the raw wire in the page's worker, where the browser's WebCodecs do H.264. */
import { decodesH264, openH264, type OpenH264 } from '../../../codecs/h264-decoder.ts';
import { webCodecs } from './video-decoders.ts';

let known: Promise<OpenH264 | undefined> | undefined;

/** Undefined where H.264 can't be decoded. */
export async function filmDecoder(): Promise<OpenH264 | undefined> {
  return (known ??= load());
}

async function load(): Promise<OpenH264 | undefined> {
  const api = webCodecs();
  if (api === undefined || !(await decodesH264(api))) return undefined;
  const after = (milliseconds: number, act: () => void): (() => void) => {
    const timer = setTimeout(act, milliseconds);
    return () => clearTimeout(timer);
  };
  return openH264({ api, after, holdsBack: 0 });
}
