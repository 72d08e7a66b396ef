/**
 * The terminal's end of its connection, for browser worker and headless Node alike: carrier messages in, carrier messages out, and between them
 * what shows the session. On the wires that ship the log that is a core (terminal/log-terminal.ts), drawing through the driver that is
 * given. No I/O, no timers, no clock: the owner moves messages and says what time it is, in ms of any clock that only goes forward.
 *
 * How it is used: send what `take` gives until it gives nothing, whenever `wake` is called or the socket wants more; hand every message to
 * `receive`; call `timeReached` when the clock reaches `deadline`. A CarrierError thrown ends the connection; what `kept` gives then goes into the
 * next one.
 */
import type { Core } from '../xserver/core.ts';
import { LOG_FORMAT_VERSION } from '../xserver/log/encoding.ts';
import type { TerminalInput } from '../xserver/log/entry.ts';
import { SNAPSHOT_VERSION } from '../xserver/snapshot/snapshot.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import { Carrier } from './carrier/carrier.ts';
import { decodeControl, encodeControl } from './carrier/control-codec.ts';
import {
  PROTOCOL_VERSION,
  type FromTerminal,
  type Roles,
  type ScreenSize,
  type Welcome,
  type WireName,
} from './carrier/control.ts';
import { NO_LINK } from './link.ts';
import { MAX_REPEAT_BACKLOG_BYTES, MAX_TERMINAL_BACKLOG_BYTES } from './limits.ts';
import { MAX_KEYSYMS_PER_KEYCODE } from './log-wire/up.ts';
import { KeptParts } from './terminal/kept-parts.ts';
import type { KeyInput } from './terminal/key-input.ts';
import { KeyRepeat } from './terminal/key-repeat.ts';
import { LogTerminal } from './terminal/log-terminal.ts';
import { TerminalPorts } from './terminal/terminal-ports.ts';
import { Pause } from './terminal/pause.ts';
import type {
  KeptReplica,
  TerminalCounts,
  TerminalEndOptions,
  TerminalEvents,
  TerminalState,
} from './terminal/terminal-options.ts';

export class TerminalEnd {
  readonly carrier: Carrier;
  readonly counts: TerminalCounts = {
    entries: 0,
    inputs: 0,
    requests: 0,
    requestBytes: 0,
    entryBytes: 0,
    replies: 0,
    replyBytes: 0,
    events: 0,
    eventBytes: 0,
    errors: 0,
    blobBytes: 0,
  };
  readonly #options: TerminalEndOptions;
  readonly #events: TerminalEvents;
  readonly #log: LogTerminal;
  readonly #ports: TerminalPorts;
  readonly #pause: Pause;
  readonly #repeat = new KeyRepeat(() => this.#log.core);
  #state: TerminalState = 'connecting';
  #wire: WireName;
  #welcome: Welcome | undefined;
  #roles: Roles | undefined;
  /** Changes of wire or primary that it was told of. */
  #changes = 0;
  #helloAt: number;
  /** The owner's time of what is being done. */
  #now: number;

