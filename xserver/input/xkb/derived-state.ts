/** What follows from the keyboard's own state: groups in range, and modifiers as lookups, grabs and old programs see them (XKB protocol §2, §5). */
import type { KeyboardState, KeyMapping } from '../../state/input.ts';
import { XkbPerClientFlag } from '../../protocol/generated/xkb.ts';
import type { XkbKeyType } from '../../state/xkb.ts';

/** What becomes of a group out of range: bits of groupsWrap and of a key's groupInfo. */
const [OUT_OF_RANGE, CLAMP, REDIRECT] = [0xc0, 0x40, 0x80];
const IGNORE_GROUP_LOCK = 1 << 12;
const GROUP_SHIFT = 13;

function redirection(groupInfo: number): number {
  return (groupInfo >> 4) & 3;
}

/** As many groups as the key with the most of them has. */
export function groupCount({ mappings }: KeyboardState): number {
  let count = 1;
  for (const { types } of mappings) count = Math.max(count, types.length);
  return count;
}

function inRange(group: number, count: number, groupsWrap: number): number {
  if (group >= 0 && group < count) return group;
  switch (groupsWrap & OUT_OF_RANGE) {
    case CLAMP:
      return group < 0 ? 0 : count - 1;
    case REDIRECT:
      return redirection(groupsWrap) < count ? redirection(groupsWrap) : 0;
    default:
      return ((group % count) + count) % count;
  }
}

/** Works out the modifiers and the group in force. */
export function deriveState(keyboard: KeyboardState): void {
  const { xkb } = keyboard;
  const { groupsWrap } = xkb.controls;
  const count = groupCount(keyboard);
  keyboard.modifiers = xkb.baseModifiers | xkb.latchedModifiers | keyboard.locked;
  xkb.lockedGroup = inRange(xkb.lockedGroup, count, groupsWrap);
  xkb.group = inRange(xkb.lockedGroup + xkb.baseGroup + xkb.latchedGroup, count, groupsWrap);
}

export function lookupModifiers({ modifiers, xkb }: KeyboardState): number {
  return modifiers & ~xkb.controls.internal.mask;
}

/** Those that passive grabs are matched by. */
export function grabModifiers(keyboard: KeyboardState): number {
  const { xkb } = keyboard;
  const ignored = xkb.controls.ignoreLock.mask;
  return (lookupModifiers(keyboard) & ~ignored) | ((xkb.baseModifiers | xkb.latchedModifiers) & ignored);
}

/** The group in force as modifiers, for programs that know no groups. */
function compatOfGroup({ xkb }: KeyboardState, group: number): number {
  return xkb.groupCompat[group]?.mask ?? 0;
}

export function compatState(keyboard: KeyboardState): number {
  return keyboard.modifiers | compatOfGroup(keyboard, keyboard.xkb.group);
}

export function compatLookupModifiers(keyboard: KeyboardState): number {
  return lookupModifiers(keyboard) | compatOfGroup(keyboard, keyboard.xkb.group);
}

export function compatGrabModifiers(keyboard: KeyboardState): number {
  const { xkb } = keyboard;
  const ignoresLock = (xkb.controls.enabled & IGNORE_GROUP_LOCK) !== 0;
  const group = ignoresLock ? inRange(xkb.baseGroup, groupCount(keyboard), xkb.controls.groupsWrap) : xkb.group;
  return grabModifiers(keyboard) | compatOfGroup(keyboard, group);
}

/** Modifiers and group as events carry them (§5.1). */
export function eventModifiers(keyboard: KeyboardState): number {
  return lookupModifiers(keyboard) | (keyboard.xkb.group << GROUP_SHIFT);
}

/** As `eventModifiers`, for EnterNotify and LeaveNotify. */
export function crossingModifiers(keyboard: KeyboardState): number {
  return grabModifiers(keyboard) | (keyboard.xkb.group << GROUP_SHIFT);
}

/** State of a key event while a passive grab is in force, for a client with these flags (§5.1, §8). */
export function grabbedState(keyboard: KeyboardState, flags: number): number {
  const { xkb } = keyboard;
  const lookup = (flags & XkbPerClientFlag.LookupStateWhenGrabbed) !== 0;
  if ((flags & XkbPerClientFlag.GrabsUseXKBState) === 0) {
    return lookup ? compatLookupModifiers(keyboard) : compatGrabModifiers(keyboard);
  }
  if (lookup) return eventModifiers(keyboard);
  const group = inRange(xkb.baseGroup + xkb.latchedGroup, groupCount(keyboard), xkb.controls.groupsWrap);
  return grabModifiers(keyboard) | (group << GROUP_SHIFT);
}

/** The group of a key that the group in force leads to; the key has one. */
function keyGroup(keyboard: KeyboardState, keycode: number, { types }: KeyMapping): number {
  const { group, groupInfo } = keyboard.xkb;
  if (group < types.length) return group;
  const info = groupInfo[keycode]!;
  switch (info & OUT_OF_RANGE) {
    case CLAMP:
      return types.length - 1;
    case REDIRECT:
      return redirection(info) < types.length ? redirection(info) : 0;
    default:
      return group % types.length;
  }
}

/** Level of a key of this type under the modifiers. */
export function levelOf(type: XkbKeyType | undefined, modifiers: number): number {
  if (type === undefined) return 0;
  const counted = modifiers & type.modifiers.mask;
  return type.entries.find((entry) => entry.active && entry.modifiers.mask === counted)?.level ?? 0;
}

/** Place, among the keysyms of a key, of the one that the state chooses; undefined for a key without keysyms. */
export function symbolIndex(keyboard: KeyboardState, keycode: number): number | undefined {
  const mapping = keyboard.mappings[keycode - keyboard.minKeycode];
  if (mapping === undefined || mapping.types.length === 0) return undefined;
  const group = keyGroup(keyboard, keycode, mapping);
  const type = keyboard.xkb.types[mapping.types[group]!];
  return group * (mapping.keysyms.length / mapping.types.length) + levelOf(type, keyboard.modifiers);
}
