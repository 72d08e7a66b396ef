/** Alpha over the thinc wire: antialiased text on a ground of one colour is GLYPHS, what comes to a colour or a copy is that, the rest RAW. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CommandReader } from '../../thinc/command-reader.ts';
import { CommandWriter } from '../../thinc/command-writer.ts';
import type { Glyph } from '../../thinc/commands.ts';
import { KeptGlyphs } from '../../thinc/kept.ts';
import { MAX_GLYPH_BYTES, MAX_GLYPH_SIDE } from '../../thinc/limits.ts';
import type { Operator } from '../../xserver/raster/composite.ts';
import { regionFromRect } from '../../xserver/raster/region.ts';
import type { Surface } from '../../xserver/state/drawables.ts';
import { DrawingWorld, sceneDifference, smoothGlyphs, steps } from './drawing-world.ts';

const GX_COPY = 3;
const all = regionFromRect(0, 0, 60, 45);

/** A world whose terminal has the empty screen, and what it got since then. */
function fresh() {
  const world = new DrawingWorld();
  const viewer = world.attach();
  world.drain(viewer);
  const root = world.screen.surfaces[0]!;
  const before = viewer.buffer.tally.of('raw').pixels;
  return {
    world,
    root,
    painter: world.painter,
    fill(target: Surface | DrawingWorld['pixmaps'][number], pixel: number, ...box: number[]): void {
      world.painter.fill(target, Int32Array.from(box), 1, { kind: 'solid', pixel }, GX_COPY, 0xffffffff);
    },
    settle() {
      world.drain(viewer);
      expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
      const { tally } = viewer.buffer;
      return { raw: tally.of('raw').pixels - before, tally };
    },
  };
}

function text(x: number, y: number): [typeof smoothGlyphs, Int32Array] {
  const glyphs = [0, 1, 3, 2, 0].map((i) => smoothGlyphs[i]!);
  return [glyphs, Int32Array.from(glyphs.flatMap((_, i) => [x + 5 * i, y]))];
}

test('antialiased text goes as glyphs, each sent once, on whatever colour it stands', () => {
  const { painter, root, fill, settle } = fresh();
  fill(root, 0x203040, 0, 0, 60, 45);
  fill(root, 0xc0c0c0, 12, 0, 48, 45);
  for (const [i, argb] of [0xff000000, 0x80402010, 0xffff0000].entries())
    painter.compositeGlyphs(root, ...text(2, 8 + 10 * i), all, { operator: 'over', argb });
  const { raw, tally } = settle();
  expect(raw).toBe(0);
  expect(tally.of('glyphs').commands).toBeGreaterThan(1);
  expect(tally.of('glyph').commands).toBe(3);
});

test('text that was drawn on a pixmap stays text when it is copied to the screen', () => {
  const { painter, world, root, fill, settle } = fresh();
  const pixmap = world.pixmaps[0]!;
  fill(pixmap, 0xffffff, 0, 0, 40, 30);
  painter.compositeGlyphs(pixmap, ...text(2, 8), regionFromRect(0, 0, 40, 7), { operator: 'over', argb: 0xff102030 });
  painter.composite(root, 'src', pixmap, undefined, Int32Array.of(0, 0, 0, 0, 5, 5, 40, 30), 1);
  const { raw, tally } = settle();
  expect(raw).toBe(0);
  // Those that the clip cuts, and the others.
  expect(tally.of('glyphs').commands).toBe(2);
});

test('text on a picture, and glyphs over each other, are RAW', () => {
  const { painter, world, root, settle } = fresh();
  for (let i = 0; i < 40; i++)
    painter.fill(root, Int32Array.of(i, 0, 1, 20), 1, { kind: 'solid', pixel: i * 777 }, 3, 0xffffffff);
  painter.compositeGlyphs(root, ...text(2, 8), all, { operator: 'over', argb: 0xffffffff });
  expect(world.translation.rawPixels.get('function')).toBeGreaterThan(0);
  settle();
  const disc = smoothGlyphs[0]!;
  painter.compositeGlyphs(root, [disc, disc], Int32Array.of(45, 30, 46, 30), all, {
    operator: 'over',
    argb: 0xffffffff,
  });
  expect(settle().raw).toBeGreaterThan(0);
});

