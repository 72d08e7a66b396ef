/** From a number to an object, or the right X error: the only way to look an XID up. */
import { ErrorCode, XError } from './protocol/errors.ts';
import { MAX_RESOURCES_PER_CLIENT } from './limits.ts';
import type { Client } from './state/clients.ts';
import type { Pixmap } from './state/drawables.ts';
import type { Colormap, Cursor, FontResource, Gc, Resource } from './state/resources.ts';
import type { Window } from './state/windows.ts';
import type { Server } from './server.ts';
import type { Font } from './fonts/font.ts';

export function findWindow(server: Server, id: number): Window {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'window') throw new XError(ErrorCode.Window, id);
  return resource;
}

export function findPixmap(server: Server, id: number): Pixmap {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'pixmap') throw new XError(ErrorCode.Pixmap, id);
  return resource;
}

export function findDrawable(server: Server, id: number): Window | Pixmap {
  const resource = server.state.resources.get(id);
  if (resource === undefined || (resource.kind !== 'window' && resource.kind !== 'pixmap')) {
    throw new XError(ErrorCode.Drawable, id);
  }
  return resource;
}

export function findGc(server: Server, id: number): Gc {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'gc') throw new XError(ErrorCode.GContext, id);
  return resource;
}

export function findFont(server: Server, id: number): FontResource {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'font') throw new XError(ErrorCode.Font, id);
  return resource;
}

/** A FONTABLE: a font, or the font of a gc (X11 §8 QueryFont). */
export function findFontable(server: Server, id: number): Font {
  const resource = server.state.resources.get(id);
  if (resource?.kind === 'font') return resource.font;
  if (resource?.kind === 'gc' && resource.font !== undefined) return resource.font;
  throw new XError(ErrorCode.Font, id);
}

export function findCursor(server: Server, id: number): Cursor {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'cursor') throw new XError(ErrorCode.Cursor, id);
  return resource;
}

export function findColormap(server: Server, id: number): Colormap {
  const resource = server.state.resources.get(id);
  if (resource === undefined || resource.kind !== 'colormap') throw new XError(ErrorCode.Colormap, id);
  return resource;
}

/**
 * Checks that the client may name a new resource `id`.
 * @throws XError IDChoice when the id is in use or outside the client's range, Alloc past the cap on resources.
 */
export function checkNewId(server: Server, client: Client, id: number): void {
  if ((id & ~client.idMask) >>> 0 !== client.idBase || server.state.resources.has(id)) {
    throw new XError(ErrorCode.IDChoice, id);
  }
  if (client.resourceCount >= MAX_RESOURCES_PER_CLIENT) throw new XError(ErrorCode.Alloc);
}

/** Registers a resource whose id `checkNewId` has allowed. */
export function addResource(server: Server, client: Client, resource: Resource): void {
  server.state.resources.set(resource.id, resource);
  client.resourceCount++;
}

/** Takes the id away; the object lives on where something still refers to it. */
export function removeResource(server: Server, resource: Resource): void {
  if (!server.state.resources.delete(resource.id)) return;
  const client = server.state.clients.get(resource.client);
  if (client !== undefined) client.resourceCount--;
}

/** The atom's name. @throws XError Atom for a number that names none. */
export function atomName(server: Server, atom: number): string {
  const name = atom === 0 ? undefined : server.state.atoms.names[atom];
  if (name === undefined) throw new XError(ErrorCode.Atom, atom);
  return name;
}
