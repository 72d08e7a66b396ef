/** Guesses how many bytes parts of an update will become before they are packed, from how those before them turned out. */
import type { StillKind } from '../codecs/still-encoder.ts';
import type { DeflatePart, StillPart } from './packing.ts';

/** Bytes that come of one byte of data before anything is known. */
const FIRST_DEFLATED = 0.3;
/** How much of a guess each part renews: one of this size a half. */
const HALF_LIFE = 4096;
/** Bytes per pixel of a photograph with some grain, by quality: what content makes of it is learnt. */
const BYTES_PER_PIXEL: Readonly<Record<StillKind, readonly (readonly [quality: number, bytes: number])[]>> = {
  jpeg: [
    [1, 0.02],
    [25, 0.036],
    [42, 0.052],
    [60, 0.071],
    [77, 0.111],
    [86, 0.184],
    [92, 0.294],
    [100, 0.9],
  ],
  webp: [
    [1, 0.012],
    [30, 0.022],
    [60, 0.037],
    [80, 0.077],
    [92, 0.232],
    [100, 0.6],
  ],
  'webp-lossless': [[1, 1.5]],
  png: [[1, 2.6]],
};

function bytesPerPixel(kind: StillKind, quality: number): number {
  const points = BYTES_PER_PIXEL[kind];
  let [lastQuality, lastBytes] = points[0]!;
  for (const [at, bytes] of points) {
    if (quality <= at) {
      const share = at === lastQuality ? 1 : (quality - lastQuality) / (at - lastQuality);
      return lastBytes + (bytes - lastBytes) * share;
    }
    [lastQuality, lastBytes] = [at, bytes];
  }
  return lastBytes;
}

export class SizeGuess {
  /** By stream: bytes of one. By kind of picture: how much more than the table says. */
  readonly #ratios = new Map<string, number>();

  guess(part: DeflatePart | StillPart): number {
    return Math.ceil(usual(part) * (this.#ratios.get(kindOf(part)) ?? 1));
  }

  /** A part has become so many bytes. */
  learn(part: DeflatePart | StillPart, bytes: number): void {
    const expected = usual(part);
    if (expected === 0) return;
    const kind = kindOf(part);
    const before = this.#ratios.get(kind) ?? 1;
    const amount = part.kind === 'deflate' ? part.data.length : part.request.pixels.length;
    const weight = amount / (amount + HALF_LIFE);
    this.#ratios.set(kind, before + (bytes / expected - before) * weight);
  }

  /** The best quality from `least` to `most` at which so many pixels become about `bytes` at most; `least` where none does. */
  fittingQuality(kind: StillKind, pixels: number, bytes: number, least: number, most: number): number {
    const room = bytes / pixels / (this.#ratios.get(kind) ?? 1);
    let quality = most;
    while (quality > least && bytesPerPixel(kind, quality) > room) quality--;
    return Math.max(least, quality);
  }

  /** Pixels that become about so many bytes. */
  pixelsFor(kind: StillKind, quality: number, bytes: number): number {
    return bytes / (bytesPerPixel(kind, quality) * (this.#ratios.get(kind) ?? 1));
  }
}

function kindOf(part: DeflatePart | StillPart): string {
  return part.kind === 'deflate' ? String(part.stream) : part.request.kind;
}

/** What a part becomes in general. */
function usual(part: DeflatePart | StillPart): number {
  if (part.kind === 'deflate') return part.data.length * FIRST_DEFLATED;
  return part.request.pixels.length * bytesPerPixel(part.request.kind, part.request.quality);
}
