/** Font files on their way to a replica: they are deflated, whatever the codec of the entries; no model of requests knows fonts. */
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { readBlock, readText, recordReader, writeBlock, writeText } from '../records.ts';
import { MAX_ENTRY_BYTES, MAX_WAITING_FONTS } from '../limits.ts';

const MAX_HASH_BYTES = 256;
const NO_BYTES = new Uint8Array(0);

/** A font's event or entry for a terminal that has the file, or gets it by itself. */
export function withoutFile<Font extends { readonly bytes: Uint8Array }>(font: Font): Font {
  return { ...font, bytes: NO_BYTES };
}

export function encodeFont(hash: string, bytes: Uint8Array): Uint8Array {
  const writer = new ByteWriter(bytes.length + 64);
  writeText(writer, hash);
  writeBlock(writer, bytes);
  return writer.finish();
}

/** Fonts that have come ahead of their entries. */
export class FontInbox {
  readonly #fonts = new Map<string, Uint8Array>();

  /** @throws CarrierError for anything but a font as encodeFont writes it */
  add(blob: Uint8Array): void {
    const reader = recordReader(blob);
    const hash = readText(reader, MAX_HASH_BYTES);
    this.#fonts.set(hash, readBlock(reader, MAX_ENTRY_BYTES));
    // Of an entry that never came.
    if (this.#fonts.size > MAX_WAITING_FONTS) this.#fonts.delete(this.#fonts.keys().next().value!);
  }

  /** The file of an entry that has come without. */
  take(hash: string): Uint8Array | undefined {
    const bytes = this.#fonts.get(hash);
    this.#fonts.delete(hash);
    return bytes;
  }
}
