/**
 * Fonts and the font catalogue: the large records of the state that never change once they are made. The walk takes each as one thing, known by
 * the hash of all that it holds, so that hash and packed bytes are made once. Sharing between them, or with the rest, does not count.
 *
 * A snapshot holds them as blobs, each a state of its own, or names those that its reader is known to have by their digests.
 */

/** What was made of frozen records. A cache, not state. */
export interface FrozenPart {
  /** 32 hexadecimal digits: of all that the record holds. */
  readonly digest: string;
  /** As writeState writes the record by itself; made when first wanted. */
  bytes: Uint8Array | undefined;
}

export type FrozenParts = WeakMap<object, FrozenPart>;

const fontKeys = ['hash', 'metrics', 'inkMetrics', 'offsets', 'bits', 'index'];
const catalogueKeys = ['resolution', 'directories', 'files', 'strings'];

/** Whether records with these keys are frozen: fonts/font.ts' Font (its keys come in several orders) and fonts/catalogue.ts' FontCatalogue. */
export function areFrozenKeys(keys: readonly string[]): boolean {
  if (keys.length === catalogueKeys.length) return catalogueKeys.every((key, i) => key === keys[i]);
  return keys.length > fontKeys.length && fontKeys.every((key) => keys.includes(key));
}
