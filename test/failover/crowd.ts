/**
 * Several terminals on one session in virtual time, each doing what terminals do, at any moment: they come, with or without what an earlier one has
 * left, change their wire, are hidden and seen again, take the keyboard, fall silent, are heard again, are lost with all that is on the way. Captured
 * programs draw meanwhile (ghosts.ts). Everything depends on the seed alone.
 */
import type { KeyboardMode, WireName } from '../../session/carrier/control.ts';
import type { LogCodecs } from '../../session/log-codec.ts';
import type { KeptReplica } from '../../session/terminal/terminal-options.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { Rig, type Attached } from '../session/rig.ts';
import { Random } from '../support/random/random.ts';
import type { Capture } from './capture.ts';
import { Ghost, prepare, witnessOf } from './ghosts.ts';
import { Judge } from './judge.ts';

const WIRES: readonly WireName[] = ['x11', 'nx'];
const MAX_CROWD = 4;

interface Guest {
  readonly attached: Attached;
  readonly viewOnly: boolean;
  /** What was typed into it, as far as it took it. */
  readonly given: TerminalInput[];
}

export interface CrowdCounts {
  cuts: number;
  primaryCuts: number;
  switches: number;
  silences: number;
  demotions: number;
  resumes: number;
  inputs: number;
  /** Times that the order of the log went to a terminal. */
  terms: number;
}

export class Crowd {
  readonly rig: Rig;
  readonly counts: CrowdCounts = {
    cuts: 0,
    primaryCuts: 0,
    switches: 0,
    silences: 0,
    demotions: 0,
    resumes: 0,
    inputs: 0,
    terms: 0,
  };
  readonly #captured: Capture;
  readonly #random: Random;
  readonly #judge: Judge;
  readonly #keyboard: KeyboardMode;
  readonly #ghosts: Ghost[] = [];
  readonly #guests = new Map<Attached, Guest>();
  /** By their number in the log, those that have gone too. */
  readonly #everyGuest = new Map<number, Guest>();
  #kept: KeptReplica | undefined;
  readonly #faults: string[] = [];
  #epoch = 1;
  #lastCheck = 0;

