/** The terminals of a session: WebSockets on one side, their ends of the carrier on the other. */
import { once } from 'node:events';
import type { Duplex } from 'node:stream';
import { deflate, deflateSync } from 'node:zlib';
import { WebSocketServer, type WebSocket } from 'ws';
import { CarrierError, CLOSE_CODES, type CloseReason } from '../session/carrier/carrier-error.ts';
import type { KeyboardMode, WireName } from '../session/carrier/control.ts';
import type { HostEnd } from '../session/host-end.ts';
import { Hub, type Guest } from '../session/hub.ts';
import { MAX_MESSAGE_BYTES, MAX_TERMINALS, PING_MS, SILENCE_MS } from '../session/limits.ts';
import type { LogCodecs } from '../session/log-codec.ts';
import type { HostWires } from '../session/wire.ts';
import type { HostCore } from '../session/order/host-core.ts';
import { acceptUpgrade } from './accept-upgrade.ts';
import { Refusal } from './refusal.ts';
import type { TerminalStats, UpgradeRequest } from './session-messages.ts';

/** What a socket may hold before it is given more: the link's own pace (session/carrier/pace.ts) usually keeps well below. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
const MAX_REASON_BYTES = 120;
/** How long terminals may take to close when the session ends. */
const FAREWELL_MS = 1000;

export interface TerminalsOptions {
  readonly session: string;
  /** Whose input counts while several terminals are attached. */
  readonly keyboard: KeyboardMode;
  /** The link that terminals without a wish of their own emulate. */
  readonly link: string | undefined;
  /** Of the wires that ship the log. */
  readonly codecs: LogCodecs;
  /** The host's ends of wires that ship no log. */
  readonly wires: HostWires;
  readonly host: HostCore;
  /** ms of the session, with fractions. */
  readonly now: () => number;
  /** Something is to be done for `work`. */
  readonly wake: () => void;
  readonly log: (line: string) => void;
}

interface Terminal {
  readonly end: HostEnd;
  readonly socket: WebSocket;
  readonly since: number;
  readonly address: string;
  closed: boolean;
}

export class Terminals {
  readonly #options: TerminalsOptions;
  readonly #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false });
  readonly #terminals = new Set<Terminal>();
  /** While there is something to look after. */
  #timer: NodeJS.Timeout | undefined;
  readonly #hub: Hub;

  constructor(options: TerminalsOptions) {
    this.#options = options;
    const { session, host, keyboard, link, codecs, wires, wake, now } = options;
    const pack = (bytes: Uint8Array) => deflateSync(bytes);
    this.#hub = new Hub({ session, host, keyboard, link, codecs, wires, pack, wake, now });
  }

  /** A connection whose upgrade to WebSocket has been allowed. */
  accept(upgrade: UpgradeRequest, socket: Duplex): void {
    acceptUpgrade(this.#server, upgrade, socket, (webSocket) =>
      this.#connected(webSocket, upgrade.viewOnly === true, upgrade.address),
    );
  }

  /** Lets a viewer take part that is shown what it is shown by somebody else. */
  join(viewOnly: boolean, wire: WireName): Guest {
    return this.#hub.join(viewOnly, wire);
  }

  get holder(): number | undefined {
    return this.#hub.holder;
  }

  get count(): number {
    return this.#terminals.size;
  }

