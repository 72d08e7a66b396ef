/** Guesses how many bytes parts of an update will become before they are packed, from how those before them turned out. */
import type { DeflatePart, StillPart } from './packing.ts';

/** Bytes that come of one byte of data, or of one pixel of a picture, before anything is known. */
const FIRST_GUESS = { deflate: 0.3, still: 0.3 } as const;
/** How much of a guess each part renews: one of this size a half. */
const HALF_LIFE = 4096;

export class SizeGuess {
  readonly #ratios = new Map<string, number>();

  guess(part: DeflatePart | StillPart): number {
    return Math.ceil(amountOf(part) * (this.#ratios.get(kindOf(part)) ?? FIRST_GUESS[part.kind]));
  }

  /** A part has become so many bytes. */
  learn(part: DeflatePart | StillPart, bytes: number): void {
    const amount = amountOf(part);
    if (amount === 0) return;
    const kind = kindOf(part);
    const before = this.#ratios.get(kind) ?? FIRST_GUESS[part.kind];
    const weight = amount / (amount + HALF_LIFE);
    this.#ratios.set(kind, before + (bytes / amount - before) * weight);
  }
}

function kindOf(part: DeflatePart | StillPart): string {
  return part.kind === 'deflate' ? String(part.stream) : `${part.request.kind} ${part.request.quality}`;
}

function amountOf(part: DeflatePart | StillPart): number {
  return part.kind === 'deflate' ? part.data.length : part.request.pixels.length;
}
