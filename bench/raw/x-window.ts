/** The smallest X client that shows pictures, on a display's Unix socket. */
import { connect, type Socket } from 'node:net';

const GET_IMAGE = 73;

export class XWindow {
  readonly width: number;
  readonly height: number;
  readonly #socket: Socket;
  readonly #base: number;
  readonly #root: number;
  #waiting: Buffer = Buffer.alloc(0);
  #reply: ((bytes: Buffer) => void) | undefined;

  private constructor(socket: Socket, setup: Buffer, x: number, y: number, width: number, height: number) {
    this.#socket = socket;
    this.width = width;
    this.height = height;
    this.#base = setup.readUInt32LE(12);
    const vendor = setup.readUInt16LE(24);
    this.#root = setup.readUInt32LE(40 + Math.ceil(vendor / 4) * 4 + setup[29]! * 8);
    socket.on('data', (chunk: Buffer) => {
      this.#waiting = Buffer.concat([this.#waiting, chunk]);
      this.#take();
    });
    if (width === 0) return;
    const [window, gc] = [this.#base, this.#base + 1];
    // CreateWindow without the window manager (override-redirect), CreateGC, MapWindow.
    this.#request(
      [1, 1],
      [1, 0],
      [2, 10],
      [4, window],
      [4, this.#root],
      [2, x],
      [2, y],
      [2, width],
      [2, height],
      [2, 0],
      [2, 1],
      [4, 0],
      [4, 0x200 | 2],
      [4, 0],
      [4, 1],
    );
    this.#request([1, 55], [1, 0], [2, 4], [4, gc], [4, window], [4, 0]);
    this.#request([1, 8], [1, 0], [2, 2], [4, window]);
  }

  /** A window at a place of the screen, or with no size only a connection. */
  static async open(display: number, x = 0, y = 0, width = 0, height = 0): Promise<XWindow> {
    const socket = connect(`/tmp/.X11-unix/X${display}`);
    socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    let setup: Buffer = Buffer.alloc(0);
    await new Promise<void>((resolve, reject) => {
      socket.once('error', reject);
      const take = (chunk: Buffer): void => {
        setup = Buffer.concat([setup, chunk]);
        if (setup.length < 8 || setup.length < 8 + setup.readUInt16LE(6) * 4) return;
        socket.off('data', take);
        resolve();
      };
      socket.on('data', take);
    });
    return new XWindow(socket, setup, x, y, width, height);
  }

  #request(...values: readonly (readonly [number, number])[]): void {
    const bytes = Buffer.alloc(values.reduce((sum, [size]) => sum + size, 0));
    let at = 0;
    for (const [size, value] of values) at = bytes.writeUIntLE(value, at, size);
    this.#socket.write(bytes);
  }

  /** Shows 0x00rrggbb pixels in the whole window. */
  put(pixels: Uint32Array): void {
    const { width, height } = this;
    const rows = Math.floor((0xffff * 4 - 24) / (width * 4));
    for (let y = 0; y < height; y += rows) {
      const count = Math.min(rows, height - y);
      const data = pixels.subarray(y * width, (y + count) * width);
      this.#request(
        [1, 72],
        [1, 2],
        [2, 6 + data.length],
        [4, this.#base],
        [4, this.#base + 1],
        [2, width],
        [2, count],
        [2, 0],
        [2, y],
        [1, 0],
        [1, 24],
        [2, 0],
      );
      this.#socket.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength).subarray());
    }
  }

  #take(): void {
    while (this.#waiting.length >= 32) {
      const length = this.#waiting[0] === 1 ? 32 + this.#waiting.readUInt32LE(4) * 4 : 32;
      if (this.#waiting.length < length) return;
      const message = this.#waiting.subarray(0, length);
      this.#waiting = this.#waiting.subarray(length);
      if (message[0] === 1) this.#reply?.(message);
      else if (message[0] === 0) throw new Error(`X error ${message[1]}`);
    }
  }

  /** What the server's screen shows, 0xrrggbb. */
  async root(width: number, height: number): Promise<Uint32Array> {
    const reply = await new Promise<Buffer>((resolve) => {
      this.#reply = resolve;
      this.#request(
        [1, GET_IMAGE],
        [1, 2],
        [2, 5],
        [4, this.#root],
        [2, 0],
        [2, 0],
        [2, width],
        [2, height],
        [4, 0xffffffff],
      );
    });
    return new Uint32Array(Uint8Array.from(reply.subarray(32)).buffer).map((pixel) => pixel & 0xffffff);
  }

  close(): void {
    this.#socket.destroy();
  }
}
