/** Addresses of the access control list (X11 §3 HOST, §9 ChangeHosts), as X.Org takes them. */
import { ErrorCode, XError } from '../protocol/errors.ts';
import { Family } from '../protocol/generated/xproto.ts';

/** Every client of the host, over whatever socket; not of the protocol, but `xhost +local:` uses it. */
const FAMILY_LOCAL_HOST = 252;

const addressBytes = new Map<number, number>([
  [Family.Internet, 4],
  [Family.Internet6, 16],
]);

/** Kinds of server-interpreted addresses that X.Org knows. */
const interpretedTypes = new Set(['hostname', 'ipv6', 'localuser', 'localgroup']);
/** Longest value of a server-interpreted address, as X.Org has it for host names (NI_MAXHOST). */
const MAX_INTERPRETED_VALUE = 1025;

function isInterpreted(address: Uint8Array): boolean {
  const zero = address.indexOf(0);
  if (zero < 0) return false;
  const valueLength = address.length - zero - 1;
  if (valueLength === 0 || valueLength > MAX_INTERPRETED_VALUE) return false;
  return interpretedTypes.has(String.fromCharCode(...address.subarray(0, Math.min(zero, 16))));
}

/** @throws XError Value with the family when it is not known, with the length when the address does not fit the family. */
export function checkHostAddress(family: number, address: Uint8Array): void {
  if (family === FAMILY_LOCAL_HOST) return;
  if (family === Family.ServerInterpreted) {
    if (!isInterpreted(address)) throw new XError(ErrorCode.Value, address.length);
    return;
  }
  if (family === Family.DECnet || family === Family.Chaos) throw new XError(ErrorCode.Value, address.length);
  const length = addressBytes.get(family);
  if (length === undefined) throw new XError(ErrorCode.Value, family);
  if (address.length !== length) throw new XError(ErrorCode.Value, address.length);
}
