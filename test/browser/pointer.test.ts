import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { toPixel } from '../../clients/browser/pointer/pointer.ts';
import { TouchGestures } from '../../clients/browser/pointer/touch.ts';
import { Wheel } from '../../clients/browser/pointer/wheel.ts';

describe('wheel', () => {
  test('a notch is a click, whatever the browser makes of it in pixels', () => {
    const wheel = new Wheel();
    expect(wheel.turn({ deltaX: 0, deltaY: 53, deltaMode: 0, wheelDeltaY: -120 })).toEqual([5]);
    expect(wheel.turn({ deltaX: 0, deltaY: -100, deltaMode: 0, wheelDeltaY: 240 })).toEqual([4, 4]);
    expect(wheel.turn({ deltaX: 100, deltaY: 0, deltaMode: 0, wheelDeltaX: -120 })).toEqual([7]);
    expect(wheel.turn({ deltaX: 0, deltaY: 3, deltaMode: 1 })).toEqual([5]);
  });

  test("a touchpad's small movements gather, and a turn back begins anew", () => {
    const wheel = new Wheel();
    const pad = (deltaY: number) => wheel.turn({ deltaX: 0, deltaY, deltaMode: 0, wheelDeltaY: -deltaY * 3 });
    expect([pad(15), pad(15), pad(15)]).toEqual([[], [], [5]]);
    expect(pad(30)).toEqual([]);
    expect(pad(-10)).toEqual([]);
    expect(pad(-30)).toEqual([4]);
  });

  test('a huge turn is cut short', () => {
    expect(new Wheel().turn({ deltaX: 0, deltaY: 1e6, deltaMode: 0 }).length).toBe(20);
  });
});

describe('places on the canvas', () => {
  test('are pixels of the screen, also where it is shown smaller', () => {
    expect(toPixel(10.7, 800, 800)).toBe(10);
    expect(toPixel(10, 400, 800)).toBe(20);
    expect(toPixel(-3, 800, 800)).toBe(0);
    expect(toPixel(900, 800, 800)).toBe(799);
    expect(toPixel(5, 0, 800)).toBe(0);
  });
});

describe('touch', () => {
  const done: string[] = [];
  const touch = () =>
    new TouchGestures({
      move: (x, y) => done.push(`move ${x} ${y}`),
      button: (button, pressed) => done.push(`${pressed ? 'press' : 'release'} ${button}`),
      wheel: ({ deltaY }) => done.push(`wheel ${deltaY}`),
    });
  const finger = (type: string, pointerId: number, clientX: number, clientY: number) =>
    ({ type, pointerId, clientX, clientY }) as PointerEvent;

  beforeEach(() => {
    done.length = 0;
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('a tap is a click', () => {
    const gestures = touch();
    gestures.pointer(finger('pointerdown', 1, 10, 10));
    gestures.pointer(finger('pointermove', 1, 12, 11));
    gestures.pointer(finger('pointerup', 1, 12, 11));
    vi.runAllTimers();
    expect(done).toEqual(['move 10 10', 'press 1', 'release 1']);
  });

  test('a finger that moves drags', () => {
    const gestures = touch();
    gestures.pointer(finger('pointerdown', 1, 10, 10));
    gestures.pointer(finger('pointermove', 1, 40, 10));
    gestures.pointer(finger('pointerup', 1, 40, 10));
    expect(done).toEqual(['move 10 10', 'press 1', 'move 40 10', 'release 1']);
  });

  test('a finger that stays is the third button', () => {
    const gestures = touch();
    gestures.pointer(finger('pointerdown', 1, 10, 10));
    vi.advanceTimersByTime(600);
    gestures.pointer(finger('pointerup', 1, 10, 10));
    expect(done).toEqual(['move 10 10', 'press 3', 'release 3']);
  });

  test('two fingers turn the wheel, and lifting one clicks nothing', () => {
    const gestures = touch();
    gestures.pointer(finger('pointerdown', 1, 10, 10));
    gestures.pointer(finger('pointerdown', 2, 50, 10));
    gestures.pointer(finger('pointermove', 1, 10, 0));
    gestures.pointer(finger('pointermove', 2, 50, 0));
    gestures.pointer(finger('pointerup', 1, 10, 0));
    gestures.pointer(finger('pointermove', 2, 90, 90));
    gestures.pointer(finger('pointerup', 2, 90, 90));
    vi.runAllTimers();
    expect(done).toEqual(['move 10 10', 'wheel 5', 'wheel 5']);
  });

  test('what the browser takes away is let go', () => {
    const gestures = touch();
    gestures.pointer(finger('pointerdown', 1, 10, 10));
    gestures.pointer(finger('pointermove', 1, 40, 10));
    gestures.pointer(finger('pointercancel', 1, 40, 10));
    expect(done.at(-1)).toBe('release 1');
  });
});
