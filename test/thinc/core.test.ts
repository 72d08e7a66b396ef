/** Random request streams through a core: the terminal ends with what the core shows, byte for byte. */
import { expect, test } from 'vitest';
import { Terminal } from '../../thinc/execute.ts';
import { Translation } from '../../thinc/translation.ts';
import type { TerminalBuffer } from '../../thinc/buffer.ts';
import { Core } from '../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../xserver/initial-state.ts';
import { SceneDamage, type Box } from '../../xserver/scene-damage.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { Random } from '../support/random/random.ts';
import { RandomLog } from '../support/random-requests.ts';
import type { Sink } from '../../xserver/log/entry.ts';
import { sceneDifference } from './drawing-world.ts';

const ENTRIES = 1500;
const SIZE = screenSizeAt96Dpi(200, 150);

/** A core that is drawn after. */
function start(): { core: Core; translation: Translation; sink: Sink; defects: string[] } {
  const core = new Core(SIZE);
  const translation = new Translation(core.state, core.state.input.pointer.shownCursor, false);
  const defects: string[] = [];
  const sink: Sink = {
    toClient: () => {},
    consumed: () => {},
    closed: () => {},
    deadline: () => {},
    bell: () => {},
    defect: (what) => defects.push(what),
    driver: translation,
  };
  return { core, translation, sink, defects };
}

interface Viewer {
  readonly buffer: TerminalBuffer;
  readonly terminal: Terminal;
  readonly damage: SceneDamage;
}

function drain({ buffer, terminal }: Viewer, maximum: number): void {
  for (let bytes = buffer.take(maximum); bytes !== undefined; bytes = buffer.take(maximum)) terminal.push(bytes);
}

function attach(translation: Translation): Viewer {
  const damage = new SceneDamage();
  return { buffer: translation.attach(), terminal: new Terminal({ driver: damage }), damage };
}

test.each([1, 2, 3, 4, 5, 6, 7, 8])('random requests, seed %i', (seed) => {
  const { core, translation, sink, defects } = start();
  const log = new RandomLog(seed);
  const random = new Random(seed + 1000);
  const viewers = [attach(translation)];
  for (let i = 0; i < ENTRIES; i++) {
    const { entry } = log.next(core.state);
    translation.setTime(entry.time);
    core.apply(entry, sink);
    if (random.chance(30)) {
      const { buffer, terminal } = random.pick(viewers);
      const bytes = buffer.take(random.pick([10, 100, 1000, 20_000]));
      if (bytes !== undefined) terminal.push(bytes);
    }
    if (i % 500 === 250) viewers.push(attach(translation));
    if (i % 300 !== 299 && i !== ENTRIES - 1) continue;
    for (const viewer of viewers) {
      drain(viewer, random.pick([50, 4000]));
      expect(sceneDifference(core.state, translation, viewer.terminal), `after ${i} entries`).toBeUndefined();
    }
  }
  expect(defects).toEqual([]);
});

test('a terminal that shows only what its damage says shows the scene', () => {
  const { core, translation, sink } = start();
  const log = new RandomLog(21);
  const viewer = attach(translation);
  let shown = composeScene(viewer.terminal.scene, 0, 0, 1, 1);
  const present = (boxes: readonly Box[]): void => {
    const { width, height } = viewer.terminal.scene.screen;
    if (shown.width !== width || shown.height !== height) {
      shown = composeScene(viewer.terminal.scene, 0, 0, width, height);
      return;
    }
    for (const box of boxes) {
      const [x1, y1] = [Math.max(0, box.x1), Math.max(0, box.y1)];
      const [x2, y2] = [Math.min(width, box.x2), Math.min(height, box.y2)];
      if (x1 >= x2 || y1 >= y2) continue;
      const part = composeScene(viewer.terminal.scene, x1, y1, x2 - x1, y2 - y1);
      for (let y = y1; y < y2; y++) {
        const row = part.data.subarray((y - y1) * part.width, (y - y1 + 1) * part.width);
        shown.data.set(row, y * width + x1);
      }
    }
  };
  for (let i = 0; i < ENTRIES; i++) {
    core.apply(log.next(core.state).entry, sink);
    if (i % 10 !== 0) continue;
    drain(viewer, 5000);
    present(viewer.damage.take());
    const { width, height } = core.state.screen;
    const wanted = composeScene(core.state, 0, 0, width, height);
    expect(
      shown.data.findIndex((pixel, at) => pixel !== wanted.data[at]),
      `after ${i} entries`,
    ).toBe(-1);
  }
});
