/** xterm: its start, one at rest, typing in it, and 200 KB of text through it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clock, pause } from '../clock.ts';
import type { Stage } from '../stage.ts';
import type { Workload } from './workload.ts';

/** In the corner, without a window manager: the same place everywhere. */
const XTERM = ['-fn', '6x13', '-geometry', '110x30+0+0'];
/** Inside of it. */
const INSIDE = { kind: 'motion', x: 300, y: 200 } as const;
/** One xterm serves all that happens in an xterm. */
const SCENE = 'xterm';
const SHELL = 'xterm with a shell';
const CAT = 'xterm with cat';

/** An xterm that is up with a shell in it, the pointer inside; gives the shell's terminal. @throws TooLong */
async function shell(stage: Stage): Promise<string> {
  return stage.prepare(async () => {
    const tty = stage.left(SHELL) ?? (await stage.xterm(XTERM)).tty;
    stage.leave(SHELL, tty);
    await stage.far.call.input(INSIDE);
    return tty;
  });
}

/** Keycodes as evdev has them. */
const [C, A, T, RETURN] = [54, 38, 28, 36];

async function press(stage: Stage, ...keycodes: readonly number[]): Promise<void> {
  for (const keycode of keycodes) {
    await stage.far.call.input({ kind: 'key', keycode, pressed: true });
    await stage.far.call.input({ kind: 'key', keycode, pressed: false });
  }
}

export const XTERM_START: Workload = {
  name: 'xterm-start',
  title: 'xterm, start to prompt',
  needs: ['xterm'],
  description:
    'xterm with a shell is started; time from its start to the last pixel of its prompt. Repeats are starts in the same session, which may know its fonts by then.',
  scene: SCENE,
  async play(stage) {
    await stage.clear();
    return stage.measure(async () => {
      const { begun, tty } = await stage.xterm(XTERM);
      stage.leave(SHELL, tty);
      return begun;
    }, 600);
  },
};

const IDLE_MS = 2000;

export const IDLE: Workload = {
  name: 'idle',
  title: 'idle xterm',
  needs: ['xterm'],
  description: `An xterm that is up and does nothing for ${IDLE_MS / 1000} s: what the system's processes at the host have of memory and take of the processor, and what crosses the link.`,
  scene: SCENE,
  async play(stage) {
    await shell(stage);
    await stage.rest(500);
    const memory = stage.hostMemory();
    const measures = await stage.measure(async () => pause(IDLE_MS));
    const { lastPixel: _, updates: __, ...rest } = measures;
    return { ...rest, ...(memory === undefined ? {} : { memory }) };
  },
};

const KEYS = 100;

export const TYPING: Workload = {
  name: 'typing',
  title: '100 keys typed',
  needs: ['xterm'],
  description:
    'Keys are given at the far end every 45 to 75 ms, whether their glyphs have come or not; time from each key to its glyph on the far screen, which xterm and the line discipline of the host echo.',
  scene: SCENE,
  async play(stage) {
    if (stage.left(CAT) === undefined) {
      const tty = await shell(stage);
      // A shell that edits its line would echo the keys itself.
      await press(stage, C, A, T, RETURN);
      stage.leave(CAT, tty);
    } else {
      await press(stage, RETURN);
    }
    await stage.rest();
    let typed: Awaited<ReturnType<typeof stage.far.call.type>> | undefined;
    const measures = await stage.measure(async () => {
      typed = await stage.far.call.type({ count: KEYS, gap: 30, patience: 20_000 + 10 * stage.roundTrip });
    });
    const { lastPixel: _, ...rest } = measures;
    return { ...rest, latencies: typed!.latencies, lostKeys: typed!.lost };
  },
};

const TEXT_BYTES = 200_000;
const FIRST_SEED = 12_344;
/** Begins at the top of an empty screen: what the last repeat has left must not help. */
const CLEAR = '\u001b[H\u001b[2J';

/** Lines of words, as logs and listings have them; others for each seed. */
function sampleText(seed: number): string {
  const words =
    'the of and screen window server terminal host wire request reply event pixel glyph font colour link round trip byte frame update client session display draw copy fill'.split(
      ' ',
    );
  let state = seed;
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
  let text = '';
  for (let line = 1; text.length < TEXT_BYTES; line++) {
    let sentence = `${line}:`;
    for (let i = 3 + random(12); i > 0; i--) sentence += ` ${words[random(words.length)]!}`;
    text += `${sentence.slice(0, 100)}\n`;
  }
  return text.slice(0, TEXT_BYTES - 1) + '\n';
}

export const SCROLLING_TEXT: Workload = {
  name: 'text',
  title: '200 KB of text through xterm',
  needs: ['xterm'],
  description:
    'cat writes 200 KB of lines to the terminal of an xterm that is up; time from its start to the last pixel. Each repeat has other lines.',
  scene: SCENE,
  async play(stage, repeat) {
    const path = join(await stage.folder(), 'text');
    await writeFile(path, sampleText(FIRST_SEED + repeat));
    const tty = stage.left(CAT) ?? (await shell(stage));
    await writeFile(tty, CLEAR);
    await stage.rest();
    return stage.measure(async () => {
      const begun = clock();
      await stage.ended(stage.run('/bin/sh', '-c', 'cat "$1" > "$2"', 'sh', path, tty));
      return begun;
    });
  },
};
