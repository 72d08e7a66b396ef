/** What clients are told of and what they tell: UseExtension, SelectEvents, the state, flags, bells (XKB protocol §4.2, §5, §8, §9.4, §16). */
import { noticeState, settleState } from '../../input/xkb/state-notice.ts';
import { ringBell } from '../../input/xkb/bell.ts';
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetStateReply,
  encodeXkbPerClientFlagsReply,
  encodeXkbSetDebuggingFlagsReply,
  encodeXkbUseExtensionReply,
  XkbEventCode,
  XkbPerClientFlag as Flag,
  type XkbRequests,
  type XkbSelectEventsDetails,
} from '../../protocol/generated/xkb.ts';
import { checkAtom } from '../../requests/atoms.ts';
import { findWindow } from '../../resources.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import { MajorOpcode } from '../numbers.ts';
import { checkAffected, checkDisjoint, checkFeedback, checkLegal, keyboardFor, xkbClient } from './checks.ts';
import { BOOLEAN_CONTROLS } from './controls.ts';

const [MAJOR_VERSION, MINOR_VERSION] = [1, 0];
const ALL_EVENTS = 0x0fff;
const ALL_FLAGS = 0x1f;
const ALL_PARTS = 0xff;
const GROUPS = 4;
const LATCH_LOCK_STATE = 5;
const NONE = 0;
const MOST_PERCENT = 100;

type Detail = keyof XkbSelectEventsDetails;

/** Events with details of their own: all bits that they have, and the names of the two fields. MapNotify's stand elsewhere. */
const SELECTABLE: readonly (readonly [
  event: keyof typeof XkbEventCode,
  all: number,
  affect: Detail,
  values: Detail,
])[] = [
  ['NewKeyboardNotify', 0x7, 'affectNewKeyboard', 'newKeyboardDetails'],
  ['StateNotify', 0x3fff, 'affectState', 'stateDetails'],
  ['ControlsNotify', 0xf8001fff, 'affectCtrls', 'ctrlDetails'],
  ['IndicatorStateNotify', 0xffffffff, 'affectIndicatorState', 'indicatorStateDetails'],
  ['IndicatorMapNotify', 0xffffffff, 'affectIndicatorMap', 'indicatorMapDetails'],
  ['NamesNotify', 0x3fff, 'affectNames', 'namesDetails'],
  ['CompatMapNotify', 0x3, 'affectCompat', 'compatDetails'],
  ['BellNotify', 0x1, 'affectBell', 'bellDetails'],
  ['ActionMessage', 0x1, 'affectMsgDetails', 'msgDetails'],
  ['AccessXNotify', 0x7f, 'affectAccessX', 'accessXDetails'],
  ['ExtensionDeviceNotify', 0x801f, 'affectExtDev', 'extdevDetails'],
];

/** The selection that the request leads to. @throws XError Value, Match. */
function selection(selected: readonly number[], request: XkbRequests['SelectEvents']): number[] {
  const { affectWhich, clear, selectAll, details } = request;
  checkLegal(affectWhich, ALL_EVENTS);
  checkAffected(affectWhich, clear);
  checkAffected(affectWhich, selectAll);
  checkDisjoint(clear, selectAll);
  const result = [...selected];
  if ((affectWhich & (1 << XkbEventCode.MapNotify)) !== 0 && request.affectMap !== 0) {
    checkLegal(request.affectMap, ALL_PARTS);
    checkAffected(request.affectMap, request.map);
    const old = result[XkbEventCode.MapNotify]!;
    result[XkbEventCode.MapNotify] = (old & ~request.affectMap) | request.map;
  }
  for (const [event, all, affectName, valuesName] of SELECTABLE) {
    const code = XkbEventCode[event];
    const bit = 1 << code;
    if ((affectWhich & bit) === 0) continue;
    if ((clear & bit) !== 0) result[code] = 0;
    else if ((selectAll & bit) !== 0) result[code] = all;
    else {
      const affected = details[affectName] ?? 0;
      const values = details[valuesName] ?? 0;
      checkLegal(affected, all);
      checkAffected(affected, values);
      result[code] = ((result[code]! & ~affected) | values) >>> 0;
    }
  }
  return result;
}

/** Percent of the loudest, as the core's Bell has it. @throws XError Value. */
function bellVolume(base: number, percent: number): number {
  if (percent < -MOST_PERCENT || percent > MOST_PERCENT) throw new XError(ErrorCode.Value, percent >>> 0);
  const change = Math.trunc((base * percent) / MOST_PERCENT);
  return percent < 0 ? base + change : base - change + percent;
}

