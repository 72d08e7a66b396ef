/** The live panel: its figures are those of the host, the wire's changes are marked, and the emulated link changes while programs draw. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { History } from '../../clients/browser/panel/history.ts';
import type { Sample } from '../../clients/browser/worker/meter.ts';
import type { TerminalStats } from '../../host/session-messages.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { until } from './sessions.ts';

let host: TestHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startHost(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await host.end();
});

async function own(): Promise<TerminalStats> {
  const { terminals } = await host.session.handle.ask('stats', {});
  return terminals.at(-1)!;
}

async function openPanel(session: SessionPage): Promise<void> {
  await session.page.mouse.move(400, 3);
  await session.page.waitForSelector('#bar.open');
  await session.page.locator('#show-live').click();
  await session.page.waitForSelector('#live .plot canvas');
}

async function live(session: SessionPage): Promise<Pick<History, 'points' | 'sums'>> {
  return session.page.evaluate(() => {
    const { points, sums } = globalThis.window.farpane!.live;
    return { points, sums };
  });
}

async function linkBecomes(session: SessionPage, link: string): Promise<void> {
  await session.page.waitForFunction((name) => globalThis.window.farpane?.standing?.link === name, link);
}

test('measures the wire in use, marks its changes, and changes the link live', async () => {
  const session = await SessionPage.open(browser, host.url);
  try {
    await session.waitFor('connected');
    expect((await live(session)).points).toEqual([]);
    await openPanel(session);
    await until('the first samples', async () => ((await live(session)).points.length > 1 ? true : undefined));
    const before = await own();
    // Its requests wait for answers over the link, and it draws all the time.
    host.run('xterm', '-geometry', '40x10+20+200', '-e', 'sh', '-c', 'while sleep 0.1; do date; done');
    const measured = await until('round trips', async () => {
      const { sums } = await live(session);
      const [first] = sums;
      return first !== undefined && first.roundTrips > 100 && first.frames > 0 ? sums : undefined;
    });
    expect(measured.map(({ wire }) => wire)).toEqual(['x11']);
    const after = await own();
    expect(after.roundTrips - before.roundTrips).toBeGreaterThanOrEqual(measured[0]!.roundTrips);
    expect(measured[0]!.down).toBeGreaterThan(1000);
    expect(measured[0]!.down).toBeLessThanOrEqual(after.sent.bytes);
    expect(measured[0]!.up).toBeLessThanOrEqual(after.received.bytes);

    // A slower link, chosen in the panel, while the xterm draws: the same connection, and it is felt.
    await session.page.locator('#live-link').selectOption('3g');
    await linkBecomes(session, '3g');
    await until('the round trip', async () => ((await own()).roundTrip! >= 150 ? true : undefined));
    const index = (await session.report()).index;
    await until('drawing over it', async () => ((await session.report()).index > index + 20 ? true : undefined));
    expect(await session.verify()).toBe(true);

    await session.page.locator('#live-wires button', { hasText: 'nx' }).click();
    await until('nx', async () => {
      const { sums } = await live(session);
      return sums.some(({ wire, down }) => wire === 'nx' && down > 0) ? true : undefined;
    });
    expect(await session.page.locator('#live-switches li').first().textContent()).toContain('x11 → nx');
    await session.page.mouse.click(100, 300);
    await session.page.keyboard.type('x');
    const latency = await until('a latency', async () => {
      return (await live(session)).sums.find(({ wire }) => wire === 'nx')?.latency;
    });
    // No painting that comes sooner than the link allows counts as the input's.
    expect(latency.median).toBeGreaterThanOrEqual(0.9 * 150);
    const trips = (await own()).roundTrips;

    // The API does the same; the panel follows.
    const { origin } = new URL(host.url);
    const put = await fetch(`${origin}/api/sessions/${host.session.id}/terminals/${(await own()).terminal}/link`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${host.session.token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ link: 'none' }),
    });
    expect(put.status).toBe(204);
    await linkBecomes(session, 'none');
    expect(await session.page.locator('#live-link').inputValue()).toBe('none');
    await until('the round trip', async () => ((await own()).roundTrip! < 150 ? true : undefined));
    // The host answers the programs now.
    host.run('xlogo', '-geometry', '+500+200');
    await until('another program', async () => {
      return (await host.session.handle.ask('stats', {})).clients > 1 ? true : undefined;
    });
    expect((await own()).roundTrips).toBe(trips);
    expect(await session.verify()).toBe(true);
    expect((await session.report()).joins).toEqual(['anew']);

    // Closed it measures nothing.
    await session.page.locator('#live-close').click();
    const closed = (await live(session)).points.length;
    await session.page.waitForTimeout(600);
    expect((await live(session)).points.length).toBe(closed);
    expect(session.complaints).toEqual([]);
  } finally {
    await session.close();
  }
});

test('a session may have a link of its own, which a terminal need not take', async () => {
  const slow = await host.front.sessions.start({
    width: 400,
    height: 300,
    display: undefined,
    accessControl: false,
    xTcp: undefined,
    link: 'dsl',
  });
  const session = await SessionPage.open(browser, host.front.urlOf(slow));
  try {
    await session.waitFor('connected');
    await linkBecomes(session, 'dsl');
    await until('the round trip', async () => {
      const { terminals } = await slow.handle.ask('stats', {});
      return (terminals[0]?.roundTrip ?? 0) >= 40 ? true : undefined;
    });
    await session.page.evaluate(() => globalThis.window.farpane!.setLink('none'));
    await linkBecomes(session, 'none');
    // It is this page's choice from now on.
    await session.page.reload();
    await session.waitFor('connected');
    await linkBecomes(session, 'none');
  } finally {
    await session.close();
    await slow.handle.end('the test is over', undefined);
  }
});

test('rates, sums and round trips of a history', () => {
  const history = new History();
  const sample = (at: number, wire: Sample['wire'], bytes: number, latencies: number[] = []): Sample => ({
    at,
    wire,
    down: { bytes, messages: at / 100 },
    up: { bytes: 0, messages: 0 },
    frames: at / 50,
    roundTrip: undefined,
    latencies,
  });
  history.add(sample(1000, 'x11', 0));
  history.hostTold({ backlog: 7, roundTrips: 100 });
  history.hostTold({ backlog: 9, roundTrips: 130 });
  history.add(sample(1500, 'x11', 1000, [5, 3, 4]));
  // Told late: they are of the wire that has round trips.
  history.hostTold({ backlog: 0, roundTrips: 135 });
  history.add(sample(2000, 'nx', 1500));
  // The page was hidden meanwhile: no rate can be told of that.
  history.add(sample(60_000, 'nx', 999_999));
  expect(history.points).toHaveLength(2);
  expect(history.points[0]).toMatchObject({ wire: 'x11', down: 2000, messages: 10, frames: 20, latency: 4 });
  expect(history.points.map(({ roundTrips, backlog }) => [roundTrips, backlog])).toEqual([
    [60, 9],
    [0, 0],
  ]);
  expect(history.sums.map(({ wire, down, roundTrips }) => [wire, down, roundTrips])).toEqual([
    ['x11', 1000, 35],
    ['nx', 500, 0],
  ]);
  history.add(sample(60_250, 'nx', 999_999));
  expect(history.points).toHaveLength(3);
  // What the host said of the backlog was long ago.
  expect(history.points.at(-1)!.backlog).toBeUndefined();
  history.hostTold({ backlog: 5, roundTrips: 135 });
  history.add(sample(62_000, 'nx', 999_999));
  expect(history.points.at(-1)!.backlog).toBe(5);
  // What is older than the span of the plots is let go.
  expect(history.points.map(({ at }) => at)).toEqual([2000, 60_250, 62_000]);
});
