/** Setting and reverting the input focus (X11 §10 SetInputFocus). */
import type { Focus } from '../state/input.ts';
import type { Window } from '../state/windows.ts';
import type { Server } from '../server.ts';
import { isViewable } from '../windows/tree.ts';
import { NotifyMode } from './crossing.ts';
import { sendFocusChange } from './focus-events.ts';

export const RevertTo = { None: 0, PointerRoot: 1, Parent: 2 } as const;

/** Moves the focus, with its events; its time and what it reverts to are the caller's. */
export function moveFocus(server: Server, to: Focus['window']): void {
  const { keyboard } = server.state.input;
  const mode = keyboard.grab.active === undefined ? NotifyMode.Normal : NotifyMode.WhileGrabbed;
  sendFocusChange(server, keyboard.focus.window, to, mode);
  keyboard.focus.window = to;
}

/** The focus window is no longer viewable. The root keeps the focus whatever happens. */
export function revertFocus(server: Server, window: Window): void {
  const { focus } = server.state.input.keyboard;
  if (focus.window !== window || window.parent === undefined) return;
  switch (focus.revertTo) {
    case RevertTo.None:
      moveFocus(server, undefined);
      return;
    case RevertTo.PointerRoot:
      moveFocus(server, 'pointer-root');
      return;
    default: {
      let parent = window.parent;
      while (!isViewable(parent) && parent.parent !== undefined) parent = parent.parent;
      moveFocus(server, parent);
      focus.revertTo = RevertTo.None;
    }
  }
}
