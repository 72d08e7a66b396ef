/** What the host does on its own and with a terminal, step by step; failover.test.ts does it at random. */
import { describe, expect, test } from 'vitest';
import { CarrierError } from '../../session/carrier/carrier-error.ts';
import { CLIENT_BACKLOG_BYTES, CLIENT_WINDOW_BYTES, MAX_CLIENT_NUMBER } from '../../session/limits.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { ROOT_WINDOW } from '../../xserver/visuals.ts';
import { setupReplyLength } from '../../xserver/protocol/setup.ts';
import { Rig, type App } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);
const IMAGE_BYTES = 32 + 160 * 120 * 4;
const SYNC = Uint8Array.of(43, 0, 1, 0);

/** GetImage of the whole root. */
function getImage(): Uint8Array {
  const bytes = new Uint8Array(20);
  const view = new DataView(bytes.buffer);
  bytes.set([73, 2]);
  view.setUint16(2, 5, true);
  view.setUint32(4, ROOT_WINDOW, true);
  view.setUint16(12, 160, true);
  view.setUint16(14, 120, true);
  view.setUint32(16, 0xffffffff, true);
  return bytes;
}

function repeat(bytes: Uint8Array, count: number): Uint8Array {
  return Uint8Array.from(Buffer.concat(Array.from({ length: count }, () => bytes)));
}

/** Bytes that the app was sent behind its set-up. */
function answers(app: App): number {
  const all = Buffer.concat(app.received);
  return all.length - (setupReplyLength(all, true) ?? 0);
}

describe('the host as primary', () => {
  test('answers clients by itself', () => {
    const rig = new Rig(SCREEN);
    const app = rig.connect(true);
    rig.write(app, SYNC);
    rig.settle();
    expect(answers(app)).toBe(32);
  });

  test('a client that does not read waits in the middle of its turn; others go on', () => {
    const rig = new Rig(SCREEN);
    const [deaf, other] = [rig.connect(true), rig.connect(true)];
    rig.settle();
    rig.deafApps = true;
    rig.write(deaf, repeat(getImage(), 100));
    rig.write(other, repeat(SYNC, 10));
    rig.settle();
    expect(answers(other)).toBe(320);
    expect(answers(deaf)).toBeGreaterThan(CLIENT_BACKLOG_BYTES);
    expect(answers(deaf)).toBeLessThan(CLIENT_BACKLOG_BYTES + 2 * IMAGE_BYTES);
    expect(rig.host.clients.mayRead(deaf.number)).toBe(false);
    rig.deafApps = false;
    for (let i = 0; i < 20; i++) rig.settle();
    expect(answers(deaf)).toBe(100 * IMAGE_BYTES);
    expect(rig.host.clients.mayRead(deaf.number)).toBe(true);
  });

  test('numbers of clients are given anew only once all others have had their turn; beyond the last there is no room', () => {
    const rig = new Rig(SCREEN);
    const first = rig.connect(true);
    rig.settle();
    rig.disconnect(first);
    rig.settle();
    expect(rig.connect(true).number).toBe(first.number + 1);
    for (let i = 0; i < MAX_CLIENT_NUMBER - 1; i++) rig.connect(true);
    expect(rig.host.clients.connect(true)).toBeUndefined();
  });

  test('a client that has gone without its last request being whole leaves nothing behind', () => {
    const rig = new Rig(SCREEN);
    const app = rig.connect(true);
    rig.write(app, Uint8Array.of(127, 0, 0xff, 0xff, 0, 0));
    rig.disconnect(app);
    rig.settle();
    expect(rig.host.clients.count).toBe(0);
    expect(rig.host.core.state.clients.size).toBe(0);
  });
});

/** A session with a terminal that is primary. */
function withPrimary(): Rig {
  const rig = new Rig(SCREEN);
  rig.attach();
  rig.settle();
  expect(rig.attached?.terminal.state).toBe('live');
  expect(rig.host.hostIsPrimary).toBe(false);
  return rig;
}

