/** The page of a replay in Chromium: it plays, pauses, seeks, passes over idle stretches, and shows exactly what was recorded. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { ReplayHook } from '../../clients/browser/replay/hook.ts';
import { MAX_RANGE_BYTES, ReplayFront } from '../../host/recording/replay-front.ts';
import { HEAD_BYTES } from '../../session/recording/format.ts';
import { openContext, startBrowser } from '../browser/browser.ts';
import { openMemory, recordRandom, type MadeRecording } from './memory-recording.ts';

let browser: Browser;
let folder: string;
let made: MadeRecording;
let front: ReplayFront;
let page: Page;
const complaints: string[] = [];

async function serve(bytes: Uint8Array): Promise<ReplayFront> {
  const file = join(await mkdtemp(join(folder, 'of-')), 'a.fprec');
  await writeFile(file, bytes);
  return ReplayFront.start({ port: 0, listen: '127.0.0.1', tls: undefined, token: undefined, file, log: () => {} });
}

beforeAll(async () => {
  browser = await startBrowser();
  folder = await mkdtemp(join(tmpdir(), 'farpane-replay-test-'));
  made = await recordRandom(11, 900, 200);
  front = await serve(made.bytes);
});

afterAll(async () => {
  await front.end();
  await browser.close();
  await rm(folder, { recursive: true, force: true });
});

/** Opens the page, at the address of the recording that all tests share or of another. */
async function open(url = front.url): Promise<void> {
  const context = await openContext(browser, { viewport: { width: 800, height: 600 } });
  onTestFinished(async () => context.close());
  context.setDefaultTimeout(120_000);
  page = await context.newPage();
  complaints.length = 0;
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(url);
  await page.waitForFunction(() => ['ready', 'failed'].includes(globalThis.window.farpaneReplay?.state ?? ''));
}

/** The address of another recording. */
async function alsoServe(bytes: Uint8Array): Promise<string> {
  const other = await serve(bytes);
  onTestFinished(async () => other.end());
  return other.url;
}

/** Where the page stands, once it has come there. */
async function standing(): Promise<Pick<Awaited<ReturnType<ReplayHook['report']>>, 'time' | 'index' | 'stateHash'>> {
  await page.waitForFunction(() => !globalThis.window.farpaneReplay!.seeking);
  const { time, index, stateHash } = await page.evaluate(async () => {
    const { time, index, stateHash } = await globalThis.window.farpaneReplay!.report();
    return { time, index, stateHash };
  });
  return { time, index, stateHash };
}

/** What the canvas shows and what the core's scene is, once painting has rested. */
async function pictures(): Promise<{ shown: string; scene: string }> {
  await page.evaluate(
    async () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
  );
  return page.evaluate(async () => {
    const { shown, scene } = await globalThis.window.farpaneReplay!.report(true);
    return { shown: shown!.join(), scene: scene!.join() };
  });
}

function indexAt(time: number): number {
  const later = made.entries.findIndex((entry) => entry.time > time);
  return later < 0 ? made.entries.length : later;
}

async function slideTo(time: number): Promise<void> {
  await page.evaluate((value) => {
    const slider = document.querySelector<HTMLInputElement>('#position')!;
    slider.value = String(value);
    slider.dispatchEvent(new Event('input'));
    slider.dispatchEvent(new Event('change'));
  }, time);
  await page.waitForFunction((wanted) => Math.abs(globalThis.window.farpaneReplay!.time - wanted) < 0.5, time);
}

