/** A viewer's decoders of films: one for each rectangle that has one, as the rfbproto text has it for Open H.264. */
import type { H264Decoder, OpenH264 } from '../../codecs/h264-decoder.ts';
import { h264Flag } from '../encodings/h264.ts';
import { RfbError } from '../errors.ts';
import { MAX_FILM_CONTEXTS } from '../limits.ts';
import type { Rect } from '../rect.ts';

/** Decoders that have been reset live on until all they were given is painted; so many may be alive in all. */
const MOST_ALIVE = 2 * MAX_FILM_CONTEXTS;

export class FilmContexts {
  /** By their rectangles, the one that was used longest ago first. */
  readonly #decoders = new Map<string, H264Decoder>();
  readonly #inOrder: (act: () => void) => void;
  #alive = 0;

  /** The platform's decoder; until there is one no film may come. */
  open: OpenH264 | undefined;

  /** @param inOrder does something once all that came before has been painted. */
  constructor(inOrder: (act: () => void) => void) {
    this.#inOrder = inOrder;
  }

  /** The decoder for what comes with these flags. @throws RfbError for too many. */
  context(rect: Rect, flags: number): H264Decoder {
    if (this.open === undefined) throw new RfbError('a film, which this viewer did not ask for');
    const key = `${rect.x},${rect.y},${rect.width},${rect.height}`;
    if (flags & h264Flag.resetAllContexts) for (const each of this.#decoders.keys()) this.#close(each);
    else if (flags & h264Flag.resetContext) this.#close(key);
    const decoder = this.#decoders.get(key) ?? this.#begin(this.open);
    this.#decoders.delete(key);
    if (this.#decoders.size === MAX_FILM_CONTEXTS) this.#close(this.#decoders.keys().next().value!);
    this.#decoders.set(key, decoder);
    return decoder;
  }

  #begin(open: OpenH264): H264Decoder {
    if (this.#alive === MOST_ALIVE) throw new RfbError('too many films at once');
    this.#alive++;
    return lazily(open);
  }

  /** What it was given is still decoded and painted. */
  #close(key: string): void {
    const decoder = this.#decoders.get(key);
    this.#decoders.delete(key);
    if (decoder === undefined) return;
    this.#inOrder(() => {
      this.#alive--;
      decoder.close();
    });
  }

  end(): void {
    for (const decoder of this.#decoders.values()) decoder.close();
    this.#decoders.clear();
  }
}

/** A reset may come without a film after it. */
function lazily(open: OpenH264): H264Decoder {
  let decoder: H264Decoder | undefined;
  return {
    decode: (data, done) => {
      decoder ??= open();
      decoder.decode(data, done);
    },
    close: () => decoder?.close(),
  };
}
