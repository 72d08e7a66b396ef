// Generated from /usr/share/xcb/bigreq.xml by `npm run generate`. Do not edit.

import type { Reader } from '../reader.ts';
import type { Writer } from '../writer.ts';

export type BigRequestsEnableRequest = Record<never, never>;

export function decodeBigRequestsEnable(reader: Reader): BigRequestsEnableRequest {
  reader.skip(2);
  reader.requestBody();
  reader.endRequest();
  return {};
}

export function encodeBigRequestsEnable(writer: Writer, _request: BigRequestsEnableRequest, majorOpcode: number): void {
  const start = writer.length;
  writer.u8(majorOpcode);
  writer.u8(0);
  writer.u16(0);
  writer.endRequest(start);
}

export interface BigRequestsEnableReply {
  maximumRequestLength: number;
}

export function decodeBigRequestsEnableReply(reader: Reader): BigRequestsEnableReply & { sequence: number } {
  reader.skip(2);
  const sequence = reader.u16();
  reader.skip(4);
  const maximumRequestLength = reader.u32();
  return { sequence, maximumRequestLength };
}

export function encodeBigRequestsEnableReply(writer: Writer, sequence: number, reply: BigRequestsEnableReply): void {
  const start = writer.length;
  writer.u8(1);
  writer.pad(1);
  writer.u16(sequence);
  writer.u32(0);
  writer.u32(reply.maximumRequestLength);
  writer.endReply(start);
}

export interface BigRequestsRequests {
  Enable: BigRequestsEnableRequest;
}

/** What the request encoders take. */
export interface BigRequestsRequestArguments {
  Enable: BigRequestsEnableRequest;
}

export interface BigRequestsReplies {
  Enable: BigRequestsEnableReply;
}

export type BigRequestsRequestName = keyof BigRequestsRequests;

export const bigRequestsRequests: readonly {
  [N in BigRequestsRequestName]: {
    readonly name: N;
    readonly opcode: number;
    readonly decode: (reader: Reader) => BigRequestsRequests[N];
    readonly hasReply: boolean;
  };
}[BigRequestsRequestName][] = [
  { name: 'Enable', opcode: 0, decode: decodeBigRequestsEnable, hasReply: true },
];

export const bigRequestsRequestEncoders: {
  readonly [N in BigRequestsRequestName]: (
    writer: Writer,
    request: BigRequestsRequestArguments[N],
    majorOpcode: number,
  ) => void;
} = {
  Enable: encodeBigRequestsEnable,
};

export const bigRequestsReplyEncoders: {
  readonly [N in keyof BigRequestsReplies]: (writer: Writer, sequence: number, reply: BigRequestsReplies[N]) => void;
} = {
  Enable: encodeBigRequestsEnableReply,
};

export const bigRequestsReplyDecoders: {
  readonly [N in keyof BigRequestsReplies]: (reader: Reader) => BigRequestsReplies[N] & { sequence: number };
} = {
  Enable: decodeBigRequestsEnableReply,
};

export const bigRequestsExtension = {
  xname: 'BIG-REQUESTS',
  majorVersion: 0,
  minorVersion: 0,
  /** Numbers of event and error codes that the extension takes. */
  events: 0,
  errors: 0,
} as const;
