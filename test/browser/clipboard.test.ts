/** Text between the session's programs and the page, by the page's own buttons. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { promisify } from 'node:util';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';

const run = promisify(execFile);

let browser: Browser;
let host: TestHost;
let session: SessionPage;

beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  host = await startHost(900, 600);
  session = await SessionPage.open(browser, host.url, { width: 900, height: 600 });
  await session.waitFor('connected');
  await session.page.mouse.move(450, 2);
  await session.page.waitForSelector('#bar.open');
  await session.page.locator('#show-clipboard').click();
});
afterEach(async () => {
  await session.close();
  await host.end();
});

/** A program that offers text until somebody else does. */
async function offer(selection: string, text: string): Promise<void> {
  const xclip = spawn('xclip', ['-selection', selection], {
    env: host.environment,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  xclip.stdin.end(text);
  // It goes to the background once it owns the selection.
  await once(xclip, 'exit');
}

const told = (text: string) =>
  session.page.waitForFunction(
    (wanted) => document.querySelector('#clipboard-told')?.textContent?.includes(wanted),
    text,
  );

test('what programs copy and mark comes into the page', async () => {
  const field = session.page.locator('#clipboard-text');
  await session.page.locator('#clipboard-copied').click();
  await told('No program has copied anything');
  await offer('clipboard', 'copied: <b>Grüße</b> 日本\nsecond line');
  await offer('primary', 'marked');
  await session.page.locator('#clipboard-copied').click();
  await session.page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>('#clipboard-text')!.value !== '',
  );
  expect(await field.inputValue()).toBe('copied: <b>Grüße</b> 日本\nsecond line');
  await session.page.locator('#clipboard-marked').click();
  await session.page.waitForFunction(
    () => document.querySelector<HTMLTextAreaElement>('#clipboard-text')!.value === 'marked',
  );
  expect(await session.verify()).toBe(true);
});

test.each([
  ['short', 'Text from the page: Grüße, 日本, "quotes"\nand a second line'],
  ['long', 'All work and no play makes Jack a dull boy. '.repeat(20_000)],
])('a %s text of the page can be pasted by programs', async (_name, text) => {
  await session.page.locator('#clipboard-text').fill(text);
  await session.page.locator('#clipboard-give').click();
  await told('can paste it now');
  for (const selection of ['clipboard', 'primary']) {
    const { stdout } = await run('xclip', ['-o', '-selection', selection, '-target', 'UTF8_STRING'], {
      env: host.environment,
      maxBuffer: 10_000_000,
    });
    expect(stdout).toBe(text);
  }
  // The page reads what it has given.
  await session.page.locator('#clipboard-text').fill('');
  await session.page.locator('#clipboard-copied').click();
  await session.page.waitForFunction(
    (length) => document.querySelector<HTMLTextAreaElement>('#clipboard-text')!.value.length === length,
    text.length,
  );
});

test('keys typed into the field do not go to the session', async () => {
  const inputs = await session.page.evaluate(() => globalThis.window.farpane!.inputs);
  await session.page.locator('#clipboard-text').pressSequentially('abc');
  expect(await session.page.locator('#clipboard-text').inputValue()).toBe('abc');
  expect(await session.page.evaluate(() => globalThis.window.farpane!.inputs)).toBe(inputs);
});
