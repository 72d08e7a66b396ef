/** A page comes back: after a cut of the network, a reload, in another browser, after it was killed or frozen. The programs notice nothing. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { Network } from './network.ts';
import { drawn, expectSamePicture, held, openReader, until } from './sessions.ts';

const run = promisify(execFile);

let browser: Browser;
let host: TestHost;
let folder: string;

beforeAll(async () => {
  [browser, host] = await Promise.all([startBrowser(), startHost(640, 480)]);
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
});
afterEach(async () => {
  await host.endPrograms();
  await rm(folder, { recursive: true, force: true });
});

const size = { width: 640, height: 480 };

async function typeLine(session: SessionPage, line: string): Promise<void> {
  await session.page.mouse.move(100, 100);
  await session.page.mouse.move(101, 101);
  await session.page.keyboard.type(line);
  await session.page.keyboard.press('Enter');
}

/** A program that draws all the time, whoever looks. */
function startPrinter(): void {
  host.run(
    'xterm',
    '-geometry',
    '40x10+330+300',
    '-e',
    'sh',
    '-c',
    'n=0; while :; do n=$((n+1)); echo line $n; sleep 0.05; done',
  );
}

test.each(['x11', 'nx'] as const)(
  'after a cut on %s it goes on with what it kept',
  { timeout: 600_000 },
  async (wire) => {
    const { network, url } = await Network.before(host.url);
    const session = await SessionPage.open(browser, url, size);
    try {
      await session.waitFor('connected');
      await session.page.evaluate((to) => globalThis.window.farpane!.setWire(to), wire);
      const typed = await openReader(host, session, join(folder, 'typed'));
      await typeLine(session, 'before the cut');
      await until('the first line', async () => ((await typed()).endsWith('\n') ? true : undefined));
      await session.rest();
      await drawn(session, () => host.run('xlogo', '-geometry', '100x100+500+20'));
      for (let cuts = 1; cuts <= 3; cuts++) {
        network.cut();
        await session.waitFor('lost');
        // What happens meanwhile is to be seen afterwards.
        const { entries } = await stats();
        host.run('xclock', '-geometry', `60x60+${330 + 70 * cuts}+150`, '-update', '3600');
        await until('the clock', async () => ((await stats()).entries > entries + 20 ? true : undefined));
        network.mend();
        await session.waitFor('connected');
        await typeLine(session, `after cut ${cuts}`);
        await until('the line', async () => ((await typed()).endsWith(`after cut ${cuts}\n`) ? true : undefined));
        await expectSamePicture(host, session);
      }
      expect(await typed()).toBe('before the cut\nafter cut 1\nafter cut 2\nafter cut 3\n');
      const { joins } = await session.report();
      expect(joins[0]).toBe('anew');
      expect(joins.length).toBe(4);
      // A primary may have gone on with what it could not report any more: then what it kept is of no use.
      if (wire === 'nx') expect(joins.slice(1)).toEqual(['resumed', 'resumed', 'resumed']);
    } finally {
      await session.close();
      network.close();
    }
  },
);

test('at once when the network is said to be back', async () => {
  const { network, url } = await Network.before(host.url);
  const session = await SessionPage.open(browser, url, size);
  try {
    await session.waitFor('connected');
    // A worker that never tries again by itself.
    await session.page.workers()[0]!.evaluate(() => {
      const { setTimeout } = globalThis;
      globalThis.setTimeout = ((action: () => void, after: number) =>
        after > 1500 ? 0 : setTimeout(action, after)) as typeof globalThis.setTimeout;
    });
    network.cut();
    await session.page.context().setOffline(true);
    await session.page.waitForFunction(() => {
      const state = globalThis.window.farpane?.state;
      return state?.name === 'lost' && state.retryIn > 1500;
    });
    network.mend();
    await session.page.context().setOffline(false);
    await session.waitFor('connected');
    await expectDrawn(session);
  } finally {
    await session.close();
    network.close();
  }
});

async function expectDrawn(session: SessionPage): Promise<void> {
  await drawn(session, () => host.run('xlogo', '-geometry', '100x100+20+20'));
  await expectSamePicture(host, session);
}

test('after a reload, and in another browser', async () => {
  const session = await SessionPage.open(browser, host.url, size);
  let closed = false;
  try {
    await session.waitFor('connected');
    const typed = await openReader(host, session, join(folder, 'typed'));
    await typeLine(session, 'first');
    startPrinter();
    await session.page.reload();
    await session.waitFor('connected');
    await typeLine(session, 'reloaded');
    await until('the line', async () => ((await typed()).endsWith('reloaded\n') ? true : undefined));
    await session.close();
    closed = true;
    const other = await startBrowser();
    const again = await SessionPage.open(other, host.url, size);
    try {
      await again.waitFor('connected');
      await typeLine(again, 'elsewhere');
      await until('the line', async () => ((await typed()).endsWith('elsewhere\n') ? true : undefined));
      expect(await typed()).toBe('first\nreloaded\nelsewhere\n');
      expect(await again.verify()).toBe(true);
    } finally {
      await again.close();
      await other.close();
    }
  } finally {
    if (!closed) await session.close();
  }
});

