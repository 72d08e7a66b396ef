/** The sockets of a session's X clients: in, what they write goes to the host's core; out, what they are sent. */
import type { Socket } from 'node:net';
import { encodeSetupReply } from '../../xserver/protocol/setup.ts';
import { XError } from '../../xserver/protocol/errors.ts';
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { CLIENT_BACKLOG_BYTES } from '../../session/limits.ts';
import type { HostCore } from '../../session/order/host-core.ts';
import { finishRecords } from '../../session/records.ts';
import { SetupFramer } from '../../session/request-framer.ts';
import { refusalOf } from './access.ts';

/** A connection that has not said who it is by then is closed. */
const SETUP_TIMEOUT_MS = 10_000;
/** How long a client that is sent away may take to read its last bytes. */
const FAREWELL_MS = 3000;

/** Room for what a client is sent, to begin with. */
const FIRST_BYTES = 256;

interface XClient {
  readonly socket: Socket;
  /** Bytes for it since the last flush. */
  out: ByteWriter;
  dirty: boolean;
}

export class XClients {
  readonly #host: HostCore;
  readonly #cookie: Uint8Array;
  readonly #clients = new Map<number, XClient>();
  readonly #connections = new Set<Socket>();
  #dirty: number[] = [];
  #flushing = false;

  constructor(host: HostCore, cookie: Uint8Array) {
    this.#host = host;
    this.#cookie = cookie;
  }

  get count(): number {
    return this.#clients.size;
  }

  /** A new connection, of which nothing has been read. */
  connected(socket: Socket, local: boolean): void {
    this.#connections.add(socket);
    const framer = new SetupFramer();
    const timer = setTimeout(() => socket.destroy(), SETUP_TIMEOUT_MS);
    let client: number | undefined;
    socket.setNoDelay?.(true);
    socket.on('error', () => {
      // 'close' follows, and says all there is to say.
    });
    socket.on('close', () => {
      clearTimeout(timer);
      this.#connections.delete(socket);
      if (client === undefined) return;
      this.#clients.delete(client);
      this.#host.clients.ended(client);
    });
    socket.on('data', (buffer: Buffer) => {
      // The core keeps plain arrays: a Buffer's `slice` is no copy.
      const chunk = new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
      if (client !== undefined) {
        this.#received(client, socket, chunk);
        return;
      }
      client = this.#setUp(socket, framer, chunk, local);
      if (client !== undefined) clearTimeout(timer);
    });
    socket.resume();
  }

  /** Takes bytes of the set-up; gives the client's number once it is let in. */
  #setUp(socket: Socket, framer: SetupFramer, chunk: Uint8Array, local: boolean): number | undefined {
    let done: ReturnType<SetupFramer['push']>;
    try {
      done = framer.push(chunk);
    } catch (error) {
      if (!(error instanceof XError)) throw error;
      socket.destroy();
      return undefined;
    }
    if (done === undefined) return undefined;
    const { request, rest } = done;
    const remote = local ? undefined : socket.remoteAddress;
    const refusal = refusalOf(request, this.#cookie, this.#host.core.state, remote);
    const number = refusal === undefined ? this.#host.clients.connect(request.littleEndian) : undefined;
    if (number === undefined) {
      const reason = refusal ?? 'Maximum number of clients reached';
      const reply = { status: 'failed', protocolMajorVersion: 11, protocolMinorVersion: 0, reason } as const;
      socket.removeAllListeners('data');
      socket.resume();
      socket.end(encodeSetupReply(request.littleEndian, reply));
      return undefined;
    }
    this.#clients.set(number, { socket, out: new ByteWriter(FIRST_BYTES), dirty: false });
    if (rest.length > 0) this.#received(number, socket, rest);
    return number;
  }

  #received(client: number, socket: Socket, bytes: Uint8Array): void {
    this.#host.clients.received(client, bytes);
    if (!this.#host.clients.mayRead(client)) socket.pause();
  }

  /** Its credit has come back. */
  mayRead(client: number): void {
    this.#clients.get(client)?.socket.resume();
  }

  /** Bytes (borrowed) for a client; they leave together with the others of this turn. */
  send(client: number, bytes: Uint8Array): void {
    const target = this.#clients.get(client);
    if (target === undefined) return;
    target.out.bytes(bytes);
    if (target.dirty) return;
    target.dirty = true;
    this.#dirty.push(client);
    if (this.#flushing) return;
    this.#flushing = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#flushing = false;
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const client of dirty) this.#flushClient(client);
  }

  #flushClient(client: number): void {
    const target = this.#clients.get(client);
    if (target === undefined) return;
    target.dirty = false;
    if (target.out.length === 0 || !target.socket.writable) return;
    const { socket } = target;
    const written = (): void => this.#host.clients.backlog(client, socket.writableLength);
    const bytes = finishRecords(target.out);
    // A writer that has once held a large image must not keep its room.
    if (bytes.length > 1024 * 1024) target.out = new ByteWriter(FIRST_BYTES);
    socket.write(bytes, written);
    this.#host.clients.backlog(client, socket.writableLength);
  }

  /** Lets go of room that is only kept for more. */
  trim(): void {
    for (const target of this.#clients.values()) if (target.out.length === 0) target.out = new ByteWriter(FIRST_BYTES);
  }

  /** Sends a client away once it has its bytes. */
  close(client: number): void {
    const target = this.#clients.get(client);
    if (target === undefined) return;
    this.#flushClient(client);
    this.#clients.delete(client);
    const { socket } = target;
    if (socket.writableLength > CLIENT_BACKLOG_BYTES) {
      socket.destroy();
      return;
    }
    socket.removeAllListeners('data');
    socket.resume();
    socket.end();
    setTimeout(() => socket.destroy(), FAREWELL_MS).unref();
  }

  /** Ends every connection. */
  closeAll(): void {
    for (const socket of this.#connections) socket.destroy();
  }
}
