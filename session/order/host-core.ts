/**
 * The host's core and the order of a session's log, without any I/O.
 *
 * Clients' bytes come in here, are framed and wait in a fair order. While the host is primary it takes them from there, applies them and the
 * clients get what its core gives. While a terminal is primary (x11/feed.ts) the terminal gets them in that order and places its own input
 * among them; this core is then the backup: it applies what is reported, never more, and its bytes are compared with the terminal's. When the
 * terminal is lost, the backup has everything that was reported; it goes on with the rest, and every client gets the bytes that it has not had.
 */
import type { Core } from '../../xserver/core.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import { isBuiltinFont } from '../../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { parseFontFile } from '../../xserver/fonts/font-file.ts';
import type { LogEntry, LogEvent, Sink } from '../../xserver/log/entry.ts';
import { requestReader } from '../../xserver/protocol/framing.ts';
import { decodeOpenFont } from '../../xserver/protocol/generated/xproto.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { CLIENT_ID_BITS, CLIENT_SHARE_BYTES, MAX_CLIENT_NUMBER, MAX_REPLICA_GAP_BYTES } from '../limits.ts';
import { RequestFramer, type Framed } from '../request-framer.ts';
import { ClientCredit } from './credit.ts';
import { EntryCutter } from './entry-cutter.ts';
import { FairOrder } from './fair-order.ts';
import { OutgoingBytes } from './outgoing.ts';
import type { Turn } from './turns.ts';

/** What follows for the owner of the sockets. Bytes are borrowed. */
export interface HostCoreEvents {
  toClient(client: number, bytes: Uint8Array): void;
  /** The client's connection is to be closed once it has the bytes so far. */
  closeClient(client: number, reason: string): void;
  /** Credit has come back: its socket may be read again. */
  mayRead(client: number): void;
  /** When `timeReached` is due in ms of the session; undefined for never. */
  deadline(time: number | undefined): void;
  bell(volume: number, pitch: number, duration: number): void;
  /** A fault of ours has come to light. */
  defect(what: string): void;
  /** A client waits for the font file with this hash: `fontLoaded` is to follow. */
  wantFont(hash: string): void;
  /** There is something to do for `run`, or for the terminal's connection. */
  wake(): void;
}

/** Follows the log: a terminal that is a replica, or a recording. It never slows the session: who can't keep up drops entries. */
export interface LogFollower {
  /** The next entry (borrowed), which the host's core has just applied. `quiet`: it has changed nothing but its client's sequence number. */
  entry(entry: LogEntry, quiet: boolean): void;
}

/** A terminal that orders the log. */
export interface TerminalPrimary {
  /** It has stopped: turns that it took and that never became part of the log. */
  unplaced(): Turn[];
}

const TOO_FAR = new CarrierError('too-large', "the terminal's replies and the backup's are too far apart");
/** What an entry costs beside its bytes, in bytes. */
const ENTRY_COST = 32;

interface HostClient {
  readonly number: number;
  readonly framer: RequestFramer;
  readonly credit: ClientCredit;
  readonly outgoing: OutgoingBytes;
  /** The app has gone, or was sent away: nothing more goes to it. */
  ended: boolean;
  /** Why the core closed it; undefined while it has not. */
  closing: string | undefined;
  /** The core has let it go. */
  gone: boolean;
}

type Reported =
  | { readonly kind: 'applied'; count: number; readonly time: number }
  | { readonly kind: 'event'; readonly event: LogEvent; readonly time: number }
  | { readonly kind: 'hash'; readonly hash: string; readonly done: (equal: boolean) => void };

