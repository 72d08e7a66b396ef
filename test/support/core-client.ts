/** Our core as an X server in this process: log entries are made of what clients send, messages are gathered. */
import type { SystemFonts } from '../../host/fonts/system-fonts.ts';
import { Core } from '../../xserver/core.ts';
import type { DisplayDriver } from '../../xserver/driver.ts';
import { resolveFont } from '../../xserver/fonts/find-font.ts';
import { searchedFonts } from '../../xserver/fonts/searched-fonts.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import type { LogEvent, Sink } from '../../xserver/log/entry.ts';
import { requestReader } from '../../xserver/protocol/framing.ts';
import { decodeOpenFont } from '../../xserver/protocol/generated/xproto.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import {
  MessageSplitter,
  readSetupReply,
  setupReplyLength,
  syncRequest,
  type ConnectionInfo,
  type ServerMessage,
  type XClient,
} from './x-client.ts';

const OPEN_FONT = 45;
const CLIENT_ID_SHIFT = 21;

export interface TestCoreOptions {
  readonly width?: number;
  readonly height?: number;
  /** Fonts besides the built-in ones. */
  readonly fonts?: SystemFonts;
  readonly driver?: DisplayDriver;
  /** A core to go on with, instead of a new one: made by Core.restore. Its clients can't be talked to. */
  readonly core?: Core;
}

export class TestCore {
  readonly core: Core;
  readonly fonts: SystemFonts | undefined;
  /** Faults of ours that the core has reported; every `sync` fails while there are any. */
  readonly defects: string[] = [];
  /** Every entry applied, for replays. */
  readonly log: LogEvent[] = [];
  /** Time of the next entries in ms. */
  time = 1000;
  deadline: number | undefined;
  readonly bells: { volume: number; pitch: number; duration: number }[] = [];
  readonly #clients = new Map<number, CoreClient>();
  readonly #sink: Sink;
  #nextClient = 1;

  constructor(options: TestCoreOptions = {}) {
    this.core = options.core ?? new Core(screenSizeAt96Dpi(options.width ?? 1024, options.height ?? 768));
    this.fonts = options.fonts;
    this.#sink = {
      toClient: (client, bytes) => this.#clients.get(client)?.receive(bytes),
      consumed: () => {},
      closed: (client, reason) => this.#clients.get(client)?.end(reason),
      deadline: (time) => {
        this.deadline = time;
      },
      bell: (volume, pitch, duration) => this.bells.push({ volume, pitch, duration }),
      defect: (what) => this.defects.push(what),
      driver: options.driver ?? new SceneDamage(),
    };
    if (options.core === undefined) {
      if (options.fonts !== undefined) this.append({ kind: 'font-catalogue', catalogue: options.fonts.catalogue });
      this.append({ kind: 'terminal-attached', terminal: 1 });
    }
  }

  append(event: LogEvent): void {
    this.log.push(event.kind === 'request' ? { ...event, bytes: event.bytes.slice() } : event);
    this.core.apply({ ...event, index: this.core.state.index + 1, time: this.time }, this.#sink);
  }

  /** Connects a client; `idBase` as another server gave it, so that both get the same requests. */
  connect(littleEndian = true, idBase?: number): XClient {
    const number = this.#nextClient++;
    const client = new CoreClient(this, number, littleEndian);
    this.#clients.set(number, client);
    const base = idBase ?? (number << CLIENT_ID_SHIFT) >>> 0;
    this.append({ kind: 'client-connected', client: number, littleEndian, idBase: base });
    return client;
  }

  disconnect(number: number): void {
    this.append({ kind: 'client-gone', client: number });
    this.#clients.delete(number);
  }

  /** Hash of the font file that a request needs and that has not come yet. */
  missingFont(request: Uint8Array, littleEndian: boolean): string | undefined {
    if (request[0] !== OPEN_FONT || this.fonts === undefined) return undefined;
    const { name } = decodeOpenFont(requestReader(request, littleEndian));
    const hash = resolveFont(searchedFonts(this.core.state), name)?.file.hash;
    return hash === undefined || this.core.state.fonts.has(hash) ? undefined : hash;
  }
}

class CoreClient implements XClient {
  readonly littleEndian: boolean;
  sequence = 0;
  readonly #server: TestCore;
  readonly #number: number;
  readonly #splitter: MessageSplitter;
  #setup: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #info: ConnectionInfo | undefined;
  #messages: ServerMessage[] = [];
  /** Requests behind an OpenFont whose font has to be read. */
  #waiting: Uint8Array[] = [];
  #ended: string | undefined;
  #nextId = 0;

  constructor(server: TestCore, number: number, littleEndian: boolean) {
    this.#server = server;
    this.#number = number;
    this.littleEndian = littleEndian;
    this.#splitter = new MessageSplitter(littleEndian);
  }

  get info(): ConnectionInfo {
    if (this.#info === undefined) throw new Error(`no set-up reply; the connection ended: ${this.#ended}`);
    return this.#info;
  }

  receive(bytes: Uint8Array): void {
    if (this.#info !== undefined) {
      this.#messages.push(...this.#splitter.push(bytes));
      return;
    }
    const all = new Uint8Array(this.#setup.length + bytes.length);
    all.set(this.#setup);
    all.set(bytes, this.#setup.length);
    this.#setup = all;
    const length = setupReplyLength(all, this.littleEndian);
    if (length === undefined || all.length < length) return;
    this.#info = readSetupReply(all.slice(0, length), this.littleEndian);
    if (all.length > length) this.receive(all.slice(length));
  }

  end(reason: string): void {
    this.#ended = reason;
  }

  newId(): number {
    this.#nextId++;
    return this.info.idBase + this.#nextId;
  }

  send(...requests: Uint8Array[]): void {
    this.sequence += requests.length;
    this.#waiting.push(...requests);
    while (this.#waiting.length > 0 && this.#missingFont() === undefined) this.#apply();
  }

  #missingFont(): string | undefined {
    return this.#server.missingFont(this.#waiting[0]!, this.littleEndian);
  }

  #apply(): void {
    const bytes = this.#waiting.shift()!;
    if (this.#ended === undefined) this.#server.append({ kind: 'request', client: this.#number, bytes });
  }

  async sync(): Promise<ServerMessage[]> {
    this.send(syncRequest(this.littleEndian));
    while (this.#waiting.length > 0) {
      const hash = this.#missingFont();
      if (hash !== undefined) {
        this.#server.append({ kind: 'font', hash, bytes: await this.#server.fonts!.load(hash) });
      }
      this.#apply();
    }
    if (this.#server.defects.length > 0) throw new Error(this.#server.defects.join('\n'));
    if (this.#ended !== undefined) throw new Error(`the core closed the connection: ${this.#ended}`);
    const wanted = this.sequence & 0xffff;
    const at = this.#messages.findIndex(({ kind, sequence }) => kind === 'reply' && sequence === wanted);
    if (at < 0) throw new Error('the core holds the client: no answer to GetInputFocus');
    const messages = this.#messages.slice(0, at);
    this.#messages = this.#messages.slice(at + 1);
    return messages;
  }

  async close(): Promise<void> {
    if (this.#ended !== undefined) return;
    this.#ended = 'closed';
    this.#server.disconnect(this.#number);
  }
}
