/** The terminal's end of an nx stream. */
import { BitReader, NEED_BYTES } from './bit-port.ts';
import { EntryModel, type CodecOptions } from './entry-model.ts';
import { Expansion } from './expansion.ts';
import { NxError } from './nx-error.ts';
import { DecoderPriming, primerOptions } from './priming.ts';
import type { LogEntry } from '../xserver/log/entry.ts';

export class NxDecoder {
  readonly #port = new BitReader();
  readonly #options: CodecOptions;
  readonly #model: EntryModel;
  #priming: DecoderPriming | undefined;
  readonly #expansion: Expansion;
  #failed: NxError | undefined;

  constructor(options: CodecOptions, expansion: Expansion = new Expansion()) {
    this.#options = options;
    this.#expansion = expansion;
    this.#model = new EntryModel(this.#port, primerOptions());
    this.#priming = new DecoderPriming(this.#port, () => this.#unit());
  }

  /** Does a little of what the first entries would wait for; true when nothing of it is left. */
  prepare(): boolean {
    if (this.#priming?.step() !== true) return this.#priming === undefined;
    this.#priming = undefined;
    this.#model.begin(this.#options);
    return true;
  }

  /**
   * Another stream begins, which may use what was said in this one.
   * @throws NxError in the middle of it.
   */
  restart(index: number, time: number): void {
    while (!this.prepare());
    if (!this.#port.atRest || this.#model.isOpen) throw new NxError('another stream, and the one before is not whole');
    this.#model.begin({ ...this.#options, index, time });
  }

  /**
   * Takes the next bytes of the stream (borrowed). Gives the entries that are whole with them (owned).
   * @throws NxError for bytes that are no such stream; the decoder is of no use then.
   */
  push(bytes: Uint8Array): LogEntry[] {
    if (this.#failed !== undefined) throw this.#failed;
    while (!this.prepare());
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
