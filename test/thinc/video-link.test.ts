/** Video with the real codecs over emulated links, in virtual time: what is shown does not depend on the machine. */
import { afterAll, expect, test } from 'vitest';
import { drawFrame, readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import { psnr, ThincLink } from '../../bench/thinc-link.ts';
import { nodeDecoders } from '../../clients/headless/video-decoders.ts';
import { thincEncoders } from '../../host/encoders/thinc-encoders.ts';
import { linkProfile } from '../../session/link.ts';
import { averaged } from '../../thinc/scale.ts';
import type { VideoCodec } from '../../thinc/commands.ts';
import { copyRect } from '../../xserver/raster/copy.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';

const [WIDTH, HEIGHT, X, Y] = [320, 240, 100, 80];
const FRAMES = 60;

const encoders = thincEncoders();
const links: ThincLink[] = [];
afterAll(() => {
  for (const link of links) link.terminal.close();
});

async function openLink(name: string, codecs: readonly VideoCodec[]): Promise<ThincLink> {
  const video = { ...encoders.video!, codecs };
  const link = await ThincLink.open(linkProfile(name)!, { ...encoders, video }, nodeDecoders());
  links.push(link);
  await link.until(1000);
  return link;
}

function frame(number: number): Pixels {
  const pixels = createPixels(WIDTH, HEIGHT, 24);
  drawFrame(new Uint8Array(pixels.data.buffer), WIDTH, HEIGHT, number);
  return pixels;
}

test.each([
  ['dsl', 'vp8', 1],
  ['3g', 'vp8', 1],
  ['dsl', 'jpeg', 0.8],
] as const)(
  'the animation on %s as %s: frames arrive, and are exact at rest',
  { timeout: 600_000 },
  async (name, codec, share) => {
    const link = await openLink(name, [codec]);
    const shown = new Map<number, number>();
    const picture = createPixels(WIDTH, HEIGHT, 24);
    link.drawn = () => {
      copyRect(link.terminal.terminal.surface(0)!.pixels, X, Y, picture, 0, 0, WIDTH, HEIGHT, 3, 0xffffffff);
      const number = readFrameNumber(new Uint8Array(picture.data.buffer), WIDTH, HEIGHT);
      if (number !== undefined) shown.set(number, Math.max(shown.get(number) ?? 0, psnr(picture, 0, 0, frame(number))));
    };
    for (let number = 0; number < FRAMES; number++) {
      await link.until(1000 + Math.round((number * 1000) / 30));
      link.putImage(frame(number), X, Y);
    }
    const bytes = link.down.sent.bytes;
    await link.until(link.now + 3000);
    const inTime = [...shown].filter(([, quality]) => quality >= 32);
    expect(inTime.length).toBeGreaterThanOrEqual(FRAMES * share);
    expect(link.buffer.tally.of('video').commands).toBeGreaterThan(FRAMES * share * 0.9);
    // A frame as it is takes 100 kB.
    expect(bytes).toBeLessThan(FRAMES * 12_000);
    expect(psnr(link.terminal.terminal.surface(0)!.pixels, 0, 0, link.root.pixels)).toBe(Infinity);
    expect(link.buffer.isWaiting).toBe(false);
  },
);

test('a small terminal gets its video small', async () => {
  const link = await openLink('dsl', ['vp8']);
  const room = { width: 512, height: 384 };
  link.translation.setRoom(link.buffer, room);
  await link.until(link.now + 500);
  for (let number = 0; number < 20; number++) {
    await link.until(link.now + 33);
    link.putImage(frame(number), X, Y);
  }
  expect(link.buffer.tally.of('video').commands).toBeGreaterThan(10);
  await link.until(link.now + 3000);
  const [shown] = link.terminal.terminal.scene.screen.surfaces;
  const full = { width: 1024, height: 768 };
  const wanted = averaged(link.root.pixels, 0, 0, full, room, 0, 0, room.width, room.height);
  expect(psnr(shown!.pixels, 0, 0, wanted)).toBe(Infinity);
  expect(link.buffer.isWaiting).toBe(false);
});

test('frames that a program declares to be video are coded from the first', async () => {
  const link = await openLink('dsl', ['vp8']);
  link.translation.setTime(link.now);
  const place = Int32Array.of(0, 0, X, Y, WIDTH, HEIGHT);
  link.painter.videoFrame(link.root, frame(0), place, 1);
  await link.until(link.now + 200);
  const { tally } = link.buffer;
  expect([tally.of('video').commands, tally.of('raw').commands]).toEqual([1, 0]);
  expect(psnr(link.terminal.terminal.surface(0)!.pixels, X, Y, frame(0))).toBeGreaterThan(32);
  await link.until(link.now + 2000);
  expect(psnr(link.terminal.terminal.surface(0)!.pixels, X, Y, frame(0))).toBe(Infinity);
});

test('a stream that the terminal has lost begins anew', async () => {
  const link = await openLink('lan', ['vp8']);
  const play = async (from: number, to: number): Promise<void> => {
    for (let number = from; number < to; number++) {
      await link.until(link.now + 33);
      link.putImage(frame(number), X, Y);
    }
  };
  await play(0, 10);
  const before = link.buffer.tally.of('video').commands;
  expect(before).toBeGreaterThan(3);
  link.buffer.lossy!.lost(0);
  await play(10, 20);
  await link.until(link.now + 100);
  expect(psnr(link.terminal.terminal.surface(0)!.pixels, X, Y, frame(19))).toBeGreaterThan(32);
  expect(link.buffer.tally.of('video').commands).toBeGreaterThan(before + 5);
});
