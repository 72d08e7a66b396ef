/**
 * A connection of an app to an X server: requests out, replies, events and errors in.
 *
 * Requests are batched and leave at the end of the turn (or at a size); a query's promise settles when its reply comes. Start here to read
 * the app API; windows are in window.ts, drawing in drawing.ts.
 */
import { decodeError, ErrorCode } from '../../xserver/protocol/errors.ts';
import {
  coreReplyDecoders,
  coreRequestEncoders,
  decodeCoreEvent,
  type CoreEvent,
  type CoreReplies,
  type CoreRequestArguments,
  type CoreRequestName,
  type Screen,
} from '../../xserver/protocol/generated/xproto.ts';
import { decodeXcMiscGetXIDRangeReply, encodeXcMiscGetXIDRange } from '../../xserver/protocol/generated/xc_misc.ts';
import { decodeBigRequestsEnableReply, encodeBigRequestsEnable } from '../../xserver/protocol/generated/bigreq.ts';
import { Reader } from '../../xserver/protocol/reader.ts';
import {
  decodeSetupReply,
  encodeSetupRequest,
  setupReplyLength,
  type SetupSuccess,
} from '../../xserver/protocol/setup.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import { MessageStream } from './message-stream.ts';
import type { Defer, Transport } from './transport.ts';

/** Bytes after which a batch is sent without waiting for the end of the turn. */
const FLUSH_BYTES = 32 * 1024;

/** With fewer ids left, more are asked for. */
const FEW_IDS = 1024;

export type QueryName = keyof CoreReplies & CoreRequestName;
export type EventHandler = (event: CoreEvent) => void;

export interface Authorization {
  readonly name: string;
  readonly data: Uint8Array;
}

export interface ConnectionOptions {
  readonly authorization?: Authorization | undefined;
  readonly defer: Defer;
}

/** The server answered a request with an error. */
export class RequestFailed extends Error {
  readonly request: string;
  /** One of ErrorCode. */
  readonly code: number;
  readonly badValue: number;

  constructor(request: string, code: number, badValue: number) {
    const name = Object.entries(ErrorCode).find(([, value]) => value === code)?.[0] ?? `error ${code}`;
    super(`${request}: Bad${name} (0x${badValue.toString(16)})`);
    this.name = 'RequestFailed';
    this.request = request;
    this.code = code;
    this.badValue = badValue;
  }
}

