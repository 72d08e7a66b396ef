/**
 * The core alone as an X server: Unix socket to `Core.apply` in one process, with no host, no terminal and no network between. For
 * measuring the core, and for running real programs against it in tests.
 */
import { rm } from 'node:fs/promises';
import { createServer, type Server as SocketServer, type Socket } from 'node:net';
import { loadSystemFonts, type SystemFonts } from '../host/fonts/system-fonts.ts';
import { Core } from '../xserver/core.ts';
import type { DisplayDriver } from '../xserver/driver.ts';
import { builtinFont } from '../xserver/fonts/builtin-catalogue.ts';
import { resolveFont } from '../xserver/fonts/find-font.ts';
import { searchedFonts } from '../xserver/fonts/searched-fonts.ts';
import { screenSizeAt96Dpi } from '../xserver/initial-state.ts';
import type { LogEntry, LogEvent, Sink } from '../xserver/log/entry.ts';
import { requestLength, requestReader } from '../xserver/protocol/framing.ts';
import { decodeOpenFont } from '../xserver/protocol/generated/xproto.ts';
import { decodeSetupRequest, setupRequestLength } from '../xserver/protocol/setup.ts';
import { SceneDamage } from '../xserver/scene-damage.ts';

const OPEN_FONT = 45;
const CLIENT_ID_SHIFT = 21;

export interface CoreServerOptions {
  readonly width?: number;
  readonly height?: number;
  /** Sees the driver's calls, or is made from the core to do so; by default damage is gathered and forgotten. */
  readonly driver?: DisplayDriver | ((core: Core) => DisplayDriver);
  /** Fonts of the system; default: those found. */
  readonly fonts?: SystemFonts;
  /** Sees every entry before it is applied; its bytes are borrowed. */
  readonly record?: (entry: LogEntry, core: Core) => void;
}

interface Connection {
  readonly socket: Socket;
  /** Bytes not yet taken; a whole request at most, then framed in place. */
  pending: Uint8Array;
  /** The last buffer that `append` made. */
  room: ArrayBuffer | undefined;
  client: number;
  littleEndian: boolean;
  ready: boolean;
  busy: boolean;
  /** What waits for the client, gathered so that short messages do not cost a system call each. */
  readonly out: Uint8Array[];
  outLength: number;
}

/** Messages gathered before they are written. */
const OUT_BYTES = 1 << 16;

export class CoreServer {
  readonly core: Core;
  readonly display: number;
  /** What the core has reported as our own faults. */
  readonly defects: string[] = [];
  readonly #fonts: SystemFonts;
  readonly #connections = new Map<number, Connection>();
  /** Those that may have something to be written. */
  readonly #waiting: Connection[] = [];
  readonly #listener: SocketServer;
  readonly #started = performance.now();
  readonly #driver: DisplayDriver;
  readonly #sink: Sink;
  readonly #record: CoreServerOptions['record'];
  #nextClient = 1;
  #timer: NodeJS.Timeout | undefined;

