/** The session's own TCP port for VNC viewers. Nobody gets in without the password; where there is a certificate everything goes inside TLS. */
import { randomInt } from 'node:crypto';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { createSecureContext } from 'node:tls';
import type { RfbPortOptions } from '../session-messages.ts';
import { TcpTransport } from './transport.ts';
import type { VncViewers } from './vnc-viewers.ts';

/** All that VNC's passwords count to. */
const PASSWORD_LENGTH = 8;
/** Without those that look alike. */
const PASSWORD_LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';

export interface RfbPort {
  readonly port: number;
  readonly password: string;
  close(): void;
}

/**
 * TigerVNC (1.12, gnutls) takes what follows TLS 1.3's session tickets in one packet for nothing to read, and waits for ever. Node's servers cannot
 * leave the tickets out.
 */
const TLS_VERSIONS = { minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' } as const;

function newPassword(): string {
  return Array.from({ length: PASSWORD_LENGTH }, () => PASSWORD_LETTERS[randomInt(PASSWORD_LETTERS.length)]).join('');
}

/** @throws Error with a message for the user. */
export async function listenForViewers(options: RfbPortOptions, viewers: VncViewers): Promise<RfbPort> {
  const { port, listen, tls } = options;
  const password = newPassword();
  const context = tls === undefined ? undefined : createSecureContext({ ...tls, ...TLS_VERSIONS });
  const server: Server = createServer((socket) => {
    void viewers.accept(new TcpTransport(socket, context), { password, tls: context !== undefined });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(new Error(messageOf(error, port, listen))));
    server.listen(port, listen, resolve);
  });
  return { port: (server.address() as AddressInfo).port, password, close: () => server.close() };
}

function messageOf(error: NodeJS.ErrnoException, port: number, listen: string): string {
  switch (error.code) {
    case 'EADDRINUSE':
      return `port ${port} is in use: choose another with --rfb-port`;
    case 'EACCES':
      return `port ${port} needs rights that you don't have: choose one above 1023`;
    case 'EADDRNOTAVAIL':
      return `${listen} is no address of this machine`;
    default:
      return error.message;
  }
}
