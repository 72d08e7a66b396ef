/**
 * What keys do to modifiers, groups and controls while they are held and when they go up (XKB protocol §6.3). A press starts its key's
 * action; actions that run see every other key too: a latch waits for it, a Set no longer clears locks. Pointer actions and messages are
 * handed back for the caller to carry out.
 */
import type { KeyboardState } from '../../state/input.ts';
import type { XkbRunningAction } from '../../state/xkb.ts';
import { symbolIndex } from './derived-state.ts';
import { Action } from './virtual-modifiers.ts';

/** Flags of actions. */
const [CLEAR_LOCKS, LATCH_TO_LOCK, GROUP_ABSOLUTE] = [1, 2, 4];
const [NO_LOCK, NO_UNLOCK] = [1, 2];
const ISO_IS_GROUP = 8;
const Control = { StickyKeys: 1 << 3, MouseKeys: 1 << 4 } as const;
const LATCH_TO_LOCK_OPTION = 1 << 7;

/** Actions that use up a latch: all but those that act on modifiers and groups or move the pointer. */
const BREAKS_LATCH: ReadonlySet<number> = new Set([
  Action.None,
  Action.PtrBtn,
  Action.LockPtrBtn,
  Action.Terminate,
  Action.SwitchScreen,
  Action.SetControls,
  Action.LockControls,
  Action.ActionMessage,
  Action.RedirectKey,
  Action.DeviceBtn,
  Action.LockDeviceBtn,
]);

const NO_ACTION = new Uint8Array(8);

/** Actions for the caller: a press or release of a key with one is no key event. */
export interface OtherAction {
  readonly action: Uint8Array;
  readonly pressed: boolean;
}

function signed(byte: number): number {
  return (byte << 24) >> 24;
}

function isPointerAction(type: number): boolean {
  return type >= Action.MovePtr && type <= Action.SetPtrDflt;
}

/** The action that a press of the key starts now. */
export function actionOf(keyboard: KeyboardState, keycode: number): Uint8Array {
  const actions = keyboard.xkb.actions.get(keycode);
  const index = symbolIndex(keyboard, keycode);
  if (actions === undefined || index === undefined || 8 * index + 8 > actions.length) return NO_ACTION;
  const action = actions.slice(8 * index, 8 * index + 8);
  const { enabled, accessXOptions } = keyboard.xkb.controls;
  const type = action[0]!;
  if (isPointerAction(type) && (enabled & Control.MouseKeys) === 0) return NO_ACTION;
  if ((enabled & Control.StickyKeys) !== 0 && (type === Action.SetMods || type === Action.SetGroup)) {
    action[0] = type === Action.SetMods ? Action.LatchMods : Action.LatchGroup;
    const toLock = (accessXOptions & LATCH_TO_LOCK_OPTION) !== 0 ? LATCH_TO_LOCK : 0;
    action[1] = (action[1]! & GROUP_ABSOLUTE) | CLEAR_LOCKS | toLock;
  }
  return action;
}

function holdModifiers({ xkb }: KeyboardState, mask: number): void {
  for (let bit = 0; bit < 8; bit++) if ((mask & (1 << bit)) !== 0) xkb.modifierCounts[bit]!++;
  xkb.baseModifiers |= mask;
}

function dropModifiers({ xkb }: KeyboardState, mask: number): void {
  for (let bit = 0; bit < 8; bit++) {
    if ((mask & (1 << bit)) === 0) continue;
    if (xkb.modifierCounts[bit]! > 0) xkb.modifierCounts[bit]!--;
    if (xkb.modifierCounts[bit] === 0) xkb.baseModifiers &= ~(1 << bit);
  }
}

/** Notes a press of the key. Returns the action if it is one for the caller. */
export function pressKey(keyboard: KeyboardState, keycode: number): OtherAction | undefined {
  const action = convertedByIsoLock(keyboard, actionOf(keyboard, keycode));
  otherKey(keyboard, keycode, action[0]!);
  return start(keyboard, keycode, action);
}