interface PendingReply {
  readonly sequence: number;
  readonly request: string;
  readonly decode: (reader: Reader) => unknown;
  readonly resolve: (reply: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Connection {
  readonly setup: SetupSuccess;
  readonly screen: Screen;
  readonly littleEndian = true;
  /** Errors of requests that nobody waits for; by default they are dropped. */
  onError: (error: RequestFailed) => void = () => {};
  /** Called once when the connection has ended. */
  onClose: (reason: string) => void = () => {};
  /** Events of windows that have no handler. */
  onOtherEvent: EventHandler = () => {};
  /** Called with every event before its window's handler. */
  readonly watchers = new Set<EventHandler>();
  /** The longest request in bytes. */
  maximumRequestBytes: number;

  readonly #transport: Transport;
  readonly #defer: Defer;
  readonly #stream = new MessageStream(true);
  readonly #handlers = new Map<number, EventHandler>();
  readonly #writer = new Writer(true, FLUSH_BYTES * 2);
  /** Names of requests not yet known to be done, oldest first, for error messages. */
  readonly #sent: { sequence: number; name: string }[] = [];
  readonly #pending: PendingReply[] = [];
  readonly #freeIds: number[] = [];
  #sequence = 0;
  #nextId: number;
  /** One past the last id of the range in use. */
  #endOfIds: number;
  #askingForIds = false;
  #flushQueued = false;
  #closed: string | undefined;

  private constructor(transport: Transport, setup: SetupSuccess, rest: Uint8Array, defer: Defer) {
    this.setup = setup;
    this.screen = setup.roots[0]!;
    this.maximumRequestBytes = setup.maximumRequestLength * 4;
    this.#transport = transport;
    this.#defer = defer;
    this.#nextId = setup.resourceIdBase + 1;
    this.#endOfIds = setup.resourceIdBase + setup.resourceIdMask + 1;
    transport.onBytes = (bytes) => this.#receive(bytes);
    transport.onClose = (reason) => this.#ended(reason);
    if (rest.length > 0) this.#receive(rest);
  }

  /**
   * Connects and authorises.
   * @throws Error with the server's reason when it refuses.
   */
  static async open(transport: Transport, options: ConnectionOptions): Promise<Connection> {
    const { name = '', data = new Uint8Array(0) } = options.authorization ?? {};
    let received: Uint8Array = new Uint8Array(0);
    const { length } = await new Promise<{ length: number }>((resolve, reject) => {
      transport.onBytes = (bytes) => {
        const all = new Uint8Array(received.length + bytes.length);
        all.set(received);
        all.set(bytes, received.length);
        received = all;
        const whole = setupReplyLength(received, true);
        if (whole !== undefined && received.length >= whole) resolve({ length: whole });
      };
      transport.onClose = (reason) => reject(new Error(`no X server: ${reason}`));
      transport.send(
        encodeSetupRequest({
          littleEndian: true,
          protocolMajorVersion: 11,
          protocolMinorVersion: 0,
          authorizationName: name,
          authorizationData: data,
        }),
      );
    });
    const reply = decodeSetupReply(received.subarray(0, length), true);
    if (reply.status !== 'success') {
      transport.close();
      throw new Error(`the X server refuses: ${reply.reason.trim()}`);
    }
    const connection = new Connection(transport, reply, received.slice(length), options.defer);
    await connection.#enableBigRequests();
    return connection;
  }

  get root(): number {
    return this.screen.root;
  }

  /** Number of the last request sent or batched. */
  get sequence(): number {
    return this.#sequence;
  }

  get isClosed(): boolean {
    return this.#closed !== undefined;
  }

  /** A new resource id; ids given back by `releaseId` come first. @throws RangeError when all are in use. */
  newId(): number {
    const free = this.#freeIds.pop();
    if (free !== undefined) return free;
    if (this.#nextId >= this.#endOfIds) throw new RangeError('no resource ids are left');
    if (this.#endOfIds - this.#nextId < FEW_IDS && !this.#askingForIds) void this.#askForIds();
    return this.#nextId++;
  }

  /** Finds a range of ids whose resources are freed, before the present one runs out. XC-MISC 1.1 */
  async #askForIds(): Promise<void> {
    this.#askingForIds = true;
    try {
      const { present, majorOpcode } = await this.query('QueryExtension', { name: 'XC-MISC' });
      if (present === 0) return;
      // Ids of this range's rest look free too, and some will be handed out before the answer comes: they don't count.
      const restStart = this.#nextId;
      const { startId, count } = await this.queryEncoded(
        'XCMiscGetXIDRange',
        (writer) => encodeXcMiscGetXIDRange(writer, {}, majorOpcode),
        decodeXcMiscGetXIDRangeReply,
      );
      const holdsRest = startId <= restStart && startId + count > restStart;
      const end = holdsRest ? restStart : startId + count;
      if (end - startId < FEW_IDS) return;
      for (let id = this.#nextId; id < this.#endOfIds; id++) this.#freeIds.push(id);
      this.#nextId = startId;
      this.#endOfIds = end;
      this.#askingForIds = false;
    } catch {
      // Without an answer the range ends where it ends.
    }
  }

  /** Runs `callback` at the end of this turn, before what it draws is sent. */
  afterTurn(callback: () => void): void {
    this.#defer(callback);
  }

  /** Lets an id be used again; its resource must have been freed. */
  releaseId(id: number): void {
    this.#freeIds.push(id);
  }

  /** Sends a request that has no reply. */
  send<N extends CoreRequestName>(name: N, request: CoreRequestArguments[N]): void {
    this.#begin(name, (writer) => coreRequestEncoders[name](writer, request));
  }

  /** Sends a request and waits for its reply. @throws RequestFailed */
  query<N extends QueryName>(name: N, request: CoreRequestArguments[N]): Promise<CoreReplies[N]> {
    return this.queryEncoded(
      name,
      (writer) => coreRequestEncoders[name](writer, request),
      coreReplyDecoders[name] as (reader: Reader) => CoreReplies[N],
    );
  }

  /** As `send`, for a request of an extension: `encode` writes it whole. */
  sendEncoded(name: string, encode: (writer: Writer) => void): void {
    this.#begin(name, encode);
  }

  /** As `query`, for a request of an extension. */
  queryEncoded<R>(name: string, encode: (writer: Writer) => void, decode: (reader: Reader) => R): Promise<R> {
    return new Promise<R>((resolve, reject) => {
      if (this.#closed !== undefined) {
        reject(new Error(`the connection is closed: ${this.#closed}`));
        return;
      }
      const sequence = this.#begin(name, encode);
      this.#pending.push({ sequence, request: name, decode, resolve: resolve as (reply: unknown) => void, reject });
    });
  }

  /** Waits until the server has carried out every request so far. */
  async sync(): Promise<void> {
    await this.query('GetInputFocus', {});
  }

  /** Sends what is batched now. */
  flush(): void {
    if (this.#writer.length === 0 || this.#closed !== undefined) return;
    this.#transport.send(this.#writer.finish());
    this.#writer.reset();
  }

  /** Sets the handler of a window's events. */
  handleEvents(window: number, handler: EventHandler): void {
    this.#handlers.set(window, handler);
  }

  forgetEvents(window: number): void {
    this.#handlers.delete(window);
  }

  close(): void {
    this.flush();
    this.#transport.close();
    this.#ended('closed by the app');
  }

  #begin(name: string, encode: (writer: Writer) => void): number {
    if (this.#closed !== undefined) return 0;
    encode(this.#writer);
    this.#sequence++;
    this.#sent.push({ sequence: this.#sequence, name });
    if (this.#sent.length > 4096) this.#sent.splice(0, 2048);
    if (this.#writer.length >= FLUSH_BYTES) this.flush();
    else if (!this.#flushQueued) {
      this.#flushQueued = true;
      this.#defer(() => {
        this.#flushQueued = false;
        this.flush();
      });
    }
    return this.#sequence;
  }

  async #enableBigRequests(): Promise<void> {
    const { present, majorOpcode } = await this.query('QueryExtension', { name: 'BIG-REQUESTS' });
    if (present === 0) return;
    const reply = await this.queryEncoded(
      'BigRequestsEnable',
      (writer) => encodeBigRequestsEnable(writer, {}, majorOpcode),
      decodeBigRequestsEnableReply,
    );
    this.maximumRequestBytes = reply.maximumRequestLength * 4;
  }

  #receive(bytes: Uint8Array): void {
    for (const message of this.#stream.push(bytes)) {
      if (message[0] === 0) this.#failed(message);
      else if (message[0] === 1) this.#replied(message);
      else this.#event(message);
    }
  }

  /** The full number of the request that a message's 16 bits name: the newest that is not in the future. */
  #fullSequence(low: number): number {
    let full = this.#sequence - ((this.#sequence - low) & 0xffff);
    if (full < 0) full = low;
    return full;
  }

  #requestName(sequence: number): string {
    while (this.#sent.length > 0 && this.#sent[0]!.sequence < sequence) this.#sent.shift();
    return this.#sent[0]?.sequence === sequence ? this.#sent[0].name : 'request';
  }

  #failed(message: Uint8Array): void {
    const packet = decodeError(message, true);
    const sequence = this.#fullSequence(packet.sequence);
    const error = new RequestFailed(this.#requestName(sequence), packet.code, packet.badValue);
    const at = this.#pending.findIndex((pending) => pending.sequence === sequence);
    if (at < 0) this.onError(error);
    else this.#pending.splice(at, 1)[0]!.reject(error);
  }

  #replied(message: Uint8Array): void {
    const reader = new Reader(message, true);
    const sequence = this.#fullSequence(message[2]! | (message[3]! << 8));
    // Replies come in order: anything older that still waits will never be answered.
    while (this.#pending.length > 0 && this.#pending[0]!.sequence < sequence) {
      const lost = this.#pending.shift()!;
      lost.reject(new Error(`${lost.request}: the server sent no reply`));
    }
    const pending = this.#pending[0];
    if (pending === undefined || pending.sequence !== sequence) return;
    this.#pending.shift();
    try {
      pending.resolve(pending.decode(reader));
    } catch (error) {
      pending.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  #event(message: Uint8Array): void {
    const event = decodeCoreEvent(new Reader(message, true));
    if (event === undefined) return;
    for (const watcher of this.watchers) watcher(event);
    const handler = this.#handlers.get(eventWindow(event)) ?? this.onOtherEvent;
    handler(event);
  }

  #ended(reason: string): void {
    if (this.#closed !== undefined) return;
    this.#closed = reason;
    for (const pending of this.#pending.splice(0)) pending.reject(new Error(`the connection is closed: ${reason}`));
    this.onClose(reason);
  }
}

/** The window that an event was reported to. */
function eventWindow(event: CoreEvent): number {
  switch (event.name) {
    case 'SelectionClear':
    case 'SelectionRequest':
      return event.owner;
    case 'SelectionNotify':
      return event.requestor;
    case 'GraphicsExposure':
    case 'NoExposure':
      return event.drawable;
    case 'CreateNotify':
    case 'MapRequest':
    case 'ConfigureRequest':
      return event.parent;
    case 'KeymapNotify':
    case 'MappingNotify':
      return 0;
    default:
      return 'event' in event ? event.event : 'window' in event ? event.window : 0;
  }
}
