// Generated from /usr/share/xcb/shape.xml by `npm run generate`. Do not edit.

import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';
import { readRectangleList, writeRectangleList } from './xproto.ts';

export const ShapeSO = {
  Set: 0,
  Union: 1,
  Intersect: 2,
  Subtract: 3,
  Invert: 4,
} as const;

export const ShapeSK = {
  Bounding: 0,
  Clip: 1,
  Input: 2,
} as const;

export type ShapeQueryVersionRequest = Record<never, never>;

export function decodeShapeQueryVersion(reader: Reader): ShapeQueryVersionRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeShapeQueryVersion(writer: Writer, _request: ShapeQueryVersionRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(0);
  writer.u16(0);
  writer.endRequest(start);
}

export interface ShapeQueryVersionReply {
  majorVersion: number;
  minorVersion: number;
}

export function decodeShapeQueryVersionReply(reader: Reader): ShapeQueryVersionReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const majorVersion = reader.u16();
  const minorVersion = reader.u16();
  return { sequence, majorVersion, minorVersion };
}

export function encodeShapeQueryVersionReply(writer: Writer, sequence: number, reply: ShapeQueryVersionReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u16(reply.majorVersion);
  writer.u16(reply.minorVersion);
  writer.endReply(start);
}

export interface ShapeRectanglesRequest {
  /** SO */
  operation: number;
  /** SK */
  destinationKind: number;
  /** ClipOrdering */
  ordering: number;
  destinationWindow: number;
  xOffset: number;
  yOffset: number;
  /** Rectangle: [x, y, width, height, ...] */
  rectangles: Int32Array;
}

export function decodeShapeRectangles(reader: Reader): ShapeRectanglesRequest {
  reader.skip(2);
  reader.requestBody();
  const operation = reader.u8();
  const destinationKind = reader.u8();
  const ordering = reader.u8();
  reader.skip(1);
  const destinationWindow = reader.u32();
  const xOffset = reader.i16();
  const yOffset = reader.i16();
  const rectangles = readRectangleList(reader, reader.countOf(8));
  reader.endRequest();
  return { operation, destinationKind, ordering, destinationWindow, xOffset, yOffset, rectangles };
}

export function encodeShapeRectangles(writer: Writer, request: ShapeRectanglesRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(1);
  writer.u16(0);
  writer.u8(request.operation);
  writer.u8(request.destinationKind);
  writer.u8(request.ordering);
  writer.pad(1);
  writer.u32(request.destinationWindow);
  writer.i16(request.xOffset);
  writer.i16(request.yOffset);
  writeRectangleList(writer, request.rectangles);
  writer.endRequest(start);
}

export interface ShapeMaskRequest {
  /** SO */
  operation: number;
  /** SK */
  destinationKind: number;
  destinationWindow: number;
  xOffset: number;
  yOffset: number;
  /** Pixmap */
  sourceBitmap: number;
}

export function decodeShapeMask(reader: Reader): ShapeMaskRequest {
  reader.skip(2);
  reader.requestBody();
  const operation = reader.u8();
  const destinationKind = reader.u8();
  reader.skip(2);
  const destinationWindow = reader.u32();
  const xOffset = reader.i16();
  const yOffset = reader.i16();
  const sourceBitmap = reader.u32();
  reader.endRequest();
  return { operation, destinationKind, destinationWindow, xOffset, yOffset, sourceBitmap };
}

export function encodeShapeMask(writer: Writer, request: ShapeMaskRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(2);
  writer.u16(0);
  writer.u8(request.operation);
  writer.u8(request.destinationKind);
  writer.pad(2);
  writer.u32(request.destinationWindow);
  writer.i16(request.xOffset);
  writer.i16(request.yOffset);
  writer.u32(request.sourceBitmap);
  writer.endRequest(start);
}

export interface ShapeCombineRequest {
  /** SO */
  operation: number;
  /** SK */
  destinationKind: number;
  /** SK */
  sourceKind: number;
  destinationWindow: number;
  xOffset: number;
  yOffset: number;
  sourceWindow: number;
}

export function decodeShapeCombine(reader: Reader): ShapeCombineRequest {
  reader.skip(2);
  reader.requestBody();
  const operation = reader.u8();
  const destinationKind = reader.u8();
  const sourceKind = reader.u8();
  reader.skip(1);
  const destinationWindow = reader.u32();
  const xOffset = reader.i16();
  const yOffset = reader.i16();
  const sourceWindow = reader.u32();
  reader.endRequest();
  return { operation, destinationKind, sourceKind, destinationWindow, xOffset, yOffset, sourceWindow };
}

