/** GetControls and SetControls (XKB protocol §4, §10). Key repeating is the core's own. */
import { groupCount } from '../../input/xkb/derived-state.ts';
import { enableControls, enabledControls } from '../../input/xkb/indicators.ts';
import { KEYBOARD_DEVICE } from '../../input/xkb/send-events.ts';
import { noticeControls, noticeState, settleState } from '../../input/xkb/state-notice.ts';
import { realOf } from '../../input/xkb/virtual-modifiers.ts';
import { ErrorCode, XError } from '../../protocol/errors.ts';
import {
  encodeXkbGetControlsReply,
  XkbBoolCtrl as Bool,
  XkbControl,
  type XkbRequests,
} from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { Client } from '../../state/clients.ts';
import type { KeyboardState } from '../../state/input.ts';
import type { XkbModifiers, XkbState } from '../../state/xkb.ts';
import { MajorOpcode } from '../numbers.ts';
import { checkAffected, checkLegal, keyboardFor } from './checks.ts';

export const BOOLEAN_CONTROLS = 0x1fff;
const ALL_CONTROLS = 0xf8001fff;
const SET_CONTROLS = 7;
const BUTTONS = 5;
const ACCESS_X_OPTIONS = 0x0fff;
const FEEDBACK_OPTIONS = 0x0f3f;

type Request = XkbRequests['SetControls'];

/** Controls of which several values belong to one bit. */
const Changed = {
  GroupsWrap: XkbControl.GroupsWrap,
  InternalMods: XkbControl.InternalMods,
  IgnoreLockMods: XkbControl.IgnoreLockMods,
  PerKeyRepeat: XkbControl.PerKeyRepeat,
  Enabled: XkbControl.ControlsEnabled,
} as const;

/** @throws XError Value, Match. */
function checkControls(request: Request): void {
  const { changeControls } = request;
  const has = (control: number) => (changeControls & control) !== 0;
  const wrong = (value: number): never => {
    throw new XError(ErrorCode.Value, value);
  };
  checkLegal(changeControls, ALL_CONTROLS);
  if (has(Changed.Enabled)) {
    checkLegal(request.affectEnabledControls, BOOLEAN_CONTROLS);
    checkAffected(request.affectEnabledControls, request.enabledControls);
  }
  if (has(Changed.InternalMods)) {
    checkAffected(request.affectInternalRealMods, request.internalRealMods);
    checkAffected(request.affectInternalVirtualMods, request.internalVirtualMods);
  }
  if (has(Changed.IgnoreLockMods)) {
    checkAffected(request.affectIgnoreLockRealMods, request.ignoreLockRealMods);
    checkAffected(request.affectIgnoreLockVirtualMods, request.ignoreLockVirtualMods);
  }
  if (has(Bool.RepeatKeys) && (request.repeatDelay === 0 || request.repeatInterval === 0)) wrong(0);
  if (has(Bool.SlowKeys) && request.slowKeysDelay === 0) wrong(0);
  if (has(Bool.BounceKeys) && request.debounceDelay === 0) wrong(0);
  if (has(Bool.MouseKeys) && request.mouseKeysDfltBtn > BUTTONS) wrong(request.mouseKeysDfltBtn);
  if (has(Bool.MouseKeysAccel)) {
    const { mouseKeysDelay, mouseKeysInterval, mouseKeysTimeToMax, mouseKeysMaxSpeed, mouseKeysCurve } = request;
    if ([mouseKeysDelay, mouseKeysInterval, mouseKeysTimeToMax, mouseKeysMaxSpeed].includes(0)) wrong(0);
    if (mouseKeysCurve < -1000) wrong(mouseKeysCurve >>> 0);
  }
  if (has(Bool.AccessXKeys)) checkLegal(request.accessXOptions, ACCESS_X_OPTIONS);
  if (has(Bool.AccessXTimeoutMask)) {
    if (request.accessXTimeout === 0) wrong(0);
    checkLegal(request.accessXTimeoutMask, BOOLEAN_CONTROLS);
    checkAffected(request.accessXTimeoutMask, request.accessXTimeoutValues);
    checkLegal(request.accessXTimeoutOptionsMask, ACCESS_X_OPTIONS);
    checkAffected(request.accessXTimeoutOptionsMask, request.accessXTimeoutOptionsValues);
  }
}

function setModifiers(
  xkb: XkbState,
  target: XkbModifiers,
  affected: Omit<XkbModifiers, 'mask'>,
  to: Omit<XkbModifiers, 'mask'>,
): void {
  target.real = (target.real & ~affected.real) | to.real;
  target.virtual = (target.virtual & ~affected.virtual) | to.virtual;
  target.mask = target.real | realOf(xkb, target.virtual);
}

