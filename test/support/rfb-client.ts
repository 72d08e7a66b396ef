/** A VNC viewer for tests: our own client on a TCP connection or a WebSocket, with what it has heard. */
import { connect } from 'node:net';
import WebSocket from 'ws';
import { ClientConnection, type ClientOptions } from '../../rawpixel/rfb/client-connection.ts';

export class RfbClient {
  readonly connection: ClientConnection;
  readonly texts: string[] = [];
  /** Lights of the lock keys, each time that they were told. */
  readonly leds: number[] = [];
  /** What the server made of wishes for sizes. */
  readonly answers: number[] = [];
  bells = 0;
  name: string | undefined;
  /** Why it was not let in, or what was wrong. */
  error: string | undefined;
  closed = false;
  readonly #close: () => void;

  private constructor(
    options: ClientOptions,
    open: (client: RfbClient) => { send: (bytes: Uint8Array) => void; close: () => void },
  ) {
    const link = open(this);
    this.#close = link.close;
    this.connection = new ClientConnection(options, {
      send: (bytes) => link.send(bytes),
      connected: (name) => (this.name = name),
      updated: () => {},
      resized: () => {},
      resizeAnswered: (status) => this.answers.push(status),
      cursor: () => {},
      clipboard: (text) => this.texts.push(text),
      bell: () => this.bells++,
      renamed: () => {},
      leds: (mask) => this.leds.push(mask),
    });
  }

  #take(bytes: Uint8Array): void {
    try {
      this.connection.receive(Uint8Array.from(bytes));
    } catch (error) {
      this.error ??= error instanceof Error ? error.message : String(error);
    }
  }

  static tcp(port: number, options: ClientOptions = {}): RfbClient {
    return new RfbClient(options, (client) => {
      const socket = connect(port, '127.0.0.1');
      socket.on('data', (bytes) => client.#take(bytes));
      socket.on('close', () => (client.closed = true));
      socket.on('error', (error) => (client.error ??= error.message));
      return { send: (bytes) => socket.write(bytes), close: () => socket.destroy() };
    });
  }

  static webSocket(url: string, options: ClientOptions = {}, protocols: string[] = []): RfbClient {
    return new RfbClient(options, (client) => {
      // Certificates of tests are signed by themselves.
      const socket = new WebSocket(url, protocols, { rejectUnauthorized: false });
      socket.on('message', (data: Buffer) => client.#take(data));
      socket.on('close', () => (client.closed = true));
      socket.on('error', (error) => (client.error ??= error.message));
      return { send: (bytes) => socket.send(bytes), close: () => socket.terminate() };
    });
  }

  get isIn(): boolean {
    return this.name !== undefined;
  }

  get picture(): Uint32Array {
    return this.connection.framebuffer.data;
  }

  type(...keysyms: number[]): void {
    for (const keysym of keysyms) {
      this.connection.key(true, keysym);
      this.connection.key(false, keysym);
    }
  }

  close(): void {
    this.#close();
  }
}
