/**
 * A page that shows a foreign VNC server: its WebSocket on the one side, the server's connection on the other. The host has done the security
 * handshake, so the page gets in by None and sees no password. What comes from the server goes on as it is; what comes from the page is read
 * message by message, so that one that may only look can do no more than that.
 */
import type { RawData, WebSocket } from 'ws';
import { RfbError } from '../../rawpixel/errors.ts';
import { ByteParser, type Parse } from '../../rawpixel/parse.ts';
import { takeClientMessage, writeClientMessage, type ClientMessage } from '../../rawpixel/rfb/client-messages.ts';
import { serverHandshake } from '../../rawpixel/rfb/security.ts';
import { ServerStream, type VncServer } from './server-stream.ts';

/** Beyond this the server is not read until the page has taken some. */
const MAX_WAITING_DOWN = 1 << 20;
/** Beyond this the page is not read until the server has. */
const MAX_WAITING_UP = 1 << 20;
const BEAT_MS = 20_000;
const FAREWELL_MS = 2000;
const MAX_REASON_BYTES = 120;
/** Close codes of WebSockets (RFC 6455 §7.4.1, IANA): the server has gone or cannot be reached; the page broke the protocol; the server refuses. */
const closeCode = { gone: 1013, protocol: 1002, refused: 1008 } as const;
/** What a viewer may say that only looks. */
const LOOKING: ReadonlySet<ClientMessage['kind']> = new Set([
  'pixel-format',
  'encodings',
  'update-request',
  'continuous-updates',
  'fence',
]);

export interface ForeignViewerOptions {
  readonly server: VncServer;
  readonly viewOnly: boolean;
  readonly log: (line: string) => void;
  readonly closed: () => void;
}

export class ForeignViewer {
  readonly #options: ForeignViewerOptions;
  readonly #socket: WebSocket;
  readonly #stream: ServerStream;
  readonly #beat: NodeJS.Timeout;
  #parser: ByteParser | undefined;
  #alive = true;
  #over = false;

  constructor(socket: WebSocket, options: ForeignViewerOptions) {
    this.#socket = socket;
    this.#options = options;
    socket.binaryType = 'nodebuffer';
    this.#stream = new ServerStream(options.server, {
      letIn: () => {
        this.#parser = new ByteParser(this.#page());
      },
      received: (bytes) => this.#down(bytes),
      drained: () => socket.resume(),
      closed: ({ refused, reason, detail }) => {
        options.log(`VNC server ${options.server.name}: ${detail}`);
        this.#end(refused ? closeCode.refused : closeCode.gone, reason);
      },
    });
    socket.on('message', (data: RawData, isBinary) => this.#take(data as Buffer, isBinary));
    socket.on('pong', () => {
      this.#alive = true;
    });
    socket.on('error', () => {
      // 'close' follows.
    });
    socket.on('close', () => this.#closed());
    this.#beat = setInterval(() => {
      if (!this.#alive) socket.terminate();
      this.#alive = false;
      socket.ping();
    }, BEAT_MS);
  }

  /** The host ends. */
  terminate(): void {
    this.#socket.terminate();
  }

  *#page(): Parse<void> {
    yield* serverHandshake([{ kind: 'none' }], { send: (bytes) => this.#down(bytes) });
    // ClientInit: nobody who is there already is thrown out.
    yield 1;
    this.#stream.send(Uint8Array.of(1));
    for (;;) {
      const message = yield* takeClientMessage();
      if (message.kind === 'ignored' || (this.#options.viewOnly && !LOOKING.has(message.kind))) continue;
      this.#stream.send(writeClientMessage(message));
    }
  }

  #take(data: Buffer, isBinary: boolean): void {
    if (this.#over) return;
    try {
      if (!isBinary) throw new RfbError('a text message');
      if (this.#parser === undefined) throw new RfbError('the page spoke before the server');
      this.#parser.receive(Uint8Array.from(data));
    } catch (error) {
      if (!(error instanceof RfbError)) throw error;
      this.#end(closeCode.protocol, error.message);
      return;
    }
    if (this.#stream.waiting > MAX_WAITING_UP) this.#socket.pause();
  }

  #down(bytes: Uint8Array): void {
    const socket = this.#socket;
    if (this.#over || socket.readyState !== socket.OPEN) return;
    socket.send(bytes, () => {
      if (socket.bufferedAmount <= MAX_WAITING_DOWN) this.#stream.hold(false);
    });
    if (socket.bufferedAmount > MAX_WAITING_DOWN) this.#stream.hold(true);
  }

  #end(code: number, reason: string): void {
    if (this.#over) return;
    this.#over = true;
    this.#stream.close();
    this.#socket.resume();
    this.#socket.close(
      code,
      Buffer.from(reason)
        .subarray(0, MAX_REASON_BYTES)
        .toString('utf8')
        .replace(/\ufffd+$/, ''),
    );
    const timer = setTimeout(() => this.#socket.terminate(), FAREWELL_MS);
    timer.unref();
  }

  #closed(): void {
    this.#over = true;
    clearInterval(this.#beat);
    this.#stream.close();
    this.#options.closed();
  }
}
