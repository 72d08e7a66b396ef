/**
 * Keys that terminals give by what they mean to their users. There is one keymap in a session, and a terminal with another layout (or a VNC
 * viewer, or an input method's text) says the keysym instead of a keycode: the key is pressed where the keymap has that keysym, with Shift
 * and AltGr as they must be for that moment; what the keymap lacks is put on a spare keycode.
 */
import type { TerminalInput } from '../log/entry.ts';
import type { Server } from '../server.ts';
import type { KeyboardState, TerminalState } from '../state/input.ts';
import { postKey } from './device-events.ts';
import { isKeyDown } from './device-state.ts';
import { applyKey } from './held-input.ts';
import { changeKeysyms } from './keymap-change.ts';
import { Keysym } from './keysyms.ts';
import { Modifier } from './modifiers.ts';
import { symbolIndex } from './xkb/derived-state.ts';

/** Keys that a terminal may hold by their keysyms; more than hands have. */
const MAX_HELD = 64;
/** Keycodes that keysyms are put on. A program may look only now what an earlier one meant, so they are used in turn. */
const MAX_SPARES = 46;
const NO_PLACE = 0x100000000;
/** Keysyms of Unicode characters: this plus the code point (X11 appendix A). */
const UNICODE = 0x1000000;
const SHIFT_R = 0xffe2;
const CONTROL_L = 0xffe3;
const CONTROL_R = 0xffe4;

/** Keys of modifiers, and those that do the same where the keymap lacks them. None of them goes on a spare keycode: it would modify nothing. */
const STAND_INS: ReadonlyMap<number, readonly number[]> = new Map([
  [Keysym.ShiftL, [SHIFT_R]],
  [SHIFT_R, [Keysym.ShiftL]],
  [CONTROL_L, [CONTROL_R]],
  [CONTROL_R, [CONTROL_L]],
  [Keysym.AltL, [Keysym.AltR, Keysym.MetaL]],
  [Keysym.AltR, [Keysym.AltL, Keysym.MetaR]],
  [Keysym.MetaL, [Keysym.MetaR, Keysym.AltL]],
  [Keysym.MetaR, [Keysym.MetaL, Keysym.AltL]],
  [Keysym.SuperL, [Keysym.SuperR]],
  [Keysym.SuperR, [Keysym.SuperL]],
  [Keysym.HyperL, [Keysym.HyperR]],
  [Keysym.HyperR, [Keysym.HyperL]],
  [Keysym.ModeSwitch, [Keysym.IsoLevel3Shift]],
  [Keysym.IsoLevel3Shift, [Keysym.ModeSwitch]],
  [Keysym.CapsLock, []],
  [Keysym.ShiftLock, []],
  [Keysym.NumLock, []],
  [Keysym.ScrollLock, []],
]);

/** How to press a key so that it gives a keysym: keys that go down or up around it. */
interface Stroke {
  readonly keycode: number;
  readonly changes: readonly Change[];
}

/** A modifier the other way round for a moment. */
interface Change {
  readonly keycodes: readonly number[];
  readonly pressed: boolean;
}

/** A change, and the keyboard as it is then. */
interface Variant {
  readonly keyboard: KeyboardState;
  readonly changes: readonly Change[];
}

export function applyKeysym(
  server: Server,
  terminal: TerminalState,
  { keysym: given, place, pressed }: Extract<TerminalInput, { kind: 'keysym' }>,
): void {
  const keysym = latin(given);
  const name = place === 0 ? keysym + NO_PLACE : place;
  if (!pressed) {
    release(server, terminal, name, keysym);
    return;
  }
  const { keyboard } = server.state.input;
  const held = terminal.keysymKeys.get(name);
  if (held === undefined && terminal.keysymKeys.size >= MAX_HELD) return;
  const stroke = strokeOf(server, keysym, place, held);
  if (stroke === undefined) return;
  // What was pressed and means something else by now is another key.
  if (held !== undefined && held !== stroke.keycode) release(server, terminal, name, keysym);
  if (stroke.keycode < keyboard.minKeycode || stroke.keycode > keyboard.maxKeycode) return;
  terminal.keysymKeys.set(name, stroke.keycode);
  for (const change of stroke.changes) post(server, change, change.pressed);
  applyKey(server, terminal, stroke.keycode, true);
  for (const change of [...stroke.changes].reverse()) post(server, change, !change.pressed);
}

