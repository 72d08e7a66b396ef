/** Moving the pointer: by the hand, by WarpPointer, and by confinement. */
import { MAX_MOTION_HISTORY } from '../limits.ts';
import type { DeviceEvent, DeviceReport } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import { CURRENT_TIME, momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import { windowAt } from '../windows/tree.ts';
import { confinementRegion, nearestIn, type Position } from './confinement.ts';
import { NotifyMode, sendCrossings } from './crossing.ts';
import { updateCursor } from './cursor.ts';
import { deliverGrabbed, deliverUpwards } from './delivery.ts';
import { eventState, plainState } from './device-state.ts';
import { enqueue, isFrozen } from './freeze.ts';

/** The position on the screen, and within the window that confines the pointer. */
export function allowedPosition(server: Server, x: number, y: number, confineTo: Window | undefined): Position {
  const { width, height } = server.state.screen;
  const onScreen = { x: Math.max(0, Math.min(x, width - 1)), y: Math.max(0, Math.min(y, height - 1)) };
  if (confineTo === undefined) return onScreen;
  const region = confinementRegion(confineTo);
  return region.rects.length === 0 ? onScreen : nearestIn(region, onScreen.x, onScreen.y);
}

/** Finds the window that the pointer is in anew, with EnterNotify and LeaveNotify and another cursor. */
export function updatePointerWindow(server: Server): void {
  const { pointer } = server.state.input;
  const window = windowAt(server, pointer.x, pointer.y);
  if (window === pointer.window) return;
  sendCrossings(server, pointer.window, window, NotifyMode.Normal);
  pointer.window = window;
  updateCursor(server);
}

/**
 * Motion in root coordinates, kept to the screen and to where a grab confines the pointer.
 * `byHand`: a terminal's pointer is there already; else, or where it may not be there, terminals are told to move it.
 */
export function postMotion(server: Server, x: number, y: number, byHand: boolean): void {
  const { history, grab } = server.state.input.pointer;
  const confineTo = grab.active?.confineTo;
  const position = allowedPosition(server, x, y, confineTo);
  if (!byHand || position.x !== x || position.y !== y) server.painter.pointerWarped(position.x, position.y);
  const time = momentOf(server, CURRENT_TIME);
  history.push({ ...position, time });
  if (history.length > MAX_MOTION_HISTORY) history.shift();
  queueOrProcess(server, { kind: 'motion', ...position, silent: false, time }, confineTo);
}

/**
 * Moves the pointer into the window and keeps it there.
 * `silent`: the beginning of a grab, which is told by EnterNotify and LeaveNotify only; changes of windows give a MotionNotify too.
 */
export function confinePointer(server: Server, confineTo: Window | undefined, silent: boolean): void {
  const { pointer, playing } = server.state.input;
  if (playing !== undefined) {
    const { x, y } = allowedPosition(server, pointer.x, pointer.y, confineTo);
    processMotion(server, { kind: 'motion', x, y, silent: true, time: playing }, confineTo);
    return;
  }
  const { x, y } = allowedPosition(server, pointer.physicalX, pointer.physicalY, confineTo);
  if (x === pointer.physicalX && y === pointer.physicalY) return;
  server.painter.pointerWarped(x, y);
  queueOrProcess(server, { kind: 'motion', x, y, silent, time: momentOf(server, CURRENT_TIME) }, confineTo);
}

type MotionEvent = Extract<DeviceEvent, { kind: 'motion' }>;

function queueOrProcess(server: Server, motion: MotionEvent, confineTo: Window | undefined): void {
  const { input } = server.state;
  const { pointer } = input;
  if (!isFrozen(pointer.grab)) {
    processMotion(server, motion, confineTo);
    return;
  }
  pointer.physicalX = motion.x;
  pointer.physicalY = motion.y;
  enqueue(input, motion);
}

/** Carries out a motion: Enter and Leave first, then MotionNotify. */
export function processMotion(server: Server, motion: MotionEvent, confineTo: Window | undefined): void {
  const { input } = server.state;
  const { pointer, playing } = input;
  const { x, y } = allowedPosition(server, motion.x, motion.y, confineTo);
  pointer.x = x;
  pointer.y = y;
  if (playing === undefined) {
    pointer.physicalX = x;
    pointer.physicalY = y;
  }
  const report: DeviceReport = {
    kind: 'motion',
    detail: 0,
    pressed: false,
    repeat: false,
    rootX: x,
    rootY: y,
    state: eventState(input),
    plainState: plainState(input),
    time: motion.time,
  };
  updatePointerWindow(server);
  if (motion.silent) return;
  const grab = pointer.grab.active;
  if (grab !== undefined) deliverGrabbed(server, report, grab);
  else deliverUpwards(server, report, pointer.window, undefined, undefined);
}
