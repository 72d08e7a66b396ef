/** Keys that move the pointer, press its buttons or switch controls, and keys that send messages (XKB protocol §4.5, §6.3). */
import type { Server } from '../../server.ts';
import { postMotion } from '../motion.ts';
import type { OtherAction } from './run-actions.ts';
import { sendXkbEvent } from './send-events.ts';
import { Action } from './virtual-modifiers.ts';

const [MOVE_ABSOLUTE_X, MOVE_ABSOLUTE_Y] = [2, 4];
const [NO_LOCK, NO_UNLOCK] = [1, 2];
const BUTTON_ABSOLUTE = 4;
const BUTTONS = 5;
const [ON_PRESS, ON_RELEASE, GENERATE_KEY_EVENT] = [1, 2, 4];
const REPEAT_KEYS = 1;

function signed16(high: number, low: number): number {
  return ((((high << 8) | low) & 0xffff) << 16) >> 16;
}

function signed8(byte: number): number {
  return (byte << 24) >> 24;
}

/** The ways in for what keys do as buttons or other keys. */
export interface Posts {
  button(server: Server, button: number, pressed: boolean): void;
  key(server: Server, keycode: number, pressed: boolean, repeat: boolean): void;
}

/** Carries out what a key does besides modifiers. True when the key is a key event all the same. */
export function carryOut(server: Server, { action, pressed }: OtherAction, keycode: number, post: Posts): boolean {
  switch (action[0]) {
    case Action.MovePtr:
      if (pressed) movePointer(server, action);
      return false;
    case Action.PtrBtn:
      clickButton(server, action, pressed, post);
      return false;
    case Action.LockPtrBtn:
      lockButton(server, action, pressed, post);
      return false;
    case Action.SetPtrDflt:
      if (pressed) chooseButton(server, action);
      return false;
    case Action.SetControls:
    case Action.LockControls:
      switchControls(server, action, pressed);
      return true;
    case Action.ActionMessage:
      return sendMessage(server, action, pressed, keycode);
    case Action.RedirectKey:
      post.key(server, action[1]!, pressed, false);
      return false;
    default:
      return true;
  }
}

function movePointer(server: Server, action: Uint8Array): void {
  const { pointer } = server.state.input;
  const flags = action[1]!;
  const x = signed16(action[2]!, action[3]!);
  const y = signed16(action[4]!, action[5]!);
  postMotion(
    server,
    (flags & MOVE_ABSOLUTE_X) !== 0 ? x : pointer.physicalX + x,
    (flags & MOVE_ABSOLUTE_Y) !== 0 ? y : pointer.physicalY + y,
    true,
  );
}

function buttonOf(server: Server, named: number): number {
  const button = named === 0 ? server.state.input.keyboard.xkb.controls.mouseKeysButton : named;
  return button >= 1 && button <= server.state.input.pointer.mapping.length ? button : 0;
}

/** Holds the button down with the key; with a count clicks it so many times. */
function clickButton(server: Server, action: Uint8Array, pressed: boolean, post: Posts): void {
  const button = buttonOf(server, action[3]!);
  if (button === 0) return;
  const count = action[2]!;
  if (count === 0) {
    post.button(server, button, pressed);
    return;
  }
  const clicks = pressed ? count : 0;
  for (let i = 0; i < clicks; i++) {
    post.button(server, button, true);
    post.button(server, button, false);
  }
}

function lockButton(server: Server, action: Uint8Array, pressed: boolean, post: Posts): void {
  const button = buttonOf(server, action[3]!);
  if (button === 0) return;
  const flags = action[1]!;
  const isDown = (server.state.input.pointer.buttonsDown & (1 << (button - 1))) !== 0;
  if (pressed && !isDown && (flags & NO_LOCK) === 0) post.button(server, button, true);
  else if (pressed && isDown && (flags & NO_UNLOCK) === 0) post.button(server, button, false);
}

function chooseButton(server: Server, action: Uint8Array): void {
  const { controls } = server.state.input.keyboard.xkb;
  const value = signed8(action[3]!);
  const button = (action[1]! & BUTTON_ABSOLUTE) !== 0 ? value : controls.mouseKeysButton + value;
  controls.mouseKeysButton = Math.min(BUTTONS, Math.max(1, button));
}

/** SetControls while the key is held; LockControls on one press, off on the next. */
function switchControls(server: Server, action: Uint8Array, pressed: boolean): void {
  const { keyboard } = server.state.input;
  const { controls } = keyboard.xkb;
  const mask = (action[4]! << 8) | action[5]!;
  let enabled = controls.enabled | (keyboard.globalAutoRepeat ? REPEAT_KEYS : 0);
  if (action[0] === Action.SetControls) enabled = pressed ? enabled | mask : enabled & ~mask;
  else if (pressed) enabled = (enabled & mask) === mask ? enabled & ~mask : enabled | mask;
  controls.enabled = enabled & ~REPEAT_KEYS;
  keyboard.globalAutoRepeat = (enabled & REPEAT_KEYS) !== 0;
}

/** True when the key is to be told of as well. */
function sendMessage(server: Server, action: Uint8Array, pressed: boolean, keycode: number): boolean {
  const flags = action[1]!;
  const keyEventFollows = (flags & GENERATE_KEY_EVENT) !== 0;
  if ((flags & (pressed ? ON_PRESS : ON_RELEASE)) !== 0) {
    let message = '';
    for (const byte of action.subarray(2, 8)) message += String.fromCharCode(byte);
    const { modifiers, xkb } = server.state.input.keyboard;
    sendXkbEvent(server, 'ActionMessage', 1, {
      keycode,
      press: pressed ? 1 : 0,
      keyEventFollows: keyEventFollows ? 1 : 0,
      mods: modifiers,
      group: xkb.group,
      message: message.padEnd(8, '\0'),
    });
  }
  return keyEventFollows;
}
