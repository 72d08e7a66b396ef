/**
 * The terminal's end of its connection, for browser worker and headless Node alike: carrier messages in, carrier messages out, and between them
 * the core, drawing through the driver that is given. No I/O, no timers, no clock: the owner moves messages and says what time it is, in ms of
 * any clock that only goes forward.
 *
 * How it is used: send what `take` gives until it gives nothing, whenever `wake` is called or the socket wants more; hand every message to
 * `receive`; call `timeReached` when the clock reaches `deadline`. A CarrierError thrown ends the connection.
 */
import { Core } from '../xserver/core.ts';
import { LOG_FORMAT_VERSION } from '../xserver/log/encoding.ts';
import type { LogEvent, Sink, TerminalInput } from '../xserver/log/entry.ts';
import { ByteWriter } from '../xserver/snapshot/bytes.ts';
import { SNAPSHOT_VERSION } from '../xserver/snapshot/snapshot.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import { Carrier } from './carrier/carrier.ts';
import { decodeControl, encodeControl } from './carrier/control-codec.ts';
import { PROTOCOL_VERSION, type FromTerminal, type Roles, type ScreenSize, type WireName } from './carrier/control.ts';
import { Channel } from './carrier/frames.ts';
import { MAX_TERMINAL_BACKLOG_BYTES, MAX_UNPACKED_BLOB_BYTES, TERMINAL_BACKLOG_BYTES } from './limits.ts';
import { EntryCutter } from './order/entry-cutter.ts';
import type { Turn } from './order/turns.ts';
import { finishRecords } from './records.ts';
import type { TerminalCounts, TerminalEndOptions, TerminalEvents, TerminalState } from './terminal/terminal-options.ts';
import { BlobInbox } from './x11/blobs.ts';
import { BlobKind, decodeDown, decodeEntry, type DownRecord } from './x11/down.ts';
import {
  MAX_KEYSYMS_PER_KEYCODE,
  writeApplied,
  writeHash,
  writeInput,
  writeRestored,
  writeScreenResized,
  writeTimeReached,
} from './x11/up.ts';
import { UpQueue } from './x11/up-queue.ts';

export class TerminalEnd {
  readonly carrier: Carrier;
  readonly counts: TerminalCounts = {
    entries: 0,
    inputs: 0,
    requests: 0,
    requestBytes: 0,
    replies: 0,
    replyBytes: 0,
    events: 0,
    eventBytes: 0,
    errors: 0,
    blobBytes: 0,
  };
  readonly #options: TerminalEndOptions;
  readonly #events: TerminalEvents;
  readonly #sink: Sink;
  readonly #cutter = new EntryCutter();
  readonly #blobs = new BlobInbox();
  readonly #up = new UpQueue();
  readonly #reports = new ByteWriter();
  /** Bytes for clients since the last flush. */
  readonly #bytes = new Map<number, ByteWriter>();
  /** Frames that wait, because what goes up is not taken. */
  #inbox: Uint8Array[] = [];
  /** What is left of the frame that is being taken in; its bytes count as dealt with when nothing is. */
  #records: DownRecord[] = [];
  #nextRecord = 0;
  #frameBytes = 0;
  /** Sum of the writers in `#bytes`. */
  #pendingBytes = 0;
  #state: TerminalState = 'connecting';
  #core: Core | undefined;
  #terminal = 0;
  #session = '';
  /** Entries of the host's order applied and not yet reported; all of them at `#time`. */
  #applied = 0;
  #time = 0;
  #reportedTime = 0;
  /** Session time minus the owner's. */
  #offset = 0;
  #helloAt: number;
  #coreDeadline: number | undefined;
  #lastInput = 0;
  #roles: Roles | undefined;

