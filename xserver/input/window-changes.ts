/** What changes of windows and clients mean for input: called by the window code whenever one has happened. */
import { EventMask } from '../events.ts';
import type { Window } from '../state/windows.ts';
import type { Server } from '../server.ts';
import { forgetXkbClient } from './xkb/client-gone.ts';
import { isAncestorOf } from '../windows/tree.ts';
import { deactivateKeyboardGrab, deactivatePointerGrab } from './active-grabs.ts';
import { canConfine } from './confinement.ts';
import { updateCursor } from './cursor.ts';
import { playReleased } from './device-events.ts';
import { revertFocus } from './focus.ts';
import { confinePointer, updatePointerWindow } from './motion.ts';
import { dropGrabsOfClient, dropGrabsOfWindow } from './passive-grabs.ts';

/** Tree, geometry, shapes, stacking or the screen's size have changed: the pointer may be in another window, or outside its confines. */
export function windowsChanged(server: Server): void {
  const { grab } = server.state.input.pointer;
  if (grab.active?.confineTo !== undefined && !canConfine(grab.active.confineTo)) deactivatePointerGrab(server);
  confinePointer(server, grab.active?.confineTo, false);
  updatePointerWindow(server);
  updateCursor(server);
  playReleased(server);
}

/** The window, which was viewable, and its inferiors are so no longer: grabs in them end, and the focus reverts. */
export function windowUnviewable(server: Server, window: Window): void {
  const { pointer, keyboard } = server.state.input;
  const concerned = [
    pointer.grab.active?.window,
    pointer.grab.active?.confineTo,
    keyboard.grab.active?.window,
    keyboard.focus.window,
    pointer.hinted,
  ];
  if (!concerned.some((w) => typeof w === 'object' && (w === window || isAncestorOf(window, w)))) return;
  leaveSubtree(server, window);
  playReleased(server);
}

function leaveSubtree(server: Server, window: Window): void {
  const { pointer, keyboard } = server.state.input;
  const { active } = pointer.grab;
  if (active?.window === window || active?.confineTo === window) deactivatePointerGrab(server);
  if (keyboard.grab.active?.window === window) deactivateKeyboardGrab(server);
  revertFocus(server, window);
  if (pointer.hinted === window) pointer.hinted = undefined;
  for (let i = window.children.length - 1; i >= 0; i--) leaveSubtree(server, window.children[i]!);
}

/** The window has been destroyed; it was unmapped before. */
export function windowDestroyed(server: Server, window: Window): void {
  dropGrabsOfWindow(server, window);
}

/** The client's connection has ended. */
export function clientGone(server: Server, client: number): void {
  const { input } = server.state;
  if (input.pointer.grab.active?.client === client) deactivatePointerGrab(server);
  if (input.keyboard.grab.active?.client === client) deactivateKeyboardGrab(server);
  dropGrabsOfClient(server, client);
  const delayed = input.delayed.filter((fake) => fake.client !== client);
  input.delayed.splice(0, input.delayed.length, ...delayed);
  forgetXkbClient(server, client);
  playReleased(server);
}

/** A window's or a grab's cursor has been set, or a cursor recoloured. */
export function cursorMayHaveChanged(server: Server): void {
  updateCursor(server);
}

/** A client has changed its event mask on the window: PointerMotionHint that is newly selected hints at once. */
export function eventsSelected(server: Server, window: Window, before: number, after: number): void {
  const { pointer } = server.state.input;
  if (pointer.hinted === window && (after & ~before & EventMask.PointerMotionHint) !== 0) pointer.hinted = undefined;
}
