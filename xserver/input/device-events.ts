/**
 * The way of a device event: a frozen device's events wait in a queue; the others change what is pressed, move the pointer to its window,
 * start a passive grab (searched from the root down), or are delivered; a delivered button press starts the implicit grab; releases end the
 * last two; and an event of a synchronous grab freezes its device. Then what has thawed is played.
 */
import { EventMask } from '../events.ts';
import type { ActiveGrab, DeviceEvent, DeviceGrab, DeviceReport, PassiveGrab } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import { CURRENT_TIME, momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import {
  activateKeyboardGrab,
  activatePointerGrab,
  deactivateKeyboardGrab,
  deactivatePointerGrab,
} from './active-grabs.ts';
import { canConfine } from './confinement.ts';
import { updateCursor } from './cursor.ts';
import { deliverGrabbed, deliverToFocus, deliverUpwards, sendToGrabber } from './delivery.ts';
import { eventState, isButtonDown, isKeyDown, plainState, pressedButtons, setButton, setKey } from './device-state.ts';
import { deviceOf, enqueue, isFrozen, takeReleased } from './freeze.ts';
import { confinePointer, processMotion, updatePointerWindow } from './motion.ts';
import { matchesPress } from './passive-grabs.ts';
import { carryOut } from './xkb/pointer-actions.ts';
import { compatGrabModifiers, eventModifiers, grabModifiers } from './xkb/derived-state.ts';
import { pressKey, releaseKey, repeatedAction } from './xkb/run-actions.ts';
import { noticeState, settleState } from './xkb/state-notice.ts';
import { windowAt } from '../windows/tree.ts';

/** Bits of a report's state that buttons have. */
const BUTTON_BITS = 0x1f00;

const [KEY_PRESS, KEY_RELEASE] = [2, 3];

type KeyEvent = Extract<DeviceEvent, { kind: 'key' }>;
type ButtonEvent = Extract<DeviceEvent, { kind: 'button' }>;

/** A press or release of a physical button. */
export function postButton(server: Server, button: number, pressed: boolean): void {
  post(server, { kind: 'button', button, pressed, time: momentOf(server, CURRENT_TIME) });
}

/** A press, release or repetition of a key. */
export function postKey(server: Server, keycode: number, pressed: boolean, repeat: boolean): void {
  post(server, { kind: 'key', keycode, pressed, repeat, time: momentOf(server, CURRENT_TIME) });
}

/** For keys that act as buttons or as other keys. */
const posts = { button: postButton, key: postKey };

function post(server: Server, event: DeviceEvent): void {
  const { input } = server.state;
  if (isFrozen(deviceOf(input, event))) {
    enqueue(input, event);
    return;
  }
  processEvent(server, event);
  playReleased(server);
}

/** Processes queued events whose devices have thawed, in the order in which they came. To be called after whatever may thaw a device. */
export function playReleased(server: Server): void {
  const { input } = server.state;
  if (input.playing !== undefined) return;
  let event = takeReleased(input);
  if (event === undefined) return;
  for (; event !== undefined; event = takeReleased(input)) {
    input.playing = event.time;
    processEvent(server, event);
  }
  input.playing = undefined;
  finishPlaying(server);
}

/** What was put off while queued events were played. */
function finishPlaying(server: Server): void {
  const { active } = server.state.input.pointer.grab;
  if (active?.confineTo !== undefined) confinePointer(server, active.confineTo, false);
  updateCursor(server);
}

function processEvent(server: Server, event: DeviceEvent): void {
  switch (event.kind) {
    case 'motion':
      processMotion(server, event, server.state.input.pointer.grab.active?.confineTo);
      return;
    case 'button':
      processButton(server, event);
      return;
    case 'key':
      processKey(server, event);
      return;
    default:
      event satisfies never;
  }
}

function processButton(server: Server, event: ButtonEvent): void {
  const { input } = server.state;
  const { pointer } = input;
  const { button, pressed } = event;
  if (isButtonDown(pointer, button) === pressed) return;
  const states = { state: eventState(input), plainState: plainState(input) };
  setButton(pointer, button, pressed);
  const detail = pointer.mapping[button - 1] ?? 0;
  if (detail === 0) return;
  pointer.hinted = undefined;
  const report = reportOf(server, event, detail, states);
  const grab = pointer.grab.active;
  if (pressed && grab === undefined && startPassiveGrab(server, report, undefined)) return;
  const ends = grab !== undefined && !pressed && grab.origin !== 'explicit' && pressedButtons(pointer) === 0;
  if (grab !== undefined) deliverToGrab(server, report, grab, ends);
  else deliverUngrabbed(server, report, pointer.window);
  if (ends) deactivatePointerGrab(server);
}

function processKey(server: Server, event: KeyEvent): void {
  const { input } = server.state;
  const { keyboard } = input;
  const { keycode, pressed, repeat } = event;
  if (isKeyDown(keyboard, keycode) === pressed && !repeat) return;
  const states = { state: eventState(input), plainState: plainState(input) };
  const before = noticeState(input);
  let action;
  if (repeat) action = repeatedAction(keyboard, keycode);
  else action = pressed ? pressKey(keyboard, keycode) : releaseKey(keyboard, keycode);
  setKey(keyboard, keycode, pressed);
  if (action === undefined || carryOut(server, action, keycode, posts)) {
    reportKey(server, reportOf(server, event, keycode, states));
  }
  // Events tell of the modifiers before the key, so they change only now.
  settleState(server, before, { keycode, eventType: pressed ? KEY_PRESS : KEY_RELEASE, major: 0, minor: 0 });
}

function reportKey(server: Server, report: DeviceReport): void {
  const { keyboard } = server.state.input;
  const grab = keyboard.grab.active;
  if (report.pressed && grab === undefined && startPassiveGrab(server, report, undefined)) return;
  const ends = grab !== undefined && !report.pressed && grab.origin === 'passive' && grab.key === report.detail;
  if (grab !== undefined) deliverToGrab(server, report, grab, ends);
  else deliverToFocus(server, report);
  if (!ends) return;
  deactivateKeyboardGrab(server);
  // What has waited comes before the modifiers change with this key, as with X.Org.
  playReleased(server);
}

function reportOf(
  server: Server,
  event: KeyEvent | ButtonEvent,
  detail: number,
  states: Pick<DeviceReport, 'state' | 'plainState'>,
): DeviceReport {
  if (server.state.input.playing !== undefined) updatePointerWindow(server);
  const { x, y } = server.state.input.pointer;
  const { kind, pressed, time } = event;
  const repeat = kind === 'key' && event.repeat;
  return { kind, detail, pressed, repeat, rootX: x, rootY: y, ...states, time };
}

/** To whoever has selected for it; the client that gets a button press has the pointer grabbed until the buttons are up. */
function deliverUngrabbed(server: Server, report: DeviceReport, window: Window): void {
  const delivery = deliverUpwards(server, report, window, undefined, undefined);
  if (delivery === undefined || !report.pressed) return;
  const { client, mask } = delivery;
  const grab: ActiveGrab = {
    client,
    window: delivery.window,
    ownerEvents: (mask & EventMask.OwnerGrabButton) !== 0,
    eventMask: mask,
    sync: false,
    otherSync: false,
    confineTo: undefined,
    cursor: undefined,
    origin: 'implicit',
    key: 0,
  };
  activatePointerGrab(server, grab, momentOf(server, CURRENT_TIME));
}

function deliverToGrab(server: Server, report: DeviceReport, grab: ActiveGrab, ends: boolean): void {
  if (!deliverGrabbed(server, report, grab) || ends) return;
  const { pointer, keyboard } = server.state.input;
  const [own, other] = report.kind === 'key' ? [keyboard.grab, pointer.grab] : [pointer.grab, keyboard.grab];
  if (own.freeze === 'freeze-both-next') {
    if (other.freeze === 'freeze-both-next' && other.active?.client === grab.client) other.freeze = 'frozen';
    else other.frozenBy = grab;
  }
  if (own.freeze === 'freeze-next' || own.freeze === 'freeze-both-next') {
    own.freeze = 'frozen-with-event';
    own.replay = report;
  }
}

/** The windows in which a passive grab is looked for, in that order: down to the focus for keys, then on to the pointer if it is inside. */
function searchPath(server: Server, report: DeviceReport): Window[] {
  const { pointer, keyboard } = server.state.input;
  const toPointer = pathTo(pointer.window);
  const focus = keyboard.focus.window;
  if (report.kind !== 'key' || focus === 'pointer-root') return toPointer;
  if (focus === undefined) return [];
  const toFocus = pathTo(focus);
  return toPointer[toFocus.length - 1] === focus ? toPointer : toFocus;
}

/** The window with its ancestors, the root first. */
function pathTo(window: Window): Window[] {
  const path: Window[] = [];
  for (let w: Window | undefined = window; w !== undefined; w = w.parent) path.push(w);
  return path.reverse();
}

/** Starts the first passive grab that the press matches; below `above` only, where that is given. True when there was one. */
function startPassiveGrab(server: Server, report: DeviceReport, above: Window | undefined): boolean {
  const { pointer, keyboard } = server.state.input;
  if (report.kind === 'button' && pressedButtons(pointer) !== 1) return false;
  const device = report.kind === 'key' ? 'keyboard' : 'pointer';
  const path = searchPath(server, report);
  const start = above === undefined ? 0 : path.indexOf(above) + 1;
  if (above !== undefined && start === 0) return false;
  for (let i = start; i < path.length; i++) {
    const found = path[i]!.passiveGrabs.find(
      (grab) =>
        grab.device === device &&
        matchesPress(grab, report.detail, grabModifiers(keyboard)) &&
        (grab.confineTo === undefined || canConfine(grab.confineTo)),
    );
    if (found === undefined) continue;
    activatePassiveGrab(server, found, report);
    return true;
  }
  return false;
}

function activatePassiveGrab(server: Server, passive: PassiveGrab, press: DeviceReport): void {
  const { pointer, keyboard } = server.state.input;
  const isKey = press.kind === 'key';
  const buttons = press.state & BUTTON_BITS;
  const report = {
    ...press,
    state: buttons | eventModifiers(keyboard),
    plainState: buttons | compatGrabModifiers(keyboard),
  };
  const { client, window, ownerEvents, eventMask, pointerSync, keyboardSync, confineTo, cursor } = passive;
  const grab: ActiveGrab = {
    client,
    window,
    ownerEvents,
    eventMask,
    sync: isKey ? keyboardSync : pointerSync,
    otherSync: isKey ? pointerSync : keyboardSync,
    confineTo,
    cursor,
    origin: 'passive',
    key: isKey ? press.detail : 0,
  };
  let device: DeviceGrab;
  if (isKey) {
    device = keyboard.grab;
    activateKeyboardGrab(server, grab, press.time);
  } else {
    device = pointer.grab;
    activatePointerGrab(server, grab, press.time);
  }
  if (device.freeze === 'frozen') device.freeze = 'frozen-with-event';
  device.replay = report;
  sendToGrabber(server, grab, report);
}

/** Lets an event go its way once more, passive grabs at `above` and above it ignored (X11 §12 AllowEvents ReplayPointer). */
export function replayEvent(server: Server, report: DeviceReport, above: Window): void {
  const { input } = server.state;
  input.playing = report.time;
  if (!report.pressed || !startPassiveGrab(server, report, above)) {
    if (report.kind === 'key') deliverToFocus(server, report);
    else deliverUngrabbed(server, report, windowAt(server, report.rootX, report.rootY));
  }
  input.playing = undefined;
  playReleased(server);
  finishPlaying(server);
}
