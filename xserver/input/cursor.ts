/** Which cursor is shown. */
import type { Server } from '../server.ts';
import type { Cursor } from '../state/resources.ts';
import type { Window } from '../state/windows.ts';
import { isAncestorOf } from '../windows/tree.ts';

/** The cursor of the grab, else that of the nearest window around the pointer that has one; outside the grab-window, the grab-window's. */
export function currentCursor(server: Server): Cursor {
  const { input, screen } = server.state;
  const { pointer } = input;
  const grab = pointer.grab.active;
  if (grab?.cursor !== undefined) return grab.cursor;
  let window: Window | undefined = pointer.window;
  if (grab !== undefined && !isAncestorOf(grab.window, pointer.window)) window = grab.window;
  for (; window !== undefined; window = window.parent) if (window.cursor !== undefined) return window.cursor;
  return screen.defaultCursor;
}

/** Tells the display driver of another cursor. Between queued events nothing is shown yet. */
export function updateCursor(server: Server): void {
  const { pointer, playing } = server.state.input;
  if (playing !== undefined) return;
  const { image } = currentCursor(server);
  if (image === pointer.shownCursor) return;
  pointer.shownCursor = image;
  server.painter.cursorChanged(image);
}
