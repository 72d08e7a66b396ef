/**
 * The compatibility map of X.Org's default keymap (xkeyboard-config's `complete`): what keys with these keysyms do, indicators, and what
 * groups are to programs without XKEYBOARD.
 */
import type { XkbIndicatorMap, XkbInterpret, XkbModifiers } from '../../state/xkb.ts';
import { VIRTUAL_MODIFIERS } from './default-types.ts';

type InterpretRow = readonly [
  keysym: number,
  match: number,
  modifiers: number,
  levelOneOnly: boolean,
  virtualModifier: number,
  flags: number,
  action: readonly number[],
];

/** In order of precedence. Keysym 0 stands for any; 255 for no virtual modifier. */
const INTERPRETS: readonly InterpretRow[] = [
  [0xfe02, 4, 0x01, true, 255, 0, [2, 3, 1, 1, 0, 0, 0, 0]],
  [0xffe6, 2, 0x03, false, 255, 0, [3, 0, 1, 1, 0, 0, 0, 0]],
  [0xff7f, 2, 0xff, false, 0, 0, [3, 0, 0, 0, 0, 1, 0, 0]],
  [0xfe03, 2, 0xff, true, 2, 0, [1, 1, 0, 0, 0, 4, 0, 0]],
  [0xfe04, 2, 0xff, true, 2, 0, [2, 3, 0, 0, 0, 4, 0, 0]],
  [0xfe05, 2, 0xff, true, 2, 0, [3, 0, 0, 0, 0, 4, 0, 0]],
  [0xffe9, 2, 0xff, false, 1, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffea, 2, 0xff, false, 1, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffe7, 2, 0xff, false, 10, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffe8, 2, 0xff, false, 10, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffeb, 2, 0xff, false, 11, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffec, 2, 0xff, false, 11, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffed, 2, 0xff, false, 12, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xffee, 2, 0xff, false, 12, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
  [0xff14, 2, 0xff, false, 7, 0, [3, 4, 0, 0, 0, 0, 0, 0]],
  [0xfe11, 2, 0xff, true, 8, 0, [1, 1, 0, 0, 1, 0, 0, 0]],
  [0xfe12, 2, 0xff, true, 8, 0, [2, 3, 0, 0, 1, 0, 0, 0]],
  [0xfe13, 2, 0xff, true, 8, 0, [3, 0, 0, 0, 1, 0, 0, 0]],
  [0xff7e, 1, 0xff, true, 9, 0, [4, 0, 1, 0, 0, 0, 0, 0]],
  [0xfe03, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 0, 4, 0, 0]],
  [0xfe04, 1, 0xff, false, 255, 0, [2, 3, 0, 0, 0, 4, 0, 0]],
  [0xfe05, 1, 0xff, false, 255, 0, [3, 0, 0, 0, 0, 4, 0, 0]],
  [0xfe06, 1, 0xff, true, 9, 0, [5, 4, 1, 0, 0, 0, 0, 0]],
  [0xfe08, 1, 0xff, true, 9, 0, [6, 0, 1, 0, 0, 0, 0, 0]],
  [0xfe0a, 1, 0xff, true, 9, 0, [6, 0, 255, 0, 0, 0, 0, 0]],
  [0xfe0c, 1, 0xff, false, 255, 0, [6, 4, 0, 0, 0, 0, 0, 0]],
  [0xfe0e, 1, 0xff, false, 255, 0, [6, 4, 1, 0, 0, 0, 0, 0]],
  [0xffb1, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 0, 1, 0, 0]],
  [0xff9c, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 0, 1, 0, 0]],
  [0xffb2, 1, 0xff, false, 255, 1, [7, 0, 0, 0, 0, 1, 0, 0]],
  [0xff99, 1, 0xff, false, 255, 1, [7, 0, 0, 0, 0, 1, 0, 0]],
  [0xffb3, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 0, 1, 0, 0]],
  [0xff9b, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 0, 1, 0, 0]],
  [0xffb4, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 0, 0, 0, 0]],
  [0xff96, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 0, 0, 0, 0]],
  [0xffb6, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 0, 0, 0, 0]],
  [0xff98, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 0, 0, 0, 0]],
  [0xffb7, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 255, 255, 0, 0]],
  [0xff95, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 255, 255, 0, 0]],
  [0xffb8, 1, 0xff, false, 255, 1, [7, 0, 0, 0, 255, 255, 0, 0]],
  [0xff97, 1, 0xff, false, 255, 1, [7, 0, 0, 0, 255, 255, 0, 0]],
  [0xffb9, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 255, 255, 0, 0]],
  [0xff9a, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 255, 255, 0, 0]],
  [0xffb5, 1, 0xff, false, 255, 1, [8, 0, 0, 0, 0, 0, 0, 0]],
  [0xff9d, 1, 0xff, false, 255, 1, [8, 0, 0, 0, 0, 0, 0, 0]],
  [0xff92, 1, 0xff, false, 255, 1, [10, 4, 1, 1, 0, 0, 0, 0]],
  [0xffaf, 1, 0xff, false, 255, 1, [10, 4, 1, 1, 0, 0, 0, 0]],
  [0xff93, 1, 0xff, false, 255, 1, [10, 4, 1, 2, 0, 0, 0, 0]],
  [0xffaa, 1, 0xff, false, 255, 1, [10, 4, 1, 2, 0, 0, 0, 0]],
  [0xff94, 1, 0xff, false, 255, 1, [10, 4, 1, 3, 0, 0, 0, 0]],
  [0xffad, 1, 0xff, false, 255, 1, [10, 4, 1, 3, 0, 0, 0, 0]],
  [0xffac, 1, 0xff, false, 255, 1, [8, 0, 2, 0, 0, 0, 0, 0]],
  [0xffab, 1, 0xff, false, 255, 1, [8, 0, 2, 0, 0, 0, 0, 0]],
  [0xffb0, 1, 0xff, false, 255, 1, [9, 2, 0, 0, 0, 0, 0, 0]],
  [0xff9e, 1, 0xff, false, 255, 1, [9, 2, 0, 0, 0, 0, 0, 0]],
  [0xffae, 1, 0xff, false, 255, 1, [9, 1, 0, 0, 0, 0, 0, 0]],
  [0xff9f, 1, 0xff, false, 255, 1, [9, 1, 0, 0, 0, 0, 0, 0]],
  [0xffd6, 1, 0xff, false, 255, 1, [10, 4, 1, 1, 0, 0, 0, 0]],
  [0xffd7, 1, 0xff, false, 255, 1, [10, 4, 1, 2, 0, 0, 0, 0]],
  [0xffd8, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 255, 255, 0, 0]],
  [0xffda, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 255, 255, 0, 0]],
  [0xffdc, 1, 0xff, false, 255, 1, [8, 0, 0, 0, 0, 0, 0, 0]],
  [0xffde, 1, 0xff, false, 255, 1, [7, 0, 255, 255, 0, 1, 0, 0]],
  [0xffe0, 1, 0xff, false, 255, 1, [7, 0, 0, 1, 0, 1, 0, 0]],
  [0xfee8, 1, 0xff, false, 255, 0, [8, 0, 0, 0, 0, 0, 0, 0]],
  [0xfee9, 1, 0xff, false, 255, 0, [8, 0, 0, 1, 0, 0, 0, 0]],
  [0xfeea, 1, 0xff, false, 255, 0, [8, 0, 0, 2, 0, 0, 0, 0]],
  [0xfeeb, 1, 0xff, false, 255, 0, [8, 0, 0, 3, 0, 0, 0, 0]],
  [0xfeee, 1, 0xff, false, 255, 0, [8, 0, 2, 0, 0, 0, 0, 0]],
  [0xfeef, 1, 0xff, false, 255, 0, [8, 0, 2, 1, 0, 0, 0, 0]],
  [0xfef0, 1, 0xff, false, 255, 0, [8, 0, 2, 2, 0, 0, 0, 0]],
  [0xfef1, 1, 0xff, false, 255, 0, [8, 0, 2, 3, 0, 0, 0, 0]],
  [0xfef4, 1, 0xff, false, 255, 0, [9, 0, 0, 0, 0, 0, 0, 0]],
  [0xfef5, 1, 0xff, false, 255, 0, [9, 0, 0, 1, 0, 0, 0, 0]],
  [0xfef6, 1, 0xff, false, 255, 0, [9, 0, 0, 2, 0, 0, 0, 0]],
  [0xfef7, 1, 0xff, false, 255, 0, [9, 0, 0, 3, 0, 0, 0, 0]],
  [0xfef9, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 16, 0, 0]],
  [0xfefa, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 32, 0, 0]],
  [0xfefb, 1, 0xff, false, 255, 0, [10, 0, 1, 1, 0, 0, 0, 0]],
  [0xfefc, 1, 0xff, false, 255, 0, [10, 0, 1, 255, 0, 0, 0, 0]],
  [0xfe70, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 64, 0, 0]],
  [0xfe71, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 1, 0, 0, 0]],
  [0xfe72, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 1, 0, 0]],
  [0xfe73, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 2, 0, 0]],
  [0xfe74, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 4, 0, 0]],
  [0xfe75, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 8, 0, 0]],
  [0xfe76, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 16, 0, 0]],
  [0xfe77, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 0, 32, 0, 0]],
  [0xfe78, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 4, 0, 0, 0]],
  [0xfe79, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 8, 0, 0, 0]],
  [0xfe7a, 1, 0xff, false, 255, 0, [15, 0, 0, 0, 2, 0, 0, 0]],
  [0xfed5, 1, 0xff, false, 255, 0, [12, 0, 0, 0, 0, 0, 0, 0]],
  [0xffe9, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 0, 2, 0, 0]],
  [0xffea, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 0, 2, 0, 0]],
  [0xffe7, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 4, 0, 0, 0]],
  [0xffe8, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 4, 0, 0, 0]],
  [0xffeb, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 8, 0, 0, 0]],
  [0xffec, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 8, 0, 0, 0]],
  [0xffed, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 16, 0, 0, 0]],
  [0xffee, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 16, 0, 0, 0]],
  [0xffe1, 1, 0xff, false, 255, 0, [1, 1, 1, 1, 0, 0, 0, 0]],
  [0x1008fe01, 1, 0xff, false, 255, 1, [13, 5, 1, 0, 0, 0, 0, 0]],
  [0x1008fe02, 1, 0xff, false, 255, 1, [13, 5, 2, 0, 0, 0, 0, 0]],
  [0x1008fe03, 1, 0xff, false, 255, 1, [13, 5, 3, 0, 0, 0, 0, 0]],
  [0x1008fe04, 1, 0xff, false, 255, 1, [13, 5, 4, 0, 0, 0, 0, 0]],
  [0x1008fe05, 1, 0xff, false, 255, 1, [13, 5, 5, 0, 0, 0, 0, 0]],
  [0x1008fe06, 1, 0xff, false, 255, 1, [13, 5, 6, 0, 0, 0, 0, 0]],
  [0x1008fe07, 1, 0xff, false, 255, 1, [13, 5, 7, 0, 0, 0, 0, 0]],
  [0x1008fe08, 1, 0xff, false, 255, 1, [13, 5, 8, 0, 0, 0, 0, 0]],
  [0x1008fe09, 1, 0xff, false, 255, 1, [13, 5, 9, 0, 0, 0, 0, 0]],
  [0x1008fe0a, 1, 0xff, false, 255, 1, [13, 5, 10, 0, 0, 0, 0, 0]],
  [0x1008fe0b, 1, 0xff, false, 255, 1, [13, 5, 11, 0, 0, 0, 0, 0]],
  [0x1008fe0c, 1, 0xff, false, 255, 1, [13, 5, 12, 0, 0, 0, 0, 0]],
  [0x1008fe25, 1, 0xff, false, 255, 1, [134, 80, 114, 71, 114, 98, 115, 0]],
  [0x1008fe24, 1, 0xff, false, 255, 1, [134, 80, 114, 87, 105, 110, 115, 0]],
  [0x1008fe22, 1, 0xff, false, 255, 1, [134, 43, 86, 77, 111, 100, 101, 0]],
  [0x1008fe23, 1, 0xff, false, 255, 1, [134, 45, 86, 77, 111, 100, 101, 0]],
  [0xfe11, 1, 0xff, false, 255, 0, [1, 1, 0, 0, 1, 0, 0, 0]],
  [0xfe12, 1, 0xff, false, 255, 0, [2, 3, 0, 0, 1, 0, 0, 0]],
  [0xfe13, 1, 0xff, false, 255, 0, [3, 0, 0, 0, 1, 0, 0, 0]],
  [0xffe5, 1, 0xff, false, 255, 0, [3, 0, 2, 2, 0, 0, 0, 0]],
  [0x0, 4, 0x02, false, 255, 0, [3, 0, 2, 2, 0, 0, 0, 0]],
  [0x0, 2, 0xff, false, 255, 0, [1, 5, 0, 0, 0, 0, 0, 0]],
];

