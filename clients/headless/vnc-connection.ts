/** A connection to any VNC server: our RFB client on a TCP socket, with TLS around it where the server wants that. */
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { guardedH264 } from '../../codecs/h264-decoder.ts';
import type { Rect } from '../../rawpixel/rect.ts';
import { ClientConnection } from '../../rawpixel/rfb/client-connection.ts';
import { RfbError } from '../../rawpixel/errors.ts';
import { imageDecoder } from './decode-image.ts';
import { filmDecoder } from './film-decoder.ts';
import { DISTRUST, type VncAddress } from './vnc-url.ts';

const CONNECT_TIMEOUT_MS = 10_000;
/** VeNCrypt without certificates: what is called anonymous Diffie-Hellman, which ended with TLS 1.2 and which OpenSSL keeps below its usual level. */
const ANONYMOUS: ConnectionOptions = {
  ciphers: 'aNULL:@SECLEVEL=0',
  maxVersion: 'TLSv1.2',
  rejectUnauthorized: false,
};

/** OpenSSL's names for what may be wrong with a certificate, and Node's for one of another host. */
const CERTIFICATE_CODES = /CERT|SIGNATURE|CRL|INVALID_CA|INVALID_PURPOSE|ISSUER/;

export interface VncConnectionOptions {
  readonly address: VncAddress;
  readonly password: string | undefined;
  /** Certificates (PEM) that are trusted; without them the authorities that Node knows. */
  readonly trusted?: string;
  /** JPEG quality, 0 to 9; without it all pixels come exact. */
  readonly quality?: number;
  readonly connected: (name: string) => void;
  readonly updated: (damage: readonly Rect[]) => void;
  readonly resizeAnswered: (status: number) => void;
  /** The connection is over; `error` where it did not end in order. */
  readonly closed: (message: string) => void;
}

export class VncConnection {
  readonly client: ClientConnection;
  received = 0;
  sent = 0;
  readonly #options: VncConnectionOptions;
  readonly #socket: Socket;
  /** What bytes go through: the socket, or TLS on it. */
  #stream: Socket;
  #over = false;

  constructor(options: VncConnectionOptions) {
    this.#options = options;
    const { address, password, quality } = options;
    this.client = new ClientConnection(
      {
        tls: true,
        ...(password === undefined ? {} : { password }),
        ...(quality === undefined ? {} : { quality }),
        decodeImage: imageDecoder((error) => this.#failed(error)),
        decodes: ['jpeg', 'png', 'webp'],
      },
      {
        send: (bytes) => {
          this.sent += bytes.length;
          if (!this.#over) this.#stream.write(bytes);
        },
        connected: options.connected,
        updated: options.updated,
        resizeAnswered: options.resizeAnswered,
        startTls: (certificate) => this.#startTls(certificate),
        resized: () => {},
        cursor: () => {},
        clipboard: () => {},
        bell: () => {},
        renamed: () => {},
      },
    );
    // Only with loss.
    if (quality !== undefined) void this.#offerFilms();
    this.#socket = connect({ host: address.host, port: address.port, noDelay: true });
    this.#stream = this.#socket;
    this.#socket.setTimeout(CONNECT_TIMEOUT_MS, () => this.#close('no connection: timed out'));
    this.#socket.once('connect', () => this.#socket.setTimeout(0));
    this.#socket.on('data', this.#take);
    this.#watch(this.#socket);
  }

  async #offerFilms(): Promise<void> {
    const open = await filmDecoder();
    if (open !== undefined && !this.#over) this.client.offerFilms(guardedH264(open, (answer) => this.#guard(answer)));
  }

  #guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      this.#failed(error);
    }
  }

  #watch(stream: Socket): void {
    stream.on('error', (error) => this.#close(error.message));
    stream.on('end', () => this.#close('the server has ended the connection'));
    stream.on('close', () => this.#close('the connection was cut'));
  }

  readonly #take = (bytes: Buffer): void => {
    this.received += bytes.length;
    this.#guard(() => this.client.receive(Uint8Array.from(bytes)));
  };

  #startTls(certificate: boolean): void {
    this.#socket.off('data', this.#take);
    const { host } = this.#options.address;
    const { trusted } = this.#options;
    const checked: ConnectionOptions = trusted === undefined ? {} : { ca: trusted };
    this.#stream = connectTls({ socket: this.#socket, host, ...(certificate ? checked : ANONYMOUS) });
    this.#stream.on('error', (error) => {
      if (this.#isDistrust(error)) this.#close(`${DISTRUST}: ${error.message}`);
    });
    this.#stream.on('data', this.#take);
    this.#watch(this.#stream);
  }

  /** What is checked of a certificate is checked before anything comes through. */
  #isDistrust(error: Error): boolean {
    const code = 'code' in error ? String(error.code) : '';
    return CERTIFICATE_CODES.test(code);
  }

  #failed(error: unknown): void {
    if (!(error instanceof RfbError)) throw error;
    this.#close(error.message);
  }

  #close(message: string): void {
    if (this.#over) return;
    this.close();
    this.#options.closed(message);
  }

  close(): void {
    this.#over = true;
    this.client.end();
    this.#stream.destroy();
    this.#socket.destroy();
  }
}
