/**
 * The terminals of a session, together: who holds the keyboard, who orders the log, what is kept for those that were lost. Each has its HostEnd
 * (host-end.ts); roles.ts and order/resume-plan.ts decide; what is decided happens here. No I/O: the owner moves messages between the ends
 * and their connections, calls `settle` when something may have changed, and `check` every second or two.
 */
import type { TerminalInput } from '../xserver/log/entry.ts';
import type { KeyboardMode, Roles, ScreenSize, WireName } from './carrier/control.ts';
import { HostEnd } from './host-end.ts';
import { HAND_OVER_BYTES, HAND_OVER_MS, HAND_OVER_WAIT_MS, PRIMARY_SILENCE_MS } from './limits.ts';
import { NO_LINK } from './link.ts';
import type { LogCodecs } from './log-codec.ts';
import type { HostCore } from './order/host-core.ts';
import { LostTerminals } from './order/lost-terminals.ts';
import { RecentEntries } from './order/recent-entries.ts';
import { planResume, type ResumePlan, type Standing } from './order/resume-plan.ts';
import type { HostWires } from './wire.ts';
import { chooseHolder, choosePrimary, mayType, type Candidate } from './roles.ts';

export interface HubOptions {
  readonly session: string;
  readonly host: HostCore;
  readonly keyboard: KeyboardMode;
  /** The link that terminals without a wish of their own emulate; as it is by default. */
  readonly link?: string | undefined;
  /** Of the wires that ship the log. */
  readonly codecs: LogCodecs;
  /** The host's ends of wires that ship no log. */
  readonly wires: HostWires;
  readonly pack: (bytes: Uint8Array) => Uint8Array;
  /** Something is to be sent, or done by `settle`. */
  readonly wake: () => void;
  /** ms of the session, with fractions. */
  readonly now: () => number;
}

/** What the owner of one connection gives. */
export interface Connection {
  readonly viewOnly: boolean;
  /** Deflates a snapshot (owned) and calls back; the session goes on meanwhile. */
  packSnapshot(bytes: Uint8Array, done: (packed: Uint8Array) => void): void;
  /** The terminal goes of its own will. */
  left(): void;
  /** It must be cut off. */
  failed(error: unknown): void;
}

interface Member {
  readonly end: HostEnd;
  readonly connection: Connection;
  readonly since: number;
  silent: boolean;
  left: boolean;
}

/** A viewer of another protocol that takes part as a terminal: it gives input, may hold the keyboard, and never orders the log. */
export interface Guest {
  readonly terminal: number;
  readonly viewOnly: boolean;
  /** It gives input; false where that does not count. */
  input(input: TerminalInput): boolean;
  /** Asks for another screen size; false unless it is the holder. The screen has that size once the log says so. */
  resize(screen: ScreenSize): boolean;
  /** It has gone: what it held down goes up. */
  leave(): void;
}

interface GuestState {
  readonly viewOnly: boolean;
  readonly wire: WireName;
  screen: ScreenSize | undefined;
  inputs: number;
}

export class Hub {
  readonly #options: HubOptions;
  readonly #members = new Map<number, Member>();
  readonly #guests = new Map<number, GuestState>();
  readonly #lost = new LostTerminals();
  #recent: RecentEntries | undefined;
  #lastNumber = 0;
  #holder: number | undefined;
  /** The size that was last asked for. */
  #asked: { readonly width: number; readonly height: number };
  /** Who is to get the order of the log, and until when that may wait for its queue. */
  #handOver: { readonly terminal: number; readonly until: number } | undefined;
  /** Who is to get it as soon as it lacks nothing: programs go no faster meanwhile than its link, or that would never be. */
  #awaited: HostEnd | undefined;
  #holding = false;
  #told = '';
  #settling = false;
  #again = false;

  constructor(options: HubOptions) {
    this.#options = options;
    this.#asked = options.host.core.state.screen;
    options.host.held = () => {
      this.#holding = this.#isBehind();
      return this.#holding;
    };
  }

  get holder(): number | undefined {
    return this.#holder;
  }

  /** Whether a terminal may look and no more; undefined where there is none of that number. */
  isViewOnly(terminal: number): boolean | undefined {
    return this.#members.get(terminal)?.end.viewOnly ?? this.#guests.get(terminal)?.viewOnly;
  }

