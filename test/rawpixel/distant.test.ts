/** Updates that are packed in other threads arrive as those that are packed at once. */
import { randomBytes } from 'node:crypto';
import { inflateSync, constants } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadRawEncoders } from '../../host/encoders/raw-encoders.ts';
import type { DistantEncoders } from '../../rawpixel/packing.ts';
import { imageDecoder } from '../../clients/headless/decode-image.ts';
import { PATIENCE_MS } from '../support/patience.ts';
import { FORMATS } from './formats.ts';
import { MovingPicture } from './moving-picture.ts';
import { pixelDifference } from './pictures.ts';
import { viewerKinds } from './viewer-kinds.ts';
import { onPicture, ViewerPair } from './viewer-pair.ts';

let encoders: DistantEncoders;
beforeAll(async () => {
  encoders = await loadRawEncoders();
});

/** Updates and delivers until nothing more comes. */
async function settle(pair: ViewerPair, now: number): Promise<void> {
  for (let quiet = 0; quiet < 2;) {
    const sent = pair.viewer.update(now);
    await pair.packed();
    quiet = pair.deliver() || sent > 0 ? 0 : quiet + 1;
  }
}

function fail(error: unknown): never {
  throw error as Error;
}

function wrong(pair: ViewerPair, picture: MovingPicture): string | undefined {
  return pixelDifference(pair.client.framebuffer.data, picture.data, picture.width);
}

describe('zlib streams in other threads', () => {
  it('give each piece its own bytes, in order, however large and however many at once', async () => {
    const stream = encoders.deflater(3);
    const pieces = [10, 300_000, 1, 70_000, 5_000_000, 200].map((size, i) =>
      i % 2 === 0 ? new Uint8Array(randomBytes(size)) : new Uint8Array(size).fill(i),
    );
    const packed = await Promise.all(pieces.map(async (piece) => stream.deflate(piece)));
    stream.end();
    for (let i = 0; i < pieces.length; i++) {
      const whole = Buffer.concat(packed.slice(0, i + 1));
      const back = inflateSync(whole, { finishFlush: constants.Z_SYNC_FLUSH });
      expect(back.equals(Buffer.concat(pieces.slice(0, i + 1)))).toBe(true);
    }
  });
});

describe('viewers whose updates are packed in other threads', () => {
  const kinds = Object.entries(viewerKinds).filter(([, { format }]) => format === undefined);
  it.each(kinds)('%s: exact after rest, whatever happens meanwhile', async (_name, options) => {
    const picture = new MovingPicture(11);
    const pair = new ViewerPair(onPicture(picture), options, encoders);
    for (let step = 0; step < 40; step++) {
      const { rects } = picture.random();
      pair.viewer.changed(picture, rects, []);
      if (step % 4 === 0) pair.viewer.update(step * 20, step % 8 === 0 ? 5000 : Infinity);
      // Sometimes the picture changes while an update of it is being packed.
      if (step % 3 === 0) await pair.packed();
      pair.deliver(step % 5 === 0 ? 900 : Infinity);
    }
    await settle(pair, 2000);
    await settle(pair, 5000);
    expect(wrong(pair, picture)).toBeUndefined();
  });

  it('a photo comes as WebP, near first and exact once it rests', async () => {
    const picture = new MovingPicture(15);
    const options = { quality: 6, decodeImage: imageDecoder(fail), decodes: ['jpeg', 'webp'] as const };
    const pair = new ViewerPair(onPicture(picture), { ...options, encodings: ['WebP', 'Tight', 'ZRLE'] }, encoders);
    const atRest = async (now: number) => {
      const end = performance.now() + PATIENCE_MS;
      for (let tries = 0; performance.now() < end && wrong(pair, picture) !== undefined; tries++) {
        await settle(pair, now + tries);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return wrong(pair, picture);
    };
    await settle(pair, 0);
    expect(await atRest(1000)).toBeUndefined();
    pair.viewer.changed(picture, [picture.photo({ x: 40, y: 40, width: 256, height: 192 })], []);
    const before = pair.bytes;
    await settle(pair, 5000);
    expect(pair.viewer.nextRefinement).toBeDefined();
    const lossy = pair.bytes - before;
    expect(lossy).toBeGreaterThan(0);
    expect(await atRest(6000)).toBeUndefined();
    expect(pair.bytes - before).toBeGreaterThan(lossy * 4);
  });

  it('the rest of the protocol keeps its place behind an update that is being packed', async () => {
    const picture = new MovingPicture(12);
    const pair = new ViewerPair(onPicture(picture), { quality: 5 }, encoders);
    await settle(pair, 0);
    for (const name of ['rgb565', 'rgb888 little-endian', 'bgr233', 'rgb888 little-endian'] as const) {
      pair.viewer.changed(picture, [picture.film(), picture.scroll()], []);
      pair.viewer.update(1000);
      pair.setFormat(FORMATS[name]!);
      pair.viewer.connection.bell();
      pair.viewer.connection.setClipboard(`text ${name}`);
      pair.deliver();
      expect(pair.viewer.connection.isPacking).toBe(true);
      await settle(pair, 1010);
    }
    await settle(pair, 5000);
    expect(wrong(pair, picture)).toBeUndefined();
    expect(pair.atClient.filter(({ kind }) => kind === 'bell')).toHaveLength(4);
  });

  it('a viewer that goes while its update is being packed gets nothing more', async () => {
    const picture = new MovingPicture(13);
    const pair = new ViewerPair(onPicture(picture), {}, encoders);
    await settle(pair, 0);
    pair.viewer.changed(picture, [picture.film()], []);
    pair.viewer.update(1000);
    expect(pair.viewer.connection.isPacking).toBe(true);
    const { bytes } = pair;
    pair.viewer.connection.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pair.bytes).toBe(bytes);
  });

  it('an encoder that fails is told', async () => {
    const picture = new MovingPicture(14);
    const broken = {
      ...encoders,
      deflater: () => ({ deflate: async () => Promise.reject(new Error('out of order')), end: () => {} }),
    };
    const pair = new ViewerPair(onPicture(picture), { encodings: ['ZRLE'] }, broken);
    while (pair.deliver());
    pair.viewer.update(0);
    await expect(pair.packed()).rejects.toThrow('out of order');
  });
});