describe('the host with a terminal that is primary', () => {
  test('clients get the bytes that the terminal sends, not the backup’s', () => {
    const rig = withPrimary();
    const app = rig.connect(true);
    rig.write(app, SYNC);
    while (rig.sendDown() || rig.arriveDown());
    rig.runHost();
    expect(answers(app)).toBe(0);
    rig.settle();
    expect(answers(app)).toBe(32);
  });

  test('credit comes back when the backup has applied what was reported', () => {
    const rig = withPrimary();
    const app = rig.connect(true);
    rig.write(app, repeat(SYNC, CLIENT_WINDOW_BYTES / 4));
    expect(rig.host.clients.mayRead(app.number)).toBe(false);
    rig.settle();
    expect(rig.host.clients.mayRead(app.number)).toBe(true);
    expect(answers(app)).toBe((CLIENT_WINDOW_BYTES / 4) * 32);
  });

  test('the screen takes the size that the terminal asks for, and keeps it', () => {
    const rig = new Rig(SCREEN);
    rig.attach({ screen: screenSizeAt96Dpi(300, 200) });
    rig.settle();
    expect(rig.host.core.state.screen.width).toBe(300);
    rig.attached!.terminal.resize(screenSizeAt96Dpi(320, 240));
    rig.settle();
    expect(rig.host.core.state.screen.height).toBe(240);
    rig.cut();
    expect(rig.host.core.state.screen.height).toBe(240);
  });

  test('each term has an epoch of its own', () => {
    const rig = withPrimary();
    const { epoch } = rig.host;
    rig.cut();
    expect(rig.host.epoch).toBe(epoch + 1);
    rig.attach();
    rig.settle();
    expect(rig.host.epoch).toBe(epoch + 2);
  });

  test('keys that a lost terminal held down go up', () => {
    const rig = withPrimary();
    rig.attached!.terminal.key(38, true, rig.terminalNow);
    rig.settle();
    const down = () => rig.host.core.state.input.keyboard.down[38 >> 3]! & (1 << (38 & 7));
    expect(down()).not.toBe(0);
    rig.cut();
    rig.settle();
    expect(down()).toBe(0);
  });

  test('input that was not reported never happened', () => {
    const rig = withPrimary();
    rig.attached!.terminal.pointerMoved(77, 55, rig.terminalNow);
    rig.sendUp();
    rig.cut();
    rig.settle();
    expect(rig.host.core.state.input.pointer.x).not.toBe(77);
  });

  test('a terminal whose bytes are not the backup’s must go, and the backup’s word stands', () => {
    const rig = withPrimary();
    const app = rig.connect(true);
    rig.settle();
    // What is wrong in the terminal's core is in its replies.
    rig.attached!.terminal.core!.state.input.keyboard.focus.revertTo ^= 1;
    rig.write(app, SYNC);
    rig.settle();
    expect(rig.defects).toHaveLength(2);
    expect(rig.defects[0]).toContain(`client ${app.number}`);
    expect(rig.attached).toBeUndefined();
    rig.write(app, SYNC);
    rig.settle();
    expect(answers(app)).toBe(64);
  });

  test('a difference in the state that no byte shows is found by comparing hashes', () => {
    const rig = withPrimary();
    rig.attached!.terminal.verify();
    rig.settle();
    rig.attached!.terminal.core!.state.screenSaver.timeout = 77;
    rig.attached!.terminal.verify();
    rig.settle();
    expect(rig.attached!.verified).toEqual([true, false]);
  });

  test('a terminal that reports what it was not sent must go', () => {
    const rig = withPrimary();
    expect(() => {
      rig.host.reportedApplied(1, rig.now);
      rig.host.run(rig.now, 1000);
    }).toThrow(CarrierError);
  });

  test('bytes of a client that is not there are refused', () => {
    const rig = withPrimary();
    expect(() => rig.host.primaryBytes(9, Uint8Array.of(1))).toThrow(CarrierError);
  });
});
