// Generated from /usr/share/xcb/xtest.xml by `npm run generate`. Do not edit.

import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export const XTestCursor = {
  None: 0,
  Current: 1,
} as const;

export interface XTestGetVersionRequest {
  majorVersion: number;
  minorVersion: number;
}

export function decodeXTestGetVersion(reader: Reader): XTestGetVersionRequest {
  reader.skip(2);
  reader.requestBody();
  const majorVersion = reader.u8();
  reader.skip(1);
  const minorVersion = reader.u16();
  reader.endRequest();
  return { majorVersion, minorVersion };
}

export function encodeXTestGetVersion(writer: Writer, request: XTestGetVersionRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(0);
  writer.u16(0);
  writer.u8(request.majorVersion);
  writer.pad(1);
  writer.u16(request.minorVersion);
  writer.endRequest(start);
}

export interface XTestGetVersionReply {
  majorVersion: number;
  minorVersion: number;
}

export function decodeXTestGetVersionReply(reader: Reader): XTestGetVersionReply & { sequence: number } {
  reader.skip(1);
  const majorVersion = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const minorVersion = reader.u16();
  return { sequence, majorVersion, minorVersion };
}

export function encodeXTestGetVersionReply(writer: Writer, sequence: number, reply: XTestGetVersionReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.majorVersion);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.minorVersion);
  writer.endReply(start);
}

export interface XTestCompareCursorRequest {
  window: number;
  cursor: number;
}

export function decodeXTestCompareCursor(reader: Reader): XTestCompareCursorRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const cursor = reader.u32();
  reader.endRequest();
  return { window, cursor };
}

export function encodeXTestCompareCursor(
  writer: Writer,
  request: XTestCompareCursorRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(1);
  writer.u16(0);
  writer.u32(request.window);
  writer.u32(request.cursor);
  writer.endRequest(start);
}

export interface XTestCompareCursorReply {
  same: number;
}

export function decodeXTestCompareCursorReply(reader: Reader): XTestCompareCursorReply & { sequence: number } {
  reader.skip(1);
  const same = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, same };
}

export function encodeXTestCompareCursorReply(writer: Writer, sequence: number, reply: XTestCompareCursorReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.same);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export interface XTestFakeInputRequest {
  type: number;
  detail: number;
  time: number;
  root: number;
  rootX: number;
  rootY: number;
  deviceid: number;
}

export function decodeXTestFakeInput(reader: Reader): XTestFakeInputRequest {
  reader.skip(2);
  reader.requestBody();
  const type = reader.u8();
  const detail = reader.u8();
  reader.skip(2);
  const time = reader.u32();
  const root = reader.u32();
  reader.skip(8);
  const rootX = reader.i16();
  const rootY = reader.i16();
  reader.skip(7);
  const deviceid = reader.u8();
  reader.endRequest();
  return { type, detail, time, root, rootX, rootY, deviceid };
}

export function encodeXTestFakeInput(writer: Writer, request: XTestFakeInputRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(2);
  writer.u16(0);
  writer.u8(request.type);
  writer.u8(request.detail);
  writer.pad(2);
  writer.u32(request.time);
  writer.u32(request.root);
  writer.pad(8);
  writer.i16(request.rootX);
  writer.i16(request.rootY);
  writer.pad(7);
  writer.u8(request.deviceid);
  writer.endRequest(start);
}

export interface XTestGrabControlRequest {
  impervious: number;
}

export function decodeXTestGrabControl(reader: Reader): XTestGrabControlRequest {
  reader.skip(2);
  reader.requestBody();
  const impervious = reader.u8();
  reader.skip(3);
  reader.endRequest();
  return { impervious };
}

export function encodeXTestGrabControl(writer: Writer, request: XTestGrabControlRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(3);
  writer.u16(0);
  writer.u8(request.impervious);
  writer.pad(3);
  writer.endRequest(start);
}

export interface XTestRequests {
  GetVersion: XTestGetVersionRequest;
  CompareCursor: XTestCompareCursorRequest;
  FakeInput: XTestFakeInputRequest;
  GrabControl: XTestGrabControlRequest;
}

/** What the request encoders take. */
export interface XTestRequestArguments {
  GetVersion: XTestGetVersionRequest;
  CompareCursor: XTestCompareCursorRequest;
  FakeInput: XTestFakeInputRequest;
  GrabControl: XTestGrabControlRequest;
}

export interface XTestReplies {
  GetVersion: XTestGetVersionReply;
  CompareCursor: XTestCompareCursorReply;
}

export type XTestRequestName = keyof XTestRequests;

export const xtestRequests: readonly {
  [N in XTestRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => XTestRequests[N];
    readonly hasReply: boolean;
  };
}[XTestRequestName][] = [
  { name: 'GetVersion', opcode: 0, decode: decodeXTestGetVersion, hasReply: true },
  { name: 'CompareCursor', opcode: 1, decode: decodeXTestCompareCursor, hasReply: true },
  { name: 'FakeInput', opcode: 2, decode: decodeXTestFakeInput, hasReply: false },
  { name: 'GrabControl', opcode: 3, decode: decodeXTestGrabControl, hasReply: false },
];

export const xtestRequestEncoders: {
  readonly [N in XTestRequestName]: (
    writer: Writer,
    request: XTestRequestArguments[N],
    majorOpcode: number,
  ) => void;
} = {
  GetVersion: encodeXTestGetVersion,
  CompareCursor: encodeXTestCompareCursor,
  FakeInput: encodeXTestFakeInput,
  GrabControl: encodeXTestGrabControl,
};

export const xtestReplyEncoders: {
  readonly [N in keyof XTestReplies]: (writer: Writer, sequence: number, reply: XTestReplies[N]) => void;
} = {
  GetVersion: encodeXTestGetVersionReply,
  CompareCursor: encodeXTestCompareCursorReply,
};

export const xtestReplyDecoders: {
  readonly [N in keyof XTestReplies]: (reader: Reader) => XTestReplies[N] & { sequence: number };
} = {
  GetVersion: decodeXTestGetVersionReply,
  CompareCursor: decodeXTestCompareCursorReply,
};

export const xtestExtension = {
  xname: 'XTEST',
  majorVersion: 2,
  minorVersion: 2,
  /** Numbers of event and error codes that the extension takes. */
  events: 0,
  errors: 0,
} as const;
