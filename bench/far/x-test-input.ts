/** Keys and pointer for an X server: a client of ours that asks XTEST (FakeInput). */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import type { TerminalInput } from '../../xserver/log/entry.ts';

/** Opcodes of X11, and what XTEST's FakeInput takes. */
const GET_WINDOW_ATTRIBUTES = 3;
const CONFIGURE_WINDOW = 12;
const GET_GEOMETRY = 14;
const QUERY_TREE = 15;
const SET_INPUT_FOCUS = 42;
const QUERY_EXTENSION = 98;
const FAKE_INPUT = 2;
const KEY_PRESS = 2;
const BUTTON_PRESS = 4;
const MOTION = 6;
const VIEWABLE = 2;
const POINTER_ROOT = 1;

export class XTestInput {
  readonly #socket: Socket;
  /** What has come and is no whole message yet. */
  #received = Buffer.alloc(0);
  #root = 0;
  #opcode = 0;
  /** Who waits for answers, in the order of the questions. */
  readonly #waiting: ((reply: Buffer) => void)[] = [];

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('error', () => {});
  }

  /** Connects to a display of this machine that has no access control. @throws Error where it has no XTEST */
  static async open(display: number): Promise<XTestInput> {
    const socket = createConnection(`/tmp/.X11-unix/X${display}`);
    await once(socket, 'connect');
    const input = new XTestInput(socket);
    await input.#setUp();
    const name = Buffer.from('XTEST');
    const query = Buffer.alloc(16);
    query.set([QUERY_EXTENSION, 0, 4, 0, name.length]);
    query.set(name, 8);
    const reply = await input.#ask(query);
    if (reply[8] !== 1) throw new Error(`display :${display} has no XTEST`);
    input.#opcode = reply[9]!;
    return input;
  }

  async #setUp(): Promise<void> {
    this.#socket.write(Uint8Array.of(0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    let reply = Buffer.alloc(0);
    while (reply.length < 8 || reply.length < 8 + reply.readUInt16LE(6) * 4) {
      const [chunk] = (await once(this.#socket, 'data')) as [Buffer];
      reply = Buffer.concat([reply, chunk]);
    }
    if (reply[0] !== 1) throw new Error('the display refuses connections');
    // X11 §8: behind the vendor's name and the pixmap formats comes the first screen, which begins with its root.
    this.#root = reply.readUInt32LE(40 + ((reply.readUInt16LE(24) + 3) & ~3) + reply[29]! * 8);
    this.#socket.on('data', (chunk) => this.#take(chunk));
  }

  #take(chunk: Buffer): void {
    this.#received = Buffer.concat([this.#received, chunk]);
    for (;;) {
      const bytes = this.#received;
      if (bytes.length < 32) return;
      const length = bytes[0] === 1 ? 32 + bytes.readUInt32LE(4) * 4 : 32;
      if (bytes.length < length) return;
      this.#received = Buffer.from(bytes.subarray(length));
      // Replies and errors answer; events are of no interest.
      if (bytes[0]! <= 1) this.#waiting.shift()?.(Buffer.from(bytes.subarray(0, length)));
    }
  }

  async #ask(request: Uint8Array): Promise<Buffer> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      this.#socket.write(request);
    });
  }

  async #askOf(opcode: number, window: number): Promise<Buffer> {
    const request = Buffer.alloc(8);
    request.set([opcode, 0, 2, 0]);
    request.writeUInt32LE(window, 4);
    return this.#ask(request);
  }

  /** Puts the largest window that is shown into the corner and gives it the keyboard, as a window manager would. */
  async arrangeLargest(): Promise<void> {
    const tree = await this.#askOf(QUERY_TREE, this.#root);
    let largest: { window: number; area: number } | undefined;
    for (let i = 0; i < tree.readUInt16LE(16); i++) {
      const window = tree.readUInt32LE(32 + i * 4);
      const [attributes, geometry] = [
        await this.#askOf(GET_WINDOW_ATTRIBUTES, window),
        await this.#askOf(GET_GEOMETRY, window),
      ];
      if (attributes[0] !== 1 || geometry[0] !== 1 || attributes[26] !== VIEWABLE) continue;
      const area = geometry.readUInt16LE(16) * geometry.readUInt16LE(18);
      if (largest === undefined || area > largest.area) largest = { window, area };
    }
    if (largest === undefined) return;
    const configure = Buffer.alloc(20);
    configure.set([CONFIGURE_WINDOW, 0, 5, 0]);
    configure.writeUInt32LE(largest.window, 4);
    // x and y, both 0.
    configure[8] = 3;
    const focus = Buffer.alloc(12);
    focus.set([SET_INPUT_FOCUS, POINTER_ROOT, 3, 0]);
    focus.writeUInt32LE(largest.window, 4);
    this.#socket.write(Buffer.concat([configure, focus]));
  }

  give(input: TerminalInput): void {
    if (input.kind === 'motion') this.#fake(MOTION, 0, input.x, input.y);
    else if (input.kind === 'button') this.#fake(input.pressed ? BUTTON_PRESS : BUTTON_PRESS + 1, input.button, 0, 0);
    else if (input.kind === 'key') this.#fake(input.pressed ? KEY_PRESS : KEY_PRESS + 1, input.keycode, 0, 0);
  }

  #fake(type: number, detail: number, x: number, y: number): void {
    const bytes = Buffer.alloc(36);
    bytes.set([this.#opcode, FAKE_INPUT, 9, 0, type, detail]);
    bytes.writeInt16LE(x, 24);
    bytes.writeInt16LE(y, 26);
    this.#socket.write(bytes);
  }

  close(): void {
    this.#socket.destroy();
  }
}
