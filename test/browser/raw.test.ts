/** The raw wire in the page: what the canvas shows is what a replica holds, also when the wire changes while programs draw. */
import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { WireName } from '../../session/carrier/control.ts';
import { showPhoto } from '../rawpixel/x-picture.ts';
import type { XClient } from '../support/x-client.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
let browser: Browser;
const photos: XClient[] = [];
beforeAll(async () => {
  [host, browser] = await Promise.all([startHost(), startBrowser()]);
});
afterAll(async () => {
  for (const photo of photos) await photo.close();
  await browser.close();
  await host.end();
});

async function setWire(page: SessionPage, wire: WireName): Promise<void> {
  await page.page.evaluate((name) => globalThis.window.farpane!.setWire(name), wire);
  await page.page.waitForFunction((name) => {
    const standing = globalThis.window.farpane?.standing;
    return standing?.wire === name && !standing.changing;
  }, wire);
}

/** The canvas, once it shows the scene and both stay as they are for a while. */
async function still(page: SessionPage): Promise<string> {
  let last = '';
  let unchanged = 0;
  for (let tries = 0; tries < 100; tries++) {
    const { shown, scene } = await page.pictures();
    const picture = createHash('sha256').update(shown).digest('hex');
    unchanged = picture === last && Buffer.compare(shown, scene) === 0 ? unchanged + 1 : 0;
    if (unchanged === 3) return picture;
    last = picture;
    await page.page.waitForTimeout(250);
  }
  throw new Error('the picture does not come to rest');
}

test('the page shows pixels, takes input, and changes wires live', { timeout: 240_000 }, async () => {
  const page = await SessionPage.open(browser, host.url, { verify: false });
  try {
    await page.waitFor('connected');
    host.run('xterm', '-geometry', '60x20+10+10', '-e', 'sh', '-c', 'ls /; exec cat');
    host.run('xcalc', '-geometry', '+420+20');
    await page.page.waitForTimeout(3000);
    // It goes with loss first.
    const photo = await showPhoto(Number(host.environment['DISPLAY']!.slice(1)), 420, 380);
    photos.push(photo);
    const held = await still(page);
    await setWire(page, 'raw');
    expect(await still(page)).toBe(held);

    await page.page.mouse.move(100, 200);
    await page.page.keyboard.type('typed over raw');
    await page.page.waitForTimeout(1000);
    const typed = await still(page);
    expect(typed).not.toBe(held);
    for (const wire of ['nx', 'raw', 'thinc', 'raw', 'x11'] as const) {
      await setWire(page, wire);
      expect(await still(page), wire).toBe(typed);
    }
    expect(page.complaints).toEqual([]);
  } finally {
    await page.close();
  }
});