export function encodeShapeCombine(writer: Writer, request: ShapeCombineRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(3);
  writer.u16(0);
  writer.u8(request.operation);
  writer.u8(request.destinationKind);
  writer.u8(request.sourceKind);
  writer.pad(1);
  writer.u32(request.destinationWindow);
  writer.i16(request.xOffset);
  writer.i16(request.yOffset);
  writer.u32(request.sourceWindow);
  writer.endRequest(start);
}

export interface ShapeOffsetRequest {
  /** SK */
  destinationKind: number;
  destinationWindow: number;
  xOffset: number;
  yOffset: number;
}

export function decodeShapeOffset(reader: Reader): ShapeOffsetRequest {
  reader.skip(2);
  reader.requestBody();
  const destinationKind = reader.u8();
  reader.skip(3);
  const destinationWindow = reader.u32();
  const xOffset = reader.i16();
  const yOffset = reader.i16();
  reader.endRequest();
  return { destinationKind, destinationWindow, xOffset, yOffset };
}

export function encodeShapeOffset(writer: Writer, request: ShapeOffsetRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(4);
  writer.u16(0);
  writer.u8(request.destinationKind);
  writer.pad(3);
  writer.u32(request.destinationWindow);
  writer.i16(request.xOffset);
  writer.i16(request.yOffset);
  writer.endRequest(start);
}

export interface ShapeQueryExtentsRequest {
  destinationWindow: number;
}

export function decodeShapeQueryExtents(reader: Reader): ShapeQueryExtentsRequest {
  reader.skip(2);
  reader.requestBody();
  const destinationWindow = reader.u32();
  reader.endRequest();
  return { destinationWindow };
}

export function encodeShapeQueryExtents(writer: Writer, request: ShapeQueryExtentsRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(5);
  writer.u16(0);
  writer.u32(request.destinationWindow);
  writer.endRequest(start);
}

export interface ShapeQueryExtentsReply {
  boundingShaped: number;
  clipShaped: number;
  boundingShapeExtentsX: number;
  boundingShapeExtentsY: number;
  boundingShapeExtentsWidth: number;
  boundingShapeExtentsHeight: number;
  clipShapeExtentsX: number;
  clipShapeExtentsY: number;
  clipShapeExtentsWidth: number;
  clipShapeExtentsHeight: number;
}

export function decodeShapeQueryExtentsReply(reader: Reader): ShapeQueryExtentsReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const boundingShaped = reader.u8();
  const clipShaped = reader.u8();
  reader.skip(2);
  const boundingShapeExtentsX = reader.i16();
  const boundingShapeExtentsY = reader.i16();
  const boundingShapeExtentsWidth = reader.u16();
  const boundingShapeExtentsHeight = reader.u16();
  const clipShapeExtentsX = reader.i16();
  const clipShapeExtentsY = reader.i16();
  const clipShapeExtentsWidth = reader.u16();
  const clipShapeExtentsHeight = reader.u16();
  return {
    sequence,
    boundingShaped,
    clipShaped,
    boundingShapeExtentsX,
    boundingShapeExtentsY,
    boundingShapeExtentsWidth,
    boundingShapeExtentsHeight,
    clipShapeExtentsX,
    clipShapeExtentsY,
    clipShapeExtentsWidth,
    clipShapeExtentsHeight,
  };
}

export function encodeShapeQueryExtentsReply(writer: Writer, sequence: number, reply: ShapeQueryExtentsReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u8(reply.boundingShaped);
  writer.u8(reply.clipShaped);
  writer.pad(2);
  writer.i16(reply.boundingShapeExtentsX);
  writer.i16(reply.boundingShapeExtentsY);
  writer.u16(reply.boundingShapeExtentsWidth);
  writer.u16(reply.boundingShapeExtentsHeight);
  writer.i16(reply.clipShapeExtentsX);
  writer.i16(reply.clipShapeExtentsY);
  writer.u16(reply.clipShapeExtentsWidth);
  writer.u16(reply.clipShapeExtentsHeight);
  writer.endReply(start);
}

export interface ShapeSelectInputRequest {
  destinationWindow: number;
  enable: number;
}

export function decodeShapeSelectInput(reader: Reader): ShapeSelectInputRequest {
  reader.skip(2);
  reader.requestBody();
  const destinationWindow = reader.u32();
  const enable = reader.u8();
  reader.skip(3);
  reader.endRequest();
  return { destinationWindow, enable };
}

export function encodeShapeSelectInput(writer: Writer, request: ShapeSelectInputRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(6);
  writer.u16(0);
  writer.u32(request.destinationWindow);
  writer.u8(request.enable);
  writer.pad(3);
  writer.endRequest(start);
}

export interface ShapeInputSelectedRequest {
  destinationWindow: number;
}

export function decodeShapeInputSelected(reader: Reader): ShapeInputSelectedRequest {
  reader.skip(2);
  reader.requestBody();
  const destinationWindow = reader.u32();
  reader.endRequest();
  return { destinationWindow };
}

