/**
 * The host's end of one terminal's connection: greets it, gives it its wire, tells it what it must know. What concerns several terminals is the
 * hub's (hub.ts). No I/O: see carrier/carrier.ts.
 */
import { LOG_FORMAT_VERSION } from '../xserver/log/encoding.ts';
import { SNAPSHOT_VERSION } from '../xserver/snapshot/snapshot.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import { Carrier } from './carrier/carrier.ts';
import { decodeControl, encodeControl } from './carrier/control-codec.ts';
import {
  PROTOCOL_VERSION,
  WIRES,
  type FromHost,
  type Hello,
  type Resume,
  type ScreenSize,
  type WireName,
} from './carrier/control.ts';
import { Channel } from './carrier/frames.ts';
import { LEAST_TAIL_BYTES, MAX_TAIL_BYTES, MAX_TAIL_MS } from './limits.ts';
import { HostPorts } from './host-ports.ts';
import type { LogCodecs } from './log-codec.ts';
import { LogFeed } from './log-wire/feed.ts';
import type { HostCore } from './order/host-core.ts';
import type { ResumePlan, Standing } from './order/resume-plan.ts';
import type { HostWires } from './wire.ts';

export interface HostEndOptions {
  readonly session: string;
  /** The link that terminals without a wish of their own emulate. */
  readonly link: string;
  readonly terminal: number;
  /** It came with a token that lets it look, and no more. */
  readonly viewOnly: boolean;
  /** Of the wires that ship the log. */
  readonly codecs: LogCodecs;
  /** The host's ends of wires that ship no log. */
  readonly wires: HostWires;
  readonly host: HostCore;
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  readonly packSnapshot: (bytes: Uint8Array, done: (packed: Uint8Array) => void) => void;
  readonly plan: (standing: Standing) => ResumePlan;
  readonly events: HostEndEvents;
  readonly wake: () => void;
  /** ms of the session, with fractions: the link is measured with it. */
  readonly now: () => number;
}

/** What the hub hears of one terminal. */
export interface HostEndEvents {
  /** It has said hello. */
  greeted(): void;
  /** Its wire, its size, whether it is visible, or its part in ordering the log is another. */
  changed(): void;
  takeKeyboard(): void;
  /** It gives input; whether that counts. */
  typing(): boolean;
  /** It goes of its own will. */
  left(): void;
}

/** What one terminal's connection has seen so far. */
export interface HostEndCounts {
  /** State hashes compared. */
  verifiedEqual: number;
  verifiedDifferent: number;
  /** Changes of wire or primary; how long the last one stopped things, in ms, at the host and at the terminal. */
  switches: number;
  lastStop: number;
  lastPause: number;
}

export class HostEnd {
  readonly carrier: Carrier;
  readonly terminal: number;
  readonly viewOnly: boolean;
  readonly feed: LogFeed;
  readonly #ports: HostPorts;
  readonly counts: HostEndCounts = {
    verifiedEqual: 0,
    verifiedDifferent: 0,
    switches: 0,
    lastStop: 0,
    lastPause: 0,
  };
  readonly #options: HostEndOptions;
  #wire: WireName | undefined;
  #screen: ScreenSize | undefined;
  #visible = true;
  #link: string;
  /** Names of what it has kept from before. */
  #kept: ReadonlySet<string> = new Set();
  #toldWire: WireName | undefined;
  #toldPrimary = false;
  /** It has asked for a wire and not been answered. */
  #asked = false;
  /** The terminal has the whole picture of a wire that ships no log: it is to leave the log. */
  #leaving = false;
  /** How long that stopped the host, in ms. */
  #leaveStop = 0;

