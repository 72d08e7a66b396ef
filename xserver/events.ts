/** Delivery of events that no device caused (device events: input/delivery.ts). */
import type { CoreEvent } from './protocol/generated/xproto.ts';
import type { Window } from './state/windows.ts';
import type { Server } from './server.ts';

/** X11 §11 event masks (SETofEVENT). */
export const EventMask = {
  KeyPress: 1 << 0,
  KeyRelease: 1 << 1,
  ButtonPress: 1 << 2,
  ButtonRelease: 1 << 3,
  EnterWindow: 1 << 4,
  LeaveWindow: 1 << 5,
  PointerMotion: 1 << 6,
  PointerMotionHint: 1 << 7,
  Button1Motion: 1 << 8,
  Button2Motion: 1 << 9,
  Button3Motion: 1 << 10,
  Button4Motion: 1 << 11,
  Button5Motion: 1 << 12,
  ButtonMotion: 1 << 13,
  KeymapState: 1 << 14,
  Exposure: 1 << 15,
  VisibilityChange: 1 << 16,
  StructureNotify: 1 << 17,
  ResizeRedirect: 1 << 18,
  SubstructureNotify: 1 << 19,
  SubstructureRedirect: 1 << 20,
  FocusChange: 1 << 21,
  PropertyChange: 1 << 22,
  ColormapChange: 1 << 23,
  OwnerGrabButton: 1 << 24,
} as const;

/** Sends the event to every client that has selected for any bit of `mask` on the window. */
export function deliver(server: Server, window: Window, mask: number, event: CoreEvent): void {
  for (const [client, selected] of window.eventMasks) {
    if ((selected & mask) !== 0) server.sendEvent(client, event);
  }
}

/** True when anyone has selected for any bit of `mask` on the window. */
export function anySelected(window: Window, mask: number): boolean {
  for (const selected of window.eventMasks.values()) if ((selected & mask) !== 0) return true;
  return false;
}

/** The one client that has selected for an exclusive mask (SubstructureRedirect, ResizeRedirect), if not `except`. */
export function redirectingClient(window: Window, mask: number, except: number): number | undefined {
  for (const [client, selected] of window.eventMasks) if ((selected & mask) !== 0 && client !== except) return client;
  return undefined;
}

/**
 * A structure event: StructureNotify on the window itself and SubstructureNotify on its parent; `make` gets the id of the window that the
 * event is reported with respect to.
 */
export function deliverStructure(server: Server, window: Window, make: (event: number) => CoreEvent): void {
  if (anySelected(window, EventMask.StructureNotify))
    deliver(server, window, EventMask.StructureNotify, make(window.id));
  const parent = window.parent;
  if (parent !== undefined && anySelected(parent, EventMask.SubstructureNotify)) {
    deliver(server, parent, EventMask.SubstructureNotify, make(parent.id));
  }
}
