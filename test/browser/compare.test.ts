/** /compare: one session in several panes, each on its own wire and link; what is typed in any pane reaches the session once, and every pane shows it. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CompareHook } from '../../clients/browser/compare/compare-hook.ts';
import { MAX_PANES, panesOf, withPanes } from '../../clients/browser/compare/panes-address.ts';
import { Race } from '../../clients/browser/compare/race.ts';
import { addressOfPage, sessionAddress } from '../../clients/browser/page/address.ts';
import { Fingerprint } from '../../clients/browser/worker/fingerprint.ts';
import type { Sample } from '../../clients/browser/worker/meter.ts';
import { openContext, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { keysDoNotRepeat, until } from './sessions.ts';

describe('in the browser', () => {
  let host: TestHost;
  let browser: Browser;
  let folder: string;
  beforeAll(async () => {
    [host, browser, folder] = await Promise.all([startHost(), startBrowser(), mkdtemp(join(tmpdir(), 'compare-'))]);
  });
  afterAll(async () => {
    await browser.close();
    await host.end();
    await rm(folder, { recursive: true });
  });

  async function open(url: string, panes: string): Promise<{ page: Page; complaints: string[] }> {
    const page = await (await openContext(browser, { viewport: { width: 1280, height: 800 } })).newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    const address = new URL(url.replace('/session/', '/compare/'));
    address.search = `panes=${panes}&verify`;
    await page.goto(address.href);
    return { page, complaints };
  }

  async function panes(page: Page): Promise<CompareHook['panes']> {
    return page.evaluate(() => globalThis.window.compare!.panes);
  }

  async function agreement(page: Page): Promise<void> {
    await page.waitForFunction(() => {
      const { panes, agreed } = globalThis.window.compare!;
      return agreed && panes.every(({ state, standing }) => state === 'connected' && standing?.changing === false);
    });
  }

  test('input reaches the session once, every pane shows it, choices are live', async () => {
    const { page, complaints } = await open(host.url, 'x11@lan,nx@none,thinc@none');
    try {
      await agreement(page);
      expect((await panes(page)).map(({ standing }) => standing?.wire)).toEqual(['x11', 'nx', 'thinc']);
      // The pane on x11 becomes the holder, whoever was there first, and so the primary.
      await until('the holder', async () => {
        const [first, ...others] = (await panes(page)).map(({ standing }) => standing!);
        const leads = first!.holder && first!.primary;
        return leads && others.every(({ holder, primary }) => !holder && !primary) ? true : undefined;
      });
      const file = join(folder, 'typed');
      await keysDoNotRepeat(host);
      host.run('xterm', '-wf', '-geometry', '100x30+0+0', '-e', 'sh', '-c', `cat > ${file}`);
      await until('the xterm', async () => readFile(file, 'utf8').catch(() => undefined));
      const words = ['first', 'second', 'third'];
      for (const [i, word] of words.entries()) {
        await until('the xterm everywhere', async () => {
          const { clients } = await host.session.handle.ask('stats', {});
          return clients > 0 && (await page.evaluate(() => globalThis.window.compare!.agreed)) ? true : undefined;
        });
        const before = (await panes(page)).map(({ totals }) => totals.down);
        await page
          .locator('.pane .screen')
          .nth(i)
          .click({ position: { x: 100, y: 100 } });
        await page.keyboard.type(word);
        await page.keyboard.press('Enter');
        const expected = words.slice(0, i + 1).map((one) => `${one}\n`);
        await until(word, async () => ((await readFile(file, 'utf8')) === expected.join('') ? true : undefined));
        await agreement(page);
        await until('the bytes', async () => {
          const now = (await panes(page)).map(({ totals }) => totals.down);
          return now.every((down, pane) => down > before[pane]!) ? true : undefined;
        });
      }
      const { width, height } = await host.session.handle.ask('stats', {});
      expect(width / height).toBeCloseTo(1.6, 1);
      for (const { standing, totals } of await panes(page)) {
        expect(standing?.viewOnly).toBe(false);
        // Each has shown a picture that another one has shown too.
        expect(totals.behind?.count).toBeGreaterThan(0);
      }

      // Another link and another wire for one pane; the others stay as they are.
      await page.locator('.pane .link').nth(1).selectOption('3g');
      await page.waitForFunction(() => globalThis.window.compare!.panes[1]!.standing?.link === '3g');
      await page.locator('.pane .wire').nth(2).selectOption('nx');
      await page.waitForFunction(() => globalThis.window.compare!.panes[2]!.standing?.wire === 'nx');
      expect(new URL(page.url()).searchParams.get('panes')).toBe('x11@lan,nx@3g,nx@none');
      await agreement(page);

      // Panes come and go; the address tells, and the token stays where it was.
      await page.locator('#add-pane').click();
      await agreement(page);
      expect(await panes(page)).toHaveLength(4);
      await page.locator('.pane .close').first().click();
      await page.locator('.pane .close').first().click();
      expect((await panes(page)).map(({ choice }) => choice)).toEqual([
        { wire: 'nx', link: 'none' },
        { wire: 'thinc', link: 'none' },
      ]);
      expect(await page.locator('.pane .close:visible').count()).toBe(0);
      const shared = new URL(page.url());
      expect(shared.searchParams.get('panes')).toBe('nx@none,thinc@none');
      expect(shared.search).not.toContain(host.session.token);
      await until('the others', async () => {
        return (await host.session.handle.ask('stats', {})).terminals.length === 2 ? true : undefined;
      });
      await agreement(page);

      // A show: a program of the host's, which ends by itself.
      const down = (await panes(page)).map(({ totals }) => totals.down);
      await page.getByText('Type a text').click();
      await until('the show', async () => {
        return (await host.session.handle.ask('stats', {})).programs.length > 0 ? true : undefined;
      });
      await until('its end', async () => {
        return (await host.session.handle.ask('stats', {})).programs.length === 0 ? true : undefined;
      });
      await page.waitForFunction(() => document.querySelector('#shows button:disabled') === null);
      await agreement(page);
      const after = await panes(page);
      // It begins at nothing, and then the text came.
      for (const [i, { totals }] of after.entries()) expect(totals.down).not.toBe(down[i]);
      expect(after.every(({ totals }) => totals.down > 500)).toBe(true);
      expect(await page.evaluate(() => globalThis.window.compare!.defects)).toEqual([]);
      expect(complaints).toEqual([]);
    } finally {
      await page.context().close();
    }
  });

  test('who may look sees it too, and gets no buttons', async () => {
    const { page } = await open(host.viewUrl, 'nx@none,thinc@none');
    try {
      await agreement(page);
      expect((await panes(page)).map(({ standing }) => standing?.viewOnly)).toEqual([true, true]);
      expect(await page.locator('#shows').isVisible()).toBe(false);
    } finally {
      await page.context().close();
    }
  });
});

describe('the panes of an address', () => {
  const page = new URL('http://host/compare/abc/?verify&panes=nx@3g,raw@telnet,telnet,x11#token=secret');
  test('are taken as far as they are understood', () => {
    expect(panesOf(page.searchParams)).toEqual([
      { wire: 'nx', link: '3g' },
      { wire: 'x11', link: 'dsl' },
    ]);
    expect(panesOf(new URLSearchParams()).map(({ link }) => link)).toEqual(expect.arrayContaining(['dsl']));
    expect(panesOf(new URLSearchParams('panes=nx')).length).toBe(2);
    expect(panesOf(new URLSearchParams(`panes=${'nx,'.repeat(50)}`)).length).toBe(MAX_PANES);
  });

  test('survive anything', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const panes = panesOf(new URLSearchParams({ panes: text }));
        expect(panes.length).toBeGreaterThanOrEqual(2);
        expect(panesOf(withPanes(page, panes).searchParams)).toEqual(panes);
      }),
    );
  });

  test('stand beside what else is there, and never the token', () => {
    const url = withPanes(page, [{ wire: 'x11', link: 'none' }]);
    expect(url.href).toBe('http://host/compare/abc/?verify=&panes=x11@none#token=secret');
    expect(addressOfPage(url, 'session', sessionAddress(url)!)).toBe('http://host/session/abc/#token=secret');
    const asked = new URL('http://host/base/session/abc/?token=secret');
    expect(addressOfPage(asked, 'compare', sessionAddress(asked)!)).toBe('http://host/base/compare/abc/#token=secret');
  });
});

test('equal pictures have equal fingerprints, however they were painted', () => {
  const [width, height] = [12, 9];
  const box = fc
    .record({
      x: fc.integer({ min: 0, max: width - 1 }),
      y: fc.integer({ min: 0, max: height - 1 }),
      w: fc.integer({ min: 1, max: width }),
      h: fc.integer({ min: 1, max: height }),
      colours: fc.array(fc.constantFrom(0, 1, 0xff00ff, 0xffffff), { minLength: 4, maxLength: 4 }),
    })
    .map(({ x, y, w, h, colours }) => ({ x, y, w: Math.min(w, width - x), h: Math.min(h, height - y), colours }));
  fc.assert(
    fc.property(fc.array(box, { maxLength: 20 }), (boxes) => {
      const painted = new Fingerprint();
      painted.resize(width, height);
      const picture = new Uint32Array(width * height);
      for (const { x, y, w, h, colours } of boxes) {
        const pixels = Uint32Array.from({ length: w * h }, (_, i) => colours[i % colours.length]!);
        for (let i = 0; i < w * h; i++) picture[(y + Math.floor(i / w)) * width + x + (i % w)] = pixels[i]!;
        painted.painted(pixels, x, y, w, h);
      }
      const whole = new Fingerprint();
      whole.resize(width, height);
      whole.painted(picture, 0, 0, width, height);
      expect(painted.value).toBe(whole.value);
      const other = picture.slice();
      other[5] = other[5]! ^ 1;
      whole.painted(other, 0, 0, width, height);
      expect(painted.value).not.toBe(whole.value);
    }),
  );
});

test('a race knows who shows the same picture when, and what it took', () => {
  const race = new Race();
  for (const pane of [1, 2, 3]) race.add(pane);
  const sample = (bytes: number): Sample => ({
    at: 0,
    wire: 'nx',
    down: { bytes, messages: bytes / 10 },
    up: { bytes: 5, messages: 1 },
    frames: 0,
    roundTrip: undefined,
    latencies: [],
  });
  race.sample(1, sample(1000));
  race.sample(1, sample(1500));
  race.backlog(1, 70);
  race.backlog(1, 20);
  expect(race.standing(1)).toMatchObject({ down: 500, up: 0, messages: 50, backlog: 20, mostBacklog: 70 });
  expect(race.agreed).toBeUndefined();
  race.picture(1, 'a', 100);
  race.picture(2, 'a', 130);
  race.picture(2, 'between', 150);
  race.picture(3, 'a', 190);
  expect([1, 2, 3].map((pane) => race.standing(pane)!.behind?.median)).toEqual([0, 30, 90]);
  expect(race.agreed).toBeUndefined();
  race.picture(2, 'b', 200);
  race.picture(1, 'b', 210);
  race.picture(3, 'b', 220);
  expect(race.agreed).toEqual(
    new Map([
      [1, 210],
      [2, 200],
      [3, 220],
    ]),
  );
  // A picture that comes again, as with a blinking caret, is another one.
  race.picture(3, 'a', 1000);
  race.picture(1, 'a', 1004);
  expect(race.standing(3)!.behind).toEqual({ median: 20, last: 0, count: 3 });
  expect(race.standing(1)!.behind).toMatchObject({ last: 4, count: 3 });
  race.restart();
  expect(race.standing(1)).toMatchObject({ down: 0, messages: 0, behind: undefined, mostBacklog: undefined });
  race.sample(1, sample(1800));
  race.note(5000);
  expect(race.points.map(({ down }) => down.get(1))).toEqual([300]);
  race.remove(2);
  expect(race.standing(2)).toBeUndefined();
});
