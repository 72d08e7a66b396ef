/**
 * A whole session in one place and in virtual time: apps, the host's core, one terminal after another, and the messages between them in queues
 * that a test can hold up, hand on one by one, or cut. What every app wrote and was sent is kept, and so is the log.
 */
import { deflateSync, inflateSync } from 'node:zlib';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import type { KeyboardMode, WireName } from '../../session/carrier/control.ts';
import type { HostEnd } from '../../session/host-end.ts';
import { Hub } from '../../session/hub.ts';
import type { TerminalWireOptions } from '../../session/wire.ts';
import { hostPictures, TerminalPictures } from './picture-wire.ts';
import { plainCodec, type LogCodecs } from '../../session/log-codec.ts';
import { noDriver } from '../../session/no-driver.ts';
import { HostCore } from '../../session/order/host-core.ts';
import { TerminalEnd } from '../../session/terminal-end.ts';
import type { KeptParts } from '../../session/terminal/kept-parts.ts';
import type { KeptReplica, PreviewPart, WireChange } from '../../session/terminal/terminal-options.ts';
import { Core } from '../../xserver/core.ts';
import type { ScreenSize } from '../../xserver/initial-state.ts';
import { decodeLogEntry, encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { Sink, TerminalInput } from '../../xserver/log/entry.ts';

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

/** One terminal's connection. */
export interface Attached {
  readonly host: HostEnd;
  readonly terminal: TerminalEnd;
  readonly down: Uint8Array[];
  readonly up: Uint8Array[];
  /** Messages kept waiting because the link is cut are lost. */
  cut: boolean;
  /** Nothing passes for now, either way. */
  held: boolean;
  /** Changes that it was told of. */
  readonly changes: WireChange[];
  /** Input that it took, as far as the test keeps it here, and the repetitions of keys. */
  readonly given: TerminalInput[];
  readonly verified: boolean[];
  /** What it has on wires that ship no log. */
  readonly pictures: ReadonlyMap<WireName, TerminalPictures>;
}

export interface AttachOptions {
  readonly wire?: WireName;
  readonly screen?: ScreenSize | undefined;
  readonly viewOnly?: boolean;
  readonly visible?: boolean;
  readonly preview?: (part: PreviewPart) => void;
  /** What a lost one has left. */
  readonly resume?: KeptReplica | undefined;
  readonly keptParts?: KeptParts | undefined;
}

/** The plain codec for both. */
const TEST_CODECS: LogCodecs = { x11: plainCodec, nx: { ...plainCodec, name: 'nx' } };

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
  readonly snapshot: Uint8Array;
  readonly hub: Hub;
  readonly terminals: Attached[] = [];
  /** Messages are packed at once, or when the test says so. */
  packLater: (() => void)[] | undefined;
  /** Fonts that are to be loaded: the answer comes when the test says so. */
  readonly wantedFonts: string[] = [];
  /** Font files by their hash. */
  fonts: ReadonlyMap<string, Uint8Array> = new Map();
  /** Apps read nothing. */
  deafApps = false;
  now = 1000;
  hostDeadline: number | undefined;
  readonly #codecs: LogCodecs;

  constructor(screen: ScreenSize, keyboard: KeyboardMode = 'everyone', codecs: LogCodecs = TEST_CODECS) {
    this.#codecs = codecs;
    const core = new Core(screen);
    this.snapshot = core.snapshot();
    this.host = new HostCore(core, {
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
    });
    this.host.follow({ entry: (entry) => this.log.push(encodeLogEntry(entry)) });
    this.hub = new Hub({
      session: 'test',
      host: this.host,
      keyboard,
      codecs,
      wires: { thinc: hostPictures, raw: hostPictures },
      pack: (bytes) => plain(deflateSync(bytes, { level: 1 })),
      wake: () => {},
      now: () => this.now,
    });
  }

  connect(littleEndian: boolean): App {
    const number = this.host.clients.connect(littleEndian);
    if (number === undefined) throw new Error('no room for a client');
    const app: App = { number, written: [], unfinished: 0, received: [], closed: undefined, gone: false };
    this.apps.set(number, app);
    this.everyApp.push(app);
    return app;
  }

  write(app: App, bytes: Uint8Array): void {
    app.written.push(bytes.slice());
    this.host.clients.received(app.number, bytes.slice());
  }

  /** The app goes; the host may still have requests of it. */
  disconnect(app: App): void {
    app.gone = true;
    this.host.clients.ended(app.number);
    this.retire(app);
  }

  private retire(app: App): void {
    this.apps.delete(app.number);
    if (!app.gone) this.host.clients.ended(app.number);
  }

  attach(options: AttachOptions = {}): Attached {
    const host = this.hub.connect({
      viewOnly: options.viewOnly ?? false,
      packSnapshot: (bytes, done) => {
        const pack = () => done(plain(deflateSync(bytes, { level: 1 })));
        if (this.packLater === undefined) pack();
        else this.packLater.push(pack);
      },
      left: () => this.cut(attached),
      failed: (error) => this.fail(attached, error),
    });
    const pictures = new Map<WireName, TerminalPictures>();
    const show = (wire: WireName) => (options: TerminalWireOptions) => {
      const end = new TerminalPictures(options);
      pictures.set(wire, end);
      return end;
    };
    const terminal = new TerminalEnd(
      {
        wires: { thinc: show('thinc'), raw: show('raw') },
        wire: options.wire ?? 'x11',
        codecs: this.#codecs,
        screen: options.screen,
        visible: options.visible,
        resume: options.resume,
        keptParts: options.keptParts,
        driver: noDriver,
        unpack: (bytes, maximum) => plain(inflateSync(bytes, { maxOutputLength: maximum })),
        events: {
          stateChanged: () => {},
          restored: () => {},
          wake: () => {},
          bell: () => {},
          verified: (_index, equal) => attached.verified.push(equal),
          ended: () => {},
          roles: () => {},
          switched: (change) => attached.changes.push(change),
          preview: (part) => options.preview?.(part),
          defect: (what) => this.defects.push(what),
        },
      },
      this.terminalNow,
    );
    const attached: Attached = {
      host,
      terminal,
      down: [],
      up: [],
      cut: false,
      held: false,
      changes: [],
      given: [],
      verified: [],
      pictures,
    };
    this.terminals.push(attached);
    return attached;
  }

  /** The one that came last, of those that are there. */
  get attached(): Attached | undefined {
    return this.terminals.at(-1);
  }

  /** The terminal vanishes with all that is on the way. */
  cut(attached = this.attached): void {
    if (attached === undefined || attached.cut) return;
    attached.cut = true;
    this.terminals.splice(this.terminals.indexOf(attached), 1);
    this.hub.remove(attached.host);
    attached.terminal.close();
  }

  /** The terminal's clock is its own. */
  get terminalNow(): number {
    return this.now + 77_777;
  }

  /** One message enters the link towards the terminal; false when there is none. */
  sendDown(attached = this.attached): boolean {
    const message = attached?.host.carrier.take(this.now);
    if (message !== undefined) attached!.down.push(message);
    this.hub.poll();
    return message !== undefined;
  }

  sendUp(attached = this.attached): boolean {
    const message = attached?.terminal.take(this.terminalNow);
    if (message !== undefined) attached!.up.push(message);
    return message !== undefined;
  }

  /** One message arrives at the terminal. */
  arriveDown(attached = this.attached): boolean {
    if (attached === undefined || attached.held) return false;
    const message = attached.down.shift();
    if (message === undefined) return false;
    attached.terminal.receive(message, this.terminalNow);
    return true;
  }

  arriveUp(attached = this.attached): boolean {
    if (attached === undefined || attached.held) return false;
    const message = attached.up.shift();
    if (message === undefined) return false;
    try {
      attached.host.receive(message);
      this.hub.heard(attached.host);
    } catch (error) {
      this.fail(attached, error);
    }
    return true;
  }

  /** The terminal's time has come; false when it has not. */
  act(attached = this.attached): boolean {
    const deadline = attached?.terminal.deadline;
    if (deadline === undefined || deadline > this.terminalNow || attached!.held) return false;
    this.timeReached(attached!);
    return true;
  }

  /** The terminal does what is due: it may press a key again that is held down. */
  timeReached({ terminal, given }: Attached): void {
    const before = terminal.counts.inputs;
    const press = terminal.repeating;
    terminal.timeReached(this.terminalNow);
    if (press === undefined) return;
    for (let i = before; i < terminal.counts.inputs; i++) given.push(press);
  }

  /** What the session's process does when a terminal is at fault. */
  private fail(attached: Attached | undefined, error: unknown): void {
    if (!(error instanceof CarrierError)) throw error;
    this.defects.push(error.message);
    this.cut(attached);
  }

  runHost(bytes = 10_000): boolean {
    let more = false;
    // Apps read at once, unless the test says otherwise.
    for (const number of this.deafApps ? [] : this.apps.keys()) this.host.clients.backlog(number, 0);
    try {
      more = this.host.run(this.now, bytes);
    } catch (error) {
      const primary = this.terminals.find(({ host }) => host === this.hub.primary);
      this.fail(primary, error);
      return true;
    }
    return more;
  }

  loadFonts(): void {
    for (const hash of this.wantedFonts.splice(0)) this.host.clients.fontLoaded(hash, this.fonts.get(hash));
  }

  /** Lets everything that waits happen, in any reasonable order, until nothing does. */
  settle(): void {
    for (let busy = true; busy;) {
      this.now++;
      busy = false;
      this.loadFonts();
      for (const pack of this.packLater?.splice(0) ?? []) {
        pack();
        busy = true;
      }
      while (this.runHost()) busy = true;
      for (const attached of [...this.terminals]) {
        while (this.sendDown(attached)) busy = true;
        while (this.arriveDown(attached)) busy = true;
        while (this.sendUp(attached)) busy = true;
        while (this.arriveUp(attached)) busy = true;
        if (this.act(attached)) busy = true;
      }
      if ((this.packLater?.length ?? 0) > 0 || this.wantedFonts.length > 0) busy = true;
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
