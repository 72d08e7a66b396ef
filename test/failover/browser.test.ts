/**
 * A page of the session is lost in every way in which pages are: its process is killed, it is closed, its worker dies, its network goes, the
 * browser freezes it, the user reloads or goes elsewhere. Real programs draw meanwhile, Chromium's own start among them; the recording is the judge.
 *
 * FAILOVER_SEED replays the plan of a run, FAILOVER_ROUNDS makes it longer.
 */
import { setTimeout } from 'node:timers/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SessionPage, startBrowser } from '../browser/browser.ts';
import { Network } from '../browser/network.ts';
import { Random } from '../support/random/random.ts';
import { HostedLab } from './hosted-lab.ts';

const SEED = Number(process.env['FAILOVER_SEED'] ?? 1);
const ROUNDS = Number(process.env['FAILOVER_ROUNDS'] ?? 1);
const [WIDTH, HEIGHT] = [800, 600];

const LOSSES = [
  'killed',
  'closed',
  'worker',
  'network',
  'offline',
  'silent',
  'frozen',
  'reloaded',
  'elsewhere',
] as const;
type Loss = (typeof LOSSES)[number];

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(async () => {
  await browser.close();
});

class PagePlayer {
  readonly #network: Network;
  readonly #url: string;
  readonly #random: Random;
  #page: SessionPage | undefined;

  constructor(network: Network, url: string, random: Random) {
    this.#network = network;
    this.#url = url;
    this.#random = random;
  }

  async open(): Promise<SessionPage> {
    if (this.#page === undefined) {
      this.#page = await SessionPage.open(browser, this.#url, { width: WIDTH, height: HEIGHT });
    }
    await this.#page.waitFor('connected');
    return this.#page;
  }

  async close(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    if (page === undefined) return;
    await page.close();
  }

  /** Moves, clicks and types for a moment, perhaps on another wire; the bar at the top stays shut. */
  async use(): Promise<void> {
    const random = this.#random;
    const { page } = await this.open();
    if (random.chance(40)) {
      const wire = random.pick(['x11', 'nx'] as const);
      await page.evaluate((wanted) => globalThis.window.farpane!.setWire(wanted), wire);
    }
    for (let steps = random.between(3, 12); steps > 0; steps--) {
      const kind = random.below(10);
      if (kind < 6) await page.mouse.move(random.below(WIDTH), random.between(40, HEIGHT - 1));
      else if (kind < 8) await page.mouse.down();
      else if (kind < 9) await page.mouse.up();
      else await page.keyboard.press(random.pick(['a', 'b', 'Q', '7', 'Space']));
    }
  }

  async lose(loss: Loss): Promise<void> {
    const session = await this.open();
    await this.use();
    const { page, keys } = session;
    const pause = async (): Promise<void> => {
      await setTimeout(this.#random.between(20, 600));
    };
    switch (loss) {
      case 'killed':
        // It never answers: the page's process is gone.
        void keys.send('Page.crash').catch(() => {});
        await page.waitForEvent('crash');
        this.#page = undefined;
        await page.context().close();
        return;
      case 'closed':
        await this.close();
        return;
      case 'worker':
        await page.workers()[0]!.evaluate(() => {
          (globalThis as unknown as { close(): void }).close();
        });
        await page.waitForFunction(() => globalThis.window.farpane?.state.name !== 'connected');
        return;
      case 'network':
        this.#network.cut();
        await pause();
        this.#network.mend();
        await page.waitForFunction(() => globalThis.window.farpane?.state.name !== undefined);
        return;
      case 'offline':
        await page.context().setOffline(true);
        this.#network.cut();
        await pause();
        this.#network.mend();
        await page.context().setOffline(false);
        return;
      case 'silent':
        this.#network.hold();
        await this.#move(session);
        await pause();
        this.#network.release();
        return;
      case 'frozen':
        await keys.send('Page.setWebLifecycleState', { state: 'frozen' });
        await pause();
        await keys.send('Page.setWebLifecycleState', { state: 'active' });
        return;
      case 'reloaded':
        expect(await session.defects()).toEqual([]);
        await page.reload();
        return;
      case 'elsewhere':
        expect(await session.defects()).toEqual([]);
        await page.goto('about:blank');
        await pause();
        await page.goBack();
        return;
      default:
        loss satisfies never;
    }
  }

  /** Input that does not arrive. */
  async #move({ page }: SessionPage): Promise<void> {
    for (let i = 0; i < 5; i++) await page.mouse.move(this.#random.below(WIDTH), this.#random.between(40, HEIGHT - 1));
  }
}

test('a page that is lost in any way takes no byte of any program with it', async () => {
  console.log(`seed ${SEED}`);
  const random = new Random(SEED);
  const lab = await HostedLab.start({ width: WIDTH, height: HEIGHT, page: true });
  const { network, url } = await Network.before(lab.url);
  const player = new PagePlayer(network, url, random);
  try {
    for (const load of ['twm', 'seq', 'tk', 'clock'] as const) lab.programs.start(load);
    lab.programs.startChromium();
    for (let round = 0; round < ROUNDS; round++) {
      const left: Loss[] = [...LOSSES];
      while (left.length > 0) {
        const [loss] = left.splice(random.below(left.length), 1);
        await player.lose(loss!);
      }
      // The page of this moment can be used, and has the host's state.
      const page = await player.open();
      await player.use();
      expect(await page.verify()).toBe(true);
    }
    await lab.programs.quieten();
    await player.close();
    const { alive, faults: programFaults } = lab.programs;
    const findings = await lab.judge();
    console.log(JSON.stringify(findings));
    expect(findings.faults).toEqual([]);
    expect(lab.lines.filter((line) => line.includes('defect'))).toEqual([]);
    expect(programFaults).toEqual([]);
    for (const name of ['twm', 'xterm', 'wish', 'xclock', 'chromium']) expect(alive).toContain(name);
  } finally {
    network.close();
    await player.close().catch(() => {});
    await lab.end();
  }
});
