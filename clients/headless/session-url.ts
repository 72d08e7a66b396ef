/** The address that a host prints, and what a terminal makes of it. */

/** The address is none of a session; the message says what is wrong. */
export class SessionUrlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SessionUrlError';
  }
}

/** `http://host:port/session/ID/#token=TOKEN` as the WebSocket of its terminals. @throws SessionUrlError */
export function terminalUrl(text: string): string {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new SessionUrlError(`not a URL: ${text}`);
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new SessionUrlError(`not http or https: ${text}`);
  const id = /^\/session\/([a-z0-9]+)\/?$/.exec(url.pathname)?.[1];
  if (id === undefined) throw new SessionUrlError(`not the address of a session: ${text}`);
  const token = new URLSearchParams(url.hash.slice(1)).get('token') ?? url.searchParams.get('token');
  if (token === null || token === '') throw new SessionUrlError('the address has no token');
  const scheme = url.protocol === 'https:' ? 'wss' : 'ws';
  return `${scheme}://${url.host}/session/${id}/terminal?token=${encodeURIComponent(token)}`;
}
