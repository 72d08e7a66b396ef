/** The page in a frame of another origin, as docs/embedding has it; and that others cannot frame it. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createInterface } from 'node:readline';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openContext, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { until } from './sessions.ts';

const EXAMPLE = fileURLToPath(new URL('../../apps/embedding/server.ts', import.meta.url));

let browser: Browser;
let host: TestHost;
let example: ChildProcess;
let origin: string;

/** A port that was free a moment ago: the host must know the example's origin, and the example the host's address. */
async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

beforeAll(async () => {
  const port = await freePort();
  origin = `http://127.0.0.1:${port}`;
  [browser, host] = await Promise.all([startBrowser(), startHost(640, 480, { allowOrigins: [origin] })]);
  const env = {
    ...process.env,
    FARPANE_URL: new URL(host.url).origin,
    FARPANE_TOKEN: host.front.token,
    PORT: String(port),
    PROGRAM: 'xlogo',
  };
  example = spawn(process.execPath, ['--import', 'tsx', EXAMPLE], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(example.stdout!), 'line')) as [string];
  expect(line).toBe(`${origin}/`);
});
afterAll(async () => {
  example?.kill();
  await browser?.close();
  await host?.end();
});

async function sessionFrame(page: Page): Promise<Frame> {
  return until('the frame', () => page.frames().find((frame) => frame.url().includes('/session/')));
}

test('a page of another origin shows a session of its own, hears of it and changes its wire', async () => {
  const page = await (await openContext(browser)).newPage();
  try {
    await page.goto(`${origin}/`);
    const frame = await sessionFrame(page);
    await page.waitForFunction(() => document.querySelector('output')!.value === 'connected');
    expect(await frame.evaluate(() => document.querySelector<HTMLElement>('#bar')!.hidden)).toBe(true);
    const wire = async () => frame.evaluate(() => globalThis.window.farpane!.standing?.wire);
    expect(await wire()).toBe('nx');
    await page.selectOption('#wire', 'raw');
    await until('the other wire', async () => ((await wire()) === 'raw' ? true : undefined));
    await page.waitForFunction(() => document.querySelector('select')!.value === 'raw');
    // A session of its own, and no token of the host's in the browser.
    expect(frame.url()).not.toContain(new URL(host.url).pathname);
    expect(frame.url()).not.toContain(host.front.token);

    const again = page.evaluate(
      async (expected) =>
        new Promise<unknown>((resolve) => {
          const heard: string[] = [];
          addEventListener('message', (event: MessageEvent<{ farpane: string }>) => {
            if (event.origin !== expected) return;
            heard.push(event.data.farpane);
            if (heard.length === 4) resolve(heard.toSorted());
          });
          document.querySelector('iframe')!.contentWindow!.postMessage({ farpane: 'hello' }, expected);
        }),
      new URL(host.url).origin,
    );
    expect(await again).toEqual(['screen', 'session', 'standing', 'state']);
  } finally {
    await page.close();
  }
});

test('an origin that the host was not told of cannot frame it', async () => {
  const stranger = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html');
    response.end(`<iframe src="${host.url}"></iframe>`);
  });
  await once(stranger.listen(0, '127.0.0.1'), 'listening');
  const page = await (await openContext(browser)).newPage();
  try {
    const refusals: string[] = [];
    page.on('console', (message) => refusals.push(message.text()));
    await page.goto(`http://127.0.0.1:${(stranger.address() as AddressInfo).port}/`);
    await until('the refusal', () => refusals.find((text) => text.includes('frame-ancestors')));
    for (const frame of page.frames().slice(1)) expect(frame.url()).not.toContain('/session/');
  } finally {
    await page.close();
    stranger.close();
  }
});
