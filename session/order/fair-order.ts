/**
 * Takes the clients in turn, a bounded share each, so that one that floods never keeps another from its next request. What the host itself
 * has to say (fonts, other terminals, screen sizes) goes first.
 */
import type { LogEvent } from '../../xserver/log/entry.ts';
import type { Framed } from '../request-framer.ts';
import { wholeRequestLength, type Turn } from './turns.ts';

type ClientItem =
  | Exclude<Framed, { kind: 'open-font' | 'requests' }>
  | { readonly kind: 'requests'; readonly bytes: Uint8Array }
  /** Waits until `release`. */
  | { readonly kind: 'open-font'; readonly bytes: Uint8Array; waiting: boolean }
  | { readonly kind: 'event'; readonly event: LogEvent };

class ClientQueue {
  readonly client: number;
  readonly littleEndian: boolean;
  /** Its requests wait: it doesn't read what it is sent. */
  stopped = false;
  /** Among those that are taken in turn. */
  inRing = false;
  items: ClientItem[] = [];
  #first = 0;
  /** What of the first item has been taken, in bytes. */
  #at = 0;
  /** Length of the request within the first item that is being taken in pieces, and what of it has gone; 0 for none. */
  #pieceTotal = 0;
  #pieceGone = 0;

  constructor(client: number, littleEndian: boolean) {
    this.client = client;
    this.littleEndian = littleEndian;
  }

