import type { ChildProcess } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { Network } from './network.ts';
import { drawn } from './sessions.ts';

let browser: Browser;
let host: TestHost;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  host = await startHost(640, 480);
});
afterEach(async () => {
  await host.end();
});

const notice = (session: SessionPage) => session.page.locator('#notice');

test(
  'a lost connection is shown, the last picture stays, and the page comes back by itself',
  { timeout: 600_000 },
  async () => {
    const { network, url } = await Network.before(host.url);
    const session = await SessionPage.open(browser, url, { width: 640, height: 480 });
    try {
      await session.waitFor('connected');
      expect(await notice(session).isVisible()).toBe(false);
      let logo: ChildProcess | undefined;
      await drawn(session, () => {
        logo = host.run('xlogo', '-geometry', '300x300+50+50');
      });
      const before = await session.pictures();

      network.cut();
      await session.waitFor('lost');
      expect(await notice(session).isVisible()).toBe(true);
      expect(await notice(session).textContent()).toContain('Connection lost');
      const after = await session.pictures();
      expect(Buffer.compare(after.shown, before.shown)).toBe(0);
      // Attempts fail until the network is there again, and the pauses grow.
      await session.page.waitForFunction(() => {
        const state = globalThis.window.farpane?.state;
        return state?.name === 'lost' && state.retryIn > 1000;
      });

      network.mend();
      await session.waitFor('connected');
      await session.rest();
      expect(await notice(session).isVisible()).toBe(false);
      const again = await session.pictures();
      expect(Buffer.compare(again.shown, before.shown)).toBe(0);
      expect(logo?.exitCode).toBeNull();
      expect(await session.verify()).toBe(true);
    } finally {
      await session.close();
      network.close();
    }
  },
);

test('a wrong token is refused, in words', async () => {
  const session = await SessionPage.open(browser, host.url.replace(/#token=.*/, '#token=not-the-right-one'));
  try {
    await session.waitFor('refused');
    expect(await session.page.locator('#notice-title').textContent()).toBe('Not let in');
    expect(await session.page.locator('#notice-retry').isVisible()).toBe(true);
    expect(await session.page.locator('body.ended').count()).toBe(0);
  } finally {
    await session.close();
  }
});

test('an address without a session says so', async () => {
  const session = await SessionPage.open(browser, `http://127.0.0.1:${host.front.port}/`);
  try {
    await session.waitFor('refused');
    expect(await session.page.locator('#notice-title').textContent()).toBe('No session');
  } finally {
    await session.close();
  }
});

test('two pages show the session at once', async () => {
  const first = await SessionPage.open(browser, host.url);
  try {
    await first.waitFor('connected');
    const second = await SessionPage.open(browser, host.url);
    try {
      await second.waitFor('connected');
      await first.waitFor('connected');
      const { terminals } = await host.session.handle.ask('stats', {});
      expect(terminals.map(({ wire }) => wire)).toEqual(['x11', 'x11']);
      expect(terminals.filter(({ holder }) => holder)).toHaveLength(1);
    } finally {
      await second.close();
    }
    await first.waitFor('connected');
  } finally {
    await first.close();
  }
});

test('the end of the session is shown with its reason, as text', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    expect(await session.page.title()).toContain('Farpane');
    await host.session.handle.end('<b>bold</b> program has ended', 0);
    await session.waitFor('refused');
    expect(await session.page.locator('#notice-title').textContent()).toBe('The session has ended');
    expect(await session.page.locator('#notice-text').textContent()).toBe('<b>bold</b> program has ended.');
    expect(await session.page.locator('#notice b').count()).toBe(0);
    // Nothing is amiss, and it does not look so.
    expect(await session.page.locator('body.ended').count()).toBe(1);
  } finally {
    await session.close();
  }
});

test('the bar opens by keyboard, keeps keys from the session, and gives them back', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    const { keyboard } = session.page;
    const bar = session.page.locator('#bar');
    for (const key of ['Control', 'Alt', 'Shift']) await keyboard.down(key);
    for (const key of ['Shift', 'Alt', 'Control']) await keyboard.up(key);
    await session.page.waitForFunction(() => document.activeElement?.id === 'layout');
    expect(await bar.evaluate((element) => element.classList.contains('open'))).toBe(true);
    const inputs = await session.page.evaluate(() => globalThis.window.farpane!.inputs);
    await session.page.locator('#layout').selectOption('ch');
    expect(await session.layout()).toBe('ch');
    // The keymap alone has gone to the session.
    expect(await session.page.evaluate(() => globalThis.window.farpane!.inputs)).toBe(inputs + 1);
    await session.page.waitForFunction(() => document.activeElement?.id === 'keys');
    expect(await bar.evaluate((element) => element.classList.contains('open'))).toBe(false);
    await session.page.reload();
    await session.waitFor('connected');
    expect(await session.layout()).toBe('ch');

    // All keys in a row where there is room; where there is less, the function keys stay together.
    await session.page.evaluate(() => document.getElementById('show-keys')!.click());
    const rows = async () => {
      const keys = await session.page
        .locator('#screen-keys button')
        .evaluateAll((buttons) =>
          buttons.map((button) => ({ label: button.textContent, top: button.getBoundingClientRect().top })),
        );
      const tops = [...new Set(keys.map(({ top }) => top))];
      return tops.map((top) => keys.filter((key) => key.top === top).map(({ label }) => label));
    };
    await session.page.setViewportSize({ width: 1280, height: 600 });
    expect((await rows()).map((labels) => labels.length)).toEqual([29]);
    await session.page.setViewportSize({ width: 1000, height: 600 });
    expect((await rows())[1]).toEqual(Array.from({ length: 12 }, (_, index) => `F${index + 1}`));
  } finally {
    await session.close();
  }
});

test('an empty session says how to start a program, to those who may; a window takes the words away', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    const hint = session.page.locator('#empty');
    await hint.waitFor();
    const { DISPLAY, XAUTHORITY } = host.environment;
    expect(await hint.locator('#empty-title').textContent()).toBe('No program has a window here yet');
    expect(await hint.locator('code').textContent()).toBe(`DISPLAY=${DISPLAY} XAUTHORITY=${XAUTHORITY} xterm`);
    // It is no part of the session's picture, and the pointer goes through it.
    const { shown, scene } = await session.pictures();
    expect(new Uint32Array(new Uint8Array(scene).buffer).every((pixel, _, all) => pixel === all[0])).toBe(true);
    expect(Buffer.compare(shown, scene)).toBe(0);
    expect(await session.page.evaluate(() => document.elementFromPoint(400, 100)?.closest('#screen'))).not.toBeNull();

    const looking = await SessionPage.open(browser, host.viewUrl);
    try {
      await looking.page.locator('#empty-title', { hasText: 'Nothing runs here yet' }).waitFor();
      expect(await looking.page.locator('#empty').innerText()).toBe('Nothing runs here yet');
      for (const wire of ['thinc', 'raw'] as const) {
        await session.page.evaluate((name) => globalThis.window.farpane!.setWire(name), wire);
        await session.page.waitForFunction((name) => globalThis.window.farpane?.standing?.wire === name, wire);
        host.run('xlogo', '-geometry', '300x300+50+50');
        await hint.waitFor({ state: 'hidden' });
        await looking.page.locator('#empty').waitFor({ state: 'hidden' });
        await host.endPrograms();
        await hint.waitFor();
        expect(await hint.locator('#empty-title').textContent()).toBe('No program has a window here now');
        await looking.page.locator('#empty').waitFor();
      }
    } finally {
      await looking.close();
    }
    expect(session.complaints).toEqual([]);
  } finally {
    await session.close();
  }
});
