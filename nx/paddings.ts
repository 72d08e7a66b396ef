/**
 * Bytes of requests that mean nothing: what stood in the client's buffer before. A server does not look at them, but the core keeps the bytes
 * of requests that it holds back for a client that has to wait (blocked.ts); so they are cleared where it is sure that the client does not wait.
 */
import type { LogEntry } from '../xserver/log/entry.ts';
import { MajorOpcode } from '../xserver/extensions/numbers.ts';
import { readField } from './request-bytes.ts';
import { kindNumber, shapeOf } from './request-shape.ts';

const GRAB_SERVER = 36;
const CHANGE_PROPERTY = 18;

/** Clients whose requests surely run at once. */
export class FreeClients {
  readonly #free = new Set<number>();

  /**
   * Takes note of the next entry; true when it is a request that will not be held back. A quiet request is one of a client that
   * doesn't wait (xserver/log/quiet.ts), and only GrabServer makes others wait, FakeInput its own client.
   */
  see(entry: LogEntry, quiet: boolean): boolean {
    if (entry.kind === 'client-gone') this.#free.delete(entry.client);
    if (entry.kind !== 'request') return false;
    const free = quiet || this.#free.has(entry.client);
    if (quiet) this.#free.add(entry.client);
    else if (entry.bytes[0] === GRAB_SERVER) this.#free.clear();
    else if (entry.bytes[0] === MajorOpcode.Xtest) this.#free.delete(entry.client);
    return free;
  }
}

/** Sets the padding of a request to zeros, as far as it is known. */
export function clearPadding(bytes: Uint8Array): void {
  if (bytes.length < 4 || bytes.length % 4 !== 0) return;
  const littleEndian = readField(bytes, 2, 2, 's', true) * 4 === bytes.length;
  // Large requests have little of it.
  if (!littleEndian && readField(bytes, 2, 2, 's', false) * 4 !== bytes.length) return;
  const kind = kindNumber(bytes[0]!, bytes[1]!);
  const { paddings, fixed, counted, fields, rest } = shapeOf(kind);
  if (bytes.length < fixed) return;
  for (const place of paddings) bytes[place] = 0;
  if (rest.kind !== 'bytes') return;
  const value = (i: number): number => {
    const { offset, size, letter } = fields[i]!;
    return readField(bytes, offset, size, letter, littleEndian) >>> 0;
  };
  let data = NaN;
  if (kind === CHANGE_PROPERTY) data = (value(5) * value(4)) / 8;
  else if (counted !== undefined) data = value(counted.field) * counted.size;
  const end = fixed + data;
  if (bytes.length - end > 0 && bytes.length - end < 4) bytes.fill(0, end);
}