/** Names of what the page's origin has kept. */
async function keptParts(session: SessionPage): Promise<number> {
  return session.page.evaluate(
    async () =>
      new Promise<number>((resolve, reject) => {
        const opening = indexedDB.open('farpane-parts');
        opening.addEventListener('error', () => reject(new Error('no database')));
        opening.addEventListener('success', () => {
          const all = opening.result.transaction('parts').objectStore('parts').count();
          all.addEventListener('success', () => {
            opening.result.close();
            resolve(all.result);
          });
        });
      }),
  );
}

test('fonts that an earlier visit has kept are not sent again', async () => {
  const session = await SessionPage.open(browser, host.url, size);
  try {
    await session.waitFor('connected');
    await openReader(host, session, join(folder, 'typed'));
    // The catalogue, and at least one font of xterm's, as the snapshot has it.
    await until('what is kept', async () => ((await keptParts(session)) >= 3 ? true : undefined));
    await session.rest();
    const stranger = await SessionPage.open(browser, host.url, size);
    let all: number;
    try {
      await stranger.waitFor('connected');
      await stranger.rest();
      all = (await stranger.report()).bytesReceived;
    } finally {
      await stranger.close();
    }
    // A page whose browser is slow to open what it keeps does without.
    await until('a visit that brings its fonts', async () => {
      await session.page.reload();
      await session.waitFor('connected');
      await session.rest();
      return (await session.report()).bytesReceived < all - 4000 ? true : undefined;
    });
    expect(await session.verify()).toBe(true);
  } finally {
    await session.close();
  }
});

test('after its process was killed, in a new tab', async () => {
  const victim = await SessionPage.open(browser, host.url, size);
  await victim.waitFor('connected');
  const typed = await openReader(host, victim, join(folder, 'typed'));
  await typeLine(victim, 'first');
  await until('the line', async () => ((await typed()).endsWith('first\n') ? true : undefined));
  const { entries } = await stats();
  startPrinter();
  await until('the printer', async () => ((await stats()).entries > entries + 300 ? true : undefined));
  const crashed = new Promise((resolve) => victim.page.once('crash', resolve));
  // The answer never comes.
  victim.keys.send('Page.crash').catch(() => {});
  await crashed;
  await victim.page.context().close();
  const session = await SessionPage.open(browser, host.url, size);
  try {
    await session.waitFor('connected');
    await typeLine(session, 'second');
    await until('the line', async () => ((await typed()).endsWith('second\n') ? true : undefined));
    expect(await typed()).toBe('first\nsecond\n');
    expect(await session.verify()).toBe(true);
  } finally {
    await session.close();
  }
});

/** The processes that run pages, stopped dead as by a browser or a machine that gives them no time. */
async function signalPages(signal: 'SIGSTOP' | 'SIGCONT'): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  for (const { type, id } of processInfo) if (type === 'renderer') process.kill(id, signal);
  await session.detach();
}

const stats = async () => host.session.handle.ask('stats', {});
const hostIsPrimary = async () => ((await stats()).terminals.some(({ primary }) => primary) ? undefined : true);

test('a page that is held up without warning loses its part, and takes it up again', async () => {
  const session = await SessionPage.open(browser, host.url, size);
  try {
    await session.waitFor('connected');
    const typed = await openReader(host, session, join(folder, 'typed'));
    await typeLine(session, 'first');
    await until('the line', async () => ((await typed()).endsWith('first\n') ? true : undefined));
    await session.page.mouse.down();
    await session.rest();
    await signalPages('SIGSTOP');
    try {
      startPrinter();
      await until('the host to be primary', hostIsPrimary);
      // Programs go on without the page.
      const { entries } = await stats();
      host.run('xlogo', '-geometry', '100x100+500+20');
      await until('the logo', async () => ((await stats()).entries > entries + 30 ? true : undefined));
    } finally {
      await signalPages('SIGCONT');
    }
    await session.waitFor('connected');
    await session.page.waitForFunction(() => globalThis.window.farpane?.standing?.primary === true);
    await session.page.mouse.up();
    await typeLine(session, 'second');
    await until('the line', async () => ((await typed()).endsWith('second\n') ? true : undefined));
    expect(await typed()).toBe('first\nsecond\n');
    expect(await session.verify()).toBe(true);
  } finally {
    await session.close();
  }
});

test('a page that is told that it will be frozen hands its part back before', async () => {
  const session = await SessionPage.open(browser, host.url, size);
  try {
    await session.waitFor('connected');
    const typed = await openReader(host, session, join(folder, 'typed'));
    await typeLine(session, 'first');
    await session.page.mouse.down();
    await session.page.keyboard.down('Shift');
    // Chromium freezes no page that a test drives: it counts as seen.
    await session.page.evaluate(() => document.dispatchEvent(new Event('freeze')));
    await until('the host to be primary', hostIsPrimary);
    const { stdout } = await run('xdotool', ['getmouselocation'], { env: host.environment });
    expect(stdout).toContain('x:101 y:101');
    expect(await held(host)).toEqual({ buttons: 0, keys: [] });
    await session.page.evaluate(() => document.dispatchEvent(new Event('resume')));
    await session.page.waitForFunction(() => globalThis.window.farpane?.standing?.primary === true);
    await session.page.mouse.up();
    await session.page.keyboard.up('Shift');
    await typeLine(session, 'second');
    await until('the line', async () => ((await typed()).endsWith('second\n') ? true : undefined));
    expect(await typed()).toBe('first\nsecond\n');
    await expectSamePicture(host, session);
  } finally {
    await session.close();
  }
});
