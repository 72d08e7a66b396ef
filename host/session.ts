/**
 * One session: the X sockets, the host's core, the terminals, and the programs that were started in it.
 *
 * Bytes of an app travel so: x11/clients.ts → session/order/host-core.ts (framed, credited, in fair order) → while a terminal is primary
 * session/log-wire/feed.ts → terminals.ts → its WebSocket. What the core says goes the way back. `wake` gathers what is to be done into one turn of
 * the event loop.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { Core } from '../xserver/core.ts';
import { screenSizeAt96Dpi } from '../xserver/initial-state.ts';
import { composeScene } from '../xserver/windows/scene.ts';
import { nxCodec } from '../nx/codec.ts';
import { plainCodec } from '../session/log-codec.ts';
import { HostCore, type LogFollower } from '../session/order/host-core.ts';
import { acceptUpgrade, bareSockets } from './accept-upgrade.ts';
import { thincEncoders } from './encoders/thinc-encoders.ts';
import { loadSystemFonts, type SystemFonts } from './fonts/system-fonts.ts';
import { Lease } from './lease.ts';
import { messageOf } from './message-of.ts';
import { Programs } from './programs.ts';
import { Recorder } from './recording/recorder.ts';
import { RecordingFile } from './recording/recording-file.ts';
import { listenForRelays } from './relay.ts';
import { Refusal } from './refusal.ts';
import { Rest } from './rest.ts';
import type {
  OwnEnd,
  ProgramEnd,
  RequestName,
  SessionInfo,
  SessionOptions,
  SessionRequests,
  SessionStats,
  UpgradeRequest,
} from './session-messages.ts';
import { SessionClipboard } from './session-clipboard.ts';
import { Terminals } from './terminals.ts';
import { rawWire } from './raw-wire.ts';
import { listenForViewers, type RfbPort } from './rfb/listener.ts';
import { SharedScreen } from './rfb/shared-screen.ts';
import { WebSocketTransport } from './rfb/transport.ts';
import { VncViewers } from './rfb/vnc-viewers.ts';
import { thincWire } from './thinc-wire.ts';
import { Watchman } from './watchman.ts';
import { XClients } from './x11/clients.ts';
import { openDisplay, type Display } from './x11/display.ts';
import { newCookie, writeXauthority } from './x11/xauthority.ts';

/** Bytes of requests that are applied in one turn of the event loop; about a millisecond. */
const TURN_BYTES = 128 * 1024;
/** The session's clock begins here: an X time of 0 would mean CurrentTime. */
const FIRST_TIME = 1000;

export interface SessionEvents {
  readonly programEnded: (end: ProgramEnd) => void;
  /** It is about to end of its own accord; `ended` follows. */
  readonly ending?: (why: OwnEnd, reason: string) => void;
  readonly ended?: () => void;
  readonly log: (line: string) => void;
}

export class Session {
  readonly #options: SessionOptions;
  readonly #events: SessionEvents;
  readonly #fonts: SystemFonts;
  readonly #folder: string;
  readonly #cookie: Uint8Array;
  readonly #started = performance.now();
  readonly #host: HostCore;
  readonly #clients: XClients;
  readonly #terminals: Terminals;
  readonly #screen: SharedScreen;
  readonly #viewers: VncViewers;
  readonly #rfbSockets = bareSockets();
  readonly #recorder: Recorder | undefined;
  readonly #rest: Rest;
  #lease: Lease | undefined;
  #watchman: Watchman | undefined;
  #programs: Programs | undefined;
  #display: Display | undefined;
  #relay: Server | undefined;
  #rfb: RfbPort | undefined;
  #clipboard: SessionClipboard | undefined;
  #timer: NodeJS.Timeout | undefined;
  #working = false;
  /** Of the log, when it was looked at last. */
  #index = 0;
  #defects = 0;
  #ended: Promise<void> | undefined;

