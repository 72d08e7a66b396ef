/** PutImage and GetImage. X11 §10 */
import type { SomeCoreHandlers } from '../handlers.ts';
import { bitsPerPixel, IMAGES_ARE_LITTLE_ENDIAN, SCANLINE_PAD } from '../image-formats.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { GX, ImageFormat, type PutImageRequest } from '../protocol/generated/xproto.ts';
import { MAX_REPLY_BYTES } from '../protocol/limits.ts';
import { copyRect } from '../raster/copy.ts';
import {
  packXYPixmapInto,
  packZPixmapInto,
  scanlineBytes,
  unpackXYPixmap,
  unpackZPixmapInto,
} from '../raster/images.ts';
import { createPixels, depthMask, type Pixels } from '../raster/pixels.ts';
import { regionContainsRect, type Region } from '../raster/region.ts';
import { findDrawable } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Pixmap } from '../state/drawables.ts';
import type { Gc } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { composeScene } from '../windows/scene.ts';
import { rootX, rootY } from '../windows/tree.ts';
import { clipCopies } from './copies.ts';
import { depthOf, findDrawing, gcPlanes, isInputOnly, paintRectsWith, type DrawContext } from './drawing-target.ts';

const ALL_PLANES = 0xffffffff;
const REPLY_BYTES = 32;

export const imageRequests = {
  PutImage(server, _client, request) {
    const { gc, contexts } = findDrawing(server, request.drawable, request.gc);
    checkImage(request, gc.depth);
    if (request.width === 0 || request.height === 0 || contexts.length === 0) return;
    if (request.format === ImageFormat.XYBitmap) {
      const bitmap = readPlanes(request, 1);
      for (const context of contexts) putBitmap(server, gc, context, bitmap, request);
    } else {
      const image =
        request.format === ImageFormat.ZPixmap ? readZPixmap(server, request, gc.depth) : readPlanes(request, gc.depth);
      for (const context of contexts) putPixels(server, gc, context, image, request);
    }
  },

  GetImage(server, client, request) {
    const { format, x, y, width, height } = request;
    if (format !== ImageFormat.XYPixmap && format !== ImageFormat.ZPixmap) throw new XError(ErrorCode.Value, format);
    const drawable = findDrawable(server, request.drawable);
    if (isInputOnly(drawable)) throw new XError(ErrorCode.Match);
    const depth = depthOf(drawable);
    const planes = (request.planeMask & depthMask(depth)) >>> 0;
    const from =
      drawable.kind === 'pixmap'
        ? readPixmap(drawable, x, y, width, height)
        : readWindow(server, drawable, x, y, width, height);
    const visual = drawable.kind === 'window' ? drawable.visual : 0;
    const bytes = imageReply(server, format, width, height, depth, planes);
    const { pixels } = from;
    if (format === ImageFormat.ZPixmap) {
      const bits = bitsPerPixel(depth);
      packZPixmapInto(
        bytes,
        REPLY_BYTES,
        pixels,
        from.x,
        from.y,
        width,
        height,
        planes,
        bits,
        SCANLINE_PAD,
        IMAGES_ARE_LITTLE_ENDIAN,
      );
    } else {
      packXYPixmapInto(
        bytes,
        REPLY_BYTES,
        pixels,
        from.x,
        from.y,
        width,
        height,
        planes,
        SCANLINE_PAD,
        IMAGES_ARE_LITTLE_ENDIAN,
      );
    }
    sendImage(server, client, depth, visual, bytes);
  },
} satisfies SomeCoreHandlers;

/** Throws XError Match, Value or Length where the image's format, depth, pad or size do not fit together. */
function checkImage({ format, depth, leftPad, width, height, data }: PutImageRequest, gcDepth: number): void {
  let rowBytes: number;
  switch (format) {
    case ImageFormat.XYBitmap:
      if (depth !== 1 || leftPad >= SCANLINE_PAD) throw new XError(ErrorCode.Match);
      rowBytes = scanlineBytes(width + leftPad, SCANLINE_PAD);
      break;
    case ImageFormat.XYPixmap:
      if (depth !== gcDepth || leftPad >= SCANLINE_PAD) throw new XError(ErrorCode.Match);
      rowBytes = scanlineBytes(width + leftPad, SCANLINE_PAD) * depth;
      break;
    case ImageFormat.ZPixmap:
      if (depth !== gcDepth || leftPad !== 0) throw new XError(ErrorCode.Match);
      rowBytes = scanlineBytes(width * bitsPerPixel(depth), SCANLINE_PAD);
      break;
    default:
      throw new XError(ErrorCode.Value, format);
  }
  if (data.length !== rowBytes * height) throw new XError(ErrorCode.Length);
}

function readPlanes({ data, width, height, leftPad }: PutImageRequest, depth: number): Pixels {
  return unpackXYPixmap(data, 0, width, height, depth, leftPad, SCANLINE_PAD, IMAGES_ARE_LITTLE_ENDIAN);
}

/** True where memory holds the bytes of a word in the order of the image formats. */
const wordsAreImages = new Uint8Array(Uint32Array.of(1).buffer)[0] === (IMAGES_ARE_LITTLE_ENDIAN ? 1 : 0);

