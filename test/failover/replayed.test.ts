/**
 * What real programs have written (capture.ts), played again in virtual time with terminals lost between any two steps: of the programs, of the
 * host, of either direction of the link. The judge is the one of the live test.
 *
 * FAILOVER_SEED repeats a run; FAILOVER_ROUNDS makes it longer. A round is named by its own seed when it fails.
 */
import { beforeAll, describe, expect, test } from 'vitest';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import { Random } from '../support/random/random.ts';
import { Rig, type App } from '../session/rig.ts';
import { capture, type Capture, type CapturedStream } from './capture.ts';
import { Judge, type Witness } from './judge.ts';
import type { LoadName } from './programs.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? Math.floor(Math.random() * 1e9));
const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 8);
/** Terminals lost in a round, at least. */
const CUTS = 25;

const [WIDTH, HEIGHT] = [640, 480];
/** The client that gives the atoms their numbers. */
const ATOM_CLIENT = 255;

function internAtom(name: string): Uint8Array {
  const bytes = Buffer.from(name, 'latin1');
  const request = Buffer.alloc(8 + ((bytes.length + 3) & ~3));
  request[0] = 16;
  request.writeUInt16LE(request.length / 4, 2);
  request.writeUInt16LE(bytes.length, 4);
  bytes.copy(request, 8);
  return Uint8Array.from(request);
}

/** A program whose requests come from the capture. */
class Ghost {
  readonly stream: CapturedStream;
  readonly app: App;
  #at = 0;

  constructor(stream: CapturedStream, app: App) {
    this.stream = stream;
    this.app = app;
  }

  get done(): boolean {
    return this.#at === this.stream.requests.length;
  }

  write(rig: Rig, bytes: number): void {
    if (this.done || rig.apps.get(this.app.number) !== this.app || !rig.host.clients.mayRead(this.app.number)) return;
    const end = Math.min(this.stream.requests.length, this.#at + bytes);
    rig.write(this.app, this.stream.requests.subarray(this.#at, end));
    this.#at = end;
  }
}

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
    rig.fonts = captured.fonts;
    rig.host.append({ kind: 'font-catalogue', catalogue: captured.catalogue });
    const idBase = ATOM_CLIENT * 2 ** 21;
    rig.host.append({ kind: 'client-connected', client: ATOM_CLIENT, littleEndian: true, idBase });
    for (const name of captured.atoms.slice(1)) {
      rig.host.append({ kind: 'request', client: ATOM_CLIENT, bytes: internAtom(name) });
    }
    rig.host.append({ kind: 'client-gone', client: ATOM_CLIENT });
    while (rig.runHost());
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
    for (let tries = 0; tries < 3000 && !terminal.isPrimary; tries++) {
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
      const app = this.rig.connect(next.littleEndian);
      // Their ids are right only under the number that they had.
      if (app.number !== next.client) throw new Error(`client ${app.number} in place of ${next.client}`);
      this.ghosts.push(new Ghost(next, app));
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

function witnessOf(app: App): Witness {
  const sum = (chunks: readonly Uint8Array[]): number => chunks.reduce((total, { length }) => total + length, 0);
  return {
    idBase: app.number * 2 ** 21,
    written: app.written,
    setupBytes: 0,
    writtenBytes: sum(app.written),
    received: app.received,
    receivedBytes: sum(app.received),
    closed: app.gone || app.closed !== undefined,
  };
}

describe('a terminal that is lost while captured programs draw', { timeout: 300_000 }, () => {
  const loads: readonly (readonly [name: string, loads: readonly LoadName[]])[] = [
    ['xterm', ['seq']],
    ['x11perf', ['x11perf']],
    ['twm and what it manages', ['twm', 'tk', 'clock', 'seq']],
    ['a toolkit', ['tk', 'starts']],
  ];
  const captures = new Map<string, Capture>();
  beforeAll(async () => {
    for (const [name, of] of loads) {
      captures.set(
        name,
        await capture({ loads: of, milliseconds: 1500, maximum: 150_000, width: WIDTH, height: HEIGHT }),
      );
    }
  });
  for (const [i, [name]] of loads.entries()) {
    test(name, () => {
      const captured = captures.get(name)!;
      let [cuts, primary] = [0, 0];
      for (let round = 0; round < ROUNDS; round++) {
        const seed = SEED + 1000 * i + round;
        const played = new Round(captured, seed);
        played.play();
        expect({ seed, faults: played.verdict() }).toEqual({ seed, faults: [] });
        cuts += played.cuts;
        primary += played.cutsWhilePrimary;
      }
      const bytes = captured.streams.reduce((sum, { requests }) => sum + requests.length, 0);
      console.log(
        `${name}: seed ${SEED}, ${captured.streams.length} programs, ${bytes} bytes, ${cuts} cuts, ${primary} of a primary`,
      );
      expect(cuts).toBeGreaterThanOrEqual(CUTS * ROUNDS);
      expect(primary).toBeGreaterThan(cuts / 4);
    });
  }
});
