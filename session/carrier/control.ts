/** Control messages: what the two ends of a terminal's connection say about it, as JSON. Unknown members are ignored. */
import { MAX_CONTROL_BYTES } from '../limits.ts';
import { decodeUtf8, encodeUtf8 } from '../utf8.ts';
import { CarrierError } from './carrier-error.ts';

/** Counts up with every change that an older end would not understand. */
export const PROTOCOL_VERSION = 1;

/** Every wire that a terminal may ask for. */
export const WIRES = ['x11', 'nx', 'thinc', 'raw'] as const;
export type WireName = (typeof WIRES)[number];
/** Those that this version's hosts can give. */
export const OFFERED_WIRES: readonly WireName[] = ['x11'];

export interface ScreenSize {
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly widthMillimetres: number;
  readonly heightMillimetres: number;
}

/** The terminal's first message. */
export interface Hello {
  readonly type: 'hello';
  readonly version: number;
  /** Format versions of log and snapshot, which must be the host's. */
  readonly logVersion: number;
  readonly snapshotVersion: number;
  readonly wire: string;
  /** The size that the screen is to have; none keeps the session's. */
  readonly screen?: ScreenSize;
}

/** The host's answer. */
export interface Welcome {
  readonly type: 'welcome';
  readonly version: number;
  readonly session: string;
  /** Number of the terminal in the session's log. */
  readonly terminal: number;
  readonly wire: WireName;
  /** The session's time in ms. */
  readonly time: number;
}

/** The host found a reported state hash equal to its own, or not. */
export interface Verified {
  readonly type: 'verified';
  readonly index: number;
  readonly equal: boolean;
}

/** The session has ended; the connection follows. */
export interface Ended {
  readonly type: 'ended';
  readonly reason: string;
  /** Exit code of the session's one program. */
  readonly exitCode?: number;
}

/** The terminal goes of its own will. */
export interface Leave {
  readonly type: 'leave';
}

export type ControlMessage = Hello | Welcome | Verified | Ended | Leave;

export function encodeControl(message: ControlMessage): Uint8Array {
  return encodeUtf8(JSON.stringify(message));
}

const MAX_TEXT = 1000;

function isNumber(value: unknown, maximum = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maximum;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function isScreenSize(value: unknown): value is ScreenSize {
  if (typeof value !== 'object' || value === null) return false;
  const size = value as Partial<ScreenSize>;
  return (
    isNumber(size.width, 65_535) &&
    isNumber(size.height, 65_535) &&
    size.width > 0 &&
    size.height > 0 &&
    isNumber(size.widthMillimetres, 65_535) &&
    isNumber(size.heightMillimetres, 65_535)
  );
}

function isControlMessage(value: object): value is ControlMessage {
  const message = value as Record<string, unknown>;
  switch (message['type']) {
    case 'hello':
      return (
        isNumber(message['version']) &&
        isNumber(message['logVersion']) &&
        isNumber(message['snapshotVersion']) &&
        isText(message['wire']) &&
        (message['screen'] === undefined || isScreenSize(message['screen']))
      );
    case 'welcome':
      return (
        isNumber(message['version']) &&
        isText(message['session']) &&
        isNumber(message['terminal']) &&
        isNumber(message['time']) &&
        WIRES.includes(message['wire'] as WireName)
      );
    case 'verified':
      return isNumber(message['index']) && typeof message['equal'] === 'boolean';
    case 'ended':
      return isText(message['reason']) && (message['exitCode'] === undefined || isNumber(message['exitCode'], 255));
    case 'leave':
      return true;
    default:
      return false;
  }
}

/** @throws CarrierError for anything but a control message. */
export function decodeControl(bytes: Uint8Array): ControlMessage {
  if (bytes.length > MAX_CONTROL_BYTES) throw new CarrierError('too-large', `control message of ${bytes.length} bytes`);
  let value: unknown;
  try {
    value = JSON.parse(decodeUtf8(bytes) ?? '');
  } catch {
    value = undefined;
  }
  if (typeof value === 'object' && value !== null && isControlMessage(value)) return value;
  throw new CarrierError('malformed', 'not a control message');
}
