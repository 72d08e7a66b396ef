/** The wires that ship no log, in the page: the canvas shows what the host's scene is, also when the wire changes while programs draw. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseScript } from '../../clients/headless/input-script.ts';
import { terminalUrl } from '../../clients/headless/session-url.ts';
import { viewSession } from '../../clients/headless/view.ts';
import type { WireName } from '../../session/carrier/control.ts';
import { showPhoto } from '../rawpixel/x-picture.ts';
import type { XClient } from '../support/x-client.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { hostPicture, until, viewable } from './sessions.ts';

let host: TestHost;
let browser: Browser;
let page: SessionPage;
let photo: XClient;
beforeAll(async () => {
  [host, browser] = await Promise.all([startHost(), startBrowser()]);
  page = await SessionPage.open(browser, host.url, { verify: false });
  await page.waitFor('connected');
  host.run('xterm', '-geometry', '60x20+10+10', '-e', 'sh', '-c', 'ls /; exec cat');
  host.run('xcalc', '-geometry', '+420+20');
  host.run('xlogo', '-geometry', '150x120+60+400');
  for (const name of ['sh', 'Calculator', 'xlogo']) await viewable(host, name);
  // On the raw wire it goes with loss first.
  photo = await showPhoto(Number(host.environment['DISPLAY']!.slice(1)), 420, 380);
});
afterAll(async () => {
  await photo.close();
  await page.close();
  await browser.close();
  await host.end();
});

async function setWire(wire: WireName): Promise<void> {
  await page.page.evaluate((name) => globalThis.window.farpane!.setWire(name), wire);
  await page.page.waitForFunction((name) => {
    const standing = globalThis.window.farpane?.standing;
    return standing?.wire === name && !standing.changing;
  }, wire);
}

/** Until the canvas shows, pixel by pixel, what the host's scene is, another picture than `before`: that picture. */
async function same(before?: Uint8Array): Promise<Uint8Array> {
  return until('the same picture', async () => {
    const wanted = await hostPicture(host);
    if (before !== undefined && Buffer.compare(before, wanted) === 0) return undefined;
    const { shown } = await page.pictures();
    return Buffer.compare(shown, wanted) === 0 ? wanted : undefined;
  });
}

test.each(['thinc', 'raw'] as const)(
  '%s: programs are shown, typed into, and the wire changes live',
  async (wire) => {
    await setWire(wire);
    const held = await same();
    await page.page.mouse.move(100, 200);
    await page.page.keyboard.type(`typed over ${wire}`);
    await same(held);
    for (const next of ['nx', wire, wire === 'raw' ? 'thinc' : 'raw', wire, 'x11'] as const) {
      await setWire(next);
      await same();
    }
    expect(page.complaints).toEqual([]);
  },
  240_000,
);

test.each(['thinc', 'raw'] as const)(
  '%s: the page knows of lock keys that another terminal switches',
  async (wire) => {
    await setWire(wire);
    const press = async (capsLock: boolean): Promise<void> => {
      const options = { wire: 'nx', script: parseScript('key Caps_Lock\n'), untilIdle: 100 } as const;
      const rest = { link: undefined, size: undefined, seconds: undefined, verify: false, signal: undefined };
      await viewSession({ url: terminalUrl(host.url), log: () => {}, ...rest, ...options });
      await until(`Caps Lock ${capsLock}`, async () =>
        (await page.report()).locks?.capsLock === capsLock ? true : undefined,
      );
    };
    await press(true);
    const before = await hostPicture(host);
    // The browser's own lock is off: what is typed means small letters, and so it switches the session's off.
    await page.page.keyboard.type('small');
    await same(before);
    await until('the lock is off again', async () =>
      (await page.report()).locks?.capsLock === false ? true : undefined,
    );
  },
  240_000,
);
