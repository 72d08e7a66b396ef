import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { until as untilFound } from './sessions.ts';

const run = promisify(execFile);

let browser: Browser;
let host: TestHost;
let session: SessionPage;
let folder: string;

beforeAll(async () => {
  [browser, host] = await Promise.all([startBrowser(), startHost(800, 600)]);
});
afterAll(async () => {
  await browser?.close();
  await host?.end();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'farpane-test-'));
  session = await SessionPage.open(browser, host.url);
  await session.waitFor('connected');
});
afterEach(async () => {
  await session.close();
  await host.endPrograms();
  await rm(folder, { recursive: true, force: true });
});

const until = async (what: string, holds: () => Promise<boolean>): Promise<boolean> =>
  untilFound(what, async () => (await holds()) || undefined);

interface Geometry {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Where a window is, by xwininfo; undefined when there is none of that name. */
async function geometry(...which: string[]): Promise<Geometry | undefined> {
  try {
    const { stdout } = await run('xwininfo', which, { env: host.environment });
    const number = (label: string) => Number(new RegExp(`${label}:\\s+(-?\\d+)`).exec(stdout)![1]);
    return {
      x: number('Absolute upper-left X'),
      y: number('Absolute upper-left Y'),
      width: number('Width'),
      height: number('Height'),
    };
  } catch {
    return undefined;
  }
}

async function drag(fromX: number, fromY: number, toX: number, toY: number, button: 'left' | 'middle'): Promise<void> {
  const { mouse } = session.page;
  await mouse.move(fromX, fromY);
  await mouse.down({ button });
  // twm asks where the pointer is as it goes: a hand is slower than a program.
  await session.rest();
  await mouse.move((fromX + toX) / 2, (fromY + toY) / 2);
  await session.rest();
  await mouse.move(toX, toY);
  await session.rest();
  await mouse.up({ button });
}

const TWMRC = `
RandomPlacement
NoGrabServer
Button1 = : title : f.move
Button2 = : title : f.resize
Button3 = : title : f.delete
`;

test('twm moves, resizes and closes windows by mouse', async () => {
  const rc = join(folder, 'twmrc');
  await writeFile(rc, TWMRC);
  host.run('twm', '-f', rc);
  host.run('xclock', '-geometry', '200x150+100+100', '-title', 'clock');
  host.run('xlogo', '-geometry', '120x120+500+300', '-title', 'logo');
  await until('both windows', async () => {
    const clock = await geometry('-name', 'clock');
    return clock !== undefined && clock.y > 100 && (await geometry('-name', 'logo')) !== undefined;
  });
  await session.rest();
  const before = (await geometry('-name', 'clock'))!;
  const titleY = before.y - 10;

  await drag(before.x + 100, titleY, before.x + 160, titleY + 90, 'left');
  await until('the move', async () => (await geometry('-name', 'clock'))!.x !== before.x);
  const moved = (await geometry('-name', 'clock'))!;
  expect(moved).toEqual({ ...before, x: before.x + 60, y: before.y + 90 });

  // twm resizes by the edge that the pointer crosses.
  await drag(moved.x + 100, moved.y - 10, moved.x + moved.width + 60, moved.y - 10, 'middle');
  await until('the new size', async () => (await geometry('-name', 'clock'))!.width !== moved.width);
  const resized = (await geometry('-name', 'clock'))!;
  expect(resized.x).toBe(moved.x);
  expect(resized.width).toBeGreaterThan(moved.width + 40);

  await session.rest();
  const { shown, scene } = await session.pictures();
  expect(Buffer.compare(shown, scene)).toBe(0);

  await session.page.mouse.click(resized.x + 100, resized.y - 10, { button: 'right' });
  await until('the end of the clock', async () => (await geometry('-name', 'clock')) === undefined);
  expect(await geometry('-name', 'logo')).toBeDefined();
  expect(await session.verify()).toBe(true);
  expect(session.complaints).toEqual([]);
  expect(host.log).toEqual([]);
});

test('our window manager moves, resizes and closes windows by mouse', async () => {
  const main = new URL('../../apps/wm/main.ts', import.meta.url).pathname;
  host.run(process.execPath, '--import', 'tsx', main);
  await until('the window manager', async () => {
    const { stdout } = await run('xprop', ['-root', '_NET_SUPPORTING_WM_CHECK'], { env: host.environment });
    return stdout.includes('window id');
  });
  host.run('xclock', '-geometry', '200x150+100+100', '-title', 'clock');
  host.run('xlogo', '-geometry', '120x120+500+300', '-title', 'logo');
  await until(
    'both windows',
    async () => (await geometry('-name', 'clock')) !== undefined && (await geometry('-name', 'logo')) !== undefined,
  );
  await session.rest();
  const before = (await geometry('-name', 'clock'))!;

  await drag(before.x + 60, before.y - 15, before.x + 160, before.y + 75, 'left');
  await until('the move', async () => (await geometry('-name', 'clock'))!.x !== before.x);
  const moved = (await geometry('-name', 'clock'))!;
  expect(moved).toEqual({ ...before, x: before.x + 100, y: before.y + 90 });

  const corner = { x: moved.x + moved.width + 2, y: moved.y + moved.height + 2 };
  await drag(corner.x, corner.y, corner.x + 80, corner.y + 50, 'left');
  await until('the new size', async () => (await geometry('-name', 'clock'))!.width !== moved.width);
  const resized = (await geometry('-name', 'clock'))!;
  expect(resized).toEqual({ ...moved, width: moved.width + 80, height: moved.height + 50 });

  await session.rest();
  const { shown, scene } = await session.pictures();
  expect(Buffer.compare(shown, scene)).toBe(0);

  await session.page.mouse.click(resized.x + resized.width - 12, resized.y - 15);
  await until('the end of the clock', async () => (await geometry('-name', 'clock')) === undefined);
  expect(await geometry('-name', 'logo')).toBeDefined();
  expect(await session.verify()).toBe(true);
  expect(session.complaints).toEqual([]);
  // xclock does not take WM_DELETE_WINDOW: its end is no fault.
  expect(host.log.filter((line) => !line.endsWith('KillClient'))).toEqual([]);
});

test("the page's size is the screen's, and nobody is disconnected", async () => {
  const logo = host.run('xlogo', '-geometry', '150x100+20+20');
  await until('the logo', async () => (await geometry('-name', 'xlogo')) !== undefined);
  expect(await geometry('-root')).toEqual({ x: 0, y: 0, width: 800, height: 600 });
  for (const [width, height] of [
    [1000, 700],
    [640, 480],
  ] as const) {
    await session.page.setViewportSize({ width, height });
    await until('the new size', async () => (await geometry('-root'))!.width === width);
    expect(await geometry('-root')).toEqual({ x: 0, y: 0, width, height });
    await session.rest();
    const pictures = await session.pictures();
    expect([pictures.width, pictures.height]).toEqual([width, height]);
    expect(Buffer.compare(pictures.shown, pictures.scene)).toBe(0);
    const canvas = await session.page.locator('#screen').boundingBox();
    expect(canvas).toEqual({ x: 0, y: 0, width, height });
  }
  expect(logo.exitCode).toBeNull();
  expect(await session.verify()).toBe(true);
});

test('the canvas shows what the core holds, whatever is drawn', async () => {
  host.run('xeyes', '-shape', '-geometry', '200x140+10+10');
  host.run('ico', '-sleep', '0.01', '-geometry', '200x200+300+50');
  host.run('xclock', '-geometry', '150x150+50+250');
  host.run('xlogo', '-shape', '-geometry', '150x150+120+200');
  await until('the logo', async () => (await geometry('-name', 'xlogo')) !== undefined);
  // The eyes follow the pointer, and change shape with every size.
  for (let i = 0; i < 40; i++) await session.page.mouse.move(20 + i * 15, 40 + i * 10);
  let last = 0;
  for (let round = 0; round < 5; round++) {
    await session.page.waitForTimeout(100);
    const { shown, scene } = await session.page.evaluate(async () => {
      // One animation frame after the report's damage everything is painted; a report in between may be ahead of the canvas.
      for (let tries = 0; tries < 50; tries++) {
        const report = await globalThis.window.farpane!.report(true);
        if (report.shown!.every((value, index) => index % 4 === 3 || value === report.scene![index])) {
          return { shown: report.framesPainted, scene: report.framesPainted };
        }
      }
      return { shown: -1, scene: 0 };
    });
    expect(shown).toBe(scene);
    expect(shown).toBeGreaterThan(last);
    last = shown;
  }
});
