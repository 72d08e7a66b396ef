/** A small RFB server over TCP that shows a core's scene: the tests' stand-in for the host. X programs connect to `display`. */
import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { CoreServer } from '../../bench/core-server.ts';
import { RawScreen } from '../../rawpixel/raw-screen.ts';
import { keycodeOfXt } from '../../rawpixel/rfb/pc-keys.ts';
import type { SecurityOffer } from '../../rawpixel/rfb/security.ts';
import type { Viewer } from '../../rawpixel/viewer.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { freeDisplay } from '../support/displays.ts';
import { images } from './images.ts';
import type { Heard } from './viewer-pair.ts';

const TICK_MS = 5;

/** What carries bytes to one viewer. */
export interface Link {
  send(bytes: Uint8Array): void;
  /** Bytes that have not left yet. */
  waiting(): number;
  end(): void;
}

export interface TcpServerOptions {
  readonly width: number;
  readonly height: number;
  /** Wanted of viewers; without it they get in unasked. */
  readonly password?: string;
}

export class TcpServer {
  readonly core: CoreServer;
  readonly screen: RawScreen;
  readonly port: number;
  readonly heard: Heard[] = [];
  /** Why viewers were sent away. */
  readonly errors: string[] = [];
  readonly viewers = new Map<Viewer, Link>();
  bytes = 0;
  sentWithLoss = false;
  /** ms of CPU for composing and encoding. */
  work = 0;
  readonly #password: string | undefined;
  readonly #listener: Server;
  readonly #timer: NodeJS.Timeout;
  #buttons = 0;
  #inputs = 0;

  private constructor(core: CoreServer, screen: RawScreen, listener: Server, password: string | undefined) {
    this.core = core;
    this.screen = screen;
    this.port = (listener.address() as AddressInfo).port;
    this.#password = password;
    this.#listener = listener;
    listener.on('connection', (socket) => this.#accept(socket));
    this.#timer = setInterval(() => this.#tick(), TICK_MS);
  }

  static async start({ width, height, password }: TcpServerOptions): Promise<TcpServer> {
    let screen: RawScreen | undefined;
    const core = await CoreServer.start(freeDisplay(), {
      width,
      height,
      driver: ({ state }) => (screen = new RawScreen(state)).changes,
    });
    const listener = createServer();
    await new Promise<void>((resolve) => {
      listener.listen(0, '127.0.0.1', resolve);
    });
    return new TcpServer(core, screen!, listener, password);
  }

  get state() {
    return this.core.core.state;
  }

  /** The scene, composed anew: not the picture that the viewers share. */
  scene(): Uint32Array {
    const { width, height } = this.state.screen;
    return composeScene(this.state, 0, 0, width, height).data;
  }

  #input(input: TerminalInput): void {
    this.core.append({ kind: 'input', terminal: 1, number: ++this.#inputs, input });
  }

  #pointer(x: number, y: number, buttons: number): void {
    this.#input({ kind: 'motion', x, y });
    for (let button = 1; button <= 7; button++) {
      const bit = 1 << (button - 1);
      if ((buttons ^ this.#buttons) & bit) this.#input({ kind: 'button', button, pressed: (buttons & bit) !== 0 });
    }
    this.#buttons = buttons;
  }

  #accept(socket: Socket): void {
    socket.setNoDelay(true);
    const link = this.serve({
      send: (bytes) => socket.write(bytes),
      waiting: () => socket.writableLength,
      end: () => socket.end(),
    });
    socket.on('data', (bytes) => link.receive(new Uint8Array(bytes)));
    socket.on('close', () => link.gone());
    socket.on('error', () => socket.destroy());
  }

  /** Shows the screen over any link that carries bytes. */
  serve(link: Link): { receive(bytes: Uint8Array): void; gone(): void } {
    const password = this.#password;
    const security: SecurityOffer =
      password === undefined
        ? { kind: 'none' }
        : { kind: 'vnc-auth', passwords: [password], challenge: new Uint8Array(randomBytes(16)) };
    const note = (kind: string, detail: unknown) => this.heard.push({ kind, detail });
    const viewer = this.screen.attach(
      { name: 'farpane test', security: [security], images },
      {
        send: (bytes) => {
          this.bytes += bytes.length;
          link.send(bytes);
        },
        started: (shared) => note('started', shared),
        key: (down, keysym, code) => {
          note('key', [down, keysym, code]);
          const keycode = code === undefined ? undefined : keycodeOfXt(code);
          if (keycode !== undefined) this.#input({ kind: 'key', keycode, pressed: down });
        },
        pointer: (x, y, buttons) => {
          note('pointer', [x, y, buttons]);
          this.#pointer(x, y, buttons);
        },
        clipboard: (text) => note('clipboard', text),
        resizeWanted: (width, height) => {
          note('resize-wanted', [width, height]);
          this.core.append({
            kind: 'screen-resized',
            width,
            height,
            widthMillimetres: width,
            heightMillimetres: height,
          });
          this.screen.answerResize(viewer, this.state);
        },
        fenceReturned: () => {},
      },
      this.state,
    );
    this.viewers.set(viewer, link);
    const gone = () => {
      this.viewers.delete(viewer);
      this.screen.viewers.delete(viewer);
    };
    return {
      receive: (bytes) => {
        try {
          viewer.connection.receive(bytes);
        } catch (error) {
          this.errors.push(String(error));
          link.end();
          gone();
        }
      },
      gone,
    };
  }

  #tick(): void {
    const start = performance.now();
    this.screen.refresh(this.state);
    for (const [viewer, link] of this.viewers) {
      if (link.waiting() === 0) viewer.update(performance.now());
      if (viewer.nextRefinement !== undefined) this.sentWithLoss = true;
    }
    this.work += performance.now() - start;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    for (const link of this.viewers.values()) link.end();
    await new Promise<void>((resolve) => {
      this.#listener.close(() => resolve());
    });
    await this.core.close();
  }
}
