/** Modifiers and lights by what they are for; what keys do to them is the matter of xkb/run-actions.ts. */
import type { KeyboardState } from '../state/input.ts';
import { shownIndicators } from './xkb/indicators.ts';
import { realOf } from './xkb/virtual-modifiers.ts';

export const Modifier = { Shift: 1, Lock: 2, Control: 4 } as const;

const NUM_LOCK = 'NumLock';

/** The modifier that Num_Lock keys are mapped to. */
export function numLockModifier({ xkb }: KeyboardState): number {
  const bit = xkb.names.virtualModifiers.indexOf(NUM_LOCK);
  return bit < 0 ? 0 : realOf(xkb, 1 << bit);
}

/** The lock keys' state: what is typed means something else while they are on. */
export interface Locks {
  readonly capsLock: boolean;
  readonly numLock: boolean;
}

export function locksOf(keyboard: KeyboardState): Locks {
  const { locked } = keyboard;
  return { capsLock: (locked & Modifier.Lock) !== 0, numLock: (locked & numLockModifier(keyboard)) !== 0 };
}

/** The LED mask: lights that were switched on, and those of the locks. */
export function shownLeds(keyboard: KeyboardState): number {
  return shownIndicators(keyboard);
}
