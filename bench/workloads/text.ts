/** xterm: its start, typing in it, and 200 KB of text through it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { clock } from '../clock.ts';
import type { Workload } from './workload.ts';

/** In the corner, without a window manager: the same place everywhere. */
const XTERM = ['-fn', '6x13', '-geometry', '110x30+0+0'];
/** Inside of it. */
const INSIDE = { kind: 'motion', x: 300, y: 200 } as const;

export const XTERM_START: Workload = {
  name: 'xterm-start',
  title: 'xterm, start to prompt',
  needs: ['xterm'],
  description: 'xterm with a shell is started; time from its start to the last pixel of its prompt.',
  async play(stage) {
    return stage.measure(async () => stage.xterm(XTERM, 'exec /bin/sh'), 600);
  },
};

const KEYS = 100;

export const TYPING: Workload = {
  name: 'typing',
  title: '100 keys typed',
  needs: ['xterm'],
  description:
    'Keys are given at the far end every 45 to 75 ms, whether their glyphs have come or not; time from each key to its glyph on the far screen, which xterm and the line discipline of the host echo.',
  async play(stage) {
    await stage.xterm(XTERM, 'exec cat');
    await stage.far.call.input(INSIDE);
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

/** Lines of words, as logs and listings have them: the same in every run. */
function sampleText(): string {
  const words =
    'the of and screen window server terminal host wire request reply event pixel glyph font colour link round trip byte frame update client session display draw copy fill'.split(
      ' ',
    );
  let state = 12_345;
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
  description: 'cat writes 200 KB of lines into an xterm that is up; time from its start to the last pixel.',
  async play(stage) {
    const folder = await stage.folder();
    await writeFile(join(folder, 'text'), sampleText());
    const go = join(folder, 'go');
    const script = `while [ ! -e ${go} ]; do sleep 0.02; done; cat ${join(folder, 'text')}; touch ${go}.done; exec sleep 600`;
    await stage.xterm(XTERM, script);
    await stage.far.call.input(INSIDE);
    await stage.rest();
    return stage.measure(async () => {
      await writeFile(go, '');
      // It is looked for every 20 ms: half of that, in the mean.
      const begun = clock() + 10;
      await stage.exists(`${go}.done`);
      return begun;
    });
  },
};
