import fc from 'fast-check';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { StillsBusyError, type StillKind, type StillRequest } from '../../../codecs/still-encoder.ts';
import { MAX_WAITING_PIXELS, Stills } from '../../../host/encoders/stills.ts';

let fast: Stills;
let slow: Stills;

beforeAll(async () => {
  fast = await Stills.load(2);
  slow = await Stills.load(1, false);
});

/** A smooth picture whose corner pixel tells which one it is. */
function picture(width: number, height: number, tint: number): Uint32Array {
  return Uint32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    return (((x * 3 + tint) & 0xff) << 16) | (((y * 2) & 0xff) << 8) | (tint & 0xff);
  });
}

function request(kind: StillKind, width: number, height: number, tint: number, quality = 90): StillRequest {
  return { kind, pixels: picture(width, height, tint), width, height, quality };
}

async function decoded(file: Uint8Array): Promise<{ pixels: Uint32Array; width: number; height: number }> {
  const { data, info } = await sharp(file)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixels = Uint32Array.from({ length: info.width * info.height }, (_, i) => data.readUIntBE(i * 3, 3));
  return { pixels, width: info.width, height: info.height };
}

function meanError(a: Uint32Array, b: Uint32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) {
    for (const shift of [16, 8, 0]) sum += Math.abs(((a[i]! >> shift) & 0xff) - ((b[i]! >> shift) & 0xff));
  }
  return sum / a.length / 3;
}

describe('still pictures', () => {
  it('the fast JPEG encoder is there', () => {
    expect(fast.isFast).toBe(true);
    expect(slow.isFast).toBe(false);
  });

  it('exact kinds give every pixel back, whatever is in the upper byte', async () => {
    const size = fc.integer({ min: 1, max: 70 });
    await fc.assert(
      fc.asyncProperty(
        size,
        size,
        fc.infiniteStream(fc.nat(0xffffffff)),
        fc.constantFrom<StillKind>('png', 'webp-lossless'),
        async (width, height, values, kind) => {
          const pixels = Uint32Array.from({ length: width * height }, () => values.next().value!);
          const [file] = await fast.encode([{ kind, pixels, width, height, quality: 1 }]);
          const back = await decoded(file!);
          expect([back.width, back.height]).toEqual([width, height]);
          expect(back.pixels).toEqual(pixels.map((pixel) => pixel & 0xffffff));
        },
      ),
      { numRuns: 15 },
    );
  });

  it.each(['jpeg', 'webp'] as const)('%s is near, nearer and larger with more quality', async (kind) => {
    for (const stills of [fast, slow]) {
      const [poor, good] = await stills.encode([request(kind, 200, 120, 7, 25), request(kind, 200, 120, 7, 95)]);
      const original = picture(200, 120, 7);
      const [poorError, goodError] = await Promise.all(
        [poor!, good!].map(async (file) => meanError((await decoded(file)).pixels, original)),
      );
      expect(goodError).toBeLessThan(4);
      expect(poorError).toBeGreaterThan(goodError!);
      expect(good!.length).toBeGreaterThan(poor!.length);
    }
  });

  it('keeps the order of a batch of many sizes, and of batches side by side', async () => {
    const batches = [0, 1, 2].map((batch) =>
      Array.from({ length: 40 }, (_, i) => {
        const kind = i % 9 === 0 ? 'png' : 'jpeg';
        return request(kind, i % 7 === 0 ? 300 : 16 + i, 20 + batch, 0);
      }),
    );
    const files = await Promise.all(batches.map(async (batch) => fast.encode(batch)));
    for (const [b, batch] of batches.entries()) {
      for (const [i, { width, height, kind }] of batch.entries()) {
        const { format, width: w, height: h } = await sharp(files[b]![i]).metadata();
        expect([format, w, h]).toEqual([kind, width, height]);
      }
    }
    expect(fast.waitingPixels).toBe(0);
  });

  it('refuses what is no picture, and goes on', async () => {
    const wrong: StillRequest = { kind: 'jpeg', pixels: new Uint32Array(5), width: 2, height: 3, quality: 50 };
    await expect(fast.encode([wrong])).rejects.toThrow('5 pixels for a picture of 2x3');
    await expect(fast.encode([{ ...wrong, width: 0 }])).rejects.toThrow(RangeError);
    expect(await fast.encode([])).toEqual([]);
    expect(await fast.encode([request('jpeg', 8, 8, 1)])).toHaveLength(1);
    expect(fast.waitingPixels).toBe(0);
  });

  it('takes no more than its limit, and takes again once there is room', async () => {
    const pixels = new Uint32Array(4096 * 4096);
    const big: StillRequest = { kind: 'jpeg', pixels, width: 4096, height: 4096, quality: 30 };
    expect(pixels.length).toBe(MAX_WAITING_PIXELS);
    const first = fast.encode([big]);
    await expect(fast.encode([request('jpeg', 1, 1, 0)])).rejects.toThrow(StillsBusyError);
    expect(await first).toHaveLength(1);
    expect(await fast.encode([request('jpeg', 1, 1, 0)])).toHaveLength(1);
  });
});