function post(server: Server, { keycodes }: Change, pressed: boolean): void {
  for (const keycode of keycodes) postKey(server, keycode, pressed, false);
}

function release(server: Server, terminal: TerminalState, name: number, keysym: number): void {
  let keycode = terminal.keysymKeys.get(name);
  if (keycode !== undefined) terminal.keysymKeys.delete(name);
  else {
    // Pressed as `a`, released as `A`.
    for (const [other, held] of terminal.keysymKeys) {
      if (keycode !== undefined || !keysymsOf(server.state.input.keyboard, held).includes(keysym)) continue;
      keycode = held;
      terminal.keysymKeys.delete(other);
    }
  }
  if (keycode === undefined) return;
  for (const held of terminal.keysymKeys.values()) if (held === keycode) return;
  applyKey(server, terminal, keycode, false);
}

function strokeOf(server: Server, keysym: number, place: number, held: number | undefined): Stroke | undefined {
  if (keysym === 0) return place === 0 ? undefined : { keycode: place, changes: [] };
  const { keyboard } = server.state.input;
  const standIns = STAND_INS.get(keysym);
  if (standIns !== undefined) {
    for (const wanted of [keysym, ...standIns]) {
      const [keycode] = keysWith(keyboard, wanted, place);
      if (keycode !== undefined) return { keycode, changes: [] };
    }
    return undefined;
  }
  const candidates = keysWith(keyboard, keysym, place);
  // The key that is held repeats, unless it cannot give this.
  if (held !== undefined && candidates.includes(held)) candidates.unshift(held);
  for (const { keyboard: tried, changes } of variants(server)) {
    for (const keycode of candidates) {
      const index = symbolIndex(tried, keycode);
      if (index !== undefined && keysymsOf(keyboard, keycode)[index] === keysym) return { keycode, changes };
    }
  }
  // A modifier may keep a key from giving what is on it: who presses that very key means it.
  if (place !== 0 && candidates[0] === place) return { keycode: place, changes: [] };
  const spare = spareWith(server, keysym);
  return spare === undefined ? undefined : { keycode: spare, changes: [] };
}

function keysymsOf(keyboard: KeyboardState, keycode: number): Uint32Array {
  return keyboard.mappings[keycode - keyboard.minKeycode]?.keysyms ?? new Uint32Array(0);
}

/** Keycodes that have the keysym on some level, the one at this place first. */
function keysWith(keyboard: KeyboardState, keysym: number, place: number): number[] {
  const found: number[] = [];
  if (keysymsOf(keyboard, place).includes(keysym)) found.push(place);
  for (let keycode = keyboard.minKeycode; keycode <= keyboard.maxKeycode; keycode++) {
    if (keycode !== place && keysymsOf(keyboard, keycode).includes(keysym)) found.push(keycode);
  }
  return found;
}

/** The keyboard as it is, with Shift the other way, with AltGr the other way, with both. */
function variants(server: Server): Variant[] {
  const { keyboard } = server.state.input;
  const down = keysDown(server);
  let { modifiers } = keyboard;
  // Keys whose events wait for a thaw count already.
  for (const keycode of down) modifiers |= keyboard.modifierMap[keycode]! & ~Modifier.Lock;
  const plain: Variant = { keyboard: { ...keyboard, modifiers }, changes: [] };
  const found = [plain];
  const shifts = down.filter((keycode) => (keyboard.modifierMap[keycode]! & Modifier.Shift) !== 0);
  const change = momentarily(keyboard, shifts, [Keysym.ShiftL, SHIFT_R]);
  if (change !== undefined) {
    found.push({ keyboard: { ...keyboard, modifiers: modifiers ^ Modifier.Shift }, changes: [change] });
  }
  for (const levelThree of [Keysym.ModeSwitch, Keysym.IsoLevel3Shift]) {
    for (const { keyboard: before, changes } of found.slice(0, 2)) {
      const held = down.filter((keycode) => keysymsOf(keyboard, keycode).includes(levelThree));
      const other = momentarily(keyboard, held, [levelThree]);
      if (other === undefined) continue;
      found.push({ keyboard: withLevelThree(before, levelThree, other), changes: inOrder(changes, other) });
    }
  }
  return found;
}

