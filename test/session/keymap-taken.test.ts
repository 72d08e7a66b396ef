/** One keymap counts at a time: a terminal hears when another's has taken the place of its own, whatever its wire, and sends its own before the next key. */
import { expect, test } from 'vitest';
import type { WireName } from '../../session/carrier/control.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Rig } from './rig.ts';

test.each(['x11', 'nx', 'thinc', 'raw'] as const)("a terminal on %s hears of another's keymap", (wire: WireName) => {
  const rig = new Rig(screenSizeAt96Dpi(160, 120));
  let taken = 0;
  const listener = rig.attach({ wire, keymapTaken: () => taken++ });
  rig.settle();
  const typist = rig.attach({ wire: 'nx' });
  rig.settle();
  expect(listener.terminal.state).toBe('live');
  const keymap = { firstKeycode: 38, keysymsPerKeycode: 1, keysyms: Uint32Array.of(0x61), modifierMap: undefined };
  const before = taken;
  listener.terminal.keymap(keymap, rig.terminalNow);
  rig.settle();
  expect(taken).toBe(before);
  typist.terminal.keymap(keymap, rig.terminalNow);
  rig.settle();
  expect(taken).toBe(before + 1);
  expect(rig.defects).toEqual([]);
});
