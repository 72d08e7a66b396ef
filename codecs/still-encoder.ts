/** The platform's encoder of still pictures, as a wire is given one: it works in other threads, so that the session's own goes on meanwhile. */

/** `jpeg` and `webp` are lossy; `png` and `webp-lossless` are exact. */
export type StillKind = 'jpeg' | 'webp' | 'webp-lossless' | 'png';

export interface StillRequest {
  readonly kind: StillKind;
  /** 0xrrggbb, row by row without gaps; the upper byte does not count. Not to be changed until the file is there. */
  readonly pixels: Uint32Array;
  readonly width: number;
  readonly height: number;
  /** 1 to 100; has no meaning for exact kinds. */
  readonly quality: number;
}

export interface StillEncoder {
  /** What this platform can make. */
  readonly kinds: ReadonlySet<StillKind>;
  /** Pixels that wait for their files. */
  readonly waitingPixels: number;
  /**
   * Makes the files of a batch, side by side as threads allow; they come in the order of the requests. JPEG files are baseline, with tables of 8 bits
   * from quality 25 on.
   * @throws StillsBusyError (as the promise's rejection) when too much is waiting already: the caller is to drop what has become stale and come again.
   */
  encode(batch: readonly StillRequest[]): Promise<Uint8Array[]>;
  /** Comes true when fewer pixels wait than now, or none do. */
  room(): Promise<void>;
}

/** Too much waits to be encoded. */
export class StillsBusyError extends Error {
  override readonly name = 'StillsBusyError';
}
