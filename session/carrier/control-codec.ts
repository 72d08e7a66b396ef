/** Control messages as JSON, checked member by member. Unknown members are ignored. */
import { MAX_CONTROL_BYTES, MAX_KEPT_PARTS, MAX_TERMINALS } from '../limits.ts';
import { isPartName } from '../terminal/kept-parts.ts';
import { decodeUtf8, encodeUtf8 } from '../../xserver/protocol/utf8.ts';
import { LINK_NAMES } from '../link.ts';
import { CarrierError } from './carrier-error.ts';
import {
  KEYBOARD_MODES,
  WIRES,
  type ControlMessage,
  type KeyboardMode,
  type Resume,
  type ScreenSize,
  type TerminalRole,
  type WireName,
} from './control.ts';

const MAX_TEXT = 1000;
const MAX_SIZE = 65_535;

type Members = Readonly<Record<string, unknown>>;
type Check = (value: unknown) => boolean;

function isNumber(value: unknown, maximum = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maximum;
}

function isMilliseconds(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

function isFlag(value: unknown): value is boolean {
  return typeof value === 'boolean';
}

function isWire(value: unknown): value is WireName {
  return WIRES.includes(value as WireName);
}

function isLink(value: unknown): value is string {
  return LINK_NAMES.includes(value as string);
}

function isKeyboardMode(value: unknown): value is KeyboardMode {
  return KEYBOARD_MODES.includes(value as KeyboardMode);
}

function isRecord(value: unknown): value is Members {
  return typeof value === 'object' && value !== null;
}

function isSide(value: unknown): boolean {
  return isNumber(value, MAX_SIZE) && value > 0;
}

function isScreenSize(value: unknown): value is ScreenSize {
  const members = { width: isSide, height: isSide, widthMillimetres: isSide, heightMillimetres: isSide };
  return isRecord(value) && has(value, members);
}

function isResume(value: unknown): value is Resume {
  return isRecord(value) && has(value, { session: isText, epoch: isNumber, index: isNumber, primary: isFlag });
}

function isTerminalRole(value: unknown): value is TerminalRole {
  return (
    isRecord(value) && has(value, { terminal: isNumber, wire: isWire, viewOnly: isFlag, visible: isFlag, link: isLink })
  );
}

function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

const arePartNames: Check = (value) =>
  Array.isArray(value) && value.length <= MAX_KEPT_PARTS && value.every(isPartName);
const isExitCode: Check = (value) => isNumber(value, 255);
const areTerminals: Check = (value) =>
  Array.isArray(value) && value.length <= MAX_TERMINALS && value.every(isTerminalRole);

const MEMBERS: Readonly<Record<ControlMessage['type'], Readonly<Record<string, Check>>>> = {
  hello: {
    version: isNumber,
    logVersion: isNumber,
    snapshotVersion: isNumber,
    wire: isText,
    screen: optional(isScreenSize),
    visible: optional(isFlag),
    resume: optional(isResume),
    link: optional(isLink),
    kept: optional(arePartNames),
  },
  welcome: {
    version: isNumber,
    session: isText,
    terminal: isNumber,
    time: isNumber,
    wire: isWire,
    viewOnly: isFlag,
    resumed: isFlag,
    link: isLink,
  },
  switch: { wire: isText, resume: optional(isResume), changes: optional(isNumber) },
  whole: { wire: isText, number: isNumber },
  'take-keyboard': {},
  visible: { visible: isFlag },
  resize: { screen: isScreenSize },
  verify: {},
  link: { link: isLink },
  paused: { milliseconds: isMilliseconds },
  roles: {
    you: isNumber,
    holder: optional(isNumber),
    primary: optional(isNumber),
    keyboard: isKeyboardMode,
    terminals: areTerminals,
  },
  switched: { wire: isWire, primary: isFlag, stop: isMilliseconds },
  verified: { index: isNumber, equal: isFlag },
  ended: { reason: isText, exitCode: optional(isExitCode) },
  leave: {},
};

function has(value: Members, members: Readonly<Record<string, Check>>): boolean {
  return Object.entries(members).every(([name, check]) => check(value[name]));
}

function isControlMessage(value: object): value is ControlMessage {
  const message = value as Members;
  const { type } = message;
  if (typeof type !== 'string' || !Object.hasOwn(MEMBERS, type)) return false;
  return has(message, MEMBERS[type as ControlMessage['type']]);
}

export function encodeControl(message: ControlMessage): Uint8Array {
  return encodeUtf8(JSON.stringify(message));
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
