/**
 * The host's side of the log channel of one terminal.
 *
 * On a wire that ships the log the terminal is a replica: it gets a snapshot, a patch or just the entries that it lacks, and then what the host's
 * core applies, encoded as the wire has it. What it does not take in time is dropped, and it gets a patch instead: it never slows the session.
 *
 * On x11 the host may hand the order of the log over to it (`becomePrimary`): what was still to be sent goes first, then `flip`, then the
 * clients' requests, taken from the host's order only when the link can take them. `stop` asks for it back, which stops nothing; `demote` takes it back.
 *
 * The way up is the same for all wires: a primary's reports (primary-reports.ts), anybody else's input.
 */
import type { LogEntry } from '../../xserver/log/entry.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import type { Mark } from '../../xserver/snapshot/snapshot.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import type { ChannelSource } from '../carrier/carrier.ts';
import type { WireName } from '../carrier/control.ts';
import type { EntryEncoder, LogCodecs } from '../log-codec.ts';
import { INPUTS_TOLD, LEAST_TAIL_BYTES, MAX_HASHES, MAX_RECORD_BYTES, PREPARE_MS, PREVIEW_MS } from '../limits.ts';
import type { HostCore, LogFollower, TerminalPrimary } from '../order/host-core.ts';
import type { ResumePlan, Standing } from '../order/resume-plan.ts';
import type { Turn } from '../order/turns.ts';
import { finishRecords } from '../records.ts';
import { partName } from '../terminal/kept-parts.ts';
import { Encoders } from './coders.ts';
import {
  BlobKind,
  HEADER_BYTES,
  writeDemoted,
  writeFlip,
  writeHostHash,
  writeInputs,
  writePiece,
  writePrepare,
  writeStop,
  writeStream,
} from './down.ts';
import { DownQueue } from './down-queue.ts';
import { encodeFont, withoutFile } from './font-blob.ts';
import { Preview } from './preview.ts';
import { PrimaryReports } from './primary-reports.ts';
import { TurnWriter } from './turn-writer.ts';
import { decodeUp, type UpRecord } from './up.ts';

/**
 * none: the terminal's wire doesn't ship the log; joining: its state is on its way; replica: it follows; primary: it orders the log; stopping: it
 * was told to stop; demoted: the host went on without it, and it has not answered to that.
 */
export type FeedRole = 'none' | 'joining' | 'replica' | 'primary' | 'stopping' | 'demoted' | 'closed';

export interface FeedOptions {
  readonly terminal: number;
  readonly codecs: LogCodecs;
  /** Deflates a blob while the caller waits: for small ones. */
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  /** Deflates a snapshot (owned) and calls back; the session goes on meanwhile. */
  readonly packSnapshot: (bytes: Uint8Array, done: (packed: Uint8Array) => void) => void;
  /** Names of the fonts and catalogues that the terminal has (terminal/kept-parts.ts). */
  readonly kept: () => ReadonlySet<string>;
  /** Bytes that may wait for the terminal before it gets a patch instead. */
  readonly tailLimit: () => number;
  /** ms that so many bytes take on the link; Infinity while nothing is known of it. */
  readonly linkTime: (bytes: number) => number;
  readonly plan: (standing: Standing) => ResumePlan;
  /** It gives input; whether that counts. */
  readonly typing: () => boolean;
  /** Its role has changed, or it has become whole. */
  readonly changed: () => void;
  /** A change of its wire or of the primary is through; the host carried nothing out for `stop` ms. */
  readonly switched: (stop: number) => void;
  readonly verified: (index: number, equal: boolean) => void;
  /** There is more to send. */
  readonly wake: () => void;
  /** ms of the session, with fractions. */
  readonly now: () => number;
}

export class LogFeed implements ChannelSource, LogFollower, TerminalPrimary {
  readonly #host: HostCore;
  readonly #options: FeedOptions;
  readonly #writer = new ByteWriter(4096);
  readonly #queue = new DownQueue();
  readonly #turns: TurnWriter;
  #role: FeedRole = 'none';
  #wire: WireName = 'x11';
  /** Of the stream that has begun last. */
  #streamWire: WireName | undefined;
  readonly #encoders: Encoders;
  /** A stream of this wire is to begin once both ends are ready for it, or at this time. */
  #preparing: { readonly wire: WireName; readonly until: number; terminal: boolean } | undefined;
  /** Takes the entries that follow; none while they are dropped. */
  #encoder: EntryEncoder | undefined;
  /** Where entries began to be dropped. */
  #mark: Mark | undefined;
  /** The last mark: with it the next costs less. */
  #lastMark: Mark | undefined;
  /** Indices of the states that are on their way, to the terminal's word that it has taken them in. */
  #underWay: number[] = [];
  /** Input of the terminal that has arrived. */
  #inputs = 0;
  /** What belongs to an older term never happened. */
  #leastEpoch = 0;
  #reports: PrimaryReports | undefined;
  /** While the terminal waits for its first state. */
  #preview: Preview | undefined;
  /** Hashes that the terminal asked for while it followed nothing, or entries were dropped. */
  #owedHashes = 0;
  /** When the log's order began to change hands, and whether clients were waiting then. */
  #stopped: { readonly at: number; readonly waiting: boolean } | undefined;