  private constructor(display: number, fonts: SystemFonts, options: CoreServerOptions) {
    this.display = display;
    this.#fonts = fonts;
    this.#record = options.record;
    this.core = new Core(screenSizeAt96Dpi(options.width ?? 1024, options.height ?? 768));
    const { driver = new SceneDamage() } = options;
    this.#driver = typeof driver === 'function' ? driver(this.core) : driver;
    this.#sink = {
      toClient: (client, bytes) => this.#send(client, bytes),
      consumed: () => {},
      closed: (client) => {
        this.#flush();
        this.#connections.get(client)?.socket.end();
      },
      deadline: (time) => this.#setTimer(time),
      bell: () => {},
      defect: (what) => this.defects.push(what),
      driver: this.#driver,
    };
    this.#listener = createServer((socket) => this.#accept(socket));
    this.append({ kind: 'font-catalogue', catalogue: fonts.catalogue });
    this.append({ kind: 'terminal-attached', terminal: 1 });
  }

  /** Listens on a display's socket that nobody uses. */
  static async start(display: number, options: CoreServerOptions = {}): Promise<CoreServer> {
    const server = new CoreServer(display, options.fonts ?? (await loadSystemFonts()), options);
    await rm(server.#path, { force: true });
    await new Promise<void>((resolve, reject) => {
      server.#listener.once('error', reject);
      server.#listener.listen(server.#path, resolve);
    });
    return server;
  }

  get #path(): string {
    return `/tmp/.X11-unix/X${this.display}`;
  }

  get now(): number {
    return Math.floor(performance.now() - this.#started) + 1;
  }

  append(event: LogEvent): void {
    this.#apply({ ...event, index: this.core.state.index + 1, time: this.now });
    this.#flush();
  }

  #apply(entry: LogEntry): void {
    this.#record?.(entry, this.core);
    this.core.apply(entry, this.#sink);
  }

  #send(client: number, bytes: Uint8Array): void {
    const connection = this.#connections.get(client);
    if (connection === undefined) return;
    if (connection.outLength === 0) this.#waiting.push(connection);
    connection.out.push(bytes.slice());
    connection.outLength += bytes.length;
    if (connection.outLength >= OUT_BYTES) this.#write(connection);
  }

  #write(connection: Connection): void {
    const { socket, out, outLength } = connection;
    if (outLength === 0) return;
    connection.outLength = 0;
    if (out.length === 1) {
      socket.write(out[0]!);
    } else {
      const all = new Uint8Array(outLength);
      let at = 0;
      for (const bytes of out) {
        all.set(bytes, at);
        at += bytes.length;
      }
      socket.write(all);
    }
    out.length = 0;
  }

  #flush(): void {
    for (const connection of this.#waiting) this.#write(connection);
    this.#waiting.length = 0;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    for (const { socket } of this.#connections.values()) socket.destroy();
    await new Promise<void>((resolve) => this.#listener.close(() => resolve()));
    await rm(this.#path, { force: true });
  }

  #setTimer(time: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (time === undefined) return;
    this.#timer = setTimeout(() => this.append({ kind: 'time-reached' }), Math.max(1, time - this.now));
    this.#timer.unref();
  }

  #accept(socket: Socket): void {
    const client = this.#nextClient++;
    const connection: Connection = {
      socket,
      pending: new Uint8Array(0),
      room: undefined,
      client,
      littleEndian: true,
      ready: false,
      busy: false,
      out: [],
      outLength: 0,
    };
    this.#connections.set(client, connection);
    socket.on('data', (chunk: Buffer) => {
      append(connection, chunk);
      void this.#take(connection);
    });
    socket.on('error', () => {});
    socket.on('close', () => {
      if (connection.ready) this.append({ kind: 'client-gone', client });
      this.#connections.delete(client);
    });
  }

  /** Takes whole requests off the connection; stops for a font that has to be read. */
  async #take(connection: Connection): Promise<void> {
    if (connection.busy) return;
    connection.busy = true;
    try {
      if (!connection.ready && !this.#setUp(connection)) return;
      for (;;) {
        const { pending, littleEndian, client } = connection;
        // One reading of the clock serves all requests that came together.
        const time = this.now;
        let at = 0;
        let font: Uint8Array | undefined;
        for (;;) {
          const length = requestLength(pending, at, littleEndian, true);
          if (length === undefined || at + length > pending.length) break;
          const bytes = pending.subarray(at, at + length);
          if (bytes[0] === OPEN_FONT && font === undefined && this.#missingFont(bytes, littleEndian) !== undefined) {
            font = bytes;
            break;
          }
          this.#apply({ kind: 'request', client, bytes, index: this.core.state.index + 1, time });
          at += length;
        }
        connection.pending = pending.subarray(at);
        this.#flush();
        if (font === undefined) return;
        await this.#loadFont(font, littleEndian);
      }
    } catch (error) {
      this.defects.push(String(error));
      connection.socket.destroy();
    } finally {
      connection.busy = false;
    }
  }

  #setUp(connection: Connection): boolean {
    const length = setupRequestLength(connection.pending);
    if (length === undefined || connection.pending.length < length) return false;
    const { littleEndian } = decodeSetupRequest(connection.pending.subarray(0, length));
    connection.pending = connection.pending.subarray(length);
    connection.littleEndian = littleEndian;
    connection.ready = true;
    const { client } = connection;
    this.append({ kind: 'client-connected', client, littleEndian, idBase: ((client % 255) + 1) << CLIENT_ID_SHIFT });
    return true;
  }

  #missingFont(bytes: Uint8Array, littleEndian: boolean) {
    const { name } = decodeOpenFont(requestReader(bytes, littleEndian));
    const resolved = resolveFont(searchedFonts(this.core.state), name);
    if (resolved === undefined || builtinFont(resolved.file.hash) !== undefined) return undefined;
    return this.core.state.fonts.has(resolved.file.hash) ? undefined : resolved.file;
  }

  async #loadFont(bytes: Uint8Array, littleEndian: boolean): Promise<void> {
    const file = this.#missingFont(bytes, littleEndian);
    if (file === undefined) return;
    this.append({ kind: 'font', hash: file.hash, bytes: await this.#fonts.load(file.hash) });
  }
}

/** Room for a request that comes in pieces; longer ones get their own. */
const ROOM_BYTES = 1 << 18;

/** Adds a chunk to what waits: in a room that is used again and again, so that long requests are copied once and leave nothing behind. */
function append(connection: Connection, chunk: Uint8Array): void {
  const { pending } = connection;
  if (pending.length === 0) {
    connection.pending = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    return;
  }
  const length = pending.length + chunk.length;
  let { room } = connection;
  let start = pending.byteOffset;
  const inRoom = room !== undefined && pending.buffer === room;
  if (room === undefined || !inRoom || start + length > room.byteLength) {
    start = 0;
    if (room === undefined || length > room.byteLength) {
      room = new ArrayBuffer(Math.max(ROOM_BYTES, 2 * length));
      connection.room = room;
    }
    new Uint8Array(room).set(pending);
  }
  connection.pending = new Uint8Array(room, start, length);
  connection.pending.set(chunk, length - chunk.length);
}
