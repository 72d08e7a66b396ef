/** What goes first, and what a terminal that takes nothing costs. */
import { expect, test } from 'vitest';
import { CommandReader } from '../../thinc/command-reader.ts';
import type { Command } from '../../thinc/commands.ts';
import type { TerminalBuffer } from '../../thinc/buffer.ts';
import { Translation } from '../../thinc/translation.ts';
import { Painter } from '../../xserver/painter.ts';
import { createPixels } from '../../xserver/raster/pixels.ts';
import { regionFromRect } from '../../xserver/raster/region.ts';
import type { Surface } from '../../xserver/state/drawables.ts';

const SIDE = 400;

/** One surface, of which the terminal has everything. */
class Rig {
  readonly painter = new Painter();
  readonly surface: Surface = {
    kind: 'surface',
    window: 1,
    x: 0,
    y: 0,
    pixels: createPixels(SIDE, SIDE, 24),
    shape: undefined,
  };
  readonly translation: Translation;
  readonly buffer: TerminalBuffer;
  readonly reader = new CommandReader();
  #noise = 1;

  constructor() {
    const scene = { screen: { width: SIDE, height: SIDE, surfaces: [this.surface] } };
    this.translation = new Translation(scene, undefined, false);
    this.painter.observer = this.translation;
    this.buffer = this.translation.attach();
    this.takeAll();
  }

  take(maximum: number): Command[] {
    const bytes = this.buffer.take(maximum);
    return bytes === undefined ? [] : this.reader.push(bytes);
  }

  takeAll(): Command[] {
    const all: Command[] = [];
    while (this.buffer.waiting > 0) all.push(...this.take(1 << 20));
    return all;
  }

  fill(pixel: number, x: number, y: number, width: number, height: number): void {
    const rectangle = Int32Array.of(x, y, width, height);
    this.painter.fill(this.surface, rectangle, 1, { kind: 'solid', pixel }, 3, 0xffffffff);
  }

  image(x: number, y: number, width: number, height: number): void {
    const image = createPixels(width, height, 24);
    for (let i = 0; i < image.data.length; i++) {
      this.#noise = (Math.imul(this.#noise, 1664525) + 1013904223) >>> 0;
      image.data[i] = this.#noise >>> 8;
    }
    this.painter.putImage(this.surface, image, Int32Array.of(0, 0, x, y, width, height), 1, 3, 0xffffffff);
  }

  scroll(lines: number): void {
    const copies = Int32Array.of(0, lines, 0, 0, SIDE, SIDE - lines);
    this.painter.copy(this.surface, this.surface, copies, 1, 3, 0xffffffff);
  }
}

test('a small drawing overtakes a picture that is on its way', () => {
  const rig = new Rig();
  rig.image(0, 0, SIDE, SIDE);
  for (let i = 0; i < 5; i++) rig.take(2000);
  rig.fill(0xff, 10, 390, 5, 5);
  const next = rig.take(8000).filter(({ kind }) => kind !== 'raw');
  expect(next).toContainEqual({ kind: 'fill', surface: 0, pixel: 0xff, region: regionFromRect(10, 390, 5, 5) });
});

test('what follows a key goes before smaller things elsewhere', () => {
  const rig = new Rig();
  for (let i = 0; i < 60; i++) rig.fill(i, (i % 20) * 20, Math.floor(i / 20) * 20, 3, 3);
  rig.translation.setTime(1000);
  rig.buffer.urgency.key(1000);
  rig.image(300, 300, 8, 8);
  expect(rig.takeAll()[0]).toMatchObject({ kind: 'raw', x: 300, y: 300 });
});

test('what is far from the pointer is not urgent when the pointer moves, nor anything long after', () => {
  const rig = new Rig();
  rig.buffer.urgency.pointer(20, 20, 1000);
  rig.image(300, 300, 30, 30);
  rig.fill(3, 5, 5, 9, 9);
  expect(rig.takeAll()[0]).toMatchObject({ kind: 'fill' });
  rig.image(30, 30, 30, 30);
  rig.fill(3, 300, 5, 9, 9);
  expect(rig.takeAll()[0]).toMatchObject({ kind: 'raw' });
  rig.translation.setTime(5000);
  rig.image(30, 30, 30, 30);
  rig.fill(4, 300, 5, 9, 9);
  expect(rig.takeAll()[0]).toMatchObject({ kind: 'fill' });
});

