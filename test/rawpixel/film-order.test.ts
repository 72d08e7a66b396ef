/** What a viewer paints is painted in the order of the stream, whenever the films' decoders answer. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodedPicture, H264Decoder } from '../../codecs/h264-decoder.ts';
import { h264Flag } from '../../rawpixel/encodings/h264.ts';
import { raw } from '../../rawpixel/encodings/raw.ts';
import { MAX_FILM_CONTEXTS } from '../../rawpixel/limits.ts';
import { fillPixels, movePixels, type Rect } from '../../rawpixel/rect.ts';
import { pixelDifference } from './pictures.ts';
import { onPicture, ViewerPair, type Heard } from './viewer-pair.ts';

const WIDTH = 120;
const HEIGHT = 90;
const PLACES: readonly Rect[] = [
  { x: 0, y: 0, width: 64, height: 48 },
  { x: 20, y: 10, width: 64, height: 48 },
  { x: 70, y: 60, width: 50, height: 30 },
  { x: 0, y: 0, width: WIDTH, height: HEIGHT },
];

/** A film of pictures of one colour each: what is sent, and how many pictures its decoder has had. */
function colorOf(data: Uint8Array, count: number): number {
  return ((data[0]! << 16) | (data[1]! << 8) | (count & 0xff)) >>> 0;
}

class Decoders {
  open = 0;
  most = 0;
  readonly waiting: (() => void)[] = [];

  readonly make = (): H264Decoder => {
    this.most = Math.max(this.most, ++this.open);
    let count = 0;
    return {
      decode: (data, done) => {
        const [width, height] = [data[2]! * 2, data[3]! * 2];
        const rgb = new Uint32Array(width * height).fill(colorOf(data, ++count));
        this.waiting.push(() => done({ width, height, rgb } satisfies DecodedPicture));
      },
      close: () => this.open--,
    };
  };

  answer(count: number): void {
    for (const each of this.waiting.splice(0, count)) each();
  }
}

/** A connection whose server says what the test wants. */
function connect(decoders: Decoders): ViewerPair {
  const pair = new ViewerPair(onPicture({ width: WIDTH, height: HEIGHT, data: new Uint32Array(WIDTH * HEIGHT) }), {
    quality: 5,
  });
  pair.client.offerFilms(decoders.make);
  pair.settle(0);
  pair.settle(1000);
  return pair;
}

const place = fc.nat(PLACES.length - 1);
const step = fc.oneof(
  fc.record({ kind: fc.constant('film' as const), place, flags: fc.nat(3), color: fc.nat(255), cut: fc.boolean() }),
  fc.record({ kind: fc.constant('reset' as const), place, flags: fc.nat(3) }),
  fc.record({ kind: fc.constant('pixels' as const), place, color: fc.nat(0xffffff) }),
  fc.record({ kind: fc.constant('copy' as const), place, x: fc.nat(WIDTH / 2), y: fc.nat(HEIGHT / 2) }),
  fc.record({ kind: fc.constant('answer' as const), count: fc.nat(4) }),
);

