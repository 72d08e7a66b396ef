/**
 * One end of a terminal's connection, without the connection: messages in, messages out (frames.ts has their form).
 *
 * Bytes of a channel go out only as far as its receiver has given credit and as the pace of the link allows; credit, answers to pings and
 * control messages pass ahead of bulk. Bulk is pulled from its source when it can leave, so that it stays where it can still be put in a
 * better order. The owner calls `take` while its socket wants more, hands what it reads to `receive`, and ends the connection when that
 * throws a CarrierError.
 */
import { ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { finishRecords } from '../records.ts';
import {
  BULK_WINDOW_BYTES,
  CONTROL_WINDOW_BYTES,
  CREDIT_FRACTION,
  MAX_FRAME_BYTES,
  MAX_MESSAGE_BYTES,
  MAX_RECORD_BYTES,
} from '../limits.ts';
import { CarrierError } from './carrier-error.ts';
import { Channel, decodeFrames, writeData, writeNumber, type Frame } from './frames.ts';
import { Pace } from './pace.ts';

/** Where a channel's bytes come from. */
export interface ChannelSource {
  /**
   * Whole records of at most `maximum` bytes together, or one longer record that cannot be cut (up to MAX_RECORD_BYTES); undefined when there
   * is nothing to send. The bytes are handed over.
   */
  next(maximum: number): Uint8Array | undefined;
  /** False when `next` would give nothing. */
  readonly waiting: boolean;
}

/** Takes in a channel's data (borrowed until it returns), with the epoch that it belongs to. */
export type ChannelReceiver = (bytes: Uint8Array, epoch: number) => void;

interface OpenChannel {
  readonly number: number;
  readonly window: number;
  readonly source: ChannelSource | undefined;
  readonly receive: ChannelReceiver;
  /** Bytes that may still be sent. */
  credit: number;
  /** Bytes received for which no credit has been returned. */
  owed: number;
  /** Of these, the bytes that have been dealt with. */
  consumed: number;
}

export interface CarrierCounts {
  messages: number;
  bytes: number;
}

/** Control messages that wait to leave; more than a window of them means that the peer takes none. */
const MAX_CONTROL_QUEUE_BYTES = 4 * CONTROL_WINDOW_BYTES;

/** A source is asked for no less: credit of a few bytes is no reason for a record of a few bytes. */
const LEAST_BYTES = 256;

export class Carrier {
  readonly pace = new Pace();
  readonly sent: CarrierCounts = { messages: 0, bytes: 0 };
  readonly received: CarrierCounts = { messages: 0, bytes: 0 };
  /** When the peer was last heard, in the caller's milliseconds; 0 for never. */
  lastHeard = 0;
  readonly #channels: (OpenChannel | undefined)[] = [];
  readonly #order: OpenChannel[] = [];
  readonly #writer = new ByteWriter(4096);
  #control: Uint8Array[] = [];
  #controlBytes = 0;
  #pongs: number[] = [];
  #creditDue = false;
  #pingWanted = false;
  #epochOut = 0;
  #epochOutChanged = false;
  #epochIn = 0;

  constructor(receiveControl: (bytes: Uint8Array) => void) {
    this.open(Channel.control, undefined, receiveControl);
  }

  /** Opens a bulk channel, behind those already open. The receiver tells by `consumed` when it has dealt with data. */
  open(number: number, source: ChannelSource | undefined, receive: ChannelReceiver): void {
    if (this.#channels[number] !== undefined) throw new Error(`channel ${number} is open already`);
    const window = number === Channel.control ? CONTROL_WINDOW_BYTES : BULK_WINDOW_BYTES;
    const channel = { number, window, source, receive, credit: window, owed: 0, consumed: 0 };
    this.#channels[number] = channel;
    this.#order.push(channel);
  }

  /** Queues a control message. @throws CarrierError when the peer has taken none for too long. */
  sendControl(bytes: Uint8Array): void {
    this.#control.push(bytes);
    this.#controlBytes += bytes.length;
    if (this.#controlBytes > MAX_CONTROL_QUEUE_BYTES) throw new CarrierError('too-large', 'control messages pile up');
  }

  /** Data from here on belongs to this term of the primary. */
  setEpoch(epoch: number): void {
    this.#epochOut = epoch;
    this.#epochOutChanged = true;
  }

  /** Sends a ping with the next message, to learn the round trip and whether the peer lives. */
  wantPing(): void {
    this.#pingWanted = true;
  }

  /** So many bytes of a channel have been dealt with: the peer may send as many more. */
  consumed(number: number, bytes: number): void {
    const channel = this.#channels[number];
    if (channel === undefined) return;
    channel.consumed += bytes;
    if (channel.consumed >= channel.window / CREDIT_FRACTION) this.#creditDue = true;
  }

  /**
   * Takes in one message (owned: receivers may keep views of it).
   * @throws CarrierError when the connection must end.
   */
  receive(message: Uint8Array, now: number): void {
    this.lastHeard = now;
    this.received.messages++;
    this.received.bytes += message.length;
    for (const frame of decodeFrames(message)) this.#take(frame, now);
  }

  #take(frame: Frame, now: number): void {
    const channel = this.#channels[frame.channel];
    if (channel === undefined) throw new CarrierError('malformed', `channel ${frame.channel} is not open`);
    switch (frame.kind) {
      case 'data':
        channel.owed += frame.bytes.length;
        // A record that cannot be cut may begin with the last byte of credit.
        if (channel.owed > channel.window + MAX_RECORD_BYTES + LEAST_BYTES) {
          throw new CarrierError('no-credit', `channel ${frame.channel} has no credit left`);
        }
        channel.receive(frame.bytes, this.#epochIn);
        if (frame.channel === Channel.control) this.consumed(Channel.control, frame.bytes.length);
        return;
      case 'credit':
        channel.credit += frame.bytes;
        if (channel.credit > channel.window) throw new CarrierError('malformed', 'credit that was not owed');
        return;
      case 'epoch':
        this.#epochIn = frame.epoch;
        return;
      case 'ping':
        // A peer that asks without taking answers gets the last ones only.
        if (this.#pongs.length >= 64) this.#pongs.shift();
        this.#pongs.push(frame.token);
        return;
      case 'pong':
        this.pace.pong(frame.token, now);
        return;
      default:
        frame satisfies never;
    }
  }

  /** True when `take` would give a message now. */
  get waiting(): boolean {
    if (this.#pongs.length > 0 || this.#creditDue || this.#pingWanted) return true;
    if (this.#control.length > 0 && this.#channels[Channel.control]!.credit > 0) return true;
    return (this.pace.allowance() > 0 || this.pace.mustAsk) && this.#bulkWaiting;
  }

  /** A channel has something to send, and credit for it. */
  get #bulkWaiting(): boolean {
    return this.#order.some((channel) => channel.credit > 0 && channel.source?.waiting);
  }

  /** The next message to send, or undefined when there is none or it may not leave yet. */
  take(now: number): Uint8Array | undefined {
    const writer = this.#writer;
    for (const token of this.#pongs) writeNumber(writer, 'pong', 0, token);
    this.#pongs = [];
    if (this.#creditDue) this.#writeCredit(writer);
    this.#writeControl(writer);
    this.#writeBulk(writer);
    if (this.pace.mustAsk && this.#bulkWaiting) this.#pingWanted = true;
    if (writer.length === 0 && !this.#pingWanted) return undefined;
    const idle = !this.#bulkWaiting;
    const token = this.pace.sending(writer.length, idle, now, this.#pingWanted);
    if (token !== undefined) writeNumber(writer, 'ping', 0, token);
    this.#pingWanted = false;
    const message = finishRecords(writer);
    this.sent.messages++;
    this.sent.bytes += message.length;
    return message;
  }

  #writeCredit(writer: ByteWriter): void {
    this.#creditDue = false;
    for (const channel of this.#order) {
      if (channel.consumed < channel.window / CREDIT_FRACTION) continue;
      writeNumber(writer, 'credit', channel.number, channel.consumed);
      channel.owed -= channel.consumed;
      channel.consumed = 0;
    }
  }

  #writeControl(writer: ByteWriter): void {
    const channel = this.#channels[Channel.control]!;
    // Not more than a chunk of them at once: many small messages make a large one.
    while (this.#control.length > 0 && channel.credit > 0 && writer.length < MAX_MESSAGE_BYTES / 4) {
      const bytes = this.#control.shift()!;
      this.#controlBytes -= bytes.length;
      channel.credit -= bytes.length;
      writeData(writer, channel.number, bytes);
    }
  }

  #writeBulk(writer: ByteWriter): void {
    let room = this.pace.allowance();
    for (const channel of this.#order) {
      const { source } = channel;
      if (source === undefined) continue;
      while (room > 0 && channel.credit > 0) {
        const bytes = source.next(Math.min(room, Math.max(channel.credit, LEAST_BYTES), MAX_FRAME_BYTES));
        if (bytes === undefined) break;
        // Only now: the source may have begun a new term while it gave the bytes.
        if (this.#epochOutChanged) {
          writeNumber(writer, 'epoch', channel.number, this.#epochOut);
          this.#epochOutChanged = false;
        }
        channel.credit -= bytes.length;
        room -= bytes.length;
        writeData(writer, channel.number, bytes);
      }
    }
  }
}
