import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CanvasSurface, changedRectangles } from '../../apps/api/canvas-surface.ts';
import { AppWindow } from '../../apps/api/window.ts';
import { pictureOf, startServer, until, type AppServer } from './support.ts';

it('covers every changed pixel once, and nothing far from one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 150 }),
      fc.integer({ min: 1, max: 150 }),
      fc.array(fc.tuple(fc.nat(149), fc.nat(149)), { maxLength: 20 }),
      (width, height, places) => {
        const before = new Uint32Array(width * height);
        const after = before.slice();
        for (const [x, y] of places) if (x < width && y < height) after[y * width + x] = 1;
        const covered = new Uint8Array(width * height);
        for (const rectangle of changedRectangles(before, after, width, height)) {
          let changes = 0;
          for (let y = rectangle.y; y < rectangle.y + rectangle.height; y++) {
            for (let x = rectangle.x; x < rectangle.x + rectangle.width; x++) {
              covered[y * width + x]!++;
              changes += after[y * width + x]!;
            }
          }
          expect(changes).toBeGreaterThan(0);
        }
        expect(after.some((value, i) => covered[i]! < value)).toBe(false);
        expect(covered.some((times) => times > 1)).toBe(false);
      },
    ),
  );
});

let server: AppServer;
beforeAll(async () => {
  server = await startServer({ width: 640, height: 480 });
});
afterAll(() => server.close());

it('shows a picture and sends only what has changed of it', async () => {
  const display = await server.display();
  const [width, height] = [300, 200];
  const rgba = new Uint8ClampedArray(width * height * 4);
  for (let i = 0; i < width * height; i++) rgba.set([i % 256, (i >> 8) % 256, 77, 255], i * 4);
  const source = { width, height, getImageData: () => ({ data: rgba }) };
  const window = new AppWindow(display, { width: 320, height: 220 });
  const surface = new CanvasSurface(window, source, 10, 5);
  window.onPaint = (painter, area) => surface.repaint(painter, area);
  window.show();
  await display.connection.sync();
  expect(surface.update()).toEqual([{ x: 0, y: 0, width, height }]);
  expect(surface.update()).toEqual([]);
  rgba.set([255, 0, 0], (100 * width + 150) * 4);
  expect(surface.update()).toEqual([{ x: 128, y: 96, width: 32, height: 32 }]);
  const picture = await until('the picture', async () => {
    const seen = await pictureOf(display.connection, window.id).catch(() => undefined);
    return seen?.at(160, 105) === 0xff0000 ? seen : undefined;
  });
  for (const [x, y] of [
    [0, 0],
    [299, 199],
    [123, 45],
  ] as const) {
    const i = y * width + x;
    expect(picture.at(x + 10, y + 5)).toBe(((i % 256) << 16) | (((i >> 8) % 256) << 8) | 77);
  }
});
