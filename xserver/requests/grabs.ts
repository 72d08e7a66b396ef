/** Grabs of pointer and keyboard (X11 §10; §12). */
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeGrabKeyboardReply,
  encodeGrabPointerReply,
  GrabMode,
  GrabStatus,
  type GrabButtonRequest,
  type GrabKeyRequest,
} from '../protocol/generated/xproto.ts';
import { EventMask } from '../events.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import {
  activateKeyboardGrab,
  activatePointerGrab,
  deactivateKeyboardGrab,
  deactivatePointerGrab,
} from '../input/active-grabs.ts';
import { allowEvents } from '../input/allow-events.ts';
import { canConfine } from '../input/confinement.ts';
import { updateCursor } from '../input/cursor.ts';
import { playReleased } from '../input/device-events.ts';
import { isFrozen } from '../input/freeze.ts';
import { addPassiveGrab, ANY_DETAIL, ANY_MODIFIER, removePassiveGrabs } from '../input/passive-grabs.ts';
import { findCursor, findWindow } from '../resources.ts';
import { momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { DeviceGrab, KeyboardState } from '../state/input.ts';
import type { Cursor } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { isViewable } from '../windows/tree.ts';

const NONE = 0;
/** SETofPOINTEREVENT. */
const POINTER_EVENTS = 0x7ffc;
const ALL_MODIFIERS = 0xff;
const ALLOW_MODES = 8;

interface GrabModes {
  readonly pointerMode: number;
  readonly keyboardMode: number;
}

function checkMode(mode: number): void {
  if (mode !== GrabMode.Sync && mode !== GrabMode.Async) throw new XError(ErrorCode.Value, mode);
}

function checkBoolean(value: number): void {
  if (value > 1) throw new XError(ErrorCode.Value, value);
}

function checkModifiers(modifiers: number): void {
  if (modifiers !== ANY_MODIFIER && (modifiers & ~ALL_MODIFIERS) !== 0) throw new XError(ErrorCode.Value, modifiers);
}

function checkEventMask(mask: number): void {
  if ((mask & ~POINTER_EVENTS) !== 0) throw new XError(ErrorCode.Value, mask);
}

function checkKey(keyboard: KeyboardState, key: number): void {
  if (key === ANY_DETAIL) return;
  if (key < keyboard.minKeycode || key > keyboard.maxKeycode) throw new XError(ErrorCode.Value, key);
}

function windowOrNone(server: Server, id: number): Window | undefined {
  return id === NONE ? undefined : findWindow(server, id);
}

function cursorOrNone(server: Server, id: number): Cursor | undefined {
  return id === NONE ? undefined : findCursor(server, id);
}

interface WantedGrab {
  readonly client: number;
  readonly window: Window;
  readonly confineTo: Window | undefined;
  /** Server time. */
  readonly time: number;
}

/** Whether the device can be grabbed now: one of GrabStatus. */
function grabStatus(server: Server, device: DeviceGrab, wanted: WantedGrab): number {
  const { client, window, confineTo, time } = wanted;
  if (device.active !== undefined && device.active.client !== client) return GrabStatus.AlreadyGrabbed;
  if (!isViewable(window) || (confineTo !== undefined && !canConfine(confineTo))) return GrabStatus.NotViewable;
  if (time > server.state.time || time < device.time) return GrabStatus.InvalidTime;
  if (isFrozen(device) && device.frozenBy !== undefined && device.frozenBy.client !== client) return GrabStatus.Frozen;
  return GrabStatus.Success;
}

/** True when an ungrab at this time ends the client's grab of the device. */
function mayUngrab(server: Server, device: DeviceGrab, client: number, timestamp: number): boolean {
  const time = momentOf(server, timestamp);
  return device.active?.client === client && time <= server.state.time && time >= device.time;
}

function sameModes({ pointerMode, keyboardMode }: GrabModes): { pointerSync: boolean; keyboardSync: boolean } {
  return { pointerSync: pointerMode === GrabMode.Sync, keyboardSync: keyboardMode === GrabMode.Sync };
}

function checkGrabButton(request: GrabButtonRequest): void {
  checkMode(request.pointerMode);
  checkMode(request.keyboardMode);
  checkModifiers(request.modifiers);
  checkBoolean(request.ownerEvents);
  checkEventMask(request.eventMask);
}

function checkGrabKey(keyboard: KeyboardState, request: GrabKeyRequest): void {
  checkMode(request.keyboardMode);
  checkMode(request.pointerMode);
  checkModifiers(request.modifiers);
  checkBoolean(request.ownerEvents);
  checkKey(keyboard, request.key);
}

export const grabRequests = {
  GrabPointer(server, client, request) {
    checkEventMask(request.eventMask);
    const confineTo = windowOrNone(server, request.confineTo);
    checkMode(request.keyboardMode);
    checkMode(request.pointerMode);
    checkBoolean(request.ownerEvents);
    const window = findWindow(server, request.grabWindow);
    const cursor = cursorOrNone(server, request.cursor);
    const device = server.state.input.pointer.grab;
    const time = momentOf(server, request.time);
    const status = grabStatus(server, device, { client: client.number, window, confineTo, time });
    if (status === GrabStatus.Success) {
      const grab = {
        client: client.number,
        window,
        ownerEvents: request.ownerEvents !== 0,
        eventMask: request.eventMask,
        sync: request.pointerMode === GrabMode.Sync,
        otherSync: request.keyboardMode === GrabMode.Sync,
        confineTo,
        cursor,
        origin: 'explicit',
        key: 0,
      } as const;
      activatePointerGrab(server, grab, time);
      playReleased(server);
    }
    server.reply(client, encodeGrabPointerReply, { status });
  },

  UngrabPointer(server, client, { time }) {
    if (!mayUngrab(server, server.state.input.pointer.grab, client.number, time)) return;
    deactivatePointerGrab(server);
    playReleased(server);
  },

  GrabButton(server, client, request) {
    checkGrabButton(request);
    const window = findWindow(server, request.grabWindow);
    const confineTo = windowOrNone(server, request.confineTo);
    const cursor = cursorOrNone(server, request.cursor);
    addPassiveGrab(server, {
      client: client.number,
      device: 'pointer',
      window,
      detail: request.button,
      exceptDetails: undefined,
      modifiers: request.modifiers,
      exceptModifiers: undefined,
      ownerEvents: request.ownerEvents !== 0,
      eventMask: request.eventMask,
      ...sameModes(request),
      confineTo,
      cursor,
    });
  },

  UngrabButton(server, client, { button, grabWindow, modifiers }) {
    checkModifiers(modifiers);
    const window = findWindow(server, grabWindow);
    const removed = { detail: button, exceptDetails: undefined, modifiers, exceptModifiers: undefined };
    removePassiveGrabs(server, client.number, window, 'pointer', removed);
  },

  ChangeActivePointerGrab(server, client, request) {
    checkEventMask(request.eventMask);
    const cursor = cursorOrNone(server, request.cursor);
    const { grab } = server.state.input.pointer;
    if (grab.active === undefined || !mayUngrab(server, grab, client.number, request.time)) return;
    grab.active.cursor = cursor;
    grab.active.eventMask = request.eventMask;
    updateCursor(server);
  },

  GrabKeyboard(server, client, request) {
    checkMode(request.keyboardMode);
    checkMode(request.pointerMode);
    checkBoolean(request.ownerEvents);
    const window = findWindow(server, request.grabWindow);
    const device = server.state.input.keyboard.grab;
    const time = momentOf(server, request.time);
    const status = grabStatus(server, device, { client: client.number, window, confineTo: undefined, time });
    if (status === GrabStatus.Success) {
      const grab = {
        client: client.number,
        window,
        ownerEvents: request.ownerEvents !== 0,
        eventMask: EventMask.KeyPress | EventMask.KeyRelease,
        sync: request.keyboardMode === GrabMode.Sync,
        otherSync: request.pointerMode === GrabMode.Sync,
        confineTo: undefined,
        cursor: undefined,
        origin: 'explicit',
        key: 0,
      } as const;
      activateKeyboardGrab(server, grab, time);
      playReleased(server);
    }
    server.reply(client, encodeGrabKeyboardReply, { status });
  },

  UngrabKeyboard(server, client, { time }) {
    if (!mayUngrab(server, server.state.input.keyboard.grab, client.number, time)) return;
    deactivateKeyboardGrab(server);
    playReleased(server);
  },

  GrabKey(server, client, request) {
    checkGrabKey(server.state.input.keyboard, request);
    const window = findWindow(server, request.grabWindow);
    addPassiveGrab(server, {
      client: client.number,
      device: 'keyboard',
      window,
      detail: request.key,
      exceptDetails: undefined,
      modifiers: request.modifiers,
      exceptModifiers: undefined,
      ownerEvents: request.ownerEvents !== 0,
      eventMask: EventMask.KeyPress | EventMask.KeyRelease,
      ...sameModes(request),
      confineTo: undefined,
      cursor: undefined,
    });
  },

  UngrabKey(server, client, { key, grabWindow, modifiers }) {
    const window = findWindow(server, grabWindow);
    checkKey(server.state.input.keyboard, key);
    checkModifiers(modifiers);
    const removed = { detail: key, exceptDetails: undefined, modifiers, exceptModifiers: undefined };
    removePassiveGrabs(server, client.number, window, 'keyboard', removed);
  },

  AllowEvents(server, client, { mode, time }) {
    if (mode >= ALLOW_MODES) throw new XError(ErrorCode.Value, mode);
    allowEvents(server, client.number, mode, momentOf(server, time));
  },
} satisfies SomeCoreHandlers;
