import { Inflate } from 'pako';

/** Inflates zlib data (RFC 1950), in one go. @throws Error for broken data, or beyond `maximum` bytes. */
export function inflate(packed: Uint8Array, maximum: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const stream = new Inflate({ chunkSize: 1024 * 1024 });
  stream.onData = (chunk) => {
    const bytes = chunk as Uint8Array;
    length += bytes.length;
    if (length > maximum) throw new Error(`more than ${maximum} bytes`);
    chunks.push(bytes);
  };
  stream.onEnd = () => {};
  stream.push(packed, true);
  if (stream.err !== 0) throw new Error(stream.msg === '' ? `zlib error ${stream.err}` : stream.msg);
  if (!stream.ended) throw new Error('data cut short');
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
