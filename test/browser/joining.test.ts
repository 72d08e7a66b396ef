/** On a slow link the page shows that something happens: how much has come, and what is to be seen ahead of the whole. */
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { expectSamePicture, viewable } from './sessions.ts';

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

test('the picture comes first, then the session; the way is told in bytes', async () => {
  const session = await SessionPage.open(browser, host.url, { width: 640, height: 480 });
  try {
    await session.waitFor('connected');
    host.run('xlogo', '-geometry', '300x300+50+50');
    host.run('xfontsel', '-geometry', '+20+380');
    for (const name of ['xlogo', 'xfontsel']) await viewable(host, name);
    await session.rest();
    await session.page.evaluate(() => localStorage.setItem('farpane', JSON.stringify({ link: '3g' })));
    // What the page says and shows while it joins: in every frame, and whenever its words change.
    await session.page.addInitScript(() => {
      const seen: { state: string; notice: string; title: string; text: string; painted: boolean; black: boolean }[] =
        [];
      (globalThis as unknown as { seen: typeof seen }).seen = seen;
      const look = document.createElement('canvas').getContext('2d', { willReadFrequently: true })!;
      const note = () => {
        const state = globalThis.window.farpane?.state.name;
        if (state === undefined || state === 'connected') return;
        const canvas = document.querySelector<HTMLCanvasElement>('#screen canvas:not(.unpainted)');
        let black = false;
        if (canvas !== null) {
          // Within the logo's first stroke.
          look.drawImage(canvas, 55, 52, 1, 1, 0, 0, 1, 1);
          black = look.getImageData(0, 0, 1, 1).data[0] === 0;
        }
        seen.push({
          state,
          notice: document.body.dataset['notice'] ?? '',
          title: document.querySelector('#notice-title')!.textContent!,
          text: document.querySelector('#notice-text')!.textContent!,
          painted: canvas !== null,
          black,
        });
      };
      const every = () => {
        requestAnimationFrame(every);
        note();
      };
      requestAnimationFrame(every);
      document.addEventListener('DOMContentLoaded', () => {
        const text = document.querySelector('#notice-text')!;
        new MutationObserver(note).observe(text, { childList: true, characterData: true, subtree: true });
      });
    });
    await session.page.reload();
    await session.waitFor('connected');
    const seen = await session.page.evaluate(
      () =>
        (
          globalThis as unknown as {
            seen: { state: string; notice: string; title: string; text: string; painted: boolean; black: boolean }[];
          }
        ).seen,
    );
    const joining = seen.filter(({ state }) => state === 'joining');
    expect(new Set(joining.map(({ title }) => title))).toEqual(new Set(['Joining']));
    // Amounts that grow: on a busy machine there are few frames to see them in.
    const amounts = new Set(joining.map(({ text }) => text).filter((text) => / of .*B$/.test(text)));
    expect(amounts.size).toBeGreaterThan(1);
    // Before the session is there its picture is, under a strip instead of a card.
    const previewed = joining.filter(({ painted, black }) => painted && black);
    expect(previewed.length).toBeGreaterThan(0);
    expect(previewed.at(-1)!.notice).toBe('strip');
    await expectSamePicture(host, session);
  } finally {
    await session.close();
  }
});
