/**
 * Handing a terminal's connection over where it cannot be passed as a handle: under TLS the front keeps the connection and relays its
 * bytes through a socket in the session's private folder. The first line is the upgrade request as JSON, the rest is the connection's.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { UpgradeRequest } from './session-messages.ts';

/** Headers (Node's own limit is 16 KB) and what came behind them, in base64. */
const MAX_FIRST_LINE_BYTES = 256 * 1024;

/** The session's end. */
export async function listenForRelays(
  path: string,
  connected: (upgrade: UpgradeRequest, socket: Socket) => void,
): Promise<Server> {
  const server = createServer((socket) => {
    let received: Buffer = Buffer.alloc(0);
    socket.on('error', () => socket.destroy());
    const take = (chunk: Buffer): void => {
      received = Buffer.concat([received, chunk]);
      const end = received.indexOf(10);
      if (end < 0) {
        if (received.length > MAX_FIRST_LINE_BYTES) socket.destroy();
        return;
      }
      // Whoever takes the socket over listens before this turn ends: nothing is lost, though it flows.
      socket.off('data', take);
      // Only the front can reach this socket: the folder is the user's own.
      const { head, ...upgrade } = JSON.parse(received.toString('utf8', 0, end)) as Omit<UpgradeRequest, 'head'> & {
        head: string;
      };
      if (end + 1 < received.length) socket.unshift(received.subarray(end + 1));
      connected({ ...upgrade, head: Buffer.from(head, 'base64') }, socket);
    };
    socket.on('data', take);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  return server;
}

/** The front's end: joins the terminal's connection with the session. */
export function relayTo(path: string, upgrade: UpgradeRequest, terminal: Duplex): void {
  const session = connect(path);
  session.setNoDelay?.(true);
  const end = (): void => {
    session.destroy();
    terminal.destroy();
  };
  session.on('error', end);
  terminal.on('error', end);
  session.on('close', end);
  terminal.on('close', end);
  const head = Buffer.from(upgrade.head).toString('base64');
  session.write(`${JSON.stringify({ ...upgrade, head })}\n`);
  terminal.pipe(session);
  session.pipe(terminal);
}
