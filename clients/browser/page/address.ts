/** Where the page's session is, from the page's own address: /session/ID, or /compare/ID, with the token as `token` in the query or behind the #. */

export interface SessionAddress {
  /** The WebSocket. */
  readonly socket: string;
  /** A plain request here tells whether the token lets in. */
  readonly access: { readonly url: string; readonly token: string } | undefined;
}

const SESSION_PATH = /^(.*)\/(?:session|compare)\/([A-Za-z0-9]+)\/?$/;

/** undefined for an address that names no session. */
export function sessionAddress(page: URL): SessionAddress | undefined {
  const match = SESSION_PATH.exec(page.pathname);
  if (match === null) return undefined;
  const [, base, id] = match;
  const token = new URLSearchParams(page.hash.slice(1)).get('token') ?? page.searchParams.get('token') ?? '';
  const socket = new URL(`${base}/session/${id}/terminal`, page);
  socket.protocol = page.protocol === 'https:' ? 'wss:' : 'ws:';
  if (token !== '') socket.searchParams.set('token', token);
  return {
    socket: socket.href,
    access: { url: new URL(`${base}/api/sessions/${id}`, page).href, token },
  };
}

/** Another page of the same session. The token goes behind the #: browsers don't send that part to anybody. */
export function addressOfPage(page: URL, name: 'session' | 'compare', { access }: SessionAddress): string {
  const url = new URL(page.pathname.replace(SESSION_PATH, `$1/${name}/$2/`), page);
  url.hash = new URLSearchParams({ token: access?.token ?? '' }).toString();
  return url.href;
}
