/**
 * The stream, unit by unit. A unit is the end of a burst, an entry, or a piece of a large one; the stream can be cut anywhere, and a unit is
 * decoded when all of it is there.
 *
 * An entry: who it is of (the client of the last one, another, or something else that happened), for requests their kind, predicted from the
 * sequence of the client's kinds; the time since the last entry; the request (request-model.ts). Entries are numbered without gaps, so
 * their indices need no bits. Encoder and decoder run the same code: where the encoder gives a value, the decoder gives undefined.
 */
import { decodeLogEntry, encodeLogEntry } from '../xserver/log/encoding.ts';
import type { LogEntry, LogEvent, TerminalInput } from '../xserver/log/entry.ts';
import { ByteModel } from './byte-model.ts';
import type { BitReader, BitWriter } from './bit-port.ts';
import { History } from './history.ts';
import { ENTRY_OVERHEAD_BYTES, MAX_SHORT_BYTES, MAX_OTHER_ENTRY_BYTES, PIECE_BYTES } from './limits.ts';
import { NxError } from './nx-error.ts';
import { mix, Predictor } from './predictor.ts';
import { RecentValues } from './recent-values.ts';
import { KindSequence, NO_RECORD, ORDERS, Records } from './records.ts';
import type { ClientModel } from './client-model.ts';
import { RequestModel } from './request-model.ts';
import { readField } from './request-bytes.ts';
import { kindNumber, RECORD_VALUES } from './request-shape.ts';

/** What both ends know before the stream begins. */
export interface CodecOptions {
  /** The terminal that decodes; 0 for a recording. */
  readonly terminal: number;
  /** Of the last entry before the stream. */
  readonly index: number;
  readonly time: number;
  /** Decoder: the terminal's own input of this number, which the stream does not repeat. */
  readonly ownInput?: (number: number) => TerminalInput | undefined;
}

/** An entry to be encoded. */
export interface Pushed {
  readonly entry: LogEntry;
  readonly quiet: boolean;
}

export type Unit =
  | { readonly kind: 'flush'; readonly size: 0 }
  /** `size`: bytes of the entry, and something for itself. */
  | { readonly kind: 'entry'; readonly entry: LogEntry; readonly size: number }
  /** `size`: about what the piece has of its entry. */
  | { readonly kind: 'piece'; readonly size: number };

/** Kinds beyond those of requests (request-shape.ts kindNumber). */
const QUIET = 0x10000;

const Actor = { sameClient: 0, flush: 1, input: 2, other: 3, otherClient: 4, newClient: 5 } as const;

/** The note of the last time between bursts. */
const LAST_STEP = 0x57e9;

interface OpenOther {
  readonly bytes: Uint8Array;
  at: number;
}

interface Session {
  index: number;
  time: number;
  actors: number;
  sinceFlush: number;
  client: ClientModel | undefined;
  input: number;
  clientNumber: number;
}

const OTHER_CONTEXT = { kind: 0x07e5, like: -1, likeLength: 0, stride: 0, hint: 0, isTable: true };

export class EntryModel {
  readonly #predictor: Predictor;
  readonly #port: BitWriter | BitReader;
  #options: CodecOptions;
  readonly #records = new Records();
  readonly #requests: RequestModel;
  readonly #otherHistory = new History();
  readonly #otherBytes: ByteModel;
  readonly #clients = new Map<number, ClientModel>();
  readonly #recentClients = new RecentValues();
  readonly #kinds: number[] = [QUIET];
  readonly #kindPlaces = new Map<number, number>([[QUIET, 0]]);
  readonly #session: Session;
  #open: { readonly time: number; readonly client: number } | undefined;
  #openOther: OpenOther | undefined;
  #savedAt = 0;
  #savedEnd = 0;

