/**
 * The core alone as an X server: Unix socket to `Core.apply` in one process, with no host, no terminal and no network between. For
 * measuring the core, and for running real programs against it in tests.
 */
import { rm } from 'node:fs/promises';
import { createServer, type Server as SocketServer, type Socket } from 'node:net';
import { IncomingBytes, readingInto } from './incoming-bytes.ts';
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
  readonly incoming: IncomingBytes;
  client: number;
  littleEndian: boolean;
  ready: boolean;
  busy: boolean;
  /** What waits for the client, gathered so that short messages do not cost a system call each. */
  out: Uint8Array;
  outLength: number;
  /** What the system has not taken yet is in these, and these may be used again. */
  readonly written: Uint8Array[];
  readonly spare: Uint8Array[];
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
    this.#listener = createServer({ pauseOnConnect: true }, (socket) => this.#accept(socket));
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
    for (let at = 0; at < bytes.length;) {
      if (connection.outLength === OUT_BYTES) this.#write(connection);
      const { out, outLength } = connection;
      const count = Math.min(bytes.length - at, OUT_BYTES - outLength);
      out.set(count === bytes.length ? bytes : bytes.subarray(at, at + count), outLength);
      connection.outLength = outLength + count;
      at += count;
    }
  }

  #write(connection: Connection): void {
    const { socket, out, outLength, written, spare } = connection;
    if (outLength === 0) return;
    connection.outLength = 0;
    if (written.length > 0 && socket.writableLength === 0) spare.push(...written.splice(0));
    socket.write(out.subarray(0, outLength));
    if (socket.writableLength === 0) return;
    written.push(out);
    connection.out = spare.pop() ?? new Uint8Array(OUT_BYTES);
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

  #accept(accepted: Socket): void {
    const client = this.#nextClient++;
    const incoming = new IncomingBytes();
    const socket = readingInto(accepted, incoming, () => void this.#take(connection));
    const connection: Connection = {
      socket,
      incoming,
      client,
      littleEndian: true,
      ready: false,
      busy: false,
      out: new Uint8Array(OUT_BYTES),
      outLength: 0,
      written: [],
      spare: [],
    };
    this.#connections.set(client, connection);
    socket.on('error', () => {});
    socket.on('close', () => {
      accepted.destroy();
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
        const font = this.#takeRequests(connection);
        this.#flush();
        if (font === undefined) return;
        await this.#loadFont(font, connection.littleEndian);
      }
    } catch (error) {
      this.defects.push(String(error));
      connection.socket.destroy();
    } finally {
      connection.busy = false;
    }
  }

  /** Applies the whole requests that are there; gives an OpenFont that waits for its font. */
  #takeRequests({ incoming, littleEndian, client }: Connection): Uint8Array | undefined {
    const pending = incoming.bytes;
    // One reading of the clock serves all requests that came together.
    const time = this.now;
    const { core } = this;
    const record = this.#record;
    let at = 0;
    let font: Uint8Array | undefined;
    for (;;) {
      const length = requestLength(pending, at, littleEndian, true);
      if (length === undefined || at + length > pending.length) break;
      if (pending[at] === OPEN_FONT && this.#missingFont(pending.slice(at, at + length), littleEndian) !== undefined) {
        font = pending.slice(at, at + length);
        break;
      }
      const index = core.state.index + 1;
      record?.({ kind: 'request', client, bytes: pending.subarray(at, at + length), index, time }, core);
      core.applyRequest(client, pending, at, at + length, index, time, this.#sink);
      at += length;
    }
    incoming.taken(at);
    return font;
  }

  #setUp(connection: Connection): boolean {
    const { incoming } = connection;
    const length = setupRequestLength(incoming.bytes);
    if (length === undefined || incoming.bytes.length < length) return false;
    const { littleEndian } = decodeSetupRequest(incoming.bytes.subarray(0, length));
    incoming.taken(length);
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
