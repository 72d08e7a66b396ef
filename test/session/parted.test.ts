/** A terminal that the host went on without has placed entries that are not the log's: its state is compared with nothing before it is brought up to date. */
import { expect, test } from 'vitest';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Rig } from './rig.ts';

const INTERN_ATOM = (letter: string): Uint8Array =>
  Uint8Array.of(16, 0, 3, 0, 3, 0, 0, 0, 0x51, 0x51, letter.charCodeAt(0), 0);

test('a replica that stands at the same index with other entries is no difference', () => {
  const rig = new Rig(screenSizeAt96Dpi(160, 120));
  const app = rig.connect(true);
  const silent = rig.attach({ wire: 'x11' });
  const other = rig.attach({ wire: 'nx' });
  rig.settle();
  expect(silent.terminal.isPrimary).toBe(true);
  // It goes on alone, and wants its state compared.
  silent.held = true;
  silent.terminal.key(38, true, rig.terminalNow);
  silent.terminal.verify();
  other.host.carrier.lastHeard = rig.now + 7000;
  rig.now += 7000;
  rig.hub.check();
  expect(silent.host.feed.role).toBe('demoted');
  // As many entries of the host's own.
  const alone = silent.terminal.core!.state.index;
  for (let i = 0; rig.host.core.state.index < alone; i++) {
    rig.write(app, INTERN_ATOM('abc'.charAt(i % 3)));
    rig.runHost();
  }
  expect(rig.host.core.state.index).toBe(alone);
  expect(rig.host.core.stateHash()).not.toBe(silent.terminal.core!.stateHash());
  silent.held = false;
  rig.settle();
  expect(silent.verified.length).toBeGreaterThan(0);
  expect(silent.verified).not.toContain(false);
  silent.terminal.verify();
  rig.settle();
  expect(silent.verified).not.toContain(false);
  expect(silent.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
});
