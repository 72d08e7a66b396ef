/** Shorthands for the steps of input tests. */
import { EventMask } from '../../../xserver/events.ts';
import { fake, FakeType, type Step, type WindowReference } from './side.ts';

export function w(window: number): WindowReference {
  return { window };
}

/** All that tells of pointer and keyboard. */
export const INPUT_EVENTS =
  EventMask.KeyPress |
  EventMask.KeyRelease |
  EventMask.ButtonPress |
  EventMask.ButtonRelease |
  EventMask.EnterWindow |
  EventMask.LeaveWindow |
  EventMask.PointerMotion |
  EventMask.FocusChange;

export interface WindowShape {
  readonly parent?: number;
  readonly x?: number;
  readonly y?: number;
  readonly width?: number;
  readonly height?: number;
  readonly borderWidth?: number;
  readonly eventMask?: number;
  readonly doNotPropagateMask?: number;
  readonly inputOnly?: boolean;
}

/** A window; override-redirect, so that no window manager is asked. */
export function create(client: number, window: number, shape: WindowShape = {}): Step {
  const { parent = 0, x = 0, y = 0, width = 100, height = 100, borderWidth = 0, eventMask = 0 } = shape;
  return {
    client,
    request: 'CreateWindow',
    fields: {
      wid: w(window),
      parent: w(parent),
      depth: 0,
      x,
      y,
      width,
      height,
      borderWidth: shape.inputOnly === true ? 0 : borderWidth,
      class: shape.inputOnly === true ? 2 : 1,
      visual: 0,
      valueList: { eventMask, overrideRedirect: 1, doNotPropogateMask: shape.doNotPropagateMask ?? 0 },
    },
  };
}

export function map(client: number, window: number): Step {
  return { client, request: 'MapWindow', fields: { window: w(window) } };
}

export function unmap(client: number, window: number): Step {
  return { client, request: 'UnmapWindow', fields: { window: w(window) } };
}

export function destroy(client: number, window: number): Step {
  return { client, request: 'DestroyWindow', fields: { window: w(window) } };
}

export function select(client: number, window: number, eventMask: number): Step {
  return { client, request: 'ChangeWindowAttributes', fields: { window: w(window), valueList: { eventMask } } };
}

export function motion(x: number, y: number): Step {
  return fake(FakeType.Motion, 0, x, y);
}

export function key(keycode: number, down: boolean): Step {
  return fake(down ? FakeType.KeyPress : FakeType.KeyRelease, keycode);
}

export function button(number: number, down: boolean): Step {
  return fake(down ? FakeType.ButtonPress : FakeType.ButtonRelease, number);
}

/** Down and up. */
export function tap(keycode: number): Step[] {
  return [key(keycode, true), key(keycode, false)];
}

export function click(number: number): Step[] {
  return [button(number, true), button(number, false)];
}

export const SYNC = 0;
export const ASYNC = 1;
const NOWHERE = 0;

export interface GrabOptions {
  readonly ownerEvents?: boolean;
  readonly eventMask?: number;
  readonly pointerMode?: number;
  readonly keyboardMode?: number;
  readonly confineTo?: number;
  readonly time?: number;
}

const POINTER_EVENTS = EventMask.ButtonPress | EventMask.ButtonRelease | EventMask.PointerMotion;

function grabFields(window: number, options: GrabOptions): Record<string, unknown> {
  const { ownerEvents = false, pointerMode = ASYNC, keyboardMode = ASYNC } = options;
  return { ownerEvents: ownerEvents ? 1 : 0, grabWindow: w(window), pointerMode, keyboardMode };
}

function pointerFields(window: number, options: GrabOptions): Record<string, unknown> {
  const { eventMask = POINTER_EVENTS, confineTo } = options;
  const confine = confineTo === undefined ? NOWHERE : w(confineTo);
  return { ...grabFields(window, options), eventMask, confineTo: confine, cursor: 0 };
}

export function grabPointer(client: number, window: number, options: GrabOptions = {}): Step {
  const { time = 0 } = options;
  return { client, request: 'GrabPointer', fields: { ...pointerFields(window, options), time } };
}

export function ungrabPointer(client: number, time = 0): Step {
  return { client, request: 'UngrabPointer', fields: { time } };
}

export function grabKeyboard(client: number, window: number, options: GrabOptions = {}): Step {
  const { time = 0 } = options;
  return { client, request: 'GrabKeyboard', fields: { ...grabFields(window, options), time } };
}

export function ungrabKeyboard(client: number, time = 0): Step {
  return { client, request: 'UngrabKeyboard', fields: { time } };
}

export const ANY_MODIFIER = 0x8000;

export function grabButton(
  client: number,
  window: number,
  number: number,
  modifiers: number,
  options: GrabOptions = {},
): Step {
  return { client, request: 'GrabButton', fields: { ...pointerFields(window, options), button: number, modifiers } };
}

export function ungrabButton(client: number, window: number, number: number, modifiers: number): Step {
  return { client, request: 'UngrabButton', fields: { grabWindow: w(window), button: number, modifiers } };
}

export function grabKey(
  client: number,
  window: number,
  keycode: number,
  modifiers: number,
  options: GrabOptions = {},
): Step {
  return { client, request: 'GrabKey', fields: { ...grabFields(window, options), key: keycode, modifiers } };
}

export function ungrabKey(client: number, window: number, keycode: number, modifiers: number): Step {
  return { client, request: 'UngrabKey', fields: { grabWindow: w(window), key: keycode, modifiers } };
}

export function allow(client: number, mode: number, time = 0): Step {
  return { client, request: 'AllowEvents', fields: { mode, time } };
}

/** 'none', 'pointer-root' or a window. */
export type FocusName = number | 'none' | 'pointer-root';

export function setFocus(client: number, focus: FocusName, revertTo = 1, time = 0): Step {
  const target = focus === 'none' ? 0 : focus === 'pointer-root' ? 1 : w(focus);
  return { client, request: 'SetInputFocus', fields: { focus: target, revertTo, time } };
}

export interface Warp {
  readonly from?: number;
  readonly to?: number;
  readonly srcX?: number;
  readonly srcY?: number;
  readonly srcWidth?: number;
  readonly srcHeight?: number;
}

export function warp(client: number, dstX: number, dstY: number, options: Warp = {}): Step {
  const { from, to, srcX = 0, srcY = 0, srcWidth = 0, srcHeight = 0 } = options;
  return {
    client,
    request: 'WarpPointer',
    fields: {
      srcWindow: from === undefined ? 0 : w(from),
      dstWindow: to === undefined ? 0 : w(to),
      srcX,
      srcY,
      srcWidth,
      srcHeight,
      dstX,
      dstY,
    },
  };
}

export function queryPointer(client: number, window: number): Step {
  return { client, request: 'QueryPointer', fields: { window: w(window) } };
}
