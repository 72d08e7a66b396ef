/** The worker, which has the core, dies, gets stuck or comes late: the page begins another or waits, and the session and its programs go on. */
import type { ChildProcess } from 'node:child_process';
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { until } from './sessions.ts';

let browser: Browser;
let host: TestHost;
let xlogo: ChildProcess;
let session: SessionPage;

beforeAll(async () => {
  [browser, host] = await Promise.all([startBrowser(), startHost(640, 480)]);
  xlogo = host.run('xlogo', '-geometry', '300x300+50+110');
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
});
beforeEach(async () => {
  session = await SessionPage.open(browser, host.url, { width: 640, height: 480 });
  await session.waitFor('connected');
});
afterEach(async () => {
  await session.close();
});

/** Pixels of the page as the user sees it, below the strip that tells what is the matter. */
async function seen(): Promise<Buffer> {
  const png = await session.page.screenshot({ clip: { x: 0, y: 100, width: 640, height: 380 } });
  return sharp(png).removeAlpha().raw().toBuffer();
}

/** The page with the logo, black and white: nothing else would tell a picture from none. */
async function withPicture(): Promise<Buffer> {
  return until('the logo', async () => {
    await session.rest();
    const before = await seen();
    return before.includes(0) && before.includes(255) ? before : undefined;
  });
}

async function expectAsBefore(before: Buffer): Promise<void> {
  await session.waitFor('connected');
  await session.rest();
  const { shown, scene } = await session.pictures();
  expect(Buffer.compare(shown, scene)).toBe(0);
  await until('the picture to be as before', async () =>
    Buffer.compare(await seen(), before) === 0 ? true : undefined,
  );
  expect(xlogo.exitCode).toBeNull();
  expect(await session.verify()).toBe(true);
  expect(await session.page.locator('#screen canvas').count()).toBe(1);
}

/** How the pixels of a picture differ from another's. */
function compare(picture: Buffer, before: Buffer): { darker: number; brighter: number; blackened: number } {
  let [darker, brighter, blackened] = [0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    if (picture[i]! < before[i]!) darker++;
    else if (picture[i]! > before[i]!) brighter++;
    if (before[i] === 255 && picture[i]! <= 128) blackened++;
  }
  return { darker, brighter, blackened };
}

async function throwInWorker(): Promise<void> {
  await session.page.workers()[0]!.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by the test');
    });
  });
}

test('a worker that throws is replaced', async () => {
  const before = await withPicture();
  for (let times = 0; times < 3; times++) {
    const [worker] = session.page.workers();
    const gone = new Promise((resolve) => worker!.on('close', resolve));
    await throwInWorker();
    await gone;
    await expectAsBefore(before);
  }
  expect(session.complaints.filter((text) => text.includes('the worker has stopped')).length).toBe(3);
});

test('the picture stays while there is no worker', async () => {
  const before = await withPicture();
  // No further worker can begin.
  await session.page.route('**/worker.js', async (route) => route.abort());
  await throwInWorker();
  await session.page.waitForFunction(() => {
    const state = globalThis.window.farpane?.state;
    return state?.name === 'lost' && state.retryIn > 3000;
  });
  // Darker than before, and with all that was there.
  await until('the picture to be dimmed', async () => {
    const { darker, brighter, blackened } = compare(await seen(), before);
    expect(brighter).toBe(0);
    expect(blackened).toBe(0);
    return darker > 10_000 ? true : undefined;
  });
  await session.page.unroute('**/worker.js');
  // Whoever asks twice gets one worker and one connection, which stays.
  await session.page.evaluate(() => {
    const button = document.querySelector<HTMLElement>('#notice-retry')!;
    // Unless the page has been quicker.
    if (globalThis.window.farpane?.state.name === 'lost') {
      button.click();
      button.click();
    }
  });
  await expectAsBefore(before);
  expect((await session.report()).joins).toEqual(['anew']);
});

test('a worker that is stuck is replaced', async () => {
  // The page's own timers can be made to run ahead.
  await session.page.clock.install();
  await session.page.reload();
  await session.waitFor('connected');
  const before = await withPicture();
  const [worker] = session.page.workers();
  const gone = new Promise((resolve) => worker!.on('close', resolve));
  await worker!.evaluate(() => {
    setTimeout(() => {
      for (;;) {}
    });
  });
  await session.page.clock.runFor(25_000);
  await gone;
  await expectAsBefore(before);
});

test('a worker whose script is long on its way is waited for', async () => {
  const { page } = session;
  await page.clock.install();
  let release!: () => void;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let asked = 0;
  await page.route('**/worker.js', async (route) => {
    asked++;
    await released;
    await route.continue();
  });
  await page.reload({ waitUntil: 'commit' });
  await until('the page to ask for the script', () => (asked > 0 ? true : undefined));
  // Two minutes for the page's own timers.
  await page.clock.runFor(120_000);
  release();
  await session.waitFor('connected');
  expect(asked).toBe(1);
  expect(session.complaints).toEqual([]);
});
