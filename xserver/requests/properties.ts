/**
 * Properties of windows (X11 §9). Values are kept in little-endian order whatever the client's, are swapped on the way in and out,
 * and are replaced, never changed in place. ListProperties gives the newest first, as X.Org does: the Map's order, backwards.
 */
import { deliver, EventMask } from '../events.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import {
  MAX_ALL_PROPERTY_BYTES,
  MAX_PROPERTY_BYTES,
  MAX_WINDOW_PROPERTIES,
  PROPERTY_OVERHEAD_BYTES,
} from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeGetPropertyReply,
  encodeListPropertiesReply,
  Property as PropertyState,
  PropMode,
} from '../protocol/generated/xproto.ts';
import { findWindow } from '../resources.ts';
import { protocolTime } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Property, Window } from '../state/windows.ts';
import { checkAtom, checkBool } from './atoms.ts';

const ANY_PROPERTY_TYPE = 0;
const NOTHING = new Uint8Array(0);

/** The value in the other byte order, as a copy. */
function swapped(data: Uint8Array, format: number): Uint8Array {
  const copy = data.slice();
  if (format === 16) {
    for (let i = 0; i + 1 < copy.length; i += 2) copy.subarray(i, i + 2).reverse();
  } else if (format === 32) {
    for (let i = 0; i + 3 < copy.length; i += 4) copy.subarray(i, i + 4).reverse();
  }
  return copy;
}

function inOrderOf(client: Client, data: Uint8Array, format: number): Uint8Array {
  return client.littleEndian || format === 8 ? data : swapped(data, format);
}

function notify(server: Server, window: Window, atom: number, state: number): void {
  deliver(server, window, EventMask.PropertyChange, {
    name: 'PropertyNotify',
    window: window.id,
    atom,
    time: protocolTime(server),
    state,
  });
}

function sizeOf(property: Property | undefined): number {
  return property === undefined ? 0 : property.data.length + PROPERTY_OVERHEAD_BYTES;
}

/** @throws XError Alloc past the caps on one value and on all of them. */
function setProperty(server: Server, window: Window, atom: number, property: Property): void {
  const { state } = server;
  const total = state.propertyBytes - sizeOf(window.properties.get(atom)) + sizeOf(property);
  if (property.data.length > MAX_PROPERTY_BYTES || total > MAX_ALL_PROPERTY_BYTES) throw new XError(ErrorCode.Alloc);
  if (window.properties.size >= MAX_WINDOW_PROPERTIES && !window.properties.has(atom))
    throw new XError(ErrorCode.Alloc);
  state.propertyBytes = total;
  window.properties.set(atom, property);
}

function removeProperty(server: Server, window: Window, atom: number): boolean {
  const property = window.properties.get(atom);
  if (property === undefined) return false;
  server.state.propertyBytes -= sizeOf(property);
  window.properties.delete(atom);
  return true;
}

/** The window is gone: its properties no longer count against the cap. No event tells of them. */
export function propertiesWindowDestroyed(server: Server, window: Window): void {
  for (const property of window.properties.values()) server.state.propertyBytes -= sizeOf(property);
  window.properties.clear();
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  if (first.length === 0) return second;
  if (second.length === 0) return first;
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

/** Changes a property as ChangeProperty does, and tells whoever has selected for it. `data` is owned, little-endian. */
export function changeProperty(server: Server, window: Window, atom: number, mode: number, given: Property): void {
  const old = window.properties.get(atom);
  let property = given;
  if (old !== undefined && mode !== PropMode.Replace) {
    if (old.format !== given.format || old.type !== given.type) throw new XError(ErrorCode.Match);
    const data = mode === PropMode.Append ? joined(old.data, given.data) : joined(given.data, old.data);
    property = { type: old.type, format: old.format, data };
  }
  setProperty(server, window, atom, property);
  notify(server, window, atom, PropertyState.NewValue);
}

export const propertyRequests = {
  ChangeProperty(server, client, { mode, window: id, property: atom, type, format, data }) {
    if (format !== 8 && format !== 16 && format !== 32) throw new XError(ErrorCode.Value, format);
    if (mode > PropMode.Append) throw new XError(ErrorCode.Value, mode);
    const window = findWindow(server, id);
    checkAtom(server, atom);
    checkAtom(server, type);
    const owned = client.littleEndian ? data.slice() : swapped(data, format);
    changeProperty(server, window, atom, mode, { type, format, data: owned });
  },

  DeleteProperty(server, _client, { window: id, property: atom }) {
    const window = findWindow(server, id);
    checkAtom(server, atom);
    if (removeProperty(server, window, atom)) notify(server, window, atom, PropertyState.Delete);
  },

  GetProperty(server, client, request) {
    const window = findWindow(server, request.window);
    checkAtom(server, request.property);
    const remove = checkBool(request.delete);
    if (request.type !== ANY_PROPERTY_TYPE) checkAtom(server, request.type);
    const property = window.properties.get(request.property);
    if (property === undefined) {
      server.reply(client, encodeGetPropertyReply, { format: 0, type: 0, bytesAfter: 0, valueLen: 0, value: NOTHING });
      return;
    }
    const { type, format, data } = property;
    if (request.type !== ANY_PROPERTY_TYPE && request.type !== type) {
      server.reply(client, encodeGetPropertyReply, {
        format,
        type,
        bytesAfter: data.length,
        valueLen: 0,
        value: NOTHING,
      });
      return;
    }
    const from = request.longOffset * 4;
    if (from > data.length) throw new XError(ErrorCode.Value, request.longOffset);
    const end = Math.min(data.length, from + request.longLength * 4);
    const bytesAfter = data.length - end;
    const last = remove && bytesAfter === 0;
    // X.Org tells of the deletion before it answers.
    if (last) notify(server, window, request.property, PropertyState.Delete);
    const value = inOrderOf(client, data.subarray(from, end), format);
    const valueLen = Math.floor(((end - from) * 8) / format);
    server.reply(client, encodeGetPropertyReply, { format, type, bytesAfter, valueLen, value });
    if (last) removeProperty(server, window, request.property);
  },

  ListProperties(server, client, { window: id }) {
    const atoms = Uint32Array.from(findWindow(server, id).properties.keys()).reverse();
    server.reply(client, encodeListPropertiesReply, { atoms });
  },

  RotateProperties(server, _client, { window: id, delta, atoms }) {
    const window = findWindow(server, id);
    const values: Property[] = [];
    const lastIndex = new Map(Array.from(atoms, (atom, i) => [atom, i]));
    for (let i = 0; i < atoms.length; i++) {
      const atom = atoms[i]!;
      checkAtom(server, atom);
      if (lastIndex.get(atom) !== i) throw new XError(ErrorCode.Match);
      const value = window.properties.get(atom);
      if (value === undefined) throw new XError(ErrorCode.Match);
      values.push(value);
    }
    const count = atoms.length;
    if (count === 0 || delta % count === 0) return;
    const shift = ((delta % count) + count) % count;
    for (let i = 0; i < count; i++) {
      notify(server, window, atoms[i]!, PropertyState.NewValue);
      window.properties.set(atoms[(i + shift) % count]!, values[i]!);
    }
  },
} satisfies SomeCoreHandlers;
