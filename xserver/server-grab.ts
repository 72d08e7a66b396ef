import type { Server } from './server.ts';

/** Ends the server grab. Whoever calls it sees to it that held requests run (dispatch.ts, runHeldRequests). */
export function releaseServerGrab(server: Server): void {
  server.state.serverGrab = 0;
}
