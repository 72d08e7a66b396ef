/** EnterNotify and LeaveNotify (X11 §11). */
import { EventMask } from '../events.ts';
import { protocolTime } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { InputState } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import { isAncestorOf, rootX, rootY } from '../windows/tree.ts';
import { isConnected } from './delivery.ts';
import { buttonMask } from './device-state.ts';
import { compatGrabModifiers, crossingModifiers } from './xkb/derived-state.ts';
import { keymapNotify } from './keymap-notify.ts';

export const NotifyMode = { Normal: 0, Grab: 1, Ungrab: 2, WhileGrabbed: 3 } as const;
export const NotifyDetail = {
  Ancestor: 0,
  Virtual: 1,
  Inferior: 2,
  Nonlinear: 3,
  NonlinearVirtual: 4,
  Pointer: 5,
  PointerRoot: 6,
  None: 7,
} as const;

const FOCUS_FLAG = 1;
const SAME_SCREEN_FLAG = 2;
const NO_CHILD = 0;

/** The nearest window that properly contains both; undefined for the root and itself. */
export function commonAncestor(a: Window, b: Window): Window | undefined {
  for (let w = b.parent; w !== undefined; w = w.parent) if (isAncestorOf(w, a)) return w;
  return undefined;
}

/** The windows properly between a window and its ancestor (undefined: above the root), from the inside out. */
export function windowsBetween(inner: Window, outer: Window | undefined): Window[] {
  const between: Window[] = [];
  for (let w = inner.parent; w !== undefined && w !== outer; w = w.parent) between.push(w);
  return between;
}

/** The events of the pointer's way from one window to another, or of a grab that pretends to such a way. */
export function sendCrossings(server: Server, from: Window, to: Window, mode: number): void {
  if (from === to) return;
  const leave = (window: Window, detail: number, child = NO_CHILD) => {
    sendCrossing(server, 'LeaveNotify', window, mode, detail, child);
  };
  const enter = (window: Window, detail: number, child = NO_CHILD) => {
    sendCrossing(server, 'EnterNotify', window, mode, detail, child);
  };
  const leaveBetween = (outer: Window | undefined, detail: number) => {
    let child = from;
    for (const window of windowsBetween(from, outer)) {
      leave(window, detail, child.id);
      child = window;
    }
  };
  const enterBetween = (outer: Window | undefined, detail: number) => {
    const way = windowsBetween(to, outer);
    for (let i = way.length - 1; i >= 0; i--) enter(way[i]!, detail, i > 0 ? way[i - 1]!.id : to.id);
  };
  if (isAncestorOf(from, to)) {
    leave(from, NotifyDetail.Inferior);
    enterBetween(from, NotifyDetail.Virtual);
    enter(to, NotifyDetail.Ancestor);
  } else if (isAncestorOf(to, from)) {
    leave(from, NotifyDetail.Ancestor);
    leaveBetween(to, NotifyDetail.Virtual);
    enter(to, NotifyDetail.Inferior);
  } else {
    const common = commonAncestor(from, to);
    leave(from, NotifyDetail.Nonlinear);
    leaveBetween(common, NotifyDetail.NonlinearVirtual);
    enterBetween(common, NotifyDetail.NonlinearVirtual);
    enter(to, NotifyDetail.Nonlinear);
  }
  server.state.input.pointer.entered = to;
}

function hasFocusFor(server: Server, window: Window): boolean {
  const focus = server.state.input.keyboard.focus.window;
  if (focus === undefined) return false;
  return focus === 'pointer-root' || focus === window || isAncestorOf(focus, window);
}

function sendCrossing(
  server: Server,
  name: 'EnterNotify' | 'LeaveNotify',
  window: Window,
  mode: number,
  detail: number,
  child: number,
): void {
  const { input } = server.state;
  const { pointer } = input;
  if (pointer.hinted === window && detail !== NotifyDetail.Inferior) pointer.hinted = undefined;
  const event = {
    name,
    detail,
    time: protocolTime(server),
    root: server.state.screen.root.id,
    event: window.id,
    child,
    rootX: pointer.x,
    rootY: pointer.y,
    eventX: pointer.x - rootX(window),
    eventY: pointer.y - rootY(window),
    mode,
    sameScreenFocus: SAME_SCREEN_FLAG | (hasFocusFor(server, window) ? FOCUS_FLAG : 0),
  } as const;
  const selection = name === 'EnterNotify' ? EventMask.EnterWindow : EventMask.LeaveWindow;
  for (const [client, mask] of selectedOn(server, window))
    if ((mask & selection) !== 0) server.sendEvent(client, { ...event, state: crossingState(input, client) });
  if (name === 'LeaveNotify') return;
  for (const [client, mask] of selectedOn(server, window)) {
    if ((mask & EventMask.KeymapState) !== 0) server.sendEvent(client, keymapNotify(input.keyboard));
  }
}

/** Buttons and modifiers; the group where the client knows groups. */
function crossingState({ pointer, keyboard }: InputState, client: number): number {
  const modifiers = keyboard.xkb.clients.has(client) ? crossingModifiers(keyboard) : compatGrabModifiers(keyboard);
  return buttonMask(pointer) | modifiers;
}

/** While the pointer is grabbed only the grabbing client is told: by the grab's mask, with owner-events by its own selection too. */
function selectedOn(server: Server, window: Window): Iterable<readonly [client: number, mask: number]> {
  const grab = server.state.input.pointer.grab.active;
  if (grab === undefined) return window.eventMasks;
  if (!isConnected(server, grab.client)) return [];
  let mask = window === grab.window ? grab.eventMask : 0;
  if (grab.ownerEvents) mask |= window.eventMasks.get(grab.client) ?? 0;
  return [[grab.client, mask]];
}