  constructor(options: HostEndOptions) {
    const { terminal, viewOnly, codecs, wires, host, pack, packSnapshot, plan, events, wake, now } = options;
    this.#options = options;
    this.terminal = terminal;
    this.viewOnly = viewOnly;
    this.#link = options.link;
    this.carrier = new Carrier((bytes) => this.#control(bytes));
    this.feed = new LogFeed(host, {
      terminal,
      codecs,
      pack,
      packSnapshot,
      plan,
      kept: () => this.#kept,
      tailLimit: () => this.#tailLimit(),
      linkTime: (bytes) => bytes / this.carrier.pace.rate,
      typing: () => events.typing(),
      changed: () => this.#feedChanged(),
      switched: (stop) => {
        if (this.#leaving) this.#leaveStop = stop;
        else this.#tellSwitched(stop);
      },
      verified: (index, equal) => {
        this.#countVerified(equal);
        this.#tell({ type: 'verified', index, equal });
      },
      wake,
      now,
    });
    this.#ports = new HostPorts(wires, this.carrier, { terminal, host, pace: this.carrier.pace, wake, now });
    this.carrier.open(Channel.log, this.feed, (bytes, epoch) => {
      if (this.#wire === undefined) throw new CarrierError('malformed', 'a log without a hello');
      this.feed.receive(bytes, epoch);
      this.carrier.consumed(Channel.log, bytes.length);
    });
  }

  #shipsLog(wire: WireName): boolean {
    return this.#options.codecs[wire] !== undefined;
  }

  /** It has what the primary needs, or is it; nothing speaks against it but what the roles say. */
  get mayOrder(): boolean {
    const wanted = this.#wire !== undefined && this.#shipsLog(this.#wire) ? this.#wire : this.feed.wire;
    return wanted === 'x11' && !this.#leaving && (this.feed.isPrimary || this.feed.isWhole);
  }

  /** The wire that was agreed on; undefined before. */
  get wire(): WireName | undefined {
    return this.#wire;
  }

  /** About how many bytes wait here for the terminal, or are on their way to it. */
  get backlog(): number {
    const { role, queuedBytes, requestBytes } = this.feed;
    const queued = (role === 'none' ? 0 : queuedBytes) + this.#ports.backlog + this.carrier.pace.inFlight;
    // Requests count from where the program has written them: what of them is queued or on its way is among them.
    return Math.max(requestBytes, queued);
  }

  /** The size that it wants the screen to have. */
  get screen(): ScreenSize | undefined {
    return this.#screen;
  }

  get visible(): boolean {
    return this.#visible;
  }

  /** The link that it emulates. */
  get link(): string {
    return this.#link;
  }

  /** Has the terminal emulate another link from here on. */
  setLink(link: string): void {
    this.#link = link;
    this.#tell({ type: 'link', link });
    this.carrier.pace.restart();
    this.#options.events.changed();
  }

  /** So much may wait for the terminal: a few seconds of its link. */
  #tailLimit(): number {
    const { rate } = this.carrier.pace;
    if (rate === 0) return MAX_TAIL_BYTES;
    return Math.max(LEAST_TAIL_BYTES, Math.min(MAX_TAIL_BYTES, rate * MAX_TAIL_MS));
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
    this.#ports.close();
    this.feed.close();
  }

  /** Tells the terminal that the session is over. */
  sendEnded(reason: string, exitCode: number | undefined): void {
    this.#tell({ type: 'ended', reason, ...(exitCode === undefined ? {} : { exitCode }) });
  }

  /** Tells the terminal about roles. */
  tell(message: Extract<FromHost, { type: 'roles' }>): void {
    this.#tell(message);
  }

  #tell(message: FromHost): void {
    this.carrier.sendControl(encodeControl(message));
    this.#options.wake();
  }

