/** Finds where messages begin and end in a byte stream, before anything of them is decoded. */
import { ErrorCode, XError } from './errors.ts';
import { MAX_REPLY_BYTES } from './limits.ts';
import { Reader } from './reader.ts';

function u16At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const first = bytes[at] ?? 0;
  const second = bytes[at + 1] ?? 0;
  return littleEndian ? first | (second << 8) : (first << 8) | second;
}

function u32At(bytes: Uint8Array, at: number, littleEndian: boolean): number {
  const low = u16At(bytes, littleEndian ? at : at + 2, littleEndian);
  const high = u16At(bytes, littleEndian ? at + 2 : at, littleEndian);
  return high * 0x10000 + low;
}

/**
 * Length in bytes of the request that begins at `offset`, or undefined while its header is incomplete. The request itself need
 * not be there yet. The result may exceed MAX_REQUEST_BYTES: the caller then answers with Length and skips those bytes.
 *
 * `bigRequests`: the client has sent BigReqEnable. Throws XError Length for a length of 0 without it and for an extended
 * length under 2 units; the stream goes on 4 (or 8) bytes later. BIG-REQUESTS §2
 */
export function requestLength(
  bytes: Uint8Array,
  offset: number,
  littleEndian: boolean,
  bigRequests: boolean,
): number | undefined {
  if (bytes.length - offset < 4) return undefined;
  const short = u16At(bytes, offset + 2, littleEndian);
  if (short !== 0) return short * 4;
  if (!bigRequests) throw new XError(ErrorCode.Length);
  if (bytes.length - offset < 8) return undefined;
  const extended = u32At(bytes, offset + 4, littleEndian);
  if (extended < 2) throw new XError(ErrorCode.Length);
  return extended * 4;
}

/**
 * A reader on one whole request, in either form, for the generated decoders. Throws XError Length when the header's length is
 * not that of `bytes`.
 */
export function requestReader(bytes: Uint8Array, littleEndian: boolean): Reader {
  const reader = new Reader(bytes, littleEndian);
  pointAtRequest(reader, bytes, littleEndian);
  return reader;
}

/** As `requestReader`, with a reader that is used again, for the request that is `bytes` from `from` up to `to`. */
export function pointAtRequest(
  reader: Reader,
  bytes: Uint8Array,
  littleEndian: boolean,
  from = 0,
  to = bytes.length,
): void {
  const extended = to - from >= 4 && u16At(bytes, from + 2, littleEndian) === 0;
  const length = extended ? requestLength(bytes, from, littleEndian, true) : u16At(bytes, from + 2, littleEndian) * 4;
  if (to - from < (extended ? 8 : 4) || length !== to - from) throw new XError(ErrorCode.Length);
  reader.point(bytes, littleEndian, from, to);
  if (extended) reader.headerSize = 8;
}

/**
 * Length in bytes of the error, reply or event that begins at `offset`, or undefined while that is unknown.
 * Throws XError Length beyond MAX_REPLY_BYTES.
 */
export function serverMessageLength(bytes: Uint8Array, offset: number, littleEndian: boolean): number | undefined {
  if (bytes.length - offset < 8) return undefined;
  const code = bytes[offset] ?? 0;
  // Replies (1) and generic events (35, with or without the SendEvent bit) carry a length beyond 32 bytes.
  if (code !== 1 && (code & 0x7f) !== 35) return 32;
  const length = 32 + u32At(bytes, offset + 4, littleEndian) * 4;
  if (length > MAX_REPLY_BYTES) throw new XError(ErrorCode.Length);
  return length;
}
