/** What the wire's records are made of, beyond the bytes and varints of xserver/snapshot/bytes.ts. Every read is checked. */
import { ByteReader, type ByteWriter } from '../xserver/snapshot/bytes.ts';
import { CarrierError } from './carrier/carrier-error.ts';
import { decodeUtf8, encodeUtf8 } from '../xserver/protocol/utf8.ts';

function failRecord(message: string): never {
  throw new CarrierError('malformed', message);
}

/** A reader on borrowed bytes that throws CarrierError where they make no sense. */
export function recordReader(bytes: Uint8Array): ByteReader {
  return new ByteReader(bytes, failRecord);
}

/** What was written, as a copy; the writer begins anew. */
export function finishRecords(writer: ByteWriter): Uint8Array {
  const bytes = writer.finish();
  writer.length = 0;
  return bytes;
}

/** Length, then the bytes. */
export function writeBlock(writer: ByteWriter, bytes: Uint8Array): void {
  writer.varint(bytes.length);
  writer.bytes(bytes);
}

/** A view of the block. @throws CarrierError when it is longer than `maximum` or cut short. */
export function readBlock(reader: ByteReader, maximum: number): Uint8Array {
  const length = reader.varint();
  if (length > maximum) throw new CarrierError('too-large', `block of ${length} bytes`);
  return reader.bytes(length);
}

export function writeText(writer: ByteWriter, text: string): void {
  writeBlock(writer, encodeUtf8(text));
}

/** @throws CarrierError for text that is no UTF-8 or longer than `maximum` bytes. */
export function readText(reader: ByteReader, maximum: number): string {
  return decodeUtf8(readBlock(reader, maximum)) ?? reader.fail('text is not UTF-8');
}

/** A whole number of either sign; small ones take little. */
export function writeSigned(writer: ByteWriter, value: number): void {
  writer.varint(value >= 0 ? value * 2 : -value * 2 - 1);
}

export function readSigned(reader: ByteReader): number {
  const value = reader.varint();
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
