/** The page of a VNC server that is not ours, through the real host: Xtigervnc itself says what should be seen. */
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { VncHook } from '../../clients/browser/vnc/vnc-hook.ts';
import { environment, start } from '../programs/on-both.ts';
import { differenceAtRest, rootPicture, until } from '../rawpixel/x-picture.ts';
import { startXtigervnc, type Xtigervnc } from '../rawpixel/xtigervnc-server.ts';
import { freeDisplayAndPort } from '../support/displays.ts';
import { RfbClient } from '../support/rfb-client.ts';
import { openContext, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';

const run = promisify(execFile);
const PASSWORD = 'sesame12';
const folder = mkdtempSync(join(tmpdir(), 'farpane-foreign-'));
let server: Xtigervnc;
let host: TestHost;
let browser: Browser;
/** The way to the server, which can be cut. */
let way: Server;
const onTheWay = new Set<Socket>();
let xterm: { end(): Promise<void> };
let xlogo: { end(): Promise<void> };

beforeAll(async () => {
  server = await startXtigervnc({ width: 500, height: 400, security: 'TLSVnc,VncAuth', password: PASSWORD });
  way = createServer((socket) => {
    const onward = connect(server.port, '127.0.0.1');
    for (const [one, other] of [
      [socket, onward],
      [onward, socket],
    ] as const) {
      onTheWay.add(one);
      one.pipe(other);
      one.on('error', () => one.destroy());
      one.on('close', () => other.destroy());
    }
  });
  // A port that is free later, too.
  const wayPort = await freeDisplayAndPort();
  const common = { host: '127.0.0.1', port: server.port };
  const vncServers = [
    { name: 'lab', ...common, password: PASSWORD },
    { name: 'locked', ...common, password: 'mistaken' },
    { name: 'away', host: '127.0.0.1', port: wayPort, password: PASSWORD },
  ];
  [host, browser] = await Promise.all([startHost(640, 480, { vncServers }), startBrowser()]);
  const command = `sh -c 'read line; printf %s "$line" > ${folder}/new; mv ${folder}/new ${folder}/line; cat'`;
  xterm = start(server.display, `xterm -wf -geometry 40x10+5+5 -e ${command}`);
  xlogo = start(server.display, 'xlogo -geometry 150x150+300+220');
  await until('windows', async () => {
    const pixels = await rootPicture(server.screen, 0, 0, 500, 400);
    return pixels[100 * 500 + 100] !== 0 && pixels[225 * 500 + 375] !== 0;
  });
});

afterAll(async () => {
  await browser.close();
  await host.end();
  cutWay();
  await Promise.all([xterm.end(), xlogo.end()]);
  await server.end();
  rmSync(folder, { recursive: true });
});

function cutWay(): void {
  way.close();
  for (const socket of onTheWay) socket.destroy();
  onTheWay.clear();
}

function named(name: string): Parameters<typeof host.front.foreignUrlOf>[0] {
  return host.front.foreign.list.find((found) => found.name === name)!;
}

async function open(url: string): Promise<{ page: Page; complaints: string[]; heard: Buffer[] }> {
  const context = await openContext(browser, { viewport: { width: 700, height: 560 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  const heard: Buffer[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  page.on('websocket', (socket) => {
    socket.on('framesent', ({ payload }) => heard.push(Buffer.from(payload)));
    socket.on('framereceived', ({ payload }) => heard.push(Buffer.from(payload)));
  });
  await page.goto(url);
  return { page, complaints, heard };
}

async function waitFor(page: Page, name: VncHook['state']['name']): Promise<void> {
  await page.waitForFunction((wanted) => globalThis.window.farpaneVnc?.state.name === wanted, name);
}

async function noticeSays(page: Page, pattern: string): Promise<void> {
  await page.waitForFunction(
    (wanted) => new RegExp(wanted).test(document.querySelector('#notice-text')!.textContent ?? ''),
    pattern,
  );
}

/** What the page's canvas shows, 0xrrggbb. */
async function shown(page: Page): Promise<{ width: number; height: number; pixels: Uint32Array }> {
  const { width, height, base64 } = await page.evaluate(async () => {
    const report = await globalThis.window.farpaneVnc!.report();
    let binary = '';
    for (let i = 0; i < report.shown.length; i += 32_768) {
      binary += String.fromCharCode(...report.shown.subarray(i, i + 32_768));
    }
    return { width: report.width, height: report.height, base64: btoa(binary) };
  });
  const rgba = Buffer.from(base64, 'base64');
  return { width, height, pixels: Uint32Array.from({ length: width * height }, (_, i) => rgba.readUIntBE(i * 4, 3)) };
}

function screenSize(): { width: number; height: number } {
  const told = execFileSync('xdotool', ['getdisplaygeometry'], { env: environment(server.display) }).toString();
  const [width, height] = told.split(' ').map(Number);
  return { width: width!, height: height! };
}

/** How the page's picture differs from the server's screen, once all is at rest. */
async function shownWrong(page: Page, width: number, height: number): Promise<string | undefined> {
  await until(`a picture of ${width}x${height}`, async () => {
    const picture = await shown(page);
    return picture.width === width && picture.height === height;
  });
  return differenceAtRest(
    width,
    async () => (await shown(page)).pixels,
    async () => rootPicture(server.screen, 0, 0, width, height),
  );
}

/** A viewer that has not moved the pointer itself gets the cursor in its pixels; xterm hides it while one types. */
function hideCursor(): void {
  execFileSync('xdotool', ['mousemove', '60', '60', 'key', 'x'], { env: environment(server.display) });
}

/** Where a pixel of the server's screen is in the page. */
async function placeOf(page: Page, x: number, y: number): Promise<{ x: number; y: number }> {
  const box = (await page.locator('#screen').boundingBox())!;
  const { width } = await shown(page);
  const scale = box.width / width;
  return { x: box.x + (x + 0.5) * scale, y: box.y + (y + 0.5) * scale };
}

test('the page shows the server to the pixel, types, copies, and gives it its size', async () => {
  const { page, complaints, heard } = await open(host.front.foreignUrlOf(named('lab')));
  await waitFor(page, 'connected');
  expect(await shownWrong(page, 500, 400)).toBeUndefined();

  const { x, y } = await placeOf(page, 60, 60);
  await page.mouse.move(x, y);
  await page.mouse.click(x, y);
  await page.keyboard.type('Type: "Hi, {x}" #7 @ é');
  await page.keyboard.press('Enter');
  await until('the line', () => existsSync(join(folder, 'line')));
  expect(readFileSync(join(folder, 'line'), 'latin1')).toBe('Type: "Hi, {x}" #7 @ é');
  expect(await shownWrong(page, 500, 400)).toBeUndefined();
  // xterm's own, which the browser moves.
  await page.mouse.move(x + 4, y + 4);
  await page.waitForFunction(() => document.querySelector<HTMLElement>('#screen')!.style.cursor.startsWith('url('));

  // Both ways: what a program there marks, and what is given here.
  const copy = ['-display', `:${server.display}`, '-selection', 'clipboard'];
  execFileSync('xclip', [...copy, '-in'], { input: 'from the server', stdio: ['pipe', 'ignore', 'ignore'] });
  await page.waitForFunction(() => globalThis.window.farpaneVnc!.copied === 'from the server');
  await page.locator('#handle').focus();
  await page.keyboard.press('Enter');
  await page.locator('#show-clipboard').click();
  await page.locator('#clipboard-text').fill('from the page: Grüße');
  await page.locator('#clipboard-give').click();
  await until('the clipboard', async () => {
    // The page is asked by way of the host, which is in this process.
    const pasted = await run('xclip', [...copy, '-out'], { timeout: 20_000 }).catch(() => undefined);
    return pasted?.stdout === 'from the page: Grüße';
  });

  await page.waitForFunction(() => globalThis.window.farpaneVnc!.canResize);
  await page.locator('#screen-mode').selectOption('follow');
  expect(await shownWrong(page, 700, 560)).toBeUndefined();
  await page.setViewportSize({ width: 620, height: 470 });
  expect(await shownWrong(page, 620, 470)).toBeUndefined();
  await page.locator('#screen-mode').selectOption('fit', { force: true });

  expect(complaints).toEqual([]);
  // Neither the password nor a challenge that it answers: the page got in by None (RFC 6143 §7.2.1).
  const all = Buffer.concat(heard);
  expect(all.includes(PASSWORD)).toBe(false);
  expect([...heard.slice(0, 6)].map((bytes) => bytes.toString('hex'))).toContain('0101');
  expect(await page.content()).not.toContain(String(server.port));
  await page.context().close();
});

test('who may only look sees it, and nothing that is typed gets through', async () => {
  const url = host.front.foreignViewUrlOf(named('lab'));
  const { page } = await open(url);
  await waitFor(page, 'connected');
  await page.waitForFunction(() => globalThis.window.farpaneVnc!.viewOnly);
  hideCursor();
  const { width, height } = screenSize();
  expect(await shownWrong(page, width, height)).toBeUndefined();
  await page.context().close();

  // Not because the page is well-behaved: a viewer that is not ours says it all the same.
  const token = new URLSearchParams(new URL(url).hash.slice(1)).get('token')!;
  const client = RfbClient.webSocket(`ws://127.0.0.1:${host.front.port}/vnc/lab/rfb?token=${token}`, {
    continuous: false,
  });
  const whole = async (): Promise<void> => {
    client.picture.fill(0x123456);
    client.connection.requestUpdate(false);
    await until('a whole picture', () => !client.picture.includes(0x123456) && client.picture.length > 0);
  };
  await until('it is in', () => client.isIn);
  await whole();
  await until('sizes are taken', () => client.connection.canResize);
  const where = () => execFileSync('xdotool', ['getmouselocation'], { env: environment(server.display) }).toString();
  const before = where();
  client.connection.pointer(400, 300, 0);
  client.connection.requestSize(300, 200);
  client.connection.setClipboard('not this');
  // The server deals with what it hears in order: it has heard the rest when it answers this.
  await whole();
  expect(where()).toBe(before);
  expect([client.connection.width, client.connection.height, client.answers]).toEqual([width, height, []]);
  expect(client.error).toBeUndefined();
  client.close();
  // The same from one who may: so it would have been seen.
  const full = RfbClient.webSocket(`ws://127.0.0.1:${host.front.port}/vnc/lab/rfb?token=${host.front.token}`);
  await until('it is in', () => full.isIn);
  full.connection.pointer(400, 300, 0);
  await until('the pointer moves', () => where() !== before);
  full.close();
});

test('the page says why there is nothing to see, and goes on when there is', async () => {
  const locked = await open(host.front.foreignUrlOf(named('locked')));
  await waitFor(locked.page, 'refused');
  expect(await locked.page.locator('#notice-text').textContent()).toMatch(
    /^The VNC server does not let us in: refused: Authentication failure/,
  );
  await locked.page.context().close();

  cutWay();
  const { page } = await open(host.front.foreignUrlOf(named('away')));
  await noticeSays(page, '^The VNC server cannot be reached\\.');
  const { port } = named('away');
  way.listen(port, '127.0.0.1');
  await waitFor(page, 'connected');
  hideCursor();
  const { width, height } = screenSize();
  expect(await shownWrong(page, width, height)).toBeUndefined();
  cutWay();
  await noticeSays(page, '^The VNC server (has gone|cannot be reached)');
  // The last picture stays meanwhile, and the page comes back by itself.
  expect((await shown(page)).pixels.some((pixel) => pixel !== 0)).toBe(true);
  way.listen(port, '127.0.0.1');
  await waitFor(page, 'connected');
  await page.context().close();

  const wrong = await open(`${new URL(host.front.foreignUrlOf(named('lab'))).href.split('#')[0]}#token=wrong-token`);
  await waitFor(wrong.page, 'refused');
  expect(await wrong.page.locator('#notice-title').textContent()).toBe('Not let in');
  await wrong.page.context().close();
});

async function upgrade(path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${host.front.port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('open', () => {
      resolve(101);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

test('only names of the configuration, with the right token, from the right origin', async () => {
  const { token, port } = host.front;
  const origin = `http://127.0.0.1:${port}`;
  expect(await upgrade(`/vnc/lab/rfb?token=${token}`, { origin })).toBe(101);
  expect(await upgrade(`/vnc/lab/rfb?token=${token}`, { origin: 'http://elsewhere.example' })).toBe(403);
  expect(await upgrade('/vnc/lab/rfb?token=wrong-token')).toBe(401);
  expect(await upgrade('/vnc/lab/rfb')).toBe(401);
  // The token for looking at one server is none for another, nor is a session's.
  expect(await upgrade(`/vnc/locked/rfb?token=${named('lab').viewToken}`)).toBe(401);
  expect(await upgrade(`/vnc/lab/rfb?token=${host.session.token}`)).toBe(401);
  expect(await upgrade(`/vnc/other/rfb?token=${token}`)).toBe(404);
  expect(await upgrade(`/vnc/127.0.0.1:${server.port}/rfb?token=${token}`)).toBe(404);
  expect(await upgrade('/vnc/other/rfb?token=wrong-token')).toBe(401);

  const status = async (path: string, given?: string) => {
    const headers: Record<string, string> = given === undefined ? {} : { authorization: `Bearer ${given}` };
    const response = await fetch(origin + path, { headers });
    return [response.status, await response.text()] as const;
  };
  expect((await status('/vnc/lab/'))[0]).toBe(200);
  expect((await status('/vnc/other/'))[0]).toBe(404);
  expect((await status('/api/vnc-servers'))[0]).toBe(401);
  expect(await status('/api/vnc-servers', host.session.token)).toEqual([200, '[]']);
  const [, list] = await status('/api/vnc-servers', token);
  expect((JSON.parse(list) as { name: string }[]).map(({ name }) => name)).toEqual(['lab', 'locked', 'away']);
  expect(list).not.toContain(PASSWORD);
  expect(await status('/api/vnc-servers/lab', named('lab').viewToken)).toEqual([200, '{"name":"lab","viewOnly":true}']);
  expect((await status('/api/vnc-servers/lab', 'wrong-token'))[0]).toBe(401);
  expect((await status('/api/vnc-servers/other', token))[0]).toBe(404);
  const [, api] = await status('/api/openapi.json');
  expect(Object.keys((JSON.parse(api) as { paths: object }).paths)).toContain('/api/vnc-servers/{name}');
});

test("the bar of the first session's page has links to them; other sessions' have none", async () => {
  const { width, height } = { width: 640, height: 480 };
  const options = { width, height, display: undefined, accessControl: false, xTcp: undefined };
  const first = await host.front.sessions.start(options, host.front.token);
  for (const [session, names] of [
    [first, ['lab', 'locked', 'away']],
    [host.session, []],
  ] as const) {
    const { page, complaints } = await open(host.front.urlOf(session));
    await page.waitForFunction(() => globalThis.window.farpane?.state.name === 'connected');
    const answer = page.waitForResponse((response) => response.url().endsWith('/api/vnc-servers'));
    await page.locator('#handle').focus();
    await (await answer).finished();
    await page.waitForFunction((count) => document.querySelectorAll('#vnc-links a').length === count, names.length);
    expect(await page.locator('#vnc-links a').allTextContents()).toEqual([...names]);
    await page.keyboard.press('Enter');
    expect(await page.locator('#vnc-links').isHidden()).toBe(names.length === 0);
    if (names.length > 0) {
      const opened = page.context().waitForEvent('page');
      await page.locator('#vnc-links a', { hasText: 'lab' }).click();
      await waitFor(await opened, 'connected');
    }
    expect(complaints).toEqual([]);
    await page.context().close();
  }
});
