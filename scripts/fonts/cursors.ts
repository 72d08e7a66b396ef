/**
 * The cursor font: from the drawings in drawings/cursor.txt to pairs of glyphs, shape and mask, whose origin is the hot
 * spot (X11 §8.7 CreateGlyphCursor).
 */
import { readFileSync } from 'node:fs';
import type { Glyph } from './glyph.ts';
import { at, xOf, yOf } from './glyph.ts';

/** Rows of a drawing. */
type Picture = readonly string[];

export interface CursorShape {
  position: number;
  name: string;
  shape: Glyph;
  mask: Glyph;
}

const OPERATIONS: Record<string, (picture: Picture) => Picture> = {
  mirror: (picture) => picture.map((row) => [...row].reverse().join('')),
  flip: (picture) => [...picture].reverse(),
  turn: (picture) => [...picture[0]!].map((_, x) => picture.map((row) => row[x]!).join('')),
};

/** X.Org gives every glyph of its cursor font this width; nothing draws text with them. */
const ADVANCE = 17;

function glyphsOf(name: string, picture: Picture): { shape: Glyph; mask: Glyph } {
  const width = Math.max(...picture.map((row) => row.length));
  if (picture.some((row) => row.length !== width)) throw new Error(`cursor ${name} has rows of unequal length`);
  const hotY = picture.findIndex((row) => /[HOh]/.test(row));
  const hotX = picture[hotY]?.search(/[HOh]/) ?? -1;
  if (hotX < 0 || picture.join('').replaceAll(/[^HOh]/g, '').length !== 1) {
    throw new Error(`cursor ${name} needs one hot spot`);
  }
  const shape = new Set<number>();
  const ink = new Set<number>();
  picture.forEach((row, y) => {
    [...row].forEach((pixel, x) => {
      if ('#H'.includes(pixel)) shape.add(at(x - hotX, y - hotY));
      if ('#HoO'.includes(pixel)) ink.add(at(x - hotX, y - hotY));
    });
  });
  const mask = new Set<number>();
  for (const pixel of ink) {
    for (let dy = -1; dy <= 1; dy++) for (let dx = -1; dx <= 1; dx++) mask.add(at(xOf(pixel) + dx, yOf(pixel) + dy));
  }
  return { shape: { advance: ADVANCE, pixels: shape }, mask: { advance: ADVANCE, pixels: mask } };
}

export function readCursors(): CursorShape[] {
  const text = readFileSync(new URL('./drawings/cursor.txt', import.meta.url), 'utf8');
  const pictures = new Map<string, Picture>();
  const shapes: CursorShape[] = [];
  for (const section of text.split(/^@ /m).slice(1)) {
    const [title, ...rows] = section.trimEnd().split('\n');
    const [position, name, equals, other, ...operations] = title!.split(' ');
    let picture: Picture = rows.filter((row) => row !== '');
    if (equals === '=') {
      picture = operations.reduce((made, operation) => OPERATIONS[operation]!(made), pictures.get(other!)!);
    }
    pictures.set(name!, picture);
    shapes.push({ position: Number(position), name: name!, ...glyphsOf(name!, picture) });
  }
  return shapes;
}
