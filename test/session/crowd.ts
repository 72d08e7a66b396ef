/**
 * A rig with several terminals at once, each on a wire of its own, that come and go, are hidden, fall silent, are cut with what is on the way or
 * without, come back with what they kept, change wires and type, all at random moments.
 */
import type { KeyboardMode, WireName } from '../../session/carrier/control.ts';
import type { LogCodecs } from '../../session/log-codec.ts';
import { KeptParts } from '../../session/terminal/kept-parts.ts';
import type { KeptReplica } from '../../session/terminal/terminal-options.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import { Random } from '../support/random/random.ts';
import { RandomApps } from './random-apps.ts';
import { Rig, type Attached } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
const MOST_TERMINALS = 4;
/** The ones that ship the log are the more interesting. */
const SOME_WIRES: readonly WireName[] = ['x11', 'x11', 'nx', 'nx', 'thinc', 'raw'];

/** What became of one terminal. */
export interface Record {
  readonly attached: Attached;
  readonly viewOnly: boolean;
  /** Input that it took. */
  readonly given: TerminalInput[];
  screen: { readonly width: number; readonly height: number } | undefined;
}

export class Crowd {
  readonly rig: Rig;
  readonly apps: RandomApps;
  readonly records: Record[] = [];
  readonly counts = {
    cuts: 0,
    primaryCuts: 0,
    resumed: 0,
    silences: 0,
    demotions: 0,
    switches: 0,
    changes: 0,
    inputs: 0,
  };
  readonly #random: Random;
  readonly #kept: KeptReplica[] = [];
  /** Of terminals that have been here before. */
  readonly #keptParts = new KeptParts();

  constructor(seed: number, keyboard: KeyboardMode, codecs?: LogCodecs) {
    this.rig = new Rig(SCREEN, keyboard, codecs);
    this.rig.packLater = [];
    this.apps = new RandomApps(this.rig, seed);
    this.#random = new Random(seed + 1);
  }

  step(): void {
    const { rig } = this;
    const random = this.#random;
    if (random.chance(40)) rig.now += random.below(20);
    this.apps.finishRequests(4);
    const record = random.pickAny(this.#present());
    const action = random.below(100);
    if (action < 25) this.apps.step();
    else if (action < 37) rig.runHost(random.between(1, 3000));
    else if (action < 41) for (const pack of rig.packLater!.splice(0)) pack();
    else if (action === 41) this.#rarely();
    else if (record === undefined) this.#attach();
    else if (action < 75) this.#move(record.attached);
    else if (action < 88) this.#input(record);
    else this.#change(record);
  }

  #present(): Record[] {
    return this.records.filter(({ attached }) => !attached.cut);
  }

  #rarely(): void {
    const { rig } = this;
    if (this.#random.chance(20)) this.apps.font();
    else rig.hub.check();
  }

