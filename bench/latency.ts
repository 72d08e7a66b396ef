/**
 * From a key going down in the page to its character on the canvas, through a real xterm, in Chromium over loopback or an emulated link:
 *
 *     npx tsx bench/latency.ts [--keys N] [--link PROFILE] [--out FILE.json] [WIRE ...]
 *
 * The key is timed where the page hears it, the pixels where the worker hands them to the canvas; what the browser needs to bring either to the
 * user is no part of it. The wires take turns, so that a machine whose speed drifts treats them alike.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium, type CDPSession, type Page } from 'playwright-core';
import { findChromium } from '../scripts/setup/chromium.mjs';

const TURN_KEYS = 25;
const LETTERS = 'etaoinshrdlu';
const FLAGS = ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking'];

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

interface Host {
  readonly process: ChildProcess;
  readonly url: string;
  readonly environment: NodeJS.ProcessEnv;
}

async function startHost(): Promise<Host> {
  const command = fileURLToPath(new URL('../cli/bin/farpane.mjs', import.meta.url));
  const host = spawn(process.execPath, [command, 'serve', '--json', '--port', '0', '--size', '800x600'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [text] = (await once(host.stdout, 'data')) as [Buffer];
  const { url, display, xauthority } = JSON.parse(text.toString()) as Record<string, string>;
  return { process: host, url: url!, environment: { ...process.env, DISPLAY: display, XAUTHORITY: xauthority } };
}

const pause = async (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function typeKeys(page: Page, keys: CDPSession, count: number, patience: number): Promise<number[]> {
  const worker = page.workers()[0]!;
  const latencies: number[] = [];
  for (let i = 0; i < count; i++) {
    const letter = LETTERS[i % LETTERS.length]!;
    const code = `Key${letter.toUpperCase()}`;
    await page.evaluate('keyTimes = []');
    await worker.evaluate('pixelTimes = []');
    await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code, key: letter });
    for (let waited = 0; waited < patience; waited += 20) {
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

function summary(latencies: readonly number[]): { keys: number; median: number; p95: number } {
  const sorted = latencies.toSorted((a, b) => a - b);
  const at = (share: number) => Math.round(sorted[Math.floor(share * (sorted.length - 1))]! * 100) / 100;
  return { keys: sorted.length, median: at(0.5), p95: at(0.95) };
}

async function measure(wires: readonly string[], count: number, link: string): Promise<Record<string, number[]>> {
  const host = await startHost();
  const browser = await chromium.launch({ executablePath: findChromium() ?? '/usr/bin/chromium', args: FLAGS });
  try {
    const page = await browser.newPage({ viewport: { width: 800, height: 600 }, bypassCSP: true });
    await page.addInitScript(WATCH_KEYS);
    const keys = await page.context().newCDPSession(page);
    await page.goto(host.url);
    const connected = `window.farpane?.state.name === 'connected'`;
    await page.waitForFunction(connected);
    await page.workers()[0]!.evaluate(WATCH_PIXELS);
    const xterm = spawn('xterm', ['-geometry', '100x30+10+10', '-e', 'cat'], { env: host.environment });
    await pause(3000);
    await page.mouse.move(200, 200);
    if (link !== '') {
      await page.mouse.move(400, 2);
      await page.waitForSelector('#bar.open');
      await page.locator('#link').selectOption(link);
      await page.mouse.move(200, 200);
      await pause(2000);
    }
    const found = Object.fromEntries(wires.map((wire) => [wire, [] as number[]]));
    for (let turn = 0; turn * TURN_KEYS < count; turn++) {
      for (const wire of wires) {
        await page.evaluate(`window.farpane.setWire('${wire}')`);
        await page.waitForFunction(
          `${connected} && (window.farpane.standing?.wire ?? 'x11') === '${wire}' && window.farpane.standing?.changing !== true`,
        );
        await pause(500);
        // The first keys of a turn find the caches cold; a line of its own keeps xterm from wrapping.
        await typeKeys(page, keys, 3, 5000);
        found[wire]!.push(...(await typeKeys(page, keys, TURN_KEYS, 5000)));
        await keys.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', code: 'Enter', key: 'Enter' });
        await keys.send('Input.dispatchKeyEvent', { type: 'keyUp', code: 'Enter', key: 'Enter' });
        await pause(200);
      }
    }
    xterm.kill();
    return found;
  } finally {
    await browser.close();
    host.process.kill();
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { keys: { type: 'string', default: '200' }, link: { type: 'string', default: '' }, out: { type: 'string' } },
});
const wires = positionals.length === 0 ? ['x11', 'nx'] : positionals;
const found = await measure(wires, Number(values.keys), values.link);
for (const [wire, latencies] of Object.entries(found)) {
  const { keys, median, p95 } = summary(latencies);
  console.log(
    `${wire}${values.link === '' ? '' : ` on ${values.link}`}: ${keys} keys, median ${median} ms, p95 ${p95} ms`,
  );
}
if (values.out !== undefined) {
  const report = {
    link: values.link,
    wires: Object.fromEntries(Object.entries(found).map(([k, v]) => [k, summary(v)])),
    latencies: found,
  };
  await writeFile(values.out, JSON.stringify(report));
}
process.exit(0);
