/** Drawing and windows: an x11perf mix, a window dragged, and a session at rest. */
import { clock, pause } from '../clock.ts';
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
/** A window manager asks much at its start: over plain X it takes half a minute. */
const WINDOW_MANAGER_MS = 1200;

export const DRAG: Workload = {
  name: 'drag',
  title: 'window dragged 200 steps',
  needs: ['openbox', 'xterm'],
  description:
    'An xterm under openbox is dragged by its title bar from the far end, 200 steps in 3.2 s, its contents following; different pictures seen there are counted.',
  async play(stage) {
    stage.run('openbox', '--sm-disable');
    await stage.rest(WINDOW_MANAGER_MS);
    await stage.xterm(['-fn', '6x13', '-geometry', '80x24+10+10'], 'exec /bin/sh');
    await stage.far.call.input({ kind: 'motion', x: TITLE_BAR[0], y: TITLE_BAR[1] });
    await stage.rest(WINDOW_MANAGER_MS);
    const { lastPixel: _, ...measures } = await stage.measure(async () => {
      await stage.far.call.drag({ from: TITLE_BAR, step: [2, 1.2], steps: STEPS, gap: 16 });
    });
    return measures;
  },
};

const IDLE_MS = 3000;

export const IDLE: Workload = {
  name: 'idle',
  title: 'idle xterm',
  needs: ['xterm'],
  description: `An xterm that is up and does nothing for ${IDLE_MS / 1000} s: what the system's processes at the host have of memory and take of the processor, and what crosses the link.`,
  async play(stage) {
    await stage.xterm(['-fn', '6x13', '-geometry', '80x24+0+0'], 'exec /bin/sh');
    await stage.rest(1000);
    const memory = stage.hostMemory();
    const measures = await stage.measure(async () => pause(IDLE_MS));
    const { lastPixel: _, updates: __, ...rest } = measures;
    return { ...rest, ...(memory === undefined ? {} : { memory }) };
  },
};
