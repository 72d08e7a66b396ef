/**
 * What modifier keys do. The modifier map says which keys are modifiers; their keysyms say which of them lock. X.Org derives this from
 * XKEYBOARD's compatibility map, with the result that is written out here.
 */
import type { KeyboardState, KeyMapping } from '../state/input.ts';
import { Keysym } from './keysyms.ts';
import { groupStride, KeyType } from './key-mapping.ts';

export const Modifier = { Shift: 1, Lock: 2, Control: 4 } as const;

/** Lights in the bits of the LED mask. */
const CAPS_LIGHT = 1 << 0;
const NUM_LIGHT = 1 << 1;
const SCROLL_LIGHT = 1 << 2;

/** What a press does: `mask` is in force while the key is down; `locks` toggles it as well. */
export interface ModifierAction {
  readonly mask: number;
  readonly locks: boolean;
}

const ALT_LIKE = new Map<number, readonly number[]>(
  [
    [Keysym.AltL, Keysym.AltR],
    [Keysym.MetaL, Keysym.MetaR],
    [Keysym.SuperL, Keysym.SuperR],
    [Keysym.HyperL, Keysym.HyperR],
  ].flatMap((pair) => pair.map((keysym) => [keysym, pair] as const)),
);
const LEVEL3 = [Keysym.IsoLevel3Shift, Keysym.IsoLevel3Latch, Keysym.IsoLevel3Lock];
const LEVEL5 = [Keysym.IsoLevel5Shift, Keysym.IsoLevel5Latch, Keysym.IsoLevel5Lock];

export function mappingOf(keyboard: KeyboardState, keycode: number): KeyMapping | undefined {
  return keyboard.mappings[keycode - keyboard.minKeycode];
}

/** The modifiers to which keys with any of the keysyms are mapped. */
function modifiersOf(keyboard: KeyboardState, keysyms: readonly number[]): number {
  let mask = 0;
  for (let keycode = keyboard.minKeycode; keycode <= keyboard.maxKeycode; keycode++) {
    const modifiers = keyboard.modifierMap[keycode]!;
    if (modifiers === 0 || (mask | modifiers) === mask) continue;
    if (mappingOf(keyboard, keycode)?.keysyms.some((keysym) => keysyms.includes(keysym)) === true) mask |= modifiers;
  }
  return mask;
}

/** The modifier that Num_Lock keys are mapped to. */
export function numLockModifier(keyboard: KeyboardState): number {
  return modifiersOf(keyboard, [Keysym.NumLock]);
}

/** The keysym of the first group at the level that the modifiers choose. */
function keysymAt(keyboard: KeyboardState, mapping: KeyMapping): number {
  const stride = groupStride(mapping);
  const shift = (keyboard.modifiers & Modifier.Shift) !== 0;
  let level = 0;
  switch (mapping.types[0]) {
    case KeyType.TwoLevel:
      level = shift ? 1 : 0;
      break;
    case KeyType.Alphabetic:
      level = shift !== ((keyboard.modifiers & Modifier.Lock) !== 0) ? 1 : 0;
      break;
    case KeyType.Keypad:
      level = shift !== ((keyboard.modifiers & numLockModifier(keyboard)) !== 0) ? 1 : 0;
      break;
    default:
  }
  return level < stride ? (mapping.keysyms[level] ?? 0) : 0;
}

/** Keypad keysyms stand for the pointer (MouseKeys), whatever modifier their key has: Home to Delete, the operators and the digits. */
function movesPointer(keysym: number): boolean {
  return (
    (keysym >= Keysym.KpHome && keysym <= Keysym.KpDelete) || (keysym >= Keysym.KpMultiply && keysym <= Keysym.Kp9)
  );
}

