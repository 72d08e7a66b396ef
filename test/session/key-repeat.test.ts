/** A key repeats as long as the user holds it, whatever the link does to its release. */
import { expect, test } from 'vitest';
import type { WireName } from '../../session/carrier/control.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { decodeLogEntry } from '../../xserver/log/encoding.ts';
import { Rig, type Attached } from './rig.ts';

const KEY = 38;
const DELAY = 660;
const INTERVAL = 40;

function terminalOn(rig: Rig, wire: WireName): Attached {
  const attached = rig.attach({ wire });
  rig.settle();
  expect(attached.terminal.wire).toBe(wire);
  return attached;
}

/** Presses and releases of the key in the log. */
function keysIn(rig: Rig): string {
  let keys = '';
  for (const encoded of rig.log) {
    const entry = decodeLogEntry(encoded);
    if (entry.kind === 'input' && entry.input.kind === 'key') keys += entry.input.pressed ? '+' : '-';
  }
  return keys;
}

/** The key is held for so long; what is on the way arrives when the link lets it. */
function hold(rig: Rig, attached: Attached, milliseconds: number): void {
  attached.terminal.key(KEY, true, rig.terminalNow);
  for (const end = rig.now + milliseconds; rig.now < end; rig.now++) {
    rig.act(attached);
    rig.sendUp(attached);
    rig.arriveUp(attached);
    if (rig.hostDeadline !== undefined && rig.hostDeadline <= rig.now) rig.host.timeReached(rig.now);
  }
  attached.terminal.key(KEY, false, rig.terminalNow);
}

test.each(['x11', 'nx', 'thinc'] as const)('on %s: as often as the time that it is held has room for', (wire) => {
  const rig = new Rig(screenSizeAt96Dpi(160, 120));
  const attached = terminalOn(rig, wire);
  hold(rig, attached, DELAY - 1);
  rig.settle();
  expect(keysIn(rig)).toBe('+-');
  hold(rig, attached, DELAY + 3 * INTERVAL + 1);
  rig.settle();
  expect(keysIn(rig)).toBe(`+-+${'+'.repeat(4)}-`);
  expect(rig.defects).toEqual([]);
});

test.each(['nx', 'thinc'] as const)('on %s: not once more where the release is late', (wire) => {
  const rig = new Rig(screenSizeAt96Dpi(160, 120));
  const attached = terminalOn(rig, wire);
  attached.terminal.key(KEY, true, rig.terminalNow);
  rig.sendUp(attached);
  rig.arriveUp(attached);
  attached.held = true;
  attached.terminal.key(KEY, false, rig.terminalNow + 50);
  for (let i = 0; i < 3000; i++) {
    rig.now++;
    rig.runHost();
    if (rig.hostDeadline !== undefined && rig.hostDeadline <= rig.now) rig.host.timeReached(rig.now);
  }
  attached.held = false;
  rig.settle();
  expect(keysIn(rig)).toBe('+-');
  const { keyboard } = rig.host.core.state.input;
  expect(keyboard.repeating).toBeUndefined();
});

test('a link that takes nothing gets no more of them', () => {
  const rig = new Rig(screenSizeAt96Dpi(160, 120));
  const attached = terminalOn(rig, 'nx');
  attached.terminal.key(KEY, true, rig.terminalNow);
  for (let i = 0; i < 100_000; i += 10) {
    rig.now += 10;
    rig.act(attached);
  }
  attached.terminal.key(KEY, false, rig.terminalNow);
  rig.settle();
  expect(keysIn(rig).length).toBeLessThan(300);
  expect(keysIn(rig).at(-1)).toBe('-');
});
