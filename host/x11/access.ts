/** Who may connect to the session's X server (X11 §8 Connection Setup; X Security §4). */
import { timingSafeEqual } from 'node:crypto';
import type { SetupRequest } from '../../xserver/protocol/setup.ts';
import type { ServerState } from '../../xserver/state/server-state.ts';
import { MAGIC_COOKIE } from './xauthority.ts';

/** Families of ChangeHosts. */
const INTERNET = 0;
const INTERNET_V6 = 6;

function addressBytes(address: string): { family: number; bytes: Uint8Array } | undefined {
  const v4 = /^(?:::ffff:)?(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(address);
  if (v4 !== null) return { family: INTERNET, bytes: Uint8Array.from(v4.slice(1, 5).map(Number)) };
  if (!address.includes(':')) return undefined;
  const [head = '', tail] = address.split('%')[0]!.split('::');
  const groups = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16));
  const before = groups(head);
  const after = tail === undefined ? [] : groups(tail);
  const all = [...before, ...Array.from({ length: 8 - before.length - after.length }, () => 0), ...after];
  return { family: INTERNET_V6, bytes: Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff])) };
}

/** Whether ChangeHosts has let the machine in. */
function isListed(state: ServerState, remote: string | undefined): boolean {
  const address = remote === undefined ? undefined : addressBytes(remote);
  if (address === undefined) return false;
  return state.accessHosts.some(
    (host) => host.family === address.family && Buffer.compare(host.address, address.bytes) === 0,
  );
}

/**
 * Why a client is not let in, in X.Org's words; undefined when it may come. `remote` is the address of one that comes by TCP.
 */
export function refusalOf(
  request: SetupRequest,
  cookie: Uint8Array,
  state: ServerState,
  remote: string | undefined,
): string | undefined {
  if (request.protocolMajorVersion !== 11) return 'Protocol version mismatch';
  if (!state.accessControl || isListed(state, remote)) return undefined;
  if (request.authorizationName === '') return 'Authorization required, but no authorization protocol specified\n';
  if (request.authorizationName !== MAGIC_COOKIE) return 'Authorization protocol not supported by server\n';
  const given = request.authorizationData;
  if (given.length !== cookie.length || !timingSafeEqual(given, cookie)) return `Invalid ${MAGIC_COOKIE} key`;
  return undefined;
}