export class HostCore {
  readonly core: Core;
  /** Replies, events and errors given to clients so far, and replies that a client had to wait for. */
  readonly counts = { entries: 0, replies: 0, events: 0, errors: 0, roundTrips: 0 };
  readonly #events: HostCoreEvents;
  readonly #order = new FairOrder();
  readonly #cutter = new EntryCutter();
  readonly #clients = new Map<number, HostClient>();
  readonly #followers = new Set<LogFollower>();
  readonly #sink: Sink;
  /** Fonts that are in the log or on their way into it. */
  readonly #fonts = new Set<string>();
  /** Clients whose OpenFont waits, by the font's hash. */
  readonly #waiting = new Map<string, number[]>();
  /** Clients whose `client-gone` has been applied, and that the core still has. */
  readonly #leaving = new Set<number>();
  #primary: TerminalPrimary | undefined;
  #reported: Reported[] = [];
  #deadline: number | undefined;
  #lastNumber = 0;
  #epoch = 1;
  /** Why the terminal that is primary must go. */
  #fault: CarrierError | undefined;

  constructor(core: Core, events: HostCoreEvents, driver: DisplayDriver) {
    this.core = core;
    this.#events = events;
    for (const hash of core.state.fonts.keys()) this.#fonts.add(hash);
    this.#sink = {
      toClient: (client, bytes) => this.#fromCore(client, bytes),
      consumed: (client, bytes) => this.#consumed(client, bytes),
      closed: (client, reason) => this.#closed(client, reason),
      deadline: (time) => {
        this.#deadline = time;
        if (this.#primary === undefined) events.deadline(time);
      },
      // A terminal that is primary rings itself.
      bell: (volume, pitch, duration) => {
        if (this.#primary === undefined) events.bell(volume, pitch, duration);
      },
      defect: (what) => events.defect(what),
      driver,
    };
  }

  /** The term of the current primary. */
  get epoch(): number {
    return this.#epoch;
  }

  get hostIsPrimary(): boolean {
    return this.#primary === undefined;
  }

  get clientCount(): number {
    return this.#clients.size;
  }

  /** Bytes of clients' requests that wait or are under way. */
  get unconsumedBytes(): number {
    let sum = 0;
    for (const client of this.#clients.values()) sum += client.credit.unconsumed;
    return sum;
  }

  /** Lets an authorised client in; gives its number, or undefined when there is no room. */
  connect(littleEndian: boolean): number | undefined {
    const number = this.#freeNumber();
    if (number === undefined) return undefined;
    this.#clients.set(number, {
      number,
      framer: new RequestFramer(littleEndian),
      credit: new ClientCredit(),
      outgoing: new OutgoingBytes(),
      ended: false,
      closing: undefined,
      gone: false,
    });
    this.#order.addClient(number, littleEndian);
    const idBase = number * 2 ** CLIENT_ID_BITS;
    this.#order.pushEvent(number, { kind: 'client-connected', client: number, littleEndian, idBase });
    this.#events.wake();
    return number;
  }

  /** Numbers are given in turn, so that a late message to a client that has gone doesn't reach another. */
  #freeNumber(): number | undefined {
    for (let tries = 0; tries < MAX_CLIENT_NUMBER; tries++) {
      this.#lastNumber = (this.#lastNumber % MAX_CLIENT_NUMBER) + 1;
      const number = this.#lastNumber;
      if (!this.#clients.has(number) && !this.core.state.clients.has(number)) return number;
    }
    return undefined;
  }

  /** The client's next bytes (owned). */
  received(number: number, bytes: Uint8Array): void {
    const client = this.#clients.get(number);
    if (client === undefined || client.ended || client.closing !== undefined) return;
    let framedBytes = 0;
    for (const framed of client.framer.push(bytes)) {
      framedBytes += framed.bytes.length;
      this.#order.pushFramed(number, framed, framed.kind === 'open-font' && this.#mustWait(client, framed));
    }
    client.credit.received(framedBytes, client.framer.pieceBytes);
    this.#events.wake();
  }

  /** Whether the font of an OpenFont must be fetched first. */
  #mustWait(client: HostClient, framed: Extract<Framed, { kind: 'open-font' }>): boolean {
    let hash: string | undefined;
    try {
      const { name } = decodeOpenFont(requestReader(framed.bytes, client.framer.littleEndian));
      hash = resolveFont(this.core.state.fontCatalogue, name)?.file.hash;
    } catch {
      // A malformed request needs no font; the core answers it.
    }
    if (hash === undefined || this.#fonts.has(hash) || isBuiltinFont(hash)) return false;
    const waiting = this.#waiting.get(hash);
    if (waiting !== undefined) {
      waiting.push(client.number);
    } else {
      this.#waiting.set(hash, [client.number]);
      this.#events.wantFont(hash);
    }
    return true;
  }

