import type { CoreEvent } from '../../xserver/protocol/generated/xproto.ts';
import { publishExtents } from './publish.ts';
import type { WindowManager } from './window-manager.ts';

export function handleRootEvent(wm: WindowManager, event: CoreEvent): void {
  if (wm.drag?.handle(event) === true) return;
  const { connection, atoms } = wm.display;
  switch (event.name) {
    case 'MapRequest': {
      const known = wm.windows.get(event.window);
      if (known === undefined) void wm.manage(event.window);
      else wm.activate(known);
      return;
    }
    case 'ConfigureRequest':
      return configureUnmanaged(wm, event);
    case 'ConfigureNotify':
      if (event.window === connection.root) wm.screenResized(event.width, event.height);
      return;
    case 'UnmapNotify': {
      // A synthetic one to the root withdraws a minimised window. ICCCM §4.1.4
      const window = wm.windows.get(event.window);
      if (window !== undefined && (event as { sendEvent?: boolean }).sendEvent === true) wm.unmanage(window, false);
      return;
    }
    case 'KeyPress':
    case 'KeyRelease':
      return event.name === 'KeyPress' ? wm.shortcuts.keyPressed(event) : wm.shortcuts.keyReleased(event);
    case 'ClientMessage':
      // To a window that we do not manage: it asks what its frame would be.
      if (event.type === atoms._NET_REQUEST_FRAME_EXTENTS) {
        publishExtents(wm.display, event.window, { left: 5, right: 5, top: 30, bottom: 5 });
      }
      return;
    default:
  }
}

/** Windows that are not (yet) ours get what they ask for. */
function configureUnmanaged(wm: WindowManager, event: Extract<CoreEvent, { name: 'ConfigureRequest' }>): void {
  const asked = (bit: number): boolean => (event.valueMask & bit) !== 0;
  const valueList = {
    ...(asked(1) ? { x: event.x } : {}),
    ...(asked(2) ? { y: event.y } : {}),
    ...(asked(4) ? { width: event.width } : {}),
    ...(asked(8) ? { height: event.height } : {}),
    ...(asked(16) ? { borderWidth: event.borderWidth } : {}),
    ...(asked(32) ? { sibling: event.sibling } : {}),
    ...(asked(64) ? { stackMode: event.stackMode } : {}),
  };
  wm.display.connection.send('ConfigureWindow', { window: event.window, valueList });
}
