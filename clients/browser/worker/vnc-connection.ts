/** One connection to a foreign VNC server: a WebSocket that the host relays, and our RFB viewer on it. It ends by itself, once. */
import type { CursorImage } from '../../../xserver/driver.ts';
import { FramebufferSurface } from '../../../rawpixel/framebuffer-surface.ts';
import { RfbError } from '../../../rawpixel/errors.ts';
import { ClientConnection } from '../../../rawpixel/rfb/client-connection.ts';
import type { ImageDecoder } from '../../../rawpixel/rfb/client-framebuffer.ts';
import { led, resizeStatus } from '../../../rawpixel/rfb/numbers.ts';
import { decodeStill } from './decode-still.ts';
import { SceneDriver } from './scene-driver.ts';

/** Close codes of the host (host/foreign/foreign-viewer.ts) and of ours (RFC 6455 §7.4.1). */
const REFUSED = 1008;
const NORMAL = 1000;

export interface VncConnectionEvents {
  /** There is a framebuffer, black as yet. */
  connected(name: string): void;
  /** Something new is to be painted. */
  worked(): void;
  cursor(cursor: CursorImage | undefined): void;
  clipboard(text: string): void;
  bell(): void;
  renamed(name: string): void;
  locks(capsLock: boolean, numLock: boolean): void;
  sizeRefused(): void;
  /** `refused`: the server answers, and does not let us in. `opened`: the WebSocket was open at some time. */
  ended(end: { readonly refused: boolean; readonly opened: boolean; readonly reason: string }): void;
}

export class VncConnection {
  readonly client: ClientConnection;
  readonly driver: SceneDriver;
  readonly surface: FramebufferSurface;
  received = 0;
  readonly #socket: WebSocket;
  readonly #events: VncConnectionEvents;
  #opened = false;
  #over = false;

  constructor(url: string, events: VncConnectionEvents) {
    this.#events = events;
    this.driver = new SceneDriver(
      () => {},
      () => {},
    );
    const surface = new FramebufferSurface(this.driver);
    this.surface = surface;
    this.client = new ClientConnection(
      { decodeImage: (...image) => void this.#decode(...image), decodes: ['jpeg', 'png', 'webp'] },
      {
        send: (bytes) => {
          if (!this.#over) this.#socket.send(bytes as Uint8Array<ArrayBuffer>);
        },
        connected: (name) => {
          surface.connected();
          events.connected(name);
        },
        resized: () => surface.resized(this.client.framebuffer),
        updated: (damage) => {
          surface.updated(damage);
          events.worked();
        },
        resizeAnswered: (status) => {
          if (status !== resizeStatus.done) events.sizeRefused();
        },
        cursor: (cursor) => events.cursor(cursor),
        clipboard: (text) => events.clipboard(text),
        bell: () => events.bell(),
        renamed: (name) => events.renamed(name),
        leds: (mask) => events.locks((mask & led.capsLock) !== 0, (mask & led.numLock) !== 0),
      },
    );
    this.#socket = new WebSocket(url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', () => {
      this.#opened = true;
    });
    this.#socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (this.#over) return;
      if (typeof data === 'string') {
        this.#finish(false, 'the host sent text');
        return;
      }
      this.received += data.byteLength;
      this.#guard(() => this.client.receive(new Uint8Array(data)));
    });
    this.#socket.addEventListener('close', ({ code, reason }) => this.#finish(code === REFUSED, reason));
  }

  close(): void {
    this.#over = true;
    this.#socket.close(NORMAL);
  }

  async #decode(...[kind, bytes, done]: Parameters<ImageDecoder>): Promise<void> {
    const image = await decodeStill(kind, bytes).catch(() => undefined);
    if (this.#over) return;
    this.#guard(() => done(image && { width: image.width, height: image.height, rgb: image.data }));
  }

  #guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (!(error instanceof RfbError)) throw error;
      this.#finish(true, `The VNC server breaks the protocol: ${error.message}`);
    }
  }

  #finish(refused: boolean, reason: string): void {
    if (this.#over) return;
    this.close();
    this.#events.ended({ refused, opened: this.#opened, reason });
  }
}
