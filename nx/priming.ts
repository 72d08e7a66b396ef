/** Takes a new model through the made-up session of primer.ts, a little at a time: a host or terminal has other things to do meanwhile. */
import type { TerminalInput } from '../xserver/log/entry.ts';
import { BitWriter, type BitReader } from './bit-port.ts';
import { EntryModel, type CodecOptions, type Pushed } from './entry-model.ts';
import { PRIMER } from './generated/primer.ts';
import { PRIMER_TERMINAL, primerEntries } from './primer.ts';

/** Units of one step: at first, before the engine has compiled the code, each may take some milliseconds. */
function stepAfter(done: number): number {
  return done < 12 ? 1 : done < 100 ? 3 : 12;
}

/** What a model is made with that is to be primed. */
export function primerOptions(entries: readonly Pushed[] = primerEntries()): CodecOptions {
  const inputs = new Map<number, TerminalInput>();
  for (const { entry } of entries) if (entry.kind === 'input') inputs.set(entry.number, entry.input);
  return { terminal: PRIMER_TERMINAL, index: 0, time: 0, ownInput: (number) => inputs.get(number) };
}

/** For the encoder. */
export class EncoderPriming {
  readonly #model: EntryModel;
  readonly #port: BitWriter;
  readonly #entries: readonly Pushed[] = primerEntries();
  #next = 0;

  constructor(model: EntryModel, port: BitWriter) {
    this.#model = model;
    this.#port = port;
  }

  /** The next few entries; true when the model is primed. What they come to is not sent. */
  step(): boolean {
    const end = Math.min(this.#entries.length, this.#next + stepAfter(this.#next));
    while (this.#next < end) this.#model.unit(this.#entries[this.#next++]);
    const done = this.#next === this.#entries.length;
    if (done) this.#model.unit(undefined);
    this.#port.length = 0;
    return done;
  }
}

/** For the decoder: `unit` decodes the next unit of the stream that `port` reads. */
export class DecoderPriming {
  readonly #port: BitReader;
  readonly #unit: () => unknown;
  #done = 0;

  constructor(port: BitReader, unit: () => unknown) {
    this.#port = port;
    this.#unit = unit;
  }

  step(): boolean {
    if (this.#done === 0) this.#port.push(bytesOf(PRIMER));
    for (const end = this.#done + stepAfter(this.#done); this.#done < end && !this.#port.atRest; this.#done++)
      this.#unit();
    return this.#port.atRest;
  }
}

/** The bytes that generated/primer.ts has. */
export function primerBytes(): Uint8Array {
  const port = new BitWriter();
  const entries = primerEntries();
  const model = new EntryModel(port, primerOptions(entries));
  for (const entry of entries) model.unit(entry);
  model.unit(undefined);
  return port.take(port.length);
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, i) => parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}
