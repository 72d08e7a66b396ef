/** The input focus (X11 §10). */
import { ErrorCode, XError } from '../protocol/errors.ts';
import { encodeGetInputFocusReply } from '../protocol/generated/xproto.ts';
import type { SomeCoreHandlers } from '../handlers.ts';
import { moveFocus, RevertTo } from '../input/focus.ts';
import { findWindow } from '../resources.ts';
import { momentOf } from '../server-time.ts';
import type { Server } from '../server.ts';
import type { Focus } from '../state/input.ts';
import { isViewable } from '../windows/tree.ts';

const NONE = 0;
const POINTER_ROOT = 1;

/** @throws XError Window, or Match for a window that is not viewable. */
function focusTarget(server: Server, id: number): Focus['window'] {
  if (id === NONE) return undefined;
  if (id === POINTER_ROOT) return 'pointer-root';
  const window = findWindow(server, id);
  if (!isViewable(window)) throw new XError(ErrorCode.Match);
  return window;
}

export const focusRequests = {
  SetInputFocus(server, _client, request) {
    if (request.revertTo > RevertTo.Parent) throw new XError(ErrorCode.Value, request.revertTo);
    const target = focusTarget(server, request.focus);
    const { focus } = server.state.input.keyboard;
    const time = momentOf(server, request.time);
    if (time > server.state.time || time < focus.time) return;
    moveFocus(server, target);
    focus.time = time;
    focus.revertTo = request.revertTo;
  },

  GetInputFocus(server, client) {
    const { window, revertTo } = server.state.input.keyboard.focus;
    const focus = window === undefined ? NONE : window === 'pointer-root' ? POINTER_ROOT : window.id;
    server.reply(client, encodeGetInputFocusReply, { focus, revertTo });
  },
} satisfies SomeCoreHandlers;
