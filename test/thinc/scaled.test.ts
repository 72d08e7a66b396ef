/** Terminals that are smaller than the screen: at rest they show exactly its average, pixel by pixel. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { averaged, coveredPixels, fittingSize, touchedPixels, type Size } from '../../thinc/scale.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';
import { regionContainsPoint, regionFromRects } from '../../xserver/raster/region.ts';
import { composeScene } from '../../xserver/windows/scene.ts';
import { DrawingWorld, steps, type Viewer } from './drawing-world.ts';

/** The definition: every small pixel is the average of what it covers, by area. */
function slowAverage({ data, width, height }: Pixels, small: Size): Pixels {
  const result = createPixels(small.width, small.height, 24);
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      const sums = [0, 0, 0];
      for (let row = 0; row < height; row++) {
        const tall = Math.min((row + 1) * small.height, (y + 1) * height) - Math.max(row * small.height, y * height);
        if (tall <= 0) continue;
        for (let column = 0; column < width; column++) {
          const wide =
            Math.min((column + 1) * small.width, (x + 1) * width) - Math.max(column * small.width, x * width);
          if (wide <= 0) continue;
          const pixel = data[row * width + column]!;
          for (const [i, shift] of [16, 8, 0].entries()) sums[i]! += tall * wide * ((pixel >>> shift) & 255);
        }
      }
      const [red, green, blue] = sums.map((sum) => Math.floor(sum / (width * height) + 0.5));
      result.data[y * small.width + x] = (red! << 16) | (green! << 8) | blue!;
    }
  }
  return result;
}

const noise = (width: number, height: number, seed: number): Pixels => {
  const pixels = createPixels(width, height, 24);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = (Math.imul(seed + i, 0x9e3779b1) >>> 5) & 0xffffff;
  return pixels;
};

test('a picture made smaller is the average of what each pixel covers', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 25 }),
      fc.integer({ min: 1, max: 25 }),
      fc.nat(),
      fc.nat(),
      fc.nat(),
      (width, height, a, b, seed) => {
        const small = { width: 1 + (a % width), height: 1 + (b % height) };
        const picture = noise(width, height, seed);
        const whole = averaged(picture, 0, 0, picture, small, 0, 0, small.width, small.height);
        expect(whole).toEqual(slowAverage(picture, small));
      },
    ),
    { numRuns: 150 },
  );
});

test('pixels are covered by a region, touched by it, or neither', () => {
  const [full, small] = [
    { width: 30, height: 20 },
    { width: 13, height: 9 },
  ];
  const region = regionFromRects([3, 2, 15, 9, 10, 8, 18, 11, 29, 0, 1, 20]);
  const [covered, touched] = [coveredPixels(region, full, small), touchedPixels(region, full, small)];
  for (let y = 0; y < small.height; y++) {
    for (let x = 0; x < small.width; x++) {
      let inside = 0;
      let all = 0;
      for (let row = 0; row < full.height; row++) {
        for (let column = 0; column < full.width; column++) {
          const over =
            (column + 1) * small.width > x * full.width &&
            column * small.width < (x + 1) * full.width &&
            (row + 1) * small.height > y * full.height &&
            row * small.height < (y + 1) * full.height;
          if (!over) continue;
          all++;
          if (regionContainsPoint(region, column, row)) inside++;
        }
      }
      expect(regionContainsPoint(covered, x, y)).toBe(inside === all);
      expect(regionContainsPoint(touched, x, y)).toBe(inside > 0);
    }
  }
});

