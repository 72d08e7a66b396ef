/**
 * Connection set-up: the client's first bytes and the server's answer, both ways. X11 §8
 *
 * The first byte of the request names the byte order of everything that follows on the connection.
 */
import { ErrorCode, XError } from './errors.ts';
import { MAX_AUTHORIZATION_DATA_BYTES, MAX_AUTHORIZATION_NAME_BYTES } from './limits.ts';
import { Reader } from './reader.ts';
import { Writer } from './writer.ts';
import {
  readFormat,
  readScreenList,
  writeFormat,
  writeScreenList,
  type Format,
  type Screen,
} from './generated/xproto.ts';

/** First bytes of a set-up request, 'l' and 'B'. */
const LITTLE_ENDIAN = 0x6c;
const BIG_ENDIAN = 0x42;

const REQUEST_HEADER_BYTES = 12;
const REPLY_HEADER_BYTES = 8;

export const PROTOCOL_MAJOR_VERSION = 11;
export const PROTOCOL_MINOR_VERSION = 0;

export interface SetupRequest {
  littleEndian: boolean;
  protocolMajorVersion: number;
  protocolMinorVersion: number;
  /** For example MIT-MAGIC-COOKIE-1; empty for none. */
  authorizationName: string;
  authorizationData: Uint8Array;
}

/** The connection stands. */
export interface SetupSuccess {
  status: 'success';
  protocolMajorVersion: number;
  protocolMinorVersion: number;
  releaseNumber: number;
  resourceIdBase: number;
  resourceIdMask: number;
  motionBufferSize: number;
  /** In 4-byte units. */
  maximumRequestLength: number;
  imageByteOrder: number;
  bitmapFormatBitOrder: number;
  bitmapFormatScanlineUnit: number;
  bitmapFormatScanlinePad: number;
  minKeycode: number;
  maxKeycode: number;
  vendor: string;
  pixmapFormats: Format[];
  roots: Screen[];
}

/** The connection is refused. */
export interface SetupFailed {
  status: 'failed';
  protocolMajorVersion: number;
  protocolMinorVersion: number;
  reason: string;
}

/** Further authentication is wanted. */
export interface SetupAuthenticate {
  status: 'authenticate';
  reason: string;
}

export type SetupReply = SetupSuccess | SetupFailed | SetupAuthenticate;

function padded(length: number): number {
  return (length + 3) & ~3;
}

/** Whether the client is little-endian. Throws XError Value for a first byte that is neither order. */
function byteOrder(first: number | undefined): boolean {
  if (first === LITTLE_ENDIAN) return true;
  if (first === BIG_ENDIAN) return false;
  throw new XError(ErrorCode.Value, first ?? 0, 'not an X11 client: unknown byte order');
}

function authorizationLengths(bytes: Uint8Array, littleEndian: boolean): { name: number; data: number } {
  const reader = new Reader(bytes, littleEndian, 6);
  const name = reader.u16();
  const data = reader.u16();
  if (name > MAX_AUTHORIZATION_NAME_BYTES || data > MAX_AUTHORIZATION_DATA_BYTES) {
    throw new XError(ErrorCode.Length, 0, 'authorization is too long');
  }
  return { name, data };
}

/**
 * Length of the set-up request that `bytes` begin with, or undefined while that is unknown. Throws XError Value for an unknown
 * byte order (from the first byte on) and Length for authorization beyond the limits.
 */
export function setupRequestLength(bytes: Uint8Array): number | undefined {
  if (bytes.length === 0) return undefined;
  const littleEndian = byteOrder(bytes[0]);
  if (bytes.length < REQUEST_HEADER_BYTES) return undefined;
  const { name, data } = authorizationLengths(bytes, littleEndian);
  return REQUEST_HEADER_BYTES + padded(name) + padded(data);
}

/** Decodes a whole set-up request; authorizationData is borrowed. Throws XError Length unless `bytes` are exactly it. */
export function decodeSetupRequest(bytes: Uint8Array): SetupRequest {
  if (setupRequestLength(bytes) !== bytes.length) throw new XError(ErrorCode.Length);
  const littleEndian = byteOrder(bytes[0]);
  const reader = new Reader(bytes, littleEndian);
  reader.skip(2);
  const protocolMajorVersion = reader.u16();
  const protocolMinorVersion = reader.u16();
  const lengths = authorizationLengths(bytes, littleEndian);
  reader.skip(6);
  const authorizationName = reader.latin1(lengths.name);
  reader.align(4);
  const authorizationData = reader.bytes(lengths.data);
  return { littleEndian, protocolMajorVersion, protocolMinorVersion, authorizationName, authorizationData };
}

export function encodeSetupRequest(request: SetupRequest): Uint8Array {
  const writer = new Writer(request.littleEndian);
  writer.u8(request.littleEndian ? LITTLE_ENDIAN : BIG_ENDIAN);
  writer.pad(1);
  writer.u16(request.protocolMajorVersion);
  writer.u16(request.protocolMinorVersion);
  writer.count16(request.authorizationName.length);
  writer.count16(request.authorizationData.length);
  writer.pad(2);
  writer.latin1(request.authorizationName);
  writer.align(4);
  writer.bytes(request.authorizationData);
  writer.align(4);
  return writer.finish();
}

