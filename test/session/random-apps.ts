/** Apps of a rig that connect, write requests that make sense, in whole or in part, and go; and the check of what they were sent. */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect } from 'vitest';
import { RandomLog } from '../support/random-requests.ts';
import { Random } from '../support/random/random.ts';
import type { App, Rig } from './rig.ts';

const FONT = Uint8Array.from(gunzipSync(readFileSync('/usr/share/fonts/X11/misc/cudevnag12.pcf.gz')));

/** A NoOperation so long that it travels in pieces. */
function longRequest(random: Random, littleEndian: boolean): Uint8Array {
  const units = random.between(5000, 20_000);
  const bytes = new Uint8Array(units * 4);
  bytes[0] = 127;
  new DataView(bytes.buffer).setUint16(2, units, littleEndian);
  return bytes;
}

export class RandomApps {
  fonts = 0;
  readonly #rig: Rig;
  readonly #log: RandomLog;
  readonly #random: Random;
  readonly #rests = new Map<App, Uint8Array>();

  constructor(rig: Rig, seed: number) {
    this.#rig = rig;
    this.#log = new RandomLog(seed);
    this.#random = new Random(seed + 2);
  }

  step(): void {
    const rig = this.#rig;
    const { state } = rig.host.core;
    // Apps go on without a terminal, too.
    const someTerminal = new Map([
      [
        99,
        {
          number: 99,
          keys: new Set<number>(),
          keysymKeys: new Map<number, number>(),
          buttons: new Set<number>(),
          lastInput: 0,
        },
      ],
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
    this.#rig.write(app, bytes.subarray(0, at));
    if (at === bytes.length) return;
    this.#rests.set(app, bytes.subarray(at));
    app.unfinished = at;
  }

  /** Writes what is left of requests, each with a chance of so many in a hundred. */
  finishRequests(percent = 100): void {
    for (const [app, rest] of this.#rests) {
      if (!this.#random.chance(percent)) continue;
      this.#rests.delete(app);
      if (this.#rig.apps.get(app.number) !== app) continue;
      this.#rig.write(app, rest);
      app.unfinished = 0;
    }
  }

  /** Something of the host's own that is too large for a record. */
  font(): void {
    const hash = fontHash(++this.fonts);
    this.#rig.host.append({ kind: 'font', hash, bytes: FONT });
  }
}

/** Of the font that was appended as the n-th. */
export function fontHash(number: number): string {
  return String(number).padStart(16, '0').padEnd(32, 'f');
}

/** Every app has been sent what a fresh core gives for the log; the log has what it wrote. */
export function compareApps(rig: Rig): void {
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
