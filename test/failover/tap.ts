/**
 * A wire-tap on a display: an X server's socket of its own, behind which every byte goes on to the session's socket and back, and is kept. It
 * knows of the product no more than the X protocol: what it has heard is what the programs really wrote and really got.
 */
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freeDisplay } from '../support/displays.ts';

const SOCKETS = '/tmp/.X11-unix';

/** One program's connection. */
export class TappedConnection {
  /** All bytes of the program, set-up included. */
  readonly written: Uint8Array[] = [];
  /** All bytes towards it, the set-up reply included. */
  readonly received: Uint8Array[] = [];
  writtenBytes = 0;
  receivedBytes = 0;
  /** The program has closed its end, so that bytes towards it may be lost from here on. */
  closedByProgram = false;
  /** The session has. */
  closedBySession = false;

  wrote(chunk: Buffer): void {
    this.written.push(Uint8Array.from(chunk));
    this.writtenBytes += chunk.length;
  }

  got(chunk: Buffer): void {
    this.received.push(Uint8Array.from(chunk));
    this.receivedBytes += chunk.length;
  }
}

/** Hands every chunk on, no faster than the other end takes it. */
function flow(from: Socket, to: Socket, keep: (chunk: Buffer) => void): void {
  from.on('data', (chunk: Buffer) => {
    keep(chunk);
    if (to.destroyed || to.writableEnded) return;
    if (!to.write(chunk)) from.pause();
  });
  to.on('drain', () => from.resume());
  to.on('close', () => from.resume());
}

export class Tap {
  readonly connections: TappedConnection[] = [];
  readonly display: string;
  readonly xauthority: string;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #path: string;

  private constructor(number: number, xauthority: string, target: string) {
    this.display = `:${number}`;
    this.xauthority = xauthority;
    this.#path = `${SOCKETS}/X${number}`;
    this.#server = createServer({ allowHalfOpen: true }, (near) => this.#connected(near, target));
  }

  /** @param display of the session, as `:10` @param xauthority its cookie file @param folder for the tap's own */
  static async open(display: string, xauthority: string, folder: string): Promise<Tap> {
    const session = Number(display.slice(1));
    const target = `${SOCKETS}/X${session}`;
    await mkdir(SOCKETS, { recursive: true });
    for (let tries = 0; tries < 100; tries++) {
      const number = freeDisplay();
      const file = `${folder}/Xauthority-tap`;
      await writeFile(file, renumber(await readFile(xauthority), String(session), String(number)), { mode: 0o600 });
      const tap = new Tap(number, file, target);
      if (await tap.#listen()) return tap;
    }
    throw new Error('no display for the tap');
  }

  async #listen(): Promise<boolean> {
    const listening = await new Promise<boolean>((resolve) => {
      this.#server.once('error', () => resolve(false));
      this.#server.listen(this.#path, () => resolve(true));
    });
    if (listening) await chmod(this.#path, 0o777);
    return listening;
  }

  #connected(near: Socket, target: string): void {
    const connection = new TappedConnection();
    this.connections.push(connection);
    const far = connect({ path: target, allowHalfOpen: true });
    for (const socket of [near, far]) {
      this.#sockets.add(socket);
      socket.on('error', () => {
        // 'close' follows.
      });
      socket.on('close', () => this.#sockets.delete(socket));
    }
    flow(near, far, (chunk) => connection.wrote(chunk));
    flow(far, near, (chunk) => connection.got(chunk));
    const nearGone = (): void => {
      connection.closedByProgram = true;
      far.end();
    };
    const farGone = (): void => {
      connection.closedBySession = true;
      near.end();
    };
    near.on('end', nearGone);
    near.on('close', nearGone);
    far.on('end', farGone);
    far.on('close', farGone);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    await rm(this.#path, { force: true });
  }
}

/** An Xauthority file with another display number (libXau's format: family, then four counted fields, the second being the number). */
function renumber(file: Buffer, from: string, to: string): Buffer {
  const parts: Buffer[] = [];
  for (let at = 0; at < file.length;) {
    parts.push(file.subarray(at, at + 2));
    at += 2;
    for (let field = 0; field < 4; field++) {
      const length = file.readUInt16BE(at);
      let value = file.subarray(at + 2, at + 2 + length);
      if (field === 1 && value.toString('latin1') === from) value = Buffer.from(to, 'latin1');
      const head = Buffer.alloc(2);
      head.writeUInt16BE(value.length);
      parts.push(head, value);
      at += 2 + length;
    }
  }
  return Buffer.concat(parts);
}
