/** When a stream's bitrate is set anew: encoders answer that with a key frame, which a slow link carries for long. */
import { expect, test } from 'vitest';
import { Translation } from '../../thinc/translation.ts';
import type { VideoEncoders } from '../../codecs/video-encoder.ts';
import { VideoStream } from '../../thinc/video-stream.ts';
import { Painter } from '../../xserver/painter.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import type { Surface } from '../../xserver/state/drawables.ts';

const KEY_BYTES = 30_000;
/** As encoders for real time do: one key frame of so many. */
const KEY_FRAMES_EACH = 10;

/** A stream on a link of `rate` bytes in a ms; frames are coded at once. Gives the frames before which the bitrate was set. */
function settings(rates: readonly number[], mayGrow?: (frame: number) => boolean): number[] {
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
      mayGrow: mayGrow && (() => mayGrow(coded)),
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

test('what the first bytes tell of a link lowers no bitrate until it has been filled', () => {
  const rates = frames([0, 2], [8, 10], [200, 18]);
  expect(settings(rates)).toEqual([2, 20]);
  expect(settings(rates, () => true)).toEqual([20]);
  expect(settings(frames([0, 2], [8, 28]), (frame) => frame < 6)).toEqual([6]);
});

test('on a fast link a bitrate follows at once', () => {
  expect(settings(frames([40, 4], [2000, 6]))).toEqual([4]);
});

/**
 * A stream of pictures 33 ms apart, of which `coded` tells how many are coded by a time. Gives those that were begun, how long they had waited then, and
 * how many the stream held at most.
 */
function backlog(
  pictures: number,
  coded: (now: number, begun: number) => number,
  { isTyping = false, width = 320, height = 240 } = {},
) {
  let now = 0;
  const begun: number[] = [];
  const waited: number[] = [];
  let done = 0;
  const pixels = createPixels(width, height, 24);
  const waiting: (() => void)[] = [];
  const stream = new VideoStream(
    {
      encoders: {
        codecs: ['vp8'],
        open: (_format, events) => ({
          encode: (picture) => {
            begun.push(picture[0]!);
            waited.push(now - picture[0]! * 33);
            waiting.push(() => events.coded(new Uint8Array(100), false));
          },
          setBitrate: () => {},
          close: () => {},
        }),
      },
      rate: () => 1250,
      now: () => now,
      after: () => () => {},
      isTyping: () => isTyping,
      changed: () => {},
    },
    'vp8',
    0,
    0,
    { kind: 'surface', window: 0, x: 0, y: 0, pixels, shape: undefined },
    { x: 0, y: 0, width, height },
  );
  for (let i = 0; i < pictures; i++, now += 33) {
    pixels.data.fill(i);
    stream.drawn(true);
    while (done < coded(now, begun.length)) {
      waiting.shift()!();
      stream.take(undefined);
      done++;
    }
  }
  stream.close();
  return { begun, waited };
}

/** All that has been begun is coded, from a time on. */
const readyAt = (time: number) => (now: number, begun: number) => (now < time ? 0 : begun);

test('no picture is left out while the encoder is made ready', () => {
  const { begun } = backlog(30, readyAt(200));
  expect(begun).toEqual(Array.from({ length: 30 }, (_, i) => i));
});

test('pictures are left out rather than late: where the encoder is not ready for long, the user types, or they are large', () => {
  const { begun, waited } = backlog(30, readyAt(400));
  expect(Math.max(...waited)).toBeGreaterThan(250);
  expect(Math.max(...waited)).toBeLessThanOrEqual(300);
  // The first two, which the encoder had, and all from 300 ms before it was ready on.
  expect(begun).toEqual([0, 1, ...Array.from({ length: 26 }, (_, i) => i + 4)]);
  expect(backlog(30, readyAt(200), { isTyping: true }).begun.slice(0, 4)).toEqual([0, 1, 7, 8]);
  expect(backlog(30, readyAt(200), { width: 1024, height: 698 }).begun.slice(0, 6)).toEqual([0, 1, 2, 3, 7, 8]);
});

test('an encoder that never keeps up has no lasting backlog', () => {
  // Half of the pictures.
  const { waited } = backlog(100, (now) => Math.floor(now / 66));
  expect(waited.length).toBeLessThan(62);
  expect(Math.max(...waited)).toBeGreaterThan(200);
  expect(Math.max(...waited.slice(waited.length / 2))).toBeLessThan(150);
});

/** The first pictures that a film's encoder is given, by their numbers, where so many bytes of each are taken as it is put. */
function opening(bytes: number): number[] {
  const [width, height] = [320, 240];
  const pixels = createPixels(width, height, 24);
  const surface: Surface = { kind: 'surface', window: 0, x: 0, y: 0, pixels, shape: undefined };
  const translation = new Translation({ screen: { width, height, surfaces: [surface] } }, undefined, false);
  const painter = new Painter();
  painter.observer = translation;
  const buffer = translation.attach({ rate: () => 1250, now: () => 0, after: () => () => {}, wake: () => {} });
  const numberOf = new Map<string, number>();
  const coded: number[] = [];
  const video: VideoEncoders = {
    codecs: ['vp8'],
    open: (_format, events) => ({
      encode: (picture) => {
        coded.push(numberOf.get(picture.join()) ?? -1);
        events.coded(new Uint8Array(100), true);
      },
      setBitrate: () => {},
      close: () => {},
    }),
  };
  buffer.lossy!.decodes(['vp8'], { video, stills: undefined });
  const picture = createPixels(width, height, 24);
  for (let i = 0; i < 4; i++) {
    translation.setTime(i * 33);
    for (let at = 0; at < picture.data.length; at++)
      picture.data[at] = (Math.imul(at + i * 7919, 0x9e3779b1) >>> 8) & 0xffffff;
    numberOf.set(picture.data.join(), i);
    // In bands, as programs without BIG-REQUESTS put it.
    painter.putImage(surface, picture, Int32Array.of(0, 0, 0, 0, width, 200), 1, 3, 0xffffffff);
    painter.putImage(surface, picture, Int32Array.of(0, 200, 0, 200, width, 40), 1, 3, 0xffffffff);
    for (let taken = 0; taken < bytes;) {
      const next = buffer.take(Math.min(1 << 16, bytes - taken));
      if (next === undefined) break;
      taken += next.length;
    }
  }
  return coded;
}

test('a film that begins while the picture before it is on its way begins with that', () => {
  expect(opening(20_000)).toEqual([0, 1, 2, 3]);
  expect(opening(1 << 20)).toEqual([1, 2, 3]);
});

/** The codecs of the streams that a film opens whose pictures are coded in no time, but of vp8 only one in `lag` pictures. */
function codecsOf(lag: number, rate: number, bands = 1): string[] {
  const [width, height] = [320, 240];
  const surface: Surface = {
    kind: 'surface',
    window: 0,
    x: 0,
    y: 0,
    pixels: createPixels(width, height, 24),
    shape: undefined,
  };
  const translation = new Translation({ screen: { width, height, surfaces: [surface] } }, undefined, false);
  const painter = new Painter();
  painter.observer = translation;
  let now = 0;
  const opened: string[] = [];
  const waiting: (() => void)[] = [];
  const buffer = translation.attach({ rate: () => rate, now: () => now, after: () => () => {}, wake: () => {} });
  const video: VideoEncoders = {
    codecs: ['vp8', 'jpeg'],
    open: ({ codec }, events) => {
      opened.push(codec);
      return {
        encode: () => {
          const done = (): void => events.coded(new Uint8Array(100), true);
          if (codec === 'jpeg') done();
          else waiting.push(done);
        },
        setBitrate: () => {},
        close: () => {},
      };
    },
  };
  buffer.lossy!.decodes(['vp8', 'jpeg'], { video, stills: undefined });
  const picture = createPixels(width, height, 24);
  for (let i = 0; i < 100; i++) {
    translation.setTime((now += 40));
    for (let at = 0; at < picture.data.length; at++)
      picture.data[at] = (Math.imul(at + i * 7919, 0x9e3779b1) >>> 8) & 0xffffff;
    const rows = height / bands;
    for (let y = 0; y < height; y += rows)
      painter.putImage(surface, picture, Int32Array.of(0, y, 0, y, width, rows), 1, 3, 0xffffffff);
    if (i % lag === 0) for (const done of waiting.splice(0)) done();
    while (buffer.take(1 << 20) !== undefined);
  }
  return opened;
}

test('a stream whose encoder lags behind becomes pictures by themselves on a fast link', () => {
  expect(codecsOf(8, 12_500)).toEqual(['vp8', 'jpeg']);
});

test('and goes on as it is where the encoder keeps up, or the link would not carry them', () => {
  expect(codecsOf(1, 12_500)).toEqual(['vp8']);
  expect(codecsOf(1, 12_500, 3)).toEqual(['vp8']);
  expect(codecsOf(8, 100)).toEqual(['vp8']);
});
