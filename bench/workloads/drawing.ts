/** Drawing and windows: an x11perf mix, and a window dragged. */
import { clock } from '../clock.ts';
import type { Workload } from './workload.ts';

const TESTS =
  'rect10 rect100 line10 line100 seg100 circle10 fcircle100 ftext f8text fitext scroll100 copywinwin100 copypixwin100 putimage10 putimage100 noop prop gc create map';
const REPETITIONS = '100';

export const X11PERF: Workload = {
  name: 'x11perf',
  title: 'x11perf mix',
  needs: ['x11perf'],
  description: `20 of x11perf's tests (${TESTS.split(' ').slice(0, 6).join(', ')}, ...), each with ${REPETITIONS} repetitions; time from its start until it has ended and the last pixel is there.`,
  play: async (stage) =>
    stage.measure(async () => {
      const begun = clock();
      const tests = TESTS.split(' ').map((test) => `-${test}`);
      await stage.ended(stage.run('x11perf', '-repeat', '1', '-reps', REPETITIONS, ...tests));
      return begun;
    }),
};

const TITLE_BAR = [150, 18] as const;
const STEPS = 200;
const WAY = [400, 240] as const;
const DESKTOP = 'desktop';
/** A window manager asks much at its start, some of it after a while. */
const WINDOW_MANAGER_MS = 1000;
const DECORATED_MS = 500;

export const DRAG: Workload = {
  name: 'drag',
  title: 'window dragged 200 steps',
  needs: ['openbox', 'xterm'],
  description:
    'An xterm under openbox is dragged by its title bar from the far end, 200 steps in 3.2 s, its contents following; different pictures seen there are counted.',
  scene: DESKTOP,
  async play(stage) {
    // A repeat drags it back.
    const drags = Number(stage.left(DESKTOP) ?? 0);
    if (drags === 0) {
      await stage.prepare(async () => {
        stage.run('openbox', '--sm-disable');
        await stage.rest(WINDOW_MANAGER_MS);
        await stage.xterm(['-fn', '6x13', '-geometry', '80x24+10+10']);
      });
    }
    const back = drags % 2 === 1;
    const from = back ? ([TITLE_BAR[0] + WAY[0], TITLE_BAR[1] + WAY[1]] as const) : TITLE_BAR;
    const sign = back ? -1 : 1;
    await stage.far.call.input({ kind: 'motion', x: from[0], y: from[1] });
    await stage.rest(drags === 0 ? DECORATED_MS : 0);
    const { lastPixel: _, ...measures } = await stage.measure(async () => {
      await stage.far.call.drag({
        from,
        step: [(sign * WAY[0]) / STEPS, (sign * WAY[1]) / STEPS],
        steps: STEPS,
        gap: 16,
      });
    });
    stage.leave(DESKTOP, String(drags + 1));
    return measures;
  },
};
