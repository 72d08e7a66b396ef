/** Protocol time: milliseconds in 32 bits that wrap round every 49.7 days (X11 §4 TIMESTAMP). */
import type { Server } from './server.ts';

export const CURRENT_TIME = 0;

/** The server's time as events carry it. */
export function protocolTime(server: Server): number {
  return server.state.time >>> 0;
}

/**
 * The moment that a client's timestamp means, in the state's milliseconds: the one nearest to now, which may be later than now.
 * CurrentTime is now.
 */
export function momentOf(server: Server, timestamp: number): number {
  const now = Math.floor(server.state.time);
  return timestamp === CURRENT_TIME ? now : now + ((timestamp - (now >>> 0)) | 0);
}
