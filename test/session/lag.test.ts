/** A replica that cannot keep up: entries are dropped and it gets what has changed; apps do not wait for it, and what is queued stays small. */
import { describe, expect, test, vi } from 'vitest';
import { LEAST_TAIL_BYTES, MAX_TAIL_BYTES } from '../../session/limits.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { Rig } from './rig.ts';

const SCREEN = screenSizeAt96Dpi(160, 120);

/** ChangeProperty of the root: 4,000 bytes that compress to nothing much, and another value each time. */
function changeProperty(value: number): Uint8Array {
  const bytes = new Uint8Array(24 + 4000);
  const view = new DataView(bytes.buffer);
  bytes[0] = 18;
  view.setUint16(2, bytes.length / 4, true);
  view.setUint32(4, 0x21, true);
  view.setUint32(8, 39, true);
  view.setUint32(12, 31, true);
  bytes[16] = 8;
  view.setUint32(20, 4000, true);
  for (let i = 24; i < bytes.length; i++) bytes[i] = (value * 7919 + i * i) & 0xff;
  return bytes;
}

describe('a replica that does not take what it is sent', () => {
  test.each(['nx', 'x11'] as const)('on %s: is patched', (wire) => {
    const rig = new Rig(SCREEN);
    const app = rig.connect(true);
    // Another is primary, where the wire has one.
    rig.attach({ wire: 'x11' });
    rig.settle();
    const slow = rig.attach({ wire });
    rig.settle();
    expect(slow.terminal.state).toBe('live');
    const root = [...rig.host.core.state.resources.values()].find((resource) => resource.kind === 'window')!;
    slow.held = true;
    const asked = vi.spyOn(slow.host.feed, 'verify');
    const before = rig.host.core.state.index;
    let most = 0;
    for (let i = 0; i < 4000; i++) {
      const request = changeProperty(i);
      new DataView(request.buffer).setUint32(4, root.id, true);
      rig.write(app, request);
      for (let turn = 0; turn < 3; turn++) {
        rig.runHost(1e6);
        for (const attached of rig.terminals) {
          while (rig.sendDown(attached));
          while (rig.arriveDown(attached));
          while (rig.sendUp(attached) || rig.arriveUp(attached));
        }
      }
      most = Math.max(most, slow.host.feed.waitingBytes);
      // What the terminal had asked when it began to lag.
      if (i === 3000) slow.host.feed.verify();
    }
    // The app went on at its own pace, and what waits for the slow one stayed within its cap.
    expect(rig.host.core.state.index).toBeGreaterThanOrEqual(before + 4000);
    expect(most).toBeGreaterThan(LEAST_TAIL_BYTES);
    expect(most).toBeLessThan(MAX_TAIL_BYTES + 2 * 4096);
    const { blobBytes, entries } = slow.terminal.counts;
    slow.held = false;
    rig.settle();
    // That is answered with the patch: asking anew might go on as long as the app draws.
    expect(asked).toHaveBeenCalledTimes(1);
    expect(slow.verified).toEqual([true]);
    slow.terminal.verify();
    rig.settle();
    expect(slow.terminal.counts.blobBytes).toBeGreaterThan(blobBytes);
    expect(slow.terminal.counts.entries - entries).toBeLessThan(4000);
    expect(slow.verified.at(-1)).toBe(true);
    expect(slow.terminal.core!.stateHash()).toBe(rig.host.core.stateHash());
  });
});
