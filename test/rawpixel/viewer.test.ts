import { describe, expect, it } from 'vitest';
import type { Rect } from '../../rawpixel/rect.ts';
import type { ClientOptions } from '../../rawpixel/rfb/client-connection.ts';
import type { Surface } from '../../xserver/state/drawables.ts';
import { exactKinds, viewerKinds } from './viewer-kinds.ts';
import { MovingPicture } from './moving-picture.ts';
import { numbers, pixelDifference } from './pictures.ts';
import { onPicture, ViewerPair } from './viewer-pair.ts';

/** A surface is only a name here. */
const SURFACE = {} as Surface;

function connected(picture: MovingPicture, options: ClientOptions = {}): ViewerPair {
  const pair = new ViewerPair(onPicture(picture), options);
  pair.settle(0);
  pair.settle(1000);
  return pair;
}

function tell(pair: ViewerPair, picture: MovingPicture, rects: readonly Rect[], dx = 0, dy = 0): void {
  const moves = dx === 0 && dy === 0 ? [] : [{ surface: SURFACE, dx, dy, target: rects.at(-1)! }];
  pair.viewer.changed(picture, rects, moves);
}

function bytesOf(pair: ViewerPair, what: () => void): number {
  const before = pair.bytes;
  what();
  return pair.bytes - before;
}

function wrong(pair: ViewerPair, picture: MovingPicture): string | undefined {
  return pixelDifference(pair.client.framebuffer.data, picture.data, picture.width);
}

describe('pixels that a viewer has are not sent again', () => {
  it('sends nothing for damage without a change', () => {
    const picture = new MovingPicture(1);
    const pair = connected(picture);
    tell(pair, picture, [{ x: 0, y: 0, width: 400, height: 300 }]);
    expect(bytesOf(pair, () => pair.settle(2000))).toBe(0);
  });

  it('sends one changed pixel as one pixel', () => {
    const picture = new MovingPicture(1);
    const pair = connected(picture);
    picture.data[100 * 400 + 77] = 0x123456;
    tell(pair, picture, [{ x: 0, y: 0, width: 400, height: 300 }]);
    // Header, rectangle, Tight's fill.
    expect(bytesOf(pair, () => pair.settle(2000))).toBe(4 + 12 + 4);
    expect(wrong(pair, picture)).toBeUndefined();
  });
});

describe('content that moved goes as a copy', () => {
  it.each([
    ['one line', 1],
    ['nine lines', 9],
  ])('a text redrawn %s higher costs about its new lines', (_name, lines) => {
    const picture = new MovingPicture(2);
    const pair = connected(picture);
    const without = connected(picture, { encodings: ['Tight', 'ZRLE'] });
    const rect = picture.scroll(lines);
    for (const each of [pair, without]) tell(each, picture, [rect]);
    const copied = bytesOf(pair, () => pair.settle(2000));
    const redrawn = bytesOf(without, () => without.settle(2000));
    expect(wrong(pair, picture)).toBeUndefined();
    expect(wrong(without, picture)).toBeUndefined();
    expect(copied).toBeLessThan(redrawn * (0.1 + (lines * 15) / 300));
  });

  it.each([9, -23])('a picture redrawn %i pixels to the right costs about its new columns', (by) => {
    const picture = new MovingPicture(2);
    const rect = picture.photo({ x: 0, y: 40, width: 400, height: 200 });
    const pair = connected(picture);
    const old = picture.data.slice();
    for (let y = rect.y; y < rect.y + rect.height; y++) {
      for (let x = 0; x < 400; x++)
        picture.data[y * 400 + x] = old[y * 400 + ((x - by + 800) % 400)]! ^ (x - by < 0 || x - by > 399 ? 0x123 : 0);
    }
    tell(pair, picture, [rect]);
    // The whole is 240 kB.
    expect(bytesOf(pair, () => pair.settle(2000))).toBeLessThan(1000 + Math.abs(by) * 200 * 3);
    expect(wrong(pair, picture)).toBeUndefined();
  });

  it('a window that moved costs little more than what comes to light', () => {
    const picture = new MovingPicture(3);
    picture.photo({ x: 60, y: 60, width: 150, height: 100 });
    const pair = connected(picture);
    const before = pair.bytes;
    const { rects, dx, dy } = picture.move();
    tell(pair, picture, rects, dx, dy);
    pair.settle(2000);
    expect(wrong(pair, picture)).toBeUndefined();
    // The photo itself is 45 kB.
    expect(pair.bytes - before).toBeLessThan(1000);
  });

  it('moves of one window add up for a viewer that was not told in between', () => {
    const picture = new MovingPicture(4);
    picture.photo({ x: 60, y: 60, width: 150, height: 100 });
    const pair = connected(picture);
    const before = pair.bytes;
    const all = { x: 0, y: 0, width: 400, height: 300 };
    const old = picture.data.slice();
    for (const [dx, dy] of [
      [10, 3],
      [-4, 20],
    ] as const) {
      tell(pair, picture, [all], dx, dy);
    }
    for (let y = 0; y < 100; y++)
      picture.data.set(old.subarray((60 + y) * 400 + 60, (60 + y) * 400 + 210), (83 + y) * 400 + 66);
    pair.viewer.changed(
      picture,
      [all],
      [{ surface: SURFACE, dx: 0, dy: 0, target: { x: 66, y: 83, width: 150, height: 100 } }],
    );
    pair.settle(2000);
    expect(wrong(pair, picture)).toBeUndefined();
    expect(pair.bytes - before).toBeLessThan(1000);
  });
});

