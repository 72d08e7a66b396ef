/** Changes of modifiers, groups, indicators and controls, told to those who have selected them (XKB protocol §5, §9, §16). */
import { XkbStatePart as Part, XkbXIFeature as Feature } from '../../protocol/generated/xkb.ts';
import type { Server } from '../../server.ts';
import type { InputState } from '../../state/input.ts';
import { buttonMask } from '../device-state.ts';
import {
  compatGrabModifiers,
  compatLookupModifiers,
  compatState,
  deriveState,
  grabModifiers,
  groupCount,
  lookupModifiers,
} from './derived-state.ts';
import { definedIndicators, enabledControls, shownIndicators } from './indicators.ts';
import { sendXkbEvent } from './send-events.ts';

/** What made the change: a key or button, or a request. */
export interface Cause {
  readonly keycode: number;
  /** KeyPress 2 to ButtonRelease 5; 0 for requests. */
  readonly eventType: number;
  readonly major: number;
  readonly minor: number;
}

/** The state as GetState and StateNotify have it, with what the other events tell of. */
export interface StateNotice {
  readonly mods: number;
  readonly baseMods: number;
  readonly latchedMods: number;
  readonly lockedMods: number;
  readonly group: number;
  readonly baseGroup: number;
  readonly latchedGroup: number;
  readonly lockedGroup: number;
  readonly compatState: number;
  readonly grabMods: number;
  readonly compatGrabMods: number;
  readonly lookupMods: number;
  readonly compatLookupMods: number;
  readonly ptrBtnState: number;
  readonly enabledControls: number;
}

export function noticeState({ pointer, keyboard }: InputState): StateNotice {
  const { xkb } = keyboard;
  return {
    mods: keyboard.modifiers,
    baseMods: xkb.baseModifiers,
    latchedMods: xkb.latchedModifiers,
    lockedMods: keyboard.locked,
    group: xkb.group,
    baseGroup: xkb.baseGroup,
    latchedGroup: xkb.latchedGroup,
    lockedGroup: xkb.lockedGroup,
    compatState: compatState(keyboard),
    grabMods: grabModifiers(keyboard),
    compatGrabMods: compatGrabModifiers(keyboard),
    lookupMods: lookupModifiers(keyboard),
    compatLookupMods: compatLookupModifiers(keyboard),
    ptrBtnState: buttonMask(pointer),
    enabledControls: enabledControls(keyboard),
  };
}

const PARTS = [
  ['mods', Part.ModifierState],
  ['baseMods', Part.ModifierBase],
  ['latchedMods', Part.ModifierLatch],
  ['lockedMods', Part.ModifierLock],
  ['group', Part.GroupState],
  ['baseGroup', Part.GroupBase],
  ['latchedGroup', Part.GroupLatch],
  ['lockedGroup', Part.GroupLock],
  ['compatState', Part.CompatState],
  ['grabMods', Part.GrabMods],
  ['compatGrabMods', Part.CompatGrabMods],
  ['lookupMods', Part.LookupMods],
  ['compatLookupMods', Part.CompatLookupMods],
  ['ptrBtnState', Part.PointerButtons],
] as const;

function changedParts(before: StateNotice, after: StateNotice): number {
  let changed = 0;
  for (const [field, part] of PARTS) if (before[field] !== after[field]) changed |= part;
  return changed;
}

/** Brings what is derived up to date and tells what has changed since `before`. */
export function settleState(server: Server, before: StateNotice, cause: Cause): void {
  const { input } = server.state;
  deriveState(input.keyboard);
  const after = noticeState(input);
  const changed = changedParts(before, after);
  const { keycode, eventType, major: requestMajor, minor: requestMinor } = cause;
  sendXkbEvent(server, 'StateNotify', changed, {
    ...after,
    compatLoockupMods: after.compatLookupMods,
    changed,
    keycode,
    eventType,
    requestMajor,
    requestMinor,
  });
  noticeControls(server, 0, before.enabledControls, cause);
  noticeIndicators(server);
}

/** Tells of changed controls: bits of Control beside those of the boolean controls. */
export function noticeControls(server: Server, changed: number, enabledBefore: number, cause: Cause): void {
  const { keyboard } = server.state.input;
  const enabled = enabledControls(keyboard);
  const enabledControlChanges = (enabled ^ enabledBefore) >>> 0;
  const changedControls = (changed | (enabledControlChanges === 0 ? 0 : CONTROLS_ENABLED)) >>> 0;
  sendXkbEvent(server, 'ControlsNotify', changedControls | enabledControlChanges, {
    numGroups: groupCount(keyboard),
    changedControls,
    enabledControls: enabled,
    enabledControlChanges,
    keycode: cause.keycode,
    eventType: cause.eventType,
    requestMajor: cause.major,
    requestMinor: cause.minor,
  });
}

const CONTROLS_ENABLED = 0x80000000;
const ALL_FEATURES = 0x1f;

/** Tells of lights that have gone on or off since they were told of. */
export function noticeIndicators(server: Server): void {
  const { keyboard } = server.state.input;
  const state = shownIndicators(keyboard);
  const stateChanged = (state ^ keyboard.xkb.shownIndicators) >>> 0;
  keyboard.xkb.shownIndicators = state;
  sendXkbEvent(server, 'IndicatorStateNotify', stateChanged, { state, stateChanged });
  if (stateChanged !== 0) noticeDevice(server, Feature.IndicatorState);
}

/** The same for clients that listen to lights as those of a device. */
export function noticeDevice(server: Server, reason: number): void {
  const { keyboard } = server.state.input;
  sendXkbEvent(server, 'ExtensionDeviceNotify', reason, {
    reason,
    ledClass: 0,
    ledID: 0,
    ledsDefined: definedIndicators(keyboard),
    ledState: shownIndicators(keyboard),
    firstButton: 0,
    nButtons: 0,
    supported: ALL_FEATURES,
    unsupported: 0,
  });
}
