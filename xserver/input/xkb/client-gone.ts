import type { Server } from '../../server.ts';
import { enableControls } from './indicators.ts';
import { noticeState, settleState } from './state-notice.ts';

const NO_CAUSE = { keycode: 0, eventType: 0, major: 0, minor: 0 };

/** Forgets what the client has selected; the controls that it had asked for so become what it has said (XKB protocol §8.1). */
export function forgetXkbClient(server: Server, client: number): void {
  const { keyboard } = server.state.input;
  const gone = keyboard.xkb.clients.get(client);
  if (gone === undefined) return;
  keyboard.xkb.clients.delete(client);
  if (gone.autoControls === 0) return;
  const before = noticeState(server.state.input);
  enableControls(keyboard, gone.autoControls, gone.autoControlValues);
  settleState(server, before, NO_CAUSE);
}
