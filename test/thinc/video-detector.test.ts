import { expect, test } from 'vitest';
import { VideoDetector } from '../../thinc/video-detector.ts';

const [WIDTH, HEIGHT] = [200, 100];
const many = (): boolean => true;
const few = (): boolean => false;

/** Puts a picture at once; gives whether it was, or became, part of a video. */
function put(detector: VideoDetector, now: number, fresh = WIDTH * HEIGHT, colors = many): boolean {
  const video = detector.find(10, 20, WIDTH, HEIGHT, now) ?? detector.put(10, 20, WIDTH, HEIGHT, fresh, colors, now);
  return video !== undefined;
}

test('the second photograph in a place, soon after the first, makes a video', () => {
  const detector = new VideoDetector();
  expect([put(detector, 0), put(detector, 33), put(detector, 66)]).toEqual([false, true, true]);
});

test('pictures of few colours have to come again and again', () => {
  const detector = new VideoDetector();
  const found = Array.from({ length: 8 }, (_, i) => put(detector, i * 33, WIDTH * HEIGHT, few));
  expect(found).toEqual([false, false, false, false, false, true, true, true]);
});

test('what comes rarely, is small, or is mostly what was there is none', () => {
  const slow = new VideoDetector();
  for (let now = 0; now < 5000; now += 400) expect(put(slow, now)).toBe(false);
  const still = new VideoDetector();
  for (let now = 0; now < 1000; now += 33) expect(put(still, now, 4000)).toBe(false);
  const small = new VideoDetector();
  for (let now = 0; now < 1000; now += 33) expect(small.put(0, 0, 60, 60, 3600, many, now)).toBeUndefined();
});

test('a picture that is put in bands is whole with the last of them', () => {
  const detector = new VideoDetector();
  const bands = [
    [20, 40],
    [60, 40],
    [100, 20],
  ] as const;
  const parts: (boolean | undefined)[] = [];
  for (let frame = 0; frame < 3; frame++) {
    for (const [y, height] of bands) {
      const now = frame * 33;
      const part =
        detector.find(10, y, WIDTH, height, now) ?? detector.put(10, y, WIDTH, height, WIDTH * height, many, now);
      parts.push(part?.complete);
      if (part !== undefined) expect(part.box).toEqual({ x: 10, y: 20, width: WIDTH, height: HEIGHT });
    }
  }
  expect(parts).toEqual([undefined, undefined, undefined, false, false, true, false, false, true]);
});

test('a film with black bars in bands of their own is a video', () => {
  const detector = new VideoDetector();
  const asked: unknown[] = [];
  const colors = (box: unknown): boolean => asked.push(box) > 0;
  const parts: (boolean | undefined)[] = [];
  for (let frame = 0; frame < 3; frame++) {
    for (const [y, fresh] of [
      [20, frame === 0 ? WIDTH * 50 : 0],
      [70, WIDTH * 50],
    ] as const) {
      const now = frame * 33;
      const part = detector.find(10, y, WIDTH, 50, now) ?? detector.put(10, y, WIDTH, 50, fresh, colors, now);
      parts.push(part?.complete);
    }
  }
  expect(parts).toEqual([undefined, undefined, undefined, true, false, true]);
  // Not the bar by itself.
  expect(asked).toEqual([{ x: 10, y: 20, width: WIDTH, height: 100 }]);
});

test('a picture that is put again, as it is, changes nothing', () => {
  const detector = new VideoDetector();
  const found = [put(detector, 0), put(detector, 5, 0), put(detector, 10, 0), put(detector, 33), put(detector, 66)];
  expect(found).toEqual([false, false, false, true, true]);
  const page = new VideoDetector();
  expect([put(page, 0), put(page, 250, 0), put(page, 500, 0), put(page, 520)]).toEqual([false, false, false, false]);
});

test('a video ends when nothing has come for long', () => {
  const detector = new VideoDetector();
  put(detector, 0);
  expect(put(detector, 33)).toBe(true);
  expect(put(detector, 3000)).toBe(true);
  expect(put(detector, 9000)).toBe(false);
});