  /** Answers `wantFont`; undefined when the file cannot be had: then OpenFont fails. */
  fontLoaded(hash: string, bytes: Uint8Array | undefined): void {
    if (bytes !== undefined && this.#isFont(bytes, hash)) {
      this.#fonts.add(hash);
      // The clients go on once the font has its place: see `place`.
      this.#order.append({ kind: 'font', hash, bytes });
    } else {
      this.#release(hash);
    }
    this.#events.wake();
  }

  #isFont(bytes: Uint8Array, hash: string): boolean {
    try {
      parseFontFile(bytes, hash);
      return true;
    } catch (error) {
      this.#events.defect(`font file ${hash}: ${error instanceof Error ? error.message : String(error)}`);
      return false;
    }
  }

  #release(hash: string): void {
    for (const client of this.#waiting.get(hash) ?? []) this.#order.release(client);
    this.#waiting.delete(hash);
  }

  /** The client's connection has ended. What it has written before is still carried out. */
  ended(number: number): void {
    const client = this.#clients.get(number);
    if (client === undefined || client.ended) return;
    client.ended = true;
    if (client.closing === undefined) {
      this.#order.stop(number, false);
      this.#order.pushEvent(number, { kind: 'client-gone', client: number });
    }
    this.#events.wake();
  }

  /** Bytes that the client's socket has not taken yet. One that doesn't read at all is sent away. */
  backlog(number: number, bytes: number): void {
    const client = this.#clients.get(number);
    if (client === undefined || client.ended) return;
    const couldRead = client.credit.mayRead;
    client.credit.backlog(bytes);
    if (client.credit.exhausted && client.closing === undefined) {
      this.#sendAway(client, 'it does not read what it is sent');
      this.#close(client);
      return;
    }
    this.#order.stop(number, !client.credit.mayServe);
    if (!couldRead && client.credit.mayRead) this.#events.mayRead(number);
    if (client.credit.mayServe) this.#events.wake();
  }

  mayRead(number: number): boolean {
    return this.#clients.get(number)?.credit.mayRead ?? false;
  }

  /** Something that happens at the host: it gets its place before what the clients have waiting. */
  append(event: LogEvent): void {
    this.#order.append(event);
    this.#events.wake();
  }

  follow(follower: LogFollower): void {
    this.#followers.add(follower);
  }

  unfollow(follower: LogFollower): void {
    if (this.#followers.delete(follower)) this.#events.wake();
  }

  /**
   * Applies what has been reported, or as primary what waits, up to about `maximum` bytes of requests. True when more can be done at once.
   * @throws CarrierError where the primary has reported what cannot be.
   */
  run(now: number, maximum: number): boolean {
    let cost = 0;
    while (cost < maximum) {
      if (this.#primary !== undefined) {
        if (this.#reported.length === 0) return false;
        cost += this.#applyReported() + ENTRY_COST;
        if (this.#fault !== undefined) throw this.#fault;
      } else {
        const event = this.#cutter.next();
        if (event !== undefined) {
          cost += (event.kind === 'request' ? event.bytes.length : 0) + ENTRY_COST;
          this.#apply(event, now);
          if (event.kind === 'request') this.#checkBacklog(event.client);
        } else if (!this.#placeNext()) {
          return false;
        }
      }
    }
    return true;
  }

  /** As primary: a client that doesn't read what it is sent waits with the rest of its turn. */
  #checkBacklog(number: number): void {
    const client = this.#clients.get(number);
    if (client === undefined || client.ended || client.credit.mayServe) return;
    this.#order.stop(number, true);
    this.#order.putBack(this.#cutter.drain());
  }

  /** As primary, takes the next turn of the order; false when there is none. */
  #placeNext(): boolean {
    const turn = this.#order.take(CLIENT_SHARE_BYTES);
    if (turn === undefined) return false;
    this.place(turn);
    return true;
  }

  /** As primary: the core's deadline has come. */
  timeReached(now: number): void {
    if (this.#primary !== undefined) return;
    this.append({ kind: 'time-reached' });
    this.run(now, CLIENT_SHARE_BYTES);
  }

  /** True when a terminal that is primary would be given something by `take`. */
  get waiting(): boolean {
    return this.#order.waiting;
  }

  /** For the terminal that is primary: the next turn. It becomes part of the log when it is placed. */
  take(maximum: number): Turn | undefined {
    return this.#order.take(maximum);
  }

  /** A turn has been sent whole: from here on its entries can be reported. */
  place(turn: Turn): void {
    this.#cutter.push(turn);
    if (turn.kind === 'event' && turn.event.kind === 'font') this.#release(turn.event.hash);
  }

  /** Applies an event now, as primary. */
  applyNow(event: LogEvent, now: number): void {
    if (this.#primary !== undefined) throw new Error('a terminal orders the log');
    this.#apply(event, now);
  }

  /** Parts of large requests that are in the order already but not yet entries. */
  unfinished(): Turn[] {
    return this.#cutter.unfinished();
  }

  /** Hands the order of the log over to a terminal that has, or is sent, everything so far; gives the epoch of its term. */
  handOver(primary: TerminalPrimary, now: number): number {
    if (this.#primary !== undefined) throw new Error('a terminal orders the log already');
    for (let event = this.#cutter.next(); event !== undefined; event = this.#cutter.next()) this.#apply(event, now);
    this.#primary = primary;
    this.#events.deadline(undefined);
    return ++this.#epoch;
  }

  /** The primary's report that the next `count` entries of the host's order were applied at `time`. */
  reportedApplied(count: number, time: number): void {
    this.#reported.push({ kind: 'applied', count, time });
  }

  /** The primary's report of an entry of its own. */
  reportedEvent(event: LogEvent, time: number): void {
    this.#reported.push({ kind: 'event', event, time });
  }

  /** The primary's state hash after what it has reported so far; `done` is told whether the backup's is the same. */
  reportedHash(hash: string, done: (equal: boolean) => void): void {
    this.#reported.push({ kind: 'hash', hash, done });
  }

  /**
   * The primary's bytes for a client (owned).
   * @throws CarrierError where they are not the backup's, or the two are too far apart.
   */
  primaryBytes(number: number, bytes: Uint8Array): void {
    const client = this.#clients.get(number);
    if (client === undefined) throw new CarrierError('malformed', `bytes for client ${number}, which is not there`);
    this.#deliver(client, bytes);
    if (!client.outgoing.fromTerminal(bytes)) this.#parted(client);
    if (this.#fault !== undefined) throw this.#fault;
    if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) {
      while (this.#reported.length > 0) this.#applyReported();
      if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) throw TOO_FAR;
    }
    this.#finishClose(client);
  }

  /**
   * The primary is lost, or steps back: everything that it reported is applied, clients get what they have not had, and the host goes on
   * as primary of a new epoch.
   */
  takeOver(primary: TerminalPrimary): void {
    if (this.#primary !== primary) return;
    try {
      while (this.#reported.length > 0) this.#applyReported();
    } catch (error) {
      this.#reported = [];
      this.#events.defect(`report of a terminal: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#primary = undefined;
    this.#fault = undefined;
    this.#epoch++;
    for (const client of this.#clients.values()) {
      for (const bytes of client.outgoing.takeUndelivered()) this.#deliver(client, bytes);
      this.#finishClose(client);
    }
    // What was sent and not reported never happened: it takes its turn again.
    this.#order.putBack([...this.#cutter.drain(), ...primary.unplaced()]);
    this.#events.deadline(this.#deadline);
    this.#events.wake();
  }

  /** Applies the next thing reported, or one entry of it; gives its size. */
  #applyReported(): number {
    const next = this.#reported[0]!;
    if (next.kind !== 'applied') {
      this.#reported.shift();
      if (next.kind === 'event') this.#apply(next.event, next.time);
      else next.done(next.hash === this.core.stateHash());
      return 0;
    }
    if (next.count === 0) {
      this.#reported.shift();
      return 0;
    }
    const event = this.#cutter.next();
    if (event === undefined) {
      this.#reported.shift();
      throw new CarrierError('malformed', 'report of entries that were not sent');
    }
    if (--next.count === 0) this.#reported.shift();
    this.#apply(event, next.time);
    return event.kind === 'request' ? event.bytes.length : 0;
  }

  #apply(event: LogEvent, time: number): void {
    const index = this.core.state.index + 1;
    const entry: LogEntry =
      event.kind === 'request'
        ? { kind: 'request', client: event.client, bytes: event.bytes, index, time }
        : { ...event, index, time };
    this.counts.entries++;
    this.core.apply(entry, this.#sink);
    for (const follower of this.#followers) follower.entry(entry, false);
    if (event.kind === 'client-gone') this.#leaving.add(event.client);
    // One whose requests are held (GrabServer) goes only when they have run.
    for (const number of this.#leaving) {
      if (this.core.state.clients.get(number)?.connected === true) continue;
      this.#leaving.delete(number);
      this.#gone(number);
    }
  }

  #fromCore(number: number, bytes: Uint8Array): void {
    const client = this.#clients.get(number);
    if (client === undefined) return;
    this.#count(client, bytes);
    if (this.#primary === undefined) this.#deliver(client, client.outgoing.fromPrimary(bytes));
    else if (!client.outgoing.fromBackup(bytes)) this.#parted(client);
    else if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) this.#fault ??= TOO_FAR;
  }

  /** Counts a whole message of the core. */
  #count(client: HostClient, bytes: Uint8Array): void {
    if (bytes[0] === 0) this.counts.errors++;
    else if (bytes[0] !== 1) this.counts.events++;
    else {
      this.counts.replies++;
      // It has nothing else under way: it waits for this reply.
      if (client.credit.unconsumed <= 64 && !client.framer.inRequest) this.counts.roundTrips++;
    }
  }

  #deliver(client: HostClient, bytes: Uint8Array): void {
    if (client.ended || bytes.length === 0) return;
    client.credit.sent(bytes.length);
    this.#events.toClient(client.number, bytes);
  }

  /** The backup's word stands: the terminal must go. Noted only, since the core may be in the middle of an entry. */
  #parted(client: HostClient): void {
    const { total } = client.outgoing;
    const what = `client ${client.number}: the terminal's bytes are not the backup's, near byte ${total}, entry ${this.core.state.index}`;
    this.#events.defect(what);
    this.#fault ??= new CarrierError('defect', what);
  }

  #consumed(number: number, bytes: number): void {
    const client = this.#clients.get(number);
    if (client === undefined) return;
    const could = client.credit.mayRead;
    client.credit.consumed(bytes);
    if (!could && client.credit.mayRead && !client.ended) this.#events.mayRead(number);
  }

  #closed(number: number, reason: string): void {
    const client = this.#clients.get(number);
    if (client === undefined || client.closing !== undefined) return;
    this.#sendAway(client, reason);
    this.#finishClose(client);
  }

  /** Its further requests are not carried out. */
  #sendAway(client: HostClient, reason: string): void {
    client.closing = reason;
    this.#order.removeClient(client.number);
    // Also where the core knows already: what of a large request has come is dropped with it.
    this.#order.append({ kind: 'client-gone', client: client.number });
    this.#events.wake();
  }

  #gone(number: number): void {
    const client = this.#clients.get(number);
    if (client === undefined) return;
    client.gone = true;
    this.#order.removeClient(number);
    this.#finishClose(client);
  }

  /** Closes the connection of a client that the core has closed, and forgets one that has gone, once it has all its bytes. */
  #finishClose(client: HostClient): void {
    if (client.outgoing.undelivered > 0) return;
    if (client.closing !== undefined) this.#close(client);
    if (client.gone) this.#clients.delete(client.number);
  }

  #close(client: HostClient): void {
    if (client.ended) return;
    client.ended = true;
    this.#events.closeClient(client.number, client.closing ?? '');
  }
}
