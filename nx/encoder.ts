/** The host's end of an nx stream. */
import { BitWriter } from './bit-port.ts';
import { EntryModel, type CodecOptions, type Pushed } from './entry-model.ts';
import { EncoderPriming, primerOptions } from './priming.ts';
import { Expansion } from './expansion.ts';
import { ENTRY_OVERHEAD_BYTES, MAX_TAKE_WORK } from './limits.ts';
import { clearPadding, FreeClients } from './paddings.ts';
import type { LogEntry } from '../xserver/log/entry.ts';

/** Entries that wait are let go of in steps of so many. */
const SHIFT_STEP = 256;

export class NxEncoder {
  readonly #port = new BitWriter();
  readonly #options: CodecOptions;
  #freeClients = new FreeClients();
  readonly #model: EntryModel;
  #priming: EncoderPriming | undefined;
  #queue: Pushed[] = [];
  #first = 0;
  #queuedBytes = 0;
  #lastIndex: number;
  /** Units have been coded since the last burst ended. */
  #unflushed = false;
  readonly #expansion: Expansion;

  constructor(options: CodecOptions, expansion: Expansion = new Expansion()) {
    this.#options = options;
    this.#expansion = expansion;
    this.#model = new EntryModel(this.#port, primerOptions());
    this.#priming = new EncoderPriming(this.#model, this.#port);
    this.#lastIndex = options.index;
  }

  /** The model, for measuring. */
  get model(): EntryModel {
    while (!this.prepare());
    return this.#model;
  }

  /** Does a little of what the first entries would wait for; true when nothing of it is left. */
  prepare(): boolean {
    if (this.#priming?.step() !== true) return this.#priming === undefined;
    this.#priming = undefined;
    this.#model.begin({ ...this.#options, index: this.#lastIndex - this.#queue.length });
    return true;
  }

  /**
   * Another stream begins, which may use what was said in this one: the decoder has had all of it.
   * @throws Error while something of it waits.
   */
  restart(index: number, time: number): void {
    if (this.waiting > 0) throw new Error('an nx stream that has not been taken');
    while (!this.prepare());
    this.#lastIndex = index;
    this.#freeClients = new FreeClients();
    this.#model.begin({ ...this.#options, index, time });
  }

  /**
   * Takes in the next entry (borrowed). `quiet`: it is a request that changes nothing but its client's sequence number.
   * @throws Error when the entry's index is not the one after the last.
   */
  push(entry: LogEntry, quiet: boolean): void {
    if (entry.index !== this.#lastIndex + 1) throw new Error(`log entry ${entry.index} after ${this.#lastIndex}`);
    this.#lastIndex = entry.index;
    const owned = entry.kind === 'request' ? { ...entry, bytes: Uint8Array.from(entry.bytes) } : entry;
    if (this.#freeClients.see(entry, quiet) && !quiet && owned.kind === 'request') clearPadding(owned.bytes);
    this.#queue.push({ entry: owned, quiet: quiet && entry.kind === 'request' });
    this.#queuedBytes += sizeOf(entry);
  }

  /** Bytes of encoded entries not yet taken, or of entries not yet encoded, at about their size on the wire. */
  get waiting(): number {
    if (this.#queuedBytes === 0) return this.#port.length + (this.#unflushed ? 1 : 0);
    const ratio = (this.#expansion.stream + 256) / (this.#expansion.entries + 1024);
    return this.#port.length + Math.ceil(this.#queuedBytes * Math.min(1, ratio));
  }

  /**
   * The next bytes of the stream (owned), at most `maximum`; whatever was pushed before can be decoded once all bytes so far have arrived.
   * Entries are encoded here, no more than what is asked for needs, and not very many at a time: after some work it gives what it has.
   */
  take(maximum: number): Uint8Array | undefined {
    const port = this.#port;
    this.#encode(maximum, MAX_TAKE_WORK);
    if (port.length < maximum && this.#first === this.#queue.length && this.#unflushed) this.#flush();
    return port.length === 0 ? undefined : port.take(maximum);
  }

  /** Encodes what was pushed, without ending the burst. */
  encodeAll(): void {
    this.#encode(Infinity, Infinity);
  }

  #encode(maximum: number, work: number): void {
    while (!this.prepare());
    const port = this.#port;
    let left = work;
    while (port.length < maximum && this.#first < this.#queue.length && (left > 0 || port.length === 0)) {
      const before = port.length;
      const unit = this.#model.unit(this.#queue[this.#first]);
      this.#unflushed = true;
      left -= unit.size;
      if (unit.kind === 'entry') {
        this.#expansion.entries += unit.size;
        this.#queuedBytes -= sizeOf(this.#queue[this.#first]!.entry);
        this.#shift();
      }
      this.#expansion.stream += port.length - before;
      this.#stayWithinExpansion();
    }
  }

  #flush(): void {
    const before = this.#port.length;
    this.#model.unit(undefined);
    this.#expansion.stream += this.#port.length - before;
    this.#unflushed = false;
  }

  /** The decoder takes no stream that says too much in too few bytes. */
  #stayWithinExpansion(): void {
    while (!this.#model.isOpen && this.#expansion.isNear) this.#flush();
  }

  #shift(): void {
    this.#first++;
    if (this.#first < SHIFT_STEP && this.#first < this.#queue.length) return;
    this.#queue = this.#queue.slice(this.#first);
    this.#first = 0;
  }
}

function sizeOf(entry: LogEntry): number {
  return ENTRY_OVERHEAD_BYTES + ('bytes' in entry ? entry.bytes.length : 0);
}
