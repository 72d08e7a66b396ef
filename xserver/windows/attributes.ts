/** Window attributes: checking and setting the value lists of CreateWindow and ChangeWindowAttributes (X11 §10). */
import { deliver, EventMask } from '../events.ts';
import { cursorMayHaveChanged, eventsSelected } from '../input/window-changes.ts';
import { ErrorCode, XError } from '../protocol/errors.ts';
import type { CreateWindowValueList } from '../protocol/generated/xproto.ts';
import { setBackground, setBorder } from '../requests/pixmaps.ts';
import { findColormap, findCursor, findPixmap } from '../resources.ts';
import type { Server } from '../server.ts';
import type { Client } from '../state/clients.ts';
import type { Colormap, Cursor } from '../state/resources.ts';
import type { Background, Border, Window } from '../state/windows.ts';
import { borderRegion, paintBorder } from './background.ts';
import { isInputOnly } from './tree.ts';

const NONE = 0;
const COPY_FROM_PARENT = 0;
const PARENT_RELATIVE = 1;
const ALL_EVENTS = 0x01ffffff;
/** SETofDEVICEEVENT. */
const DEVICE_EVENTS = 0x3f4f;
/** At most one client may select these on a window. */
const EXCLUSIVE = EventMask.SubstructureRedirect | EventMask.ResizeRedirect | 0x4;

/** Attributes that InputOnly windows may have: win-gravity, event-mask, do-not-propagate-mask, override-redirect, cursor. */
const INPUT_ONLY_KEYS = new Set(['winGravity', 'eventMask', 'doNotPropogateMask', 'overrideRedirect', 'cursor']);

/** Attributes looked up and checked, ready to be set. */
export interface CheckedAttributes {
  readonly values: CreateWindowValueList;
  readonly background: Background | undefined;
  readonly border: Border | undefined;
  readonly colormap: Colormap | undefined;
  /** null is None. */
  readonly cursor: Cursor | null | undefined;
}

/** The window as far as attributes depend on it; a window that is being made has no children or clients yet. */
type AttributeSubject = Pick<Window, 'depth' | 'visual' | 'windowClass' | 'parent' | 'eventMasks'>;

/** @throws XError for any value that is wrong; nothing has changed then. */
export function checkAttributes(
  server: Server,
  client: Client,
  window: AttributeSubject,
  values: CreateWindowValueList,
): CheckedAttributes {
  if (isInputOnly(window as Window)) {
    for (const key of Object.keys(values)) if (!INPUT_ONLY_KEYS.has(key)) throw new XError(ErrorCode.Match);
  }
  checkRange(values.bitGravity, 10);
  checkRange(values.winGravity, 10);
  checkRange(values.backingStore, 2);
  checkRange(values.overrideRedirect, 1);
  checkRange(values.saveUnder, 1);
  const checked = {
    values,
    background: checkBackground(server, window, values),
    border: checkBorder(server, window, values),
    colormap: checkColormap(server, window, values.colormap),
    cursor: values.cursor === undefined ? undefined : values.cursor === NONE ? null : findCursor(server, values.cursor),
  };
  if (values.doNotPropogateMask !== undefined && (values.doNotPropogateMask & ~DEVICE_EVENTS) !== 0) {
    throw new XError(ErrorCode.Value, values.doNotPropogateMask);
  }
  if (values.eventMask !== undefined) checkEventMask(window, client, values.eventMask);
  return checked;
}

function checkRange(value: number | undefined, most: number): void {
  if (value !== undefined && value > most) throw new XError(ErrorCode.Value, value);
}

function checkBackground(
  server: Server,
  window: AttributeSubject,
  values: CreateWindowValueList,
): Background | undefined {
  // A background pixel overrides a background pixmap given with it.
  if (values.backgroundPixel !== undefined) return { kind: 'pixel', pixel: values.backgroundPixel };
  const id = values.backgroundPixmap;
  if (id === undefined) return undefined;
  if (id === NONE) return { kind: 'none' };
  if (id === PARENT_RELATIVE) {
    if (window.parent !== undefined && window.parent.depth !== window.depth) throw new XError(ErrorCode.Match);
    return { kind: 'parent-relative' };
  }
  const pixmap = findPixmap(server, id);
  if (pixmap.pixels.depth !== window.depth) throw new XError(ErrorCode.Match);
  return { kind: 'pixmap', pixmap };
}

