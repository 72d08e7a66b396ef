/** What is pressed, and what events say of it. */
import { EventMask } from '../events.ts';
import type { DeviceReport, InputState, KeyboardState, PointerState } from '../state/input.ts';
import { compatLookupModifiers, eventModifiers } from './xkb/derived-state.ts';

const BUTTON1 = 1 << 8;
/** Only the first five buttons have a bit in an event's state. */
const BUTTONS_WITH_MASK = 5;

export function isKeyDown(keyboard: KeyboardState, keycode: number): boolean {
  return (keyboard.down[keycode >> 3]! & (1 << (keycode & 7))) !== 0;
}

export function setKey(keyboard: KeyboardState, keycode: number, down: boolean): void {
  const bit = 1 << (keycode & 7);
  if (down) keyboard.down[keycode >> 3]! |= bit;
  else keyboard.down[keycode >> 3]! &= ~bit;
}

export function isButtonDown(pointer: PointerState, button: number): boolean {
  return (pointer.buttonsDown & (1 << (button - 1))) !== 0;
}

export function setButton(pointer: PointerState, button: number, down: boolean): void {
  const bit = 1 << (button - 1);
  if (down) pointer.buttonsDown |= bit;
  else pointer.buttonsDown &= ~bit;
}

/** How many buttons are down, those that the mapping disables left out. */
export function pressedButtons(pointer: PointerState): number {
  let count = 0;
  pointer.mapping.forEach((logical, index) => {
    if (logical !== 0 && isButtonDown(pointer, index + 1)) count++;
  });
  return count;
}

/** Button1Mask to Button5Mask of the logical buttons that are down. */
export function buttonMask(pointer: PointerState): number {
  let mask = 0;
  pointer.mapping.forEach((logical, index) => {
    if (logical !== 0 && logical <= BUTTONS_WITH_MASK && isButtonDown(pointer, index + 1))
      mask |= BUTTON1 << (logical - 1);
  });
  return mask;
}

/** Buttons, modifiers and group, as events carry them to programs that know XKEYBOARD. */
export function eventState(input: InputState): number {
  return buttonMask(input.pointer) | eventModifiers(input.keyboard);
}

/** As `eventState`, for programs that know no groups. */
export function plainState(input: InputState): number {
  return buttonMask(input.pointer) | compatLookupModifiers(input.keyboard);
}

/** The event masks that select for the event: for motion those of the buttons that are down too, which have the same bits. */
export function selectingMask(pointer: PointerState, report: DeviceReport): number {
  switch (report.kind) {
    case 'key':
      return report.pressed ? EventMask.KeyPress : EventMask.KeyRelease;
    case 'button':
      return report.pressed ? EventMask.ButtonPress : EventMask.ButtonRelease;
    case 'motion':
      return EventMask.PointerMotion | buttonMask(pointer) | (pressedButtons(pointer) > 0 ? EventMask.ButtonMotion : 0);
    default:
      return report.kind satisfies never;
  }
}
