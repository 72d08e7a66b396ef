/** What carries bytes to and from one viewer: a TCP connection, which may go on inside TLS, or a WebSocket. */
import type { Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import type { RawData, WebSocket } from 'ws';

export interface TransportEvents {
  /** @param bytes owned. */
  receive(bytes: Uint8Array): void;
  /** There is room again. */
  drained(): void;
  closed(): void;
}

export interface Transport {
  readonly kind: 'tcp' | 'websocket';
  readonly address: string;
  /** Bytes that have not left yet. */
  readonly waiting: number;
  listen(events: TransportEvents): void;
  send(bytes: Uint8Array): void;
  /** Goes on inside TLS. */
  startTls(): void;
  /** Closes once what was sent has left; a WebSocket tells why. */
  end(reason: string): void;
}

const KEEP_ALIVE_MS = 30_000;
/** How long a peer may take to close. */
const FAREWELL_MS = 2000;
const MAX_REASON_BYTES = 120;
/** Close codes of WebSockets (RFC 6455 §7.4.1): all in order. */
const NORMAL = 1000;

export class TcpTransport implements Transport {
  readonly kind = 'tcp';
  readonly address: string;
  readonly #tls: SecureContext | undefined;
  #socket: Socket;
  #events: TransportEvents | undefined;

  constructor(socket: Socket, tls: SecureContext | undefined) {
    this.#socket = socket;
    this.#tls = tls;
    this.address = socket.remoteAddress ?? '';
    socket.setNoDelay(true);
    socket.setKeepAlive(true, KEEP_ALIVE_MS);
  }

  get waiting(): number {
    return this.#socket.writableLength;
  }

  listen(events: TransportEvents): void {
    this.#events = events;
    const socket = this.#socket;
    socket.on('data', (bytes: Buffer) => events.receive(Uint8Array.from(bytes)));
    socket.on('drain', () => events.drained());
    socket.on('error', () => socket.destroy());
    socket.on('close', () => events.closed());
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.writable) this.#socket.write(bytes);
  }

  startTls(): void {
    const plain = this.#socket;
    if (this.#tls === undefined) throw new Error('no certificate for TLS');
    plain.removeAllListeners('data');
    plain.removeAllListeners('drain');
    plain.pause();
    const secure = new TLSSocket(plain, { isServer: true, secureContext: this.#tls });
    this.#socket = secure;
    this.listen(this.#events!);
  }

  end(): void {
    const socket = this.#socket;
    socket.end();
    const timer = setTimeout(() => socket.destroy(), FAREWELL_MS);
    timer.unref();
  }
}

export class WebSocketTransport implements Transport {
  readonly kind = 'websocket';
  readonly address: string;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, address: string) {
    this.#socket = socket;
    this.address = address;
    socket.binaryType = 'nodebuffer';
  }

  get waiting(): number {
    return this.#socket.bufferedAmount;
  }

  #events: TransportEvents | undefined;

  listen(events: TransportEvents): void {
    this.#events = events;
    const socket = this.#socket;
    socket.on('error', () => {
      // 'close' follows.
    });
    socket.on('close', () => events.closed());
    socket.on('message', (data: RawData, isBinary) => {
      if (isBinary) events.receive(Uint8Array.from(data as Buffer));
      else this.end('a text message');
    });
  }

  send(bytes: Uint8Array): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(bytes, () => this.#events?.drained());
  }

  startTls(): void {
    throw new Error('a WebSocket has its TLS beneath it');
  }

  end(reason: string): void {
    const socket = this.#socket;
    socket.close(
      NORMAL,
      Buffer.from(reason)
        .subarray(0, MAX_REASON_BYTES)
        .toString('utf8')
        .replace(/\uFFFD+$/, ''),
    );
    const timer = setTimeout(() => socket.terminate(), FAREWELL_MS);
    timer.unref();
  }
}