  /** Messages of a terminal go on their way, or arrive, in bursts. */
  #move(attached: Attached): void {
    const { rig } = this;
    const random = this.#random;
    const moves = [
      () => rig.sendDown(attached),
      () => rig.arriveDown(attached),
      () => rig.sendUp(attached),
      () => rig.arriveUp(attached),
      () => rig.sendDown(attached) || rig.arriveDown(attached) || rig.sendUp(attached) || rig.arriveUp(attached),
    ];
    const move = random.pick(moves);
    for (let count = random.below(40); count >= 0 && move(); count--);
  }

  #attach(): void {
    const random = this.#random;
    const viewOnly = random.chance(15);
    const screen = random.chance(50)
      ? screenSizeAt96Dpi(random.between(100, 250), random.between(100, 250))
      : undefined;
    const resume = random.chance(60) ? this.#kept.pop() : undefined;
    const visible = random.chance(90);
    const keptParts = random.chance(50) ? this.#keptParts : undefined;
    const wire = random.pick(SOME_WIRES);
    const attached = this.rig.attach({ wire, screen, viewOnly, visible, resume, keptParts });
    this.records.push({ attached, viewOnly, given: attached.given, screen });
    // Many join at a stroke.
    if (random.chance(60)) this.#hurry(attached);
  }

  #hurry(attached: Attached): void {
    const { rig } = this;
    for (let tries = 0; tries < 1000 && attached.terminal.state !== 'live' && !attached.cut; tries++) {
      rig.now++;
      for (const pack of rig.packLater!.splice(0)) pack();
      while (rig.sendDown(attached) || rig.arriveDown(attached));
      while (rig.sendUp(attached) || rig.arriveUp(attached));
    }
    if (attached.terminal.state === 'live' && attached.host.feed.role !== 'joining') this.counts.resumed++;
  }

  #change(record: Record): void {
    const random = this.#random;
    const { attached } = record;
    const { terminal } = attached;
    switch (random.below(12)) {
      case 0:
      case 1:
        if (this.#present().length < MOST_TERMINALS) this.#attach();
        return;
      case 2:
        this.#cut(attached);
        return;
      case 3:
      case 4:
      case 5:
        this.counts.switches++;
        terminal.switchWire(random.pick(SOME_WIRES));
        return;
      case 6:
        terminal.setVisible(random.chance(60));
        return;
      case 7:
        terminal.takeKeyboard();
        return;
      case 8:
        record.screen = screenSizeAt96Dpi(random.between(100, 250), random.between(100, 250));
        terminal.resize(screenSizeAt96Dpi(record.screen.width, record.screen.height));
        return;
      case 9:
        terminal.verify();
        return;
      case 10:
        this.#silence(attached);
        return;
      default:
        if (attached.held) attached.held = false;
    }
  }

  #cut(attached: Attached): void {
    const { rig } = this;
    this.counts.cuts++;
    if (attached.terminal.isPrimary) this.counts.primaryCuts++;
    // What is on the way may still arrive, in either direction.
    if (this.#random.chance(40)) while (!attached.cut && rig.arriveUp(attached));
    if (this.#random.chance(40)) while (!attached.cut && rig.arriveDown(attached));
    const { kept } = attached.terminal;
    rig.cut(attached);
    if (kept !== undefined) this.#kept.push(kept);
  }

  /** It is not heard for a while; if it is the primary, the host goes on without it. */
  #silence(attached: Attached): void {
    const { rig } = this;
    this.counts.silences++;
    attached.held = true;
    if (this.#random.chance(50)) return;
    const wasPrimary = attached.host.feed.isPrimary;
    for (const { attached: other } of this.#present()) {
      if (other !== attached) other.host.carrier.lastHeard = rig.now + 7000;
    }
    rig.now += 7000;
    rig.hub.check();
    if (wasPrimary && !attached.host.feed.isPrimary) this.counts.demotions++;
  }

  #input(record: Record): void {
    const { terminal } = record.attached;
    if (terminal.state !== 'live') return;
    const random = this.#random;
    const now = this.rig.terminalNow;
    const before = terminal.counts.inputs;
    const input = this.#randomInput();
    switch (input.kind) {
      case 'motion':
        terminal.pointerMoved(input.x, input.y, now);
        break;
      case 'button':
        terminal.button(input.button, input.pressed, now);
        break;
      case 'key':
        terminal.key(input.keycode, input.pressed, now);
        break;
      case 'keysym':
        terminal.keysym(input.keysym, input.place, input.pressed, now);
        break;
      case 'keymap':
        break;
      default:
        input satisfies never;
    }
    if (terminal.counts.inputs > before) {
      record.given.push(input);
      this.counts.inputs++;
    }
    if (random.chance(10)) this.rig.timeReached(record.attached);
  }

  #randomInput(): TerminalInput {
    const random = this.#random;
    const kind = random.below(5);
    if (kind < 2) return { kind: 'motion', x: random.below(200), y: random.below(150) };
    if (kind === 2) return { kind: 'button', button: random.between(1, 3), pressed: random.chance(50) };
    const keycode = random.between(24, 60);
    if (kind === 3) return { kind: 'key', keycode, pressed: random.chance(50) };
    // Some of them on no key of the keymap, some by no key.
    const keysym = random.chance(20) ? 0x1000430 + random.below(32) : random.between(0x21, 0xff);
    return { kind: 'keysym', keysym, place: random.chance(50) ? keycode : 0, pressed: random.chance(50) };
  }

  /** Everybody is heard again, and all that waits happens. */
  rest(): void {
    const { rig } = this;
    this.apps.finishRequests();
    for (const { attached } of this.records) attached.held = false;
    // Pings, pauses before the log is handed over, and what follows from both.
    for (let i = 0; i < 6; i++) {
      rig.settle();
      rig.now += 1500;
      rig.hub.check();
    }
    rig.settle();
    for (const { attached } of this.#present()) attached.terminal.verify();
    rig.settle();
    for (const { attached } of this.records) this.counts.changes += attached.changes.length;
  }
}
