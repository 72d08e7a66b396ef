/**
 * The screen saver (X11 §9 SetScreenSaver, ForceScreenSaver). When it becomes active the screen goes blank: terminals can show the screen
 * again without help from clients, so no exposures are needed whatever the preference. `interval` is kept and has no effect on a blank screen.
 */
import type { Server } from './server.ts';

/** When the screen saver becomes active if nothing is typed or moved, in ms; undefined for never. */
export function screenSaverDeadline(server: Server): number | undefined {
  const { timeout, active, lastInput } = server.state.screenSaver;
  return timeout === 0 || active ? undefined : lastInput + timeout * 1000;
}

/** Time has come along: the saver becomes active if it is due. */
export function screenSaverTimeReached(server: Server): void {
  const deadline = screenSaverDeadline(server);
  if (deadline !== undefined && server.state.time >= deadline) setScreenSaverActive(server, true);
}

/** A key, a button or a motion, or ForceScreenSaver Reset: the time without input begins anew. */
export function screenSaverInput(server: Server): void {
  server.state.screenSaver.lastInput = server.state.time;
  setScreenSaverActive(server, false);
}

export function setScreenSaverActive(server: Server, active: boolean): void {
  const { screenSaver } = server.state;
  if (screenSaver.active === active) return;
  screenSaver.active = active;
  server.painter.screenBlanked(active);
}