describe('films among other rectangles', () => {
  it('are painted in their order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.integer({ min: 1, max: 3000 }), (steps, chunk) => {
        const decoders = new Decoders();
        const pair = connect(decoders);
        const { connection } = pair.viewer;
        const expected = pair.client.framebuffer.data.slice();
        const counts = new Map<number, number>();
        for (const each of steps) {
          if (each.kind === 'answer') {
            decoders.answer(each.count);
            continue;
          }
          const rect = PLACES[each.place]!;
          const writer = connection.beginUpdate();
          if (each.kind === 'film' || each.kind === 'reset') {
            if (each.flags & h264Flag.resetAllContexts) counts.clear();
            else if (each.flags & h264Flag.resetContext) counts.delete(each.place);
          }
          switch (each.kind) {
            case 'film': {
              const [width, height] = each.cut ? [rect.width / 2, 16] : [rect.width, rect.height];
              // In pairs of pixels: larger than the rectangle, or smaller.
              const data = Uint8Array.of(each.color, 7, (width >> 1) + 1, height >> 1);
              const count = (counts.get(each.place) ?? 0) + 1;
              counts.set(each.place, count);
              writer.film(rect, each.flags, data);
              const shown = {
                ...rect,
                width: Math.min(rect.width, data[2]! * 2),
                height: Math.min(rect.height, data[3]! * 2),
              };
              fillPixels(expected, WIDTH, shown, colorOf(data, count));
              break;
            }
            case 'reset':
              writer.film(rect, each.flags, new Uint8Array(0));
              break;
            case 'pixels': {
              const rgb = new Uint32Array(rect.width * rect.height).fill(each.color);
              writer.pixels(rect, rgb, raw, {});
              fillPixels(expected, WIDTH, rect, each.color);
              break;
            }
            default: {
              const target = {
                ...rect,
                width: Math.min(rect.width, WIDTH / 2),
                height: Math.min(rect.height, HEIGHT / 2),
              };
              writer.copy(each.x, each.y, target);
              movePixels(expected, WIDTH, each.x, each.y, target);
            }
          }
          connection.sendUpdate(writer);
          while (pair.deliver(chunk)) {
            // In pieces.
          }
        }
        decoders.answer(Infinity);
        expect(pixelDifference(pair.client.framebuffer.data, expected, WIDTH)).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });

  it('an update is over, and a fence answered, when its film is shown', () => {
    const decoders = new Decoders();
    const pair = connect(decoders);
    const { connection } = pair.viewer;
    const before = pair.updates;
    const isOurs = ({ kind, detail }: Heard): boolean => kind === 'fence' && (detail as Uint8Array).length === 2;
    const writer = connection.beginUpdate();
    writer.film(PLACES[0]!, h264Flag.resetContext, Uint8Array.of(9, 9, 32, 24));
    connection.sendUpdate(writer);
    connection.sendFence(Uint8Array.of(1, 2));
    pair.deliver();
    pair.deliver();
    expect(pair.updates).toBe(before);
    expect(pair.atServer.filter(isOurs)).toEqual([]);
    decoders.answer(1);
    pair.deliver();
    expect(pair.updates).toBe(before + 1);
    expect(pair.atServer.filter(isOurs)).toHaveLength(1);
  });

  it('hold so many decoders at most, and none once all are reset or the connection is over', () => {
    const decoders = new Decoders();
    const pair = connect(decoders);
    const { connection } = pair.viewer;
    const send = (rect: Rect, flags: number, data: Uint8Array): void => {
      const writer = connection.beginUpdate();
      writer.film(rect, flags, data);
      connection.sendUpdate(writer);
      pair.deliver();
      decoders.answer(Infinity);
    };
    const rectOf = (i: number): Rect => ({ x: i, y: 0, width: 2, height: 2 });
    for (let i = 0; i < MAX_FILM_CONTEXTS + 10; i++) send(rectOf(i), 0, Uint8Array.of(1, 1, 1, 1));
    expect(decoders.most).toBe(MAX_FILM_CONTEXTS);
    send(rectOf(0), h264Flag.resetAllContexts, new Uint8Array(0));
    expect(decoders.open).toBe(0);
    send(rectOf(0), 0, Uint8Array.of(1, 1, 1, 1));
    pair.client.end();
    expect(decoders.open).toBe(0);
  });

  it('that are begun anew faster than they are decoded end the connection', () => {
    const decoders = new Decoders();
    const pair = connect(decoders);
    const { connection } = pair.viewer;
    const send = (): void => {
      const writer = connection.beginUpdate();
      writer.film(PLACES[0]!, h264Flag.resetContext, Uint8Array.of(1, 1, 1, 1));
      connection.sendUpdate(writer);
      pair.deliver();
    };
    for (let i = 0; i < 2 * MAX_FILM_CONTEXTS; i++) send();
    decoders.answer(Infinity);
    expect(decoders.open).toBe(1);
    for (let i = 0; i < 2 * MAX_FILM_CONTEXTS; i++) send();
    expect(send).toThrow('too many films at once');
    expect(decoders.most).toBe(2 * MAX_FILM_CONTEXTS);
  });
});
