/** WebSockets of connections whose upgrade the front has allowed. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { UpgradeRequest } from './session-messages.ts';

/** What viewers of bare RFB say is short, but for the clipboard. */
const MAX_MESSAGE_BYTES = 32 << 20;

export function acceptUpgrade(
  server: WebSocketServer,
  upgrade: UpgradeRequest,
  socket: Duplex,
  connected: (socket: WebSocket) => void,
): void {
  // All that the handshake looks at.
  const request = { method: 'GET', url: '/', headers: upgrade.headers } as unknown as IncomingMessage;
  server.handleUpgrade(request, socket, Buffer.from(upgrade.head), connected);
}

/** WebSockets that carry bytes of another protocol: the subprotocol `binary`, or none. */
export function bareSockets(): WebSocketServer {
  return new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    perMessageDeflate: false,
    handleProtocols: (protocols) => (protocols.has('binary') ? 'binary' : false),
  });
}