const LEVEL_ONE_ONLY = 0x80;

export function defaultInterprets(): XkbInterpret[] {
  return INTERPRETS.map(([keysym, match, modifiers, levelOneOnly, virtualModifier, flags, action]) => ({
    keysym,
    modifiers,
    match: levelOneOnly ? match | LEVEL_ONE_ONLY : match,
    virtualModifier,
    flags,
    action: Uint8Array.from(action),
  }));
}

const ALT_GR = 1 << VIRTUAL_MODIFIERS.indexOf('AltGr');

/** The modifiers that programs without XKEYBOARD see for each group: none for the first, that of Mode_switch for the others. */
export function defaultGroupCompat(): XkbModifiers[] {
  return [0, ALT_GR, ALT_GR, ALT_GR].map((virtual) => ({ mask: 0, real: 0, virtual }));
}

const INDICATORS = 32;
/** `flags` of indicators: not switched by ChangeKeyboardControl; it drives the keyboard. */
const [NO_EXPLICIT, DRIVES_KEYBOARD] = [0x80, 0x20];
/** `whichModifiers` and `whichGroups`. */
const [LOCKED, EFFECTIVE] = [0x04, 0x08];
const MOUSE_KEYS = 1 << 4;

export const DEFAULT_INDICATOR_NAMES = [
  'Caps Lock',
  'Num Lock',
  'Scroll Lock',
  'Compose',
  'Kana',
  'Sleep',
  'Suspend',
  'Mute',
  'Misc',
  'Mail',
  'Charging',
  'Shift Lock',
  'Group 2',
  'Mouse Keys',
] as const;

