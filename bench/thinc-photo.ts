/**
 * A photograph of 640x480 over the thinc wire, in virtual time (thinc-link.ts): when the first good picture is there, when the exact one, and the bytes:
 *
 *     npx tsx bench/thinc-photo.ts [--exact] [LINK ...]
 *
 * `--exact`: without stills, for comparison. The photograph is that of the bench (bench/programs/photo-picture.ts).
 */
import { parseArgs } from 'node:util';
import { nodeDecoders } from '../clients/headless/video-decoders.ts';
import { thincEncoders } from '../host/encoders/thinc-encoders.ts';
import { linkProfile } from '../session/link.ts';
import { createPixels } from '../xserver/raster/pixels.ts';
import { photo } from './programs/photo-picture.ts';
import { psnr, ThincLink } from './thinc-link.ts';

const [WIDTH, HEIGHT, X, Y] = [640, 480, 100, 80];
/** In dB. */
const GOOD = 32;
const PATIENCE_MS = 120_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { exact: { type: 'boolean', default: false } },
});
const picture = createPixels(WIDTH, HEIGHT, 24);
picture.data.set(photo(WIDTH, HEIGHT));
const encoders = thincEncoders();
for (const name of positionals.length > 0 ? positionals : ['lan', 'wan', 'dsl', '3g', 'modem']) {
  const profile = linkProfile(name);
  if (profile === undefined) throw new Error(`no link ${name}`);
  const link = await ThincLink.open(
    profile,
    values.exact ? { ...encoders, stills: undefined } : encoders,
    nodeDecoders(),
  );
  // Something was drawn before, so that the link is known; then it rested.
  await link.until(1000);
  const before = createPixels(300, 200, 24);
  for (let i = 0; i < before.data.length; i++) before.data[i] = (Math.imul(i, 0x9e3779b1) >>> 12) & 0x0f0f0f;
  link.putImage(before, 0, 560);
  await link.until(60_000);
  const start = link.now;
  const bytes = link.down.sent.bytes;
  let good: number | undefined;
  let goodBytes = 0;
  let exact: number | undefined;
  let quality = 0;
  link.drawn = () => {
    const { pixels } = link.terminal.terminal.surface(0)!;
    const now = psnr(pixels, X, Y, picture);
    if (now >= GOOD && good === undefined) {
      good = link.now - start;
      goodBytes = link.down.sent.bytes - bytes;
      quality = now;
    }
    if (now === Infinity) exact ??= link.now - start;
  };
  link.putImage(picture, X, Y);
  const isOver = (): boolean => exact !== undefined || link.now >= start + PATIENCE_MS;
  while (!isOver()) await link.until(link.now + 10);
  const kilobytes = (count: number): string => `${Math.round(count / 1000)} kB`;
  console.log(
    `${name}: good (${quality.toFixed(1)} dB) after ${good} ms and ${kilobytes(goodBytes)}, exact after ${exact} ms, ${kilobytes(link.down.sent.bytes - bytes)}`,
    `stills ${link.buffer.tally.of('video').commands}`,
  );
}
process.exit(0);
