import fc from 'fast-check';
import { expect, it } from 'vitest';
import { constrainSize, framePosition, parseSizeHints, parseWmHints, refusesDecorations } from '../../apps/wm/hints.ts';

it('keeps sizes within the bounds, at the increments', () => {
  const small = fc.integer({ min: 1, max: 400 });
  fc.assert(
    fc.property(
      small,
      small,
      fc.nat(300),
      fc.integer({ min: 1, max: 30 }),
      small,
      (min, wanted, more, increment, base) => {
        const words = [
          16 | 32 | 64 | 256,
          0,
          0,
          0,
          0,
          min,
          min,
          min + more,
          min + more,
          increment,
          increment,
          0,
          0,
          0,
          0,
          base,
          base,
        ];
        const { width } = constrainSize(parseSizeHints(words), wanted, wanted);
        expect(width).toBeGreaterThanOrEqual(min);
        // Where no size both fits and is at an increment, the bound gives way.
        expect(width).toBeLessThanOrEqual(min + Math.max(more, increment));
        expect((((width - base) % increment) + increment) % increment).toBe(0);
      },
    ),
  );
});

it('reads hints that are missing or short as the defaults', () => {
  expect(constrainSize(parseSizeHints([]), 123, 45)).toEqual({ width: 123, height: 45 });
  expect(parseSizeHints([512])).toMatchObject({ gravity: 1, minWidth: 1 });
  expect(parseWmHints([])).toEqual({ input: true, iconic: false, urgent: false });
  expect(parseWmHints([1 | 2 | 256, 0, 3])).toEqual({ input: false, iconic: true, urgent: true });
  expect(refusesDecorations([2, 0, 0])).toBe(true);
  expect([refusesDecorations([]), refusesDecorations([2, 0, 1]), refusesDecorations([0, 0, 0])]).toEqual([
    false,
    false,
    false,
  ]);
});

it('keeps the aspect that a window asks for', () => {
  const words = new Array<number>(18).fill(0);
  Object.assign(words, { 0: 128, 11: 4, 12: 3, 13: 4, 14: 3 });
  expect(constrainSize(parseSizeHints(words), 800, 300)).toEqual({ width: 400, height: 300 });
  expect(constrainSize(parseSizeHints(words), 400, 800)).toEqual({ width: 400, height: 300 });
});

// ICCCM §4.1.2.3: the reference point of the frame is where the client's would be, its border included.
it.each([
  [1, 100, 100],
  [2, 95, 100],
  [3, 90, 100],
  [5, 95, 82.5],
  [9, 90, 65],
  [10, 95, 70],
])('puts the frame of gravity %i at (%d, %d)', (gravity, x, y) => {
  const extents = { left: 5, right: 5, top: 30, bottom: 5 };
  const corner = framePosition(gravity, 100, 100, extents);
  expect(corner.x).toBe(x);
  expect(Math.abs(corner.y - y)).toBeLessThanOrEqual(0.5);
});
