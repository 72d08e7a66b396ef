import type { Client } from './state/clients.ts';
import type { Server } from './server.ts';

/** True while the client's requests have to wait: another has grabbed the server, or XTEST FakeInput told it to. */
export function isBlocked(server: Server, client: Client): boolean {
  const { serverGrab, impervious, time } = server.state;
  if (serverGrab !== 0 && serverGrab !== client.number && !impervious.has(client.number)) return true;
  return client.blockedUntil > time;
}