  #feedChanged(): void {
    this.#options.events.changed();
    this.#tellChange();
  }

  /** What has changed without anything standing still for it, or was asked for and is so already. */
  #tellChange(): void {
    if (this.#leaving) this.#leaveLog();
    const { role } = this.feed;
    const wire = this.#actualWire;
    if (role === 'none' && wire === this.#wire && this.#asked) this.#tellSwitched(0);
    if (wire !== this.#wire || (role !== 'replica' && role !== 'primary')) return;
    // A new primary is told of when it has reported for the first time.
    const primary = role === 'primary';
    if (primary !== this.#toldPrimary && primary) return;
    if (this.#asked || primary !== this.#toldPrimary || wire !== this.#toldWire) this.#tellSwitched(0);
  }

  /** A wire that ships no log is whole: the log's ends, once the terminal does not order it any more. */
  #leaveLog(): void {
    if (this.feed.isPrimary || this.feed.role === 'demoted') return;
    this.#leaving = false;
    const left = this.feed.role !== 'none';
    if (left) this.feed.leave();
    this.#ports.show();
    if (left || this.#asked || this.#toldWire !== this.#ports.shown) this.#tellSwitched(this.#leaveStop);
    this.#leaveStop = 0;
  }

  get #actualWire(): WireName | undefined {
    if (this.feed.role === 'none') return this.#ports.shown;
    return this.feed.isPrimary ? 'x11' : this.feed.streamWire;
  }

  #tellSwitched(stop: number): void {
    const primary = this.feed.isPrimary;
    const wire = this.#actualWire ?? this.#wire!;
    this.#toldPrimary = primary;
    this.#toldWire = wire;
    if (this.#shipsLog(wire) && wire === this.#wire) this.#ports.close();
    if (wire === this.#wire) this.#asked = false;
    this.counts.switches++;
    this.counts.lastStop = stop;
    this.#tell({ type: 'switched', wire, primary, stop });
  }

  #countVerified(equal: boolean): void {
    if (equal) this.counts.verifiedEqual++;
    else this.counts.verifiedDifferent++;
  }

  #control(bytes: Uint8Array): void {
    const message = decodeControl(bytes);
    if (message.type === 'hello') {
      this.#greet(message);
      return;
    }
    if (this.#wire === undefined) throw new CarrierError('malformed', `${message.type} without a hello`);
    const { events } = this.#options;
    switch (message.type) {
      case 'switch':
        this.switchWire(
          this.#offered(message.wire),
          message.changes === this.counts.switches ? message.resume : undefined,
        );
        return;
      case 'whole':
        if (this.#ports.isComing(message.wire, message.number)) {
          this.#leaving = true;
          this.#feedChanged();
        }
        return;
      case 'take-keyboard':
        events.takeKeyboard();
        return;
      case 'visible':
        this.#visible = message.visible;
        events.changed();
        return;
      case 'link':
        this.setLink(message.link);
        return;
      case 'resize':
        this.#screen = message.screen;
        events.changed();
        return;
      case 'verify':
        this.feed.verify();
        return;
      case 'verified':
        this.#countVerified(message.equal);
        return;
      case 'paused':
        this.counts.lastPause = message.milliseconds;
        return;
      case 'leave':
        events.left();
        return;
      default:
        throw new CarrierError('malformed', `${message.type} from a terminal`);
    }
  }

  #offered(name: string): WireName {
    const wire = WIRES.find((candidate) => candidate === name);
    if (wire === undefined || !(this.#shipsLog(wire) || this.#ports.has(wire))) {
      throw new CarrierError('wire', `this host offers no wire ${JSON.stringify(name.slice(0, 20))}`);
    }
    return wire;
  }

  /** Gives the terminal another wire; the old one goes on until the new one is up to date. `resume`: the replica that it still has. */
  switchWire(wire: WireName, resume?: Resume): void {
    this.#asked = true;
    this.#wire = wire;
    this.#begin(wire, this.#planFor(resume));
    this.#feedChanged();
  }

  #planFor(resume: Resume | undefined): ResumePlan {
    const { session, plan } = this.#options;
    return resume?.session === session ? plan(resume) : { kind: 'snapshot' };
  }

  /** The wire begins beside what the terminal shows. */
  #begin(wire: WireName, plan: ResumePlan): void {
    this.#leaving = false;
    if (!this.#shipsLog(wire)) {
      this.#ports.begin(wire);
      // It is shown already: then only the log was beside it.
      if (this.#ports.shown === wire && this.feed.role !== 'none') this.#leaving = true;
      return;
    }
    this.#ports.cancel();
    if (this.feed.role === 'none') this.feed.join(wire, plan);
    else this.feed.setWire(wire);
  }

  #greet(hello: Hello): void {
    const { session, terminal, viewOnly, now, events } = this.#options;
    if (this.#wire !== undefined) throw new CarrierError('malformed', 'a second hello');
    const same =
      hello.version === PROTOCOL_VERSION &&
      hello.logVersion === LOG_FORMAT_VERSION &&
      hello.snapshotVersion === SNAPSHOT_VERSION;
    if (!same) throw new CarrierError('version', 'terminal and host are of different versions: reload the page');
    const wire = this.#offered(hello.wire);
    this.#wire = wire;
    this.#toldWire = wire;
    this.#screen = hello.screen;
    this.#visible = hello.visible ?? true;
    this.#link = hello.link ?? this.#link;
    this.#kept = new Set(hello.kept);
    const plan = this.#planFor(hello.resume);
    this.#tell({
      type: 'welcome',
      version: PROTOCOL_VERSION,
      session,
      terminal,
      wire,
      time: Math.floor(now()),
      viewOnly,
      resumed: plan.kind !== 'snapshot' && this.#shipsLog(wire),
      link: this.#link,
    });
    events.greeted();
    this.#begin(wire, plan);
  }
}
