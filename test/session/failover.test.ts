/**
 * A terminal that is primary may vanish at any moment: with messages on the way in both directions, in the middle of a snapshot, of a large
 * request, of a reply. No app may notice: each must have been sent exactly what a fresh core gives for the session's log, and the log must hold
 * exactly the requests that the app wrote.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { RandomLog } from '../support/random-requests.ts';
import { Random } from '../support/random/random.ts';
import { Rig, type App } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
const FONT = Uint8Array.from(gunzipSync(readFileSync('/usr/share/fonts/X11/misc/cudevnag12.pcf.gz')));

/** A NoOperation so long that it travels in pieces. */
function longRequest(random: Random, littleEndian: boolean): Uint8Array {
  const units = random.between(5000, 20_000);
  const bytes = new Uint8Array(units * 4);
  bytes[0] = 127;
  new DataView(bytes.buffer).setUint16(2, units, littleEndian);
  return bytes;
}

class Play {
  readonly rig = new Rig(SCREEN);
  readonly #log: RandomLog;
  readonly #random: Random;
  readonly #rests = new Map<App, Uint8Array>();
  fonts = 0;
  cutsWhilePrimary = 0;
  inputs = 0;

  constructor(seed: number) {
    this.#log = new RandomLog(seed);
    this.#random = new Random(seed + 1);
    this.rig.packLater = [];
  }

  step(): void {
    const { rig } = this;
    const random = this.#random;
    if (random.chance(40)) rig.now += random.below(30);
    this.finishRequests(4);
    const action = random.below(100);
    if (action < 36) this.#app();
    else if (action < 48) rig.runHost(random.between(1, 3000));
    else if (action < 60) this.#times(() => rig.sendDown());
    else if (action < 72) this.#times(() => rig.arriveDown());
    else if (action < 78) this.#times(() => rig.sendUp());
    else if (action < 85) this.#times(() => rig.arriveUp());
    else if (action < 93) this.#input();
    else if (action < 97) for (const pack of rig.packLater!.splice(0)) pack();
    else if (action === 97 && random.chance(20)) this.#font();
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

  #app(): void {
    const { rig } = this;
    const { state } = rig.host.core;
    // Apps go on without a terminal, too.
    const someTerminal = new Map([
      [99, { number: 99, keys: new Set<number>(), buttons: new Set<number>(), lastInput: 0 }],
    ]);
    const event = this.#log.next(state.terminals.size > 0 ? state : { ...state, terminals: someTerminal }).entry;
    if (event.kind === 'client-connected') rig.connect(event.littleEndian);
    else if (event.kind === 'request') {
      const app = rig.apps.get(event.client);
      const client = rig.host.core.state.clients.get(event.client);
      if (app === undefined || client === undefined || this.#rests.has(app)) return;
      const bytes = this.#random.chance(3) ? longRequest(this.#random, client.littleEndian) : event.bytes;
      this.#write(app, bytes);
    } else if (event.kind === 'client-gone') {
      const app = rig.apps.get(event.client);
      if (app !== undefined) rig.disconnect(app);
    }
  }

  /** Whole, or cut in two; the second part comes in a later step. */
  #write(app: App, bytes: Uint8Array): void {
    const random = this.#random;
    const at = random.chance(bytes.length > 1000 ? 70 : 10) ? random.between(1, bytes.length - 1) : bytes.length;
    this.rig.write(app, bytes.subarray(0, at));
    if (at === bytes.length) return;
    this.#rests.set(app, bytes.subarray(at));
    app.unfinished = at;
  }

  /** Writes what is left of requests, each with a chance of so many in a hundred. */
  finishRequests(percent = 100): void {
    for (const [app, rest] of this.#rests) {
      if (!this.#random.chance(percent)) continue;
      this.#rests.delete(app);
      if (this.rig.apps.get(app.number) !== app) continue;
      this.rig.write(app, rest);
      app.unfinished = 0;
    }
  }

  /** Something of the host's own that is too large for a record. */
  #font(): void {
    const hash = `font ${++this.fonts}`;
    this.rig.host.append({ kind: 'font', hash, bytes: FONT });
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

/** Every app has been sent what a fresh core gives for the log; the log has what it wrote. */
function compare(rig: Rig): void {
  const { core, connections } = rig.replay();
  expect(core.stateHash()).toBe(rig.host.core.stateHash());
  const seen = new Map<number, number>();
  for (const app of rig.everyApp) {
    const nth = seen.get(app.number) ?? 0;
    seen.set(app.number, nth + 1);
    const connection = connections.get(app.number)?.[nth];
    if (connection === undefined) throw new Error(`client ${app.number} is not in the log`);
    const received = Buffer.concat(app.received);
    const sent = Buffer.concat(connection.sent);
    const written = Buffer.concat(app.written);
    const requests = Buffer.concat(connection.requests);
    const where = `client ${app.number}`;
    // One that has gone is not sent what comes later; one that was sent away has later requests left out.
    expect(received.equals(app.gone ? sent.subarray(0, received.length) : sent), `${where}: bytes`).toBe(true);
    const whole = written.subarray(0, written.length - app.unfinished);
    const inLog = app.closed === undefined ? whole : whole.subarray(0, requests.length);
    expect(requests.equals(inLog), `${where}: requests`).toBe(true);
  }
}

describe('a terminal that vanishes at a random moment', () => {
  test('no app loses, repeats or changes a byte, and the log has what the apps wrote', { timeout: 300_000 }, () => {
    let cutsWhilePrimary = 0;
    let inputs = 0;
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e9 }), (seed) => {
        const play = new Play(seed);
        for (let i = 0; i < 2000; i++) play.step();
        const { rig } = play;
        cutsWhilePrimary += play.cutsWhilePrimary;
        inputs += play.inputs;
        play.finishRequests();
        if (seed % 2 === 0) rig.cut();
        rig.settle();
        expect(rig.defects).toEqual([]);
        compare(rig);
        expect([...rig.host.core.state.fonts.keys()].filter((hash) => hash.startsWith('font '))).toHaveLength(
          play.fonts,
        );
        const { attached } = rig;
        if (attached?.terminal.state === 'live') {
          attached.terminal.verify();
          rig.settle();
          expect(attached.verified.at(-1)).toBe(true);
          expect(attached.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
        }
      }),
      { numRuns: 60 },
    );
    console.log(`${cutsWhilePrimary} terminals lost while primary, ${inputs} inputs`);
    expect(cutsWhilePrimary).toBeGreaterThan(200);
  });
});
