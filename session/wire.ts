/**
 * Wires that ship no log: what of a session crosses the network is their own affair, on a channel of their own.
 *
 * When a terminal asks for one, the host makes its end beside the wire in use; with its first bytes the terminal makes the other. The host's end
 * brings the terminal up to date, the terminal's end says when it has the whole picture (`whole`), and from there on the terminal shows that
 * and the old wire ends. Input goes up the log channel, whatever the wire; drawing is seen by a driver that hangs on the host's core
 * (`host.drivers`). An end is made anew for each time that the wire is taken: frames carry its number, so that none reaches another.
 */
import type { ChannelSource } from './carrier/carrier.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import type { WireName } from './carrier/control.ts';
import type { Pace } from './carrier/pace.ts';
import type { HostCore } from './order/host-core.ts';

/** One end of a wire, at the host or at the terminal. */
export interface WireEnd {
  /** What it has to send; undefined for nothing ever. */
  readonly source: ChannelSource | undefined;
  /** About how many bytes wait to be sent. */
  readonly backlog?: number;
  /** Takes in what the other end's source has given, piece by piece (borrowed). @throws CarrierError when the connection must end. */
  receive(bytes: Uint8Array, now: number): void;
  /** Another wire has taken its place, or the connection has ended. */
  close(): void;
}

export interface HostWireOptions {
  readonly terminal: number;
  readonly host: HostCore;
  /** What the link carries: see carrier/pace.ts. */
  readonly pace: Pace;
  /** There is something to send. */
  readonly wake: () => void;
  /** ms of the session, with fractions. */
  readonly now: () => number;
}

export interface TerminalWireOptions {
  /** It has the whole picture: from here on this wire is what the terminal shows. */
  readonly whole: () => void;
  readonly wake: () => void;
}

export type HostWires = Readonly<Partial<Record<WireName, (options: HostWireOptions) => WireEnd>>>;
export type TerminalWires = Readonly<Partial<Record<WireName, (options: TerminalWireOptions) => WireEnd>>>;

/** Numbers of ends go round; no more of them are ever under way at once. */
const NUMBERS = 256;

/** The channel of one wire: passes frames between the carrier and the end that is in use, each behind that end's number. */
export class WirePort implements ChannelSource {
  readonly name: WireName;
  /** Frames of an end that is not known here: gives that end, or undefined to drop them. */
  readonly #unknown: (number: number) => WireEnd | undefined;
  #number = 0;
  #end: WireEnd | undefined;

  constructor(name: WireName, unknown: (number: number) => WireEnd | undefined) {
    this.name = name;
    this.#unknown = unknown;
  }

  /** The end in use, and its number. */
  get end(): WireEnd | undefined {
    return this.#end;
  }

  get number(): number {
    return this.#number;
  }

  /** Takes an end into use, under the next number or the one given. */
  open(end: WireEnd, number = (this.#number + 1) % NUMBERS): void {
    this.close();
    this.#number = number;
    this.#end = end;
  }

  close(): void {
    this.#end?.close();
    this.#end = undefined;
  }

  get backlog(): number {
    return this.#end?.backlog ?? 0;
  }

  get waiting(): boolean {
    return this.#end?.source?.waiting === true;
  }

  next(maximum: number): Uint8Array | undefined {
    const bytes = this.#end?.source?.next(Math.max(1, maximum - 1));
    if (bytes === undefined) return undefined;
    const frame = new Uint8Array(bytes.length + 1);
    frame[0] = this.#number;
    frame.set(bytes, 1);
    return frame;
  }

  /** @throws CarrierError when the connection must end. */
  receive(frame: Uint8Array, now: number): void {
    const number = frame[0];
    if (number === undefined) throw new CarrierError('malformed', 'an empty frame');
    if (number !== this.#number) {
      const end = this.#unknown(number);
      if (end !== undefined) this.open(end, number);
    }
    if (number === this.#number) this.#end?.receive(frame.subarray(1), now);
  }
}
