/** What a drawing list evicts, clips and merges. */
import { expect, test } from 'vitest';
import type { Glyph } from '../../thinc/commands.ts';
import { DrawingList } from '../../thinc/drawing-list.ts';
import { glyphsDrawing, type Drawing } from '../../thinc/drawings.ts';
import { MAX_DRAWINGS, MAX_DIRTY_BOXES } from '../../thinc/limits.ts';
import { isEmptyRegion, regionFromRect, regionsEqual } from '../../xserver/raster/region.ts';

const solid = (pixel: number, x: number, y: number, width: number, height: number): Drawing => ({
  kind: 'paint',
  paint: { kind: 'solid', pixel },
  region: regionFromRect(x, y, width, height),
});
const glyph: Glyph = { left: 0, width: 5, ascent: 7, height: 9, advance: 6, bits: new Uint8Array(9).fill(0xf8) };
const text = (pixel: number, x: number, y: number, count = 3): Drawing =>
  glyphsDrawing(
    pixel,
    Array.from({ length: count }, () => glyph),
    Array.from({ length: count }, (_, i) => [x + i * 6, y]).flat(),
    undefined,
  )!;
const stipple = (x: number, y: number, width: number, height: number): Drawing => ({
  kind: 'paint',
  paint: {
    kind: 'bitmap',
    picture: { width: 1, height: 1, depth: 1, data: Uint32Array.of(1) },
    x: 0,
    y: 0,
    foreground: 7,
    background: undefined,
  },
  region: regionFromRect(x, y, width, height),
});

function listOf(...drawings: Drawing[]): DrawingList {
  const list = new DrawingList(200, 100);
  for (const drawing of drawings) list.draw(drawing);
  return list;
}

const kinds = (list: DrawingList) => list.waiting.map(({ drawing }) => drawing.kind);

test('what is covered goes, what is covered in part is clipped', () => {
  const list = listOf(solid(1, 0, 0, 50, 50), text(2, 10, 20), solid(3, 0, 0, 50, 30));
  expect(kinds(list)).toEqual(['paint', 'paint']);
  const [below] = list.waiting;
  expect(below!.drawing).toEqual(solid(1, 0, 30, 50, 20));
});

test('rows of one colour become a rectangle, whatever is drawn between them elsewhere', () => {
  const list = listOf();
  for (let y = 0; y < 20; y++) {
    list.draw(solid(5, 10, y, 30, 1));
    list.draw(solid(y % 2, 100 + y, 50, 1, 1));
  }
  expect(list.waiting[0]!.drawing).toEqual(solid(5, 10, 0, 30, 20));
});

test('text of one colour becomes one run, with its grounds in one fill', () => {
  const list = listOf();
  for (let line = 0; line < 4; line++) {
    list.draw(solid(0, 0, line * 10, 100, 10));
    list.draw(text(9, 4, line * 10 + 8, 6));
  }
  expect(kinds(list)).toEqual(['paint', 'glyphs']);
  expect(list.waiting[1]!.drawing).toMatchObject({ glyphs: { length: 24 } });
});

test('text does not merge with text below something that it is drawn upon', () => {
  const list = listOf(text(9, 10, 20), stipple(10, 10, 40, 20), text(9, 14, 20));
  expect(kinds(list)).toEqual(['glyphs', 'paint', 'glyphs']);
});

test('a glyph that is covered in part keeps the rest of it', () => {
  const list = listOf(text(9, 10, 20), solid(1, 12, 0, 2, 100));
  const [whole, part] = list.waiting.map(({ drawing }) => drawing);
  expect(whole).toMatchObject({ kind: 'glyphs', glyphs: { length: 2 }, clip: undefined });
  expect(part).toMatchObject({ kind: 'glyphs', glyphs: { length: 1 } });
  const { clip } = part as Drawing & { kind: 'glyphs' };
  expect([clip!.x1, clip!.x2, clip!.rects.length]).toEqual([10, 15, 8]);
});

test('what waits for RAW swallows what shines through, and gives way to what is complete', () => {
  const list = listOf();
  list.makeDirty(regionFromRect(0, 0, 100, 100));
  list.draw(text(9, 10, 20));
  expect(list.waiting).toHaveLength(0);
  list.draw(solid(1, 0, 0, 100, 40));
  expect(regionsEqual(list.dirty, regionFromRect(0, 40, 100, 60))).toBe(true);
  list.draw(text(9, 10, 20));
  expect(kinds(list)).toEqual(['paint', 'glyphs']);
});

test('a list stays small whatever is drawn', () => {
  const list = listOf();
  for (let i = 0; i < 5 * MAX_DRAWINGS; i++) {
    list.draw(text(i, (i * 7) % 190, (i * 13) % 90, 2));
    expect(list.waiting.length).toBeLessThanOrEqual(MAX_DRAWINGS);
    expect(list.dirty.rects.length / 4).toBeLessThanOrEqual(MAX_DIRTY_BOXES);
  }
  expect(isEmptyRegion(list.dirty)).toBe(false);
  const { x1, y1, x2, y2 } = list.dirty;
  expect(x1 >= -1 && y1 >= -7 && x2 <= 202 && y2 <= 102).toBe(true);
});

test('pieces of a region come clipped, in order, with what is left of the base', () => {
  const list = listOf(solid(1, 0, 0, 50, 50), text(2, 10, 20));
  list.makeDirty(regionFromRect(60, 0, 10, 10));
  const { base, dirty, drawings } = list.piecesIn(regionFromRect(10, 0, 90, 40));
  expect(drawings.map(({ kind }) => kind)).toEqual(['paint', 'glyphs']);
  expect(drawings[0]).toEqual(solid(1, 10, 0, 40, 40));
  expect(regionsEqual(dirty, regionFromRect(60, 0, 10, 10))).toBe(true);
  expect([base.x1, base.y1, base.x2, base.y2]).toEqual([50, 0, 100, 40]);
});