test.each<[string, Operator, number, boolean]>([
  ['an opaque colour over', 'over', 0xff102030, true],
  ['a colour in place of what was there', 'src', 0x80402010, true],
  ['nothing', 'clear', 0, true],
  ['a transparent colour over one colour', 'over', 0x80402010, true],
  ['a transparent colour over many', 'over', 0x80402010, false],
])('%s is a fill where the result is one colour', (_, operator, argb, plain) => {
  const { painter, root, world, settle } = fresh();
  if (!plain)
    for (let i = 0; i < 20; i++)
      painter.fill(root, Int32Array.of(i, 0, 1, 20), 1, { kind: 'solid', pixel: i * 7 }, 3, 0xffffffff);
  settle();
  painter.composite(root, operator, { kind: 'solid', argb }, undefined, Int32Array.of(0, 0, 0, 0, 3, 4, 30, 20), 1);
  const { tally } = settle();
  expect(world.translation.rawPixels.get('function') ?? 0).toBe(plain ? 0 : 600);
  if (plain) expect(tally.of('fill').commands).toBeGreaterThan(0);
});

test('pixels that let others show through are no copy, those that do not are', () => {
  const { world, painter, fill, settle } = fresh();
  world.step({ kind: 'create-surface', n: [15, 15, 20, 9, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0] });
  const surface = world.screen.surfaces[1]!;
  const [opaque, , translucent] = world.pixmaps;
  expect([surface, translucent!].map(({ pixels }) => pixels.depth)).toEqual([32, 32]);
  const place = Int32Array.of(0, 0, 0, 0, 1, 1, 12, 8);
  fill(surface, 0xff112233, 0, 0, 20, 9);
  fill(translucent!, 0x80402010, 0, 0, 40, 30);
  painter.composite(surface, 'over', translucent!, undefined, place, 1);
  settle();
  expect(surface.pixels.data[1 + surface.pixels.width]).toBe(0xff483129);
  painter.composite(surface, 'src', opaque!, undefined, place, 1);
  settle();
  expect(surface.pixels.data[1 + surface.pixels.width]).toBe(0xff000000);
});

test('random compositing on surfaces and pixmaps ends in the same picture', () => {
  const kinds = ['fill', 'copy', 'scroll', 'composite', 'composite', 'smooth-text', 'smooth-text', 'take'] as const;
  fc.assert(
    fc.property(steps(40, kinds), fc.constantFrom(7, 300), (list, maximum) => {
      const world = new DrawingWorld();
      const viewer = world.attach();
      for (const step of list) world.step(step);
      world.drain(viewer, maximum);
      expect(sceneDifference(world, world.translation, viewer.terminal)).toBeUndefined();
    }),
    { numRuns: 400 },
  );
});

test('glyphs are forgotten alike at both ends before they take too much, and refused beyond', () => {
  const side = MAX_GLYPH_SIDE;
  const large = (): Glyph => {
    const bits = new Uint8Array(side * side);
    return { left: 0, width: side, ascent: side, height: side, advance: side, bits, coverage: true };
  };
  const writer = new CommandWriter();
  writer.haste = 'great';
  const kept = new KeptGlyphs();
  const reader = new CommandReader();
  const most = MAX_GLYPH_BYTES / (side * side);
  const numbers: number[] = [];
  let forgotten = 0;
  for (let i = 0; i <= most; i++) {
    numbers.push(...kept.use([large()], writer));
    const commands = reader.push(writer.frames()!);
    forgotten += commands.filter(({ kind }) => kind === 'forget-glyphs').length;
    if (i < most) expect(forgotten).toBe(0);
  }
  expect(forgotten).toBe(1);
  expect(numbers.slice(-2)).toEqual([most - 1, 0]);
  for (let i = 1; i < most; i++) writer.write({ kind: 'glyph', glyph: large() });
  reader.push(writer.frames()!);
  writer.write({ kind: 'glyph', glyph: large() });
  expect(() => reader.push(writer.frames()!)).toThrow(`glyphs of more than ${MAX_GLYPH_BYTES} bytes`);
});

test('glyphs of one kind are not taken for the other', () => {
  const writer = new CommandWriter();
  const glyph = { left: 0, width: 1, ascent: 1, height: 1, advance: 2, bits: Uint8Array.of(0x80) };
  writer.write({ kind: 'glyph', glyph });
  writer.write({ kind: 'glyphs', surface: 0, pixel: 0, ground: 5, clip: undefined, glyphs: [0], positions: [0, 0] });
  expect(() => new CommandReader().push(writer.frames()!)).toThrow('glyph 0 is of the other kind');
});