  constructor(options: TerminalEndOptions, now: number) {
    this.#options = options;
    this.#events = options.events;
    this.#wire = options.wire;
    this.#helloAt = now;
    this.#now = now;
    this.carrier = new Carrier((bytes) => this.#control(bytes));
    this.#pause = new Pause((change) => {
      this.#show(change.wire);
      this.#send({ type: 'paused', milliseconds: change.stop });
      this.#events.switched(change);
    });
    const keptParts = options.keptParts ?? new KeptParts();
    this.#log = new LogTerminal({
      codecs: options.codecs,
      keptParts,
      driver: options.driver,
      unpack: options.unpack,
      counts: this.counts,
      pause: this.#pause,
      carrier: this.carrier,
      now: () => this.#now,
      events: {
        restored: (core) => this.#events.restored(core),
        whole: () => this.#setState('live'),
        bell: (volume, pitch, duration) => {
          if (this.#state === 'live') this.#events.bell(volume, pitch, duration);
        },
        defect: (what) => this.#events.defect(what),
        preview: (part) => this.#events.preview(part),
        verified: (index, equal) => {
          this.#send({ type: 'verified', index, equal });
          this.#events.verified(index, equal);
        },
        askHash: () => this.#send({ type: 'verify' }),
      },
    });
    this.#ports = new TerminalPorts({
      wires: options.wires ?? {},
      carrier: this.carrier,
      now: () => this.#now,
      whole: (name, number) => {
        this.#send({ type: 'whole', wire: name, number });
        if (this.#state !== 'live') this.#ports.show(name);
        this.#setState('live');
      },
      wake: () => this.#events.wake(),
    });
    const { wire, screen, visible, resume, link } = options;
    const kept = keptParts.names;
    this.#send({
      type: 'hello',
      version: PROTOCOL_VERSION,
      logVersion: LOG_FORMAT_VERSION,
      snapshotVersion: SNAPSHOT_VERSION,
      wire,
      ...(screen === undefined ? {} : { screen }),
      ...(visible === undefined ? {} : { visible }),
      ...(resume === undefined ? {} : { resume: resume.resume }),
      ...(link === undefined ? {} : { link }),
      ...(kept.length === 0 ? {} : { kept }),
    });
  }

  get state(): TerminalState {
    return this.#state;
  }

  /** The wire in use; while another has been asked for, still the old one. */
  get wire(): WireName {
    return this.#wire;
  }

  /** The core, once the session's state has come. */
  get core(): Core | undefined {
    return this.#log.core;
  }

  /** What the next connection can go on with; the core is that one's then. */
  get kept(): KeptReplica | undefined {
    const standing = this.#log.standing;
    if (standing === undefined || this.core === undefined) return undefined;
    return { core: this.core, resume: { session: this.session, ...standing } };
  }

  #shipsLog(wire: WireName): boolean {
    return this.#options.codecs[wire] !== undefined;
  }

  /** Another wire is shown from here on. */
  #show(wire: WireName): void {
    // What the core shows has not been seen for a while.
    if (!this.#shipsLog(this.#wire) && this.#shipsLog(wire) && this.core !== undefined) {
      this.#events.restored(this.core);
    }
    this.#wire = wire;
    this.#ports.show(wire);
  }

  get session(): string {
    return this.#welcome?.session ?? '';
  }

  /** Number of this terminal in the session's log; 0 before it is known. */
  get terminal(): number {
    return this.#welcome?.terminal ?? 0;
  }

  /** Who is what; undefined before it was told. */
  get roles(): Roles | undefined {
    return this.#roles;
  }

  /** The terminal orders the log. */
  get isPrimary(): boolean {
    return this.#log.isPrimary;
  }

  /** Its input counts. */
  get mayType(): boolean {
    if (this.#welcome === undefined || this.#welcome.viewOnly) return false;
    return this.#roles?.keyboard !== 'holder' || this.#roles.holder === this.#welcome.terminal;
  }

  /** How much of the session's state has come while joining, from 0 to 1. */
  get progress(): number {
    return this.#state === 'live' ? 1 : this.#log.progress;
  }

  /** When `timeReached` is due, on the owner's clock; undefined for never. */
  get deadline(): number | undefined {
    if (this.#state === 'closed') return undefined;
    if (this.#log.preparing) return this.#now;
    if (this.#state !== 'live') return undefined;
    const times = [this.#log.deadline, this.#repeat.due].filter((time) => time !== undefined);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** Takes in a message (owned). @throws CarrierError when the connection must end. */
  receive(message: Uint8Array, now: number): void {
    if (this.#state === 'closed') return;
    this.#now = now;
    this.carrier.receive(message, now);
    this.#work();
  }

  /** The next message to send, or undefined when there is none or it may not leave yet. */
  take(now: number): Uint8Array | undefined {
    this.#now = now;
    const message = this.carrier.take(now);
    // What has left may have been what held requests up.
    if (this.#state !== 'closed' && this.#log.canWork) this.#work();
    return message ?? this.carrier.take(now);
  }

  #work(): void {
    const { deadline } = this;
    this.#log.work();
    if (this.carrier.waiting || deadline !== this.deadline) this.#events.wake();
  }

  /** The connection has ended. */
  close(): void {
    if (this.#state === 'closed') return;
    this.#log.close();
    this.#ports.close();
    this.#setState('closed');
  }

  /** Asks for another wire; `switched` tells when it is there. The picture stays until then. */
  switchWire(wire: WireName): void {
    const resume = this.#shipsLog(this.#wire) ? undefined : this.kept?.resume;
    this.#send({ type: 'switch', wire, ...(resume === undefined ? {} : { resume, changes: this.#changes }) });
  }

  /** Asks to be the holder: the screen gets this terminal's size, and where only one's input counts it is this one's. */
  takeKeyboard(): void {
    this.#send({ type: 'take-keyboard' });
  }

  /** Somebody can see the terminal, or nobody. A hidden terminal is neither primary nor, for long, the holder. */
  setVisible(visible: boolean): void {
    this.#send({ type: 'visible', visible });
  }

  /** Asks for another emulated link; `link` tells when it is there. */
  askForLink(link: string): void {
    this.#send({ type: 'link', link });
  }

  /** The size that the screen is to have while this terminal is the holder. */
  resize(screen: ScreenSize): void {
    this.#send({ type: 'resize', screen });
  }

  /** Says good-bye; the host goes on without this terminal. */
  leave(): void {
    this.#send({ type: 'leave' });
  }

  #send(message: FromTerminal): void {
    if (this.#state === 'closed') return;
    this.carrier.sendControl(encodeControl(message));
    this.#events.wake();
  }

  // Input. Nothing happens before the terminal is live, nor where its input doesn't count.

  /** Root coordinates. */
  pointerMoved(x: number, y: number, now: number): void {
    // A host that does not read must not make us grow; the next motion says where the pointer is.
    if (this.#log.backlog > MAX_TERMINAL_BACKLOG_BYTES) return;
    this.#input({ kind: 'motion', x: Math.trunc(x), y: Math.trunc(y) }, now);
  }

  /** Physical button 1 and up; 4 to 7 are the wheel. */
  button(button: number, pressed: boolean, now: number): void {
    this.#input({ kind: 'button', button, pressed }, now);
  }

  key(keycode: number, pressed: boolean, now: number): void {
    this.#keyInput({ kind: 'key', keycode, pressed }, now);
  }

  /**
   * A key by what it means to its user, for those whose keyboard is not the session's.
   * @param place the keycode that it has by its place; 0 for none
   */
  keysym(keysym: number, place: number, pressed: boolean, now: number): void {
    this.#keyInput({ kind: 'keysym', keysym, place, pressed }, now);
  }

  #keyInput(input: KeyInput, now: number): void {
    if (this.#input(input, now)) this.#repeat.key(input, now);
    else this.#repeat.stop();
  }

  /** The key that is held down and pressed again. */
  get repeating(): KeyInput | undefined {
    return this.#repeat.held;
  }

  /** The key that is held down is pressed again: but for what waits already. */
  #repeatKey(now: number): void {
    const press = this.#repeat.next(now);
    if (press === undefined || this.#log.backlog > MAX_REPEAT_BACKLOG_BYTES) return;
    if (!this.#input(press, now)) this.#repeat.stop();
  }

  /** @throws RangeError for more keysyms per keycode than a keymap may have. */
  keymap(keymap: Omit<Extract<TerminalInput, { kind: 'keymap' }>, 'kind'>, now: number): void {
    if (keymap.keysymsPerKeycode > MAX_KEYSYMS_PER_KEYCODE) throw new RangeError('too many keysyms per keycode');
    this.#input({ kind: 'keymap', ...keymap }, now);
  }

  /** False where it does not count. */
  #input(input: TerminalInput, now: number): boolean {
    if (this.#state !== 'live' || !this.mayType) return false;
    this.#now = now;
    this.counts.inputs++;
    this.#log.input(input);
    this.#events.wake();
    return true;
  }

  /** The owner's clock has reached `deadline`. */
  timeReached(now: number): void {
    if (this.#state === 'closed') return;
    this.#now = now;
    this.#log.timeReached();
    this.#repeatKey(now);
    this.#events.wake();
  }

  /** On a wire that ships the log: compares the state with the host's; `verified` tells how that went. */
  verify(): void {
    if (this.#state !== 'live' || !this.#shipsLog(this.#wire)) return;
    this.#log.verify();
    this.#events.wake();
  }

  // From the host

  #control(bytes: Uint8Array): void {
    const message = decodeControl(bytes);
    switch (message.type) {
      case 'welcome':
        this.#greeted(message);
        return;
      case 'roles':
        this.#roles = message;
        this.#events.roles(message);
        return;
      case 'switched':
        this.#changes++;
        // On a wire that ships no log no entry will tell that things go on.
        if (!this.#shipsLog(message.wire)) this.#pause.end(this.#now);
        this.#pause.switched(message);
        return;
      case 'link':
        this.carrier.pace.restart();
        this.#events.link?.(message.link);
        return;
      case 'verified':
        this.#log.verified();
        this.#events.verified(message.index, message.equal);
        return;
      case 'ended':
        this.#events.ended(message.reason, message.exitCode);
        return;
      default:
        throw new CarrierError('malformed', `${message.type} from a host`);
    }
  }

  #greeted(message: Welcome): void {
    if (this.#state !== 'connecting') throw new CarrierError('malformed', 'a second welcome');
    if (message.version !== PROTOCOL_VERSION) throw new CarrierError('version', 'the host is of another version');
    this.#welcome = message;
    // Half of the round trip ago it was that time there.
    const offset = message.time + Math.floor((this.#now - this.#helloAt) / 2) - this.#now;
    this.#log.greeted(message.terminal, message.wire, offset, message.resumed ? this.#options.resume : undefined);
    this.#setState('joining');
    if (message.link !== (this.#options.link ?? NO_LINK)) this.#events.link?.(message.link);
  }

  #setState(state: TerminalState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#events.stateChanged(state);
  }
}