export const stateRequests = {
  UseExtension(server: Server, client: Client, { wantedMajor }: XkbRequests['UseExtension']): void {
    const { clients } = server.state.input.keyboard.xkb;
    const supported = wantedMajor === MAJOR_VERSION;
    if (supported && !clients.has(client.number)) {
      const selected = Object.keys(XkbEventCode).map(() => 0);
      clients.set(client.number, { flags: 0, autoControls: 0, autoControlValues: 0, selected });
    }
    server.reply(client, encodeXkbUseExtensionReply, {
      supported: supported ? 1 : 0,
      serverMajor: MAJOR_VERSION,
      serverMinor: MINOR_VERSION,
    });
  },

  SelectEvents(server: Server, client: Client, request: XkbRequests['SelectEvents']): void {
    const own = xkbClient(server, client);
    keyboardFor(server, client, request.deviceSpec);
    selection(own.selected, request).forEach((details, event) => {
      own.selected[event] = details;
    });
  },

  Bell(server: Server, client: Client, request: XkbRequests['Bell']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    checkFeedback(request.bellClass, request.bellID);
    if (request.forceSound !== 0 && request.eventOnly !== 0) throw new XError(ErrorCode.Match);
    for (const value of [request.pitch, request.duration]) {
      if (value < -1) throw new XError(ErrorCode.Value, value >>> 0);
    }
    if (request.name !== NONE) checkAtom(server, request.name);
    if (request.window !== NONE) findWindow(server, request.window);
    const { bellPercent, bellPitch, bellDuration } = keyboard;
    const volume = bellVolume(bellPercent, request.percent);
    const pitch = request.pitch > 0 ? request.pitch : bellPitch;
    const duration = request.duration > 0 ? request.duration : bellDuration;
    const { name, window } = request;
    const eventOnly = request.eventOnly !== 0;
    ringBell(server, volume, pitch, duration, { name, window, eventOnly, force: request.forceSound !== 0 });
  },

  GetState(server: Server, client: Client, { deviceSpec }: XkbRequests['GetState']): void {
    keyboardFor(server, client, deviceSpec);
    server.reply(client, encodeXkbGetStateReply, { ...noticeState(server.state.input), deviceID: KEYBOARD_DEVICE });
  },

  LatchLockState(server: Server, client: Client, request: XkbRequests['LatchLockState']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    const { xkb } = keyboard;
    checkAffected(request.affectModLocks, request.modLocks);
    checkAffected(request.affectModLatches, request.modLatches);
    if (request.lockGroup !== 0 && request.groupLock >= GROUPS) throw new XError(ErrorCode.Value, request.groupLock);
    const before = noticeState(server.state.input);
    keyboard.locked = (keyboard.locked & ~request.affectModLocks) | request.modLocks;
    if (request.lockGroup !== 0) xkb.lockedGroup = request.groupLock;
    xkb.latchedModifiers = (xkb.latchedModifiers & ~request.affectModLatches) | request.modLatches;
    if (request.latchGroup !== 0) xkb.latchedGroup = (request.groupLatch << 16) >> 16;
    // The latch ends with the next key, as that of a key does.
    const pending = xkb.running.some(({ keycode }) => keycode === 0);
    if (!pending && (xkb.latchedModifiers !== 0 || xkb.latchedGroup !== 0)) {
      const action = Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 0);
      xkb.running.push({ keycode: 0, action, clearLocks: false, before: 0, broken: false });
    }
    settleState(server, before, { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: LATCH_LOCK_STATE });
  },

  PerClientFlags(server: Server, client: Client, request: XkbRequests['PerClientFlags']): void {
    const own = xkbClient(server, client);
    keyboardFor(server, client, request.deviceSpec);
    const { change, value, ctrlsToChange, autoCtrls, autoCtrlsValues } = request;
    checkLegal(change, ALL_FLAGS);
    checkAffected(change, value);
    const resets = (change & Flag.AutoResetControls) !== 0 && (value & Flag.AutoResetControls) !== 0;
    if (resets) {
      checkLegal(ctrlsToChange, BOOLEAN_CONTROLS);
      checkAffected(ctrlsToChange, autoCtrls);
      checkAffected(autoCtrls, autoCtrlsValues);
    }
    own.flags = (own.flags & ~change) | value;
    if ((change & Flag.AutoResetControls) !== 0) {
      own.autoControls = resets ? (own.autoControls & ~ctrlsToChange) | autoCtrls : 0;
      own.autoControlValues = resets ? (own.autoControlValues & ~ctrlsToChange) | autoCtrlsValues : 0;
    }
    server.reply(client, encodeXkbPerClientFlagsReply, {
      deviceID: KEYBOARD_DEVICE,
      supported: ALL_FLAGS,
      value: own.flags,
      autoCtrls: own.autoControls,
      autoCtrlsValues: own.autoControlValues,
    });
  },

  /** There is nothing to debug from outside: all flags are off, and stay so. */
  SetDebuggingFlags(server: Server, client: Client, _request: XkbRequests['SetDebuggingFlags']): void {
    xkbClient(server, client);
    server.reply(client, encodeXkbSetDebuggingFlagsReply, {
      currentFlags: 0,
      currentCtrls: 0,
      supportedFlags: 0,
      supportedCtrls: 0,
    });
  },
};
