/** A headless terminal's connection: the terminal's end of the carrier on a WebSocket of Node, over an emulated link if asked for. */
import { inflateSync } from 'node:zlib';
import WebSocket from 'ws';
import { CarrierError, CLOSE_CODES, closeReasonOf } from '../../session/carrier/carrier-error.ts';
import { EmulatedLink } from '../../session/emulated-link.ts';
import { linkProfile, type LinkProfile } from '../../session/link.ts';
import { nxCodec } from '../../nx/codec.ts';
import { RawTerminalEnd } from '../../rawpixel/terminal-end.ts';
import { ThincTerminalEnd } from '../../thinc/terminal-end.ts';
import { decodeImage } from './decode-image.ts';
import { filmDecoder } from './film-decoder.ts';
import { nodeDecoders } from './video-decoders.ts';
import type { Scene } from '../../xserver/windows/scene.ts';
import { plainCodec } from '../../session/log-codec.ts';
import { MAX_MESSAGE_BYTES } from '../../session/limits.ts';
import { TerminalEnd } from '../../session/terminal-end.ts';
import type { TerminalEndOptions, TerminalEvents } from '../../session/terminal/terminal-options.ts';

const MAX_BUFFERED_BYTES = 1024 * 1024;
const CONNECT_TIMEOUT_MS = 30_000;
/** The host pings every few seconds: after this long without a word it is gone. */
const SILENCE_MS = 20_000;

export interface ConnectionOptions extends Pick<
  TerminalEndOptions,
  'wire' | 'screen' | 'visible' | 'resume' | 'keptParts' | 'driver'
> {
  /** Address of the session's terminal WebSocket, with its token. */
  readonly url: string;
  readonly link: LinkProfile | undefined;
  /** A larger screen is made smaller at the host, so that it fits in here, where the wire can do that. */
  readonly room?: { readonly width: number; readonly height: number } | undefined;
  readonly events: Omit<TerminalEvents, 'wake'>;
  /** Something has come from the host, or the core has acted. */
  readonly worked: (now: number) => void;
  /** The connection is over; the message says why. */
  readonly closed: (message: string, clean: boolean) => void;
}

export class Connection {
  readonly end: TerminalEnd;
  readonly #options: ConnectionOptions;
  readonly #socket: WebSocket;
  readonly #link: EmulatedLink;
  #timer: NodeJS.Timeout | undefined;
  #thinc: ThincTerminalEnd | undefined;
  #raw: RawTerminalEnd | undefined;
  readonly #check: NodeJS.Timeout;
  #over = false;
  #pumping = false;