  constructor(captured: Capture, seed: number, codecs: LogCodecs) {
    this.#captured = captured;
    this.#random = new Random(seed);
    this.#keyboard = this.#random.chance(75) ? 'everyone' : 'holder';
    this.rig = new Rig(screenSizeAt96Dpi(captured.width, captured.height), this.#keyboard, codecs);
    this.rig.packLater = [];
    this.#judge = new Judge(this.rig.snapshot);
    prepare(this.rig, captured);
  }

  /** So many steps at least, and until every program has written what it has. */
  play(steps: number): void {
    const { streams } = this.#captured;
    for (let i = 0; i < steps || this.#ghosts.length < streams.length || this.#ghosts.some(({ done }) => !done); i++) {
      this.#step();
      this.#watch();
    }
    for (const { attached } of this.#guests.values()) attached.held = false;
    this.rig.settle();
    this.#watch();
  }

  /** What must hold at any time. */
  #watch(): void {
    const { rig } = this;
    const { epoch } = rig.host;
    if (epoch < this.#epoch) this.#faults.push(`epoch ${epoch} after ${this.#epoch}`);
    if (epoch > this.#epoch && !rig.host.hostIsPrimary) this.counts.terms++;
    this.#epoch = epoch;
    const primaries = rig.terminals.filter(({ host }) => host.feed.isPrimary);
    if (primaries.length > 1) this.#faults.push(`${primaries.length} primaries`);
    if ((primaries.length === 0) !== rig.host.hostIsPrimary) this.#faults.push('nobody orders the log');
    for (const { host } of primaries) if (host.viewOnly) this.#faults.push('a primary that may only look');
    // As the session's process does every two seconds.
    if (rig.now - this.#lastCheck < 2000) return;
    this.#lastCheck = rig.now;
    const before = rig.hub.primary;
    rig.hub.check();
    if (before?.feed.role === 'demoted') this.counts.demotions++;
  }

  #step(): void {
    const { rig } = this;
    const random = this.#random;
    if (random.chance(40)) rig.now += random.below(30);
    const action = random.below(1000);
    if (action < 220) this.#program();
    else if (action < 340) rig.runHost(random.between(1, 20_000));
    else if (action < 720) this.#move();
    else if (action < 850) this.#input();
    else if (action < 890) for (const pack of rig.packLater!.splice(0)) pack();
    else if (action < 910) rig.loadFonts();
    else if (action < 920) this.#gone();
    else if (action < 935) this.#attach();
    else if (action < 945) this.#cut();
    else if (action < 965) this.#someone(({ terminal }) => this.#switch(terminal));
    else if (action < 975) this.#someone(({ terminal }) => terminal.setVisible(random.chance(60)));
    else if (action < 980) this.#someone(({ terminal }) => terminal.takeKeyboard());
    else if (action < 985) this.#someone(({ terminal }) => terminal.resize(this.#size()));
    else if (action < 990) this.#someone(({ terminal }) => terminal.verify());
    else if (action < 996) this.#someone((attached) => this.#hold(attached));
    // A long silence: time enough for the host to go on without its primary.
    else if (action < 997) rig.now += random.between(1000, 9000);
  }

  #someone(body: (attached: Attached) => void): void {
    const attached = this.#random.pickAny(this.rig.terminals);
    if (attached !== undefined) body(attached);
  }

  #switch(terminal: Attached['terminal']): void {
    if (terminal.state !== 'live') return;
    this.counts.switches++;
    terminal.switchWire(this.#random.pick(WIRES));
  }

  #hold(attached: Attached): void {
    attached.held = !attached.held;
    if (attached.held) this.counts.silences++;
  }

  #size(): ReturnType<typeof screenSizeAt96Dpi> {
    return screenSizeAt96Dpi(this.#random.between(300, 700), this.#random.between(200, 500));
  }

  /** Messages move on one of the links, in bursts or one by one. */
  #move(): void {
    const { rig } = this;
    const random = this.#random;
    const attached = random.pickAny(rig.terminals);
    if (attached === undefined) return;
    const moves = [
      () => rig.sendDown(attached),
      () => rig.arriveDown(attached),
      () => rig.sendUp(attached),
      () => rig.arriveUp(attached),
    ];
    // Often all of them, so that joining does not take for ever.
    const chosen = random.chance(40) ? moves : [random.pick(moves)];
    for (const move of chosen) for (let count = random.below(40); count >= 0 && move(); count--);
  }

