/** Whole sessions: random programs draw on a core, viewers of many kinds watch at paces of their own, and at rest show exactly the scene. */
import { describe, expect, it } from 'vitest';
import { Core } from '../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { exactKinds, viewerKinds } from './viewer-kinds.ts';
import { RawScreen } from '../../rawpixel/raw-screen.ts';
import { RandomLog } from '../support/random-requests.ts';
import { RecordingSink } from '../support/recording-sink.ts';
import { numbers } from './pictures.ts';
import { onScreen, ViewerPair } from './viewer-pair.ts';

function watch(seed: number, names: readonly string[], entries: number): void {
  const core = new Core(screenSizeAt96Dpi(160, 120));
  const sink = new RecordingSink();
  const log = new RandomLog(seed);
  const next = numbers(seed * 7919 + 1);
  const screen = new RawScreen(core.state);
  Object.assign(sink, { driver: screen.changes });
  const pairs = names.map((name) => new ViewerPair(onScreen(screen, core.state), viewerKinds[name]));
  let now = 0;
  for (let i = 0; i < entries; i++) {
    core.apply(log.next(core.state).entry, sink);
    sink.takeLines();
    now += next(40);
    if (next(4) > 0) continue;
    screen.refresh(core.state);
    for (const pair of pairs) {
      if (next(3) === 0) pair.viewer.update(now, next(3) === 0 ? Infinity : 1 + next(3000));
      if (next(2) === 0) pair.deliver(next(3) === 0 ? Infinity : 1 + next(2000));
    }
  }
  screen.refresh(core.state);
  for (const [i, pair] of pairs.entries()) {
    pair.settle(now);
    // What went with loss has rested after this.
    pair.settle(now + 10_000);
    expect(pair.difference(core.state), `seed ${seed}, ${names[i]}`).toBeUndefined();
    expect(pair.cursorDifference(core.state), `seed ${seed}, ${names[i]}, cursor`).toBeUndefined();
  }
}

describe('viewers of a busy screen show exactly the scene at rest', () => {
  const seeds = Array.from({ length: 6 }, (_, i) => i + 1);
  it.each(seeds)('all kinds at once, seed %i', (seed) => watch(seed, exactKinds, 700));
});
