/**
 * Input as our keyboard and pointer give it (keysyms, buttons pressed and released) as VNC servers take it: all buttons at once. This file knows
 * no DOM.
 */
import { xtOfKeycode } from '../../../rawpixel/rfb/pc-keys.ts';
import { isSameKey, type KeyInput } from '../../../session/terminal/key-input.ts';
import type { TerminalInput } from '../../../xserver/log/entry.ts';
import { MODE_SWITCH_KEYCODE } from '../keyboard/key-codes.ts';
import { Keysym } from '../keyboard/named-keysyms.ts';
import type { ToVncWorker } from '../worker/vnc-messages.ts';

const NUM_LOCK = 0xff7f;
/** What other viewers say for AltGr, and servers know. */
const LEVEL_3_SHIFT = 0xfe03;
const BUTTONS = 0xff;

type KeysymInput = Extract<KeyInput, { kind: 'keysym' }>;
type Said = Extract<ToVncWorker, { kind: 'key' | 'pointer' }>;

/** Keys that do something while others are pressed: they do not repeat. */
function isModifier(keysym: number): boolean {
  return (keysym >= 0xffe1 && keysym <= 0xffee) || keysym === NUM_LOCK || keysym === LEVEL_3_SHIFT;
}

export class VncInput {
  readonly #send: (said: Said) => void;
  /** Presses of keys that are down, the last one at the end. */
  #down: KeysymInput[] = [];
  #x = 0;
  #y = 0;
  #buttons = 0;

  constructor(send: (said: Said) => void) {
    this.#send = send;
  }

  take(input: TerminalInput): void {
    switch (input.kind) {
      // A server has a keymap of its own.
      case 'keymap':
      case 'key':
        return;
      case 'keysym':
        this.#key(input);
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

  /** A key that is held repeats: VNC servers leave that to us. */
  repeat(): void {
    const last = this.#down.at(-1);
    if (last !== undefined && !isModifier(last.keysym)) this.#say(last);
  }

  #key(input: KeysymInput): void {
    if (input.keysym === 0) return;
    this.#down = this.#down.filter((down) => !isSameKey(down, input));
    if (input.pressed) this.#down.push(input);
    this.#say(input);
  }

  #say({ keysym, place, pressed }: KeysymInput): void {
    const xt = place === 0 || place === MODE_SWITCH_KEYCODE ? undefined : xtOfKeycode(place);
    this.#send({ kind: 'key', down: pressed, keysym: keysym === Keysym.ModeSwitch ? LEVEL_3_SHIFT : keysym, xt });
  }
}