/** A repetition of the key: the pointer moves on while its key is held. */
export function repeatedAction(keyboard: KeyboardState, keycode: number): OtherAction | undefined {
  const running = keyboard.xkb.running.find((candidate) => candidate.keycode === keycode);
  return running?.action[0] === Action.MovePtr ? { action: running.action, pressed: true } : undefined;
}

/** Notes a release. Returns the action of the press if it was one for the caller. */
export function releaseKey(keyboard: KeyboardState, keycode: number): OtherAction | undefined {
  const { xkb } = keyboard;
  const own = xkb.running.filter((running) => running.keycode === keycode);
  otherKey(keyboard, keycode, undefined);
  let other: OtherAction | undefined;
  for (const running of own) other = finish(keyboard, running) ?? other;
  return other;
}

/** Tells running actions of the press (with its action's type) or release of some key. */
function otherKey(keyboard: KeyboardState, keycode: number, pressed: number | undefined): void {
  const { xkb } = keyboard;
  for (const running of xkb.running) {
    if (running.keycode === keycode) continue;
    running.clearLocks = false;
    const isLatch = running.action[0] === Action.LatchMods || running.action[0] === Action.LatchGroup;
    if (isLatch && running.keycode !== 0 && pressed !== undefined) running.broken = true;
  }
  if (pressed === undefined || !BREAKS_LATCH.has(pressed)) return;
  if (!xkb.running.some((running) => running.keycode === 0)) return;
  xkb.running = xkb.running.filter((running) => running.keycode !== 0);
  xkb.latchedModifiers = 0;
  xkb.latchedGroup = 0;
}

/** While an ISO_Lock key is down, keys that would set or latch lock instead (§6.3 ISOLock). */
function convertedByIsoLock({ xkb }: KeyboardState, action: Uint8Array): Uint8Array {
  const lock = xkb.running.find((running) => running.action[0] === Action.IsoLock);
  if (lock === undefined) return action;
  const excepted = lock.action[5]!;
  const [type] = action;
  const isModifiers = type === Action.SetMods || type === Action.LatchMods;
  const isGroup = type === Action.SetGroup || type === Action.LatchGroup;
  const converted = action.slice();
  if (isModifiers && (excepted & 0x40) === 0) {
    converted[0] = Action.LockMods;
    converted[1] = lock.action[1]! & (NO_LOCK | NO_UNLOCK);
  } else if (isGroup && (excepted & 0x20) === 0) {
    converted[0] = Action.LockGroup;
  } else if (type === Action.PtrBtn && (excepted & 0x10) === 0) {
    converted[0] = Action.LockPtrBtn;
    converted[1] = lock.action[1]! & (NO_LOCK | NO_UNLOCK);
  } else if (type === Action.SetControls && (excepted & 0x08) === 0) {
    converted[0] = Action.LockControls;
    converted[1] = lock.action[1]! & (NO_LOCK | NO_UNLOCK);
  } else {
    return action;
  }
  lock.broken = true;
  return converted;
}

function start(keyboard: KeyboardState, keycode: number, action: Uint8Array): OtherAction | undefined {
  const { xkb } = keyboard;
  const running: XkbRunningAction = { keycode, action, clearLocks: false, before: 0, broken: false };
  const mask = action[2]!;
  switch (action[0]) {
    case Action.None:
    case Action.Terminate:
    case Action.SwitchScreen:
      return undefined;
    case Action.SetMods:
    case Action.LatchMods:
      running.clearLocks = (action[1]! & CLEAR_LOCKS) !== 0;
      holdModifiers(keyboard, mask);
      break;
    case Action.LockMods:
      running.before = keyboard.locked & mask;
      if ((action[1]! & NO_LOCK) === 0) keyboard.locked |= mask;
      holdModifiers(keyboard, mask);
      break;
    case Action.SetGroup:
    case Action.LatchGroup: {
      running.clearLocks = (action[1]! & CLEAR_LOCKS) !== 0;
      const absolute = (action[1]! & GROUP_ABSOLUTE) !== 0;
      running.before = signed(mask) - (absolute ? xkb.baseGroup : 0);
      xkb.baseGroup += running.before;
      break;
    }
    case Action.LockGroup:
      xkb.lockedGroup = ((action[1]! & GROUP_ABSOLUTE) !== 0 ? 0 : xkb.lockedGroup) + signed(mask);
      return undefined;
    case Action.IsoLock:
      if ((action[1]! & ISO_IS_GROUP) !== 0) {
        running.before = signed(action[4]!) - ((action[1]! & GROUP_ABSOLUTE) !== 0 ? xkb.baseGroup : 0);
        xkb.baseGroup += running.before;
      } else {
        running.before = keyboard.locked & mask;
        holdModifiers(keyboard, mask);
      }
      break;
    default:
      xkb.running.push(running);
      return { action, pressed: true };
  }
  xkb.running.push(running);
  return undefined;
}

