/** The wire changes under load: nothing typed is lost or repeated, no frame is blank, and in the end everybody has the same picture. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { WireName } from '../../session/carrier/control.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { expectSamePicture, openReader, until, viewable } from './sessions.ts';
import { watch, watched } from './watch-canvas.ts';

let browser: Browser;
let host: TestHost;
let folder: string;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
  host = await startHost(800, 600);
});
afterEach(async () => {
  await host.end();
  await rm(folder, { recursive: true, force: true });
});

async function wireIs(session: SessionPage, wire: WireName): Promise<void> {
  await session.page.waitForFunction((wanted) => {
    const standing = globalThis.window.farpane?.standing;
    return standing?.wire === wanted && !standing.changing;
  }, wire);
}

test(
  'between x11 and nx, both ways, while a program prints without end and the user types',
  { timeout: 600_000 },
  async () => {
    const session = await SessionPage.open(browser, host.url);
    try {
      await session.waitFor('connected');
      const typed = await openReader(host, session, join(folder, 'typed'));
      host.run('xlogo', '-geometry', '120x120+600+20');
      const printer = host.run(
        'xterm',
        '-geometry',
        '60x20+380+300',
        '-e',
        'sh',
        '-c',
        'n=0; while :; do n=$((n+1)); echo line $n of many; done',
      );
      await viewable(host, 'xlogo');
      const { entries } = await host.session.handle.ask('stats', {});
      await until('the printer', async () => {
        const now = await host.session.handle.ask('stats', {});
        return now.entries > entries + 1000 ? true : undefined;
      });
      await session.page.mouse.move(100, 100);
      // The logo rests: what is white and black in it stays so in every frame.
      await watch(session.page, [
        { x: 602, y: 22, colour: 0x000000 },
        { x: 660, y: 30, colour: 0xffffff },
      ]);

      const stage = { switching: true };
      let text = '';
      const type = async () => {
        for (let n = 1; stage.switching || n <= 20; n++) {
          const word = `word ${n};`;
          for (const character of word) {
            await session.page.keyboard.press(character === ' ' ? 'Space' : character);
          }
          if (n % 4 === 0) await session.page.keyboard.press('Enter');
          text += n % 4 === 0 ? `${word}\n` : word;
        }
        await session.page.keyboard.press('Enter');
        text += '\n';
      };
      const change = async () => {
        for (const wire of ['nx', 'x11', 'nx', 'x11', 'nx', 'x11'] as const) {
          await session.page.evaluate((to) => globalThis.window.farpane!.setWire(to), wire);
          await wireIs(session, wire);
          await session.page.waitForTimeout(400);
        }
        stage.switching = false;
      };
      await Promise.all([type(), change()]);
      await session.page.waitForFunction(
        () => (globalThis as unknown as { watcher: { frames: number } }).watcher.frames > 20,
      );
      expect(await watched(session.page)).toMatchObject({ wrong: 0, first: '' });
      await until('what was typed', async () => ((await typed()).length >= text.length ? true : undefined));
      expect(await typed()).toBe(text);

      printer.kill();
      await expectSamePicture(host, session);
      const switches = await session.page.evaluate(() => globalThis.window.farpane!.switches);
      expect(switches.length).toBeGreaterThanOrEqual(6);
      const { differed } = await until('comparisons', async () => {
        const report = await session.report();
        return report.verified > 3 ? report : undefined;
      });
      expect(differed).toBe(0);
      expect(session.complaints).toEqual([]);
      expect(host.log).toEqual([]);
    } finally {
      await session.close();
    }
  },
);
