/**
 * What a terminal keeps of sessions, for other connections and visits: fonts and font catalogues, the large things that never change, as snapshots and
 * log have them, named by the hash of what they hold. It says at the join what it has, and is not sent that again. Where they are kept beyond
 * the life of a process is the owner's affair.
 */
import { MAX_KEPT_PART_BYTES, MAX_KEPT_PARTS, MAX_KEPT_PARTS_BYTES } from '../limits.ts';

/** Digits of a hash that name a part. Whoever finds another part of the same name harms his own terminal, no other. */
const NAME_LENGTH = 16;
const NAME = /^[0-9a-f]{16}$/;

/** @param hash hexadecimal: the digest of a part of a snapshot (Core.frozenParts), or the hash of a font file */
export function partName(hash: string): string {
  return hash.slice(0, NAME_LENGTH);
}

export function isPartName(name: unknown): name is string {
  return typeof name === 'string' && NAME.test(name);
}

export interface KeptPartsEvents {
  /** A part is new. The bytes are borrowed, and do not change. */
  added(name: string, bytes: Uint8Array): void;
  /** There was no room for it any more. */
  dropped(name: string): void;
}

export class KeptParts {
  /** The one used last is the last. */
  readonly #parts = new Map<string, Uint8Array>();
  readonly #events: KeptPartsEvents | undefined;
  #bytes = 0;

  /** @param stored what was kept before, the one used last at the end; owned */
  constructor(stored: Iterable<readonly [string, Uint8Array]> = [], events?: KeptPartsEvents) {
    for (const [name, bytes] of stored) if (isPartName(name)) this.#put(name, bytes);
    this.#events = events;
  }

  /** Of all that is there. */
  get names(): string[] {
    return [...this.#parts.keys()];
  }

  /** The part of this hash; borrowed. */
  get(hash: string): Uint8Array | undefined {
    const name = partName(hash);
    const bytes = this.#parts.get(name);
    if (bytes === undefined) return undefined;
    this.#parts.delete(name);
    this.#parts.set(name, bytes);
    return bytes;
  }

  /** Keeps the part of this hash, if it is not too large. */
  add(hash: string, bytes: Uint8Array): void {
    const name = partName(hash);
    if (!isPartName(name) || this.#parts.has(name) || bytes.length > MAX_KEPT_PART_BYTES) return;
    const kept = bytes.slice();
    this.#put(name, kept);
    this.#events?.added(name, kept);
  }

  #put(name: string, bytes: Uint8Array): void {
    this.#parts.set(name, bytes);
    this.#bytes += bytes.length;
    for (const [oldest, { length }] of this.#parts) {
      if (this.#parts.size <= MAX_KEPT_PARTS && this.#bytes <= MAX_KEPT_PARTS_BYTES) break;
      this.#parts.delete(oldest);
      this.#bytes -= length;
      this.#events?.dropped(oldest);
    }
  }
}
