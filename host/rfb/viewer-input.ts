/**
 * Keys and buttons of one VNC viewer as input of a terminal. A viewer says which keysym it wants, and often which key was pressed. The key is
 * pressed where the session's keyboard has that keysym on it; else one that has it, with Shift changed for the moment where that helps; what the
 * keyboard lacks is put on a spare keycode.
 */
import { keycodeOfXt } from '../../rawpixel/rfb/pc-keys.ts';
import { Modifier } from '../../xserver/input/modifiers.ts';
import { symbolIndex } from '../../xserver/input/xkb/derived-state.ts';
import type { TerminalInput } from '../../xserver/log/entry.ts';
import type { KeyboardState } from '../../xserver/state/input.ts';

const BUTTONS = 7;
/** Keys held at once; more than hands have. */
const MAX_HELD = 64;
const SHIFT_L = 0xffe1;
/** Keysyms of Unicode characters: this plus the code point (X11 appendix A). */
const UNICODE = 0x1000000;

interface Stroke {
  readonly keycode: number;
  /** Shift must be the other way while the key goes down. */
  readonly shiftChanged: boolean;
}

export class ViewerInput {
  readonly #keyboard: () => KeyboardState;
  readonly #place: (input: TerminalInput) => boolean;
  #buttons = 0;
  /** Keycodes held, by what the viewer calls the key: its place plus 2^32, or its keysym. */
  readonly #held = new Map<number, number>();
  /** Keysyms on spare keycodes, the one used longest ago first. */
  readonly #spares = new Map<number, number>();

  /**
   * @param keyboard the session's, as it is now.
   * @param place places input in the log; false where it does not count.
   */
  constructor(keyboard: () => KeyboardState, place: (input: TerminalInput) => boolean) {
    this.#keyboard = keyboard;
    this.#place = place;
  }