function checkBorder(server: Server, window: AttributeSubject, values: CreateWindowValueList): Border | undefined {
  if (values.borderPixel !== undefined) return { kind: 'pixel', pixel: values.borderPixel };
  const id = values.borderPixmap;
  if (id === undefined) return undefined;
  if (id === COPY_FROM_PARENT) {
    if (window.parent === undefined || window.parent.depth !== window.depth) throw new XError(ErrorCode.Match);
    return window.parent.border;
  }
  const pixmap = findPixmap(server, id);
  if (pixmap.pixels.depth !== window.depth) throw new XError(ErrorCode.Match);
  return { kind: 'pixmap', pixmap };
}

function checkColormap(server: Server, window: AttributeSubject, id: number | undefined): Colormap | undefined {
  if (id === undefined) return undefined;
  if (id === COPY_FROM_PARENT) {
    const inherited = window.parent?.colormap;
    if (inherited === undefined || window.parent?.visual !== window.visual) throw new XError(ErrorCode.Match);
    return inherited;
  }
  const colormap = findColormap(server, id);
  if (colormap.visual !== window.visual) throw new XError(ErrorCode.Match);
  return colormap;
}

function checkEventMask(window: AttributeSubject, client: Client, mask: number): void {
  if ((mask & ~ALL_EVENTS) !== 0) throw new XError(ErrorCode.Value, mask);
  for (const [other, selected] of window.eventMasks) {
    if (other !== client.number && (selected & mask & EXCLUSIVE) !== 0) throw new XError(ErrorCode.Access);
  }
}

/** Sets checked attributes and shows what is seen of the change. */
export function setAttributes(server: Server, client: Client, window: Window, checked: CheckedAttributes): void {
  const { values } = checked;
  if (checked.background !== undefined) setBackground(server, window, checked.background);
  if (checked.border !== undefined) {
    setBorder(server, window, checked.border);
    paintBorder(server, window, borderRegion(window));
  }
  if (values.bitGravity !== undefined) window.bitGravity = values.bitGravity;
  if (values.winGravity !== undefined) window.winGravity = values.winGravity;
  if (values.backingStore !== undefined) window.backingStore = values.backingStore;
  if (values.backingPlanes !== undefined) window.backingPlanes = values.backingPlanes;
  if (values.backingPixel !== undefined) window.backingPixel = values.backingPixel;
  if (values.saveUnder !== undefined) window.saveUnder = values.saveUnder !== 0;
  if (values.overrideRedirect !== undefined) window.overrideRedirect = values.overrideRedirect !== 0;
  if (values.doNotPropogateMask !== undefined) window.doNotPropagateMask = values.doNotPropogateMask;
  if (values.eventMask !== undefined) {
    eventsSelected(server, window, window.eventMasks.get(client.number) ?? 0, values.eventMask);
    selectEvents(window, client.number, values.eventMask);
  }
  if (checked.colormap !== undefined && checked.colormap !== window.colormap)
    setColormap(server, window, checked.colormap);
  if (checked.cursor !== undefined) {
    window.cursor = checked.cursor ?? undefined;
    cursorMayHaveChanged(server);
  }
}

function selectEvents(window: Window, client: number, mask: number): void {
  if (mask === 0) window.eventMasks.delete(client);
  else window.eventMasks.set(client, mask);
}

function setColormap(server: Server, window: Window, colormap: Colormap): void {
  window.colormap = colormap;
  deliver(server, window, EventMask.ColormapChange, {
    name: 'ColormapNotify',
    window: window.id,
    colormap: colormap.id,
    new: 1,
    state: server.state.screen.installed.includes(colormap) ? 1 : 0,
  });
}
