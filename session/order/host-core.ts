/**
 * The host's core and the order of a session's log, without any I/O.
 *
 * Clients' bytes come in (host-clients.ts), are framed and wait in a fair order. While the host is primary it takes them from there, applies them
 * and the clients get what its core gives. While a terminal is primary (../log-wire/feed.ts) the terminal gets them in that order and places its
 * own input among them; this core is then the backup: it applies what is reported, never more, and its bytes are compared with the terminal's.
 * When the terminal is lost, the backup has everything that was reported; it goes on with the rest, and every client gets the bytes that it has
 * not had. Whoever follows the log (other terminals, recordings) is fed from this core in both cases.
 */
import type { Core } from '../../xserver/core.ts';
import type { LogEntry, LogEvent, Sink } from '../../xserver/log/entry.ts';
import { isQuiet } from '../../xserver/log/quiet.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { CLIENT_SHARE_BYTES } from '../limits.ts';
import { DriverSet } from './driver-set.ts';
import { EntryCutter } from './entry-cutter.ts';
import { FairOrder } from './fair-order.ts';
import { HostClients, type HostClientEvents } from './host-clients.ts';
import type { Turn } from './turns.ts';

/** What follows for the owner of the clients' sockets and of the clock. */
export interface HostCoreEvents extends HostClientEvents {
  /** When `timeReached` is due in ms of the session; undefined for never. */
  deadline(time: number | undefined): void;
  bell(volume: number, pitch: number, duration: number): void;
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
  /** A client has waited for one of its replies, with nothing else under way: a round trip over its link. */
  roundTrip(): void;
}

/** What an entry costs beside its bytes, in bytes. */
const ENTRY_COST = 32;
/** Terms whose end is remembered. */
const MAX_TERMS = 64;

type Reported =
  | { readonly kind: 'applied'; count: number; readonly time: number }
  | { readonly kind: 'event'; readonly event: LogEvent; readonly time: number }
  | { readonly kind: 'hash'; readonly hash: string; readonly done: (equal: boolean) => void };

export class HostCore {
  readonly core: Core;
  readonly clients: HostClients;
  /** While it says so, the host as primary carries out nothing that clients ask for: the terminal that is to order the log catches up. */
  held: () => boolean = () => false;
  /** What is drawn here is shown by these. */
  readonly drivers = new DriverSet();
  readonly #events: HostCoreEvents;
  readonly #order = new FairOrder();
  readonly #cutter = new EntryCutter();
  readonly #followers = new Set<LogFollower>();
  readonly #sink: Sink;
  #primary: TerminalPrimary | undefined;
  #reported: Reported[] = [];
  #deadline: number | undefined;
  #epoch = 1;
  /** The last entry of each term in which a terminal was primary. */
  readonly #terms = new Map<number, number>();

