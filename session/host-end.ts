/** The host's end of one terminal's connection: greets it, gives it its wire, and says when it is to end. No I/O: see carrier/carrier.ts. */
import { LOG_FORMAT_VERSION } from '../xserver/log/encoding.ts';
import { SNAPSHOT_VERSION } from '../xserver/snapshot/snapshot.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import { Carrier } from './carrier/carrier.ts';
import { decodeControl, encodeControl } from './carrier/control-codec.ts';
import { OFFERED_WIRES, PROTOCOL_VERSION, WIRES, type Hello, type WireName } from './carrier/control.ts';
import { Channel } from './carrier/frames.ts';
import type { LogCodecs } from './log-codec.ts';
import type { HostCore } from './order/host-core.ts';
import { X11Feed } from './x11/feed.ts';

export interface HostEndOptions {
  readonly session: string;
  readonly terminal: number;
  /** It came with a token that lets it look, and no more. */
  readonly viewOnly: boolean;
  /** Of the wires that ship the log. */
  readonly codecs: LogCodecs;
  readonly host: HostCore;
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  readonly packSnapshot: (bytes: Uint8Array, done: (packed: Uint8Array) => void) => void;
  /** This terminal is about to join: whoever is primary must go. */
  readonly joining: () => void;
  readonly joined: () => void;
  /** The terminal leaves of its own will. */
  readonly left: () => void;
  readonly wake: () => void;
  /** ms of the session, with fractions: the link is measured with it. */
  readonly now: () => number;
}

export class HostEnd {
  readonly carrier: Carrier;
  readonly terminal: number;
  readonly #options: HostEndOptions;
  #feed: X11Feed | undefined;
  #wire: WireName | undefined;

  constructor(options: HostEndOptions) {
    this.#options = options;
    this.terminal = options.terminal;
    this.carrier = new Carrier((bytes) => this.#control(bytes));
  }

  /** The wire that was agreed on; undefined before. */
  get wire(): WireName | undefined {
    return this.#wire;
  }

  /**
   * Takes in a message (owned).
   * @throws CarrierError when the connection must end.
   */
  receive(message: Uint8Array): void {
    this.carrier.receive(message, this.#options.now());
  }

  /** The connection has ended. */
  close(): void {
    const feed = this.#feed;
    this.#feed = undefined;
    feed?.close(this.#time());
  }

  /** Tells the terminal that the session is over. */
  sendEnded(reason: string, exitCode: number | undefined): void {
    this.carrier.sendControl(encodeControl({ type: 'ended', reason, ...(exitCode === undefined ? {} : { exitCode }) }));
    this.#options.wake();
  }

  /** Time of the session's log. */
  #time(): number {
    return Math.floor(this.#options.now());
  }

  #control(bytes: Uint8Array): void {
    const message = decodeControl(bytes);
    switch (message.type) {
      case 'hello':
        this.#greet(message);
        return;
      case 'leave':
        this.#options.left();
        return;
      case 'switch':
      case 'take-keyboard':
      case 'visible':
      case 'resize':
      case 'verify':
      case 'paused':
        return;
      default:
        throw new CarrierError('malformed', `${message.type} from a terminal`);
    }
  }

  #greet(hello: Hello): void {
    const options = this.#options;
    if (this.#feed !== undefined) throw new CarrierError('malformed', 'a second hello');
    const same =
      hello.version === PROTOCOL_VERSION &&
      hello.logVersion === LOG_FORMAT_VERSION &&
      hello.snapshotVersion === SNAPSHOT_VERSION;
    if (!same) throw new CarrierError('version', 'terminal and host are of different versions: reload the page');
    const wire = WIRES.find((name) => name === hello.wire);
    if (wire === undefined || !OFFERED_WIRES.includes(wire)) {
      throw new CarrierError('wire', `this host offers no wire ${JSON.stringify(hello.wire.slice(0, 20))}`);
    }
    this.#wire = wire;
    options.joining();
    const feed = new X11Feed(options.host, {
      terminal: this.terminal,
      screen: hello.screen,
      pack: options.pack,
      packSnapshot: options.packSnapshot,
      joined: options.joined,
      verified: (index, equal) => {
        this.carrier.sendControl(encodeControl({ type: 'verified', index, equal }));
        options.wake();
      },
      wake: options.wake,
    });
    this.#feed = feed;
    this.carrier.open(Channel.x11, feed, (bytes, epoch) => {
      feed.receive(bytes, epoch, this.#time());
      this.carrier.consumed(Channel.x11, bytes.length);
    });
    const { session } = options;
    this.carrier.sendControl(
      encodeControl({
        type: 'welcome',
        version: PROTOCOL_VERSION,
        session,
        terminal: this.terminal,
        wire,
        time: this.#time(),
        viewOnly: options.viewOnly,
        resumed: false,
      }),
    );
    feed.join();
    options.wake();
  }
}
