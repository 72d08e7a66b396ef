/** Apps on an X server of their own: Xvfb by default, connections and displays for it, input by XTEST, pictures of the screen. */
import { spawn, type ChildProcess } from 'node:child_process';
import sharp from 'sharp';
import { CoreServer } from '../../bench/core-server.ts';
import { freeDisplay } from '../support/displays.ts';
import { eventually } from '../support/patience.ts';
import { startXvfb, type XvfbOptions } from '../support/xvfb.ts';
import type { Connection } from '../../apps/api/connection.ts';
import type { Display } from '../../apps/api/display.ts';
import { connectFromEnvironment, openDisplay } from '../../apps/node/socket-transport.ts';
import { encodeXTestFakeInput } from '../../xserver/protocol/generated/xtest.ts';

export interface AppServer {
  readonly name: string;
  connect(): Promise<Connection>;
  display(): Promise<Display>;
  run(program: string, ...args: string[]): ChildProcess;
  /** Runs a program to its end and gives what it printed. */
  output(program: string, ...args: string[]): Promise<string>;
  close(): Promise<void>;
}

export async function startServer(options: XvfbOptions = {}): Promise<AppServer> {
  const server = await startXvfb(options);
  return serverOn(server.display, () => server.close());
}

/** Our own core on a display of its own, in this process. */
export async function startCore(options: XvfbOptions = {}): Promise<AppServer & { readonly core: CoreServer }> {
  const core = await CoreServer.start(freeDisplay(), options);
  const server = serverOn(core.display, async () => {
    await core.close();
    if (core.defects.length > 0) throw new Error(core.defects.join('\n'));
  });
  return { ...server, core };
}

/** Both, for tests that every app must pass on both. */
export const SERVERS = [
  { kind: 'Xvfb', start: startServer },
  { kind: 'our core', start: startCore },
] as const;

/** The helpers on a display that is there already. */
export function serverOn(number: number, end: () => Promise<void>): AppServer {
  const environment = { ...process.env, DISPLAY: `:${number}`, XAUTHORITY: '/nonexistent' };
  const children: ChildProcess[] = [];
  const connections: Connection[] = [];
  return {
    name: environment.DISPLAY,
    async connect() {
      const connection = await connectFromEnvironment(environment);
      connections.push(connection);
      return connection;
    },
    async display() {
      const display = await openDisplay(environment);
      connections.push(display.connection);
      return display;
    },
    run(program, ...args) {
      const child = spawn(program, args, { env: environment, stdio: 'ignore' });
      child.on('error', () => {});
      children.push(child);
      return child;
    },
    output(program, ...args) {
      return new Promise((resolve, reject) => {
        const child = spawn(program, args, { env: environment, stdio: ['ignore', 'pipe', 'ignore'] });
        const parts: Buffer[] = [];
        child.stdout.on('data', (bytes: Buffer) => parts.push(bytes));
        child.on('error', reject);
        child.on('close', () => resolve(Buffer.concat(parts).toString()));
      });
    },
    async close() {
      for (const child of children) child.kill('SIGKILL');
      for (const connection of connections) connection.close();
      await end();
    },
  };
}

/** Waits until `probe` gives something. */
export async function until<T>(
  what: string,
  probe: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  return eventually(what, async () => (await probe()) || undefined);
}

/** The user's hands: XTEST input, and the ways that people move. */
export class Hands {
  readonly #connection: Connection;
  readonly #opcode: number;

  private constructor(connection: Connection, opcode: number) {
    this.#connection = connection;
    this.#opcode = opcode;
  }

  static async on(connection: Connection): Promise<Hands> {
    const { majorOpcode } = await connection.query('QueryExtension', { name: 'XTEST' });
    return new Hands(connection, majorOpcode);
  }

  #fake(type: number, detail: number, rootX = 0, rootY = 0): void {
    const request = { type, detail, time: 0, root: this.#connection.root, rootX, rootY, deviceid: 0 };
    this.#connection.sendEncoded('XTestFakeInput', (writer) => encodeXTestFakeInput(writer, request, this.#opcode));
  }

  async move(x: number, y: number): Promise<void> {
    this.#fake(6, 0, x, y);
    await this.#connection.sync();
  }

  async press(button = 1): Promise<void> {
    this.#fake(4, button);
    await this.#connection.sync();
  }

  async release(button = 1): Promise<void> {
    this.#fake(5, button);
    await this.#connection.sync();
  }

  async click(x: number, y: number, button = 1): Promise<void> {
    await this.move(x, y);
    await this.press(button);
    await this.release(button);
  }

  async drag(fromX: number, fromY: number, toX: number, toY: number): Promise<void> {
    await this.move(fromX, fromY);
    await this.press();
    for (let step = 1; step <= 5; step++) {
      await this.move(fromX + ((toX - fromX) * step) / 5, fromY + ((toY - fromY) * step) / 5);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await this.release();
  }

  async keyDown(keycode: number): Promise<void> {
    this.#fake(2, keycode);
    await this.#connection.sync();
  }

  async keyUp(keycode: number): Promise<void> {
    this.#fake(3, keycode);
    await this.#connection.sync();
  }

  /** Presses keys in order and lets go of them in reverse. */
  async chord(...keycodes: number[]): Promise<void> {
    for (const keycode of keycodes) await this.keyDown(keycode);
    for (const keycode of keycodes.toReversed()) await this.keyUp(keycode);
  }
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** 0xRRGGBB at a place. */
  at(x: number, y: number): number;
  /** Writes it as PNG. */
  save(file: string): Promise<void>;
}

/** What a drawable shows, the screen by default. */
export async function pictureOf(connection: Connection, drawable = connection.root): Promise<Picture> {
  const { width, height } = await connection.query('GetGeometry', { drawable });
  const { data } = await connection.query('GetImage', {
    format: 2,
    drawable,
    x: 0,
    y: 0,
    width,
    height,
    planeMask: 0xffffffff,
  });
  return {
    width,
    height,
    at: (x, y) => {
      const i = (y * width + x) * 4;
      return (data[i + 2]! << 16) | (data[i + 1]! << 8) | data[i]!;
    },
    async save(file) {
      const rgb = new Uint8Array(width * height * 3);
      for (let i = 0; i < width * height; i++) {
        rgb[i * 3] = data[i * 4 + 2]!;
        rgb[i * 3 + 1] = data[i * 4 + 1]!;
        rgb[i * 3 + 2] = data[i * 4]!;
      }
      await sharp(rgb, { raw: { width, height, channels: 3 } })
        .png()
        .toFile(file);
    },
  };
}
