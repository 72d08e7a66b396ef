/**
 * The keymap of the session as this terminal has set it: keysyms of every keycode in four columns (X11 §5: columns 1 and 2 are group 1, columns
 * 3 and 4 are group 2, which Mode_switch chooses), and the modifier map. AltGr is Mode_switch, so that programs that know only the core
 * protocol get its characters.
 */
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { capitalKeysym } from './characters.ts';
import { keycodeOf, MAX_KEYCODE, MIN_KEYCODE, MODE_SWITCH_KEYCODE } from './key-codes.ts';
import type { Layout } from './layout.ts';
import { FIXED_KEYS, Keysym } from './named-keysyms.ts';

export type KeymapInput = Extract<TerminalInput, { kind: 'keymap' }>;

const COLUMNS = 4;
const MODIFIER_ROWS = 8;
const KEYS_PER_MODIFIER = 4;

/** Modifiers that choose a keysym. */
export interface Levels {
  readonly shift: boolean;
  readonly capsLock: boolean;
  readonly numLock: boolean;
  readonly modeSwitch: boolean;
}

export const NO_LEVELS: Levels = { shift: false, capsLock: false, numLock: false, modeSwitch: false };

function isKeypad(keysym: number): boolean {
  return keysym >= 0xff80 && keysym <= 0xffbd;
}

/**
 * What a program makes of a key (X11 §5, as Xlib does it).
 * @param keysyms in four columns, from keycode 0 on
 */
export function keysymAt(keysyms: Uint32Array, keycode: number, levels: Levels): number {
  let at = keycode * COLUMNS;
  if (levels.modeSwitch && (keysyms[at + 2] !== 0 || keysyms[at + 3] !== 0)) at += 2;
  const plain = keysyms[at]!;
  const second = keysyms[at + 1]!;
  if (levels.numLock && isKeypad(second)) return levels.shift ? plain : second;
  const shifted = second !== 0 ? second : capitalKeysym(plain);
  const keysym = levels.shift ? shifted : plain;
  return levels.capsLock ? capitalKeysym(keysym) : keysym;
}

export class Keymap {
  readonly #keysyms = new Uint32Array((MAX_KEYCODE + 1) * COLUMNS);
  readonly #modifierMap: Uint8Array;
  readonly altGrKeycodes: ReadonlySet<number>;

  constructor(layout: Layout) {
    for (const [code, [plain, shift]] of Object.entries(FIXED_KEYS)) this.#put(code, [plain, shift ?? 0, 0, 0]);
    this.#put('NumpadDecimal', [0xff9f, 0xffae, 0, 0]);
    // The key has two levels: it is to do the same while Shift is down.
    this.#put('AltRight', layout.hasAltGr ? [Keysym.ModeSwitch, Keysym.ModeSwitch, 0, 0] : [Keysym.AltR, 0xffe8, 0, 0]);
    for (const [code, levels] of layout.keys) this.#put(code, levels);
    this.#set(MODE_SWITCH_KEYCODE, [Keysym.ModeSwitch, 0, 0, 0]);
    const altRight = keycodeOf('AltRight')!;
    this.altGrKeycodes = new Set(layout.hasAltGr ? [altRight, MODE_SWITCH_KEYCODE] : [MODE_SWITCH_KEYCODE]);
    this.#modifierMap = modifierMap(layout.hasAltGr);
  }

  #put(code: string, levels: readonly number[]): void {
    this.#set(keycodeOf(code)!, levels);
  }

  #set(keycode: number, levels: readonly number[]): void {
    this.#keysyms.set(levels, keycode * COLUMNS);
  }

  /** The whole keymap as a log entry has it. */
  input(): KeymapInput {
    return {
      kind: 'keymap',
      firstKeycode: MIN_KEYCODE,
      keysymsPerKeycode: COLUMNS,
      keysyms: this.#keysyms.slice(MIN_KEYCODE * COLUMNS),
      modifierMap: this.#modifierMap.slice(),
    };
  }

  keysymAt(keycode: number, levels: Levels): number {
    return keysymAt(this.#keysyms, keycode, levels);
  }
}

/** Shift, Lock, Control, Mod1 Alt, Mod2 Num_Lock, Mod3 none, Mod4 Super, Mod5 Mode_switch. */
function modifierMap(hasAltGr: boolean): Uint8Array {
  const rows: (readonly string[])[] = [
    ['ShiftLeft', 'ShiftRight'],
    ['CapsLock'],
    ['ControlLeft', 'ControlRight'],
    hasAltGr ? ['AltLeft'] : ['AltLeft', 'AltRight'],
    ['NumLock'],
    [],
    ['MetaLeft', 'MetaRight'],
    hasAltGr ? ['AltRight'] : [],
  ];
  const map = new Uint8Array(MODIFIER_ROWS * KEYS_PER_MODIFIER);
  rows.forEach((codes, row) => {
    codes.forEach((code, index) => {
      map[row * KEYS_PER_MODIFIER + index] = keycodeOf(code)!;
    });
  });
  map[(MODIFIER_ROWS - 1) * KEYS_PER_MODIFIER + 1] = MODE_SWITCH_KEYCODE;
  return map;
}
