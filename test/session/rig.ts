/**
 * A whole session in one place and in virtual time: apps, the host's core, one terminal after another, and the messages between them in queues
 * that a test can hold up, hand on one by one, or cut. What every app wrote and was sent is kept, and so is the log.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { HostEnd } from '../../session/host-end.ts';
import { plainCodec } from '../../session/log-codec.ts';
import { noDriver } from '../../session/no-driver.ts';
import { HostCore } from '../../session/order/host-core.ts';
import { TerminalEnd } from '../../session/terminal-end.ts';
import { Core } from '../../xserver/core.ts';
import type { ScreenSize } from '../../xserver/initial-state.ts';
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { Sink } from '../../xserver/log/entry.ts';

export interface App {
  readonly number: number;
  /** Bytes of requests that it wrote. */
  readonly written: Uint8Array[];
  /** How many of the last of them belong to a request whose end it has not written. */
  unfinished: number;
  /** Bytes that it was sent. */
  readonly received: Uint8Array[];
  /** Why it was disconnected. */
  closed: string | undefined;
  gone: boolean;
}

export interface Attached {
  readonly host: HostEnd;
  readonly terminal: TerminalEnd;
  readonly down: Uint8Array[];
  readonly up: Uint8Array[];
  /** Messages kept waiting because the link is cut are lost. */
  cut: boolean;
}

function plain(bytes: Buffer): Uint8Array {
  return Uint8Array.from(bytes);
}

export class Rig {
  readonly host: HostCore;
  readonly apps = new Map<number, App>();
  /** Those that have gone or were sent away too, in the order of their coming. */
  readonly everyApp: App[] = [];
  readonly log: Uint8Array[] = [];
  readonly defects: string[] = [];
  readonly verified: boolean[] = [];
  readonly snapshot: Uint8Array;
  attached: Attached | undefined;
  /** Messages are packed at once, or when the test says so. */
  packLater: (() => void)[] | undefined;
  /** Fonts that are to be loaded: the answer comes when the test says so. */
  readonly wantedFonts: string[] = [];
  /** Font files by their hash. */
  fonts: ReadonlyMap<string, Uint8Array> = new Map();
  /** Apps read nothing. */
  deafApps = false;
  now = 1000;
  #terminals = 0;
  hostDeadline: number | undefined;

  constructor(screen: ScreenSize) {
    const core = new Core(screen);
    this.snapshot = core.snapshot();
    this.host = new HostCore(
      core,
      {
        toClient: (client, bytes) => this.apps.get(client)!.received.push(bytes.slice()),
        closeClient: (client, reason) => {
          const app = this.apps.get(client)!;
          app.closed = reason;
          this.retire(app);
        },
        mayRead: () => {},
        deadline: (time) => {
          this.hostDeadline = time;
        },
        bell: () => {},
        defect: (what) => this.defects.push(what),
        wantFont: (hash) => this.wantedFonts.push(hash),
        wake: () => {},
      },
      noDriver,
    );
    this.host.follow({ entry: (entry) => this.log.push(encodeLogEntry(entry)) });
  }

  connect(littleEndian: boolean): App {
    const number = this.host.connect(littleEndian);
    if (number === undefined) throw new Error('no room for a client');
    const app: App = { number, written: [], unfinished: 0, received: [], closed: undefined, gone: false };
    this.apps.set(number, app);
    this.everyApp.push(app);
    return app;
  }

  write(app: App, bytes: Uint8Array): void {
    app.written.push(bytes.slice());
    this.host.received(app.number, bytes.slice());
  }

  /** The app goes; the host may still have requests of it. */
  disconnect(app: App): void {
    app.gone = true;
    this.host.ended(app.number);
    this.retire(app);
  }

  private retire(app: App): void {
    this.apps.delete(app.number);
    if (!app.gone) this.host.ended(app.number);
  }

