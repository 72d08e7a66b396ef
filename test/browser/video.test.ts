/** Video over the thinc and the raw wire in the page: coded frames are decoded and shown, and what rests is exact. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawFrame, readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import type { WireName } from '../../session/carrier/control.ts';
import { SessionPage, startBrowser } from './browser.ts';
import { startHost, type TestHost } from './host.ts';
import { until } from './sessions.ts';

const [WIDTH, HEIGHT] = [320, 240];
const ENCODER_PATIENCE_MS = 20_000;
/** In decibels; over the raw wire some frames come as JPEG. */
const LEAST_QUALITY = { thinc: 32, raw: 29 } as const;

let host: TestHost;
let browser: Browser;
beforeAll(async () => {
  [host, browser] = await Promise.all([startHost(), startBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await host.end();
});

/** Blue, green, red, unused of the window's place in RGBA of the screen. */
function windowOf(screen: Uint8Array, width: number, left: number, top: number): Uint8Array {
  const pixels = new Uint8Array(WIDTH * HEIGHT * 4);
  for (let y = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++) {
      const from = ((top + y) * width + left + x) * 4;
      pixels.set([screen[from + 2]!, screen[from + 1]!, screen[from]!, 0], (y * WIDTH + x) * 4);
    }
  }
  return pixels;
}

function psnr(shown: Uint8Array, wanted: Uint8Array): number {
  let squares = 0;
  for (let i = 0; i < shown.length; i++) if (i % 4 !== 3) squares += (shown[i]! - wanted[i]!) ** 2;
  return 10 * Math.log10(255 ** 2 / (squares / (WIDTH * HEIGHT * 3)));
}

/** The frame that the canvas shows, and how well. */
async function frameShown(page: SessionPage): Promise<{ number: number; quality: number } | undefined> {
  const { shown, width } = await page.pictures();
  const pixels = windowOf(shown, width, 60, 40);
  const number = readFrameNumber(pixels, WIDTH, HEIGHT);
  if (number === undefined) return undefined;
  const wanted = new Uint8Array(WIDTH * HEIGHT * 4);
  drawFrame(wanted, WIDTH, HEIGHT, number);
  return { number, quality: psnr(pixels, wanted) };
}

test.each(['thinc', 'raw'] as const)('%s: a film is coded and decoded, and exact when it rests', async (wire) => {
  const page = await SessionPage.open(browser, host.url, { verify: false });
  try {
    await page.waitFor('connected');
    const film = host.run(process.execPath, '--import', 'tsx', 'test/browser/film-program.ts');
    const worker = page.page.workers()[0]!;
    await worker.evaluate(() => {
      const { prototype } = globalThis.VideoDecoder;
      const decode = prototype.decode;
      const counted = globalThis as unknown as { decodedFrames: number };
      counted.decodedFrames = 0;
      prototype.decode = function (chunk) {
        counted.decodedFrames++;
        decode.call(this, chunk);
      };
    });
    const decoded = async (): Promise<number> =>
      worker.evaluate(() => (globalThis as unknown as { decodedFrames: number }).decodedFrames);
    const setWire = async (to: WireName): Promise<void> => {
      await page.page.evaluate((name) => globalThis.window.farpane!.setWire(name), to);
      await page.page.waitForFunction((name) => {
        const standing = globalThis.window.farpane?.standing;
        return standing?.wire === name && !standing.changing;
      }, to);
    };
    // The film plays on: the wire is taken all the same.
    await setWire(wire);
    // Bands of a frame may come as they are before it is a video.
    const seen = new Map<number, number>();
    let begun = performance.now();
    await until('coded frames', async () => {
      const frame = await frameShown(page);
      if (frame !== undefined && frame.quality !== Infinity) seen.set(frame.number, frame.quality);
      if (seen.size >= 5 && (await decoded()) >= 10) return true;
      // On a busy machine encoders lag, and are given up for as long as the wire is in use.
      if (performance.now() - begun < ENCODER_PATIENCE_MS) return undefined;
      await setWire('nx');
      await setWire(wire);
      begun = performance.now();
      return undefined;
    });
    const coded = [...seen.values()].toSorted((a, b) => a - b);
    expect(coded[coded.length >> 1]).toBeGreaterThan(LEAST_QUALITY[wire]);

    film.stdin!.write('rest\n');
    await until('the exact frame', async () => ((await frameShown(page))?.quality === Infinity ? true : undefined));
    await until('the exact screen', async () => {
      const { shown, scene } = await page.pictures();
      return Buffer.compare(shown, scene) === 0 ? true : undefined;
    });
    expect(page.complaints).toEqual([]);
  } finally {
    await page.close();
  }
});
