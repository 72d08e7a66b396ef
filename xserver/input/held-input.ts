/** Buttons and keys as terminals hold them: each goes down with the first and up with the last that holds it. */
import { screenSaverInput } from '../screen-saver.ts';
import type { Server } from '../server.ts';
import type { TerminalState } from '../state/input.ts';
import { postButton, postKey } from './device-events.ts';
import { repeatHeldKey } from './key-repeat.ts';

function othersHold(server: Server, terminal: TerminalState, held: 'keys' | 'buttons', what: number): boolean {
  return [...server.state.terminals.values()].some((other) => other !== terminal && other[held].has(what));
}

export function applyButton(server: Server, terminal: TerminalState, button: number, pressed: boolean): void {
  const { input } = server.state;
  if (!Number.isInteger(button) || button < 1 || button > input.pointer.mapping.length) return;
  screenSaverInput(server);
  if (pressed) terminal.buttons.add(button);
  else if (!terminal.buttons.delete(button)) return;
  const held = othersHold(server, terminal, 'buttons', button) || (input.fakeButtons & (1 << (button - 1))) !== 0;
  if (!held) postButton(server, button, pressed);
}

/** A press of a key that this terminal holds already repeats it. One that another holds goes up and down again: its user means a press of their own. */
export function applyKey(server: Server, terminal: TerminalState, keycode: number, pressed: boolean): void {
  const { keyboard } = server.state.input;
  if (!Number.isInteger(keycode) || keycode < keyboard.minKeycode || keycode > keyboard.maxKeycode) return;
  screenSaverInput(server);
  if (pressed && terminal.keys.has(keycode)) {
    repeatHeldKey(server, keycode);
    return;
  }
  if (pressed) terminal.keys.add(keycode);
  else if (!terminal.keys.delete(keycode)) return;
  if (othersHold(server, terminal, 'keys', keycode)) {
    if (!pressed || keyboard.modifierMap[keycode] !== 0) return;
    postKey(server, keycode, false, false);
  }
  postKey(server, keycode, pressed, false);
}
