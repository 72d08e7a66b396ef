/** noVNC, as it comes from npm, served by another origin: it shows the session of a real host, types into it and resizes it. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawFrame, readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import { startTestHost, until, type TestHost } from '../host/support.ts';
import { differenceAtRest } from '../rawpixel/x-picture.ts';
import { canvasPixels } from '../support/page-canvas.ts';
import { openContext, startBrowser } from './browser.ts';

const NOVNC = new URL('../../node_modules/@novnc/novnc/', import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="screen" style="width:700px;height:600px"></div><script type="module">
  import RFB from '/novnc/core/rfb.js';
  window.heard = [];
  const rfb = new RFB(document.getElementById('screen'), new URLSearchParams(location.search).get('url'), {});
  window.rfb = rfb;
  for (const name of ['connect', 'disconnect', 'desktopname', 'clipboard']) {
    rfb.addEventListener(name, ({ detail }) => window.heard.push([name, detail]));
  }
</script>`;

interface NoVnc {
  readonly rfb: { clipboardPasteFrom(text: string): void; resizeSession: boolean };
  readonly heard: [string, { text?: string; name?: string; clean?: boolean }][];
}

const folder = mkdtempSync(join(tmpdir(), 'farpane-novnc-'));
let host: TestHost;
let http: Server;
let origin: string;
let browser: Browser;

beforeAll(async () => {
  http = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    const isModule = path.startsWith('/novnc/');
    response.setHeader('content-type', isModule ? 'text/javascript' : 'text/html');
    if (!isModule) response.end(PAGE);
    else {
      readFile(fileURLToPath(new URL(path.slice('/novnc/'.length), NOVNC))).then(
        (file) => response.end(file),
        () => response.writeHead(404).end(),
      );
    }
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  origin = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
  [host, browser] = await Promise.all([
    startTestHost({ allowOrigins: [origin], session: { width: 500, height: 400 } }),
    startBrowser(),
  ]);
  host.start('xlogo', '-geometry', '150x150+330+220');
  host.start('xcalc', '-geometry', '+20+190');
});

afterAll(async () => {
  await browser.close();
  http.closeAllConnections();
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
  });
  await host.end();
  rmSync(folder, { recursive: true });
});

async function open(path: string, from = origin): Promise<Page> {
  const page = await (await openContext(browser, { viewport: { width: 700, height: 600 } })).newPage();
  const url = `ws://127.0.0.1:${host.front.port}${path}`;
  await page.goto(`${from}/?url=${encodeURIComponent(url)}`);
  return page;
}

async function heard(page: Page, name: string, text?: string): Promise<boolean> {
  return page.evaluate(
    ([wanted, detail]) =>
      (globalThis as unknown as NoVnc).heard?.some(
        ([given, { text: said }]) => given === wanted && (detail === undefined || said === detail),
      ) ?? false,
    [name, text] as const,
  );
}

async function shownWrong(page: Page): Promise<string | undefined> {
  const { width } = await host.session.handle.ask('screenshot', {});
  const pixels = async () => (await host.session.handle.ask('screenshot', {})).pixels;
  return differenceAtRest(width, () => canvasPixels(page), pixels);
}

test('shows the session, types into it, shares the clipboard and resizes it', async () => {
  const page = await open(`/rfb?token=${host.session.token}`);
  await until(() => heard(page, 'connect'), 'a connection');
  expect(await shownWrong(page)).toBeUndefined();

  const line = join(folder, 'line');
  const command = `touch ${line}.ready; read line; printf %s "$line" > ${line}.new; mv ${line}.new ${line}; exec cat`;
  host.start('xterm', '-wf', '-geometry', '60x11+5+5', '-e', 'sh', '-c', command);
  await until(() => existsSync(`${line}.ready`), 'an xterm');
  // noVNC puts the screen in the middle of its place.
  await page.mouse.click(160, 160);
  await page.keyboard.type('Type: "Hi, {x}" #7', { delay: 20 });
  await page.keyboard.press('Enter');
  await until(() => existsSync(line), 'the line');
  expect(readFileSync(line, 'utf8')).toBe('Type: "Hi, {x}" #7');
  expect(await shownWrong(page)).toBeUndefined();

  host.start('sh', '-c', 'printf "vom Wirt ☃" | xclip -selection clipboard -loops 0');
  await until(() => heard(page, 'clipboard', 'vom Wirt ☃'), 'the clipboard here');
  await page.evaluate(() => (globalThis as unknown as NoVnc).rfb.clipboardPasteFrom('zum Wirt 世界'));
  const copied = async () => host.run('xclip', '-o', '-selection', 'clipboard');
  await until(async () => (await copied()) === 'zum Wirt 世界', 'the clipboard there');

  await page.evaluate(() => {
    document.getElementById('screen')!.style.cssText = 'width:640px;height:420px';
    (globalThis as unknown as NoVnc).rfb.resizeSession = true;
  });
  await until(async () => (await host.session.handle.ask('screenshot', {})).height === 420, 'the size');
  expect(await shownWrong(page)).toBeUndefined();
  await page.close();
});

test('decodes films as H.264, in their colours, and shows them exactly once they rest', async () => {
  const context = await openContext(browser, { viewport: { width: 700, height: 600 } });
  await context.addInitScript(() => {
    const { prototype } = globalThis.VideoDecoder;
    const decode = prototype.decode;
    prototype.decode = function (chunk) {
      const counted = globalThis as unknown as { decodedPieces?: number };
      counted.decodedPieces = (counted.decodedPieces ?? 0) + 1;
      decode.call(this, chunk);
    };
  });
  const url = `ws://127.0.0.1:${host.front.port}/rfb?token=${host.session.token}`;
  const film = host.start(process.execPath, '--import', 'tsx', 'test/browser/film-program.ts');
  let page = await context.newPage();
  const decoded = async (): Promise<number> =>
    page.evaluate(() => (globalThis as unknown as { decodedPieces?: number }).decodedPieces ?? 0);
  let begun = -Infinity;
  await until(async () => {
    // On a busy machine encoders lag, and are given up for as long as the viewer stays.
    if (performance.now() - begun > ENCODER_PATIENCE_MS) {
      await page.close();
      page = await context.newPage();
      await page.goto(`${origin}/?url=${encodeURIComponent(url)}`);
      await until(() => heard(page, 'connect'), 'a connection');
      begun = performance.now();
    }
    // noVNC itself decodes one picture to see whether it can.
    return (await decoded()) > 30 && (await filmQuality(page)) > LEAST_QUALITY;
  }, 'pieces of a film, and a picture of it in its colours');
  film.kill('SIGUSR2');
  expect(await shownWrong(page)).toBeUndefined();
  await page.close();
});

const ENCODER_PATIENCE_MS = 30_000;
/** In decibels; with colours taken for others it does not get as far. */
const LEAST_QUALITY = 29;

