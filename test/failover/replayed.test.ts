/**
 * What real programs have written (capture.ts), played again in virtual time with terminals lost between any two steps: of the programs, of the
 * host, of either direction of the link. The judge is the one of the live test.
 *
 * FAILOVER_SEED and FAILOVER_CAPTURES repeat a run; FAILOVER_ROUNDS makes it longer. A round is named by its own seed when it fails.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import { Random } from '../support/random/random.ts';
import { Rig } from '../session/rig.ts';
import { captures, keepCaptures, type Capture } from './capture.ts';
import { Ghost, prepare, witnessOf } from './ghosts.ts';
import { Judge } from './judge.ts';
import type { LoadName } from './programs.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? 1);
const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 5);
/** Terminals lost in a round, at least. */
const CUTS = 40;

const [WIDTH, HEIGHT] = [640, 480];
class Round {
  readonly rig: Rig;
  readonly ghosts: Ghost[] = [];
  cuts = 0;
  cutsWhilePrimary = 0;
  readonly #captured: Capture;
  readonly #random: Random;
  readonly #judge: Judge;

  constructor(captured: Capture, seed: number) {
    this.#captured = captured;
    this.#random = new Random(seed);
    const rig = new Rig(screenSizeAt96Dpi(captured.width, captured.height));
    this.rig = rig;
    this.#judge = new Judge(rig.snapshot);
    rig.packLater = [];
    prepare(rig, captured);
  }

  play(): void {
    const { streams } = this.#captured;
    while (this.cuts < CUTS || this.ghosts.length < streams.length || this.ghosts.some((ghost) => !ghost.done)) {
      this.#step();
    }
    if (this.#random.chance(50)) this.rig.cut();
    this.rig.settle();
  }

  #step(): void {
    const { rig } = this;
    const random = this.#random;
    if (random.chance(40)) rig.now += random.below(30);
    const action = random.below(100);
    if (action < 30) this.#program();
    else if (action < 45) rig.runHost(random.between(1, 20_000));
    else if (action < 57) this.#times(() => rig.sendDown());
    else if (action < 69) this.#times(() => rig.arriveDown());
    else if (action < 75) this.#times(() => rig.sendUp());
    else if (action < 82) this.#times(() => rig.arriveUp());
    else if (action < 92) this.#input();
    else if (action < 95) for (const pack of rig.packLater!.splice(0)) pack();
    else if (action < 97) rig.loadFonts();
    else if (action < 98) this.#gone();
    else if (rig.attached === undefined) this.#attach();
    else if (random.chance(rig.host.hostIsPrimary ? 1.5 : 30)) this.#cut();
  }

  /** Once, or until there is nothing more: messages come in bursts. */
  #times(move: () => boolean): void {
    for (let count = this.#random.below(30); count >= 0 && move(); count--);
  }

  /** A terminal comes; every other one joins at a stroke, so that much is lost as primary too. */
  #attach(): void {
    const { rig } = this;
    const { terminal } = rig.attach();
    if (this.#random.chance(50)) return;
    for (let tries = 0; tries < 3000 && terminal.state !== 'live'; tries++) {
      rig.now++;
      for (const pack of rig.packLater!.splice(0)) pack();
      while (rig.sendDown() || rig.arriveDown());
      while (rig.sendUp() || rig.arriveUp());
    }
  }

  #cut(): void {
    this.cuts++;
    if (!this.rig.host.hostIsPrimary) this.cutsWhilePrimary++;
    this.rig.cut();
  }

  /** A program connects, or writes on: from a few bytes to many requests at once. */
  #program(): void {
    const random = this.#random;
    const { streams } = this.#captured;
    const next = streams[this.ghosts.length];
    if (next !== undefined && (this.ghosts.length === 0 || random.chance(10))) {
      this.ghosts.push(new Ghost(this.rig, next));
      return;
    }
    const ghost = random.pick(this.ghosts);
    ghost.write(this.rig, 1 << random.between(2, 15));
  }

  #gone(): void {
    const ghost = this.#random.pickAny(this.ghosts);
    if (ghost?.done !== true || ghost.app.gone || ghost.app.closed !== undefined) return;
    if (this.#random.chance(20)) this.rig.disconnect(ghost.app);
  }

  #input(): void {
    const { rig } = this;
    const terminal = rig.attached?.terminal;
    if (terminal?.state !== 'live') return;
    const random = this.#random;
    const now = rig.terminalNow;
    const kind = random.below(6);
    if (kind < 3) terminal.pointerMoved(random.below(WIDTH), random.below(HEIGHT), now);
    else if (kind === 3) terminal.button(random.between(1, 3), random.chance(50), now);
    else if (kind === 4) terminal.key(random.between(24, 60), random.chance(50), now);
    else terminal.timeReached(now);
  }

  verdict(): string[] {
    const { rig } = this;
    for (const encoded of rig.log) this.#judge.take(decodeLogEntry(encoded));
    const faults = this.#judge.verdict(rig.everyApp.map(witnessOf));
    if (this.#judge.core.stateHash() !== rig.host.core.stateHash()) faults.push("the host's state is not the log's");
    return [...faults, ...rig.defects];
  }
}

describe('a terminal that is lost while captured programs draw', () => {
  const loads: readonly (readonly [name: string, loads: readonly LoadName[]])[] = [
    ['xterm', ['seq']],
    ['x11perf', ['x11perf']],
    ['twm and what it manages', ['twm', 'tk', 'clock', 'seq']],
    ['a toolkit', ['tk', 'starts']],
  ];
  let captured: Map<string, Capture>;
  beforeAll(async () => {
    const common = { milliseconds: 1500, maximum: 150_000, width: WIDTH, height: HEIGHT };
    captured = await captures(Object.fromEntries(loads.map(([name, of]) => [name, { loads: of, ...common }])));
  });
  for (const [i, [name]] of loads.entries()) {
    test(name, () => {
      const material = captured.get(name)!;
      let [cuts, primary] = [0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const seed = SEED + 1000 * i + round;
        const played = new Round(material, seed);
        played.play();
        const faults = played.verdict();
        if (faults.length > 0) console.log(`FAILOVER_CAPTURES=${keepCaptures(captured)} FAILOVER_SEED=${SEED}`);
        expect({ seed, faults }).toEqual({ seed, faults: [] });
        cuts += played.cuts;
        primary += played.cutsWhilePrimary;
      }
      const bytes = material.streams.reduce((sum, { requests }) => sum + requests.length, 0);
      console.log(
        `${name}: seed ${SEED}, ${material.streams.length} programs, ${bytes} bytes, ${cuts} cuts, ${primary} of a primary`,
      );
      expect(cuts).toBeGreaterThanOrEqual(CUTS * ROUNDS);
      expect(primary).toBeGreaterThan(cuts / 4);
    });
  }
});
