/**
 * The network between one terminal and the host, which can be cut at any byte: what is on the way in either direction is lost. It can also fall
 * silent, as it does where a laptop sleeps or a cable is out: then nothing passes and nobody is told.
 */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** The line is cut with the byte behind so many. */
export interface CutAt {
  readonly down?: number;
  readonly up?: number;
}

export class Line {
  readonly #target: number;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #cutAt: CutAt = {};
  #over = false;
  #silent = false;
  /** Bytes that have passed. */
  down = 0;
  up = 0;

  /** @param target port of the host on 127.0.0.1 */
  constructor(target: number) {
    this.#target = target;
    this.#server = createServer((near) => this.#connected(near));
  }

  /** The port for the terminal. */
  async open(cutAt: CutAt = {}): Promise<number> {
    this.#cutAt = cutAt;
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return (this.#server.address() as { port: number }).port;
  }

  #connected(near: Socket): void {
    if (this.#over) {
      near.destroy();
      return;
    }
    const far = connect(this.#target, '127.0.0.1');
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {
        // 'close' follows.
      });
    }
    this.#pass(near, far, 'up');
    this.#pass(far, near, 'down');
  }

  #pass(from: Socket, to: Socket, direction: 'up' | 'down'): void {
    from.on('data', (chunk: Buffer) => {
      const limit = this.#cutAt[direction] ?? Infinity;
      const room = limit - this[direction];
      const part = room < chunk.length ? chunk.subarray(0, room) : chunk;
      this[direction] += part.length;
      if (part.length > 0 && !to.destroyed && !to.write(part)) from.pause();
      // What has passed by then may still arrive.
      if (part !== chunk) setImmediate(() => this.cut());
    });
    to.on('drain', () => {
      if (!this.#silent) from.resume();
    });
    from.on('end', () => to.end());
    from.on('close', () => {
      this.#sockets.delete(from);
      to.destroy();
    });
  }

  /** Nothing passes any more, and nothing is told. */
  silence(): void {
    this.#silent = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What waited passes, as after a sleep. */
  speak(): void {
    this.#silent = false;
    for (const socket of this.#sockets) socket.resume();
  }

  cut(): void {
    this.#over = true;
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }
}
