/** Pictures of faces, to look at while tuning: a chart of all glyphs in their boxes, and a sample of text. */
import type * as NodeCanvas from 'canvas';
import type { CursorShape } from './cursors.ts';
import type { Face } from './faces.ts';
import type { Glyph } from './glyph.ts';
import { boxOf, xOf, yOf } from './glyph.ts';

type Canvas = typeof NodeCanvas;

const SAMPLE = [
  '#include <stdio.h>  /* The quick brown fox jumps over */',
  'int main(int argc, char **argv) { return argc >= 2 ? 0 : 1; }',
  'user@host:~$ ls -la | grep "^d" 0123456789 [x] (y) 100% & co',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ abcdefghijklmnopqrstuvwxyz',
  'ÀÉÎÕÜ åçéîñøüß ŁłŠšŽž ΑΒΓΔΘΞΩ αβγδεζηθλμξπσφψω',
  'ЖЩЯЮФЫ абвгдежзийклмнопрстуфхцчшщъыьэюя «» — … €',
  '┌──┬──┐ ╔══╗ ░▒▓█ ▀▄ │  │ ├──┼──┤ ┏━┓ ╭─╮',
];

export function drawPreview(canvas: Canvas, face: Face, glyphs: ReadonlyMap<number, Glyph>, zoom: number): Buffer {
  const height = face.ascent + face.descent;
  const cell = (face.cell || Math.ceil(face.emX)) + 3;
  const columns = 32;
  const codes = [...glyphs.keys()];
  const chartRows = Math.ceil(codes.length / columns);
  const width = Math.max(columns * cell, 70 * (face.cell || face.emX * 0.6)) + 8;
  const tall = SAMPLE.length * height + 12 + chartRows * (height + 3);
  const surface = canvas.createCanvas(width * zoom, tall * zoom);
  const context = surface.getContext('2d');
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width * zoom, tall * zoom);
  const rectangle = (colour: string, x: number, y: number, w: number, h: number): void => {
    context.fillStyle = colour;
    context.fillRect(x * zoom, y * zoom, w * zoom, h * zoom);
  };
  const place = (glyph: Glyph, x: number, y: number): void => {
    for (const pixel of glyph.pixels) rectangle('#000', x + xOf(pixel), y + yOf(pixel), 1, 1);
  };
  SAMPLE.forEach((line, row) => {
    let x = 4;
    for (const character of line) {
      const glyph = glyphs.get(character.codePointAt(0)!) ?? glyphs.get(0);
      if (glyph === undefined) continue;
      place(glyph, x, 4 + row * height + face.ascent);
      x += glyph.advance;
    }
  });
  codes.forEach((code, i) => {
    const glyph = glyphs.get(code)!;
    const x = (i % columns) * cell + 2;
    const y = SAMPLE.length * height + 12 + Math.floor(i / columns) * (height + 3);
    rectangle('#ffe0c0', x, y, glyph.advance, face.ascent);
    rectangle('#c0e0ff', x, y + face.ascent, glyph.advance, face.descent);
    place(glyph, x, y + face.ascent);
  });
  return surface.toBuffer();
}

/** All cursors, black with their white masks, on a middle colour. */
export function drawCursorPreview(canvas: Canvas, cursors: readonly CursorShape[], zoom: number): Buffer {
  const cell = 24;
  const columns = 13;
  const rows = Math.ceil(cursors.length / columns);
  const surface = canvas.createCanvas(columns * cell * zoom, rows * cell * zoom);
  const context = surface.getContext('2d');
  context.fillStyle = '#6aa';
  context.fillRect(0, 0, surface.width, surface.height);
  cursors.forEach(({ shape, mask }, i) => {
    const box = boxOf(mask)!;
    const x = (i % columns) * cell + 2 - box.left;
    const y = Math.floor(i / columns) * cell + 2 - box.top;
    for (const [glyph, colour] of [
      [mask, '#fff'],
      [shape, '#000'],
    ] as const) {
      context.fillStyle = colour;
      for (const pixel of glyph.pixels) {
        context.fillRect((x + xOf(pixel)) * zoom, (y + yOf(pixel)) * zoom, zoom, zoom);
      }
    }
    context.fillStyle = '#f00';
    context.fillRect(x * zoom + 1, y * zoom + 1, zoom - 2, zoom - 2);
  });
  return surface.toBuffer();
}
