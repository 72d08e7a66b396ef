/** Who may come in: tokens and origins (DNS names and ports of pages). */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

const TOKEN_BYTES = 18;
/** What a token of the user's own may look like: it travels in URLs and headers as it is. */
const TOKEN = /^[A-Za-z0-9._~-]{8,200}$/;

export function newToken(): string {
  return randomBytes(TOKEN_BYTES).toString('base64url');
}

export function isToken(text: string): boolean {
  return TOKEN.test(text);
}

/** Takes the same time wherever the two differ, and whatever their lengths. */
export function sameToken(given: string | undefined, token: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given ?? ''), hash(token)) && given !== undefined;
}

/** The token of `Authorization: Bearer …`. */
export function bearerToken(request: IncomingMessage): string | undefined {
  return /^Bearer ([^\s]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}

/**
 * Whether a WebSocket may be opened by the page that asks: one of this host itself, or of an origin that is allowed. A request without Origin
 * comes from no page.
 */
export function isAllowedOrigin(request: IncomingMessage, secure: boolean, allowed: readonly string[]): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  return origin === `${secure ? 'https' : 'http'}://${host ?? ''}` || allowed.includes(origin);
}

/** An origin as browsers write it, or undefined for what is none. */
export function parseOrigin(text: string): string | undefined {
  try {
    const { origin, pathname, search, hash } = new URL(text);
    return origin === 'null' || pathname !== '/' || search !== '' || hash !== '' ? undefined : origin;
  } catch {
    return undefined;
  }
}

/** Whether an address can be reached from this machine only. */
export function isLoopback(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127(?:\.\d{1,3}){3}$/.test(address);
}