/** What a keysym does on a key with these modifiers; undefined for nothing. */
function actionOf(keyboard: KeyboardState, keysym: number, modifiers: number): ModifierAction | undefined {
  const altLike = ALT_LIKE.get(keysym);
  if (altLike !== undefined) {
    return { mask: modifiers !== 0 ? modifiers : modifiersOf(keyboard, altLike), locks: false };
  }
  if (movesPointer(keysym)) return undefined;
  if (keysym >= Keysym.IsoGroupLatch && keysym <= Keysym.IsoLastGroupLock) return { mask: 0, locks: false };
  if (LEVEL3.includes(keysym as never)) {
    return { mask: modifiersOf(keyboard, LEVEL3), locks: keysym === Keysym.IsoLevel3Lock };
  }
  if (LEVEL5.includes(keysym as never)) {
    return { mask: modifiersOf(keyboard, LEVEL5), locks: keysym === Keysym.IsoLevel5Lock };
  }
  switch (keysym) {
    case 0:
      return undefined;
    case Keysym.ShiftL:
      return { mask: Modifier.Shift, locks: false };
    case Keysym.CapsLock:
      return { mask: Modifier.Lock, locks: true };
    case Keysym.ModeSwitch:
      return { mask: modifiers, locks: false };
    case Keysym.ShiftLock:
      if ((modifiers & (Modifier.Shift | Modifier.Lock)) !== 0) return { mask: Modifier.Shift, locks: true };
      break;
    case Keysym.NumLock:
      if (modifiers !== 0) return { mask: numLockModifier(keyboard), locks: true };
      break;
    case Keysym.ScrollLock:
      if (modifiers !== 0) return { mask: modifiers, locks: true };
      break;
    default:
  }
  if (modifiers === Modifier.Lock) return { mask: Modifier.Lock, locks: true };
  return modifiers === 0 ? undefined : { mask: modifiers, locks: false };
}

/** True for keys that do not repeat unless ChangeKeyboardControl says so: those whose first keysym acts on modifiers. */
export function actsOnModifiers(keyboard: KeyboardState, keycode: number): boolean {
  const keysym = mappingOf(keyboard, keycode)?.keysyms[0] ?? 0;
  return actionOf(keyboard, keysym, keyboard.modifierMap[keycode]!) !== undefined;
}

/** Notes a press; `modifiers` follows with `settleModifiers`, after clients have been told of the key. */
export function pressModifier(keyboard: KeyboardState, keycode: number): void {
  for (const held of keyboard.held.values()) held.clearLocks = false;
  const mapping = mappingOf(keyboard, keycode);
  if (mapping === undefined) return;
  const action = actionOf(keyboard, keysymAt(keyboard, mapping), keyboard.modifierMap[keycode]!);
  if (action === undefined) return;
  const { mask, locks } = action;
  keyboard.held.set(keycode, { mask, unlock: locks ? keyboard.locked & mask : 0, clearLocks: !locks });
  if (locks) keyboard.locked |= mask;
}

/** Notes a release; a lock that was on before the press goes off now. */
export function releaseModifier(keyboard: KeyboardState, keycode: number): void {
  const held = keyboard.held.get(keycode);
  if (held === undefined) return;
  keyboard.held.delete(keycode);
  keyboard.locked &= ~(held.clearLocks ? held.mask | held.unlock : held.unlock);
}

export function settleModifiers(keyboard: KeyboardState): void {
  let modifiers = keyboard.locked;
  for (const held of keyboard.held.values()) modifiers |= held.mask;
  keyboard.modifiers = modifiers;
}

/** The LED mask: lights that were switched on, and those of the locks. */
export function shownLeds(keyboard: KeyboardState): number {
  let leds = keyboard.leds;
  if ((keyboard.locked & Modifier.Lock) !== 0) leds |= CAPS_LIGHT;
  if ((keyboard.locked & numLockModifier(keyboard)) !== 0) leds |= NUM_LIGHT;
  if ((keyboard.locked & modifiersOf(keyboard, [Keysym.ScrollLock])) !== 0) leds |= SCROLL_LIGHT;
  return leds >>> 0;
}
