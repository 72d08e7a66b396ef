/**
 * The clients of a session at the host: their bytes in, framed and credited, into the fair order; what the core and a terminal that is primary
 * give for them, out, each byte once.
 */
import type { Core } from '../../xserver/core.ts';
import { isBuiltinFont } from '../../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { searchedFonts } from '../../xserver/fonts/searched-fonts.ts';
import { parseFontFile } from '../../xserver/fonts/font-file.ts';
import { requestReader } from '../../xserver/protocol/framing.ts';
import { decodeOpenFont } from '../../xserver/protocol/generated/xproto.ts';
import { CarrierError } from '../carrier/carrier-error.ts';
import { CLIENT_ID_BITS, MAX_CLIENT_NUMBER, MAX_REPLICA_GAP_BYTES } from '../limits.ts';
import { RequestFramer, type Framed } from '../request-framer.ts';
import { ClientCredit } from './credit.ts';
import type { FairOrder } from './fair-order.ts';
import { OutgoingBytes } from './outgoing.ts';

/** What follows for the owner of the clients' sockets. Bytes are borrowed. */
export interface HostClientEvents {
  toClient(client: number, bytes: Uint8Array): void;
  /** The client's connection is to be closed once it has the bytes so far. */
  closeClient(client: number, reason: string): void;
  /** Credit has come back: its socket may be read again. */
  mayRead(client: number): void;
  /** A fault of ours has come to light. */
  defect(what: string): void;
  /** A client waits for the font file with this hash: `fontLoaded` is to follow. */
  wantFont(hash: string): void;
  /** There is something new in the order. */
  wake(): void;
}

function tooFar(): CarrierError {
  return new CarrierError('too-large', "the terminal's replies and the backup's are too far apart");
}

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

export class HostClients {
  /** Replies, events and errors given to clients so far, and replies that a client had to wait for. */
  readonly counts = { entries: 0, replies: 0, events: 0, errors: 0, roundTrips: 0 };
  /** Why the terminal that is primary must go: noted, since the core may be in the middle of an entry. */
  fault: CarrierError | undefined;
  readonly #core: Core;
  readonly #order: FairOrder;
  readonly #events: HostClientEvents;
  readonly #clients = new Map<number, HostClient>();
  /** Fonts that are in the log or on their way into it. */
  readonly #fonts: Set<string>;
  /** Clients whose OpenFont waits, by the font's hash. */
  readonly #waiting = new Map<string, number[]>();
  /** Clients whose `client-gone` has been applied, and that the core still has. */
  readonly #leaving = new Set<number>();
  #lastNumber = 0;

  constructor(core: Core, order: FairOrder, events: HostClientEvents) {
    this.#core = core;
    this.#order = order;
    this.#events = events;
    this.#fonts = new Set(core.state.fonts.keys());
  }

  get count(): number {
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
      if (!this.#clients.has(number) && !this.#core.state.clients.has(number)) return number;
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
      hash = resolveFont(searchedFonts(this.#core.state), name)?.file.hash;
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
      // The clients go on once the font has its place in the order: see `fontPlaced`.
      this.#order.append({ kind: 'font', hash, bytes });
    } else {
      this.fontPlaced(hash);
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

  /** Who has waited for the font goes on behind it. */
  fontPlaced(hash: string): void {
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

  /** False for a client that doesn't read what it is sent: its requests wait. */
  mayServe(number: number): boolean {
    const client = this.#clients.get(number);
    return client === undefined || client.ended || client.credit.mayServe;
  }

  /** Bytes of the host's core (borrowed). While a terminal is primary they are compared with that one's. True for a reply that the client waits for. */
  fromCore(number: number, bytes: Uint8Array, hostIsPrimary: boolean): boolean {
    const client = this.#clients.get(number);
    if (client === undefined) return false;
    const waited = this.#count(client, bytes);
    if (hostIsPrimary) this.#deliver(client, client.outgoing.fromPrimary(bytes));
    else if (!client.outgoing.fromBackup(bytes)) this.#parted(client);
    else if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) this.fault ??= tooFar();
    return waited;
  }

  /** Counts a whole message of the core; true for a reply that the client waits for. */
  #count(client: HostClient, bytes: Uint8Array): boolean {
    if (bytes[0] === 0) this.counts.errors++;
    else if (bytes[0] !== 1) this.counts.events++;
    else {
      this.counts.replies++;
      // It has nothing else under way: it waits for this reply.
      const waited = client.credit.unconsumed <= 64 && !client.framer.inRequest;
      if (waited) this.counts.roundTrips++;
      return waited;
    }
    return false;
  }

  /**
   * Bytes of the terminal that is primary (owned); `catchUp` lets the backup apply all that was reported.
   * @throws CarrierError where they are not the backup's, or the two are too far apart.
   */
  fromPrimary(number: number, bytes: Uint8Array, catchUp: () => void): void {
    const client = this.#clients.get(number);
    if (client === undefined) throw new CarrierError('malformed', `bytes for client ${number}, which is not there`);
    this.#deliver(client, bytes);
    if (!client.outgoing.fromTerminal(bytes)) this.#parted(client);
    if (this.fault !== undefined) throw this.fault;
    if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) {
      catchUp();
      if (client.outgoing.gap > MAX_REPLICA_GAP_BYTES) throw tooFar();
    }
    this.#finishClose(client);
  }

  /** The host has become primary: everybody gets what the backup has given and they have not had. */
  deliverAll(): void {
    this.fault = undefined;
    for (const client of this.#clients.values()) {
      for (const bytes of client.outgoing.takeUndelivered()) this.#deliver(client, bytes);
      this.#finishClose(client);
    }
  }

  #deliver(client: HostClient, bytes: Uint8Array): void {
    if (client.ended || bytes.length === 0) return;
    client.credit.sent(bytes.length);
    this.#events.toClient(client.number, bytes);
  }

  /** The backup's word stands: the terminal must go. */
  #parted(client: HostClient): void {
    const { total } = client.outgoing;
    const what = `client ${client.number}: the terminal's bytes are not the backup's, near byte ${total}, entry ${this.#core.state.index}`;
    this.#events.defect(what);
    this.fault ??= new CarrierError('defect', what);
  }

  /** Requests of so many bytes have been carried out. */
  consumed(number: number, bytes: number): void {
    const client = this.#clients.get(number);
    if (client === undefined) return;
    const could = client.credit.mayRead;
    client.credit.consumed(bytes);
    if (!could && client.credit.mayRead && !client.ended) this.#events.mayRead(number);
  }

  /** The core has closed the client. */
  closed(number: number, reason: string): void {
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

  /** Its `client-gone` has been applied. */
  left(number: number): void {
    this.#leaving.add(number);
  }

  /** An entry has been applied: one whose requests are held (GrabServer) goes only when they have run. */
  forgetGone(): void {
    for (const number of this.#leaving) {
      if (this.#core.state.clients.get(number)?.connected === true) continue;
      this.#leaving.delete(number);
      const client = this.#clients.get(number);
      if (client === undefined) continue;
      client.gone = true;
      this.#order.removeClient(number);
      this.#finishClose(client);
    }
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
