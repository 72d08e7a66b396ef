/**
 * Auto-repeat: a key that stays down is pressed again and again (X11 §10 ChangeKeyboardControl). Of a key that a client's FakeInput holds down the
 * core sees to that itself; a terminal tells of each repetition (session/terminal/key-repeat.ts): what the link delays is not held any longer for it.
 */
import type { KeyboardState } from '../state/input.ts';
import type { Server } from '../server.ts';
import { postKey } from './device-events.ts';
import { isKeyDown } from './device-state.ts';
import { isFrozen } from './freeze.ts';

export function repeats(keyboard: KeyboardState, keycode: number): boolean {
  return keyboard.globalAutoRepeat && (keyboard.autoRepeats[keycode >> 3]! & (1 << (keycode & 7))) !== 0;
}

/** A terminal says that a key is still down. */
export function repeatHeldKey(server: Server, keycode: number): void {
  const { keyboard } = server.state.input;
  if (!repeats(keyboard, keycode) || !isKeyDown(keyboard, keycode) || isFrozen(keyboard.grab)) return;
  postKey(server, keycode, true, true);
}

/** A key has gone down or up for FakeInput: repeating begins with the latest key and ends with its release. */
export function noteKey(server: Server, keycode: number, pressed: boolean): void {
  const { keyboard } = server.state.input;
  if (!pressed) {
    if (keyboard.repeating?.keycode === keycode) keyboard.repeating = undefined;
  } else if (repeats(keyboard, keycode) && keyboard.repeating?.keycode !== keycode) {
    keyboard.repeating = { keycode, due: server.state.time + keyboard.xkb.controls.repeatDelay };
  }
}

/** Repeats the key if that is due. */
export function repeatKey(server: Server): void {
  const { keyboard } = server.state.input;
  const { repeating } = keyboard;
  if (repeating === undefined || repeating.due > server.state.time) return;
  const { keycode } = repeating;
  if (!repeats(keyboard, keycode)) {
    keyboard.repeating = undefined;
    return;
  }
  keyboard.repeating = { keycode, due: server.state.time + keyboard.xkb.controls.repeatInterval };
  // Repetitions don't pile up while the keyboard is frozen.
  if (isKeyDown(keyboard, keycode) && !isFrozen(keyboard.grab)) postKey(server, keycode, true, true);
}