test('a picture is not held up for ever by small drawings that keep coming', () => {
  const rig = new Rig();
  rig.image(0, 0, 64, 64);
  let pictures = 0;
  for (let i = 0; i < 200; i++) {
    for (let k = 0; k < 8; k++) rig.fill(i * 8 + k, 100 + k * 20, 100, 3, 3);
    pictures += rig.take(60).filter(({ kind }) => kind === 'raw').length;
  }
  expect(pictures).toBeGreaterThan(0);
});

test('a picture that was overdrawn before it was sent is not sent', () => {
  const rig = new Rig();
  rig.image(0, 0, 300, 300);
  rig.fill(0xff, 0, 0, SIDE, SIDE);
  expect(rig.takeAll().map(({ kind }) => kind)).toEqual(['fill', 'whole']);
});

test('a stalled terminal costs no more than its screen, however much is drawn', () => {
  const rig = new Rig();
  let most = 0;
  for (let i = 0; i < 1200; i++) {
    if (i % 3 === 0) rig.image((i * 37) % 300, (i * 53) % 300, 90, 90);
    else if (i % 3 === 1) rig.fill(i, (i * 29) % 390, (i * 31) % 390, 10, 10);
    else rig.scroll(1 + (i % 40));
    most = Math.max(most, rig.buffer.waiting);
  }
  expect(most).toBeLessThan(SIDE * SIDE * 1.2);
  let bytes = 0;
  for (let next = rig.buffer.take(5000); next !== undefined; next = rig.buffer.take(5000)) bytes += next.length;
  expect(bytes).toBeLessThan(SIDE * SIDE * 3.5);
});

test('many scrolls that the terminal has not heard of become one copy', () => {
  const rig = new Rig();
  for (let i = 0; i < 20; i++) {
    rig.scroll(10);
    rig.fill(i, 0, SIDE - 10, SIDE, 10);
  }
  const commands = rig.takeAll();
  expect(commands.filter(({ kind }) => kind === 'copy')).toEqual([
    { kind: 'copy', surface: 0, source: 0, dx: 0, dy: 200, region: regionFromRect(0, 0, SIDE, SIDE - 200) },
  ]);
  expect(commands).toHaveLength(22);
});

test('an image that the terminal has had before goes by its number', () => {
  const rig = new Rig();
  rig.image(0, 0, 40, 40);
  rig.takeAll();
  // Through a pixmap, as a cached icon is.
  const icon = createPixels(40, 40, 24);
  for (let y = 0; y < 40; y++) icon.data.set(rig.surface.pixels.data.subarray(y * SIDE, y * SIDE + 40), y * 40);
  rig.painter.putImage(rig.surface, icon, Int32Array.of(0, 0, 200, 100, 40, 40), 1, 3, 0xffffffff);
  expect(rig.takeAll()[0]).toMatchObject({ kind: 'kept-raw', x: 200, y: 100 });
});

test('the lock keys are told once, and again whenever they change', () => {
  const rig = new Rig();
  const told = () => rig.takeAll().filter(({ kind }) => kind === 'locks');
  const wanted = [
    { capsLock: false, numLock: false },
    { capsLock: true, numLock: false },
    { capsLock: false, numLock: true },
  ];
  expect(told()).toEqual([]);
  for (const locks of wanted) {
    rig.buffer.locksAre(locks);
    expect(rig.buffer.isWaiting).toBe(true);
    rig.buffer.locksAre(locks);
    expect(rig.take(1000).filter(({ kind }) => kind === 'locks')).toEqual([{ kind: 'locks', ...locks }]);
    rig.buffer.locksAre(locks);
    expect(told()).toEqual([]);
  }
  // On and off again before anything was sent is no news.
  rig.buffer.locksAre(wanted[0]!);
  rig.buffer.locksAre(wanted[2]!);
  expect(rig.buffer.isWaiting).toBe(false);
});
