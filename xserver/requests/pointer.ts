/** The pointer: where it is, moving it, its history, its mapping and its control (X11 §10). */
import { ErrorCode, XError } from '../protocol/errors.ts';
import {
  encodeGetMotionEventsReply,
  encodeGetPointerControlReply,
  encodeGetPointerMappingReply,
  encodeQueryPointerReply,
  encodeSetPointerMappingReply,
  Mapping,
  MappingStatus,
} from '../protocol/generated/xproto.ts';
import { EventMask } from '../events.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { defaultPointerControl } from '../input/device-defaults.ts';
import { eventState, isButtonDown } from '../input/device-state.ts';
import { notifyMapping } from '../input/keymap-change.ts';
import { postMotion } from '../input/motion.ts';
import { findWindow } from '../resources.ts';
import { momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { isVisibleAt } from '../windows/visible-point.ts';
import { isAncestorOf, rootX, rootY } from '../windows/tree.ts';

const NONE = 0;
/** Asks for the default in ChangePointerControl. */
const DEFAULT = -1;

/** A client that asks where the pointer is gets the next hint of motion (X11 §11 PointerMotionHint). */
function answerHint(server: Server, client: number): void {
  const { pointer } = server.state.input;
  const { hinted } = pointer;
  if (hinted === undefined) return;
  const grab = pointer.grab.active;
  const selected = hinted.eventMasks.get(client) ?? 0;
  let mask = selected;
  if (grab !== undefined) mask = grab.client === client ? grab.eventMask | (grab.ownerEvents ? selected : 0) : 0;
  if ((mask & EventMask.PointerMotionHint) !== 0) pointer.hinted = undefined;
}

/** The child of `window` that contains the pointer. */
function childWithPointer(server: Server, window: Window): number {
  let w: Window | undefined = server.state.input.pointer.window;
  if (!isAncestorOf(window, w)) return NONE;
  while (w.parent !== window) w = w.parent!;
  return w.id;
}

interface SourceRectangle {
  readonly srcX: number;
  readonly srcY: number;
  readonly srcWidth: number;
  readonly srcHeight: number;
}

/** X11 §10 WarpPointer: the pointer moves only when it is in this visible part of the source window. Zero sizes reach to the far edges. */
function isInSource(server: Server, window: Window, { srcX, srcY, srcWidth, srcHeight }: SourceRectangle): boolean {
  const { physicalX: x, physicalY: y } = server.state.input.pointer;
  const left = rootX(window) + srcX;
  const top = rootY(window) + srcY;
  if (x < left || y < top) return false;
  if ((srcWidth !== 0 && x > left + srcWidth) || (srcHeight !== 0 && y > top + srcHeight)) return false;
  return window.parent === undefined || isVisibleAt(server, window, x, y);
}

/** @throws XError Value for a negative number other than -1, which gives the default. */
function controlValue(value: number, least: number, byDefault: number): number {
  if (value === DEFAULT) return byDefault;
  if (value < least) throw new XError(ErrorCode.Value, value >>> 0);
  return value;
}

function checkBoolean(value: number): void {
  if (value > 1) throw new XError(ErrorCode.Value, value);
}

export const pointerRequests = {
  QueryPointer(server, client, request) {
    const window = findWindow(server, request.window);
    answerHint(server, client.number);
    const { screen, input } = server.state;
    const { x, y } = input.pointer;
    server.reply(client, encodeQueryPointerReply, {
      sameScreen: 1,
      root: screen.root.id,
      child: childWithPointer(server, window),
      rootX: x,
      rootY: y,
      winX: x - rootX(window),
      winY: y - rootY(window),
      mask: eventState(input),
    });
  },

  GetMotionEvents(server, client, request) {
    const window = findWindow(server, request.window);
    answerHint(server, client.number);
    const start = momentOf(server, request.start);
    const stop = Math.min(momentOf(server, request.stop), server.state.time);
    const left = rootX(window);
    const top = rootY(window);
    const border = window.borderWidth;
    const inside = (value: number, size: number) => value >= -border && value < size + border;
    const events = server.state.input.pointer.history
      .map(({ time, x, y }) => ({ time, x: x - left, y: y - top }))
      .filter(({ time, x, y }) => time >= start && time <= stop && inside(x, window.width) && inside(y, window.height));
    server.reply(client, encodeGetMotionEventsReply, { events });
  },

  WarpPointer(server, _client, request) {
    const destination = request.dstWindow === NONE ? undefined : findWindow(server, request.dstWindow);
    const source = request.srcWindow === NONE ? undefined : findWindow(server, request.srcWindow);
    if (source !== undefined && !isInSource(server, source, request)) return;
    const { physicalX, physicalY } = server.state.input.pointer;
    const originX = destination === undefined ? physicalX : rootX(destination);
    const originY = destination === undefined ? physicalY : rootY(destination);
    postMotion(server, originX + request.dstX, originY + request.dstY, false);
  },

  SetPointerMapping(server, client, { map }) {
    const { pointer } = server.state.input;
    if (map.length !== pointer.mapping.length) throw new XError(ErrorCode.Value, map.length);
    map.forEach((logical, index) => {
      if (logical !== 0 && map.indexOf(logical, index + 1) >= 0) throw new XError(ErrorCode.Value, logical);
    });
    const busy = map.some((logical, index) => logical !== pointer.mapping[index] && isButtonDown(pointer, index + 1));
    if (!busy) {
      pointer.mapping = map.slice();
      notifyMapping(server, Mapping.Pointer, 0, 0);
    }
    server.reply(client, encodeSetPointerMappingReply, { status: busy ? MappingStatus.Busy : MappingStatus.Success });
  },

  GetPointerMapping(server, client) {
    server.reply(client, encodeGetPointerMappingReply, { map: server.state.input.pointer.mapping });
  },

  ChangePointerControl(server, _client, request) {
    const { pointer } = server.state.input;
    let { accelerationNumerator, accelerationDenominator, threshold } = pointer;
    checkBoolean(request.doAcceleration);
    checkBoolean(request.doThreshold);
    if (request.doAcceleration !== 0) {
      accelerationNumerator = controlValue(request.accelerationNumerator, 0, defaultPointerControl.numerator);
      accelerationDenominator = controlValue(request.accelerationDenominator, 1, defaultPointerControl.denominator);
    }
    if (request.doThreshold !== 0) threshold = controlValue(request.threshold, 0, defaultPointerControl.threshold);
    Object.assign(pointer, { accelerationNumerator, accelerationDenominator, threshold });
  },

  GetPointerControl(server, client) {
    const { accelerationNumerator, accelerationDenominator, threshold } = server.state.input.pointer;
    server.reply(client, encodeGetPointerControlReply, { accelerationNumerator, accelerationDenominator, threshold });
  },
} satisfies SomeCoreHandlers;
