/**
 * The terminal's side of the log channel: a replica of the host's core, or the primary, and everything between the two.
 *
 * Frames wait in an inbox and are taken in record by record, as far as what goes up is taken: few bytes of requests can ask for many of replies.
 */
import type { Core } from '../../xserver/core.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import type { LogEvent, TerminalInput } from '../../xserver/log/entry.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import type { Carrier } from '../carrier/carrier.ts';
import type { WireName } from '../carrier/control.ts';
import { Channel } from '../carrier/frames.ts';
import { MAX_HASHES, MAX_UNPACKED_BLOB_BYTES, TERMINAL_BACKLOG_BYTES } from '../limits.ts';
import type { LogCodecs } from '../log-codec.ts';
import { BlobInbox } from '../log-wire/blobs.ts';
import { Decoders } from '../log-wire/coders.ts';
import { BlobKind, decodeDown, decodeEntry, type DownRecord } from '../log-wire/down.ts';
import { FontInbox } from '../log-wire/font-blob.ts';
import { UpQueue } from '../log-wire/up-queue.ts';
import { writeInput, writePrepared, writeRestored, writeStands, writeStopped } from '../log-wire/up.ts';
import type { Standing } from '../order/resume-plan.ts';
import type { Turn } from '../order/turns.ts';
import { KeptInputs } from './kept-inputs.ts';
import type { KeptParts } from './kept-parts.ts';
import type { Pause } from './pause.ts';
import { Primary } from './primary.ts';
import { Replica } from './replica.ts';
import type { KeptReplica, PreviewPart, TerminalCounts } from './terminal-options.ts';

export interface LogTerminalOptions {
  readonly codecs: LogCodecs;
  readonly keptParts: KeptParts;
  readonly driver: DisplayDriver;
  readonly unpack: (bytes: Uint8Array, maximum: number) => Uint8Array;
  readonly counts: TerminalCounts;
  readonly pause: Pause;
  readonly carrier: Carrier;
  /** The owner's time. */
  readonly now: () => number;
  readonly events: {
    /** The core holds the session's state, or again. */
    restored(core: Core): void;
    /** Entries follow on it from here on, or this terminal orders the log. */
    whole(): void;
    bell(volume: number, pitch: number, duration: number): void;
    defect(what: string): void;
    preview(part: PreviewPart): void;
    /** The host's hash was compared with the replica's. */
    verified(index: number, equal: boolean): void;
    /** The host is to send its hash. */
    askHash(): void;
  };
}

export class LogTerminal {
  readonly #options: LogTerminalOptions;
  readonly #replica: Replica;
  readonly #up = new UpQueue();
  readonly #blobs = new BlobInbox();
  readonly #inputs = new KeptInputs();
  readonly #fonts = new FontInbox();
  #primary: Primary | undefined;
  /** The primary that it was, until the stream that follows on what the host has still sent to that. */
  #stopping: Primary | undefined;
  /** The host went on without it, and the replica may have entries that are not the log's: it is compared with nothing until it is brought up to date. */
  #parted = false;
  readonly #decoders: Decoders;
  /** The host is to be told when the decoders are ready. */
  #tellPrepared = false;
  /** The term in which the last entries came, and whether this terminal was its primary. */
  #term: { readonly epoch: number; readonly primary: boolean } = { epoch: 0, primary: false };
  #terminal = 0;
  /** Session time minus the owner's. */
  #offset = 0;
  /** Input up to this number was placed by this terminal, and reported before it stopped. */
  #placedThrough = 0;
  /** The host's hashes, until the replica is where they were taken. */
  #hashes: { readonly index: number; readonly hash: string }[] = [];
  /** Hashes that the host was asked for, and own ones that it has not answered. */
  #askedHashes = 0;
  #ownHashes = 0;
  /** Frames that wait, because what goes up is not taken. */
  #inbox: Uint8Array[] = [];
  /** What is left of the frame that is being taken in; its bytes count as dealt with when nothing is. */
  #records: DownRecord[] = [];
  #nextRecord = 0;
  #frameBytes = 0;
  /** The state's fonts when they were kept last. */
  #keptFonts = 0;

