/**
 * What a change of wire costs in trips over the link, in virtual time: one ms a step, one way of the link so many. An app draws with every step, another
 * waits for each of its replies; neither may notice more of the change than that it is on another wire then.
 */
import { describe, expect, test } from 'vitest';
import { nxCodec } from '../../nx/codec.ts';
import type { WireName } from '../../session/carrier/control.ts';
import { plainCodec } from '../../session/log-codec.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Rig, type App, type Attached } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
/** ms that a message is under way. */
const ONE_WAY = 20;
/** Steps that both ends take for what they do anyway. */
const SLACK = 3;

const NO_OPERATION = Uint8Array.of(127, 0, 1, 0);
const GET_INPUT_FOCUS = Uint8Array.of(43, 0, 1, 0);

interface UnderWay {
  readonly arrives: number;
  readonly message: Uint8Array;
}

/** A rig whose messages take their time. */
class SlowRig {
  readonly rig = new Rig(SCREEN, 'everyone', { x11: plainCodec, nx: nxCodec });
  readonly attached: Attached = this.rig.attach({ wire: 'x11' });
  readonly #down: UnderWay[] = [];
  readonly #up: UnderWay[] = [];

  /** One ms passes. */
  step(): void {
    const { rig, attached } = this;
    rig.now++;
    while (rig.runHost());
    while (rig.sendDown(attached) || rig.sendUp(attached));
    for (const [from, link] of [
      [attached.down, this.#down],
      [attached.up, this.#up],
    ] as const) {
      link.push(...from.splice(0).map((message) => ({ message, arrives: rig.now + ONE_WAY })));
      while (link[0] !== undefined && link[0].arrives <= rig.now) from.push(link.shift()!.message);
    }
    while (rig.arriveDown(attached) || rig.arriveUp(attached));
    rig.act(attached);
    while (rig.runHost());
  }

  steps(count: number, each: () => void): void {
    for (let i = 0; i < count; i++) {
      each();
      this.step();
    }
  }
}

/** The longest time in which something did not happen. */
class Gap {
  longest = 0;
  #last = 0;
  #seen = 0;

  look(now: number, count: number): void {
    if (count !== this.#seen) {
      if (this.#last > 0) this.longest = Math.max(this.longest, now - this.#last);
      this.#last = now;
      this.#seen = count;
    }
  }
}

describe.each([
  ['x11', 'nx'],
  ['nx', 'x11'],
] as const)('from %s to %s', (from: WireName, to: WireName) => {
  test('drawing goes on, and who waits for replies waits for no more than one round trip', () => {
    const slow = new SlowRig();
    const { rig, attached } = slow;
    const drawing = rig.connect(true);
    const asking = rig.connect(true);
    const shown = new Gap();
    const answered = new Gap();
    const bytesOf = (app: App): number => app.received.reduce((sum, { length }) => sum + length, 0);
    let asked = -1;
    let watched = false;
    const draw = (): void => {
      rig.write(drawing, NO_OPERATION);
      if (bytesOf(asking) > asked) {
        asked = bytesOf(asking);
        rig.write(asking, GET_INPUT_FOCUS);
      }
      if (!watched) return;
      shown.look(rig.now, attached.terminal.counts.requests);
      answered.look(rig.now, bytesOf(asking));
    };
    slow.steps(10 * ONE_WAY, draw);
    expect(attached.terminal.isPrimary).toBe(true);
    if (from !== 'x11') {
      attached.terminal.switchWire(from);
      slow.steps(20 * ONE_WAY, draw);
      expect([attached.terminal.wire, attached.terminal.isPrimary]).toEqual([from, false]);
    }
    watched = true;
    attached.terminal.switchWire(to);
    slow.steps(20 * ONE_WAY, draw);
    expect([attached.terminal.wire, attached.terminal.isPrimary]).toEqual([to, to === 'x11']);
    expect(rig.defects).toEqual([]);
    expect(shown.longest).toBeLessThanOrEqual(SLACK);
    expect(answered.longest).toBeLessThanOrEqual(2 * ONE_WAY + SLACK);
    // What the change took of time, as both ends tell it.
    const change = attached.changes.at(-1)!;
    expect([change.stop, change.hostStop].every((stop) => stop <= SLACK)).toBe(true);
  });
});