  constructor(core: Core, events: HostCoreEvents) {
    this.core = core;
    this.#events = events;
    this.clients = new HostClients(core, this.#order, events);
    const { clients, drivers } = this;
    this.#sink = {
      toClient: (client, bytes) => {
        const waited = clients.fromCore(client, bytes, this.#primary === undefined);
        if (waited) this.#primary?.roundTrip();
      },
      consumed: (client, bytes) => clients.consumed(client, bytes),
      closed: (client, reason) => clients.closed(client, reason),
      deadline: (time) => {
        this.#deadline = time;
        if (this.#primary === undefined) events.deadline(time);
      },
      // A terminal that is primary rings itself.
      bell: (volume, pitch, duration) => {
        if (this.#primary === undefined) events.bell(volume, pitch, duration);
      },
      defect: (what) => events.defect(what),
      get driver() {
        return drivers.current;
      },
    };
  }

  /** The term of the current primary. */
  get epoch(): number {
    return this.#epoch;
  }

  get hostIsPrimary(): boolean {
    return this.#primary === undefined;
  }

  /** The last entry of a term in which a terminal was primary; undefined while it lasts, and for what is forgotten. */
  endOfTerm(epoch: number): number | undefined {
    return this.#terms.get(epoch);
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
    this.#followers.delete(follower);
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
        if (this.clients.fault !== undefined) throw this.clients.fault;
      } else {
        const event = this.#cutter.next();
        if (event !== undefined) {
          cost += (event.kind === 'request' ? event.bytes.length : 0) + ENTRY_COST;
          this.#apply(event, now);
          if (event.kind === 'request') this.#checkBacklog(event.client);
        } else if (this.held()) {
          this.#applyAppended(now);
          return false;
        } else if (!this.#placeNext()) {
          return false;
        }
      }
    }
    return true;
  }

  /** As primary: a client that doesn't read what it is sent waits with the rest of its turn. */
  #checkBacklog(client: number): void {
    if (this.clients.mayServe(client)) return;
    this.#order.stop(client, true);
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

  /** Input of a terminal that is not primary, in the order in which it comes. Applied at once while the host is primary. */
  placeInput(event: Extract<LogEvent, { kind: 'input' }>, now: number): void {
    this.append(event);
    // Behind what has its place already: that may be the input before this one.
    if (this.#primary === undefined && this.#cutter.empty) this.#applyAppended(now);
  }

  /** Applies what happened at the host itself, ahead of what the clients have waiting. */
  #applyAppended(now: number): void {
    for (let event = this.#order.takeAppended(); event !== undefined; event = this.#order.takeAppended()) {
      if (event.kind === 'font') this.clients.fontPlaced(event.hash);
      this.#cutter.forget(event);
      this.#apply(event, now);
    }
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
    if (turn.kind === 'event' && turn.event.kind === 'font') this.clients.fontPlaced(turn.event.hash);
  }

  /** Parts of large requests that are in the order already but not yet entries. */
  unfinished(): Turn[] {
    return this.#cutter.unfinished();
  }

  /** Hands the order of the log over to a terminal that has, or is sent, everything so far; gives the epoch of its term. */
  handOver(primary: TerminalPrimary, now: number): number {
    if (this.#primary !== undefined) throw new Error('a terminal orders the log already');
    for (let event = this.#cutter.next(); event !== undefined; event = this.#cutter.next()) this.#apply(event, now);
    // Its own input may be among it, which must not come to it behind what it places itself.
    this.#applyAppended(now);
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
  primaryBytes(client: number, bytes: Uint8Array): void {
    this.clients.fromPrimary(client, bytes, () => {
      while (this.#reported.length > 0) this.#applyReported();
    });
  }

  /**
   * The primary is lost, or steps back: everything that it reported is applied, clients get what they have not had, and the host goes on
   * as primary of a new epoch. `placedAt`: it steps back, and has placed, or will, at this time and with nothing in between, all that was sent.
   */
  takeOver(primary: TerminalPrimary, placedAt?: number): void {
    if (this.#primary !== primary) return;
    try {
      while (this.#reported.length > 0) this.#applyReported();
      if (placedAt !== undefined) {
        for (let event = this.#cutter.next(); event !== undefined; event = this.#cutter.next()) {
          this.#apply(event, placedAt);
        }
      }
    } catch (error) {
      this.#reported = [];
      this.#events.defect(`report of a terminal: ${error instanceof Error ? error.message : String(error)}`);
    }
    this.#primary = undefined;
    this.#terms.set(this.#epoch, this.core.state.index);
    if (this.#terms.size > MAX_TERMS) this.#terms.delete(this.#terms.keys().next().value!);
    this.#epoch++;
    this.clients.deliverAll();
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
    const { core, clients } = this;
    const index = core.state.index + 1;
    const entry: LogEntry =
      event.kind === 'request'
        ? { kind: 'request', client: event.client, bytes: event.bytes, index, time }
        : { ...event, index, time };
    clients.counts.entries++;
    const quiet = this.#followers.size > 0 && isQuiet(core.server, entry);
    core.apply(entry, this.#sink);
    for (const follower of this.#followers) follower.entry(entry, quiet);
    if (event.kind === 'client-gone') clients.left(event.client);
    clients.forgetGone();
  }
}
