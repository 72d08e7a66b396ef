/** The terminal's end of an nx stream. */
import { BitReader, NEED_BYTES } from './bit-port.ts';
import { EntryModel, type CodecOptions } from './entry-model.ts';
import { Expansion } from './expansion.ts';
import { NxError } from './nx-error.ts';
import type { LogEntry } from '../xserver/log/entry.ts';

export class NxDecoder {
  readonly #port = new BitReader();
  readonly #model: EntryModel;
  readonly #expansion: Expansion;
  #failed: NxError | undefined;

  constructor(options: CodecOptions, expansion: Expansion = new Expansion()) {
    this.#expansion = expansion;
    this.#model = new EntryModel(this.#port, options);
  }

  /**
   * Takes the next bytes of the stream (borrowed). Gives the entries that are whole with them (owned).
   * @throws NxError for bytes that are no such stream; the decoder is of no use then.
   */
  push(bytes: Uint8Array): LogEntry[] {
    if (this.#failed !== undefined) throw this.#failed;
    this.#port.push(bytes);
    this.#expansion.stream += bytes.length;
    const entries: LogEntry[] = [];
    try {
      while (!this.#port.atRest) {
        const unit = this.#unit();
        if (unit === undefined) break;
        if (unit.kind !== 'entry') continue;
        entries.push(unit.entry);
        this.#expansion.entries += unit.size;
        if (this.#expansion.isExceeded) throw new NxError('too many entries in so few bytes');
      }
    } catch (error) {
      if (error instanceof NxError) this.#failed = error;
      throw error;
    }
    return entries;
  }

  /** The next unit, or undefined while it is cut off. */
  #unit() {
    this.#port.checkpoint();
    this.#model.checkpoint();
    try {
      return this.#model.unit(undefined);
    } catch (error) {
      if (error !== NEED_BYTES) throw error;
      this.#port.rollback();
      this.#model.rollback();
      return undefined;
    }
  }
}