function setControls(keyboard: KeyboardState, request: Request): void {
  const { xkb } = keyboard;
  const { controls } = xkb;
  const has = (control: number) => (request.changeControls & control) !== 0;
  if (has(Changed.Enabled)) enableControls(keyboard, request.affectEnabledControls, request.enabledControls);
  if (has(Changed.InternalMods)) {
    const affected = { real: request.affectInternalRealMods, virtual: request.affectInternalVirtualMods };
    setModifiers(xkb, controls.internal, affected, {
      real: request.internalRealMods,
      virtual: request.internalVirtualMods,
    });
  }
  if (has(Changed.IgnoreLockMods)) {
    const affected = { real: request.affectIgnoreLockRealMods, virtual: request.affectIgnoreLockVirtualMods };
    setModifiers(xkb, controls.ignoreLock, affected, {
      real: request.ignoreLockRealMods,
      virtual: request.ignoreLockVirtualMods,
    });
  }
  if (has(Changed.GroupsWrap)) controls.groupsWrap = request.groupsWrap;
  if (has(Changed.PerKeyRepeat)) keyboard.autoRepeats.set(request.perKeyRepeat);
  if (has(Bool.RepeatKeys)) {
    controls.repeatDelay = request.repeatDelay;
    controls.repeatInterval = request.repeatInterval;
  }
  if (has(Bool.SlowKeys)) controls.slowKeysDelay = request.slowKeysDelay;
  if (has(Bool.BounceKeys)) controls.debounceDelay = request.debounceDelay;
  if (has(Bool.MouseKeys)) controls.mouseKeysButton = request.mouseKeysDfltBtn;
  if (has(Bool.MouseKeysAccel)) {
    controls.mouseKeysDelay = request.mouseKeysDelay;
    controls.mouseKeysInterval = request.mouseKeysInterval;
    controls.mouseKeysTimeToMax = request.mouseKeysTimeToMax;
    controls.mouseKeysMaxSpeed = request.mouseKeysMaxSpeed;
    controls.mouseKeysCurve = request.mouseKeysCurve;
  }
  setAccessX(controls, request, has);
}

function setAccessX(controls: XkbState['controls'], request: Request, has: (control: number) => boolean): void {
  const put = (mask: number): void => {
    controls.accessXOptions = (controls.accessXOptions & ~mask) | (request.accessXOptions & mask);
  };
  if (has(Bool.StickyKeys)) put(ACCESS_X_OPTIONS & ~FEEDBACK_OPTIONS);
  if (has(Bool.AccessXFeedbackMask)) put(FEEDBACK_OPTIONS);
  if (has(Bool.AccessXKeys)) put(ACCESS_X_OPTIONS);
  if (!has(Bool.AccessXTimeoutMask)) return;
  controls.accessXTimeout = request.accessXTimeout;
  controls.accessXTimeoutMask = request.accessXTimeoutMask;
  controls.accessXTimeoutValues = request.accessXTimeoutValues;
  controls.accessXTimeoutOptionsMask = request.accessXTimeoutOptionsMask;
  controls.accessXTimeoutOptionsValues = request.accessXTimeoutOptionsValues;
}

export const controlsRequests = {
  GetControls(server: Server, client: Client, { deviceSpec }: XkbRequests['GetControls']): void {
    const keyboard = keyboardFor(server, client, deviceSpec);
    const { internal, ignoreLock, mouseKeysButton, accessXOptions, enabled: _, ...controls } = keyboard.xkb.controls;
    server.reply(client, encodeXkbGetControlsReply, {
      ...controls,
      deviceID: KEYBOARD_DEVICE,
      mouseKeysDfltBtn: mouseKeysButton,
      numGroups: groupCount(keyboard),
      internalModsMask: internal.mask,
      ignoreLockModsMask: ignoreLock.mask,
      internalModsRealMods: internal.real,
      ignoreLockModsRealMods: ignoreLock.real,
      internalModsVmods: internal.virtual,
      ignoreLockModsVmods: ignoreLock.virtual,
      accessXOption: accessXOptions,
      enabledControls: enabledControls(keyboard),
      perKeyRepeat: keyboard.autoRepeats,
    });
  },

  SetControls(server: Server, client: Client, request: XkbRequests['SetControls']): void {
    const keyboard = keyboardFor(server, client, request.deviceSpec);
    checkControls(request);
    const before = noticeState(server.state.input);
    setControls(keyboard, request);
    const cause = { keycode: 0, eventType: 0, major: MajorOpcode.Xkb, minor: SET_CONTROLS };
    noticeControls(server, (request.changeControls & ~Changed.Enabled) >>> 0, before.enabledControls, cause);
    settleState(server, { ...before, enabledControls: enabledControls(keyboard) }, cause);
  },
};
