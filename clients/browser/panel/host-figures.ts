/** Asks the host what only it knows of a terminal: outside the session's connection, so that asking doesn't count there, nor wait on its link. */
import type { HostFigures } from './history.ts';

const ASK_MS = 500;
/** At most this share of the time is spent asking: a link that is slow in earnest is left alone. */
const SHARE = 0.1;
/** After a failure. */
const PAUSE_MS = 5000;

export interface HostAccess {
  /** Of the session, in the API. */
  readonly url: string;
  readonly token: string;
}

/** What the API tells of a terminal, as far as it is used here. */
export interface TerminalFigures extends HostFigures {
  readonly terminal: number;
}

/** Asks over and over until the signal says stop; a token that may only look is told nothing, and asks no more. */
export async function followHost(
  access: HostAccess,
  told: (terminals: readonly TerminalFigures[]) => void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    const begun = performance.now();
    let pause = PAUSE_MS;
    try {
      const headers = { authorization: `Bearer ${access.token}` };
      const response = await fetch(`${access.url}/terminals`, { headers, cache: 'no-store', signal });
      if (response.status === 403) return;
      if (response.ok) {
        told((await response.json()) as TerminalFigures[]);
        pause = Math.max(ASK_MS, (performance.now() - begun) / SHARE);
      }
    } catch {
      // The host is away; the page tells so elsewhere.
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
