/** Chromium: its start, browsing page by page, and a page that scrolls. */
import { blockSize } from '../../apps/demos/frame-pattern.ts';
import { clock, pause } from '../clock.ts';
import type { Stage } from '../stage.ts';
import { SCREEN } from '../systems/system.ts';
import { BIT, writeSite } from './site.ts';
import type { Workload } from './workload.ts';

const FLAGS = [
  // It runs as root on many test machines, and says so in a bar unless told that this is a test.
  ...[
    '--no-sandbox',
    '--test-type',
    '--disable-gpu',
    '--no-first-run',
    '--no-default-browser-check',
    '--password-store=basic',
  ],
  ...[
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--disable-dev-shm-usage',
  ],
  ...[`--window-size=${SCREEN.width},${SCREEN.height}`, '--window-position=0,0', '--force-device-scale-factor=1'],
];
/** It works for a second and more without a word. */
const START_MS = 2000;
const PAGE_MS = 700;
const SCENE = 'browser';
const FIRST_PAGE = 'Chromium on the first page';
const LAST_PAGE = 'Chromium on the last page';
const MIDDLE = { kind: 'motion', x: 640, y: 500 } as const;

async function start(stage: Stage, url: string): Promise<number> {
  const { changes } = await stage.far.call.status();
  const profile = await stage.folder();
  const begun = clock();
  stage.run('chromium', ...FLAGS, `--user-data-dir=${profile}`, url);
  await stage.changed(changes);
  return begun;
}

/** Gives the time. */
async function click(stage: Stage): Promise<number> {
  const time = await stage.far.call.input({ kind: 'button', button: 1, pressed: true });
  await stage.far.call.input({ kind: 'button', button: 1, pressed: false });
  return time;
}

/** Pages behind the first; a click on the last of them leads to the page that scrolls. */
function pagesOf(stage: Stage): number {
  return stage.quick ? 4 : 12;
}

const SCROLL_SECONDS = 10;

/** The site's address; that of its first page. */
async function site(stage: Stage, repeat: number): Promise<{ first: string; scrolling: string }> {
  return writeSite(await stage.folder(), { pages: pagesOf(stage), scrollSeconds: SCROLL_SECONDS, variant: repeat });
}

/** The browser as one that was started there stands on a page, the pointer in its middle. */
async function open(stage: Stage, url: string): Promise<void> {
  await stage.clear();
  await stage.prepare(async () => {
    await start(stage, url);
    await stage.far.call.input(MIDDLE);
  }, START_MS);
}

export const CHROMIUM_START: Workload = {
  name: 'chromium-start',
  title: 'Chromium, start to page',
  needs: ['chromium'],
  description:
    'Chromium is started with a local page of text and pictures; time from its start to the last pixel. Each start has a profile of its own.',
  scene: SCENE,
  async play(stage, repeat) {
    await stage.clear();
    const { first } = await site(stage, repeat);
    const measures = await stage.measure(async () => start(stage, first), START_MS);
    stage.leave(FIRST_PAGE, first);
    return measures;
  },
};

export const PAGES: Workload = {
  name: 'pages',
  title: 'pages browsed in Chromium',
  needs: ['chromium'],
  description:
    'Pages of text and pictures, in the manner of THINC’s i-Bench run: a click at the far end leads to the next once everything has come to rest; time from each click to the last pixel of its page.',
  scene: SCENE,
  async play(stage, repeat) {
    if (stage.left(FIRST_PAGE) === undefined) await open(stage, (await site(stage, repeat)).first);
    else await stage.far.call.input(MIDDLE);
    const pages: number[] = [];
    const { lastPixel: _, ...measures } = await stage.measure(async () => {
      for (let page = 0; page < pagesOf(stage); page++) {
        const { changes } = await stage.far.call.status();
        const begun = await click(stage);
        await stage.changed(changes);
        await stage.rest(PAGE_MS);
        pages.push((await stage.far.call.status()).lastChange - begun);
      }
    });
    stage.leave(LAST_PAGE, '');
    return { ...measures, pages };
  },
};

export const CHROMIUM_SCROLL: Workload = {
  name: 'chromium-scroll',
  title: 'Chromium scrolling',
  needs: ['chromium'],
  description: `A long page of text and pictures scrolls by itself for ${SCROLL_SECONDS} s; frames have their numbers in the page's corner, and different ones are counted at the far end. The browser draws no more than the display takes, and no more than 60 a second.`,
  scene: SCENE,
  async play(stage, repeat) {
    if (stage.left(LAST_PAGE) === undefined) {
      await open(stage, (await site(stage, repeat)).scrolling);
    } else {
      const { changes } = await stage.far.call.status();
      await click(stage);
      await stage.changed(changes);
      await stage.rest(PAGE_MS);
    }
    // It scrolls once.
    stage.leave('', '');
    const mark = await stage.far.call.findMagenta(BIT);
    if (mark === undefined) throw new Error('the page is not to be seen');
    const width = 18 * BIT;
    if (blockSize(width) !== BIT) throw new Error('the pattern has another size');
    await stage.far.call.watchFilm({ x: mark.x + BIT, y: mark.y, width, height: BIT, picture: false });
    const { lastPixel: _, ...measures } = await stage.measure(async () => {
      await click(stage);
      await pause(SCROLL_SECONDS * 1000 + stage.roundTrip);
    }, PAGE_MS);
    const { frames } = await stage.far.call.endFilm();
    // The first is the one before the click.
    const numbers = frames.map(({ frame }) => frame).filter((frame) => frame > 0);
    return { ...measures, framesDrawn: Math.max(0, ...numbers), framesShown: numbers.length };
  },
};
