/** The HTTP server under a front: its limits, TLS, headers, errors as JSON, and where it listens. */
import { setTimeout } from 'node:timers/promises';
import Fastify, { type FastifyInstance } from 'fastify';
import { setSecurityHeaders } from './page.ts';
import { bearerToken, isLoopback, sameToken } from './security.ts';
import { SessionError } from './session-handle.ts';

export interface ServerOptions {
  readonly port: number;
  /** Address to listen on. */
  readonly listen: string;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
}

/** Until a connection has sent its headers, or done its TLS handshake. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How long a closed server may take to say so. */
const CLOSE_PATIENCE_MS = 300;
/** JSON of a request. */
const MAX_BODY_BYTES = 1024 * 1024;

/** What a request is refused with; the message is for whoever asked. */
export class HttpError extends Error {
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.name = 'HttpError';
    this.statusCode = statusCode;
  }
}

/** @throws HttpError unless the request has this token. */
export function requireToken(request: { readonly raw: Parameters<typeof bearerToken>[0] }, token: string): void {
  if (!sameToken(bearerToken(request.raw), token)) throw new HttpError(401, "the host's token is needed");
}

export class Server {
  readonly app: FastifyInstance;
  readonly #options: ServerOptions;
  #port: number;

  constructor(options: ServerOptions) {
    this.#options = options;
    this.#port = options.port;
    const app = Fastify({
      ...(options.tls === undefined ? {} : { https: { ...options.tls, handshakeTimeout: HEADERS_TIMEOUT_MS } }),
      bodyLimit: MAX_BODY_BYTES,
      forceCloseConnections: true,
      ajv: { customOptions: { removeAdditional: false, coerceTypes: false } },
    } as { bodyLimit: number });
    this.app = app;
    app.server.headersTimeout = HEADERS_TIMEOUT_MS;
    const parseJson = app.getDefaultJsonParser('error', 'error');
    app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body: string, done) => {
      // Nothing is said where everything may be left out.
      if (body === '') done(null, undefined);
      else void parseJson(request, body, done);
    });
    app.addHook('onRequest', async (_request, reply) => setSecurityHeaders(reply));
    app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
      const status = error instanceof SessionError ? error.statusCode : (error.statusCode ?? 500);
      return reply.status(status).send({ error: status >= 500 ? 'internal error' : error.message });
    });
    app.setNotFoundHandler((request, reply) => {
      return reply.status(404).send({ error: `nothing here: ${request.method} ${request.url.split('?', 1)[0]}` });
    });
  }

  /** @throws Error with a message for the user. */
  async listen(): Promise<void> {
    const { listen, port } = this.#options;
    try {
      await this.app.listen({ host: listen, port });
    } catch (error) {
      throw new Error(listenMessage(error, listen, port), { cause: error });
    }
    const address = this.app.server.address();
    if (typeof address === 'object' && address !== null) this.#port = address.port;
  }

  get secure(): boolean {
    return this.#options.tls !== undefined;
  }

  get port(): number {
    return this.#port;
  }

  /** Where users find it: scheme, name and port. */
  get origin(): string {
    const { listen } = this.#options;
    const name = listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen;
    return `${this.secure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${this.#port}`;
  }

  /** What should worry whoever listens beyond this machine; undefined for nothing. */
  get warning(): string | undefined {
    const { listen } = this.#options;
    if (isLoopback(listen) || this.secure) return undefined;
    return `listening on ${listen} without TLS: everybody on the way can read the token and what is shown (see --tls-cert)`;
  }

  async close(): Promise<void> {
    // Node 20 waits for ever for the processes that connections were handed to, though they have gone: it gets a moment.
    await Promise.race([this.app.close(), setTimeout(CLOSE_PATIENCE_MS)]);
  }
}

function listenMessage(error: unknown, listen: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is in use: choose another with --port`;
  if (code === 'EACCES') return `port ${port} needs rights that you don't have: choose one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${listen} is no address of this machine`;
  return error instanceof Error ? error.message : String(error);
}
