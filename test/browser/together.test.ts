/** Several pages on one session, each on its own wire; who may type; pages that only look; screens of another size than the window. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { expectSamePicture, openReader, until, viewable } from './sessions.ts';
import { strike, strokes } from './typing.ts';

let browser: Browser;
let folder: string;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Both {
  readonly host: TestHost;
  /** On x11, the holder. */
  readonly first: SessionPage;
  /** On nx, in a smaller window. */
  readonly second: SessionPage;
}

async function withBoth(keyboard: 'everyone' | 'holder', body: (both: Both) => Promise<void>): Promise<void> {
  const host = await startHost(800, 600, { keyboard });
  try {
    const first = await SessionPage.open(browser, host.url, { width: 800, height: 600 });
    try {
      await first.waitFor('connected');
      const second = await SessionPage.open(browser, host.url, { width: 500, height: 400 });
      try {
        await second.waitFor('connected');
        await second.page.evaluate(() => globalThis.window.farpane!.setWire('nx'));
        await second.page.waitForFunction(() => globalThis.window.farpane?.standing?.wire === 'nx');
        await body({ host, first, second });
      } finally {
        await second.close();
      }
    } finally {
      await first.close();
    }
  } finally {
    await host.end();
  }
}

const standing = async (session: SessionPage) => session.page.evaluate(() => globalThis.window.farpane!.standing!);

test('two pages on two wires show the same, and both may type', async () => {
  await withBoth('everyone', async ({ host, first, second }) => {
    const typed = await openReader(host, first, join(folder, 'typed'));
    expect(await standing(first)).toMatchObject({ wire: 'x11', holder: true, primary: true, viewOnly: false });
    expect(await standing(second)).toMatchObject({ wire: 'nx', holder: false, primary: false, viewOnly: false });
    for (const [page, text] of [
      [first, 'from the first'],
      [second, 'from the second'],
      [first, 'and again'],
    ] as const) {
      await page.page.mouse.move(60, 60);
      await page.page.mouse.move(61, 61);
      await page.page.keyboard.type(text);
      await page.page.keyboard.press('Enter');
      await until(text, async () => ((await typed()).endsWith(`${text}\n`) ? true : undefined));
    }
    expect(await typed()).toBe('from the first\nfrom the second\nand again\n');
    await expectSamePicture(host, first);
    await expectSamePicture(host, second);
  });
});

const ON_US = { keys: 'KeyY:y KeyZ:z Slash:/ Semicolon:; +Digit2:@', text: 'yz/;@' };
const ON_DE = { keys: 'KeyY:z KeyZ:y +Digit7:/ +Comma:; Semicolon:ö +Quote:Ä KeyQ:@ +KeyY:Z', text: 'zy/;öÄ@Z' };

test('pages with different layouts type at once, and get what is on their keys', async () => {
  await withBoth('everyone', async ({ host, first, second }) => {
    const typed = await openReader(host, first, join(folder, 'typed'), 'stty -icanon; cat');
    for (const session of [first, second]) {
      await session.page.mouse.move(60, 60);
      await session.page.mouse.move(61, 61);
    }
    await second.page.evaluate(() => {
      const layout = document.querySelector<HTMLSelectElement>('#layout')!;
      layout.value = 'de';
      layout.dispatchEvent(new Event('change'));
    });
    let before = 0;
    for (const holder of [first, second]) {
      await holder.page.evaluate(() => document.querySelector<HTMLButtonElement>('#take-keyboard')!.click());
      await until('the keyboard', async () => ((await standing(holder)).holder ? true : undefined));
      // Its keymap is in the log: Xlib reads the keymap of now for keys that it looks up late.
      await holder.rest();
      await Promise.all([strike(first.keys, strokes(ON_US.keys)), strike(second.keys, strokes(ON_DE.keys))]);
      const wanted = `${ON_US.text}${ON_DE.text}`;
      await until('every character', async () => ((await typed()).length - before >= wanted.length ? true : undefined));
      const text = (await typed()).slice(before);
      before += text.length;
      expect([...text].toSorted().join('')).toBe([...wanted].toSorted().join(''));
    }
    await expectSamePicture(host, first);
    await expectSamePicture(host, second);
  });
});

describe('where one holds the keyboard', () => {
  test('the others say so, and can take it', async () => {
    await withBoth('holder', async ({ host, first, second }) => {
      const typed = await openReader(host, first, join(folder, 'typed'));
      const sign = second.page.locator('#standing');
      await sign.waitFor({ state: 'visible' });
      expect(await sign.textContent()).toContain('has the keyboard');
      expect(await second.page.locator('#screen').evaluate((element) => element.style.cursor)).toBe('not-allowed');
      const type = async (session: SessionPage, text: string) => {
        await session.page.mouse.move(60, 60);
        await session.page.mouse.move(61, 61);
        await session.page.keyboard.type(text);
        await session.page.keyboard.press('Enter');
      };
      await type(second, 'nobody hears this');
      await type(first, 'one');
      await until('the first line', async () => ((await typed()).endsWith('one\n') ? true : undefined));
      await second.page.locator('#standing-take').click();
      await second.page.waitForFunction(() => globalThis.window.farpane?.standing?.holder === true);
      await first.page.locator('#standing').waitFor({ state: 'visible' });
      expect(await sign.isVisible()).toBe(false);
      // The screen has the size of the holder's window.
      await until('the new size', async () => ((await first.report()).width === 500 ? true : undefined));
      await type(first, 'nor this');
      await type(second, 'two');
      await until('the second line', async () => ((await typed()).endsWith('two\n') ? true : undefined));
      expect(await typed()).toBe('one\ntwo\n');
      await expectSamePicture(host, first);
      await expectSamePicture(host, second);
    });
  });
});