  get stats(): TerminalStats[] {
    const { primary, holder } = this.#hub;
    return [...this.#terminals].map(({ end, since, address }) => ({
      terminal: end.terminal,
      kind: 'farpane',
      address,
      wire: end.wire ?? '',
      primary: end === primary,
      holder: end.terminal === holder,
      viewOnly: end.viewOnly,
      visible: end.visible,
      seconds: (this.#options.now() - since) / 1000,
      sent: { ...end.carrier.sent },
      received: { ...end.carrier.received },
      roundTrip: end.carrier.pace.roundTrip,
      link: end.link,
      backlog: end.backlog,
      ...end.counts,
      ...end.feed.counts,
    }));
  }

  /** Gives a terminal another wire, as if it had asked for it. @throws Refusal */
  switchWire(terminal: number, wire: WireName): void {
    const { end } = this.#numbered(terminal);
    if (end.wire === undefined) throw new Refusal(409, `terminal ${terminal} is not greeted yet`);
    end.switchWire(wire);
    this.#options.wake();
  }

  /** Has a terminal emulate another link, as if it had asked for it. @throws Refusal */
  setLink(terminal: number, link: string): void {
    const { end } = this.#numbered(terminal);
    if (end.wire === undefined) throw new Refusal(409, `terminal ${terminal} is not greeted yet`);
    end.setLink(link);
    this.#options.wake();
  }

  /** Makes a terminal the holder. @throws Refusal */
  giveKeyboard(terminal: number): void {
    const viewOnly = this.#hub.isViewOnly(terminal);
    if (viewOnly === undefined) throw new Refusal(404, `no terminal ${terminal}`);
    if (viewOnly) throw new Refusal(409, `terminal ${terminal} may look, and no more`);
    this.#hub.settle({ taking: terminal });
    this.#options.wake();
  }

  /** Cuts a terminal off. @throws Refusal */
  disconnect(terminal: number): void {
    this.#close(this.#numbered(terminal), 'dismissed', 'the terminal was disconnected by request');
  }

  #numbered(number: number): Terminal {
    for (const terminal of this.#terminals) if (terminal.end.terminal === number) return terminal;
    throw new Refusal(404, `no terminal ${number}`);
  }

  #connected(socket: WebSocket, viewOnly: boolean, address: string): void {
    if (this.#terminals.size >= MAX_TERMINALS) {
      socket.close(CLOSE_CODES['too-large'], 'too many terminals');
      return;
    }
    const end = this.#hub.connect({
      viewOnly,
      packSnapshot: (bytes, done) => {
        // Off the main thread: the session goes on meanwhile.
        deflate(bytes, { level: 3 }, (error, packed) => {
          if (error === null) this.#guard(terminal, () => done(packed));
          else this.#close(terminal, 'defect', error.message);
        });
      },
      left: () => this.#close(terminal, 'ended', 'the terminal has left'),
      failed: (error) =>
        this.#guard(terminal, () => {
          throw error;
        }),
    });
    const terminal: Terminal = { end, socket, since: this.#options.now(), address, closed: false };
    this.#terminals.add(terminal);
    this.#timer ??= setInterval(() => this.#checkAll(), PING_MS).unref();
    socket.binaryType = 'nodebuffer';
    socket.on('error', () => {
      // 'close' follows.
    });
    socket.on('close', () => this.#closed(terminal));
    socket.on('message', (data: Buffer, isBinary) => {
      if (terminal.closed) return;
      if (!isBinary) {
        this.#close(terminal, 'malformed', 'a text message');
        return;
      }
      this.#guard(terminal, () => {
        terminal.end.receive(new Uint8Array(data.buffer, data.byteOffset, data.length));
        this.#hub.heard(terminal.end);
        this.#pump(terminal);
      });
      this.#options.wake();
    });
  }

  /** Ends a connection whose peer, or whose replica, is at fault. */
  #guard(terminal: Terminal, body: () => void): void {
    try {
      body();
    } catch (error) {
      if (error instanceof CarrierError) {
        this.#options.log(`terminal ${terminal.end.terminal}: ${error.message}`);
        this.#close(terminal, error.reason, error.message);
      } else {
        const what = error instanceof Error ? (error.stack ?? error.message) : String(error);
        this.#options.log(`terminal ${terminal.end.terminal}: ${what}`);
        this.#close(terminal, 'defect', 'a fault at the host');
      }
    }
  }

  /** The terminal that orders the log has reported what cannot be: it must go. */
  failPrimary(error: unknown): void {
    for (const terminal of this.#terminals) {
      if (terminal.end !== this.#hub.primary) continue;
      this.#guard(terminal, () => {
        throw error;
      });
    }
  }

  #close(terminal: Terminal, reason: CloseReason, message: string): void {
    if (terminal.closed) return;
    const text = Buffer.from(message)
      .subarray(0, MAX_REASON_BYTES)
      .toString('utf8')
      .replace(/\uFFFD+$/, '');
    terminal.socket.close(CLOSE_CODES[reason], text);
    this.#closed(terminal);
  }

  #closed(terminal: Terminal): void {
    if (terminal.closed) return;
    terminal.closed = true;
    this.#terminals.delete(terminal);
    this.#hub.remove(terminal.end);
    this.#options.wake();
  }

  /** Sends what may be sent to each. */
  pump(): void {
    for (const terminal of this.#terminals) this.#guard(terminal, () => this.#pump(terminal));
    this.#hub.poll();
  }

  #pump(terminal: Terminal): void {
    const { socket, end } = terminal;
    while (!terminal.closed && socket.bufferedAmount < MAX_BUFFERED_BYTES) {
      const message = end.carrier.take(this.#options.now());
      if (message === undefined) return;
      socket.send(message, () => {
        if (socket.bufferedAmount < MAX_BUFFERED_BYTES && end.carrier.waiting) this.#options.wake();
      });
    }
  }

  #checkAll(): void {
    const now = this.#options.now();
    this.#hub.check();
    for (const terminal of this.#terminals) {
      const heard = Math.max(terminal.end.carrier.lastHeard, terminal.since);
      if (now - heard > SILENCE_MS) {
        this.#close(terminal, 'silent', 'nothing heard from the terminal');
        // It may not even take part in closing.
        terminal.socket.terminate();
      } else {
        this.#guard(terminal, () => this.#pump(terminal));
      }
    }
    if (!this.#hub.isIdle) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  /** The session is over: says so, closes, and waits a little until the terminals have heard it. */
  async end(reason: string, exitCode: number | undefined): Promise<void> {
    clearInterval(this.#timer);
    const sockets = [...this.#terminals].map(({ socket }) => socket);
    const closed = sockets.map(async (socket) => once(socket, 'close'));
    for (const terminal of this.#terminals) {
      this.#guard(terminal, () => {
        terminal.end.sendEnded(reason, exitCode);
        this.#pump(terminal);
      });
      this.#close(terminal, 'ended', reason);
    }
    // A process that ends with bytes unread would reset the connection, and what it has said would be lost.
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, FAREWELL_MS);
    });
    await Promise.race([Promise.all(closed), patience]);
    // It would keep the process.
    clearTimeout(timer);
    // One that does not answer would keep the process.
    for (const socket of sockets) socket.terminate();
  }
}
