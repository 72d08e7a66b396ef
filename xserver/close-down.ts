/** Clients come and go (X11 §9 Connection Close, SetCloseDownMode, KillClient). */
import { clientGone as inputClientGone } from './input/window-changes.ts';
import type { LogEvent } from './log/entry.ts';
import { MAX_CLIENTS } from './limits.ts';
import { isBlocked } from './blocked.ts';
import { encodeSetupReply } from './protocol/setup.ts';
import { removeResource } from './resources.ts';
import { freeGc } from './requests/gcs.ts';
import { freePixmap } from './requests/pixmaps.ts';
import { freeColormap } from './requests/colormaps.ts';
import { releaseServerGrab } from './server-grab.ts';
import { selectionsClientGone } from './requests/selections.ts';
import type { Server } from './server.ts';
import { setupReplyFor } from './setup-reply.ts';
import { CloseDown, type Client } from './state/clients.ts';
import type { Resource } from './state/resources.ts';
import type { Window } from './state/windows.ts';
import { destroyWindow } from './windows/destroy.ts';
import { mapWindow } from './windows/map.ts';
import { reparentWindow } from './windows/reparent.ts';
import { rootX, rootY } from './windows/tree.ts';

/** Ids of one client: its base plus 0 .. this. */
const CLIENT_ID_MASK = 0x1fffff;

/** A client that the host has let in: registers it and answers its set-up. */
export function addClient(server: Server, entry: Extract<LogEvent, { kind: 'client-connected' }>): void {
  const { clients } = server.state;
  const client: Client = {
    number: entry.client,
    littleEndian: entry.littleEndian,
    idBase: entry.idBase,
    idMask: CLIENT_ID_MASK,
    resourceCount: 0,
    pixmapBytes: 0,
    sequence: 0,
    bigRequests: false,
    closeDown: CloseDown.Destroy,
    connected: true,
    saveSet: new Set(),
    goneWhenDrained: false,
    blockedUntil: 0,
    held: [],
    heldBytes: 0,
  };
  if (clients.has(client.number)) throw new Error(`client ${client.number} is connected already`);
  clients.set(client.number, client);
  const refusal = refusalFor(server, client);
  if (refusal === undefined) {
    server.send(client, encodeSetupReply(client.littleEndian, setupReplyFor(server.state, client)));
    return;
  }
  const failed = { status: 'failed', protocolMajorVersion: 11, protocolMinorVersion: 0, reason: refusal } as const;
  server.send(client, encodeSetupReply(client.littleEndian, failed));
  clients.delete(client.number);
  server.sink.closed(client.number, refusal);
}

function refusalFor(server: Server, client: Client): string | undefined {
  if (server.state.clients.size > MAX_CLIENTS) return 'Maximum number of clients reached';
  for (const other of server.state.clients.values()) {
    // A retained client keeps its ids until its resources go.
    if (other !== client && other.idBase === client.idBase) return 'Resource ids are still in use';
  }
  return undefined;
}

/** The connection has ended after its last whole request. Requests that are still held run first. */
export function clientGone(server: Server, clientNumber: number): void {
  const client = server.state.clients.get(clientNumber);
  if (client === undefined || !client.connected) return;
  if (client.held.length > 0 && isBlocked(server, client)) {
    client.goneWhenDrained = true;
    return;
  }
  endConnection(server, client);
}

/** Ends a client from the core's side: KillClient, or a limit. */
export function closeDownClient(server: Server, client: Client, reason = ''): void {
  if (!client.connected) return;
  const asked = client.goneWhenDrained;
  endConnection(server, client);
  if (!asked) server.sink.closed(client.number, reason);
}

function endConnection(server: Server, client: Client): void {
  client.connected = false;
  client.goneWhenDrained = false;
  client.held = [];
  client.heldBytes = 0;
  server.state.impervious.delete(client.number);
  inputClientGone(server, client.number);
  selectionsClientGone(server, client.number);
  restoreSaveSet(server, client);
  forgetSelections(server, client.number);
  if (client.closeDown === CloseDown.Destroy) {
    destroyResources(server, client);
    server.state.clients.delete(client.number);
  }
  if (server.state.serverGrab === client.number) releaseServerGrab(server);
}

/** Its event masks on any window go, and its interest in shapes. */
function forgetSelections(server: Server, clientNumber: number): void {
  for (const resource of server.state.resources.values()) {
    if (resource.kind !== 'window') continue;
    resource.eventMasks.delete(clientNumber);
    resource.shapeSelections.delete(clientNumber);
  }
}

/** Windows of others that it had reparented into its own go back to the nearest ancestor that is not its own, mapped (X11 §10 ChangeSaveSet). */
function restoreSaveSet(server: Server, client: Client): void {
  for (const window of [...client.saveSet]) {
    const ancestor = nearestForeignAncestor(window, client.number);
    if (ancestor === undefined) continue;
    if (ancestor !== window.parent) {
      const x = rootX(window) - window.borderWidth - rootX(ancestor);
      const y = rootY(window) - window.borderWidth - rootY(ancestor);
      reparentWindow(server, window, ancestor, x, y, client.number);
    }
    if (!window.mapped) mapWindow(server, window, client.number);
  }
  client.saveSet.clear();
}

function nearestForeignAncestor(window: Window, clientNumber: number): Window | undefined {
  let parent = window.parent;
  while (parent !== undefined && parent.client === clientNumber) parent = parent.parent;
  return parent;
}

/** Frees everything that a client has made. Its windows go as a tree: inferiors of other clients go with them. */
export function destroyResources(server: Server, client: Client): void {
  const own: Resource[] = [];
  for (const resource of server.state.resources.values()) if (resource.client === client.number) own.push(resource);
  const windows = own.filter((resource) => resource.kind === 'window');
  for (const window of windows) {
    // Those that went with an ancestor are no longer in the table.
    if (server.state.resources.get(window.id) === window && !isInside(window, client.number))
      destroyWindow(server, window);
  }
  for (const resource of own) {
    if (resource.kind === 'pixmap') {
      freePixmap(server, resource);
      // Others may still tile with it; its number will be another client's.
      resource.client = 0;
    } else if (resource.kind === 'gc') {
      freeGc(server, resource);
    } else if (resource.kind === 'colormap') {
      freeColormap(server, resource);
    } else {
      removeResource(server, resource);
    }
  }
}

/** True when an ancestor is the client's own too. */
function isInside(window: Window, clientNumber: number): boolean {
  for (let w = window.parent; w !== undefined; w = w.parent) if (w.client === clientNumber) return true;
  return false;
}

/** Destroys what retained clients have left (KillClient AllTemporary, or one of them). */
export function destroyRetained(server: Server, client: Client): void {
  destroyResources(server, client);
  server.state.clients.delete(client.number);
}
