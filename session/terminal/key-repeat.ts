/**
 * The key that a terminal's user holds down: it is pressed again as long as that lasts. The terminal does this, not whoever orders the log: on a slow
 * link a release that comes late is no key held long.
 */
import type { Core } from '../../xserver/core.ts';
import { REPEAT_DELAY, REPEAT_INTERVAL } from '../../xserver/input/device-defaults.ts';
import { repeats } from '../../xserver/input/key-repeat.ts';
import { isSameKey, type KeyInput } from './key-input.ts';

export class KeyRepeat {
  readonly #core: () => Core | undefined;
  #held: { readonly press: KeyInput; readonly due: number } | undefined;

  /** @param core where the session's settings are, if the terminal has it */
  constructor(core: () => Core | undefined) {
    this.#core = core;
  }

  /** The press of the key that repeats. */
  get held(): KeyInput | undefined {
    return this.#held?.press;
  }

  /** When `next` is due, in the owner's ms; undefined for never. */
  get due(): number | undefined {
    return this.#held?.due;
  }

  /** A key has gone down or up; the one that went down last repeats. */
  key(input: KeyInput, now: number): void {
    const keyboard = this.#core()?.state.input.keyboard;
    const keycode = input.kind === 'key' ? input.keycode : input.place;
    if (!input.pressed) {
      if (this.#held !== undefined && isSameKey(this.#held.press, input)) this.#held = undefined;
    } else if (keyboard === undefined || keycode === 0 || repeats(keyboard, keycode)) {
      this.#held = { press: input, due: now + (keyboard?.xkb.controls.repeatDelay ?? REPEAT_DELAY) };
    }
  }

  /** The press that is to come again now, if one is. Those that were missed are left out. */
  next(now: number): KeyInput | undefined {
    if (this.#held === undefined || this.#held.due > now) return undefined;
    const { press } = this.#held;
    const interval = this.#core()?.state.input.keyboard.xkb.controls.repeatInterval ?? REPEAT_INTERVAL;
    this.#held = { press, due: now + Math.max(1, interval) };
    return press;
  }

  stop(): void {
    this.#held = undefined;
  }
}
