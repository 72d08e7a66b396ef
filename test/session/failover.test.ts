/**
 * A terminal that is primary may vanish at any moment: with messages on the way in both directions, in the middle of a snapshot, of a large
 * request, of a reply. No app may notice: each must have been sent exactly what a fresh core gives for the session's log, and the log must hold
 * exactly the requests that the app wrote.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Random } from '../support/random/random.ts';
import { compareApps, fontHash, RandomApps } from './random-apps.ts';
import { Rig } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);

class Play {
  readonly rig = new Rig(SCREEN);
  readonly apps: RandomApps;
  readonly #random: Random;
  cutsWhilePrimary = 0;
  inputs = 0;

  constructor(seed: number) {
    this.apps = new RandomApps(this.rig, seed);
    this.#random = new Random(seed + 1);
    this.rig.packLater = [];
  }

  step(): void {
    const { rig } = this;
    const random = this.#random;
    if (random.chance(40)) rig.now += random.below(30);
    this.apps.finishRequests(4);
    const action = random.below(100);
    if (action < 36) this.apps.step();
    else if (action < 48) rig.runHost(random.between(1, 3000));
    else if (action < 60) this.#times(() => rig.sendDown());
    else if (action < 72) this.#times(() => rig.arriveDown());
    else if (action < 78) this.#times(() => rig.sendUp());
    else if (action < 85) this.#times(() => rig.arriveUp());
    else if (action < 93) this.#input();
    else if (action < 97) for (const pack of rig.packLater!.splice(0)) pack();
    else if (action === 97 && random.chance(20)) this.apps.font();
    else if (rig.attached === undefined) this.#attach();
    else if (random.chance(rig.host.hostIsPrimary ? 5 : 60)) this.#cut();
  }

  /** Once, or until there is nothing more: messages come in bursts. */
  #times(move: () => boolean): void {
    for (let count = this.#random.below(20); count >= 0 && move(); count--);
  }

  /** A terminal comes; many join at a stroke, so that much is lost as primary too. */
  #attach(): void {
    const { rig } = this;
    const random = this.#random;
    const { terminal } = rig.attach({ screen: random.chance(50) ? screenSizeAt96Dpi(200, 150) : undefined });
    if (random.chance(30)) return;
    for (let tries = 0; tries < 3000 && !terminal.isPrimary; tries++) {
      rig.now++;
      for (const pack of rig.packLater!.splice(0)) pack();
      while (rig.sendDown() || rig.arriveDown());
      while (rig.sendUp() || rig.arriveUp());
    }
  }

  #cut(): void {
    if (!this.rig.host.hostIsPrimary) this.cutsWhilePrimary++;
    this.rig.cut();
  }

  #input(): void {
    const { rig } = this;
    const terminal = rig.attached?.terminal;
    if (terminal?.state !== 'live') return;
    this.inputs++;
    const random = this.#random;
    const now = rig.terminalNow;
    const kind = random.below(5);
    if (kind < 2) terminal.pointerMoved(random.below(200), random.below(150), now);
    else if (kind === 2) terminal.button(random.between(1, 3), random.chance(50), now);
    else if (kind === 3) terminal.key(random.between(24, 60), random.chance(50), now);
    else if (random.chance(20)) terminal.resize(screenSizeAt96Dpi(random.between(100, 250), 120));
    else terminal.timeReached(now);
  }
}

describe('a terminal that vanishes at a random moment', () => {
  test('no app loses, repeats or changes a byte, and the log has what the apps wrote', () => {
    let cutsWhilePrimary = 0;
    let inputs = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const play = new Play(seed);
        for (let i = 0; i < 2000; i++) play.step();
        const { rig } = play;
        cutsWhilePrimary += play.cutsWhilePrimary;
        inputs += play.inputs;
        play.apps.finishRequests();
        if (seed % 2 === 0) rig.cut();
        rig.settle();
        expect(rig.defects).toEqual([]);
        compareApps(rig);
        const placed = new Set(rig.host.core.state.fonts.keys());
        for (let i = 1; i <= play.apps.fonts; i++) expect(placed).toContain(fontHash(i));
        const { attached } = rig;
        if (attached?.terminal.state === 'live') {
          attached.terminal.verify();
          rig.settle();
          expect(attached.verified.at(-1)).toBe(true);
          expect(attached.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
        }
      }),
      { numRuns: 40 },
    );
    console.log(`${cutsWhilePrimary} terminals lost while primary, ${inputs} inputs`);
    expect(cutsWhilePrimary).toBeGreaterThan(200);
  });
});