  #attach(): void {
    const { rig } = this;
    const random = this.#random;
    if (rig.terminals.length >= MAX_CROWD) return;
    const viewOnly = random.chance(12);
    const resume = random.chance(60) ? this.#kept : undefined;
    if (resume !== undefined) {
      this.counts.resumes++;
      this.#kept = undefined;
    }
    const attached = rig.attach({
      wire: random.pick(WIRES),
      viewOnly,
      visible: random.chance(90),
      resume,
      screen: random.chance(50) ? this.#size() : undefined,
    });
    const guest: Guest = { attached, viewOnly, given: attached.given };
    this.#guests.set(attached, guest);
    this.#everyGuest.set(attached.host.terminal, guest);
  }

  #cut(): void {
    const { rig } = this;
    const attached = this.#random.pickAny(rig.terminals);
    if (attached === undefined) return;
    this.counts.cuts++;
    if (attached.host.feed.isPrimary) this.counts.primaryCuts++;
    rig.cut(attached);
    this.#guests.delete(attached);
    this.#kept = attached.terminal.kept ?? this.#kept;
  }

  #program(): void {
    const random = this.#random;
    const next = this.#captured.streams[this.#ghosts.length];
    if (next !== undefined && (this.#ghosts.length === 0 || random.chance(10))) {
      this.#ghosts.push(new Ghost(this.rig, next));
      return;
    }
    random.pick(this.#ghosts).write(this.rig, 1 << random.between(2, 14));
  }

  #gone(): void {
    const ghost = this.#random.pickAny(this.#ghosts);
    if (ghost?.done !== true || ghost.app.gone || ghost.app.closed !== undefined) return;
    if (this.#random.chance(10)) this.rig.disconnect(ghost.app);
  }

  #input(): void {
    const { rig } = this;
    const random = this.#random;
    const guest = this.#guests.get(random.pickAny(rig.terminals)!);
    if (guest === undefined) return;
    const { terminal } = guest.attached;
    const now = rig.terminalNow;
    const before = terminal.counts.inputs;
    let input: TerminalInput;
    const kind = random.below(6);
    if (kind === 5) {
      rig.timeReached(guest.attached);
      return;
    }
    if (kind < 3) {
      input = { kind: 'motion', x: random.below(640), y: random.below(480) };
      terminal.pointerMoved(input.x, input.y, now);
    } else if (kind === 3) {
      input = { kind: 'button', button: random.between(1, 3), pressed: random.chance(50) };
      terminal.button(input.button, input.pressed, now);
    } else {
      input = { kind: 'key', keycode: random.between(24, 60), pressed: random.chance(50) };
      terminal.key(input.keycode, input.pressed, now);
    }
    if (terminal.counts.inputs === before) return;
    this.counts.inputs++;
    guest.given.push(input);
    if (guest.viewOnly) this.#faults.push('a terminal that may only look takes input');
  }

  verdict(): string[] {
    const { rig } = this;
    const faults = [...this.#faults, ...rig.defects];
    const placed = new Map<number, { number: number; input: TerminalInput }[]>();
    for (const encoded of rig.log) {
      const entry = decodeLogEntry(encoded);
      this.#judge.take(entry);
      if (entry.kind !== 'input') continue;
      const own = placed.get(entry.terminal) ?? [];
      own.push({ number: entry.number, input: entry.input });
      placed.set(entry.terminal, own);
    }
    faults.push(...this.#judge.verdict(rig.everyApp.map(witnessOf)));
    for (const [terminal, guest] of this.#everyGuest) {
      faults.push(...this.#inputFaults(terminal, guest, placed.get(terminal) ?? []));
    }
    const { state } = this.#judge.core;
    const hash = this.#judge.core.stateHash();
    if (hash !== rig.host.core.stateHash()) faults.push("the host's state is not the log's");
    for (const { terminal, verified } of rig.terminals) {
      if (verified.includes(false)) faults.push(`terminal ${terminal.terminal} was found to differ`);
      if (terminal.state !== 'live') faults.push(`terminal ${terminal.terminal} is ${terminal.state} at rest`);
      else if (terminal.core!.state.index !== state.index) faults.push(`terminal ${terminal.terminal} is behind`);
      else if (terminal.core!.stateHash() !== hash) faults.push(`terminal ${terminal.terminal} differs`);
    }
    return faults;
  }

  /** None lost, none twice, in their order. One that is lost takes those with it that were not reported. */
  #inputFaults(terminal: number, guest: Guest, placed: readonly { number: number; input: TerminalInput }[]): string[] {
    const faults: string[] = [];
    let last = 0;
    for (const { number, input } of placed) {
      if (number <= last) faults.push(`input ${number} of terminal ${terminal} behind its input ${last}`);
      const given = guest.given[number - 1];
      if (JSON.stringify(given) !== JSON.stringify(input)) {
        faults.push(`input ${number} of terminal ${terminal} is not what was given`);
      }
      // Where only the holder's counts, that of others is left out.
      if (number !== last + 1 && this.#keyboard === 'everyone') {
        faults.push(`inputs ${last + 1} to ${number - 1} of terminal ${terminal} are missing`);
      }
      last = number;
    }
    if (this.#keyboard === 'everyone' && this.#guests.has(guest.attached) && last !== guest.given.length) {
      faults.push(`terminal ${terminal}: ${guest.given.length} inputs given, ${last} in the log`);
    }
    return faults;
  }
}
