/**
 * The key that a terminal's user holds down: it is pressed again as long as that lasts. The terminal does this, not whoever orders the log: on a slow
 * link a release that comes late is no key held long.
 */
import type { Core } from '../../xserver/core.ts';
import { REPEAT_DELAY, REPEAT_INTERVAL } from '../../xserver/input/device-defaults.ts';
import { repeats } from '../../xserver/input/key-repeat.ts';

export class KeyRepeat {
  readonly #core: () => Core | undefined;
  #held: { readonly keycode: number; readonly due: number } | undefined;

  /** @param core where the session's settings are, if the terminal has it */
  constructor(core: () => Core | undefined) {
    this.#core = core;
  }

  /** The key that repeats. */
  get keycode(): number | undefined {
    return this.#held?.keycode;
  }

  /** When `next` is due, in the owner's ms; undefined for never. */
  get due(): number | undefined {
    return this.#held?.due;
  }

  /** A key has gone down or up; the one that went down last repeats. */
  key(keycode: number, pressed: boolean, now: number): void {
    const keyboard = this.#core()?.state.input.keyboard;
    if (!pressed) {
      if (this.#held?.keycode === keycode) this.#held = undefined;
    } else if (keyboard === undefined || repeats(keyboard, keycode)) {
      this.#held = { keycode, due: now + (keyboard?.xkb.controls.repeatDelay ?? REPEAT_DELAY) };
    }
  }

  /** The key that is to be pressed again now, if one is. Those that were missed are left out. */
  next(now: number): number | undefined {
    if (this.#held === undefined || this.#held.due > now) return undefined;
    const { keycode } = this.#held;
    const interval = this.#core()?.state.input.keyboard.xkb.controls.repeatInterval ?? REPEAT_INTERVAL;
    this.#held = { keycode, due: now + Math.max(1, interval) };
    return keycode;
  }

  stop(): void {
    this.#held = undefined;
  }
}