  constructor(options: ConnectionOptions) {
    this.#options = options;
    this.end = new TerminalEnd(
      {
        wire: options.wire,
        codecs: { x11: plainCodec, nx: nxCodec },
        wires: {
          thinc: ({ whole, wake }) => {
            const { driver, worked } = options;
            const painted = (): void => worked(performance.now());
            const decoders = nodeDecoders();
            this.#thinc = new ThincTerminalEnd({ driver, whole, fault, wake, decoders, painted });
            if (options.room !== undefined) this.#thinc.setRoom(options.room);
            return this.#thinc;
          },
          raw: ({ whole, wake }) => {
            const { driver, worked } = options;
            const painted = (): void => worked(performance.now());
            return (this.#raw = new RawTerminalEnd({
              driver,
              whole,
              wake,
              worked: painted,
              decode: decodeImage,
              films: filmDecoder(),
              fault,
            }));
          },
        },
        screen: options.screen,
        visible: options.visible,
        resume: options.resume,
        link: options.link?.name,
        keptParts: options.keptParts,
        driver: options.driver,
        unpack,
        events: {
          ...options.events,
          wake: () => this.#wake(),
          link: (name) => {
            this.#link.change(linkProfile(name), performance.now());
            options.events.link?.(name);
          },
        },
      },
      performance.now(),
    );
    this.#link = new EmulatedLink(
      {
        send: (message) => this.#socket.send(message),
        receive: (message) => this.#guard(() => this.end.receive(message, performance.now())),
      },
      options.link,
    );
    this.#socket = new WebSocket(options.url, {
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
      handshakeTimeout: CONNECT_TIMEOUT_MS,
    });
    this.#socket.on('open', () => this.#wake());
    this.#socket.on('message', (data: Buffer, isBinary) => {
      if (this.#over) return;
      if (!isBinary) {
        this.#finish('the host sent text', false);
        return;
      }
      const now = performance.now();
      this.#link.receive(new Uint8Array(data.buffer, data.byteOffset, data.length), now);
      this.#pump();
      options.worked(now);
    });
    this.#socket.on('error', (error) => this.#finish(messageOf(error), false));
    this.#socket.on('unexpected-response', (_request, response) => {
      let body = '';
      response.on('data', (chunk: Buffer) => {
        if (body.length < 1000) body += chunk.toString('utf8');
      });
      response.on('end', () => this.#finish(`${response.statusCode ?? ''} ${body.trim()}`.trim(), false));
    });
    this.#socket.on('close', (code, reason) => {
      const why = reason.toString('utf8');
      this.#finish(why === '' ? 'the connection was lost' : why, closeReasonOf(code) === 'ended');
    });
    this.#check = setInterval(() => {
      const heard = this.end.carrier.lastHeard;
      if (heard > 0 && performance.now() - heard > SILENCE_MS) this.#finish('the host is silent', false);
    }, 1000);
  }

  /** What the terminal shows; undefined before it shows anything. */
  get scene(): Scene | undefined {
    switch (this.end.wire) {
      case 'thinc':
        return this.#thinc?.terminal.scene;
      case 'raw':
        return this.#raw?.scene;
      default:
        return this.end.core?.state;
    }
  }

  /** Where on the host's screen a point of what is shown is. */
  onScreen(x: number, y: number): { x: number; y: number } {
    return this.end.wire === 'thinc' && this.#thinc !== undefined ? this.#thinc.terminal.onScreen(x, y) : { x, y };
  }

  /** Input, or anything else to do with the terminal; what follows from it is sent at once. */
  act(action: (end: TerminalEnd, now: number) => void): void {
    if (this.#over) return;
    this.#guard(() => action(this.end, performance.now()));
    this.#pump();
  }

  /** Says good-bye and closes. */
  async close(): Promise<void> {
    if (this.#over) return;
    this.act((end) => end.leave());
    this.#finish('', true);
    await new Promise<void>((resolve) => {
      this.#socket.once('close', () => resolve());
      if (this.#socket.readyState === WebSocket.CLOSED) resolve();
    });
  }

  #wake(): void {
    if (this.#pumping || this.#over) return;
    this.#pumping = true;
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
    const times = [this.end.deadline, this.#link.run(now)];
    if (this.#socket.bufferedAmount >= MAX_BUFFERED_BYTES) times.push(now + 5);
    const next = times.reduce(
      (least, time) => (time !== undefined && (least === undefined || time < least) ? time : least),
      undefined,
    );
    if (next === undefined) return;
    this.#timer = setTimeout(() => this.#timeReached(), Math.min(Math.max(0, next - now), 0x7fffffff));
  }

  #timeReached(): void {
    const now = performance.now();
    const { deadline } = this.end;
    this.#guard(() => {
      if (deadline !== undefined && now >= deadline) this.end.timeReached(now);
    });
    this.#pump();
    if (!this.#over) this.#options.worked(now);
  }

  #guard(body: () => void): void {
    try {
      body();
    } catch (error) {
      if (error instanceof CarrierError) this.#socket.close(error.code, error.message.slice(0, 60));
      else this.#socket.close(CLOSE_CODES.defect, 'a fault of the terminal');
      this.#finish(messageOf(error), false);
    }
  }

  #finish(message: string, clean: boolean): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    clearInterval(this.#check);
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.close(1000);
    else if (this.#socket.readyState === WebSocket.CONNECTING) this.#socket.terminate();
    this.end.close();
    this.#options.closed(message, clean);
  }
}

function fault(message: string): Error {
  return new CarrierError('malformed', message);
}

/** As a plain array: the core keeps parts of it. */
function unpack(bytes: Uint8Array, maximum: number): Uint8Array {
  const unpacked = inflateSync(bytes, { maxOutputLength: maximum });
  return new Uint8Array(unpacked.buffer, unpacked.byteOffset, unpacked.length);
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = 'code' in error ? error.code : undefined;
  return code === 'ECONNREFUSED' ? 'nobody listens there' : error.message;
}
