/**
 * A program that draws as fast as it is let must not keep a terminal from what it asks for. In virtual time, over emulated links: what is
 * measured here is the same on every machine.
 */
import { expect, test } from 'vitest';
import { LINK_PROFILES, linkProfile, LinkQueue, type LinkProfile } from '../../session/link.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Rig, type App, type Attached } from '../session/rig.ts';

const TICK_MS = 20;
/** What the host carries out in that time: 1.5 MB a second, more than the slower links carry. */
const HOST_BYTES = 30_000;
const WINDOW = 2 ** 21 + 1;
const GC = WINDOW + 1;

function request(opcode: number, data: number, ...words: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 + words.length * 4);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, opcode);
  view.setUint8(1, data);
  view.setUint16(2, bytes.length / 4, true);
  words.forEach((word, i) => view.setUint32(4 + i * 4, word, true));
  return bytes;
}

/** A window in which rectangles come and come, each another one. */
class Flood {
  readonly #rig: Rig;
  readonly #app: App;
  #count = 0;

  constructor(rig: Rig) {
    this.#rig = rig;
    this.#app = rig.connect(true);
    const root = rig.host.core.state.screen.root.id;
    rig.write(this.#app, request(1, 24, WINDOW, root, 0, 100 + 100 * 65_536, 1, 0, 0));
    rig.write(this.#app, request(8, 0, WINDOW));
    rig.write(this.#app, request(55, 0, GC, WINDOW, 0));
  }

  /** Writes as long as it is read, up to 64 KB. */
  write(): void {
    for (let i = 0; i < 16 && this.#rig.host.clients.mayRead(this.#app.number); i++) {
      const chunk = new Uint8Array(4096);
      for (let at = 0; at + 40 <= chunk.length; at += 40) {
        const count = ++this.#count;
        chunk.set(request(56, 0, GC, 4, (count * 2_654_435_761) >>> 8), at);
        chunk.set(request(70, 0, WINDOW, GC, count % 90, 5 + 5 * 65_536), at + 16);
        chunk.set(request(127, 0), at + 36);
      }
      this.#rig.write(this.#app, chunk.subarray(0, Math.floor(chunk.length / 40) * 40));
    }
  }
}

class SlowLink {
  readonly #rig: Rig;
  readonly #attached: Attached;
  readonly #down: LinkQueue<Uint8Array>;
  readonly #up: LinkQueue<Uint8Array>;

  constructor(rig: Rig, attached: Attached, profile: LinkProfile) {
    this.#rig = rig;
    this.#attached = attached;
    this.#down = new LinkQueue(profile.down);
    this.#up = new LinkQueue(profile.up);
  }

  run(): void {
    const rig = this.#rig;
    const { host, terminal } = this.#attached;
    const { now } = rig;
    for (const message of this.#down.arrived(now)) terminal.receive(message, rig.terminalNow);
    for (const message of this.#up.arrived(now)) {
      host.receive(message);
      rig.hub.heard(host);
    }
    while (!this.#down.full(now)) {
      const message = host.carrier.take(now);
      if (message === undefined) break;
      this.#down.put(message, message.length, now);
    }
    while (!this.#up.full(now)) {
      const message = terminal.take(rig.terminalNow);
      if (message === undefined) break;
      this.#up.put(message, message.length, now);
    }
    rig.hub.poll();
  }
}

test.each(LINK_PROFILES.filter(({ name }) => ['dsl', '3g'].includes(name)))(
  'a terminal on $name that asks for x11 under endless output gets it, and nx again',
  { timeout: 600_000 },
  (profile) => {
    const rig = new Rig(screenSizeAt96Dpi(200, 150));
    const flood = new Flood(rig);
    const attached = rig.attach({ wire: 'nx' });
    const link = new SlowLink(rig, attached, profile);
    let checked = 0;
    const until = (condition: () => boolean, milliseconds: number): number => {
      const end = rig.now + milliseconds;
      const start = rig.now;
      while (!condition()) {
        if (rig.now > end) throw new Error(`not after ${milliseconds} ms`);
        rig.now += TICK_MS;
        flood.write();
        rig.runHost(HOST_BYTES);
        link.run();
        if (rig.now - checked < 2000) continue;
        checked = rig.now;
        rig.hub.check();
      }
      return rig.now - start;
    };
    const { terminal } = attached;
    until(() => terminal.state === 'live', 60_000);
    let end = rig.now + 5000;
    until(() => rig.now > end, 6000);
    terminal.switchWire('x11');
    const toX11 = until(() => terminal.isPrimary, 20_000);
    end = rig.now + 3000;
    until(() => rig.now > end, 4000);
    terminal.switchWire('nx');
    const toNx = until(() => !terminal.isPrimary && rig.host.hostIsPrimary, 20_000);
    const { changes } = attached;
    console.log(`${profile.name}: ${toX11} ms to x11, ${toNx} ms to nx; ${JSON.stringify(changes)}`);
    expect(rig.defects).toEqual([]);
  },
);

test('programs are not held for a terminal that has asked for x11 and fallen silent', () => {
  const rig = new Rig(screenSizeAt96Dpi(200, 150));
  const flood = new Flood(rig);
  const attached = rig.attach({ wire: 'nx' });
  const link = new SlowLink(rig, attached, linkProfile('3g')!);
  const run = (milliseconds: number, step: () => void): void => {
    for (let left = milliseconds; left > 0; left -= TICK_MS) {
      rig.now += TICK_MS;
      flood.write();
      rig.runHost(HOST_BYTES);
      step();
      if (left % 2000 < TICK_MS) rig.hub.check();
    }
  };
  run(4000, () => link.run());
  attached.terminal.switchWire('x11');
  const { host } = attached;
  for (let i = 0; i < 50 && host.wire === 'nx'; i++) run(TICK_MS, () => link.run());
  expect(host.wire).toBe('x11');
  // Nothing passes any more. What it lacks grows, and it must not matter to anybody else.
  run(12_000, () => {});
  const before = rig.log.length;
  run(2000, () => {});
  expect(rig.host.hostIsPrimary).toBe(true);
  expect(rig.log.length).toBeGreaterThan(before + 1000);
});
