/** Xvfb, the reference server of the conformance tests: started on a free display, spoken to in raw bytes, ended. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect as connectSocket } from 'node:net';
import type { Socket } from 'node:net';
import { freeDisplay } from './displays.ts';
import { PATIENCE_MS } from './patience.ts';
import {
  MessageSplitter,
  readSetupReply,
  setupReplyLength,
  setupRequest,
  syncRequest,
  type ConnectionInfo,
  type ServerMessage,
  type XClient,
} from './x-client.ts';

export interface Xvfb {
  readonly display: number;
  connect(littleEndian?: boolean): Promise<XClient>;
  close(): Promise<void>;
}

export interface XvfbOptions {
  readonly width?: number;
  readonly height?: number;
  readonly depth?: number;
  /** More arguments of the command line. */
  readonly args?: readonly string[];
}

/** Starts Xvfb without access control on a display that it chooses itself, and waits until it takes connections. */
export async function startXvfb(options: XvfbOptions = {}): Promise<Xvfb> {
  const { width = 1024, height = 768, depth = 24, args = [] } = options;
  // Not by -displayfd, which would take :0 of whoever works on this machine.
  for (let attempt = 0; ; attempt++) {
    const display = freeDisplay();
    const child = spawn(
      'Xvfb',
      [`:${display}`, '-screen', '0', `${width}x${height}x${depth}`, '-ac', '-nolisten', 'tcp', '-noreset', ...args],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let complaint = '';
    child.stderr.on('data', (text: Buffer) => {
      complaint = (complaint + text.toString()).slice(-2000);
    });
    if (await answers(child, display)) {
      return {
        display,
        connect: (littleEndian = true) => connectRaw(display, littleEndian),
        close: () => end(child),
      };
    }
    await end(child);
    if (attempt === 4) throw new Error(`Xvfb does not start: ${complaint}`);
  }
}

async function answers(child: ChildProcess, display: number): Promise<boolean> {
  let failed = false;
  child.once('error', () => {
    failed = true;
  });
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    if (failed || child.exitCode !== null) return false;
    try {
      const client = await connectRaw(display, true);
      await client.close();
      return true;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
  return false;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
}

/** Connects to the display's Unix socket. Rejects when nobody listens or the server refuses. */
export async function connectRaw(display: number, littleEndian: boolean): Promise<XClient> {
  const socket = connectSocket(`/tmp/.X11-unix/X${display}`);
  await once(socket, 'connect');
  socket.write(setupRequest(littleEndian));
  let received = new Uint8Array(0);
  for await (const chunk of chunksOf(socket)) {
    received = concatenate(received, chunk);
    const length = setupReplyLength(received, littleEndian);
    if (length === undefined || received.length < length) continue;
    const info = readSetupReply(received.slice(0, length), littleEndian);
    return new SocketClient(socket, littleEndian, info, received.slice(length));
  }
  throw new Error('the server closed the connection during set-up');
}

async function* chunksOf(socket: Socket): AsyncGenerator<Uint8Array> {
  for (;;) {
    const chunk = socket.read() as Uint8Array | null;
    if (chunk !== null) yield chunk;
    else if (socket.readableEnded || socket.destroyed) return;
    else await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

class SocketClient implements XClient {
  readonly littleEndian: boolean;
  readonly info: ConnectionInfo;
  sequence = 0;
  readonly #socket: Socket;
  readonly #splitter: MessageSplitter;
  #messages: ServerMessage[] = [];
  #nextId = 0;
  #closed = false;
  #wake: () => void = () => {};

  constructor(socket: Socket, littleEndian: boolean, info: ConnectionInfo, early: Uint8Array) {
    this.#socket = socket;
    this.littleEndian = littleEndian;
    this.info = info;
    this.#splitter = new MessageSplitter(littleEndian);
    this.#take(early);
    socket.removeAllListeners('readable');
    socket.on('data', (chunk: Buffer) => this.#take(chunk));
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#closed = true;
      this.#wake();
    });
    socket.resume();
  }

  #take(bytes: Uint8Array): void {
    this.#messages.push(...this.#splitter.push(bytes));
    this.#wake();
  }

  newId(): number {
    this.#nextId++;
    return this.info.idBase + this.#nextId;
  }

  send(...requests: Uint8Array[]): void {
    this.sequence += requests.length;
    for (const request of requests) this.#socket.write(Uint8Array.from(request));
  }

  async sync(): Promise<ServerMessage[]> {
    this.send(syncRequest(this.littleEndian));
    const wanted = this.sequence & 0xffff;
    for (;;) {
      const at = this.#messages.findIndex(({ kind, sequence }) => kind === 'reply' && sequence === wanted);
      if (at >= 0) {
        const messages = this.#messages.slice(0, at);
        this.#messages = this.#messages.slice(at + 1);
        return messages;
      }
      if (this.#closed) throw new Error('the server closed the connection');
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    const gone = once(this.#socket, 'close');
    this.#socket.destroy();
    await gone;
  }
}
