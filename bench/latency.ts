/**
 * From a key going down in the page to its character on the canvas, through a real xterm, in Chromium over loopback or an emulated link:
 *
 *     npx tsx bench/latency.ts [--keys N] [--link PROFILE] [--json FILE] [WIRE ...]
 *
 * The key is timed where the page hears it, the pixels where the worker hands them to the canvas; what the browser needs to bring either to the
 * user is no part of it. The wires take turns, so that a machine whose speed drifts treats them alike.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import type { CDPSession } from 'playwright-core';
import { openPage, pause, type MeasuredPage } from './session-page.ts';
import { summary } from './summary.ts';

const TURN_KEYS = 25;
const LETTERS = 'etaoinshrdlu';
/** A key whose character has not come by then counts as lost, in milliseconds. */
const PATIENCE = 10_000;

/** Both clocks count from 1970, with fractions of a millisecond. */
const WATCH_KEYS = `
  globalThis.keyTimes = [];
  addEventListener('keydown', () => keyTimes.push(performance.timeOrigin + performance.now()), { capture: true });
`;
const WATCH_PIXELS = `
  globalThis.pixelTimes = [];
  const prototype = OffscreenCanvasRenderingContext2D.prototype;
  const put = prototype.putImageData;
  prototype.putImageData = function (...args) {
    put.apply(this, args);
    pixelTimes.push(performance.timeOrigin + performance.now());
  };
`;

async function typeKeys({ page }: MeasuredPage, keys: CDPSession, count: number): Promise<number[]> {
  const worker = page.workers()[0]!;
  const latencies: number[] = [];
  for (let i = 0; i < count; i++) {
    const letter = LETTERS[i % LETTERS.length]!;
    const code = `Key${letter.toUpperCase()}`;
    await page.evaluate('keyTimes = []');
    await worker.evaluate('pixelTimes = []');
    await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code, key: letter });
    for (let waited = 0; waited < PATIENCE; waited += 20) {
      await pause(20);
      const down = (await page.evaluate('keyTimes[0]')) as number;
      // What was painted before the key is not its own.
      const painted = (await worker.evaluate(`pixelTimes.find((time) => time > ${down})`)) as number | undefined;
      if (painted === undefined) continue;
      latencies.push(painted - down);
      break;
    }
    await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', code, key: letter });
    // Not in step with anything.
    await pause(30 + ((i * 37) % 50));
  }
  return latencies;
}

async function measure(wires: readonly string[], count: number, link: string): Promise<Record<string, number[]>> {
  const measured = await openPage(WATCH_KEYS);
  try {
    const { page } = measured;
    const keys = await page.context().newCDPSession(page);
    await page.workers()[0]!.evaluate(WATCH_PIXELS);
    measured.run('xterm', '-geometry', '100x30+10+10', '-e', 'cat');
    await pause(3000);
    if (link !== '') {
      await measured.setLink(link);
      await pause(2000);
    }
    await page.mouse.move(200, 200);
    const found = Object.fromEntries(wires.map((wire) => [wire, [] as number[]]));
    for (let turn = 0; turn * TURN_KEYS < count; turn++) {
      for (const wire of wires) {
        await measured.setWire(wire);
        await pause(500);
        // The first keys of a turn find the caches cold.
        await typeKeys(measured, keys, 3);
        found[wire]!.push(...(await typeKeys(measured, keys, TURN_KEYS)));
        // A line of its own for each turn keeps xterm from wrapping.
        await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'Enter', key: 'Enter' });
        await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', code: 'Enter', key: 'Enter' });
        await pause(200);
      }
    }
    return found;
  } finally {
    await measured.end();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    keys: { type: 'string', default: '200' },
    link: { type: 'string', default: '' },
    json: { type: 'string' },
  },
});
const { link } = values;
const wires = positionals.length === 0 ? ['x11', 'nx'] : positionals;
const found = await measure(wires, Number(values.keys), link);
for (const [wire, latencies] of Object.entries(found)) {
  const { count, median, p95 } = summary(latencies);
  console.log(`${wire}${link === '' ? '' : ` on ${link}`}: ${count} keys, median ${median} ms, p95 ${p95} ms`);
}
if (values.json !== undefined) await writeFile(values.json, JSON.stringify({ link, latencies: found }));
process.exit(0);
