/** Addresses of VNC servers (RFC 7869): `vnc://host:port`. */
import { SessionUrlError } from './session-url.ts';

const DEFAULT_PORT = 5900;

/** How what is said of certificates that are not trusted begins. */
export const DISTRUST = "the server's certificate is not trusted";

export interface VncAddress {
  readonly host: string;
  readonly port: number;
}

export function isVncUrl(text: string): boolean {
  return /^vnc:/i.test(text);
}

/** @throws SessionUrlError */
export function vncAddress(text: string): VncAddress {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new SessionUrlError(`not a URL: ${text}`);
  }
  if (!isVncUrl(text) || url.hostname === '') throw new SessionUrlError(`not vnc://host:port: ${text}`);
  // Others read it off the list of processes.
  if (url.password !== '' || url.searchParams.size > 0) {
    throw new SessionUrlError('the address takes no password; give it in FARPANE_VNC_PASSWORD or --password-file');
  }
  if (url.username !== '' || !['', '/'].includes(url.pathname) || url.hash !== '') {
    throw new SessionUrlError(`more than vnc://host:port: ${text}`);
  }
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  if (port === 0) throw new SessionUrlError(`no port 0: ${text}`);
  return { host: url.hostname.replace(/^\[|\]$/g, ''), port };
}
