/** Requests about the server and its clients as a whole (X11 §9): grabs, screen saver, access control, closing down, extensions. */
import { closeDownClient, destroyRetained } from '../close-down.ts';
import { extensionNamed, extensions } from '../extensions/registry.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { defaultScreenSaver } from '../initial-state.ts';
import { MAX_ACCESS_HOSTS } from '../limits.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  Blanking,
  encodeGetScreenSaverReply,
  encodeListExtensionsReply,
  encodeListHostsReply,
  encodeQueryExtensionReply,
  Exposures,
  HostMode,
  Kill,
  ScreenSaver,
} from '../protocol/generated/xproto.ts';
import { screenSaverInput, setScreenSaverActive } from '../screen-saver.ts';
import { releaseServerGrab } from '../server-grab.ts';
import type { Server } from '../server.ts';
import { CloseDown, type Client } from '../state/clients.ts';
import { checkHostAddress } from './host-address.ts';

const DEFAULT_SECONDS = -1;

function checkChoice(value: number, last: number): void {
  if (value > last) throw new XError(ErrorCode.Value, value);
}

function sameAddress(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

/**
 * The client that made the resource, connected or retained.
 * @throws XError Value for an id that names nothing of a client's.
 */
function clientOf(server: Server, resourceId: number): Client {
  const owner = server.state.resources.get(resourceId)?.client;
  const client = owner === undefined ? undefined : server.state.clients.get(owner);
  if (client === undefined) throw new XError(ErrorCode.Value, resourceId);
  return client;
}

export const serverControlRequests = {
  GrabServer(server, client) {
    server.state.serverGrab = client.number;
  },

  UngrabServer(server, client) {
    if (server.state.serverGrab === client.number) releaseServerGrab(server);
  },

  SetScreenSaver(server, _client, { timeout, interval, preferBlanking, allowExposures }) {
    checkChoice(preferBlanking, Blanking.Default);
    checkChoice(allowExposures, Exposures.Default);
    if (timeout < DEFAULT_SECONDS) throw new XError(ErrorCode.Value, timeout >>> 0);
    if (interval < DEFAULT_SECONDS) throw new XError(ErrorCode.Value, interval >>> 0);
    const { screenSaver } = server.state;
    const defaults = defaultScreenSaver;
    screenSaver.timeout = timeout === DEFAULT_SECONDS ? defaults.timeout : timeout;
    screenSaver.interval = interval === DEFAULT_SECONDS ? defaults.interval : interval;
    screenSaver.preferBlanking = preferBlanking === Blanking.Default ? defaults.preferBlanking : preferBlanking;
    screenSaver.allowExposures = allowExposures === Exposures.Default ? defaults.allowExposures : allowExposures;
  },

  GetScreenSaver(server, client) {
    server.reply(client, encodeGetScreenSaverReply, server.state.screenSaver);
  },

  ForceScreenSaver(server, _client, { mode }) {
    checkChoice(mode, ScreenSaver.Active);
    if (mode === ScreenSaver.Active) setScreenSaverActive(server, true);
    else screenSaverInput(server);
  },

  ChangeHosts(server, _client, { mode, family, address }) {
    checkChoice(mode, HostMode.Delete);
    checkHostAddress(family, address);
    const { accessHosts } = server.state;
    const at = accessHosts.findIndex((host) => host.family === family && sameAddress(host.address, address));
    if (mode === HostMode.Delete) {
      if (at >= 0) accessHosts.splice(at, 1);
      return;
    }
    if (at >= 0) return;
    if (accessHosts.length >= MAX_ACCESS_HOSTS) throw new XError(ErrorCode.Alloc);
    // The newest first, as X.Org lists them.
    accessHosts.unshift({ family, address: address.slice() });
  },

  ListHosts(server, client) {
    const { accessControl, accessHosts } = server.state;
    server.reply(client, encodeListHostsReply, { mode: accessControl ? 1 : 0, hosts: accessHosts });
  },

  SetAccessControl(server, _client, { mode }) {
    checkChoice(mode, 1);
    server.state.accessControl = mode === 1;
  },

  SetCloseDownMode(_server, client, { mode }) {
    checkChoice(mode, CloseDown.RetainTemporary);
    client.closeDown = mode;
  },

  KillClient(server, _client, { resource }) {
    if (resource === Kill.AllTemporary) {
      for (const client of [...server.state.clients.values()]) {
        if (!client.connected && client.closeDown === CloseDown.RetainTemporary) destroyRetained(server, client);
      }
      return;
    }
    const client = clientOf(server, resource);
    if (client.connected) closeDownClient(server, client, 'KillClient');
    else destroyRetained(server, client);
  },

  QueryExtension(server, client, { name }) {
    const extension = extensionNamed(name);
    server.reply(client, encodeQueryExtensionReply, {
      present: extension === undefined ? 0 : 1,
      majorOpcode: extension?.majorOpcode ?? 0,
      firstEvent: extension?.firstEvent ?? 0,
      firstError: extension?.firstError ?? 0,
    });
  },

  ListExtensions(server, client) {
    server.reply(client, encodeListExtensionsReply, { names: extensions.map(({ name }) => ({ name })) });
  },

  NoOperation() {},
} satisfies SomeCoreHandlers;
