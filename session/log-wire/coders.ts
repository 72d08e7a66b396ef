/**
 * The codecs' two ends over the streams of one connection. What a codec has learned in one stream serves in the next, where both ends have had all
 * of it: the host numbers its encoders, and says with each stream which one goes on and how many bytes that has given; the terminal looks whether its
 * decoder of this number has taken in as many. An encoder whose bytes were dropped on their way is not used again.
 */
import type { LogEntry } from '../../xserver/log/entry.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import type { WireName } from '../carrier/control.ts';
import type { CodecOptions, EntryDecoder, EntryEncoder, LogCodecs } from '../log-codec.ts';

/** An encoder, and what it has given. */
export class NumberedEncoder implements EntryEncoder {
  readonly number: number;
  /** Bytes so far. */
  sent = 0;
  readonly #encoder: EntryEncoder;

  constructor(number: number, encoder: EntryEncoder) {
    this.number = number;
    this.#encoder = encoder;
  }

  get waiting(): number {
    return this.#encoder.waiting;
  }

  push(entry: LogEntry, quiet: boolean): void {
    this.#encoder.push(entry, quiet);
  }

  take(maximum: number): Uint8Array | undefined {
    const bytes = this.#encoder.take(maximum);
    this.sent += bytes?.length ?? 0;
    return bytes;
  }

  prepare(): boolean {
    return this.#encoder.prepare?.() ?? true;
  }

  /** Begins another stream; false where it can't. */
  restart(index: number, time: number): boolean {
    if (this.#encoder.restart === undefined || this.waiting > 0) return false;
    this.#encoder.restart(index, time);
    return true;
  }
}

/** The host's. */
export class Encoders {
  readonly #codecs: LogCodecs;
  readonly #terminal: number;
  /** The last of each wire. */
  readonly #kept = new Map<WireName, NumberedEncoder>();
  readonly #unprepared = new Set<NumberedEncoder>();
  #last = 0;

  constructor(codecs: LogCodecs, terminal: number) {
    this.#codecs = codecs;
    this.#terminal = terminal;
  }

  /** Makes the encoder of a wire ahead of time. True when it is ready, whether or not there is anything to prepare. */
  prepare(wire: WireName): boolean {
    const encoder = this.#kept.get(wire) ?? this.#make(wire, 0, 0);
    return !this.#unprepared.has(encoder);
  }

  /** Does a little for those that are not ready; true while there is more to do. */
  prepareSome(): boolean {
    for (const encoder of this.#unprepared) if (encoder.prepare()) this.#unprepared.delete(encoder);
    return this.#unprepared.size > 0;
  }

  /** @throws CarrierError for a wire without a codec. */
  begin(wire: WireName, index: number, time: number): NumberedEncoder {
    const kept = this.#kept.get(wire);
    if (kept?.restart(index, time) === true) return kept;
    if (kept !== undefined) this.#unprepared.delete(kept);
    return this.#make(wire, index, time);
  }

  #make(wire: WireName, index: number, time: number): NumberedEncoder {
    const codec = this.#codecs[wire];
    if (codec === undefined) throw new CarrierError('wire', `this host has no codec for ${wire}`);
    const encoder = new NumberedEncoder(++this.#last, codec.encoder({ terminal: this.#terminal, index, time }));
    this.#kept.set(wire, encoder);
    if (codec.prepares === true) this.#unprepared.add(encoder);
    return encoder;
  }
}

/** A decoder, and what it has been given. */
interface NumberedDecoder {
  readonly decoder: EntryDecoder;
  /** Undefined before its first stream. */
  number: number | undefined;
  taken: number;
  ready: boolean;
}

export interface StreamStart {
  readonly wire: WireName;
  readonly index: number;
  readonly time: number;
  /** Number of the encoder, and the bytes that it has given before this stream. */
  readonly coder: number;
  readonly sent: number;
}

/** The terminal's. */
export class Decoders {
  readonly #codecs: LogCodecs;
  readonly #ownInput: NonNullable<CodecOptions['ownInput']>;
  readonly #kept = new Map<WireName, NumberedDecoder>();
  #current: NumberedDecoder | undefined;

  constructor(codecs: LogCodecs, ownInput: NonNullable<CodecOptions['ownInput']>) {
    this.#codecs = codecs;
    this.#ownInput = ownInput;
  }

  /** Makes the decoder of a wire ahead of time. */
  prepare(wire: WireName, terminal: number): void {
    if (this.#codecs[wire]?.prepares !== true || this.#kept.has(wire)) return;
    this.#make({ wire, index: 0, time: 0 }, terminal);
  }

  /** Some of them are not ready. */
  get preparing(): boolean {
    for (const { ready } of this.#kept.values()) if (!ready) return true;
    return false;
  }

  /** Does a little for those that are not ready. */
  prepareSome(): void {
    for (const kept of this.#kept.values()) if (!kept.ready) kept.ready = kept.decoder.prepare?.() ?? true;
  }

  /** A stream begins. @throws CarrierError where the ends do not agree. */
  begin(start: StreamStart, terminal: number): void {
    const { wire, coder, sent, index, time } = start;
    const kept = this.#kept.get(wire);
    this.#current = undefined;
    if (kept?.number === coder || (kept !== undefined && kept.number === undefined && sent === 0)) {
      if (kept.taken !== sent || kept.decoder.restart === undefined) {
        throw new CarrierError('malformed', `a stream behind ${sent} bytes, of which ${kept.taken} have come`);
      }
      kept.number = coder;
      kept.decoder.restart(index, time);
      this.#current = kept;
      return;
    }
    if (sent > 0) throw new CarrierError('malformed', `a stream behind ${sent} bytes that have not come`);
    this.#current = this.#make(start, terminal);
    this.#current.number = coder;
  }

  #make({ wire, index, time }: Omit<StreamStart, 'coder' | 'sent'>, terminal: number): NumberedDecoder {
    const codec = this.#codecs[wire];
    if (codec === undefined) throw new CarrierError('wire', `entries of an unknown wire ${wire}`);
    const decoder = codec.decoder({ terminal, index, time, ownInput: this.#ownInput });
    const made: NumberedDecoder = { decoder, number: undefined, taken: 0, ready: codec.prepares !== true };
    this.#kept.set(wire, made);
    return made;
  }

  /** No entries follow on those that have come, until a stream begins. */
  end(): void {
    this.#current = undefined;
  }

  /** Entries that are whole with these bytes. @throws CarrierError where no stream has begun; what the codec throws. */
  push(bytes: Uint8Array): LogEntry[] {
    if (this.#current === undefined) throw new CarrierError('malformed', 'entries of no stream');
    this.#current.taken += bytes.length;
    return this.#current.decoder.push(bytes);
  }
}
