/** Chromium's engine and Node's encode and decode alike, bit for bit. */
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { photo } from '../../bench/programs/photo-picture.ts';
import { packPixels } from '../../codecs/pack-pixels.ts';
import { encodeLogEntry } from '../../xserver/log/encoding.ts';
import type { LogEntry } from '../../xserver/log/entry.ts';
import { openContext, startBrowser } from '../browser/browser.ts';
import { nxPage, type NxPage } from './nx-page.ts';
import { randomEntries } from './support.ts';

let browser: Browser;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  page = await (await openContext(browser)).newPage();
  const bundle = await build({
    entryPoints: [new URL('nx-page.ts', import.meta.url).pathname],
    bundle: true,
    format: 'iife',
    platform: 'browser',
    write: false,
  });
  await page.addScriptTag({ content: bundle.outputFiles[0]!.text });
});
afterAll(() => browser.close());

type Global = { nxPage: NxPage };

/** A photograph put into a window: the model for noisy pixels uses fractions. */
function putPhoto(index: number): LogEntry {
  const pixels = photo(96, 64);
  const bytes = new Uint8Array(24 + pixels.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set([72, 2]);
  view.setUint16(2, bytes.length / 4, true);
  view.setUint32(4, 0x200001, true);
  view.setUint32(8, 0x200002, true);
  view.setUint16(12, 96, true);
  view.setUint16(14, 64, true);
  bytes[21] = 24;
  new Uint32Array(bytes.buffer, 24).set(pixels);
  return { kind: 'request', client: 1, bytes, index, time: 1e6 };
}

it('the stream of a random log and a photograph', async () => {
  const log = randomEntries(31, 1200).map(({ entry }) => entry);
  const entries = [...log, putPhoto(log.length + 1)].map((entry) => [...encodeLogEntry(entry)]);
  const stream = nxPage.encode(entries);
  expect(await page.evaluate((entries) => (globalThis as unknown as Global).nxPage.encode(entries), entries)).toEqual(
    stream,
  );
  const there = await page.evaluate((stream) => (globalThis as unknown as Global).nxPage.decode(stream), stream);
  expect(there).toEqual(nxPage.decode(stream));
});

it('packed pixels', async () => {
  const pixels = photo(160, 100);
  const packed = [...packPixels(pixels, 160)];
  const there = await page.evaluate(
    ([packed, count]) => (globalThis as unknown as Global).nxPage.unpack(packed, 160, count),
    [packed, pixels.length] as const,
  );
  expect(there).toEqual([...pixels]);
});
