/** Blobs that arrive in parts: snapshots, and entries too large for a record. */
import { CarrierError } from '../carrier/carrier-error.ts';
import { MAX_BLOBS } from '../limits.ts';

interface Incoming {
  readonly kind: number;
  readonly total: number;
  readonly parts: Uint8Array[];
  filled: number;
}

export class BlobInbox {
  readonly #blobs = new Map<number, Incoming>();

  /** @throws CarrierError beyond the cap or for an id in use. */
  begin(id: number, kind: number, total: number): void {
    if (this.#blobs.has(id)) throw new CarrierError('malformed', `blob ${id} twice`);
    if (this.#blobs.size >= MAX_BLOBS) throw new CarrierError('too-large', 'too many blobs');
    this.#blobs.set(id, { kind, total, parts: [], filled: 0 });
  }

  /** Takes a part (owned); gives the blob when it is whole. @throws CarrierError where it doesn't fit. */
  add(id: number, part: Uint8Array): { readonly kind: number; readonly bytes: Uint8Array } | undefined {
    const blob = this.#blobs.get(id);
    if (blob === undefined) throw new CarrierError('malformed', `blob ${id} has not begun`);
    blob.parts.push(part);
    blob.filled += part.length;
    if (blob.filled > blob.total) throw new CarrierError('malformed', `blob ${id} is longer than announced`);
    if (blob.filled < blob.total) return undefined;
    this.#blobs.delete(id);
    const bytes = new Uint8Array(blob.total);
    let at = 0;
    for (const piece of blob.parts) {
      bytes.set(piece, at);
      at += piece.length;
    }
    return { kind: blob.kind, bytes };
  }

  /** What has come of blobs of this kind, or of all, is dropped: the rest won't come. */
  drop(kind?: number): void {
    for (const [id, blob] of this.#blobs) if (kind === undefined || blob.kind === kind) this.#blobs.delete(id);
  }

  /** How much of the one blob of this kind has come, from 0 to 1; undefined when none is under way. */
  progress(kind: number): number | undefined {
    for (const blob of this.#blobs.values()) if (blob.kind === kind) return blob.filled / Math.max(1, blob.total);
    return undefined;
  }
}