export function encodeShapeInputSelected(
  writer: Writer,
  request: ShapeInputSelectedRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(7);
  writer.u16(0);
  writer.u32(request.destinationWindow);
  writer.endRequest(start);
}

export interface ShapeInputSelectedReply {
  enabled: number;
}

export function decodeShapeInputSelectedReply(reader: Reader): ShapeInputSelectedReply & { sequence: number } {
  reader.skip(1);
  const enabled = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  return { sequence, enabled };
}

export function encodeShapeInputSelectedReply(writer: Writer, sequence: number, reply: ShapeInputSelectedReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.enabled);
  writer.u16(sequence);
  writer.u32(0);
  writer.endReply(start);
}

export interface ShapeGetRectanglesRequest {
  window: number;
  /** SK */
  sourceKind: number;
}

export function decodeShapeGetRectangles(reader: Reader): ShapeGetRectanglesRequest {
  reader.skip(2);
  reader.requestBody();
  const window = reader.u32();
  const sourceKind = reader.u8();
  reader.skip(3);
  reader.endRequest();
  return { window, sourceKind };
}

export function encodeShapeGetRectangles(
  writer: Writer,
  request: ShapeGetRectanglesRequest,
  majorOpcode: number,
): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(8);
  writer.u16(0);
  writer.u32(request.window);
  writer.u8(request.sourceKind);
  writer.pad(3);
  writer.endRequest(start);
}

export interface ShapeGetRectanglesReply {
  /** ClipOrdering */
  ordering: number;
  /** Rectangle: [x, y, width, height, ...] */
  rectangles: Int32Array;
}

export function decodeShapeGetRectanglesReply(reader: Reader): ShapeGetRectanglesReply & { sequence: number } {
  reader.skip(1);
  const ordering = reader.u8();
  const sequence = reader.u16();
  reader.skip(4);
  const rectanglesLen = reader.u32();
  reader.skip(20);
  const rectangles = readRectangleList(reader, rectanglesLen);
  return { sequence, ordering, rectangles };
}

export function encodeShapeGetRectanglesReply(writer: Writer, sequence: number, reply: ShapeGetRectanglesReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.u8(reply.ordering);
  writer.u16(sequence);
  writer.u32(0);
  writer.count32(reply.rectangles.length / 4);
  writer.pad(20);
  writeRectangleList(writer, reply.rectangles);
  writer.endReply(start);
}

export interface ShapeNotifyEvent {
  /** SK */
  shapeKind: number;
  affectedWindow: number;
  extentsX: number;
  extentsY: number;
  extentsWidth: number;
  extentsHeight: number;
  serverTime: number;
  shaped: number;
}

export function decodeShapeNotifyEvent(reader: Reader): ShapeNotifyEvent & { sequence: number; sendEvent: boolean } {
  const sendEvent = reader.u8() >= 0x80;
  const shapeKind = reader.u8();
  const sequence = reader.u16();
  const affectedWindow = reader.u32();
  const extentsX = reader.i16();
  const extentsY = reader.i16();
  const extentsWidth = reader.u16();
  const extentsHeight = reader.u16();
  const serverTime = reader.u32();
  const shaped = reader.u8();
  reader.skip(11);
  return {
    sequence,
    sendEvent,
    shapeKind,
    affectedWindow,
    extentsX,
    extentsY,
    extentsWidth,
    extentsHeight,
    serverTime,
    shaped,
  };
}

export function encodeShapeNotifyEvent(
  writer: Writer,
  sequence: number,
  event: ShapeNotifyEvent,
  firstEvent: number,
): void {
  const start = writer.length;
  writer.u8(firstEvent + 0);
  writer.u8(event.shapeKind);
  writer.u16(sequence);
  writer.u32(event.affectedWindow);
  writer.i16(event.extentsX);
  writer.i16(event.extentsY);
  writer.u16(event.extentsWidth);
  writer.u16(event.extentsHeight);
  writer.u32(event.serverTime);
  writer.u8(event.shaped);
  writer.pad(11);
  writer.endEvent(start);
}

export interface ShapeRequests {
  QueryVersion: ShapeQueryVersionRequest;
  Rectangles: ShapeRectanglesRequest;
  Mask: ShapeMaskRequest;
  Combine: ShapeCombineRequest;
  Offset: ShapeOffsetRequest;
  QueryExtents: ShapeQueryExtentsRequest;
  SelectInput: ShapeSelectInputRequest;
  InputSelected: ShapeInputSelectedRequest;
  GetRectangles: ShapeGetRectanglesRequest;
}