/** How near to a frame of the film the canvas is; 0 where there is none, or none with loss. */
async function filmQuality(page: Page): Promise<number> {
  const [width, height] = [320, 240];
  const { width: stride } = await host.session.handle.ask('screenshot', {});
  const screen = await canvasPixels(page);
  const rows = Array.from({ length: height }, (_, y) =>
    screen.subarray((40 + y) * stride + 60, (40 + y) * stride + 60 + width),
  );
  const shown = new Uint8Array(Uint32Array.from(rows.flatMap((row) => [...row])).buffer);
  const number = readFrameNumber(shown, width, height);
  if (number === undefined) return 0;
  const wanted = new Uint8Array(shown.length);
  drawFrame(wanted, width, height, number);
  let squares = 0;
  for (let i = 0; i < shown.length; i++) if (i % 4 !== 3) squares += (shown[i]! - wanted[i]!) ** 2;
  return squares === 0 ? 0 : 10 * Math.log10(255 ** 2 / (squares / (width * height * 3)));
}

test('a wrong token, or a page from elsewhere, is not let in', async () => {
  const mistaken = await open('/rfb?token=mistaken');
  await until(() => heard(mistaken, 'disconnect'), 'a refusal');
  expect(await heard(mistaken, 'connect')).toBe(false);
  await mistaken.close();
  // Another name of the same server is another origin.
  const elsewhere = await open(`/rfb?token=${host.session.token}`, origin.replace('127.0.0.1', 'localhost'));
  await until(() => heard(elsewhere, 'disconnect'), 'a refusal');
  expect(await heard(elsewhere, 'connect')).toBe(false);
  await elsewhere.close();
});
