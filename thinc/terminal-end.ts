import type { DisplayDriver } from '../xserver/driver.ts';
import { ByteQueue } from './byte-queue.ts';
import { Terminal } from './execute.ts';
import { fittingSize, type Size } from './scale.ts';
import { ThincError } from './thinc-error.ts';
import { encodeUp, type UpMessage } from './up-messages.ts';
import type { FrameDecoders } from './video-frames.ts';

export interface ThincTerminalOptions {
  /** Sees every change of the scene. */
  readonly driver: DisplayDriver;
  /** Called once, when the terminal has all of the scene. */
  readonly whole: () => void;
  /** Makes the error that ends the connection. */
  readonly fault: (message: string) => Error;
  /** There is something to send. */
  readonly wake: () => void;
  /** Of video and lossy stills (owned); without them the host sends none. */
  readonly decoders?: FrameDecoders | undefined;
  /** Something has been drawn outside `receive`: a frame was decoded. */
  readonly painted?: () => void;
}

/** The terminal's end of the wire as a session plugs it in (session/wire.ts). */
export class ThincTerminalEnd {
  /** What goes up; input has a way of its own. */
  readonly source: { readonly waiting: boolean; next(maximum: number): Uint8Array | undefined };
  readonly terminal: Terminal;
  readonly #options: ThincTerminalOptions;
  readonly #up = new ByteQueue();
  #closed = false;
  #room: Size | undefined;

  constructor(options: ThincTerminalOptions) {
    this.#options = options;
    const { driver, whole, decoders, painted } = options;
    const up = this.#up;
    this.source = {
      get waiting() {
        return up.length > 0;
      },
      next: (maximum) => up.take(maximum),
    };
    let told = false;
    this.terminal = new Terminal({
      driver,
      whole: () => {
        // What is larger than the room was drawn before the host heard of it.
        if (told || this.#isTooLarge) return;
        told = true;
        whole();
      },
      ...(decoders === undefined ? {} : { decoders, lost: (stream) => this.#tell({ kind: 'lost', stream }) }),
      painted: () => {
        if (!this.#closed) painted?.();
      },
    });
    void decoders?.codecs.then((codecs) => this.#tell({ kind: 'decodes', codecs }));
  }

  get #isTooLarge(): boolean {
    return this.#room !== undefined && fittingSize(this.terminal.scene.screen, this.#room) !== undefined;
  }

  #tell(message: UpMessage): void {
    if (this.#closed) return;
    this.#up.push(encodeUp(message));
    this.#options.wake();
  }

  /** It has so much room: a larger screen is made smaller at the host. Undefined, as at first: the screen comes as it is. */
  setRoom(room: Size | undefined): void {
    this.#room = room;
    this.#tell({ kind: 'room', room });
  }

  receive(bytes: Uint8Array): void {
    try {
      this.terminal.push(bytes);
    } catch (error) {
      throw error instanceof ThincError ? this.#options.fault(`drawing: ${error.message}`) : error;
    }
  }

  close(): void {
    this.#closed = true;
    this.#options.decoders?.close();
  }
}
