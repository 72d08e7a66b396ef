/** Starting and ending grabs that are in force, with the events and the freezing that belong to it (X11 §12). */
import type { ActiveGrab, DeviceGrab } from '../state/input.ts';
import type { Server } from '../server.ts';
import { NotifyMode, sendCrossings } from './crossing.ts';
import { updateCursor } from './cursor.ts';
import { sendFocusChange } from './focus-events.ts';
import { freezeForGrab } from './freeze.ts';
import { confinePointer } from './motion.ts';

/** Events that this thaws are to be played afterwards (device-events.ts). */
export function activatePointerGrab(server: Server, grab: ActiveGrab, time: number): void {
  const { pointer, keyboard, playing } = server.state.input;
  const from = pointer.grab.active?.window ?? pointer.window;
  if (grab.confineTo !== undefined) confinePointer(server, grab.confineTo, true);
  sendCrossings(server, from, grab.window, NotifyMode.Grab);
  pointer.hinted = undefined;
  pointer.grab.time = playing ?? time;
  pointer.grab.active = grab;
  updateCursor(server);
  freezeForGrab(pointer.grab, keyboard.grab, grab);
}

export function deactivatePointerGrab(server: Server): void {
  const { pointer, keyboard } = server.state.input;
  const grab = pointer.grab.active;
  if (grab === undefined) return;
  pointer.hinted = undefined;
  release(pointer.grab, keyboard.grab);
  sendCrossings(server, grab.window, pointer.window, NotifyMode.Ungrab);
  updateCursor(server);
}

export function activateKeyboardGrab(server: Server, grab: ActiveGrab, time: number): void {
  const { pointer, keyboard, playing } = server.state.input;
  const old = keyboard.grab.active?.window;
  if (old !== grab.window) sendFocusChange(server, old ?? keyboard.focus.window, grab.window, NotifyMode.Grab);
  keyboard.grab.time = playing ?? time;
  keyboard.grab.active = grab;
  freezeForGrab(keyboard.grab, pointer.grab, grab);
}

export function deactivateKeyboardGrab(server: Server): void {
  const { pointer, keyboard } = server.state.input;
  const grab = keyboard.grab.active;
  if (grab === undefined) return;
  release(keyboard.grab, pointer.grab);
  sendFocusChange(server, grab.window, keyboard.focus.window, NotifyMode.Ungrab);
}

function release(own: DeviceGrab, other: DeviceGrab): void {
  const grab = own.active;
  own.active = undefined;
  own.freeze = 'free';
  own.replay = undefined;
  for (const device of [own, other]) if (device.frozenBy === grab) device.frozenBy = undefined;
}
