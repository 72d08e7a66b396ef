/**
 * The heart of the thinc wire: whatever is drawn, however fast or slowly a terminal takes it, once all is taken the terminal has exactly the
 * picture that drawing in order gives.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { DrawingWorld, sceneDifference, steps, type Viewer } from './drawing-world.ts';

function check(world: DrawingWorld, viewer: Viewer, maximum: number): void {
  const { wholes } = viewer;
  const waited = viewer.buffer.waiting > 0;
  world.drain(viewer, maximum);
  expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
  expect(viewer.buffer.waiting).toBe(0);
  if (waited) expect(viewer.wholes).toBeGreaterThan(wholes);
}

test('random drawing at any speed ends in the same picture', () => {
  fc.assert(
    fc.property(steps(60), fc.constantFrom(7, 100, 5000), (list, maximum) => {
      const world = new DrawingWorld();
      const viewer = world.attach();
      for (const step of list) world.step(step);
      check(world, viewer, maximum);
    }),
    { numRuns: 500 },
  );
});

test('terminals that come at any moment get the whole picture, each at its own pace', () => {
  fc.assert(
    fc.property(steps(40), steps(30), steps(30), (before, between, after) => {
      const world = new DrawingWorld();
      const first = world.attach();
      for (const step of before) world.step(step);
      const second = world.attach();
      for (const step of between) world.step(step);
      world.drain(second);
      const third = world.attach();
      for (const step of after) world.step(step);
      for (const viewer of [first, second, third]) check(world, viewer, 300);
    }),
    { numRuns: 120 },
  );
});

test('long sequences, checked at every rest', () => {
  fc.assert(
    fc.property(fc.array(steps(30), { minLength: 5, maxLength: 8 }), (parts) => {
      const world = new DrawingWorld();
      const viewer = world.attach();
      for (const part of parts) {
        for (const step of part) world.step(step);
        check(world, viewer, 1000);
      }
    }),
    { numRuns: 60 },
  );
});
