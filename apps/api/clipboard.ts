/** The CLIPBOARD and PRIMARY selections as text, both ways. ICCCM §2, with INCR (§2.7.2) for what is longer than a request. */
import { Atom, EventMask, type CoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import { coreEventEncoders } from '../../xserver/protocol/generated/xproto.ts';
import { Writer } from '../../xserver/protocol/writer.ts';
import type { Atoms } from './atoms.ts';
import type { Connection } from './connection.ts';
import { setBytes, setWords } from './properties.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { decodeLatin1, encodeLatin1 } from './text-bytes.ts';
import type { Timers } from './timers.ts';

export type SelectionName = 'clipboard' | 'primary';

/** An owner that has not answered by then, or has not sent its next piece, is taken to have nothing. */
const PATIENCE_MS = 3000;
/** Longest text taken from another app. */
const MAXIMUM_BYTES = 64 << 20;

interface Owned {
  readonly text: string;
  readonly time: number;
}

interface Reading {
  readonly selection: number;
  readonly target: number;
  readonly chunks: Uint8Array[];
  incremental: boolean;
  /** The property has changed while we did not know yet that the text comes in pieces. */
  early: boolean;
  length: number;
  /** Something has come of it. */
  heard(): void;
  done(bytes: Uint8Array | undefined): void;
}

interface Sending {
  readonly requestor: number;
  readonly property: number;
  readonly target: number;
  readonly bytes: Uint8Array;
  at: number;
}

type EventOf<N extends CoreEvent['name']> = Extract<CoreEvent, { name: N }>;

export class Clipboard {
  readonly #connection: Connection;
  readonly #atoms: Atoms;
  readonly #timers: Timers;
  readonly #window: number;
  readonly #owned = new Map<number, Owned>();
  #sending: Sending[] = [];
  #reading: Reading | undefined;
  /** Readers wait for each other: they share one property. */
  #queue: Promise<unknown> = Promise.resolve();
  /** Called when another app has taken the selection. */
  onLost: (selection: SelectionName) => void = () => {};

  constructor(connection: Connection, atoms: Atoms, timers: Timers) {
    this.#connection = connection;
    this.#atoms = atoms;
    this.#timers = timers;
    this.#window = connection.newId();
    connection.send('CreateWindow', {
      depth: 0,
      wid: this.#window,
      parent: connection.root,
      x: -10,
      y: -10,
      width: 1,
      height: 1,
      borderWidth: 0,
      class: 2,
      visual: 0,
      valueList: { overrideRedirect: 1, eventMask: EventMask.PropertyChange },
    });
    connection.handleEvents(this.#window, (event) => this.#handle(event));
    connection.watchers.add((event) => {
      if (event.name === 'PropertyNotify' && event.state === 1) this.#continueSending(event.window, event.atom);
    });
  }

  #atom(selection: SelectionName): number {
    return selection === 'primary' ? Atom.PRIMARY : this.#atoms.CLIPBOARD;
  }

  /** Offers text; `time` is that of the event that led to it. */
  write(text: string, time: number, selection: SelectionName = 'clipboard'): void {
    const atom = this.#atom(selection);
    this.#owned.set(atom, { text, time });
    this.#connection.send('SetSelectionOwner', { owner: this.#window, selection: atom, time });
  }

  /** The text of a selection, or undefined where nobody offers any. */
  read(selection: SelectionName = 'clipboard', time = 0): Promise<string | undefined> {
    const atom = this.#atom(selection);
    const own = this.#owned.get(atom);
    if (own !== undefined) return Promise.resolve(own.text);
    const result = this.#queue.then(async () => {
      const utf8 = await this.#convert(atom, this.#atoms.UTF8_STRING, time);
      if (utf8 !== undefined) return decodeUtf8Loosely(utf8);
      const latin1 = await this.#convert(atom, Atom.STRING, time);
      return latin1 === undefined ? undefined : decodeLatin1(latin1);
    });
    this.#queue = result.catch(() => {});
    return result;
  }

  #convert(selection: number, target: number, time: number): Promise<Uint8Array | undefined> {
    return new Promise((resolve) => {
      const wait = () => this.#timers.after(PATIENCE_MS, () => reading.done(undefined));
      let cancel = wait();
      const reading: Reading = {
        selection,
        target,
        chunks: [],
        incremental: false,
        early: false,
        length: 0,
        heard: () => {
          cancel();
          cancel = wait();
        },
        done: (bytes) => {
          cancel();
          if (this.#reading === reading) this.#reading = undefined;
          resolve(bytes);
        },
      };
      this.#reading = reading;
      this.#connection.send('ConvertSelection', {
        requestor: this.#window,
        selection,
        target,
        property: this.#atoms.FARPANE_SELECTION,
        time,
      });
    });
  }

  #handle(event: CoreEvent): void {
    if (event.name === 'SelectionRequest') this.#answer(event);
    else if (event.name === 'SelectionNotify') this.#notified(event);
    else if (event.name === 'SelectionClear') {
      this.#owned.delete(event.selection);
      this.onLost(event.selection === Atom.PRIMARY ? 'primary' : 'clipboard');
    } else if (event.name === 'PropertyNotify' && event.state === 0 && this.#reading !== undefined) {
      if (event.atom !== this.#atoms.FARPANE_SELECTION) return;
      if (this.#reading.incremental) void this.#takeChunk(this.#reading);
      else this.#reading.early = true;
    }
  }

  #notified(event: EventOf<'SelectionNotify'>): void {
    const reading = this.#reading;
    if (reading === undefined || event.selection !== reading.selection || event.target !== reading.target) return;
    reading.early = false;
    if (event.property === 0) reading.done(undefined);
    else void this.#takeChunk(reading);
  }

  async #takeChunk(reading: Reading): Promise<void> {
    const reply = await this.#connection
      .query('GetProperty', {
        delete: 1,
        window: this.#window,
        property: this.#atoms.FARPANE_SELECTION,
        type: 0,
        longOffset: 0,
        longLength: MAXIMUM_BYTES / 4,
      })
      .catch(() => undefined);
    if (this.#reading !== reading) return;
    if (reply === undefined) return reading.done(undefined);
    reading.heard();
    if (reply.type === this.#atoms.INCR) {
      reading.incremental = true;
      return reading.early ? this.#takeChunk(reading) : undefined;
    }
    if (!reading.incremental) return reading.done(reply.value);
    if (reply.type === 0) return;
    reading.chunks.push(reply.value);
    reading.length += reply.value.length;
    if (reply.value.length === 0 || reading.length > MAXIMUM_BYTES) reading.done(joined(reading.chunks));
  }

  #answer(event: EventOf<'SelectionRequest'>): void {
    // A requestor of old names no property: the target serves. ICCCM §2.2
    const property = event.property === 0 ? event.target : event.property;
    const owned = this.#owned.get(event.selection);
    const given = owned !== undefined && this.#give(owned, event.requestor, event.target, property);
    const writer = new Writer(true, 32);
    coreEventEncoders.SelectionNotify(writer, 0, {
      name: 'SelectionNotify',
      time: event.time,
      requestor: event.requestor,
      selection: event.selection,
      target: event.target,
      property: given ? property : 0,
    });
    this.#connection.send('SendEvent', {
      propagate: 0,
      destination: event.requestor,
      eventMask: 0,
      event: writer.finish(),
    });
  }

  #give(owned: Owned, requestor: number, target: number, property: number): boolean {
    const { TARGETS, TIMESTAMP, UTF8_STRING, TEXT, INCR } = this.#atoms;
    if (target === TARGETS) {
      setWords(this.#connection, requestor, property, Atom.ATOM, [TARGETS, TIMESTAMP, UTF8_STRING, Atom.STRING, TEXT]);
      return true;
    }
    if (target === TIMESTAMP) {
      setWords(this.#connection, requestor, property, Atom.INTEGER, [owned.time]);
      return true;
    }
    if (target !== UTF8_STRING && target !== Atom.STRING && target !== TEXT) return false;
    const bytes = target === Atom.STRING ? encodeLatin1(owned.text) : encodeUtf8(owned.text);
    const type = target === TEXT ? UTF8_STRING : target;
    if (bytes.length <= this.#chunkBytes) {
      setBytes(this.#connection, requestor, property, type, bytes);
      return true;
    }
    this.#connection.send('ChangeWindowAttributes', {
      window: requestor,
      valueList: { eventMask: EventMask.PropertyChange },
    });
    setWords(this.#connection, requestor, property, INCR, [bytes.length]);
    this.#sending.push({ requestor, property, target: type, bytes, at: 0 });
    return true;
  }

  get #chunkBytes(): number {
    return Math.min(this.#connection.maximumRequestBytes - 64, 256 * 1024);
  }

  /** The requestor has deleted the property: the next piece goes, and an empty one at last. */
  #continueSending(window: number, property: number): void {
    const sending = this.#sending.find((s) => s.requestor === window && s.property === property);
    if (sending === undefined) return;
    const piece = sending.bytes.subarray(sending.at, sending.at + this.#chunkBytes);
    setBytes(this.#connection, window, property, sending.target, piece);
    sending.at += piece.length;
    if (piece.length === 0) this.#sending = this.#sending.filter((s) => s !== sending);
  }
}

function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(chunks.reduce((sum, chunk) => sum + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