test(
  'a screen larger than the window is fitted, or scrolled; the pointer is right in both',
  { timeout: 600_000 },
  async () => {
    await withBoth('everyone', async ({ host, second }) => {
      const { page } = second;
      // Each press is told with its place on the root.
      host.run('xev', '-root', '-event', 'button');
      const xev = host.run('xev', '-geometry', '780x580+0+0', '-event', 'button');
      let told = '';
      xev.stdout!.on('data', (text: Buffer) => (told += text.toString()));
      await viewable(host, 'Event Tester');
      await second.rest();
      const clickAt = async (x: number, y: number) => {
        told = '';
        await page.mouse.click(x, y);
        const match = await until('the click', () => /ButtonPress[\s\S]*?root:\((\d+),(\d+)\)/.exec(told) ?? undefined);
        return [Number(match[1]), Number(match[2])];
      };
      // 800x600 in 500x400: 0.625, with room above and below.
      await page.waitForFunction(() => document.querySelector('#screen')!.getBoundingClientRect().width === 500);
      expect(await page.locator('#screen').boundingBox()).toEqual({ x: 0, y: 12, width: 500, height: 375 });
      expect(await clickAt(250, 12 + 200)).toEqual([400, 320]);

      await page.mouse.move(250, 2);
      await page.waitForSelector('#bar.open');
      await page.locator('#screen-mode').selectOption('scroll');
      expect(await page.locator('#screen').boundingBox()).toEqual({ x: 0, y: 0, width: 800, height: 600 });
      await page.mouse.move(250, 390);
      await page.waitForSelector('#bar:not(.open)');
      expect(await clickAt(250, 200)).toEqual([250, 200]);
      await page.locator('#stage').evaluate((stage) => stage.scrollTo(250, 150));
      expect(await clickAt(250, 200)).toEqual([500, 350]);
    });
  },
);

test('the holder who is hidden gives the primary back; the other goes on', async () => {
  await withBoth('everyone', async ({ host, first, second }) => {
    const hide = async (hidden: boolean) =>
      first.page.evaluate((value) => {
        Object.defineProperty(document, 'hidden', { configurable: true, get: () => value });
        document.dispatchEvent(new Event('visibilitychange'));
      }, hidden);
    await hide(true);
    await first.page.waitForFunction(() => globalThis.window.farpane?.standing?.primary === false);
    host.run('xlogo', '-geometry', '100x100+20+20');
    await viewable(host, 'xlogo');
    await expectSamePicture(host, second);
    await hide(false);
    await first.page.waitForFunction(() => globalThis.window.farpane?.standing?.primary === true);
    await expectSamePicture(host, first);
    await expectSamePicture(host, second);
  });
});

test('a link for looking shows everything and takes nothing', async () => {
  const host = await startHost(800, 600);
  try {
    const first = await SessionPage.open(browser, host.url, { width: 800, height: 600 });
    try {
      await first.waitFor('connected');
      const typed = await openReader(host, first, join(folder, 'typed'));
      const looker = await SessionPage.open(browser, host.viewUrl, { width: 800, height: 600 });
      try {
        await looker.waitFor('connected');
        await looker.page.locator('#standing').waitFor({ state: 'visible' });
        expect(await looker.page.locator('#standing-text').textContent()).toBe('View only');
        expect(await looker.page.locator('#standing-take').isVisible()).toBe(false);
        expect(await looker.page.locator('#screen').evaluate((element) => element.style.cursor)).toBe('not-allowed');
        expect(await standing(looker)).toMatchObject({ viewOnly: true, holder: false, primary: false });
        await looker.page.mouse.move(60, 60);
        await looker.page.mouse.click(61, 61);
        await looker.page.keyboard.type('nobody hears this');
        await looker.page.keyboard.press('Enter');
        await looker.page.evaluate(() => globalThis.window.farpane!.setWire('nx'));
        await looker.page.waitForFunction(() => globalThis.window.farpane?.standing?.wire === 'nx');
        await first.page.mouse.move(60, 60);
        await first.page.mouse.move(61, 61);
        await first.page.keyboard.type('heard');
        await first.page.keyboard.press('Enter');
        await until('the line', async () => ((await typed()).endsWith('heard\n') ? true : undefined));
        expect(await typed()).toBe('heard\n');
        await expectSamePicture(host, looker);
        // Nor does the API let it do more.
        const clipboard = await looker.page.evaluate(async () => {
          const url = location.pathname.replace('/session/', '/api/sessions/').replace(/\/$/, '');
          const token = new URLSearchParams(location.hash.slice(1)).get('token');
          return (await fetch(`${url}/clipboard`, { headers: { authorization: `Bearer ${token}` } })).status;
        });
        expect(clipboard).toBe(403);
      } finally {
        await looker.close();
      }
    } finally {
      await first.close();
    }
  } finally {
    await host.end();
  }
});
