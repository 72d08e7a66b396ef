/** Chromium with one page of the session in it. */
import {
  chromium,
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  type CDPSession,
  type Page,
} from 'playwright-core';
import type { Hook } from '../../clients/browser/page/hook.ts';
import type { ConnectionState, Report } from '../../clients/browser/worker/messages.ts';
import { eventually, PATIENCE_MS } from '../support/patience.ts';

const FLAGS = [
  '--headless=new',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export async function startBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
  return chromium.launch({
    executablePath,
    args: FLAGS,
    ignoreDefaultArgs: ['--headless=old'],
    timeout: PATIENCE_MS,
  });
}

/** A window of its own, in which everything is waited for as long as the slowest machine may take. */
export async function openContext(browser: Browser, options: BrowserContextOptions = {}): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(PATIENCE_MS);
  return context;
}

export interface PageOptions {
  readonly width?: number;
  readonly height?: number;
  readonly locale?: string;
  /** Compare the state hash with the host's all the time (the default). */
  readonly verify?: boolean;
}

/** The page's address with state hashes compared all the time. */
function verified(address: string): string {
  const url = new URL(address);
  url.searchParams.set('verify', '');
  return url.href;
}

export class SessionPage {
  readonly page: Page;
  readonly keys: CDPSession;
  /** What the page has written to its console, and what it has thrown. */
  readonly complaints: string[] = [];

  private constructor(page: Page, keys: CDPSession) {
    this.page = page;
    this.keys = keys;
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
  }

  static async open(browser: Browser, url: string, options: PageOptions = {}): Promise<SessionPage> {
    const { width = 800, height = 600, locale = 'en-US', verify = true } = options;
    const context = await openContext(browser, { viewport: { width, height }, locale });
    const page = await context.newPage();
    const opened = new SessionPage(page, await context.newCDPSession(page));
    await page.goto(verify ? verified(url) : url);
    return opened;
  }

  async state(): Promise<ConnectionState> {
    return this.page.evaluate(() => globalThis.window.farpane!.state);
  }

  async waitFor(name: ConnectionState['name']): Promise<void> {
    await this.page.waitForFunction((wanted) => globalThis.window.farpane?.state.name === wanted, name);
  }

  async report(): Promise<Report> {
    return this.page.evaluate(async () => globalThis.window.farpane!.report());
  }

  /** Waits until the canvas shows what the core holds, and nothing has changed for a while. */
  async rest(): Promise<void> {
    let last = -1;
    let unchanged = 0;
    await eventually('rest of the session', async () => {
      await this.page.waitForTimeout(80);
      const { index } = await this.report();
      unchanged = index === last ? unchanged + 1 : 0;
      last = index;
      return unchanged === 6 ? true : undefined;
    });
  }

  /** What the canvas shows and what the core holds, RGBA. */
  async pictures(): Promise<{ width: number; height: number; shown: Uint8Array; scene: Uint8Array }> {
    const { width, height, pictures } = await this.page.evaluate(async () => {
      const report = await globalThis.window.farpane!.report(true);
      const pictures: string[] = [];
      for (const bytes of [report.shown!, report.scene!]) {
        let binary = '';
        for (let i = 0; i < bytes.length; i += 32_768) {
          binary += String.fromCharCode(...bytes.subarray(i, i + 32_768));
        }
        pictures.push(btoa(binary));
      }
      return { width: report.width, height: report.height, pictures };
    });
    const [shown = '', scene = ''] = pictures;
    return { width, height, shown: Buffer.from(shown, 'base64'), scene: Buffer.from(scene, 'base64') };
  }

  async layout(): Promise<Hook['layout']> {
    return this.page.evaluate(() => globalThis.window.farpane!.layout);
  }

  /** Whether the host's core has the same state. */
  async verify(): Promise<boolean> {
    return this.page.evaluate(async () => globalThis.window.farpane!.verify());
  }

  /** Faults that the page has told of, differences from the host's state among them. */
  async defects(): Promise<readonly string[]> {
    return this.page.evaluate(() => globalThis.window.farpane?.defects ?? []);
  }

  /** Closes the page. @throws Error when it has told of faults, differences from the host's state among them. */
  async close(): Promise<void> {
    const defects = this.page.isClosed() ? [] : await this.defects();
    await this.page.context().close();
    if (defects.length > 0) throw new Error(`the page tells of faults: ${defects.join('; ')}`);
  }
}
