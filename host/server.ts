/**
 * The HTTP server under a front: its limits, TLS, and where it listens. What answers requests (http-app.ts and the routes) is loaded with the first
 * one: terminals open WebSockets, which need none of it.
 */
import { createServer, type IncomingMessage, type Server as PlainServer, type ServerResponse } from 'node:http';
import type { Server as TlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { messageOf } from './message-of.ts';
import { bearerToken, isLoopback, sameToken } from './security.ts';

export type HttpServer = PlainServer | TlsServer;
export type AddRoutes = (app: FastifyInstance) => Promise<void> | void;
type Answer = (request: IncomingMessage, response: ServerResponse) => void;

export interface ServerOptions {
  readonly port: number;
  /** Address to listen on. */
  readonly listen: string;
  readonly tls: { readonly cert: string; readonly key: string } | undefined;
  /** Other origins whose pages may attach, or show ours in a frame. */
  readonly allowOrigins?: readonly string[];
}

/** Until a connection has sent its headers, or done its TLS handshake. */
const HEADERS_TIMEOUT_MS = 10_000;
/** How long a closed server may take to say so. */
const CLOSE_PATIENCE_MS = 300;
/** Pages ask again within that time. */
const KEEP_ALIVE_MS = 72_000;

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

async function newServer(tls: ServerOptions['tls']): Promise<HttpServer> {
  if (tls === undefined) return createServer();
  const { createServer: createTlsServer } = await import('node:https');
  return createTlsServer({ ...tls, handshakeTimeout: HEADERS_TIMEOUT_MS });
}

export class Server {
  readonly port: number;
  readonly #options: ServerOptions;
  readonly #server: HttpServer;
  readonly #addRoutes: AddRoutes;
  readonly #log: (line: string) => void;
  #answer: Promise<Answer> | undefined;

  private constructor(options: ServerOptions, server: HttpServer, addRoutes: AddRoutes, log: (line: string) => void) {
    this.#options = options;
    this.#server = server;
    this.#addRoutes = addRoutes;
    this.#log = log;
    const address = server.address();
    this.port = typeof address === 'object' && address !== null ? address.port : options.port;
    server.headersTimeout = HEADERS_TIMEOUT_MS;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.on('request', (request, response) => void this.#serve(request, response));
  }

  /** Listens. `addRoutes` is called with the first request. @throws Error with a message for the user. */
  static async start(options: ServerOptions, addRoutes: AddRoutes, log: (line: string) => void): Promise<Server> {
    const server = await newServer(options.tls);
    const { listen, port } = options;
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error) => reject(new Error(listenMessage(error, listen, port), { cause: error })));
      server.listen({ host: listen, port }, resolve);
    });
    return new Server(options, server, addRoutes, log);
  }

  onUpgrade(take: (request: IncomingMessage, socket: Duplex, head: Buffer) => void): void {
    this.#server.on('upgrade', take);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      this.#answer ??= this.#load();
      (await this.#answer)(request, response);
    } catch (error) {
      this.#log(`what answers requests could not be loaded: ${messageOf(error)}`);
      this.#answer = undefined;
      response.writeHead(500, { 'content-type': 'application/json' }).end('{"error":"internal error"}');
    }
  }

  async #load(): Promise<Answer> {
    const { makeApp } = await import('./http-app.ts');
    return makeApp(this.#server, this.#options.allowOrigins ?? [], this.#addRoutes);
  }

  get secure(): boolean {
    return this.#options.tls !== undefined;
  }

  /** Where users find it: scheme, name and port. */
  get origin(): string {
    const { listen } = this.#options;
    const name = listen === '0.0.0.0' || listen === '::' ? '127.0.0.1' : listen;
    return `${this.secure ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${this.port}`;
  }

  /** What should worry whoever listens beyond this machine; undefined for nothing. */
  get warning(): string | undefined {
    const { listen } = this.#options;
    if (isLoopback(listen) || this.secure) return undefined;
    return `listening on ${listen} without TLS: everybody on the way can read the token and what is shown (see --tls-cert)`;
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
    });
    this.#server.closeAllConnections();
    // Node 20 waits for ever for the processes that connections were handed to, though they have gone: it gets a moment.
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, CLOSE_PATIENCE_MS);
    });
    await Promise.race([closed, patience]);
    clearTimeout(timer);
  }
}

function listenMessage(error: unknown, listen: string, port: number): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is in use: choose another with --port`;
  if (code === 'EACCES') return `port ${port} needs rights that you don't have: choose one above 1023`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') return `${listen} is no address of this machine`;
  return messageOf(error);
}