/** AltGr goes down while Shift is up: with Shift its key may be another. */
function inOrder(shift: readonly Change[], levelThree: Change): Change[] {
  return shift[0]?.pressed === true ? [levelThree, ...shift] : [...shift, levelThree];
}

/** As keyboards have it: Mode_switch chooses the second group (X11 §5), ISO_Level3_Shift a level of the first. */
function withLevelThree(keyboard: KeyboardState, keysym: number, { keycodes, pressed }: Change): KeyboardState {
  let mask = 0;
  for (const keycode of keycodes) mask |= keyboard.modifierMap[keycode]!;
  const modifiers = pressed ? keyboard.modifiers | mask : keyboard.modifiers & ~mask;
  if (keysym !== Keysym.ModeSwitch) return { ...keyboard, modifiers };
  return { ...keyboard, modifiers, xkb: { ...keyboard.xkb, group: pressed ? 1 : 0 } };
}

/** The keys of one modifier let go, or one pressed where none is held; undefined where the keyboard has none. */
function momentarily(keyboard: KeyboardState, held: readonly number[], keysyms: readonly number[]): Change | undefined {
  if (held.length > 0) return { keycodes: held, pressed: false };
  for (const keysym of keysyms) {
    const keycode = keysWith(keyboard, keysym, 0).find((found) => keyboard.modifierMap[found] !== 0);
    if (keycode !== undefined) return { keycodes: [keycode], pressed: true };
  }
  return undefined;
}

/** Keys that terminals or FakeInput hold down. */
function keysDown(server: Server): number[] {
  const { keyboard } = server.state.input;
  const down = new Set<number>();
  for (const { keys } of server.state.terminals.values()) for (const keycode of keys) down.add(keycode);
  for (let keycode = keyboard.minKeycode; keycode <= keyboard.maxKeycode; keycode++) {
    if (isKeyDown(keyboard, keycode)) down.add(keycode);
  }
  return [...down];
}

/** A keycode that gives this keysym and no other; undefined when all are down. */
function spareWith(server: Server, keysym: number): number | undefined {
  const { keyboard } = server.state.input;
  const { spares } = keyboard;
  let keycode: number | undefined;
  for (const [spare, its] of spares) if (its === keysym) keycode = spare;
  keycode ??= freeKeycode(server);
  if (keycode === undefined) return undefined;
  spares.delete(keycode);
  spares.set(keycode, keysym);
  // A client may have changed it meanwhile.
  if (!keysymsOf(keyboard, keycode).includes(keysym))
    changeKeysyms(server, keycode, 1, 2, Uint32Array.of(keysym, keysym));
  return keycode;
}

/** A keycode without keysyms, or the spare one that was used longest ago. */
function freeKeycode(server: Server): number | undefined {
  const { keyboard } = server.state.input;
  const { spares, minKeycode, maxKeycode, modifierMap } = keyboard;
  const down = keysDown(server);
  if (spares.size < MAX_SPARES) {
    for (let keycode = maxKeycode; keycode >= minKeycode; keycode--) {
      if (spares.has(keycode) || modifierMap[keycode] !== 0 || down.includes(keycode)) continue;
      if (keysymsOf(keyboard, keycode).every((keysym) => keysym === 0)) return keycode;
    }
  }
  for (const spare of spares.keys()) if (!down.includes(spare)) return spare;
  return undefined;
}

/** The keysyms of a new keymap (X11 §5), with what is on spare keycodes where it has nothing: a program may not have looked at that yet. */
export function keepSpares(
  keyboard: KeyboardState,
  firstKeycode: number,
  keysymsPerKeycode: number,
  keysyms: Uint32Array,
): Uint32Array {
  const kept = keysyms.slice();
  for (const [keycode, keysym] of keyboard.spares) {
    const at = (keycode - firstKeycode) * keysymsPerKeycode;
    if (at < 0 || at + keysymsPerKeycode > kept.length) continue;
    const row = kept.subarray(at, at + keysymsPerKeycode);
    if (row.every((one) => one === 0)) row.fill(keysym, 0, Math.min(2, keysymsPerKeycode));
    else keyboard.spares.delete(keycode);
  }
  return kept;
}

/** Latin-1 characters have keysyms of their own. */
function latin(keysym: number): number {
  const character = keysym - UNICODE;
  const isLatin = (character >= 0x20 && character <= 0x7e) || (character >= 0xa0 && character <= 0xff);
  return isLatin ? character : keysym;
}
