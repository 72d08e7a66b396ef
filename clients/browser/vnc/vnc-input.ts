/**
 * Input as our sessions take it (keycodes under a keymap, buttons pressed and released) as VNC servers take it: keysyms, and all buttons at once. This
 * file knows no DOM.
 */
import { xtOfKeycode } from '../../../rawpixel/rfb/pc-keys.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { MAX_KEYCODE, SPARE_KEYCODES } from '../keyboard/key-codes.ts';
import { keysymAt } from '../keyboard/keymap.ts';
import type { ToVncWorker } from '../worker/vnc-messages.ts';

const COLUMNS = 4;
const SHIFTS: readonly number[] = [0xffe1, 0xffe2];
const CAPS_LOCK = 0xffe5;
const NUM_LOCK = 0xff7f;
const MODE_SWITCH = 0xff7e;
/** What other viewers say for AltGr, and servers know. */
const LEVEL_3_SHIFT = 0xfe03;
const BUTTONS = 0xff;

type Said = Extract<ToVncWorker, { kind: 'key' | 'pointer' }>;

interface Down {
  readonly keysym: number;
  readonly xt: number | undefined;
}

/** Keys that do something while others are pressed: they do not repeat. */
function isModifier(keysym: number): boolean {
  return (keysym >= 0xffe1 && keysym <= 0xffee) || keysym === NUM_LOCK || keysym === LEVEL_3_SHIFT;
}

export class VncInput {
  readonly #send: (said: Said) => void;
  readonly #keysyms = new Uint32Array((MAX_KEYCODE + 1) * COLUMNS);
  /** By keycode: what was said when it went down is said when it goes up, whatever Shift does meanwhile. */
  readonly #down = new Map<number, Down>();
  #capsLock = false;
  #numLock = false;
  #x = 0;
  #y = 0;
  #buttons = 0;

  constructor(send: (said: Said) => void) {
    this.#send = send;
  }

  take(input: TerminalInput): void {
    switch (input.kind) {
      case 'keymap':
        this.#keysyms.set(input.keysyms, input.firstKeycode * COLUMNS);
        return;
      case 'key':
        if (input.pressed) this.#press(input.keycode);
        else this.#release(input.keycode);
        return;
      case 'motion':
        this.#x = input.x;
        this.#y = input.y;
        break;
      case 'button': {
        // The ninth has no room in the message.
        const bit = (1 << (input.button - 1)) & BUTTONS;
        this.#buttons = input.pressed ? this.#buttons | bit : this.#buttons & ~bit;
        break;
      }
      default:
        input satisfies never;
    }
    this.#send({ kind: 'pointer', x: this.#x, y: this.#y, buttons: this.#buttons });
  }

  /** The server's lock keys. */
  locksAre(capsLock: boolean, numLock: boolean): void {
    this.#capsLock = capsLock;
    this.#numLock = numLock;
  }

  /** A key that is held repeats: VNC servers leave that to us. */
  repeat(): void {
    const last = [...this.#down.values()].at(-1);
    if (last !== undefined && !isModifier(last.keysym)) this.#send({ kind: 'key', down: true, ...last });
  }

  #holds(...keysyms: readonly number[]): boolean {
    for (const { keysym } of this.#down.values()) if (keysyms.includes(keysym)) return true;
    return false;
  }

  #press(keycode: number): void {
    const found = keysymAt(this.#keysyms, keycode, {
      shift: this.#holds(...SHIFTS),
      modeSwitch: this.#holds(LEVEL_3_SHIFT),
      capsLock: this.#capsLock,
      numLock: this.#numLock,
    });
    const keysym = found === MODE_SWITCH ? LEVEL_3_SHIFT : found;
    if (keysym === 0) return;
    if (keysym === CAPS_LOCK) this.#capsLock = !this.#capsLock;
    if (keysym === NUM_LOCK) this.#numLock = !this.#numLock;
    // A character on a spare key has no place.
    const xt = SPARE_KEYCODES.includes(keycode) ? undefined : xtOfKeycode(keycode);
    this.#down.delete(keycode);
    this.#down.set(keycode, { keysym, xt });
    this.#send({ kind: 'key', down: true, keysym, xt });
  }

  #release(keycode: number): void {
    const down = this.#down.get(keycode);
    if (down === undefined) return;
    this.#down.delete(keycode);
    this.#send({ kind: 'key', down: false, ...down });
  }
}