describe('loss', () => {
  const photo = { x: 40, y: 40, width: 256, height: 192 };

  it('a photo comes as JPEG first, and exact once it rests', () => {
    const picture = new MovingPicture(5);
    const pair = connected(picture, { quality: 6 });
    tell(pair, picture, [picture.photo(photo)]);
    const lossy = bytesOf(pair, () => {
      pair.viewer.update(5000);
      pair.deliver();
    });
    expect(wrong(pair, picture)).toBeDefined();
    expect(pair.viewer.nextRefinement).toBeGreaterThan(5000);
    expect(bytesOf(pair, () => pair.settle(5010))).toBe(0);
    const exact = bytesOf(pair, () => pair.settle(6000));
    expect(wrong(pair, picture)).toBeUndefined();
    expect(pair.viewer.nextRefinement).toBeUndefined();
    expect(lossy).toBeLessThan(exact / 3);
  });

  it('without a quality level everything is exact at once', () => {
    const picture = new MovingPicture(5);
    const pair = connected(picture);
    tell(pair, picture, [picture.photo(photo)]);
    pair.viewer.update(5000);
    pair.deliver();
    expect(wrong(pair, picture)).toBeUndefined();
  });

  it('text stays exact beside a photo', () => {
    const picture = new MovingPicture(6);
    const pair = connected(picture, { quality: 2 });
    picture.photo(photo);
    picture.scroll(3);
    picture.photo(photo);
    tell(pair, picture, [{ x: 0, y: 0, width: 400, height: 300 }]);
    pair.viewer.update(5000);
    pair.deliver();
    let wrongText = 0;
    for (let i = 0; i < picture.data.length; i++) {
      const [x, y] = [i % 400, Math.floor(i / 400)];
      const nearPhoto = x >= 0 && x < 320 && y < 256;
      if (!nearPhoto && pair.client.framebuffer.data[i] !== picture.data[i]) wrongText++;
    }
    expect(wrongText).toBe(0);
  });

  it('a copy of lossy pixels is made exact as well', () => {
    const picture = new MovingPicture(7);
    const pair = connected(picture, { quality: 3 });
    tell(pair, picture, [picture.photo({ x: 60, y: 60, width: 150, height: 100 })]);
    pair.viewer.update(5000);
    pair.deliver();
    const { rects, dx, dy } = picture.move();
    tell(pair, picture, rects, dx, dy);
    pair.viewer.update(5010);
    pair.deliver();
    pair.settle(6000);
    pair.settle(7000);
    expect(wrong(pair, picture)).toBeUndefined();
  });
});

