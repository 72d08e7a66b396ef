/**
 * How the entries of the log travel down to a replica: as one stream of bytes for each run of entries. A wire that ships the log has a codec:
 * nx/ compresses; the one here (x11) writes entries as recordings have them.
 */
import { decodeLogEntry, frameLogEntry } from '../xserver/log/encoding.ts';
import type { LogEntry, TerminalInput } from '../xserver/log/entry.ts';
import { ByteWriter } from '../xserver/snapshot/bytes.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import type { WireName } from './carrier/control.ts';
import { MAX_ENTRY_BYTES } from './limits.ts';

/** What both ends know when a stream begins. */
export interface CodecOptions {
  /** Of the terminal that the stream is for. */
  readonly terminal: number;
  /** Of the last entry before the stream. */
  readonly index: number;
  readonly time: number;
  /** For the decoder: what the terminal itself has sent under this number, if it still knows. */
  readonly ownInput?: (number: number) => TerminalInput | undefined;
}

export interface EntryEncoder {
  /** Takes in the next entry (borrowed). `quiet`: it changes nothing but its client's sequence number. */
  push(entry: LogEntry, quiet: boolean): void;
  /** Bytes of encoded entries not yet taken, or of entries not yet encoded, at about their size on the wire; 0 when there is nothing. */
  readonly waiting: number;
  /** The next bytes of the stream, at most `maximum`; whatever was pushed before can be decoded once all bytes so far have arrived. */
  take(maximum: number): Uint8Array | undefined;
  /** Does a little of what the first entries would wait for otherwise; true when nothing of it is left. It need not be called. */
  prepare?(): boolean;
  /** Another stream begins behind `index`, which may use what was said in this one; nothing of it may wait. Without, each has an encoder of its own. */
  restart?(index: number, time: number): void;
}

export interface EntryDecoder {
  /** Entries that are whole with these bytes (owned). Throws for bytes that are no such stream. */
  push(bytes: Uint8Array): LogEntry[];
  /** As the encoder's. */
  prepare?(): boolean;
  restart?(index: number, time: number): void;
}

export interface LogCodec {
  readonly name: WireName;
  /** Its first entries take long where encoder and decoder were not prepared. */
  readonly prepares?: boolean;
  encoder(options: CodecOptions): EntryEncoder;
  decoder(options: CodecOptions): EntryDecoder;
}

/** Codecs by the wire that they serve. */
export type LogCodecs = Readonly<Partial<Record<WireName, LogCodec>>>;

/** Entries as they are, each behind its length. */
export const plainCodec: LogCodec = {
  name: 'x11',
  encoder: () => new PlainEncoder(),
  decoder: () => new PlainDecoder(),
};

/** A buffer that has once held more is let go of when it is empty. */
const MAX_KEPT_BYTES = 1024 * 1024;

class PlainEncoder implements EntryEncoder {
  #out = new ByteWriter(1024);
  #taken = 0;

  get waiting(): number {
    return this.#out.length - this.#taken;
  }

  push(entry: LogEntry): void {
    // What has been taken makes room before the buffer grows.
    if (this.#taken > MAX_KEPT_BYTES && this.#taken * 2 > this.#out.length) {
      this.#out.reserve(0).copyWithin(0, this.#taken, this.#out.length);
      this.#out.length -= this.#taken;
      this.#taken = 0;
    }
    frameLogEntry(this.#out, entry);
  }

  take(maximum: number): Uint8Array | undefined {
    const { waiting } = this;
    if (waiting === 0) return undefined;
    const end = this.#taken + Math.min(waiting, maximum);
    const bytes = this.#out.reserve(0).slice(this.#taken, end);
    this.#taken = end;
    if (this.#taken === this.#out.length) {
      if (this.#out.length > MAX_KEPT_BYTES) this.#out = new ByteWriter(1024);
      this.#out.length = 0;
      this.#taken = 0;
    }
    return bytes;
  }
}

class PlainDecoder implements EntryDecoder {
  #held = new Uint8Array(0);
  #filled = 0;

  push(bytes: Uint8Array): LogEntry[] {
    this.#append(bytes);
    const entries: LogEntry[] = [];
    let at = 0;
    for (;;) {
      const frame = this.#frameAt(at);
      if (frame === undefined) break;
      // A copy: what was held is written over.
      entries.push(decodeLogEntry(this.#held.slice(frame.start, frame.end)));
      at = frame.end;
    }
    this.#held.copyWithin(0, at, this.#filled);
    this.#filled -= at;
    return entries;
  }

  #append(bytes: Uint8Array): void {
    const needed = this.#filled + bytes.length;
    if (needed > this.#held.length) {
      const grown = new Uint8Array(Math.max(needed, this.#held.length * 2));
      grown.set(this.#held.subarray(0, this.#filled));
      this.#held = grown;
    }
    this.#held.set(bytes, this.#filled);
    this.#filled = needed;
  }

  /** Where the entry behind the length at `at` is; undefined while it isn't whole. */
  #frameAt(at: number): { readonly start: number; readonly end: number } | undefined {
    let length = 0;
    let factor = 1;
    for (let start = at; start < this.#filled; start++) {
      const byte = this.#held[start]!;
      length += (byte & 0x7f) * factor;
      factor *= 128;
      if (length > MAX_ENTRY_BYTES) throw new CarrierError('too-large', `log entry of ${length} bytes`);
      if (byte < 0x80) {
        const end = start + 1 + length;
        return end <= this.#filled ? { start: start + 1, end } : undefined;
      }
      if (factor > MAX_ENTRY_BYTES * 128) throw new CarrierError('malformed', 'length of a log entry');
    }
    return undefined;
  }
}
