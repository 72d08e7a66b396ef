/**
 * A session in this process with everything real but its front: X sockets, WebSockets, programs. Programs are at the tap (tap.ts), the log is
 * kept from its first entry on, and terminals come over lines that can be cut (line.ts).
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Session } from '../../host/session.ts';
import type { Screenshot, SessionOptions, SessionStats } from '../../host/session-messages.ts';
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { Judge, witnessOf } from './judge.ts';
import { Programs } from './programs.ts';
import { Tap } from './tap.ts';

export interface LabOptions {
  readonly width?: number;
  readonly height?: number;
  readonly session?: Partial<SessionOptions>;
}

/** What the judge needs of a session, wherever it runs. */
export interface Recorded {
  readonly tap: Tap;
  /** Gives the judge what has been added to the log. */
  feed(judge: Judge): Promise<void>;
  screenshot(): Promise<Screenshot>;
}

export class Lab implements Recorded {
  readonly tap: Tap;
  readonly programs: Programs;
  readonly judge: Judge;
  /** Port of the terminals' WebSocket. */
  readonly port: number;
  /** Files of the fonts that programs have opened, by hash; known once the log was fed to the judge. */
  readonly fonts = new Map<string, Uint8Array>();
  /** What the session said. */
  readonly lines: string[];
  readonly #session: Session;
  readonly #server: Server;
  readonly #folder: string;
  readonly #log: Uint8Array[];
  #judged = 0;

  private constructor(parts: {
    session: Session;
    tap: Tap;
    server: Server;
    folder: string;
    log: Uint8Array[];
    lines: string[];
    snapshot: Uint8Array;
  }) {
    this.#session = parts.session;
    this.tap = parts.tap;
    this.#server = parts.server;
    this.#folder = parts.folder;
    this.#log = parts.log;
    this.lines = parts.lines;
    this.judge = new Judge(parts.snapshot);
    this.port = (parts.server.address() as { port: number }).port;
    const { display, xauthority } = parts.tap;
    const environment = { ...process.env, DISPLAY: display, XAUTHORITY: xauthority, LC_ALL: 'C.UTF-8' };
    this.programs = new Programs(environment, parts.folder);
  }

  static async start(options: LabOptions = {}): Promise<Lab> {
    const lines: string[] = [];
    const { width = 640, height = 480 } = options;
    const given = { id: 'lab', width, height, display: undefined, accessControl: true, xTcp: undefined };
    const { session, info } = await Session.start(
      { ...given, ...options.session },
      { programEnded: () => {}, log: (line) => lines.push(line) },
    );
    const log: Uint8Array[] = [];
    const snapshot = session.follow({ entry: (entry) => log.push(encodeLogEntry(entry)) });
    const folder = await mkdtemp(join(tmpdir(), 'failover-'));
    const tap = await Tap.open(info.display, info.xauthority, folder);
    const server = createServer();
    server.on('upgrade', (request, socket, head) => {
      const headers: Record<string, string> = {};
      for (const [name, value] of Object.entries(request.headers)) if (typeof value === 'string') headers[name] = value;
      session.attach({ speaks: 'carrier', address: '', headers, head: Uint8Array.from(head) }, socket as Socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Lab({ session, tap, server, folder, log, lines, snapshot });
  }

  async feed(judge: Judge): Promise<void> {
    const log = this.#log;
    for (let done = 0; this.#judged < log.length; done++) {
      const entry = decodeLogEntry(log[this.#judged]!);
      if (entry.kind === 'font') this.fonts.set(entry.hash, entry.bytes.slice());
      judge.take(entry);
      // Judged entries are in the judge's core; the bytes are not needed twice.
      log[this.#judged++] = NOTHING;
      // The session lives in this process too.
      if (done % 2000 === 1999) await new Promise((resolve) => setImmediate(resolve));
    }
  }

  async screenshot(): Promise<Screenshot> {
    return this.#session.ask('screenshot', {});
  }

  async stats(): Promise<SessionStats> {
    return this.#session.ask('stats', {});
  }

  async end(): Promise<void> {
    await this.programs.end();
    await this.#session.end('the test is over', undefined);
    await this.tap.close();
    this.#server.closeAllConnections();
    this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const NOTHING = new Uint8Array(0);

/**
 * Waits until the session rests and every byte is where the log says. Gives what is wrong in the end; empty for nothing.
 */
export async function judgement(recorded: Recorded, judge: Judge): Promise<string[]> {
  let faults: string[] = [];
  for (const end = performance.now() + PATIENCE_MS; performance.now() < end;) {
    await recorded.feed(judge);
    faults = judge.verdict(recorded.tap.connections.flatMap((connection) => witnessOf(connection) ?? []));
    if (faults.length === 0) {
      const shot = await recorded.screenshot();
      await recorded.feed(judge);
      const { width, height } = judge.core.state.screen;
      const { data } = composeScene(judge.core.state, 0, 0, width, height);
      const same = width === shot.width && height === shot.height && samePixels(data, shot.pixels);
      if (same) return [];
      faults = ['the screen at the host is not what the log gives'];
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return faults;
}

function samePixels(a: Uint32Array, b: Uint32Array): boolean {
  return a.length === b.length && a.every((pixel, i) => pixel === b[i]);
}
