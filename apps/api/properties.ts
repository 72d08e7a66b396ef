import { Atom, PropMode, type GetPropertyReply } from '../../xserver/protocol/generated/xproto.ts';
import type { Connection } from './connection.ts';
import { decodeUtf8Loosely, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { decodeLatin1, encodeLatin1 } from './text-bytes.ts';

/** Longest property read, in 4-byte units: 4 MB, enough for an icon of 1024x1024. */
const MAXIMUM_UNITS = 1 << 20;

/** Sets a property of 32-bit items. */
export function setWords(
  connection: Connection,
  window: number,
  property: number,
  type: number,
  values: readonly number[],
): void {
  const data = new Uint8Array(values.length * 4);
  const view = new DataView(data.buffer);
  values.forEach((value, i) => view.setUint32(i * 4, value, connection.littleEndian));
  connection.send('ChangeProperty', {
    mode: PropMode.Replace,
    window,
    property,
    type,
    format: 32,
    dataLen: values.length,
    data,
  });
}

/** Sets a property of bytes. */
export function setBytes(
  connection: Connection,
  window: number,
  property: number,
  type: number,
  data: Uint8Array,
): void {
  connection.send('ChangeProperty', {
    mode: PropMode.Replace,
    window,
    property,
    type,
    format: 8,
    dataLen: data.length,
    data,
  });
}

export function setLatin1(connection: Connection, window: number, property: number, text: string): void {
  setBytes(connection, window, property, Atom.STRING, encodeLatin1(text));
}

export function setUtf8(connection: Connection, window: number, property: number, utf8String: number, text: string) {
  setBytes(connection, window, property, utf8String, encodeUtf8(text));
}

/** A property, or undefined where the window lacks it or is gone. */
export async function getProperty(
  connection: Connection,
  window: number,
  property: number,
): Promise<GetPropertyReply | undefined> {
  try {
    const reply = await connection.query('GetProperty', {
      delete: 0,
      window,
      property,
      type: 0,
      longOffset: 0,
      longLength: MAXIMUM_UNITS,
    });
    return reply.type === 0 ? undefined : reply;
  } catch {
    return undefined;
  }
}

/** The 32-bit items of a property; none where it is missing or of another format. */
export async function getWords(connection: Connection, window: number, property: number): Promise<number[]> {
  const reply = await getProperty(connection, window, property);
  return reply === undefined || reply.format !== 32 ? [] : words(reply.value, connection.littleEndian);
}

/** The text of a property: UTF-8 when its type says so, else Latin-1. */
export async function getText(
  connection: Connection,
  window: number,
  property: number,
  utf8String: number,
): Promise<string | undefined> {
  const reply = await getProperty(connection, window, property);
  if (reply === undefined || reply.format !== 8) return undefined;
  return reply.type === utf8String ? decodeUtf8Loosely(reply.value) : decodeLatin1(reply.value);
}

export function words(bytes: Uint8Array, littleEndian: boolean): number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: bytes.byteLength >> 2 }, (_, i) => view.getUint32(i * 4, littleEndian));
}
