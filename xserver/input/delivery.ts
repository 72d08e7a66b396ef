/**
 * Who gets a device event (X11 §11): the window it happened in and its ancestors in turn, until someone has selected for it; the focus
 * window for keys; the grabbing client while the device is grabbed. Nothing here starts or ends a grab.
 */
import type { CoreEvent } from '../protocol/generated/xproto.ts';
import { EventMask } from '../events.ts';
import type { ActiveGrab, DeviceReport } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import type { Server } from '../server.ts';
import { isAncestorOf, rootX, rootY } from '../windows/tree.ts';
import { selectingMask } from './device-state.ts';
import { grabbedState } from './xkb/derived-state.ts';
import { XkbPerClientFlag as PerClientFlag } from '../protocol/generated/xkb.ts';

/** Who has got an event, and with which event mask selected on which window. */
export interface Delivery {
  readonly window: Window;
  readonly client: number;
  readonly mask: number;
}

const NONE = 0;

export function isConnected(server: Server, client: number): boolean {
  return server.state.clients.get(client)?.connected === true;
}

/** The child of `window` through which the pointer's window is reached, 0 if there is none. */
function childTowardsPointer(server: Server, window: Window): number {
  let w: Window | undefined = server.state.input.pointer.window;
  for (; w !== undefined && w !== window; w = w.parent) if (w.parent === window) return w.id;
  return NONE;
}

function coreEvent(server: Server, report: DeviceReport, window: Window, child: number, hint: boolean): CoreEvent {
  const fields = {
    time: report.time,
    root: server.state.screen.root.id,
    event: window.id,
    child,
    rootX: report.rootX,
    rootY: report.rootY,
    eventX: report.rootX - rootX(window),
    eventY: report.rootY - rootY(window),
    state: report.state,
    sameScreen: 1,
  };
  const { detail } = report;
  switch (report.kind) {
    case 'key':
      return { name: report.pressed ? 'KeyPress' : 'KeyRelease', detail, ...fields };
    case 'button':
      return { name: report.pressed ? 'ButtonPress' : 'ButtonRelease', detail, ...fields };
    case 'motion':
      return { name: 'MotionNotify', detail: hint ? 1 : 0, ...fields };
    default:
      return report.kind satisfies never;
  }
}

/** A client that knows XKEYBOARD gets the group with the modifiers, others what the group is to them. */
function stateFor(server: Server, client: number, report: DeviceReport): number {
  const { keyboard } = server.state.input;
  const xkbClient = keyboard.xkb.clients.get(client);
  if (xkbClient === undefined) return report.plainState;
  const fromPassiveGrab = report.kind === 'key' && keyboard.grab.active?.origin === 'passive';
  return fromPassiveGrab ? grabbedState(keyboard, xkbClient.flags) : report.state;
}

/** A client that wants it gets repetitions as presses alone (XKB protocol §8 DetectableAutorepeat). */
function detectsRepeats(server: Server, client: number): boolean {
  const flags = server.state.input.keyboard.xkb.clients.get(client)?.flags ?? 0;
  return (flags & PerClientFlag.DetectableAutoRepeat) !== 0;
}

/** Tells one client, which has `mask` selected. A hint that it has had already counts as told (X11 §11 MotionNotify). */
function send(
  server: Server,
  client: number,
  mask: number,
  deviceReport: DeviceReport,
  window: Window,
  child: number,
): void {
  const report = { ...deviceReport, state: stateFor(server, client, deviceReport) };
  let hint = false;
  if (report.kind === 'motion' && (mask & EventMask.PointerMotionHint) !== 0) {
    if (server.state.input.pointer.hinted === window) return;
    hint = true;
  }
  if (report.repeat && !detectsRepeats(server, client)) {
    server.sendEvent(client, coreEvent(server, { ...report, pressed: false }, window, child, false));
  }
  server.sendEvent(client, coreEvent(server, report, window, child, hint));
}

/** The press that starts a passive grab goes to the grabbing client, whatever the grab's event mask. */
export function sendToGrabber(server: Server, grab: ActiveGrab, report: DeviceReport): void {
  send(server, grab.client, 0, report, grab.window, childTowardsPointer(server, grab.window));
}

/** `refused`: others have selected for the event, but the grabbing client has not. */
type WindowOutcome = Delivery | 'refused' | undefined;

function deliverAt(
  server: Server,
  report: DeviceReport,
  window: Window,
  child: number,
  grab: ActiveGrab | undefined,
): WindowOutcome {
  const { pointer } = server.state.input;
  const filter = selectingMask(pointer, report);
  let outcome: WindowOutcome;
  for (const [client, mask] of window.eventMasks) {
    if ((mask & filter) === 0 || !isConnected(server, client)) continue;
    if (grab !== undefined && grab.client !== client) {
      outcome ??= 'refused';
      continue;
    }
    send(server, client, mask, report, window, child);
    outcome = { window, client, mask };
  }
  if (report.kind === 'motion' && typeof outcome === 'object') pointer.hinted = window;
  return outcome;
}

/** Offers the event to `from` and its ancestors up to `last`, the do-not-propagate masks respected. */
export function deliverUpwards(
  server: Server,
  report: DeviceReport,
  from: Window,
  last: Window | undefined,
  grab: ActiveGrab | undefined,
): Delivery | undefined {
  const filter = selectingMask(server.state.input.pointer, report);
  let child = NONE;
  for (let window: Window | undefined = from; window !== undefined; window = window.parent) {
    const outcome = deliverAt(server, report, window, child, grab);
    if (typeof outcome === 'object') return outcome;
    if (outcome === 'refused' || window === last || (filter & window.doNotPropagateMask) !== 0) return undefined;
    child = window.id;
  }
  return undefined;
}

/** A key goes to the pointer's window if that is inside the focus window, up to it; else to the focus window itself. */
export function deliverToFocus(server: Server, report: DeviceReport): void {
  const { pointer, keyboard } = server.state.input;
  const focus = keyboard.focus.window;
  if (focus === undefined) return;
  if (focus === 'pointer-root') {
    deliverUpwards(server, report, pointer.window, undefined, undefined);
    return;
  }
  if (focus === pointer.window || isAncestorOf(focus, pointer.window)) {
    if (deliverUpwards(server, report, pointer.window, focus, undefined) !== undefined) return;
  }
  deliverAt(server, report, focus, NONE, undefined);
}

/** An event of a grabbed device; true when the grabbing client got it. */
export function deliverGrabbed(server: Server, report: DeviceReport, grab: ActiveGrab): boolean {
  if (grab.ownerEvents && deliverAsUngrabbed(server, report, grab)) return true;
  const { pointer } = server.state.input;
  const filter = selectingMask(pointer, report);
  if ((grab.eventMask & filter) === 0 || !isConnected(server, grab.client)) return false;
  send(server, grab.client, grab.eventMask, report, grab.window, childTowardsPointer(server, grab.window));
  if (report.kind === 'motion') pointer.hinted = grab.window;
  return true;
}

/** owner-events: where it would go without the grab, if that is to the grabbing client. */
function deliverAsUngrabbed(server: Server, report: DeviceReport, grab: ActiveGrab): boolean {
  const { pointer, keyboard } = server.state.input;
  const focus = report.kind === 'key' ? keyboard.focus.window : 'pointer-root';
  if (focus === undefined) return false;
  if (focus === 'pointer-root') return deliverUpwards(server, report, pointer.window, undefined, grab) !== undefined;
  const inside = focus === pointer.window || isAncestorOf(focus, pointer.window);
  return deliverUpwards(server, report, inside ? pointer.window : focus, focus, grab) !== undefined;
}
