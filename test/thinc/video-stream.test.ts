/** When a stream's bitrate is set anew: encoders answer that with a key frame, which a slow link carries for long. */
import { expect, test } from 'vitest';
import { VideoStream } from '../../thinc/video-stream.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import type { Surface } from '../../xserver/state/drawables.ts';

const KEY_BYTES = 30_000;
/** As encoders for real time do: one key frame of so many. */
const KEY_FRAMES_EACH = 10;

/** A stream on a link of `rate` bytes in a ms; frames are coded at once. Gives the frames before which the bitrate was set. */
function settings(rates: readonly number[]): number[] {
  let rate = rates[0]!;
  let now = 0;
  const set: number[] = [];
  let coded = 0;
  const pixels = createPixels(320, 240, 24);
  const surface: Surface = { kind: 'surface', window: 0, x: 0, y: 0, pixels, shape: undefined };
  const stream = new VideoStream(
    {
      encoders: {
        codecs: ['vp8'],
        open: (_format, events) => ({
          encode: () => {
            const isKey = coded % KEY_FRAMES_EACH === 0;
            coded++;
            events.coded(new Uint8Array(isKey ? KEY_BYTES : 100), isKey);
          },
          setBitrate: () => void set.push(coded),
          close: () => {},
        }),
      },
      rate: () => rate,
      now: () => now,
      after: () => () => {},
      isTyping: () => false,
      changed: () => {},
    },
    'vp8',
    0,
    0,
    surface,
    { x: 0, y: 0, width: 320, height: 240 },
  );
  for (const [i, next] of rates.entries()) {
    rate = next;
    pixels.data.fill(i + 1);
    now += 100;
    stream.drawn(true);
    stream.take(undefined);
  }
  stream.close();
  return set;
}

/** So many frames at each rate in turn. */
const frames = (...parts: readonly (readonly [rate: number, count: number])[]): number[] =>
  parts.flatMap(([rate, count]) => Array.from({ length: count }, () => rate));

test('on a slow link a higher bitrate waits for a key frame that comes anyway', () => {
  expect(settings(frames([20, 4], [60, 26]))).toEqual([KEY_FRAMES_EACH]);
});

test('on a slow link a bitrate that is far too high is set at once', () => {
  expect(settings(frames([100, 4], [30, 26]))).toEqual([4]);
});

test('on a slow link a rate that goes up and down a little changes nothing', () => {
  expect(settings(frames([60, 5], [90, 5], [50, 5], [80, 15]))).toEqual([]);
});

test('on a fast link a bitrate follows at once', () => {
  expect(settings(frames([40, 4], [2000, 6]))).toEqual([4]);
});