  /** How the terminal was brought up to date: whole snapshots, what had changed, just the entries that it lacked; replies waited for over its link. */
  readonly counts = { snapshots: 0, patches: 0, tails: 0, roundTrips: 0 };

  constructor(host: HostCore, options: FeedOptions) {
    this.#host = host;
    this.#options = options;
    this.#turns = new TurnWriter(host, this.#queue, options.pack, options.kept);
    this.#encoders = new Encoders(options.codecs, options.terminal);
  }

  get role(): FeedRole {
    return this.#role;
  }

  /** The terminal orders the log, or has not given it back yet. */
  get isPrimary(): boolean {
    return this.#role === 'primary' || this.#role === 'stopping';
  }

  /** The wire that ships, or last shipped, the log to it. */
  get wire(): WireName {
    return this.#wire;
  }

  /** The wire of the entries that are on their way now. */
  get streamWire(): WireName | undefined {
    return this.#streamWire;
  }

  /** It is a whole replica, and what it lacks is in the queue. */
  get isWhole(): boolean {
    return this.#role === 'replica' && this.#underWay.length === 0 && this.#mark === undefined;
  }

  /** It has had the session's state, and may have to be patched. */
  get isReplica(): boolean {
    return this.#role === 'replica';
  }

  /** Bytes of the entries that came last and wait for it; none while they are dropped. */
  get tailBytes(): number {
    return this.#encoder?.waiting ?? 0;
  }

  /** Bytes that wait for it. */
  get waitingBytes(): number {
    return this.#queue.bytes;
  }

  /** The same with entries that are not encoded yet. */
  get queuedBytes(): number {
    return this.#queue.bytes + this.tailBytes;
  }

  /** Bytes of requests that wait for the terminal, are on their way to it or have not been reported back, while it orders the log. */
  get requestBytes(): number {
    return this.isPrimary ? this.#host.clients.unconsumedBytes : 0;
  }

  roundTrip(): void {
    this.counts.roundTrips++;
  }

  /** Begins, or begins anew, as a wire that ships the log. */
  join(wire: WireName, plan: ResumePlan): void {
    this.#wire = wire;
    this.#mark = undefined;
    this.#host.follow(this);
    if (plan.kind === 'snapshot') {
      this.#beginPreview();
      this.#sendState(BlobKind.snapshot, this.#host.core.snapshot(undefined, this.#keptParts()));
    } else {
      this.#sendRest(plan);
    }
    if (plan.kind === 'tail') this.counts.tails++;
    this.#sendOwedHashes();
    this.#setRole(plan.kind === 'tail' ? 'replica' : 'joining');
    this.#options.wake();
  }

  /** Digests of the parts of a snapshot that the terminal has. */
  #keptParts(): ReadonlySet<string> {
    const kept = this.#options.kept();
    if (kept.size === 0) return kept;
    return new Set([...this.#host.core.frozenParts().keys()].filter((digest) => kept.has(partName(digest))));
  }

  #beginPreview(): void {
    this.#endPreview();
    this.#preview = new Preview(this.#host.core, this.#options.pack);
    this.#host.drivers.add(this.#preview.damage);
  }

  #endPreview(): void {
    if (this.#preview === undefined) return;
    this.#host.drivers.remove(this.#preview.damage);
    this.#preview = undefined;
  }

