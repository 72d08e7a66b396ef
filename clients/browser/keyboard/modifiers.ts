/** Modifier keys: their names in the browser, and the keycodes that stand for them in the session. */
import { keycodeOf, MODE_SWITCH_KEYCODE } from './key-codes.ts';
import type { KeyEvent, Platform } from './key-event.ts';
import type { Layout } from './layout.ts';

/** Named as getModifierState does. */
export const ROLES = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'] as const;
export type Role = (typeof ROLES)[number];

const ROLE_OF_CODE: Readonly<Record<string, Role>> = {
  ShiftLeft: 'Shift',
  ShiftRight: 'Shift',
  ControlLeft: 'Control',
  ControlRight: 'Control',
  AltLeft: 'Alt',
  AltRight: 'Alt',
  MetaLeft: 'Meta',
  MetaRight: 'Meta',
  OSLeft: 'Meta',
  OSRight: 'Meta',
};

/** What the user's system takes the key for; undefined for keys that are no modifiers (locks are none here). */
export function roleOf(event: Pick<KeyEvent, 'code' | 'key'>): Role | undefined {
  if (event.key === 'AltGraph') return 'AltGraph';
  // A key that was made something else (Caps Lock as Control) counts as what it was made.
  if (ROLES.includes(event.key as Role)) return event.key as Role;
  return event.key === 'Unidentified' ? ROLE_OF_CODE[event.code] : undefined;
}

const ALT = keycodeOf('AltLeft')!;
const ALT_RIGHT = keycodeOf('AltRight')!;

/**
 * The keycode that a modifier key presses. On a Mac, Option chooses characters as AltGr does, and Command, of which the system keeps
 * most for itself, serves as Alt.
 */
export function modifierKeycode(role: Role, code: string, layout: Layout, platform: Platform): number {
  const own = keycodeOf(code);
  switch (role) {
    case 'Shift':
      return code === 'ShiftRight' ? own! : keycodeOf('ShiftLeft')!;
    case 'Control':
      return code === 'ControlRight' ? own! : keycodeOf('ControlLeft')!;
    case 'Alt':
      if (platform === 'mac') return MODE_SWITCH_KEYCODE;
      return code === 'AltRight' && !layout.hasAltGr ? ALT_RIGHT : ALT;
    case 'Meta':
      if (platform === 'mac') return ALT;
      return code === 'MetaRight' || code === 'OSRight' ? keycodeOf('MetaRight')! : keycodeOf('MetaLeft')!;
    case 'AltGraph':
      return code === 'AltRight' && layout.hasAltGr ? ALT_RIGHT : MODE_SWITCH_KEYCODE;
    default:
      return role satisfies never;
  }
}
