// Generated from /usr/share/xcb/xc_misc.xml by `npm run generate`. Do not edit.

import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export interface XcMiscGetVersionRequest {
  clientMajorVersion: number;
  clientMinorVersion: number;
}

export function decodeXcMiscGetVersion(reader: Reader): XcMiscGetVersionRequest {
  reader.skip(2);
  reader.requestBody();
  const clientMajorVersion = reader.u16();
  const clientMinorVersion = reader.u16();
  reader.endRequest();
  return { clientMajorVersion, clientMinorVersion };
}

export function encodeXcMiscGetVersion(writer: Writer, request: XcMiscGetVersionRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(0);
  writer.u16(0);
  writer.u16(request.clientMajorVersion);
  writer.u16(request.clientMinorVersion);
  writer.endRequest(start);
}

export interface XcMiscGetVersionReply {
  serverMajorVersion: number;
  serverMinorVersion: number;
}

export function decodeXcMiscGetVersionReply(reader: Reader): XcMiscGetVersionReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const serverMajorVersion = reader.u16();
  const serverMinorVersion = reader.u16();
  return { sequence, serverMajorVersion, serverMinorVersion };
}

export function encodeXcMiscGetVersionReply(writer: Writer, sequence: number, reply: XcMiscGetVersionReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.serverMajorVersion);
  writer.u16(reply.serverMinorVersion);
  writer.endReply(start);
}

export type XcMiscGetXIDRangeRequest = Record<never, never>;

export function decodeXcMiscGetXIDRange(reader: Reader): XcMiscGetXIDRangeRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeXcMiscGetXIDRange(writer: Writer, _request: XcMiscGetXIDRangeRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(1);
  writer.u16(0);
  writer.endRequest(start);
}

export interface XcMiscGetXIDRangeReply {
  startId: number;
  count: number;
}

export function decodeXcMiscGetXIDRangeReply(reader: Reader): XcMiscGetXIDRangeReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const startId = reader.u32();
  const count_ = reader.u32();
  return { sequence, startId, count: count_ };
}

export function encodeXcMiscGetXIDRangeReply(writer: Writer, sequence: number, reply: XcMiscGetXIDRangeReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.startId);
  writer.u32(reply.count);
  writer.endReply(start);
}

export interface XcMiscGetXIDListRequest {
  count: number;
}

export function decodeXcMiscGetXIDList(reader: Reader): XcMiscGetXIDListRequest {
  reader.skip(2);
  reader.requestBody();
  const count_ = reader.u32();
  reader.endRequest();
  return { count: count_ };
}

export function encodeXcMiscGetXIDList(writer: Writer, request: XcMiscGetXIDListRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(2);
  writer.u16(0);
  writer.u32(request.count);
  writer.endRequest(start);
}

export interface XcMiscGetXIDListReply {
  ids: Uint32Array;
}

export function decodeXcMiscGetXIDListReply(reader: Reader): XcMiscGetXIDListReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const idsLen = reader.u32();
  reader.skip(20);
  const ids = reader.u32s(idsLen);
  return { sequence, ids };
}

export function encodeXcMiscGetXIDListReply(writer: Writer, sequence: number, reply: XcMiscGetXIDListReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.count32(reply.ids.length);
  writer.pad(20);
  writer.u32s(reply.ids);
  writer.endReply(start);
}

export interface XcMiscRequests {
  GetVersion: XcMiscGetVersionRequest;
  GetXIDRange: XcMiscGetXIDRangeRequest;
  GetXIDList: XcMiscGetXIDListRequest;
}

/** What the request encoders take. */
export interface XcMiscRequestArguments {
  GetVersion: XcMiscGetVersionRequest;
  GetXIDRange: XcMiscGetXIDRangeRequest;
  GetXIDList: XcMiscGetXIDListRequest;
}

export interface XcMiscReplies {
  GetVersion: XcMiscGetVersionReply;
  GetXIDRange: XcMiscGetXIDRangeReply;
  GetXIDList: XcMiscGetXIDListReply;
}

export type XcMiscRequestName = keyof XcMiscRequests;

export const xcMiscRequests: readonly {
  [N in XcMiscRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => XcMiscRequests[N];
    readonly hasReply: boolean;
  };
}[XcMiscRequestName][] = [
  { name: 'GetVersion', opcode: 0, decode: decodeXcMiscGetVersion, hasReply: true },
  { name: 'GetXIDRange', opcode: 1, decode: decodeXcMiscGetXIDRange, hasReply: true },
  { name: 'GetXIDList', opcode: 2, decode: decodeXcMiscGetXIDList, hasReply: true },
];

export const xcMiscRequestEncoders: {
  readonly [N in XcMiscRequestName]: (
    writer: Writer,
    request: XcMiscRequestArguments[N],
    majorOpcode: number,
  ) => void;
} = {
  GetVersion: encodeXcMiscGetVersion,
  GetXIDRange: encodeXcMiscGetXIDRange,
  GetXIDList: encodeXcMiscGetXIDList,
};

export const xcMiscReplyEncoders: {
  readonly [N in keyof XcMiscReplies]: (writer: Writer, sequence: number, reply: XcMiscReplies[N]) => void;
} = {
  GetVersion: encodeXcMiscGetVersionReply,
  GetXIDRange: encodeXcMiscGetXIDRangeReply,
  GetXIDList: encodeXcMiscGetXIDListReply,
};

export const xcMiscReplyDecoders: {
  readonly [N in keyof XcMiscReplies]: (reader: Reader) => XcMiscReplies[N] & { sequence: number };
} = {
  GetVersion: decodeXcMiscGetVersionReply,
  GetXIDRange: decodeXcMiscGetXIDRangeReply,
  GetXIDList: decodeXcMiscGetXIDListReply,
};

export const xcMiscExtension = {
  xname: 'XC-MISC',
  majorVersion: 1,
  minorVersion: 1,
  /** Numbers of event and error codes that the extension takes. */
  events: 0,
  errors: 0,
} as const;
