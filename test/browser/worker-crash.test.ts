/** The worker, which has the core, dies or gets stuck: the page begins another, and the session and its programs go on. */
import sharp from 'sharp';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';

let browser: Browser;
let host: TestHost;
let session: SessionPage;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  host = await startHost(640, 480);
  session = await SessionPage.open(browser, host.url, { width: 640, height: 480 });
  await session.waitFor('connected');
});
afterEach(async () => {
  await session.close();
  await host.end();
});

/** Pixels of the page as the user sees it, below the strip that tells what is the matter. */
async function seen(): Promise<Buffer> {
  const png = await session.page.screenshot({ clip: { x: 0, y: 100, width: 640, height: 380 } });
  return sharp(png).removeAlpha().raw().toBuffer();
}

async function withPicture(): Promise<{ xlogo: ReturnType<TestHost['run']>; before: Buffer }> {
  const xlogo = host.run('xlogo', '-geometry', '300x300+50+110');
  await session.page.waitForTimeout(1500);
  await session.rest();
  const before = await seen();
  // Black and white both are there: nothing else would tell a picture from none.
  expect(before.includes(0) && before.includes(255)).toBe(true);
  return { xlogo, before };
}

async function expectAsBefore(xlogo: ReturnType<TestHost['run']>, before: Buffer): Promise<void> {
  await session.waitFor('connected');
  await session.rest();
  const { shown, scene } = await session.pictures();
  expect(Buffer.compare(shown, scene)).toBe(0);
  await session.page.waitForTimeout(300);
  expect(Buffer.compare(await seen(), before)).toBe(0);
  expect(xlogo.exitCode).toBeNull();
  expect(await session.verify()).toBe(true);
  expect(await session.page.locator('#screen canvas').count()).toBe(1);
}

test('a worker that throws is replaced', { timeout: 240_000 }, async () => {
  const { xlogo, before } = await withPicture();
  for (let times = 0; times < 3; times++) {
    const [worker] = session.page.workers();
    const gone = new Promise((resolve) => worker!.on('close', resolve));
    await worker!.evaluate(() => {
      setTimeout(() => {
        throw new Error('thrown by the test');
      });
    });
    await gone;
    await expectAsBefore(xlogo, before);
  }
  expect(session.complaints.filter((text) => text.includes('the worker has stopped')).length).toBe(3);
});

test('the picture stays while there is no worker', { timeout: 240_000 }, async () => {
  const { xlogo, before } = await withPicture();
  // No further worker can begin.
  await session.page.route('**/worker.js', async (route) => route.abort());
  const [worker] = session.page.workers();
  await worker!.evaluate(() => {
    setTimeout(() => {
      throw new Error('thrown by the test');
    });
  });
  await session.page.waitForFunction(() => {
    const state = globalThis.window.farpane?.state;
    return state?.name === 'lost' && state.retryIn > 3000;
  });
  await session.page.waitForTimeout(500);
  const dimmed = await seen();
  // Darker than before, and with all that was there.
  let [darker, brighter] = [0, 0];
  for (let i = 0; i < before.length; i++) {
    if (dimmed[i]! < before[i]!) darker++;
    else if (dimmed[i]! > before[i]!) brighter++;
    if (before[i] === 255) expect(dimmed[i]).toBeGreaterThan(128);
  }
  expect(brighter).toBe(0);
  expect(darker).toBeGreaterThan(10_000);
  await session.page.unroute('**/worker.js');
  // Unless the page has been quicker.
  await session.page.evaluate(() => {
    if (globalThis.window.farpane?.state.name === 'lost') document.querySelector<HTMLElement>('#notice-retry')!.click();
  });
  await expectAsBefore(xlogo, before);
});

test('a worker that is stuck is replaced', { timeout: 240_000 }, async () => {
  const { xlogo, before } = await withPicture();
  const [worker] = session.page.workers();
  const gone = new Promise((resolve) => worker!.on('close', resolve));
  await worker!.evaluate(() => {
    setTimeout(() => {
      for (;;) {}
    });
  });
  await gone;
  await expectAsBefore(xlogo, before);
});
