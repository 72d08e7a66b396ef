/** What the end of a connection means to the user. */
import type { CloseReason } from '../../../session/carrier/carrier-error.ts';
import type { ConnectionState } from './messages.ts';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 15_000;

/** Share of a pause that is left to chance, so that the pages of a host that was away do not all come at once. */
const JITTER = 0.3;

/** The pause before attempt `failures`, counted from 1; `chance` is from 0 to 1. */
export function retryPause(failures: number, chance = Math.random()): number {
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures - 1, 10));
  return Math.round(pause * (1 - JITTER * chance));
}

/** What is shown when a connection has ended with this reason; `failures` attempts have failed in a row. */
export function stateAfter(reason: CloseReason | undefined, message: string, failures: number): ConnectionState {
  switch (reason) {
    case 'dismissed':
      return {
        name: 'refused',
        title: 'Disconnected',
        reason: 'Somebody who looks after this session has disconnected this page.',
        retry: 'Connect again',
      };
    case 'ended':
      return {
        name: 'refused',
        title: 'The session has ended',
        reason: sentence(message),
        retry: undefined,
        ended: true,
      };
    case 'version':
      return {
        name: 'refused',
        title: 'Another version',
        reason: 'Page and host are of different versions. Reload the page.',
        retry: undefined,
      };
    case 'wire':
      return { name: 'refused', title: 'Not offered', reason: sentence(message), retry: undefined };
    case 'too-large':
    case 'malformed':
    case 'no-credit':
    case 'defect':
      return { name: 'lost', reason: `Something went wrong: ${message}`, retryIn: retryPause(failures + 2) };
    case 'silent':
    case undefined:
      return { name: 'lost', reason: sentence(message), retryIn: retryPause(failures) };
    default:
      return reason satisfies never;
  }
}

/** The state for a host that answers, but lets nobody in with this token. */
export const NOT_LET_IN: ConnectionState = {
  name: 'refused',
  title: 'Not let in',
  reason: 'There is no such session, or the link to it lacks its token. Open the address that the host has printed.',
  retry: 'Try again',
};

/** The same, once the session has been shown here. */
export const GONE: ConnectionState = {
  name: 'refused',
  title: 'The session is gone',
  reason: 'The host does not know it any more.',
  retry: 'Try again',
};

export function sentence(text: string): string {
  if (text === '') return '';
  const capital = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(capital) ? capital : `${capital}.`;
}
