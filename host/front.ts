/**
 * The front process of a host: serves the page and the API, lets terminals in and hands their connections over to the sessions' processes
 * (session-handle.ts). It has no part in what goes over the wires.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { addApi } from './api.ts';
import { bundlePrograms, endBundling, ROOT } from './bundle.ts';
import type { HostedSession } from './hosted-session.ts';
import { addPage, buildPage, setSecurityHeaders } from './page.ts';
import { isLoopback, newToken } from './security.ts';
import type { SessionOptions } from './session-messages.ts';
import { Sessions } from './sessions.ts';
import { handleUpgrade } from './upgrade.ts';

export interface FrontOptions {
  readonly port: number;
  /** Address to listen on. */
  readonly listen: string;
  readonly token: string | undefined;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Origins beside the host's own whose pages may open terminals. */
  readonly allowOrigins: readonly string[];
  /** Options of sessions. */
  readonly session: Omit<SessionOptions, 'id'>;
  /** False serves the API alone. */
  readonly page: boolean;
  readonly log: (line: string) => void;
}

/** Until a connection has sent its headers, or done its TLS handshake. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How long a closed server may take to say so. */
const CLOSE_PATIENCE_MS = 300;
/** JSON of a request. */
const MAX_BODY_BYTES = 1024 * 1024;

export class Front {
  readonly sessions: Sessions;
  /** The host's own token. */
  readonly token: string;
  readonly #app: FastifyInstance;
  readonly #options: FrontOptions;
  #port = 0;

  private constructor(options: FrontOptions, sessions: Sessions, token: string, app: FastifyInstance) {
    this.#options = options;
    this.sessions = sessions;
    this.token = token;
    this.#app = app;
  }

  /** Bundles what is to be bundled and listens. @throws Error with a message for the user. */
  static async start(options: FrontOptions): Promise<Front> {
    const [programs, pageFolder, version] = await Promise.all([
      bundlePrograms('session', { session: join(ROOT, 'host', 'session-process.ts') }),
      options.page ? buildPage() : undefined,
      readVersion(),
    ]);
    await endBundling();
    const token = options.token ?? newToken();
    const sessions = new Sessions({ program: programs.get('session')!, version, log: options.log });
    const app = Fastify({
      ...(options.tls === undefined ? {} : { https: { ...options.tls, handshakeTimeout: HEADERS_TIMEOUT_MS } }),
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: true,
      ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    } as { bodyLimit: number });
    const front = new Front(options, sessions, token, app);
    await front.#open(pageFolder, version);
    return front;
  }

  async #open(pageFolder: string | undefined, version: string): Promise<void> {
    const app = this.#app;
    const { sessions, token } = this;
    const { allowOrigins, session, listen, port } = this.#options;
    const secure = this.#options.tls !== undefined;
    app.server.headersTimeout = HEADERS_TIMEOUT_MS;
    app.server.on('upgrade', (request, socket, head) => {
      handleUpgrade({ sessions, secure, allowOrigins }, request, socket, head);
    });
    app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply));
    addApi(app, { sessions, token, defaults: session, urlOf: (hosted) => this.urlOf(hosted), version });
    if (pageFolder !== undefined) await addPage(app, pageFolder);
    try {
      await app.listen({ host: listen, port });
    } catch (error) {
      throw new Error(listenMessage(error, listen, port), { cause: error });
    }
    const address = app.server.address();
    this.#port = typeof address === 'object' && address !== null ? address.port : port;
  }

  get port(): number {
    return this.#port;
  }

  /** What should worry whoever listens beyond this machine; undefined for nothing. */
  get warning(): string | undefined {
    const { listen, tls } = this.#options;
    if (isLoopback(listen) || tls !== undefined) return undefined;
    return `listening on ${listen} without TLS: everybody on the way can read the token and what is shown (see --tls-cert)`;
  }

  /** Where users find a session. The token is behind #: browsers don't send that part to anybody. */
  urlOf(session: HostedSession): string {
    const { listen, tls } = this.#options;
    const name = listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen;
    const host = name.includes(':') ? `[${name}]` : name;
    return `${tls === undefined ? 'http' : 'https'}://${host}:${this.#port}/session/${session.id}/#token=${session.token}`;
  }

  /** Ends every session in order, then stops listening. */
  async end(reason: string, exitCode?: number): Promise<void> {
    await this.sessions.end(reason, exitCode);
    // Node 20 waits for ever for the processes that connections were handed to, though they have gone: it gets a moment.
    await Promise.race([this.#app.close(), setTimeout(CLOSE_PATIENCE_MS)]);
  }
}

function listenMessage(error: unknown, listen: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is in use: choose another with --port`;
  if (code === 'EACCES') return `port ${port} needs rights that you don't have: choose one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${listen} is no address of this machine`;
  return error instanceof Error ? error.message : String(error);
}

async function readVersion(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as { version: string };
  return version;
}
