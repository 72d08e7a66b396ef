/** What is drawn on flooded surfaces is kept until a picture of it is due, and shown exactly then. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DrawingWorld, sceneDifference, steps, type Step } from './drawing-world.ts';

const KINDS: readonly Step['kind'][] = [
  'fill',
  'fill',
  'copy',
  'scroll',
  'scroll',
  'scroll',
  'copy-plane',
  'image',
  'video',
  'glyphs',
  'text-line',
  'text-line',
  'composite',
  'smooth-text',
  'create-surface',
  'destroy-surface',
  'move',
  'resize',
  'raise',
  'resize-screen',
  'take',
  'take-all',
  'input',
  'wait',
];

const FULL = [0, 0, 59, 44] as const;

/** Draws over surfaces until they are flooded. */
function flood(world: DrawingWorld, surfaces = world.screen.surfaces): void {
  for (let i = 0; i < 10; i++) {
    for (const surface of surfaces) {
      const { width, height } = surface.pixels;
      world.painter.fill(surface, Int32Array.of(0, 0, width, height), 1, { kind: 'solid', pixel: i }, 3, 0xffffffff);
    }
  }
}

function number(world: DrawingWorld, surface = 0): number {
  return world.translation.numberOf(world.screen.surfaces[surface]!)!;
}

test('what is drawn in a flood is shown exactly in the end', () => {
  let flooded = 0;
  fc.assert(
    fc.property(fc.array(steps(40, KINDS), { minLength: 1, maxLength: 4 }), fc.nat(3), (bouts, windows) => {
      const world = new DrawingWorld(60, 45, 1);
      for (let i = 0; i < windows; i++)
        world.step({ kind: 'create-surface', n: [20 * i, 7 * i, 30, ...FULL, ...FULL, 1, 2, 3] });
      const first = world.attach();
      for (const [i, bout] of bouts.entries()) {
        if (i === 1) world.attach();
        flood(world);
        if (first.buffer.isFlooded(number(world))) flooded++;
        for (const step of bout) world.step(step);
      }
      for (const viewer of world.viewers) {
        world.drain(viewer);
        expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
      }
    }),
    { numRuns: Number(process.env['THINC_RUNS'] ?? 60) },
  );
  expect(flooded).toBeGreaterThan(20);
});

/** What is kept of a flooded surface, and copied from it to another one. */
const COPYING: readonly Step['kind'][] = [
  'fill',
  'scroll',
  'text-line',
  'copy-surface',
  'copy-surface',
  'copy-surface',
  'move',
  'take',
  'input',
];

test('what is copied from a flooded surface to another is as it was then', () => {
  let copies = 0;
  fc.assert(
    fc.property(steps(30, COPYING), fc.integer({ min: 1, max: 6 }), (drawn, flooded) => {
      const world = new DrawingWorld(60, 45, 1);
      for (let i = 0; i < 2; i++) world.step({ kind: 'create-surface', n: [20 * i, 7 * i, 39, 29, 1, 1, 1, ...FULL] });
      const viewer = world.attach();
      world.drain(viewer);
      flood(
        world,
        world.screen.surfaces.filter((_, i) => (flooded >> i) & 1),
      );
      const isFlooded = (n: number): boolean =>
        viewer.buffer.isFlooded(number(world, n % world.screen.surfaces.length));
      for (const step of drawn) {
        if (step.kind === 'copy-surface' && isFlooded(step.n[0]!) && !isFlooded(step.n[1]!)) copies++;
        world.step(step);
      }
      world.drain(viewer);
      expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
    }),
    { numRuns: Number(process.env['THINC_RUNS'] ?? 60) },
  );
  expect(copies).toBeGreaterThan(5);
});

test('text that scrolls through a flooded window is kept until its picture is due, and keeps its meaning', () => {
  const world = new DrawingWorld(60, 45, 0);
  const viewer = world.attach();
  world.step({ kind: 'wait', n: Array<number>(14).fill(500) });
  world.step({ kind: 'fill', n: Array<number>(14).fill(0) });
  world.drain(viewer);
  flood(world);
  world.drain(viewer);
  const before = viewer.buffer.tally.of('raw').pixels;
  flood(world);
  const n = [0, 11, 1, 12, 30, 0, 1, 0, 1, 0, 1, 0, 1, 1];
  for (let i = 0; i < 200; i++) for (const kind of ['scroll', 'text-line'] as const) world.step({ kind, n });
  // Nothing of it is in the lists yet.
  expect(viewer.buffer.waiting).toBe(0);
  expect(viewer.buffer.isWaiting).toBe(false);
  expect(viewer.buffer.rest).toBeGreaterThan(0);
  world.drain(viewer);
  expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
  expect(viewer.buffer.tally.of('raw').pixels).toBe(before);
  expect(viewer.buffer.tally.of('glyphs').commands).toBeGreaterThan(0);
  expect(viewer.buffer.tally.of('glyphs').commands).toBeLessThan(20);
});