  /** The terminal that orders the log; undefined while the host does. */
  get primary(): HostEnd | undefined {
    for (const { end } of this.#members.values()) if (end.feed.isPrimary) return end;
    return undefined;
  }

  /** A terminal has connected: its end. `remove` is to be called when the connection has ended, whatever the reason. */
  connect(connection: Connection): HostEnd {
    const { session, host, codecs, wires, pack, wake, now, link = NO_LINK } = this.#options;
    const terminal = ++this.#lastNumber;
    const end: HostEnd = new HostEnd({
      session,
      link,
      terminal,
      viewOnly: connection.viewOnly,
      codecs,
      wires,
      host,
      pack,
      packSnapshot: (bytes, done) => connection.packSnapshot(bytes, done),
      plan: (standing) => this.#plan(standing),
      events: {
        greeted: () => this.#greeted(member),
        changed: () => this.settle(),
        takeKeyboard: () => this.settle({ taking: terminal }),
        typing: () => this.#typing(terminal),
        left: () => {
          member.left = true;
          connection.left();
        },
      },
      wake,
      now,
    });
    const member: Member = { end, connection, since: now(), silent: false, left: false };
    this.#members.set(terminal, member);
    return end;
  }

  /** A viewer that speaks no carrier is let in; it is shown what it is shown on `wire`. */
  join(viewOnly: boolean, wire: WireName): Guest {
    const { host, now } = this.#options;
    const terminal = ++this.#lastNumber;
    const state: GuestState = { viewOnly, wire, screen: undefined, inputs: 0 };
    this.#guests.set(terminal, state);
    if (!viewOnly) host.append({ kind: 'terminal-attached', terminal });
    this.settle();
    return {
      terminal,
      viewOnly,
      input: (input) => {
        if (!this.#guests.has(terminal) || !this.#typing(terminal)) return false;
        host.placeInput({ kind: 'input', terminal, number: ++state.inputs, input }, Math.floor(now()));
        return true;
      },
      resize: (screen) => {
        if (this.#holder !== terminal) return false;
        state.screen = screen;
        this.settle();
        return true;
      },
      leave: () => {
        if (!this.#guests.delete(terminal)) return;
        if (!viewOnly) host.append({ kind: 'terminal-gone', terminal });
        this.settle();
      },
    };
  }

  /** Its connection has ended: the session goes on without it. */
  remove(end: HostEnd): void {
    const member = this.#members.get(end.terminal);
    if (member === undefined) return;
    this.#members.delete(end.terminal);
    const { host, now } = this.#options;
    const { feed } = end;
    const mayComeBack = !member.left && (feed.isPrimary || feed.role === 'replica');
    feed.close();
    if (mayComeBack && this.#recent !== undefined) this.#lost.add(host.core, this.#recent, now());
    if (end.wire !== undefined && !end.viewOnly) host.append({ kind: 'terminal-gone', terminal: end.terminal });
    this.settle();
  }

  #greeted({ end }: Member): void {
    const { host } = this.#options;
    if (this.#recent === undefined) {
      this.#recent = new RecentEntries(host.core.state.index);
      host.follow(this.#recent);
    }
    if (!end.viewOnly) host.append({ kind: 'terminal-attached', terminal: end.terminal });
  }

  #plan(standing: Standing): ResumePlan {
    const { host } = this.#options;
    const { index } = host.core.state;
    return planResume(standing, {
      index,
      endOfTerm: (epoch) => host.endOfTerm(epoch),
      entriesAfter: (after) => (after === index ? [] : this.#recent?.after(after)),
      lost: this.#lost.list,
    });
  }

  /** There is nothing for `check` to do: no terminal, and none that may come back. */
  get isIdle(): boolean {
    return this.#members.size === 0 && this.#recent === undefined;
  }

  /** To be called every second or two while not idle: looks after terminals that are silent, and forgets what is too old. */
  check(): void {
    const now = this.#options.now();
    for (const member of this.#members.values()) {
      const { end } = member;
      const heard = Math.max(end.carrier.lastHeard, member.since);
      member.silent = now - heard > PRIMARY_SILENCE_MS;
      if (member.silent && end.feed.isPrimary) this.#demote(end);
      end.carrier.wantPing();
    }
    this.#lost.forget(now);
    if (this.#members.size === 0 && this.#lost.list.length === 0 && this.#recent !== undefined) {
      this.#options.host.unfollow(this.#recent);
      this.#recent = undefined;
    }
    this.settle();
  }

  /** The terminal that orders the log is silent: the host goes on without it. */
  #demote(end: HostEnd): void {
    end.feed.demote();
    if (this.#recent !== undefined) this.#lost.add(this.#options.host.core, this.#recent, this.#options.now());
  }

  /** To be called when messages have left: the order of the log may wait for that. A little is done of what can be done ahead of time. */
  poll(): void {
    if (this.#handOver !== undefined) this.settle();
    this.#letGo();
    let more = false;
    for (const { end } of this.#members.values()) if (end.feed.prepareSome()) more = true;
    if (more) this.#options.wake();
  }

  /** Programs go on once the terminal that they were held for has caught up, or is no longer the one. */
  #letGo(): void {
    if (!this.#holding || this.#isBehind()) return;
    this.#holding = false;
    this.#options.wake();
  }

  /** A message of this terminal has come in. */
  heard(end: HostEnd): void {
    const member = this.#members.get(end.terminal);
    if (member?.silent !== true) return;
    member.silent = false;
    this.settle();
  }

  #typing(terminal: number): boolean {
    const holder = this.#candidate(this.#holder);
    // A holder that nobody sees gives way.
    if (this.#holder !== terminal && (holder === undefined || holder.silent || !holder.visible)) {
      this.settle({ typing: terminal });
    }
    const candidate = this.#candidate(terminal);
    return candidate !== undefined && mayType(candidate, this.#options.keyboard, this.#holder);
  }

  #candidate(terminal: number | undefined): Candidate | undefined {
    if (terminal === undefined) return undefined;
    const member = this.#members.get(terminal);
    if (member !== undefined) return candidateOf(member);
    const guest = this.#guests.get(terminal);
    return guest && guestCandidate(terminal, guest);
  }

  /** Looks again who is what, and does what follows from it. */
  settle(event: { readonly taking?: number; readonly typing?: number } = {}): void {
    if (this.#settling) {
      // What is done here changes what it was decided by.
      if (event.taking !== undefined || event.typing !== undefined) this.#chooseHolder(event);
      this.#again = true;
      return;
    }
    this.#settling = true;
    try {
      this.#chooseHolder(event);
      do {
        this.#again = false;
        this.#chooseHolder();
        this.#fitScreen();
        this.#choosePrimary();
      } while (this.#again);
    } finally {
      this.#settling = false;
    }
    this.#letGo();
    this.#tellRoles();
  }

  /** Those that have said hello. */
  #greetedMembers(): Member[] {
    return [...this.#members.values()].filter(({ end }) => end.wire !== undefined);
  }

  #chooseHolder(event?: { readonly taking?: number; readonly typing?: number }): void {
    const guests = [...this.#guests].map(([terminal, guest]) => guestCandidate(terminal, guest));
    this.#holder = chooseHolder([...this.#greetedMembers().map(candidateOf), ...guests], this.#holder, event);
  }

  /** The screen has the holder's size. */
  #fitScreen(): void {
    if (this.#holder === undefined) return;
    const screen = this.#members.get(this.#holder)?.end.screen ?? this.#guests.get(this.#holder)?.screen;
    if (screen === undefined) return;
    if (screen.width === this.#asked.width && screen.height === this.#asked.height) return;
    this.#asked = screen;
    this.#options.host.append({ kind: 'screen-resized', ...screen });
  }

  #choosePrimary(): void {
    const members = this.#greetedMembers();
    const current = this.primary;
    const chosen = choosePrimary(members.map(candidateOf), current?.terminal, this.#holder);
    if (current !== undefined && chosen !== current.terminal) current.feed.stop();
    if (current === undefined && chosen !== undefined) this.#tryHandOver(this.#members.get(chosen)!.end);
    else this.#handOver = undefined;
    const awaited = current === undefined ? choosePrimary(members.map(prospectOf), undefined, this.#holder) : undefined;
    this.#awaited = awaited === undefined ? undefined : this.#members.get(awaited)?.end;
    for (const { end } of members) if (end.terminal !== chosen) end.feed.restream();
  }

  /** Hands the order of the log over once little waits for the terminal: until it has that, everything stands still. */
  #tryHandOver(end: HostEnd): void {
    const now = this.#options.now();
    if (this.#handOver?.terminal !== end.terminal) {
      this.#handOver = { terminal: end.terminal, until: now + HAND_OVER_WAIT_MS };
    }
    if (end.feed.waitingBytes > mostBehind(end) && now < this.#handOver.until) return;
    this.#handOver = undefined;
    end.feed.becomePrimary();
  }

  #isBehind(): boolean {
    const end = this.#awaited;
    return end !== undefined && end.feed.tailBytes > mostBehind(end);
  }

  #tellRoles(): void {
    const members = this.#greetedMembers();
    const primary = this.primary?.terminal;
    const roles: Omit<Roles, 'you'> = {
      type: 'roles',
      keyboard: this.#options.keyboard,
      ...(this.#holder === undefined ? {} : { holder: this.#holder }),
      ...(primary === undefined ? {} : { primary }),
      terminals: [
        ...members.map(({ end }) => ({
          terminal: end.terminal,
          wire: end.wire!,
          viewOnly: end.viewOnly,
          visible: end.visible,
          link: end.link,
        })),
        ...[...this.#guests].map(([terminal, { viewOnly, wire }]) => ({
          terminal,
          wire,
          viewOnly,
          visible: true,
          link: NO_LINK,
        })),
      ],
    };
    const text = JSON.stringify(roles);
    if (text === this.#told) return;
    this.#told = text;
    for (const { end, connection } of members) {
      try {
        end.tell({ ...roles, you: end.terminal });
      } catch (error) {
        // Whoever made it change is not at fault.
        connection.failed(error);
      }
    }
  }
}

/** Bytes that may wait for a terminal that gets the order of the log. */
function mostBehind(end: HostEnd): number {
  return Math.max(HAND_OVER_BYTES, end.carrier.pace.rate * HAND_OVER_MS);
}

/** As a candidate that will have the session's state. */
function prospectOf(member: Member): Candidate {
  const { wire, feed } = member.end;
  return { ...candidateOf(member), mayOrder: wire === 'x11' && (feed.isPrimary || feed.isReplica) };
}

function guestCandidate(terminal: number, { viewOnly }: GuestState): Candidate {
  return { terminal, viewOnly, visible: true, silent: false, mayOrder: false };
}

function candidateOf({ end, silent }: Member): Candidate {
  const { terminal, viewOnly, visible, mayOrder } = end;
  return { terminal, viewOnly, visible, silent, mayOrder };
}