/** The image as pixels: the request's own bytes where they are words, so of depth 32 although only `depth` bits count. */
function readZPixmap(server: Server, { data, width, height }: PutImageRequest, depth: number): Pixels {
  const bits = bitsPerPixel(depth);
  if (bits === 32 && wordsAreImages && data.byteOffset % 4 === 0) {
    return { width, height, depth: 32, data: new Uint32Array(data.buffer, data.byteOffset, width * height) };
  }
  const words = server.scratch.pixels(width * height);
  // One bit per pixel is ored in.
  if (bits === 1) words.fill(0, 0, width * height);
  const image: Pixels = { width, height, depth, data: words };
  unpackZPixmapInto(data, 0, width, height, bits, SCANLINE_PAD, IMAGES_ARE_LITTLE_ENDIAN, image, 0, 0);
  return image;
}

function putPixels(server: Server, gc: Gc, context: DrawContext, image: Pixels, request: PutImageRequest): void {
  const { target, x, y, clip } = context;
  const { dstX, dstY, width, height } = request;
  const count = clipCopies(server.scratch, clip, 0, 0, x + dstX, y + dstY, width, height);
  server.painter.putImage(target, image, server.scratch.numbers, count, gc.function, gcPlanes(gc));
}

/** Ones are put as the gc's foreground, zeros as its background: what an opaque stipple does. */
function putBitmap(server: Server, gc: Gc, context: DrawContext, bitmap: Pixels, request: PutImageRequest): void {
  const x = context.x + request.dstX;
  const y = context.y + request.dstY;
  const { shapes } = server.scratch;
  shapes.clear();
  shapes.add(x, y, bitmap.width, bitmap.height);
  const { foreground, background } = gc;
  paintRectsWith(server, gc, context, shapes, { kind: 'stipple', stipple: bitmap, x, y, foreground, background });
}

interface PixelsAt {
  readonly pixels: Pixels;
  readonly x: number;
  readonly y: number;
}

/** Room for a whole reply with its image, borrowed until the next; what its image does not write is zero. @throws XError Alloc beyond the cap on replies. */
function imageReply(
  server: Server,
  format: number,
  width: number,
  height: number,
  depth: number,
  planes: number,
): Uint8Array {
  let rowBytes = scanlineBytes(width * bitsPerPixel(depth), SCANLINE_PAD);
  if (format === ImageFormat.XYPixmap) {
    rowBytes = 0;
    for (let rest = planes; rest !== 0; rest &= rest - 1) rowBytes += scanlineBytes(width, SCANLINE_PAD);
  }
  const bytes = REPLY_BYTES + rowBytes * height;
  if (bytes > MAX_REPLY_BYTES) throw new XError(ErrorCode.Alloc);
  const reply = server.scratch.bytes(bytes);
  // Words are all written, other formats have pads.
  reply.fill(0, 0, format === ImageFormat.ZPixmap && bitsPerPixel(depth) === 32 ? REPLY_BYTES : bytes);
  return reply;
}

/** Sends the reply that holds the image already: written by hand, since an image should be copied no more than once. */
function sendImage(server: Server, client: Client, depth: number, visual: number, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer, 0, REPLY_BYTES);
  const { littleEndian } = client;
  view.setUint8(0, 1);
  view.setUint8(1, depth);
  view.setUint16(2, client.sequence, littleEndian);
  view.setUint32(4, (bytes.length - REPLY_BYTES) / 4, littleEndian);
  view.setUint32(8, visual, littleEndian);
  server.send(client, bytes);
}

function readPixmap({ pixels }: Pixmap, x: number, y: number, width: number, height: number): PixelsAt {
  if (x < 0 || y < 0 || x + width > pixels.width || y + height > pixels.height) throw new XError(ErrorCode.Match);
  return { pixels, x, y };
}

/**
 * A rectangle of a window, border and inferiors included.
 * @throws XError Match for a window that is not viewable, a rectangle outside its border or (other windows aside) the screen.
 */
function readWindow(server: Server, window: Window, x: number, y: number, width: number, height: number): PixelsAt {
  const { surface, borderWidth } = window;
  const { screen } = server.state;
  const screenX = rootX(window) + x;
  const screenY = rootY(window) + y;
  if (
    surface === undefined ||
    x < -borderWidth ||
    y < -borderWidth ||
    x + width > window.width + borderWidth ||
    y + height > window.height + borderWidth ||
    screenX < 0 ||
    screenY < 0 ||
    screenX + width > screen.width ||
    screenY + height > screen.height
  ) {
    throw new XError(ErrorCode.Match);
  }
  if (window.parent === undefined) return { pixels: composeScene(server.state, x, y, width, height), x: 0, y: 0 };
  return readSurface(
    server,
    surface.pixels,
    window.borderClip,
    window.surfaceX + x,
    window.surfaceY + y,
    width,
    height,
  );
}

/** A rectangle of a surface; outside `visible` (where siblings or the parent hide the window) 0, as in the sample server. */
function readSurface(
  server: Server,
  pixels: Pixels,
  visible: Region,
  x: number,
  y: number,
  width: number,
  height: number,
): PixelsAt {
  if (regionContainsRect(visible, x, y, width, height) === 'in') return { pixels, x, y };
  const picture = createPixels(width, height, pixels.depth);
  const count = clipCopies(server.scratch, visible, 0, 0, x, y, width, height);
  const { numbers } = server.scratch;
  for (let i = 0; i < count * 6; i += 6) {
    const [toX, toY, fromX, fromY] = [numbers[i]!, numbers[i + 1]!, numbers[i + 2]!, numbers[i + 3]!];
    copyRect(pixels, fromX, fromY, picture, toX, toY, numbers[i + 4]!, numbers[i + 5]!, GX.copy, ALL_PLANES);
  }
  return { pixels: picture, x: 0, y: 0 };
}
