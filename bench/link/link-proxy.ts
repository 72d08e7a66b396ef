/**
 * An emulated link for any TCP or Unix-socket protocol: connections to one address come out at another, and all of them share one link, as they
 * would on a real interface. segments.ts has the model; here are the sockets and the clock.
 */
import { once } from 'node:events';
import { createConnection, createServer, type Server, type Socket } from 'node:net';
import type { LinkDirection, LinkProfile } from '../../session/link.ts';
import { SegmentLink, type Segment } from './segments.ts';

/** As node:net takes it. */
export type Endpoint = { readonly host: string; readonly port: number } | { readonly path: string };

/** A timer is up to a ms late: nearer arrivals are waited for by turns of the event loop. */
const TIMER_MS = 2;

/** What one direction's streams write to, and what reads for them. */
interface Stream {
  readonly source: Socket;
  readonly target: Socket;
  /** The target has enough: its source is not read until it has drained. */
  blocked: boolean;
}

/** One direction: pumps bytes from sources to targets as the link lets them. */
class Direction {
  readonly link: SegmentLink<Stream>;
  /** Pieces as they were read from sockets: what a sender writes at once, unless it follows closely on what went before. */
  messages = 0;
  /** Bytes that have entered and not arrived: now, and the most so far. */
  waiting = 0;
  peak = 0;
  readonly #waiting = new Set<Stream>();
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;

  constructor(direction: LinkDirection) {
    this.link = new SegmentLink(direction);
  }

  /** `entered` hears of every piece that enters. */
  join(source: Socket, target: Socket, entered: () => void): void {
    const stream: Stream = { source, target, blocked: false };
    source.on('data', (bytes: Buffer) => {
      const now = performance.now();
      this.messages++;
      entered();
      this.link.put(stream, Uint8Array.from(bytes), now);
      this.waiting += bytes.length;
      this.peak = Math.max(this.peak, this.waiting);
      if (this.link.full(now)) {
        source.pause();
        this.#waiting.add(stream);
      }
      this.#run();
    });
    source.on('end', () => {
      this.link.end(stream, performance.now());
      this.#run();
    });
    target.on('drain', () => {
      stream.blocked = false;
      if (!this.#waiting.has(stream)) source.resume();
    });
    target.on('close', () => {
      this.#waiting.delete(stream);
      // One that has said its end in order may have bytes on the way to the source; one that broke off takes it with it.
      if (target.readableEnded) source.resume();
      else source.destroy();
    });
  }

  change(direction: LinkDirection): void {
    this.link.change(direction, performance.now());
    this.#run();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
  }

  #run(): void {
    this.stop();
    const now = performance.now();
    for (const segment of this.link.arrived(now)) {
      this.waiting -= segment.bytes?.length ?? 0;
      deliver(segment);
    }
    if (this.#waiting.size > 0 && !this.link.full(now)) this.#readOn();
    const times = [this.link.nextArrival, this.#waiting.size > 0 ? this.link.roomAt(now) : undefined];
    const next = Math.min(...times.filter((time) => time !== undefined));
    if (next === Infinity) return;
    const wait = next - performance.now();
    if (wait > TIMER_MS) this.#timer = setTimeout(() => this.#run(), wait - TIMER_MS / 2);
    else this.#immediate = setImmediate(() => this.#run());
  }

  #readOn(): void {
    for (const stream of this.#waiting) if (!stream.blocked) stream.source.resume();
    this.#waiting.clear();
  }
}

function deliver({ stream, bytes }: Segment<Stream>): void {
  const { source, target } = stream;
  if (target.destroyed) return;
  if (bytes === undefined) {
    target.end();
  } else if (!target.write(bytes) && !stream.blocked) {
    stream.blocked = true;
    source.pause();
  }
}

/** A count of each direction. */
export interface LinkPair {
  readonly up: number;
  readonly down: number;
}

export interface LinkCounts {
  /** Of payload, that have entered the link so far. */
  readonly bytes: LinkPair;
  /** Pieces in which they entered. */
  readonly messages: LinkPair;
  /** Times that something went up after something had come down: for a protocol of questions and answers, its round trips. */
  readonly turns: number;
  /** Most bytes that were on their way at once, since the last `resetPeak`. */
  readonly peak: LinkPair;
}

export class LinkProxy {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #up: Direction;
  readonly #down: Direction;
  /** Connections so far. */
  connections = 0;
  #turns = 0;
  #lastDown = false;

  private constructor(to: Endpoint, profile: LinkProfile) {
    this.#up = new Direction(profile.up);
    this.#down = new Direction(profile.down);
    this.#server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => this.#connected(near, to));
  }

  /** Listens at `from`; who connects there is the terminal's side, `to` is the host's. @throws Error where `from` cannot be had. */
  static async start(from: Endpoint, to: Endpoint, profile: LinkProfile): Promise<LinkProxy> {
    const proxy = new LinkProxy(to, profile);
    proxy.#server.listen(from);
    await once(proxy.#server, 'listening');
    return proxy;
  }

  /** The port that it listens on; undefined for a Unix socket. */
  get port(): number | undefined {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : undefined;
  }

  get bytes(): LinkPair {
    return { up: this.#up.link.bytes, down: this.#down.link.bytes };
  }

  get counts(): LinkCounts {
    const messages = { up: this.#up.messages, down: this.#down.messages };
    return { bytes: this.bytes, messages, turns: this.#turns, peak: { up: this.#up.peak, down: this.#down.peak } };
  }

  resetPeak(): void {
    for (const direction of [this.#up, this.#down]) direction.peak = direction.waiting;
  }

  /** Both directions are those of another link from now on. */
  change({ up, down }: LinkProfile): void {
    this.#up.change(up);
    this.#down.change(down);
  }

  /** Ends it, and every connection on it. */
  close(): void {
    this.#server.close();
    this.#up.stop();
    this.#down.stop();
    for (const socket of this.#sockets) socket.destroy();
  }

  #connected(near: Socket, to: Endpoint): void {
    this.connections++;
    const far = createConnection({ ...to, allowHalfOpen: true, noDelay: true });
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('close', () => this.#sockets.delete(socket));
      socket.on('error', () => {
        // 'close' follows, and takes the other side with it.
      });
    }
    this.#up.join(near, far, () => {
      if (this.#lastDown) this.#turns++;
      this.#lastDown = false;
    });
    this.#down.join(far, near, () => {
      this.#lastDown = true;
    });
  }
}