describe('the page of a replay', () => {
  test('begins at the beginning, paused', async () => {
    await open();
    expect(await standing()).toEqual({ time: 0, index: 0, stateHash: made.hashes[0] });
    expect(await page.textContent('#name')).toContain('a.fprec');
    expect(await page.inputValue('#position')).toBe('0');
    expect(complaints).toEqual([]);
  });

  test('brought to a time by the slider, forwards and back, shows what was there', async () => {
    await open();
    const end = made.times.at(-1)!;
    for (const part of [0.5, 0.9, 0.3, 1, 0.31]) {
      const time = Math.round(end * part);
      await slideTo(time);
      const now = await standing();
      expect(now.index).toBe(indexAt(time));
      expect(now.stateHash).toBe(made.hashes[now.index]);
      const { shown, scene } = await pictures();
      expect(shown === scene).toBe(true);
    }
    expect(complaints).toEqual([]);
  });

  test('plays, faster and slower, and pauses where it is', async () => {
    await open();
    await page.selectOption('#speed', '4');
    await page.click('#play');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.time > 3000);
    expect(await page.textContent('#play')).toBe('Pause');
    await page.keyboard.press('k');
    await page.waitForFunction(() => !globalThis.window.farpaneReplay!.playing);
    const paused = await standing();
    expect(paused.index).toBe(indexAt(paused.time));
    expect(paused.stateHash).toBe(made.hashes[paused.index]);
    await page.waitForTimeout(200);
    expect(await standing()).toEqual(paused);
    const { shown, scene } = await pictures();
    expect(shown === scene).toBe(true);
  });

  test('plays to the end, stops there, and begins anew', async () => {
    await open();
    await page.keyboard.press('9');
    for (let i = 0; i < 4; i++) await page.keyboard.press('+');
    expect(await page.inputValue('#speed')).toBe('16');
    await page.keyboard.press(' ');
    await page.waitForFunction(() => {
      const { time, playing } = globalThis.window.farpaneReplay!;
      return time > 0 && !playing;
    });
    expect((await standing()).stateHash).toBe(made.hashes.at(-1));
    await page.keyboard.press(' ');
    await page.waitForFunction((half) => globalThis.window.farpaneReplay!.time < half, made.times.at(-1)! / 2);
  });

  test('is steered by keys', async () => {
    await open();
    const time = async () => Math.round((await standing()).time);
    await page.keyboard.press('End');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.time > 0);
    const end = await time();
    expect(end).toBe(made.times.at(-1)! + 500);
    await page.keyboard.press('ArrowLeft');
    await page.waitForFunction((was) => globalThis.window.farpaneReplay!.time < was, end);
    expect(await time()).toBe(end - 5000);
    await page.keyboard.press('Home');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.time === 0);
    await page.keyboard.press('ArrowRight');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.time > 0);
    expect(await time()).toBe(5000);
  });

  test('without its token is not let in, and says so', async () => {
    await open(front.url.replace(/#.*/, ''));
    await page.waitForFunction(() => globalThis.window.farpaneReplay?.state === 'failed');
    expect(await page.textContent('#notice')).toContain('Open the address that farpane replay has printed');
  });

  test('says where a recording is damaged, and plays what is whole', async () => {
    const damaged = made.bytes.slice();
    const { entryBlocks } = await openMemory(damaged);
    // Behind its head, which is whole.
    damaged[entryBlocks[entryBlocks.length >> 1]!.offset + HEAD_BYTES + 5]! ^= 0xff;
    await open(await alsoServe(damaged));
    await page.keyboard.press('1');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.time > 0);
    const now = await standing();
    expect(now.stateHash).toBe(made.hashes[now.index]);
    await page.selectOption('#speed', '16');
    await page.click('#play');
    await page.waitForFunction(() => globalThis.window.farpaneReplay!.state === 'failed');
    expect(await page.textContent('#notice')).toMatch(/the block at byte \d+ is damaged/);
  });
});

describe('idle stretches', () => {
  test('are passed over when that is wanted', async () => {
    await open(await alsoServe((await recordRandom(5, 60, 100, 3_600_000)).bytes));
    await page.keyboard.press('i');
    expect(await page.getAttribute('#skip-idle', 'aria-pressed')).toBe('true');
    await page.keyboard.press(' ');
    // Hours in seconds.
    await page.waitForFunction(() => {
      const { time, playing } = globalThis.window.farpaneReplay!;
      return time > 3_600_000 && !playing;
    });
  });
});

describe('the host of a replay', () => {
  const get = async (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${front.port}${path}`, { headers });

  test('gives nothing of the recording without the token', async () => {
    for (const path of ['', '/blocks', '/bytes']) {
      const response = await get(`/api/recording${path}`, { authorization: 'Bearer nonsense', range: 'bytes=0-7' });
      expect(response.status).toBe(401);
      expect(await response.json()).toEqual({ error: "the host's token is needed" });
    }
  });

  test.each([undefined, 'bytes=5-3', 'bytes=0-999999999', 'bytes=-5', 'lines=0-1', `bytes=0-${MAX_RANGE_BYTES}`])(
    'refuses the range %s',
    async (range) => {
      const headers = { authorization: `Bearer ${front.token}`, ...(range === undefined ? {} : { range }) };
      expect((await get('/api/recording/bytes', headers)).status).toBe(416);
    },
  );
});
