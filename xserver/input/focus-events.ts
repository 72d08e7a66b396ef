/**
 * FocusIn and FocusOut (X11 §11). Beside the windows on the way, those between the focus and the pointer are told with detail Pointer: keys
 * reach the pointer's window through them.
 */
import { anySelected, deliver, EventMask } from '../events.ts';
import type { Server } from '../server.ts';
import type { Focus } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import { isAncestorOf } from '../windows/tree.ts';
import { commonAncestor, NotifyDetail, NotifyMode, windowsBetween } from './crossing.ts';
import { keymapNotify } from './keymap-notify.ts';

type FocusTarget = Focus['window'];
type SpecialTarget = Exclude<FocusTarget, Window>;

interface FocusChange {
  readonly server: Server;
  readonly mode: number;
  readonly root: Window;
  /** Where the pointer is, as far as Pointer details go. */
  readonly pointer: Window;
}

/** The events of a change of focus, or of a grab of the keyboard that pretends to one. */
export function sendFocusChange(server: Server, from: FocusTarget, to: FocusTarget, mode: number): void {
  if (from === to && mode !== NotifyMode.Grab && mode !== NotifyMode.Ungrab) return;
  const { screen, input } = server.state;
  const change: FocusChange = { server, mode, root: screen.root, pointer: input.pointer.entered };
  if (isWindow(from)) {
    if (isWindow(to)) betweenWindows(change, from, to);
    else awayFromWindow(change, from, to);
  } else if (isWindow(to)) {
    ontoWindow(change, from, to);
  } else {
    betweenSpecialTargets(change, from, to);
  }
}

function isWindow(target: FocusTarget): target is Window {
  return target !== undefined && target !== 'pointer-root';
}

function specialDetail(target: SpecialTarget): number {
  return target === undefined ? NotifyDetail.None : NotifyDetail.PointerRoot;
}

function betweenWindows(change: FocusChange, from: Window, to: Window): void {
  if (isAncestorOf(from, to)) {
    sendPointerOut(change, from, to);
    sendOut(change, from, NotifyDetail.Inferior);
    sendInBetween(change, from, to, NotifyDetail.Virtual);
    sendIn(change, to, NotifyDetail.Ancestor);
  } else if (isAncestorOf(to, from)) {
    sendOut(change, from, NotifyDetail.Ancestor);
    for (const window of windowsBetween(from, to)) sendOut(change, window, NotifyDetail.Virtual);
    sendIn(change, to, NotifyDetail.Inferior);
    sendPointerIn(change, to, from);
  } else {
    const common = commonAncestor(from, to);
    sendPointerOut(change, from, undefined);
    sendOut(change, from, NotifyDetail.Nonlinear);
    for (const window of windowsBetween(from, common)) sendOut(change, window, NotifyDetail.NonlinearVirtual);
    sendInBetween(change, common, to, NotifyDetail.NonlinearVirtual);
    sendIn(change, to, NotifyDetail.Nonlinear);
    sendPointerIn(change, to, undefined);
  }
}

function awayFromWindow(change: FocusChange, from: Window, to: SpecialTarget): void {
  sendPointerOut(change, from, undefined);
  sendOut(change, from, NotifyDetail.Nonlinear);
  for (const window of windowsBetween(from, undefined)) sendOut(change, window, NotifyDetail.NonlinearVirtual);
  sendIn(change, change.root, specialDetail(to));
  if (to === 'pointer-root') sendPointerInFromRoot(change);
}

function ontoWindow(change: FocusChange, from: SpecialTarget, to: Window): void {
  // The end of a grab comes here with the focus already at `to`.
  if (change.server.state.input.keyboard.focus.window === 'pointer-root') sendPointerOutToRoot(change);
  sendOut(change, change.root, specialDetail(from));
  sendInBetween(change, undefined, to, NotifyDetail.NonlinearVirtual);
  sendIn(change, to, NotifyDetail.Nonlinear);
  sendPointerIn(change, to, undefined);
}

function betweenSpecialTargets(change: FocusChange, from: SpecialTarget, to: SpecialTarget): void {
  // X.Org leaves these out when the pointer is on the root itself.
  if (from === 'pointer-root' && change.pointer !== change.root) sendPointerOutToRoot(change);
  sendOut(change, change.root, specialDetail(from));
  sendIn(change, change.root, specialDetail(to));
  if (to === 'pointer-root') sendPointerInFromRoot(change);
}

function sendIn({ server, mode }: FocusChange, window: Window, detail: number): void {
  deliver(server, window, EventMask.FocusChange, { name: 'FocusIn', detail, event: window.id, mode });
  if (anySelected(window, EventMask.KeymapState)) {
    deliver(server, window, EventMask.KeymapState, keymapNotify(server.state.input.keyboard));
  }
}

function sendOut({ server, mode }: FocusChange, window: Window, detail: number): void {
  deliver(server, window, EventMask.FocusChange, { name: 'FocusOut', detail, event: window.id, mode });
}

function sendInBetween(change: FocusChange, outer: Window | undefined, inner: Window, detail: number): void {
  for (const window of windowsBetween(inner, outer).reverse()) sendIn(change, window, detail);
}

/** From the pointer's window up to below `focus`, unless the pointer is above or below `other`. */
function sendPointerOut(change: FocusChange, focus: Window, other: Window | undefined): void {
  const { pointer } = change;
  if (!isAncestorOf(focus, pointer) || isInLine(pointer, other)) return;
  for (let w = pointer; w !== focus; w = w.parent!) sendOut(change, w, NotifyDetail.Pointer);
}

/** From below `focus` down to the pointer's window, unless the pointer is above, in or below `other`. */
function sendPointerIn(change: FocusChange, focus: Window, other: Window | undefined): void {
  const { pointer } = change;
  if (pointer === other || !isAncestorOf(focus, pointer) || isInLine(pointer, other)) return;
  sendInBetween(change, focus, pointer, NotifyDetail.Pointer);
  sendIn(change, pointer, NotifyDetail.Pointer);
}

function sendPointerOutToRoot(change: FocusChange): void {
  sendOut(change, change.pointer, NotifyDetail.Pointer);
  for (const window of windowsBetween(change.pointer, undefined)) sendOut(change, window, NotifyDetail.Pointer);
}

function sendPointerInFromRoot(change: FocusChange): void {
  sendInBetween(change, undefined, change.pointer, NotifyDetail.Pointer);
  sendIn(change, change.pointer, NotifyDetail.Pointer);
}

function isInLine(pointer: Window, other: Window | undefined): boolean {
  return other !== undefined && (isAncestorOf(other, pointer) || isAncestorOf(pointer, other));
}