  private constructor(
    options: SessionOptions,
    events: SessionEvents,
    fonts: SystemFonts,
    folder: string,
    file: RecordingFile | undefined,
  ) {
    this.#options = options;
    this.#events = events;
    this.#fonts = fonts;
    this.#folder = folder;
    const cookie = newCookie();
    this.#cookie = cookie;
    const core = new Core(screenSizeAt96Dpi(options.width, options.height));
    core.state.accessControl = options.accessControl;
    this.#host = new HostCore(core, {
      toClient: (client, bytes) => this.#clients.send(client, bytes),
      closeClient: (client, reason) => {
        if (reason !== '') this.#events.log(`client ${client} is disconnected: ${reason}`);
        this.#clients.close(client);
      },
      mayRead: (client) => this.#clients.mayRead(client),
      deadline: (time) => this.#setTimer(time),
      bell: () => this.#screen.bell(),
      defect: (what) => this.#defect(what),
      wantFont: (hash) => void this.#loadFont(hash),
      wake: () => this.#wake(),
    });
    this.#clients = new XClients(this.#host, cookie);
    this.#rest = new Rest(() => {
      this.#clients.trim();
      core.server.trim();
    });
    this.#screen = new SharedScreen(this.#host);
    this.#terminals = new Terminals({
      session: options.id,
      keyboard: options.keyboard ?? 'everyone',
      link: options.link,
      codecs: { x11: plainCodec, nx: nxCodec },
      wires: {
        thinc: thincWire(options.quality === 'lossless' ? undefined : thincEncoders()),
        raw: rawWire(this.#screen),
      },
      host: this.#host,
      now: () => this.#exactNow(),
      wake: () => this.#wake(),
      log: events.log,
    });
    this.#viewers = new VncViewers({
      screen: this.#screen,
      join: (viewOnly) => this.#terminals.join(viewOnly, 'raw'),
      holder: () => this.#terminals.holder,
      clipboard: () => this.#clipboard,
      name: () => `Farpane ${this.#display === undefined ? '' : `:${this.#display.number}`}`,
      now: () => this.#exactNow(),
      wake: () => this.#wake(),
      log: events.log,
    });
    this.#recorder =
      file === undefined
        ? undefined
        : new Recorder({
            host: this.#host,
            file,
            facts: { session: options.id, version: options.version ?? '', epoch: Date.now() - this.#now() },
            wake: () => this.#wake(),
            log: events.log,
          });
    this.#host.append({ kind: 'font-catalogue', catalogue: fonts.catalogue });
  }

  /** Starts a session. @throws DisplayError, RecordingFileError when its display, or the file of its recording, cannot be had. */
  static async start(options: SessionOptions, events: SessionEvents): Promise<{ session: Session; info: SessionInfo }> {
    const fonts = await loadSystemFonts();
    const file = options.record === undefined ? undefined : await RecordingFile.create(options.record);
    const folder = await mkdtemp(join(tmpdir(), 'farpane-'));
    const session = new Session(options, events, fonts, folder, file);
    try {
      return { session, info: await session.#open() };
    } catch (error) {
      await session.end('it could not start', undefined);
      // So that the next attempt may have that name.
      if (options.record !== undefined) await rm(options.record, { force: true });
      throw error;
    }
  }

  async #open(): Promise<SessionInfo> {
    const display = await openDisplay({
      display: this.#options.display,
      tcp: this.#options.xTcp,
      connected: (socket, local) => this.#clients.connected(socket, local),
    });
    this.#display = display;
    const xauthority = join(this.#folder, 'Xauthority');
    await writeXauthority(xauthority, display.number, this.#cookie);
    const name = `:${display.number}`;
    const { watched = false } = this.#options;
    if (watched) this.#watchman = new Watchman(this.#folder);
    this.#programs = new Programs(
      name,
      xauthority,
      (group) => this.#watchman?.began(group),
      (end) => {
        this.#watchman?.ended(end.pid);
        this.#events.programEnded(end);
      },
    );
    this.#clipboard = new SessionClipboard(name, xauthority);
    const relay = join(this.#folder, 'relay');
    this.#relay = await listenForRelays(relay, (upgrade, socket) => this.attach(upgrade, socket));
    const { lease, rfb } = this.#options;
    if (rfb !== undefined) this.#rfb = await listenForViewers(rfb, this.#viewers);
    if (lease !== undefined) this.#lease = new Lease(lease, () => void this.#expire(lease));
    const viewers = this.#rfb && { rfb: { port: this.#rfb.port, password: this.#rfb.password } };
    return { pid: process.pid, display: name, xauthority, relay, ...viewers };
  }

  /** A terminal's connection, whose upgrade the front has allowed. */
  attach(upgrade: UpgradeRequest, socket: Duplex): void {
    if (upgrade.speaks === 'carrier') {
      this.#terminals.accept(upgrade, socket);
      return;
    }
    acceptUpgrade(this.#rfbSockets, upgrade, socket, (webSocket) => {
      const { address, viewOnly = false } = upgrade;
      void this.#viewers.accept(new WebSocketTransport(webSocket, address), { viewOnly });
    });
  }

  /** Follows the log from here on; gives a snapshot of what came before. */
  follow(follower: LogFollower): Uint8Array {
    const snapshot = this.#host.core.snapshot();
    this.#host.follow(follower);
    return snapshot;
  }

  /** Answers what the front asks. @throws Refusal */
  async ask<Name extends RequestName>(
    name: Name,
    ask: SessionRequests[Name]['ask'],
  ): Promise<SessionRequests[Name]['answer']> {
    return (await this.#answers[name](ask)) as SessionRequests[Name]['answer'];
  }

  readonly #answers: {
    readonly [Name in RequestName]: (
      ask: SessionRequests[Name]['ask'],
    ) => Promise<SessionRequests[Name]['answer']> | SessionRequests[Name]['answer'];
  } = {
    stats: () => this.#stats(),
    screenshot: () => {
      const { width, height } = this.#host.core.state.screen;
      return { width, height, pixels: composeScene(this.#host.core.state, 0, 0, width, height).data };
    },
    'read-clipboard': async ({ selection }) => this.#clipboard!.read(selection),
    'write-clipboard': async ({ text }) => {
      await this.#clipboard!.write(text);
      return undefined;
    },
    'switch-wire': ({ terminal, wire }) => {
      if (this.#viewers.has(terminal)) throw new Refusal(409, `terminal ${terminal} is a VNC viewer: it has one wire`);
      this.#terminals.switchWire(terminal, wire);
    },
    'set-link': ({ terminal, link }) => this.#terminals.setLink(terminal, link),
    'give-keyboard': ({ terminal }) => this.#terminals.giveKeyboard(terminal),
    disconnect: ({ terminal }) => {
      if (this.#viewers.has(terminal)) this.#viewers.disconnect(terminal);
      else this.#terminals.disconnect(terminal);
    },
    launch: ({ command, foreground }) => this.#programs!.launch(command, foreground),
    end: async ({ reason, exitCode }) => {
      await this.end(reason, exitCode);
      return undefined;
    },
  };

  #stats(): SessionStats {
    const { clients, core } = this.#host;
    return {
      seconds: (performance.now() - this.#started) / 1000,
      clients: this.#clients.count,
      // The root is the first.
      windows: core.state.screen.surfaces.length - 1,
      programs: this.#programs?.list ?? [],
      terminals: [...this.#terminals.stats, ...this.#viewers.stats],
      ...clients.counts,
      defects: this.#defects,
      epoch: this.#host.epoch,
      width: core.state.screen.width,
      height: core.state.screen.height,
      residentBytes: process.memoryUsage.rss(),
      recording: this.#recorder?.stats,
      lease: this.#lease?.stats,
    };
  }

  async #expire(lease: number): Promise<void> {
    const reason = `no terminal for ${lease / 1000} s`;
    this.#events.ending?.('lease', reason);
    await this.end(reason, undefined);
    this.#events.ended?.();
  }

  /** Ends it in order: what was started in it, its terminals, its sockets and files. */
  async end(reason: string, exitCode: number | undefined): Promise<void> {
    this.#ended ??= this.#end(reason, exitCode);
    await this.#ended;
  }

  async #end(reason: string, exitCode: number | undefined): Promise<void> {
    this.#lease?.stop();
    this.#rest.stop();
    this.#rfb?.close();
    this.#viewers.end(reason);
    await Promise.all([this.#terminals.end(reason, exitCode), this.#programs?.endAll()]);
    this.#clipboard?.close();
    this.#clients.closeAll();
    this.#setTimer(undefined);
    this.#relay?.close();
    await this.#display?.close();
    await this.#endRecording();
    await rm(this.#folder, { recursive: true, force: true });
    this.#watchman?.dismiss();
  }

  /** With all that the programs still did. */
  async #endRecording(): Promise<void> {
    if (this.#recorder === undefined) return;
    while (this.#host.run(this.#now(), TURN_BYTES));
    await this.#recorder.end(this.#now());
  }

  #defect(what: string): void {
    this.#defects++;
    this.#events.log(`defect: ${what}`);
  }

  #exactNow(): number {
    return performance.now() - this.#started + FIRST_TIME;
  }

  /** Time of the session's log. */
  #now(): number {
    return Math.floor(this.#exactNow());
  }

  async #loadFont(hash: string): Promise<void> {
    try {
      // A plain array, and no part of a pool: it becomes part of the log.
      this.#host.clients.fontLoaded(hash, Uint8Array.from(await this.#fonts.load(hash)));
    } catch (error) {
      this.#events.log(`font: ${messageOf(error)}`);
      this.#host.clients.fontLoaded(hash, undefined);
    }
  }

  #setTimer(time: number | undefined): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (time === undefined) return;
    // setTimeout takes 31 bits; a deadline further away is asked for again.
    const delay = Math.min(Math.max(0, time - this.#now()), 0x7fffffff);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#now() < time) this.#setTimer(time);
      else this.#host.timeReached(this.#now());
    }, delay);
  }

  #wake(): void {
    if (this.#working) return;
    this.#working = true;
    // Behind what has been read in this turn: many small writes become one piece of work.
    setImmediate(() => this.#work());
  }

  #work(): void {
    this.#working = false;
    let more = false;
    try {
      // What a terminal that is primary reports has happened already.
      const held = this.#recorder?.full === true && this.#host.hostIsPrimary;
      more = !held && this.#host.run(this.#now(), TURN_BYTES);
    } catch (error) {
      if (this.#host.hostIsPrimary) this.#defect(`entry: ${error instanceof Error ? error.stack : String(error)}`);
      else this.#terminals.failPrimary(error);
      more = true;
    }
    const { index } = this.#host.core.state;
    if (index !== this.#index) this.#rest.disturbed();
    this.#index = index;
    this.#terminals.pump();
    this.#viewers.pump();
    this.#lease?.update(this.#terminals.count + this.#viewers.count > 0);
    if (more) this.#wake();
  }
}
