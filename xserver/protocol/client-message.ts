/** The data of a ClientMessage event: 20 bytes, seen as 8-, 16- or 32-bit items according to the event's format. X11 §10 */
import type { Reader } from './reader.ts';
import type { Writer } from './writer.ts';

export type ClientMessageData = Uint8Array | Uint16Array | Uint32Array;

const DATA_BYTES = 20;

/** Reads the data. A format other than 16 and 32 gives bytes (borrowed). */
export function readClientMessageData(reader: Reader, format: number): ClientMessageData {
  if (format === 16) return reader.u16s(10);
  if (format === 32) return reader.u32s(5);
  return reader.bytes(DATA_BYTES);
}

/** Writes the data by the width of its items; short data is padded with zeros. Throws RangeError beyond 20 bytes. */
export function writeClientMessageData(writer: Writer, data: ClientMessageData): void {
  if (data.byteLength > DATA_BYTES) throw new RangeError(`client message data of ${data.byteLength} bytes`);
  if (data instanceof Uint32Array) writer.u32s(data);
  else if (data instanceof Uint16Array) writer.u16s(data);
  else writer.bytes(data);
  writer.pad(DATA_BYTES - data.byteLength);
}
