/** Scrolls and repeated pictures of programs that only put images. */
import { expect, test } from 'vitest';
import { Translation } from '../../thinc/translation.ts';
import type { TerminalBuffer } from '../../thinc/buffer.ts';
import { CommandReader } from '../../thinc/command-reader.ts';
import type { Command } from '../../thinc/commands.ts';
import { Painter } from '../../xserver/painter.ts';
import { createPixels, type Pixels } from '../../xserver/raster/pixels.ts';
import { regionFromRect } from '../../xserver/raster/region.ts';
import type { Surface } from '../../xserver/state/drawables.ts';
import { Random } from '../support/random/random.ts';

const WIDTH = 300;
const HEIGHT = 240;

/** A page much taller than its window, as a browser has it. */
function page(seed: number): Pixels {
  const random = new Random(seed);
  const pixels = createPixels(WIDTH, HEIGHT * 4, 24);
  for (let i = 0; i < pixels.data.length; i++) pixels.data[i] = random.below(0x1000000);
  return pixels;
}

class Browser {
  readonly painter = new Painter();
  readonly pixels = createPixels(WIDTH, HEIGHT, 24);
  readonly surface: Surface = { kind: 'surface', window: 1, x: 0, y: 0, pixels: this.pixels, shape: undefined };
  readonly buffer: TerminalBuffer;
  readonly #reader = new CommandReader();

  constructor() {
    const scene = { screen: { width: WIDTH, height: HEIGHT, surfaces: [this.surface] } };
    const translation = new Translation(scene, undefined, false);
    this.painter.observer = translation;
    this.buffer = translation.attach();
  }

  show(from: Pixels, top: number, height = HEIGHT, y = 0): void {
    this.painter.putImage(this.surface, from, Int32Array.of(0, top, 0, y, WIDTH, height), 1, 3, 0xffffffff);
  }

  take(): Command[] {
    const commands: Command[] = [];
    for (let bytes = this.buffer.take(1 << 20); bytes !== undefined; bytes = this.buffer.take(1 << 20))
      commands.push(...this.#reader.push(bytes));
    return commands;
  }
}

const rawRows = (commands: Command[]) =>
  commands.reduce((rows, command) => rows + (command.kind === 'raw' ? command.pixels.data.length / WIDTH : 0), 0);

test('a page that is scrolled goes as COPY, with only what is new as RAW', () => {
  const browser = new Browser();
  const text = page(1);
  browser.show(text, 0);
  browser.take();
  for (const top of [40, 120, 60]) {
    const before = top === 40 ? 0 : top === 120 ? 40 : 120;
    browser.show(text, top);
    const commands = browser.take();
    const dy = top - before;
    expect(commands[0]).toEqual({
      kind: 'copy',
      surface: 0,
      source: 0,
      dx: 0,
      dy,
      region: regionFromRect(0, Math.max(0, -dy), WIDTH, HEIGHT - Math.abs(dy)),
    });
    expect(rawRows(commands)).toBe(Math.abs(dy));
  }
});

test('a scrolled page that comes in bands goes as COPY as well', () => {
  const browser = new Browser();
  const text = page(2);
  browser.show(text, 0);
  browser.take();
  for (let y = 0; y < HEIGHT; y += 60) browser.show(text, 30 + y, 60, y);
  const commands = browser.take();
  expect(commands[0]).toMatchObject({ kind: 'copy', dy: 30 });
  expect(rawRows(commands)).toBe(30);
});

test('what has not changed is not sent again', () => {
  const browser = new Browser();
  const text = page(3);
  browser.show(text, 0);
  browser.take();
  browser.show(text, 0);
  expect(browser.take()).toEqual([]);
  text.data.fill(5, 100 * WIDTH, 110 * WIDTH);
  browser.show(text, 0);
  expect(browser.take()).toEqual([
    { kind: 'fill', surface: 0, pixel: 5, region: regionFromRect(0, 100, WIDTH, 10) },
    { kind: 'whole', exact: true },
  ]);
});

test('what was drawn over in another way is not taken for what the image left', () => {
  const browser = new Browser();
  const text = page(4);
  browser.show(text, 0);
  browser.take();
  const box = Int32Array.of(0, 50, WIDTH, 20);
  browser.painter.fill(browser.surface, box, 1, { kind: 'solid', pixel: 9 }, 3, 0xffffffff);
  browser.show(text, 0);
  expect(rawRows(browser.take())).toBe(20);
});

test('blank lines scroll along with the text between them', () => {
  const browser = new Browser();
  const text = page(5);
  for (let y = 0; y < text.height; y++) if (y % 9 < 4) text.data.fill(0xffffff, y * WIDTH, (y + 1) * WIDTH);
  browser.show(text, 0);
  browser.take();
  // In bands, as programs send them whose requests are limited; and on and on.
  for (const top of [30, 60, 90, 150]) {
    for (let y = 0; y < HEIGHT; y += 40) browser.show(text, top + y, 40, y);
    const commands = browser.take();
    const copied = commands.filter(({ kind }) => kind === 'copy');
    expect(copied.length, `to ${top}`).toBeGreaterThan(0);
    expect(rawRows(commands), `to ${top}`).toBeLessThanOrEqual(top === 150 ? 100 : 30);
  }
});