  /** Button 1 is bit 0. */
  pointer(x: number, y: number, buttons: number): void {
    this.#place({ kind: 'motion', x, y });
    for (let button = 1; button <= BUTTONS; button++) {
      const bit = 1 << (button - 1);
      if (((buttons ^ this.#buttons) & bit) === 0) continue;
      this.#place({ kind: 'button', button, pressed: (buttons & bit) !== 0 });
    }
    this.#buttons = buttons;
  }

  /** @param xt the key's place on a PC keyboard, where known. */
  key(down: boolean, keysym: number, xt: number | undefined): void {
    const name = xt === undefined ? keysym : xt + 2 ** 32;
    if (down) this.#press(name, latin(keysym), xt === undefined ? undefined : keycodeOfXt(xt));
    else this.#release(name, latin(keysym));
  }

  #press(name: number, keysym: number, place: number | undefined): void {
    // The core repeats keys itself.
    if (this.#held.has(name) || this.#held.size >= MAX_HELD) return;
    const stroke = this.#strokeOf(keysym, place);
    if (stroke === undefined) return;
    if (stroke.shiftChanged) this.#withOtherShift(() => this.#key(stroke.keycode, true));
    else this.#key(stroke.keycode, true);
    this.#held.set(name, stroke.keycode);
  }

  #release(name: number, keysym: number): void {
    let keycode = this.#held.get(name);
    if (keycode !== undefined) this.#held.delete(name);
    else {
      // Pressed as `a`, released as `A`.
      for (const [other, held] of this.#held) {
        if (keycode !== undefined || !this.#keysymsOf(held).includes(keysym)) continue;
        keycode = held;
        this.#held.delete(other);
      }
    }
    if (keycode !== undefined) this.#key(keycode, false);
  }

  #key(keycode: number, pressed: boolean): void {
    this.#place({ kind: 'key', keycode, pressed });
  }

  /** Modifiers in force, with those of our own keys, which may not have reached the keyboard yet. */
  #modifiers(): number {
    const keyboard = this.#keyboard();
    let { modifiers } = keyboard;
    for (const keycode of this.#held.values()) modifiers |= keyboard.modifierMap[keycode]! & ~Modifier.Lock;
    return modifiers;
  }

  #keysymsOf(keycode: number): Uint32Array {
    const keyboard = this.#keyboard();
    return keyboard.mappings[keycode - keyboard.minKeycode]?.keysyms ?? new Uint32Array(0);
  }

  /** What a key gives under these modifiers. */
  #symbol(keycode: number, modifiers: number): number | undefined {
    const index = symbolIndex({ ...this.#keyboard(), modifiers }, keycode);
    return index === undefined ? undefined : this.#keysymsOf(keycode)[index];
  }

  #strokeOf(keysym: number, place: number | undefined): Stroke | undefined {
    if (keysym === 0) return place === undefined ? undefined : { keycode: place, shiftChanged: false };
    const modifiers = this.#modifiers();
    const { minKeycode, maxKeycode } = this.#keyboard();
    const candidates: number[] = [];
    if (place !== undefined && this.#keysymsOf(place).includes(keysym)) candidates.push(place);
    for (let keycode = minKeycode; keycode <= maxKeycode; keycode++) {
      if (keycode !== place && this.#keysymsOf(keycode).includes(keysym)) candidates.push(keycode);
    }
    for (const shiftChanged of [false, true]) {
      const tried = shiftChanged ? modifiers ^ Modifier.Shift : modifiers;
      for (const keycode of candidates) {
        if (this.#symbol(keycode, tried) === keysym) return { keycode, shiftChanged };
      }
    }
    // A modifier may keep a key from giving what is on it: who presses that very key means it.
    if (place !== undefined && candidates[0] === place) return { keycode: place, shiftChanged: false };
    return { keycode: this.#spareWith(keysym), shiftChanged: false };
  }

  #withOtherShift(press: () => void): void {
    const keyboard = this.#keyboard();
    const isShift = (keycode: number) => (keyboard.modifierMap[keycode]! & Modifier.Shift) !== 0;
    if ((this.#modifiers() & Modifier.Shift) !== 0) {
      const shifts = [...this.#held.values()].filter(isShift);
      for (const keycode of shifts) this.#key(keycode, false);
      press();
      for (const keycode of shifts) this.#key(keycode, true);
      return;
    }
    const { minKeycode, maxKeycode } = keyboard;
    let shift = minKeycode;
    while (shift <= maxKeycode && !(isShift(shift) && this.#keysymsOf(shift).includes(SHIFT_L))) shift++;
    if (shift <= maxKeycode) this.#key(shift, true);
    press();
    if (shift <= maxKeycode) this.#key(shift, false);
  }

  /** A keycode that gives this keysym and no other. */
  #spareWith(keysym: number): number {
    let keycode: number | undefined;
    for (const [spare, held] of this.#spares) if (held === keysym) keycode = spare;
    keycode ??= this.#freeKeycode();
    this.#spares.delete(keycode);
    this.#spares.set(keycode, keysym);
    // Another terminal may have brought a keymap of its own meanwhile.
    if (!this.#keysymsOf(keycode).includes(keysym)) {
      const keysyms = Uint32Array.of(keysym, keysym);
      this.#place({ kind: 'keymap', firstKeycode: keycode, keysymsPerKeycode: 2, keysyms, modifierMap: undefined });
    }
    return keycode;
  }

  /** A keycode without keysyms, or the spare one that was used longest ago. */
  #freeKeycode(): number {
    const { minKeycode, maxKeycode } = this.#keyboard();
    for (let keycode = maxKeycode; keycode >= minKeycode; keycode--) {
      if (!this.#spares.has(keycode) && this.#keysymsOf(keycode).every((keysym) => keysym === 0)) return keycode;
    }
    const held = new Set(this.#held.values());
    for (const spare of this.#spares.keys()) if (!held.has(spare)) return spare;
    return maxKeycode;
  }
}

/** Latin-1 characters have keysyms of their own. */
function latin(keysym: number): number {
  const character = keysym - UNICODE;
  const isLatin = (character >= 0x20 && character <= 0x7e) || (character >= 0xa0 && character <= 0xff);
  return isLatin ? character : keysym;
}