/** What the request encoders take. */
export interface ShapeRequestArguments {
  QueryVersion: ShapeQueryVersionRequest;
  Rectangles: ShapeRectanglesRequest;
  Mask: ShapeMaskRequest;
  Combine: ShapeCombineRequest;
  Offset: ShapeOffsetRequest;
  QueryExtents: ShapeQueryExtentsRequest;
  SelectInput: ShapeSelectInputRequest;
  InputSelected: ShapeInputSelectedRequest;
  GetRectangles: ShapeGetRectanglesRequest;
}

export interface ShapeReplies {
  QueryVersion: ShapeQueryVersionReply;
  QueryExtents: ShapeQueryExtentsReply;
  InputSelected: ShapeInputSelectedReply;
  GetRectangles: ShapeGetRectanglesReply;
}

export type ShapeRequestName = keyof ShapeRequests;

export const shapeRequests: readonly {
  [N in ShapeRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => ShapeRequests[N];
    readonly hasReply: boolean;
  };
}[ShapeRequestName][] = [
  { name: 'QueryVersion', opcode: 0, decode: decodeShapeQueryVersion, hasReply: true },
  { name: 'Rectangles', opcode: 1, decode: decodeShapeRectangles, hasReply: false },
  { name: 'Mask', opcode: 2, decode: decodeShapeMask, hasReply: false },
  { name: 'Combine', opcode: 3, decode: decodeShapeCombine, hasReply: false },
  { name: 'Offset', opcode: 4, decode: decodeShapeOffset, hasReply: false },
  { name: 'QueryExtents', opcode: 5, decode: decodeShapeQueryExtents, hasReply: true },
  { name: 'SelectInput', opcode: 6, decode: decodeShapeSelectInput, hasReply: false },
  { name: 'InputSelected', opcode: 7, decode: decodeShapeInputSelected, hasReply: true },
  { name: 'GetRectangles', opcode: 8, decode: decodeShapeGetRectangles, hasReply: true },
];

export const shapeRequestEncoders: {
  readonly [N in ShapeRequestName]: (
    writer: Writer,
    request: ShapeRequestArguments[N],
    majorOpcode: number,
  ) => void;
} = {
  QueryVersion: encodeShapeQueryVersion,
  Rectangles: encodeShapeRectangles,
  Mask: encodeShapeMask,
  Combine: encodeShapeCombine,
  Offset: encodeShapeOffset,
  QueryExtents: encodeShapeQueryExtents,
  SelectInput: encodeShapeSelectInput,
  InputSelected: encodeShapeInputSelected,
  GetRectangles: encodeShapeGetRectangles,
};

export const shapeReplyEncoders: {
  readonly [N in keyof ShapeReplies]: (writer: Writer, sequence: number, reply: ShapeReplies[N]) => void;
} = {
  QueryVersion: encodeShapeQueryVersionReply,
  QueryExtents: encodeShapeQueryExtentsReply,
  InputSelected: encodeShapeInputSelectedReply,
  GetRectangles: encodeShapeGetRectanglesReply,
};

export const shapeReplyDecoders: {
  readonly [N in keyof ShapeReplies]: (reader: Reader) => ShapeReplies[N] & { sequence: number };
} = {
  QueryVersion: decodeShapeQueryVersionReply,
  QueryExtents: decodeShapeQueryExtentsReply,
  InputSelected: decodeShapeInputSelectedReply,
  GetRectangles: decodeShapeGetRectanglesReply,
};

/** Counted from the extension's first event; generic events by their own type. */
export const ShapeEventCode = {
  Notify: 0,
} as const;

export type ShapeEvent =
  | ({ name: 'Notify' } & ShapeNotifyEvent);

export const shapeEventEncoders: {
  readonly [E in ShapeEvent as E['name']]: (writer: Writer, sequence: number, event: E, firstEvent: number) => void;
} = {
  Notify: encodeShapeNotifyEvent,
};

export function encodeShapeEvent(writer: Writer, sequence: number, event: ShapeEvent, firstEvent: number): void {
  switch (event.name) {
    case 'Notify':
      return encodeShapeNotifyEvent(writer, sequence, event, firstEvent);
  }
}

/** The event the reader stands on, or undefined where its code is not one of these. KeymapNotify has no sequence. */
export function decodeShapeEvent(
  reader: Reader, firstEvent: number,
): (ShapeEvent & { sequence: number | undefined; sendEvent: boolean }) | undefined {
  switch (reader.eventCode() - firstEvent) {
    case 0:
      return { name: 'Notify', ...decodeShapeNotifyEvent(reader) };
    default:
      return undefined;
  }
}

export const shapeExtension = {
  xname: 'SHAPE',
  majorVersion: 1,
  minorVersion: 1,
  /** Numbers of event and error codes that the extension takes. */
  events: 1,
  errors: 0,
} as const;
