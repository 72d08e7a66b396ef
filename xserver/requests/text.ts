/** PolyText8, PolyText16, ImageText8 and ImageText16. X11 §10 */

import { glyphIndex, type Font } from '../fonts/font.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { GX } from '../protocol/generated/xproto.ts';
import type { Paint } from '../raster/paint.ts';
import { clipRects } from '../raster/spans.ts';
import type { Server } from '../server.ts';
import type { Gc } from '../state/resources.ts';
import { findDrawing, gcPlanes, paintVisible, type Drawing } from './drawing-target.ts';
import { gcFont } from './gc-font.ts';
import { gcPaint } from './gc-paint.ts';

/** The length byte of a text item that changes the font instead. X11 §10 PolyText8 */
const FONT_SHIFT = 255;
const FONT_SHIFT_BYTES = 5;
/** Length and delta before the characters of an item. */
const ITEM_HEADER_BYTES = 2;

export const textRequests = {
  PolyText8(server, _client, { drawable, gc, x, y, items }) {
    polyText(server, findDrawing(server, drawable, gc), x, y, items, 1);
  },

  PolyText16(server, _client, { drawable, gc, x, y, items }) {
    polyText(server, findDrawing(server, drawable, gc), x, y, items, 2);
  },

  ImageText8(server, _client, { drawable, gc, x, y, string }) {
    const drawing = findDrawing(server, drawable, gc);
    const font = gcFont(server, drawing.gc);
    const run = new GlyphRun(server, font, x, y);
    const glyphs = byteGlyphs(server, font);
    run.reserve(string.length);
    for (let i = 0; i < string.length; i++) run.add(glyphs[string.charCodeAt(i)]!);
    imageText(server, drawing, run, x, y);
  },

  ImageText16(server, _client, { drawable, gc, x, y, string }) {
    const drawing = findDrawing(server, drawable, gc);
    const font = gcFont(server, drawing.gc);
    const run = new GlyphRun(server, font, x, y);
    run.reserve(string.length / 2);
    for (let i = 0; i < string.length; i += 2) run.add(glyphIndex(font, (string[i]! << 8) | string[i + 1]!));
    imageText(server, drawing, run, x, y);
  },
} satisfies SomeCoreHandlers;

/** Glyphs of one font, gathered in `scratch.numbers` in coordinates of the drawable. */
class GlyphRun {
  readonly font: Font;
  readonly y: number;
  /** Where the next glyph's origin comes. */
  x: number;
  count = 0;
  readonly #server: Server;

  constructor(server: Server, font: Font, x: number, y: number) {
    this.#server = server;
    this.font = font;
    this.x = x;
    this.y = y;
  }

  /** Makes room for `count` more glyphs. */
  reserve(count: number): void {
    this.#server.scratch.growNumbers((this.count + count) * 3);
  }

  /** Adds a glyph for which there is room; a negative one is nothing. */
  add(glyph: number): void {
    if (glyph < 0) return;
    const { numbers } = this.#server.scratch;
    const at = this.count++ * 3;
    numbers[at] = glyph;
    numbers[at + 1] = this.x;
    numbers[at + 2] = this.y;
    this.x += this.font.metrics[glyph * 6 + 2]!;
  }
}

/** Glyph of each byte of 8-bit text, -1 for none. */
function byteGlyphs(server: Server, font: Font): Int32Array {
  let glyphs = server.scratch.byteGlyphs.get(font);
  if (glyphs === undefined) {
    glyphs = new Int32Array(256);
    for (let byte = 0; byte < 256; byte++) glyphs[byte] = glyphIndex(font, byte);
    server.scratch.byteGlyphs.set(font, glyphs);
  }
  return glyphs;
}

/**
 * Draws text items up to the first that is wrong, as X.Org does: what stands before it has been drawn and font changes
 * stay in the gc.
 * @throws XError Font for a font change to no font, Length for an item that is cut short.
 */
