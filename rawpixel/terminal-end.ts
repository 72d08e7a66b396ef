/**
 * The terminal's end of the raw wire as a session plugs it in (session/wire.ts): an RFB viewer whose framebuffer is a scene of one surface. Input
 * does not pass here, it has a way of its own.
 */
import { guardedH264, type OpenH264 } from '../codecs/h264-decoder.ts';
import type { CursorImage, DisplayDriver } from '../xserver/driver.ts';
import { ByteQueue } from './byte-queue.ts';
import { RfbError } from './errors.ts';
import type { ImageKind } from './encodings/encoding.ts';
import { FramebufferSurface } from './framebuffer-surface.ts';
import { ClientConnection } from './rfb/client-connection.ts';
import type { ImageDecoder } from './rfb/client-framebuffer.ts';
import { led } from './rfb/numbers.ts';
import { isWholeFence } from './whole-fence.ts';

/** What goes with loss at first goes at this of RFB's ten levels. */
const QUALITY = 6;

type DecodedImage = NonNullable<Parameters<Parameters<ImageDecoder>[2]>[0]>;

export interface RawTerminalOptions {
  /** Sees every change of the scene, and the cursor. */
  readonly driver: DisplayDriver;
  /** The terminal has the whole picture; told once. */
  readonly whole: () => void;
  /** There is something to send. */
  readonly wake: () => void;
  /** Something was painted, or told, later than `receive`: a picture that had to be decoded first. */
  readonly worked?: () => void;
  readonly bell?: () => void;
  /** Lock keys as they are in the session. */
  readonly locks?: (capsLock: boolean, numLock: boolean) => void;
  /** Decodes picture files, the platform's; without it no picture comes with loss. Undefined, or a rejection, for what is none. */
  readonly decode?: (kind: ImageKind, bytes: Uint8Array) => Promise<DecodedImage | undefined>;
  /** Decodes films, the platform's, once it is known whether it can. */
  readonly films?: Promise<OpenH264 | undefined>;
  /** Makes the error that ends the connection. */
  readonly fault: (message: string) => Error;
}

export class RawTerminalEnd {
  /** What goes up: the viewer's side of RFB. */
  readonly source: { readonly waiting: boolean; next(maximum: number): Uint8Array | undefined };
  readonly connection: ClientConnection;
  readonly scene: FramebufferSurface['scene'];
  cursor: CursorImage | undefined;
  readonly #options: RawTerminalOptions;
  readonly #out = new ByteQueue();
  #told = false;
  #closed = false;
  /** A picture was none. */
  #failed: Error | undefined;

  constructor(options: RawTerminalOptions) {
    this.#options = options;
    const { driver } = options;
    const surface = new FramebufferSurface(driver);
    this.scene = surface.scene;
    const out = this.#out;
    this.source = {
      get waiting() {
        return out.length > 0;
      },
      next: (maximum) => {
        if (this.#failed !== undefined) throw this.#failed;
        return out.take(maximum);
      },
    };
    const { decode } = options;
    const pictures =
      decode === undefined
        ? {}
        : {
            quality: QUALITY,
            decodes: ['jpeg', 'webp'] as const,
            decodeImage: (...[kind, bytes, done]: Parameters<ImageDecoder>) =>
              void this.#decode(decode(kind, bytes), done),
          };
    this.connection = new ClientConnection(
      { pushed: true, ...pictures },
      {
        send: (bytes) => {
          out.push(bytes);
          options.wake();
        },
        connected: () => surface.connected(),
        resized: () => surface.resized(this.connection.framebuffer),
        updated: (damage) => {
          surface.updated(damage);
          options.worked?.();
        },
        cursor: (cursor) => {
          this.cursor = cursor;
          driver.cursorChanged(cursor);
        },
        fenced: (payload) => {
          if (this.#told || !isWholeFence(payload)) return;
          this.#told = true;
          options.whole();
        },
        bell: () => options.bell?.(),
        leds: (mask) => options.locks?.((mask & led.capsLock) !== 0, (mask & led.numLock) !== 0),
        resizeAnswered: () => {},
        clipboard: () => {},
        renamed: () => {},
      },
    );
    // Without lossy pictures there are no films.
    if (decode !== undefined) void options.films?.then((open) => open && this.#offerFilms(open));
  }

  #offerFilms(open: OpenH264): void {
    if (this.#closed) return;
    const guarded = guardedH264(open, (answer) => this.#guard(answer));
    this.connection.offerFilms(guarded);
  }

  #guard(body: () => void): void {
    if (this.#closed) return;
    try {
      body();
    } catch (error) {
      this.#failed = this.#faultOf(error);
      this.#options.wake();
    }
  }

  async #decode(decoding: Promise<DecodedImage | undefined>, done: Parameters<ImageDecoder>[2]): Promise<void> {
    const image = await decoding.catch(() => undefined);
    this.#guard(() => done(image));
  }

  #faultOf(error: unknown): Error {
    if (error instanceof RfbError) return this.#options.fault(`pixels: ${error.message}`);
    return error instanceof Error ? error : new Error(String(error));
  }

  /** @throws what `fault` makes. */
  receive(bytes: Uint8Array): void {
    if (this.#closed) return;
    try {
      this.connection.receive(Uint8Array.from(bytes));
    } catch (error) {
      throw this.#faultOf(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.connection.end();
    this.#out.clear();
  }
}
