/** What a flood of drawing costs at the host is bounded, and what was not looked at is shown all the same. */
import { expect, test } from 'vitest';
import { Effort } from '../../thinc/effort.ts';
import { DrawingWorld, sceneDifference } from './drawing-world.ts';

test('what has been spent comes back with time, no more than may be spent at once', () => {
  const effort = new Effort(0.5, 10, 0.2);
  effort.setTime(1000);
  effort.spend(10e6);
  expect(effort.isSpent).toBe(false);
  effort.spend(1e6);
  expect(effort.isSpent).toBe(true);
  // 1 ms is owed, and 2 are enough to go on: at half a processor that takes 6.
  expect(effort.wait).toBeCloseTo(6);
  effort.setTime(1005.9);
  expect(effort.isSpent).toBe(true);
  effort.setTime(1006);
  expect(effort.isSpent).toBe(false);
  effort.setTime(5000);
  effort.spend(10e6);
  expect(effort.isSpent).toBe(false);
});

test('a flood of small drawing is left to RAW, and shown exactly', () => {
  const world = new DrawingWorld();
  const viewer = world.attach();
  world.drain(viewer);
  const root = world.screen.surfaces[0]!;
  const { width, height } = root.pixels;
  const commands = () => viewer.buffer.tally.of('fill').commands;
  const before = commands();
  for (let i = 0; i < 100_000; i++) {
    const box = Int32Array.of((i * 7) % width, (i * 13) % height, 1, 1);
    world.painter.fill(root, box, 1, { kind: 'solid', pixel: (i * 0x10305) & 0xffffff }, 3, 0xffffffff);
  }
  world.drain(viewer);
  expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
  expect(viewer.buffer.tally.of('raw').pixels).toBeGreaterThan(0);
  expect(commands() - before).toBeLessThan(2000);
});
