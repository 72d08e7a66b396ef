/**
 * One connection to the session: a WebSocket, the emulated link and the terminal's end of the carrier. It ends by itself, once; whoever owns it
 * makes another.
 */
import type { DisplayDriver } from '../../../xserver/driver.ts';
import { CarrierError, CLOSE_CODES, closeReasonOf, type CloseReason } from '../../../session/carrier/carrier-error.ts';
import type { ScreenSize, WireName } from '../../../session/carrier/control.ts';
import { nxCodec } from '../../../nx/codec.ts';
import { plainCodec } from '../../../session/log-codec.ts';
import { linkProfile } from '../../../session/link.ts';
import { TerminalEnd } from '../../../session/terminal-end.ts';
import type { TerminalWires } from '../../../session/wire.ts';
import type { KeptParts } from '../../../session/terminal/kept-parts.ts';
import type { KeptReplica, TerminalEvents } from '../../../session/terminal/terminal-options.ts';
import { EmulatedLink } from '../../../session/emulated-link.ts';
import { inflate } from './inflate.ts';

/** The socket gets no more while it holds this many bytes. */
const MAX_BUFFERED_BYTES = 1024 * 1024;
/** The host pings every 5 seconds: after this long it is gone, whatever the socket says. */
const SILENCE_MS = 20_000;
const CHECK_MS = 5000;

export interface ConnectionEnd {
  /** undefined when no close code of ours came: the network, or a host that is not there. */
  readonly reason: CloseReason | undefined;
  readonly message: string;
  /** The WebSocket was open at some time. */
  readonly opened: boolean;
}

export interface ConnectionOptions {
  readonly url: string;
  readonly wire: WireName;
  readonly visible: boolean;
  /** What the connection before has left; it is used up. */
  readonly resume: KeptReplica | undefined;
  readonly keptParts: KeptParts;
  readonly screen: ScreenSize;
  /** The link that is emulated from the beginning; undefined leaves it to the session. */
  readonly link: string | undefined;
  readonly driver: DisplayDriver;
  /** Ends of wires that ship drawing. */
  readonly wires: TerminalWires;
  readonly events: Omit<TerminalEvents, 'wake' | 'ended'>;
  /** Entries may have been applied: there may be something to show. */
  readonly worked: () => void;
  readonly ended: (end: ConnectionEnd) => void;
}

export class Connection {
  readonly end: TerminalEnd;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #link: EmulatedLink;
  readonly #checks: ReturnType<typeof setInterval>;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #opened = false;
  #openedAt = 0;
  #over = false;
  /** `#pump` is under way, or will be at the end of this turn. */
  #pumping = false;
  #sessionEnd = '';

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.end = new TerminalEnd(
      {
        wire: options.wire,
        codecs: { x11: plainCodec, nx: nxCodec },
        wires: options.wires,
        visible: options.visible,
        resume: options.resume,
        link: options.link,
        keptParts: options.keptParts,
        screen: options.screen,
        driver: options.driver,
        unpack: inflate,
        events: {
          ...options.events,
          wake: () => this.#wake(),
          ended: (reason) => {
            this.#sessionEnd = reason;
          },
        },
      },
      performance.now(),
    );
    this.#link = new EmulatedLink(
      {
        send: (message) => this.#socket.send(message as Uint8Array<ArrayBuffer>),
        receive: (message) => this.#guard(() => this.end.receive(message, performance.now())),
      },
      options.link === undefined ? undefined : linkProfile(options.link),
    );
    this.#socket = new WebSocket(options.url);
    this.#socket.binaryType = 'arraybuffer';
    this.#socket.addEventListener('open', () => {
      this.#opened = true;
      this.#openedAt = performance.now();
      this.#wake();
    });
    this.#socket.addEventListener('message', ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (this.#over) return;
      if (typeof data === 'string') {
        this.#finish('malformed', 'the host sent text');
        return;
      }
      this.#link.receive(new Uint8Array(data), performance.now());
      this.#pump();
      options.worked();
    });
    this.#socket.addEventListener('close', ({ code, reason }) => this.#finish(closeReasonOf(code), reason));
    this.#checks = setInterval(() => this.#check(), CHECK_MS);
  }

  /** It has ended, or been closed. */
  get over(): boolean {
    return this.#over;
  }

  /** Input, or anything else to do with the terminal; what follows from it is sent at once. */
  act(action: (end: TerminalEnd, now: number) => void): void {
    if (this.#over) return;
    this.#guard(() => action(this.end, performance.now()));
    this.#pump();
  }

  setLink(name: string): void {
    if (this.#over) return;
    this.#link.change(linkProfile(name), performance.now());
    this.#wake();
  }

  close(): void {
    this.#finish(undefined, '');
  }

  #wake(): void {
    if (this.#pumping || this.#over) return;
    this.#pumping = true;
    // Behind all that is done in this turn: it leaves as one message.
    queueMicrotask(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  #pump(): void {
    if (this.#over || this.#socket.readyState !== WebSocket.OPEN) return;
    this.#pumping = true;
    this.#guard(() => {
      const now = performance.now();
      while (this.#socket.bufferedAmount < MAX_BUFFERED_BYTES && !this.#link.full(now)) {
        const message = this.end.take(now);
        if (message === undefined) break;
        this.#link.send(message, now);
      }
    });
    this.#pumping = false;
    this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    if (this.#over) return;
    const now = performance.now();
    const linkTime = this.#link.run(now);
    const times = [this.end.deadline, linkTime];
    if (this.#socket.bufferedAmount >= MAX_BUFFERED_BYTES) times.push(now + 10);
    const next = times.reduce(
      (least, time) => (time !== undefined && (least === undefined || time < least) ? time : least),
      undefined,
    );
    if (next === undefined) return;
    // A timer takes no more than 31 bits.
    this.#timer = setTimeout(() => this.#timeReached(), Math.min(Math.max(0, next - now), 0x7fffffff));
  }

  #timeReached(): void {
    const now = performance.now();
    const { deadline } = this.end;
    this.#guard(() => {
      if (deadline !== undefined && now >= deadline) this.end.timeReached(now);
    });
    this.#pump();
    if (!this.#over) this.#options.worked();
  }

  #check(): void {
    const heard = Math.max(this.end.carrier.lastHeard, this.#openedAt);
    if (this.#opened && performance.now() - heard > SILENCE_MS) {
      this.#finish(undefined, 'The host has not been heard of for too long.');
    }
  }

  #guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      const reason = error instanceof CarrierError ? error.reason : 'defect';
      const message = error instanceof Error ? error.message : String(error);
      if (!(error instanceof CarrierError)) this.#options.events.defect(message);
      this.#finish(reason, message);
    }
  }

  #finish(reason: CloseReason | undefined, message: string): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    clearInterval(this.#checks);
    // A close reason takes 123 bytes.
    if (reason === undefined) this.#socket.close();
    else this.#socket.close(CLOSE_CODES[reason], message.slice(0, 30));
    this.end.close();
    this.#options.ended({
      reason,
      message: this.#sessionEnd === '' ? message : this.#sessionEnd,
      opened: this.#opened,
    });
  }
}