  attach(screen?: ScreenSize): Attached {
    this.cut();
    const host = new HostEnd({
      session: 'test',
      terminal: ++this.#terminals,
      viewOnly: false,
      codecs: { x11: plainCodec },
      host: this.host,
      pack: (bytes) => plain(deflateSync(bytes, { level: 1 })),
      packSnapshot: (bytes, done) => {
        const pack = () => done(plain(deflateSync(bytes, { level: 1 })));
        if (this.packLater === undefined) pack();
        else this.packLater.push(pack);
      },
      joining: () => {},
      joined: () => {},
      left: () => this.cut(),
      wake: () => {},
      now: () => this.now,
    });
    const terminal = new TerminalEnd(
      {
        wire: 'x11',
        codecs: { x11: plainCodec },
        screen,
        driver: noDriver,
        unpack: (bytes, maximum) => plain(inflateSync(bytes, { maxOutputLength: maximum })),
        events: {
          stateChanged: () => {},
          restored: () => {},
          wake: () => {},
          bell: () => {},
          verified: (_index, equal) => this.verified.push(equal),
          ended: () => {},
          roles: () => {},
          switched: () => {},
          preview: () => {},
          defect: (what) => this.defects.push(what),
        },
      },
      this.terminalNow,
    );
    const attached: Attached = { host, terminal, down: [], up: [], cut: false };
    this.attached = attached;
    return attached;
  }

  /** The terminal vanishes with all that is on the way. */
  cut(): void {
    const { attached } = this;
    if (attached === undefined) return;
    this.attached = undefined;
    attached.cut = true;
    attached.host.close();
    attached.terminal.close();
  }

  /** The terminal's clock is its own. */
  get terminalNow(): number {
    return this.now + 77_777;
  }

  /** One message enters the link towards the terminal; false when there is none. */
  sendDown(): boolean {
    const message = this.attached?.host.carrier.take(this.now);
    if (message !== undefined) this.attached!.down.push(message);
    return message !== undefined;
  }

  sendUp(): boolean {
    const message = this.attached?.terminal.take(this.terminalNow);
    if (message !== undefined) this.attached!.up.push(message);
    return message !== undefined;
  }

  /** One message arrives at the terminal. */
  arriveDown(): boolean {
    const message = this.attached?.down.shift();
    if (message === undefined) return false;
    this.attached!.terminal.receive(message, this.terminalNow);
    return true;
  }

  arriveUp(): boolean {
    const message = this.attached?.up.shift();
    if (message === undefined) return false;
    this.guard(() => this.attached!.host.receive(message));
    return true;
  }

  /** What the session's process does when a terminal is at fault. */
  private guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (!(error instanceof CarrierError)) throw error;
      this.defects.push(error.message);
      this.cut();
    }
  }

  runHost(bytes = 10_000): boolean {
    let more = false;
    // Apps read at once, unless the test says otherwise.
    for (const number of this.deafApps ? [] : this.apps.keys()) this.host.backlog(number, 0);
    this.guard(() => {
      more = this.host.run(this.now, bytes);
    });
    return more;
  }

  loadFonts(): void {
    for (const hash of this.wantedFonts.splice(0)) this.host.fontLoaded(hash, this.fonts.get(hash));
  }

  /** Lets everything that waits happen, in any reasonable order, until nothing does. */
  settle(): void {
    for (let busy = true; busy;) {
      this.now++;
      busy = false;
      this.loadFonts();
      for (const pack of this.packLater?.splice(0) ?? []) pack();
      while (this.runHost()) busy = true;
      while (this.sendDown()) busy = true;
      while (this.arriveDown()) busy = true;
      while (this.sendUp()) busy = true;
      while (this.arriveUp()) busy = true;
    }
  }

  /** What a fresh core gives each client for the session's log, and the requests in it; for each client number one record per connection. */
  replay(): { core: Core; connections: Map<number, Connection[]> } {
    const core = Core.restore(this.snapshot);
    const connections = new Map<number, Connection[]>();
    const latest = (client: number): Connection => connections.get(client)!.at(-1)!;
    const sink: Sink = {
      toClient: (client, data) => latest(client).sent.push(data.slice()),
      consumed: () => {},
      closed: () => {},
      deadline: () => {},
      bell: () => {},
      defect: (what) => this.defects.push(what),
      driver: noDriver,
    };
    for (const encoded of this.log) {
      const entry = decodeLogEntry(encoded);
      if (entry.kind === 'client-connected') {
        const earlier = connections.get(entry.client) ?? [];
        connections.set(entry.client, [...earlier, { sent: [], requests: [] }]);
      } else if (entry.kind === 'request') {
        latest(entry.client).requests.push(entry.bytes);
      }
      core.apply(entry, sink);
    }
    return { core, connections };
  }
}

export interface Connection {
  /** What the core gave it. */
  readonly sent: Uint8Array[];
  readonly requests: Uint8Array[];
}
