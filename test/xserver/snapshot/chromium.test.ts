/** Replicas in two engines, Chromium's and Node's, do the same: the same log gives the same bytes, drawing and hash. */
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Core } from '../../../xserver/core.ts';
import { screenSizeAt96Dpi } from '../../../xserver/initial-state.ts';
import { encodeLogEntry } from '../../../xserver/log/encoding.ts';
import { openContext, startBrowser } from '../../browser/browser.ts';
import { RandomLog } from '../../support/random-requests.ts';
import { RecordingSink } from '../../support/recording-sink.ts';
import { replicaPage, type ReplicaPage } from '../../support/replica-page.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await (await openContext(browser)).newPage();
  const bundle = await build({
    entryPoints: [new URL('../../support/replica-page.ts', import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
});
afterAll(() => browser.close());

/** A core in the middle of a random log. */
function busyCore(seed: number, entries: number): { core: Core; log: RandomLog } {
  const core = new Core(screenSizeAt96Dpi(160, 120));
  const log = new RandomLog(seed);
  const sink = new RecordingSink();
  for (let i = 0; i < entries; i++) core.apply(log.next(core.state).entry, sink);
  return { core, log };
}

it.each([11, 12, 13])('go on alike from a snapshot: log %i', async (seed) => {
  const { core, log } = busyCore(seed, 700);
  const snapshot = [...core.snapshot()];
  const sink = new RecordingSink();
  const entries: number[][] = [];
  for (let i = 0; i < 800; i++) {
    const { entry } = log.next(core.state);
    entries.push([...encodeLogEntry(entry)]);
    core.apply(entry, sink);
  }
  const run = await page.evaluate(
    ([snapshot, entries]) =>
      (globalThis as unknown as { replicaPage: ReplicaPage }).replicaPage.replay(snapshot, entries),
    [snapshot, entries] as const,
  );
  const told = (lines: readonly string[]) => lines.filter((line) => !line.startsWith('deadline'));
  expect(told(run.lines)).toEqual(told(sink.takeLines()));
  expect(run.hash).toBe(core.stateHash());
});

it('make the same random log of the same seed', async () => {
  const snapshot = [...busyCore(21, 100).core.snapshot()];
  const run = await page.evaluate(
    (snapshot) => (globalThis as unknown as { replicaPage: ReplicaPage }).replicaPage.random(snapshot, 22, 600),
    snapshot,
  );
  expect(run).toEqual(replicaPage.random(snapshot, 22, 600));
});