  constructor(options: TerminalEndOptions, now: number) {
    this.#options = options;
    this.#events = options.events;
    this.carrier = new Carrier((bytes) => this.#control(bytes));
    this.carrier.open(Channel.x11, this.#up, (bytes) => this.#inbox.push(bytes));
    this.#sink = {
      toClient: (client, bytes) => this.#toClient(client, bytes),
      // Credit, and clients that the core closes: the host's backup tells.
      consumed: () => {},
      closed: () => {},
      deadline: (time) => {
        this.#coreDeadline = time;
      },
      bell: (volume, pitch, duration) => {
        if (this.#state === 'live') options.events.bell(volume, pitch, duration);
      },
      defect: (what) => options.events.defect(what),
      driver: options.driver,
    };
    this.#helloAt = now;
    const { wire, screen } = options;
    this.carrier.sendControl(
      encodeControl({
        type: 'hello',
        version: PROTOCOL_VERSION,
        logVersion: LOG_FORMAT_VERSION,
        snapshotVersion: SNAPSHOT_VERSION,
        wire,
        ...(screen === undefined ? {} : { screen }),
      }),
    );
  }

  get state(): TerminalState {
    return this.#state;
  }

  /** The core, once the session's state has come. */
  get core(): Core | undefined {
    return this.#core;
  }

  get session(): string {
    return this.#session;
  }

  /** How much of the session's state has come while joining, from 0 to 1. */
  get progress(): number {
    if (this.#state === 'live') return 1;
    return this.#blobs.progress(BlobKind.snapshot) ?? 0;
  }

  /** When `timeReached` is due, on the owner's clock; undefined for never. */
  get deadline(): number | undefined {
    return this.#state === 'live' && this.#coreDeadline !== undefined ? this.#coreDeadline - this.#offset : undefined;
  }

  /** Takes in a message (owned). @throws CarrierError when the connection must end. */
  receive(message: Uint8Array, now: number): void {
    if (this.#state === 'closed') return;
    this.#now = now;
    this.carrier.receive(message, now);
    this.#work(now);
  }

  /** The next message to send, or undefined when there is none or it may not leave yet. */
  take(now: number): Uint8Array | undefined {
    const message = this.carrier.take(now);
    // What has left may have been what held requests up.
    if ((this.#frameBytes > 0 || this.#inbox.length > 0) && this.#backlog < TERMINAL_BACKLOG_BYTES) {
      this.#work(now);
    }
    return message ?? this.carrier.take(now);
  }

  /** The connection has ended. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#inbox = [];
    this.#records = [];
    this.#setState('closed');
  }

  /** Asks for another wire; `switched` tells when it is there. The picture stays until then. */
  switchWire(wire: WireName): void {
    this.#sendControl({ type: 'switch', wire });
  }

  /** Asks to be the holder: the screen gets this terminal's size, and where only one's input counts it is this one's. */
  takeKeyboard(): void {
    this.#sendControl({ type: 'take-keyboard' });
  }

  /** Somebody can see the terminal, or nobody. A hidden terminal is neither primary nor, for long, the holder. */
  setVisible(visible: boolean): void {
    this.#sendControl({ type: 'visible', visible });
  }

  #sendControl(message: FromTerminal): void {
    if (this.#state === 'closed') return;
    this.carrier.sendControl(encodeControl(message));
    this.#events.wake();
  }

  /** Who is what; undefined before it was told. */
  get roles(): Roles | undefined {
    return this.#roles;
  }

  /** Says good-bye; the host goes on without this terminal. */
  leave(): void {
    this.#sendControl({ type: 'leave' });
  }

  // Input. Nothing happens before the terminal is live.

  /** Root coordinates. */
  pointerMoved(x: number, y: number, now: number): void {
    // A host that does not read must not make us grow; the next motion says where the pointer is.
    if (this.#up.bytes > MAX_TERMINAL_BACKLOG_BYTES) return;
    this.#input({ kind: 'motion', x: Math.trunc(x), y: Math.trunc(y) }, now);
  }

  /** Physical button 1 and up; 4 to 7 are the wheel. */
  button(button: number, pressed: boolean, now: number): void {
    this.#input({ kind: 'button', button, pressed }, now);
  }

  key(keycode: number, pressed: boolean, now: number): void {
    this.#input({ kind: 'key', keycode, pressed }, now);
  }

  /** @throws RangeError for more keysyms per keycode than a keymap may have. */
  keymap(keymap: Omit<Extract<TerminalInput, { kind: 'keymap' }>, 'kind'>, now: number): void {
    if (keymap.keysymsPerKeycode > MAX_KEYSYMS_PER_KEYCODE) throw new RangeError('too many keysyms per keycode');
    this.#input({ kind: 'keymap', ...keymap }, now);
  }

  /** The screen gets another size. */
  resize(screen: ScreenSize, now: number): void {
    if (this.#state !== 'live') return;
    this.#beginOwn(now);
    writeScreenResized(this.#reports, this.#elapsed(), screen);
    this.#apply({ kind: 'screen-resized', ...screen });
    this.#finishOwn();
  }

  /** The owner's clock has reached `deadline`. */
  timeReached(now: number): void {
    if (this.#state !== 'live' || this.#coreDeadline === undefined) return;
    this.#beginOwn(now);
    // A timer that comes a little early is set again.
    if (this.#time >= this.#coreDeadline) {
      writeTimeReached(this.#reports, this.#elapsed());
      this.#apply({ kind: 'time-reached' });
    }
    this.#finishOwn();
  }

  /** Sends the hash of the state as it is now; `verified` tells what the host has to say to it. */
  verify(): void {
    if (this.#state !== 'live') return;
    this.#reportApplied();
    writeHash(this.#reports, this.#core!.stateHash());
    this.#finishOwn();
  }

  #input(input: TerminalInput, now: number): void {
    if (this.#state !== 'live') return;
    this.#beginOwn(now);
    this.counts.inputs++;
    writeInput(this.#reports, input, this.#elapsed());
    this.#apply({ kind: 'input', terminal: this.#terminal, number: ++this.#lastInput, input });
    this.#finishOwn();
  }

  /** An entry of our own comes next: what was applied before it is reported before it. */
  #beginOwn(now: number): void {
    this.#setTime(now);
    this.#reportApplied();
  }

  #finishOwn(): void {
    this.#flush();
    this.#events.wake();
  }

  // From the host

  /** The owner's time of the message that is being taken in. */
  #now = 0;

  #control(bytes: Uint8Array): void {
    const message = decodeControl(bytes);
    switch (message.type) {
      case 'welcome':
        if (this.#state !== 'connecting') throw new CarrierError('malformed', 'a second welcome');
        if (message.version !== PROTOCOL_VERSION) throw new CarrierError('version', 'the host is of another version');
        this.#terminal = message.terminal;
        this.#session = message.session;
        // Half of the round trip ago it was that time there.
        this.#offset = message.time + Math.floor((this.#now - this.#helloAt) / 2) - this.#now;
        this.#setState('joining');
        return;
      case 'verified':
        this.#events.verified(message.index, message.equal);
        return;
      case 'ended':
        this.#events.ended(message.reason, message.exitCode);
        return;
      case 'roles':
        this.#roles = message;
        this.#events.roles(message);
        return;
      case 'switched':
        return;
      default:
        throw new CarrierError('malformed', `${message.type} from a host`);
    }
  }

  #work(now: number): void {
    const deadline = this.#coreDeadline;
    if (this.#state === 'live') this.#setTime(now);
    // Few bytes of requests can ask for many of replies: what goes up is looked at after every entry.
    while (this.#backlog < TERMINAL_BACKLOG_BYTES) {
      if (this.#state === 'live' && this.#placeNext()) continue;
      const record = this.#records[this.#nextRecord++];
      if (record !== undefined) this.#take(record, now);
      else if (!this.#nextFrame()) break;
    }
    this.#flush();
    if (this.carrier.waiting || deadline !== this.#coreDeadline) this.#events.wake();
  }

  /** Bytes that wait to go up. */
  get #backlog(): number {
    return this.#up.bytes + this.#pendingBytes;
  }

  /** Begins the next frame; false when there is none. */
  #nextFrame(): boolean {
    if (this.#frameBytes > 0) {
      this.carrier.consumed(Channel.x11, this.#frameBytes);
      this.#frameBytes = 0;
      this.#flush();
    }
    const frame = this.#inbox.shift();
    if (frame === undefined) return false;
    this.#records = decodeDown(frame);
    this.#nextRecord = 0;
    this.#frameBytes = frame.length;
    return true;
  }

  #take(record: DownRecord, now: number): void {
    switch (record.kind) {
      case 'requests': {
        const { client, littleEndian, bytes } = record;
        this.counts.requestBytes += bytes.length;
        this.#place({ kind: 'requests', client, littleEndian, bytes });
        return;
      }
      case 'piece':
        this.counts.requestBytes += record.bytes.length;
        this.#place(record);
        return;
      case 'event':
        this.#place(record);
        return;
      case 'blob':
        this.#blobs.begin(record.id, record.blob, record.total);
        return;
      case 'blob-bytes': {
        this.counts.blobBytes += record.bytes.length;
        const blob = this.#blobs.add(record.id, record.bytes);
        if (blob !== undefined) this.#takeBlob(blob.kind, blob.bytes);
        return;
      }
      case 'entry':
        this.#follow(record.entry);
        return;
      case 'flip':
        this.#flip(record, now);
        return;
      default:
        record satisfies never;
    }
  }

  #takeBlob(kind: number, packed: Uint8Array): void {
    let bytes: Uint8Array;
    try {
      bytes = this.#options.unpack(packed, MAX_UNPACKED_BLOB_BYTES);
    } catch (error) {
      throw new CarrierError('malformed', `blob: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (kind === BlobKind.snapshot) {
      this.#restore(bytes);
    } else if (kind === BlobKind.entry) {
      this.#follow(decodeEntry(bytes));
    } else if (kind === BlobKind.event) {
      const { index: _index, time: _time, ...event } = decodeEntry(bytes);
      this.#place({ kind: 'event', event });
    } else {
      throw new CarrierError('malformed', `blob of unknown kind ${kind}`);
    }
  }

  #restore(snapshot: Uint8Array): void {
    if (this.#state !== 'joining' || this.#core !== undefined) throw new CarrierError('malformed', 'a second snapshot');
    try {
      this.#core = Core.restore(snapshot);
    } catch (error) {
      throw new CarrierError('malformed', `snapshot: ${error instanceof Error ? error.message : String(error)}`);
    }
    writeRestored(this.#reports, this.#core.state.index);
    this.#events.restored(this.#core);
  }

  /** As a replica: an entry with its place. */
  #follow(entry: Parameters<Core['apply']>[0]): void {
    if (this.#state !== 'joining' || this.#core === undefined)
      throw new CarrierError('malformed', 'entry out of place');
    if (entry.index !== this.#core.state.index + 1) throw new CarrierError('malformed', 'entry of a wrong index');
    this.#core.apply(entry, this.#sink);
    // The host, as primary, gives the clients their bytes.
    this.#bytes.clear();
    this.#pendingBytes = 0;
  }

  /** The terminal is the primary from here on. */
  #flip({ epoch, index, time }: Extract<DownRecord, { kind: 'flip' }>, now: number): void {
    if (this.#state !== 'joining' || this.#core?.state.index !== index) {
      throw new CarrierError('malformed', 'the order of the log was handed over out of place');
    }
    this.carrier.setEpoch(epoch);
    this.#time = time;
    this.#reportedTime = time;
    this.#setTime(now);
    this.#setState('live');
  }

  #place(turn: Turn): void {
    if (this.#state !== 'live') throw new CarrierError('malformed', 'requests before the log was handed over');
    this.#cutter.push(turn);
  }

  /** As primary: gives the next entry of the host's order its place; false when there is none. */
  #placeNext(): boolean {
    const event = this.#cutter.next();
    if (event === undefined) return false;
    if (event.kind === 'request') this.counts.requests++;
    this.#apply(event);
    this.#applied++;
    return true;
  }

  #apply(event: LogEvent): void {
    const core = this.#core!;
    const index = core.state.index + 1;
    const time = this.#time;
    this.counts.entries++;
    try {
      core.apply(
        event.kind === 'request'
          ? { kind: 'request', client: event.client, bytes: event.bytes, index, time }
          : { ...event, index, time },
        this.#sink,
      );
    } catch (error) {
      throw new CarrierError(
        'defect',
        `entry ${index} (${event.kind}): ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }

  #setTime(now: number): void {
    const time = Math.floor(now + this.#offset);
    if (time <= this.#time) return;
    this.#reportApplied();
    this.#time = time;
  }

  /** Time since the last report; reported now. */
  #elapsed(): number {
    const elapsed = this.#time - this.#reportedTime;
    this.#reportedTime = this.#time;
    return elapsed;
  }

  #reportApplied(): void {
    if (this.#applied === 0) return;
    writeApplied(this.#reports, this.#applied, this.#elapsed());
    this.#applied = 0;
  }

  #toClient(client: number, bytes: Uint8Array): void {
    const { counts } = this;
    const first = bytes[0];
    if (first === 1) {
      counts.replies++;
      counts.replyBytes += bytes.length;
    } else if (first === 0) {
      counts.errors++;
    } else {
      counts.events++;
      counts.eventBytes += bytes.length;
    }
    let writer = this.#bytes.get(client);
    if (writer === undefined) {
      writer = new ByteWriter(Math.max(256, bytes.length));
      this.#bytes.set(client, writer);
    }
    writer.bytes(bytes);
    this.#pendingBytes += bytes.length;
  }

  /** Queues a batch: the reports, then the bytes that follow from them. */
  #flush(): void {
    this.#reportApplied();
    if (this.#reports.length > 0) this.#up.pushRecords(finishRecords(this.#reports));
    for (const [client, writer] of this.#bytes) this.#up.pushBytes(client, writer.finish());
    this.#bytes.clear();
    this.#pendingBytes = 0;
  }

  #setState(state: TerminalState): void {
    this.#state = state;
    this.#events.stateChanged(state);
  }
}