  /** What a replica lacks. */
  #sendRest(plan: Exclude<ResumePlan, { kind: 'snapshot' }>): void {
    const { entries } = plan;
    const { index, time } = this.#host.core.state;
    const first = entries[0];
    // The time of the entry before the first is not known any more; the stream's times are none the worse for it.
    if (first !== undefined) this.#beginStream(first.index - 1, first.time);
    else if (plan.kind === 'tail') this.#beginStream(index, time);
    for (const { bytes, quiet } of entries) this.#push(this.#encoder!, decodeLogEntry(bytes), quiet);
    if (plan.kind === 'patch') this.#sendState(BlobKind.patch, this.#host.core.snapshot(plan.lost.mark));
  }

  /** The terminal gets another wire: nothing more is sent. It must not be primary. */
  leave(): void {
    this.#endPreview();
    this.#host.unfollow(this);
    this.#queue.clear();
    this.#encoder = undefined;
    this.#streamWire = undefined;
    this.#mark = undefined;
    this.#underWay = [];
    this.#setRole('none');
  }

  /** What follows comes as this wire has it, from the next stream on. */
  setWire(wire: WireName): void {
    this.#wire = wire;
  }

  /** As a replica: a stream begins as the wire has it, if it is another one than before. */
  restream(): void {
    if (this.#role !== 'replica' || this.#encoder === undefined || this.#streamWire === this.#wire) return;
    if (!this.#isPrepared()) return;
    this.#beginStream(this.#host.core.state.index, this.#host.core.state.time);
    this.#options.switched(0);
    this.#options.wake();
  }

  /** The connection has ended: the host goes on as primary, if this terminal was it. */
  close(): void {
    this.#endPreview();
    this.#host.unfollow(this);
    if (this.isPrimary) this.#host.takeOver(this);
    this.#queue.clear();
    this.#role = 'closed';
  }

  #setRole(role: FeedRole): void {
    this.#role = role;
    this.#options.changed();
  }

  /** A snapshot or a patch, then the entries that follow on it. */
  #sendState(kind: number, state: Uint8Array): void {
    if (kind === BlobKind.snapshot) this.counts.snapshots++;
    else this.counts.patches++;
    const blob = this.#queue.newBlob(kind);
    this.#queue.blob(blob);
    this.#underWay.push(this.#host.core.state.index);
    this.#beginStream(this.#host.core.state.index, this.#host.core.state.time);
    this.#options.packSnapshot(state, (packed) => {
      blob.bytes = packed;
      // What is there as soon is not needed.
      if (this.#options.linkTime(packed.length) < PREVIEW_MS) this.#endPreview();
      if (this.#role !== 'closed') this.#options.wake();
    });
  }

  #beginStream(index: number, time: number): void {
    const wire = this.#wire;
    const waiting = this.#host.waiting;
    const { epoch } = this.#host;
    const encoder = this.#encoders.begin(wire, index, time);
    const { number: coder, sent } = encoder;
    this.#queue.record((writer) => writeStream(writer, { wire, epoch, index, time, waiting, coder, sent }));
    this.#encoder = encoder;
    this.#streamWire = wire;
    this.#preparing = undefined;
    this.#queue.entries(encoder);
  }

  /** Whether both ends are ready for a stream of the wire that is wanted; where they are not, that begins here, and `changed` tells of it. */
  #isPrepared(): boolean {
    const wire = this.#wire;
    if (this.#options.codecs[wire]?.prepares !== true) return true;
    if (this.#preparing?.wire !== wire) {
      this.#preparing = { wire, until: this.#options.now() + PREPARE_MS, terminal: false };
      this.#queue.urgent((writer) => writePrepare(writer, wire));
      this.#options.wake();
    }
    const { terminal, until } = this.#preparing;
    return (this.#encoders.prepare(wire) && terminal) || this.#options.now() >= until;
  }

  /** Does a little of what can be done ahead of time; true while there is more. */
  prepareSome(): boolean {
    if (this.#preparing === undefined) return this.#encoders.prepareSome();
    const ready = this.#encoders.prepare(this.#preparing.wire);
    const more = this.#encoders.prepareSome();
    if (!more && !ready) this.#options.changed();
    return more;
  }

  // LogFollower

  entry(entry: LogEntry, quiet: boolean): void {
    if (this.#encoder === undefined) return;
    this.#push(this.#encoder, entry, quiet);
    const { waiting } = this.#encoder;
    if (waiting > LEAST_TAIL_BYTES && waiting > this.#options.tailLimit() && this.#stopped === undefined) {
      // What is in the queue stays; what comes from here on is dropped.
      this.#mark = this.#host.core.mark(this.#lastMark);
      this.#lastMark = this.#mark;
      this.#encoder = undefined;
    }
    this.#options.wake();
  }

  /** Large fonts go ahead of their entries, deflated; those that the terminal has do not go. */
  #push(encoder: EntryEncoder, entry: LogEntry, quiet: boolean): void {
    if (entry.kind === 'font' && this.#options.kept().has(partName(entry.hash))) {
      encoder.push(withoutFile(entry), quiet);
      return;
    }
    if (entry.kind !== 'font' || entry.bytes.length <= MAX_RECORD_BYTES) {
      encoder.push(entry, quiet);
      return;
    }
    const blob = this.#queue.newBlob(BlobKind.font);
    this.#queue.urgentBlob(blob);
    this.#options.packSnapshot(encodeFont(entry.hash, entry.bytes), (packed) => {
      blob.bytes = packed;
      if (this.#role !== 'closed') this.#options.wake();
    });
    encoder.push(withoutFile(entry), quiet);
  }

  /** Once the queue is empty: what has changed since entries began to be dropped. */
  #catchUp(): void {
    if (this.#mark === undefined || this.#queue.bytes > 0) return;
    const changes = this.#host.core.snapshot(this.#mark);
    this.#mark = undefined;
    this.#sendState(BlobKind.patch, changes);
    this.#sendOwedHashes();
  }

  /** Sends the host's hash: the terminal compares it with its own when it is there. */
  verify(): void {
    const follows = this.#role === 'replica' || this.#role === 'joining';
    // While entries are dropped the terminal is led past this place: it gets the hash of where it comes to.
    if (follows && this.#mark === undefined) this.#sendHash();
    // A primary that does not know of it yet sends its own.
    else if (this.#role !== 'primary') this.#owedHashes = Math.min(this.#owedHashes + 1, MAX_HASHES);
    this.#options.wake();
  }

  #sendOwedHashes(): void {
    for (; this.#owedHashes > 0; this.#owedHashes--) this.#sendHash();
  }

  #sendHash(): void {
    const { core } = this.#host;
    const hash = core.stateHash();
    this.#queue.urgent((writer) => writeHostHash(writer, core.state.index, hash));
  }

  // The primary

  /** Hands the order of the log over. The terminal must be whole, and the host primary. */
  becomePrimary(): void {
    const host = this.#host;
    this.#stopped = { at: this.#options.now(), waiting: host.waiting };
    // What the host has yet to apply is followed, whatever its length: it has to be.
    const epoch = host.handOver(this, Math.floor(this.#stopped.at));
    host.unfollow(this);
    this.#encoder = undefined;
    this.#streamWire = undefined;
    this.#leastEpoch = epoch;
    const { index, time } = host.core.state;
    this.#reports = new PrimaryReports(host, this.#options.terminal, time, this.#inputs, this.#queue);
    const flip = { epoch, index, time, input: this.#inputs, waiting: this.#stopped.waiting };
    this.#queue.record((writer) => writeFlip(writer, flip));
    for (const turn of host.unfinished()) this.#sendUnfinished(turn);
    this.#setRole('primary');
    this.#options.wake();
  }

  /** The parts so far of a request that is under way. */
  #sendUnfinished(turn: Turn): void {
    if (turn.kind !== 'piece') return;
    const most = MAX_RECORD_BYTES - HEADER_BYTES;
    for (let at = 0; at < turn.bytes.length; at += most) {
      const part = turn.bytes.subarray(at, at + most);
      this.#queue.record((writer) => writePiece(writer, turn.client, turn.total, false, part));
    }
  }

  /**
   * Asks for the order of the log, once both ends are ready for the wire that comes then: until then it is to be called again when something
   * has changed. Until the terminal has said that it places no more of its own, all goes on.
   */
  stop(): void {
    if (this.#role !== 'primary' || !this.#isPrepared()) return;
    this.#queue.record(writeStop);
    this.#setRole('stopping');
    this.#options.wake();
  }

  /** The terminal has been silent for too long: the host goes on without it. */
  demote(): void {
    if (!this.isPrimary) return;
    this.#host.takeOver(this);
    this.#queue.clear();
    this.#stopped = undefined;
    const { epoch } = this.#host;
    this.#leastEpoch = epoch;
    this.#inputs = this.#reports!.inputs;
    this.#reports = undefined;
    const input = this.#inputs;
    this.#queue.record((writer) => writeDemoted(writer, epoch, input));
    this.#setRole('demoted');
    this.#options.wake();
  }

  unplaced(): Turn[] {
    return this.#turns.unplaced();
  }

  // ChannelSource

  get waiting(): boolean {
    if (this.#queue.waiting || this.#preview?.waiting === true || (this.#mark !== undefined && this.#queue.bytes === 0))
      return true;
    return this.isPrimary && this.#queue.empty && this.#turns.waiting;
  }

  next(maximum: number): Uint8Array | undefined {
    const writer = this.#writer;
    this.#catchUp();
    for (;;) {
      const room = maximum - writer.length;
      // A rest of a frame that would be all headers stays empty.
      if (room <= (writer.length > 0 ? 3 * HEADER_BYTES : 0)) break;
      // A band is a record that can't be cut: it goes alone.
      if (this.#preview?.waiting === true) {
        if (writer.length === 0) this.#preview.write(writer);
        break;
      }
      const before = writer.length;
      if (this.#queue.write(writer, room)) {
        this.#preview?.stateSent(writer.length - before);
        continue;
      }
      if (!this.#queue.empty || !this.isPrimary || !this.#turns.write(writer, room)) break;
    }
    return writer.length === 0 ? undefined : finishRecords(writer);
  }

  // The way up

  /**
   * Takes in the records of one frame (owned).
   * @throws CarrierError for what makes no sense.
   */
  receive(bytes: Uint8Array, epoch: number): void {
    for (const record of decodeUp(bytes)) {
      // Of an older term: it never happened. A new one may begin with any record.
      if (epoch < this.#leastEpoch) return;
      this.#take(record);
    }
  }

  #take(record: UpRecord): void {
    switch (record.kind) {
      case 'restored':
        this.#restored(record.index);
        return;
      case 'prepared':
        if (this.#preparing !== undefined) this.#preparing.terminal = true;
        this.#options.changed();
        return;
      case 'stopped':
        this.#takeBack(record.elapsed);
        return;
      case 'stands':
        if (this.#role !== 'demoted') throw new CarrierError('malformed', 'stands where nobody asked');
        this.join(this.#wire, this.#options.plan(record));
        return;
      case 'input':
        if (this.#reports === undefined) this.#placeInput(record);
        else this.#report(record);
        return;
      case 'hash':
        if (this.#reports === undefined) throw new CarrierError('malformed', 'hash of a terminal that is not primary');
        this.#host.reportedHash(record.hash, (equal) => this.#options.verified(this.#host.core.state.index, equal));
        return;
      default:
        this.#report(record);
    }
  }

  #restored(index: number): void {
    // Of what was sent before the terminal had another wire in between.
    if (!this.#underWay.includes(index)) return;
    this.#underWay = this.#underWay.filter((other) => other > index);
    this.#endPreview();
    if (this.#role === 'joining' && this.#underWay.length === 0) this.#setRole('replica');
    else this.#options.changed();
  }

  /** Input of a terminal that is not primary: it gets its place here. */
  #placeInput({ input }: Extract<UpRecord, { kind: 'input' }>): void {
    const number = ++this.#inputs;
    // It won't see it in the log.
    if (this.#role === 'none' && number % INPUTS_TOLD === 0)
      this.#queue.record((writer) => writeInputs(writer, number));
    const { terminal } = this.#options;
    if (!this.#options.typing()) return;
    this.#host.placeInput({ kind: 'input', terminal, number, input }, Math.floor(this.#options.now()));
    this.#options.wake();
  }

  #report(record: Extract<UpRecord, { kind: 'applied' | 'input' | 'time-reached' | 'bytes' }>): void {
    if (this.#reports === undefined) {
      throw new CarrierError('malformed', `${record.kind} from a terminal that is not primary`);
    }
    this.#reports.take(record);
    // What a primary has placed counts in any case.
    if (record.kind === 'input') this.#options.typing();
    if (this.#role === 'primary') this.#endStop();
  }

  /** The terminal places nothing of its own any more, and all that it had placed by itself is reported: from what was sent follows the rest. */
  #takeBack(elapsed: number): void {
    if (this.#role !== 'stopping') throw new CarrierError('malformed', 'stopped where nobody asked');
    this.#stopped = { at: this.#options.now(), waiting: true };
    this.#host.takeOver(this, this.#reports!.stopped(elapsed));
    this.#inputs = this.#reports!.inputs;
    this.#reports = undefined;
    const { index, time } = this.#host.core.state;
    this.#host.follow(this);
    this.#beginStream(index, time);
    this.#sendOwedHashes();
    this.#role = 'replica';
    this.#endStop();
    this.#options.changed();
    this.#options.wake();
  }

  #endStop(): void {
    if (this.#stopped === undefined) return;
    const { at, waiting } = this.#stopped;
    this.#stopped = undefined;
    this.#options.switched(waiting || this.#host.waiting ? this.#options.now() - at : 0);
  }
}
