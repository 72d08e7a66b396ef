/** What virtual modifiers stand for, and everything that follows from it (XKB protocol §2.2, §17). */
import type { KeyboardState } from '../../state/input.ts';
import type { XkbModifiers, XkbState } from '../../state/xkb.ts';

export const VIRTUAL_MODIFIERS = 16;

/** Types of actions (XKB protocol §6). */
export const Action = {
  None: 0,
  SetMods: 1,
  LatchMods: 2,
  LockMods: 3,
  SetGroup: 4,
  LatchGroup: 5,
  LockGroup: 6,
  MovePtr: 7,
  PtrBtn: 8,
  LockPtrBtn: 9,
  SetPtrDflt: 10,
  IsoLock: 11,
  Terminate: 12,
  SwitchScreen: 13,
  SetControls: 14,
  LockControls: 15,
  ActionMessage: 16,
  RedirectKey: 17,
  DeviceBtn: 18,
  LockDeviceBtn: 19,
} as const;

/** The real modifiers that a set of virtual ones comes to. */
export function realOf({ virtualModifiers }: XkbState, virtual: number): number {
  let mask = 0;
  for (let bit = 0; bit < VIRTUAL_MODIFIERS; bit++) if ((virtual & (1 << bit)) !== 0) mask |= virtualModifiers[bit]!;
  return mask;
}

function refresh(xkb: XkbState, modifiers: XkbModifiers): void {
  modifiers.mask = modifiers.real | realOf(xkb, modifiers.virtual);
}

/** Works out anew what keys the virtual modifiers stand for. Returns those that have changed. */
export function deriveVirtualModifiers({ xkb, modifierMap }: KeyboardState): number {
  const derived = new Uint8Array(VIRTUAL_MODIFIERS);
  xkb.virtualModifierMap.forEach((virtual, keycode) => {
    if (virtual === 0) return;
    for (let bit = 0; bit < VIRTUAL_MODIFIERS; bit++) {
      if ((virtual & (1 << bit)) !== 0) derived[bit]! |= modifierMap[keycode]!;
    }
  });
  let changed = 0;
  derived.forEach((mask, bit) => {
    if (mask !== xkb.virtualModifiers[bit]) changed |= 1 << bit;
  });
  xkb.virtualModifiers.set(derived);
  return changed;
}

/** Brings all masks up to date with the virtual modifiers. */
export function refreshMasks({ xkb }: KeyboardState): void {
  for (const { modifiers, entries } of xkb.types) {
    refresh(xkb, modifiers);
    for (const entry of entries) {
      refresh(xkb, entry.modifiers);
      refresh(xkb, entry.preserve);
      entry.active = entry.modifiers.virtual === 0 || realOf(xkb, entry.modifiers.virtual) !== 0;
    }
  }
  for (const group of xkb.groupCompat) refresh(xkb, group);
  for (const indicator of xkb.indicators) refresh(xkb, indicator.modifiers);
  refresh(xkb, xkb.controls.internal);
  refresh(xkb, xkb.controls.ignoreLock);
  for (const actions of xkb.actions.values()) {
    for (let at = 0; at < actions.length; at += 8) refreshActionMask(xkb, actions.subarray(at, at + 8));
  }
}

/** The mask of an action that has virtual modifiers. */
export function refreshActionMask(xkb: XkbState, action: Uint8Array): void {
  switch (action[0]) {
    case Action.SetMods:
    case Action.LatchMods:
    case Action.LockMods: {
      const virtual = (action[4]! << 8) | action[5]!;
      if (virtual !== 0) action[2] = action[3]! | realOf(xkb, virtual);
      return;
    }
    case Action.IsoLock: {
      const virtual = (action[6]! << 8) | action[7]!;
      if (virtual !== 0) action[2] = action[3]! | realOf(xkb, virtual);
      return;
    }
    default:
  }
}
