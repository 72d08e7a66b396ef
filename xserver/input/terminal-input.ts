/** Input from terminals, and what the core does by itself when time passes. */
import type { TerminalInput } from '../log/entry.ts';
import { screenSaverDeadline, screenSaverInput, screenSaverTimeReached } from '../screen-saver.ts';
import type { Server } from '../server.ts';
import { runDelayedInput } from './fake-input.ts';
import { applyButton, applyKey } from './held-input.ts';
import { repeatKey } from './key-repeat.ts';
import { changeKeysyms, changeModifiers, modifierMapOf } from './keymap-change.ts';
import { applyKeysym, keepSpares } from './keysym-input.ts';
import { postMotion } from './motion.ts';

export function terminalAttached(server: Server, number: number): void {
  const { terminals } = server.state;
  if (terminals.has(number)) return;
  terminals.set(number, { number, keys: new Set(), keysymKeys: new Map(), buttons: new Set(), lastInput: 0 });
}

/** What the terminal held down goes up, as far as no other terminal holds it too. */
export function terminalGone(server: Server, number: number): void {
  const { terminals } = server.state;
  const terminal = terminals.get(number);
  if (terminal === undefined) return;
  for (const button of terminal.buttons) applyButton(server, terminal, button, false);
  for (const keycode of terminal.keys) applyKey(server, terminal, keycode, false);
  terminals.delete(number);
}

/** Places one input. Input of terminals that are gone, and input already placed, is left out. */
export function applyTerminalInput(server: Server, terminalNumber: number, number: number, input: TerminalInput): void {
  const terminal = server.state.terminals.get(terminalNumber);
  if (terminal === undefined || number <= terminal.lastInput) return;
  terminal.lastInput = number;
  switch (input.kind) {
    case 'motion':
      if (!Number.isFinite(input.x) || !Number.isFinite(input.y)) return;
      screenSaverInput(server);
      postMotion(server, Math.floor(input.x), Math.floor(input.y), true);
      return;
    case 'button':
      applyButton(server, terminal, input.button, input.pressed);
      return;
    case 'key':
      applyKey(server, terminal, input.keycode, input.pressed);
      return;
    case 'keysym':
      applyKeysym(server, terminal, input);
      return;
    case 'keymap':
      applyKeymap(server, input);
      return;
    default:
      input satisfies never;
  }
}

/** Keycodes that the keyboard does not have are left out. */
function applyKeymap(server: Server, input: Extract<TerminalInput, { kind: 'keymap' }>): void {
  const { keyboard } = server.state.input;
  const { firstKeycode, keysymsPerKeycode, keysyms, modifierMap } = input;
  if (firstKeycode >= keyboard.minKeycode && keysymsPerKeycode > 0) {
    const count = Math.floor(keysyms.length / keysymsPerKeycode);
    const room = Math.max(0, keyboard.maxKeycode - firstKeycode + 1);
    const kept = keepSpares(keyboard, firstKeycode, keysymsPerKeycode, keysyms);
    changeKeysyms(server, firstKeycode, Math.min(count, room), keysymsPerKeycode, kept);
  }
  const modifiers = modifierMap === undefined ? undefined : modifierMapOf(modifierMap);
  if (modifiers !== undefined) changeModifiers(server, modifiers.fill(0, 0, keyboard.minKeycode));
}

/** When the core next acts by itself: key repeat, FakeInput's delays, the screen saver. */
export function nextInputDeadline(server: Server): number | undefined {
  const { keyboard, delayed } = server.state.input;
  const saver = screenSaverDeadline(server);
  // It is asked for with every entry.
  if (keyboard.repeating === undefined && delayed.length === 0) return saver;
  let next = saver ?? Infinity;
  if (keyboard.repeating !== undefined) next = Math.min(next, keyboard.repeating.due);
  for (const { due } of delayed) next = Math.min(next, due);
  return next === Infinity ? undefined : next;
}

/** Does what is due. */
export function timeReached(server: Server): void {
  repeatKey(server);
  runDelayedInput(server);
  screenSaverTimeReached(server);
}