  constructor(options: LogTerminalOptions) {
    this.#options = options;
    const { driver, events, codecs } = options;
    this.#decoders = new Decoders(codecs, (number) => this.#inputs.get(number));
    this.#replica = new Replica({
      toClient: (client, bytes) => this.#toClient(client, bytes),
      // Credit, and clients that the core closes: the host's backup tells.
      consumed: () => {},
      closed: () => {},
      bell: (volume, pitch, duration) => events.bell(volume, pitch, duration),
      defect: (what) => events.defect(what),
      driver,
    });
    options.carrier.open(Channel.log, this.#up, (bytes) => this.#inbox.push(bytes));
  }

  get core(): Core | undefined {
    return this.#replica.core;
  }

  get isPrimary(): boolean {
    return this.#primary !== undefined;
  }

  /** Where the replica stands; undefined while there is none. */
  get standing(): Standing | undefined {
    if (this.core === undefined) return undefined;
    return { ...this.#term, index: this.#replica.index };
  }

  get progress(): number {
    return this.#blobs.progress(BlobKind.snapshot) ?? 0;
  }

  /** On the owner's clock. Only a primary acts by time. */
  get deadline(): number | undefined {
    const { deadline } = this.#replica;
    return this.#primary === undefined || deadline === undefined ? undefined : deadline - this.#offset;
  }

  /** Something is being done ahead of time: `timeReached` does a little of it. */
  get preparing(): boolean {
    return this.#decoders.preparing;
  }

  /** Bytes that wait to go up. */
  get backlog(): number {
    return this.#up.bytes + (this.#primary?.pendingBytes ?? 0);
  }

  /** Something waits that can be done. */
  get canWork(): boolean {
    return (this.#frameBytes > 0 || this.#inbox.length > 0) && this.backlog < TERMINAL_BACKLOG_BYTES;
  }

  /** @param offset session time minus the owner's */
  greeted(terminal: number, wire: WireName, offset: number, kept: KeptReplica | undefined): void {
    this.#terminal = terminal;
    this.#offset = offset;
    this.#decoders.prepare(wire, terminal);
    if (kept === undefined) return;
    this.#term = { epoch: kept.resume.epoch, primary: kept.resume.primary };
    this.#replica.adopt(kept.core);
    this.#options.events.restored(kept.core);
  }

  close(): void {
    this.#inbox = [];
    this.#records = [];
    this.#nextRecord = 0;
    this.#frameBytes = 0;
  }

  /** Takes in what has come, as far as it can. */
  work(): void {
    this.#primary?.setTime(this.#time);
    while (this.backlog < TERMINAL_BACKLOG_BYTES) {
      if (this.#placeNext()) continue;
      const record = this.#records[this.#nextRecord++];
      if (record !== undefined) this.#take(record);
      else if (!this.#nextFrame()) break;
    }
    this.#primary?.flush();
    this.#keepParts();
  }

  /** Keeps fonts and catalogue for later visits, where there are new ones. */
  #keepParts(): void {
    const { core } = this;
    if (core === undefined || core.state.fonts.size === this.#keptFonts) return;
    this.#keptFonts = core.state.fonts.size;
    for (const [digest, bytes] of core.frozenParts()) this.#options.keptParts.add(digest, bytes);
  }

  /** Of the session. */
  get #time(): number {
    return Math.floor(this.#options.now() + this.#offset);
  }

  #placeNext(): boolean {
    const event = (this.#primary ?? this.#stopping)?.placeNext();
    if (event === undefined) return false;
    this.#applied();
    if (event.kind === 'request') this.#options.counts.requests++;
    return true;
  }

  /** An entry has been applied. */
  #applied(): void {
    this.#options.counts.entries++;
    if (this.#stopping === undefined) {
      this.#options.pause.end(this.#options.now());
    } else {
      this.#options.pause.goesOn(this.#options.now());
      this.#compareHashes();
    }
  }

  /** Begins the next frame; false when there is none. */
  #nextFrame(): boolean {
    if (this.#frameBytes > 0) {
      this.#options.carrier.consumed(Channel.log, this.#frameBytes);
      this.#frameBytes = 0;
      this.#primary?.flush();
    }
    const frame = this.#inbox.shift();
    if (frame === undefined) return false;
    this.#records = decodeDown(frame);
    this.#nextRecord = 0;
    this.#frameBytes = frame.length;
    return true;
  }

  #take(record: DownRecord): void {
    switch (record.kind) {
      case 'requests':
      case 'piece':
        this.#options.counts.requestBytes += record.bytes.length;
        this.#push(record);
        return;
      case 'event':
        this.#push({ kind: 'event', event: this.#withFont(record.event) });
        return;
      case 'blob':
        // A state that has begun and is not whole won't be: another one is on its way.
        if (record.blob === BlobKind.snapshot || record.blob === BlobKind.patch) {
          this.#blobs.drop(BlobKind.snapshot);
          this.#blobs.drop(BlobKind.patch);
        }
        this.#blobs.begin(record.id, record.blob, record.total);
        return;
      case 'blob-bytes': {
        this.#options.counts.blobBytes += record.bytes.length;
        const blob = this.#blobs.add(record.id, record.bytes);
        if (blob !== undefined) this.#takeBlob(blob.kind, blob.bytes);
        return;
      }
      case 'stream':
        this.#beginStream(record);
        return;
      case 'coded':
        this.#follow(record.bytes);
        return;
      case 'prepare':
        this.#decoders.prepare(record.wire, this.#terminal);
        this.#tellPrepared = true;
        this.#prepareSome();
        return;
      case 'flip':
        this.#flip(record);
        return;
      case 'stop':
        this.#stop();
        return;
      case 'demoted':
        this.#demoted(record);
        return;
      case 'inputs':
        this.#inputs.seen(record.input);
        return;
      case 'hash':
        this.#hashes.push(record);
        if (this.#hashes.length > MAX_HASHES) throw new CarrierError('too-large', 'too many hashes');
        this.#compareHashes();
        return;
      case 'preview':
        this.#preview(record);
        return;
      default:
        record satisfies never;
    }
  }

  #push(turn: Turn): void {
    const primary = this.#primary ?? this.#stopping;
    if (primary === undefined) throw new CarrierError('malformed', 'requests to a terminal that is not primary');
    primary.push(turn);
  }

  #takeBlob(kind: number, packed: Uint8Array): void {
    const bytes = this.#unpack(packed, MAX_UNPACKED_BLOB_BYTES);
    switch (kind) {
      case BlobKind.snapshot:
        this.#became(this.#replica.restore(bytes, (digest) => this.#options.keptParts.get(digest)));
        return;
      case BlobKind.patch:
        this.#became(this.#replica.patch(bytes));
        return;
      case BlobKind.event: {
        const { index: _index, time: _time, ...event } = decodeEntry(bytes);
        this.#push({ kind: 'event', event: this.#withFont(event) });
        return;
      }
      case BlobKind.font:
        this.#fonts.add(bytes);
        return;
      default:
        throw new CarrierError('malformed', `blob of unknown kind ${kind}`);
    }
  }

  #unpack(packed: Uint8Array, maximum: number): Uint8Array {
    try {
      return this.#options.unpack(packed, maximum);
    } catch (error) {
      throw new CarrierError('malformed', `packed: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #preview(record: Extract<DownRecord, { kind: 'preview' }>): void {
    const { screenWidth, screenHeight, x, y, width, height, packed } = record;
    // The state has come meanwhile.
    if (this.core !== undefined) return;
    const bytes = this.#unpack(packed, width * height * 4);
    if (bytes.length !== width * height * 4) throw new CarrierError('malformed', 'preview of another size');
    const pixels = new Uint32Array(bytes.slice().buffer);
    this.#options.events.preview({ screenWidth, screenHeight, x, y, width, pixels });
  }

  // As a replica

  #became(core: Core): void {
    if (this.#primary !== undefined) throw new CarrierError('malformed', 'a snapshot for a primary');
    // Entries of before do not follow on it.
    this.#decoders.end();
    this.#parted = false;
    this.#endStopping();
    this.#inputs.seen(core.state.terminals.get(this.#terminal)?.lastInput ?? 0);
    this.#sendRecord((writer) => writeRestored(writer, core.state.index));
    this.#options.events.restored(core);
    this.#compareHashes();
  }

  #beginStream(record: Extract<DownRecord, { kind: 'stream' }>): void {
    const { epoch, index, waiting } = record;
    if (this.#primary !== undefined || index !== this.#replica.index) {
      throw new CarrierError('malformed', `entries behind ${index}, not ${this.#replica.index}`);
    }
    this.#endStopping();
    this.#coded(() => this.#decoders.begin(record, this.#terminal));
    this.#parted = false;
    this.#compareHashes();
    this.#term = { epoch, primary: false };
    this.#inputs.seen(this.#placedThrough);
    if (!waiting) this.#options.pause.end(this.#options.now(), true);
    this.#options.events.whole();
  }

  #follow(bytes: Uint8Array): void {
    this.#options.counts.entryBytes += bytes.length;
    const entries = this.#coded(() => this.#decoders.push(bytes));
    for (const entry of entries) {
      this.#replica.follow(this.#withFont(entry));
      this.#applied();
      if (entry.kind === 'request') this.#options.counts.requests++;
      if (entry.kind === 'input' && entry.terminal === this.#terminal) this.#inputs.seen(entry.number);
      if (this.#hashes.length > 0) this.#compareHashes();
    }
  }

  /** @throws CarrierError for what the codec does not take. */
  #coded<Result>(work: () => Result): Result {
    try {
      return work();
    } catch (error) {
      if (error instanceof CarrierError) throw error;
      throw new CarrierError('malformed', `entries: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  #prepareSome(): void {
    this.#decoders.prepareSome();
    if (!this.#tellPrepared || this.preparing) return;
    this.#tellPrepared = false;
    this.#sendRecord(writePrepared);
  }

  /** A large font's file has come ahead of its entry, or was kept from before. What comes is kept. */
  #withFont<Entry extends LogEvent>(entry: Entry): Entry {
    if (entry.kind !== 'font') return entry;
    const { keptParts } = this.#options;
    const { hash } = entry;
    const bytes = entry.bytes.length > 0 ? entry.bytes : (this.#fonts.take(hash) ?? keptParts.get(hash));
    if (bytes === undefined) throw new CarrierError('malformed', `a font that has not come: ${hash.slice(0, 80)}`);
    keptParts.add(hash, bytes);
    return { ...entry, bytes };
  }

  #compareHashes(): void {
    for (let first = this.#hashes[0]; first !== undefined; first = this.#hashes[0]) {
      const { index } = this.#replica;
      if (this.core === undefined || this.#parted || first.index > index) return;
      this.#hashes.shift();
      // A patch has led past the place: the host is asked anew.
      this.#askedHashes = Math.max(0, this.#askedHashes - 1);
      if (first.index < index) this.#askHash();
      else this.#options.events.verified(index, first.hash === this.core.stateHash());
    }
  }

  // As primary

  #flip({ epoch, index, time, input, waiting }: Extract<DownRecord, { kind: 'flip' }>): void {
    if (this.#primary !== undefined || this.core?.state.index !== index) {
      throw new CarrierError('malformed', 'the order of the log was handed over out of place');
    }
    this.#decoders.end();
    this.#term = { epoch, primary: true };
    // What is still here is input that the host has not seen: it is placed here, below.
    this.#up.clear();
    this.#options.carrier.setEpoch(epoch);
    this.#options.pause.begin(this.#options.now());
    if (!waiting) this.#options.pause.end(this.#options.now(), true);
    const primary = new Primary(this.#replica, this.#up, time);
    this.#primary = primary;
    primary.setTime(this.#time);
    // What the host has not placed any more.
    const rest = this.#inputs.after(input);
    for (let i = 0; i < rest.length; i++) this.#placeInput(primary, rest[i]!, input + 1 + i);
    this.#inputs.seen(input);
    // A primary is not sent the host's.
    for (; this.#askedHashes > 0; this.#askedHashes--) this.#sendHash(primary);
    this.#hashes = [];
    primary.flush();
    this.#options.events.whole();
  }

  #placeInput(primary: Primary, input: TerminalInput, number: number): void {
    const event = { kind: 'input', terminal: this.#terminal, number, input } as const;
    primary.input(event);
    this.#applied();
  }

  /** From here on the host places what this terminal's user does, and what it sends before it knows of that is placed without its own. */
  #stop(): void {
    const primary = this.#primary;
    if (primary === undefined) throw new CarrierError('malformed', 'stop to a terminal that is not primary');
    const elapsed = primary.stop();
    this.#up.dropBytes();
    this.#primary = undefined;
    this.#stopping = primary;
    this.#placedThrough = this.#inputs.last;
    this.#sendRecord((writer) => writeStopped(writer, elapsed));
    this.#options.pause.begin(this.#options.now());
  }

  /** What was sent to the primary that it was has come. What has come of a large event goes on at the host. */
  #endStopping(): void {
    this.#stopping = undefined;
    this.#blobs.drop(BlobKind.event);
  }

  /** The host went on without this terminal: what was not reported never happened. */
  #demoted({ epoch, input }: Extract<DownRecord, { kind: 'demoted' }>): void {
    this.#up.clear();
    this.#primary = undefined;
    this.#stopping = undefined;
    this.#parted = true;
    this.#decoders.end();
    this.#blobs.drop();
    this.#placedThrough = input;
    this.#inputs.seen(input);
    this.#options.carrier.setEpoch(epoch);
    const { epoch: term, primary } = this.#term;
    this.#sendRecord((writer) => writeStands(writer, term, primary, this.#replica.index));
    for (const rest of this.#inputs.after(input)) this.#sendRecord((writer) => writeInput(writer, rest, 0));
    this.#options.pause.begin(this.#options.now());
    for (; this.#ownHashes > 0; this.#ownHashes--) this.#askHash();
  }

  #askHash(): void {
    this.#askedHashes++;
    this.#options.events.askHash();
  }

  #toClient(client: number, bytes: Uint8Array): void {
    // The host, where it is primary or its backup feeds us, gives the clients their bytes.
    if (this.#primary === undefined) return;
    const { counts } = this.#options;
    const first = bytes[0];
    if (first === 1) {
      counts.replies++;
      counts.replyBytes += bytes.length;
    } else if (first === 0) {
      counts.errors++;
    } else {
      counts.events++;
      counts.eventBytes += bytes.length;
    }
    this.#primary.toClient(client, bytes);
  }

  // The owner's

  input(input: TerminalInput): void {
    const number = this.#inputs.add(input);
    const primary = this.#primary;
    if (primary === undefined) {
      this.#sendRecord((writer) => writeInput(writer, input, 0));
      return;
    }
    primary.setTime(this.#time);
    this.#placeInput(primary, input, number);
    primary.flush();
  }

  timeReached(): void {
    this.#prepareSome();
    this.#primary?.setTime(this.#time);
    this.#primary?.timeReached();
    this.#primary?.flush();
  }

  verify(): void {
    if (this.#primary === undefined) this.#askHash();
    else this.#sendHash(this.#primary);
    this.#primary?.flush();
  }

  #sendHash(primary: Primary): void {
    this.#ownHashes++;
    primary.hash(this.core!.stateHash());
  }

  /** The host has answered a hash of ours. */
  verified(): void {
    if (this.#ownHashes > 0) this.#ownHashes--;
  }

  #sendRecord(write: (writer: ByteWriter) => void): void {
    const writer = new ByteWriter(64);
    write(writer);
    this.#up.pushRecords(writer.finish());
  }
}
