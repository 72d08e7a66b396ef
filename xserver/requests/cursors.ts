/** Cursors. X11 §8.6 */
import { exactGlyph } from '../fonts/font.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { cursorMayHaveChanged } from '../input/window-changes.ts';
import { MAX_CURSOR_PIXELS } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeQueryBestSizeReply,
  Font as FontId,
  Pixmap as PixmapId,
  QueryShapeOf,
} from '../protocol/generated/xproto.ts';
import {
  addResource,
  checkNewId,
  findCursor,
  findDrawable,
  findFont,
  findPixmap,
  removeResource,
} from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Pixmap } from '../state/drawables.ts';
import {
  bitmapCursor,
  glyphCursor,
  paintCursor,
  type CursorColours,
  type CursorShape,
  type FontGlyph,
} from './cursor-shape.ts';
import { isInputOnly } from './drawing-target.ts';

export const cursorRequests = {
  CreateCursor(server, client, request) {
    checkNewId(server, client, request.cid);
    const source = findBitmap(server, request.source);
    const mask = request.mask === PixmapId.None ? undefined : findBitmap(server, request.mask);
    const { width, height } = source.pixels;
    if (mask !== undefined && (mask.pixels.width !== width || mask.pixels.height !== height)) {
      throw new XError(ErrorCode.Match);
    }
    if (request.x > width || request.y > height) throw new XError(ErrorCode.Match);
    checkSize(width, height);
    const shape = bitmapCursor(source.pixels, mask?.pixels, request.x, request.y);
    addCursor(server, client, request.cid, shape, request);
  },

  CreateGlyphCursor(server, client, request) {
    checkNewId(server, client, request.cid);
    const source = findGlyph(server, request.sourceFont, request.sourceChar);
    const mask = request.maskFont === FontId.None ? undefined : findGlyph(server, request.maskFont, request.maskChar);
    const shape = glyphCursor(source, mask);
    checkSize(shape.width, shape.height);
    addCursor(server, client, request.cid, shape, request);
  },

  FreeCursor(server, _client, { cursor }) {
    removeResource(server, findCursor(server, cursor));
  },

  RecolorCursor(server, _client, request) {
    const cursor = findCursor(server, request.cursor);
    // A cursor with colours of its own (RENDER) has none to change.
    if (cursor.shape === undefined) return;
    cursor.image = paintCursor({ ...cursor.image, cells: cursor.shape }, request);
    cursorMayHaveChanged(server);
  },

  QueryBestSize(server, client, request) {
    const { class: shape, width, height } = request;
    if (shape > QueryShapeOf.FastestStipple) throw new XError(ErrorCode.Value, shape);
    const drawable = findDrawable(server, request.drawable);
    if (shape === QueryShapeOf.LargestCursor) {
      const { screen } = server.state;
      const best = { width: Math.min(width, screen.width), height: Math.min(height, screen.height) };
      server.reply(client, encodeQueryBestSizeReply, best);
      return;
    }
    if (isInputOnly(drawable)) throw new XError(ErrorCode.Match);
    server.reply(client, encodeQueryBestSizeReply, { width: goodPatternWidth(width), height });
  },
} satisfies SomeCoreHandlers;

/** As the sample server: small widths that divide a word of 32 pixels, and any large one. */
function goodPatternWidth(width: number): number {
  if (width >= 32) return width;
  let power = 1;
  while (power < width) power *= 2;
  return width === 0 ? 0 : power;
}

function findBitmap(server: Server, id: number): Pixmap {
  const pixmap = findPixmap(server, id);
  if (pixmap.pixels.depth !== 1) throw new XError(ErrorCode.Match);
  return pixmap;
}

function findGlyph(server: Server, fontId: number, code: number): FontGlyph {
  const { font } = findFont(server, fontId);
  const glyph = exactGlyph(font, code);
  if (glyph < 0) throw new XError(ErrorCode.Value, code);
  return { font, glyph };
}

function checkSize(width: number, height: number): void {
  if (width * height > MAX_CURSOR_PIXELS) throw new XError(ErrorCode.Alloc);
}

function addCursor(server: Server, client: Client, id: number, shape: CursorShape, colours: CursorColours): void {
  const image = paintCursor(shape, colours);
  addResource(server, client, { kind: 'cursor', id, client: client.number, shape: shape.cells, image });
}
