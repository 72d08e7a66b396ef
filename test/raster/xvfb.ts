import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { freeDisplay } from '../support/displays.ts';
import { PATIENCE_MS } from '../support/patience.ts';

/**
 * A minimal X client on an Xvfb of its own: enough to draw with the core protocol and read the pixels back. Little endian.
 * It shares no code with the server under test.
 */
export class Xvfb {
  private readonly server: ChildProcess;
  private readonly socket: Socket;
  private pending: Buffer = Buffer.alloc(0);
  private readonly replies: { resolve: (reply: Buffer) => void; reject: (error: Error) => void }[] = [];
  private outgoing: Buffer[] = [];
  private nextId = 1;
  private idBase = 0;
  root = 0;

  private constructor(server: ChildProcess, socket: Socket) {
    this.server = server;
    this.socket = socket;
  }

  static async start(): Promise<Xvfb> {
    for (let attempt = 0; attempt < 5; attempt++) {
      const display = freeDisplay();
      const path = `/tmp/.X11-unix/X${display}`;
      const server = spawn('Xvfb', [`:${display}`, '-ac', '-nolisten', 'tcp', '-screen', '0', '64x64x24'], {
        stdio: 'ignore',
      });
      const socket = await connectWhenReady(server, path);
      if (socket === undefined) continue;
      const xvfb = new Xvfb(server, socket);
      await xvfb.setUp();
      return xvfb;
    }
    throw new Error('Xvfb does not start (package xvfb)');
  }

  async stop(): Promise<void> {
    this.socket.destroy();
    const ended = new Promise((resolve) => this.server.once('exit', resolve));
    this.server.kill();
    await ended;
  }

  private async setUp(): Promise<void> {
    const reply = await new Promise<Buffer>((resolve, reject) => {
      let head = Buffer.alloc(0);
      this.socket.on('error', reject);
      const onData = (data: Buffer): void => {
        head = Buffer.concat([head, data]);
        if (head.length < 8 || head.length < 8 + head.readUInt16LE(6) * 4) return;
        this.socket.off('data', onData);
        resolve(head);
      };
      this.socket.on('data', onData);
      this.socket.write(Buffer.from([0x6c, 0, 11, 0, 0, 0, 0, 0, 0, 0, 0, 0]));
    });
    if (reply[0] !== 1) throw new Error('Xvfb refused the connection');
    this.idBase = reply.readUInt32LE(12);
    const vendorLength = reply.readUInt16LE(24);
    const formats = reply[29] as number;
    this.root = reply.readUInt32LE(40 + ((vendorLength + 3) & ~3) + formats * 8);
    this.socket.on('data', (data) => this.receive(data));
    this.socket.on('close', () => {
      for (const waiting of this.replies.splice(0)) waiting.reject(new Error('Xvfb closed the connection'));
    });
  }

  private receive(data: Buffer): void {
    this.pending = Buffer.concat([this.pending, data]);
    for (;;) {
      if (this.pending.length < 32) return;
      const kind = this.pending[0];
      const length = kind === 1 ? 32 + this.pending.readUInt32LE(4) * 4 : 32;
      if (this.pending.length < length) return;
      const message = this.pending.subarray(0, length);
      this.pending = this.pending.subarray(length);
      if (kind === 1) this.replies.shift()?.resolve(message);
      else if (kind === 0) {
        const error = new Error(`X error ${message[1]} of request ${message[10]}, value ${message.readUInt32LE(4)}`);
        for (const waiting of this.replies.splice(0)) waiting.reject(error);
      }
    }
  }

  newId(): number {
    return this.idBase + this.nextId++;
  }

  /** Queues one request; `body` is everything after the length field and is padded here. */
  send(opcode: number, detail: number, body: Buffer): void {
    const padded = (body.length + 3) & ~3;
    const request = Buffer.alloc(4 + padded);
    request[0] = opcode;
    request[1] = detail;
    request.writeUInt16LE(1 + padded / 4, 2);
    body.copy(request, 4);
    this.outgoing.push(request);
  }

  flush(): void {
    this.socket.write(Buffer.concat(this.outgoing));
    this.outgoing = [];
  }

  createPixmap(width: number, height: number, depth: number): number {
    const id = this.newId();
    this.send(53, depth, Buffer.concat([u32(id, this.root), u16(width, height)]));
    return id;
  }

  freePixmap(id: number): void {
    this.send(54, 0, u32(id));
  }

  /** `values`: pairs of bit number in the value mask and value, ascending. */
  createGc(drawable: number, values: readonly (readonly [number, number])[]): number {
    const id = this.newId();
    let mask = 0;
    for (const [bit] of values) mask |= 1 << bit;
    this.send(55, 0, u32(id, drawable, mask, ...values.map(([, value]) => value)));
    return id;
  }

  freeGc(id: number): void {
    this.send(60, 0, u32(id));
  }

  setDashes(gc: number, offset: number, dashes: readonly number[]): void {
    this.send(58, 0, Buffer.concat([u32(gc), u16(offset, dashes.length), Buffer.from(dashes)]));
  }

  setClip(gc: number, rects: readonly number[]): void {
    this.send(59, 0, Buffer.concat([u32(gc), u16(0, 0), s16(rects)]));
  }

  /** A request of the form drawable, gc, 16-bit numbers. */
  draw(opcode: number, detail: number, drawable: number, gc: number, numbers: readonly number[]): void {
    this.send(opcode, detail, Buffer.concat([u32(drawable, gc), s16(numbers)]));
  }

  putImage(drawable: number, gc: number, width: number, height: number, depth: number, bytes: Uint8Array): void {
    const head = Buffer.concat([u32(drawable, gc), u16(width, height, 0, 0), Buffer.from([0, depth, 0, 0])]);
    this.send(72, 2, Buffer.concat([head, bytes]));
  }

  /** The image bytes of a ZPixmap of the whole drawable. */
  async getImage(drawable: number, width: number, height: number): Promise<Uint8Array> {
    this.send(73, 2, Buffer.concat([u32(drawable), u16(0, 0, width, height), u32(0xffffffff)]));
    this.flush();
    const reply = await new Promise<Buffer>((resolve, reject) => this.replies.push({ resolve, reject }));
    return new Uint8Array(reply.subarray(32));
  }
}

async function connectWhenReady(server: ChildProcess, path: string): Promise<Socket | undefined> {
  const state = { running: true };
  const ended = (): void => {
    state.running = false;
  };
  server.once('exit', ended);
  server.once('error', ended);
  for (const end = performance.now() + PATIENCE_MS; state.running && performance.now() < end;) {
    await new Promise((resolve) => setTimeout(resolve, 25));
    if (!existsSync(path)) continue;
    const socket = connect(path);
    const connected = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    if (connected) return socket;
  }
  server.kill();
  return undefined;
}

export function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32LE(value >>> 0, i * 4));
  return bytes;
}

export function u16(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  values.forEach((value, i) => bytes.writeUInt16LE(value & 0xffff, i * 2));
  return bytes;
}

export function s16(values: readonly number[]): Buffer {
  return u16(...values);
}
