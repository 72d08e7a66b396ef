/** ReparentWindow (X11 §10). */
import { anySelected, deliver, EventMask } from '../events.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { mapWindow, unmapWindow } from './map.ts';

/** Moves the window under another parent at (x, y), on top of its new siblings; it is unmapped and mapped again where it was mapped. */
export function reparentWindow(
  server: Server,
  window: Window,
  parent: Window,
  x: number,
  y: number,
  client: number,
): void {
  const wasMapped = window.mapped;
  unmapWindow(server, window);
  const oldParent = window.parent!;
  sendReparentNotify(server, window, oldParent, parent, x, y);
  oldParent.children.splice(oldParent.children.indexOf(window), 1);
  parent.children.push(window);
  window.parent = parent;
  window.x = x;
  window.y = y;
  if (wasMapped) mapWindow(server, window, client);
}

function sendReparentNotify(
  server: Server,
  window: Window,
  oldParent: Window,
  parent: Window,
  x: number,
  y: number,
): void {
  const notify = (receiver: Window, mask: number) => {
    if (!anySelected(receiver, mask)) return;
    deliver(server, receiver, mask, {
      name: 'ReparentNotify',
      event: receiver.id,
      window: window.id,
      parent: parent.id,
      x,
      y,
      overrideRedirect: window.overrideRedirect ? 1 : 0,
    });
  };
  notify(window, EventMask.StructureNotify);
  notify(oldParent, EventMask.SubstructureNotify);
  // Twice where both are the same, as X.Org does.
  notify(parent, EventMask.SubstructureNotify);
}
