/** Which actions keys have: those that the compatibility map gives to their keysyms and modifiers (XKB protocol §7.1, §17.1). */
import type { KeyboardState } from '../../state/input.ts';
import { Explicit, type XkbInterpret, type XkbState } from '../../state/xkb.ts';
import { Action, refreshActionMask } from './virtual-modifiers.ts';

const LEVEL_ONE_ONLY = 0x80;
const ANY_MODIFIER_NAME = 255;
const USE_MODIFIER_MAP = 4;
const [AUTO_REPEAT, LOCKING_KEY] = [1, 2];
const LOCK_BEHAVIOR = 1;

function matches({ match, modifiers: wanted }: XkbInterpret, modifiers: number): boolean {
  switch (match & ~LEVEL_ONE_ONLY) {
    case 0:
      return (modifiers & wanted) === 0;
    case 1:
      return modifiers === 0 || (modifiers & wanted) !== 0;
    case 2:
      return (modifiers & wanted) !== 0;
    case 3:
      return (modifiers & wanted) === wanted;
    case 4:
      return modifiers === wanted;
    default:
      return false;
  }
}

/** The first interpretation that names the keysym, else the first for any. */
function interpretOf(xkb: XkbState, keysym: number, modifiers: number, level: number): XkbInterpret | undefined {
  let general: XkbInterpret | undefined;
  for (const interpret of xkb.interprets) {
    if (interpret.keysym !== keysym && interpret.keysym !== 0) continue;
    const counted = level === 0 || (interpret.match & LEVEL_ONE_ONLY) === 0 ? modifiers : 0;
    if (!matches(interpret, counted)) continue;
    if (interpret.keysym !== 0) return interpret;
    general ??= interpret;
  }
  return general;
}

function setBit(bits: Uint8Array, index: number, on: boolean): void {
  if (on) bits[index >> 3]! |= 1 << (index & 7);
  else bits[index >> 3]! &= ~(1 << (index & 7));
}

/** Gives the key its actions, virtual modifiers, repeating and locking, as far as they are not explicit. */
export function interpretKey(keyboard: KeyboardState, keycode: number): void {
  const { xkb } = keyboard;
  const mapping = keyboard.mappings[keycode - keyboard.minKeycode];
  if (mapping === undefined || (xkb.explicit[keycode]! & Explicit.Interpret) !== 0) return;
  const modifiers = keyboard.modifierMap[keycode]!;
  const width = mapping.types.length === 0 ? 1 : mapping.keysyms.length / mapping.types.length;
  const found = Array.from(mapping.keysyms, (keysym, index) => {
    const interpret = keysym === 0 ? undefined : interpretOf(xkb, keysym, modifiers, index % width);
    return interpret?.action[0] === Action.None ? undefined : interpret;
  });
  if (found.every((interpret) => interpret === undefined)) xkb.actions.delete(keycode);
  else giveActions(keyboard, keycode, found);
  const first = found[0];
  const chosen = (keyboard.chosenRepeats[keycode >> 3]! & (1 << (keycode & 7))) !== 0;
  if (!chosen) setBit(keyboard.autoRepeats, keycode, first === undefined || (first.flags & AUTO_REPEAT) !== 0);
  if ((xkb.explicit[keycode]! & Explicit.Behavior) !== 0) return;
  const locks = first !== undefined && (first.flags & LOCKING_KEY) !== 0;
  if (locks) xkb.behaviors[2 * keycode] = LOCK_BEHAVIOR;
  else if (xkb.behaviors[2 * keycode] === LOCK_BEHAVIOR) xkb.behaviors[2 * keycode] = 0;
}

function giveActions(keyboard: KeyboardState, keycode: number, found: readonly (XkbInterpret | undefined)[]): void {
  const { xkb } = keyboard;
  const actions = new Uint8Array(8 * found.length);
  let virtual = 0;
  found.forEach((interpret, index) => {
    if (interpret === undefined) return;
    const action = actions.subarray(8 * index, 8 * index + 8);
    action.set(interpret.action);
    let modifiers = 0;
    if (index === 0 || (interpret.match & LEVEL_ONE_ONLY) === 0) {
      modifiers = keyboard.modifierMap[keycode]!;
      if (interpret.virtualModifier !== ANY_MODIFIER_NAME) virtual |= 1 << interpret.virtualModifier;
    }
    useModifierMap(action, modifiers);
    refreshActionMask(xkb, action);
  });
  xkb.actions.set(keycode, actions);
  if ((xkb.explicit[keycode]! & Explicit.VModMap) === 0) xkb.virtualModifierMap[keycode] = virtual;
}

/** Actions that say so act on the modifiers of their key. */
function useModifierMap(action: Uint8Array, modifiers: number): void {
  const type = action[0]!;
  const acts = (type >= Action.SetMods && type <= Action.LockMods) || type === Action.IsoLock;
  if (acts && (action[1]! & USE_MODIFIER_MAP) !== 0) action.fill(modifiers, 2, 4);
}