/** Length of the set-up reply that `bytes` begin with, or undefined while that is unknown. */
export function setupReplyLength(bytes: Uint8Array, littleEndian: boolean): number | undefined {
  if (bytes.length < REPLY_HEADER_BYTES) return undefined;
  return REPLY_HEADER_BYTES + new Reader(bytes, littleEndian, 6).u16() * 4;
}

const STATUS = { failed: 0, success: 1, authenticate: 2 } as const;

function writeSuccess(writer: Writer, reply: SetupSuccess): void {
  writer.u32(reply.releaseNumber);
  writer.u32(reply.resourceIdBase);
  writer.u32(reply.resourceIdMask);
  writer.u32(reply.motionBufferSize);
  writer.count16(reply.vendor.length);
  writer.u16(reply.maximumRequestLength);
  writer.count8(reply.roots.length);
  writer.count8(reply.pixmapFormats.length);
  writer.u8(reply.imageByteOrder);
  writer.u8(reply.bitmapFormatBitOrder);
  writer.u8(reply.bitmapFormatScanlineUnit);
  writer.u8(reply.bitmapFormatScanlinePad);
  writer.u8(reply.minKeycode);
  writer.u8(reply.maxKeycode);
  writer.pad(4);
  writer.latin1(reply.vendor);
  writer.align(4);
  for (const format of reply.pixmapFormats) writeFormat(writer, format);
  writeScreenList(writer, reply.roots);
}

/** Encodes a set-up reply. Throws RangeError where a length does not fit its field (a reason beyond 255 characters). */
export function encodeSetupReply(littleEndian: boolean, reply: SetupReply): Uint8Array {
  const writer = new Writer(littleEndian);
  writer.u8(STATUS[reply.status]);
  if (reply.status === 'failed') writer.count8(reply.reason.length);
  else writer.pad(1);
  if (reply.status === 'authenticate') writer.pad(4);
  else {
    writer.u16(reply.protocolMajorVersion);
    writer.u16(reply.protocolMinorVersion);
  }
  writer.u16(0);
  if (reply.status === 'success') writeSuccess(writer, reply);
  else writer.latin1(reply.reason);
  writer.align(4);
  const units = (writer.length - REPLY_HEADER_BYTES) / 4;
  if (units > 0xffff) throw new RangeError(`set-up reply of ${units} units`);
  writer.patchU16(6, units);
  return writer.finish();
}

function readSuccess(reader: Reader, protocolMajorVersion: number, protocolMinorVersion: number): SetupSuccess {
  const releaseNumber = reader.u32();
  const resourceIdBase = reader.u32();
  const resourceIdMask = reader.u32();
  const motionBufferSize = reader.u32();
  const vendorLength = reader.u16();
  const maximumRequestLength = reader.u16();
  const rootCount = reader.u8();
  const formatCount = reader.u8();
  const imageByteOrder = reader.u8();
  const bitmapFormatBitOrder = reader.u8();
  const bitmapFormatScanlineUnit = reader.u8();
  const bitmapFormatScanlinePad = reader.u8();
  const minKeycode = reader.u8();
  const maxKeycode = reader.u8();
  reader.skip(4);
  const vendor = reader.latin1(vendorLength);
  reader.align(4);
  const pixmapFormats: Format[] = [];
  for (let i = 0; i < formatCount; i++) pixmapFormats.push(readFormat(reader));
  const roots = readScreenList(reader, rootCount);
  return {
    status: 'success',
    protocolMajorVersion,
    protocolMinorVersion,
    releaseNumber,
    resourceIdBase,
    resourceIdMask,
    motionBufferSize,
    maximumRequestLength,
    imageByteOrder,
    bitmapFormatBitOrder,
    bitmapFormatScanlineUnit,
    bitmapFormatScanlinePad,
    minKeycode,
    maxKeycode,
    vendor,
    pixmapFormats,
    roots,
  };
}

/** The reason ends at its first NUL: where no length of its own is sent, padding follows it. */
function untilNul(text: string): string {
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}

/** Decodes a whole set-up reply. Throws XError Length when it is cut short, Value for an unknown status. */
export function decodeSetupReply(bytes: Uint8Array, littleEndian: boolean): SetupReply {
  if (setupReplyLength(bytes, littleEndian) !== bytes.length) throw new XError(ErrorCode.Length);
  const reader = new Reader(bytes, littleEndian);
  const status = reader.u8();
  const reasonLength = reader.u8();
  const protocolMajorVersion = reader.u16();
  const protocolMinorVersion = reader.u16();
  reader.skip(2);
  switch (status) {
    case STATUS.failed:
      return { status: 'failed', protocolMajorVersion, protocolMinorVersion, reason: reader.latin1(reasonLength) };
    case STATUS.success:
      return readSuccess(reader, protocolMajorVersion, protocolMinorVersion);
    case STATUS.authenticate:
      return { status: 'authenticate', reason: untilNul(reader.latin1(reader.remaining)) };
    default:
      throw new XError(ErrorCode.Value, status);
  }
}
