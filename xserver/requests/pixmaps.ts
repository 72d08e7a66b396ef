import { MAX_PIXMAP_BYTES_PER_CLIENT } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import { isPixmapDepth } from '../image-formats.ts';
import { createPixels, type Pixels } from '../raster/pixels.ts';
import { regionFromRect } from '../raster/region.ts';
import { addResource, checkNewId, findDrawable, findPixmap, removeResource } from '../resources.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Pixmap } from '../state/drawables.ts';
import type { Background, Border, Window } from '../state/windows.ts';

/** X.Org refuses larger ones too: coordinates of requests have 16 bits. */
const MAX_PIXMAP_SIDE = 32_767;

export const pixmapRequests = {
  CreatePixmap(server, client, { pid, drawable, width, height, depth }) {
    checkNewId(server, client, pid);
    findDrawable(server, drawable);
    if (width === 0 || height === 0) throw new XError(ErrorCode.Value, 0);
    if (width > MAX_PIXMAP_SIDE || height > MAX_PIXMAP_SIDE) throw new XError(ErrorCode.Alloc);
    if (!isPixmapDepth(depth)) throw new XError(ErrorCode.Value, depth);
    addPixmap(server, client, pid, width, height, depth);
  },

  FreePixmap(server, _client, request) {
    freePixmap(server, findPixmap(server, request.pixmap));
  },
} satisfies SomeCoreHandlers;

/**
 * Makes a pixmap of zeros under an id that `checkNewId` has allowed.
 * @throws XError Alloc past the client's share of memory.
 */
export function addPixmap(
  server: Server,
  client: Client,
  id: number,
  width: number,
  height: number,
  depth: number,
): Pixmap {
  const bytes = width * height * 4;
  if (client.pixmapBytes + bytes > MAX_PIXMAP_BYTES_PER_CLIENT) throw new XError(ErrorCode.Alloc);
  const pixmap: Pixmap = {
    kind: 'pixmap',
    id,
    client: client.number,
    references: 1,
    pixels: allocatePixels(width, height, depth),
    bounds: regionFromRect(0, 0, width, height),
  };
  client.pixmapBytes += bytes;
  addResource(server, client, pixmap);
  server.painter.pixmapCreated(pixmap);
  return pixmap;
}

function allocatePixels(width: number, height: number, depth: number): Pixels {
  try {
    return createPixels(width, height, depth);
  } catch (error) {
    if (error instanceof RangeError) throw new XError(ErrorCode.Alloc);
    throw error;
  }
}

/** Takes the pixmap's id away; the pixels stay while something holds them. */
export function freePixmap(server: Server, pixmap: Pixmap): void {
  removeResource(server, pixmap);
  server.painter.pixmapFreed(pixmap);
  releasePixmap(server, pixmap);
}

/** Whoever keeps a pixmap beyond its id (gc, window background) says so, and says when it lets go. */
export function retainPixmap(pixmap: Pixmap | undefined): void {
  if (pixmap !== undefined) pixmap.references++;
}

export function releasePixmap(server: Server, pixmap: Pixmap | undefined): void {
  if (pixmap === undefined || --pixmap.references > 0) return;
  const owner = server.state.clients.get(pixmap.client);
  if (owner !== undefined) {
    owner.pixmapBytes = Math.max(0, owner.pixmapBytes - pixmap.pixels.data.byteLength);
  }
}

/** Gives a window another background; of a pixmap the window is a holder then. */
export function setBackground(server: Server, window: Window, background: Background): void {
  if (background.kind === 'pixmap') retainPixmap(background.pixmap);
  if (window.background.kind === 'pixmap') releasePixmap(server, window.background.pixmap);
  window.background = background;
}

export function setBorder(server: Server, window: Window, border: Border): void {
  if (border.kind === 'pixmap') retainPixmap(border.pixmap);
  if (window.border.kind === 'pixmap') releasePixmap(server, window.border.pixmap);
  window.border = border;
}