describe('pace', () => {
  it('an update stays about within the bytes allowed, and nothing is forgotten', () => {
    const picture = new MovingPicture(8);
    const pair = connected(picture);
    tell(pair, picture, [picture.photo({ x: 0, y: 0, width: 400, height: 300 })]);
    let most = 0;
    for (let i = 0; i < 100; i++) {
      most = Math.max(
        most,
        bytesOf(pair, () => pair.viewer.update(5000 + i, 2000)),
      );
      pair.deliver();
    }
    expect(pair.viewer.isBehind).toBe(false);
    expect(wrong(pair, picture)).toBeUndefined();
    // One piece of pixels more than allowed at most.
    expect(most).toBeLessThan(2000 + (1 << 14) * 3.2);
  });

  it('a link that takes one small rectangle at a time gets to the end of a screen with a photo', () => {
    const picture = new MovingPicture(8);
    const pair = connected(picture, { quality: 6 });
    picture.photo({ x: 250, y: 200, width: 130, height: 90 });
    const { width, height } = picture;
    pair.viewer.forget({ x: 0, y: 0, width, height });
    for (let i = 0; i < 60; i++) {
      pair.viewer.update(5000, 1);
      pair.deliver();
    }
    expect(pair.viewer.isBehind).toBe(false);
    // And then it becomes exact, just as slowly.
    for (let i = 0; i < 60; i++) {
      pair.viewer.update(6000, 1);
      pair.deliver();
    }
    expect(wrong(pair, picture)).toBeUndefined();
  });

  it('a key press does not wait for a photo', () => {
    const picture = new MovingPicture(9);
    const pair = connected(picture);
    const photo = picture.photo({ x: 0, y: 0, width: 400, height: 200 });
    picture.data[250 * 400 + 380] = 0x00ff00;
    tell(pair, picture, [photo, { x: 380, y: 250, width: 1, height: 1 }]);
    pair.viewer.update(5000, 100);
    pair.deliver();
    expect(pair.client.framebuffer.data[250 * 400 + 380]).toBe(0x00ff00);
    expect(pair.viewer.isBehind).toBe(true);
  });

  it('stale pictures are not sent: ten frames while the link is busy cost one', () => {
    const picture = new MovingPicture(10);
    const pair = connected(picture);
    const one = bytesOf(pair, () => {
      tell(pair, picture, [picture.film()]);
      pair.settle(3000);
    });
    const ten = bytesOf(pair, () => {
      for (let i = 0; i < 10; i++) {
        tell(pair, picture, [picture.film()]);
        pair.viewer.update(4000 + i, 0);
      }
      pair.settle(5000);
    });
    expect(wrong(pair, picture)).toBeUndefined();
    expect(ten).toBeLessThan(one * 1.2);
  });
});

describe('a random desktop, watched at random paces', () => {
  it.each(exactKinds.filter((name) => viewerKinds[name]!.without === undefined))('%s', (name) => {
    for (let seed = 1; seed <= 3; seed++) {
      const picture = new MovingPicture(seed);
      const next = numbers(seed + 100);
      const pair = new ViewerPair(onPicture(picture), viewerKinds[name]);
      let now = 0;
      for (let i = 0; i < 60; i++) {
        const { rects, dx, dy } = picture.random();
        tell(pair, picture, rects, dx, dy);
        now += next(120);
        pair.viewer.update(now, next(2) === 0 ? Infinity : 1 + next(5000));
        pair.deliver(next(2) === 0 ? Infinity : 1 + next(9000));
      }
      pair.settle(now + 1);
      pair.settle(now + 10_000);
      const format = pair.viewer.connection.state.format;
      const shown = picture.data.map((pixel) => format.rgbOf(format.toValue(pixel)));
      expect(pixelDifference(pair.client.framebuffer.data, shown, 400), `seed ${seed}`).toBeUndefined();
    }
  });
});
