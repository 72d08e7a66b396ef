/** Which indicators are on (XKB protocol §9). */
import type { KeyboardState } from '../../state/input.ts';
import type { XkbIndicatorMap } from '../../state/xkb.ts';
import { compatState } from './derived-state.ts';

const INDICATORS = 32;
const [NO_EXPLICIT, NO_AUTOMATIC] = [0x80, 0x40];
const Which = { Base: 1, Latched: 2, Locked: 4, Effective: 8, Compat: 16 } as const;
const REPEAT_KEYS = 1;

/** Enabled boolean controls, RepeatKeys with them. */
export function enabledControls({ xkb, globalAutoRepeat }: KeyboardState): number {
  return (xkb.controls.enabled & ~REPEAT_KEYS) | (globalAutoRepeat ? REPEAT_KEYS : 0);
}

/** Switches boolean controls, RepeatKeys among them. */
export function enableControls(keyboard: KeyboardState, affected: number, values: number): void {
  const { controls } = keyboard.xkb;
  const enabled = (enabledControls(keyboard) & ~affected) | (values & affected);
  controls.enabled = enabled & ~REPEAT_KEYS;
  keyboard.globalAutoRepeat = (enabled & REPEAT_KEYS) !== 0;
}

/** True for an indicator that the keyboard's state switches. */
function isAutomatic({ flags, whichModifiers, modifiers, whichGroups, controls }: XkbIndicatorMap): boolean {
  if ((flags & NO_AUTOMATIC) !== 0) return false;
  return (whichModifiers !== 0 && (modifiers.real | modifiers.virtual) !== 0) || whichGroups !== 0 || controls !== 0;
}

function modifiersFor(keyboard: KeyboardState, which: number): number {
  const { xkb } = keyboard;
  let mask = 0;
  if ((which & Which.Base) !== 0) mask |= xkb.baseModifiers;
  if ((which & Which.Latched) !== 0) mask |= xkb.latchedModifiers;
  if ((which & Which.Locked) !== 0) mask |= keyboard.locked;
  if ((which & Which.Effective) !== 0) mask |= keyboard.modifiers;
  if ((which & Which.Compat) !== 0) mask |= compatState(keyboard);
  return mask;
}

function groupsMatch({ xkb }: KeyboardState, { whichGroups, groups }: XkbIndicatorMap): boolean {
  if ((whichGroups & Which.Base) !== 0 && (groups & (1 << (xkb.baseGroup & 7))) !== 0) return true;
  if ((whichGroups & Which.Latched) !== 0 && (groups & (1 << (xkb.latchedGroup & 7))) !== 0) return true;
  if ((whichGroups & Which.Locked) !== 0 && (groups & (1 << xkb.lockedGroup)) !== 0) return true;
  return (whichGroups & Which.Effective) !== 0 && (groups & (1 << xkb.group)) !== 0;
}

function isOn(keyboard: KeyboardState, map: XkbIndicatorMap): boolean {
  if ((modifiersFor(keyboard, map.whichModifiers) & map.modifiers.mask) !== 0) return true;
  if (groupsMatch(keyboard, map)) return true;
  return (map.controls & enabledControls(keyboard)) !== 0;
}

/** Bit per indicator: on by the keyboard's state, or switched on by a client where that is allowed. */
export function shownIndicators(keyboard: KeyboardState): number {
  let mask = 0;
  for (let bit = 0; bit < INDICATORS; bit++) {
    const map = keyboard.xkb.indicators[bit]!;
    const explicit = (map.flags & NO_EXPLICIT) === 0 && (keyboard.leds & (1 << bit)) !== 0;
    if (explicit || (isAutomatic(map) && isOn(keyboard, map))) mask |= 1 << bit;
  }
  return mask >>> 0;
}