  constructor(port: BitWriter | BitReader, options: CodecOptions) {
    this.#port = port;
    this.#options = options;
    this.#predictor = new Predictor(port);
    this.#requests = new RequestModel(port, this.#predictor, this.#records);
    this.#otherBytes = new ByteModel(this.#predictor, this.#otherHistory, 1);
    const { index, time } = options;
    this.#session = {
      index,
      time,
      actors: 0,
      sinceFlush: 0,
      client: undefined,
      input: 0,
      clientNumber: 0,
    };
  }

  get predictor(): Predictor {
    return this.#predictor;
  }

  /** Goes on with another stream: what was learned stays, but for clients, who may have come and gone meanwhile. */
  begin(options: CodecOptions): void {
    const session = this.#session;
    if (options.terminal !== this.#options.terminal) session.input = 0;
    this.#options = options;
    session.index = options.index;
    session.time = options.time;
    session.client = undefined;
    this.#clients.clear();
    this.#recentClients.count = 0;
  }

  /** An entry has begun and is not whole. */
  get isOpen(): boolean {
    return this.#open !== undefined || this.#openOther !== undefined;
  }

  /** Decoder: before each unit. */
  checkpoint(): void {
    this.#predictor.commit();
    this.#requests.checkpoint();
    this.#otherBytes.checkpoint();
    this.#savedAt = this.#openOther?.at ?? 0;
    this.#savedEnd = this.#otherHistory.end;
  }

  /** Decoder: the unit was cut off; all is as at the checkpoint. */
  rollback(): void {
    this.#predictor.rollback();
    this.#requests.rollback();
    this.#otherBytes.rollback();
    this.#otherHistory.end = this.#savedEnd;
    if (this.#openOther !== undefined) this.#openOther.at = this.#savedAt;
  }

  /** Codes the next unit; `pushed` is the entry that it belongs to, or undefined for the end of a burst. */
  unit(pushed: Pushed | undefined): Unit {
    if (this.#openOther !== undefined) return this.#goOnOther();
    if (this.#open !== undefined) {
      const { time, client } = this.#open;
      const bytes = this.#requests.goOn();
      return bytes === undefined
        ? { kind: 'piece', size: this.#requests.pieceSize }
        : this.#finishRequest(client, bytes, time);
    }
    const actor = this.#actor(pushed);
    switch (actor) {
      case Actor.flush:
        this.#port.flush();
        this.#session.sinceFlush = 0;
        this.#session.actors = (this.#session.actors << 3) | actor;
        return { kind: 'flush', size: 0 };
      case Actor.input:
        return this.#input(pushed?.entry);
      case Actor.other:
        return this.#other(pushed?.entry);
      default:
        return this.#request(actor, pushed);
    }
  }

  #actor(pushed: Pushed | undefined): number {
    const predictor = this.#predictor;
    const session = this.#session;
    const { contexts } = predictor;
    const wanted = predictor.encoding ? this.#actorOf(pushed) : 0;
    const sequence = session.client?.sequence;
    const last = sequence?.last ?? -1;
    contexts[0] = mix(0xac7, session.actors & 0xfff);
    contexts[1] = mix(mix(0xac8, session.actors & 0x3f), last);
    contexts[2] = mix(mix(0xac9, sequence?.hashes[3] ?? 0), session.actors & 0x1ff);
    contexts[3] = mix(mix(0xaca, sequence?.hashes[1] ?? 0), session.actors & 7);
    contexts[4] = mix(mix(0xacb, Math.min(session.sinceFlush, 20)), last);
    predictor.count = 5;
    predictor.select(40);
    for (let actor = 0; actor < 5; actor++) {
      if (predictor.bit(actor, wanted === actor ? 1 : 0) === 1) return actor;
    }
    return Actor.newClient;
  }

  #actorOf(pushed: Pushed | undefined): number {
    if (pushed === undefined) return Actor.flush;
    const { entry, quiet } = pushed;
    if (entry.kind === 'input') return this.#isOwn(entry) || entry.input.kind !== 'keymap' ? Actor.input : Actor.other;
    if (entry.kind !== 'request' || (!quiet && !isWhole(entry.bytes))) return Actor.other;
    if (entry.client === this.#session.client?.number) return Actor.sameClient;
    return this.#clients.has(entry.client) && this.#recentClients.find(entry.client) >= 0
      ? Actor.otherClient
      : Actor.newClient;
  }

  #isOwn({ terminal }: { readonly terminal: number }): boolean {
    return this.#options.terminal > 0 && terminal === this.#options.terminal;
  }

  #next(actor: number, time: number): { readonly index: number; readonly time: number } {
    const session = this.#session;
    session.actors = (session.actors << 3) | actor;
    session.sinceFlush++;
    session.index++;
    session.time = time;
    return { index: session.index, time };
  }

  // Requests

  #request(actor: number, pushed: Pushed | undefined): Unit {
    const predictor = this.#predictor;
    const request = pushed?.entry.kind === 'request' ? pushed.entry : undefined;
    const client = this.#client(actor, request);
    const wanted = request === undefined ? 0 : pushed!.quiet ? QUIET : kindNumber(request.bytes[0]!, request.bytes[1]!);
    const { kind, like } = this.#kind(client, wanted);
    const time = this.#time(actor, kind, pushed?.entry);
    let bytes: Uint8Array | undefined;
    if (kind !== QUIET) bytes = this.#requests.request(client, kind, like, Math.floor(time), request?.bytes);
    // Nothing is coded behind this line: what follows need not be taken back.
    predictor.count = 0;
    if (!this.#clients.has(client.number)) this.#clients.set(client.number, client);
    if (!this.#kindPlaces.has(kind)) {
      this.#kindPlaces.set(kind, this.#kinds.length);
      this.#kinds.push(kind);
    }
    this.#recentClients.use(client.number);
    this.#session.client = client;
    this.#session.actors = (this.#session.actors << 3) | actor;
    if (kind === QUIET) {
      // One of several in a row says no more than one.
      if (client.sequence.last !== QUIET) this.#rememberQuiet(client);
      return this.#finishRequest(client.number, noOperation(client.littleEndian), time);
    }
    if (bytes !== undefined) return this.#finishRequest(client.number, bytes, time);
    this.#open = { time, client: client.number };
    return { kind: 'piece', size: PIECE_BYTES };
  }

  #finishRequest(client: number, bytes: Uint8Array, time: number): Unit {
    const session = this.#session;
    this.#open = undefined;
    session.sinceFlush++;
    session.index++;
    session.time = time;
    const entry: LogEntry = { kind: 'request', client, bytes, index: session.index, time };
    return { kind: 'entry', entry, size: bytes.length + ENTRY_OVERHEAD_BYTES };
  }

  #rememberQuiet(client: ClientModel): void {
    const record = this.#records.add(QUIET, client.number, new Int32Array(RECORD_VALUES), -1, 0);
    for (const hash of client.sequence.hashes) this.#records.follow(hash, record);
    client.sequence.push(QUIET);
  }

  #client(actor: number, request: { readonly client: number; readonly bytes: Uint8Array } | undefined): ClientModel {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    const session = this.#session;
    if (actor === Actor.sameClient) {
      if (session.client === undefined) throw new NxError('a request of the last client, and there was none');
      return session.client;
    }
    contexts[0] = mix(0xc11, actor);
    contexts[1] = mix(0xc12, session.client?.number ?? 0);
    contexts[2] = mix(0xc13, session.client?.sequence.hashes[3] ?? 0);
    predictor.count = 3;
    predictor.select(41);
    if (actor === Actor.otherClient) {
      const place = predictor.number(request === undefined ? 0 : this.#recentClients.find(request.client));
      const number = this.#recentClients.values[place];
      const client = number === undefined ? undefined : this.#clients.get(number);
      if (client === undefined || place >= this.#recentClients.count)
        throw new NxError('a request of an unknown client');
      return client;
    }
    const number = (session.clientNumber + predictor.signed(((request?.client ?? 0) - session.clientNumber) | 0)) >>> 0;
    const little = predictor.bit(5000, request === undefined || isLittleEndian(request.bytes) ? 1 : 0) === 1;
    return this.#clients.get(number) ?? newClient(number, little, 0);
  }

  /** The kind of a client's next request, and the record that it may be like. */
  #kind(client: ClientModel, wanted: number): { readonly kind: number; readonly like: number } {
    const predictor = this.#predictor;
    const records = this.#records;
    const { contexts } = predictor;
    const { hashes, last } = client.sequence;
    let first = -1;
    let second = -1;
    predictor.count = 5;
    for (let order = 0; order < ORDERS.length; order++) {
      const record = records.after(hashes[order]!);
      if (record === NO_RECORD) continue;
      const guess = records.kind[records.place(record)]!;
      if (guess === first || guess === second) continue;
      const confidence = records.confidence(hashes[order]!);
      const tried = first < 0 ? 0 : second < 0 ? 1 : 2;
      contexts[0] = mix(mix(0x40d, order * 4 + tried), confidence);
      contexts[1] = mix(mix(0x40e, guess), last * 4 + tried);
      contexts[2] = mix(mix(0x40f, guess), hashes[3]!);
      contexts[3] = mix(mix(0x410, guess), hashes[1]!);
      contexts[4] = mix(mix(0x411, client.luck & 15), tried);
      predictor.select(42 + tried);
      const hit = predictor.bit(tried, guess === wanted ? 1 : 0);
      if (hit === 1) return { kind: guess, like: record };
      if (tried === 2) break;
      if (first < 0) first = guess;
      else second = guess;
    }
    contexts[0] = 0x412;
    contexts[1] = mix(0x413, last);
    contexts[2] = mix(0x414, hashes[3]!);
    predictor.count = 3;
    predictor.select(46);
    const place = predictor.number(this.#kindPlaces.get(wanted) ?? this.#kinds.length);
    if (place < this.#kinds.length) return { kind: this.#kinds[place]!, like: NO_RECORD };
    contexts[0] = 0x415;
    predictor.count = 1;
    const major = predictor.tree(8, wanted < 128 ? wanted : wanted >> 8, 5);
    const minor = major < 128 ? 0 : predictor.tree(8, wanted & 0xff, 6);
    return { kind: kindNumber(major, minor), like: NO_RECORD };
  }

  // Time

  #time(actor: number, kind: number, entry: LogEntry | undefined): number {
    const predictor = this.#predictor;
    const session = this.#session;
    const { contexts } = predictor;
    const step = entry === undefined ? 0 : entry.time - session.time;
    const usual = Number.isInteger(step) && step >= 0 && step < 0x7fffffff && Number.isSafeInteger(session.time);
    const first = session.sinceFlush === 0 ? 1 : 0;
    contexts[0] = mix(mix(0x71, actor), first);
    contexts[1] = mix(mix(0x72, kind), first);
    contexts[2] = mix(mix(0x73, predictor.note(LAST_STEP)), mix(actor, first));
    contexts[3] = mix(mix(0x74, kind), session.actors & 0x1ff);
    predictor.count = 4;
    predictor.select(50);
    if (predictor.bit(0, usual && step === 0 ? 1 : 0) === 1) return session.time;
    predictor.select(51);
    const coded = predictor.number(usual ? step : 0);
    if (coded > 0) {
      predictor.setNote(LAST_STEP, Math.min(coded, 63));
      return session.time + coded;
    }
    // Some other number: all 64 bits of it.
    const float = new Float64Array([entry?.time ?? 0]);
    const words = new Uint32Array(float.buffer);
    contexts[0] = 0x75;
    predictor.count = 1;
    for (let i = 0; i < 2; i++) words[i] = predictor.number(words[i]!);
    if (!Number.isFinite(float[0])) throw new NxError('a time that is no number');
    return float[0]!;
  }

  // Everything else

  #input(entry: LogEntry | undefined): Unit {
    const predictor = this.#predictor;
    const session = this.#session;
    const { contexts } = predictor;
    const input = entry?.kind === 'input' ? entry : undefined;
    const own = input !== undefined && this.#isOwn(input);
    contexts[0] = 0x191;
    contexts[1] = mix(0x192, session.actors & 0x3f);
    predictor.count = 2;
    predictor.select(52);
    const isOwn = predictor.bit(0, own ? 1 : 0) === 1;
    let terminal = this.#options.terminal;
    let value: TerminalInput | undefined = input?.input;
    let number = session.input + 1;
    const isNext = predictor.bit(1, input?.number === number ? 1 : 0) === 1;
    if (!isNext) number = predictor.number(input?.number ?? 0);
    let bytes: Uint8Array | undefined;
    if (!isOwn) {
      // The terminal and what it did, as entries are written elsewhere.
      bytes = this.#shortBytes(
        input === undefined ? undefined : encodeLogEntry({ ...input, number: 0, index: 0, time: 0 }),
      );
    }
    const time = this.#time(Actor.input, 0, entry);
    if (bytes !== undefined) {
      const decoded = decodeOther(bytes);
      if (decoded.kind !== 'input') throw new NxError('an input that is none');
      ({ terminal, input: value } = decoded);
    } else if (!predictor.encoding) {
      value = this.#options.ownInput?.(number);
      if (value === undefined) throw new NxError(`input ${number} is not one of this terminal's own`);
    }
    predictor.count = 0;
    session.input = number;
    if (value?.kind === 'key' && value.pressed) this.#requests.hint = value.keycode;
    if (value?.kind === 'keysym' && value.pressed) this.#requests.hint = value.place;
    if (value?.kind === 'motion') Object.assign(this.#records.pointer, { x: value.x | 0, y: value.y | 0 });
    const event: LogEvent = { kind: 'input', terminal, number, input: value! };
    const size = ENTRY_OVERHEAD_BYTES + (bytes?.length ?? 0);
    return { kind: 'entry', entry: { ...event, ...this.#next(Actor.input, time) }, size };
  }

  /** A few bytes behind their length. */
  #shortBytes(bytes: Uint8Array | undefined): Uint8Array {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    contexts[0] = 0x5b0;
    predictor.count = 1;
    predictor.select(53);
    const length = predictor.number(bytes?.length ?? 0);
    if (length > MAX_SHORT_BYTES) throw new NxError(`an input or name of ${length} bytes`);
    const out = bytes ?? new Uint8Array(length);
    for (let i = 0; i < length; i++) {
      contexts[0] = mix(0x5b1, Math.min(i, 20));
      contexts[1] = mix(mix(0x5b2, Math.min(i, 20)), predictor.note(mix(0x5b3, i)));
      contexts[2] = mix(mix(0x5b4, i), out[i - 1] ?? 0);
      contexts[3] = mix(mix(0x5b5, i), mix(out[i - 1] ?? 0, out[i - 2] ?? 0));
      predictor.count = 4;
      predictor.select(54);
      out[i] = predictor.tree(8, out[i]!, 8);
      predictor.setNote(mix(0x5b3, i), out[i]!);
    }
    return out;
  }

  #other(entry: LogEntry | undefined): Unit {
    const predictor = this.#predictor;
    const { contexts } = predictor;
    contexts[0] = 0x0e0;
    predictor.count = 1;
    predictor.select(55);
    const bytes = entry === undefined ? undefined : encodeLogEntry({ ...entry, index: 0 });
    const length = predictor.number(bytes?.length ?? 0);
    if (length > MAX_OTHER_ENTRY_BYTES) throw new NxError(`an entry of ${length} bytes`);
    this.#openOther = { bytes: bytes ?? new Uint8Array(length), at: 0 };
    this.#otherBytes.begin(OTHER_CONTEXT);
    try {
      return this.#goOnOther();
    } catch (error) {
      this.#openOther = undefined;
      throw error;
    }
  }

  #goOnOther(): Unit {
    const other = this.#openOther!;
    const { bytes } = other;
    const to = Math.min(bytes.length, other.at + PIECE_BYTES);
    this.#otherBytes.code(OTHER_CONTEXT, bytes, other.at, to, other.at);
    other.at = to;
    if (to < bytes.length) return { kind: 'piece', size: PIECE_BYTES };
    this.#openOther = undefined;
    const { index: _index, ...event } = decodeOther(bytes);
    this.#clientsOf(event);
    const { index } = this.#next(Actor.other, event.time);
    return { kind: 'entry', entry: { ...event, index }, size: bytes.length + ENTRY_OVERHEAD_BYTES };
  }

  /** Clients that come and go. */
  #clientsOf(event: LogEvent): void {
    if (event.kind === 'client-connected') {
      const { client, littleEndian, idBase } = event;
      this.#clients.set(client, newClient(client, littleEndian, idBase));
      this.#session.clientNumber = client;
      this.#recentClients.use(client);
    } else if (event.kind === 'client-gone') {
      this.#clients.delete(event.client);
      if (this.#session.client?.number === event.client) this.#session.client = undefined;
    }
  }
}

