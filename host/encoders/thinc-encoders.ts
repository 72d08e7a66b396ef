import type { StillEncoder, StillKind } from '../../codecs/still-encoder.ts';
import type { LossyEncoders } from '../../thinc/lossy.ts';
import { Stills } from './stills.ts';
import { videoEncoders } from './video.ts';

/** What the thinc wire codes with loss with, for the terminals of a session. Native code is loaded when it is used for the first time. */
export function thincEncoders(): LossyEncoders {
  const stills = new ComingStills();
  return { stills, video: videoEncoders(stills) };
}

/** Stills that are loaded when the first is wanted. */
class ComingStills implements StillEncoder {
  readonly kinds: ReadonlySet<StillKind> = new Set<StillKind>(['jpeg', 'webp']);
  #loading: Promise<Stills> | undefined;
  #loaded: Stills | undefined;

  get waitingPixels(): number {
    return this.#loaded?.waitingPixels ?? 0;
  }

  async #load(): Promise<Stills> {
    this.#loading ??= Stills.load();
    return (this.#loaded = await this.#loading);
  }

  async room(): Promise<void> {
    return (await this.#load()).room();
  }

  async encode(batch: Parameters<StillEncoder['encode']>[0]): Promise<Uint8Array[]> {
    return (await this.#load()).encode(batch);
  }
}
