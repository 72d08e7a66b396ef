/** What will soon be drawn over is not sent, and what has been drawn last is. */
import { expect, test } from 'vitest';
import { Effort } from '../../thinc/effort.ts';
import { Terminal } from '../../thinc/execute.ts';
import { Translation } from '../../thinc/translation.ts';
import { Painter } from '../../xserver/painter.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import { SceneDamage } from '../../xserver/scene-damage.ts';
import type { Surface } from '../../xserver/state/drawables.ts';

const SIDE = 200;

/** A surface, on which images of noise are put, and a terminal on a fast link. */
class Rig {
  readonly surface: Surface = {
    kind: 'surface',
    window: 0,
    x: 0,
    y: 0,
    pixels: createPixels(SIDE, SIDE, 24),
    shape: undefined,
  };
  readonly painter = new Painter();
  readonly translation = new Translation(
    { screen: { width: SIDE, height: SIDE, surfaces: [this.surface] } },
    undefined,
    false,
  );
  readonly buffer = this.translation.attach();
  readonly terminal = new Terminal({ driver: new SceneDamage() });
  readonly #picture = createPixels(SIDE, SIDE, 24);
  #noise = 1;
  #time = 0;

  constructor() {
    this.painter.observer = this.translation;
    this.pass(100);
  }

  /** Time passes, and the terminal takes what there is. */
  pass(milliseconds: number): void {
    this.translation.setTime((this.#time += milliseconds));
    for (let bytes = this.buffer.take(1 << 20); bytes !== undefined; bytes = this.buffer.take(1 << 20))
      this.terminal.push(bytes);
  }

  put(): void {
    const { data } = this.#picture;
    for (let i = 0; i < data.length; i += 16) data[i] = this.#noise = (Math.imul(this.#noise, 1664525) + 1) & 0xffffff;
    this.painter.putImage(this.surface, this.#picture, Int32Array.of(0, 0, 0, 0, SIDE, SIDE), 1, 3, 0xffffffff);
  }

  get rawPixels(): number {
    return this.buffer.tally.of('raw').pixels;
  }

  get isShown(): boolean {
    const { data } = this.terminal.surface(0)!.pixels;
    return data.every((pixel, i) => pixel === this.surface.pixels.data[i]);
  }
}

test('of pictures that nobody could see few are sent, and the last one soon', () => {
  const rig = new Rig();
  const before = rig.rawPixels;
  for (let i = 0; i < 1000; i++) {
    rig.put();
    rig.pass(1);
  }
  const pictures = (rig.rawPixels - before) / (SIDE * SIDE);
  expect(pictures).toBeGreaterThan(2);
  expect(pictures).toBeLessThan(20);
  expect(rig.buffer.isWaiting).toBe(false);
  expect(rig.buffer.rest).toBeGreaterThan(0);
  for (let left = 30; left > 0 && rig.buffer.rest > 0;) {
    const { rest } = rig.buffer;
    left -= rest;
    rig.pass(rest);
  }
  expect(rig.isShown).toBe(true);
  expect(rig.buffer.rest).toBe(0);
});

test('pictures at the pace of a display are all shown', () => {
  const rig = new Rig();
  for (let i = 0; i < 100; i++) {
    rig.put();
    rig.pass(16);
    expect(rig.isShown).toBe(true);
  }
});

test('a flood is seen more often while the user types or points', () => {
  const pictures = [false, true].map((types) => {
    const rig = new Rig();
    const before = rig.rawPixels;
    for (let i = 0; i < 400; i++) {
      rig.put();
      if (types) rig.buffer.pointer(10, 10, i);
      rig.pass(1);
    }
    return rig.rawPixels - before;
  });
  expect(pictures[1]! - pictures[0]!).toBeGreaterThan(3 * SIDE * SIDE);
});

test('where nothing is drawn more of the processor comes back', () => {
  const [busy, idle] = [1, 4].map((times) => {
    const effort = new Effort(0.25, 80);
    effort.setTime(0);
    effort.spend(90e6);
    effort.setTime(20, times);
    return effort.isSpent;
  });
  expect([busy, idle]).toEqual([true, false]);
});
