/**
 * A connection to a VNC server of somebody else's: TCP, with TLS around it where the server wants that, and the security handshake. From `letIn` on
 * its bytes are handed on as they are.
 */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { RfbError } from '../../rawpixel/errors.ts';
import { ByteParser, type Parse } from '../../rawpixel/parse.ts';
import { clientHandshake } from '../../rawpixel/rfb/security.ts';

/** Until the server has let us in. */
const LET_IN_TIMEOUT_MS = 10_000;
const KEEP_ALIVE_MS = 30_000;
/** VeNCrypt without certificates: anonymous Diffie-Hellman, which ended with TLS 1.2 and which OpenSSL keeps below its usual level. */
const ANONYMOUS: ConnectionOptions = {
  ciphers: 'aNULL:@SECLEVEL=0',
  maxVersion: 'TLSv1.2',
  rejectUnauthorized: false,
};

/** A VNC server that the host's configuration names. */
export interface VncServer {
  /** Letters, digits, `.`, `_` and `-`: part of addresses. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** Its first 8 bytes count. */
  readonly password: string | undefined;
}

export interface ServerStreamEvents {
  /** The server waits for ClientInit (RFC 6143 §7.3.1). */
  letIn(): void;
  received(bytes: Uint8Array): void;
  /** There is room again. */
  drained(): void;
  /** Told once. `refused`: the server answers, and does not let us in; asking again would be the same. */
  closed(end: { readonly refused: boolean; readonly reason: string; readonly detail: string }): void;
}

export class ServerStream {
  readonly #server: VncServer;
  readonly #events: ServerStreamEvents;
  readonly #socket: Socket;
  readonly #parser: ByteParser;
  /** What bytes go through: the socket, or TLS on it. */
  #stream: Socket;
  /** Runs until the server has let us in. */
  readonly #timer: NodeJS.Timeout;
  #answered = false;
  #isIn = false;
  #over = false;

  constructor(server: VncServer, events: ServerStreamEvents) {
    this.#server = server;
    this.#events = events;
    this.#socket = connect({ host: server.host, port: server.port, noDelay: true });
    this.#socket.setKeepAlive(true, KEEP_ALIVE_MS);
    this.#stream = this.#socket;
    this.#parser = new ByteParser(this.#handshake());
    this.#timer = setTimeout(() => this.#close('The VNC server does not answer', 'timed out'), LET_IN_TIMEOUT_MS);
    this.#socket.on('data', this.#take);
    this.#watch(this.#socket);
  }

  /** Bytes that have not left yet. */
  get waiting(): number {
    return this.#stream.writableLength;
  }

  send(bytes: Uint8Array): void {
    if (!this.#over) this.#stream.write(bytes);
  }

  /** Reads no more, or again. */
  hold(held: boolean): void {
    if (this.#over) return;
    if (held) this.#stream.pause();
    else this.#stream.resume();
  }

  close(): void {
    this.#over = true;
    clearTimeout(this.#timer);
    this.#stream.destroy();
    this.#socket.destroy();
  }

  *#handshake(): Parse<void> {
    yield* clientHandshake(
      { tls: true, password: this.#server.password },
      { send: (bytes) => this.send(bytes), startTls: (certificate) => this.#startTls(certificate) },
    );
    this.#isIn = true;
  }

  #watch(stream: Socket): void {
    const gone = (detail: string): void =>
      this.#close(this.#answered ? 'The VNC server has gone' : 'The VNC server cannot be reached', detail);
    stream.on('error', (error) => gone(error.message));
    stream.on('end', () => gone('it has ended the connection'));
    stream.on('close', () => gone('the connection was cut'));
    stream.on('drain', () => this.#events.drained());
  }

  readonly #take = (bytes: Buffer): void => {
    if (this.#over) return;
    this.#answered = true;
    if (this.#isIn) {
      this.#events.received(bytes);
      return;
    }
    try {
      this.#parser.receive(Uint8Array.from(bytes));
      if (!this.#isIn) return;
      if (this.#parser.held > 0) throw new RfbError('the server spoke before it was asked');
    } catch (error) {
      if (!(error instanceof RfbError)) throw error;
      this.#close(`The VNC server does not let us in: ${error.message}`, error.message, true);
      return;
    }
    clearTimeout(this.#timer);
    this.#events.letIn();
  };

  #startTls(certificate: boolean): void {
    if (this.#parser.held > 0) throw new RfbError('bytes between VeNCrypt and TLS');
    this.#socket.off('data', this.#take);
    const { host } = this.#server;
    this.#stream = connectTls({ socket: this.#socket, host, ...(certificate ? {} : ANONYMOUS) });
    this.#stream.on('data', this.#take);
    this.#watch(this.#stream);
  }

  #close(reason: string, detail: string, refused = false): void {
    if (this.#over) return;
    this.close();
    this.#events.closed({ refused, reason, detail });
  }
}
