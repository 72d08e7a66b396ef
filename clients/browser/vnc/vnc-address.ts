/** Where the page's VNC server is, from the page's own address: /vnc/NAME/, with the token behind the #. Never the server's own address. */
import type { Access } from '../worker/access.ts';

const VNC_PATH = /^(.*)\/vnc\/([A-Za-z0-9._-]+)\/?$/;

export interface VncAddress {
  readonly name: string;
  /** The WebSocket. */
  readonly socket: string;
  readonly access: Access;
}

/** undefined for an address that names no server. */
export function vncAddressOfPage(page: URL): VncAddress | undefined {
  const [, base, name] = VNC_PATH.exec(page.pathname) ?? [];
  if (base === undefined || name === undefined) return undefined;
  const token = new URLSearchParams(page.hash.slice(1)).get('token') ?? page.searchParams.get('token') ?? '';
  const socket = new URL(`${base}/vnc/${name}/rfb`, page);
  socket.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  socket.searchParams.set('token', token);
  return { name, socket: socket.href, access: { url: new URL(`${base}/api/vnc-servers/${name}`, page).href, token } };
}