/** Where a terminal with so much room shows something else than the scene's average, in words. */
function difference(world: DrawingWorld, viewer: Viewer, room: Size): string | undefined {
  const { width, height } = world.screen;
  const small = fittingSize({ width, height }, room) ?? { width, height };
  const scene = composeScene(world, 0, 0, width, height);
  const wanted = slowAverage(scene, small);
  const { screen } = viewer.terminal.scene;
  if (screen.width !== small.width || screen.height !== small.height)
    return `a screen of ${screen.width} x ${screen.height}, not ${small.width} x ${small.height}`;
  const shown = composeScene(viewer.terminal.scene, 0, 0, screen.width, screen.height);
  const at = shown.data.findIndex((pixel, i) => pixel !== wanted.data[i]);
  if (at < 0) return undefined;
  const place = `${at % small.width}, ${Math.floor(at / small.width)}`;
  return `${place}: ${shown.data[at]!.toString(16)}, not ${wanted.data[at]!.toString(16)}`;
}

const rooms: readonly Size[] = [
  { width: 30, height: 23 },
  { width: 41, height: 40 },
  { width: 17, height: 300 },
  { width: 400, height: 300 },
  { width: 20, height: 15 },
];

test('whatever is drawn, and however room and screen change, the terminal comes to show the average', () => {
  fc.assert(
    fc.property(
      steps(25),
      fc.array(fc.tuple(fc.nat(24), fc.nat(rooms.length - 1)), { minLength: 1, maxLength: 4 }),
      (list, changes) => {
        const world = new DrawingWorld();
        const viewer = world.attach();
        let room = rooms[3]!;
        for (const [i, step] of list.entries()) {
          for (const [at, number] of changes) {
            if (at !== i) continue;
            room = rooms[number]!;
            world.translation.setRoom(viewer.buffer, room);
          }
          world.step(step);
        }
        world.drain(viewer);
        expect(difference(world, viewer, room)).toBeUndefined();
        // And as it is again.
        world.translation.setRoom(viewer.buffer, undefined);
        world.drain(viewer);
        expect(difference(world, viewer, { width: 1000, height: 1000 })).toBeUndefined();
      },
    ),
    { numRuns: Number(process.env['THINC_RUNS'] ?? 150) },
  );
});

test('fills stay fills, and what moves by whole pixels is copied', () => {
  const world = new DrawingWorld();
  const viewer = world.attach();
  world.translation.setRoom(viewer.buffer, { width: 30, height: 23 });
  world.drain(viewer);
  const root = world.screen.surfaces[0]!;
  const raws = () => viewer.buffer.tally.of('raw').pixels;
  const before = raws();
  const { width } = root.pixels;
  world.painter.fill(root, Int32Array.of(2, 4, 40, 30), 1, { kind: 'solid', pixel: 0x123456 }, 3, 0xffffffff);
  world.drain(viewer);
  expect(viewer.buffer.tally.of('fill').commands).toBeGreaterThan(0);
  const image = noise(width, 45, 7);
  world.painter.putImage(root, image, Int32Array.of(0, 0, 0, 0, width, 45), 1, 3, 0xffffffff);
  world.drain(viewer);
  const drawn = raws();
  expect(drawn).toBeGreaterThan(before);
  // 45 rows become 23: only a move by all of them is a whole number; sideways 60 become 30.
  world.painter.copy(root, root, Int32Array.of(8, 0, 0, 0, width - 8, 45), 1, 3, 0xffffffff);
  world.drain(viewer);
  expect(viewer.buffer.tally.of('copy').commands).toBeGreaterThan(0);
  expect(raws() - drawn).toBeLessThan(30 * 23 * 0.2);
  expect(difference(world, viewer, { width: 30, height: 23 })).toBeUndefined();
});

test('a point of the small picture is one of the screen', () => {
  const world = new DrawingWorld();
  const viewer = world.attach();
  expect(viewer.terminal.onScreen(10, 20)).toEqual({ x: 10, y: 20 });
  world.translation.setRoom(viewer.buffer, { width: 30, height: 300 });
  world.drain(viewer);
  expect(viewer.terminal.onScreen(0, 0)).toEqual({ x: 1, y: 0 });
  expect(viewer.terminal.onScreen(29, 22)).toEqual({ x: 59, y: 44 });
});