  get ready(): boolean {
    const item = this.items[this.#first];
    return item !== undefined && !this.stopped && !(item.kind === 'open-font' && item.waiting);
  }

  /** The next turn of at most `maximum` bytes, but always at least something. */
  take(maximum: number): Turn {
    const item = this.items[this.#first]!;
    const { client, littleEndian } = this;
    switch (item.kind) {
      case 'requests':
        return this.#takeRequests(item, maximum);
      case 'piece': {
        const { bytes, total, last } = item;
        const part = bytes.subarray(this.#at, this.#at + maximum);
        this.#at += part.length;
        const end = this.#at === bytes.length;
        if (end) this.#shift();
        return { kind: 'piece', client, total, last: last && end, bytes: part };
      }
      case 'open-font':
        this.#shift();
        return { kind: 'requests', client, littleEndian, bytes: item.bytes };
      case 'bad-length':
        this.#shift();
        return { kind: 'event', event: { kind: 'request', client, bytes: item.bytes } };
      case 'event':
        this.#shift();
        return { kind: 'event', event: item.event };
      default:
        return item satisfies never;
    }
  }

  #takeRequests(item: Extract<ClientItem, { kind: 'requests' }>, maximum: number): Turn {
    const { client, littleEndian } = this;
    const { bytes } = item;
    if (this.#pieceTotal > 0) return this.#takePiece(bytes, maximum);
    if (this.#at === 0 && bytes.length <= maximum) {
      this.#shift();
      return { kind: 'requests', client, littleEndian, bytes };
    }
    const start = this.#at;
    for (;;) {
      const length = wholeRequestLength(bytes, this.#at, littleEndian);
      if (length === 0 || this.#at + length - start > maximum) break;
      this.#at += length;
    }
    if (this.#at === start) {
      this.#pieceTotal = wholeRequestLength(bytes, this.#at, littleEndian);
      return this.#takePiece(bytes, maximum);
    }
    const taken = bytes.subarray(start, this.#at);
    if (this.#at === bytes.length) this.#shift();
    return { kind: 'requests', client, littleEndian, bytes: taken };
  }

  #takePiece(bytes: Uint8Array, maximum: number): Turn {
    const total = this.#pieceTotal;
    const length = Math.min(maximum, total - this.#pieceGone);
    const part = bytes.subarray(this.#at, this.#at + length);
    this.#at += length;
    this.#pieceGone += length;
    const last = this.#pieceGone === total;
    if (last) {
      this.#pieceTotal = 0;
      this.#pieceGone = 0;
      if (this.#at === bytes.length) this.#shift();
    }
    return { kind: 'piece', client: this.client, total, last, bytes: part };
  }

  /** Puts items before all others. */
  putBack(items: readonly ClientItem[]): void {
    this.items = [...items, ...this.#rest()];
    this.#first = 0;
    this.#at = 0;
    this.#pieceTotal = 0;
    this.#pieceGone = 0;
  }

  /** The items that have not been taken; what is left of the first as items of its own. */
  #rest(): ClientItem[] {
    const [first, ...others] = this.items.slice(this.#first);
    if (first === undefined) return [];
    if (first.kind === 'piece') return [{ ...first, bytes: first.bytes.subarray(this.#at) }, ...others];
    if (first.kind !== 'requests') return [first, ...others];
    const left = this.#pieceTotal - this.#pieceGone;
    const whole: ClientItem = { kind: 'requests', bytes: first.bytes.subarray(this.#at + left) };
    const rest = whole.bytes.length > 0 ? [whole, ...others] : others;
    if (left === 0) return rest;
    const bytes = first.bytes.subarray(this.#at, this.#at + left);
    return [{ kind: 'piece', bytes, total: this.#pieceTotal, last: true }, ...rest];
  }

  #shift(): void {
    this.#at = 0;
    this.#first++;
    if (this.#first === this.items.length || (this.#first > 32 && this.#first * 2 > this.items.length)) {
      this.items = this.items.slice(this.#first);
      this.#first = 0;
    }
  }
}

export class FairOrder {
  #system: LogEvent[] = [];
  readonly #queues = new Map<number, ClientQueue>();
  #ring: ClientQueue[] = [];

  /** False when `take` would give nothing. */
  get waiting(): boolean {
    return this.#system.length > 0 || this.#ring.length > 0;
  }

  /** Something of the host's own: it goes before anything that the clients have waiting. */
  append(event: LogEvent): void {
    this.#system.push(event);
  }

  /** The next of what the host itself has to say; undefined when there is nothing. */
  takeAppended(): LogEvent | undefined {
    return this.#system.shift();
  }

  addClient(client: number, littleEndian: boolean): void {
    if (this.#queues.has(client)) throw new Error(`client ${client} is in the order already`);
    this.#queues.set(client, new ClientQueue(client, littleEndian));
  }

  has(client: number): boolean {
    return this.#queues.has(client);
  }

  /** Queues what a client's framer has given. An OpenFont with `wait` holds it, and it alone, until `release`. */
  pushFramed(client: number, framed: Framed, wait = false): void {
    this.#push(client, framed.kind === 'open-font' ? { ...framed, waiting: wait } : framed);
  }

  /** Queues an entry behind the client's requests: that it has connected, or gone. */
  pushEvent(client: number, event: LogEvent): void {
    this.#push(client, { kind: 'event', event });
  }

  #push(client: number, item: ClientItem): void {
    const queue = this.#queues.get(client);
    if (queue === undefined) return;
    queue.items.push(item);
    this.#enter(queue);
  }

  /** The first OpenFont that a client waits with may go on. */
  release(client: number): void {
    const queue = this.#queues.get(client);
    const item = queue?.items.find((candidate) => candidate.kind === 'open-font' && candidate.waiting);
    if (queue === undefined || item?.kind !== 'open-font') return;
    item.waiting = false;
    this.#enter(queue);
  }

  /** Holds a client's requests back, or lets them go on. */
  stop(client: number, stopped: boolean): void {
    const queue = this.#queues.get(client);
    if (queue === undefined || queue.stopped === stopped) return;
    queue.stopped = stopped;
    if (!stopped) this.#enter(queue);
  }

  /** Puts turns back that were taken last and have not become entries; each client keeps its order. */
  putBack(turns: readonly Turn[]): void {
    const items = new Map<number, ClientItem[]>();
    const system: LogEvent[] = [];
    for (const turn of turns) {
      const client = turn.kind === 'event' ? this.#clientOf(turn.event) : turn.client;
      if (client === undefined) {
        if (turn.kind === 'event') system.push(turn.event);
        continue;
      }
      const own = items.get(client) ?? [];
      own.push(turn);
      items.set(client, own);
    }
    this.#system = [...system, ...this.#system];
    for (const [client, own] of items) {
      const queue = this.#queues.get(client);
      if (queue === undefined) continue;
      queue.putBack(own);
      this.#enter(queue);
    }
  }

  /** The client in whose queue an event waits; undefined for the host's own. */
  #clientOf(event: LogEvent): number | undefined {
    if (event.kind === 'client-connected' || event.kind === 'request') return event.client;
    return event.kind === 'client-gone' && this.#queues.has(event.client) ? event.client : undefined;
  }

  /** Forgets a client and what it has waiting. */
  removeClient(client: number): void {
    const queue = this.#queues.get(client);
    if (queue === undefined) return;
    this.#queues.delete(client);
    this.#ring = this.#ring.filter((other) => other !== queue);
  }

  #enter(queue: ClientQueue): void {
    if (queue.inRing || !queue.ready) return;
    queue.inRing = true;
    this.#ring.push(queue);
  }

  /** The next turn, of at most `maximum` bytes where it can be cut; undefined when nobody has anything. */
  take(maximum: number): Turn | undefined {
    const event = this.#system.shift();
    if (event !== undefined) return { kind: 'event', event };
    for (;;) {
      const queue = this.#ring.shift();
      if (queue === undefined) return undefined;
      queue.inRing = false;
      if (!queue.ready) continue;
      const turn = queue.take(Math.max(1, maximum));
      this.#enter(queue);
      return turn;
    }
  }
}
