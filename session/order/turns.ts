/** What the host takes from its clients and from itself, one turn after the other: this order is the log's. */
import { requestLength } from '../../xserver/protocol/framing.ts';
import type { LogEvent } from '../../xserver/log/entry.ts';

export type Turn =
  /** Whole requests, one behind the other: each an entry. */
  | {
      readonly kind: 'requests';
      readonly client: number;
      readonly littleEndian: boolean;
      readonly bytes: Uint8Array;
    }
  /** Part of a request of `total` bytes: an entry with its last part. */
  | {
      readonly kind: 'piece';
      readonly client: number;
      readonly total: number;
      readonly last: boolean;
      readonly bytes: Uint8Array;
    }
  /** One entry. */
  | { readonly kind: 'event'; readonly event: LogEvent };

/** Length of the whole request at `at`; 0 where it isn't whole. Takes both forms of length. */
export function wholeRequestLength(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  let length: number | undefined;
  try {
    length = requestLength(bytes, at, littleEndian, true);
  } catch {
    return 0;
  }
  return length === undefined || at + length > bytes.length ? 0 : length;
}
