/** DestroyWindow and what else ends with a window. */
import { deliverStructure } from '../events.ts';
import { windowDestroyed } from '../input/window-changes.ts';
import { setBackground, setBorder } from '../requests/pixmaps.ts';
import { removeResource } from '../resources.ts';
import { propertiesWindowDestroyed } from '../requests/properties.ts';
import { selectionsWindowDestroyed } from '../requests/selections.ts';
import type { Server } from '../server.ts';
import type { Window } from '../state/windows.ts';
import { unmapWindow } from './map.ts';

/** Destroys a window and its inferiors, inferiors first (X11 §10 DestroyWindow). The root stays. */
export function destroyWindow(server: Server, window: Window): void {
  const parent = window.parent;
  if (parent === undefined) return;
  unmapWindow(server, window);
  destroyInferiors(server, window);
  finish(server, window);
  if (parent.children[0] === window) parent.children.shift();
  else parent.children.splice(parent.children.indexOf(window), 1);
}

/** Topmost children first; each after its own children, as X.Org does. */
function destroyInferiors(server: Server, window: Window): void {
  for (let child = window.children.pop(); child !== undefined; child = window.children.pop()) {
    destroyInferiors(server, child);
    child.mapped = false;
    finish(server, child);
  }
}

/** DestroyNotify, and nothing refers to the window any more. */
function finish(server: Server, window: Window): void {
  deliverStructure(server, window, (event) => ({ name: 'DestroyNotify', event, window: window.id }));
  propertiesWindowDestroyed(server, window);
  selectionsWindowDestroyed(server, window);
  windowDestroyed(server, window);
  for (const client of server.state.clients.values()) client.saveSet.delete(window);
  window.eventMasks.clear();
  setBackground(server, window, { kind: 'none' });
  setBorder(server, window, { kind: 'pixel', pixel: 0 });
  removeResource(server, window);
}
