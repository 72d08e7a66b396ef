/** Keys by name or character, on the keyboard as the session has it; what it lacks is put on spare keycodes. */
import type { TerminalEnd } from '../../session/terminal-end.ts';
import { createServerState, screenSizeAt96Dpi } from '../../xserver/initial-state.ts';

/** Names of keysyms that scripts may use (keysymdef.h without XK_), beside single characters. */
const NAMED: Readonly<Record<string, number>> = {
  BackSpace: 0xff08,
  Tab: 0xff09,
  Return: 0xff0d,
  Pause: 0xff13,
  Scroll_Lock: 0xff14,
  Escape: 0xff1b,
  Multi_key: 0xff20,
  Home: 0xff50,
  Left: 0xff51,
  Up: 0xff52,
  Right: 0xff53,
  Down: 0xff54,
  Prior: 0xff55,
  Page_Up: 0xff55,
  Next: 0xff56,
  Page_Down: 0xff56,
  End: 0xff57,
  Print: 0xff61,
  Insert: 0xff63,
  Menu: 0xff67,
  Num_Lock: 0xff7f,
  KP_Enter: 0xff8d,
  Shift_L: 0xffe1,
  Shift_R: 0xffe2,
  Control_L: 0xffe3,
  Control_R: 0xffe4,
  Caps_Lock: 0xffe5,
  Meta_L: 0xffe7,
  Alt_L: 0xffe9,
  Alt_R: 0xffea,
  Super_L: 0xffeb,
  Super_R: 0xffec,
  Delete: 0xffff,
  space: 0x20,
  ...Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`F${i + 1}`, 0xffbe + i])),
};

export const KEY_NAMES: readonly string[] = Object.keys(NAMED);
const SHIFT = 0xffe1;

/** The keysym of a character (X11 appendix A: Latin-1 as it is, the rest of Unicode from 0x1000000). */
export function keysymOfCharacter(character: string): number {
  const code = character.codePointAt(0)!;
  if (code === 0x0a) return NAMED['Return']!;
  if (code === 0x09) return NAMED['Tab']!;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) ? code : 0x1000000 + code;
}

/** The keysym of a name or a single character; undefined for neither. */
export function keysymOf(name: string): number | undefined {
  if ([...name].length === 1) return keysymOfCharacter(name);
  return Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
}

interface Stroke {
  readonly keycode: number;
  readonly shift: boolean;
}

export class Keys {
  readonly #end: TerminalEnd;
  /** Keysyms on spare keycodes, the one used longest ago first. */
  readonly #spares = new Map<number, number>();
  /** What a session begins with: a terminal on a wire that ships drawing does not hear of changes. */
  readonly #first = createServerState(screenSizeAt96Dpi(1, 1)).input.keyboard;

  constructor(end: TerminalEnd) {
    this.#end = end;
  }

  press(keysym: number, now: number): void {
    this.#end.key(this.#strokeOf(keysym, now).keycode, true, now);
  }

  release(keysym: number, now: number): void {
    this.#end.key(this.#strokeOf(keysym, now).keycode, false, now);
  }

  /** Presses and releases a key, with Shift where its keysym is on the second level. */
  type(keysym: number, now: number): void {
    const { keycode, shift } = this.#strokeOf(keysym, now);
    const shiftKey = shift ? this.#find(SHIFT)?.keycode : undefined;
    if (shiftKey !== undefined) this.#end.key(shiftKey, true, now);
    this.#end.key(keycode, true, now);
    this.#end.key(keycode, false, now);
    if (shiftKey !== undefined) this.#end.key(shiftKey, false, now);
  }

  get #keyboard() {
    return this.#end.core?.state.input.keyboard ?? this.#first;
  }

  #find(keysym: number): Stroke | undefined {
    const keyboard = this.#keyboard;
    let shifted: Stroke | undefined;
    for (const [i, mapping] of keyboard.mappings.entries()) {
      if (mapping.keysyms[0] === keysym) return { keycode: keyboard.minKeycode + i, shift: false };
      if (mapping.keysyms[1] === keysym) shifted ??= { keycode: keyboard.minKeycode + i, shift: true };
    }
    return shifted;
  }

  #strokeOf(keysym: number, now: number): Stroke {
    const found = this.#find(keysym);
    if (found !== undefined) return found;
    for (const [keycode, spare] of this.#spares)
      if (spare === keysym && this.#end.core === undefined) return { keycode, shift: false };
    const keycode = this.#spareFor();
    this.#spares.delete(keycode);
    this.#spares.set(keycode, keysym);
    const keysyms = Uint32Array.of(keysym, keysym);
    this.#end.keymap({ firstKeycode: keycode, keysymsPerKeycode: 2, keysyms, modifierMap: undefined }, now);
    return { keycode, shift: false };
  }

  /** A keycode without keysyms, or the spare one that was used longest ago. */
  #spareFor(): number {
    const { mappings, maxKeycode, minKeycode } = this.#keyboard;
    for (let keycode = maxKeycode; keycode >= minKeycode; keycode--) {
      const { keysyms } = mappings[keycode - minKeycode]!;
      if (keysyms.every((keysym) => keysym === 0) && !this.#spares.has(keycode)) return keycode;
    }
    return this.#spares.keys().next().value ?? maxKeycode;
  }
}