/** Lights that a keyboard has; the others exist in name only. */
export const REAL_INDICATORS = 0x7ff;

export function defaultIndicatorMaps(): XkbIndicatorMap[] {
  const maps: XkbIndicatorMap[] = Array.from({ length: INDICATORS }, () => ({
    flags: 0,
    whichGroups: 0,
    groups: 0,
    whichModifiers: 0,
    modifiers: { mask: 0, real: 0, virtual: 0 },
    controls: 0,
  }));
  const put = (name: (typeof DEFAULT_INDICATOR_NAMES)[number], map: Partial<XkbIndicatorMap>): void => {
    Object.assign(maps[DEFAULT_INDICATOR_NAMES.indexOf(name)]!, map);
  };
  const real = (mask: number): XkbModifiers => ({ mask, real: mask, virtual: 0 });
  const virtual = (name: (typeof VIRTUAL_MODIFIERS)[number]): XkbModifiers => {
    return { mask: 0, real: 0, virtual: 1 << VIRTUAL_MODIFIERS.indexOf(name) };
  };
  put('Caps Lock', { flags: NO_EXPLICIT, whichModifiers: LOCKED, modifiers: real(2) });
  put('Num Lock', { flags: NO_EXPLICIT, whichModifiers: LOCKED, modifiers: virtual('NumLock') });
  put('Scroll Lock', { whichModifiers: LOCKED, modifiers: virtual('ScrollLock') });
  put('Shift Lock', { flags: NO_EXPLICIT, whichModifiers: LOCKED, modifiers: real(1) });
  put('Group 2', { flags: NO_EXPLICIT, whichGroups: EFFECTIVE, groups: 0xfe });
  put('Mouse Keys', { flags: DRIVES_KEYBOARD, controls: MOUSE_KEYS });
  return maps;
}
