import fc from 'fast-check';
import sharp from 'sharp';
import { expect, it } from 'vitest';
import { parseAnimationOptions } from '../../apps/demos/animation.ts';
import { flood } from '../../apps/demos/flood.ts';
import { drawFrame, readFrameNumber } from '../../apps/demos/frame-pattern.ts';
import { Minefield } from '../../apps/demos/minefield.ts';
import { parseDesktopOptions } from '../../apps/desktop/main.ts';

it('gives every frame a number that survives a poor JPEG', async () => {
  const [width, height] = [320, 240];
  for (const frame of [0, 1, 299, 0xaaaa, 65_535]) {
    const pixels = new Uint8Array(width * height * 4);
    drawFrame(pixels, width, height, frame);
    expect(readFrameNumber(pixels, width, height)).toBe(frame);
    for (let i = 3; i < pixels.length; i += 4) pixels[i] = 255;
    const jpeg = await sharp(pixels, { raw: { width, height, channels: 4 } })
      .jpeg({ quality: 10 })
      .toBuffer();
    const { data } = await sharp(jpeg).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(readFrameNumber(data, width, height)).toBe(frame);
  }
  expect(readFrameNumber(new Uint8Array(width * height * 4), width, height)).toBeUndefined();
});

it('draws frames that differ', () => {
  const picture = (frame: number): string => {
    const pixels = new Uint8Array(64 * 48 * 4);
    drawFrame(pixels, 64, 48, frame);
    return Buffer.from(pixels.subarray(64 * 20 * 4)).toString('base64');
  };
  expect(new Set([0, 1, 2, 3].map(picture)).size).toBe(4);
});

it('floods just the connected area of one colour', () => {
  const side = 12;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 }), { minLength: side * side, maxLength: side * side }),
      fc.nat(side - 1),
      fc.nat(side - 1),
      (colors, x, y) => {
        const reached = new Set<number>();
        const visit = (cx: number, cy: number): void => {
          const at = cy * side + cx;
          if (cx < 0 || cy < 0 || cx >= side || cy >= side || reached.has(at) || colors[at] !== colors[y * side + x])
            return;
          reached.add(at);
          visit(cx - 1, cy);
          visit(cx + 1, cy);
          visit(cx, cy - 1);
          visit(cx, cy + 1);
        };
        visit(x, y);
        const runs = flood(Uint32Array.from(colors), side, side, x, y);
        const filled: number[] = [];
        for (let i = 0; i < runs.length; i += 4)
          for (let k = 0; k < runs[i + 2]!; k++) filled.push(runs[i + 1]! * side + runs[i]! + k);
        expect(filled.toSorted((a, b) => a - b)).toEqual([...reached].sort((a, b) => a - b));
      },
    ),
  );
});

it('never loses minesweeper at the first click, and wins when all else is open', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 30 }), fc.nat(8), fc.nat(8), (seed, column, row) => {
      let state = seed;
      const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
      const field = new Minefield(9, 9, 10, random);
      field.open(column, row);
      expect(field.cell(column, row)).toMatchObject({ open: true, mine: false, around: 0 });
      expect(field.cells.filter(({ mine }) => mine).length).toBe(10);
      field.cells.forEach(({ mine }, i) => {
        if (!mine) field.open(i % 9, Math.floor(i / 9));
      });
      expect(field.state).toBe('won');
    }),
  );
});

it('loses on a mine, and keeps flagged cells closed', () => {
  const field = new Minefield(9, 9, 10, Math.random);
  field.open(0, 0);
  const at = field.cells.findIndex(({ mine }) => mine);
  field.flag(at % 9, Math.floor(at / 9));
  field.open(at % 9, Math.floor(at / 9));
  expect(field.state).toBe('playing');
  field.flag(at % 9, Math.floor(at / 9));
  field.open(at % 9, Math.floor(at / 9));
  expect(field.state).toBe('lost');
});

it('reads the options of its programs, and refuses others', () => {
  expect(parseAnimationOptions(['--size', '640x480', '--fps', '60', '--frames', '90'])).toEqual({
    width: 640,
    height: 480,
    rate: 60,
    frames: 90,
  });
  expect(() => parseAnimationOptions(['--size', 'big'])).toThrow('usage');
  expect(parseDesktopOptions(['--apps', 'clock,paint'])).toEqual({ apps: ['clock', 'paint'] });
  expect(parseDesktopOptions(['--no-apps'])).toEqual({ apps: [] });
  expect(parseDesktopOptions(['--no-wm', '--apps', 'clock'])).toEqual({ apps: ['clock'], windowManager: false });
  expect(() => parseDesktopOptions(['--apps', 'doom'])).toThrow('no app doom');
});