function polyText(
  server: Server,
  drawing: Drawing,
  x: number,
  y: number,
  items: Uint8Array,
  bytesPerCharacter: 1 | 2,
): void {
  const { gc } = drawing;
  const end = items.length;
  let run = new GlyphRun(server, gcFont(server, gc), x, y);
  let at = 0;
  let wrong: XError | undefined;
  // Up to 3 bytes of padding follow the items; so few hold no item with characters.
  while (end - at > ITEM_HEADER_BYTES) {
    const length = items[at]!;
    if (length === FONT_SHIFT) {
      if (end - at < FONT_SHIFT_BYTES) {
        wrong = new XError(ErrorCode.Length);
        break;
      }
      const id = ((items[at + 1]! << 24) | (items[at + 2]! << 16) | (items[at + 3]! << 8) | items[at + 4]!) >>> 0;
      const resource = server.state.resources.get(id);
      if (resource?.kind !== 'font') {
        wrong = new XError(ErrorCode.Font, id);
        break;
      }
      drawRun(server, drawing, run, gc, undefined);
      gc.font = resource.font;
      run = new GlyphRun(server, gc.font, run.x, y);
      at += FONT_SHIFT_BYTES;
      continue;
    }
    const first = at + ITEM_HEADER_BYTES;
    const next = first + length * bytesPerCharacter;
    if (next > end) {
      wrong = new XError(ErrorCode.Length);
      break;
    }
    run.x += (items[at + 1]! << 24) >> 24;
    run.reserve(length);
    if (bytesPerCharacter === 1) {
      const glyphs = byteGlyphs(server, run.font);
      for (let i = first; i < next; i++) run.add(glyphs[items[i]!]!);
    } else {
      for (let i = first; i < next; i += 2) run.add(glyphIndex(run.font, (items[i]! << 8) | items[i + 1]!));
    }
    at = next;
  }
  drawRun(server, drawing, run, gc, undefined);
  if (wrong !== undefined) throw wrong;
}

/** Paints a run through the gc, or through `paint` and GXcopy for image text. */
function drawRun(server: Server, drawing: Drawing, run: GlyphRun, gc: Gc, paint: Paint | undefined): void {
  const { count, font } = run;
  if (count === 0) return;
  const glyphs = server.scratch.numbers;
  let movedX = 0;
  let movedY = 0;
  for (const { target, x, y, clip } of drawing.contexts) {
    moveGlyphs(glyphs, count, x - movedX, y - movedY);
    movedX = x;
    movedY = y;
    const rop = paint === undefined ? gc.function : GX.copy;
    server.painter.glyphs(target, font, glyphs, count, clip, paint ?? gcPaint(gc, x, y), rop, gcPlanes(gc));
  }
}

function moveGlyphs(glyphs: Int32Array, count: number, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  for (let at = 0; at < count * 3; at += 3) {
    glyphs[at + 1]! += dx;
    glyphs[at + 2]! += dy;
  }
}

/** The background of the whole run, then the glyphs: solid and GXcopy whatever the gc says. X11 §10 ImageText8 */
function imageText(server: Server, drawing: Drawing, run: GlyphRun, x: number, y: number): void {
  if (run.count === 0) return;
  const { gc } = drawing;
  const { fontAscent, fontDescent } = run.font;
  const left = Math.min(x, run.x);
  const width = Math.abs(run.x - x);
  const { shapes, clipped } = server.scratch;
  for (const context of drawing.contexts) {
    shapes.clear();
    shapes.add(context.x + left, context.y + y - fontAscent, width, fontAscent + fontDescent);
    const paint: Paint = { kind: 'solid', pixel: gc.background };
    clipRects(shapes, context.clip, clipped, (visible) => {
      paintVisible(server, context, visible, paint, GX.copy, gcPlanes(gc));
    });
  }
  drawRun(server, drawing, run, gc, { kind: 'solid', pixel: gc.foreground });
}
