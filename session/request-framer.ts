/**
 * From the bytes of one X client, cut anywhere, to its set-up and its requests.
 *
 * Small requests come out in runs, so that a busy client costs no object per request; a request larger than a run comes out in pieces as it
 * arrives. Nothing is decoded but lengths, and OpenFont is told apart, since its font must be in the log before it.
 */
import { requestLength } from '../xserver/protocol/framing.ts';
import { MAX_REQUEST_BYTES } from '../xserver/protocol/limits.ts';
import { decodeSetupRequest, setupRequestLength, type SetupRequest } from '../xserver/protocol/setup.ts';
import { MajorOpcode } from '../xserver/extensions/numbers.ts';
import { XError } from '../xserver/protocol/errors.ts';
import { CLIENT_SHARE_BYTES } from './limits.ts';

export type Framed =
  /** `count` whole requests, in order, at most CLIENT_SHARE_BYTES together. */
  | { readonly kind: 'requests'; readonly bytes: Uint8Array; readonly count: number }
  /** The next part of a request of `total` bytes, `last` with its end. */
  | { readonly kind: 'piece'; readonly bytes: Uint8Array; readonly total: number; readonly last: boolean }
  /** One OpenFont. (One longer than a run has no font's name, and comes in pieces.) */
  | { readonly kind: 'open-font'; readonly bytes: Uint8Array }
  /** The header of a request whose length is wrong or beyond the limit; the core answers it with BadLength. */
  | { readonly kind: 'bad-length'; readonly bytes: Uint8Array };

const OPEN_FONT = 45;
const ENABLE_BIG_REQUESTS = 0;
/** More than a set-up request can have: 12 bytes, name and data of authorization. */
const MAX_SETUP_BYTES = 12 + 256 + 4096 + 8;

/** Bytes of a connection before its set-up is whole. */
export class SetupFramer {
  #bytes = new Uint8Array(0);

  /**
   * Takes the next bytes (borrowed). Gives the request once it is whole, with the bytes that came behind it.
   * @throws XError for what is no X client.
   */
  push(chunk: Uint8Array): { readonly request: SetupRequest; readonly rest: Uint8Array } | undefined {
    // Whatever is behind the set-up comes from an app that doesn't wait for its answer; it is kept whole.
    const bytes = new Uint8Array(this.#bytes.length + chunk.length);
    bytes.set(this.#bytes);
    bytes.set(chunk, this.#bytes.length);
    const length = setupRequestLength(bytes);
    if (length !== undefined && bytes.length >= length) {
      return { request: decodeSetupRequest(bytes.subarray(0, length)), rest: bytes.slice(length) };
    }
    if (bytes.length > MAX_SETUP_BYTES) throw new XError(0, 0, 'set-up request is too long');
    this.#bytes = bytes;
    return undefined;
  }
}

/** A request that is under way in pieces, or whose rest is passed over. */
interface Large {
  remaining: number;
  readonly total: number;
  readonly skip: boolean;
}

export class RequestFramer {
  readonly littleEndian: boolean;
  #bigRequests = false;
  /** The beginning of a request whose end has not come; shorter than CLIENT_SHARE_BYTES. */
  #partial = new Uint8Array(0);
  #large: Large | undefined;

  constructor(littleEndian: boolean) {
    this.littleEndian = littleEndian;
  }

  /** True while the end of a request has not come: the client may go on writing it, whatever its credit. */
  get inRequest(): boolean {
    return this.#partial.length > 0 || this.#large !== undefined;
  }

  /** Bytes that have come of the large request whose end has not. */
  get pieceBytes(): number {
    return this.#large === undefined || this.#large.skip ? 0 : this.#large.total - this.#large.remaining;
  }

  /** Takes the next bytes (owned: what comes out are views of them). */
  push(chunk: Uint8Array): Framed[] {
    const out: Framed[] = [];
    let bytes = chunk;
    if (this.#large !== undefined) {
      bytes = bytes.subarray(this.#takeLarge(bytes, out));
    } else if (this.#partial.length > 0) {
      bytes = new Uint8Array(this.#partial.length + chunk.length);
      bytes.set(this.#partial);
      bytes.set(chunk, this.#partial.length);
    }
    const end = this.#scan(bytes, out);
    this.#partial = bytes.slice(end);
    return out;
  }

  /** Cuts as many whole requests as there are; gives where the first incomplete one begins. */
  #scan(bytes: Uint8Array, out: Framed[]): number {
    let at = 0;
    while (at < bytes.length) {
      const start = at;
      at = this.#scanRun(bytes, at, out);
      if (at === bytes.length) break;
      const length = this.#lengthAt(bytes, at);
      const available = bytes.length - at;
      if (length === 'wrong') {
        const header = this.#bigRequests ? 8 : 4;
        out.push({ kind: 'bad-length', bytes: bytes.subarray(at, at + header) });
        at += header;
      } else if (length !== undefined && length > MAX_REQUEST_BYTES) {
        out.push({ kind: 'bad-length', bytes: bytes.subarray(at, at + 8) });
        this.#large = { remaining: length - 8, total: length, skip: true };
        at += 8;
        at += this.#takeLarge(bytes.subarray(at), out);
      } else if (length !== undefined && length > CLIENT_SHARE_BYTES) {
        this.#large = { remaining: length, total: length, skip: false };
        at += this.#takeLarge(bytes.subarray(at), out);
      } else if (length !== undefined && length <= available && bytes[at] === OPEN_FONT) {
        out.push({ kind: 'open-font', bytes: bytes.subarray(at, at + length) });
        at += length;
      } else if (at === start) {
        return at;
      }
    }
    return at;
  }

  /** A run of ordinary whole requests, as long as one may be; gives where it ends. */
  #scanRun(bytes: Uint8Array, start: number, out: Framed[]): number {
    let at = start;
    let count = 0;
    for (;;) {
      const length = this.#lengthAt(bytes, at);
      if (length === undefined || length === 'wrong') break;
      if (at + length > bytes.length || at + length - start > CLIENT_SHARE_BYTES || bytes[at] === OPEN_FONT) break;
      // Only a request of the right length switches it on; in the core too.
      if (bytes[at] === MajorOpcode.BigRequests && bytes[at + 1] === ENABLE_BIG_REQUESTS && length === 4) {
        this.#bigRequests = true;
      }
      at += length;
      count++;
    }
    if (count > 0) out.push({ kind: 'requests', bytes: bytes.subarray(start, at), count });
    return at;
  }

  #lengthAt(bytes: Uint8Array, at: number): number | 'wrong' | undefined {
    try {
      return requestLength(bytes, at, this.littleEndian, this.#bigRequests);
    } catch {
      return 'wrong';
    }
  }

  /** Hands on what belongs to the large request, in pieces; gives how many bytes that was. */
  #takeLarge(bytes: Uint8Array, out: Framed[]): number {
    const large = this.#large!;
    let at = 0;
    while (at < bytes.length && large.remaining > 0) {
      const length = Math.min(bytes.length - at, large.remaining, CLIENT_SHARE_BYTES);
      large.remaining -= length;
      if (!large.skip) {
        const piece = bytes.subarray(at, at + length);
        out.push({ kind: 'piece', bytes: piece, total: large.total, last: large.remaining === 0 });
      }
      at += length;
    }
    if (large.remaining === 0) this.#large = undefined;
    return at;
  }
}
