/** A host of its own with one session, and its page in Chromium, for measurements. */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../scripts/setup/chromium.mjs';

const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

export interface MeasuredPage {
  readonly page: Page;
  /** Starts an X program in the session. */
  run(command: string, ...args: string[]): ChildProcess;
  /** Emulates a link from now on; '' for none. */
  setLink(link: string): Promise<void>;
  /** Changes the wire and waits until it is there. */
  setWire(wire: string): Promise<void>;
  end(): Promise<void>;
}

export const pause = async (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** `watch` runs in the page before anything else. */
export async function openPage(watch = ''): Promise<MeasuredPage> {
  const command = fileURLToPath(new URL('../cli/bin/farpane.mjs', import.meta.url));
  const host = spawn(process.execPath, [command, 'serve', '--json', '--port', '0', '--size', '800x600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(host.stdout, 'data')) as [Buffer];
  const { url, display, xauthority } = JSON.parse(text.toString()) as Record<string, string>;
  const environment = { ...process.env, DISPLAY: display, XAUTHORITY: xauthority };
  const browser: Browser = await chromium.launch({
    executablePath: findChromium() ?? '/usr/bin/chromium',
    args: FLAGS,
  });
  const page = await browser.newPage({ viewport: { width: 800, height: 600 }, bypassCSP: true });
  if (watch !== '') await page.addInitScript(watch);
  await page.goto(url!);
  const connected = `window.farpane?.state.name === 'connected'`;
  await page.waitForFunction(connected);
  return {
    page,
    run: (program, ...args) => spawn(program, args, { env: environment, stdio: 'ignore' }),
    async setLink(link) {
      await page.mouse.move(400, 2);
      await page.waitForSelector('#bar.open');
      await page.locator('#link').selectOption(link);
      await page.mouse.move(400, 500);
      await page.waitForSelector('#bar:not(.open)');
    },
    async setWire(wire) {
      await page.evaluate(`window.farpane.setWire('${wire}')`);
      await page.waitForFunction(
        `${connected} && (window.farpane.standing?.wire ?? 'x11') === '${wire}' && window.farpane.standing?.changing !== true`,
        undefined,
        { timeout: 120_000 },
      );
    },
    async end() {
      await browser.close();
      host.kill();
    },
  };
}
