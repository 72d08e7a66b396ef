/**
 * VNC servers of somebody else's that the host's configuration names: pages show them at /vnc/NAME/. No address ever comes from a page.
 *
 * Who comes with the host's token may type; each server has a token of its own for those who may look only. A page's WebSocket goes
 * upgrade.ts → `attach` → foreign-viewer.ts → server-stream.ts → the server.
 */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { bareSockets } from '../accept-upgrade.ts';
import { newToken, sameToken } from '../security.ts';
import { ForeignViewer } from './foreign-viewer.ts';
import type { VncServer } from './server-stream.ts';

/** Pages at all servers together: each is a connection to a server. */
export const MAX_FOREIGN_VIEWERS = 64;
/** What a server may be called: part of paths, of options and of environment variables. */
export const VNC_SERVER_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/;

export interface ForeignServer extends VncServer {
  readonly viewToken: string;
  readonly viewers: ReadonlySet<ForeignViewer>;
}

export interface ForeignAccess {
  /** undefined where there is none of that name: told to those only who have the host's token. */
  readonly server: ForeignServer | undefined;
  readonly viewOnly: boolean;
}

export class ForeignServers {
  readonly #servers = new Map<string, ForeignServer & { readonly viewers: Set<ForeignViewer> }>();
  readonly #token: string;
  readonly #log: (line: string) => void;
  readonly #sockets = bareSockets();

  constructor(servers: readonly VncServer[], token: string, log: (line: string) => void) {
    this.#token = token;
    this.#log = log;
    for (const server of servers) {
      this.#servers.set(server.name, { ...server, viewToken: newToken(), viewers: new Set() });
    }
  }

  get list(): readonly ForeignServer[] {
    return [...this.#servers.values()];
  }

  has(name: string): boolean {
    return this.#servers.has(name);
  }

  /** undefined for a token that lets nobody in there. Takes the same time for a server that is not there. */
  authorised(name: string, token: string | undefined): ForeignAccess | undefined {
    const server = this.#servers.get(name);
    const full = sameToken(token, this.#token);
    const view = sameToken(token, server?.viewToken ?? '') && server !== undefined;
    return full || view ? { server, viewOnly: !full } : undefined;
  }

  get #viewerCount(): number {
    return this.list.reduce((sum, { viewers }) => sum + viewers.size, 0);
  }

  get full(): boolean {
    return this.#viewerCount >= MAX_FOREIGN_VIEWERS;
  }

  /** A page whose upgrade is allowed. */
  attach(
    access: ForeignAccess & { readonly server: ForeignServer },
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    const server = this.#servers.get(access.server.name)!;
    this.#sockets.handleUpgrade(request, socket, head, (webSocket) => {
      const viewer = new ForeignViewer(webSocket, {
        server,
        viewOnly: access.viewOnly,
        log: this.#log,
        closed: () => server.viewers.delete(viewer),
      });
      server.viewers.add(viewer);
    });
  }

  end(): void {
    for (const { viewers } of this.#servers.values()) for (const viewer of viewers) viewer.terminate();
  }
}
