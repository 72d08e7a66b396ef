/**
 * Frames of the carrier. One binary WebSocket message holds one or more whole frames:
 *
 *     kind × 16 + channel (one byte), then
 *       data    length (varint), payload
 *       credit  bytes that the sender of this channel may send in addition (varint)
 *       epoch   term of the primary that the data frames behind it belong to (varint); holds until the next one
 *       ping    token (varint); the peer answers
 *       pong    the token of a ping (varint), sent once everything before that ping has been taken in
 */
import type { ByteReader, ByteWriter } from '../../xserver/snapshot/bytes.ts';
import { recordReader, readBlock, writeBlock } from '../records.ts';
import { MAX_FRAME_BYTES, MAX_FRAMES_PER_MESSAGE, MAX_MESSAGE_BYTES } from '../limits.ts';
import { CarrierError } from './carrier-error.ts';
import type { WireName } from './control.ts';

export const FrameKind = { data: 0, credit: 1, epoch: 2, ping: 3, pong: 4 } as const;

/** Channels of a terminal's connection. */
export const Channel = {
  /** JSON messages, both ways. */
  control: 0,
  /** Down: the log, for the wires that ship it. Up: the one ordered stream of the terminal, whatever its wire. */
  log: 1,
  thinc: 2,
  raw: 3,
} as const;
/** The channels of wires that ship no log. */
export const WIRE_CHANNELS = [
  ['thinc', Channel.thinc],
  ['raw', Channel.raw],
] as const satisfies readonly (readonly [WireName, number])[];
export const MAX_CHANNELS = 16;

export type Frame =
  | { readonly kind: 'data'; readonly channel: number; readonly bytes: Uint8Array }
  | { readonly kind: 'credit'; readonly channel: number; readonly bytes: number }
  | { readonly kind: 'epoch'; readonly channel: number; readonly epoch: number }
  | { readonly kind: 'ping' | 'pong'; readonly channel: number; readonly token: number };

export function writeData(writer: ByteWriter, channel: number, bytes: Uint8Array): void {
  writer.u8((FrameKind.data << 4) | channel);
  writeBlock(writer, bytes);
}

export function writeNumber(
  writer: ByteWriter,
  kind: Exclude<keyof typeof FrameKind, 'data'>,
  channel: number,
  value: number,
): void {
  writer.u8((FrameKind[kind] << 4) | channel);
  writer.varint(value);
}

/**
 * The frames of one message; data is borrowed from it.
 * @throws CarrierError for anything that is not whole frames within the limits.
 */
export function decodeFrames(message: Uint8Array): Frame[] {
  if (message.length > MAX_MESSAGE_BYTES) throw new CarrierError('too-large', `message of ${message.length} bytes`);
  const reader = recordReader(message);
  const frames: Frame[] = [];
  while (reader.remaining > 0) {
    if (frames.length === MAX_FRAMES_PER_MESSAGE) throw new CarrierError('too-large', 'too many frames in a message');
    frames.push(readFrame(reader));
  }
  return frames;
}

function readFrame(reader: ByteReader): Frame {
  const first = reader.u8();
  const channel = first & 15;
  switch (first >> 4) {
    case FrameKind.data:
      return { kind: 'data', channel, bytes: readBlock(reader, MAX_FRAME_BYTES) };
    case FrameKind.credit:
      return { kind: 'credit', channel, bytes: reader.varint() };
    case FrameKind.epoch:
      return { kind: 'epoch', channel, epoch: reader.varint() };
    case FrameKind.ping:
      return { kind: 'ping', channel, token: reader.varint() };
    case FrameKind.pong:
      return { kind: 'pong', channel, token: reader.varint() };
    default:
      throw new CarrierError('malformed', `frame of unknown kind ${first >> 4}`);
  }
}
