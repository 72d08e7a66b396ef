/** noVNC, as it comes from npm, in Chromium: what its canvas shows is compared pixel by pixel with our scene. */
import { createServer, type Server } from 'node:http';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { openContext, startBrowser } from '../browser/browser.ts';
import { start } from '../programs/on-both.ts';
import { canvasPixels } from '../support/page-canvas.ts';
import type { XClient } from '../support/x-client.ts';
import { TcpServer } from './tcp-server.ts';
import { differenceAtRest, showPhoto, until } from './x-picture.ts';

const WIDTH = 500;
const HEIGHT = 400;
const NOVNC = new URL('../../node_modules/@novnc/novnc/', import.meta.url);
const PAGE = `<!doctype html><meta charset="utf-8"><body style="margin:0"><div id="screen" style="width:700px;height:600px"></div><script type="module">
  import RFB from '/novnc/core/rfb.js';
  const options = new URLSearchParams(location.search);
  const rfb = new RFB(document.getElementById('screen'), 'ws://' + location.host + '/rfb', {});
  rfb.qualityLevel = Number(options.get('quality'));
  window.rfb = rfb;
  window.heard = [];
  for (const name of ['connect', 'disconnect', 'desktopname', 'clipboard', 'bell']) {
    rfb.addEventListener(name, ({ detail }) => window.heard.push([name, detail]));
  }
</script>`;

interface NoVnc {
  readonly rfb: { clipboardPasteFrom(text: string): void; resizeSession: boolean; focus(): void };
  readonly heard: [string, { text?: string; name?: string }][];
}

let server: TcpServer;
let photo: XClient;
let http: Server;
let browser: Browser;
const programs: { end(): Promise<void> }[] = [];

beforeAll(async () => {
  server = await TcpServer.start({ width: WIDTH, height: HEIGHT });
  for (const command of [
    "xterm -geometry 60x12+5+5 -e 'ls -l /; cat'",
    'xlogo -geometry 150x150+300+220',
    'xcalc -geometry +20+190',
  ]) {
    programs.push(start(server.core.display, command));
  }
  http = createServer((request, response) => {
    const path = (request.url ?? '/').split('?')[0]!;
    if (!path.startsWith('/novnc/')) {
      response.setHeader('content-type', 'text/html');
      response.end(PAGE);
      return;
    }
    response.setHeader('content-type', 'text/javascript');
    readFile(fileURLToPath(new URL(path.slice('/novnc/'.length), NOVNC))).then(
      (file) => response.end(file),
      () => response.writeHead(404).end(),
    );
  });
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  sockets.on('connection', (socket) => {
    const link = server.serve({
      send: (bytes) => socket.send(bytes),
      waiting: () => socket.bufferedAmount,
      end: () => socket.close(),
    });
    socket.on('message', (data: Buffer) => link.receive(new Uint8Array(data)));
    socket.on('close', () => link.gone());
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  browser = await startBrowser();
  await until('windows', () => server.state.screen.surfaces.length >= 4);
  photo = await showPhoto(server.core.display, 240, 240);
});

afterAll(async () => {
  await browser.close();
  http.closeAllConnections();
  await new Promise<void>((resolve) => {
    http.close(() => resolve());
  });
  await photo.close();
  for (const program of programs) await program.end();
  await server.close();
});

async function open(quality = 6): Promise<Page> {
  const page = await (await openContext(browser, { viewport: { width: 700, height: 600 } })).newPage();
  await page.goto(`http://127.0.0.1:${(http.address() as AddressInfo).port}/?quality=${quality}`);
  await until('a connection', () =>
    page.evaluate(() => (globalThis as unknown as NoVnc).heard?.some(([name]) => name === 'connect') ?? false),
  );
  return page;
}

describe('stock noVNC', () => {
  it.each([0, 6, 9])('shows the scene exactly once it rests, at quality %i', async (quality) => {
    server.sentWithLoss = false;
    const page = await open(quality);
    expect(
      await differenceAtRest(
        WIDTH,
        () => canvasPixels(page),
        () => server.scene(),
      ),
    ).toBeUndefined();
    expect(server.errors).toEqual([]);
    // The photo came as JPEG first.
    expect(server.sentWithLoss).toBe(true);
    await page.close();
  });

  it('follows what programs draw; keys, clipboard and sizes get across', async () => {
    const page = await open();
    // noVNC puts the screen in the middle of its place.
    await page.mouse.click(160, 160);
    await page.keyboard.type('echo Hello', { delay: 30 });
    await page.keyboard.press('Enter');
    await until('keys', () => server.heard.filter(({ kind }) => kind === 'key').length >= 22);
    const busy = start(server.core.display, "xterm -geometry 40x8+30+60 -e 'ls -l /usr/bin; cat'");
    try {
      await until('one window more', () => server.state.screen.surfaces.length >= 6);
      const shown = () =>
        differenceAtRest(
          server.state.screen.width,
          () => canvasPixels(page),
          () => server.scene(),
        );
      expect(await shown()).toBeUndefined();

      for (const viewer of server.viewers.keys()) viewer.connection.setClipboard('vom Wirt ☃');
      await until('the clipboard here', () =>
        page.evaluate(() =>
          (globalThis as unknown as NoVnc).heard.some(
            ([name, detail]) => name === 'clipboard' && detail.text === 'vom Wirt ☃',
          ),
        ),
      );
      await page.evaluate(() => (globalThis as unknown as NoVnc).rfb.clipboardPasteFrom('zum Wirt 世界'));
      await until('the clipboard there', () =>
        server.heard.some(({ kind, detail }) => kind === 'clipboard' && detail === 'zum Wirt 世界'),
      );

      await page.evaluate(() => {
        document.getElementById('screen')!.style.cssText = 'width:640px;height:420px';
        (globalThis as unknown as NoVnc).rfb.resizeSession = true;
      });
      await until('the size', () => server.state.screen.width === 640 && server.state.screen.height === 420);
      expect(await shown()).toBeUndefined();
      expect(server.errors).toEqual([]);
    } finally {
      await busy.end();
      await page.close();
    }
  });
});
