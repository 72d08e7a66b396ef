/** WebSocket upgrades: token and origin are looked at before anything is answered; then the connection goes to the session. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { ForeignServers } from './foreign/foreign-servers.ts';
import { isAllowedOrigin } from './security.ts';
import type { UpgradeRequest } from './session-messages.ts';
import type { Sessions } from './sessions.ts';

export interface UpgradeOptions {
  readonly sessions: Sessions;
  readonly foreign: ForeignServers;
  readonly secure: boolean;
  readonly allowOrigins: readonly string[];
}

/** Of a session: what terminals of ours speak, or bare RFB. */
const SESSION_PATH = /^\/session\/([a-z0-9]+)\/(terminal|rfb)$/;
/** Bare RFB of the session whose token it is: VNC viewers in pages have room for little more. The token may be part of the path. */
const RFB_PATH = /^\/rfb(?:\/([^/]+))?$/;
/** A VNC server that the host's configuration names. */
const FOREIGN_PATH = /^\/vnc\/([^/]+)\/rfb$/;

function refuse(socket: Duplex, status: string, message: string): void {
  const body = `${message}\n`;
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

/** Headers as one text each. */
function plainHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers[name] = value;
  }
  return headers;
}

export function handleUpgrade(options: UpgradeOptions, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.on('error', () => socket.destroy());
  let url: URL;
  try {
    url = new URL(request.url ?? '/', 'http://host');
  } catch {
    refuse(socket, '400 Bad Request', 'not a URL');
    return;
  }
  const [, id, what] = SESSION_PATH.exec(url.pathname) ?? [];
  const bare = RFB_PATH.exec(url.pathname);
  const foreign = FOREIGN_PATH.exec(url.pathname)?.[1];
  if (id === undefined && bare === null && foreign === undefined) {
    refuse(socket, '404 Not Found', 'nothing here speaks WebSocket');
    return;
  }
  if (!isAllowedOrigin(request, options.secure, options.allowOrigins)) {
    refuse(socket, '403 Forbidden', 'this origin is not allowed: see --allow-origin');
    return;
  }
  if (foreign !== undefined) {
    attachForeign(options.foreign, foreign, url.searchParams.get('token') ?? undefined, request, socket, head);
    return;
  }
  const token = bare?.[1] ?? url.searchParams.get('token') ?? undefined;
  const access = id === undefined ? options.sessions.withToken(token) : options.sessions.authorised(id, token);
  if (access === undefined) {
    // The same for a session that is not there: who has no token learns nothing.
    refuse(socket, '401 Unauthorized', 'no such session, or not its token');
    return;
  }
  const { session, viewOnly } = access;
  const upgrade: UpgradeRequest = {
    speaks: what === 'terminal' ? 'carrier' : 'rfb',
    address: request.socket.remoteAddress ?? '',
    headers: plainHeaders(request),
    head: Uint8Array.from(head),
    viewOnly,
  };
  session.handle.attach(upgrade, socket);
}

function attachForeign(
  foreign: ForeignServers,
  name: string,
  token: string | undefined,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const access = foreign.authorised(name, token);
  if (access === undefined) {
    refuse(socket, '401 Unauthorized', 'no such VNC server, or not its token');
    return;
  }
  const { server, viewOnly } = access;
  if (server === undefined) refuse(socket, '404 Not Found', 'no such VNC server');
  else if (foreign.full) refuse(socket, '503 Service Unavailable', 'too many pages show VNC servers');
  else foreign.attach({ server, viewOnly }, request, socket, head);
}
