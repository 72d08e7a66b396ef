/** Which indicators are on (XKB protocol §9). */
import type { KeyboardState } from '../../state/input.ts';
import type { XkbIndicatorMap } from '../../state/xkb.ts';
import { compatState } from './derived-state.ts';

const INDICATORS = 32;
const [NO_EXPLICIT, NO_AUTOMATIC, DRIVES_KEYBOARD] = [0x80, 0x40, 0x20];
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

/** Bit per indicator that has a name or a map. */
export function definedIndicators({ xkb }: KeyboardState): number {
  let mask = 0;
  xkb.indicators.forEach((map, bit) => {
    if (hasMap(map) || xkb.names.indicators[bit] !== undefined) mask |= 1 << bit;
  });
  return mask >>> 0;
}

export function hasMap({ flags, whichGroups, groups, whichModifiers, modifiers, controls }: XkbIndicatorMap): boolean {
  return (flags | whichGroups | groups | whichModifiers | modifiers.real | modifiers.virtual | controls) !== 0;
}

/** Switches lights on and off for a client; those that drive the keyboard lock modifiers and groups and switch controls (§9.3). */
export function switchLights(keyboard: KeyboardState, leds: number): void {
  const changed = leds ^ keyboard.leds;
  keyboard.leds = leds >>> 0;
  for (let bit = 0; bit < INDICATORS; bit++) {
    const map = keyboard.xkb.indicators[bit]!;
    if ((changed & (1 << bit)) === 0 || (map.flags & DRIVES_KEYBOARD) === 0) continue;
    const on = (leds & (1 << bit)) !== 0;
    if (map.controls !== 0) enableControls(keyboard, map.controls, on ? map.controls : 0);
    if ((map.whichModifiers & (Which.Locked | Which.Effective)) !== 0) {
      const { mask } = map.modifiers;
      keyboard.locked = on ? keyboard.locked | mask : keyboard.locked & ~mask;
    }
    if ((map.whichGroups & (Which.Locked | Which.Effective)) !== 0) {
      keyboard.xkb.lockedGroup = on ? lowestGroup(map.groups) : 0;
    }
  }
}

function lowestGroup(groups: number): number {
  for (let group = 0; group < 4; group++) if ((groups & (1 << group)) !== 0) return group;
  return 0;
}
