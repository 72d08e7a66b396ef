/** zlib streams (RFC 1950) that run through a connection: each piece is flushed, so that the peer can decode it whole. */
import { Deflate, Inflate } from 'pako';
import { RfbError } from './errors.ts';

export interface Deflater {
  /** Goes on with the stream; what is returned decodes to all of `bytes`. */
  deflate(bytes: Uint8Array): Uint8Array;
}

export interface Inflater {
  /**
   * Goes on with the stream.
   * @throws RfbError for bytes that are no zlib stream, or that become more than `limit` bytes.
   */
  inflate(bytes: Uint8Array, limit: number): Uint8Array;
}

/** Where a platform has something faster than pako that is as synchronous, it goes in here. */
export interface Zlib {
  /** `level` 0 (stored) to 9 (smallest). */
  deflater(level: number): Deflater;
  inflater(): Inflater;
}

const SYNC_FLUSH = 2;

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  if (chunks.length === 1) return chunks[0]!;
  const all = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}

function pakoDeflater(level: number): Deflater {
  let chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Deflate({ level });
  stream.onData = (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
  };
  return {
    deflate(bytes) {
      chunks = [];
      length = 0;
      stream.push(bytes, SYNC_FLUSH);
      if (stream.err !== 0) throw new Error(`deflate: ${stream.msg || stream.err}`);
      return joined(chunks, length);
    },
  };
}

function pakoInflater(): Inflater {
  let chunks: Uint8Array[] = [];
  let length = 0;
  let limit = 0;
  const stream = new Inflate({ windowBits: 15 });
  stream.onData = (chunk) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > limit) throw new RfbError(`compressed data unpacks to more than the ${limit} bytes due`);
  };
  return {
    inflate(bytes, most) {
      chunks = [];
      length = 0;
      limit = most;
      if (stream.ended) throw new RfbError('compressed data after the end of its stream');
      stream.push(bytes, SYNC_FLUSH);
      // Z_BUF_ERROR (-5) says only that nothing was left to do.
      if (stream.err !== 0 && stream.err !== -5) throw new RfbError(`bad compressed data: ${stream.msg || stream.err}`);
      return joined(chunks, length);
    },
  };
}

export const pakoZlib: Zlib = { deflater: pakoDeflater, inflater: pakoInflater };