function newClient(number: number, littleEndian: boolean, idBase: number): ClientModel {
  return {
    number,
    littleEndian,
    sequence: new KindSequence(0),
    last: new Map(),
    ids: new RecentValues(),
    lastId: idBase === 0 ? 0 : idBase - 1,
    luck: 0,
  };
}

/** The request's header tells its length, in one of the byte orders. */
function isWhole(bytes: Uint8Array): boolean {
  return lengthIn(bytes, true) || lengthIn(bytes, false);
}

function isLittleEndian(bytes: Uint8Array): boolean {
  return lengthIn(bytes, true) || !lengthIn(bytes, false);
}

function lengthIn(bytes: Uint8Array, littleEndian: boolean): boolean {
  if (bytes.length < 4 || bytes.length % 4 !== 0) return false;
  const short = readField(bytes, 2, 2, 's', littleEndian);
  if (short !== 0) return short * 4 === bytes.length;
  return bytes.length >= 8 && readField(bytes, 4, 4, 'w', littleEndian) * 4 === bytes.length;
}

/** What a request becomes that changes nothing but its client's sequence number. X11 §9 NoOperation */
function noOperation(littleEndian: boolean): Uint8Array {
  return littleEndian ? Uint8Array.of(127, 0, 1, 0) : Uint8Array.of(127, 0, 0, 1);
}

function decodeOther(bytes: Uint8Array): LogEntry {
  try {
    return decodeLogEntry(bytes);
  } catch (error) {
    throw new NxError(error instanceof Error ? error.message : String(error));
  }
}
