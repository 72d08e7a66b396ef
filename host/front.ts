/**
 * The front process of a host: serves the page and the API, lets terminals in and hands their connections over to the sessions' processes
 * (child-session.ts), but for the host's own session, which lives in it (inner-session.ts). It has no part in what goes over the wires.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { bundlePrograms } from './bundle.ts';
import { ForeignServers, type ForeignServer } from './foreign/foreign-servers.ts';
import type { VncServer } from './foreign/server-stream.ts';
import type { HostedSession } from './hosted-session.ts';
import { ROOT } from './kept-bundles.mjs';
import { buildPage } from './page.ts';
import { newToken } from './security.ts';
import { Server, type ServerOptions } from './server.ts';
import type { SessionOptions } from './session-messages.ts';
import { Sessions } from './sessions.ts';
import { handleUpgrade } from './upgrade.ts';

export interface FrontOptions extends ServerOptions {
  readonly token: string | undefined;
  /** Origins beside the host's own whose pages may open terminals. */
  readonly allowOrigins: readonly string[];
  /** Options of sessions. */
  readonly session: Omit<SessionOptions, 'id'>;
  /** VNC servers of somebody else's that pages may show. */
  readonly vncServers?: readonly VncServer[];
  /** False serves the API alone. */
  readonly page: boolean;
  readonly log: (line: string) => void;
}

export class Front {
  readonly sessions: Sessions;
  /** The host's own token. */
  readonly token: string;
  readonly foreign: ForeignServers;
  readonly #server: Server;

  private constructor(sessions: Sessions, foreign: ForeignServers, token: string, server: Server) {
    this.sessions = sessions;
    this.foreign = foreign;
    this.token = token;
    this.#server = server;
  }

  /** Bundles what is to be bundled and listens. @throws Error with a message for the user. */
  static async start(options: FrontOptions): Promise<Front> {
    const [programs, pageFolder, version] = await Promise.all([
      bundlePrograms('session', { session: join(ROOT, 'host', 'session-process.ts') }),
      options.page ? buildPage() : undefined,
      readVersion(),
    ]);
    const token = options.token ?? newToken();
    const sessions = new Sessions({ program: programs.get('session')!, version, log: options.log });
    const foreign = new ForeignServers(options.vncServers ?? [], token, options.log);
    const addRoutes = async (app: FastifyInstance): Promise<void> =>
      front.#addRoutes(app, options, pageFolder, version);
    const server = await Server.start(options, addRoutes, options.log);
    const front = new Front(sessions, foreign, token, server);
    const { secure } = server;
    server.onUpgrade((request, socket, head) => {
      handleUpgrade({ sessions, foreign, secure, allowOrigins: options.allowOrigins }, request, socket, head);
    });
    return front;
  }

  async #addRoutes(
    app: FastifyInstance,
    options: FrontOptions,
    pageFolder: string | undefined,
    version: string,
  ): Promise<void> {
    const [{ addApi }, { addPage }] = await Promise.all([import('./api.ts'), import('./page-routes.ts')]);
    const { sessions, foreign, token } = this;
    const { session, listen, tls } = options;
    addApi(app, { sessions, foreign, token, defaults: session, rfb: { listen, tls }, front: this, version });
    if (pageFolder !== undefined) await addPage(app, pageFolder, (name) => foreign.has(name));
  }

  get port(): number {
    return this.#server.port;
  }

  /** What should worry whoever listens beyond this machine; undefined for nothing. */
  get warning(): string | undefined {
    return this.#server.warning;
  }

  /** Where users find a session. The token is behind #: browsers don't send that part to anybody. */
  urlOf({ id, token }: HostedSession): string {
    return `${this.#server.origin}/session/${id}/#token=${token}`;
  }

  /** The same for those who may look only. */
  viewUrlOf({ id, viewToken }: HostedSession): string {
    return `${this.#server.origin}/session/${id}/#token=${viewToken}`;
  }

  /** Where users find a foreign VNC server. */
  foreignUrlOf({ name }: ForeignServer): string {
    return `${this.#server.origin}/vnc/${name}/#token=${this.token}`;
  }

  foreignViewUrlOf({ name, viewToken }: ForeignServer): string {
    return `${this.#server.origin}/vnc/${name}/#token=${viewToken}`;
  }

  /** Ends every session in order, then stops listening. */
  async end(reason: string, exitCode?: number): Promise<void> {
    this.foreign.end();
    await this.sessions.end(reason, exitCode);
    await this.#server.close();
  }
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