function finish(keyboard: KeyboardState, running: XkbRunningAction): OtherAction | undefined {
  const { xkb } = keyboard;
  const { action, before } = running;
  const mask = action[2]!;
  xkb.running.splice(xkb.running.indexOf(running), 1);
  switch (action[0]) {
    case Action.SetMods:
      dropModifiers(keyboard, mask);
      if (running.clearLocks) keyboard.locked &= ~mask;
      return undefined;
    case Action.LatchMods:
      finishModifierLatch(keyboard, running);
      return undefined;
    case Action.LockMods:
      dropModifiers(keyboard, mask);
      if ((action[1]! & NO_UNLOCK) === 0) keyboard.locked &= ~before;
      return undefined;
    case Action.SetGroup:
      xkb.baseGroup -= before;
      if (running.clearLocks) xkb.lockedGroup = 0;
      return undefined;
    case Action.LatchGroup:
      finishGroupLatch(keyboard, running);
      return undefined;
    case Action.IsoLock:
      finishIsoLock(keyboard, running);
      return undefined;
    default:
      return { action, pressed: false };
  }
}

function finishModifierLatch(keyboard: KeyboardState, { action, clearLocks, broken }: XkbRunningAction): void {
  const { xkb } = keyboard;
  let mask = action[2]!;
  dropModifiers(keyboard, mask);
  // Another key was pressed meanwhile: it was used like SetMods.
  if (broken) return;
  if (clearLocks || (action[1]! & CLEAR_LOCKS) !== 0) {
    const common = mask & keyboard.locked;
    mask &= ~common;
    keyboard.locked &= ~common;
  }
  if ((action[1]! & LATCH_TO_LOCK) !== 0) {
    const common = mask & xkb.latchedModifiers;
    mask &= ~common;
    keyboard.locked |= common;
    xkb.latchedModifiers &= ~common;
  }
  if (mask === 0) return;
  xkb.latchedModifiers |= mask;
  xkb.running.push({ keycode: 0, action, clearLocks: false, before: 0, broken: false });
}

function finishGroupLatch({ xkb }: KeyboardState, { action, before, broken }: XkbRunningAction): void {
  xkb.baseGroup -= before;
  if (broken) return;
  if ((action[1]! & CLEAR_LOCKS) !== 0 && xkb.lockedGroup !== 0) {
    xkb.lockedGroup = 0;
  } else if ((action[1]! & LATCH_TO_LOCK) !== 0 && xkb.latchedGroup !== 0) {
    xkb.lockedGroup += before;
    xkb.latchedGroup -= before;
  } else if (before !== 0) {
    xkb.latchedGroup += before;
    xkb.running.push({ keycode: 0, action, clearLocks: false, before: 0, broken: false });
  }
}

/** With no other key in between ISO_Lock locks its own modifiers or group. */
function finishIsoLock(keyboard: KeyboardState, { action, before, broken }: XkbRunningAction): void {
  const { xkb } = keyboard;
  const mask = action[2]!;
  if ((action[1]! & ISO_IS_GROUP) !== 0) {
    xkb.baseGroup -= before;
    if (broken) return;
    xkb.lockedGroup = ((action[1]! & GROUP_ABSOLUTE) !== 0 ? 0 : xkb.lockedGroup) + signed(action[4]!);
    return;
  }
  dropModifiers(keyboard, mask);
  if (broken) return;
  if ((action[1]! & NO_LOCK) === 0) keyboard.locked |= mask & ~before;
  if ((action[1]! & NO_UNLOCK) === 0) keyboard.locked &= ~before;
}
